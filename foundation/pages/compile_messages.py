"""Compile every French catalogue of the tree: ``python -m foundation.pages.compile_messages``; fresh ones are left alone."""

import sys
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {"var", "node_modules", "venv", "env", "build"}


def catalogues(root: Path = ROOT) -> Iterator[Path]:
    """Give the .po files of the project's packages."""
    for path in sorted(root.rglob("locale/*/LC_MESSAGES/*.po")):
        inside = path.relative_to(root).parts
        if not any(part.startswith(".") or part in NOT_OURS for part in inside):
            yield path


def compile_all(root: Path = ROOT) -> list[Path]:
    """Write the .mo beside each .po that changed since; give those that were written."""
    written = []
    for source in catalogues(root):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        fresh = target.with_suffix(".mo.tmp")
        polib.pofile(str(source)).save_as_mofile(str(fresh))
        fresh.replace(target)
        written.append(target)
    return written


if __name__ == "__main__":
    compiled = compile_all()
    sys.stdout.write(f"{len(compiled)} catalogue(s) compiled\n")

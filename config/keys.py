"""The keys of this installation: from the environment, or made at the first start and kept in ``DATA_DIR/keys``."""

import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet

NAMES = ("SECRET_KEY", "FIELD_KEYS", "AUDIT_KEY")


def load(data_dir: Path) -> dict[str, str]:
    """Give every key; missing ones are made and written to a file that its owner alone can read."""
    path = data_dir / "keys"
    kept = dict(line.split("=", 1) for line in path.read_text().splitlines() if "=" in line) if path.exists() else {}
    found = {name: os.environ.get(name) or kept.get(name, "") for name in NAMES}
    missing = [name for name in NAMES if not found[name]]
    if missing:
        made = {name: Fernet.generate_key().decode() if name == "FIELD_KEYS" else secrets.token_urlsafe(50) for name in missing}
        data_dir.mkdir(parents=True, exist_ok=True)
        _write(path, kept | made)
        found |= made
    return found


def _write(path: Path, keys: dict[str, str]) -> None:
    fresh = path.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        out.write("".join(f"{name}={value}\n" for name, value in keys.items()))
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(path)

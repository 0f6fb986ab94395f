"""The Python environment and the two processes that ./run, ./test and the browser journeys share.

Imports nothing but the standard library: it makes the environment that everything else is installed in.
"""

import ctypes
import hashlib
import importlib.util
import os
import signal
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
MANAGE = [str(PYTHON), str(ROOT / "manage.py")]
OURS = {"config", "demo", "caseload", "advice", "casetracker", "precedents", "foundation", "requirements"}


class SetupRefused(Exception):
    """A sentence for the person at the keyboard: what is missing, and how to get it."""


def fingerprint(*patterns: str, words: Iterable[str] = ()) -> str:
    """Name the content of our files that match the patterns, and the words, by one hash."""
    digest = hashlib.sha256()
    for path in sorted({path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()}):
        if path.relative_to(ROOT).parts[0] in OURS and path.suffix not in {".pyc", ".mo"}:
            digest.update(f"{path.relative_to(ROOT)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    for word in words:
        digest.update(f"\0{word}".encode())
    return digest.hexdigest()


def missing(names: Iterable[str]) -> list[list[str]]:
    """Give the commands that bring .venv to what requirements/<name>.txt list; none where it is so already.

    :raises SetupRefused: this Python cannot make environments
    """
    names = list(names)
    usable = works(PYTHON)
    if usable and all(stamp.exists() and stamp.read_text() == wanted for stamp, wanted in stamps(names)):
        return []
    if not importlib.util.find_spec("ensurepip"):  # Debian leaves it out of python3
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        raise SetupRefused(f"Python {version} is here without its venv module. On Debian and Ubuntu: apt-get install python{version}-venv")
    make = [] if usable and list(VENV.glob("*.sha256")) else [[sys.executable, "-m", "venv", "--clear", str(VENV)]]
    files = [part for name in names for part in ("-r", str(ROOT / "requirements" / f"{name}.txt"))]
    install = [str(PYTHON), "-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--quiet", "--require-hashes"]
    return [*make, [*install, *files]]


def mark_made(names: Iterable[str]) -> None:
    """Remember that .venv holds what these lists ask for."""
    for stamp, wanted in stamps(names):
        stamp.write_text(wanted)


def stamps(names: Iterable[str]) -> list[tuple[Path, str]]:
    """Give, for each list of requirements, the file that remembers it and what should stand in it."""
    return [(VENV / f"{name}.sha256", fingerprint(f"requirements/{name}.txt", words=[sys.version])) for name in names]


def works(python: Path) -> bool:
    """Say whether this interpreter starts and is the version that started us."""
    if not python.exists():
        return False
    asked = subprocess.run([str(python), "-c", "import sys; print(sys.version)"], capture_output=True, text=True)
    return asked.returncode == 0 and asked.stdout.strip() == sys.version


def web_command(host: str, port: int, python: Path = PYTHON) -> list[str]:
    """Give the command line of the web process."""
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    return [str(python), "-m", "gunicorn", "config.wsgi", "--config", str(ROOT / "config" / "gunicorn_conf.py"), "--bind", address]


def worker_command(python: Path = PYTHON) -> list[str]:
    """Give the command line of the worker."""
    return [str(python), str(ROOT / "manage.py"), "worker"]


def start(command: list[str], env: dict[str, str], output: int | None = None) -> "subprocess.Popen[bytes]":
    """Start a child that Ctrl-C does not reach and that ends when we do, even if we are killed."""
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        start_new_session=True,
        preexec_fn=end_with_the_parent,
    )


def end_with_the_parent() -> None:
    """Ask Linux to stop this process when its parent dies; elsewhere the next start looks for what was left."""
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)


def stop(*children: "subprocess.Popen[bytes]", seconds: float = 10) -> None:
    """Ask children to stop, all at once, and end what has not stopped in time."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()

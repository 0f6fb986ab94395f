"""./run starts everything, keeps it going and stops it cleanly."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 180  # seconds: migrating takes long on a machine that does other work


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def start(tmp_path, port):
    """Start ./run on data of its own and give the process and a function that waits for words it prints."""
    runs = []

    def begin():
        said = tmp_path / f"said-{len(runs)}"
        kept = {
            name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "ELASTICSEARCH_URL", "DJANGO_SETTINGS_MODULE"}
        }
        with said.open("wb") as output:
            command = [sys.executable, str(ROOT / "run"), "--no-demo", "--port", str(port)]
            run = subprocess.Popen(command, env={**kept, "DATA_DIR": str(tmp_path / "my data")}, stdout=output, stderr=subprocess.STDOUT)
        runs.append(run)

        def wait_for(words):
            deadline = time.monotonic() + PATIENCE
            while words not in said.read_text():
                assert run.poll() is None, said.read_text()
                assert time.monotonic() < deadline, said.read_text()
                time.sleep(0.1)
            return said.read_text()

        return run, wait_for

    yield begin
    for run in runs:
        if run.poll() is None:
            run.terminate()
            run.wait(timeout=PATIENCE)


def children(tmp_path):
    """Give the process numbers of the web process and the worker; the file is empty while it is written anew."""
    while not (written := (tmp_path / "my data" / "run.lock").read_text()):
        time.sleep(0.01)
    return json.loads(written)["children"]


def is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"


def answers(port):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
        return answer.status == 200


@pytest.mark.needs("environment")
def test_a_taken_port_is_one_sentence(port, start):
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()

        run, wait_for = start()
        run.wait(timeout=PATIENCE)

    assert run.returncode == 1
    with pytest.raises(AssertionError, match=f"^Port {port} is taken by another program"):
        wait_for("Casetracker is at")


@pytest.mark.needs("environment")
def test_it_starts_restarts_what_dies_stops_cleanly_repeats_no_step_and_passes_over_a_kill(tmp_path, port, start):
    """One life of one folder, for to make it takes longest: from nothing, stopped, started again, killed, started again."""
    first, wait_for = start()
    wait_for("Casetracker is at")
    assert answers(port)

    worker = children(tmp_path)[1]
    os.kill(worker, signal.SIGKILL)
    wait_for("The worker ended (signal 9)")
    while children(tmp_path)[1] == worker:
        time.sleep(0.1)
    left = children(tmp_path)
    first.send_signal(signal.SIGINT)

    assert first.wait(timeout=PATIENCE) == 0
    assert [pid for pid in left if is_running(pid)] == []

    second, wait_for = start()
    said = wait_for("Casetracker is at")
    left = children(tmp_path)
    second.kill()
    second.wait()

    assert said.strip().startswith("Casetracker is at"), "a step was repeated though nothing had changed"

    _, wait_for = start()
    said = wait_for("Casetracker is at")

    assert said.strip().startswith("Casetracker is at"), "a step was repeated after a kill"
    assert answers(port)
    assert [pid for pid in left if is_running(pid)] == []

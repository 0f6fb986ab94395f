"""What watches the service: it lives, it is ready, its numbers; and that numbers are given to nobody outside."""

import os
import socket
import subprocess
import sys
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.test import Client

from foundation.accounts.models import User
from foundation.jobs import heartbeat
from foundation.jobs.models import Job
from foundation.search.models import Change
from tests.factories.accounts import UserFactory

ROOT = Path(__file__).resolve().parent.parent


def numbers(answer) -> dict[str, float]:
    """The numbers of an answer by name."""
    lines = [line.rsplit(" ", 1) for line in answer.content.decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in lines}


@pytest.mark.django_db
def test_numbers_say_what_waits_and_for_how_long(at, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    service = User.objects.service()
    for state, minutes in (("WAITING", 3), ("WAITING", 1), ("DEAD", 9), ("RUNNING", 1), ("WAITING", -60)):
        then = at - timedelta(minutes=minutes)
        Job.objects.create(kind="x", requested_by=service, state=state, run_after=then, created_at=then)
    Change.objects.create(key="a.B:1", at=at - timedelta(seconds=40))
    Change.objects.create(key="a.B:2", at=at - timedelta(days=2), set_aside=True)
    (tmp_path / "last-backup.json").write_text(f'{{"good_at": "{(at - timedelta(hours=2)).isoformat()}"}}')
    heartbeat.beat()

    found = numbers(Client().get("/metrics"))

    assert found['casetracker_jobs{state="WAITING"}'] == 3
    assert found['casetracker_jobs{state="DEAD"}'] == 1
    assert found["casetracker_job_oldest_seconds"] == 180
    assert (found["casetracker_outbox_changes"], found["casetracker_outbox_age_seconds"]) == (1, 40)
    assert found["casetracker_outbox_set_aside"] == 1
    assert found["casetracker_last_backup_age_seconds"] == 7200
    assert found["casetracker_worker_silent_seconds"] == 0
    assert "casetracker_chain_links" in found


@pytest.mark.django_db
def test_numbers_count_pages_by_name_and_hold_no_words(client):
    client.force_login(UserFactory(lead=True, name="Quill Zinnia"))
    client.get("/en/cases/", {"q": "Zinnia"})
    client.get("/en/cases/Zinnia/")

    said = client.get("/metrics").content.decode()

    assert 'view="casetracker:list"' in said
    assert "Zinnia" not in said


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("token", "asked", "status"),
    [
        ("", {}, 200),
        ("", {"REMOTE_ADDR": "10.0.0.7"}, 404),
        ("", {"REMOTE_ADDR": "unix"}, 404),
        ("", {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, 404),
        ("", {"HTTP_FORWARDED": "for=127.0.0.1"}, 404),
        ("secret", {}, 404),
        ("secret", {"HTTP_AUTHORIZATION": "Bearer wrong"}, 404),
        ("secret", {"HTTP_AUTHORIZATION": "Bearer secret", "REMOTE_ADDR": "10.0.0.7"}, 200),
        ("secret", {"HTTP_AUTHORIZATION": "Bearer secret", "HTTP_X_FORWARDED_FOR": "10.0.0.7"}, 404),
    ],
)
def test_numbers_are_given_to_who_holds_the_token_or_stands_beside_it(settings, token, asked, status):
    settings.METRICS_TOKEN = token

    assert Client(**asked).get("/metrics").status_code == status


@pytest.mark.django_db
def test_ready_says_what_answers(settings, tmp_path):
    settings.DATA_DIR = tmp_path

    before = Client().get("/readyz")
    heartbeat.beat()
    after = Client().get("/readyz")

    assert (before.status_code, before.json()) == (200, {"database": True, "worker": False, "search": True})
    assert after.json()["worker"] is True


def test_a_worker_that_lives_is_alive_at_every_moment_of_its_beats(settings, tmp_path, at):
    settings.DATA_DIR = tmp_path
    heartbeat.beat()
    over = threading.Event()

    def beat_on():
        while not over.is_set():
            heartbeat.beat()

    beating = threading.Thread(target=beat_on)
    beating.start()
    try:
        looks = [heartbeat.last_beat() is not None for _look in range(3000)]
    finally:
        over.set()
        beating.join()

    assert all(looks)


@pytest.mark.django_db
def test_without_the_database_it_is_alive_and_not_ready():
    def refuse(*args):
        raise OperationalError("connection refused")

    with connection.execute_wrapper(refuse):
        assert Client().get("/healthz").status_code == 200
        answer = Client().get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["database"] is False


def probe(**changes) -> int:
    command = [sys.executable, "-m", "config.probe", *changes.pop("arguments", [])]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **changes}, timeout=30).returncode


def test_the_health_check_of_a_container_tells_living_from_dead(tmp_path):
    asked = []

    class Web(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append((self.path, self.headers["Host"], self.headers["X-Forwarded-Proto"]))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Web)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        nobody = str(unused.getsockname()[1])
    beat = {"DATA_DIR": str(tmp_path), "arguments": ["worker"]}

    assert probe(WEB_PORT=str(server.server_port), ALLOWED_HOSTS="casebook.invalid,web") == 0
    assert probe(WEB_PORT=nobody) == 1
    assert probe(**beat) == 1
    (tmp_path / "worker.heartbeat").write_text("x")
    assert probe(**beat) == 0
    os.utime(tmp_path / "worker.heartbeat", (1, 1))
    assert probe(**beat) == 1
    assert asked == [("/healthz", "casebook.invalid", "https")]
    server.shutdown()

"""Under the production profile nothing meant for a desk gets through the check, and browsers are told to stay on https (T09)."""

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from cryptography.fernet import Fernet
from django.conf import settings
from django.core.checks import Error, Warning

from config.checks import production_is_closed
from tests.factories.accounts import UserFactory

ROOT = Path(__file__).resolve().parents[2]
KEY = "2Yn5LzJf1ZyTqvXo0c3sT7p9wQ4rB6uE8iA1dG5hK2lM7nV3xC9zS0fJ4gH6"
KEYS = {"SECRET_KEY": KEY, "AUDIT_KEY": KEY[::-1], "FIELD_KEYS": "3q2-7w4AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}
ASK = """
import django
django.setup()
from django.test import Client
answer = Client().get("/healthz", secure=True, headers={"host": "casebook.invalid"})
print(answer.status_code, answer["Strict-Transport-Security"], answer["Content-Security-Policy"], sep="|")
print(Client().get("/healthz", headers={"host": "casebook.invalid"})["Location"])
"""


@pytest.fixture
def production(tmp_path):
    """The environment of a production host; its database is not reached by these questions."""
    return {
        **{name: value for name, value in os.environ.items() if name not in ("DATA_DIR", "DJANGO_SETTINGS_MODULE", "DEMO_SIGN_IN")},
        "DJANGO_SETTINGS_MODULE": "config.settings.base",
        "DATA_DIR": str(tmp_path),
        "PROFILE": "production",
        "ALLOWED_HOSTS": "casebook.invalid",
        "PUBLIC_URL": "https://casebook.invalid",
        **KEYS,
        "DATABASE_URL": "postgres://nobody:x@127.0.0.1:9/none?connect_timeout=1",
        "ELASTICSEARCH_URL": "http://127.0.0.1:9",
        "MAIL_URL": "smtp+tls://casebook:word@mail.invalid:587",
    }


def check(env):
    command = [sys.executable, "-c", "from django.core.management import execute_from_command_line as run; run(['', 'check', '--deploy'])"]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120)


def test_the_checks_of_a_deployment_find_nothing(production):
    done = check(production)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "System check identified no issues" in done.stdout + done.stderr


def test_a_start_from_nothing_but_the_profile_is_refused(tmp_path):
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}

    done = check({**kept, "DJANGO_SETTINGS_MODULE": "config.settings.base", "DATA_DIR": str(tmp_path), "PROFILE": "production"})

    assert done.returncode == 1
    said = done.stdout + done.stderr
    assert {number for number in ("E001", "E005", "E006", "E013", "E014") if f"casetracker.{number}" in said} == {
        "E001",
        "E005",
        "E006",
        "E013",
        "E014",
    }
    assert "W001" in said


@pytest.fixture
def right(monkeypatch, db):
    """The settings of a production host as the check sees them, each of which a test may spoil."""
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    seen = SimpleNamespace(
        PROFILE="production",
        DEBUG=False,
        DEMO_SIGN_IN=False,
        REQUIRE_SECOND_FACTOR=True,
        CLOCK_SHIFT_SECONDS=0,
        DATABASES={"default": {"ENGINE": "django.db.backends.postgresql"}},
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        SEARCH_ENGINE="elasticsearch",
        PUBLIC_URL="https://casebook.invalid",
        ALLOWED_HOSTS=["casebook.invalid"],
        SECURE_SSL_REDIRECT=True,
        SESSION_COOKIE_SECURE=True,
        CSRF_COOKIE_SECURE=True,
        MIDDLEWARE=settings.MIDDLEWARE,
    )
    monkeypatch.setattr("config.checks.settings", seen)
    return seen


def found() -> list[str]:
    return [message.id.removeprefix("casetracker.") for message in production_is_closed(None)]


def test_a_right_configuration_has_neither_fault_nor_warning(right):
    assert found() == []


@pytest.mark.parametrize(
    ("name", "value", "number"),
    [
        ("DEMO_SIGN_IN", True, "E003"),
        ("REQUIRE_SECOND_FACTOR", False, "E004"),
        ("DATABASES", {"default": {"ENGINE": "django.db.backends.sqlite3"}}, "E005"),
        ("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend", "E006"),
        ("EMAIL_BACKEND", "django.core.mail.backends.dummy.EmailBackend", "E006"),
        ("SECURE_SSL_REDIRECT", False, "E007"),
        ("SESSION_COOKIE_SECURE", False, "E007"),
        ("CSRF_COOKIE_SECURE", False, "E007"),
        ("CLOCK_SHIFT_SECONDS", 60, "E008"),
        ("DEBUG", True, "E009"),
        ("SEARCH_ENGINE", "oracle", "E012"),
        ("PUBLIC_URL", "http://casebook.invalid", "E013"),
        ("ALLOWED_HOSTS", ["*"], "E014"),
        ("ALLOWED_HOSTS", [], "E014"),
        ("MIDDLEWARE", ["django.middleware.common.CommonMiddleware"], "E015"),
    ],
)
def test_what_is_open_is_refused(right, name, value, number):
    setattr(right, name, value)

    assert found() == [number]
    assert isinstance(production_is_closed(None)[0], Error)


@pytest.mark.parametrize("name", KEYS)
def test_a_built_in_key_is_refused(right, monkeypatch, name):
    monkeypatch.delenv(name)

    assert found() == ["E001"]


@pytest.mark.parametrize(
    ("name", "value", "number"),
    [("SECRET_KEY", "short", "E011"), ("AUDIT_KEY", "short", "E011"), ("FIELD_KEYS", f"{Fernet.generate_key().decode()},none", "E010")],
    ids=["SECRET_KEY", "AUDIT_KEY", "FIELD_KEYS"],
)
def test_a_key_that_is_none_is_refused(right, monkeypatch, name, value, number):
    monkeypatch.setenv(name, value)

    assert found() == [number]


def test_people_of_a_demonstration_are_refused(right):
    UserFactory(is_demo=True)

    assert found() == ["E002"]


def test_the_embedded_index_is_a_warning(right):
    right.SEARCH_ENGINE = "tantivy"

    assert found() == ["W001"]
    assert isinstance(production_is_closed(None)[0], Warning)


def test_nothing_is_asked_of_one_desk(right):
    right.PROFILE, right.DEBUG = "embedded", True

    assert found() == []


def test_browsers_are_told_to_stay_on_https_for_a_year(production):
    done = subprocess.run([sys.executable, "-c", ASK], cwd=ROOT, env=production, capture_output=True, text=True, timeout=120)

    first, second = done.stdout.splitlines()[-2:]
    status, transport, policy = first.split("|")
    assert transport == "max-age=31536000; includeSubDomains; preload", done.stderr
    assert "frame-ancestors 'none'" in policy
    assert status == "200"
    assert second == "https://casebook.invalid/healthz"

"""Under the production profile the checks of Django and our own find nothing, and browsers are told to stay on https (T09)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
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
    key = "2Yn5LzJf1ZyTqvXo0c3sT7p9wQ4rB6uE8iA1dG5hK2lM7nV3xC9zS0fJ4gH6"
    return {
        **{name: value for name, value in os.environ.items() if name not in ("DATA_DIR", "DJANGO_SETTINGS_MODULE", "DEMO_SIGN_IN")},
        "DJANGO_SETTINGS_MODULE": "config.settings.base",
        "DATA_DIR": str(tmp_path),
        "PROFILE": "production",
        "ALLOWED_HOSTS": "casebook.invalid",
        "SECRET_KEY": key,
        "AUDIT_KEY": key[::-1],
        "FIELD_KEYS": "3q2-7w4AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "DATABASE_URL": "postgres://nobody:x@127.0.0.1:9/none?connect_timeout=1",
        "ELASTICSEARCH_URL": "http://127.0.0.1:9",
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    }


def test_the_checks_of_a_deployment_find_nothing(production):
    command = [sys.executable, "-c", "from django.core.management import execute_from_command_line as run; run(['', 'check', '--deploy'])"]

    done = subprocess.run(command, cwd=ROOT, env=production, capture_output=True, text=True, timeout=120)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "System check identified no issues" in done.stdout + done.stderr


def test_browsers_are_told_to_stay_on_https_for_a_year(production):
    done = subprocess.run([sys.executable, "-c", ASK], cwd=ROOT, env=production, capture_output=True, text=True, timeout=120)

    first, second = done.stdout.splitlines()[-2:]
    status, transport, policy = first.split("|")
    assert transport == "max-age=31536000; includeSubDomains; preload", done.stderr
    assert "frame-ancestors 'none'" in policy
    assert status == "200"
    assert second == "https://casebook.invalid/healthz"

"""What ``check --deploy`` refuses under the production profile."""

import os
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.module_loading import import_string

from config import keys
from foundation.accounts.models import User

SHORTEST_KEY = 32
NOT_SENT = ("console.EmailBackend", "locmem.EmailBackend", "dummy.EmailBackend", "filebased.EmailBackend")


@register(Tags.security, deploy=True)
def production_is_closed(app_configs, **kwargs) -> list[CheckMessage]:
    """Refuse a production start with anything that is meant for one desk or for a demonstration."""
    if settings.PROFILE != "production":
        return []
    return [*_keys(), *_people(), *_services(), *_addresses(), *_switches(), *_forms()]


def _keys() -> list[CheckMessage]:
    found: list[CheckMessage] = []
    for name in keys.NAMES:
        given = os.environ.get(name, "")
        if not given:
            found.append(Error(f"{name} is built in.", hint=f"Give {name} from the environment.", id="casetracker.E001"))
        elif name == "FIELD_KEYS":
            found += [
                Error("A key of FIELD_KEYS is none.", hint="Make each with Fernet.generate_key().", id="casetracker.E010")
                for key in given.split(",")
                if not _is_field_key(key)
            ]
        elif len(given) < SHORTEST_KEY:
            found.append(Error(f"{name} is too short.", hint=f"Give {SHORTEST_KEY} random characters or more.", id="casetracker.E011"))
    return found


def _is_field_key(key: str) -> bool:
    try:
        Fernet(key)
    except ValueError:
        return False
    return True


def _people() -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if _has_demo_people():
        found.append(Error("People of a demonstration have accounts.", hint="Start with an empty database.", id="casetracker.E002"))
    if settings.DEMO_SIGN_IN:
        found.append(Error("People of a demonstration may sign in by a button.", id="casetracker.E003"))
    if not settings.REQUIRE_SECOND_FACTOR:
        found.append(Error("A second factor is not required.", hint="Leave REQUIRE_SECOND_FACTOR on.", id="casetracker.E004"))
    return found


def _services() -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        found.append(Error("The database is SQLite.", hint="Set DATABASE_URL to a PostgreSQL database.", id="casetracker.E005"))
    if settings.EMAIL_BACKEND.endswith(NOT_SENT):
        found.append(Error("Mail is printed and not sent.", hint="Set MAIL_URL to a mail server.", id="casetracker.E006"))
    if settings.SEARCH_ENGINE == "oracle":
        found.append(Error("Search reads every record for every question.", hint="Leave SEARCH_ENGINE out.", id="casetracker.E012"))
    if settings.SEARCH_ENGINE == "tantivy":
        hint = "It serves one host; set ELASTICSEARCH_URL for more than one."
        found.append(Warning("Search is the embedded index.", hint=hint, id="casetracker.W001"))
    return found


def _addresses() -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if not (settings.SECURE_SSL_REDIRECT and settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE):
        found.append(Error("Pages are answered over plain http.", hint="Leave SECURE_SSL_REDIRECT on.", id="casetracker.E007"))
    if urlsplit(settings.PUBLIC_URL).scheme != "https":
        found.append(Error("Links in mail lead to plain http.", hint="Set PUBLIC_URL to the https address.", id="casetracker.E013"))
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS or "testserver" in settings.ALLOWED_HOSTS:
        hint = "Set ALLOWED_HOSTS to the names under which pages are asked for."
        found.append(Error("Pages are answered under any name.", hint=hint, id="casetracker.E014"))
    return found


def _switches() -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if settings.CLOCK_SHIFT_SECONDS:
        found.append(Error("The clock is shifted.", hint="Leave CLOCK_SHIFT_SECONDS out.", id="casetracker.E008"))
    if settings.DEBUG:
        found.append(Error("DEBUG is on.", hint="Leave DEBUG out.", id="casetracker.E009"))
    return found


def _forms() -> list[CheckMessage]:
    """What Django's own W003 asks, of a class of ours as well as of its own."""
    if any(issubclass(import_string(name), CsrfViewMiddleware) for name in settings.MIDDLEWARE):
        return []
    return [Error("Forms are taken without a token.", hint="Put TokenOrAgain into MIDDLEWARE.", id="casetracker.E015")]


def _has_demo_people() -> bool:
    try:
        return User.objects.filter(is_demo=True).exists()
    except DatabaseError:  # not migrated, or not reachable: there is nobody in it yet
        return False

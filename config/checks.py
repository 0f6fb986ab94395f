"""What ``check --deploy`` refuses under the production profile."""

import os

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError

from config import keys
from foundation.accounts.models import User


@register(Tags.security, deploy=True)
def production_is_closed(app_configs, **kwargs) -> list[CheckMessage]:
    """Refuse a production start with anything that is meant for one desk or for a demonstration."""
    if settings.PROFILE != "production":
        return []
    found: list[CheckMessage] = []
    for name in keys.NAMES:
        if not os.environ.get(name):
            found.append(Error(f"{name} is built in.", hint=f"Give {name} from the environment.", id="casetracker.E001"))
    if _has_demo_people():
        found.append(Error("People of a demonstration have accounts.", hint="Start with an empty database.", id="casetracker.E002"))
    if settings.DEMO_SIGN_IN:
        found.append(Error("People of a demonstration may sign in by a button.", id="casetracker.E003"))
    if not settings.REQUIRE_SECOND_FACTOR:
        found.append(Error("A second factor is not required.", hint="Leave REQUIRE_SECOND_FACTOR on.", id="casetracker.E004"))
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        found.append(Error("The database is SQLite.", hint="Set DATABASE_URL to a PostgreSQL database.", id="casetracker.E005"))
    if settings.EMAIL_BACKEND.endswith(("console.EmailBackend", "locmem.EmailBackend", "dummy.EmailBackend")):
        found.append(Error("Mail is printed and not sent.", hint="Set EMAIL_BACKEND and its server.", id="casetracker.E006"))
    if not (settings.SECURE_SSL_REDIRECT and settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE):
        found.append(Error("Pages are answered over plain http.", hint="Leave SECURE_SSL_REDIRECT on.", id="casetracker.E007"))
    if settings.CLOCK_SHIFT_SECONDS:
        found.append(Error("The clock is shifted.", hint="Leave CLOCK_SHIFT_SECONDS out.", id="casetracker.E008"))
    if settings.DEBUG:
        found.append(Error("DEBUG is on.", hint="Leave DEBUG out.", id="casetracker.E009"))
    if settings.SEARCH_ENGINE == "tantivy":
        found.append(
            Warning(
                "Search is the embedded index.",
                hint="It serves one host; set ELASTICSEARCH_URL for more than one.",
                id="casetracker.W001",
            )
        )
    return found


def _has_demo_people() -> bool:
    try:
        return User.objects.filter(is_demo=True).exists()
    except DatabaseError:  # not migrated, or not reachable: there is nobody in it yet
        return False

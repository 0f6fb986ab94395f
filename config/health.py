"""Two small views for whoever watches the service: alive, and ready to work."""

from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.http import HttpResponse, JsonResponse

from config.backup import keeping
from foundation import clock
from foundation.jobs import heartbeat
from foundation.search import port


@login_not_required
def healthz(request):
    """Say that the web process answers."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
def readyz(request):
    """Say whether the database answers (503 where not), whether the worker lives, the search is asked and backups are fresh."""
    database = database_answers()
    found = {"database": database, "worker": heartbeat.is_alive(), "search": not port.breaker.is_open}
    backup = keeping.standing(clock.now())
    if backup.wanted:
        found["backup"] = {"ok": not backup.alarm, "age_seconds": backup.age_seconds}
    return JsonResponse(found, status=200 if database else 503)


def database_answers() -> bool:
    """Ask the database the smallest question."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True

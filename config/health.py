"""Two small views for whoever watches the service: alive, and ready to work."""

from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.http import HttpResponse, JsonResponse

from foundation.jobs import heartbeat
from foundation.search import port


@login_not_required
def healthz(request):
    """Say that the web process answers."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
def readyz(request):
    """Say whether the database answers (503 where not), whether the worker lives and the search is asked; names no case content."""
    database = database_answers()
    found = {"database": database, "worker": heartbeat.is_alive(), "search": not port.breaker.is_open}
    return JsonResponse(found, status=200 if database else 503)


def database_answers() -> bool:
    """Ask the database the smallest question."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True

"""Two small views for whoever watches the service: alive, and ready to work."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpResponse, JsonResponse

from foundation.jobs import heartbeat


@login_not_required
def healthz(request):
    """Say that the web process answers."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
def readyz(request):
    """Say whether the database answers and the worker lives; names no case content."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"database": True, "worker": heartbeat.is_alive()})

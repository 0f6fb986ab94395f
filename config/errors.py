"""The pages of things gone wrong: a plain sentence, and a reference that stands in the log too."""

import logging
import secrets
import sys

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.defaults import bad_request as plain_bad_request

from foundation.pages.views import typed_fields

logger = logging.getLogger("casetracker.errors")

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
RETRY_SECONDS = "30"


def server_error(request, *args, **kwargs):
    """Show the page of a fault of ours, or say that the database is away or takes no writing; none of them asks the database."""
    failure = sys.exc_info()[1]
    if takes_no_writing(failure):
        return cannot_save(request)
    if is_away(failure):
        return unavailable(request)
    reference = secrets.token_hex(4).upper()
    logger.error("server error", exc_info=True, extra={"reference": reference, "path": request.path})
    return HttpResponseServerError(render_to_string("500.html", {"reference": reference}))


def bad_request(request, exception):
    """Say of what is too large that it is; of anything else, that it could not be read."""
    if isinstance(exception, TOO_LARGE):
        return _without_the_database(request, "errors/413.html", {}, status=413)
    return plain_bad_request(request, exception)


def takes_no_writing(failure: BaseException | None) -> bool:
    """Say whether the database answers but is read-only or its disk is full."""
    words = str(failure).lower()
    return isinstance(failure, OperationalError | InternalError) and any(
        sign in words for sign in ("readonly database", "read-only transaction", "disk is full", "no space left on device")
    )


def is_away(failure: BaseException | None) -> bool:
    """Say whether the database could not be reached, or went away in the middle."""
    if isinstance(failure, InterfaceError):
        return True
    return isinstance(failure, OperationalError) and "no such " not in str(failure)


def cannot_save(request) -> HttpResponse:
    """Give back everything that was typed, to be copied or sent again when the database takes writing once more."""
    logger.error("the database takes no writing")
    context = {
        "typed": typed_fields(request) if request.method == "POST" else [],
        "action": request.get_full_path(),
        "heading": _("You can read but not save"),
        "cannot_save": True,
    }
    return _unavailable(request, "errors/send_again.html" if request.method == "POST" else "errors/503.html", context)


def unavailable(request) -> HttpResponse:
    """Say that the service is not there just now; a form that was sent stands on the page with everything typed."""
    logger.error("the database does not answer")
    if request.method != "POST":
        return _unavailable(request, "errors/503.html", {})
    context = {
        "typed": typed_fields(request),
        "action": request.get_full_path(),
        "heading": _("This is not available just now"),
        "not_now": True,
    }
    return _unavailable(request, "errors/send_again.html", context)


def _unavailable(request, template: str, context: dict) -> HttpResponse:
    response = _without_the_database(request, template, context, status=503)
    response["Retry-After"] = RETRY_SECONDS
    return response


def _without_the_database(request, template: str, context: dict, *, status: int) -> HttpResponse:
    """Draw a page as for a stranger: whatever the frame would ask the database is left out."""
    request.user = AnonymousUser()
    request.__dict__.pop("_messages", None)
    return render(request, template, {**context, "banners": []}, status=status)

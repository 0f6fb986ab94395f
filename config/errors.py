"""The pages of things gone wrong: a plain sentence, and a reference that stands in the log too."""

import logging
import secrets

from django.http import HttpResponseServerError
from django.template.loader import render_to_string

logger = logging.getLogger("casetracker.errors")


def server_error(request, *args, **kwargs):
    """Show the page of a fault of ours; it asks the database nothing."""
    reference = secrets.token_hex(4).upper()
    logger.error("server error", exc_info=True, extra={"reference": reference, "path": request.path})
    return HttpResponseServerError(render_to_string("500.html", {"reference": reference}))

"""One line for each answer: the page by its name in the address table, never by what was typed into the address."""

import logging
import time

logger = logging.getLogger("casetracker.access")


class AccessLog:
    """Write method, page, answer and time of each request; no query string, no referrer, no word of an address nobody knows."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        began = time.monotonic()
        response = self.get_response(request)
        match = request.resolver_match
        if match is None and response.status_code < 400:  # a style sheet, a script, a redirect to https
            return response
        line = {
            "method": request.method if request.method in METHODS else "other",
            "page": (match.view_name or match.route) if match else "",
            "status_code": response.status_code,
            "milliseconds": round((time.monotonic() - began) * 1000),
        }
        logger.info("answered", extra=line)
        return response


METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

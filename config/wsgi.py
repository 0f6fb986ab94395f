"""The web process."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.base")


def settle() -> None:
    """Read every page's code now, and tell the collector that what is loaded stays: it walked all of it in the middle of requests."""
    from django.urls import get_resolver

    get_resolver().url_patterns  # noqa: B018  reading it imports the views
    gc.collect()
    gc.freeze()


application = get_wsgi_application()
settle()

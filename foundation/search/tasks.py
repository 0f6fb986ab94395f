"""The worker's half of the search: it alone writes the index while the site runs."""

from foundation.jobs.queue import periodic
from foundation.search import indexer


@periodic(seconds=0.5)
def write_changes(now):
    """Bring the index up to date."""
    indexer.drain()


@periodic(seconds=3600)
def forget_old_queries(now):
    """Delete typed searches whose time is over."""
    indexer.forget_old_queries()

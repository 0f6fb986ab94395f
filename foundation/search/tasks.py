"""The worker's half of the search: it alone writes the index while the site runs."""

from foundation.jobs import heartbeat
from foundation.jobs.queue import handler, periodic
from foundation.search import indexer
from foundation.search.anew import BUILD


@periodic(seconds=0.5)
def write_changes(now):
    """Bring the index up to date."""
    indexer.drain(keep=True)


@periodic(seconds=3600)
def forget_old_queries(now):
    """Delete typed searches whose time is over."""
    indexer.forget_old_queries()


@handler(BUILD)
def build_index(job, progress):
    """Build the index anew beside the live one."""

    def tell(done: int, total: int) -> None:
        heartbeat.beat()
        progress(done, total)

    generation = indexer.rebuild(tell, wait=False)
    return {"documents": generation.documents}

"""What the worker does for advice."""

from foundation.jobs.queue import periodic

from .roll import roll


@periodic(seconds=3600)
def roll_requests(at):
    """Do what only time does; each hour, so that a worker that slept catches up."""
    roll(at)

"""What the worker does for case files."""

from foundation import clock
from foundation.jobs.queue import periodic

from . import roll


@periodic(seconds=600)
def roll_daily(at):
    """Run the daily job once on each day, as soon as the worker is up."""
    roll.roll_once(clock.today())

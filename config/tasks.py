"""What the worker does for the whole house: a backup every ten minutes, where BACKUP_TO names a folder; the planner's figures each hour."""

from config import databases
from config.backup import keeping
from foundation.jobs.queue import periodic


@periodic(seconds=keeping.EVERY_SECONDS)
def back_up(at):
    """Start a backup beside the worker."""
    keeping.start()


@periodic(seconds=3600)
def count_tables(at):
    """Let the database learn how large its tables have grown."""
    databases.refresh_statistics()

"""What the worker does for the whole house: a backup every ten minutes, where BACKUP_TO names a folder for them."""

from config.backup import keeping
from foundation.jobs.queue import periodic


@periodic(seconds=keeping.EVERY_SECONDS)
def back_up(at):
    """Start a backup beside the worker."""
    keeping.start()

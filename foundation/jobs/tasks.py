"""What the worker does for the audit room, which lies below it."""

from foundation.audit import verify

from .queue import periodic


@periodic(seconds=60)
def seal_reads(at):
    """Chain the read-log rows of the last minute, and copy the head outside the database."""
    verify.chain_reads()
    verify.write_outside_head()

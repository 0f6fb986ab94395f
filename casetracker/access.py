"""What the rules on who sees a file are made of; ``querysets`` asks the database with it and ``policies`` one record."""

from django.db.models import Q

from foundation.accounts.models import Role

from .states import Access

READS_EVERY_FILE = (Role.LEAD, Role.AST, Role.REC)
PROSECUTOR_ACCESS = (Access.LEAD_COUNSEL, Access.COUNSEL, Access.COVER)


def holds_at(moment) -> Q:
    """Say which rights of access hold at an instant."""
    return Q(from_at__lte=moment) & (Q(until_at=None) | Q(until_at__gt=moment))

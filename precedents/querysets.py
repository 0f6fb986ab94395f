"""May this person see it? Lists, pages, exports and search ask here."""

from django.db import models
from django.db.models import Q

from foundation.accounts.models import Role

CROWN = (Role.CRN, Role.PRO, Role.LEAD, Role.AST, Role.REC)
TEAM_AND_RECORDS = (Role.PRO, Role.LEAD, Role.AST, Role.REC)
READERS = {
    "SHAREABLE": (Role.POL, *CROWN),
    "CROWN_ONLY": CROWN,
    "INTERNAL_TEAM": TEAM_AND_RECORDS,
}


def levels_for(role: str) -> list[str]:
    """Which levels of published advice a role reads."""
    return [level for level, roles in READERS.items() if role in roles]


class DecisionQuerySet(models.QuerySet):
    """Decisions of courts: public law, for everybody who signed in."""

    def visible_to(self, user):
        """Everything, to a person who is signed in; nothing to anybody else."""
        return self if user.is_authenticated and user.is_active else self.none()

    def dated_before(self, day):
        """What was decided before a day; where the year alone is known, on its first of January."""
        years = Q(year__lt=day.year) if (day.month, day.day) == (1, 1) else Q(year__lte=day.year)
        return self.filter(Q(decided_on__lt=day) | (Q(decided_on=None) & years))

    def for_list(self):
        """Bring along what a list shows, and leave the text of the reasons where it is."""
        return self.with_page_parts().defer("text")

    def with_page_parts(self):
        """Bring along what a page shows, in a constant number of queries."""
        return self.prefetch_related("citations", "topics", "provisions")


class PublishedAdviceQuerySet(models.QuerySet):
    """Advice that was published to the bank, by level."""

    def visible_to(self, user):
        """What the person's role may read; what was withdrawn only to the team and to records."""
        if not (user.is_authenticated and user.is_active):
            return self.none()
        rows = self.filter(level__in=levels_for(user.role))
        return rows if user.role in TEAM_AND_RECORDS else rows.filter(withdrawn_on=None)

    def standing(self):
        """What was not withdrawn."""
        return self.filter(withdrawn_on=None)

    def due_for_review(self, day):
        """What should have been read again by a day."""
        return self.standing().filter(Q(review_on__lte=day))

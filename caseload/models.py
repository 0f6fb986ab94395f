"""What a person says of her own days: when she is away, and the secret address at which her calendar fetches them."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import Role
from foundation.audit.history import TrackedHistory
from foundation.records.models import Record

TELLS_THE_TEAM = (Role.PRO, Role.LEAD, Role.AST)


class AbsenceQuerySet(models.QuerySet):
    """Absences."""

    def visible_to(self, viewer):
        """Narrow to her own; the team sees everybody's, since it stands in for one another."""
        if not viewer.is_authenticated:
            return self.none()
        return self if viewer.is_role(*TELLS_THE_TEAM) else self.filter(user=viewer)

    def standing(self):
        """Those that were not taken back."""
        return self.filter(withdrawn_at=None)

    def touching(self, first: date, last: date):
        """Those with a day in a span."""
        return self.standing().filter(from_on__lte=last, to_on__gte=first)


class Absence(Record):
    """The days on which a person of the team is away, the last one included; why is nobody's business here."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="absences")
    from_on = models.DateField(_("first day away"))
    to_on = models.DateField(_("last day away"))
    withdrawn_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    objects = AbsenceQuerySet.as_manager()
    history = TrackedHistory()

    class Meta:
        ordering = ["from_on", "pk"]
        constraints = [models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="absence_ends_later")]

    def __str__(self) -> str:
        return f"{self.from_on} {self.to_on}"


class CalendarFeedQuerySet(models.QuerySet):
    """Secret addresses of calendars."""

    def visible_to(self, viewer):
        """Narrow to her own: nobody else is told even that there is one."""
        return self.filter(user=viewer) if viewer.is_authenticated else self.none()

    def open(self):
        """Those that were not revoked."""
        return self.filter(revoked_at=None)


class CalendarFeed(Record):
    """The secret address of a person's calendar, of which only a digest is kept; making one revokes the one before.

    It lives as long as her sessions may: whatever ends them all (a closed account, a lost phone) ends it for good.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="calendar_feeds")
    digest = models.CharField(max_length=64, unique=True)
    epoch = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user"], condition=Q(revoked_at=None), name="one_open_feed_a_person")]

    def __str__(self) -> str:
        return self.ref

"""What is a person's own: when she is away, the secret address of her calendar, her reminders, what she put off, searches she keeps."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from caseload.facets import NAMES
from casetracker.querysets import file_is_visible
from casetracker.states import FILE_LEFT
from foundation.accounts.models import Role
from foundation.audit.history import TrackedHistory
from foundation.records.fields import EncryptedTextField
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


class OwnTaskQuerySet(models.QuerySet):
    """Rows about a person's own tasks, some of them in a file."""

    def visible_to(self, viewer):
        """Narrow to her own, without those in files that she may not see any more."""
        if not viewer.is_authenticated:
            return self.none()
        return self.filter(Q(file=None) | file_is_visible(viewer, "file"), user=viewer)

    def in_open_files(self):
        """Those in no file, or in one that the team has not left behind."""
        return self.filter(Q(file=None) | ~Q(file__state__in=FILE_LEFT))


class ReminderQuerySet(OwnTaskQuerySet):
    """Reminders."""

    def open(self):
        """Those still to be done."""
        return self.in_open_files().filter(done_at=None, cleared_at=None)


class Reminder(Record):
    """What somebody reminds herself of, by a day; cleared with the file it is in."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reminders")
    file = models.ForeignKey("casetracker.CaseFile", on_delete=models.PROTECT, null=True, blank=True, related_name="reminders")
    what = models.CharField(_("what is to be done"), max_length=300)
    due_on = models.DateField(_("by"))
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    cleared_at = models.DateTimeField(_("cleared with the file"), null=True, blank=True)

    objects = ReminderQuerySet.as_manager()
    history = TrackedHistory()

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["user", "done_at", "due_on"], name="open_reminders")]
        constraints = [
            models.CheckConstraint(condition=Q(what__gt=""), name="reminder_says_what"),
            models.CheckConstraint(condition=Q(done_at=None) | Q(cleared_at=None), name="reminder_done_or_cleared"),
        ]

    def __str__(self) -> str:
        return self.what


class SnoozeQuerySet(OwnTaskQuerySet):
    """Tasks put off."""

    def standing(self, today: date):
        """Those that still hold on a day."""
        return self.in_open_files().filter(ended_at=None, until_on__gt=today)


class Snooze(Record):
    """That a person put off one computed task until a day, and why; a task with another last day is another task."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="snoozes")
    file = models.ForeignKey("casetracker.CaseFile", on_delete=models.PROTECT, related_name="snoozes")
    task = models.CharField(max_length=80)
    subject_label = models.CharField(max_length=60)
    subject_ref = models.CharField(max_length=20)
    until_on = models.DateField(_("until"))
    reason = models.CharField(_("why"), max_length=300)
    ended_at = models.DateTimeField(_("taken up again"), null=True, blank=True)

    objects = SnoozeQuerySet.as_manager()
    history = TrackedHistory()

    class Meta:
        ordering = ["until_on", "pk"]
        indexes = [models.Index(fields=["user", "ended_at", "until_on"], name="standing_snoozes")]
        constraints = [
            models.CheckConstraint(condition=Q(reason__gt=""), name="snooze_says_why"),
            models.UniqueConstraint(fields=["user", "task", "subject_ref"], condition=Q(ended_at=None), name="one_snooze_a_task"),
        ]

    def __str__(self) -> str:
        return self.task

    @property
    def key(self) -> tuple[str, str]:
        """Which task it puts off."""
        return self.task, self.subject_ref


class SavedSearchQuerySet(models.QuerySet):
    """Searches that people keep."""

    def visible_to(self, viewer):
        """Narrow to her own: nobody else, lead or administrator, is told even that there is one."""
        return self.filter(user=viewer) if viewer.is_authenticated else self.none()


class SavedSearch(Record):
    """A search that a person keeps by a name of hers; its words and its name are stored encrypted and have no history."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="saved_searches")
    name = EncryptedTextField(_("name"))
    text = EncryptedTextField(blank=True)
    asked = models.JSONField(default=list, help_text="Filters and order as pairs of an address.")
    saved_at = models.DateTimeField()

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at", "-pk"]

    def __str__(self) -> str:
        return self.ref

    def get_absolute_url(self) -> str:
        return reverse("saved_search", kwargs={"ref": self.ref})

    @property
    def filters(self) -> dict[str, list[str]]:
        """The filters as the search takes them."""
        found: dict[str, list[str]] = {}
        for name, value in self.asked:
            if name in NAMES:
                found.setdefault(name, []).append(value)
        return found

    @property
    def is_as_typed(self) -> bool:
        """Whether it leaves synonyms out."""
        return ["synonyms", "off"] in [list(pair) for pair in self.asked]


class SearchTelling(models.Model):
    """That a search tells its owner what is new: what it found before, as digests, and the keys of what she has not looked at yet."""

    search = models.OneToOneField(SavedSearch, on_delete=models.CASCADE, related_name="telling")
    known = models.BinaryField(default=bytes)
    waiting = models.JSONField(default=list)
    has_more = models.BooleanField(default=False, help_text="More was new than is kept in waiting.")
    is_too_wide = models.BooleanField(default=False, help_text="It finds more than is compared.")
    looked_for_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.search_id)

"""The answer: its versions, who read them second, and who got them."""

import hashlib

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from advice.states import Reading
from foundation.audit.history import TrackedHistory
from foundation.records.models import Record

from .request import LANGUAGES, AdviceRequest


class DeliveredIsFixed(RuntimeError):
    """Tell that code tried to change a delivered answer: a fault of ours; a correction is a new version."""


class AnswerVersion(Record):
    """One version of the answer; once delivered it never changes again."""

    request = models.ForeignKey(AdviceRequest, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    short_answer = models.TextField(_("short answer"), blank=True)
    analysis = models.TextField(_("analysis"), blank=True)
    caveats = models.TextField(_("caveats"), blank=True)
    language = models.CharField(max_length=2, choices=LANGUAGES, default="en")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    delivered_at = models.DateTimeField(_("delivered"), null=True, blank=True)
    delivered_unread = models.BooleanField(_("delivered before its second reading"), default=False)

    history = TrackedHistory()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="advice_version_number_once"),
            models.UniqueConstraint(fields=["request"], condition=Q(delivered_at=None), name="advice_one_version_being_written"),
            models.CheckConstraint(
                condition=Q(delivered_unread=False) | Q(delivered_at__isnull=False), name="advice_unread_version_is_delivered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.number}"

    @classmethod
    def from_db(cls, db, field_names, values):
        instance = super().from_db(db, field_names, values)
        instance._was_delivered = "delivered_at" in instance.__dict__ and instance.delivered_at is not None
        return instance

    def save(self, *args, **kwargs):
        if getattr(self, "_was_delivered", False):
            raise DeliveredIsFixed(self.ref)
        super().save(*args, **kwargs)
        self._was_delivered = self.delivered_at is not None

    def delete(self, *args, **kwargs):
        if getattr(self, "_was_delivered", False):
            raise DeliveredIsFixed(self.ref)
        return super().delete(*args, **kwargs)

    @property
    def text_digest(self) -> str:
        """What stands for the text a second reader approved."""
        return hashlib.sha256("\0".join([self.short_answer, self.analysis, self.caveats]).encode()).hexdigest()

    def was_written_by(self, user) -> bool:
        """Say whether this person wrote any of the answer, in this version or one before it."""
        return user.pk in self.writer_ids

    @property
    def writer_ids(self) -> set[int]:
        """The keys of all who wrote any of the answer, in this version or one before it."""
        return set(AnswerVersion.history.filter(request_id=self.request_id).values_list("author_id", flat=True))

    @property
    def last_reading(self):
        """The newest approval or return, or None."""
        return self.readings.filter(result__in=[Reading.APPROVED, Reading.RETURNED]).order_by("-pk").first()

    @property
    def is_approved(self) -> bool:
        """Say whether the newest reading approved the text exactly as it stands, and its reader neither wrote nor delivers it."""
        reading = self.last_reading
        if reading is None or reading.result != Reading.APPROVED or reading.text_digest != self.text_digest:
            return False
        return reading.reader_id != self.request.assigned_to_id and reading.reader_id not in self.writer_ids

    @property
    def awaits_reading(self) -> bool:
        """Say whether it was delivered before its second reading (Q10) and nobody has read it since."""
        return self.delivered_unread and not self.readings.filter(after_delivery=True).exists()

    @property
    def is_recalled(self) -> bool:
        """Say whether it was taken back after its delivery."""
        return Recall.objects.filter(answer=self).exists()

    @property
    def is_countersigned(self) -> bool:
        """Say whether a lead signed the text exactly as it stands, as its reader or beside her."""
        return self.readings.filter(as_lead=True, text_digest=self.text_digest).exclude(result=Reading.RETURNED).exists()


class SecondReading(Record):
    """How a second reader found a version."""

    answer = models.ForeignKey(AnswerVersion, on_delete=models.PROTECT, related_name="readings")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    as_lead = models.BooleanField(default=False)
    result = models.CharField(max_length=14, choices=Reading.choices)
    comment = models.TextField(blank=True)
    text_digest = models.CharField(max_length=64)
    after_delivery = models.BooleanField(default=False)
    at = models.DateTimeField()

    history = TrackedHistory()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(result__in=Reading.values), name="advice_reading_result_known"),
            models.CheckConstraint(condition=~Q(result=Reading.RETURNED) | ~Q(comment=""), name="advice_return_says_why"),
            models.CheckConstraint(condition=~Q(result=Reading.COUNTERSIGNED) | Q(as_lead=True), name="advice_countersigned_by_lead"),
        ]

    def __str__(self) -> str:
        return str(self.get_result_display())


class Recall(Record):
    """Why a delivered version must not be relied on any more; the version itself never changes."""

    answer = models.OneToOneField(AnswerVersion, on_delete=models.PROTECT, related_name="recall")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField()

    history = TrackedHistory()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="advice_recall_says_why")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"


class Recipient(Record):
    """Who got a delivered version, and when."""

    answer = models.ForeignKey(AnswerVersion, on_delete=models.PROTECT, related_name="recipients")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    history = TrackedHistory()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["answer", "person"], name="advice_recipient_once")]

    def __str__(self) -> str:
        return str(self.person)

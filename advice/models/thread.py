"""What is said about a request: between asker and team, and inside the team."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from advice.querysets import OfRequest
from advice.states import MessageKind, Need, Use
from foundation.audit.history import TrackedHistory
from foundation.records.models import Record

from .request import LANGUAGES, AdviceRequest


class Message(Record):
    """A message between asker and team; both sides read it."""

    request = models.ForeignKey(AdviceRequest, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=MessageKind.choices)
    text = models.TextField(blank=True)
    needs = models.JSONField(default=list, blank=True)
    reply_by = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=2, choices=LANGUAGES, default="en")
    at = models.DateTimeField()

    history = TrackedHistory()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=Q(kind__in=MessageKind.values), name="advice_message_kind_known")]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def needs_in_words(self) -> list[str]:
        """What the team asked for, in the reader's language."""
        return [str(Need(code).label) for code in self.needs if code in Need.values]


class InternalNote(Record):
    """A note of the team to itself; the asker never sees it."""

    request = models.ForeignKey(AdviceRequest, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()

    objects = OfRequest.as_manager()
    history = TrackedHistory()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"


class BankUse(Record):
    """An item of the bank that answered a question, whole or in part: before a request was sent, or as its answer."""

    request = models.ForeignKey(AdviceRequest, on_delete=models.CASCADE, null=True, blank=True, related_name="bank_uses")
    item_label = models.CharField(max_length=80)
    item_ref = models.CharField(max_length=12)
    kind = models.CharField(max_length=10, choices=Use.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    history = TrackedHistory()

    class Meta:
        indexes = [models.Index(fields=["item_label", "item_ref"], name="advice_use_item")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Use.values), name="advice_use_kind_known"),
            models.UniqueConstraint(fields=["request", "item_label", "item_ref", "kind"], name="advice_use_once_per_request"),
        ]

    def __str__(self) -> str:
        return f"{self.item_ref} {self.kind}"

"""What of an answer goes to the bank: a copy that tells nobody's story, prepared by one lawyer and approved by another."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from advice import identifiers
from advice.querysets import OfRequest
from advice.states import Level, Mark
from foundation.audit.history import TrackedHistory
from foundation.records.models import Record

from .answer import AnswerVersion
from .request import LANGUAGES, AdviceRequest


class PublicationProposal(Record):
    """A copy of a delivered answer, made anonymous for the bank."""

    request = models.ForeignKey(AdviceRequest, on_delete=models.PROTECT, related_name="proposals")
    answer = models.ForeignKey(AnswerVersion, on_delete=models.PROTECT, related_name="proposals")
    title = models.CharField(_("title"), max_length=200)
    question = models.TextField(_("question"))
    short_answer = models.TextField(_("short answer"))
    analysis = models.TextField(_("analysis"))
    language = models.CharField(max_length=2, choices=LANGUAGES, default="en")
    level = models.CharField(_("who may read it"), max_length=12, choices=Level.choices, default=Level.CROWN_ONLY)
    law_as_of = models.DateField(_("law as of"))
    review_on = models.DateField(_("review on"))
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    published_ref = models.CharField(max_length=12, blank=True)

    objects = OfRequest.as_manager()
    history = TrackedHistory()

    class Meta:
        ordering = ["-prepared_at"]
        constraints = [
            models.CheckConstraint(condition=Q(level__in=Level.values), name="advice_proposal_level_known"),
            models.CheckConstraint(
                condition=Q(approved_by=None, approved_at=None, published_ref="")
                | (Q(approved_by__isnull=False, approved_at__isnull=False) & ~Q(published_ref="")),
                name="advice_proposal_approved_whole",
            ),
            models.CheckConstraint(condition=~Q(approved_by=models.F("prepared_by")), name="advice_proposal_two_lawyers"),
            models.CheckConstraint(condition=Q(review_on__gt=models.F("law_as_of")), name="advice_proposal_review_later"),
            models.UniqueConstraint(fields=["answer"], condition=Q(approved_by=None), name="advice_one_open_proposal"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_for_police(self) -> bool:
        """Say whether police may read it."""
        return self.level == Level.SHAREABLE

    def was_prepared_by(self, user) -> bool:
        """Say whether this person wrote any of the copy."""
        return self.prepared_by_id == user.pk or self.history.filter(prepared_by_id=user.pk).exists()

    @property
    def text(self) -> str:
        """All that the bank would show."""
        return "\n\n".join([self.title, self.question, self.short_answer, self.analysis])

    def marks(self, names=()) -> list[identifiers.Found]:
        """Everything in the text that may tell who it is about."""
        return identifiers.find(self.text, names)


class MarkAnswer(Record):
    """Why something that looks like an identifier may stand in the copy."""

    proposal = models.ForeignKey(PublicationProposal, on_delete=models.CASCADE, related_name="answers")
    kind = models.CharField(max_length=12, choices=Mark.choices)
    found = models.CharField(max_length=200)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    history = TrackedHistory()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "kind", "found"], name="advice_mark_answered_once")]

    def __str__(self) -> str:
        return self.found

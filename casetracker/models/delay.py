"""The delay ledger of one accused: who caused which time, applications for delay, and what makes the case complex."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casetracker import choices, querysets
from foundation.audit.history import TrackedHistory
from foundation.records.models import Record

from .base import ends_after, one_of


class DelayInterval(Record):
    """Time in one proceeding with what it counts as, by whose word, and where that is written; half open: ``to_on`` is not counted."""

    Kind = choices.DelayKind
    Status = choices.DelayStatus
    Evidence = choices.DelayEvidence

    proceeding = models.ForeignKey("Proceeding", on_delete=models.PROTECT, related_name="delay_intervals")
    from_on = models.DateField(_("first day counted"))
    to_on = models.DateField(_("day after the last one counted"))
    kind = models.CharField(_("what it counts as"), max_length=20, choices=Kind.choices)
    share = models.PositiveSmallIntegerField(_("share in per cent"), default=100)
    status = models.CharField(_("whose word"), max_length=20, choices=Status.choices)
    said_by = models.CharField(_("who says so"), max_length=200)
    written_in = models.CharField(_("where it is written"), max_length=12, choices=Evidence.choices)
    written_at = models.CharField(_("page or paragraph"), max_length=200, blank=True)
    paper = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("paper of the file")
    )
    page = models.PositiveIntegerField(_("page of the paper"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    appearance = models.ForeignKey("Appearance", on_delete=models.PROTECT, null=True, blank=True, related_name="delay_intervals")

    objects = querysets.OfProceeding.as_manager()
    history = TrackedHistory()

    class Meta:
        ordering = ["proceeding_id", "from_on", "to_on", "pk"]
        constraints = [
            one_of("kind", choices.DelayKind, "delay_kind_known"),
            one_of("status", choices.DelayStatus, "delay_status_known"),
            one_of("written_in", choices.DelayEvidence, "delay_evidence_known"),
            models.CheckConstraint(condition=Q(to_on__gt=models.F("from_on")), name="delay_holds_a_day"),
            models.CheckConstraint(condition=Q(share__gte=0, share__lte=100), name="delay_share_in_per_cent"),
            models.CheckConstraint(condition=Q(said_by__gt=""), name="delay_said_by_somebody"),
            models.CheckConstraint(condition=~Q(status="RULED", written_in="NOWHERE"), name="delay_ruling_is_written"),
            models.CheckConstraint(condition=Q(paper=None) | ~Q(written_in="NOWHERE"), name="delay_paper_is_written"),
            models.CheckConstraint(condition=Q(page=None) | Q(page__gt=0, paper__isnull=False), name="delay_page_of_a_paper"),
        ]


class DelayApplication(Record):
    """An application for unreasonable delay, and when the victims were told of it and of what was decided (section 492.25)."""

    Answer = choices.DelayAnswer

    proceeding = models.ForeignKey("Proceeding", on_delete=models.PROTECT, related_name="delay_applications")
    filed_on = models.DateField(_("filed on"))
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    answer = models.CharField(_("how it was decided"), max_length=12, choices=Answer.choices, blank=True)
    told_filed_on = models.DateField(_("victims told that it was filed on"), null=True, blank=True)
    told_decided_on = models.DateField(_("victims told how it was decided on"), null=True, blank=True)

    objects = querysets.OfProceeding.as_manager()
    history = TrackedHistory()

    class Meta:
        ordering = ["proceeding_id", "filed_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", decided_on=None) | Q(answer__gt="", decided_on__isnull=False), name="delay_answer_has_day"
            ),
            ends_after("filed_on", "decided_on", "delay_decided_later"),
            ends_after("filed_on", "told_filed_on", "delay_told_after_filing"),
            ends_after("decided_on", "told_decided_on", "delay_told_after_decision"),
            models.CheckConstraint(condition=Q(told_decided_on=None) | Q(decided_on__isnull=False), name="delay_told_what_was_decided"),
        ]


class ComplexityFact(Record):
    """A number that the court must weigh as complexity (section 492.26), as counsel counts it; ``rule`` is a code of delay_rules.csv."""

    proceeding = models.ForeignKey("Proceeding", on_delete=models.PROTECT, related_name="complexity_facts")
    rule = models.CharField(_("what is counted"), max_length=24)
    number = models.PositiveIntegerField(_("number"))
    note = models.CharField(_("note"), max_length=500, blank=True)
    counted_on = models.DateField(_("counted on"))

    objects = querysets.OfProceeding.as_manager()
    history = TrackedHistory()

    class Meta:
        ordering = ["proceeding_id", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(rule__gt=""), name="complexity_counts_something"),
            models.UniqueConstraint(fields=["proceeding", "rule"], name="one_number_a_factor"),
        ]

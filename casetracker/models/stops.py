"""What stops a prosecution for a time or sends it back: Crown stays, programs outside court, fitness, appeals."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casetracker import choices, querysets
from foundation.audit.history import TrackedHistory
from foundation.workflow.models import Correctable, standing

from .base import ends_after, one_of


class CrownStay(Correctable):
    """A stay of one count by the Crown (section 579): it can be recommenced by notice until it lapses."""

    count = models.ForeignKey("Count", on_delete=models.PROTECT, related_name="crown_stays")
    entered_on = models.DateField(_("entered on"))
    lapses_on = models.DateField(_("can be recommenced before"))
    recommenced_on = models.DateField(_("notice of recommencement on"), null=True, blank=True)
    lapsed_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(_("ended with the matter on"), null=True, blank=True)

    objects = standing(querysets.OfCount)
    history = TrackedHistory()

    class Meta:
        ordering = ["count_id", "entered_on", "pk"]
        constraints = [
            ends_after("entered_on", "lapses_on", "stay_lapses_later"),
            models.CheckConstraint(condition=Q(recommenced_on=None) | Q(lapsed_on=None), name="stay_recommenced_or_lapsed"),
            models.CheckConstraint(condition=Q(ended_on=None) | Q(recommenced_on=None, lapsed_on=None), name="stay_ended_one_way"),
            models.CheckConstraint(
                condition=Q(recommenced_on=None) | Q(recommenced_on__lt=models.F("lapses_on")), name="stay_recommenced_in_time"
            ),
            models.UniqueConstraint(
                fields=["count"],
                condition=Q(recommenced_on=None, lapsed_on=None, ended_on=None, corrected_in=None),
                name="one_open_stay",
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Whether it still runs."""
        return self.recommenced_on is None and self.lapsed_on is None and self.ended_on is None


class Measure(Correctable):
    """A program outside court for an accused: referred, consented to, completed or failed."""

    Kind = choices.MeasureKind

    proceeding = models.ForeignKey("Proceeding", on_delete=models.PROTECT, related_name="measures")
    kind = models.CharField(_("program"), max_length=20, choices=Kind.choices)
    consent_on = models.DateField(_("accused consented on"))
    conditions_met = models.BooleanField(_("the conditions of the program are met, one by one"), default=False)
    terms = models.TextField(_("terms"), blank=True)
    completed_on = models.DateField(_("completed on"), null=True, blank=True)
    failed_on = models.DateField(_("failed on"), null=True, blank=True)
    ended_on = models.DateField(_("ended with the matter on"), null=True, blank=True)

    objects = standing(querysets.OfProceeding)
    history = TrackedHistory()

    class Meta:
        ordering = ["proceeding_id", "consent_on", "pk"]
        constraints = [
            one_of("kind", choices.MeasureKind, "measure_kind_known"),
            models.CheckConstraint(condition=Q(completed_on=None) | Q(failed_on=None), name="measure_completed_or_failed"),
            models.CheckConstraint(condition=Q(ended_on=None) | Q(completed_on=None, failed_on=None), name="measure_ended_one_way"),
            ends_after("consent_on", "completed_on", "measure_completed_later"),
            ends_after("consent_on", "failed_on", "measure_failed_later"),
            models.UniqueConstraint(
                fields=["proceeding"],
                condition=Q(completed_on=None, failed_on=None, ended_on=None, corrected_in=None),
                name="one_running_measure",
            ),
        ]

    @property
    def is_running(self) -> bool:
        """Whether it is neither completed nor failed, and did not end with the matter."""
        return self.completed_on is None and self.failed_on is None and self.ended_on is None


class FitnessFinding(Correctable):
    """A finding that an accused is unfit to stand trial, and when a prima facie case must be shown again (section 672.33)."""

    proceeding = models.ForeignKey("Proceeding", on_delete=models.PROTECT, related_name="fitness_findings")
    unfit_on = models.DateField(_("found unfit on"))
    prima_facie_due_on = models.DateField(_("prima facie case to be shown by (s. 672.33)"))
    fit_on = models.DateField(_("found fit on"), null=True, blank=True)
    ended_on = models.DateField(_("ended with the matter on"), null=True, blank=True)

    objects = standing(querysets.OfProceeding)
    history = TrackedHistory()

    class Meta:
        ordering = ["proceeding_id", "unfit_on", "pk"]
        constraints = [
            ends_after("unfit_on", "fit_on", "fit_later"),
            ends_after("unfit_on", "prima_facie_due_on", "prima_facie_later"),
            models.CheckConstraint(condition=Q(ended_on=None) | Q(fit_on=None), name="finding_ended_one_way"),
            models.UniqueConstraint(
                fields=["proceeding"], condition=Q(fit_on=None, ended_on=None, corrected_in=None), name="one_open_finding"
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Whether the accused is still unfit by it."""
        return self.fit_on is None and self.ended_on is None


class PrimaFacieInquiry(Correctable):
    """An inquiry into whether there is still enough evidence to try an accused who is unfit (section 672.33), or more time for it."""

    Result = choices.PrimaFacieResult

    finding = models.ForeignKey(FitnessFinding, on_delete=models.PROTECT, related_name="inquiries")
    proceeding = models.ForeignKey("Proceeding", on_delete=models.PROTECT, related_name="inquiries")
    held_on = models.DateField(_("decided on"))
    result = models.CharField(_("what the court found"), max_length=12, choices=Result.choices)
    decided_by = models.CharField(_("decided by"), max_length=200)
    source = models.CharField(_("where this is taken from"), max_length=500)
    next_due_on = models.DateField(_("to be shown again by"), null=True, blank=True)

    objects = standing(querysets.OfProceeding)
    history = TrackedHistory()

    class Meta:
        ordering = ["proceeding_id", "held_on", "pk"]
        constraints = [
            one_of("result", choices.PrimaFacieResult, "inquiry_result_known"),
            ends_after("held_on", "next_due_on", "inquiry_next_later"),
            models.CheckConstraint(condition=Q(source__gt="", decided_by__gt=""), name="inquiry_has_source"),
            models.CheckConstraint(
                condition=Q(result=choices.PrimaFacieResult.NOT_SHOWN, next_due_on=None)
                | (~Q(result=choices.PrimaFacieResult.NOT_SHOWN) & Q(next_due_on__isnull=False)),
                name="inquiry_knows_the_next",
            ),
        ]


class Appeal(Correctable):
    """An appeal in one proceeding, by one side, from decisions on one or more counts."""

    Side = choices.AppealSide

    proceeding = models.ForeignKey("Proceeding", on_delete=models.PROTECT, related_name="appeals")
    side = models.CharField(_("appellant"), max_length=8, choices=Side.choices)
    notice_on = models.DateField(_("notice filed on"))
    court = models.ForeignKey("law.Court", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    number = models.CharField(_("number of the appeal"), max_length=60, blank=True)
    decided_on = models.DateField(_("decided or abandoned on"), null=True, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True)

    objects = standing(querysets.OfProceeding)
    history = TrackedHistory()

    class Meta:
        ordering = ["proceeding_id", "notice_on", "pk"]
        constraints = [
            one_of("side", choices.AppealSide, "appeal_side_known"),
            ends_after("notice_on", "decided_on", "appeal_decided_later"),
        ]


class AppealCount(Correctable):
    """One count in an appeal: the decision appealed from, and what the appeal court did to it."""

    Result = choices.AppealResult

    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="counts")
    count = models.ForeignKey("Count", on_delete=models.PROTECT, related_name="appeals")
    decision = models.ForeignKey("Decision", on_delete=models.PROTECT, null=True, blank=True, related_name="appealed")
    result = models.CharField(_("result"), max_length=24, choices=Result.choices, blank=True)

    objects = standing(querysets.OfCount)
    history = TrackedHistory()

    class Meta:
        ordering = ["appeal_id", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(result="") | Q(result__in=list(choices.AppealResult.values)), name="appeal_result_known"),
            models.UniqueConstraint(fields=["appeal", "count"], condition=Q(corrected_in=None), name="once_an_appeal"),
        ]

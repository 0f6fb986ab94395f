"""What a court imposed part by part, who confirmed the total, what victims were told or asked, and rulings on the way."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casetracker import choices, querysets
from foundation.audit.history import TrackedHistory
from foundation.records.models import Record
from foundation.workflow.models import Correctable, standing

from .base import one_of

LONGEST_MONTHS = 1200


class SentencePart(Correctable):
    """One part of the sentence on one count: custody with its credit, a conditional sentence, probation, a fine, or something else."""

    Kind = choices.PartKind
    Served = choices.Served

    count = models.ForeignKey("Count", on_delete=models.PROTECT, related_name="sentence_parts")
    decision = models.ForeignKey("Decision", on_delete=models.PROTECT, related_name="parts")
    kind = models.CharField(_("part of the sentence"), max_length=12, choices=Kind.choices)
    months = models.PositiveSmallIntegerField(_("length in months"), default=0)
    days = models.PositiveSmallIntegerField(_("days beside the months"), default=0)
    life = models.BooleanField(_("for life"), default=False)
    credit_days = models.PositiveSmallIntegerField(_("days of credit"), default=0)
    served = models.CharField(_("how it is served"), max_length=12, choices=Served.choices, blank=True)
    after = models.ForeignKey(
        "Count", verbose_name=_("consecutive to"), on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by_parts"
    )
    amount = models.DecimalField(_("amount in dollars"), max_digits=12, decimal_places=2, null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)

    objects = standing(querysets.OfCount)
    history = TrackedHistory()

    class Meta:
        ordering = ["count_id", "pk"]
        constraints = [
            one_of("kind", choices.PartKind, "sentence_part_known"),
            models.CheckConstraint(
                condition=Q(served="CONSECUTIVE", after__isnull=False) | (~Q(served="CONSECUTIVE") & Q(after=None)),
                name="consecutive_to_a_count",
            ),
            models.CheckConstraint(condition=Q(life=False) | Q(kind="CUSTODY", months=0, days=0), name="only_custody_for_life"),
            models.CheckConstraint(condition=~Q(kind="FINE") | Q(amount__gt=0), name="fine_has_amount"),
            models.CheckConstraint(condition=~Q(after=models.F("count")), name="no_part_after_itself"),
        ]


class SentenceTotal(Correctable):
    """That a person looked at the computed total of the custody imposed on an accused and confirmed it."""

    proceeding = models.ForeignKey("Proceeding", on_delete=models.PROTECT, related_name="sentence_totals")
    on = models.DateField()
    months = models.PositiveSmallIntegerField(_("length in months"), default=0)
    days = models.PositiveSmallIntegerField(_("days beside the months"), default=0)
    life = models.BooleanField(_("for life"), default=False)
    credit_days = models.PositiveSmallIntegerField(_("days of credit"), default=0)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = standing(querysets.OfProceeding)
    history = TrackedHistory()

    class Meta:
        ordering = ["proceeding_id", "pk"]


class PleaNotice(Correctable):
    """That a victim was told of an agreement to plead guilty, or why she was not (section 606(4.1) to (4.3))."""

    NotTold = choices.NotAsked

    proceeding = models.ForeignKey("Proceeding", on_delete=models.PROTECT, related_name="plea_notices")
    participant = models.ForeignKey("Participant", on_delete=models.PROTECT, null=True, blank=True, related_name="plea_notices")
    agreed_on = models.DateField(_("agreed on"))
    told_on = models.DateField(_("told on"), null=True, blank=True)
    exception = models.CharField(_("why not told"), max_length=12, choices=NotTold.choices, blank=True)

    objects = standing(querysets.OfTeamProceeding)
    history = TrackedHistory()

    class Meta:
        ordering = ["proceeding_id", "pk"]
        indexes = [models.Index(fields=["agreed_on"], name="plea_notices_by_day")]
        constraints = [
            models.UniqueConstraint(fields=["proceeding", "participant"], condition=Q(corrected_in=None), name="once_a_plea_and_victim"),
            models.CheckConstraint(condition=Q(told_on=None) | Q(exception=""), name="victim_told_or_not"),
        ]


class VictimNotice(Correctable):
    """That a victim was told of an outcome, or asked what a court asks about at sentence; or why she was not."""

    Duty = choices.VictimDuty
    NotTold = choices.NotAsked

    proceeding = models.ForeignKey("Proceeding", on_delete=models.PROTECT, related_name="victim_notices")
    participant = models.ForeignKey("Participant", on_delete=models.PROTECT, related_name="victim_notices")
    duty = models.CharField(_("what she is told or asked"), max_length=16, choices=Duty.choices)
    since_on = models.DateField(_("since"))
    told_on = models.DateField(_("told on"), null=True, blank=True)
    exception = models.CharField(_("why not told"), max_length=12, choices=NotTold.choices, blank=True)

    objects = standing(querysets.OfTeamProceeding)
    history = TrackedHistory()

    class Meta:
        ordering = ["proceeding_id", "pk"]
        indexes = [models.Index(fields=["corrected_in", "since_on", "duty", "told_on", "exception", "proceeding"], name="duties_by_day")]
        constraints = [
            one_of("duty", choices.VictimDuty, "victim_duty_known"),
            models.UniqueConstraint(
                fields=["proceeding", "participant", "duty", "since_on"], condition=Q(corrected_in=None), name="once_a_duty_and_victim"
            ),
            models.CheckConstraint(condition=Q(told_on=None) | Q(exception=""), name="victim_notice_told_or_not"),
        ]


class Ruling(Record):
    """What a judge ruled on the way to a verdict, and whether it went against the Crown."""

    proceeding = models.ForeignKey("Proceeding", on_delete=models.PROTECT, related_name="rulings")
    on = models.DateField(_("ruled on"))
    by = models.CharField(_("ruled by"), max_length=200)
    ruling = models.CharField(_("what was ruled"), max_length=500)
    against_crown = models.BooleanField(_("against the Crown"), default=False)

    objects = querysets.OfProceeding.as_manager()
    history = TrackedHistory()

    class Meta:
        ordering = ["proceeding_id", "on", "pk"]

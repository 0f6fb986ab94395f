"""Days in court, what courts decided, warrants and orders."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from casetracker import choices, querysets
from casetracker.states import CountState
from foundation.audit.history import TrackedHistory
from foundation.records.models import Record
from foundation.workflow.models import Correctable, standing

from .base import ends_after, one_of


class OrderAnswer(Record):
    """The forced answer to one order at sentence."""

    Order = choices.OrderKind
    Answer = choices.OrderAnswer

    proceeding = models.ForeignKey("Proceeding", on_delete=models.PROTECT, related_name="order_answers")
    order = models.CharField(max_length=20, choices=Order.choices)
    answer = models.CharField(max_length=14, choices=Answer.choices)
    reason = models.CharField(max_length=500, blank=True)
    months = models.PositiveSmallIntegerField(_("length in months"), null=True, blank=True)
    for_life = models.BooleanField(_("for life"), default=False)
    on = models.DateField()

    objects = querysets.OfProceeding.as_manager()
    history = TrackedHistory()

    class Meta:
        ordering = ["proceeding_id", "pk"]
        constraints = [
            one_of("order", choices.OrderKind, "order_known"),
            one_of("answer", choices.OrderAnswer, "order_answer_known"),
            models.CheckConstraint(
                condition=Q(months=None, for_life=False) | Q(answer="MADE", months=None) | Q(answer="MADE", for_life=False),
                name="order_length_of_one_made",
            ),
            models.UniqueConstraint(fields=["proceeding", "order"], name="one_answer_an_order"),
        ]


class Warrant(Correctable):
    """A warrant for an accused who did not come."""

    Kind = choices.WarrantKind

    proceeding = models.ForeignKey("Proceeding", on_delete=models.PROTECT, related_name="warrants")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    issued_on = models.DateField(_("issued on"))
    executed_on = models.DateField(_("executed or surrendered on"), null=True, blank=True)
    surrendered = models.BooleanField(_("the accused surrendered"), default=False)
    ended_on = models.DateField(_("ended with the matter on"), null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)

    objects = standing(querysets.OfProceeding)
    history = TrackedHistory()

    class Meta:
        ordering = ["proceeding_id", "issued_on"]
        constraints = [
            one_of("kind", choices.WarrantKind, "warrant_kind_known"),
            ends_after("issued_on", "executed_on", "warrant_executed_later"),
            models.CheckConstraint(condition=Q(ended_on=None) | Q(executed_on=None), name="warrant_ended_one_way"),
            models.UniqueConstraint(
                fields=["proceeding"], condition=Q(executed_on=None, ended_on=None, corrected_in=None), name="one_open_warrant"
            ),
        ]

    @property
    def is_out(self) -> bool:
        """Whether it is out: neither executed nor ended with the matter."""
        return self.executed_on is None and self.ended_on is None


class Decision(Correctable):
    """What a court did to a count, and until when it can be appealed."""

    count = models.ForeignKey("Count", on_delete=models.PROTECT, related_name="decisions")
    result = models.CharField(max_length=40, choices=CountState.choices)
    on = models.DateField(_("decided on"))
    by = models.CharField(_("decided by"), max_length=200)
    reason_code = models.CharField(max_length=24, blank=True)
    terms = models.TextField(_("terms"), blank=True)
    appeal_due_on = models.DateField(_("last day to appeal"), null=True, blank=True)
    appeal_none = models.BooleanField(_("no appeal is possible"), default=False)
    from_appeal = models.ForeignKey("Appeal", on_delete=models.PROTECT, null=True, blank=True, related_name="decisions")

    objects = standing(querysets.DecisionQuerySet)
    history = TrackedHistory()

    class Meta:
        ordering = ["count_id", "on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(appeal_none=False) | Q(appeal_due_on=None), name="appeal_date_or_none"),
            models.CheckConstraint(condition=Q(by__gt=""), name="decision_has_maker"),
            ends_after("on", "appeal_due_on", "appeal_after_decision"),
        ]


class Appearance(Record):
    """A day in court for one or more accused; date and time are those on the courthouse's wall.

    ``goes`` names the counsel who goes; where nobody is named, whoever leads the file does. ``minutes`` is the estimate, if there is one.
    The same thing came of it for every accused on it: where something else came of it for some, they get a part of it of their own.
    """

    Purpose = choices.AppearancePurpose
    Result = choices.AppearanceResult
    AskedBy = choices.AppearanceAskedBy

    file = models.ForeignKey("CaseFile", on_delete=models.PROTECT, related_name="appearances")
    proceedings: models.ManyToManyField = models.ManyToManyField("Proceeding", through="AppearanceOf", related_name="appearances")
    on = models.DateField(_("date"), db_index=True)
    time = models.TimeField(_("time"), null=True, blank=True)
    courthouse = models.ForeignKey("law.Courthouse", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    room = models.CharField(_("room"), max_length=40, blank=True)
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose.choices)
    goes = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who goes to court")
    )
    minutes = models.PositiveSmallIntegerField(_("estimate in minutes"), null=True, blank=True)
    result = models.CharField(_("result"), max_length=12, choices=Result.choices, blank=True)
    result_note = models.TextField(_("what happened"), blank=True)
    adjourned_by = models.CharField(_("who asked to adjourn"), max_length=8, choices=AskedBy.choices, blank=True)
    adjourn_reason = models.CharField(_("why"), max_length=500, blank=True)
    next = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="came_from")
    split_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of the day in court of")
    )
    corrected_why = models.CharField(_("why the result was corrected"), max_length=500, blank=True)

    objects = querysets.AppearanceQuerySet.as_manager()
    history = TrackedHistory()

    class Meta:
        ordering = ["on", "time", "pk"]
        indexes = [models.Index(fields=["result", "on", "time", "file"], name="results_to_record")]
        constraints = [
            one_of("purpose", choices.AppearancePurpose, "appearance_purpose_known"),
            models.CheckConstraint(
                condition=Q(adjourned_by="", adjourn_reason="") | Q(result__gt=""), name="appearance_adjourned_has_result"
            ),
            models.CheckConstraint(condition=Q(minutes=None) | Q(minutes__gt=0), name="appearance_lasts"),
        ]

    def __str__(self) -> str:
        return f"{date_format(self.on)} {self.get_purpose_display()}"

    @property
    def zone(self) -> str:
        """The zone of its date and time."""
        return self.courthouse.zone if self.courthouse else settings.TIME_ZONE


class AppearanceOf(Record):
    """That an accused appears on a day."""

    appearance = models.ForeignKey("Appearance", on_delete=models.PROTECT, related_name="of")
    proceeding = models.ForeignKey("Proceeding", on_delete=models.PROTECT, related_name="appears")

    objects = querysets.OfProceeding.as_manager()
    history = TrackedHistory()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["appearance", "proceeding"], name="once_an_appearance")]

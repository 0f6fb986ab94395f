"""Bail of one accused: hearings, release orders with their conditions and sureties, alleged breaches, and the copies victims asked for."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casetracker import choices, querysets
from foundation.audit.history import TrackedHistory
from foundation.records.models import Record

from .base import ends_after, one_of


class BailHearing(Record):
    """One hearing on bail: who had the onus and by which paragraph, on which grounds, and what came of it."""

    Kind = choices.BailHearingKind
    Result = choices.BailResult
    Onus = choices.BailOnusSide
    Ground = choices.BailGround

    GROUNDS = {Ground.PRIMARY: "on_primary", Ground.SECONDARY: "on_secondary", Ground.TERTIARY: "on_tertiary"}

    proceeding = models.ForeignKey("Proceeding", on_delete=models.PROTECT, related_name="bail_hearings")
    on = models.DateField(_("heard on"))
    kind = models.CharField(_("kind of hearing"), max_length=16, choices=Kind.choices)
    onus = models.CharField(_("who has the onus"), max_length=8, choices=Onus.choices, blank=True)
    paragraph = models.ForeignKey(
        "law.BailOnus", verbose_name=_("paragraph relied on"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    on_primary = models.BooleanField(_("primary ground"), default=False)
    on_secondary = models.BooleanField(_("secondary ground"), default=False)
    on_tertiary = models.BooleanField(_("tertiary ground"), default=False)
    result = models.CharField(_("result"), max_length=10, choices=Result.choices)
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = querysets.OfProceeding.as_manager()
    history = TrackedHistory()

    class Meta:
        ordering = ["proceeding_id", "on", "pk"]
        constraints = [
            one_of("kind", choices.BailHearingKind, "bail_hearing_kind_known"),
            one_of("result", choices.BailResult, "bail_result_known"),
            models.CheckConstraint(condition=Q(onus="") | Q(onus__in=choices.BailOnusSide.values), name="bail_onus_known"),
            models.CheckConstraint(
                condition=Q(onus="ACCUSED", paragraph__isnull=False) | (~Q(onus="ACCUSED") & Q(paragraph=None)),
                name="reverse_onus_has_paragraph",
            ),
            models.CheckConstraint(
                condition=~Q(result="DETAINED") | Q(on_primary=True) | Q(on_secondary=True) | Q(on_tertiary=True),
                name="detention_has_ground",
            ),
        ]

    @property
    def grounds(self) -> list[str]:
        """The grounds of section 515(10) that the court relied on."""
        return [code for code, name in self.GROUNDS.items() if getattr(self, name)]


class ReleaseOrder(Record):
    """An order by which the accused is at large, from the day it was made until it ended."""

    Kind = choices.ReleaseKind
    End = choices.ReleaseEnd

    proceeding = models.ForeignKey("Proceeding", on_delete=models.PROTECT, related_name="release_orders")
    hearing = models.ForeignKey("BailHearing", on_delete=models.PROTECT, related_name="orders_made")
    made_on = models.DateField(_("made on"))
    kind = models.CharField(_("kind of release"), max_length=20, choices=Kind.choices)
    amount = models.PositiveIntegerField(_("amount in dollars"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ended_why = models.CharField(_("why it ended"), max_length=10, choices=End.choices, blank=True)
    ended_in = models.ForeignKey("BailHearing", on_delete=models.PROTECT, null=True, blank=True, related_name="orders_ended")

    objects = querysets.OfProceeding.as_manager()
    history = TrackedHistory()

    class Meta:
        ordering = ["proceeding_id", "made_on", "pk"]
        constraints = [
            one_of("kind", choices.ReleaseKind, "release_kind_known"),
            ends_after("made_on", "ended_on", "release_ends_later"),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_why="") | Q(ended_on__isnull=False, ended_why__in=choices.ReleaseEnd.values),
                name="release_end_has_why",
            ),
            models.UniqueConstraint(fields=["proceeding"], condition=Q(ended_on=None), name="one_open_release"),
        ]

    @property
    def is_open(self) -> bool:
        """Whether the order is in force."""
        return self.ended_on is None


class OfOrder(Record):
    """What belongs to one release order."""

    order: models.ForeignKey

    objects = querysets.OfReleaseOrder.as_manager()

    class Meta:
        abstract = True


class BailCondition(OfOrder):
    """One condition of a release order, in the words of the court, from the day it was set until a variation took it off."""

    Kind = choices.ConditionKind

    order = models.ForeignKey("ReleaseOrder", on_delete=models.PROTECT, related_name="conditions")
    kind = models.CharField(_("what the condition is about"), max_length=16, choices=Kind.choices)
    words = models.TextField(_("words of the condition"), blank=True)
    from_on = models.DateField(_("set on"))
    ended_on = models.DateField(_("taken off on"), null=True, blank=True)

    history = TrackedHistory()

    class Meta:
        ordering = ["order_id", "from_on", "pk"]
        constraints = [
            one_of("kind", choices.ConditionKind, "condition_kind_known"),
            ends_after("from_on", "ended_on", "condition_ends_later"),
            models.CheckConstraint(condition=~Q(kind="OTHER", words=""), name="other_condition_has_words"),
        ]


class Surety(OfOrder):
    """A person who answers for the accused under a release order."""

    order = models.ForeignKey("ReleaseOrder", on_delete=models.PROTECT, related_name="sureties")
    person = models.ForeignKey("Participant", on_delete=models.PROTECT, related_name="surety_for")
    amount = models.PositiveIntegerField(_("amount in dollars"), null=True, blank=True)
    from_on = models.DateField(_("surety from"))
    ended_on = models.DateField(_("surety until"), null=True, blank=True)

    history = TrackedHistory()

    class Meta:
        ordering = ["order_id", "from_on", "pk"]
        constraints = [
            ends_after("from_on", "ended_on", "surety_ends_later"),
            models.UniqueConstraint(fields=["order", "person"], condition=Q(ended_on=None), name="surety_once"),
        ]


class BailBreach(OfOrder):
    """A breach of a release order that is alleged, and the count that was laid for it, where one was."""

    order = models.ForeignKey("ReleaseOrder", on_delete=models.PROTECT, related_name="breaches")
    on = models.DateField(_("date of the alleged breach"))
    alleged = models.TextField(_("what is alleged"))
    count = models.ForeignKey("Count", on_delete=models.PROTECT, null=True, blank=True, related_name="bail_breaches")

    history = TrackedHistory()

    class Meta:
        ordering = ["order_id", "on", "pk"]
        constraints = [models.CheckConstraint(condition=Q(alleged__gt=""), name="breach_says_what")]


class OrderCopy(OfOrder):
    """A victim told of her right to a copy of a release order, asking for it, given it (sections 515(14) and (14.1))."""

    order = models.ForeignKey("ReleaseOrder", on_delete=models.PROTECT, related_name="copies")
    victim = models.ForeignKey("Participant", on_delete=models.PROTECT, related_name="order_copies")
    told_on = models.DateField(_("told of the right to a copy on"), null=True, blank=True)
    asked_on = models.DateField(_("copy asked for on"), null=True, blank=True)
    given_on = models.DateField(_("copy given on"), null=True, blank=True)

    history = TrackedHistory()

    class Meta:
        ordering = ["order_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["order", "victim"], name="one_copy_a_victim"),
            models.CheckConstraint(
                condition=Q(told_on__isnull=False) | Q(asked_on__isnull=False) | Q(given_on__isnull=False), name="copy_has_a_day"
            ),
            models.CheckConstraint(
                condition=Q(asked_on=None) | Q(given_on=None) | Q(given_on__gte=F("asked_on")), name="copy_given_after_asked"
            ),
        ]

"""Charging documents, the clock they start, elections, screening, and how counts descend from each other."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casetracker import choices, querysets
from foundation.audit.history import TrackedHistory
from foundation.records.models import Record
from foundation.workflow.models import Correctable, standing

from .base import ends_after, one_of


class ChargingDocument(Correctable):
    """An information or an indictment."""

    Kind = choices.DocumentKind

    file = models.ForeignKey("CaseFile", on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.INFORMATION)
    number = models.CharField(_("number"), max_length=60)
    court = models.ForeignKey("law.Court", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sworn_on = models.DateField(_("sworn or filed on"), null=True, blank=True)

    objects = standing(querysets.OfFile)
    history = TrackedHistory()

    class Meta:
        ordering = ["file_id", "sworn_on", "pk"]
        constraints = [one_of("kind", choices.DocumentKind, "document_kind_known")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"


class ClockOrigin(Correctable):
    """A day on which the delay clock of a proceeding began; never overwritten, a later one is a new row."""

    Kind = choices.ClockKind

    proceeding = models.ForeignKey("Proceeding", on_delete=models.PROTECT, related_name="clock_origins")
    on = models.DateField()
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.SWORN)
    generation = models.PositiveSmallIntegerField(default=1)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = standing(querysets.OfProceeding)
    history = TrackedHistory()

    class Meta:
        ordering = ["proceeding_id", "generation", "on"]
        constraints = [one_of("kind", choices.ClockKind, "clock_kind_known")]


class Election(Correctable):
    """An election: of the mode by the Crown for one count, or of the court by the accused."""

    Kind = choices.ElectionKind
    Choice = choices.ElectionChoice

    OF_CROWN = (Choice.SUMMARY, Choice.INDICTMENT)
    OF_ACCUSED = (Choice.OCJ, Choice.SCJ_JUDGE, Choice.SCJ_JURY)
    SUPERIOR = (Choice.SCJ_JUDGE, Choice.SCJ_JURY)

    proceeding = models.ForeignKey("Proceeding", on_delete=models.PROTECT, related_name="elections")
    count = models.ForeignKey("Count", on_delete=models.PROTECT, null=True, blank=True, related_name="elections")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    choice = models.CharField(_("election"), max_length=12, choices=Choice.choices)
    on = models.DateField(_("made on"))
    deemed = models.BooleanField(_("deemed, none was made"), default=False)
    prelim_requested = models.BooleanField(_("preliminary inquiry requested"), default=False)
    limitation_agreed = models.BooleanField(_("both sides agree to proceed after the limit"), default=False)
    is_reelection = models.BooleanField(_("re-election (s. 561)"), default=False)
    as_of_right = models.BooleanField(_("as of right, no consent needed"), default=False)
    consent_on = models.DateField(_("Crown consented in writing on"), null=True, blank=True)

    objects = standing(querysets.OfProceeding)
    history = TrackedHistory()

    class Meta:
        ordering = ["proceeding_id", "on", "pk"]
        indexes = [models.Index(fields=["count"], condition=Q(count__isnull=False), name="elections_of_counts")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="CROWN", choice__in=("SUMMARY", "INDICTMENT"), count__isnull=False)
                | Q(kind="ACCUSED", choice__in=("OCJ", "SCJ_JUDGE", "SCJ_JURY"), count__isnull=True),
                name="election_of_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(is_reelection=False)
                | Q(kind="ACCUSED", as_of_right=True, consent_on=None)
                | Q(kind="ACCUSED", as_of_right=False, consent_on__isnull=False),
                name="reelection_of_right_or_by_consent",
            ),
        ]


class ScreeningReview(Record):
    """The Crown's view of one count on one day: reasonable prospect, public interest, and what follows."""

    Outcome = choices.ScreeningOutcome

    proceeding = models.ForeignKey("Proceeding", on_delete=models.PROTECT, related_name="screenings")
    count = models.ForeignKey("Count", on_delete=models.PROTECT, related_name="screenings")
    reviewed_on = models.DateField(_("reviewed on"))
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    prospect = models.BooleanField(_("reasonable prospect of conviction"), default=False)
    public_interest = models.BooleanField(_("in the public interest"), default=False)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices)
    note = models.TextField(_("reasons (privileged)"), blank=True)

    objects = querysets.OfTeamProceeding.as_manager()
    history = TrackedHistory()

    class Meta:
        ordering = ["proceeding_id", "reviewed_on", "pk"]
        constraints = [
            one_of("outcome", choices.ScreeningOutcome, "screening_outcome_known"),
            models.CheckConstraint(
                condition=~Q(outcome="PROCEED") | Q(prospect=True, public_interest=True), name="screening_proceeds_on_both_tests"
            ),
        ]


class VictimView(Record):
    """What a victim thinks of ending a count, or why she was not asked."""

    NotAsked = choices.NotAsked

    proceeding = models.ForeignKey("Proceeding", on_delete=models.PROTECT, related_name="victim_views")
    count = models.ForeignKey("Count", on_delete=models.PROTECT, null=True, blank=True, related_name="victim_views")
    participant = models.ForeignKey("Participant", on_delete=models.PROTECT, null=True, blank=True, related_name="views")
    asked_on = models.DateField(_("asked on"), null=True, blank=True)
    view = models.TextField(_("view of the victim"), blank=True)
    exception = models.CharField(_("why not asked"), max_length=12, choices=NotAsked.choices, blank=True)
    withdraws = models.BooleanField(_("no longer wants to take part"), default=False)

    objects = querysets.OfTeamProceeding.as_manager()
    history = TrackedHistory()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(asked_on__isnull=False, view__gt="", exception="") | Q(exception__gt=""), name="victim_view_or_exception"
            )
        ]


class CountLineage(Correctable):
    """That one count came from another: reworded, split, joined, or laid again on a new information."""

    Kind = choices.LineageKind

    old = models.ForeignKey("Count", on_delete=models.PROTECT, related_name="successors")
    new = models.ForeignKey("Count", on_delete=models.PROTECT, related_name="predecessors")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    on = models.DateField()
    origin_kept = models.BooleanField(_("the delay clock goes on from the old count"), default=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = standing(querysets.LineageQuerySet)
    history = TrackedHistory()

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            one_of("kind", choices.LineageKind, "lineage_kind_known"),
            models.UniqueConstraint(fields=["old", "new"], condition=Q(corrected_in=None), name="one_line_a_pair"),
            models.CheckConstraint(condition=~Q(old=models.F("new")), name="no_count_follows_itself"),
        ]


class DirectIndictmentRequest(Correctable):
    """That the Attorney General was asked to consent to a direct indictment (section 577)."""

    proceeding = models.ForeignKey("Proceeding", on_delete=models.PROTECT, related_name="direct_indictments")
    asked_on = models.DateField(_("asked on"))
    consent_on = models.DateField(_("consent in writing on"), null=True, blank=True)
    consent_by = models.CharField(_("who consented"), max_length=200, blank=True)
    refused_on = models.DateField(_("refused on"), null=True, blank=True)
    withdrawn_on = models.DateField(_("request withdrawn on"), null=True, blank=True)
    ended_on = models.DateField(_("ended with the matter on"), null=True, blank=True)

    objects = standing(querysets.OfProceeding)
    history = TrackedHistory()

    class Meta:
        ordering = ["proceeding_id", "asked_on", "pk"]
        constraints = [
            ends_after("asked_on", "consent_on", "consent_after_request"),
            models.CheckConstraint(condition=Q(consent_on=None) | Q(refused_on=None), name="consent_or_refusal"),
        ]

    @property
    def intended(self) -> bool:
        """Whether a direct indictment is still intended: neither refused nor withdrawn, and the matter goes on."""
        return self.refused_on is None and self.withdrawn_on is None and self.ended_on is None


class TextChoice(Record):
    """Which text counsel decided that a count rests on, where its period reaches over a change of the law; the latest of one kind stands.

    ``provision`` is empty for the offence itself and names the rule that goes with it otherwise: CC:279.04. Without a version
    the count rests on the law before there was such a rule.
    """

    count = models.ForeignKey("Count", on_delete=models.PROTECT, related_name="text_choices")
    provision = models.CharField(max_length=60, blank=True)
    text = models.ForeignKey(
        "law.OffenceVersion", verbose_name=_("text of the law"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("decided by"), on_delete=models.PROTECT, related_name="+")
    chosen_on = models.DateField(_("decided on"))

    objects = querysets.OfCount.as_manager()
    history = TrackedHistory()

    class Meta:
        ordering = ["count_id", "provision", "pk"]
        constraints = [models.CheckConstraint(condition=Q(text__isnull=False) | Q(provision__gt=""), name="text_of_offence_chosen")]


class CountAmendment(Record):
    """That a count was amended (section 601), with its words before."""

    count = models.ForeignKey("Count", on_delete=models.PROTECT, related_name="amendments")
    on = models.DateField(_("amended on"))
    ordered_by = models.CharField(_("ordered by"), max_length=200, blank=True)
    offence = models.ForeignKey("law.OffenceVersion", on_delete=models.PROTECT, related_name="+")
    offence_from = models.DateField(_("offence from"))
    offence_to = models.DateField(_("offence to"), null=True, blank=True)
    number = models.PositiveSmallIntegerField(_("count number"), null=True, blank=True)
    complainant = models.ForeignKey("Participant", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    place = models.CharField(_("place"), max_length=200, blank=True)
    wording = models.TextField(_("wording"), blank=True)

    objects = querysets.OfCount.as_manager()
    history = TrackedHistory()

    class Meta:
        ordering = ["count_id", "on", "pk"]

"""One accused on one track, and where that track stands."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_fsm import RETURN_VALUE, transition

from casetracker import choices, guards, policies, querysets
from casetracker.states import (
    AT_TRIAL,
    BEFORE_JUDGMENT,
    LIVE,
    PARKED,
    RUNNING,
    TERMINAL,
    Custody,
    Forum,
    ProceedingState,
)
from foundation.audit.history import TrackedHistory
from foundation.workflow.models import Approval, StateField, Stateful

from .base import ends_after, one_of
from .charges import ClockOrigin, Election
from .court import Warrant
from .file import CaseFile
from .stops import FitnessFinding


class Proceeding(Stateful):
    """One accused on one track: court, clock, forum and charging documents."""

    machine = "proceeding"

    state = StateField(choices=ProceedingState.choices, default=ProceedingState.SUSPECT)
    file = models.ForeignKey("CaseFile", on_delete=models.PROTECT, related_name="proceedings")
    accused = models.ForeignKey("Participant", on_delete=models.PROTECT, related_name="proceedings")
    custody = models.CharField(_("custody"), max_length=20, choices=Custody.choices, default=Custody.NOT_ARRESTED)
    court = models.ForeignKey("law.Court", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    courthouse = models.ForeignKey("law.Courthouse", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    forum = models.CharField(_("forum"), max_length=20, choices=Forum.choices, blank=True)
    parked_from = models.CharField(max_length=40, choices=ProceedingState.choices, blank=True)
    trial_on = models.DateField(_("trial begins"), null=True, blank=True)
    trial_ends_on = models.DateField(_("trial ends"), null=True, blank=True)
    arraigned_on = models.DateField(_("arraigned on"), null=True, blank=True)
    evidence_ended_on = models.DateField(_("evidence and argument ended"), null=True, blank=True)
    died_on = models.DateField(_("died on"), null=True, blank=True)
    board_discharged_on = models.DateField(_("discharged by the Review Board on"), null=True, blank=True)
    severed_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="severed")
    rejoined_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="rejoined")
    # derived, rewritten by services.refresh_summary
    situation = models.CharField(max_length=40, blank=True, editable=False, db_index=True)
    next_date = models.DateField(null=True, blank=True, editable=False)
    ceiling_on = models.DateField(null=True, blank=True, editable=False, db_index=True)
    next_due_on = models.DateField(null=True, blank=True, editable=False)
    deadlines = models.JSONField(default=list, blank=True, editable=False)

    DERIVED = ("situation", "next_date", "ceiling_on", "next_due_on", "deadlines")

    objects = querysets.ProceedingQuerySet.as_manager()
    history = TrackedHistory(excluded_fields=list(DERIVED))

    class Meta:
        ordering = ["file_id", "pk"]
        indexes = [
            models.Index(fields=["state", "file"], name="stage_of_files"),
            models.Index(fields=["ceiling_on", "file"], name="ceilings_of_files"),
            models.Index(fields=["next_due_on", "file"], name="deadlines_of_files"),
        ]
        constraints = [
            one_of("state", ProceedingState, "proceeding_state_known"),
            one_of("custody", Custody, "proceeding_custody_known"),
            models.CheckConstraint(
                condition=Q(parked_from="", state__in=[state for state in ProceedingState if state not in PARKED])
                | Q(parked_from__in=RUNNING, state__in=PARKED),
                name="proceeding_parked_from_when_parked",
            ),
            ends_after("trial_on", "trial_ends_on", "trial_ends_later"),
        ]

    # set by the service that records them, before the move
    pending_reelection: Election | None = None
    pending_approval: Approval | None = None

    save_derived = CaseFile.save_derived

    def get_absolute_url(self) -> str:
        """The page of this accused in the file."""
        return reverse("casetracker:accused", kwargs={"ref": self.file.ref, "accused": self.ref})

    @cached_property
    def lead_is_asked(self) -> bool:
        """Whether a lead is asked if this victim of the file may be accused of her own services (section 286.5)."""
        return Approval.objects.of(self).waiting().filter(move="own_services").exists()

    @property
    def accused_election(self) -> Election | None:
        """The last election of the accused."""
        return max(
            (row for row in self.elections.all() if row.kind == choices.ElectionKind.ACCUSED),
            key=lambda row: (row.on, row.pk),
            default=None,
        )

    @property
    def open_warrant(self) -> Warrant | None:
        """The warrant that is out, if one is."""
        return next((warrant for warrant in self.warrants.all() if warrant.is_out), None)

    @property
    def open_finding(self) -> FitnessFinding | None:
        """The finding by which the accused is unfit, if one stands."""
        return next((finding for finding in self.fitness_findings.all() if finding.is_open), None)

    @property
    def orders_to_answer(self) -> list[str]:
        """The orders that were not answered yet."""
        answered = {answer.order for answer in self.order_answers.all()}
        return [order for order in choices.OrderKind.values if order not in answered]

    @property
    def clock_origin(self) -> ClockOrigin | None:
        """The earliest origin of the last generation's live counts."""
        origins = [count.clock_origin for count in self.counts.all() if count.state in LIVE and count.clock_origin is not None]
        if not origins:
            return None
        last = max(origin.generation for origin in origins)
        return min((origin for origin in origins if origin.generation == last), key=lambda origin: (origin.on, origin.pk))

    @property
    def clock_runs(self) -> bool:
        """Whether the clock to the end of evidence and argument is still running."""
        return self.state in (*BEFORE_JUDGMENT, *PARKED) and self.evidence_ended_on is None

    def _begin_again(self):
        """Let go of the trial that was: its days belong to the moves and to history."""
        self.trial_on = self.trial_ends_on = self.arraigned_on = self.evidence_ended_on = None

    # A1 to A3, A5

    @transition(
        field=state,
        source=[ProceedingState.SUSPECT],
        target=ProceedingState.CHARGED,
        permission=policies.may_charge,
        custom={
            "id": "A1",
            "guards": [guards.file_is_active, guards.sworn_information, guards.a_count_laid],
            "label": _("Record the charge"),
            "service": "lay_information",
        },
    )
    def charge(self):
        """Record that the accused is charged."""

    @transition(
        field=state,
        source=[ProceedingState.CHARGED],
        target=ProceedingState.INTAKE,
        permission=policies.may_begin_intake,
        custom={"id": "A2", "guards": [guards.file_is_active, guards.first_appearance_set], "label": _("Begin intake appearances")},
    )
    def begin_intake(self):
        """Begin the intake appearances."""

    @transition(
        field=state,
        source=[ProceedingState.INTAKE],
        target=ProceedingState.ELECTION_PENDING,
        permission=policies.may_await_election,
        custom={
            "id": "A3",
            "guards": [guards.file_is_active, guards.election_available],
            "label": _("Ready for the election of the accused"),
        },
    )
    def await_election(self):
        """Wait for the accused to elect the court."""

    @transition(
        field=state,
        source=[ProceedingState.ELECTION_PENDING, ProceedingState.INTAKE],
        target=ProceedingState.TRIAL_SET,
        permission=policies.may_set_trial,
        custom={
            "id": "A5",
            "guards": [guards.file_is_active, guards.trial_court_settled, guards.trial_date_known],
            "label": _("Set the trial date"),
            "service": "set_trial",
        },
    )
    def set_trial(self, *, forum):
        """Set the trial in the court that the election, or the mode, calls for."""
        self.forum = forum

    # A4, A6, A8 to A10: the way to the Superior Court, and re-election

    @transition(
        field=state,
        source=[ProceedingState.ELECTION_PENDING],
        target=ProceedingState.PRELIM,
        permission=policies.may_hold_prelim,
        custom={
            "id": "A4",
            "guards": [guards.file_is_active, guards.prelim_asked, guards.prelim_possible],
            "label": _("Begin the preliminary inquiry"),
        },
    )
    def begin_prelim(self):
        """Go to the preliminary inquiry that was asked for."""

    @transition(
        field=state,
        source=[ProceedingState.PRELIM],
        target=ProceedingState.COMMITTED,
        permission=policies.may_commit,
        custom={
            "id": "A6",
            "guards": [guards.file_is_active, guards.a_count_committed],
            "court": True,
            "label": _("Ordered to stand trial"),
            "service": "record_prelim_result",
        },
    )
    def commit(self):
        """Record that the accused is ordered to stand trial on at least one count."""

    @transition(
        field=state,
        source=[
            ProceedingState.CHARGED,
            ProceedingState.INTAKE,
            ProceedingState.ELECTION_PENDING,
            ProceedingState.PRELIM,
            ProceedingState.COMMITTED,
            ProceedingState.TRIAL_SET,
            ProceedingState.CONCLUDED,
        ],
        target=ProceedingState.INDICTED,
        permission=policies.may_indict,
        custom={
            "id": "A8",
            "guards": [guards.file_is_active, guards.indictment_filed, guards.consent_where_needed, guards.back_only_after_discharge],
            "court": True,
            "label": _("File the indictment"),
            "service": "file_indictment",
        },
    )
    def indict(self):
        """Record that an indictment was filed, with or without the consent of the Attorney General."""
        self.forum = Forum.SCJ
        self.trial_on = self.trial_ends_on = None

    @transition(
        field=state,
        source=[ProceedingState.INDICTED, ProceedingState.COMMITTED],
        target=ProceedingState.TRIAL_SET,
        permission=policies.may_set_superior_trial,
        custom={
            "id": "A9",
            "guards": [guards.file_is_active, guards.trial_date_known],
            "label": _("Set the trial date"),
            "service": "set_trial",
        },
    )
    def set_superior_trial(self):
        """Set the trial in the Superior Court."""
        self.forum = Forum.SCJ

    @transition(
        field=state,
        source=[ProceedingState.TRIAL_SET, ProceedingState.COMMITTED, ProceedingState.INDICTED],
        target=ProceedingState.INTAKE,
        permission=policies.may_reelect,
        custom={
            "id": "A10",
            "guards": [guards.file_is_active, guards.reelection_settled],
            "court": True,
            "label": _("Re-election: back to intake"),
            "service": "reelect",
        },
    )
    def reelect_to_intake(self, *, forum):
        """Go back to intake in the court that was elected anew."""
        self.forum = forum
        self.trial_on = self.trial_ends_on = None

    @transition(
        field=state,
        source=[ProceedingState.TRIAL_SET],
        target=ProceedingState.PRELIM,
        permission=policies.may_reelect,
        custom={
            "id": "A10",
            "guards": [guards.file_is_active, guards.reelection_settled],
            "court": True,
            "label": _("Re-election: to a preliminary inquiry"),
            "service": "reelect",
        },
    )
    def reelect_to_prelim(self, *, forum):
        """Go to a preliminary inquiry after a re-election."""
        self.forum = forum
        self.trial_on = self.trial_ends_on = None

    @transition(
        field=state,
        source=[ProceedingState.PRELIM],
        target=ProceedingState.TRIAL_SET,
        permission=policies.may_reelect,
        custom={
            "id": "A10",
            "guards": [guards.file_is_active, guards.reelection_settled, guards.trial_date_known],
            "court": True,
            "label": _("Re-election: to trial"),
            "service": "reelect",
        },
    )
    def reelect_to_trial(self, *, forum):
        """Go to trial without the rest of the preliminary inquiry."""
        self.forum = forum

    # A11 to A14

    @transition(
        field=state,
        source=[ProceedingState.TRIAL_SET],
        target=ProceedingState.IN_TRIAL,
        permission=policies.may_record_trial,
        custom={"id": "A11", "guards": [guards.file_is_active], "court": True, "label": _("Start the trial"), "service": "start_trial"},
    )
    def start_trial(self, *, arraigned_on):
        """Record the arraignment."""
        self.arraigned_on = arraigned_on

    @transition(
        field=state,
        source=[ProceedingState.IN_TRIAL],
        target=ProceedingState.RESERVED,
        permission=policies.may_record_trial,
        custom={
            "id": "A11",
            "guards": [guards.file_is_active, guards.evidence_ended],
            "court": True,
            "label": _("Judgment reserved"),
            "service": "reserve_judgment",
        },
    )
    def reserve(self):
        """Record that judgment is reserved once evidence and argument ended."""

    @transition(
        field=state,
        source=list(AT_TRIAL),
        target=ProceedingState.TRIAL_SET,
        permission=policies.may_record_mistrial,
        custom={
            "id": "A12",
            "guards": [guards.file_is_active, guards.mistrial_declared],
            "court": True,
            "label": _("Record a mistrial"),
            "reason": True,
            "service": "record_verdict",
        },
    )
    def declare_mistrial(self):
        """Go back to a trial date after a mistrial or a hung jury."""
        self._begin_again()

    @transition(
        field=state,
        source=list(BEFORE_JUDGMENT),
        target=ProceedingState.GUILTY_AWAITING_SENTENCE,
        permission=policies.may_record_guilt,
        custom={
            "id": "A13",
            "guards": [guards.file_is_active, guards.a_count_guilty, guards.live_counts_answered],
            "court": True,
            "label": _("Record a finding of guilt"),
            "service": "record_verdict",
        },
    )
    def find_guilty(self):
        """Wait for sentence on at least one count."""

    @transition(
        field=state,
        source=[ProceedingState.GUILTY_AWAITING_SENTENCE],
        target=ProceedingState.CONCLUDED,
        permission=policies.may_conclude,
        custom={
            "id": "A14",
            "guards": [
                guards.file_is_active,
                guards.every_count_over,
                guards.orders_answered,
                guards.appeal_dates_set,
                guards.warrant_closed,
            ],
            "court": True,
            "label": _("Conclude this accused"),
            "service": "conclude_proceeding",
        },
    )
    def conclude(self):
        """Conclude after sentence."""

    # A15, A16

    @transition(
        field=state,
        source=[*RUNNING, ProceedingState.DIVERTED],
        target=ProceedingState.WARRANT_OUT,
        permission=policies.may_record_warrant,
        custom={
            "id": "A15",
            "guards": [guards.file_is_active, guards.warrant_recorded],
            "court": True,
            "label": _("Record a warrant"),
            "service": "issue_warrant",
        },
    )
    def issue_warrant(self):
        """Park the accused while a warrant is out."""
        self.parked_from = self.parked_from or self.state
        self.custody = Custody.AT_LARGE_WARRANT

    @transition(
        field=state,
        source=[ProceedingState.WARRANT_OUT],
        target=RETURN_VALUE(*RUNNING),
        permission=policies.may_record_warrant,
        custom={
            "id": "A16",
            "guards": [guards.file_is_active, guards.warrant_closed],
            "label": _("Warrant executed or accused surrendered"),
            "service": "execute_warrant",
        },
    )
    def execute_warrant(self, *, custody):
        """Go back to the stage the accused was at."""
        resumed, self.parked_from = self.parked_from, ""
        self.custody = custody
        return resumed

    # A17 to A21: stays, fitness, responsibility, programs

    @transition(
        field=state,
        source=[*BEFORE_JUDGMENT, ProceedingState.WARRANT_OUT, ProceedingState.UNFIT, ProceedingState.DIVERTED],
        target=ProceedingState.CROWN_STAYED,
        permission=policies.may_stay_accused,
        custom={
            "id": "A17",
            "guards": [
                guards.file_is_active,
                guards.stay_approved,
                guards.parked_before_judgment,
                guards.stays_entered,
                guards.no_count_live,
            ],
            "court": True,
            "label": _("Stay the accused by the Crown"),
            "service": "decide_crown_stay",
        },
    )
    def stay(self):
        """Freeze the matter against this accused; notice within the time given brings it back."""
        self.parked_from = self.parked_from or self.state

    @transition(
        field=state,
        source=[ProceedingState.CROWN_STAYED],
        target=RETURN_VALUE(*BEFORE_JUDGMENT),
        permission=policies.may_recommence,
        custom={
            "id": "A18",
            "guards": [guards.file_is_active, guards.recommenced],
            "court": True,
            "label": _("Recommence after a Crown stay"),
            "service": "recommence",
        },
    )
    def recommence(self):
        """Go back to the stage the accused was at when the Crown stayed the matter."""
        resumed, self.parked_from = self.parked_from, ""
        return resumed

    @transition(
        field=state,
        source=list(BEFORE_JUDGMENT),
        target=ProceedingState.UNFIT,
        permission=policies.may_record_fitness,
        custom={
            "id": "A19",
            "guards": [guards.file_is_active, guards.found_unfit],
            "court": True,
            "label": _("Record that the accused is unfit"),
            "service": "record_unfit",
        },
    )
    def find_unfit(self):
        """Park the accused while she cannot stand trial."""
        self.parked_from = self.parked_from or self.state

    @transition(
        field=state,
        source=[ProceedingState.UNFIT],
        target=RETURN_VALUE(*BEFORE_JUDGMENT),
        permission=policies.may_record_fitness,
        custom={
            "id": "A19",
            "guards": [guards.file_is_active, guards.found_fit],
            "court": True,
            "label": _("Record that the accused is fit"),
            "service": "record_fit",
        },
    )
    def find_fit(self):
        """Go back to the stage the accused was at when she was found unfit."""
        resumed, self.parked_from = self.parked_from, ""
        return resumed

    @transition(
        field=state,
        source=list(AT_TRIAL),
        target=ProceedingState.NCR_SUPERVISED,
        permission=policies.may_record_ncr,
        custom={
            "id": "A20",
            "guards": [guards.file_is_active, guards.a_count_ncr, guards.none_guilty, guards.no_count_live],
            "court": True,
            "label": _("Record a verdict of not criminally responsible"),
            "service": "record_verdict",
        },
    )
    def find_not_responsible(self):
        """Leave the accused to the Review Board."""

    @transition(
        field=state,
        source=[ProceedingState.NCR_SUPERVISED],
        target=ProceedingState.CONCLUDED,
        permission=policies.may_record_ncr,
        custom={
            "id": "A20",
            "guards": [guards.file_is_active, guards.board_discharged, guards.every_count_ended],
            "court": True,
            "label": _("Record the absolute discharge by the Review Board"),
            "service": "record_board_discharge",
        },
    )
    def discharge_by_board(self):
        """Conclude because the Review Board discharged the accused absolutely."""

    @transition(
        field=state,
        source=[ProceedingState.INTAKE],
        target=ProceedingState.DIVERTED,
        permission=policies.may_divert,
        custom={
            "id": "A21",
            "guards": [guards.file_is_active, guards.measure_runs],
            "label": _("Refer to a program outside court"),
            "service": "divert",
        },
    )
    def divert(self):
        """Park the accused while a program outside court runs."""
        self.parked_from = self.parked_from or self.state

    @transition(
        field=state,
        source=[ProceedingState.DIVERTED],
        target=ProceedingState.INTAKE,
        permission=policies.may_divert,
        custom={
            "id": "A21",
            "guards": [guards.file_is_active, guards.measure_failed],
            "label": _("The program failed: back to intake"),
            "service": "end_measure",
        },
    )
    def end_diversion(self):
        """Go back to intake because the program failed."""
        self.parked_from = ""

    # A23 to A28: appeals, death, a struck plea, a new charge

    @transition(
        field=state,
        source=[ProceedingState.CONCLUDED, ProceedingState.NCR_SUPERVISED],
        target=ProceedingState.UNDER_APPEAL,
        permission=policies.may_record_appeal,
        custom={
            "id": "A23",
            "guards": [guards.file_is_active, guards.appeal_open],
            "court": True,
            "label": _("Record an appeal"),
            "service": "record_appeal",
        },
    )
    def appeal(self):
        """Leave the accused to the appeal court."""

    @transition(
        field=state,
        source=[ProceedingState.UNDER_APPEAL],
        target=ProceedingState.CONCLUDED,
        permission=policies.may_end_appeal,
        custom={
            "id": "A24",
            "guards": [guards.file_is_active, guards.appeals_decided, guards.every_count_over, guards.appeal_dates_set],
            "court": True,
            "label": _("Conclude after the appeal"),
            "service": "end_appeal",
        },
    )
    def conclude_after_appeal(self):
        """Conclude because the appeal ended and nothing is left to decide."""

    @transition(
        field=state,
        source=[ProceedingState.UNDER_APPEAL],
        target=ProceedingState.NCR_SUPERVISED,
        permission=policies.may_end_appeal,
        custom={
            "id": "A24",
            "guards": [
                guards.file_is_active,
                guards.appeals_decided,
                guards.a_count_ncr,
                guards.none_guilty,
                guards.no_count_live,
                guards.appeal_dates_set,
            ],
            "court": True,
            "label": _("Back before the Review Board after the appeal"),
            "service": "end_appeal",
        },
    )
    def return_to_board(self):
        """Leave the accused to the Review Board because the verdict stands."""

    @transition(
        field=state,
        source=[ProceedingState.UNDER_APPEAL],
        target=ProceedingState.GUILTY_AWAITING_SENTENCE,
        permission=policies.may_end_appeal,
        custom={
            "id": "A24",
            "guards": [guards.file_is_active, guards.appeals_decided, guards.a_count_guilty, guards.live_counts_answered],
            "court": True,
            "label": _("Sentence to come after the appeal"),
            "service": "end_appeal",
        },
    )
    def return_to_sentence(self):
        """Wait for sentence because the appeal entered a conviction or sent the sentence back."""

    @transition(
        field=state,
        source=[ProceedingState.UNDER_APPEAL],
        target=ProceedingState.INTAKE,
        permission=policies.may_order_new_trial,
        custom={
            "id": "A25",
            "guards": [
                guards.file_is_active,
                guards.appeals_decided,
                guards.new_trial_ordered,
                guards.a_count_live,
                guards.none_guilty,
                guards.none_ncr,
            ],
            "court": True,
            "label": _("New trial: from intake"),
            "service": "end_appeal",
        },
    )
    def try_again_from_intake(self):
        """Begin again at intake because a new trial was ordered."""
        self._begin_again()

    @transition(
        field=state,
        source=[ProceedingState.UNDER_APPEAL],
        target=ProceedingState.INDICTED,
        permission=policies.may_order_new_trial,
        custom={
            "id": "A25",
            "guards": [
                guards.file_is_active,
                guards.appeals_decided,
                guards.new_trial_ordered,
                guards.a_count_live,
                guards.none_guilty,
                guards.none_ncr,
                guards.indictment_filed,
            ],
            "court": True,
            "label": _("New trial: from the indictment"),
            "service": "end_appeal",
        },
    )
    def try_again_from_indictment(self):
        """Begin again at the indictment because a new trial was ordered."""
        self._begin_again()

    @transition(
        field=state,
        source=[ProceedingState.UNDER_APPEAL],
        target=ProceedingState.TRIAL_SET,
        permission=policies.may_order_new_trial,
        custom={
            "id": "A25",
            "guards": [
                guards.file_is_active,
                guards.appeals_decided,
                guards.new_trial_ordered,
                guards.a_count_live,
                guards.none_guilty,
                guards.none_ncr,
            ],
            "court": True,
            "label": _("New trial: date set"),
            "service": "end_appeal",
        },
    )
    def try_again_at_trial(self, *, trial_on):
        """Begin again with a trial date because a new trial was ordered."""
        self._begin_again()
        self.trial_on = trial_on

    @transition(
        field=state,
        source=[state for state in ProceedingState if state not in TERMINAL],
        target=ProceedingState.ABATED,
        permission=policies.may_record_death,
        custom={
            "id": "A26",
            "guards": [guards.file_is_active, guards.death_confirmed],
            "label": _("Record the death of the accused"),
            "service": "record_death",
        },
    )
    def end_by_death(self):
        """End the matter against an accused who died."""
        self.parked_from = ""

    @transition(
        field=state,
        source=[ProceedingState.GUILTY_AWAITING_SENTENCE],
        target=ProceedingState.INTAKE,
        permission=policies.may_strike_plea,
        custom={
            "id": "A27",
            "guards": [guards.file_is_active, guards.none_guilty, guards.no_verdict_stands, guards.a_count_live],
            "court": True,
            "label": _("Plea struck: back to intake"),
            "reason": True,
            "service": "strike_plea",
        },
    )
    def strike_plea_to_intake(self):
        """Go back to intake because the plea was struck."""
        self._begin_again()

    @transition(
        field=state,
        source=[ProceedingState.GUILTY_AWAITING_SENTENCE],
        target=ProceedingState.INDICTED,
        permission=policies.may_strike_plea,
        custom={
            "id": "A27",
            "guards": [guards.file_is_active, guards.none_guilty, guards.no_verdict_stands, guards.a_count_live, guards.indictment_filed],
            "court": True,
            "label": _("Plea struck: back to the indictment"),
            "reason": True,
            "service": "strike_plea",
        },
    )
    def strike_plea_to_indictment(self):
        """Go back to the indictment because the plea was struck."""
        self._begin_again()

    @transition(
        field=state,
        source=[ProceedingState.GUILTY_AWAITING_SENTENCE],
        target=ProceedingState.TRIAL_SET,
        permission=policies.may_strike_plea,
        custom={
            "id": "A27",
            "guards": [guards.file_is_active, guards.none_guilty, guards.no_verdict_stands, guards.a_count_live],
            "court": True,
            "label": _("Plea struck: trial date set"),
            "reason": True,
            "service": "strike_plea",
        },
    )
    def strike_plea_to_trial(self, *, trial_on):
        """Go back to a trial date because the plea was struck."""
        self._begin_again()
        self.trial_on = trial_on

    @transition(
        field=state,
        source=[ProceedingState.CONCLUDED],
        target=ProceedingState.CHARGED,
        permission=policies.may_charge_again,
        custom={
            "id": "A28",
            "guards": [guards.file_is_active, guards.relaid, guards.ended_without_verdict, guards.no_verdict_stands, guards.no_stay_runs],
            "label": _("Record a new charge"),
            "service": "charge_again",
        },
    )
    def charge_again(self):
        """Begin again on a new information."""
        self._begin_again()
        self.forum = ""

    # A22, A29

    @transition(
        field=state,
        source=[
            *BEFORE_JUDGMENT,
            ProceedingState.DIVERTED,
            ProceedingState.UNFIT,
            ProceedingState.WARRANT_OUT,
            ProceedingState.CROWN_STAYED,
        ],
        target=ProceedingState.CONCLUDED,
        permission=policies.may_follow,
        custom={
            "id": "A22",
            "guards": [
                guards.every_count_ended,
                guards.none_found_guilty,
                guards.none_ncr,
                guards.no_direct_indictment_intended,
                guards.appeal_dates_set,
            ],
            "label": _("Conclude: every count ended without guilt"),
        },
    )
    def conclude_without_guilt(self):
        """Conclude because every count ended and none in guilt."""
        self.parked_from = ""

    @transition(
        field=state,
        source=[ProceedingState.SUSPECT],
        target=ProceedingState.CONCLUDED,
        permission=policies.may_conclude_uncharged,
        custom={
            "id": "A29",
            "guards": [guards.file_is_active, guards.no_count_laid],
            "label": _("Conclude: nothing will be laid"),
            "reason": True,
            "service": "conclude_uncharged",
        },
    )
    def conclude_uncharged(self):
        """Conclude because police laid none of the counts, or no charge will be laid against this person."""

"""One charge against one accused on one charging document, and what becomes of it."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import RETURN_VALUE, transition

from casetracker import choices, delay, guards, policies, querysets, texts
from casetracker.states import (
    COUNT_BEFORE_LAID,
    COUNT_IN_COURT,
    COUNT_NOT_ENDED,
    COUNT_PARKED,
    GUILTY,
    REOPENED_ON_APPEAL,
    CountState,
)
from foundation.audit.history import TrackedHistory
from foundation.law import catalogue
from foundation.workflow.models import Approval, StateField, Stateful

from .base import ends_after, one_of
from .charges import ScreeningReview, TextChoice, VictimView
from .court import Decision
from .file import CaseFile
from .stops import CrownStay


class Count(Stateful):
    """One charge against one accused on one charging document."""

    machine = "count"

    EndReason = choices.EndReason
    Avoidable = choices.Avoidable
    Mode = choices.CountMode

    state = StateField(choices=CountState.choices, default=CountState.PROPOSED)
    state_on = models.DateField(_("in this state since"), null=True, blank=True, editable=False)
    proceeding = models.ForeignKey("Proceeding", on_delete=models.PROTECT, related_name="counts")
    document = models.ForeignKey("ChargingDocument", on_delete=models.PROTECT, null=True, blank=True, related_name="counts")
    offence = models.ForeignKey("law.OffenceVersion", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(_("count number"), null=True, blank=True)
    joint_group = models.CharField(max_length=12, blank=True, db_index=True)
    offence_from = models.DateField(_("offence from"))
    offence_to = models.DateField(_("offence to"), null=True, blank=True)
    complainant = models.ForeignKey("Participant", on_delete=models.PROTECT, null=True, blank=True, related_name="counts_as_complainant")
    place = models.CharField(_("place"), max_length=200, blank=True)
    wording = models.TextField(_("wording"), blank=True)
    mode = models.CharField(_("mode elected"), max_length=10, choices=Mode.choices, blank=True)
    limitation_agreed = models.BooleanField(default=False)
    clock_origin = models.ForeignKey("ClockOrigin", on_delete=models.PROTECT, null=True, blank=True, related_name="counts")
    parked_from = models.CharField(max_length=40, choices=CountState.choices, blank=True)
    police_decided_on = models.DateField(null=True, blank=True)
    pleaded_on = models.DateField(_("plea entered on"), null=True, blank=True)
    leave_on = models.DateField(_("leave of the court on"), null=True, blank=True)
    reason_code = models.CharField(_("reason"), max_length=24, choices=EndReason.choices, blank=True)
    reason_avoidable = models.CharField(_("avoidable or not"), max_length=3, choices=Avoidable.choices, blank=True)
    reason_note = models.CharField(_("more on the reason"), max_length=500, blank=True)
    included_offence = models.ForeignKey("law.OffenceVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdraw_at_sentence = models.BooleanField(default=False)
    plea_struck_on = models.DateField(_("plea struck on"), null=True, blank=True)

    # set by the service that records them, before the move
    pending_decision: Decision | None = None
    pending_approval: Approval | None = None

    objects = querysets.CountQuerySet.as_manager()
    history = TrackedHistory()

    class Meta:
        ordering = ["proceeding_id", "number", "pk"]
        indexes = [  # all that the outcome report reads of a charge, so that it reads the index alone
            models.Index(
                fields=["state_on", "state", "proceeding", "reason_code", "reason_avoidable", "included_offence"], name="outcomes_of_counts"
            ),
            models.Index(fields=["proceeding", "state", "state_on", "offence", "included_offence", "document"], name="counts_of_cases"),
        ]
        constraints = [
            one_of("state", CountState, "count_state_known"),
            models.CheckConstraint(
                # A count that was only proposed ends with the death of the accused (C15) as those that were laid.
                condition=Q(document__isnull=False) | Q(state__in=[*COUNT_BEFORE_LAID, CountState.ABATED]),
                name="count_without_document_only_before_laid",
            ),
            models.CheckConstraint(
                condition=Q(parked_from="", state__in=[state for state in CountState if state not in COUNT_PARKED])
                | Q(parked_from__gt="", state__in=COUNT_PARKED),
                name="count_parked_from_when_parked",
            ),
            models.CheckConstraint(
                condition=~Q(state=CountState.GUILTY_INCLUDED) | Q(included_offence__isnull=False), name="count_included_offence_known"
            ),
            models.CheckConstraint(condition=~Q(state=CountState.WITHDRAWN) | Q(reason_code__gt=""), name="count_withdrawn_with_reason"),
            ends_after("offence_from", "offence_to", "offence_ends_later"),
        ]

    def reached(self, on: date) -> None:
        """Keep the day on which it came into its state: by that day it is counted."""
        self.state_on = on

    @property
    def file(self) -> CaseFile:
        """The file it is in."""
        return self.proceeding.file

    @property
    def by_indictment(self) -> bool:
        """Whether it proceeds by indictment."""
        return self.offence.mode == "I" or (self.offence.is_hybrid and self.mode == self.Mode.INDICTMENT)

    @property
    def by_summary(self) -> bool:
        """Whether it proceeds summarily."""
        return self.offence.mode == "S" or (self.offence.is_hybrid and self.mode == self.Mode.SUMMARY)

    @property
    def out_of_time(self) -> bool:
        """Whether the charge was laid after the limit for summary proceedings, or no limit is known (section 786(2))."""
        sworn_on = self.document.sworn_on if self.document else None
        if sworn_on is None:
            return False
        return self.summary_limit is None or sworn_on > delay.add_months(self.offence_to or self.offence_from, self.summary_limit)

    @property
    def summary_limit(self) -> int | None:
        """The limit for summary proceedings that held when the offence ended, in months."""
        return catalogue.summary_limit_months(self.offence_to or self.offence_from)

    @property
    def is_last_generation(self) -> bool:
        """Whether no other count came from it: only such a count is counted."""
        return not self.successors.all()

    @property
    def texts_to_decide(self) -> list[tuple[texts.Question, TextChoice | None]]:
        """What changed in the law within its period, each with what counsel decided, or None where she has not."""
        charged_on = self.document.sworn_on if self.document else None
        chosen = {choice.provision: choice for choice in sorted(self.text_choices.all(), key=lambda choice: choice.pk)}
        decided: list[tuple[texts.Question, TextChoice | None]] = []
        for question in texts.questions(self.offence, self.offence_from, self.offence_to, charged_on):
            choice = chosen.get(question.about)
            offered = {option.text.pk if option.text else None for option in question.options}
            stands = choice is not None and choice.text_id in offered and (question.about or choice.text_id == self.offence_id)
            decided.append((question, choice if stands else None))
        return decided

    @property
    def discharge_barred(self) -> bool:
        """Whether a discharge is impossible: a minimum punishment, or a maximum of fourteen years or life (section 730)."""
        offence = self.included_offence if self.state == CountState.GUILTY_INCLUDED and self.included_offence else self.offence
        if self.by_summary:
            minimum, maximum = offence.min_summary, False
        else:
            minimum, maximum = offence.min_indictment, offence.max_is_14_or_life
        return maximum or (minimum not in ("", "none") and offence.min_status != "STRUCK")

    @property
    def last_screening(self) -> ScreeningReview | None:
        """The last screening review of it."""
        return max(self.screenings.all(), key=lambda row: (row.reviewed_on, row.pk), default=None)

    @property
    def last_decision(self) -> Decision | None:
        """The decision of a court in which its present state rests."""
        return max((row for row in self.decisions.all() if row.result == self.state), key=lambda row: row.pk, default=None)

    @property
    def victim_view(self) -> VictimView | None:
        """The last view of a victim, or exception, recorded for it or for all counts of its accused."""
        views = [view for view in self.proceeding.victim_views.all() if view.count_id in (None, self.pk)]
        return max(views, key=lambda view: view.pk, default=None)

    @property
    def open_stay(self) -> CrownStay | None:
        """The Crown stay that still runs, if one does."""
        return next((stay for stay in self.crown_stays.all() if stay.is_open), None)

    @property
    def appeal_status(self) -> str:
        """What the latest appeal of its last decision came to: NONE, PENDING, or a result of AppealCount.

        Where both sides appealed, a result that changes the count comes before an appeal still open, and that before one that left it.
        """
        decisions = list(self.decisions.all())
        if not decisions:
            return "NONE"
        last = max(decisions, key=lambda row: row.pk)
        rows = [row for row in self.appeals.all() if row.decision_id == last.pk]
        rows = rows or [row for row in self.appeals.all() if last.from_appeal_id and row.appeal_id == last.from_appeal_id]
        weight = {"": 1, "AFFIRMED": 0, "ABATED": 0}
        found = max(rows, key=lambda row: (weight.get(row.result, 2), row.pk), default=None)
        return "NONE" if found is None else found.result or "PENDING"

    # C1 to C3

    @transition(
        field=state,
        source=[CountState.PROPOSED],
        target=CountState.LAID,
        permission=policies.may_lay,
        custom={
            "id": "C1",
            "guards": [guards.file_is_active, guards.own_services_approved, guards.on_sworn_document],
            "label": _("Record as laid"),
            "service": "lay_information",
        },
    )
    def lay(self):
        """Record that it stands on a sworn information."""

    @transition(
        field=state,
        source=[CountState.PROPOSED],
        target=CountState.NOT_LAID,
        permission=policies.may_lay,
        custom={
            "id": "C1",
            "guards": [guards.file_is_active, guards.police_decided],
            "label": _("Record as not laid"),
            "service": "record_police_decision",
        },
    )
    def not_lay(self):
        """Record that police decided not to lay it."""

    @transition(
        field=state,
        source=[CountState.LAID],
        target=CountState.PROCEEDING,
        permission=policies.may_proceed,
        custom={
            "id": "C2",
            "guards": [guards.file_is_active, guards.screened_to_proceed, guards.mode_elected, guards.summary_in_time],
            "label": _("Proceed on the count"),
        },
    )
    def proceed(self):
        """Proceed after screening."""

    @transition(
        field=state,
        source=list(COUNT_IN_COURT),
        target=CountState.WITHDRAWN,
        permission=policies.may_withdraw,
        custom={
            "id": "C3",
            "guards": [guards.file_is_active, guards.withdrawal_reason, guards.victim_view_known, guards.leave_after_plea],
            "court": True,
            "label": _("Withdraw the count"),
            "service": "withdraw_count",
        },
    )
    def withdraw(self):
        """Withdraw for the Crown."""

    # C4 to C8: replaced, preliminary inquiry, indictment, stays, ended by a court

    @transition(
        field=state,
        source=[CountState.LAID, CountState.PROCEEDING, CountState.COMMITTED, CountState.ON_INDICTMENT],
        target=CountState.REPLACED,
        permission=policies.may_replace,
        custom={
            "id": "C4",
            "guards": [guards.file_is_active, guards.successor_exists],
            "label": _("Replace the count"),
            "service": "replace_counts",
        },
    )
    def replace(self):
        """Let another count of the same accused stand in its place."""

    @transition(
        field=state,
        source=[CountState.PROCEEDING, CountState.PROPOSED],
        target=CountState.COMMITTED,
        permission=policies.may_record_prelim_result,
        custom={
            "id": "C5",
            "guards": [guards.file_is_active, guards.at_prelim, guards.result_recorded],
            "court": True,
            "label": _("Record an order to stand trial"),
            "service": "record_prelim_result",
        },
    )
    def commit(self):
        """Record that the accused is ordered to stand trial on it."""

    @transition(
        field=state,
        source=[CountState.PROCEEDING],
        target=CountState.DISCHARGED_PRELIM,
        permission=policies.may_record_prelim_result,
        custom={
            "id": "C5",
            "guards": [guards.file_is_active, guards.at_prelim, guards.result_recorded],
            "court": True,
            "label": _("Record a discharge at the preliminary inquiry"),
            "service": "record_prelim_result",
        },
    )
    def discharge_at_prelim(self):
        """Record that the accused was discharged on it."""

    @transition(
        field=state,
        source=[CountState.COMMITTED, CountState.PROCEEDING, CountState.DISCHARGED_PRELIM, CountState.PROPOSED],
        target=CountState.ON_INDICTMENT,
        permission=policies.may_indict,
        custom={
            "id": "C6",
            "guards": [guards.file_is_active, guards.own_services_approved, guards.on_indictment, guards.consent_after_discharge],
            "court": True,
            "label": _("Put on the indictment"),
            "service": "file_indictment",
        },
    )
    def put_on_indictment(self):
        """Record that it stands on an indictment."""

    @transition(
        field=state,
        source=[*COUNT_IN_COURT, CountState.IN_ALTERNATIVE_MEASURES],
        target=CountState.CROWN_STAYED,
        permission=policies.may_approve_crown_stay,
        custom={
            "id": "C7",
            "guards": [guards.file_is_active, guards.stay_approved, guards.stay_entered],
            "court": True,
            "label": _("Stay the count by the Crown"),
            "service": "decide_crown_stay",
        },
    )
    def stay_by_crown(self):
        """Freeze it; notice within the time given brings it back."""
        self.parked_from = self.state

    @transition(
        field=state,
        source=[CountState.CROWN_STAYED],
        target=RETURN_VALUE(*COUNT_IN_COURT, CountState.IN_ALTERNATIVE_MEASURES),
        permission=policies.may_recommence,
        custom={
            "id": "C7",
            "guards": [guards.file_is_active, guards.notice_in_time],
            "court": True,
            "label": _("Recommence the count"),
            "service": "recommence",
        },
    )
    def recommence(self):
        """Go back to where it was when the Crown stayed it."""
        resumed = self.parked_from
        self.parked_from = CountState.PROCEEDING if resumed == CountState.IN_ALTERNATIVE_MEASURES else ""
        return resumed

    @transition(
        field=state,
        source=[CountState.CROWN_STAYED],
        target=CountState.STAY_LAPSED,
        permission=policies.may_follow,
        custom={
            "id": "C7",
            "guards": [guards.stay_has_lapsed],
            "label": _("The Crown stay lapsed"),
        },
    )
    def let_stay_lapse(self):
        """End it because no notice of recommencement came in time."""
        self.parked_from = ""

    @transition(
        field=state,
        source=list(COUNT_IN_COURT),
        target=CountState.QUASHED,
        permission=policies.may_end_by_court,
        custom={
            "id": "C8",
            "guards": [guards.file_is_active, guards.order_recorded],
            "court": True,
            "label": _("Record that it was quashed"),
            "service": "record_court_order",
        },
    )
    def quash(self):
        """Record that the court quashed it."""

    @transition(
        field=state,
        source=list(COUNT_IN_COURT),
        target=CountState.DISMISSED,
        permission=policies.may_end_by_court,
        custom={
            "id": "C8",
            "guards": [guards.file_is_active, guards.order_recorded],
            "court": True,
            "label": _("Record that it was dismissed"),
            "service": "record_court_order",
        },
    )
    def dismiss(self):
        """Record that the court dismissed it."""

    @transition(
        field=state,
        source=[*COUNT_IN_COURT, *GUILTY],
        target=CountState.STAYED_11B,
        permission=policies.may_end_by_court,
        custom={
            "id": "C8",
            "guards": [guards.file_is_active, guards.order_recorded, guards.awaiting_sentence],
            "court": True,
            "label": _("Record a stay for delay"),
            "service": "record_court_order",
        },
    )
    def stay_for_delay(self):
        """Record that the court stayed it for delay."""

    @transition(
        field=state,
        source=[*COUNT_IN_COURT, *GUILTY],
        target=CountState.STAYED_ABUSE,
        permission=policies.may_end_by_court,
        custom={
            "id": "C8",
            "guards": [guards.file_is_active, guards.order_recorded, guards.awaiting_sentence],
            "court": True,
            "label": _("Record a stay for abuse of process"),
            "service": "record_court_order",
        },
    )
    def stay_for_abuse(self):
        """Record that the court stayed it for abuse of process."""

    # C9

    @transition(
        field=state,
        source=[CountState.PROCEEDING, CountState.ON_INDICTMENT],
        target=CountState.PLEA_GUILTY,
        permission=policies.may_record_verdict,
        custom={
            "id": "C9",
            "guards": [guards.file_is_active, guards.accused_before_court, guards.verdict_recorded],
            "court": True,
            "label": _("Record a plea of guilty"),
            "service": "record_verdict",
        },
    )
    def plead_guilty(self, *, pleaded_on):
        """Record a plea of guilty."""
        self.pleaded_on = pleaded_on

    @transition(
        field=state,
        source=[CountState.PROCEEDING, CountState.ON_INDICTMENT],
        target=CountState.FOUND_GUILTY,
        permission=policies.may_record_verdict,
        custom={
            "id": "C9",
            "guards": [guards.file_is_active, guards.accused_before_court, guards.verdict_recorded],
            "court": True,
            "label": _("Record a verdict of guilty"),
            "service": "record_verdict",
        },
    )
    def find_guilty(self):
        """Record a verdict of guilty."""

    @transition(
        field=state,
        source=[CountState.PROCEEDING, CountState.ON_INDICTMENT],
        target=CountState.GUILTY_INCLUDED,
        permission=policies.may_record_verdict,
        custom={
            "id": "C9",
            "guards": [guards.file_is_active, guards.accused_before_court, guards.verdict_recorded, guards.included_offence_known],
            "court": True,
            "label": _("Record guilt of an included offence"),
            "service": "record_verdict",
        },
    )
    def find_guilty_of_included(self):
        """Record a verdict of guilty of an included offence."""

    @transition(
        field=state,
        source=[CountState.PROCEEDING, CountState.ON_INDICTMENT],
        target=CountState.ACQUITTED,
        permission=policies.may_record_verdict,
        custom={
            "id": "C9",
            "guards": [guards.file_is_active, guards.tried_or_no_case_shown, guards.verdict_recorded],
            "court": True,
            "label": _("Record an acquittal"),
            "service": "record_verdict",
        },
    )
    def acquit(self):
        """Record an acquittal."""

    @transition(
        field=state,
        source=[CountState.PROCEEDING, CountState.ON_INDICTMENT],
        target=CountState.NCR,
        permission=policies.may_record_verdict,
        custom={
            "id": "C9",
            "guards": [guards.file_is_active, guards.at_trial, guards.verdict_recorded],
            "court": True,
            "label": _("Record a verdict of not criminally responsible"),
            "service": "record_verdict",
        },
    )
    def find_ncr(self):
        """Record a verdict of not criminally responsible."""

    @transition(
        field=state,
        source=[CountState.PROCEEDING, CountState.ON_INDICTMENT],
        target=CountState.MISTRIAL,
        permission=policies.may_record_verdict,
        custom={
            "id": "C9",
            "guards": [guards.file_is_active, guards.at_trial, guards.verdict_recorded],
            "court": True,
            "label": _("Record a mistrial on the count"),
            "service": "record_verdict",
        },
    )
    def declare_mistrial(self):
        """Record a mistrial or a hung jury."""

    # C10: back before the court

    @transition(
        field=state,
        source=[CountState.MISTRIAL],
        target=CountState.ON_INDICTMENT,
        permission=policies.may_resume,
        custom={
            "id": "C10",
            "guards": [guards.file_is_active, guards.rescreened, guards.on_indictment],
            "label": _("Proceed again on the indictment"),
            "service": "resume_counts",
        },
    )
    def resume_on_indictment(self):
        """Proceed again on the indictment after a mistrial."""

    @transition(
        field=state,
        source=[CountState.MISTRIAL, CountState.COMMITTED, CountState.ON_INDICTMENT],
        target=CountState.PROCEEDING,
        permission=policies.may_resume,
        custom={
            "id": "C10",
            "guards": [guards.file_is_active, guards.rescreened],
            "label": _("Proceed again"),
            "service": "resume_counts",
        },
    )
    def resume(self):
        """Proceed again after a mistrial, or in the Ontario Court of Justice after a re-election."""

    # C11

    @transition(
        field=state,
        source=list(GUILTY),
        target=CountState.SENTENCED,
        permission=policies.may_record_disposition,
        custom={
            "id": "C11",
            "guards": [guards.file_is_active, guards.awaiting_sentence, guards.sentence_recorded],
            "court": True,
            "label": _("Record the sentence"),
            "service": "record_disposition",
        },
    )
    def sentence(self):
        """Record the sentence."""

    @transition(
        field=state,
        source=list(GUILTY),
        target=CountState.DISCHARGED_ABSOLUTE,
        permission=policies.may_record_disposition,
        custom={
            "id": "C11",
            "guards": [guards.file_is_active, guards.awaiting_sentence, guards.sentence_recorded, guards.discharge_possible],
            "court": True,
            "label": _("Record an absolute discharge"),
            "service": "record_disposition",
        },
    )
    def discharge_absolutely(self):
        """Record an absolute discharge."""

    @transition(
        field=state,
        source=list(GUILTY),
        target=CountState.DISCHARGED_CONDITIONAL,
        permission=policies.may_record_disposition,
        custom={
            "id": "C11",
            "guards": [guards.file_is_active, guards.awaiting_sentence, guards.sentence_recorded, guards.discharge_possible],
            "court": True,
            "label": _("Record a conditional discharge"),
            "service": "record_disposition",
        },
    )
    def discharge_conditionally(self):
        """Record a conditional discharge."""

    @transition(
        field=state,
        source=list(GUILTY),
        target=CountState.STAYED_KIENAPPLE,
        permission=policies.may_record_disposition,
        custom={
            "id": "C11",
            "guards": [guards.file_is_active, guards.awaiting_sentence, guards.sentence_recorded, guards.another_conviction],
            "court": True,
            "label": _("Stay under the rule against multiple convictions"),
            "service": "record_disposition",
        },
    )
    def stay_kienapple(self):
        """Record a stay under the rule against multiple convictions."""

    # C12 to C18: sentence after all, programs, appeals, death, a struck plea

    @transition(
        field=state,
        source=[CountState.STAYED_KIENAPPLE],
        target=CountState.SENTENCED,
        permission=policies.may_impose_after_kienapple,
        custom={
            "id": "C12",
            "guards": [guards.file_is_active, guards.no_other_conviction, guards.sentence_recorded],
            "court": True,
            "label": _("Record the sentence now that the other conviction fell"),
            "service": "record_disposition",
        },
    )
    def sentence_after_kienapple(self):
        """Record the sentence because the other conviction was set aside."""

    @transition(
        field=state,
        source=[CountState.LAID, CountState.PROCEEDING],
        target=CountState.IN_ALTERNATIVE_MEASURES,
        permission=policies.may_divert,
        custom={
            "id": "C13",
            "guards": [guards.file_is_active, guards.measure_allows],
            "label": _("Refer to a program outside court"),
            "service": "divert",
        },
    )
    def send_to_measures(self):
        """Park it while a program outside court runs."""
        self.parked_from = self.state

    @transition(
        field=state,
        source=[CountState.IN_ALTERNATIVE_MEASURES],
        target=CountState.DISMISSED_MEASURES,
        permission=policies.may_divert,
        custom={
            "id": "C13",
            "guards": [guards.file_is_active, guards.measure_completed],
            "court": True,
            "label": _("Dismiss: the program was completed"),
            "service": "end_measure",
        },
    )
    def complete_measures(self):
        """End it because the program was completed."""
        self.parked_from = ""

    @transition(
        field=state,
        source=[CountState.IN_ALTERNATIVE_MEASURES],
        target=CountState.PROCEEDING,
        permission=policies.may_divert,
        custom={
            "id": "C13",
            "guards": [guards.file_is_active, guards.measure_of_count_failed],
            "label": _("Proceed: the program failed"),
            "service": "end_measure",
        },
    )
    def leave_measures(self):
        """Proceed because the program failed."""
        self.parked_from = ""

    @transition(
        field=state,
        source=list(REOPENED_ON_APPEAL),
        target=CountState.ON_INDICTMENT,
        permission=policies.may_apply_appeal,
        custom={
            "id": "C14",
            "guards": [guards.file_is_active, guards.retrial_ordered, guards.on_indictment],
            "court": True,
            "label": _("Reopen on the indictment after an appeal"),
            "service": "end_appeal",
        },
    )
    def reopen_on_indictment(self):
        """Try it again on the indictment because the appeal court ordered so."""
        self._undecided()

    @transition(
        field=state,
        source=list(REOPENED_ON_APPEAL),
        target=CountState.PROCEEDING,
        permission=policies.may_apply_appeal,
        custom={
            "id": "C14",
            "guards": [guards.file_is_active, guards.retrial_ordered],
            "court": True,
            "label": _("Reopen after an appeal"),
            "service": "end_appeal",
        },
    )
    def reopen(self):
        """Try it again because the appeal court ordered so."""
        self._undecided()

    @transition(
        field=state,
        source=list(COUNT_NOT_ENDED),
        target=CountState.ABATED,
        permission=policies.may_follow,
        custom={
            "id": "C15",
            "guards": [guards.accused_died],
            "label": _("End by death"),
        },
    )
    def end_by_death(self):
        """End it because the accused died."""
        self.parked_from = ""

    @transition(
        field=state,
        source=[CountState.PLEA_GUILTY],
        target=CountState.PROCEEDING,
        permission=policies.may_strike_plea,
        custom={
            "id": "C17",
            "guards": [guards.file_is_active, guards.plea_struck],
            "court": True,
            "label": _("Strike the plea"),
            "service": "strike_plea",
        },
    )
    def strike_plea(self):
        """Proceed because the plea was struck."""
        self._undecided()

    @transition(
        field=state,
        source=[CountState.PLEA_GUILTY],
        target=CountState.ON_INDICTMENT,
        permission=policies.may_strike_plea,
        custom={
            "id": "C17",
            "guards": [guards.file_is_active, guards.plea_struck, guards.on_indictment],
            "court": True,
            "label": _("Strike the plea on the indictment"),
            "service": "strike_plea",
        },
    )
    def strike_plea_on_indictment(self):
        """Proceed on the indictment because the plea was struck."""
        self._undecided()

    @transition(
        field=state,
        source=[CountState.ACQUITTED, CountState.SENTENCED, CountState.STAYED_11B, CountState.STAYED_ABUSE],
        target=CountState.FOUND_GUILTY,
        permission=policies.may_apply_appeal,
        custom={
            "id": "C18",
            "guards": [guards.file_is_active, guards.convicted_on_appeal],
            "court": True,
            "label": _("Record guilt after the appeal"),
            "service": "end_appeal",
        },
    )
    def convict_on_appeal(self):
        """Record guilt as the appeal court had it; sentence is to come."""

    @transition(
        field=state,
        source=[CountState.SENTENCED],
        target=CountState.GUILTY_INCLUDED,
        permission=policies.may_apply_appeal,
        custom={
            "id": "C18",
            "guards": [guards.file_is_active, guards.verdict_substituted, guards.included_offence_known],
            "court": True,
            "label": _("Record guilt of an included offence after the appeal"),
            "service": "end_appeal",
        },
    )
    def substitute_on_appeal(self):
        """Record guilt of an included offence as the appeal court had it; sentence is to come."""

    @transition(
        field=state,
        source=[CountState.SENTENCED, CountState.DISCHARGED_ABSOLUTE, CountState.DISCHARGED_CONDITIONAL, CountState.STAYED_KIENAPPLE],
        target=CountState.ACQUITTED,
        permission=policies.may_apply_appeal,
        custom={
            "id": "C18",
            "guards": [guards.file_is_active, guards.acquitted_on_appeal],
            "court": True,
            "label": _("Record the acquittal by the appeal court"),
            "service": "end_appeal",
        },
    )
    def acquit_on_appeal(self):
        """Record the acquittal that the appeal court entered."""

    def _undecided(self):
        """Let go of the plea that was; what was decided stays in its decisions and in history."""
        self.pleaded_on = self.leave_on = None
        self.withdraw_at_sentence = False

"""What must already be on file before a step: one test and one sentence each, and where it is mended."""

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from foundation import clock
from foundation.workflow.models import Approval
from foundation.workflow.transitions import Guard

from .matching import same_person
from .states import (
    AFTER_GUILT,
    APPEALABLE,
    AT_TRIAL,
    BEFORE_JUDGMENT,
    ENDED,
    FILE_ACTIVE,
    FILE_INTAKE,
    GUILTY,
    LIVE,
    NO_LIVE_STEP,
    TERMINAL,
    Access,
    CountState,
    ProceedingState,
)


def _page(name: str):
    """Give the way to a page of the file that mends a guard; the page of an accused or a count lies in its file."""

    def url(instance) -> str:
        kwargs = {"ref": instance.file.ref}
        if instance.machine != "file":
            kwargs["accused"] = instance.ref if instance.machine == "proceeding" else instance.proceeding.ref
        if instance.machine == "count":
            kwargs["count"] = instance.ref
        wanted = dict(kwargs)
        while wanted:
            try:
                return reverse(f"casetracker:{name}", kwargs=wanted)
            except NoReverseMatch:
                wanted.popitem()
        return ""

    return url


def _counts(proceeding) -> list:
    return list(proceeding.counts.all())


def _proceedings(case_file) -> list:
    return list(case_file.proceedings.all())


# The file


def _names_entered(case_file) -> bool:
    return case_file.names_complete and bool(_proceedings(case_file))


def _conflict_dealt_with(case_file) -> bool:
    return case_file.conflict_cleared_on is not None or case_file.walls.filter(lifted_at=None).exists()


def _has_lead_prosecutor(case_file) -> bool:
    return case_file.accesses.current().filter(acting_as=Access.LEAD_COUNSEL).exists()


def _information_if_charged(case_file) -> bool:
    charged = [proceeding for proceeding in _proceedings(case_file) if proceeding.state != ProceedingState.SUSPECT]
    return not charged or case_file.documents.exclude(sworn_on=None).exists()


def _first_information_sworn(case_file) -> bool:
    return case_file.documents.exclude(sworn_on=None).exists()


def _every_accused_terminal(case_file) -> bool:
    proceedings = _proceedings(case_file)
    return bool(proceedings) and all(proceeding.state in TERMINAL for proceeding in proceedings)


def _no_live_accused(case_file) -> bool:
    return all(proceeding.state in TERMINAL for proceeding in _proceedings(case_file))


def _no_crown_stay(case_file) -> bool:
    return not any(count.state == CountState.CROWN_STAYED for proceeding in _proceedings(case_file) for count in _counts(proceeding))


def _appeal_periods_past(case_file) -> bool:
    today = clock.today()
    for proceeding in _proceedings(case_file):
        for count in _counts(proceeding):
            decision = count.last_decision
            if count.state in APPEALABLE and not (
                decision and (decision.appeal_none or (decision.appeal_due_on is not None and decision.appeal_due_on < today))
            ):
                return False
    return True


def _waiting(case_file) -> list:
    return [proceeding for proceeding in _proceedings(case_file) if proceeding.state in NO_LIVE_STEP]


def _handed_over(case_file) -> bool:
    handover = case_file.handovers.order_by("pk").last()
    return handover is not None and handover.complete


def _checklist_done(case_file) -> bool:
    checklist = case_file.checklists.order_by("pk").last()
    return checklist is not None and checklist.complete


def _file_is_active(instance) -> bool:
    return instance.file.state in FILE_ACTIVE or instance.file.state in FILE_INTAKE


names_entered = Guard(
    _names_entered, _("Enter the names of every accused, victim and counsel known, and say that they are complete."), _page("conflicts")
)
conflict_dealt_with = Guard(_conflict_dealt_with, _("Record that the conflict check is clear, or set up a wall."), _page("conflicts"))
has_lead_prosecutor = Guard(_has_lead_prosecutor, _("Name one lead prosecutor."), _page("access"))
information_if_charged = Guard(_information_if_charged, _("Enter the information, because an accused is charged."), _page("accused_list"))
first_information_sworn = Guard(_first_information_sworn, _("Enter the first information and the day it was sworn."), _page("accused_list"))
no_charge_confirmed = Guard(
    lambda case_file: case_file.no_charge_confirmed_on is not None, _("Enter the day police confirmed that no charge will be laid.")
)
no_live_accused = Guard(_no_live_accused, _("Every accused on the file must be concluded first."), _page("accused_list"))
every_accused_terminal = Guard(_every_accused_terminal, _("Every accused on the file must be concluded."), _page("accused_list"))
no_crown_stay = Guard(_no_crown_stay, _("No count may be stayed by the Crown, because it can still be revived."), _page("accused_list"))
appeal_periods_past = Guard(_appeal_periods_past, _("Every appeal period on the file must be typed and past."), _page("accused_list"))
handed_over = Guard(
    _handed_over,
    _("Record the handover: acceptance in writing, disclosure, exhibits, deadlines, duties to victims and the position on delay."),
    _page("transfer"),
)
checklist_done = Guard(
    _checklist_done, _("Answer the closing checklist: orders, property, victim told, precedent, retention date."), _page("close")
)
advice_finished = Guard(
    lambda case_file: case_file.advice_finished_on is not None or _every_accused_terminal(case_file),
    _("Say that the advice is finished, or conclude every accused first."),
)
agreement_typed = Guard(
    lambda case_file: case_file.pending_agreement is not None,
    _("Record the written agreement with the local office and the day it takes effect."),
    _page("agree_carriage"),
)
only_parked_accused = Guard(
    lambda case_file: (
        bool(_waiting(case_file))
        and all(p.state in (*NO_LIVE_STEP, ProceedingState.UNDER_APPEAL, *TERMINAL) for p in _proceedings(case_file))
    ),
    _(
        "Every accused who is not concluded must be at large on a warrant, unfit, stayed by the Crown or under appeal, "
        "and at least one not under appeal."
    ),
    _page("accused_list"),
)
dormant_review_set = Guard(
    lambda case_file: case_file.dormant_review_on is not None, _("Enter the day to look at the file again."), _page("make_dormant")
)
an_accused_moves_again = Guard(
    lambda case_file: any(p.state not in (*NO_LIVE_STEP, ProceedingState.UNDER_APPEAL, *TERMINAL) for p in _proceedings(case_file)),
    _("An accused must be neither concluded nor under appeal, at large on a warrant, unfit or stayed by the Crown."),
    _page("accused_list"),
)
trial_work_over = Guard(
    lambda case_file: all(p.state in (ProceedingState.UNDER_APPEAL, *TERMINAL) for p in _proceedings(case_file)),
    _("Every accused must be concluded or under appeal."),
    _page("accused_list"),
)
an_accused_under_appeal = Guard(
    lambda case_file: any(p.state == ProceedingState.UNDER_APPEAL for p in _proceedings(case_file)),
    _("An accused must be under appeal."),
    _page("accused_list"),
)
an_accused_back_at_trial = Guard(
    lambda case_file: any(p.state not in (ProceedingState.UNDER_APPEAL, *TERMINAL) for p in _proceedings(case_file)),
    _("An accused must be neither concluded nor under appeal."),
    _page("accused_list"),
)
file_is_active = Guard(_file_is_active, _("The file must be active; where it is over, reopen it first."), _page("reopen"))


# The accused


def _has_sworn_information(proceeding) -> bool:
    return any(
        count.state not in (CountState.PROPOSED, CountState.NOT_LAID)
        and count.document
        and count.document.number
        and count.document.sworn_on
        for count in _counts(proceeding)
    )


def _any_count(*states):
    return lambda proceeding: any(count.state in states for count in _counts(proceeding))


def _indictable_count_with_election(proceeding) -> bool:
    return any(count.state in LIVE and count.by_indictment for count in _counts(proceeding))


def _trial_court_settled(proceeding) -> bool:
    live = [count for count in _counts(proceeding) if count.state in LIVE]
    if live and all(count.by_summary for count in live):
        return True
    election = proceeding.accused_election
    return election is not None and (election.choice == "OCJ" or not election.prelim_requested)


def _live_counts_answered(proceeding) -> bool:
    return all(count.withdraw_at_sentence for count in _counts(proceeding) if count.state in LIVE)


def _every_count_over(proceeding) -> bool:
    counts = _counts(proceeding)
    stayed = [count for count in counts if count.state == CountState.CROWN_STAYED]
    beside = not stayed or any(count.state in AFTER_GUILT for count in counts)
    return bool(counts) and beside and all(count.state in ENDED or count in stayed for count in counts)


def _new_trial_ordered(proceeding) -> bool:
    return any(count.result in ("NEW_TRIAL", "STAY_SET_ASIDE") for appeal in proceeding.appeals.all() for count in appeal.counts.all())


def _none_found_guilty(proceeding) -> bool:
    """Convictions that an appeal left standing beside a new trial are no finding of this trial."""
    states = {count.state for count in _counts(proceeding)}
    return states.isdisjoint(GUILTY) and (states.isdisjoint(AFTER_GUILT) or _new_trial_ordered(proceeding))


def _indictment_filed(proceeding) -> bool:
    return any(
        count.state == CountState.ON_INDICTMENT and count.document and count.document.kind == "INDICTMENT" and count.document.sworn_on
        for count in _counts(proceeding)
    )


def open_request(proceeding):
    """Give the direct indictment that is intended and was not filed yet, or None."""
    return next((row for row in proceeding.direct_indictments.all() if row.intended and not _was_filed(row, proceeding)), None)


def _was_filed(row, proceeding) -> bool:
    """Say whether an indictment was filed since the Attorney General consented."""
    return row.consent_on is not None and any(
        count.document is not None and count.document.kind == "INDICTMENT" and (count.document.sworn_on or row.consent_on) >= row.consent_on
        for count in _counts(proceeding)
        if count.state not in (CountState.PROPOSED, CountState.NOT_LAID)
    )


def _discharged_count_waits(proceeding) -> bool:
    """Say whether a count discharged at the preliminary inquiry waits for a direct indictment; for other counts none is waited for."""
    discharged = any(count.state == CountState.DISCHARGED_PRELIM for count in _counts(proceeding))
    return discharged and open_request(proceeding) is not None


def consent_of(proceeding):
    """Give the consent of the Attorney General that stands for this accused, or None."""
    return next((row for row in proceeding.direct_indictments.all() if row.consent_on is not None and row.intended), None)


def _consent_where_needed(proceeding) -> bool:
    needs = (ProceedingState.CHARGED, ProceedingState.TRIAL_SET, ProceedingState.CONCLUDED)
    return proceeding.state not in needs or consent_of(proceeding) is not None


def _back_only_after_discharge(proceeding) -> bool:
    """From CONCLUDED: a count on the indictment was discharged at the preliminary inquiry, and no conviction or NCR verdict stands."""
    if proceeding.state != ProceedingState.CONCLUDED:
        return True
    counts = _counts(proceeding)
    discharged = any(
        count.state == CountState.ON_INDICTMENT and any(row.result == CountState.DISCHARGED_PRELIM for row in count.decisions.all())
        for count in counts
    )
    return discharged and not any(count.state in (*AFTER_GUILT, CountState.NCR) for count in counts)


def _reelection_settled(proceeding) -> bool:
    return proceeding.pending_reelection is not None


def _prelim_asked(proceeding) -> bool:
    election = proceeding.accused_election
    return election is not None and election.choice in ("SCJ_JUDGE", "SCJ_JURY") and election.prelim_requested


def _prelim_possible(proceeding) -> bool:
    """A maximum that is not known, or changed since the offence, is for counsel to decide and blocks nothing."""
    return any(count.state in LIVE and count.by_indictment and count.offence.prelim_eligible != "NO" for count in _counts(proceeding))


def _measure_runs(proceeding) -> bool:
    return any(row.is_running for row in proceeding.measures.all())


def _last_measure_failed(proceeding) -> bool:
    rows = list(proceeding.measures.all())
    return bool(rows) and not _measure_runs(proceeding) and max(rows, key=lambda row: row.pk).failed_on is not None


def _program_over(proceeding) -> bool:
    """It failed; or it was completed, and a count that was not in it is left."""
    rows = list(proceeding.measures.all())
    if not rows or _measure_runs(proceeding):
        return False
    return _last_measure_failed(proceeding) or any(count.state not in ENDED for count in _counts(proceeding))


def _open_appeals(proceeding) -> list:
    return [appeal for appeal in proceeding.appeals.all() if appeal.decided_on is None]


def _stays_entered(proceeding) -> bool:
    stayed = [count for count in _counts(proceeding) if count.state == CountState.CROWN_STAYED]
    return bool(stayed) and all(count.open_stay is not None for count in stayed)


def _stay_approved(subject) -> bool:
    """A lead approved it; for an accused it is enough that each stay that is left was approved, once nothing else is left of her matter."""
    if subject.pending_approval is not None:
        return True
    return subject.machine == "proceeding" and rests_on_stays(subject)


def rests_on_stays(proceeding) -> bool:
    """Say whether every count is over or stayed by the Crown, at least one stayed, and no direct indictment is waited for."""
    counts = _counts(proceeding)
    over = all(count.state in ENDED or count.state == CountState.CROWN_STAYED for count in counts)
    return over and _stays_entered(proceeding) and not _discharged_count_waits(proceeding)


def _parked_before_judgment(proceeding) -> bool:
    return (proceeding.parked_from or proceeding.state) in BEFORE_JUDGMENT


def _recommenced(proceeding) -> bool:
    return any(count.state in LIVE and count.crown_stays.all() for count in _counts(proceeding))


def _relaid(proceeding) -> bool:
    """A count of the newest generation is laid on a sworn information, and the clock of that generation was begun."""
    return any(
        count.state == CountState.LAID and count.document and count.document.sworn_on and count.clock_origin
        for count in _counts(proceeding)
    )


def _every_count_ended(proceeding) -> bool:
    counts = _counts(proceeding)
    return bool(counts) and all(count.state in ENDED for count in counts)


def _appeal_dates_set(proceeding) -> bool:
    return all(
        count.last_decision is not None and (count.last_decision.appeal_none or count.last_decision.appeal_due_on is not None)
        for count in _counts(proceeding)
        if count.state in APPEALABLE
    )


def _orders_answered(proceeding) -> bool:
    return not proceeding.orders_to_answer


def _open_warrant(proceeding) -> bool:
    return proceeding.open_warrant is not None


sworn_information = Guard(
    _has_sworn_information, _("Enter the information, its number and the day it was sworn."), _page("lay_information")
)
a_count_laid = Guard(_any_count(*LIVE), _("At least one count must be laid."), _page("lay_information"))
first_appearance_set = Guard(lambda proceeding: proceeding.appearances.exists(), _("Enter the first appearance."), _page("add_appearance"))
election_available = Guard(
    _indictable_count_with_election, _("A count must proceed by indictment, so that the accused has an election."), _page("accused")
)
trial_court_settled = Guard(
    _trial_court_settled,
    _(
        "Record an election into the Ontario Court of Justice, or one into the Superior Court without a preliminary inquiry, "
        "or proceed summarily on every count."
    ),
    _page("record_election"),
)
trial_date_known = Guard(lambda proceeding: proceeding.trial_on is not None, _("Enter the trial date."), _page("set_trial"))
evidence_ended = Guard(
    lambda proceeding: proceeding.evidence_ended_on is not None, _("Enter the day evidence and argument ended."), _page("reserve")
)
a_count_guilty = Guard(_any_count(*GUILTY), _("At least one count must have a plea or a finding of guilt."), _page("record_outcomes"))
live_counts_answered = Guard(
    _live_counts_answered,
    _("Say for each count still live that it will be withdrawn at sentence, or sever it first."),
    _page("record_outcomes"),
)
every_count_over = Guard(
    _every_count_over, _("Every count must be over: each guilty one by a sentence, a discharge or a stay."), _page("accused")
)
orders_answered = Guard(_orders_answered, _("Answer each order one by one."), _page("record_outcomes"))
appeal_dates_set = Guard(
    _appeal_dates_set, _("Enter the last day to appeal for every decision of a court, or that there is none."), _page("accused")
)
every_count_ended = Guard(_every_count_ended, _("Every count must have ended."), _page("accused"))
none_found_guilty = Guard(
    _none_found_guilty,
    _("No count may have ended in guilt."),
    _page("accused"),
)
none_ncr = Guard(
    lambda proceeding: not any(count.state == CountState.NCR for count in _counts(proceeding)),
    _("No count may have ended as not criminally responsible."),
    _page("accused"),
)
warrant_recorded = Guard(_open_warrant, _("Record the warrant: its kind and the day it was issued."), _page("issue_warrant"))
warrant_closed = Guard(
    lambda proceeding: not _open_warrant(proceeding),
    _("Record the day the warrant was executed or the accused surrendered."),
    _page("execute_warrant"),
)
every_count_not_laid = Guard(
    lambda proceeding: bool(_counts(proceeding)) and all(count.state == CountState.NOT_LAID for count in _counts(proceeding)),
    _("Police must have decided to lay none of the counts."),
    _page("accused"),
)
no_count_laid = Guard(
    lambda proceeding: all(count.state in (CountState.PROPOSED, CountState.NOT_LAID) for count in _counts(proceeding)),
    _("No count may be laid."),
    _page("accused"),
)
no_direct_indictment_intended = Guard(
    lambda proceeding: not _discharged_count_waits(proceeding),
    _("No direct indictment may be intended: record the refusal, or withdraw the request."),
    _page("ask_direct_indictment"),
)
prelim_asked = Guard(
    _prelim_asked,
    _("Record an election into the Superior Court of Justice with a request for a preliminary inquiry."),
    _page("record_election"),
)
prelim_possible = Guard(
    _prelim_possible,
    _("At least one live count must be open to a preliminary inquiry: a maximum of fourteen years or more (s. 535)."),
    _page("accused"),
)
a_count_committed = Guard(
    _any_count(CountState.COMMITTED), _("At least one count must be ordered to stand trial."), _page("record_prelim_result")
)
indictment_filed = Guard(_indictment_filed, _("File the indictment: its number, its day and its counts."), _page("file_indictment"))
consent_where_needed = Guard(
    _consent_where_needed,
    _("From here only a direct indictment is possible: enter the consent of the Attorney General (s. 577)."),
    _page("ask_direct_indictment"),
)
back_only_after_discharge = Guard(
    _back_only_after_discharge,
    _("A concluded accused is indicted only after a discharge at the preliminary inquiry, and where no verdict stands."),
    _page("accused"),
)
reelection_settled = Guard(
    _reelection_settled, _("Record the re-election: its day, and the Crown's consent or that it is of right (s. 561)."), _page("reelect")
)
mistrial_declared = Guard(
    _any_count(CountState.MISTRIAL), _("Record the mistrial on at least one count: its day and who declared it."), _page("record_outcomes")
)
no_count_live = Guard(
    lambda proceeding: not any(count.state in LIVE for count in _counts(proceeding)),
    _("No count may stay live: stay or end every one of them."),
    _page("accused"),
)
stays_entered = Guard(_stays_entered, _("Enter the stay of at least one count (s. 579)."), _page("ask_crown_stay"))
stay_approved = Guard(_stay_approved, _("A team lead must approve the stay."), _page("ask_crown_stay"))
parked_before_judgment = Guard(_parked_before_judgment, _("Judgment was given: the Crown can no longer stay the matter."), _page("accused"))
recommenced = Guard(_recommenced, _("Enter the notice of recommencement of at least one count, in time."), _page("recommence"))
found_unfit = Guard(
    lambda proceeding: proceeding.open_finding is not None, _("Enter the day the accused was found unfit."), _page("record_unfit")
)
found_fit = Guard(lambda proceeding: proceeding.open_finding is None, _("Enter the day the accused was found fit."), _page("record_fit"))
a_count_ncr = Guard(_any_count(CountState.NCR), _("Record a verdict of not criminally responsible on a count."), _page("record_outcomes"))
none_guilty = Guard(
    lambda proceeding: not any(count.state in GUILTY for count in _counts(proceeding)),
    _("No count may be awaiting sentence."),
    _page("accused"),
)
board_discharged = Guard(
    lambda proceeding: proceeding.board_discharged_on is not None,
    _("Enter the day the Review Board discharged the accused absolutely."),
    _page("record_board_discharge"),
)
measure_runs = Guard(_measure_runs, _("Enter the program and the day the accused consented."), _page("divert"))
measure_failed = Guard(
    _program_over,
    _("Enter the day the program failed, or was completed while another count is left."),
    _page("end_measure"),
)
appeal_open = Guard(
    lambda proceeding: bool(_open_appeals(proceeding)),
    _("Enter the notice of appeal: its day and who appeals."),
    _page("record_appeal"),
)
appeals_decided = Guard(
    lambda proceeding: bool(proceeding.appeals.all()) and not _open_appeals(proceeding),
    _("Enter the result of every open appeal."),
    _page("end_appeal"),
)
new_trial_ordered = Guard(_new_trial_ordered, _("The appeal court must have ordered a new trial."), _page("end_appeal"))
a_count_live = Guard(_any_count(*LIVE), _("At least one count must be live."), _page("accused"))
death_confirmed = Guard(
    lambda proceeding: proceeding.died_on is not None, _("Enter the day of death, once it is confirmed."), _page("record_death")
)
relaid = Guard(_relaid, _("Lay at least one count on a new information."), _page("charge_again"))
ended_without_verdict = Guard(
    _any_count(CountState.STAY_LAPSED, CountState.WITHDRAWN, CountState.QUASHED, CountState.DISCHARGED_PRELIM, CountState.NOT_LAID),
    _("An earlier count must have ended by a lapsed stay, withdrawal, quashing, discharge at the preliminary inquiry, or not laid."),
    _page("accused"),
)
no_verdict_stands = Guard(
    lambda proceeding: not any(count.state in (*AFTER_GUILT, CountState.NCR) for count in _counts(proceeding)),
    _("A verdict stands for this accused: the new charge starts a proceeding of its own."),
    _page("charge_again"),
)
no_stay_runs = Guard(
    lambda proceeding: not any(count.state == CountState.CROWN_STAYED for count in _counts(proceeding)),
    _("A Crown stay still runs: the new charge starts a proceeding of its own."),
    _page("charge_again"),
)


# The counts


def _successor_exists(count) -> bool:
    lines = list(count.successors.all())
    return bool(lines) and all(
        line.new.proceeding.accused_id == count.proceeding.accused_id
        and (not line.origin_kept or line.new.clock_origin_id == count.clock_origin_id)
        for line in lines
    )


def _on_indictment(count) -> bool:
    return count.document is not None and count.document.kind == "INDICTMENT" and count.document.sworn_on is not None


def _consent_after_discharge(count) -> bool:
    return count.state != CountState.DISCHARGED_PRELIM or consent_of(count.proceeding) is not None


def _rescreened(count) -> bool:
    """After a mistrial the screening is done again; before it, a re-election into the Ontario Court of Justice is what leads back."""
    if count.state != CountState.MISTRIAL:
        election = count.proceeding.accused_election
        return election is not None and election.is_reelection and election.choice == "OCJ"
    review, decision = count.last_screening, count.last_decision
    return review is not None and review.outcome == "PROCEED" and (decision is None or review.reviewed_on >= decision.on)


def _no_other_conviction(count) -> bool:
    standing = (*GUILTY, CountState.SENTENCED, CountState.DISCHARGED_ABSOLUTE, CountState.DISCHARGED_CONDITIONAL)
    return not any(other.pk != count.pk and other.state in standing for other in count.proceeding.counts.all())


def _measure_allows(count) -> bool:
    return any(row.is_running and row.conditions_met for row in count.proceeding.measures.all())


def _measure_completed(count) -> bool:
    rows = list(count.proceeding.measures.all())
    return bool(rows) and max(rows, key=lambda row: row.pk).completed_on is not None


def _appeal_gave(*results):
    return lambda count: count.appeal_status in results


def _conviction_on_appeal(count) -> bool:
    if count.state == CountState.ACQUITTED:
        return count.appeal_status == "CONVICTION_ENTERED"
    if count.state == CountState.SENTENCED:
        return count.appeal_status in ("VERDICT_SUBSTITUTED", "SENTENCE_REMITTED")
    return count.appeal_status == "STAY_SET_ASIDE" and any(row.result in GUILTY for row in count.decisions.all())


def _stay_lapsed(count) -> bool:
    return count.open_stay is not None and count.open_stay.lapses_on <= clock.today()


def _no_case_shown(count) -> bool:
    """Of an unfit accused: the last inquiry found no prima facie case, and what the court did to the count is typed (s. 672.33(6))."""
    finding = count.proceeding.open_finding
    rows = list(finding.inquiries.all()) if finding is not None else []
    last = max(rows, key=lambda row: (row.held_on, row.pk), default=None)
    return count.pending_decision is not None and last is not None and last.result == last.Result.NOT_SHOWN


def _notice_in_time(count) -> bool:
    return count.open_stay is None and any(row.recommenced_on for row in count.crown_stays.all())


successor_exists = Guard(
    _successor_exists, _("A count of the same accused must replace it, with the same start of the delay clock."), _page("replace_counts")
)
at_prelim = Guard(
    lambda count: count.proceeding.state == ProceedingState.PRELIM, _("The accused must be at the preliminary inquiry."), _page("accused")
)
result_recorded = Guard(
    lambda count: count.pending_decision is not None, _("Enter the day of the result and who decided."), _page("record_prelim_result")
)
on_indictment = Guard(_on_indictment, _("Put the count on an indictment with the day it was filed."), _page("file_indictment"))
consent_after_discharge = Guard(
    _consent_after_discharge,
    _("After a discharge at the preliminary inquiry the Attorney General must consent (s. 577)."),
    _page("ask_direct_indictment"),
)
stay_entered = Guard(lambda count: count.open_stay is not None, _("Enter the day of the stay (s. 579)."), _page("ask_crown_stay"))
notice_in_time = Guard(_notice_in_time, _("Enter the notice of recommencement, given before the stay lapsed."), _page("recommence"))
stay_has_lapsed = Guard(_stay_lapsed, _("The time to recommence must have passed."), _page("accused"))
order_recorded = Guard(
    lambda count: count.pending_decision is not None, _("Enter the day of the court's order and who made it."), _page("record_outcomes")
)
at_trial = Guard(lambda count: count.proceeding.state in AT_TRIAL, _("The trial must have begun for this accused."), _page("accused"))
awaiting_sentence = Guard(
    lambda count: count.state not in GUILTY or count.proceeding.state == ProceedingState.GUILTY_AWAITING_SENTENCE,
    _("The accused must be awaiting sentence; where a warrant is out, execute it first."),
    _page("accused"),
)
accused_before_court = Guard(
    lambda count: count.proceeding.state in (*BEFORE_JUDGMENT, ProceedingState.GUILTY_AWAITING_SENTENCE),
    _("The accused must be before the court: end the warrant, stay, program or appeal first."),
    _page("accused"),
)
tried_or_no_case_shown = Guard(
    lambda count: accused_before_court.test(count) or _no_case_shown(count), accused_before_court.sentence, _page("accused")
)
rescreened = Guard(
    _rescreened,
    _("Screen the count again after the mistrial, or record a re-election into the Ontario Court of Justice."),
    _page("record_screening"),
)
no_other_conviction = Guard(_no_other_conviction, _("The other conviction must have been set aside."), _page("accused"))
measure_allows = Guard(_measure_allows, _("Enter the program, and that each of its conditions is met."), _page("divert"))
measure_completed = Guard(_measure_completed, _("Enter the day the program was completed."), _page("end_measure"))
measure_of_count_failed = Guard(
    lambda count: _last_measure_failed(count.proceeding), _("Enter the day the program failed."), _page("end_measure")
)
retrial_ordered = Guard(
    _appeal_gave("NEW_TRIAL", "STAY_SET_ASIDE"),
    _("The appeal court must have ordered a new trial or set the stay aside."),
    _page("end_appeal"),
)
convicted_on_appeal = Guard(
    _conviction_on_appeal,
    _(
        "The appeal court must have entered a conviction, substituted the verdict, sent the sentence back, "
        "or set the stay aside after guilt."
    ),
    _page("end_appeal"),
)
verdict_substituted = Guard(
    _appeal_gave("VERDICT_SUBSTITUTED", "SENTENCE_REMITTED"), _("The appeal court must have substituted the verdict."), _page("end_appeal")
)
acquitted_on_appeal = Guard(_appeal_gave("ACQUITTAL_ENTERED"), _("The appeal court must have entered an acquittal."), _page("end_appeal"))
accused_died = Guard(
    lambda count: count.proceeding.state == ProceedingState.ABATED, _("The accused must have ended by death."), _page("record_death")
)
plea_struck = Guard(lambda count: count.plea_struck_on is not None, _("Enter the day the court struck the plea."), _page("strike_plea"))


def _screened_to_proceed(count) -> bool:
    review = count.last_screening
    return review is not None and review.outcome == "PROCEED"


def _summary_in_time(count) -> bool:
    if not count.by_summary:
        return True
    return count.limitation_agreed or not count.out_of_time


def _leave_after_plea(count) -> bool:
    return count.pleaded_on is None or count.leave_on is not None


def _discharge_possible(count) -> bool:
    return not count.discharge_barred


OWN_SERVICES = _(
    "This accused is named as a victim on this file, and nobody is prosecuted for one’s own sexual services (s. 286.5): "
    "ask a lead before %(citation)s is proposed or laid."
)


def is_victim_of_file(proceeding) -> bool:
    """Say whether an accused bears the name of a victim of the same file, birth dates not differing."""
    accused, file = proceeding.accused, proceeding.file
    return is_among(accused.name_key, accused.birth_date, victims_of(file))


def victims_of(file) -> list[tuple]:
    """List the victims of a file, those on it and those named for its conflict check: name key and birth date."""
    if "_victims" not in file.__dict__:  # asked once for each file read from the database, as the places on it are
        named = file.conflict_names.filter(kind="VICTIM").values_list("name_key", flat=True)
        file.__dict__["_victims"] = [
            *file.participants.filter(kind="VICTIM").values_list("name_key", "birth_date"),
            *((name_key, None) for name_key in named),
        ]
    return file.__dict__["_victims"]


def is_among(key: str, born, people) -> bool:
    """Say whether a name stands in a list of names, birth dates not differing."""
    return any(name == key and same_person(born, other) for name, other in people)


def own_services_approved_for(proceeding, offence) -> bool:
    """Say whether nothing in section 286.5 stops an offence against an accused, or a lead said that it does not."""
    if not offence.own_services or not is_victim_of_file(proceeding):
        return True
    tracks = list(proceeding.accused.proceedings.all())
    approvals = Approval.objects.of(*tracks).filter(move="own_services", granted=True)
    return any(offence.provision_key in approval.facts.get("provisions", []) for approval in approvals)


own_services_approved = Guard(
    lambda count: count.state != CountState.PROPOSED or own_services_approved_for(count.proceeding, count.offence),
    _("A lead must have looked first: the accused is named as a victim on this file (s. 286.5)."),
    _page("ask_own_services"),
)
on_sworn_document = Guard(
    lambda count: count.document is not None and count.document.sworn_on is not None,
    _("Put the count on an information with the day it was sworn."),
    _page("lay_information"),
)
police_decided = Guard(
    lambda count: count.police_decided_on is not None, _("Enter the day police decided not to lay it."), _page("record_police_decision")
)
screened_to_proceed = Guard(_screened_to_proceed, _("Record a screening review that says to proceed."), _page("record_screening"))
mode_elected = Guard(
    lambda count: not count.offence.is_hybrid or bool(count.mode), _("Elect the mode where the offence is hybrid."), _page("elect_mode")
)
summary_in_time = Guard(
    _summary_in_time, _("Within the limit for summary proceedings, or both sides must agree to proceed summarily."), _page("elect_mode")
)
withdrawal_reason = Guard(lambda count: bool(count.reason_code), _("Choose why the count is withdrawn."))
victim_view_known = Guard(
    lambda count: count.victim_view is not None, _("Record the view of the victim, or why it was not asked."), _page("record_victim_view")
)
leave_after_plea = Guard(_leave_after_plea, _("Enter the leave of the court, needed once a plea was entered."))
verdict_recorded = Guard(
    lambda count: count.pending_decision is not None, _("Enter the day of the verdict and who decided."), _page("record_outcomes")
)
included_offence_known = Guard(
    lambda count: count.included_offence is not None, _("Choose the included offence that was found."), _page("record_outcomes")
)
sentence_recorded = Guard(lambda count: count.pending_decision is not None, _("Enter the day and who decided."), _page("record_outcomes"))
discharge_possible = Guard(
    _discharge_possible,
    _("No discharge is possible: the offence has a minimum punishment, or a maximum of fourteen years or life (s. 730)."),
    _page("accused"),
)
another_conviction = Guard(
    lambda count: any(
        other.pk != count.pk
        and other.state in (*GUILTY, CountState.SENTENCED, CountState.DISCHARGED_ABSOLUTE, CountState.DISCHARGED_CONDITIONAL)
        for other in count.proceeding.counts.all()
    ),
    _("A conviction on another count of this accused must stand."),
    _page("accused"),
)

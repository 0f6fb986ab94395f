"""What must already be on file before a step: one test and one sentence each, and where it is mended."""

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from foundation import clock
from foundation.workflow.transitions import Guard

from .states import (
    AFTER_GUILT,
    APPEALABLE,
    ENDED,
    FILE_ACTIVE,
    FILE_INTAKE,
    GUILTY,
    LIVE,
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
    return bool(counts) and all(count.state in ENDED or count.state == CountState.CROWN_STAYED for count in counts)


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
a_count_guilty = Guard(_any_count(*GUILTY), _("At least one count must have a plea or a finding of guilt."), _page("record_verdict"))
live_counts_answered = Guard(
    _live_counts_answered,
    _("Say for each count still live that it will be withdrawn at sentence, or sever it first."),
    _page("record_verdict"),
)
every_count_over = Guard(
    _every_count_over, _("Every count must be over: each guilty one by a sentence, a discharge or a stay."), _page("accused")
)
orders_answered = Guard(_orders_answered, _("Answer each order one by one."), _page("answer_orders"))
appeal_dates_set = Guard(
    _appeal_dates_set, _("Enter the last day to appeal for every decision of a court, or that there is none."), _page("accused")
)
every_count_ended = Guard(_every_count_ended, _("Every count must have ended."), _page("accused"))
none_found_guilty = Guard(
    lambda proceeding: not any(count.state in (*AFTER_GUILT, *GUILTY) for count in _counts(proceeding)),
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


# The counts


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
    lambda count: count.pending_decision is not None, _("Enter the day of the verdict and who decided."), _page("record_verdict")
)
included_offence_known = Guard(
    lambda count: count.included_offence is not None, _("Choose the included offence that was found."), _page("record_verdict")
)
sentence_recorded = Guard(
    lambda count: count.pending_decision is not None, _("Enter the day and who decided."), _page("record_disposition")
)
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

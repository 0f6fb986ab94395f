"""What a list shows of an accused, and of a file: where it stands and who acts next, in words. The first match wins.

The code of the match is stored beside the state (``services.refresh_summary``); it is never the target of a transition.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation import clock

from .states import (
    APPEALABLE,
    AT_TRIAL,
    BEFORE_JUDGMENT,
    ENDED,
    GUILTY,
    LIVE,
    RUNNING,
    TERMINAL,
    Access,
    CountState,
    FileState,
    ProceedingState,
)

PRIMA_FACIE_AHEAD = timedelta(days=60)  # before a prima facie case must be shown again

TEAM, LEAD, POLICE, DEFENCE, COURT, NOBODY = "TEAM", "LEAD", "POLICE", "DEFENCE", "COURT", "NOBODY"

ACTORS = {
    TEAM: _("the team"),
    LEAD: _("the team lead"),
    POLICE: _("police"),
    DEFENCE: _("the defence"),
    COURT: _("the court"),
    NOBODY: _("nobody"),
}


@dataclass(frozen=True)
class Situation:
    """One line of the list: its code, its test, its words, and who acts next."""

    code: str
    test: Callable[[Any, date], bool]
    label: Promise | str
    who: str


def _live(proceeding) -> list:
    return [count for count in proceeding.counts.all() if count.state in LIVE]


def _in(*states):
    return lambda proceeding, today: proceeding.state in states


def _result_missing(proceeding, today) -> bool:
    return proceeding.state not in TERMINAL and any(not day.result and day.on < today for day in proceeding.appearances.all())


def _screening_missing(proceeding, today) -> bool:
    return proceeding.state in BEFORE_JUDGMENT and any(
        count.state == CountState.LAID and count.last_screening is None for count in proceeding.counts.all()
    )


def _screened_out(proceeding, today) -> bool:
    return proceeding.state in BEFORE_JUDGMENT and any(
        count.state == CountState.LAID and count.last_screening.outcome != "PROCEED" for count in proceeding.counts.all()
    )


def _mode_missing(proceeding, today) -> bool:
    return proceeding.state in BEFORE_JUDGMENT and any(
        count.state == CountState.LAID and count.offence.is_hybrid and not count.mode for count in proceeding.counts.all()
    )


def _to_proceed(proceeding, today) -> bool:
    return proceeding.state in BEFORE_JUDGMENT and any(count.state == CountState.LAID for count in proceeding.counts.all())


def _court_settled(proceeding) -> bool:
    live = _live(proceeding)
    if live and all(count.by_summary for count in live):
        return True
    election = proceeding.accused_election
    return election is not None and (election.choice == "OCJ" or not election.prelim_requested)


def _guilt_to_record(proceeding, today) -> bool:
    return proceeding.state in BEFORE_JUDGMENT and any(count.state in GUILTY for count in proceeding.counts.all())


def _next_date_missing(proceeding, today) -> bool:
    return proceeding.state in RUNNING and next_appearance(proceeding, today) is None


def _to_withdraw_at_sentence(proceeding, today) -> bool:
    return (
        proceeding.state == ProceedingState.GUILTY_AWAITING_SENTENCE
        and bool(_live(proceeding))
        and not any(count.state in GUILTY for count in proceeding.counts.all())
    )


def _awaits_sentence(proceeding, today) -> bool:
    return proceeding.state == ProceedingState.GUILTY_AWAITING_SENTENCE and any(count.state in GUILTY for count in proceeding.counts.all())


def _orders_missing(proceeding, today) -> bool:
    return proceeding.state == ProceedingState.GUILTY_AWAITING_SENTENCE and bool(proceeding.orders_to_answer)


def _appeal_missing(proceeding, today) -> bool:
    return proceeding.state == ProceedingState.GUILTY_AWAITING_SENTENCE and any(
        count.last_decision is None or (count.last_decision.appeal_due_on is None and not count.last_decision.appeal_none)
        for count in proceeding.counts.all()
        if count.state in APPEALABLE
    )


def _appeal_running(proceeding, today) -> bool:
    return proceeding.state == ProceedingState.CONCLUDED and any(
        count.last_decision is not None and count.last_decision.appeal_due_on is not None and count.last_decision.appeal_due_on >= today
        for count in proceeding.counts.all()
    )


def _mistrial(*states):
    def test(proceeding, today) -> bool:
        return proceeding.state in states and any(count.state == CountState.MISTRIAL for count in proceeding.counts.all())

    return test


def _mistrial_to_record(proceeding, today) -> bool:
    undecided = (CountState.PROCEEDING, CountState.ON_INDICTMENT, *GUILTY)
    return _mistrial(*AT_TRIAL)(proceeding, today) and not any(count.state in undecided for count in proceeding.counts.all())


def _consent_waited(proceeding, today) -> bool:
    """Every count is over, and a direct indictment is intended for one that was discharged."""
    counts = proceeding.counts.all()
    over = bool(counts) and all(count.state in ENDED for count in counts) and proceeding.state in BEFORE_JUDGMENT
    return over and any(row.intended and row.consent_on is None for row in proceeding.direct_indictments.all())


def _to_indict(proceeding, today) -> bool:
    if proceeding.state == ProceedingState.COMMITTED:
        return True
    counts = proceeding.counts.all()
    over = bool(counts) and all(count.state in ENDED for count in counts)
    consent = over and any(row.intended and row.consent_on is not None for row in proceeding.direct_indictments.all())
    committed = proceeding.forum == "SCJ" and any(count.state == CountState.COMMITTED for count in counts)
    return (proceeding.state in BEFORE_JUDGMENT and consent) or (proceeding.state == ProceedingState.TRIAL_SET and committed)


def _prima_facie_due(proceeding, today) -> bool:
    finding = proceeding.open_finding if proceeding.state == ProceedingState.UNFIT else None
    return finding is not None and finding.prima_facie_due_on <= today + PRIMA_FACIE_AHEAD


def _state_and(state, test):
    return lambda proceeding, today: proceeding.state == state and test(proceeding)


S = ProceedingState
SITUATIONS = [
    Situation("WARRANT", _in(S.WARRANT_OUT), _("Waiting for arrest on the warrant"), POLICE),
    Situation("RESULT_NEEDED", _result_missing, _("Result of the last appearance needed"), TEAM),
    Situation(
        "LEAD_ASKED",
        _state_and(S.SUSPECT, lambda p: not p.counts.all() and p.lead_is_asked),
        _("Decision of a lead on s. 286.5 needed"),
        LEAD,
    ),
    Situation("COUNTS_NEEDED", _state_and(S.SUSPECT, lambda p: not p.counts.all()), _("Proposed counts needed"), TEAM),
    Situation("CHARGE_DECISION", _in(S.SUSPECT), _("Waiting for police to lay or not"), POLICE),
    Situation("FIRST_APPEARANCE_NEEDED", _state_and(S.CHARGED, lambda p: not p.appearances.all()), _("First appearance needed"), TEAM),
    Situation("GUILT_TO_RECORD", _guilt_to_record, _("Ready for the move to sentence"), TEAM),
    Situation("SCREENING_NEEDED", _screening_missing, _("Screening needed"), TEAM),
    Situation("SCREENED_OUT", _screened_out, _("Follow-up of the screening needed"), TEAM),
    Situation("MODE_NEEDED", _mode_missing, _("Crown election needed"), TEAM),
    Situation("COUNTS_TO_PROCEED", _to_proceed, _("Ready to proceed on the counts"), TEAM),
    Situation("INTAKE_READY", _in(S.CHARGED), _("Ready for intake appearances"), TEAM),
    Situation("TRIAL_DATE_NEEDED", _state_and(S.INTAKE, _court_settled), _("Trial date needed"), TEAM),
    Situation(
        "ELECTION_READY",
        _state_and(S.INTAKE, lambda p: any(count.by_indictment for count in _live(p))),
        _("Ready for the election of the accused"),
        TEAM,
    ),
    Situation(
        "ELECTION_WAITED",
        _state_and(S.ELECTION_PENDING, lambda p: p.accused_election is None),
        _("Waiting for the defence to elect"),
        DEFENCE,
    ),
    Situation("TRIAL_DATE_NEEDED", _state_and(S.ELECTION_PENDING, _court_settled), _("Trial date needed"), TEAM),
    Situation("PRELIM_READY", _in(S.ELECTION_PENDING), _("Ready for the preliminary inquiry"), TEAM),
    Situation("MISTRIAL_TO_RECORD", _mistrial_to_record, _("Ready for the mistrial to be recorded"), TEAM),
    Situation("JUDGMENT_WAITED", _in(S.RESERVED), _("Waiting for judgment"), COURT),
    Situation("SENTENCE_WAITED", _awaits_sentence, _("Waiting for sentence"), COURT),
    Situation("WITHDRAWAL_NEEDED", _to_withdraw_at_sentence, _("Withdrawal of the other counts needed"), TEAM),
    Situation("ORDERS_NEEDED", _orders_missing, _("Answers on orders needed"), TEAM),
    Situation("APPEAL_DATE_NEEDED", _appeal_missing, _("Last day to appeal needed"), TEAM),
    Situation("CONCLUDE_READY", _in(S.GUILTY_AWAITING_SENTENCE), _("Ready to conclude"), TEAM),
    Situation("IN_TRIAL", _in(S.IN_TRIAL), _("Waiting for the end of the trial"), COURT),
    Situation("CONSENT_WAITED", _consent_waited, _("Waiting for the answer of the Attorney General"), COURT),
    Situation("INDICTMENT_NEEDED", _to_indict, _("Indictment needed"), TEAM),
    Situation("MISTRIAL", _mistrial(*BEFORE_JUDGMENT), _("Decision on a new trial needed"), TEAM),
    Situation("RETRIAL_DATE_NEEDED", _state_and(S.TRIAL_SET, lambda p: p.trial_on is None), _("New trial date needed"), TEAM),
    Situation("TRIAL_END_NEEDED", _state_and(S.TRIAL_SET, lambda p: p.trial_ends_on is None), _("Last day of the trial needed"), TEAM),
    Situation("TRIAL_READY", _in(S.TRIAL_SET), _("Ready for trial"), TEAM),
    Situation("NEXT_DATE_NEEDED", _next_date_missing, _("Next date needed"), TEAM),
    Situation("INTAKE_RUNNING", _in(S.INTAKE), _("Waiting for the next appearance"), COURT),
    Situation("PRELIM", _in(S.PRELIM), _("Waiting for the result of the preliminary inquiry"), COURT),
    Situation("TRIAL_DATE_NEEDED", _in(S.INDICTED), _("Trial date needed"), TEAM),
    Situation("DIVERTED", _in(S.DIVERTED), _("Waiting for the program to be completed"), DEFENCE),
    Situation("PRIMA_FACIE_NEEDED", _prima_facie_due, _("Prima facie case to be shown"), TEAM),
    Situation("UNFIT", _in(S.UNFIT), _("Waiting for the accused to be fit"), COURT),
    Situation("REVIEW_BOARD", _in(S.NCR_SUPERVISED), _("Waiting for the Review Board"), COURT),
    Situation("CROWN_STAY", _in(S.CROWN_STAYED), _("Waiting for the Crown stay to lapse"), NOBODY),
    Situation("UNDER_APPEAL", _in(S.UNDER_APPEAL), _("Waiting for the appeal court"), COURT),
    Situation("APPEAL_PERIOD", _appeal_running, _("Waiting for the appeal period to pass"), NOBODY),
    Situation("ABATED", _in(S.ABATED), pgettext_lazy("accused", "Ended by death"), NOBODY),
    Situation("CONCLUDED", _in(S.CONCLUDED), pgettext_lazy("accused", "Concluded"), NOBODY),
]


def next_appearance(proceeding, today: date):
    """Give the next appearance of an accused whose result is open."""
    coming = [day for day in proceeding.appearances.all() if not day.result and day.on >= today]
    return min(coming, key=lambda day: (day.on, str(day.time or ""), day.pk), default=None)


def situation(proceeding, today: date) -> Situation:
    """Find where one accused stands; reads the rows of the proceeding, which a list has fetched beforehand."""
    return next(line for line in SITUATIONS if line.test(proceeding, today))


def _no_lead(case_file, today) -> bool:
    needs = (FileState.PRECHARGE, FileState.CARRIED, FileState.SHARED)
    return case_file.state in needs and not any(
        access.acting_as == Access.LEAD_COUNSEL and (access.until_at is None or access.until_at > clock.now())
        for access in case_file.accesses.all()
    )


FILE_SITUATIONS = [
    Situation("NAMES_NEEDED", _in(FileState.REFERRED), _("Names for the conflict check needed"), TEAM),
    Situation("DECISION_NEEDED", _in(FileState.CONFLICT_CHECK), _("Ready for the decision of the lead"), LEAD),
    Situation("PROSECUTOR_NEEDED", _no_lead, _("Lead prosecutor needed"), LEAD),
    Situation("DECLINED", _in(FileState.DECLINED), _("Declined"), NOBODY),
    Situation("TRANSFERRED", _in(FileState.TRANSFERRED), _("Transferred"), NOBODY),
    Situation("CLOSE_READY", _in(FileState.CONCLUDED), _("Ready to close"), LEAD),
    Situation("CLOSED", _in(FileState.CLOSED), pgettext_lazy("file", "Closed"), NOBODY),
    Situation("ACCUSED_NEEDED", lambda case_file, today: not case_file.proceedings.all(), _("Accused needed"), TEAM),
]

_ORDER = {line.code: place for place, line in reversed(list(enumerate(SITUATIONS)))}
BY_CODE = {line.code: line for line in [*reversed(SITUATIONS), *reversed(FILE_SITUATIONS)]}


def file_situation(case_file, codes: list[str], today: date) -> str:
    """Find the code that heads a file: its own, or the one of its accused that most needs somebody to act."""
    own = next((line.code for line in FILE_SITUATIONS if line.test(case_file, today)), "")
    return own or min(codes, key=lambda code: (BY_CODE[code].who not in (TEAM, LEAD), _ORDER[code]), default="")


def label(code: str) -> str:
    """The words of a code, in the reader's language."""
    return str(BY_CODE[code].label) if code in BY_CODE else ""


def who(code: str) -> str:
    """Who acts next, in the reader's language."""
    return str(ACTORS[BY_CODE[code].who]) if code in BY_CODE else ""


def choices(*, of_files: bool = False) -> list[tuple[str, str]]:
    """The codes with their words, each once, in order; for filters."""
    return list({line.code: str(line.label) for line in ([*FILE_SITUATIONS, *SITUATIONS] if of_files else SITUATIONS)}.items())

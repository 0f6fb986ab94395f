"""Random lives of a file: legal acts by the services in any order, and after each one every rule holds (``rules``)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from random import Random

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from casetracker import bail, guards, services
from casetracker.models import Appeal, Appearance, CaseFile, Count, CountLineage, Decision, Proceeding
from casetracker.roll import roll
from casetracker.services import severance
from casetracker.states import APPEALABLE, AT_TRIAL, COUNT_IN_COURT, ENDED, GUILTY, LIVE, TERMINAL, CountState
from foundation import clock
from foundation.accounts.models import User
from foundation.records import Refusal, StaleRecord
from foundation.workflow.models import Approval, Move
from tests.casetracker.rules import broken_rules
from tests.factories.accounts import AgencyFactory, OfficeFactory, UserFactory
from tests.factories.casetracker import HYBRID, PROCURING, SWORN_ON, TRAFFICKING, accused_in, count_in, information, why
from tests.sizes import LONG

MOST_ACCUSED, MOST_TRACKS, MOST_COUNTS = 3, 5, 12
JUDGE = "Justice Q. Rowan"
TRIES = 12  # draws of an act in one step, until one is made
OFTEN = 8  # so many times its weight has an act that leads to a planted fault


@dataclass(frozen=True)
class Act:
    """An act of the game: where it can start, and how often it is drawn beside the others.

    An act of an accused has ``states`` and is given one who stands there; where it is about counts, one with a count in ``of``. An act of
    the file has ``files`` or neither.
    """

    play: Callable
    weight: float
    states: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    grows: bool = False

    @property
    def name(self) -> str:
        return self.play.__name__

    def chances(self, life: "Life") -> list[tuple]:
        """What this act can be made with as the file stands now: nothing, or an accused, or an accused and counts of hers."""
        if not self.states:
            return [()] if not self.files or life.file.state in self.files else []
        if self.grows and (len(life.tracks) >= MOST_TRACKS or sum(len(counts) for counts in life.tracks.values()) >= MOST_COUNTS):
            return []
        found: list[tuple] = []
        for proceeding, counts in life.tracks.items():
            chosen = [count for count in counts if count.state in self.of]
            if proceeding.state in self.states and (chosen or not self.of):
                found.append((proceeding, chosen) if self.of else (proceeding,))
        return found


ACTS: dict[str, Act] = {}


def act(states="", *, of=(), files="", weight=4.0, grows=False):
    """Put a function into the game as an act."""

    def keep(play):
        of_counts = tuple(of.split()) if isinstance(of, str) else tuple(of)
        made = Act(play=play, weight=weight, states=tuple(states.split()), of=of_counts, files=tuple(files.split()), grows=grows)
        ACTS[made.name] = made
        return play

    return keep


class Life:
    """One file and its people; ``play`` makes one act, drawn at random among those that could start where the file stands."""

    def __init__(self, random: Random, often: tuple[str, ...] = ()):
        self.random, self.often = random, often
        self.lead = UserFactory(lead=True)
        self.pro, self.assistant = UserFactory(), UserFactory(assistant=True)
        self.office = OfficeFactory()
        self.days = 0
        self.made: list[str] = []

    def one(self, choices):
        return self.random.choice(list(choices))

    def some(self, choices):
        """One or more of them, as often all as not."""
        choices = list(choices)
        if self.chance():
            return choices
        return [choice for choice in choices if self.chance()] or [self.one(choices)]

    def chance(self, of=0.5) -> bool:
        return self.random.random() < of

    def begin(self):
        """A file with one to three accused and up to four counts each, taken by the team."""
        accused = [
            accused_in(name, counts=[count_in(self.one(SECTIONS)) for _ in range(self.random.randint(1, 4))], laid=self.chance(0.8))
            for name in ("Alder", "Birch", "Cedar")[: self.random.randint(1, MOST_ACCUSED)]
        ]
        self.file = services.open_case_file(
            by=self.assistant,
            at=clock.now(),
            accused=accused,
            names_complete=True,
            agency=AgencyFactory(),
            office=self.office,
            occurrence_number="",
        )
        charged = any(one.information for one in accused)
        self.do(
            services.decide_intake,
            case_file=self.file,
            decision=self.one(["CARRIED", "CARRIED", "SHARED", "ADVISORY"]) if charged else "PRECHARGE",
            by=self.lead,
            happened_on=self.today,
            conflict_cleared=True,
            lead_prosecutor=self.pro,
        )

    @property
    def today(self):
        return clock.today()

    def past(self):
        """The day a paper carries: today, or now and then some days ago."""
        return self.today - timedelta(days=self.random.randint(1, 9)) if self.chance(0.1) else self.today

    def ahead(self, days):
        return self.today + timedelta(days=self.random.randint(1, days))

    def do(self, service, /, by=None, **words):
        return service(by=by or self.pro, at=clock.now(), **words)

    def look(self):
        """Read the file as it stands now: ``file``, and ``tracks``, each accused with her counts."""
        self.file = CaseFile.objects.get(pk=self.file.pk)
        self.tracks = {one: [] for one in Proceeding.objects.filter(file=self.file).order_by("pk")}
        rows = Count.objects.filter(proceeding__file=self.file).select_related("offence", "document").order_by("pk")
        by_pk = {one.pk: one for one in self.tracks}
        for count in rows:
            self.tracks[by_pk[count.proceeding_id]].append(count)

    def appeal(self) -> dict:
        """How long an appeal is open: some days, or none is possible."""
        return {"appeal_due_on": self.ahead(60)} if self.chance() else {"appeal_none": True}

    def play(self) -> bool:
        """Make one act at random among those that could start here; False where none of some draws was one that the rules allow."""
        for _ in range(TRIES):
            self.look()
            fitting = {name: chances for name, one in ACTS.items() if (chances := one.chances(self))}
            weights = [ACTS[name].weight * (OFTEN if name in self.often else 1) for name in fitting]
            name = self.random.choices(list(fitting), weights=weights)[0]
            try:
                with transaction.atomic():
                    done = ACTS[name].play(self, *self.one(fitting[name]))
            except (Refusal, StaleRecord, PermissionDenied) as refused:
                self.refused(name, refused)
                continue
            if done is not None:
                self.made.append(name)
                return True
        return False

    def refused(self, name, refusal):
        """Count what was refused, so that a run can be asked why an act is never made."""
        REFUSED[name, str(refusal)] = REFUSED.get((name, str(refusal)), 0) + 1


SECTIONS = [PROCURING, HYBRID, TRAFFICKING]
REFUSED: dict[tuple[str, str], int] = {}
INTAKE = "CHARGED INTAKE ELECTION_PENDING"
BEFORE = f"{INTAKE} PRELIM COMMITTED INDICTED TRIAL_SET IN_TRIAL RESERVED"
PARKED = "WARRANT_OUT UNFIT DIVERTED CROWN_STAYED"


# Before the court


@act(f"SUSPECT {BEFORE}", of="PROPOSED")
def lay(life, proceeding, counts):
    sworn_on = life.one([SWORN_ON, life.past()])
    paper = information(f"4811-25-{sworn_on:%j}", sworn_on)
    return life.do(services.lay_information, proceeding=proceeding, counts=life.some(counts), information=paper)


@act(f"SUSPECT {BEFORE}", of="PROPOSED", weight=1)
def not_laid(life, proceeding, counts):
    return life.do(services.record_police_decision, proceeding=proceeding, not_laid=life.some(counts), decided_on=life.past())


@act("SUSPECT", weight=0.7)
def drop(life, proceeding):
    return life.do(services.conclude_uncharged, by=life.lead, proceeding=proceeding, reason="Nothing to lay", happened_on=life.past())


@act(f"SUSPECT {BEFORE} GUILTY_AWAITING_SENTENCE WARRANT_OUT UNFIT DIVERTED", weight=1, grows=True)
def propose(life, proceeding):
    return life.do(services.propose_counts, proceeding=proceeding, counts=[count_in(life.one([PROCURING, HYBRID]))])


@act(f"{BEFORE} GUILTY_AWAITING_SENTENCE", weight=2)
def appear(life, proceeding):
    with_others = [one for one in life.tracks if one.state not in TERMINAL]
    return life.do(
        services.add_appearance,
        case_file=life.file,
        proceedings=[proceeding] if life.chance() else with_others,
        on=life.today + timedelta(days=life.random.randint(0, 30)),
        purpose="SET_DATE",
    )


@act(weight=2)
def record_result(life):
    open_days = list(Appearance.objects.filter(file=life.file, result="", on__lte=life.today))
    if not open_days:
        return None
    return life.do(
        services.record_result,
        appearance=life.one(open_days),
        result=life.one(["HELD", "ADJOURNED", "VACATED"]),
        adjourned_by="CROWN",
        adjourn_reason="A witness is ill",
        next_on=life.ahead(30) if life.chance() else None,
    )


@act("CHARGED", weight=8)
def begin_intake(life, proceeding):
    if not proceeding.appearances.exists():
        life.do(services.add_appearance, case_file=life.file, proceedings=[proceeding], on=life.ahead(20), purpose="FIRST")
    return life.do(services.begin_intake, proceeding=proceeding, happened_on=life.past())


@act(BEFORE, of="LAID", weight=8)
def screen_and_proceed(life, proceeding, counts):
    for count in counts:
        if count.offence.is_hybrid and not count.mode:
            mode = life.one(["INDICTMENT", "SUMMARY"])
            life.do(services.elect_mode, count=count, choice=mode, on=life.today, limitation_agreed=True)
    reviews = [services.ReviewIn(count=count, outcome="PROCEED", prospect=True, public_interest=True) for count in counts]
    life.do(services.record_screening, proceeding=proceeding, reviews=reviews, reviewed_on=life.today)
    return life.do(services.proceed_on_counts, proceeding=proceeding, happened_on=life.past())


# The road to trial


@act("INTAKE")
def await_election(life, proceeding):
    return life.do(services.await_election, proceeding=proceeding, happened_on=life.past())


@act("INTAKE ELECTION_PENDING", of=LIVE)
def elect(life, proceeding, counts):
    choice = life.one(["OCJ", "SCJ_JUDGE", "SCJ_JURY"])
    asked = choice != "OCJ" and life.chance(0.7)
    return life.do(services.record_election, proceeding=proceeding, choice=choice, on=life.past(), prelim_requested=asked)


@act("ELECTION_PENDING", weight=12)
def begin_prelim(life, proceeding):
    if proceeding.accused_election is None or not proceeding.accused_election.prelim_requested:
        return None
    return life.do(services.move, subject=proceeding, name="begin_prelim", happened_on=life.past())


@act("INTAKE ELECTION_PENDING INDICTED COMMITTED")
def set_trial(life, proceeding):
    if proceeding.state in INTAKE.split() and proceeding.accused_election is None:
        return None
    begins = life.ahead(200)
    ends = begins + timedelta(days=9) if life.chance() else None
    return life.do(services.set_trial, proceeding=proceeding, trial_on=begins, trial_ends_on=ends, happened_on=life.past())


@act("TRIAL_SET IN_TRIAL", weight=0.5)
def change_trial(life, proceeding):
    return life.do(services.change_trial_dates, proceeding=proceeding, trial_on=life.ahead(300), trial_ends_on=None)


@act("TRIAL_SET", weight=8)
def start_trial(life, proceeding):
    return life.do(services.start_trial, proceeding=proceeding, happened_on=life.past())


@act("IN_TRIAL")
def reserve(life, proceeding):
    return life.do(services.reserve_judgment, proceeding=proceeding, evidence_ended_on=life.past())


@act("PRELIM", of="PROCEEDING", weight=8)
def prelim_result(life, proceeding, counts):
    same = life.one(["COMMITTED", "DISCHARGED_PRELIM", ""])
    judged = [count for count in counts if count.by_indictment]
    results = []
    for count in judged:
        result = same or life.one(["COMMITTED", "DISCHARGED_PRELIM"])
        results.append(services.PrelimResultIn(count=count, result=result, why=why(result)))
    return life.do(
        services.record_prelim_result,
        proceeding=proceeding,
        results=results,
        decided_by=JUDGE,
        happened_on=life.past(),
        added=[count_in(PROCURING)] if life.chance(0.2) else [],
        direct_indictment_asked_on=life.today if life.chance() else None,
    )


@act(f"{INTAKE} PRELIM COMMITTED TRIAL_SET CONCLUDED", weight=2)
def direct_indictment(life, proceeding):
    request = proceeding.direct_indictments.filter(refused_on=None, withdrawn_on=None).last()
    discharged = any(count.state == CountState.DISCHARGED_PRELIM for count in life.tracks[proceeding])
    if proceeding.state in TERMINAL and not discharged:
        return None
    if request is None:
        return life.do(services.ask_direct_indictment, proceeding=proceeding, asked_on=life.past())
    answer = life.one(["consent", "consent", "refuse", "withdraw"])
    if answer == "consent":
        return life.do(services.record_consent, request=request, consent_on=life.past(), consent_by="Deputy Attorney General")
    if answer == "refuse":
        return life.do(services.refuse_direct_indictment, request=request, refused_on=life.past())
    return life.do(services.withdraw_direct_indictment, request=request, withdrawn_on=life.past())


@act(f"{BEFORE} CONCLUDED", of="COMMITTED PROCEEDING DISCHARGED_PRELIM PROPOSED", weight=5)
def indict(life, proceeding, counts):
    return life.do(
        services.file_indictment,
        proceeding=proceeding,
        number="IND-1",
        filed_on=life.past(),
        counts=life.some(counts),
        added=[count_in(PROCURING)] if life.chance(0.1) else [],
        reason="The Attorney General consented",
    )


@act("TRIAL_SET COMMITTED INDICTED PRELIM", weight=2)
def reelect(life, proceeding):
    if proceeding.accused_election is None:
        return None
    choice = life.one(["OCJ", "SCJ_JUDGE", "SCJ_JURY"])
    return life.do(
        services.reelect,
        proceeding=proceeding,
        choice=choice,
        on=life.today,
        consent_on=life.today,
        prelim_requested=choice != "OCJ" and life.chance(),
        trial_on=life.ahead(90) if life.chance(0.8) else None,
    )


@act(BEFORE, of="MISTRIAL", weight=6)
def resume(life, proceeding, counts):
    reviews = [services.ReviewIn(count=count, outcome="PROCEED", prospect=True, public_interest=True) for count in counts]
    life.do(services.record_screening, proceeding=proceeding, reviews=reviews, reviewed_on=life.today)
    return life.do(services.resume_counts, proceeding=proceeding, counts=life.some(counts), happened_on=life.today)


@act(BEFORE, of="LAID PROCEEDING COMMITTED ON_INDICTMENT", weight=1.5, grows=True)
def replace(life, proceeding, counts):
    old = life.some(counts)
    rows = [services.ReplacementIn(new=count_in(life.one([HYBRID, PROCURING])), old=old)]
    if len(old) > 1 and life.chance():
        rows = [services.ReplacementIn(new=count_in(HYBRID), old=[one]) for one in old[:2]]
    indictment = proceeding.forum == "SCJ" and life.chance()
    return life.do(
        services.replace_counts,
        proceeding=proceeding,
        replacements=rows,
        document=information("4811-25-200", life.past()),
        kind="INDICTMENT" if indictment else "INFORMATION",
        clock=life.one(["KEPT", "CONFIRMED", "NEW"]),
    )


# Verdict and sentence


@act(f"{BEFORE} GUILTY_AWAITING_SENTENCE", of="PROCEEDING ON_INDICTMENT", weight=3)
def verdict(life, proceeding, counts):
    results = ["PLEA_GUILTY", "FOUND_GUILTY", "GUILTY_INCLUDED", "ACQUITTED"]
    if proceeding.state in AT_TRIAL:
        results += ["NCR", "MISTRIAL", "NCR", "MISTRIAL"]
    same = life.one(results) if life.chance(0.6) else ""
    chosen = life.some(counts)
    given = []
    for count in chosen:
        result = same or life.one(results)
        due = life.appeal() if result in APPEALABLE else {}
        given.append(services.VerdictIn(count=count, result=result, included_offence=count.offence, why=why(result), **due))
    rest = [count for count in life.tracks[proceeding] if count.state in LIVE and count not in chosen]
    given += [services.VerdictIn(count=count, withdraw_at_sentence=True) for count in rest]
    return life.do(
        services.record_verdict,
        proceeding=proceeding,
        verdicts=given,
        decided_by=JUDGE,
        happened_on=life.past(),
        reason="As the court said",
        by=life.one([life.pro, life.pro, life.assistant]),
    )


@act(" ".join(AT_TRIAL), of="MISTRIAL", weight=4)
def mistrial(life, proceeding, counts):
    """Counsel makes the step that an assistant could not."""
    return life.do(
        services.record_verdict, proceeding=proceeding, verdicts=[], decided_by=JUDGE, happened_on=life.today, reason="The jury hung"
    )


@act("GUILTY_AWAITING_SENTENCE", of=GUILTY, weight=6)
def dispose(life, proceeding, counts):
    results = ["SENTENCED", "SENTENCED", "SENTENCED", "DISCHARGED_ABSOLUTE", "DISCHARGED_CONDITIONAL"]
    results += ["STAYED_KIENAPPLE"] * 3 if len(counts) > 1 else []
    given = [
        services.DispositionIn(count=count, result=life.one(results), terms="Two years", **life.appeal()) for count in life.some(counts)
    ]
    return life.do(services.record_disposition, proceeding=proceeding, dispositions=given, decided_by=JUDGE, happened_on=life.past())


@act("GUILTY_AWAITING_SENTENCE", of="PLEA_GUILTY", weight=1)
def strike(life, proceeding, counts):
    return life.do(
        services.strike_plea,
        proceeding=proceeding,
        struck_on=life.past(),
        reason="Not informed",
        target=life.one(["INTAKE", "INDICTED", "TRIAL_SET"]),
        trial_on=life.ahead(40),
    )


@act("GUILTY_AWAITING_SENTENCE", weight=6)
def conclude(life, proceeding):
    if any(count.state not in (*ENDED, CountState.CROWN_STAYED) for count in life.tracks[proceeding]):
        return None
    answers = dict.fromkeys(proceeding.orders_to_answer, ("NOT_SOUGHT", ""))
    if answers:
        life.do(services.answer_orders, proceeding=proceeding, answers=answers, on=life.today)
    return life.do(services.conclude_proceeding, proceeding=proceeding, happened_on=life.past())


CONVICTED = ("SENTENCED", "DISCHARGED_ABSOLUTE", "DISCHARGED_CONDITIONAL")


@act("CONCLUDED GUILTY_AWAITING_SENTENCE UNDER_APPEAL", of="STAYED_KIENAPPLE", weight=12)
def late_sentence(life, proceeding, counts):
    if any(count.state in (*GUILTY, *CONVICTED) for count in life.tracks[proceeding]):
        return None
    row = services.DispositionIn(count=life.one(counts), result="SENTENCED", terms="One year", **life.appeal())
    given = {"proceeding": proceeding, "decided_by": JUDGE, "happened_on": life.past()}
    return life.do(services.record_disposition, by=life.lead, dispositions=[row], **given)


@act(weight=1)
def set_appeal_period(life):
    found = list(Decision.objects.filter(count__proceeding__file=life.file, result__in=APPEALABLE))
    return life.do(services.set_appeal_period, decision=life.one(found), **life.appeal()) if found else None


# Bail


@act(f"{BEFORE} GUILTY_AWAITING_SENTENCE UNDER_APPEAL", weight=1.5)
def bail_heard(life, proceeding):
    is_open = bail.open_order(proceeding) is not None
    kind = "REVIEW_520" if is_open else "BAIL"
    result = life.one(["RELEASED", "DETAINED"])
    given = {"order_kind": "CONDITIONS", "conditions": ["REPORT"]} if result == "RELEASED" else {"grounds": ["SECONDARY"]}
    return life.do(
        services.record_bail_hearing,
        proceeding=proceeding,
        on=life.past(),
        kind=kind,
        result=result,
        decided_by=JUDGE,
        onus="CROWN",
        **given,
    )


# What stops a matter, and what begins it again


@act(f"{BEFORE} GUILTY_AWAITING_SENTENCE WARRANT_OUT UNFIT DIVERTED UNDER_APPEAL NCR_SUPERVISED", of=COUNT_IN_COURT, weight=2.5)
def withdraw(life, proceeding, counts):
    return life.do(
        services.withdraw_count,
        by=life.lead,
        count=life.one(counts),
        why=services.ReasonIn("NO_PROSPECT"),
        exception="NO_VICTIM",
        leave_on=life.today if life.chance(0.8) else None,
        happened_on=life.past(),
    )


@act(f"{BEFORE} GUILTY_AWAITING_SENTENCE WARRANT_OUT UNFIT DIVERTED", of=(*COUNT_IN_COURT, *GUILTY), weight=1.5)
def court_order(life, proceeding, counts):
    guilty = any(count.state in GUILTY for count in counts)
    result = life.one(["STAYED_11B", "STAYED_ABUSE", *([] if guilty else ["QUASHED", "DISMISSED"])])
    return life.do(
        services.record_court_order,
        proceeding=proceeding,
        counts=life.some(counts),
        result=result,
        why=why(result),
        decided_by=JUDGE,
        happened_on=life.past(),
        **life.appeal(),
    )


@act(f"{BEFORE} GUILTY_AWAITING_SENTENCE DIVERTED", weight=1)
def warrant(life, proceeding):
    goes_on = proceeding.state in AT_TRIAL and life.chance()
    return life.do(services.issue_warrant, proceeding=proceeding, kind="BENCH_597", issued_on=life.past(), trial_goes_on=goes_on)


@act(f"WARRANT_OUT {' '.join(AT_TRIAL)} GUILTY_AWAITING_SENTENCE")
def surrender(life, proceeding):
    if proceeding.open_warrant is None:
        return None
    return life.do(services.execute_warrant, proceeding=proceeding, executed_on=life.past(), custody="IN_CUSTODY")


@act(f"{BEFORE} GUILTY_AWAITING_SENTENCE {PARKED}", of=[state for state in CountState if state not in ENDED], weight=1.2, grows=True)
def sever(life, proceeding, counts):
    chosen = life.random.sample(counts, max(len(counts) - 1, 1) if life.chance(0.3) else 1)
    return life.do(services.sever, proceeding=proceeding, counts=chosen, happened_on=life.past(), reason="Severed by the judge")


@act(BEFORE, weight=1)
def unfit(life, proceeding):
    return life.do(services.record_unfit, proceeding=proceeding, unfit_on=life.past())


@act("UNFIT")
def fit(life, proceeding):
    return life.do(services.record_fit, proceeding=proceeding, fit_on=life.past())


@act("UNFIT", weight=3)
def inquire(life, proceeding):
    result = life.one(["SHOWN", "NOT_SHOWN", "EXTENDED"])
    due = {"next_due_on": life.ahead(700)} if result == "EXTENDED" else {}
    due |= life.appeal() if result == "NOT_SHOWN" else {}
    inquiry = services.InquiryIn(held_on=life.past(), result=result, decided_by=JUDGE, source="Endorsement", **due)
    return life.do(services.record_inquiry, proceeding=proceeding, inquiry=inquiry)


@act("NCR_SUPERVISED", weight=3)
def board(life, proceeding):
    return life.do(services.record_board_discharge, proceeding=proceeding, discharged_on=life.past())


@act(f"{BEFORE} WARRANT_OUT UNFIT DIVERTED GUILTY_AWAITING_SENTENCE", of=LIVE, weight=1.5)
def ask_stay(life, proceeding, counts):
    days = life.random.choice([None, None, 3, 30])
    return life.do(
        services.ask_crown_stay,
        proceeding=proceeding,
        counts=life.some(counts),
        entered_on=life.today,
        lapses_on=days and life.today + timedelta(days=days),
        why=why("CROWN_STAYED"),
        reason="The witness is ill",
    )


@act(weight=6)
def decide_stay(life):
    waiting = list(Approval.objects.of(*life.tracks).waiting())
    if not waiting:
        return None
    stay = life.one(waiting)
    still = {count.ref for counts in life.tracks.values() for count in counts if count.state in LIVE}
    granted = life.chance(0.8) and still.issuperset(stay.facts["counts"])
    return life.do(services.decide_crown_stay, by=life.lead, approval=stay, granted=granted, answer="As asked")


@act(
    f"{BEFORE} CROWN_STAYED CONCLUDED GUILTY_AWAITING_SENTENCE UNDER_APPEAL NCR_SUPERVISED WARRANT_OUT UNFIT DIVERTED",
    of="CROWN_STAYED",
    weight=3,
)
def recommence(life, proceeding, counts):
    return life.do(services.recommence, proceeding=proceeding, counts=life.some(counts), notice_on=life.past(), reason="She can testify")


@act("INTAKE DIVERTED", of="LAID PROCEEDING", weight=1.5)
def divert(life, proceeding, counts):
    return life.do(
        services.divert, proceeding=proceeding, counts=life.some(counts), kind="ALTERNATIVE", consent_on=life.past(), conditions_met=True
    )


@act(f"{BEFORE} DIVERTED WARRANT_OUT UNFIT", of="IN_ALTERNATIVE_MEASURES", weight=3)
def end_program(life, proceeding, counts):
    return life.do(services.end_measure, proceeding=proceeding, completed=life.chance(), ended_on=life.past(), reason="As reported")


@act("CONCLUDED NCR_SUPERVISED UNDER_APPEAL", of=APPEALABLE, weight=4)
def appeal(life, proceeding, counts):
    side = life.one(["CROWN", "ACCUSED"])
    return life.do(services.record_appeal, proceeding=proceeding, side=side, notice_on=life.past(), counts=life.some(counts))


@act("UNDER_APPEAL", weight=6)
def end_appeal(life, proceeding):
    found = life.one(Appeal.objects.filter(proceeding=proceeding, decided_on=None))
    results = []
    for row in found.counts.select_related("count__offence"):
        can = [result for result, states in services.POSSIBLE.items() if row.count.state in states] or ["AFFIRMED"]
        can += ["ACQUITTAL_ENTERED"] * 3 if "ACQUITTAL_ENTERED" in can else []
        included = row.count.offence if life.chance() else None
        result = life.one(can)
        why = services.ReasonIn("DOUBT") if result == "ACQUITTAL_ENTERED" else None
        results.append(services.AppealResultIn(row.count, result, terms="As varied", included_offence=included, why=why, **life.appeal()))
    return life.do(
        services.end_appeal,
        by=life.lead,
        appeal=found,
        results=results,
        decided_on=life.past(),
        decided_by="Court of Appeal",
        target=life.one(["", "INTAKE", "INDICTED", "TRIAL_SET"]),
        trial_on=life.ahead(60),
        reason="As the Court of Appeal said" if life.chance() else "",
    )


@act(f"{BEFORE} GUILTY_AWAITING_SENTENCE {PARKED} UNDER_APPEAL NCR_SUPERVISED SUSPECT", weight=0.15)
def die(life, proceeding):
    return life.do(
        services.record_death, by=life.lead, proceeding=proceeding, died_on=life.past(), reason="Certificate", appeals_end=life.chance()
    )


@act("CONCLUDED CROWN_STAYED UNDER_APPEAL NCR_SUPERVISED", of=services.LAID_AGAIN_AFTER, weight=2.5, grows=True)
def charge_again(life, proceeding, counts):
    paper = information("4811-25-300", life.past())
    left = [count for count in counts if not CountLineage.objects.filter(old=count).exists()]
    return life.do(services.charge_again, proceeding=proceeding, counts=life.some(left), information=paper) if left else None


# The file, time, and what was recorded wrongly


@act(files="PRECHARGE", weight=6)
def take_carriage(life):
    decision = life.one(["CARRIED", "SHARED", "ADVISORY"])
    return life.do(services.take_carriage, by=life.lead, case_file=life.file, decision=decision, happened_on=life.past())


@act(files="PRECHARGE", weight=2)
def close_without_charge(life):
    if any(one.state not in ("SUSPECT", *TERMINAL) for one in life.tracks):
        return None
    return life.do(services.close_without_charge, by=life.lead, case_file=life.file, confirmed_on=life.past(), reason="No charge comes")


@act(files="ADVISORY SHARED CARRIED", weight=1)
def agree_carriage(life):
    return life.do(
        services.agree_carriage,
        by=life.lead,
        case_file=life.file,
        carriage=life.one(["CARRIED", "ADVISORY"]) if life.file.state == "SHARED" else "SHARED",
        office=life.office,
        contact="Crown Attorney",
        agreed_on=life.today,
        effective_on=life.today,
        lead_prosecutor=life.pro,
    )


@act(files="ADVISORY", weight=0.3)
def finish_advice(life):
    return life.do(services.finish_advice, by=life.lead, case_file=life.file, reason="Nothing more was asked", happened_on=life.past())


@act(files="CARRIED SHARED", weight=4)
def make_dormant(life):
    if any(one.state not in (*TERMINAL, "WARRANT_OUT", "UNFIT", "CROWN_STAYED", "UNDER_APPEAL") for one in life.tracks):
        return None
    return life.do(services.make_dormant, by=life.lead, case_file=life.file, review_on=life.ahead(30), happened_on=life.past())


@act(files="PRECHARGE CARRIED SHARED DORMANT ADVISORY", weight=0.15)
def transfer(life):
    handover = services.HandoverIn(
        office=life.office,
        contact="Crown Attorney",
        accepted_on=life.today,
        disclosure_done=True,
        exhibits_done=True,
        deadlines_done=True,
        victim_duties_done=True,
        delay_position="Within the ceiling",
    )
    return life.do(services.transfer_file, by=life.lead, case_file=life.file, handover=handover, happened_on=life.past())


@act(files="CONCLUDED", weight=1)
def close(life):
    done = {"orders_registered": True, "property_dealt_with": True, "victim_told": True, "precedent_harvested": True}
    checklist = services.ChecklistIn(**done, retention_from=life.today)
    return life.do(services.close_file, by=life.lead, case_file=life.file, checklist=checklist, happened_on=life.past())


@act(files="CONCLUDED CLOSED TRANSFERRED DECLINED", weight=4)
def reopen(life):
    return life.do(
        services.reopen_file,
        by=life.lead,
        case_file=life.file,
        decision=life.one(["CARRIED", "SHARED", "ADVISORY"]),
        reopen_reason="NEW_REFERRAL",
        reason="Again",
        happened_on=life.past(),
        lead_prosecutor=life.pro,
    )


@act(weight=2)
def days_pass(life):
    """Time passes, and the daily job does what only time does."""
    life.days += life.one([1, 7, 40, 400])
    with clock.fixed(START + timedelta(days=life.days)):
        roll(clock.today())
    return True


@act(weight=2)
def correct(life):
    """The last step of somebody is corrected, where nothing rests on it."""
    subjects = [*life.tracks, *(count for counts in life.tracks.values() for count in counts)]
    moves = Move.objects.of(life.file, *([life.one(subjects)] if life.chance() else subjects)).made().exclude(name="sever")
    last = moves.order_by("-pk").first()
    if last is None or last.step is None:
        return None
    return services.correct_move(move=last, reason="Typed on the wrong file", by=life.lead, at=clock.now())


START = None


class RandomLife(RuleBasedStateMachine):
    """A file in random hands; everything is rolled back when the life ends.

    Each step draws one seed, and what is done comes from it: many small draws would be slow, and would come out small.
    """

    lived: dict[str, int] = {}
    idle = 0
    often: tuple[str, ...] = ()

    def __init__(self):
        super().__init__()
        self.whole = transaction.atomic()
        self.whole.__enter__()
        self.life = None

    @initialize(seed=st.integers(0, 2**32 - 1))
    def begin(self, seed):
        self.life = Life(Random(seed), self.often)
        with clock.fixed(START):
            self.life.begin()

    @rule(seed=st.integers(0, 2**32 - 1))
    def act(self, seed):
        self.life.random = Random(f"{seed} {len(self.life.made)}")
        with clock.fixed(START + timedelta(days=self.life.days)):
            if self.life.play():
                name = self.life.made[-1]
                self.lived[name] = self.lived.get(name, 0) + 1
            else:
                type(self).idle += 1

    @invariant()
    def every_rule_holds(self):
        if self.life is not None:
            with clock.fixed(START + timedelta(days=self.life.days)):
                broken = broken_rules(self.life.file)
            assert broken == [], f"{broken} after {self.life.made}"

    def teardown(self):
        transaction.set_rollback(True)
        self.whole.__exit__(None, None, None)


def live(monkeypatch, lives: int, often: tuple[str, ...] = ()):
    """Live so many random lives of fifty steps, on a clock that starts today; the first that breaks a rule ends it.

    :param often: the acts that are drawn more often than their weight says, to come sooner upon a fault that was planted
    """
    monkeypatch.setattr("tests.casetracker.test_random_life.START", clock.now())
    RandomLife.lived, RandomLife.idle, RandomLife.often = {}, 0, often
    User.objects.service()
    run_state_machine_as_test(
        RandomLife,
        settings=settings(
            phases=[Phase.generate],  # what failed says which acts were made; making them fewer would take long
            max_examples=lives,
            stateful_step_count=50,
            deadline=None,
            derandomize=True,
            database=None,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
            print_blob=False,
        ),
    )


@pytest.mark.django_db
def test_no_random_life_breaks_a_rule(monkeypatch, at):
    live(monkeypatch, 500 if LONG else 3)

    lived, made = set(RandomLife.lived), sum(RandomLife.lived.values())
    assert RandomLife.idle <= made / 20, "most steps are acts"
    assert len(lived) >= 20
    if LONG:
        live(monkeypatch, 20, LEADS_TO_RAREST)
        assert set(ACTS) - lived - set(RandomLife.lived) == set(), "each act was made at least once"


LEADS_TO_RAREST = ("verdict", "dispose", "conclude", "late_sentence")
"""How a count that was stayed for another comes to be sentenced: fifty steps drawn by weight alone hardly ever get there."""


PLANTED = {
    "nothing follows": lambda patch: patch.setattr("casetracker.services.base.steps_that_follow", lambda case_file, proceedings: []),
    "a stay forgets its counts": lambda patch: patch.setitem(guards.no_count_live.__dict__, "test", lambda proceeding: True),
    "severed counts leave the warrant behind": lambda patch: patch.setattr(severance, "parked_alike", lambda proceeding, made: None),
    "a summary is not written": lambda patch: patch.setattr("casetracker.services.base.refresh_summary", lambda case_file: False),
    "the deadlines kept are forgotten": lambda patch: patch.setattr(
        "casetracker.deadlines.columns_of",
        lambda proceedings, today: {one.pk: {"deadlines": [], "next_due_on": None} for one in proceedings},
    ),
}


LEADS_TO = {
    "a stay forgets its counts": ("ask_stay", "decide_stay"),
    "severed counts leave the warrant behind": ("warrant", "unfit", "sever"),
}
"""The acts by which a planted fault comes about, where they are rare."""


@pytest.mark.django_db
@pytest.mark.parametrize("planted", PLANTED)
def test_a_planted_fault_is_found(monkeypatch, at, planted):
    PLANTED[planted](monkeypatch)

    with pytest.raises(AssertionError):
        live(monkeypatch, 50, LEADS_TO.get(planted, ()))


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.parametrize("planted", LEADS_TO)
def test_where_no_fault_is_planted_none_is_found(monkeypatch, at, planted):
    """What finds a planted fault is the fault, and not the drawing that favours its acts."""
    live(monkeypatch, 1, LEADS_TO[planted])

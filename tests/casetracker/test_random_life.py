"""Random lives of a file: legal acts by the services in any order, and after each one every rule holds (``rules``)."""

from datetime import timedelta
from functools import wraps

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from casetracker import services
from casetracker.models import Appeal, CaseFile, Count, Proceeding
from casetracker.roll import roll
from casetracker.states import ENDED, GUILTY, LIVE, CountState, FileState
from foundation import clock
from foundation.accounts.models import User
from foundation.law import catalogue
from foundation.records import Refusal, StaleRecord
from foundation.workflow.models import Approval, Move
from tests.casetracker.rules import broken_rules
from tests.factories.accounts import AgencyFactory, OfficeFactory, UserFactory
from tests.factories.casetracker import HYBRID, PROCURING, TRAFFICKING, accused_in, count_in, information
from tests.sizes import size

MOST_ACCUSED, MOST_COUNTS = 3, 12
JUDGE = "Justice Q. Rowan"


class Life:
    """One file and its people; ``play`` makes one act, drawn at random among those that could start where the file stands."""

    def __init__(self, draw):
        self.draw = draw
        self.lead, self.other_lead = UserFactory(lead=True), UserFactory(lead=True)
        self.pro, self.assistant = UserFactory(), UserFactory(assistant=True)
        self.office = OfficeFactory()
        self.days = 0
        self.made: list[str] = []

    def one(self, choices):
        return self.draw(st.sampled_from(list(choices)))

    def some(self, choices):
        choices = list(choices)
        kept = [choice for choice in choices if self.draw(st.booleans())]
        return kept or [self.one(choices)]

    def chance(self) -> bool:
        return self.draw(st.booleans())

    def begin(self):
        """A file with one to three accused and up to four counts each, taken by the team."""
        sections = [PROCURING, HYBRID, TRAFFICKING]
        accused = [
            accused_in(name, counts=[count_in(self.one(sections)) for _ in range(self.draw(st.integers(1, 4)))], laid=self.chance())
            for name in ("Alder", "Birch", "Cedar")[: self.draw(st.integers(1, MOST_ACCUSED))]
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
            decision="CARRIED" if charged else "PRECHARGE",
            by=self.lead,
            happened_on=self.today,
            conflict_cleared=True,
            lead_prosecutor=self.pro,
        )

    @property
    def today(self):
        return clock.today()

    @property
    def lead_prosecutor(self):
        return self.pro

    def do(self, service, /, by=None, **words):
        return service(by=by or self.pro, at=clock.now(), **words)

    def accused(self, *states):
        rows = Proceeding.objects.filter(file=self.file)
        return list(rows.filter(state__in=states) if states else rows)

    def counts(self, proceeding, *states):
        rows = Count.objects.filter(proceeding=proceeding).select_related("offence", "document", "proceeding")
        return list(rows.filter(state__in=states) if states else rows)

    def appeal(self) -> dict:
        """How long an appeal is open: some days, or none is possible."""
        return {"appeal_due_on": self.today + timedelta(days=self.draw(st.integers(1, 60)))} if self.chance() else {"appeal_none": True}

    def play(self):
        """Make one act at random; say whether it was one that the rules of the field allow here."""
        name = self.one(ACTS)
        self.file = CaseFile.objects.get(pk=self.file.pk)
        try:
            with transaction.atomic():
                done = ACTS[name](self)
        except (Refusal, StaleRecord, PermissionDenied):
            return False
        if done is None:
            return False
        self.made.append(name)
        return True


def _with(states):
    """Make an act of one accused who stands in one of these states."""

    def wrap(act):
        @wraps(act)  # an act is known by its name
        def play(life: Life):
            found = life.accused(*states.split())
            return act(life, life.one(found)) if found else None

        return play

    return wrap


BEFORE = "CHARGED INTAKE ELECTION_PENDING PRELIM COMMITTED INDICTED TRIAL_SET IN_TRIAL RESERVED"


@_with("SUSPECT CHARGED INTAKE ELECTION_PENDING TRIAL_SET")
def lay(life, proceeding):
    counts = life.counts(proceeding, "PROPOSED")
    if not counts:
        return None
    return life.do(services.lay_information, proceeding=proceeding, counts=life.some(counts), information=information())


@_with("SUSPECT CHARGED")
def not_laid(life, proceeding):
    counts = life.counts(proceeding, "PROPOSED")
    if not counts:
        return None
    return life.do(services.record_police_decision, proceeding=proceeding, counts=life.some(counts), decided_on=life.today)


@_with("SUSPECT")
def drop(life, proceeding):
    return life.do(services.conclude_uncharged, by=life.lead, proceeding=proceeding, reason="Nothing to lay", happened_on=life.today)


@_with("SUSPECT CHARGED INTAKE")
def propose(life, proceeding):
    if Count.objects.filter(proceeding__file=life.file).count() >= MOST_COUNTS:
        return None
    return life.do(services.propose_counts, proceeding=proceeding, counts=[count_in(life.one([PROCURING, HYBRID]))])


@_with(f"{BEFORE} GUILTY_AWAITING_SENTENCE")
def appear(life, proceeding):
    return life.do(
        services.add_appearance,
        case_file=life.file,
        proceedings=[proceeding],
        on=life.today + timedelta(days=life.draw(st.integers(0, 30))),
        purpose="SET_DATE",
    )


@_with(BEFORE)
def screen_and_proceed(life, proceeding):
    counts = life.counts(proceeding, "LAID")
    if not counts:
        return None
    for count in counts:
        if count.offence.is_hybrid and not count.mode:
            mode = life.one(["INDICTMENT", "SUMMARY"])
            life.do(services.elect_mode, count=count, choice=mode, on=life.today, limitation_agreed=True)
    reviews = [services.ReviewIn(count=count, outcome="PROCEED", prospect=True, public_interest=True) for count in counts]
    life.do(services.record_screening, proceeding=proceeding, reviews=reviews, reviewed_on=life.today)
    return life.do(services.proceed_on_counts, proceeding=proceeding, happened_on=life.today)


def move(name, states):
    """An ordinary move, by its name."""

    @_with(states)
    def play(life, proceeding):
        return life.do(services.move, subject=proceeding, name=name, happened_on=life.today)

    return play


@_with("INTAKE ELECTION_PENDING")
def elect(life, proceeding):
    choice = life.one(["OCJ", "SCJ_JUDGE", "SCJ_JURY"])
    asked = choice != "OCJ" and life.chance()
    return life.do(services.record_election, proceeding=proceeding, choice=choice, on=life.today, prelim_requested=asked)


@_with("INTAKE ELECTION_PENDING INDICTED COMMITTED")
def set_trial(life, proceeding):
    return life.do(
        services.set_trial,
        proceeding=proceeding,
        trial_on=life.today + timedelta(days=life.draw(st.integers(1, 200))),
        happened_on=life.today,
    )


@_with("TRIAL_SET")
def start_trial(life, proceeding):
    return life.do(services.start_trial, proceeding=proceeding, happened_on=life.today)


@_with("IN_TRIAL")
def reserve(life, proceeding):
    return life.do(services.reserve_judgment, proceeding=proceeding, evidence_ended_on=life.today)


@_with(f"{BEFORE} GUILTY_AWAITING_SENTENCE")
def verdict(life, proceeding):
    counts = life.counts(proceeding, "PROCEEDING", "ON_INDICTMENT")
    if not counts:
        return None
    results = ["PLEA_GUILTY", "FOUND_GUILTY", "GUILTY_INCLUDED", "ACQUITTED", "NCR", "MISTRIAL"]
    chosen = life.some(counts)
    given = [
        services.VerdictIn(count=count, result=life.one(results), included_offence=count.offence, **_appeal_where_due(life))
        for count in chosen
    ]
    for one in given:
        if one.result not in ("ACQUITTED", "NCR"):
            one.appeal_due_on, one.appeal_none = None, False
    rest = [count for count in life.counts(proceeding, *LIVE) if count not in chosen]
    given += [services.VerdictIn(count=count, withdraw_at_sentence=True) for count in rest]
    return life.do(
        services.record_verdict, proceeding=proceeding, verdicts=given, decided_by=JUDGE, happened_on=life.today, reason="As the court said"
    )


def _appeal_where_due(life) -> dict:
    return life.appeal()


@_with("GUILTY_AWAITING_SENTENCE")
def dispose(life, proceeding):
    counts = life.counts(proceeding, *GUILTY)
    if not counts:
        return None
    results = ["SENTENCED", "SENTENCED", "DISCHARGED_ABSOLUTE", "DISCHARGED_CONDITIONAL", "STAYED_KIENAPPLE"]
    given = [
        services.DispositionIn(count=count, result=life.one(results), terms="Two years", **life.appeal()) for count in life.some(counts)
    ]
    return life.do(services.record_disposition, proceeding=proceeding, dispositions=given, decided_by=JUDGE, happened_on=life.today)


@_with("GUILTY_AWAITING_SENTENCE")
def conclude(life, proceeding):
    answers = dict.fromkeys(proceeding.orders_to_answer, ("NOT_SOUGHT", ""))
    if answers:
        life.do(services.answer_orders, proceeding=proceeding, answers=answers, on=life.today)
    return life.do(services.conclude_proceeding, proceeding=proceeding, happened_on=life.today)


@_with(f"{BEFORE} GUILTY_AWAITING_SENTENCE WARRANT_OUT UNFIT DIVERTED UNDER_APPEAL NCR_SUPERVISED")
def withdraw(life, proceeding):
    counts = life.counts(proceeding, *LIVE)
    if not counts:
        return None
    return life.do(
        services.withdraw_count,
        by=life.lead,
        count=life.one(counts),
        reason_code="NO_PROSPECT",
        exception="NO_VICTIM",
        leave_on=life.today,
        happened_on=life.today,
    )


@_with(f"{BEFORE} GUILTY_AWAITING_SENTENCE WARRANT_OUT UNFIT")
def court_order(life, proceeding):
    counts = life.counts(proceeding, *LIVE, *GUILTY)
    if not counts:
        return None
    return life.do(
        services.record_court_order,
        proceeding=proceeding,
        counts=life.some(counts),
        result=life.one(["QUASHED", "DISMISSED", "STAYED_11B", "STAYED_ABUSE"]),
        decided_by=JUDGE,
        happened_on=life.today,
        **life.appeal(),
    )


@_with(f"{BEFORE} GUILTY_AWAITING_SENTENCE DIVERTED")
def warrant(life, proceeding):
    return life.do(services.issue_warrant, proceeding=proceeding, kind="BENCH_597", issued_on=life.today)


@_with("WARRANT_OUT")
def surrender(life, proceeding):
    return life.do(services.execute_warrant, proceeding=proceeding, executed_on=life.today, custody="IN_CUSTODY")


@_with("PRELIM")
def prelim_result(life, proceeding):
    counts = [count for count in life.counts(proceeding, "PROCEEDING") if count.by_indictment]
    results = [services.PrelimResultIn(count=count, result=life.one(["COMMITTED", "DISCHARGED_PRELIM"])) for count in counts]
    return life.do(
        services.record_prelim_result,
        proceeding=proceeding,
        results=results,
        decided_by=JUDGE,
        happened_on=life.today,
        direct_indictment_asked_on=life.today if life.chance() else None,
    )


@_with(f"{BEFORE} CONCLUDED")
def direct_indictment(life, proceeding):
    request = proceeding.direct_indictments.filter(consent_on=None, refused_on=None, withdrawn_on=None).first()
    if request is None:
        return life.do(services.ask_direct_indictment, proceeding=proceeding, asked_on=life.today)
    answer = life.one(["consent", "refuse", "withdraw"])
    if answer == "consent":
        return life.do(services.record_consent, request=request, consent_on=life.today, consent_by="Deputy Attorney General")
    if answer == "refuse":
        return life.do(services.refuse_direct_indictment, request=request, refused_on=life.today)
    return life.do(services.withdraw_direct_indictment, request=request, withdrawn_on=life.today)


@_with(f"{BEFORE} CONCLUDED")
def indict(life, proceeding):
    counts = life.counts(proceeding, "COMMITTED", "PROCEEDING", "DISCHARGED_PRELIM")
    if not counts:
        return None
    return life.do(services.file_indictment, proceeding=proceeding, number="IND-1", filed_on=life.today, counts=life.some(counts))


@_with("TRIAL_SET COMMITTED INDICTED PRELIM")
def reelect(life, proceeding):
    return life.do(
        services.reelect,
        proceeding=proceeding,
        choice=life.one(["OCJ", "SCJ_JUDGE", "SCJ_JURY"]),
        on=life.today,
        consent_on=life.today,
        prelim_requested=life.chance(),
        trial_on=life.today + timedelta(days=90) if life.chance() else None,
    )


@_with(BEFORE)
def resume(life, proceeding):
    counts = life.counts(proceeding, "MISTRIAL")
    if not counts:
        return None
    reviews = [services.ReviewIn(count=count, outcome="PROCEED", prospect=True, public_interest=True) for count in counts]
    life.do(services.record_screening, proceeding=proceeding, reviews=reviews, reviewed_on=life.today)
    return life.do(services.resume_counts, proceeding=proceeding, counts=life.some(counts), happened_on=life.today)


@_with(BEFORE)
def replace(life, proceeding):
    counts = life.counts(proceeding, "LAID", "PROCEEDING", "COMMITTED", "ON_INDICTMENT")
    if not counts or Count.objects.filter(proceeding__file=life.file).count() >= MOST_COUNTS:
        return None
    rows = [services.ReplacementIn(new=count_in(HYBRID), old=life.some(counts))]
    return life.do(services.replace_counts, proceeding=proceeding, replacements=rows, document=information("4811-25-200", life.today))


@_with(f"{BEFORE} GUILTY_AWAITING_SENTENCE WARRANT_OUT CROWN_STAYED UNDER_APPEAL UNFIT DIVERTED")
def sever(life, proceeding):
    counts = [count for count in life.counts(proceeding) if count.state not in ENDED]
    if len(counts) < 2 or len(life.accused()) >= MOST_ACCUSED + 2:
        return None
    return life.do(services.sever, proceeding=proceeding, counts=counts[:1], happened_on=life.today, reason="Severed by the judge")


@_with(BEFORE)
def unfit(life, proceeding):
    return life.do(services.record_unfit, proceeding=proceeding, unfit_on=life.today)


@_with("UNFIT")
def fit(life, proceeding):
    return life.do(services.record_fit, proceeding=proceeding, fit_on=life.today)


@_with("NCR_SUPERVISED")
def board(life, proceeding):
    return life.do(services.record_board_discharge, proceeding=proceeding, discharged_on=life.today)


@_with(f"{BEFORE} WARRANT_OUT UNFIT DIVERTED GUILTY_AWAITING_SENTENCE")
def stay(life, proceeding):
    waiting = Approval.objects.of(proceeding).waiting().first()
    if waiting is None:
        counts = life.counts(proceeding, *LIVE)
        if not counts:
            return None
        chosen = counts if life.chance() else life.some(counts)
        return life.do(services.ask_crown_stay, proceeding=proceeding, counts=chosen, entered_on=life.today, reason="The witness is ill")
    return life.do(services.decide_crown_stay, by=life.lead, approval=waiting, granted=life.chance(), answer="As asked")


@_with(f"{BEFORE} CROWN_STAYED CONCLUDED GUILTY_AWAITING_SENTENCE UNDER_APPEAL WARRANT_OUT UNFIT")
def recommence(life, proceeding):
    counts = life.counts(proceeding, "CROWN_STAYED")
    if not counts:
        return None
    return life.do(services.recommence, proceeding=proceeding, counts=life.some(counts), notice_on=life.today, reason="She can testify")


@_with(f"{BEFORE}")
def divert(life, proceeding):
    counts = life.counts(proceeding, "LAID", "PROCEEDING")
    if not counts:
        return None
    return life.do(
        services.divert, proceeding=proceeding, counts=life.some(counts), kind="ALTERNATIVE", consent_on=life.today, conditions_met=True
    )


@_with(f"{BEFORE} DIVERTED WARRANT_OUT")
def end_program(life, proceeding):
    return life.do(services.end_measure, proceeding=proceeding, completed=life.chance(), ended_on=life.today)


@_with("CONCLUDED NCR_SUPERVISED")
def appeal(life, proceeding):
    counts = [count for count in life.counts(proceeding) if count.decisions.exists()]
    if not counts:
        return None
    return life.do(
        services.record_appeal, proceeding=proceeding, side=life.one(["CROWN", "ACCUSED"]), notice_on=life.today, counts=life.some(counts)
    )


@_with("UNDER_APPEAL")
def end_appeal(life, proceeding):
    found = Appeal.objects.filter(proceeding=proceeding, decided_on=None).first()
    if found is None:
        return None
    results = [
        services.AppealResultIn(
            count=row.count,
            result=life.one(row.Result.values),
            terms="As varied",
            included_offence=catalogue.offence_by_code(row.count.offence.code) if life.chance() else None,
            **life.appeal(),
        )
        for row in found.counts.select_related("count__offence")
    ]
    for one in results:
        if life.chance():
            one.appeal_due_on, one.appeal_none = None, False
    return life.do(
        services.end_appeal,
        by=life.lead,
        appeal=found,
        results=results,
        decided_on=life.today,
        decided_by="Court of Appeal",
        target=life.one(["", "INTAKE", "INDICTED", "TRIAL_SET"]),
        trial_on=life.today + timedelta(days=60),
        reason="As the Court of Appeal said",
    )


def die(life):
    if life.draw(st.integers(0, 9)):  # rare: a life that ends at once teaches little
        return None
    found = [one for one in life.accused() if one.state not in ("CONCLUDED", "ABATED")]
    return life.do(services.record_death, by=life.lead, proceeding=life.one(found), died_on=life.today) if found else None


@_with("GUILTY_AWAITING_SENTENCE")
def strike(life, proceeding):
    return life.do(
        services.strike_plea,
        proceeding=proceeding,
        struck_on=life.today,
        reason="Not informed",
        target=life.one(["INTAKE", "INDICTED", "TRIAL_SET"]),
        trial_on=life.today + timedelta(days=40),
    )


@_with("CONCLUDED")
def charge_again(life, proceeding):
    if Count.objects.filter(proceeding__file=life.file).count() >= MOST_COUNTS or len(life.accused()) >= MOST_ACCUSED + 2:
        return None
    typed = [count_in(HYBRID)]
    return life.do(services.charge_again, proceeding=proceeding, counts=typed, information=information("4811-25-300", life.today))


def late_sentence(life):
    found = list(Count.objects.filter(proceeding__file=life.file, state=CountState.STAYED_KIENAPPLE))
    if not found:
        return None
    return life.do(
        services.record_late_sentence,
        by=life.lead,
        count=life.one(found),
        terms="One year",
        decided_by=JUDGE,
        happened_on=life.today,
        **life.appeal(),
    )


def of_file(life):
    """An act of the file itself, as its state allows."""
    state, words = life.file.state, {"case_file": life.file, "by": life.lead}
    if state == FileState.PRECHARGE:
        return life.do(services.take_carriage, decision=life.one(["CARRIED", "SHARED", "ADVISORY"]), happened_on=life.today, **words)
    if state in (FileState.CARRIED, FileState.SHARED, FileState.ADVISORY) and life.chance():
        return life.do(
            services.agree_carriage,
            carriage=life.one(["CARRIED", "SHARED", "ADVISORY"]),
            office=life.office,
            contact="Crown Attorney",
            agreed_on=life.today,
            effective_on=life.today,
            lead_prosecutor=life.pro,
            **words,
        )
    if state in (FileState.CARRIED, FileState.SHARED):
        return life.do(services.make_dormant, review_on=life.today + timedelta(days=30), happened_on=life.today, **words)
    if state in (FileState.CONCLUDED, FileState.CLOSED):
        return life.do(
            services.reopen_file,
            decision=life.one(["CARRIED", "SHARED"]),
            reopen_reason="NEW_REFERRAL",
            reason="Again",
            happened_on=life.today,
            lead_prosecutor=life.pro,
            **words,
        )
    return None


def days_pass(life):
    """Time passes, and the daily job does what only time does."""
    life.days += life.one([1, 7, 40, 400])
    with clock.fixed(START + timedelta(days=life.days)):
        roll(clock.today())
    return True


def correct(life):
    """The last step of somebody is corrected, where nothing rests on it."""
    subjects = [life.file, *life.accused(), *Count.objects.filter(proceeding__file=life.file)]
    last = Move.objects.of(*subjects).made().exclude(name="sever").order_by("-pk").first()
    if last is None or last.step is None:
        return None
    return services.correct_move(move=last, reason="Typed on the wrong file", by=life.lead, at=clock.now())


ACTS = {
    act.__name__: act
    for act in (
        *(lay, not_laid, drop, propose, appear, screen_and_proceed, elect, set_trial, start_trial, reserve, verdict, dispose, conclude),
        *(withdraw, court_order, warrant, surrender, prelim_result, direct_indictment, indict, reelect, resume, replace, sever),
        *(unfit, fit, board, stay, recommence, divert, end_program, appeal, end_appeal, die, strike, charge_again, late_sentence),
        *(of_file, days_pass, correct),
    )
} | {
    "begin_intake": move("begin_intake", "CHARGED"),
    "await_election": move("await_election", "INTAKE"),
    "begin_prelim": move("begin_prelim", "ELECTION_PENDING"),
}
START = None


class RandomLife(RuleBasedStateMachine):
    """A file in random hands; everything is rolled back when the life ends."""

    lived: dict[str, int] = {}

    def __init__(self):
        super().__init__()
        self.whole = transaction.atomic()
        self.whole.__enter__()
        self.life = None

    @initialize(data=st.data())
    def begin(self, data):
        self.life = Life(data.draw)
        with clock.fixed(START):
            self.life.begin()

    @rule(data=st.data())
    def act(self, data):
        self.life.draw = data.draw
        with clock.fixed(START + timedelta(days=self.life.days)):
            if self.life.play():
                name = self.life.made[-1]
                self.lived[name] = self.lived.get(name, 0) + 1

    @invariant()
    def every_rule_holds(self):
        if self.life is not None:
            with clock.fixed(START + timedelta(days=self.life.days)):
                broken = broken_rules(self.life.file)
            assert broken == [], f"{broken} after {self.life.made}"

    def teardown(self):
        transaction.set_rollback(True)
        self.whole.__exit__(None, None, None)


def live(monkeypatch, lives: int):
    """Live so many random lives of fifty steps, on a clock that starts today."""
    monkeypatch.setattr("tests.casetracker.test_random_life.START", clock.now())
    RandomLife.lived = {}
    User.objects.service()
    run_state_machine_as_test(
        RandomLife,
        settings=settings(
            max_examples=lives,
            stateful_step_count=50,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )


@pytest.mark.django_db
def test_no_random_life_breaks_a_rule(monkeypatch, at):
    live(monkeypatch, size(500))

    assert len(RandomLife.lived) >= 15


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.parametrize("planted", ["nothing follows", "a stay forgets its counts"])
def test_a_planted_fault_is_found(monkeypatch, at, planted):
    if planted == "nothing follows":
        monkeypatch.setattr("casetracker.services.base.steps_that_follow", lambda case_file, proceedings: [])
    else:
        monkeypatch.setattr(Proceeding, "open_warrant", None)

    with pytest.raises(AssertionError):
        live(monkeypatch, 50)

"""Random legal moves by random people over up to three requests at a time: after each, what must hold of advice holds (process.md 5.1)."""

import contextlib
from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from advice import guards, services
from advice.models import AdviceRequest, AnswerVersion, PublicationProposal
from advice.roll import roll
from advice.states import OPEN, SETTLED, Level, Reading, State
from foundation import clock
from foundation.accounts.models import User
from foundation.records import Refusal
from foundation.workflow.models import Move
from foundation.workflow.transitions import TransitionRefused, all_steps, targets_of
from tests.sizes import LONG, size

MOMENT = datetime(2026, 3, 3, 19, 10, tzinfo=UTC)
STEPS = {(step.name, str(step.source)): step for step in all_steps(AdviceRequest)}
DECLARED = {(step.custom["id"], step.name, str(step.source), target) for step in STEPS.values() for target in targets_of(step)}
MOST, TRIES = 3, 4
CAN_MOVE = {source for _name, source in STEPS} - {State.DRAFT}
SEEDS = st.integers(0, 2**32 - 1)


class Broken(AssertionError):
    """A rule of the machine does not hold."""


def must(holds, words, request):
    if not holds:
        raise Broken(f"{request.ref} ({request.state}): {words}")


def check(request: AdviceRequest, texts: dict[int, str]) -> None:
    """Everything that must hold of one request; ``texts`` keeps each delivered text as it was first seen."""
    versions = list(request.versions.order_by("number"))
    delivered = [version for version in versions if version.delivered_at]
    for version in delivered:
        must(texts.setdefault(version.pk, version.text_digest) == version.text_digest, "a delivered text changed", request)
        before = version.readings.filter(result=Reading.APPROVED, after_delivery=False, text_digest=version.text_digest)
        readers = set(before.values_list("reader", flat=True)) - {version.author_id}
        if version.delivered_unread:
            due = not version.readings.filter(after_delivery=True).exists()
            must(due or version.readings.exclude(reader=version.author_id).exists(), "read afterwards by its author", request)
        else:
            must(readers, "delivered without a second reader's approval", request)
    if request.state in (State.DELIVERED, State.FOLLOW_UP):
        must(delivered, "answered without a delivered version", request)
    latest = delivered[-1] if delivered else None
    must(request.delivered_at == (latest.delivered_at if latest else None), "delivered_at is not that of the latest version", request)
    must(request.awaits_reading == bool(latest and latest.awaits_reading), "awaits_reading differs from its versions", request)
    must(request.is_recalled == bool(latest and latest.is_recalled), "is_recalled differs from its versions", request)
    paused = request.pauses.filter(ended_at=None).count()
    must(
        paused == (1 if request.state == State.NEEDS_INFO else 0), "the clock does not pause exactly while the asker is waited for", request
    )
    if request.state in OPEN and request.state != State.NEEDS_INFO and request.urgency:
        must(request.due_on == request.due_date(), "the promised date differs from its computation", request)
    over = request.state not in OPEN and request.state not in (State.DRAFT, State.DELIVERED)
    must(over == (request.closed_at is not None), "closed_at does not stand exactly on what is over", request)
    if over:
        must(not request.is_open and not request.has_promise and request.reply_by is None, "what is over has an open task", request)
    if request.state == State.MERGED:
        seen, target = {request.pk}, request.merged_into
        while target.state == State.MERGED:
            must(target.pk not in seen, "merged in a circle", request)
            seen.add(target.pk)
            target = target.merged_into
        must(target.state in OPEN | SETTLED, "merged into what is neither open nor answered", request)
    if request.state == State.CONVERTED_TO_FILE:
        must(request.case_file_id, "a file without the file", request)
    moves = list(Move.objects.of(request).order_by("pk"))
    for move in moves:
        must((move.rule, move.name, move.from_state, move.to_state) in DECLARED, f"{move.rule} is no declared pair", request)
    at = State.DRAFT
    for move in moves:
        must(move.from_state == at, "the moves do not follow each other", request)
        at = move.to_state
    must(at == request.state, "the state is not where the moves lead", request)


def check_bank() -> None:
    """What goes to the bank was seen by two lawyers."""
    for proposal in PublicationProposal.objects.exclude(approved_by=None):
        if proposal.approved_by_id == proposal.prepared_by_id or proposal.was_prepared_by(proposal.approved_by):
            raise Broken("published by one lawyer alone")


class Advice(RuleBasedStateMachine):
    """Up to three requests that can still move, the people around them, and time.

    Each step draws one seed, and what is done comes from it: many small draws would be slow, and would come out small.
    """

    played: Counter = Counter()  # (step, source) for each one taken, and each act that is no step

    def __init__(self):
        super().__init__()
        self.now, self.texts, self.refs, self.done = MOMENT, {}, [], []
        self.block = transaction.atomic()
        self.block.__enter__()
        self.people = list(User.objects.filter(is_active=True).exclude(role__in=["SVC", "ADM"]).order_by("pk"))
        self.askers = [person for person in self.people if person.role in ("POL", "CRN")]
        self.prosecutors = [person for person in self.people if person.role == "PRO"]
        self.lawyers = [person for person in self.people if person.role in ("PRO", "LEAD")]

    def teardown(self):
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    @contextlib.contextmanager
    def hour(self):
        """A moment later than the one before."""
        self.now += timedelta(minutes=3)
        with clock.fixed(self.now):
            yield {"at": self.now}

    @initialize(seed=SEEDS)
    def begin(self, seed):
        self.random = Random(seed)
        self.send()

    @rule(seed=SEEDS)
    def go_on(self, seed):
        """A step mostly; now and then something that is none, another request, or time."""
        self.random = Random(f"{seed} {len(self.done)}")
        self.moving = list(AdviceRequest.objects.filter(ref__in=self.refs, state__in=CAN_MOVE).order_by("pk"))
        if not self.moving or (len(self.moving) < MOST and self.chance(0.15)):
            self.send()
        elif self.chance(0.05):
            self.time_passes()
        elif not (self.chance(0.25) and any(self.act() for _ in range(TRIES))) and not any(self.move() for _ in range(TRIES)):
            self.note("nothing")

    def one(self, choices):
        return self.random.choice(list(choices))

    def chance(self, of=0.5) -> bool:
        return self.random.random() < of

    def note(self, *what):
        self.done.append(what)
        self.played[what] += 1

    def send(self):
        asker = self.one(self.askers)
        urgency = self.one(["U1", "U0", "U2", "U3", "U4"])
        level = {"urgency": urgency, "urgency_reason": "Bail today" if urgency in ("U0", "U1") else ""}
        with self.hour() as when:
            made = services.save_request_draft(by=asker, question="May she?", facts="A friend paid.", topics=["BAIL"], **level, **when)
            services.submit_request(ref=made.ref, by=asker, question="May she?", facts="A friend paid.", topics=["BAIL"], **level, **when)
        self.refs.append(made.ref)
        self.note("submit", State.DRAFT)

    def move(self) -> bool:
        """A step that starts here, by somebody who may: it is taken if its guards hold, and otherwise nothing happens."""
        request = self.one(self.moving)
        names = sorted(name for name, source in STEPS if source == request.state and name in CALLS)
        weights = [8 if name in ONWARD else 1 if name in ENDS else 3 for name in names]  # most would end before they are answered
        name = self.random.choices(names, weights)[0]
        step = STEPS[name, request.state]
        able = [person for person in self.people if step.permission(request, person)]
        if not able:
            return False
        by = self.one(able)
        with self.hour() as when:
            self._prepare(name, request, by, when)
            request = AdviceRequest.objects.get(pk=request.pk)
            words, open_to_her = CALLS[name](self, request, by)
            request.propose_closer(by)
            if name == "merge":
                request.propose_target(AdviceRequest.objects.get(ref=words["into"]))
            ready = open_to_her and all(guard.test(request) for guard in step.custom["guards"])
            before = (request.state, request.version, Move.objects.count())
            try:
                getattr(services, SERVICES.get(name, name))(ref=request.ref, by=by, **words, **when)
                taken = True
            except (TransitionRefused, PermissionDenied, Refusal):
                taken = False
            after = AdviceRequest.objects.get(pk=request.pk)
            must(taken == ready, f"{name} was {'taken' if taken else 'refused'}", request)
            if not taken:
                must((after.state, after.version, Move.objects.count()) == before, f"a refused {name} left something", request)
            else:
                self.note(name, before[0])
        return taken

    def _prepare(self, name, request, by, when):
        """Mostly, do what a step rests on: write before it is sent, read before it is delivered, remind before it is declined."""
        if self.chance(0.2):
            return
        if name in ("send_for_review", "deliver_unread") and request.open_version is None:
            services.write_answer(ref=request.ref, short_answer="Yes.", analysis="As was held.", by=by, **when)
        if name == "deliver":
            readers = [person for person in self.lawyers if STEPS["return_for_changes", State.IN_REVIEW].permission(request, person)]
            reader = self.one(readers)
            with contextlib.suppress(PermissionDenied):
                services.approve_answer(ref=request.ref, by=reader, **when)
        if name == "decline" and request.state == State.NEEDS_INFO:
            services.remind_asker(ref=request.ref, by=self.one(one for one in self.lawyers if one.role == "LEAD"), **when)

    def act(self) -> bool:
        """Something people do that is no step; by whom it is not allowed it is refused."""
        fitting = [(name, request) for name, fits in FITS.items() for request in self.moving if fits(request)]
        if not fitting:
            return False
        name, request = self.one(fitting)
        by, adviser = self.one(self.lawyers), request.assigned_to
        writer = adviser if adviser is not None and self.chance() else by
        with self.hour() as when, contextlib.suppress(Refusal, PermissionDenied):
            words = {"ref": request.ref, **when}
            if name == "write":
                text, level = self.one(["Yes.", "No.", "It depends."]), self.one([Level.CROWN_ONLY, Level.SHAREABLE])
                services.write_answer(short_answer=text, analysis="As was held.", intended_level=level, by=writer, **words)
            elif name == "approve":
                services.approve_answer(by=by, **words)
                if by.role == "LEAD":
                    services.countersign_answer(by=by, **words)
            elif name == "afterwards":
                services.read_afterwards(is_good=self.chance(), comment="Name the paragraph.", by=by, **words)
            elif name == "recall":
                services.recall_answer(reason="It was overturned.", by=writer, **words)
            elif name == "remind":
                services.remind_asker(by=by, **words)
            elif name == "prepare":
                today = clock.today()
                services.prepare_publication(
                    title="A friend pays", question="May she?", short_answer="Yes.", analysis="As was held.", level=Level.CROWN_ONLY,
                    law_as_of=today, review_on=today + timedelta(days=365), by=writer, **words,
                )  # fmt: skip
            else:
                waiting = list(request.proposals.filter(approved_by=None))
                if not waiting:
                    return False
                for proposal in waiting:
                    services.approve_publication(ref=proposal.ref, by=by, **when)
            self.note(name)
            return True
        return False

    def time_passes(self):
        self.now += timedelta(days=self.one([1, 8, 8, 31, 200, 370]))
        with clock.fixed(self.now):
            if roll(self.now)["closed"]:
                self.note("close by time")
            late = AdviceRequest.objects.filter(state=State.DELIVERED, delivered_at__lte=self.now - guards.QUIET)
            for request in late:
                must(request.awaits_reading or request.is_recalled, "thirty quiet days did not close it", request)

    @invariant()
    def everything_holds(self):
        with clock.fixed(self.now):
            try:
                for request in AdviceRequest.objects.filter(ref__in=self.refs):
                    check(request, self.texts)
                check_bank()
            except Broken as broken:
                raise Broken(f"{broken} after {self.done}") from None


def _to_somebody(machine, request, by):
    return {"to": by if by.role == "PRO" else machine.one(machine.prosecutors)}, True


def _to_another(machine, request, by):
    to = machine.one(machine.prosecutors)
    return {"to": to, "reason": "On leave"}, to.pk != request.assigned_to_id


def _into(machine, request, by):
    return {"into": machine.one(machine.refs)}, True


def _bank(machine, request, by):
    return {"item": machine.item}, True


FITS = {
    "write": lambda request: request.is_being_answered,
    "approve": lambda request: request.is_in_review,
    "afterwards": lambda request: request.awaits_reading,
    "recall": lambda request: request.delivered_at is not None and not request.is_recalled,
    "remind": lambda request: request.is_waiting,
    "prepare": lambda request: request.delivered_at is not None,
    "publish": lambda request: request.proposals.filter(approved_by=None).exists(),
}
ONWARD = frozenset({"triage", "assign", "send_for_review", "deliver", "deliver_unread", "reply", "take_up_again"})
ENDS = frozenset({"close", "decline", "answer_from_bank", "withdraw", "convert"})
# What is typed at each step, and whether what is typed lets it through.
CALLS = {
    "triage": lambda machine, request, by: ({"topics": ["BAIL"], "urgency": request.urgency}, True),
    "assign": _to_somebody,
    "hand_over": _to_another,
    "ask_for_more": lambda machine, request, by: ({"text": "Who?", "reply_by": clock.today() + timedelta(days=7)}, True),
    "reply": lambda machine, request, by: ({"text": "He did."}, True),
    "send_for_review": lambda machine, request, by: ({}, True),
    "return_for_changes": lambda machine, request, by: ({"comment": "Name the paragraph."}, True),
    "deliver": lambda machine, request, by: ({}, True),
    "deliver_unread": lambda machine, request, by: ({"reason": "The hearing is at two."}, True),
    "ask_follow_up": lambda machine, request, by: ({"text": "And abroad?"}, True),
    "ask_again": lambda machine, request, by: ({"text": "And abroad?"}, True),
    "take_up_again": lambda machine, request, by: ({"reason": "A new decision."}, True),
    "close": lambda machine, request, by: ({}, True),
    "decline": lambda machine, request, by: ({"reason_code": "FEDERAL", "turn_to": "The federal office."}, True),
    "answer_from_bank": _bank,
    "say_still_open": lambda machine, request, by: ({"text": "The age."}, True),
    "withdraw": lambda machine, request, by: ({}, True),
    "merge": _into,
    "convert": lambda machine, request, by: ({"family_name": "Alder"}, True),
}
SERVICES = {
    "triage": "triage_request",
    "assign": "assign_request",
    "hand_over": "hand_over_request",
    "reply": "reply_to_team",
    "deliver": "deliver_answer",
    "ask_again": "ask_follow_up",
    "close": "close_request",
    "decline": "decline_request",
    "withdraw": "withdraw_request",
    "merge": "merge_request",
    "convert": "convert_request",
}


@pytest.fixture
def playground(cast, settings, tmp_path):
    """The people, an item of the bank, and a folder of their own; what a run does is undone at its end."""
    from tests.factories.advice import PublishedAdviceFactory

    settings.DATA_DIR = tmp_path
    Advice.item = PublishedAdviceFactory()


def play(runs: int):
    Advice.played = Counter()
    run_state_machine_as_test(
        Advice,
        settings=settings(
            phases=[Phase.generate],  # found is enough; a failure says what was done
            max_examples=runs,
            stateful_step_count=50,
            deadline=None,
            database=None,
            derandomize=True,
            report_multiple_bugs=False,
            print_blob=False,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_whatever_people_do_what_must_hold_of_advice_holds(playground):
    play(size(500))

    taken = {what for what in Advice.played if len(what) == 2}
    if LONG:
        assert set(STEPS) - taken == set(), "each step was taken from each of its states"
        assert {name for (name,) in set(Advice.played) - taken} == {*FITS, "close by time", "nothing"}
    assert Advice.played[("nothing",)] <= Advice.played.total() / 10, "most steps are taken"
    assert len({name for name, _source in taken}) >= 14


def test_every_step_of_the_machine_is_played():
    assert {name for name, _source in STEPS} - set(CALLS) == {"submit"}  # it is played by sending


PLANTED = {
    "unread answers go out": lambda patch: patch.setattr(guards.is_approved, "test", lambda request: request.open_version is not None),
    "the clock never runs on": lambda patch: patch.setattr("advice.services.asking.run_clock", lambda request, at: None),
    "the reading afterwards is forgotten": lambda patch: patch.setattr(AnswerVersion, "awaits_reading", property(lambda version: False)),
    "a question leaves from under another": lambda patch: patch.setattr(guards.asker_may_leave, "test", lambda request: True),
}


RARE = {"unread answers go out", "a question leaves from under another"}
"""Found only after many runs."""


@pytest.mark.parametrize("planted", [pytest.param(name, marks=[pytest.mark.long] * (name in RARE)) for name in PLANTED])
def test_a_rule_that_is_broken_on_purpose_is_found(planted, playground, monkeypatch):
    PLANTED[planted](Thawed(monkeypatch))

    with pytest.raises(Broken):
        play(60)


class Thawed:
    """Sets what is frozen too, and puts it back."""

    def __init__(self, patch):
        self.patch = patch

    def setattr(self, target, *rest):
        if len(rest) == 2 and hasattr(target, "sentence"):
            self.patch.setitem(target.__dict__, *rest)
        else:
            self.patch.setattr(target, *rest)

"""What is open of an accused who is over ends with her: stays asked for, warrants, findings, programs, requests, appeals; and s. 475."""

from datetime import timedelta

import pytest

from casetracker import guards, roll, services, timeline
from casetracker.models import Appeal, CrownStay, FitnessFinding, Measure, Warrant
from casetracker.roll import reviews_due
from foundation import clock
from foundation.accounts.models import User
from foundation.workflow.models import Move
from tests.casetracker.rules import broken_rules
from tests.casetracker.state_of_things import nothing_changes
from tests.casetracker.test_guards import refused, refused_typed
from tests.casetracker.test_stops import ask, decide, dropped, notices, rules, stayed, two  # noqa: F401  a fixture
from tests.factories.casetracker import again, put

pytestmark = pytest.mark.django_db


def warrant_out(world, **words):
    given = {"kind": "BENCH_597", "issued_on": clock.today(), **words}
    return world.do("issue_warrant", proceeding=world.proceeding, **given)


def holds(world):
    assert broken_rules(world.file) == []


# A stay that waits for a lead


def test_a_stay_asked_for_falls_away_once_none_of_its_counts_can_be_stayed(two):  # noqa: F811
    first, _second = two.counts()
    approval = ask(two, [first])

    dropped(two, [first])

    approval = again(approval)
    assert (approval.granted, approval.decided_by, approval.decided_at) == (False, User.objects.service(), clock.now())
    assert notices(two.pro)[-1] == "casetracker/stay_fell_away"
    assert services.waiting_stay(two.proceeding) is None
    assert two.proceeding.state == "CHARGED", "the other count goes on"
    texts = [line.text for entry in timeline.latest(two.file, two.lead, 1) for line in entry.lines]
    assert any("fell away" in text for text in texts)
    ask(two, two.counts()[1:])
    holds(two)


def test_a_stay_asked_for_waits_while_one_of_its_counts_can_be_stayed(two):  # noqa: F811
    approval = ask(two)

    dropped(two, two.counts()[:1])

    assert again(approval).decided_at is None
    assert "casetracker/stay_fell_away" not in notices(two.pro)


def test_a_stay_asked_for_falls_away_with_judgment(two):  # noqa: F811
    two.to_intake()
    approval = ask(two, two.counts()[:1])
    two.do(
        "record_plea",
        proceeding=two.proceeding,
        guilty=two.counts()[:1],
        to_withdraw=two.counts()[1:],
        decided_by="Justice Q. Rowan",
        happened_on=clock.today(),
    )

    assert again(approval).decided_by == User.objects.service()


def test_a_stay_asked_for_falls_away_where_its_counts_were_severed(two):  # noqa: F811
    approval = ask(two, two.counts()[1:])

    two.do("sever", proceeding=two.proceeding, counts=two.counts()[1:], happened_on=clock.today(), reason="Apart")

    assert again(approval).decided_by == User.objects.service()


def test_a_stay_that_fell_away_waits_again_after_a_correction_unless_another_was_asked_since(two):  # noqa: F811
    first, second = two.counts()
    approval = ask(two, [first])
    dropped(two, [first])
    withdrawal = Move.objects.of(first).get(rule="C3")
    later_one = ask(two, [second])

    with nothing_changes(), pytest.raises(services.Refusal):
        services.correct_move(move=withdrawal, reason="Wrong count", by=two.lead, at=clock.now())
    decide(two, later_one, False, answer="Not yet")
    services.correct_move(move=withdrawal, reason="Wrong count", by=two.lead, at=clock.now())

    approval = again(approval)
    assert (approval.decided_at, "fell_away" in approval.facts) == (None, False)
    holds(two)


# A17 by rule


def test_a17_follows_once_the_last_count_that_is_not_stayed_ends(two):  # noqa: F811
    first, second = two.counts()
    stayed(two, [first])
    assert two.proceeding.state == "CHARGED"

    dropped(two, [second])

    assert (two.proceeding.state, two.proceeding.parked_from) == ("CROWN_STAYED", "CHARGED")
    assert Move.objects.of(two.proceeding).get(rule="A17").followed_from.rule == "C3"
    two.do("recommence", proceeding=two.proceeding, counts=[first], notice_on=clock.today())
    assert (two.proceeding.state, again(first).state) == ("CHARGED", "PROCEEDING")
    holds(two)


def test_a17_does_not_follow_while_a_count_is_proposed_or_a_direct_indictment_is_waited_for(two):  # noqa: F811
    first, second = two.counts()
    stayed(two, [first])
    two.do("propose_counts", proceeding=two.proceeding, counts=[services.CountIn(offence=first.offence, offence_from=first.offence_from)])

    dropped(two, [second])

    assert two.proceeding.state == "CHARGED"


# What ends with the accused


def test_a_warrant_ends_with_the_matter_and_nobody_is_told_to_look_for_her(two, later):  # noqa: F811
    warrant_out(two)

    dropped(two)

    warrant = Warrant.objects.get()
    assert (two.proceeding.state, two.proceeding.custody) == ("CONCLUDED", "NOT_ARRESTED")
    assert (warrant.ended_on, warrant.executed_on, two.proceeding.open_warrant) == (clock.today(), None, None)
    texts = [line.text for entry in timeline.latest(two.file, two.lead, 1) for line in entry.lines]
    assert any(text.startswith("Bench warrant") and "ended with the matter" in text for text in texts), texts
    holds(two)
    put(two.file, "CARRIED")
    with later(days=400):
        assert [review.template for review in reviews_due(clock.today())] == []


def test_a_finding_and_a_program_end_with_the_matter(two):  # noqa: F811
    two.to_intake()
    two.do("divert", proceeding=two.proceeding, counts=two.counts()[:1], kind="ALTERNATIVE", consent_on=clock.today(), conditions_met=True)
    with_program = two.counts()
    stayed(two, with_program[:1])
    dropped(two, with_program[1:])
    assert (two.proceeding.state, Measure.objects.get().is_running) == ("CROWN_STAYED", True), "a stay may bring the count back into it"
    two.do("record_death", by=two.lead, proceeding=two.proceeding, died_on=clock.today(), reason="Certificate")

    measure, stay = Measure.objects.get(), CrownStay.objects.get()
    assert (measure.ended_on, stay.ended_on, measure.is_running, stay.is_open) == (clock.today(), clock.today(), False, False)
    holds(two)


def test_a_finding_ends_where_every_count_is_withdrawn(two):  # noqa: F811
    two.do("record_unfit", proceeding=two.proceeding, unfit_on=clock.today())

    dropped(two)

    finding = FitnessFinding.objects.get()
    assert (two.proceeding.state, finding.ended_on, finding.fit_on) == ("CONCLUDED", clock.today(), None)


def test_a_direct_indictment_is_no_longer_intended_of_an_accused_who_is_over(two):  # noqa: F811
    request = two.do("ask_direct_indictment", proceeding=two.proceeding, asked_on=clock.today())

    dropped(two)

    assert (again(request).ended_on, again(request).intended) == (clock.today(), False)


def test_a_warrant_ends_with_a_crown_stay_and_a_new_one_is_recorded_after_it(two):  # noqa: F811
    warrant_out(two)
    stayed(two)
    assert (two.proceeding.state, Warrant.objects.get().ended_on) == ("CROWN_STAYED", clock.today())
    two.do("recommence", proceeding=two.proceeding, counts=two.counts(), notice_on=clock.today())

    warrant_out(two, kind="ARREST_512", note="Seen in Sudbury")

    assert (two.proceeding.open_warrant.kind, two.proceeding.open_warrant.note) == ("ARREST_512", "Seen in Sudbury")
    holds(two)


def test_time_alone_ends_what_is_left_too(two, later):  # noqa: F811
    warrant_out(two)
    stayed(two, lapses_on=clock.today() + timedelta(days=3))
    Warrant.objects.update(ended_on=None)  # as rows from before this rule stand

    with later(days=4):
        roll.roll(clock.today())

        assert (two.proceeding.state, two.proceeding.open_warrant) == ("CONCLUDED", None)


# Death


@pytest.fixture
def under_appeal(two):  # noqa: F811
    """One accused, sentenced on two counts, who appealed."""
    two.to_intake()
    two.do("record_plea", proceeding=two.proceeding, guilty=two.counts(), decided_by="Justice Q. Rowan", happened_on=clock.today())
    rows = [services.DispositionIn(count=count, result="SENTENCED", terms="One year", appeal_none=True) for count in two.counts()]
    two.do("record_disposition", proceeding=two.proceeding, dispositions=rows, decided_by="Justice Q. Rowan", happened_on=clock.today())
    answers = dict.fromkeys(two.proceeding.orders_to_answer, ("NOT_SOUGHT", ""))
    two.do("answer_orders", proceeding=two.proceeding, answers=answers, on=clock.today())
    two.do("conclude_proceeding", proceeding=two.proceeding, happened_on=clock.today())
    two.do("record_appeal", proceeding=two.proceeding, side="ACCUSED", notice_on=clock.today(), counts=two.counts())
    return two


def die(world, **words):
    given = {"died_on": clock.today(), "reason": "Death certificate", **words}
    return world.do("record_death", by=world.lead, proceeding=world.proceeding, **given)


def test_a26_needs_the_proof_of_the_death(two):  # noqa: F811
    refused_typed(lambda: die(two, reason=" "), "reason")


def test_a26_asks_whether_an_open_appeal_ends_and_ends_it(under_appeal):
    refused_typed(lambda: die(under_appeal), "appeals")

    die(under_appeal, appeals_end=True)

    appeal = Appeal.objects.get()
    assert (under_appeal.proceeding.state, appeal.decided_on) == ("ABATED", clock.today())
    assert {row.result for row in appeal.counts.all()} == {"ABATED"}
    assert {(count.state, count.appeal_status) for count in under_appeal.counts()} == {("SENTENCED", "ABATED")}
    assert again(under_appeal.file).state == "CONCLUDED"
    holds(under_appeal)


def test_a26_leaves_an_appeal_open_that_the_court_hears_all_the_same(under_appeal):
    die(under_appeal, appeals_end=False)
    appeal = Appeal.objects.get()
    assert (appeal.decided_on, under_appeal.proceeding.state) == (None, "ABATED")
    services.reopen_file(
        case_file=under_appeal.file,
        decision="CARRIED",
        reopen_reason="LATE_APPEAL",
        reason="The appeal is heard",
        by=under_appeal.lead,
        at=clock.now(),
        happened_on=clock.today(),
    )

    def end(result):
        why = services.ReasonIn("DOUBT") if result == "ACQUITTAL_ENTERED" else None
        results = [services.AppealResultIn(count, result, appeal_none=True, why=why) for count in under_appeal.counts()]
        return under_appeal.do(
            "end_appeal", by=under_appeal.lead, appeal=appeal, results=results, decided_on=clock.today(), decided_by="Court of Appeal"
        )

    refused_typed(lambda: end("NEW_TRIAL"), "results")
    end("ACQUITTAL_ENTERED")

    assert ({count.state for count in under_appeal.counts()}, under_appeal.proceeding.state) == ({"ACQUITTED"}, "ABATED")
    holds(under_appeal)


def test_the_correction_of_another_accused_is_not_stopped_by_an_appeal_of_the_dead(under_appeal):
    die(under_appeal, appeals_end=False)
    move = Move.objects.of(under_appeal.file).filter(rule="F11").last()

    services.correct_move(
        move=Move.objects.of(under_appeal.proceeding).get(rule="A26"), reason="Alive", by=under_appeal.lead, at=clock.now()
    )

    assert again(move).corrected_by is not None
    assert under_appeal.proceeding.state == "UNDER_APPEAL"


# A trial that goes on without the accused (s. 475)


def to_trial_set(world):
    world.to_intake()
    world.do("record_election", proceeding=world.proceeding, choice="OCJ", on=clock.today())
    world.do("set_trial", proceeding=world.proceeding, trial_on=clock.today() + timedelta(days=9), happened_on=clock.today())


def test_a_trial_goes_on_without_the_absconder_and_nobody_moves(two):  # noqa: F811
    to_trial_set(two)
    refused_typed(lambda: warrant_out(two, trial_goes_on=True), "trial_goes_on")
    two.do("start_trial", proceeding=two.proceeding, happened_on=clock.today())
    before = rules(two.proceeding)

    warrant_out(two, trial_goes_on=True)

    assert (two.proceeding.state, two.proceeding.custody, rules(two.proceeding)) == ("IN_TRIAL", "AT_LARGE_WARRANT", before)
    refused_typed(lambda: warrant_out(two, trial_goes_on=True), "issued_on")
    refused_typed(lambda: warrant_out(two, kind="ARREST_512"), "issued_on")
    two.do("execute_warrant", proceeding=two.proceeding, executed_on=clock.today(), custody="IN_CUSTODY")
    assert (two.proceeding.state, two.proceeding.custody, two.proceeding.open_warrant) == ("IN_TRIAL", "IN_CUSTODY", None)


def test_a14_waits_for_the_warrant_of_an_offender_sentenced_in_her_absence(two):  # noqa: F811
    to_trial_set(two)
    two.do("start_trial", proceeding=two.proceeding, happened_on=clock.today())
    warrant_out(two, trial_goes_on=True)
    verdicts = [services.VerdictIn(count=count, result="FOUND_GUILTY") for count in two.counts()]
    two.do("record_verdict", proceeding=two.proceeding, verdicts=verdicts, decided_by="Justice Q. Rowan", happened_on=clock.today())
    rows = [services.DispositionIn(count=count, result="SENTENCED", terms="One year", appeal_none=True) for count in two.counts()]
    two.do("record_disposition", proceeding=two.proceeding, dispositions=rows, decided_by="Justice Q. Rowan", happened_on=clock.today())
    two.do(
        "answer_orders",
        proceeding=two.proceeding,
        answers=dict.fromkeys(two.proceeding.orders_to_answer, ("NOT_SOUGHT", "")),
        on=clock.today(),
    )

    refused(
        lambda: two.do("conclude_proceeding", proceeding=two.proceeding, happened_on=clock.today()),
        guards.warrant_closed,
    )
    two.do("execute_warrant", proceeding=two.proceeding, executed_on=clock.today(), custody="SERVING")
    two.do("conclude_proceeding", proceeding=two.proceeding, happened_on=clock.today())
    assert two.proceeding.state == "CONCLUDED"

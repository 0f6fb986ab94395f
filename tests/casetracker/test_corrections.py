"""*Correct this*: who may, what is set back, what rests on it, and that both entries stay."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from casetracker import services
from casetracker.models import Decision, Warrant
from casetracker.roll import roll
from foundation import clock
from foundation.records import Refusal
from foundation.workflow.models import Move
from tests.casetracker.pages import at, confirmed, hidden, send, signed_in
from tests.casetracker.rules import broken_rules
from tests.factories.casetracker import again, information

pytestmark = pytest.mark.django_db


def last_move(*subjects):
    return Move.objects.of(*subjects).order_by("-pk").first()


def correct(move, by, reason="Wrong accused"):
    return services.correct_move(move=move, reason=reason, by=by, at=clock.now())


def test_a_step_and_what_it_changed_are_set_back_and_both_entries_stay(world, lead):
    world.to_intake()
    world.do("issue_warrant", proceeding=world.proceeding, kind="BENCH_597", issued_on=clock.today())
    before = again(world.proceeding)
    move = last_move(before)

    correct(move, lead)

    now = again(world.proceeding)
    assert (before.state, now.state, now.parked_from, now.custody) == ("WARRANT_OUT", "INTAKE", "", "NOT_ARRESTED")
    moves = list(Move.objects.of(now).order_by("pk"))
    assert [one.name for one in moves][-2:] == ["issue_warrant", "correct"]
    assert again(move).corrected_by == moves[-1]
    assert moves[-1].reason == "Wrong accused"
    assert now.open_warrant is None


def test_a_fact_of_a_corrected_step_is_kept_but_no_longer_stands(world, lead):
    world.to_intake()
    world.do("issue_warrant", proceeding=world.proceeding, kind="BENCH_597", issued_on=clock.today())

    correct(last_move(world.proceeding), lead)
    world.do("issue_warrant", proceeding=world.proceeding, kind="ARREST_512", issued_on=clock.today())

    assert [warrant.kind for warrant in Warrant.objects.all()] == ["ARREST_512"]
    assert Warrant._base_manager.count() == 2


def test_the_day_of_a_corrected_step_does_not_hold_back_the_right_one(world, lead):
    world.to_intake()
    world.do("issue_warrant", proceeding=world.proceeding, kind="BENCH_597", issued_on=clock.today())
    earlier = clock.today() - timedelta(days=3)
    Move.objects.of(world.proceeding).filter(name="begin_intake").update(happened_on=earlier - timedelta(days=1))

    correct(last_move(world.proceeding), lead)
    world.do("issue_warrant", proceeding=world.proceeding, kind="BENCH_597", issued_on=earlier)

    assert last_move(world.proceeding).happened_on == earlier


def test_what_followed_is_corrected_with_it(world, lead):
    world.proceeding_on_counts()
    for count in world.counts():
        world.do(
            "withdraw_count",
            by=lead,
            count=count,
            why=services.ReasonIn("NO_PROSPECT"),
            exception="NO_VICTIM",
            happened_on=clock.today(),
        )
    assert again(world.proceeding).state == "CONCLUDED"
    move = Move.objects.get(name="withdraw")

    correct(move, lead)

    assert again(world.count).state == "PROCEEDING"
    assert again(world.proceeding).state == "CHARGED"
    assert again(world.file).state == "CARRIED"
    assert Move.objects.filter(name="correct").count() == 3
    assert again(world.count).reason_code == ""


def test_a_later_step_that_rests_on_it_is_corrected_first(world, lead):
    world.to_intake()
    first = last_move(world.proceeding)
    world.do("issue_warrant", proceeding=world.proceeding, kind="BENCH_597", issued_on=clock.today())
    later = last_move(world.proceeding)

    with pytest.raises(services.RestsOnIt) as refused:
        correct(first, lead)

    assert refused.value.moves == [later]
    assert again(world.proceeding).state == "WARRANT_OUT"
    correct(later, lead)
    correct(first, lead)
    assert again(world.proceeding).state == "CHARGED"


def test_a_new_charge_that_is_corrected_was_not_laid_and_can_be_laid_anew(world, lead):
    withdrawn = {"why": services.ReasonIn("NO_PROSPECT"), "exception": "NO_VICTIM", "happened_on": clock.today()}
    world.do("withdraw_count", by=lead, count=world.count, **withdrawn)
    paper = {"counts": world.counts(), "information": information("4811-25-300", clock.today())}
    world.do("charge_again", proceeding=world.proceeding, **paper)

    correct(last_move(world.proceeding), lead)

    assert (world.proceeding.state, [count.state for count in world.counts()]) == ("CONCLUDED", ["WITHDRAWN", "NOT_LAID"])
    world.do("charge_again", proceeding=world.proceeding, **paper)
    assert (world.proceeding.state, world.counts()[-1].state) == ("CHARGED", "LAID")


def test_an_appeal_recorded_since_is_ended_first(world, lead):
    world.concluded()
    notice = {"proceeding": world.proceeding, "notice_on": clock.today(), "counts": world.counts()}
    world.do("record_appeal", side="CROWN", **notice)
    other = world.do("record_appeal", side="ACCUSED", **notice)
    notice_of_crown = last_move(world.proceeding)

    with pytest.raises(Refusal, match="open"):
        correct(notice_of_crown, lead)

    assert world.proceeding.state == "UNDER_APPEAL"
    world.do(
        "end_appeal",
        by=lead,
        appeal=other,
        results=[services.AppealResultIn(count=count, result="AFFIRMED", appeal_none=True) for count in world.counts()],
        decided_on=clock.today(),
        decided_by="Court of Appeal",
    )
    correct(notice_of_crown, lead)
    assert world.proceeding.state == "CONCLUDED"


def test_a_step_is_corrected_once(world, lead):
    world.to_intake()
    move = last_move(world.proceeding)
    correct(move, lead)

    with pytest.raises((PermissionDenied, Refusal)):
        correct(move, lead)

    assert Move.objects.filter(name="correct").count() == 1


@pytest.mark.parametrize(
    ("who", "minutes", "court", "may"),
    [
        ("pro", 0, False, True),
        ("pro", 9, False, True),
        ("pro", 11, False, False),
        ("pro", 0, True, False),
        ("assistant", 0, False, False),
        ("lead", 11, False, True),
        ("lead", 60 * 24 * 400, True, True),
    ],
)
def test_who_may_correct(world, lead, pro, assistant, later, who, minutes, court, may):
    people = {"lead": lead, "pro": pro, "assistant": assistant}
    world.to_intake()
    if court:
        world.do("issue_warrant", by=pro, proceeding=world.proceeding, kind="BENCH_597", issued_on=clock.today())
    move = last_move(world.proceeding)

    with later(minutes=minutes):
        asked = services.may_correct_move(move, people[who])

    assert asked is may


def test_dates_are_recomputed_and_the_page_says_which_changed(world, lead):
    world.to_trial_set()
    before = again(world.proceeding)
    client = signed_in(lead)
    url = at("correct", world.file, move=last_move(before))
    opened = client.get(url)
    typed = {**hidden(opened), "reason": "The date was another accused's"}

    shown = client.post(url, typed)
    answer = confirmed(client, url, typed, shown)

    assert b"What will follow" in shown.content
    assert again(world.proceeding).trial_on is None
    assert before.trial_on is not None
    assert answer.status_code == 302
    assert b"Recorded. With it" in client.get(answer.url).content


def test_the_page_lists_what_to_correct_first_and_keeps_what_was_typed(world, lead):
    world.to_intake()
    first = last_move(world.proceeding)
    world.do("issue_warrant", proceeding=world.proceeding, kind="BENCH_597", issued_on=clock.today())
    client = signed_in(lead)

    answer = send(client, at("correct", world.file, move=first), reason="Entered on the wrong accused")

    assert answer.status_code == 422
    assert b"Correct these first" in answer.content
    assert b"Entered on the wrong accused" in answer.content


def test_a_rule_that_would_follow_again_at_once_refuses(world, lead, later):
    """A file concluded by the daily job alone: while every accused is over, setting it back would only conclude it anew."""
    world.concluded(appeal_due_on=clock.today(), appeal_none=False)
    with later(days=2):
        roll(clock.today())
        concluded = last_move(world.file)

        with pytest.raises(Refusal):
            correct(concluded, lead)

    assert concluded.rule == "F11"
    assert again(world.file).state == "CONCLUDED"


def test_nothing_of_a_rehearsal_is_stored(world, lead):
    world.proceeding_on_counts()
    client = signed_in(lead)
    url = at("withdraw", world.file, accused=world.proceeding, count=world.count)
    opened = client.get(url)
    moves, decisions = Move.objects.count(), Decision.objects.count()
    typed = {
        **hidden(opened),
        "reason_code": "NO_PROSPECT",
        "exception": "NO_VICTIM",
        "happened_on_day": str(clock.today().day),
        "happened_on_month": str(clock.today().month),
        "happened_on_year": str(clock.today().year),
    }

    shown = client.post(url, typed)

    assert shown.status_code == 200
    assert b"What will follow" in shown.content
    assert b"follows by rule" in shown.content
    assert (Move.objects.count(), Decision.objects.count()) == (moves, decisions)
    assert again(world.count).state == "PROCEEDING"
    again_sent = confirmed(client, url, typed, shown)
    assert again_sent.status_code == 302
    assert again(world.count).state == "WITHDRAWN"


def test_the_days_of_a_trial_that_were_changed_since_stay_both(world, lead):
    """The first and the last day are one: the old last day does not come back beside a new first one that lies after it."""
    world.to_in_trial()
    first = clock.today() + timedelta(days=30)
    world.do("change_trial_dates", proceeding=world.proceeding, trial_on=first, trial_ends_on=first + timedelta(days=4))
    world.do(
        "record_verdict",
        proceeding=world.proceeding,
        verdicts=[services.VerdictIn(count, "MISTRIAL") for count in world.counts()],
        decided_by="Justice Q. Rowan",
        happened_on=clock.today(),
        reason="The jury hung",
    )
    assert (world.proceeding.state, world.proceeding.trial_ends_on) == ("TRIAL_SET", None)
    later = first + timedelta(days=90)
    world.do("change_trial_dates", proceeding=world.proceeding, trial_on=later, trial_ends_on=None)

    correct(last_move(world.proceeding), lead)

    assert world.proceeding.state == "IN_TRIAL"
    assert (world.proceeding.trial_on, world.proceeding.trial_ends_on) == (later, None)
    assert not broken_rules(world.file)

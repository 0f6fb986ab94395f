"""Bail over the life of a matter: read on every track of the accused, ended with the matter, set back by a correction."""

from datetime import date, timedelta

import pytest

from casetracker import bail, deadlines, services
from casetracker.models import CaseFile, Proceeding, ReleaseOrder
from casetracker.roll import roll
from foundation import clock
from foundation.audit.models import Act
from foundation.workflow.models import Move
from tests.casetracker.pages import at, day, hidden, signed_in
from tests.casetracker.test_appeals import appeal, end, every
from tests.casetracker.test_bail import ON, heard, refusal, released
from tests.casetracker.test_stops import dropped, stayed
from tests.factories.casetracker import HYBRID, TRAFFICKING, World, accused_in, again, count_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(lead, pro, assistant):
    """A carried file whose accused is charged with two counts."""
    counts = [count_in(TRAFFICKING), count_in(HYBRID)]
    return World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in(counts=counts)])


def severed(world):
    """Sever the second count; give the new track."""
    return world.do("sever", proceeding=world.proceeding, counts=world.counts()[1:], happened_on=clock.today(), reason="s. 591")


def in_force(world) -> list:
    return list(ReleaseOrder.objects.filter(proceeding__file=world.file, ended_on=None))


def correct(world, rule, reason="Wrong count"):
    move = Move.objects.filter(rule=rule).made().order_by("-pk").first()
    return services.correct_move(move=move, reason=reason, by=world.lead, at=clock.now())


# Across tracks


def test_a_severed_track_shows_what_binds_the_accused(two):
    order = released(two, conditions=["NO_CONTACT"])

    made = severed(two)

    assert (bail.orders(made), bail.open_order(made), bail.hearings(made)) == ([order], order, [order.hearing])
    assert refusal(lambda: released(two, date(2025, 11, 1), proceeding=made))[1] == "result"
    breach = two.do("record_bail_breach", order=order, on=date(2025, 11, 1), alleged="Called", count=made.counts.get())
    assert breach.order == order


def test_a_hearing_on_one_track_says_where_the_accused_is_on_each(two):
    order = released(two)
    made = severed(two)

    heard(two, "REVOKED", date(2025, 11, 1), "REVOCATION_524", proceeding=made)

    assert (again(two.proceeding).custody, again(made).custody) == ("DETAINED", "DETAINED")
    assert again(order).ended_on == date(2025, 11, 1)
    assert refusal(lambda: heard(two, "RELEASED", date(2025, 11, 1), "REVOCATION_524", order_kind="", proceeding=two.proceeding))


def test_the_page_of_a_severed_track_leads_to_the_order_of_the_first(two):
    order = released(two, conditions=["NO_CONTACT"])
    made = severed(two)
    office = signed_in(two.assistant)

    words = office.get(at("bail", two.file, accused=made)).content.decode()

    assert "the same for the counts that were severed" in words
    assert "No communication with named persons" in words
    typed = office.get(at("record_bail_breach", two.file, accused=made, order=order)).content.decode()
    assert two.counts()[0].offence.citation in typed
    assert made.counts.get().offence.citation in typed


def test_counts_joined_again_keep_their_bail(two):
    made = severed(two)
    order = released(two, proceeding=made)

    two.do("rejoin", proceeding=made, happened_on=clock.today(), reason="Tried together")

    assert bail.open_order(two.proceeding) == order
    two.do("add_bail_condition", order=again(order), kind="REPORT", words="", from_on=date(2025, 11, 1))
    hearing = again(order.hearing)
    changed = {name: getattr(hearing, name) for name in ("on", "kind", "result", "onus")}
    two.do("change_bail_hearing", by=two.assistant, hearing=hearing, decided_by="Justice of the Peace A. Oak", **changed)
    assert again(hearing).decided_by == "Justice of the Peace A. Oak"


# The review among the deadlines


def test_the_review_is_one_task_whatever_the_number_of_tracks_and_the_hearing_takes_it_off(two):
    heard(two)
    made = severed(two)
    today = date(2025, 12, 1)

    def due():
        near, _cut = deadlines.near(CaseFile.objects.filter(pk=two.file.pk), today, 200)
        return [one for one in near if one.rule.code == bail.REVIEW]

    assert [(one.due, one.proceeding) for one in due()] == [(ON + timedelta(days=90), two.proceeding)]
    assert due()[0].url.endswith(f"/accused/{two.proceeding.ref}/bail/hearings/add/")
    assert bail.review_due(made).proceeding == two.proceeding
    heard(two, "DETAINED", date(2025, 12, 20), "REVIEW_525", proceeding=made)
    assert due() == []


# The end of the matter


def test_an_order_ends_with_the_last_count_and_not_before(two):
    order = released(two, conditions=["REPORT"])
    two.do("add_surety", order=order, family_name="Maple", from_on=ON)
    first, second = two.counts()

    dropped(two, [first])
    assert in_force(two) == [order]
    dropped(two, [second])

    ended = again(order)
    assert (ended.ended_on, ended.ended_why, ended.ended_in) == (clock.today(), "OVER", None)
    assert {row.ended_on for row in (*order.conditions.all(), *order.sureties.all())} == {clock.today()}
    assert order.history.latest("history_id").act == Move.objects.of(two.proceeding).get(rule="A22").act


def test_an_order_stands_until_the_last_track_is_over(two):
    order = released(two)
    made = severed(two)

    dropped(two, list(made.counts.all()))
    assert in_force(two) == [order]
    dropped(two, list(two.proceeding.counts.all()))
    assert in_force(two) == []


def test_detention_ends_with_the_matter(two):
    heard(two)

    dropped(two)

    assert two.proceeding.custody == "RELEASED_COURT"
    assert bail.review_due(two.proceeding) is None


def test_where_an_offender_is_after_the_sentence_is_what_was_entered_with_it(two):
    released(two)
    heard(two, "REVOKED", date(2025, 11, 1), "REVOCATION_524")

    two.concluded()

    assert (two.proceeding.state, two.proceeding.custody) == ("CONCLUDED", "SERVING")


def test_a_sentence_ends_the_order_and_guilt_alone_does_not(two):
    order = released(two)

    two.to_sentence()
    assert in_force(two) == [order]
    two.sentenced()
    two.orders_answered()
    two.do("conclude_proceeding", proceeding=two.proceeding, happened_on=clock.today())

    assert again(order).ended_why == "OVER"


def test_a_stay_vacates_the_order_and_recommencing_brings_none_back(two):
    order = released(two)

    stayed(two)
    assert (again(order).ended_on, again(order).ended_why) == (clock.today(), "STAYED")
    two.do("recommence", proceeding=two.proceeding, counts=two.counts(), notice_on=clock.today())

    assert in_force(two) == []


def test_correcting_the_end_puts_the_order_its_parts_and_custody_back(two):
    order = released(two, conditions=["REPORT"])
    dropped(two)
    assert in_force(two) == []

    correct(two, "C3")

    assert in_force(two) == [order]
    assert again(order).ended_why == ""
    assert order.conditions.get().ended_on is None
    assert [row.ended_why for row in order.history.order_by("history_id")] == ["", "OVER", ""]


def test_correcting_the_end_puts_detention_back(two):
    heard(two)
    dropped(two)

    correct(two, "C3")

    assert two.proceeding.custody == "DETAINED"


def test_an_order_made_since_stops_the_correction(two, later):
    """What was recorded since would stand beside what is put back: nobody is bound by two orders."""
    released(two)
    made = severed(two)
    two.concluded()
    appeal(two)
    dropped(two, list(made.counts.all()))
    with later(days=1):
        released(two, clock.today())

        assert refusal(lambda: correct(two, "C3"))[0].startswith("Another release order of this accused")


def test_no_hearing_follows_the_end_but_an_older_one_can_still_be_recorded(two, later):
    dropped(two)
    with later(days=1):
        assert refusal(lambda: heard(two, on=clock.today()))[1] == "on"

    order = released(two)

    assert (again(order).ended_on, again(order).ended_why, two.proceeding.custody) == (clock.today(), "OVER", "NOT_ARRESTED")


def test_bail_of_the_appeal_stands_until_it_is_decided_and_a_new_trial_ends_it(two, later):
    two.concluded()
    taken = appeal(two)
    released(two)
    assert in_force(two) == []  # the matter before the trial court was over by then

    with later(days=1):
        order = released(two, clock.today())
        assert in_force(two) == [order]
        end(two, taken, every(two, "NEW_TRIAL"), custody="RELEASED_COURT")
        assert (again(order).ended_on, again(order).ended_why) == (clock.today(), "NEW_TRIAL")


def test_after_a_new_trial_detention_is_counted_from_its_own_hearings(two):
    heard(two)
    two.concluded()
    taken = appeal(two)
    end(two, taken, every(two, "NEW_TRIAL"), custody="DETAINED")

    assert (two.proceeding.custody, bail.review_due(two.proceeding)) == ("DETAINED", None)
    heard(two, on=clock.today())
    assert bail.review_due(two.proceeding).from_on == clock.today()


# A stay that is recommenced


DAY = date(2026, 4, 2)


def held_then_stayed(world):
    """Detained since the first appearance of 1 October 2025, then stayed on 3 March 2026."""
    heard(world, "ADJOURNED", ON, "FIRST")
    heard(world, on=date(2025, 10, 4))
    stayed(world)


def recommenced(world, day=DAY):
    return world.do("recommence", proceeding=world.proceeding, counts=world.counts(), notice_on=day)


def due(world):
    one = bail.review_due(again(world.proceeding))
    return (one.from_on, one.due_on, one.before_stay) if one else None


def test_after_a_recommenced_stay_detention_is_counted_from_the_first_appearance_since(two, later):
    held_then_stayed(two)
    assert (two.proceeding.custody, due(two)) == ("RELEASED_COURT", None)

    with later(days=40):
        recommenced(two)
        heard(two, "ADJOURNED", DAY, "FIRST")
        heard(two, on=date(2026, 4, 5))
        assert due(two) == (DAY, date(2026, 7, 1), False)
        found = [one for one in deadlines.deadlines_of([again(two.proceeding)], clock.today()) if one.rule.code == "BAIL_REVIEW"]
        assert [one.due for one in found] == [date(2026, 7, 1)]


def test_without_a_first_appearance_since_the_early_day_stands_and_the_page_says_so(two, later):
    held_then_stayed(two)

    with later(days=40):
        recommenced(two)
        heard(two, on=date(2026, 4, 5))
        assert due(two) == (ON, date(2025, 12, 30), True)
        page = signed_in(two.pro).get(at("bail", two.file, accused=two.proceeding)).content.decode()
        assert "since the stay by the Crown was recommenced" in page


def test_a_review_before_the_stay_does_not_answer_for_the_new_detention(two, later):
    heard(two, "ADJOURNED", ON, "FIRST")
    heard(two, on=date(2025, 10, 4))
    heard(two, "DETAINED", date(2025, 12, 20), "REVIEW_525")
    stayed(two)

    with later(days=40):
        recommenced(two)
        heard(two, on=date(2026, 4, 5))
        assert due(two) == (ON, date(2025, 12, 30), True)
        heard(two, "DETAINED", date(2026, 4, 6), "REVIEW_525")
        assert due(two) is None


def test_a_stay_of_one_count_alone_begins_nothing_anew(two, later):
    heard(two, "ADJOURNED", ON, "FIRST")
    heard(two, on=date(2025, 10, 4))
    second = two.counts()[1]
    stayed(two, [second])
    assert two.proceeding.custody == "DETAINED"

    with later(days=40):
        two.do("recommence", proceeding=two.proceeding, counts=[again(second)], notice_on=DAY)
        heard(two, "ADJOURNED", DAY, "FIRST")
        assert due(two) == (ON, date(2025, 12, 30), False)


def test_a_track_that_ran_on_keeps_the_day(two, later):
    heard(two, "ADJOURNED", ON, "FIRST")
    heard(two, on=date(2025, 10, 4))
    severed(two)
    first = two.counts()[0]
    stayed(two, [first])
    assert two.proceeding.state == "CROWN_STAYED"

    with later(days=40):
        two.do("recommence", proceeding=two.proceeding, counts=[again(first)], notice_on=DAY)
        assert bail.recommenced_on(again(two.proceeding)) is None


# What ended before bail ended with it


def carried_on(world, order):
    """Put an order and a detention back as they were left before the end of a matter ended them."""
    ReleaseOrder.objects.filter(pk=order.pk).update(ended_on=None, ended_why="")
    order.conditions.update(ended_on=None)
    Proceeding.objects.filter(pk=world.proceeding.pk).update(custody="DETAINED")


def test_what_a_file_that_ended_before_carries_is_ended_once(two, later):
    order = released(two, conditions=["NO_CONTACT"])
    dropped(two)
    ended = again(order).ended_on
    with later(days=60):
        roll(clock.today())
        assert again(two.file).state == "CONCLUDED"
        carried_on(two, order)

        roll(clock.today())

        assert (again(order).ended_on, again(order).ended_why) == (ended, "OVER")
        assert again(order).conditions.get().ended_on == ended
        assert two.proceeding.custody == "RELEASED_COURT"
        acts = Act.objects.filter(kind="roll").count()
        roll(clock.today())
        assert Act.objects.filter(kind="roll").count() == acts, "nothing is left to do"


def test_who_is_held_by_a_sentence_or_on_another_track_is_left_alone(two, later):
    heard(two)
    severed(two)
    dropped(two, two.counts()[:1])
    with later(days=60):
        roll(clock.today())
        acts = Act.objects.filter(kind="roll").count()
        roll(clock.today())
        assert Act.objects.filter(kind="roll").count() == acts
    assert {one.custody for one in two.proceedings} == {"DETAINED"}


def test_the_page_says_what_was_not_found_in_the_law(two):
    released(two)
    dropped(two)

    words = signed_in(two.assistant).get(at("bail", two.file, accused=two.proceeding)).content.decode()

    assert "counsel confirms" in words
    assert "ended" in words


def test_the_end_of_the_order_is_shown_before_the_click(two):
    released(two)
    first, last = two.counts()
    dropped(two, [first])
    client, url = signed_in(two.lead), at("withdraw", two.file, accused=two.proceeding, count=last)
    typed = {"reason_code": "NO_PROSPECT", "exception": "NOT_FOUND", **day("happened_on", clock.today())}

    words = client.post(url, {**hidden(client.get(url)), **typed}).content.decode()

    assert "Release order" in words
    assert "in force since October 1, 2025" in words
    assert len(in_force(two)) == 1

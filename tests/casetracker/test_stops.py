"""Crown stays that two persons enter, programs outside court, death, a struck plea, a new charge: each guard, and what follows."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from casetracker import guards, roll, services
from casetracker.delay import add_months
from casetracker.models import Count, CountLineage, CrownStay, FitnessFinding, Proceeding
from casetracker.services import Refusal, StaleRecord, TransitionRefused
from foundation import clock
from foundation.notifications.models import Notice
from foundation.workflow.models import Approval, Move
from tests.casetracker.state_of_things import nothing_changes
from tests.casetracker.test_guards import refused, refused_typed
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.casetracker import HYBRID, World, accused_in, again, count_in, information, put, why

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(lead, pro, assistant):
    """A carried file with one accused and two counts that proceed."""
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in(counts=[count_in(), count_in(HYBRID)])])
    world.proceeding_on_counts()
    return world


def rules(*subjects):
    return list(Move.objects.of(*subjects).order_by("pk").values_list("rule", flat=True))


def notices(person):
    return list(Notice.objects.filter(recipient=person).order_by("pk").values_list("template", flat=True))


def ask(world, counts=None, **words):
    given = {"entered_on": clock.today(), "why": why("CROWN_STAYED"), "reason": "The complainant cannot testify yet", **words}
    return world.do("ask_crown_stay", proceeding=world.proceeding, counts=counts or world.counts(), **given)


def decide(world, approval, granted=True, **words):
    return world.do("decide_crown_stay", by=words.pop("by", world.lead), approval=approval, granted=granted, **words)


def stayed(world, counts=None, **words):
    decide(world, ask(world, counts, **words))
    return world.proceeding


def dropped(world, counts=None):
    for count in counts or world.counts():
        world.do(
            "withdraw_count",
            by=world.lead,
            count=count,
            why=services.ReasonIn("NO_PROSPECT"),
            exception="NOT_FOUND",
            happened_on=clock.today(),
        )


# Crown stays


def test_a_stay_is_asked_for_and_nothing_moves_yet(two):
    before = Move.objects.count()

    approval = ask(two)

    assert approval.facts["entered_on"] == clock.today().isoformat()
    assert approval.facts["counts"] == [count.ref for count in two.counts()]
    assert (approval.asked_by, approval.decided_at, approval.granted) == (two.pro, None, False)
    assert Move.objects.count() == before
    assert notices(two.lead)[-1] == "casetracker/stay_asked"
    assert services.waiting_stay(two.proceeding) == approval


def test_a_stay_asked_for_needs_reason_day_and_counts_before_the_court(two):
    refused_typed(lambda: ask(two, reason=" "), "reason")
    refused_typed(lambda: ask(two, entered_on=None), "entered_on")
    refused_typed(lambda: ask(two, why=services.ReasonIn()), "reason_code")
    refused_typed(lambda: ask(two, why=services.ReasonIn("ABUSE")), "reason_code")
    refused_typed(
        lambda: two.do(
            "ask_crown_stay", proceeding=two.proceeding, counts=[], entered_on=clock.today(), why=why("CROWN_STAYED"), reason="x"
        ),
        "counts",
    )
    refused_typed(lambda: ask(two, lapses_on=clock.today()), "lapses_on")
    refused_typed(lambda: ask(two, lapses_on=add_months(clock.today(), 12) + timedelta(days=1)), "lapses_on")
    dropped(two, two.counts()[:1])

    refused_typed(lambda: ask(two, two.counts()[:1]), "counts")


def test_a_stay_is_not_asked_for_twice_at_a_time(two):
    ask(two)

    with nothing_changes(), pytest.raises(Refusal):
        ask(two)


def test_a_stay_is_asked_for_by_counsel_alone(two):
    with nothing_changes(), pytest.raises(PermissionDenied):
        two.do(
            "ask_crown_stay",
            by=two.assistant,
            proceeding=two.proceeding,
            counts=two.counts(),
            entered_on=clock.today(),
            why=why("CROWN_STAYED"),
            reason="x",
        )


def test_a17_a_lead_approves_and_counts_and_accused_are_stayed(two):
    approval = decide(two, ask(two), answer="Agreed")

    proceeding = two.proceeding
    assert (proceeding.state, proceeding.parked_from) == ("CROWN_STAYED", "CHARGED")
    assert {(count.state, count.parked_from) for count in two.counts()} == {("CROWN_STAYED", "PROCEEDING")}
    assert {stay.lapses_on for stay in CrownStay.objects.all()} == {add_months(clock.today(), 12)}
    assert (approval.granted, approval.decided_by, approval.answer) == (True, two.lead, "Agreed")
    assert Move.objects.of(proceeding).get(rule="A17").act.by == two.lead
    assert notices(two.pro)[-1] == "casetracker/stay_granted"


def test_c7_alone_while_another_count_is_live(two):
    first, second = two.counts()

    decide(two, ask(two, [first]))

    assert two.proceeding.state == "CHARGED"
    assert [count.state for count in two.counts()] == ["CROWN_STAYED", "PROCEEDING"]
    decide(two, ask(two, [second]))
    assert two.proceeding.state == "CROWN_STAYED"


def test_c7_beside_guilt_leaves_the_accused_waiting_for_sentence(two):
    first, second = two.counts()
    two.do("record_plea", proceeding=two.proceeding, guilty=[first], to_withdraw=[second], decided_by="J", happened_on=clock.today())

    decide(two, ask(two, [second]))

    assert two.proceeding.state == "GUILTY_AWAITING_SENTENCE"
    assert again(second).state == "CROWN_STAYED"


@pytest.mark.parametrize("state", ["WARRANT_OUT", "UNFIT", "DIVERTED"])
def test_a17_from_a_parking_state_keeps_the_state_stored_first(two, state):
    put(two.proceeding, state, parked_from="INTAKE")

    stayed(two)

    assert (two.proceeding.state, two.proceeding.parked_from) == ("CROWN_STAYED", "INTAKE")


def test_a17_not_where_judgment_was_given(two):
    put(two.proceeding, "WARRANT_OUT", parked_from="GUILTY_AWAITING_SENTENCE")

    stayed(two)

    assert two.proceeding.state == "WARRANT_OUT"
    assert {count.state for count in two.counts()} == {"CROWN_STAYED"}


def test_who_asked_does_not_decide(two):
    approval = two.do(
        "ask_crown_stay",
        by=two.lead,
        proceeding=two.proceeding,
        counts=two.counts(),
        entered_on=clock.today(),
        why=why("CROWN_STAYED"),
        reason="Needed",
    )
    with nothing_changes(), pytest.raises(Refusal):
        decide(two, approval)

    decide(two, approval, by=UserFactory(lead=True))

    assert two.proceeding.state == "CROWN_STAYED"


def test_only_a_lead_who_may_see_the_file_decides(two):
    approval = ask(two)
    walled = UserFactory(lead=True)
    two.do("set_wall", by=two.lead, case_file=two.file, user=walled, reason="Acted for the accused")

    for person in (two.pro, two.assistant, walled):
        with nothing_changes(), pytest.raises(PermissionDenied):
            decide(two, approval, by=person)


def test_a_refusal_needs_a_reason_and_moves_nothing(two):
    approval = ask(two)
    refused_typed(lambda: decide(two, approval, granted=False), "answer")

    decide(two, approval, granted=False, answer="Proceed on the records")

    assert two.proceeding.state == "CHARGED"
    assert not CrownStay.objects.exists()
    assert notices(two.pro)[-1] == "casetracker/stay_refused"
    assert services.waiting_stay(two.proceeding) is None


def test_a_request_is_decided_once_and_by_its_version(two):
    approval = ask(two)
    with nothing_changes(), pytest.raises(StaleRecord):
        decide(two, approval, version=approval.version + 1)
    decide(two, approval)

    with nothing_changes(), pytest.raises(Refusal):
        decide(two, approval)


def test_a_stay_is_entered_on_a_day_that_has_come_and_after_the_last_step(two):
    approval = ask(two, entered_on=clock.today() + timedelta(days=5))
    refused_typed(lambda: decide(two, approval), "entered_on")
    refused_typed(lambda: decide(two, approval, entered_on=clock.today() - timedelta(days=1)), "entered_on")

    decide(two, approval, entered_on=clock.today())

    assert two.proceeding.state == "CROWN_STAYED"


def test_a_count_that_moved_on_is_not_stayed(two):
    approval = ask(two)
    dropped(two, two.counts()[:1])

    with nothing_changes(), pytest.raises(Refusal):
        decide(two, approval)


def test_c7_needs_an_active_file(two):
    approval = ask(two)
    put(two.file, "TRANSFERRED", by=two.lead)

    refused(lambda: decide(two, approval), guards.file_is_active)


def test_an_earlier_lapse_where_a_limitation_is_shorter(two):
    stayed(two, lapses_on=clock.today() + timedelta(days=90))

    assert {stay.lapses_on for stay in CrownStay.objects.all()} == {clock.today() + timedelta(days=90)}


# Recommencing


def test_a18_recommences_in_time(two, later):
    stayed(two)

    with later(days=300):
        two.do("recommence", proceeding=two.proceeding, counts=two.counts(), notice_on=clock.today())

        assert (two.proceeding.state, two.proceeding.parked_from) == ("CHARGED", "")
        assert {(count.state, count.parked_from) for count in two.counts()} == {("PROCEEDING", "")}
        assert {stay.recommenced_on for stay in CrownStay.objects.all()} == {clock.today()}
        assert rules(two.proceeding)[-1] == "A18"


def test_a18_with_one_count_leaves_the_other_stayed(two):
    stayed(two)
    first, second = two.counts()

    two.do("recommence", proceeding=two.proceeding, counts=[first], notice_on=clock.today())

    assert two.proceeding.state == "CHARGED"
    assert [count.state for count in two.counts()] == ["PROCEEDING", "CROWN_STAYED"]
    two.do("recommence", proceeding=two.proceeding, counts=[second], notice_on=clock.today())
    assert [count.state for count in two.counts()] == ["PROCEEDING", "PROCEEDING"]


def test_a_notice_comes_in_time_and_for_a_stayed_count(two, later):
    stayed(two)
    call = lambda **words: two.do("recommence", **{"proceeding": two.proceeding, "counts": two.counts(), **words})  # noqa: E731
    refused_typed(lambda: call(notice_on=None), "notice_on")
    refused_typed(lambda: call(notice_on=clock.today() + timedelta(days=1)), "notice_on")
    refused_typed(lambda: call(notice_on=clock.today() - timedelta(days=1)), "notice_on")
    refused_typed(lambda: call(notice_on=clock.today(), counts=[]), "counts")
    with later(days=366):
        refused_typed(lambda: call(notice_on=clock.today()), "notice_on")
    with nothing_changes(), pytest.raises(PermissionDenied):
        call(notice_on=clock.today(), by=two.assistant)

    call(notice_on=clock.today())

    refused_typed(lambda: call(notice_on=clock.today()), "counts")


def test_a_count_stayed_beside_a_sentenced_one_is_severed_first(two):
    first, second = two.counts()
    two.do("record_plea", proceeding=two.proceeding, guilty=[first], to_withdraw=[second], decided_by="J", happened_on=clock.today())
    stayed(two, [second])
    two.sentenced()
    two.orders_answered()
    two.do("conclude_proceeding", proceeding=two.proceeding, happened_on=clock.today())
    assert two.proceeding.state == "CONCLUDED"

    made = two.do("recommence", proceeding=two.proceeding, counts=[second], notice_on=clock.today())

    assert again(two.proceedings[0]).state == "CONCLUDED"
    assert (again(made).state, again(made).parked_from, made.severed_from) == ("INTAKE", "", two.proceedings[0])
    assert (again(second).state, again(second).proceeding) == ("PROCEEDING", made)
    assert rules(made) == ["", "A18"]
    assert again(second).clock_origin.proceeding == made


# What time does


def test_a_stay_lapses_on_its_day_whenever_the_job_comes(two, later):
    stayed(two)
    lapses = add_months(clock.today(), 12)
    with later(days=200):
        assert roll.roll(clock.today())["lapsed"] == 0

    with later(days=400):
        assert roll.roll(clock.today())["lapsed"] == 2
        assert roll.roll(clock.today())["lapsed"] == 0

    assert {count.state for count in two.counts()} == {"STAY_LAPSED"}
    assert {move.happened_on for move in Move.objects.of(*two.counts()).filter(to_state="STAY_LAPSED")} == {lapses}
    a22 = Move.objects.of(two.proceeding).get(rule="A22")
    assert (two.proceeding.state, a22.happened_on, a22.act.by.role) == ("CONCLUDED", lapses, "SVC")
    f11 = Move.objects.of(two.file).get(rule="F11")
    assert (again(two.file).state, f11.happened_on) == ("CONCLUDED", lapses)
    assert f11.followed_from.rule in ("A22", "C7")
    assert {stay.lapsed_on for stay in CrownStay.objects.all()} == {lapses}


def test_a_stay_beside_a_sentence_keeps_the_file_open_until_it_lapses(two, later):
    first, second = two.counts()
    two.do("record_plea", proceeding=two.proceeding, guilty=[first], to_withdraw=[second], decided_by="J", happened_on=clock.today())
    stayed(two, [second])
    two.sentenced(appeal_due_on=clock.today() + timedelta(days=30))
    two.orders_answered()
    two.do("conclude_proceeding", proceeding=two.proceeding, happened_on=clock.today())
    lapses = add_months(clock.today(), 12)
    with later(days=100):
        roll.roll(clock.today())
        assert again(two.file).state == "CARRIED"

    with later(days=380):
        roll.roll(clock.today())

    assert (again(second).state, two.proceeding.state, again(two.file).state) == ("STAY_LAPSED", "CONCLUDED", "CONCLUDED")
    assert Move.objects.of(two.file).get(rule="F11").happened_on == lapses


def test_a_stay_lapses_in_a_file_that_is_over(two, later):
    stayed(two)
    put(two.file, "TRANSFERRED", by=two.lead)

    with later(days=370):
        roll.roll(clock.today())

    assert {count.state for count in two.counts()} == {"STAY_LAPSED"}
    assert again(two.file).state == "TRANSFERRED"


def test_reviews_are_told_of_once_for_each_day_on_which_they_fall_due(two, later):
    two.do("issue_warrant", proceeding=two.proceeding, kind="BENCH_597", issued_on=clock.today())
    two.do("make_dormant", by=two.lead, case_file=two.file, review_on=clock.today() + timedelta(days=150), happened_on=clock.today())
    told = lambda person: [name for name in notices(person) if name.startswith("casetracker/review")]  # noqa: E731

    with later(days=149):
        assert roll.roll(clock.today())["told"] == 0
    with later(days=152):
        assert roll.roll(clock.today())["told"] == 1
        assert roll.roll(clock.today())["told"] == 0
    assert told(two.pro) == told(two.lead) == ["casetracker/review_dormant"]

    with later(days=400):
        assert roll.roll(clock.today())["told"] == 1
    assert told(two.pro)[1:] == ["casetracker/review_warrant"]


def test_a_prima_facie_case_is_announced_ahead(two, later, acting):
    put(two.proceeding, "UNFIT", parked_from="INTAKE")
    with acting(two.lead):
        FitnessFinding.objects.create(proceeding=two.proceeding, unfit_on=clock.today(), prima_facie_due_on=add_months(clock.today(), 24))

    with later(days=600):
        assert roll.roll(clock.today())["told"] == 0
    with later(days=680):
        assert roll.roll(clock.today())["told"] == 1

    shown = Notice.objects.get(recipient=two.pro, template="casetracker/review_prima_facie")
    assert shown.words["due"] == add_months(clock.today(), 24).isoformat()


# Programs outside court


def divert(world, counts=None, **words):
    given = {"kind": "ALTERNATIVE", "consent_on": clock.today(), "conditions_met": True, "terms": "Forty hours", **words}
    return world.do("divert", proceeding=world.proceeding, counts=counts or world.counts(), **given)


def test_a21_refers_counts_and_accused_to_a_program(two):
    two.to_intake()

    divert(two)

    assert (two.proceeding.state, two.proceeding.parked_from) == ("DIVERTED", "INTAKE")
    assert {(count.state, count.parked_from) for count in two.counts()} == {("IN_ALTERNATIVE_MEASURES", "PROCEEDING")}


def test_a21_asks_for_conditions_consent_and_intake(two):
    two.to_intake()
    refused(lambda: divert(two, conditions_met=False), guards.measure_allows)
    refused_typed(lambda: divert(two, kind="x"), "kind")
    refused_typed(lambda: divert(two, consent_on=None), "consent_on")
    refused_typed(lambda: divert(two, consent_on=clock.today() + timedelta(days=1)), "consent_on")
    with nothing_changes(), pytest.raises(PermissionDenied):
        divert(two, by=two.assistant)
    put(two.proceeding, "TRIAL_SET")

    with nothing_changes(), pytest.raises(TransitionRefused):
        divert(two)


def test_a_program_completed_ends_its_counts_and_concludes_the_accused(two):
    two.to_intake()
    divert(two)

    two.do("end_measure", proceeding=two.proceeding, completed=True, ended_on=clock.today())

    assert {count.state for count in two.counts()} == {"DISMISSED_MEASURES"}
    assert (two.proceeding.state, rules(two.proceeding)[-1]) == ("CONCLUDED", "A22")


def test_a_program_completed_beside_another_count_goes_back_to_intake(two):
    two.to_intake()
    first, second = two.counts()
    divert(two, [first])

    two.do("end_measure", proceeding=two.proceeding, completed=True, ended_on=clock.today())

    assert [count.state for count in two.counts()] == ["DISMISSED_MEASURES", "PROCEEDING"]
    assert two.proceeding.state == "INTAKE"


def test_a_program_that_failed_goes_on_in_court(two):
    two.to_intake()
    divert(two)
    refused_typed(lambda: two.do("end_measure", proceeding=two.proceeding, completed=False, ended_on=clock.today()), "reason")

    two.do("end_measure", proceeding=two.proceeding, completed=False, ended_on=clock.today(), reason="Did not come")

    assert {(count.state, count.parked_from) for count in two.counts()} == {("PROCEEDING", "")}
    assert (two.proceeding.state, two.proceeding.parked_from) == ("INTAKE", "")


def test_a_program_ends_once_and_after_the_consent(two):
    two.to_intake()
    end = lambda day: two.do("end_measure", proceeding=two.proceeding, completed=True, ended_on=day)  # noqa: E731
    with nothing_changes(), pytest.raises(Refusal):
        end(clock.today())
    divert(two)
    refused_typed(lambda: end(clock.today() - timedelta(days=1)), "ended_on")
    refused_typed(lambda: end(clock.today() + timedelta(days=1)), "ended_on")
    refused_typed(lambda: end(None), "ended_on")


def test_a_count_stayed_in_a_program_goes_back_into_it_and_out_of_it(two):
    two.to_intake()
    divert(two)
    stayed(two)
    two.do("recommence", proceeding=two.proceeding, counts=two.counts(), notice_on=clock.today())
    assert {(count.state, count.parked_from) for count in two.counts()} == {("IN_ALTERNATIVE_MEASURES", "PROCEEDING")}
    assert two.proceeding.state == "INTAKE"

    two.do("end_measure", proceeding=two.proceeding, completed=True, ended_on=clock.today())

    assert two.proceeding.state == "CONCLUDED"


def test_a_count_recommenced_into_a_program_that_is_over_follows_it(two):
    two.to_intake()
    first, second = two.counts()
    divert(two)
    stayed(two, [first])
    two.do("end_measure", proceeding=two.proceeding, completed=False, ended_on=clock.today(), reason="Did not come")
    two.do("recommence", proceeding=two.proceeding, counts=[first], notice_on=clock.today())
    assert again(first).state == "IN_ALTERNATIVE_MEASURES"
    refused_typed(lambda: two.do("end_measure", proceeding=two.proceeding, completed=True, ended_on=clock.today()), "completed")

    two.do("end_measure", proceeding=two.proceeding, completed=False, ended_on=clock.today(), reason="Did not come")

    assert [count.state for count in two.counts()] == ["PROCEEDING", "PROCEEDING"]


# Death


def test_a26_ends_the_accused_and_every_open_count(two):
    first, second = two.counts()
    dropped(two, [first])

    two.do("record_death", by=two.lead, proceeding=two.proceeding, reason="Certificate", died_on=clock.today())

    assert (two.proceeding.state, two.proceeding.died_on) == ("ABATED", clock.today())
    assert [count.state for count in two.counts()] == ["WITHDRAWN", "ABATED"]
    c15 = Move.objects.of(second).get(rule="C15")
    assert c15.followed_from.rule == "A26"
    assert again(two.file).state == "CONCLUDED"


def test_a26_is_for_a_lead_and_a_day_that_has_come(two):
    with nothing_changes(), pytest.raises(PermissionDenied):
        two.do("record_death", proceeding=two.proceeding, reason="Certificate", died_on=clock.today())
    refused_typed(lambda: two.do("record_death", by=two.lead, proceeding=two.proceeding, reason="Certificate", died_on=None), "died_on")
    refused_typed(
        lambda: two.do("record_death", by=two.lead, proceeding=two.proceeding, reason="x", died_on=clock.today() + timedelta(days=1)),
        "died_on",
    )


@pytest.mark.parametrize(
    "state, parked", [("CROWN_STAYED", "INTAKE"), ("WARRANT_OUT", "IN_TRIAL"), ("DIVERTED", "INTAKE"), ("SUSPECT", "")]
)
def test_a26_from_where_an_accused_is_parked(two, state, parked):
    put(two.proceeding, state, parked_from=parked)

    two.do("record_death", by=two.lead, proceeding=two.proceeding, reason="Certificate", died_on=clock.today() - timedelta(days=400))

    assert (two.proceeding.state, two.proceeding.parked_from) == ("ABATED", "")
    assert {count.state for count in two.counts()} == {"ABATED"}


def test_a26_ends_every_track_of_the_accused(two):
    two.do("sever", proceeding=two.proceeding, counts=two.counts()[1:], happened_on=clock.today(), reason="Apart")

    two.do("record_death", by=two.lead, proceeding=two.proceedings[0], reason="Certificate", died_on=clock.today())

    assert [proceeding.state for proceeding in two.proceedings] == ["ABATED", "ABATED"]


def test_a26_not_after_the_end(two):
    dropped(two)
    put(two.file, "CARRIED", by=two.lead)

    with nothing_changes(), pytest.raises(TransitionRefused):
        two.do("record_death", by=two.lead, proceeding=two.proceeding, reason="Certificate", died_on=clock.today())


# A struck plea


def pleaded(world):
    first, second = world.counts()
    world.do("record_plea", proceeding=world.proceeding, guilty=[first], to_withdraw=[second], decided_by="J", happened_on=clock.today())


def strike(world, **words):
    return world.do("strike_plea", **{"proceeding": world.proceeding, "struck_on": clock.today(), "reason": "No inquiry was made", **words})


def test_a27_goes_back_with_every_count_that_was_pleaded_to(two):
    pleaded(two)

    strike(two)

    first, second = two.counts()
    assert (two.proceeding.state, two.proceeding.evidence_ended_on) == ("INTAKE", None)
    assert (first.state, first.pleaded_on, first.plea_struck_on) == ("PROCEEDING", None, clock.today())
    assert not second.withdraw_at_sentence
    assert [Move.objects.of(first).order_by("pk").last().rule, rules(two.proceeding)[-1]] == ["C17", "A27"]


def test_a27_to_a_trial_date(two):
    pleaded(two)
    refused_typed(lambda: strike(two, target="TRIAL_SET"), "trial_on")

    strike(two, target="TRIAL_SET", trial_on=clock.today() + timedelta(days=90))

    assert (two.proceeding.state, two.proceeding.trial_on) == ("TRIAL_SET", clock.today() + timedelta(days=90))


def test_a27_refuses(two):
    with nothing_changes(), pytest.raises(Refusal):
        strike(two)
    pleaded(two)
    refused_typed(lambda: strike(two, reason=" "), "reason")
    refused_typed(lambda: strike(two, struck_on=clock.today() + timedelta(days=1)), "struck_on")
    refused_typed(lambda: strike(two, struck_on=clock.today() - timedelta(days=1)), "struck_on")
    refused_typed(lambda: strike(two, target="PRELIM"), "target")
    refused(lambda: strike(two, target="INDICTED"), guards.indictment_filed)
    put(two.counts()[1], "FOUND_GUILTY")

    refused(lambda: strike(two), guards.none_guilty)


# A new charge


def relay(world, counts, **words):
    given = {"by": world.assistant, "information": information("4811-26-9", clock.today()), **words}
    return world.do("charge_again", proceeding=world.proceeding, counts=counts, **given)


def test_a28_charges_again_under_a_clock_of_its_own_and_reopens_the_file(two, later):
    dropped(two)
    assert (two.proceeding.state, again(two.file).state) == ("CONCLUDED", "CONCLUDED")

    with later(days=40):
        charged = relay(two, two.counts()[:1])

        new = Count.objects.get(state="LAID")
        assert charged == two.proceeding
        assert (two.proceeding.state, again(two.file).state) == ("CHARGED", "CARRIED")
        assert (new.clock_origin.kind, new.clock_origin.generation, new.clock_origin.on) == ("NEW_INFORMATION", 2, clock.today())
        line = CountLineage.objects.get()
        assert (line.old, line.new, line.kind, line.origin_kept) == (two.counts()[0], new, "RELAID", False)
        a28 = Move.objects.of(two.proceeding).get(rule="A28")
        assert Move.objects.of(two.file).get(rule="F13").followed_from == a28
        roll.roll(clock.today())
        assert again(two.file).state == "CARRIED"


def test_a28_after_a_lapsed_stay(two, later):
    stayed(two)
    with later(days=370):
        roll.roll(clock.today())

        relay(two, two.counts()[:2])

        assert two.proceeding.state == "CHARGED"
        assert again(two.file).state == "CARRIED"


def test_while_a_stay_runs_a_new_charge_starts_a_second_proceeding(two):
    stayed(two)

    made = relay(two, two.counts()[:1])

    assert [proceeding.state for proceeding in two.proceedings] == ["CROWN_STAYED", "CHARGED"]
    assert (made.severed_from, rules(made)) == (two.proceedings[0], ["A1"])
    assert Count.objects.get(state="LAID").proceeding == made


def test_where_a_verdict_stands_a_new_charge_starts_a_second_proceeding(two):
    first, second = two.counts()
    pleaded(two)
    two.sentenced(appeal_none=True)
    two.do(
        "withdraw_count",
        count=second,
        why=services.ReasonIn("PLEA_TO_OTHER"),
        exception="NO_VICTIM",
        leave_on=clock.today(),
        happened_on=clock.today(),
    )
    two.orders_answered()
    two.do("conclude_proceeding", proceeding=two.proceeding, happened_on=clock.today())
    assert again(two.file).state == "CONCLUDED"

    made = relay(two, [second])

    assert [proceeding.state for proceeding in two.proceedings] == ["CONCLUDED", "CHARGED"]
    assert again(two.file).state == "CARRIED"
    assert Move.objects.of(two.file).get(rule="F13").followed_from == Move.objects.of(made).get(rule="A1")


def test_counts_are_not_added_to_a_matter_that_is_stayed_or_over(two):
    stayed(two)

    with nothing_changes(), pytest.raises(Refusal):
        two.do("propose_counts", proceeding=two.proceeding, counts=[count_in()])


def test_a28_refuses(two):
    with nothing_changes(), pytest.raises(Refusal):
        relay(two, two.counts())
    first, second = two.counts()
    dropped(two)
    refused_typed(lambda: relay(two, []), "counts")
    refused_typed(lambda: relay(two, [first], information=information("", clock.today())), "number")
    refused_typed(lambda: relay(two, [first], information=information("1", clock.today() + timedelta(days=1))), "sworn_on")
    with nothing_changes(), pytest.raises(PermissionDenied):
        relay(two, [first], by=UserFactory())
    put(second, "ACQUITTED")
    refused_typed(lambda: relay(two, [second]), "counts")

    relay(two, [first])
    put(two.proceeding, "CONCLUDED")

    refused_typed(lambda: relay(two, [first]), "counts")


# The file


def agree(world, carriage="SHARED", **words):
    given = {"contact": "Clara Whitfield", "agreed_on": clock.today(), "effective_on": clock.today(), "by": world.lead, **words}
    return world.do("agree_carriage", case_file=world.file, carriage=carriage, office=OfficeFactory(), **given)


def test_f3_goes_along_the_four_arrows(world):
    for carriage in ("SHARED", "ADVISORY", "SHARED", "CARRIED"):
        agree(world, carriage)
        assert again(world.file).state == carriage

    assert again(world.file).agreements.count() == 4
    assert rules(world.file)[-4:] == ["F3"] * 4


def test_f3_refuses(world):
    refused_typed(lambda: agree(world, "PRECHARGE"), "carriage")
    refused_typed(lambda: agree(world, contact=" "), "contact")
    refused_typed(lambda: agree(world, agreed_on=clock.today() + timedelta(days=1)), "agreed_on")
    refused_typed(lambda: agree(world, effective_on=clock.today() + timedelta(days=1)), "effective_on")
    refused_typed(lambda: agree(world, effective_on=clock.today() - timedelta(days=1)), "effective_on")
    with nothing_changes(), pytest.raises(PermissionDenied):
        agree(world, by=world.pro)
    with nothing_changes(), pytest.raises(TransitionRefused):
        agree(world, "ADVISORY")


def test_f3_needs_a_lead_prosecutor(lead, pro, assistant):
    world = World(lead=lead, pro=pro, assistant=assistant, decision="ADVISORY")
    access = again(world.file).accesses.current().filter(acting_as="LEAD_COUNSEL").first()
    if access is not None:
        world.do("end_access", by=lead, access=access, reason="Elsewhere")
    refused(lambda: agree(world), guards.has_lead_prosecutor)

    agree(world, lead_prosecutor=pro)

    assert again(world.file).state == "SHARED"


def dormant(world, **words):
    given = {"by": world.lead, "review_on": clock.today() + timedelta(days=100), "happened_on": clock.today(), **words}
    return world.do("make_dormant", case_file=world.file, **given)


def test_f6_rests_and_f7_wakes_when_an_accused_moves(two):
    refused(lambda: dormant(two), guards.only_parked_accused)
    stayed(two)
    refused_typed(lambda: dormant(two, review_on=None), "review_on")
    refused_typed(lambda: dormant(two, review_on=clock.today()), "review_on")
    refused_typed(lambda: dormant(two, review_on=clock.today() + timedelta(days=200)), "review_on")
    with nothing_changes(), pytest.raises(PermissionDenied):
        dormant(two, by=two.pro)

    dormant(two)
    assert (again(two.file).state, again(two.file).dormant_review_on) == ("DORMANT", clock.today() + timedelta(days=100))
    two.do("recommence", proceeding=two.proceeding, counts=two.counts(), notice_on=clock.today())

    assert (again(two.file).state, again(two.file).dormant_review_on) == ("CARRIED", None)
    assert Move.objects.of(two.file).order_by("pk").last().followed_from.rule == "A18"


def test_a_dormant_file_is_looked_at_again(two):
    look = lambda day, by=two.lead: two.do("review_dormant", by=by, case_file=two.file, review_on=day)  # noqa: E731
    with nothing_changes(), pytest.raises(Refusal):
        look(clock.today() + timedelta(days=10))
    stayed(two)
    dormant(two)
    with nothing_changes(), pytest.raises(PermissionDenied):
        look(clock.today() + timedelta(days=10), by=two.pro)

    look(clock.today() + timedelta(days=10))

    assert again(two.file).dormant_review_on == clock.today() + timedelta(days=10)


def test_the_last_write_broken_leaves_no_stay(two, monkeypatch):
    approval = ask(two)
    monkeypatch.setattr("casetracker.services.stops.tell", lambda *args, **words: (_ for _ in ()).throw(RuntimeError("broken")))

    with nothing_changes(), pytest.raises(RuntimeError):
        decide(two, approval)

    assert Approval.objects.get(pk=approval.pk).decided_at is None
    assert Proceeding.objects.get(pk=two.proceeding.pk).state == "CHARGED"

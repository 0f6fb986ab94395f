"""Appeals: the notice, what the appeal court did to each count, and where the accused and the file go on."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from casetracker import guards
from casetracker.models import Appeal, AppealCount, Decision
from casetracker.services import AppealResultIn, ReasonIn, Refusal, TransitionRefused
from foundation import clock
from foundation.notifications.models import Notice
from foundation.workflow.models import Move
from tests.casetracker.state_of_things import nothing_changes
from tests.casetracker.test_guards import refused, refused_typed
from tests.factories.accounts import UserFactory
from tests.factories.casetracker import HYBRID, World, accused_in, again, count_in, offence, put

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(lead, pro, assistant):
    """A carried file with one accused, sentenced on two counts and concluded; the appeal periods run."""
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in(counts=[count_in(), count_in(HYBRID)])])
    world.concluded()
    return world


def rules(*subjects):
    return list(Move.objects.of(*subjects).order_by("pk").values_list("rule", flat=True))


def appeal(world, counts=None, **words):
    given = {"side": "ACCUSED", "notice_on": clock.today(), "number": "C70001", **words}
    return world.do("record_appeal", proceeding=world.proceeding, counts=counts or world.counts(), **given)


def given(count, result="AFFIRMED", **words):
    over = {"appeal_none": True} if result in ("AFFIRMED", "SENTENCE_VARIED", "ACQUITTAL_ENTERED") else {}
    why = {"why": ReasonIn("EVIDENCE")} if result == "ACQUITTAL_ENTERED" else {}
    return AppealResultIn(count, result, **{**over, **why, **words})


def end(world, taken, results, **words):
    typed = {"by": world.lead, "decided_on": clock.today(), "decided_by": "Court of Appeal", **words}
    return world.do("end_appeal", appeal=taken, results=results, **typed)


def every(world, result, **words):
    return [given(count, result, **words) for count in world.counts()]


# The notice


def test_a23_leaves_the_accused_to_the_appeal_court_and_the_file_follows(two):
    taken = appeal(two)

    assert (two.proceeding.state, again(two.file).state) == ("UNDER_APPEAL", "APPEAL")
    assert [count.appeal_status for count in two.counts()] == ["PENDING", "PENDING"]
    assert {row.decision for row in taken.counts.all()} == {count.last_decision for count in two.counts()}
    assert Move.objects.of(two.file).order_by("pk").last().followed_from.rule == "A23"


def test_a23_reopens_a_file_that_is_over(two, later):
    from casetracker.roll import roll

    with later(days=40):
        roll(clock.today())
        assert again(two.file).state == "CONCLUDED"

        appeal(two, notice_on=clock.today() - timedelta(days=20), reason="Filed in time, served late")

        a23 = Move.objects.of(two.proceeding).get(rule="A23")
        f13 = Move.objects.of(two.file).get(rule="F13")
        assert (f13.followed_from, f13.reason) == (a23, "Filed in time, served late")
        assert again(two.file).state == "APPEAL"
        assert Appeal.objects.get().notice_on == clock.today() - timedelta(days=20)


def test_a23_from_the_review_board_and_back_to_it(two):
    for count in two.counts():
        put(count, "NCR")
        put_decision(two, count, "NCR")
    put(two.proceeding, "NCR_SUPERVISED")

    taken = appeal(two)
    assert two.proceeding.state == "UNDER_APPEAL"
    end(two, taken, every(two, "AFFIRMED"))

    assert two.proceeding.state == "NCR_SUPERVISED"


def put_decision(world, count, result, **words):
    from foundation.audit.acts import act

    with act(by=world.lead, at=clock.now(), kind="test_decision"):
        return Decision.objects.create(count=count, result=result, on=clock.today(), by="J", appeal_none=True, **words)


def test_a23_refuses(two):
    refused_typed(lambda: appeal(two, side="x"), "side")
    refused_typed(lambda: appeal(two, notice_on=None), "notice_on")
    refused_typed(lambda: appeal(two, notice_on=clock.today() + timedelta(days=1)), "notice_on")
    refused_typed(lambda: appeal(two, notice_on=clock.today() - timedelta(days=1)), "notice_on")
    refused_typed(lambda: two.do("record_appeal", proceeding=two.proceeding, counts=[], side="CROWN", notice_on=clock.today()), "counts")
    for person in (two.assistant, UserFactory()):
        with nothing_changes(), pytest.raises(PermissionDenied):
            appeal(two, by=person)
    appeal(two)
    refused_typed(lambda: appeal(two), "counts")


def test_a23_not_before_the_accused_is_concluded(two):
    put(two.proceeding, "GUILTY_AWAITING_SENTENCE")

    with nothing_changes(), pytest.raises(TransitionRefused):
        appeal(two)


def test_both_sides_appeal_and_the_accused_goes_on_after_the_last(two):
    first, second = two.counts()
    mine = appeal(two)
    theirs = appeal(two, [first], side="CROWN")
    assert rules(two.proceeding).count("A23") == 1

    end(two, mine, [given(first, "NEW_TRIAL"), given(second)])
    assert (two.proceeding.state, again(first).state) == ("UNDER_APPEAL", "PROCEEDING")
    end(two, theirs, [given(first)])

    assert (two.proceeding.state, rules(two.proceeding)[-1]) == ("INTAKE", "A25")
    assert [count.state for count in two.counts()] == ["PROCEEDING", "SENTENCED"]


def test_an_appeal_of_the_other_side_is_from_the_decision_as_varied(two):
    first, second = two.counts()
    mine = appeal(two, [first])
    theirs = appeal(two, [first], side="CROWN")

    end(two, theirs, [given(first, "SENTENCE_VARIED", terms="Eight years")])
    assert again(first).appeal_status == "PENDING"
    end(two, mine, [given(first, "NEW_TRIAL")])

    assert again(first).state == "PROCEEDING"
    assert two.proceeding.state == "INTAKE"


# The end


def test_a24_affirmed_concludes_with_the_next_appeal_dated(two):
    taken = appeal(two)
    due = clock.today() + timedelta(days=60)

    end(two, taken, every(two, "AFFIRMED", appeal_none=False, appeal_due_on=due), by=two.assistant)

    assert (two.proceeding.state, rules(two.proceeding)[-1]) == ("CONCLUDED", "A24")
    assert {(count.last_decision.appeal_due_on, count.last_decision.from_appeal) for count in two.counts()} == {(due, taken)}
    assert {count.appeal_status for count in two.counts()} == {"AFFIRMED"}
    assert again(two.file).state == "APPEAL"


def test_f11_follows_where_no_other_appeal_can_come(two):
    end(two, appeal(two), every(two, "AFFIRMED"))

    assert again(two.file).state == "CONCLUDED"


def test_a_varied_sentence_leaves_the_count_sentenced(two):
    taken = appeal(two, two.counts()[:1])

    end(two, taken, [given(two.count, "SENTENCE_VARIED", terms="Eight years")])

    assert (two.count.state, two.count.last_decision.terms) == ("SENTENCED", "Eight years")
    assert two.count.appeal_status == "SENTENCE_VARIED"
    assert two.proceeding.state == "CONCLUDED"


def test_c18_an_acquittal_entered(two):
    end(two, appeal(two), every(two, "ACQUITTAL_ENTERED"))

    assert {count.state for count in two.counts()} == {"ACQUITTED"}
    assert two.proceeding.state == "CONCLUDED"
    assert Move.objects.of(two.count).order_by("pk").last().rule == "C18"


def test_an_acquittal_entered_has_its_coded_reason_and_nothing_else_has_one(two):
    first, second = two.counts()
    taken = appeal(two)

    def results(**words):
        return [given(first, "ACQUITTAL_ENTERED", **words), given(second)]

    refused_typed(lambda: end(two, taken, results(why=None)), "reason_code")
    refused_typed(lambda: end(two, taken, results(why=ReasonIn("DELAY"))), "reason_code")
    refused_typed(lambda: end(two, taken, results(why=ReasonIn("OTHER"))), "reason_note")
    refused_typed(lambda: end(two, taken, every(two, "AFFIRMED", why=ReasonIn("EVIDENCE"))), "reason_code")

    end(two, taken, results(why=ReasonIn("EVIDENCE_EXCLUDED", "NO", "The search")))

    assert [(count.reason_code, count.reason_avoidable, count.reason_note) for count in two.counts()] == [
        ("EVIDENCE_EXCLUDED", "NO", "The search"),
        ("", "", ""),
    ]


def test_c18_a_conviction_entered_sends_the_accused_to_sentence(two):
    first, _second = two.counts()
    put(first, "ACQUITTED")
    put_decision(two, first, "ACQUITTED")
    taken = appeal(two, [first], side="CROWN")

    end(two, taken, [given(first, "CONVICTION_ENTERED")])

    assert (again(first).state, two.proceeding.state) == ("FOUND_GUILTY", "GUILTY_AWAITING_SENTENCE")
    assert two.proceeding.orders_to_answer
    assert again(two.file).state == "CARRIED"
    assert Move.objects.of(two.file).order_by("pk").last().rule == "F10"


def test_c18_a_sentence_sent_back_and_a_verdict_substituted(two):
    first, second = two.counts()
    found = offence("286.4")

    end(two, appeal(two), [given(first, "SENTENCE_REMITTED"), given(second, "VERDICT_SUBSTITUTED", included_offence=found)])

    assert [count.state for count in two.counts()] == ["FOUND_GUILTY", "GUILTY_INCLUDED"]
    assert again(second).included_offence == found
    assert two.proceeding.state == "GUILTY_AWAITING_SENTENCE"


def test_a25_a_new_trial_begins_a_clock_on_the_day_of_the_order(two, later):
    taken = appeal(two)

    with later(days=200):
        end(two, taken, every(two, "NEW_TRIAL"), custody="RELEASED_COURT")

        proceeding = two.proceeding
        assert (proceeding.state, again(two.file).state, proceeding.custody) == ("INTAKE", "CARRIED", "RELEASED_COURT")
        assert {count.state for count in two.counts()} == {"PROCEEDING"}
        assert {(count.clock_origin.on, count.clock_origin.kind, count.clock_origin.generation) for count in two.counts()} == {
            (clock.today(), "NEW_TRIAL", 2)
        }
        assert proceeding.clock_origin.on == clock.today()
        assert (proceeding.evidence_ended_on, proceeding.orders_to_answer != []) == (None, True)
        assert {count.pleaded_on for count in two.counts()} == {None}
        assert Move.objects.of(two.file).order_by("pk").last().rule == "F10"
        assert Notice.objects.filter(recipient=two.pro, template="casetracker/new_trial").exists()


def test_a25_to_a_trial_date_and_beside_a_conviction_that_stands(two):
    first, second = two.counts()
    taken = appeal(two)
    trial_on = clock.today() + timedelta(days=120)

    end(two, taken, [given(first, "NEW_TRIAL"), given(second)], trial_on=trial_on)

    assert (two.proceeding.state, two.proceeding.trial_on) == ("TRIAL_SET", trial_on)
    assert [count.state for count in two.counts()] == ["PROCEEDING", "SENTENCED"]
    assert not two.proceeding.orders_to_answer


def test_a25_on_an_indictment(two, acting):
    with acting(two.lead):
        paper = two.count.document
        paper.kind = "INDICTMENT"
        paper.save()

    end(two, appeal(two), every(two, "NEW_TRIAL"))

    assert two.proceeding.state == "INDICTED"
    assert {count.state for count in two.counts()} == {"ON_INDICTMENT"}


def test_a25_needs_an_indictment_to_go_on_from_one(two):
    taken = appeal(two)

    refused(lambda: end(two, taken, every(two, "NEW_TRIAL"), target="INDICTED"), guards.indictment_filed)


def test_a_new_trial_beside_a_sentence_to_come_goes_its_own_way(two):
    first, second = two.counts()

    end(two, appeal(two), [given(first, "NEW_TRIAL"), given(second, "SENTENCE_REMITTED")])

    stays, apart = two.proceedings
    assert (stays.state, apart.state, apart.severed_from) == ("GUILTY_AWAITING_SENTENCE", "INTAKE", stays)
    assert (again(first).proceeding, again(first).state) == (apart, "PROCEEDING")
    assert (again(first).clock_origin.proceeding, again(first).clock_origin.kind) == (apart, "NEW_TRIAL")
    assert (apart.evidence_ended_on, apart.trial_on) == (None, None)


def test_a_stay_for_delay_set_aside_is_tried_again(two):
    for count in two.counts():
        put(count, "STAYED_11B")
        put_decision(two, count, "STAYED_11B")

    end(two, appeal(two, side="CROWN"), every(two, "STAY_SET_ASIDE"))

    assert two.proceeding.state == "INTAKE"
    assert {count.state for count in two.counts()} == {"PROCEEDING"}


def test_a_stay_for_delay_after_guilt_set_aside_goes_to_sentence(two):
    for count in two.counts():
        put(count, "FOUND_GUILTY")
        put(count, "STAYED_11B")
        put_decision(two, count, "FOUND_GUILTY")
        put_decision(two, count, "STAYED_11B")

    end(two, appeal(two, side="CROWN"), every(two, "STAY_SET_ASIDE"))

    assert two.proceeding.state == "GUILTY_AWAITING_SENTENCE"
    assert {count.state for count in two.counts()} == {"FOUND_GUILTY"}


def test_a_count_stayed_beside_a_conviction_that_fell_goes_its_own_way(two, acting):
    from casetracker.models import CrownStay

    first, second = two.counts()
    put(second, "CROWN_STAYED", parked_from="PROCEEDING")
    with acting(two.lead):
        CrownStay.objects.create(count=second, entered_on=clock.today(), lapses_on=clock.today() + timedelta(days=365))

    end(two, appeal(two, [first]), [given(first, "ACQUITTAL_ENTERED")])

    concluded, apart = two.proceedings
    assert (concluded.state, apart.state, apart.parked_from) == ("CONCLUDED", "CROWN_STAYED", "INTAKE")
    assert again(second).proceeding == apart


def test_a25_reopens_a_file_that_advice_concluded(lead, pro, assistant):
    world = World(lead=lead, pro=pro, assistant=assistant)
    world.concluded()
    put(world.file, "ADVISORY", by=lead)
    taken = appeal(world)
    world.do("finish_advice", by=lead, case_file=world.file, reason="Given", happened_on=clock.today())
    assert again(world.file).state == "CONCLUDED"

    end(world, taken, every(world, "NEW_TRIAL"))

    assert (again(world.file).state, world.proceeding.state) == ("ADVISORY", "INTAKE")
    assert Move.objects.of(world.file).get(rule="F13").followed_from.rule == "A25"


def test_what_changes_a_verdict_is_for_a_lead(two):
    taken = appeal(two)

    for result in ("NEW_TRIAL", "ACQUITTAL_ENTERED", "SENTENCE_REMITTED"):
        for person in (two.pro, two.assistant):
            with nothing_changes(), pytest.raises(PermissionDenied):
                end(two, taken, every(two, result), by=person)
    with nothing_changes(), pytest.raises(PermissionDenied):
        end(two, taken, every(two, "AFFIRMED"), by=UserFactory())


def test_an_appeal_is_ended_once_and_count_by_count(two):
    first, second = two.counts()
    taken = appeal(two)
    refused_typed(lambda: end(two, taken, [given(first)]), "results")
    refused_typed(lambda: end(two, taken, every(two, "x")), "results")
    refused_typed(lambda: end(two, taken, every(two, "CONVICTION_ENTERED")), "results")
    refused_typed(lambda: end(two, taken, every(two, "AFFIRMED", appeal_none=False)), "appeal_due_on")
    refused_typed(lambda: end(two, taken, every(two, "AFFIRMED", appeal_due_on=clock.today())), "appeal_due_on")
    refused_typed(lambda: end(two, taken, every(two, "AFFIRMED"), decided_by=" "), "decided_by")
    refused_typed(lambda: end(two, taken, every(two, "AFFIRMED"), decided_on=None), "decided_on")
    refused_typed(lambda: end(two, taken, every(two, "AFFIRMED"), decided_on=clock.today() + timedelta(days=1)), "decided_on")
    refused_typed(lambda: end(two, taken, every(two, "AFFIRMED"), decided_on=clock.today() - timedelta(days=1)), "decided_on")
    refused_typed(lambda: end(two, taken, every(two, "NEW_TRIAL"), target="PRELIM"), "target")
    refused_typed(lambda: end(two, taken, every(two, "NEW_TRIAL"), target="TRIAL_SET"), "trial_on")
    end(two, taken, every(two, "AFFIRMED"))

    with nothing_changes(), pytest.raises(Refusal):
        end(two, taken, every(two, "AFFIRMED"))


def test_the_last_write_broken_leaves_no_result(two, monkeypatch):
    taken = appeal(two)
    monkeypatch.setattr("casetracker.services.appeals.tell", lambda *args, **words: (_ for _ in ()).throw(RuntimeError("broken")))

    with nothing_changes(), pytest.raises(RuntimeError):
        end(two, taken, every(two, "NEW_TRIAL"))

    assert not AppealCount.objects.exclude(result="").exists()

"""The sheet of outcomes, as services: endings with reasons, pleas, sentences in parts with a confirmed total, orders, victims told."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from casetracker import sentence, services
from casetracker.models import Count, CountLineage, OrderAnswer, PleaNotice, SentencePart, SentenceTotal, VictimNotice
from casetracker.services import OutcomeIn, PartIn, ReasonIn, ToldIn
from foundation import clock
from foundation.records import Refusal, StaleRecord
from foundation.workflow.models import Move
from tests.casetracker.pages import written
from tests.factories.accounts import UserFactory
from tests.factories.casetracker import HYBRID, PROCURING, TRAFFICKING, World, accused_in, again, count_in, offence

JUDGE = "Justice Q. Rowan"


@pytest.fixture
def two(lead, pro, assistant):
    """A file with two counts that proceed."""
    made = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in(counts=[count_in(PROCURING), count_in(HYBRID)])])
    made.proceeding_on_counts()
    return made


def record(world, *outcomes, **words):
    given = {"decided_by": JUDGE, "happened_on": clock.today(), "proceeding": world.proceeding, **words}
    return world.do("record_outcomes", outcomes=list(outcomes), **given)


def total_of(world, *outcomes):
    parts = [(outcome.count, one) for outcome in outcomes for one in outcome.parts if one.kind == "CUSTODY"]
    found = [
        sentence.Custody(count.pk, one.months, one.days, one.life, one.credit_days, one.after and one.after.pk) for count, one in parts
    ]
    return sentence.total_of(found, clock.today()).digest


def custody(months, **more):
    return PartIn("CUSTODY", months=months, **more)


def sentenced(count, *parts, finding="PLEA_GUILTY", **more):
    return OutcomeIn(count, finding, sentence="SENTENCED", parts=list(parts), **more)


def test_two_counts_are_pleaded_and_sentenced_in_one_act(two):
    first, second = two.counts()
    rows = [
        sentenced(first, custody(48, credit_days=210)),
        sentenced(second, custody(12, served="CONSECUTIVE", after=first), PartIn("FINE", amount=Decimal("500"))),
    ]
    before = written()

    record(two, *rows, confirmed_total=total_of(two, *rows), custody="SERVING")

    assert written()[0] == before[0] + 1
    assert [again(count).state for count in (first, second)] == ["SENTENCED", "SENTENCED"]
    assert two.proceeding.state == "GUILTY_AWAITING_SENTENCE"
    total = SentenceTotal.objects.get()
    assert (total.months, total.days, total.credit_days, total.confirmed_by) == (60, 0, 210, two.pro)
    assert services.total_that_stands(two.proceeding).months == 60
    assert again(first).last_decision.appeal_due_on == clock.today() + timedelta(days=30)


def test_the_total_is_confirmed_by_who_saw_it(two):
    first, second = two.counts()
    rows = [sentenced(first, custody(48)), sentenced(second, custody(12))]
    stale = total_of(two, sentenced(first, custody(36)))
    before = written()

    for seen in ("", stale):
        with pytest.raises(Refusal) as refused:
            record(two, *rows, confirmed_total=seen)
        assert refused.value.field == "total_confirmed"

    assert written() == before
    assert not SentencePart.objects.exists()


def test_a_sentence_above_the_maximum_is_recorded(two):
    first, second = two.counts()
    rows = [sentenced(first, custody(200)), OutcomeIn(second, "TO_WITHDRAW")]

    record(two, *rows, confirmed_total=total_of(two, rows[0]))

    assert again(first).state == "SENTENCED"
    assert again(second).withdraw_at_sentence


def test_a_plea_to_another_offence_makes_a_pair_of_counts(two):
    first, second = two.counts()
    told = OutcomeIn(first, "OTHER_PLEA", offence("286.2", "(1)"), appeal_none=True, sentence="SENTENCED", parts=[custody(24)])

    record(two, told, OutcomeIn(second, "TO_WITHDRAW"), confirmed_total=total_of(two, told))

    charged = again(first)
    other = CountLineage.objects.get(old=charged).new
    assert (charged.state, charged.reason_code) == ("ACQUITTED", "PLEA_TO_OTHER")
    assert (other.state, other.offence.section, other.document, other.clock_origin) == (
        "SENTENCED",
        "286.2",
        charged.document,
        charged.clock_origin,
    )
    assert set(Count.objects.last_generation().values_list("pk", flat=True)) == {other.pk, second.pk}
    assert [move.to_state for move in Move.objects.of(other).order_by("pk")] == ["PROCEEDING", "PLEA_GUILTY", "SENTENCED"]


def test_every_ending_has_its_reason(two):
    first, second = two.counts()
    two.do("record_victim_view", proceeding=two.proceeding, exception="NOT_FOUND")

    record(
        two,
        OutcomeIn(first, "ACQUITTED", why=ReasonIn("DOUBT", "NO", "Two versions"), appeal_none=True),
        OutcomeIn(second, "WITHDRAWN", why=ReasonIn("EVIDENCE", "YES")),
    )

    assert [(one.state, one.reason_code, one.reason_avoidable, one.reason_note) for one in two.counts()] == [
        ("ACQUITTED", "DOUBT", "NO", "Two versions"),
        ("WITHDRAWN", "EVIDENCE", "YES", ""),
    ]
    assert two.proceeding.state == "CONCLUDED"


@pytest.mark.parametrize(
    ("finding", "why", "field"),
    [
        ("ACQUITTED", ReasonIn("PEACE_BOND"), "reason_code"),
        ("STAYED_11B", ReasonIn("EVIDENCE"), "reason_code"),
        ("ACQUITTED", ReasonIn("OTHER"), "reason_note"),
        ("WITHDRAWN", ReasonIn(), "reason_code"),
        ("ACQUITTED", None, "reason_code"),
        ("QUASHED", None, "reason_code"),
    ],
)
def test_a_reason_must_go_with_the_outcome(two, finding, why, field):
    before = written()

    with pytest.raises(Refusal) as refused:
        record(two, OutcomeIn(two.count, finding, why=why, appeal_none=finding != "WITHDRAWN"))

    assert refused.value.field == field
    assert written() == before


def test_a_court_stay_ends_a_count_with_delay_as_its_reason(two):
    record(two, OutcomeIn(two.count, "STAYED_11B", why=ReasonIn("DELAY", "YES")))

    count = again(two.count)
    assert (count.state, count.reason_code, count.last_decision.appeal_due_on) == (
        "STAYED_11B",
        "DELAY",
        clock.today() + timedelta(days=30),
    )


def test_the_reason_of_an_ending_can_be_corrected_later(two):
    record(two, OutcomeIn(two.count, "DISMISSED", why=ReasonIn("DOUBT"), appeal_none=True))

    record(two, OutcomeIn(again(two.count), why=ReasonIn("WITNESS", "NO", "Moved away")))

    assert (again(two.count).reason_code, again(two.count).reason_note) == ("WITNESS", "Moved away")
    with pytest.raises(Refusal):
        two.do("set_end_reason", count=two.counts()[1], why=ReasonIn("WITNESS"))


def test_orders_are_answered_with_their_length(two):
    two.do("record_plea", proceeding=two.proceeding, guilty=two.counts(), decided_by=JUDGE, happened_on=clock.today())

    record(two, orders={"DNA": ("MADE", "", None, False), "WEAPONS": ("MADE", "", 120, False), "SOIRA": ("MADE", "", 240, True)})

    found = {row.order: (row.answer, row.months, row.for_life) for row in OrderAnswer.objects.all()}
    assert found == {"DNA": ("MADE", None, False), "WEAPONS": ("MADE", 120, False), "SOIRA": ("MADE", None, True)}
    with pytest.raises(Refusal):
        record(two, orders={"FORFEITURE": ("NOT_SOUGHT", "", 12, False)})


def test_victims_are_told_of_the_agreement_after_it(two):
    victim = two.do("add_participant", case_file=two.file, kind="VICTIM", family_name="Quill")
    today = clock.today()

    with pytest.raises(Refusal) as refused:
        record(two, plea_agreed_on=today, told=[ToldIn(victim, told_on=today - timedelta(days=1))])
    assert refused.value.field == "told_on"
    with pytest.raises(Refusal) as refused:
        record(two, told=[ToldIn(victim, told_on=today)])
    assert refused.value.field == "plea_agreed_on"

    record(two, plea_agreed_on=today - timedelta(days=2), told=[ToldIn(victim, told_on=today)])

    notice = PleaNotice.objects.get()
    assert (notice.agreed_on, notice.told_on, notice.participant) == (today - timedelta(days=2), today, victim)


def test_who_was_told_is_told_again_of_a_later_outcome_and_of_a_new_trial(two, later, lead):
    first, second = two.counts()
    victim = two.do("add_participant", case_file=two.file, kind="VICTIM", family_name="Quill")
    acquitted = {"finding": "ACQUITTED", "why": ReasonIn("DOUBT"), "appeal_due_on": clock.today() + timedelta(days=90)}

    def open_duties():
        return sorted(VictimNotice.objects.filter(told_on=None, exception="").values_list("duty", flat=True))

    record(two, OutcomeIn(first, **acquitted), told=[ToldIn(victim, clock.today(), duty="OUTCOME")])
    assert open_duties() == []
    with later(days=2):
        record(two, OutcomeIn(again(second), **acquitted))
        assert open_duties() == ["OUTCOME"]
        with pytest.raises(Refusal) as refused:
            record(two, told=[ToldIn(victim, clock.today(), "DECLINED", duty="OUTCOME")])
        assert refused.value.field == "exception"
        record(two, told=[ToldIn(victim, clock.today(), duty="OUTCOME")])
        assert open_duties() == []
    with later(days=40):
        appeal = two.do("record_appeal", proceeding=two.proceeding, side="CROWN", notice_on=clock.today(), counts=[again(second)])
        results = [services.AppealResultIn(count=again(second), result="NEW_TRIAL")]
        decided = {"decided_on": clock.today(), "decided_by": "Court of Appeal for Ontario", "custody": "RELEASED_COURT"}
        two.do("end_appeal", by=lead, appeal=appeal, results=results, **decided)

    assert open_duties() == ["NEW_TRIAL"]
    assert (again(second).state, again(second).reason_code) == ("PROCEEDING", "")
    assert VictimNotice.objects.filter(duty="OUTCOME", told_on__isnull=False).count() == 2


@pytest.mark.parametrize(
    ("part", "field"),
    [
        (PartIn("CUSTODY"), "months"),
        (PartIn("FINE"), "amount"),
        (PartIn("OTHER"), "note"),
        (PartIn("PROBATION", months=12, credit_days=3), "kind"),
        (PartIn("CUSTODY", months=3, served="CONSECUTIVE"), "after"),
        (PartIn("NONSENSE", months=3), "kind"),
    ],
)
def test_a_part_says_what_it_needs(two, part, field):
    before = written()

    with pytest.raises(Refusal) as refused:
        record(two, sentenced(two.count, part), OutcomeIn(two.counts()[1], "TO_WITHDRAW"))

    assert refused.value.field == field
    assert written() == before


def test_parts_in_a_circle_are_refused(two):
    first, second = two.counts()
    rows = [
        sentenced(first, custody(6, served="CONSECUTIVE", after=second)),
        sentenced(second, custody(6, served="CONSECUTIVE", after=first)),
    ]

    with pytest.raises(Refusal) as refused:
        record(two, *rows, confirmed_total="x")
    assert refused.value.field == "after"


def test_nothing_to_record_a_day_ahead_and_an_older_version_are_refused(two):
    with pytest.raises(Refusal):
        record(two)
    with pytest.raises(Refusal) as refused:
        record(
            two, OutcomeIn(two.count, "ACQUITTED", why=ReasonIn("DOUBT"), appeal_none=True), happened_on=clock.today() + timedelta(days=1)
        )
    assert refused.value.field == "happened_on"
    with pytest.raises(StaleRecord):
        record(two, OutcomeIn(two.count, "ACQUITTED", why=ReasonIn("DOUBT"), appeal_none=True), version=two.proceeding.version - 1)


def test_counts_of_somebody_else_and_people_who_may_not_are_refused(two, lead, pro, assistant):
    other = World(lead=lead, pro=pro, assistant=assistant)

    with pytest.raises(Refusal):
        record(two, OutcomeIn(other.count, "ACQUITTED", why=ReasonIn("DOUBT"), appeal_none=True))
    with pytest.raises(PermissionDenied):
        record(two, OutcomeIn(two.count, "ACQUITTED", why=ReasonIn("DOUBT"), appeal_none=True), by=UserFactory(crown=True))
    with pytest.raises(PermissionDenied):  # a withdrawal is counsel's
        record(two, OutcomeIn(two.count, "WITHDRAWN", why=ReasonIn("EVIDENCE")), by=assistant)


def test_the_whole_sheet_is_corrected_at_once(two, lead):
    first, second = two.counts()
    rows = [sentenced(first, custody(48)), sentenced(second, custody(12))]
    record(two, *rows, confirmed_total=total_of(two, *rows))
    move = Move.objects.of(again(first)).latest("pk")

    services.correct_move(move=move, reason="Another accused", by=lead, at=clock.now())

    assert [again(count).state for count in (first, second)] == ["PROCEEDING", "PROCEEDING"]
    assert not SentencePart.objects.exists()
    assert not SentenceTotal.objects.exists()


def test_a_trafficking_count_ends_by_its_lead(lead, pro, assistant):
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in(counts=[count_in(TRAFFICKING)])])
    world.proceeding_on_counts()
    world.do("record_victim_view", proceeding=world.proceeding, exception="NOT_FOUND")

    with pytest.raises(PermissionDenied):
        record(world, OutcomeIn(world.count, "WITHDRAWN", why=ReasonIn("EVIDENCE")))
    record(world, OutcomeIn(world.count, "WITHDRAWN", why=ReasonIn("EVIDENCE")), by=lead)

    assert world.count.state == "WITHDRAWN"

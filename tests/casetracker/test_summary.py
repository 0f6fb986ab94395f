"""The derived columns say what the rows say, after every act; and what lists show in words."""

from datetime import date, timedelta

import pytest
from django.utils.translation import override

from casetracker import ledger, roll, selectors, services, situations
from casetracker.models import CaseFile, Proceeding
from casetracker.states import ProceedingState
from foundation import clock
from tests.factories.casetracker import HYBRID, World, accused_in, again, count_in, put

pytestmark = pytest.mark.django_db


def holds(case_file):
    """Recompute the summary from the rows and compare it with what is stored."""
    fresh = CaseFile.objects.get(pk=case_file.pk)
    return not services.summary_differs(fresh)


def test_the_summary_is_true_after_every_act(lead, pro, assistant, monkeypatch):
    checked = []
    plain = World.do

    def checking(world, service, /, **words):
        result = plain(world, service, **words)
        checked.append(service)
        assert holds(world.file), service
        return result

    monkeypatch.setattr(World, "do", checking)
    world = World(
        lead=lead, pro=pro, assistant=assistant, accused=[accused_in("Alder", counts=[count_in(), count_in(HYBRID)]), accused_in("Birch")]
    )
    first, second = world.proceedings
    assert holds(world.file)
    world.to_trial_set(first)
    world.do("set_custody", proceeding=second, custody="DETAINED")
    assert again(world.file).custody_count == 1
    world.do("issue_warrant", proceeding=first, kind="BENCH_597", issued_on=clock.today())
    world.do("execute_warrant", proceeding=first, executed_on=clock.today(), custody="IN_CUSTODY")
    world.do("start_trial", proceeding=first, happened_on=clock.today())
    world.do("reserve_judgment", proceeding=first, evidence_ended_on=clock.today())
    world.do(
        "record_verdict",
        proceeding=first,
        verdicts=[services.VerdictIn(count=count, result="FOUND_GUILTY") for count in world.counts(first)],
        decided_by="J",
        happened_on=clock.today(),
    )
    world.sentenced(first)
    world.orders_answered(first)
    world.do("conclude_proceeding", proceeding=first, happened_on=clock.today())
    world.concluded(second)

    assert len(checked) > 20


def test_next_date_is_the_first_open_day(world):
    today = clock.today()
    world.appearance(on=today + timedelta(days=9))
    near = world.appearance(on=today + timedelta(days=3))
    assert again(world.file).next_date == today + timedelta(days=3)

    world.do("record_result", appearance=near, result="VACATED")

    assert again(world.file).next_date == today + timedelta(days=9)
    assert world.proceeding.next_date == today + timedelta(days=9)


def test_the_daily_job_brings_dates_up_to_the_day(world, later):
    world.appearance(on=clock.today() + timedelta(days=1))

    with later(days=2):
        roll.roll(clock.today())

    assert again(world.file).next_date is None
    assert world.proceeding.situation == "RESULT_NEEDED"


def test_the_daily_job_brings_dates_of_a_file_that_left_up_to_the_day(world, later):
    world.appearance(on=clock.today() + timedelta(days=1))
    put(world.file, "TRANSFERRED")

    with later(days=2):
        done = roll.roll(clock.today())
        assert holds(world.file)

    assert (again(world.file).next_date, world.proceeding.situation, done["refreshed"]) == (None, "RESULT_NEEDED", 1)


def test_derived_columns_are_no_change_of_the_record(world, later):
    before = again(world.file)
    history = CaseFile.history.filter(id=before.pk).count()
    world.appearance()

    after = again(world.file)

    assert after.next_date != before.next_date
    assert after.version == before.version
    assert CaseFile.history.filter(id=before.pk).count() == history


def test_the_style_of_cause(lead, pro, assistant, world):
    assert world.file.title == "R. v. Alder"
    world.do("add_accused", case_file=world.file, accused=accused_in("Birch"))
    world.do("add_accused", case_file=world.file, accused=accused_in("Cedar"))
    assert again(world.file).title == "R. v. Alder and 2 more"
    with override("fr"):
        assert again(world.file).title == "R. c. Alder et 2 autres"


def test_a_young_accused_is_initials_in_the_style_of_cause(lead, pro, assistant):
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in("Alder", is_youth=True)])

    assert again(world.file).title == "R. v. M.A."


def code(world):
    return world.proceeding.situation


def test_the_situations_of_a_life_in_order(lead, pro, assistant, later):
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in(counts=[count_in(), count_in(HYBRID)])])
    seen = [code(world)]

    def note():
        seen.append(code(world))

    world.appearance(on=clock.today() + timedelta(days=20))
    note()
    world.screened()
    note()
    world.do("elect_mode", count=world.counts()[1], choice="INDICTMENT", on=clock.today())
    note()
    world.do("proceed_on_counts", proceeding=world.proceeding, happened_on=clock.today())
    note()
    world.do("begin_intake", proceeding=world.proceeding, happened_on=clock.today())
    note()
    world.do("await_election", proceeding=world.proceeding, happened_on=clock.today())
    note()
    world.do("record_election", proceeding=world.proceeding, choice="OCJ", on=clock.today())
    note()
    world.do("set_trial", proceeding=world.proceeding, trial_on=clock.today() + timedelta(days=60), happened_on=clock.today())
    note()
    world.do(
        "change_trial_dates",
        proceeding=world.proceeding,
        trial_on=clock.today() + timedelta(days=60),
        trial_ends_on=clock.today() + timedelta(days=62),
    )
    note()
    world.do("start_trial", proceeding=world.proceeding, happened_on=clock.today())
    note()
    world.do("reserve_judgment", proceeding=world.proceeding, evidence_ended_on=clock.today())
    note()
    first, second = world.counts()
    world.do(
        "record_verdict",
        proceeding=world.proceeding,
        verdicts=[services.VerdictIn(first, "FOUND_GUILTY"), services.VerdictIn(second, withdraw_at_sentence=True)],
        decided_by="J",
        happened_on=clock.today(),
    )
    note()
    world.sentenced()
    note()
    world.do(
        "withdraw_count",
        count=second,
        why=services.ReasonIn("PLEA_TO_OTHER"),
        exception="NO_VICTIM",
        leave_on=clock.today(),
        happened_on=clock.today(),
    )
    note()
    world.orders_answered()
    note()
    world.do("conclude_proceeding", proceeding=world.proceeding, happened_on=clock.today())
    note()
    with later(days=31):
        roll.roll(clock.today())
        note()

    assert seen == [
        "FIRST_APPEARANCE_NEEDED",
        "SCREENING_NEEDED",
        "MODE_NEEDED",
        "COUNTS_TO_PROCEED",
        "INTAKE_READY",
        "ELECTION_READY",
        "ELECTION_WAITED",
        "TRIAL_DATE_NEEDED",
        "TRIAL_END_NEEDED",
        "TRIAL_READY",
        "IN_TRIAL",
        "JUDGMENT_WAITED",
        "SENTENCE_WAITED",
        "WITHDRAWAL_NEEDED",
        "ORDERS_NEEDED",
        "CONCLUDE_READY",
        "APPEAL_PERIOD",
        "CONCLUDED",
    ]


@pytest.mark.parametrize("state", ProceedingState.values)
def test_every_state_has_a_situation(world, state):
    parked = {"parked_from": "INTAKE"} if state in ("DIVERTED", "UNFIT", "CROWN_STAYED", "WARRANT_OUT") else {}
    proceeding = put(world.proceeding, state, **parked)

    line = situations.situation(proceeding, clock.today())

    assert str(line.label)
    assert situations.label(line.code) == str(line.label)
    assert situations.who(line.code)


@pytest.mark.parametrize(
    "state, situation",
    [
        ("CONFLICT_CHECK", "DECISION_NEEDED"),
        ("PRECHARGE", "PROSECUTOR_NEEDED"),
        ("DECLINED", "DECLINED"),
        ("TRANSFERRED", "TRANSFERRED"),
        ("CONCLUDED", "CLOSE_READY"),
        ("CLOSED", "CLOSED"),
        ("ADVISORY", "FIRST_APPEARANCE_NEEDED"),
    ],
)
def test_a_file_has_a_situation_of_its_own_or_that_of_its_accused(lead, pro, assistant, state, situation):
    world = World(lead=lead, pro=pro, assistant=assistant, decision=None)
    case_file = put(world.file, state, by=lead, **({"decline_reason": "OTHER"} if state == "DECLINED" else {}))

    whole = dict(services.summary_of(case_file)[-1][1])

    assert whole["situation"] == situation


def test_the_headline_counts_the_accused(lead, pro, assistant):
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in("Alder"), accused_in("Birch")])
    world.appearance(world.proceedings[0])
    case_file = selectors.with_accused(CaseFile.objects.all()).get()

    assert selectors.headline(case_file) in (
        "2 accused: 1 Screening needed, 1 First appearance needed",
        "2 accused: 1 First appearance needed, 1 Screening needed",
    )


def test_a_list_of_files_costs_the_same_for_any_number(lead, pro, assistant, django_assert_num_queries):
    """Files, accused, their persons' bans, who leads: four statements."""

    def page():
        for case_file in selectors.with_accused(CaseFile.objects.visible_to(lead)):
            assert case_file.title
            assert selectors.headline(case_file)
            assert [access.user.name for access in case_file.lead_access] == [pro.name]

    World(lead=lead, pro=pro, assistant=assistant)
    with django_assert_num_queries(4) as asked:
        page()
    for _number in range(3):
        World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in("Alder"), accused_in("Birch")])
    with django_assert_num_queries(len(asked)):
        page()


def test_a_page_of_the_accused_costs_the_same_for_any_number(lead, pro, assistant, django_assert_max_num_queries):
    def page(case_file):
        for proceeding in selectors.proceedings_of(case_file):
            selectors.moves_for(proceeding, pro)
            ledger.ledger_of(proceeding, clock.today())
            for count in proceeding.counts.all():
                selectors.moves_for(count, pro)

    few = World(lead=lead, pro=pro, assistant=assistant)
    many = World(
        lead=lead,
        pro=pro,
        assistant=assistant,
        accused=[accused_in(name, counts=[count_in(), count_in(HYBRID)]) for name in ("Alder", "Birch", "Cedar")],
    )
    for world in (few, many):
        with django_assert_max_num_queries(36):
            page(CaseFile.objects.get(pk=world.file.pk))


def test_closest_ceiling_is_the_first_of_its_accused(lead, pro, assistant):
    early = accused_in("Alder")
    late = services.AccusedIn(
        family_name="Birch",
        counts=[count_in()],
        information=services.InformationIn(number="4811-25-200", sworn_on=date(2025, 11, 30)),
    )
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[late, early])

    assert again(world.file).closest_ceiling_on == date(2027, 3, 10)
    assert list(Proceeding.objects.order_by("pk").values_list("ceiling_on", flat=True)) == [date(2027, 5, 30), date(2027, 3, 10)]

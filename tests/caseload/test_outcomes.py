"""The outcome report: figures worked by hand, every number the length of its list, small ones hidden, and what is taken out."""

import csv
import random
from datetime import date, timedelta
from io import BytesIO, StringIO
from urllib.parse import urlencode

import openpyxl
import pytest
from django.urls import reverse

from caseload import outcome_tables
from caseload.outcomes import SUMS, Asked, Report, fiscal_year
from casetracker import services
from casetracker.models import Count
from casetracker.services import OutcomeIn, ReasonIn, ToldIn
from foundation import clock
from foundation.accounts.models import Office
from foundation.audit.models import Event
from foundation.workflow.models import Move
from tests.casetracker.pages import day, signed_in
from tests.conftest import MOMENT
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.casetracker import HYBRID, PROCURING, TRAFFICKING, World, accused_in, count_in, offence
from tests.standing import held_open

JUDGE = "Justice Q. Rowan"


def team():
    """Those who carry the files."""
    return {"lead": UserFactory(lead=True), "pro": UserFactory(), "assistant": UserFactory(assistant=True)}


def file_of(people, *counts, office=None, **fields):
    """A file with one accused whose counts proceed."""
    world = World(**people, accused=[accused_in(counts=[count_in(one) for one in counts])], office=office or OfficeFactory(), **fields)
    world.proceeding_on_counts()
    return world


def record(world, *outcomes, by=None, **words):
    given = {"decided_by": JUDGE, "happened_on": clock.today(), "proceeding": world.proceeding, **words}
    return world.do("record_outcomes", by=by, outcomes=list(outcomes), **given)


def withdrawn(people, code="EVIDENCE", avoidable="", **where):
    world = file_of(people, PROCURING, **where)
    world.do("record_victim_view", proceeding=world.proceeding, exception="NOT_FOUND")
    record(world, OutcomeIn(world.count, "WITHDRAWN", why=ReasonIn(code, avoidable)))
    return world


def convicted(people, *counts, **where):
    world = file_of(people, *counts, **where)
    world.do("record_plea", proceeding=world.proceeding, guilty=world.counts(), decided_by=JUDGE, happened_on=clock.today())
    world.sentenced(appeal_none=True)
    world.orders_answered()
    world.do("conclude_proceeding", proceeding=world.proceeding, happened_on=clock.today())
    return world


@pytest.fixture(scope="module")
def _played(django_db_setup, django_db_blocker):
    """Some matters that ended, played once for this file."""
    with django_db_blocker.unblock(), clock.fixed(MOMENT), held_open():
        yield some_matters(team())


@pytest.fixture
def played(_played, db, at):
    """The people of some matters that ended: by hand the report of them is known. What a test does to them is undone."""
    return _played


def some_matters(people):
    """Play them."""
    here, there = OfficeFactory(region="Central", name_en="Here"), OfficeFactory(region="North", name_en="There")
    convicted(people, TRAFFICKING, HYBRID, office=here)
    convicted(people, PROCURING, office=here)
    withdrawn(people, "EVIDENCE", "YES", office=here)
    withdrawn(people, "PEACE_BOND", office=there)
    acquitted = file_of(people, TRAFFICKING, PROCURING, office=there)
    record(
        acquitted,
        OutcomeIn(acquitted.counts()[0], "ACQUITTED", why=ReasonIn("DOUBT", "NO"), appeal_none=True),
        OutcomeIn(acquitted.counts()[1], "STAYED_11B", appeal_none=True),
    )
    other = file_of(people, TRAFFICKING, office=there)
    victim = other.do("add_participant", case_file=other.file, kind="VICTIM", family_name="Quill")
    record(
        other,
        OutcomeIn(other.count, "OTHER_PLEA", offence("286.2", "(1)"), appeal_none=True),
        plea_agreed_on=clock.today(),
        told=[ToldIn(victim, told_on=clock.today())],
    )
    file_of(people, PROCURING, office=here)  # goes on, so it is in no number
    return people


def report(user, small_shown=True, **asked):
    return Report(user, Asked(**asked), small_shown=small_shown)


def test_charges_are_counted_by_hand(played):
    values = report(played["lead"]).values

    found = {code.removeprefix("charge."): number for code, number in values.items() if code.startswith("charge.") and number}
    assert found == {"all": 8, "guilty": 3, "guilty_other": 1, "withdrawn": 1, "peace_bond": 1, "acquitted": 1, "stay_11b": 1}


def test_cases_are_counted_by_their_most_serious_outcome(played):
    values = report(played["lead"]).values

    found = {code.removeprefix("case."): number for code, number in values.items() if code.startswith("case.") and number}
    assert found == {"all": 5, "guilty": 2, "acquitted": 1, "withdrawn": 2}  # who waits for sentence is no case yet


def test_reasons_yields_and_victims_are_counted_by_hand(played):
    values = report(played["lead"]).values

    assert {code: values[code] for code in ("reason.all", "reason.EVIDENCE", "reason.EVIDENCE.YES", "reason.DOUBT.NO", "reason.DELAY")} == {
        "reason.all": 4,
        "reason.EVIDENCE": 1,
        "reason.EVIDENCE.YES": 1,
        "reason.DOUBT.NO": 1,
        "reason.DELAY": 1,  # a stay for delay has no other reason
    }
    assert (values["yield.trafficking"], values["yield.trafficking.guilty"], values["yield.trafficking.any"]) == (2, 1, 1)
    assert (values["yield.sex_trade"], values["yield.sex_trade.guilty"]) == (5, 2)
    assert (values["yield.any"], values["yield.any.guilty"]) == (5, 2)
    assert (values["notice.all"], values["notice.in_time"]) == (1, 1)
    assert (values["view.all"], values["view.asked"], values["view.not_asked"]) == (2, 0, 2)


def test_every_sum_of_the_report_holds(played):
    values = report(played["lead"]).values

    for one in SUMS:
        known = [part for part in one.parts if part in values]
        rest = values[one.total] - sum(values[part] for part in known)
        assert rest >= 0, one
        if len(known) == len(one.parts):
            assert rest == 0, one


def test_days_and_places_narrow_every_number(played):
    lead, today, long_ago = played["lead"], clock.today(), date(2000, 1, 1)

    assert report(lead, since=today).values["charge.all"] == 8
    assert report(lead, until=long_ago).values["charge.all"] == 0
    assert report(lead, since=today + timedelta(days=1)).values["case.all"] == 0
    assert report(lead, regions=("Central",)).values["charge.all"] == 4
    assert report(lead, regions=("North",)).values["charge.all"] == 4


def test_who_is_walled_off_a_file_counts_without_it(played):
    lead = played["lead"]
    before = report(lead).values["charge.all"]
    world = withdrawn(played)
    other_lead = UserFactory(lead=True)
    services.set_wall(case_file=world.file, user=other_lead, reason="Acted for the accused", by=lead, at=clock.now())

    assert report(lead).values["charge.all"] == before + 1
    assert report(other_lead).values["charge.all"] == before


def test_a_count_keeps_the_day_since_which_it_is_in_its_state(bank):
    for count in Count.objects.all():
        moves = Move.objects.of(count).filter(to_state=count.state, corrected_by=None)
        assert count.state_on == max((move.happened_on for move in moves), default=None)
    assert Count.objects.exclude(state_on=None).count() > 10


# The pages


def url(name, **asked):
    query = urlencode(asked, doseq=True)
    return f"{reverse(name)}?{query}" if query else reverse(name)


@pytest.fixture
def over(at):
    """A day on which the fiscal year of what was played is over; the address of its report."""
    with clock.fixed(MOMENT + timedelta(days=60)):
        yield {"period": str(fiscal_year(MOMENT.date())[0].year)}


@pytest.fixture
def bank(played):
    """The files above and some more, drawn by a seed, with victims who are told at sentence."""
    drawn = random.Random(11)
    offices = list(Office.objects.filter(region__in=("Central", "North")))
    for _one in range(7):
        office, sections = drawn.choice(offices), drawn.choices([TRAFFICKING, PROCURING], k=drawn.choice([1, 2]))
        if drawn.random() < 0.4:
            withdrawn(played, drawn.choice(["EVIDENCE", "NO_PROSPECT", "WITNESS"]), drawn.choice(["YES", "NO", ""]), office=office)
            continue
        world = file_of(played, *sections, office=office)
        world.do("add_participant", case_file=world.file, kind="VICTIM", family_name="Quill")
        guilty = drawn.random() < 0.6
        why = None if guilty else ReasonIn(drawn.choice(["DOUBT", "WITNESS"]), drawn.choice(["NO", ""]))
        words = {"finding": "FOUND_GUILTY", "sentence": "SENTENCED", "terms": "As said"} if guilty else {"finding": "ACQUITTED"}
        record(world, *[OutcomeIn(count, why=why, **words) for count in world.counts()])
    return played


@pytest.mark.parametrize("narrowed", [{}, {"region": "North"}], ids=["every place", "one region"])
def test_every_number_opens_a_list_of_as_many_rows(bank, narrowed):
    browser = signed_in(bank["lead"])
    page = browser.get(url("outcome_report", small="shown", **narrowed))
    counted = report(bank["lead"], regions=tuple(narrowed.values()))
    opened = {}
    for table in page.context["tables"]:
        for line in table.lines:
            opened |= {address: cell for cell, address, _column in line.cells if address}

    for code, number in counted.values.items():
        assert counted.list_of(code).count() == number, code
    assert sum(cell.value > 0 for cell in opened.values()) > 30 if not narrowed else True
    for address, cell in opened.items():
        assert cell.value == counted.values[cell.code], cell.code
        if not cell.value:
            continue
        found = browser.get(address)
        assert found.context["total"] == cell.value, cell.code
        rows = len(found.context["rows"])
        pages = found.context["page"].paginator.num_pages
        rows += sum(len(browser.get(f"{address}&page={number}").context["rows"]) for number in range(2, pages + 1))
        assert rows == cell.value, cell.code


def test_the_table_and_the_workbook_say_what_the_page_says_to_the_outside(bank, over):
    browser = signed_in(bank["lead"])
    since, until = fiscal_year(MOMENT.date())
    told = [[str(value) for value in row] for row in outcome_tables.flat(report(bank["lead"], False, since=since, until=until))]

    text = b"".join(take(browser, "csv", "yes", small="shown", **over).streaming_content).decode("utf-8-sig")
    workbook = openpyxl.load_workbook(BytesIO(take(browser, "xlsx", "yes", small="shown", **over).content)).active

    written = list(csv.reader(StringIO(text)))[1:]
    assert [row for row in written if row[0] != "Outcome report"] == told
    cells = [["" if value is None else str(value) for value in row] for row in workbook.iter_rows(min_row=2, values_only=True)]
    assert [row for row in cells if row[0] != "Outcome report"] == told
    assert sum(row[4] == "hidden" for row in told) > 20


def test_small_numbers_are_hidden_until_they_are_asked_for(played):
    browser = signed_in(played["lead"])

    page = browser.get(url("outcome_report")).content.decode()
    shown = browser.get(url("outcome_report", small="shown")).content.decode()

    assert "hidden" in page
    assert ">1</a>" not in page
    assert ">2</a>" not in page
    assert ">1</a>" in shown


def test_only_leads_and_records_read_it(played):
    for person in (played["pro"], played["assistant"], UserFactory(admin=True), UserFactory(police=True), UserFactory(crown=True)):
        for name in ("outcome_report", "outcome_list", "take_outcomes"):
            assert signed_in(person).get(url(name, cell="charge.all")).status_code == 403
    assert signed_in(UserFactory(records=True)).get(url("outcome_report")).status_code == 200


def test_an_unknown_number_is_not_found_and_bad_days_are_said(played):
    browser = signed_in(played["lead"])

    assert browser.get(url("outcome_list", cell="nonsense")).status_code == 404
    assert browser.get(url("outcome_list")).context["cell"] == "charge.all"
    assert browser.get(url("outcome_report", since_day="40", since_month="1", since_year="2026")).status_code == 200
    wrong = {**day("since", date(2026, 3, 2)), **day("until", date(2026, 3, 1))}
    assert "The last day lies before the first one." in browser.get(url("outcome_report", **wrong)).content.decode()


def test_the_report_is_asked_in_a_constant_number_of_queries(played, django_assert_max_num_queries):
    browser = signed_in(played["lead"])
    asked = []
    for _round in range(2):
        for address in (url("outcome_report"), url("outcome_list", cell="charge.all"), url("outcome_list", cell="case.all")):
            browser.get(address)
            with django_assert_max_num_queries(60) as seen:
                browser.get(address)
            asked.append(len(seen))
        for _one in range(4):
            withdrawn(played)

    assert asked[:3] == asked[3:]


def test_this_fiscal_year_is_counted_until_other_days_are_asked_for(played):
    browser, today = signed_in(played["lead"]), clock.today()
    since, until = fiscal_year(today)

    page = browser.get(url("outcome_report", small="shown"))
    offered = [address for _period, address in page.context["periods"]]
    typed = {**day("since", today), **day("until", today)}

    assert (page.context["asked"].since, page.context["asked"].until) == (since, until)
    assert len(offered) == 6
    before, ever = browser.get(offered[1]), browser.get(offered[-1])
    assert before.context["asked"].until == since - timedelta(days=1)
    assert "small=shown" in offered[1]
    assert "period=" in before.context["take_url"]
    assert (ever.context["asked"].since, ever.context["asked"].until) == (None, None)
    assert browser.get(url("outcome_report", period="all", **typed)).context["asked"].since == today
    assert browser.get(url("outcome_list", cell="charge.all", period=str(since.year - 1))).context["total"] == 0


def test_a_list_is_paged_in_the_database(played):
    for _one in range(26):
        world = World(**{key: played[key] for key in ("lead", "pro", "assistant")})
        world.do("record_victim_view", proceeding=world.proceeding, exception="NOT_FOUND")
        world.do("withdraw_count", count=world.count, why=services.ReasonIn("NO_PROSPECT"), happened_on=clock.today())
    browser = signed_in(played["lead"])

    first = browser.get(url("outcome_list", cell="charge.withdrawn"))
    second = browser.get(url("outcome_list", cell="charge.withdrawn", page="2"))

    assert (first.context["total"], len(first.context["rows"]), len(second.context["rows"])) == (27, 25, 2)


# Taking it out


def take(browser, kind, outside, **asked):
    return browser.post(url("take_outcomes", **asked), {"kind": kind, "outside": outside})


def test_it_is_asked_first_whether_it_leaves_the_office(played):
    browser = signed_in(played["lead"])

    page = browser.get(url("take_outcomes")).content.decode()
    answer = browser.post(url("take_outcomes"), {"kind": "csv"})

    assert "Are you taking this out of the office?" in page
    assert answer.status_code == 422
    assert "Say whether it leaves the office." in answer.content.decode()
    assert not Event.objects.filter(verb="exported").exists()


def test_outside_small_numbers_are_hidden_whatever_the_page_showed(played, over):
    browser = signed_in(played["lead"])

    outside = b"".join(take(browser, "csv", "yes", small="shown", **over).streaming_content).decode()
    inside = b"".join(take(browser, "csv", "no", small="shown", **over).streaming_content).decode()

    assert "Withdrawn,Number,hidden" in outside
    assert "Withdrawn,Number,1" in inside


@pytest.mark.parametrize(
    "asked",
    [
        {"period": "all"},
        {"period": "2026"},
        {"period": "2025", "region": ["Central", "North"]},
        {**day("since", date(2025, 4, 1)), **day("until", date(2026, 2, 27))},
        {**day("since", date(2024, 4, 1)), **day("until", date(2026, 3, 31))},
    ],
    ids=["all time", "a year that runs", "two regions", "days of a year", "two years"],
)
def test_what_could_be_subtracted_from_another_report_does_not_leave(played, over, asked):
    browser = signed_in(played["lead"])

    answer = take(browser, "csv", "yes", **asked)

    assert answer.status_code == 422
    assert "choose April 2025 to March 2026, for instance" in answer.content.decode()
    assert take(browser, "csv", "no", **asked).status_code == 200
    assert not Event.objects.filter(verb="exported", body__contains='"outside"').exists()


def test_the_report_of_an_office_does_not_leave(played, over):
    office = Office.objects.get(name_en="Here")

    assert take(signed_in(played["lead"]), "csv", "yes", office=office.ref, **over).status_code == 422


def test_outside_a_region_hides_what_every_region_and_the_whole_hide(played, over):
    for _one in range(8):
        withdrawn(played, office=OfficeFactory(region="Central"))
    with clock.fixed(clock.now() + timedelta(days=400)):
        browser, asked = signed_in(played["lead"]), {"period": "2026"}
        central = b"".join(take(browser, "csv", "yes", region="Central", **asked).streaming_content).decode()
        north = b"".join(take(browser, "csv", "yes", region="North", **asked).streaming_content).decode()
        whole = b"".join(take(browser, "csv", "yes", **asked).streaming_content).decode()

    def hides(text):
        return {tuple(row[:4]) for row in csv.reader(StringIO(text)) if row[-1] == "hidden"}

    assert hides(whole) <= hides(central) == hides(north)
    assert "Withdrawn,Number,8" in whole


def test_a_list_stays_in_the_office(played, over):
    for _one in range(5):
        withdrawn(played, "EVIDENCE", "YES")
    browser = signed_in(played["lead"])

    inside = b"".join(take(browser, "csv", "no", cell="charge.withdrawn").streaming_content).decode()
    answer = take(browser, "csv", "yes", cell="charge.withdrawn", **over)

    assert "Alder" in inside
    assert "Avoidable" in inside
    assert answer.status_code == 422
    assert "A list stays in the office" in answer.content.decode()


def test_a_workbook_holds_numbers_and_no_formula(played):
    browser = signed_in(played["lead"])

    answer = take(browser, "xlsx", "no", small="shown")
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active

    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("Table", "Unit", "Line", "Column", "Value")
    assert ("Charges by outcome", "charges", "Withdrawn", "Number", 1) in rows
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_every_way_out_is_written_down(played, over):
    browser = signed_in(played["lead"])
    for kind in ("csv", "xlsx", "print"):
        assert take(browser, kind, "no").status_code == 200
        assert take(browser, kind, "yes", **over).status_code == 200

    events = [event.body for event in Event.objects.filter(verb__in=("exported", "printed")).order_by("pk")]
    assert len(events) == 6
    assert '"csv"' in events[0]
    assert '"inside"' in events[0]
    assert '"outside"' in events[1]
    assert '"report"' in events[1]

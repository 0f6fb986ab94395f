"""The outcome report: figures worked by hand, every number the length of its list, small ones hidden, and what is taken out."""

from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from caseload.outcomes import CELLS, SUMS, Asked, Report
from casetracker import services
from casetracker.models import Count
from casetracker.services import OutcomeIn, ReasonIn, ToldIn
from foundation import clock
from foundation.audit.models import Event
from tests.casetracker.pages import day, signed_in
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.casetracker import HYBRID, PROCURING, TRAFFICKING, World, accused_in, count_in, offence

JUDGE = "Justice Q. Rowan"


@pytest.fixture
def people(db, at):
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


@pytest.fixture
def played(people):
    """Some matters that ended: by hand the report of them is known."""
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
        "reason.DELAY": 0,  # no reason was typed with the stay
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


def test_a_charge_laid_again_counts_once(people):
    world = withdrawn(people)
    world.do(
        "charge_again",
        proceeding=world.proceeding,
        counts=world.counts(),
        information=services.InformationIn(number="4811-26-9", sworn_on=clock.today(), court=None),
    )

    assert report(people["lead"]).values["charge.all"] == 0
    assert Count.objects.last_generation().count() == 1


def test_days_and_places_narrow_every_number(played):
    lead, today, long_ago = played["lead"], clock.today(), date(2000, 1, 1)

    assert report(lead, since=today).values["charge.all"] == 8
    assert report(lead, until=long_ago).values["charge.all"] == 0
    assert report(lead, since=today + timedelta(days=1)).values["case.all"] == 0
    assert report(lead, regions=("Central",)).values["charge.all"] == 4
    assert report(lead, regions=("North",)).values["charge.all"] == 4


def test_time_to_disposition_is_the_median_and_the_ninetieth(people):
    for _one in range(6):
        convicted(people, PROCURING)
    sworn = Count.objects.first().document.sworn_on
    took = (clock.today() - sworn).days

    spans = report(people["lead"]).spans()

    assert [(one.number.value, one.median, one.ninetieth) for one in spans] == [(6, took, took), (6, took, took)]


def test_who_is_walled_off_a_file_counts_without_it(played):
    lead = played["lead"]
    before = report(lead).values["charge.all"]
    world = withdrawn(played)
    other_lead = UserFactory(lead=True)
    services.set_wall(case_file=world.file, user=other_lead, reason="Acted for the accused", by=lead, at=clock.now())

    assert report(lead).values["charge.all"] == before + 1
    assert report(other_lead).values["charge.all"] == before


# The pages


def url(name, **asked):
    query = "&".join(f"{key}={value}" for key, value in asked.items())
    return f"{reverse(name)}?{query}" if query else reverse(name)


def test_every_number_is_the_length_of_its_list(played):
    browser = signed_in(played["lead"])
    values = report(played["lead"]).values

    for code in CELLS:
        page = browser.get(url("outcome_list", cell=code, small="shown"))
        assert page.status_code == 200
        assert page.context["total"] == values[code], code
        assert len(page.context["rows"]) == min(values[code], 25), code


def test_small_numbers_are_hidden_until_they_are_asked_for(played):
    browser = signed_in(played["lead"])

    page = browser.get(url("outcome_report")).content.decode()
    shown = browser.get(url("outcome_report", small="shown")).content.decode()

    assert "hidden" in page
    assert ">1</a>" not in page
    assert ">2</a>" not in page
    assert ">1</a>" in shown


def test_the_rest_of_a_place_is_protected(people):
    here, there = OfficeFactory(region="Central"), OfficeFactory(region="North")
    for _one in range(6):
        withdrawn(people, office=here)
    withdrawn(people, office=there)

    whole = report(people["lead"], small_shown=False)
    central = report(people["lead"], small_shown=False, regions=("Central",))

    assert "charge.withdrawn" not in whole.hidden
    assert "charge.withdrawn" in central.hidden  # seven in all less six here would tell of the one there


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


def test_a_list_is_paged_in_the_database(played):
    for _one in range(26):
        world = World(**{key: played[key] for key in ("lead", "pro", "assistant")})
        world.do("record_victim_view", proceeding=world.proceeding, exception="NOT_FOUND")
        world.do("withdraw_count", count=world.count, reason_code="NO_PROSPECT", happened_on=clock.today())
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


def test_outside_small_numbers_are_hidden_whatever_the_page_showed(played):
    browser = signed_in(played["lead"])

    outside = b"".join(take(browser, "csv", "yes", small="shown").streaming_content).decode()
    inside = b"".join(take(browser, "csv", "no", small="shown").streaming_content).decode()

    assert "Withdrawn,Number,hidden" in outside
    assert "Withdrawn,Number,1" in inside


def test_a_list_leaves_without_what_tells_who_it_is_about(played):
    for _one in range(5):
        withdrawn(played, "EVIDENCE", "YES")
    browser = signed_in(played["lead"])

    outside = b"".join(take(browser, "csv", "yes", cell="charge.withdrawn").streaming_content).decode()
    inside = b"".join(take(browser, "csv", "no", cell="charge.withdrawn").streaming_content).decode()
    few = take(browser, "csv", "yes", cell="charge.acquitted")

    assert "Alder" in inside
    assert "Avoidable" in inside
    for word in ("Alder", "-HT-", "Avoidable"):
        assert word not in outside
    assert len(outside.strip().splitlines()) == 7
    assert few.status_code == 422
    assert "stays in the office" in few.content.decode()


def test_a_workbook_holds_numbers_and_no_formula(played):
    browser = signed_in(played["lead"])

    answer = take(browser, "xlsx", "no", small="shown")
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active

    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("Table", "Unit", "Line", "Column", "Value")
    assert ("Charges by outcome", "charges", "Withdrawn", "Number", 1) in rows
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_every_way_out_is_written_down(played):
    browser = signed_in(played["lead"])
    for kind in ("csv", "xlsx", "print"):
        assert take(browser, kind, "no").status_code == 200
        assert take(browser, kind, "yes", cell="charge.all").status_code == 200

    events = [event.body for event in Event.objects.filter(verb__in=("exported", "printed")).order_by("pk")]
    assert len(events) == 6
    assert '"csv"' in events[0]
    assert '"inside"' in events[0]
    assert '"outside"' in events[1]
    assert '"charge.all"' in events[1]

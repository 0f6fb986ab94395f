"""My work and My requests: computed from states and dates."""

from datetime import timedelta

import pytest
from django.urls import reverse

from caseload.recent import last_viewed
from caseload.work import OVERDUE, RISK, TODAY, TOMORROW, Task, work_of
from casetracker import services
from casetracker.models import Appearance
from foundation import clock
from foundation.audit.models import ReadLog
from tests.factories.accounts import UserFactory
from tests.factories.advice import AdviceRequestFactory
from tests.factories.casetracker import World


def refs(tasks):
    return {task.ref for task in tasks}


def test_a_prosecutor_finds_her_files_and_requests_and_nobody_elses(house, at):
    work = work_of(house.pro, clock.today())

    found = refs(work.now) | refs(work.waiting)
    assert {world.file.ref for world in house.mine} <= found
    assert house.requests[1].ref in found
    assert house.hers.file.ref not in found
    assert house.intake.ref not in found


def test_a_lead_finds_what_waits_for_a_lead(house):
    found = refs(work_of(house.lead, clock.today()).now)

    assert house.intake.ref in found
    assert house.requests[0].ref in found
    assert house.mine[0].file.ref not in found


def test_a_lead_is_asked_to_let_a_file_rest_in_which_nobody_can_be_moved_forward(house):
    world = house.mine[0]

    def asked():
        return [task.url for task in work_of(house.lead, clock.today()).now if task.url.endswith("/dormant/")]

    assert asked() == []
    for proceeding in world.proceedings:
        world.do("issue_warrant", proceeding=proceeding, kind="BENCH_597", issued_on=clock.today())

    assert asked() == [reverse("casetracker:make_dormant", kwargs={"ref": world.file.ref})]
    assert not [task for task in work_of(house.pro, clock.today()).now if task.url.endswith("/dormant/")]
    ahead = clock.today() + timedelta(days=30)
    world.do("make_dormant", by=house.lead, case_file=world.file, review_on=ahead, happened_on=clock.today())
    assert asked() == []


def test_a_past_day_in_court_without_a_result_is_overdue_until_the_result_is_recorded(house, at):
    world = house.mine[0]
    world.appearance(on=clock.today())
    tomorrow = at + timedelta(days=1)

    with clock.fixed(tomorrow):
        before = [task for task in work_of(house.pro, clock.today()).now if task.due == at.date()]
        day = Appearance.objects.get(file=world.file)
        services.record_result(appearance=day, result="HELD", by=house.pro, at=clock.now())
        after = [task for task in work_of(house.pro, clock.today()).now if task.due == at.date()]

    assert [task.rank(tomorrow.date())[0] for task in before] == [OVERDUE]
    assert before[0].url.endswith("/result/")
    assert after == []


def test_a_ceiling_within_ninety_days_is_a_risk(house, at):
    day = house.mine[0].proceeding.ceiling_on - timedelta(days=60)

    with clock.fixed(at + (day - at.date())):
        tasks = [task for task in work_of(house.pro, clock.today()).now if task.risk]

    assert house.mine[0].file.ref in refs(tasks)


def test_the_order_is_overdue_today_risk_tomorrow(at):
    today = at.date()

    def rank(days=None, risk=False):
        due = None if days is None else today + timedelta(days=days)
        return Task("what", "title", "ref", "/", "open", due, risk=risk).rank(today)[0]

    assert [rank(-1), rank(0), rank(40, risk=True), rank(1)] == [OVERDUE, TODAY, RISK, TOMORROW]
    assert rank(-3, risk=True) == OVERDUE


def test_an_asker_finds_what_waits_for_her_apart_from_what_she_waits_for(house):
    given = {"lead": house.lead, "adviser": house.pro, "reader": house.other, "asker": house.police}
    answered, needs = AdviceRequestFactory(delivered=True, **given), AdviceRequestFactory(needs_info=True, **given)

    work = work_of(house.police, clock.today())

    assert {answered.ref, needs.ref} <= refs(work.now)
    assert {request.ref for request in house.requests} <= refs(work.waiting)


@pytest.mark.parametrize("role", ["pro", "lead", "assistant", "crown", "police"])
def test_the_page_opens_for_everybody_in_both_languages(house, signed_in, role):
    client = signed_in(getattr(house, role))

    english, french = client.get("/en/"), client.get("/fr/")

    assert english.status_code == french.status_code == 200
    assert ("My requests" if role in ("crown", "police") else "My work") in english.content.decode()
    assert ("Mes demandes" if role in ("crown", "police") else "Mon travail") in french.content.decode()


@pytest.mark.parametrize("role, words", [("records", "History across files"), ("admin", "Case content is not open to you")])
def test_records_and_administration_are_shown_their_way(db, at, signed_in, role, words):
    page = signed_in(UserFactory(**{role: True})).get(reverse("home")).content.decode()

    assert words in page


def test_the_page_asks_the_same_number_of_questions_with_more_work(house, signed_in, django_assert_max_num_queries):
    client = signed_in(house.pro)
    client.get(reverse("home"))  # the first look is written down
    with django_assert_max_num_queries(60) as few:
        client.get(reverse("home"))
    for number in range(4):
        World(lead=house.lead, pro=house.pro, assistant=house.assistant, occurrence_number=f"25-5{number}")

    with django_assert_max_num_queries(len(few)):
        client.get(reverse("home"))


def test_where_more_stands_behind_what_was_read_the_page_says_so(house, signed_in, at, monkeypatch):
    for world in house.mine:
        world.appearance(on=clock.today())
    with clock.fixed(at + timedelta(days=1)):
        client = signed_in(house.pro)
        whole = client.get(reverse("home")).content.decode()
        every = work_of(house.pro, clock.today())
        monkeypatch.setattr("caseload.work.MOST", 1)
        found = work_of(house.pro, clock.today())
        page, tasks = client.get(reverse("home")).content.decode(), client.get(reverse("tasks")).content.decode()

    assert (every.more, every.at_least, "at least" in whole) == (False, frozenset(), False)
    assert (found.more, found.overdue < every.overdue, "overdue" in found.at_least) == (True, True, True)
    assert f"at least {found.overdue}" in page
    for said in (page, tasks):
        assert "there may be more than is listed here" in said
        assert reverse("casetracker:list") in said


def test_last_viewed_are_the_last_records_she_opened_and_may_still_see(house, at):
    for minute, file in enumerate([house.mine[0].file, house.mine[1].file, house.hers.file, house.mine[0].file]):
        ReadLog.objects.create(by=house.pro, label="casetracker.CaseFile", ref=file.ref, page="p", at=at + timedelta(minutes=minute))

    assert [seen.ref for seen in last_viewed(house.pro)] == [house.mine[0].file.ref, house.mine[1].file.ref]

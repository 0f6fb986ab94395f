"""Every address with a record behind it, asked for by everybody: who gets in, what is written, what answers carry (T01, T08, T09)."""

import pytest
from django.test import Client

from foundation.accounts.models import Office
from tests.access import ACCESS, PUBLIC
from tests.house.addresses import filled
from tests.house.crawling import LEFT_OUT, READERS, ROLE_OF, names
from tests.house.row_changes import beyond_reading, counted


@pytest.mark.parametrize("reader", READERS)
def test_no_address_breaks(crawl, reader):
    assert {name: status for name, status in crawl(reader).statuses.items() if status >= 500} == {}


@pytest.mark.parametrize("reader", ROLE_OF)
def test_a_role_is_kept_out_where_the_table_says_no(crawl, reader):
    statuses = crawl(reader).statuses
    inside = {
        name: status
        for name, status in statuses.items()
        if ACCESS[name] != PUBLIC and ROLE_OF[reader] not in ACCESS[name] and status not in (403, 404, 405)
    }

    assert inside == {}


def test_every_page_opens_for_somebody_the_table_lets_in(crawl):
    everybody = {reader: crawl(reader).statuses for reader in ROLE_OF}
    closed = {
        name: {reader: statuses[name] for reader, statuses in everybody.items()}
        for name in names()
        if name not in LEFT_OUT
        and not any(statuses[name] in (200, 204, 302, 405) for reader, statuses in everybody.items() if reader in ACCESS[name] | PUBLIC)
        and ACCESS[name] != PUBLIC
    }

    assert closed == {}


def test_a_visitor_is_kept_out_of_every_record(crawl):
    inside = {name: status for name, status in crawl("ANON").statuses.items() if ACCESS[name] != PUBLIC and status not in (302, 401, 404)}

    assert inside == {}


@pytest.mark.parametrize("reader", READERS)
def test_reading_writes_nothing_but_that_somebody_read(crawl, reader):
    assert crawl(reader).written == {}


@pytest.mark.parametrize("reader", READERS)
def test_every_answer_carries_what_keeps_a_browser_safe(crawl, reader):
    assert crawl(reader).bare == {}


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_taken_without_the_token_of_a_form(house, method):
    taken: dict[str, int] = {}
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
    browser.force_login(house.people["LEAD"])

    with counted() as changed:
        for name, places in names().items():
            status = getattr(browser, method)(filled(house, name, places)).status_code
            if status != 403:
                taken[name] = status
        written = beyond_reading(changed())

    assert taken == {}
    assert written == {}


def test_a_row_written_by_any_way_is_counted(house):
    """The count under the tests above sees what plain SQL, a bulk call and a change back do."""
    office, seen = Office.objects.earliest("pk"), {}

    with counted() as changed:
        for way, write in {
            "INSERT": lambda: Office.objects.bulk_create([Office(name_en="North", name_fr="Nord")]),
            "UPDATE": lambda: Office.objects.filter(pk=office.pk).update(name_en=office.name_en),
            "DELETE": lambda: Office.objects.filter(name_en="North").delete(),
        }.items():
            write()
            seen[way] = beyond_reading(changed())

    assert seen == {way: {("accounts_office", way): 1} for way in seen}

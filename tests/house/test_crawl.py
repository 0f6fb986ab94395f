"""Every address with a record behind it, asked for by everybody: who gets in, what is written, what answers carry (T01, T08, T09)."""

from dataclasses import dataclass, field
from functools import cache

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver

from foundation.accounts.models import Office
from tests.access import ACCESS, PUBLIC
from tests.house.addresses import filled
from tests.house.row_changes import beyond_reading, counted

READERS = ("ANON", "POL", "CRN", "PRO", "LEAD", "AST", "REC", "ADM")
ROLE_OF = {name: name for name in READERS if name != "ANON"}
# Signing out and in is what these addresses are for, and they end the walk.
LEFT_OUT = {"account_logout", "demo_sign_in", "casetracker:confirm_clock"}  # the last opens only once a count was replaced


@cache
def names() -> dict[str, tuple[str, ...]]:
    """Every name of the URL table, with the places in its address."""
    found = {}

    def walk(patterns, namespace, places):
        for pattern in patterns:
            inside = (*places, *pattern.pattern.converters)
            if isinstance(pattern, URLPattern):
                found[namespace + pattern.name] = inside
            else:
                walk(pattern.url_patterns, namespace + (f"{pattern.namespace}:" if pattern.namespace else ""), inside)

    walk(get_resolver().url_patterns, "", ())
    return found


@dataclass
class Crawl:
    """What one reader met behind every address."""

    statuses: dict[str, int] = field(default_factory=dict)
    written: dict[str, dict] = field(default_factory=dict)
    bare: dict[str, list[str]] = field(default_factory=dict)


def lacks(answer, signed_in: bool) -> list[str]:
    """Say which of the headers that every answer owes are missing or weak."""
    policy = {part.split()[0]: part.split()[1:] for part in answer.get("Content-Security-Policy", "").split(";") if part.strip()}
    is_paper = answer.get("Content-Disposition", "").startswith("attachment")
    wanted = {
        "default-src": policy.get("default-src") in (["'self'"], ["'none'"]),
        "no unsafe": not any("unsafe" in word or word == "*" for words in policy.values() for word in words),
        "object-src": is_paper or policy.get("object-src") == ["'none'"],
        "base-uri": is_paper or policy.get("base-uri") == ["'none'"],
        "frame-ancestors": is_paper or policy.get("frame-ancestors") == ["'none'"],
        "form-action": is_paper or policy.get("form-action") == ["'self'"],
        "nosniff": answer.get("X-Content-Type-Options") == "nosniff",
        "frames": answer.get("X-Frame-Options") == "DENY",
        "referrer": answer.get("Referrer-Policy") == "same-origin",
        "opener": answer.get("Cross-Origin-Opener-Policy") == "same-origin",
        "no-store": not signed_in or "no-store" in answer.get("Cache-Control", ""),
    }
    return [name for name, holds in wanted.items() if not holds]


@pytest.fixture(scope="package")
def crawls():
    """The crawls made so far, by reader."""
    return {}


@pytest.fixture
def crawl(house, visit, crawls):
    """Let a reader open every address of the product, once."""

    def as_(reader):
        if reader not in crawls:
            seen, person = Crawl(), house.people.get(reader)
            ask = visit(person)
            with counted() as changed:
                for name, places in names().items():
                    if name in LEFT_OUT:
                        continue
                    changed()
                    answer = ask.get(filled(house, name, places))
                    if answer.streaming:
                        b"".join(answer.streaming_content)
                    seen.statuses[name] = answer.status_code
                    if writes := beyond_reading(changed()):
                        seen.written[name] = writes
                    if missing := lacks(answer, person is not None):
                        seen.bare[name] = missing
            crawls[reader] = seen
        return crawls[reader]

    return as_


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

"""Reading is written down: every kind of view, by everybody who may open it, with who, what, when, from where and why (T34)."""

import pytest
from django.db import connection

from casetracker.models import FileNote, Participant
from foundation.audit.models import Event, ReadLog
from tests.access import ACCESS, PUBLIC
from tests.house.addresses import filled
from tests.house.conftest import MOMENT, undone
from tests.house.crawling import HERE, last_look, names

READERS = ("POL", "CRN", "PRO", "LEAD", "AST", "REC", "COVER")
# Pages of a person's own, of lists of the law or of the frame: nothing of a record stands on them.
NOT_OF_A_RECORD = {
    "account",
    "account_change_password",
    "account_reauthenticate",
    "mfa_activate_totp",
    "mfa_generate_recovery_codes",
    "mfa_deactivate_totp",
    "stay_signed_in",
    "set_language",
    "reassigned",  # as the next one: tests/caseload/test_lead.py
    "several_tasks_result",  # while the worker is at it the page names no file; once it ended it does: tests/caseload/test_tasks.py
    "precedents:offence",  # a section of the law, no record of anybody
    "account_logout",
    "demo_sign_in",
    "save_draft",
    "join",
}


@pytest.fixture
def people(house):
    """The readers; one of them covers the file of a colleague."""
    return {**house.people, "COVER": house.cover.user}


def kinds_of_view() -> list[str]:
    """Every address that names a record."""
    return sorted(name for name, places in names().items() if places and ACCESS[name] != PUBLIC and name not in NOT_OF_A_RECORD)


def test_every_view_of_a_record_is_written_down_with_who_what_when_from_where_and_why(house, people, crawl):
    seen, lacking = set(), []
    for reader in READERS:
        person, crawled = people[reader], crawl(reader)
        for name in kinds_of_view():
            if crawled.statuses.get(name) != 200:
                continue
            seen.add((name, reader))
            rows = crawled.looks[name]
            of_record = [row for row in rows if row.ref or row.page == name]
            complete = [
                row for row in of_record if row.by == person and row.label and row.page and row.at == MOMENT and row.address == HERE
            ]
            if not complete or len(complete) != len(of_record):
                lacking.append((reader, name, [(row.label, row.ref, row.page, row.address) for row in rows]))
            if reader == "COVER" and name.startswith("casetracker:") and not all(row.reason == house.cover.reason for row in of_record):
                lacking.append((reader, name, "no reason"))

    assert lacking == []
    assert len({name for name, _reader in seen}) >= 50
    assert {reader for _name, reader in seen} == set(READERS)


def test_printing_and_exporting_are_written_down_for_everybody_who_may(house, people, visit):
    for name, verb in (
        ("print_history", "printed"),
        ("export_history", "exported"),
        ("print_as_it_stood", "printed"),
        ("export_as_it_stood", "exported"),
    ):
        for reader in ("PRO", "LEAD", "AST", "REC", "COVER"):
            browser = visit(people[reader])
            with undone():
                last = Event.objects.latest("seq").seq
                address = filled(house, f"casetracker:{name}", names()[f"casetracker:{name}"]) + "?on=2026-03-03"
                answer = browser.post(address, REMOTE_ADDR=HERE)

                event = Event.objects.filter(seq__gt=last, verb=verb).select_related("act").get()
                assert answer.status_code == 200
                assert (event.act.by, event.ref, event.act.at) == (people[reader], house.file.ref, MOMENT)
                assert ReadLog.objects.filter(by=people[reader], page=f"casetracker:{name}", address=HERE).exists()


def test_a_search_that_shows_records_is_written_down_without_its_words(house, people, visit):
    browser = visit(people["LEAD"])
    with undone():
        last = last_look()
        answer = browser.get(filled(house, "search_results", names()["search_results"]), REMOTE_ADDR=HERE)

        assert answer.status_code == 200
        rows = list(ReadLog.objects.filter(pk__gt=last))
        assert [(row.by, row.label, row.address) for row in rows] == [(people["LEAD"], "search", HERE)]


def test_no_content_of_a_record_is_in_the_logs(crawl):
    secrets = {
        "Quill",
        "Robin",
        "416 555 0100",
        "privileged thought",
        "Morgan",
        "Alder",
        "Acted for the accused",
        "exploitation",
        "knowledge",
        *FileNote.objects.values_list("text", flat=True),
        *Participant.objects.values_list("family_name", flat=True),
    }
    looks = [row for reader in ("LEAD", "COVER") for rows in crawl(reader).looks.values() for row in rows]
    text = "\n".join("|".join((row.label, row.ref, row.page, row.address, row.reason)) for row in looks)
    with connection.cursor() as cursor:
        cursor.execute("SELECT verb, label, ref, body FROM audit_event")
        text += "\n".join("|".join(row) for row in cursor.fetchall())

    assert len(looks) > 100
    assert [secret for secret in sorted(secrets) if secret in text] == []

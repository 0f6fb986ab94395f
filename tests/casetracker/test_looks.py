"""Who looked at a file, printed from it or took something out of it (T34)."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from casetracker import looks
from foundation import clock
from foundation.audit.models import Event, ReadLog
from tests.casetracker.pages import at, signed_in
from tests.factories.accounts import UserFactory
from tests.factories.casetracker import World

pytestmark = pytest.mark.django_db


def lines(case_file, **asked) -> list[looks.Look]:
    return looks.Looks(case_file, looks.AskedLooks(**asked))[0:100]


@pytest.fixture
def looked(world, pro, assistant, lead):
    """Two people looked, one printed, one exported; one of them two days later."""
    victim = world.do("add_participant", case_file=world.file, kind="VICTIM", family_name="Quill")
    signed_in(pro).get(at("file", world.file))
    signed_in(pro).post(at("print_history", world.file), REMOTE_ADDR="203.0.113.7")
    with clock.fixed(clock.now() + timedelta(days=2)):
        signed_in(assistant).get(at("person", world.file, person=victim), REMOTE_ADDR="203.0.113.8")
        signed_in(assistant).post(at("export_history", world.file), REMOTE_ADDR="203.0.113.8")
    return world


def test_looks_prints_and_exports_stand_in_one_list_newest_first(looked, pro, assistant):
    found = lines(looked.file)

    assert [(line.kind, line.by.name, line.page or line.what) for line in found] == [
        ("export", assistant.name, ("history",)),
        ("look", assistant.name, "casetracker:person"),
        ("look", assistant.name, "casetracker:person"),
        ("print", pro.name, ("history",)),
        ("look", pro.name, "casetracker:file"),
    ]
    assert [line.address for line in found] == ["203.0.113.8", "203.0.113.8", "203.0.113.8", "203.0.113.7", "127.0.0.1"]


def test_filters(looked, pro, assistant):
    assert {line.by for line in lines(looked.file, person=pro.ref)} == {pro}
    assert [line.kind for line in lines(looked.file, kinds=("print",))] == ["print"]
    assert [line.kind for line in lines(looked.file, kinds=("print", "export"))] == ["export", "print"]
    assert {line.kind for line in lines(looked.file, kinds=("look",))} == {"look"}
    assert lines(looked.file, kinds=("paper",)) == []
    assert {line.by for line in lines(looked.file, since=date(2026, 3, 4))} == {assistant}
    assert {line.by for line in lines(looked.file, until=date(2026, 3, 3))} == {pro}


def test_the_page_says_who_when_what_from_where_and_why(looked, lead):
    colleague = UserFactory(name="Cora Covering")
    looked.do("take_cover", by=colleague, ref=looked.file.ref, reason="Her colleague fell ill this morning")
    signed_in(colleague).get(at("dates", looked.file), REMOTE_ADDR="203.0.113.9")

    page = signed_in(lead).get(at("who_looked", looked.file)).content.decode()

    for words in (
        "Cora Covering",
        "Her colleague fell ill this morning",
        "203.0.113.9",
        "Dates",
        "Printed: the history",
        "Exported: the history",
        "203.0.113.7",
        "Mar 3, 2026, 2:10",
    ):
        assert words in page, words


def test_nonsense_in_the_address_is_answered_beside_the_field(looked, lead):
    client = signed_in(lead)

    answer = client.get(at("who_looked", looked.file), {"person": "x", "kinds": "y", "since": "\0", "until_day": "31", "page": "-3"})

    assert answer.status_code == 200
    assert {"person", "kinds", "since", "until"} == set(answer.context["filters"].errors)


def test_another_file_is_not_in_the_list(looked, lead, pro, assistant):
    other = World(lead=lead, pro=pro, assistant=assistant)
    signed_in(pro).get(at("file", other.file))
    signed_in(pro).post(at("print_history", other.file))

    assert len(looks.Looks(looked.file)) == 5
    assert len(looks.Looks(other.file)) == 2


def test_pages_hold_every_look_once(looked, pro, lead):
    start = clock.now()
    for turn in range(50):
        with clock.fixed(start + timedelta(minutes=6 * turn)):
            signed_in(pro).get(at("dates", looked.file))
    client = signed_in(lead)

    pages = [client.get(at("who_looked", looked.file), {"page": page}).context["page"].object_list for page in (1, 2, 3)]

    together = [(look.at, look.by.pk, look.page) for page in pages for look in page]
    assert together == [(look.at, look.by.pk, look.page) for look in looks.Looks(looked.file)[0:100]][: len(together)]
    assert len(together) == 56


def test_at_one_instant_what_was_handed_out_stands_above_the_looks(looked, assistant):
    export = Event.objects.filter(verb="exported").latest("pk")
    ReadLog.objects.create(
        pk=export.pk + 1000, by=assistant, label="casetracker.CaseFile", ref=looked.file.ref, page="casetracker:file", at=export.act.at
    )

    assert [line.kind for line in lines(looked.file)] == ["export", "look", "look", "look", "print", "look"]


def test_queries_do_not_grow_with_the_looks(looked, pro, lead):
    client = signed_in(lead)

    def queries():
        client.get(at("who_looked", looked.file))
        with CaptureQueriesContext(connection) as caught:
            client.get(at("who_looked", looked.file))
        return len(caught)

    few = queries()
    start = datetime.fromisoformat("2026-01-01T00:00:00+00:00")
    ReadLog.objects.bulk_create(
        ReadLog(by=pro, label="casetracker.CaseFile", ref=looked.file.ref, page="casetracker:file", at=start + timedelta(minutes=n))
        for n in range(300)
    )

    assert queries() == few


@override_settings(PROXY_COUNT=1)
def test_behind_a_proxy_the_address_is_what_our_own_proxy_wrote(world, pro):
    signed_in(pro).get(at("file", world.file), REMOTE_ADDR="10.0.0.2", HTTP_X_FORWARDED_FOR="198.51.100.1, 203.0.113.77")

    assert ReadLog.objects.latest("pk").address == "203.0.113.77"


def test_without_a_proxy_of_ours_a_forwarded_address_is_not_believed(world, pro):
    signed_in(pro).get(at("file", world.file), REMOTE_ADDR="10.0.0.2", HTTP_X_FORWARDED_FOR="203.0.113.77")

    assert ReadLog.objects.latest("pk").address == "10.0.0.2"


def test_printing_twice_is_two_events(world, pro):
    client = signed_in(pro)

    client.post(at("print_history", world.file))
    client.post(at("print_history", world.file))

    assert Event.objects.filter(verb="printed").count() == 2

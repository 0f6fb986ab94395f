"""The file as it stood at the end of a day: against a snapshot taken that day, under today's rights and bans."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casetracker import as_it_stood, names, selectors, services, trail
from casetracker.models import Appearance, CaseFile, FileNote, Participant, Proceeding
from casetracker.views.accused import Track
from foundation import clock
from foundation.audit.models import Event, ReadLog
from foundation.law import catalogue
from tests.casetracker.pages import at, signed_in
from tests.factories.accounts import UserFactory
from tests.factories.casetracker import World, accused_in, again, count_in

pytestmark = pytest.mark.django_db

FIRST = date(2026, 3, 3)


def rows_now(case_file) -> dict:
    """Every row of the file as the tables hold it now, column by column."""
    found = {}
    for source in trail.sources():
        kept = [column.attname for column in source.columns]
        names_here = {column.attname for column in source.model._meta.concrete_fields}
        pks = source.past.objects.filter(source.where(case_file)).order_by().values("id")
        for row in source.model._default_manager.filter(pk__in=pks):
            found[source.label, row.pk] = {name: getattr(row, name) for name in kept if name in names_here}
    return found


def rows_then(case_file, day) -> dict:
    """Every row of the file as history rebuilds it."""
    stood = as_it_stood.as_it_stood(case_file, day)
    found = {}
    for source in trail.sources():
        kept = [column.attname for column in source.columns]
        for row in stood.of(source.model):
            found[source.label, row.pk] = {name: getattr(row, name) for name in kept}
    return found


def seen(proceedings, user, day) -> list:
    """What a page says of each accused and count."""
    return [
        (
            track.name,
            track.stage,
            track.situation,
            track.custody,
            track.counsel,
            track.election,
            str(track.next),
            [(line.citation, str(line.state), line.document, str(line.mode), line.complainant, line.period) for line in track.counts],
        )
        for track in (Track(proceeding, user, day) for proceeding in proceedings)
    ]


@pytest.fixture
def life(lead, pro, assistant, at):
    """Eleven days of a file with two accused, each day with the snapshot taken at its end."""
    snapshots = {}
    alder = accused_in("Alder", counts=[count_in(), count_in(("286.4", ""))])
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[alder, accused_in("Birch", counts=[count_in()])])
    first, second = world.proceedings

    def take():
        case_file = CaseFile.objects.get(pk=world.file.pk)
        snapshots[clock.today()] = (
            rows_now(case_file),
            seen(selectors.proceedings_of(case_file), lead, clock.today()),
            case_file.title,
            case_file.custody_count,
        )

    def day_1():
        world.appearance(first)
        world.do("add_participant", case_file=world.file, kind="COUNSEL", family_name="Osei", acts_for=first.accused)

    def day_2():
        world.do("set_custody", proceeding=again(second), custody="DETAINED")
        world.do("edit_theory", case_file=again(world.file), theory="One operation", resolution_position="")
        world.do("add_note", case_file=world.file, text="Ask for the logs.")

    def day_4():
        person = Participant.objects.get(pk=first.accused_id)
        world.do("edit_participant", participant=person, kind="ACCUSED", family_name="Aldous", given_name="Morgan")
        world.do("edit_theory", case_file=again(world.file), theory="Two operations", resolution_position="Trial")

    def day_5():
        world.do("issue_warrant", proceeding=again(second), kind="BENCH_597", issued_on=FIRST)

    def day_7():
        world.do("begin_intake", proceeding=again(first), happened_on=clock.today())
        world.do("grant_access", by=lead, case_file=world.file, to=UserFactory(), acting_as="COUNSEL")

    def day_8():
        appearance = Appearance.objects.filter(file=world.file).earliest("pk")
        world.do(
            "edit_appearance",
            appearance=appearance,
            version=appearance.version,
            purpose="FIRST",
            on=clock.today() + timedelta(days=30),
            at_time=None,
            courthouse=None,
            room="504",
        )

    def day_9():
        world.proceeding_on_counts(again(first))

    def day_10():
        for count in world.counts(first):
            world.do("withdraw_count", count=count, why=services.ReasonIn("NO_PROSPECT"), exception="NO_VICTIM", happened_on=clock.today())

    for number in range(12):
        with clock.fixed(clock.now() + timedelta(days=number)):
            if f"day_{number}" in locals():
                locals()[f"day_{number}"]()
            take()
    return world, snapshots


def test_each_day_of_a_life_stands_as_it_was_recorded_that_day(life, lead):
    world, snapshots = life
    case_file = again(world.file)

    for day, (rows, told, title, held) in snapshots.items():
        stood = as_it_stood.as_it_stood(case_file, day)

        assert rows_then(case_file, day) == rows, day
        assert seen(stood.of(Proceeding), lead, day) == told, day
        assert (stood.case_file.title, stood.case_file.custody_count) == (title, held), day
    assert len({str(snapshot) for snapshot in snapshots.values()}) == 9


def test_what_happened_before_and_was_recorded_later_is_not_in_it(life, lead):
    world, _snapshots = life

    before = as_it_stood.as_it_stood(again(world.file), FIRST + timedelta(days=4))
    after = as_it_stood.as_it_stood(again(world.file), FIRST + timedelta(days=5))

    assert [track.state for track in before.of(Proceeding)][1] == "CHARGED"
    assert [track.state for track in after.of(Proceeding)][1] == "WARRANT_OUT"


def test_the_end_of_a_day_is_midnight_in_toronto(world, lead):
    with clock.fixed(datetime.fromisoformat("2026-03-04T04:59:59+00:00")):
        world.do("add_note", case_file=world.file, text="Before midnight")
    with clock.fixed(datetime.fromisoformat("2026-03-04T05:00:00+00:00")):
        world.do("add_note", case_file=world.file, text="After midnight")

    notes = [note.text for note in as_it_stood.as_it_stood(world.file, FIRST).of(FileNote)]

    assert notes == ["Before midnight"]


def test_a_day_before_anything_was_on_record(world, lead):
    page = signed_in(lead).get(at("as_it_stood", world.file), {"on": "2026-03-02"}).content.decode()

    assert as_it_stood.as_it_stood(world.file, FIRST - timedelta(days=1)) is None
    assert "This file is on record from" in page


def test_the_page_shows_the_whole_file_of_the_day(life, lead):
    world, _snapshots = life
    with clock.fixed(clock.now() + timedelta(days=12)):
        page = signed_in(lead).get(at("as_it_stood", world.file), {"on": "2026-03-05"}).content.decode()
        later = signed_in(lead).get(at("as_it_stood", world.file), {"on": "2026-03-08"}).content.decode()

    for words in ("One operation", "Ask for the logs.", "Morgan Alder", "Detained by order", "Lead prosecutor", "Osei", "Who appears"):
        assert words in page, words
    assert "Two operations" not in page
    assert "Aldous" not in page.partition("<main")[2]
    assert "Morgan Aldous" in later
    assert "Warrant outstanding" in later


def test_the_database_of_today_is_not_asked_for_what_hangs_on_a_row(life, lead):
    world, _snapshots = life
    case_file = again(world.file)
    stood = as_it_stood.as_it_stood(case_file, FIRST + timedelta(days=6))
    seen(stood.of(Proceeding), lead, stood.day)  # rights and law are read once

    with CaptureQueriesContext(connection) as caught:
        seen(stood.of(Proceeding), lead, stood.day)

    assert [query["sql"] for query in caught if "casetracker_" in query["sql"]] == []


def test_queries_do_not_grow_with_the_file(lead, pro, assistant, at):
    def queries(number):
        accused = [accused_in(f"Alder{letter}", counts=[count_in(), count_in()]) for letter in "abcdefghij"[:number]]
        world = World(lead=lead, pro=pro, assistant=assistant, accused=accused)
        client, url = signed_in(lead), f"/en/cases/{world.file.ref}/history/as-it-stood/?on=2026-03-03"
        client.get(url)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url).status_code == 200
        return len(caught)

    assert queries(10) <= queries(1)


# Rights and bans are today's


def test_a_ban_of_today_hides_the_name_of_then(world, lead, later):
    with later(days=2):
        ban = catalogue.ban_by_code("CC:486.4@")
        world.do("add_ban", case_file=world.file, provision=ban, participant=world.proceeding.accused, made_on=clock.today())
        client = signed_in(lead)
        page = client.get(at("as_it_stood", world.file), {"on": "2026-03-03"}).content.decode()
        printed = client.post(at("print_as_it_stood", world.file) + "?on=2026-03-03").content.decode()
        text = b"".join(client.post(at("export_as_it_stood", world.file) + "?on=2026-03-03").streaming_content).decode()

    for shown in (page, printed, text):
        assert "M.A." in shown
        assert "Alder" not in shown
    assert "No publication ban was recorded." in page


def test_a_ban_that_ended_hides_no_name_of_then(world, lead, later):
    ban = world.do(
        "add_ban",
        case_file=world.file,
        provision=catalogue.ban_by_code("CC:486.4@"),
        participant=world.proceeding.accused,
        made_on=clock.today(),
    )
    with later(days=1):
        world.do("end_ban", ban=ban, version=ban.version, ended_on=clock.today())
        stood = as_it_stood.as_it_stood(again(world.file), FIRST)

    person = stood.of(Participant)[0]
    assert names.display_name(person, lead, names.PAGE) == "Morgan Alder"
    assert stood.of(type(ban))[0].ended_on is None


def test_victims_are_initials_and_contacts_are_nowhere(world, lead):
    world.do("add_participant", case_file=world.file, kind="VICTIM", family_name="Birchwood", given_name="Ana", phone="416 555 0101")
    client = signed_in(lead)

    page = client.get(at("as_it_stood", world.file), {"on": "2026-03-03"}).content.decode()
    text = b"".join(client.post(at("export_as_it_stood", world.file) + "?on=2026-03-03").streaming_content).decode()

    for shown in (page, text):
        assert "A.B." in shown
        assert "Birchwood" not in shown
        assert "555" not in shown


def test_each_reader_sees_what_she_may_see_today(lead, pro, assistant, later):
    world = World(lead=lead, pro=pro, assistant=assistant, decision="SHARED")
    world.do("add_note", case_file=world.file, text="Our own words")
    world.do("edit_theory", case_file=again(world.file), theory="Our own theory", resolution_position="")
    world.screened()
    crown = UserFactory(crown=True)
    with later(days=3):
        world.do("grant_access", by=lead, case_file=world.file, to=crown, acting_as="LOCAL_CROWN")
        pages = {person.name: signed_in(person).get(at("as_it_stood", world.file), {"on": "2026-03-03"}) for person in (lead, pro, crown)}
        text = b"".join(signed_in(crown).post(at("export_as_it_stood", world.file) + "?on=2026-03-03").streaming_content).decode()
        walled = UserFactory()
        world.do("grant_access", by=lead, case_file=world.file, to=walled, acting_as="COUNSEL")
        world.do("set_wall", by=lead, case_file=world.file, user=walled, reason="Acted for the accused")
        closed = signed_in(walled).get(at("as_it_stood", world.file), {"on": "2026-03-03"})

    shown = {name: answer.content.decode() for name, answer in pages.items()}
    assert [answer.status_code for answer in pages.values()] == [200, 200, 200]
    assert ("Access and walls" in shown[lead.name], "Access and walls" in shown[pro.name]) == (True, False)
    assert "Our own words" in shown[pro.name]
    for hidden in ("Our own", "Screening review", "Access and walls"):
        assert hidden not in shown[crown.name]
        assert hidden not in text
    assert closed.status_code == 404


def test_opening_printing_and_exporting_are_written_down(world, lead):
    client = signed_in(lead)

    client.get(at("as_it_stood", world.file), {"on": "2026-03-03"})
    client.post(at("print_as_it_stood", world.file) + "?on=2026-03-03")
    client.post(at("export_as_it_stood", world.file) + "?on=2026-03-03")

    assert ReadLog.objects.filter(page="casetracker:as_it_stood", ref=world.file.ref).count() == 1
    assert list(Event.objects.filter(verb__in=("printed", "exported")).order_by("seq").values_list("verb", flat=True)) == [
        "printed",
        "exported",
    ]


@pytest.mark.parametrize("asked", ["", "?on=2026-13-45", "?on=2099-01-01", "?on_day=x&on_month=&on_year=", "?on=%00"])
def test_a_day_that_is_none_is_answered_beside_the_field(world, lead, asked):
    client = signed_in(lead)

    shown = client.get(at("as_it_stood", world.file) + asked)
    printed = client.post(at("print_as_it_stood", world.file) + asked)

    assert shown.status_code == 200
    assert bool(shown.context["form"].errors) == bool(asked)
    assert printed.status_code == 302
    assert not Event.objects.filter(verb="printed").exists()

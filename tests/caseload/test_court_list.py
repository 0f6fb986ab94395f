"""The court list: whose days, how much of them each reader sees, two places at once, nobody there, the day's results, its papers."""

import re
from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from caseload import absences, carry, court
from caseload.court import Sitting, clashes
from caseload.models import Absence
from casetracker.models import Appearance
from foundation import clock
from foundation.audit.models import Event, ReadLog
from foundation.law import catalogue
from foundation.records import Refusal
from tests.casetracker.pages import day, hidden, problems, send, signed_in
from tests.casetracker.state_of_things import nothing_changes
from tests.factories.accounts import UserFactory
from tests.factories.casetracker import World, accused_in, again

TODAY = date(2026, 3, 3)


@pytest.fixture
def lead(db, at):
    return UserFactory(lead=True, name="Lee Lead")


@pytest.fixture
def pro(db, at):
    return UserFactory(name="Petra Pro")


@pytest.fixture
def worlds(lead, pro):
    """Make a carried file of a prosecutor with a day in court."""
    assistant = UserFactory(assistant=True)

    def make(name="Alder", *, by=None, on=TODAY, at_time=time(10), house="TORONTO_OCJ", room="104", purpose="SET_DATE"):
        world = World(lead=lead, pro=by or pro, assistant=assistant, accused=[accused_in(name)])
        courthouse = catalogue.courthouse(house) if house else None
        words = {"on": on, "at_time": at_time, "courthouse": courthouse, "room": room, "purpose": purpose}
        world.day = world.do("add_appearance", case_file=world.file, proceedings=world.proceedings, **words)
        return world

    return make


def page(user, **asked) -> str:
    answer = signed_in(user).get(reverse("court_list"), asked)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode().replace("\xa0", " "))


# Who sees what


def test_my_list_has_the_files_i_am_on_by_day(worlds, pro):
    mine = worlds(on=TODAY)
    worlds("Birch", on=TODAY + timedelta(days=1), room="201")
    of_colleague = worlds("Cedar", by=UserFactory())

    words = page(pro)

    assert words.index("Tuesday, March 3, 2026") < words.index("Wednesday, March 4, 2026")
    assert mine.file.ref in words
    assert of_colleague.file.ref not in words
    assert "10:00 a.m." in words


def test_a_prosecutor_sees_of_the_team_initials_court_and_time_and_can_cover(worlds, pro):
    theirs = worlds("Cedarwood", by=UserFactory(name="Olga Off"), purpose="BAIL")

    words = page(pro, scope="team")

    assert theirs.file.ref in words
    assert "M.C." in words
    assert f"{reverse('casetracker:take_cover')}?file={theirs.file.ref}" in words
    for hidden_word in ("Cedarwood", "Bail hearing", "Olga Off", theirs.file.get_absolute_url()):
        assert hidden_word not in words


def test_a_wall_takes_a_file_off_every_list_at_once(worlds, lead, pro):
    world = worlds("Cedar", by=UserFactory())
    reader = UserFactory()
    assert world.file.ref in page(reader, scope="team")

    world.do("set_wall", by=lead, case_file=world.file, user=reader, reason="Acted for the accused")
    world.do("set_wall", by=lead, case_file=world.file, user=world.pro, reason="Family")

    assert world.file.ref not in page(reader, scope="team")
    assert world.file.ref not in page(world.pro)
    assert world.file.ref not in page(world.pro, scope="team")


def test_a_lead_sees_the_teams_list_and_that_of_one_person(worlds, lead, pro):
    mine, theirs = worlds("Alder"), worlds("Cedar", by=UserFactory(name="Olga Off"))

    assert mine.file.ref in page(lead, scope="team")
    only = page(lead, scope="team", person=theirs.pro.ref)

    assert theirs.file.ref in only
    assert mine.file.ref not in only


@pytest.mark.parametrize("trait", ["police", "crown", "admin"])
def test_nobody_else_has_a_court_list(db, at, trait):
    client = signed_in(UserFactory(**{trait: True}))

    for name in ("court_list", "court_results", "absences", "calendar"):
        assert client.get(reverse(name)).status_code == 403
    for name in ("day_sheet", "morning_page"):
        assert client.post(reverse(name)).status_code == 403


def test_the_zone_is_said_where_the_clock_is_another(worlds, pro):
    worlds(house="KENORA")

    assert "10:00 a.m. (Central Time)" in page(pro)


def test_wrong_days_are_said_and_the_list_still_stands(worlds, pro):
    world = worlds()
    client = signed_in(pro)

    answer = client.get(reverse("court_list"), {"since": "2026-03-09", "until": "2026-03-02", "person": "x", "scope": "nobody"})
    assert "The last day lies before the first one." in answer.content.decode()
    answer = client.get(reverse("court_list"), {"since": "2026-03-03", "until": "2027-03-02"})
    assert "Choose 92 days at most." in answer.content.decode()
    assert world.file.ref in client.get(reverse("court_list"), {"page": "77"}).content.decode()


def test_queries_do_not_grow_with_the_list(worlds, lead):
    def count():
        client = signed_in(lead)
        client.get(reverse("court_list"), {"scope": "team"})
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get(reverse("court_list"), {"scope": "team"}).status_code == 200
        return len(found)

    worlds("Alder", room="1")
    few = count()
    for number in range(12):
        worlds(f"Birch{number}", room=str(number), on=TODAY + timedelta(days=number % 3))

    assert count() == few


def test_a_long_list_is_cut_into_pages_by_the_database(worlds, pro):
    world = worlds()
    for number in range(55):
        world.do(
            "add_appearance",
            case_file=world.file,
            proceedings=world.proceedings,
            on=TODAY + timedelta(days=1 + number % 5),
            purpose="OTHER",
            room=f"R{number}",
        )

    words = page(pro)

    assert "56 days in court" in words
    assert words.count("<td") == 25 * 6
    assert "page=2" in words


# Two places at once


def sitting(pk, at_time, *, on=TODAY, zone="America/Toronto", house="A", city="Toronto", room="1", purpose="SET_DATE"):
    return Sitting(pk, on, at_time and time.fromisoformat(at_time), zone, house, city, room, purpose, f"F{pk}", house)


@pytest.mark.parametrize(
    ("one", "other", "meets"),
    [
        (sitting(1, "10:00"), sitting(2, "10:00"), False),  # one list in one room
        (sitting(1, "10:00"), sitting(2, "10:30", room="2"), True),
        (sitting(1, "10:00"), sitting(2, "11:00", room="2"), False),
        (sitting(1, "10:00"), sitting(2, None, room="2"), True),  # nobody knows when
        (sitting(1, "10:00"), sitting(2, "15:00", house="K", city="Kenora", zone="America/Winnipeg"), True),  # two cities
        (sitting(1, "10:30"), sitting(2, "10:00", house="B", zone="America/Winnipeg"), True),  # 11:00 in Toronto
        (sitting(1, "10:00"), sitting(2, "10:00", house="B", zone="America/Winnipeg"), False),  # an hour later
        (sitting(1, "10:00", purpose="TRIAL"), sitting(2, "16:00", room="2"), True),
        (sitting(1, "10:00"), sitting(2, "10:00", room="2", on=TODAY + timedelta(days=1)), False),
    ],
)
def test_when_two_days_in_court_meet(one, other, meets):
    assert one.meets(other) == other.meets(one) == meets
    assert bool(clashes({7: [one, other]}).get(1)) == meets


def test_a_double_booking_is_said_on_both_lines(worlds, pro):
    first, second = worlds("Alder"), worlds("Birch", house="KENORA", room="3", at_time=time(14))

    words = page(pro)

    assert f"Petra Pro is also expected in Kenora courthouse, room 3 at 2:00 p.m. (Central Time) ({second.file.ref})." in words
    assert f"Petra Pro is also expected in Ontario Court of Justice, Toronto, room 104 at 10:00 a.m. ({first.file.ref})." in words


def named(world, person, **words):
    appearance = again(world.day)
    place = {"courthouse": appearance.courthouse, "at_time": appearance.time, "room": appearance.room}
    return world.do("edit_appearance", appearance=appearance, on=appearance.on, purpose="SET_DATE", goes=person, **place, **words)


def test_who_is_named_goes_and_is_booked_and_nobody_else(worlds, lead, pro):
    first, second = worlds("Alder"), worlds("Birch", house="KENORA", room="3", at_time=time(14))
    other = UserFactory(name="Olga Off")
    second.do("assign", by=lead, case_file=second.file, to=other, acting_as="COUNSEL", reason="Help")
    assert "Petra Pro is also expected" in page(lead, scope="team")

    named(second, other)

    words = page(lead, scope="team")
    assert "also expected" not in words
    assert "Olga Off goes" in words
    assert second.file.ref in page(lead, scope="team", person=other.ref)
    assert second.file.ref not in page(lead, scope="team", person=pro.ref)
    assert first.file.ref in page(lead, scope="team", person=pro.ref)
    assert second.file.ref in page(pro)  # it stays a day of her file
    absences.add_absence(from_on=TODAY, to_on=TODAY, by=other, at=clock.now())
    assert "Olga Off is away until March 3, 2026; also on the file: Petra Pro." in page(lead, scope="team")


def test_who_left_the_file_goes_nowhere_and_whoever_leads_it_goes_again(worlds, lead, pro):
    world, other = worlds(), UserFactory(name="Olga Off")
    world.do("assign", by=lead, case_file=world.file, to=other, acting_as="COUNSEL", reason="Help")
    named(world, other)
    world.do("set_wall", by=lead, case_file=world.file, user=other, reason="Family")

    words = page(lead, scope="team")

    assert "Olga Off" not in words.partition("<tbody>")[2]
    assert world.file.ref in page(lead, scope="team", person=pro.ref)
    named(world, again(world.day).goes, minutes=45)  # another change does not ask about her
    assert again(world.day).minutes == 45


def test_only_counsel_on_the_file_is_named_and_for_a_time_that_a_day_has(worlds, pro):
    world = worlds()

    with nothing_changes(), pytest.raises(Refusal, match="Choose counsel on this file"):
        named(world, UserFactory())
    for minutes in (0, 601):
        with nothing_changes(), pytest.raises(Refusal, match="from 1 to 600"):
            named(world, pro, minutes=minutes)


def test_who_goes_is_named_on_the_page_of_the_day_and_mistakes_are_said_there(worlds, lead, pro):
    world, other = worlds(), UserFactory(name="Olga Off")
    world.do("assign", by=lead, case_file=world.file, to=other, acting_as="COUNSEL", reason="Help")
    client, url = signed_in(pro), reverse("casetracker:edit_appearance", kwargs={"ref": world.file.ref, "appearance": world.day.ref})
    whole = {"purpose": "SET_DATE", "at_time": "10:00", "room": "104", "goes": other.ref, **day("on", TODAY)}

    for minutes, sentence in (("0", "from 1 to 600"), ("x", "write it in figures"), ("601", "from 0 to 600")):
        wrong = send(client, url, **whole, minutes=minutes)
        assert any(sentence in problem for problem in problems(wrong))
        assert f'value="{minutes}"' in wrong.content.decode()
    stranger = send(client, url, **{**whole, "goes": UserFactory().ref}, minutes="")
    assert stranger.status_code == 422
    assert again(world.day).goes is None

    assert send(client, url, **whole, minutes="90").status_code == 302
    assert (again(world.day).goes, again(world.day).minutes) == (other, 90)
    page_of_dates = client.get(reverse("casetracker:dates", kwargs={"ref": world.file.ref})).content.decode()
    assert "Who goes: Olga Off" in page_of_dates
    assert "Estimate: 90 minutes" in page_of_dates


def test_a_day_that_still_sits_is_a_double_booking(worlds, lead, pro):
    first, second = worlds("Alder"), worlds("Birch", room="201", at_time=time(12))
    assert "also expected" not in page(lead, scope="team")

    named(first, pro, minutes=180)

    words = page(lead, scope="team")
    assert f"Petra Pro is also expected in Ontario Court of Justice, Toronto, room 201 at 12:00 p.m. ({second.file.ref})" in words


def test_every_purpose_has_a_usual_length():
    lengths = court.usual_lengths()

    assert set(lengths) == set(Appearance.Purpose.values)
    assert all(0 < minutes <= 600 for minutes in lengths.values())
    assert court.length_of(Appearance(purpose="BAIL")) == timedelta(minutes=lengths["BAIL"])
    assert court.length_of(Appearance(purpose="BAIL", minutes=5)) == timedelta(minutes=5)


def test_a_double_booking_never_tells_of_a_walled_file(worlds, lead, pro):
    seen, walled = worlds("Alder"), worlds("Birch", house="KENORA")
    walled.do("set_wall", by=UserFactory(lead=True), case_file=walled.file, user=lead, reason="Family")

    words = page(lead, scope="team")

    assert seen.file.ref in words
    assert "also expected" not in words
    assert walled.file.ref not in words


# Away


def test_who_is_away_is_said_and_whether_somebody_else_is_there(worlds, lead, pro):
    world = worlds(on=TODAY + timedelta(days=2))
    absences.add_absence(from_on=TODAY + timedelta(days=1), to_on=TODAY + timedelta(days=3), by=pro, at=clock.now())

    assert "Petra Pro is away until March 6, 2026, and no other counsel on the file is there." in page(lead, scope="team")
    other = UserFactory(name="Olga Off")
    world.do("assign", by=lead, case_file=world.file, to=other, acting_as="COUNSEL", reason="Help")
    assert "Petra Pro is away until March 6, 2026; also on the file: Olga Off." in page(lead, scope="team")
    absences.add_absence(from_on=TODAY + timedelta(days=2), to_on=TODAY + timedelta(days=2), by=other, at=clock.now())
    assert "no other counsel on the file is there" in page(lead, scope="team")


def test_bad_absences_are_refused_each_with_its_sentence(pro):
    def say(first, last, by=pro):
        return absences.add_absence(from_on=TODAY + timedelta(days=first), to_on=TODAY + timedelta(days=last), by=by, at=clock.now())

    say(5, 9)
    for first, last, sentence in ((3, 2, "before the first"), (-9, -2, "over already"), (0, 900, "two years"), (9, 12, "already said")):
        with nothing_changes(), pytest.raises(Refusal, match=sentence):
            say(first, last)
    with nothing_changes(), pytest.raises(PermissionDenied):
        say(1, 2, by=UserFactory(police=True))


def test_an_absence_is_said_ended_and_taken_back_on_its_pages(pro, at):
    client = signed_in(pro)
    url = reverse("absences")
    answer = client.post(url, {**hidden(client.get(url)), **day("from_on", TODAY - timedelta(days=1)), **day("to_on", TODAY)})
    assert answer.status_code == 302
    running = Absence.objects.get()

    end = reverse("end_absence", kwargs={"ref": running.ref})
    assert client.post(end, hidden(client.get(end))).status_code == 302
    assert again(running).to_on == TODAY - timedelta(days=1)

    coming = absences.add_absence(from_on=TODAY + timedelta(days=4), to_on=TODAY + timedelta(days=5), by=pro, at=clock.now())
    with nothing_changes(), pytest.raises(PermissionDenied):
        absences.end_absence(absence=coming, by=UserFactory(), at=clock.now())
    assert signed_in(UserFactory()).get(reverse("end_absence", kwargs={"ref": coming.ref})).status_code == 404
    absences.end_absence(absence=coming, by=pro, at=clock.now(), version=coming.version)
    assert again(coming).withdrawn_at == clock.now()
    with nothing_changes(), pytest.raises(Refusal, match="over already"):
        absences.end_absence(absence=coming, by=pro, at=clock.now())


# The results of a day


def rows_of(*worlds, **typed) -> dict:
    found = {"day": TODAY.isoformat(), "key": "k" * 32}
    for world in worlds:
        found |= {f"{world.day.ref}-version": world.day.version}
        found |= {f"{world.day.ref}-{name}": value for name, value in typed.get(world.proceeding.accused.family_name, {}).items()}
    return found


def test_the_results_of_a_day_are_recorded_row_by_row(worlds, pro):
    done, empty, wrong, meanwhile = (worlds(name, room=name) for name in ("Alder", "Birch", "Cedar", "Dogwood"))
    client = signed_in(pro)
    url = f"{reverse('court_results')}?day={TODAY}"
    assert [row.line.appearance for row in client.get(url).context["rows"]] == [one.day for one in (done, empty, wrong, meanwhile)]
    meanwhile.do("record_result", appearance=meanwhile.day, result="NOT_REACHED")
    sent = rows_of(
        done,
        empty,
        wrong,
        meanwhile,
        Alder={"result": "HELD", **day("next_on", TODAY + timedelta(days=7))},
        Cedar={"result": "ADJOURNED", "result_note": "Counsel <ill>"},
        Dogwood={"result": "HELD", "result_note": "Mine"},
    )

    answer = client.post(url, sent)

    assert answer.status_code == 422
    assert [one.outcome for one in answer.context["done"]] == ["done", "skipped", "failed", "failed"]
    assert [again(one.day).result for one in (done, empty, wrong, meanwhile)] == ["HELD", "", "", "NOT_REACHED"]
    assert again(done.day).next.on == TODAY + timedelta(days=7)
    words = answer.content.decode()
    assert "Counsel &lt;ill&gt;" in words
    assert "Mine" in words
    assert "Say who asked to adjourn." in words
    assert "The result of this day is recorded: Not reached" in words
    acts = Event.objects.filter(act__kind="record_result").values_list("act_id", flat=True).distinct()
    assert acts.count() == 2

    sent_twice = client.post(url, sent)
    assert [one.outcome for one in sent_twice.context["done"]] == ["done", "skipped", "failed", "failed"]
    assert Appearance.objects.filter(file=done.file).count() == 2


def test_a_row_of_somebody_elses_file_is_not_taken(worlds, pro):
    mine, theirs = worlds("Alder"), worlds("Cedar", by=UserFactory())
    client = signed_in(pro)
    url = f"{reverse('court_results')}?day={TODAY}&scope=team"

    assert theirs.file.ref not in client.get(url).content.decode()
    answer = client.post(url, {**rows_of(mine, theirs, Alder={"result": "HELD"}, Cedar={"result": "HELD"}), "scope": "team"})

    assert [one.line.appearance for one in answer.context["done"]] == [mine.day]
    assert again(theirs.day).result == ""


# Papers


def test_the_day_sheet_is_printed_by_a_post_and_written_down(worlds, pro):
    world = worlds()
    worlds("Cedar", by=UserFactory())
    client = signed_in(pro)
    assert client.get(reverse("day_sheet"), {"day": TODAY.isoformat()}).status_code == 302
    with nothing_changes():
        client.get(reverse("day_sheet"))

    answer = client.post(reverse("day_sheet"), {"day": TODAY.isoformat(), "scope": "team"})

    words = answer.content.decode()
    assert words.count("sheet-room") == 1
    assert "Morgan Alder, Charged" in words
    assert "Cedar" not in words
    event = Event.objects.get(verb="printed")
    assert (event.ref, event.act.by) == (world.file.ref, pro)
    assert ReadLog.objects.filter(by=pro, page="day_sheet").exists()
    looked = signed_in(world.lead).get(reverse("casetracker:who_looked", kwargs={"ref": world.file.ref})).content.decode()
    assert "Printed: its lines on the day sheet" in looked


def test_the_morning_page_stands_alone_and_names_nobody(worlds, pro):
    world = worlds("Cedarwood", on=TODAY)
    world.do("add_note", case_file=world.file, text="Ask for the transcript of the bail hearing.\nCedarwood called twice.")
    client = signed_in(pro)

    answer = client.post(reverse("morning_page"), {"day": TODAY.isoformat()})

    words = answer.content.decode()
    assert answer["Content-Disposition"] == 'attachment; filename="court-2026-03-03.html"'
    assert re.findall(r"""(?:src|href|action)\s*=|<script|<link|@import|url\(|https?:""", words) == []
    assert "M.C." in words
    assert world.file.ref in words
    assert "Cedarwood" not in words
    assert "Morgan" not in words
    assert "Ask for the transcript of the bail hearing." in words
    assert "called twice" not in words
    assert words.count("<ol><li>") == 1
    assert len(re.findall(r"<li>[^<]*\?</li>", words)) == 3
    assert "Screening needed" in words
    assert Event.objects.get(verb="exported").ref == world.file.ref


@pytest.mark.parametrize(
    ("line", "carried"),
    [
        ("Ask for the transcript of the bail hearing", True),
        ("Call counsel before Friday about s. 279.01(1)(b)", True),
        ("Demander la transcription avant vendredi", True),
        ("cedarwood called", False),  # a name of the file, however written
        ("CÉDARWOOD called", False),
        ("Spoke with Robin", False),  # no name of the file, but it looks like one
        ("Robin spoke", False),
        ("victim lives at 12 Elm", False),
        ("phone 416 555 0100", False),
        ("write to r@example.invalid", False),
        ("occurrence 26/777", False),
        ("McCallum wants a date", False),
    ],
)
def test_a_line_is_carried_only_where_it_can_hold_no_name(line, carried):
    assert carry.holds_no_name(line, frozenset({"cedarwood", "morgan"})) == carried


def test_a_note_that_may_hold_a_name_is_kept_back_and_said_so(worlds, pro):
    world = worlds()
    world.do("add_note", case_file=world.file, text="Robin is afraid")

    words = signed_in(pro).post(reverse("morning_page"), {"day": TODAY.isoformat()}).content.decode()

    assert "Robin" not in words
    assert "kept back, it may hold a name" in words


def test_papers_of_a_day_take_a_number_of_queries_that_does_not_grow(worlds, lead):
    def count(name):
        client = signed_in(lead)
        client.post(reverse(name), {"day": TODAY.isoformat(), "scope": "team"})
        with CaptureQueriesContext(connection) as found:
            assert client.post(reverse(name), {"day": TODAY.isoformat(), "scope": "team"}).status_code == 200
        return len(found)

    def count_all(files):
        for number in range(Appearance.objects.count(), files):
            worlds(f"Birch{number}", room=str(number))
        return {name: count(name) for name in ("day_sheet", "morning_page")}

    assert count_all(2) == count_all(20)

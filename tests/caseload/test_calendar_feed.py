"""The secret calendar: made and shown once, revoked, by initials only, in the courthouse's zone; what is lost is gone from it at once."""

import logging
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.test import Client
from django.urls import reverse

from caseload import feeds
from caseload.models import CalendarFeed
from config.logs import JsonLine
from foundation import clock
from foundation.accounts import services as accounts
from foundation.audit.models import Event, ReadLog
from foundation.law import catalogue
from tests.casetracker.pages import hidden, signed_in
from tests.factories.accounts import UserFactory
from tests.factories.casetracker import World, accused_in

ON = date(2026, 3, 10)


@pytest.fixture
def pro(db, at):
    return UserFactory(name="Petra Pro")


@pytest.fixture
def world(pro):
    return World(lead=UserFactory(lead=True), pro=pro, assistant=UserFactory(assistant=True), accused=[accused_in("Cedarwood")])


def add(world, house, at_time=time(10), on=ON):
    place = {"courthouse": catalogue.courthouse(house) if house else None, "at_time": at_time, "room": "3"}
    return world.do("add_appearance", case_file=world.file, proceedings=world.proceedings, on=on, purpose="BAIL", **place)


def fetch(token: str, **how):
    return Client().get(reverse("calendar_feed", kwargs={"token": token}), **how)


def events(token: str) -> list:
    answer = fetch(token)
    assert answer.status_code == 200
    return list(icalendar.Calendar.from_ical(answer.content).walk("VEVENT"))


def test_the_address_is_made_by_its_page_and_shown_once(pro):
    client, url = signed_in(pro), reverse("calendar")
    form = hidden(client.get(url))

    made = client.post(url, form)

    address = made.context["address"]
    token = address.rpartition("/")[2].removesuffix(".ics")
    assert fetch(token)["Content-Type"] == "text/calendar; charset=utf-8"
    assert token not in client.get(url).content.decode()
    assert not CalendarFeed.objects.filter(digest__contains=token).exists()
    assert client.post(url, form).status_code == 302  # sent twice: made once, and not shown again
    assert CalendarFeed.objects.count() == 1
    assert Event.objects.filter(verb="made_calendar_feed").count() == 1


def test_a_new_address_stops_the_old_one_and_revoking_stops_it_too(pro):
    old = feeds.make_feed(by=pro, at=clock.now())
    new = feeds.make_feed(by=pro, at=clock.now())
    assert (fetch(old).status_code, fetch(new).status_code) == (404, 200)

    client, url = signed_in(pro), reverse("revoke_calendar")
    assert client.post(url, hidden(client.get(url))).status_code == 302

    assert fetch(new).status_code == fetch("x" * 43).status_code == 404
    answer = client.post(url, hidden(client.get(url)))
    assert "You have no calendar address." in answer.content.decode()


def test_zones_are_those_of_the_courthouses(world, pro):
    for house in ("TORONTO_OCJ", "KENORA", "ATIKOKAN"):
        add(world, house)
        add(world, house, on=date(2026, 12, 7))
    token = feeds.make_feed(by=pro, at=clock.now())

    calendar = icalendar.Calendar.from_ical(fetch(token).content)

    wanted = {"America/Toronto": (-4, -5), "America/Winnipeg": (-5, -6), "America/Atikokan": (-5, -5)}  # summer, winter
    assert {str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")} == set(wanted)
    starts = [event["DTSTART"] for event in calendar.walk("VEVENT")]
    for zone, hours in wanted.items():
        hers = sorted((one.dt for one in starts if one.params["TZID"] == zone), key=str)
        assert [one.utcoffset() for one in hers] == [timedelta(hours=hour) for hour in hours]
        assert {one.time() for one in hers} == {time(10)}
        own = next(part for part in calendar.walk("VTIMEZONE") if part["TZID"] == zone).to_tz()  # what a program without zones computes
        for one in hers:
            there = one.replace(tzinfo=ZoneInfo(zone)).utcoffset()
            assert one.replace(tzinfo=own).utcoffset() == there


def test_it_holds_initials_number_court_time_and_purpose_and_nothing_else(world, pro):
    appearance = add(world, "KENORA")
    add(world, "", at_time=None)
    token = feeds.make_feed(by=pro, at=clock.now())

    shown = {str(event["UID"]): event for event in events(token)}

    one = shown[f"{appearance.ref}@crown-casebook.invalid"]
    assert str(one["SUMMARY"]) == f"M.C. · Bail hearing · {world.file.ref}"
    assert str(one["LOCATION"]) == "Kenora courthouse, room 3"
    assert {type(event["DTSTART"].dt) for event in shown.values()} >= {date}
    text = fetch(token).content.decode()
    assert "Cedarwood" not in text
    assert "Morgan" not in text


def test_a_day_ends_by_its_estimate_or_by_the_usual_length_of_its_purpose(world, pro):
    add(world, "KENORA")
    world.do("add_appearance", case_file=world.file, proceedings=world.proceedings, on=ON, at_time=time(14), purpose="MOTION", minutes=45)
    add(world, "", at_time=None)

    shown = events(feeds.make_feed(by=pro, at=clock.now()))

    lengths = sorted((str(one["SUMMARY"]).split(" · ")[1], one["DTEND"].dt - one["DTSTART"].dt) for one in shown)
    assert lengths == [("Bail hearing", timedelta(hours=1)), ("Bail hearing", timedelta(days=1)), ("Motion", timedelta(minutes=45))]


def test_a_day_to_which_somebody_else_goes_says_who_by_initials_and_keeps_the_time_free(world, pro):
    other = UserFactory(name="Olga Off")
    world.do("assign", by=world.lead, case_file=world.file, to=other, acting_as="COUNSEL", reason="Help")
    world.do("add_appearance", case_file=world.file, proceedings=world.proceedings, on=ON, purpose="BAIL", goes=other)

    (of_counsel,), (of_lead,) = (events(feeds.make_feed(by=person, at=clock.now())) for person in (other, pro))

    assert str(of_counsel["SUMMARY"]) == f"M.C. · Bail hearing · {world.file.ref}"
    assert "TRANSP" not in of_counsel
    assert str(of_lead["SUMMARY"]) == f"M.C. · Bail hearing · {world.file.ref} · O.O. goes"
    assert str(of_lead["TRANSP"]) == "TRANSPARENT"


def test_it_is_in_the_language_of_its_person(world, pro):
    pro.language = "fr"
    pro.save()
    add(world, "TORONTO_OCJ")

    assert str(events(feeds.make_feed(by=pro, at=clock.now()))[0]["LOCATION"]) == "Cour de justice de l’Ontario, Toronto, salle 3"


def test_what_is_lost_is_gone_at_once(world, pro):
    add(world, "TORONTO_OCJ")
    token = feeds.make_feed(by=pro, at=clock.now())
    assert len(events(token)) == 1

    wall = world.do("set_wall", by=world.lead, case_file=world.file, user=pro, reason="Acted for the accused")
    assert events(token) == []
    world.do("lift_wall", by=world.lead, wall=wall, reason="An error")
    assert events(token) == []  # her place ended with the wall
    world.do("assign", by=world.lead, case_file=world.file, to=pro, acting_as="LEAD_COUNSEL", reason="Back")
    assert len(events(token)) == 1
    world.do("assign", by=world.lead, case_file=world.file, to=UserFactory(), acting_as="LEAD_COUNSEL", reason="Takes over")
    assert events(token) == []


def test_a_closed_account_and_another_role_have_no_calendar(pro):
    token = feeds.make_feed(by=pro, at=clock.now())

    pro.role = "ADM"
    pro.save()
    assert fetch(token).status_code == 404
    pro.role = "PRO"
    pro.save()
    assert fetch(token).status_code == 200

    admin = UserFactory(admin=True)
    accounts.deactivate_person(ref=pro.ref, by=admin, at=clock.now(), version=None)
    assert fetch(token).status_code == 404
    accounts.reactivate_person(ref=pro.ref, by=admin, at=clock.now(), version=None)
    assert fetch(token).status_code == 404  # an account that comes back has a calendar only when its person makes one again


def test_a_look_is_written_down_under_its_person(world, pro):
    token = feeds.make_feed(by=pro, at=clock.now())

    answer = fetch(token)
    fetch(token)

    assert ReadLog.objects.filter(by=pro, page="calendar_feed").count() == 1
    assert answer.cookies == {}
    assert "no-store" in answer["Cache-Control"]
    assert Client().post(reverse("calendar_feed", kwargs={"token": token})).status_code == 405


def test_guessing_is_counted_like_wrong_passwords(pro, at):
    token = feeds.make_feed(by=pro, at=clock.now())
    tried = {"REMOTE_ADDR": "192.0.2.7"}

    answers = [fetch(f"{number:043d}", **tried).status_code for number in range(21)]

    assert answers == [404] * 20 + [429]
    assert fetch(token, **tried).status_code == 429
    assert fetch(token, REMOTE_ADDR="192.0.2.8").status_code == 200
    with clock.fixed(at + timedelta(minutes=16)):
        assert fetch(token, **tried).status_code == 200


def test_the_token_stands_in_no_line_of_the_log(pro, caplog):
    token = feeds.make_feed(by=pro, at=clock.now())
    lines = JsonLine()

    with caplog.at_level(logging.INFO):
        for name in ("casetracker.access", "django.request"):
            logging.getLogger(name).setLevel(logging.INFO)
        fetch(token)
        fetch(token[::-1])
    written = [lines.format(record) for record in caplog.records]

    assert any('"page": "calendar_feed"' in line for line in written)
    assert all(token not in line and token[::-1] not in line for line in written)

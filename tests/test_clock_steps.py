"""Nights on which the clock changes, three zones of Ontario, and a server whose clock is set back and forth (T44)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from casetracker.models import Appearance
from foundation import clock
from foundation.audit.acts import act
from foundation.audit.models import Act, Event
from foundation.audit.verify import verify
from foundation.law import loader
from foundation.law.models import Courthouse
from foundation.pages import days
from foundation.workflow.models import Move
from tests.factories.accounts import UserFactory
from tests.factories.casetracker import World

pytestmark = pytest.mark.django_db
ZONES = ("America/Toronto", "America/Winnipeg", "America/Atikokan")
NIGHTS = (date(2026, 3, 8), date(2026, 11, 1))
HOUR = timedelta(hours=1)


def through_the_night(night):
    """Instants of every quarter of an hour of a night, with the server's clock set back an hour and forth again in between."""
    first = datetime.combine(night, time(4), UTC)
    straight = [first + timedelta(minutes=15 * number) for number in range(24)]
    return [*straight[:10], *[moment - HOUR for moment in straight[8:14]], *[moment + HOUR for moment in straight[12:]]]


@pytest.fixture
def people():
    loader.load_law()
    return {"lead": UserFactory(lead=True), "pro": UserFactory(), "assistant": UserFactory(assistant=True)}


@pytest.mark.parametrize("night", NIGHTS)
def test_the_chain_is_in_the_order_in_which_things_were_done_whatever_the_clock_says(people, night, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    moments = through_the_night(night)

    for number, moment in enumerate(moments):
        with clock.fixed(moment), act(by=people["lead"], at=clock.now(), kind=f"step {number:02d}") as this_act:
            this_act.record("noted", people["lead"])

    kinds = [event.act.kind for event in Event.objects.filter(verb="noted").select_related("act").order_by("seq")]
    assert kinds == [f"step {number:02d}" for number in range(len(moments))]
    assert list(Act.objects.filter(kind__startswith="step").order_by("pk").values_list("at", flat=True)) == moments
    assert verify().whole


def test_moves_made_while_the_clock_is_set_back_keep_their_order(people):
    at = datetime(2026, 11, 1, 5, 45, tzinfo=UTC)
    with clock.fixed(at - 2 * HOUR):
        world = World(**people)
    with clock.fixed(at):
        world.appearance()
    with clock.fixed(at - HOUR):
        world.do("begin_intake", proceeding=world.proceeding, happened_on=clock.today())

    names = [move.name for move in Move.objects.of(world.proceeding).order_by("-pk")]
    assert names[0] == "begin_intake"
    assert verify().whole


@pytest.mark.parametrize("night", NIGHTS)
@pytest.mark.parametrize("zone", ZONES)
def test_a_court_date_is_never_shifted(client, people, night, zone):
    courthouse = Courthouse.objects.filter(zone=zone).first()
    assert courthouse is not None, f"no courthouse in {zone}"
    wrong = []
    client.force_login(people["pro"])
    with clock.fixed(datetime.combine(night - timedelta(days=3), time(15), UTC)):
        world = World(**people)
        for at_time in (time(1, 30), time(2, 30), time(10, 0), time(23, 30)):
            world.do(
                "add_appearance",
                case_file=world.file,
                proceedings=[world.proceeding],
                on=night,
                purpose="FIRST",
                at_time=at_time,
                courthouse=courthouse,
            )
    kept = list(Appearance.objects.order_by("pk").values_list("on", "time"))

    for hours in range(-24, 25, 3):
        with clock.fixed(datetime.combine(night, time(6), UTC) + timedelta(hours=hours)):
            now = list(Appearance.objects.order_by("pk").values_list("on", "time"))
            page = client.get(reverse("casetracker:dates", args=[world.file.ref]), follow=True).content.decode()
            shown = [words in page for words in (days.day(night, short=True), "10:00\N{NO-BREAK SPACE}a.m.", "1:30\N{NO-BREAK SPACE}a.m.")]
            if now != kept or not all(shown) or days.zone_words(zone) not in page:
                wrong.append((hours, shown, days.zone_words(zone) in page))

    assert wrong == []
    assert {on for on, _time in kept} == {night}


@pytest.mark.parametrize(("zone", "language", "words"), [
    ("America/Toronto", "en", ["1:30 a.m. EDT", "1:30 a.m. EST"]),
    ("America/Winnipeg", "en", ["1:30 a.m. CDT", "1:30 a.m. CST"]),
    ("America/Atikokan", "en", ["12:30 a.m. EST", "1:30 a.m. EST"]),
    ("America/Toronto", "fr", ["1 h 30 HAE", "1 h 30 HNE"]),
    ("America/Winnipeg", "fr", ["1 h 30 HAC", "1 h 30 HNC"]),
])  # fmt: skip
def test_the_half_past_one_that_comes_twice_is_shown_with_its_zone(zone, language, words):
    first = datetime(2026, 11, 1, 1, 30, tzinfo=ZoneInfo("America/Toronto" if zone == "America/Atikokan" else zone)).astimezone(UTC)

    shown = [days.moment(instant, zone, language=language).replace("\N{NO-BREAK SPACE}", " ") for instant in (first, first + HOUR)]

    assert [text.partition(", 2026, ")[2] or text.partition("2026, ")[2] for text in shown] == words


@pytest.mark.parametrize("night", NIGHTS)
@pytest.mark.parametrize("zone", ZONES)
def test_today_changes_at_midnight_of_the_zone_and_days_are_counted_by_the_calendar(night, zone):
    midnight = datetime.combine(night, time(0), ZoneInfo(zone))
    for minutes, expected in ((-1, night - timedelta(days=1)), (0, night), (60 * 22, night)):
        with clock.fixed(midnight.astimezone(UTC) + timedelta(minutes=minutes)):
            assert clock.today(ZoneInfo(zone)) == expected

    assert days.days_until(night + timedelta(days=1), night) == 1

"""The secret calendar of a person: made, shown once, revoked; and what stands in it, by initials only."""

import hashlib
import secrets
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import override

from caseload import court
from casetracker.models import Appearance
from foundation import clock
from foundation.accounts.models import User
from foundation.audit.acts import act
from foundation.records import Refusal

from .models import TELLS_THE_TEAM, CalendarFeed

if TYPE_CHECKING:
    import icalendar

BACK, AHEAD = timedelta(days=31), timedelta(days=731)
MOST = 2000
PRODUCT = "-//Crown Casebook//Court dates//EN"


def may_have_feed(user) -> bool:
    """PRO, LEAD, AST"""
    return user.is_active and user.is_role(*TELLS_THE_TEAM)


def digest_of(token: str) -> str:
    """What is kept of a token: it is 256 bits of chance, so that a plain digest cannot be turned back."""
    return hashlib.sha256(token.encode()).hexdigest()


def make_feed(*, by: User, at: datetime, key: str | None = None) -> str:
    """Make the secret address of one's own calendar and give its token, which nothing can show again; the one before is revoked.

    :raises PermissionDenied: ``by`` is not of the team
    """
    if not may_have_feed(by):
        raise PermissionDenied
    token = secrets.token_urlsafe(32)
    with act(by=by, at=at, kind="make_feed", key=key) as this_act:
        person = User.objects.select_for_update().get(pk=by.pk)
        _revoke(by, at, this_act)
        feed = CalendarFeed.objects.create(user=by, digest=digest_of(token), epoch=person.session_epoch, made_at=at)
        this_act.record("made_calendar_feed", feed)
        this_act.result("calendar")
    return token


def revoke_feed(*, by: User, at: datetime, key: str | None = None) -> None:
    """Revoke one's own calendar: its address answers as if it had never been.

    :raises Refusal: there is none
    :raises PermissionDenied: ``by`` is not of the team
    """
    if not may_have_feed(by):
        raise PermissionDenied
    with act(by=by, at=at, kind="revoke_feed", key=key) as this_act:
        this_act.result("calendar")
        if not _revoke(by, at, this_act):
            raise Refusal(_("You have no calendar address."))


def _revoke(person: User, at: datetime, this_act) -> int:
    feeds = list(CalendarFeed.objects.open().filter(user=person))
    for feed in feeds:
        feed.revoked_at = at
        feed.save()
        this_act.record("revoked_calendar_feed", feed)
    return len(feeds)


def find_feed(token: str) -> CalendarFeed | None:
    """Give the feed of a token, while it holds, its person may have one, and her sessions did not all have to end since."""
    found = CalendarFeed.objects.open().filter(digest=digest_of(token), epoch=F("user__session_epoch"))
    feed = found.select_related("user").first()
    return feed if feed is not None and may_have_feed(feed.user) else None


def calendar_of(person: User) -> bytes:
    """Write the days in court of the files a person is on and may see now: initials, file number, court, time and purpose.

    A day to which somebody else goes says who by initials, and leaves the time free.
    """
    import icalendar  # when a calendar is asked for: no process need begin with it

    today = clock.today()
    rows = court.with_people(court.mine(person)).filter(on__range=(today - BACK, today + AHEAD)).exclude(result="VACATED")
    with override(person.language):
        calendar = icalendar.Calendar()
        calendar.add("prodid", PRODUCT)
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        calendar.add("x-wr-calname", _("Court dates"))
        calendar.add("x-published-ttl", "PT1H")
        shown = list(rows.in_order()[:MOST])
        for appearance in shown:
            calendar.add_component(_event(appearance, person))
        if shown:
            calendar.add_missing_timezones(first_date=date(today.year - 1, 1, 1), last_date=date(today.year + 4, 1, 1))
    return calendar.to_ical()


def _event(appearance: Appearance, person: User) -> "icalendar.Event":
    import icalendar

    event = icalendar.Event()
    event.add("uid", f"{appearance.ref}@crown-casebook.invalid")
    event.add("dtstamp", clock.now())
    event.add("sequence", appearance.version)
    if appearance.time is None:
        event.add("dtstart", appearance.on)
        event.add("dtend", appearance.on + timedelta(days=1))
    else:
        begins = datetime.combine(appearance.on, appearance.time, ZoneInfo(appearance.zone))
        event.add("dtstart", begins)
        event.add("dtend", begins + court.length_of(appearance))
    said = [court.initials_of(appearance), appearance.get_purpose_display(), appearance.file.ref]
    going = court.expected(appearance, appearance.file.counsel_now)
    if going and person not in going:
        said.append(_("%(who)s goes") % {"who": ", ".join(one.initials for one in going)})
        event.add("transp", "TRANSPARENT")
    event.add("summary", " · ".join(said))
    if place := court.place_of(appearance):
        event.add("location", place)
    event.add("class", "PRIVATE")
    return event

"""Days in court across files: whose they are, who sees how much of them, and where two of them meet."""

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from caseload.models import Absence
from casetracker import names
from casetracker.models import Appearance, AppearanceOf, CaseFile, FileAccess, FileWall, Proceeding
from casetracker.services.base import LOOKED_AT
from casetracker.states import COUNSEL_ACCESS, FILE_ACTIVE, Access
from foundation.accounts.models import Role, User
from foundation.pages import days

MINE, TEAM = "mine", "team"
ON_THE_FILE = (*COUNSEL_ACCESS, Access.ASSISTANT, Access.COVER)
RECORDS_HERE = (*COUNSEL_ACCESS, Access.COVER)
CLOSE = timedelta(minutes=60)
WHOLE_DAY = ("TRIAL", "PRELIM")
LENGTHS = Path(__file__).with_name("lengths.csv")


def reads_court_list(user) -> bool:
    """PRO, LEAD, AST, REC"""
    return user.is_active and user.is_role(Role.PRO, Role.LEAD, Role.AST, Role.REC)


def held_now(user, *acting_as):
    """The places a person has on files now, but for an intake she opened."""
    return FileAccess.objects.current().filter(user=user, acting_as__in=acting_as, for_intake=False)


def mine(user) -> QuerySet[Appearance]:
    """The days in court of the files this person is on now, as counsel, assistant or cover."""
    return Appearance.objects.visible_to(user).filter(Exists(held_now(user, *ON_THE_FILE).filter(file=OuterRef("file"))))


def of_team(user) -> QuerySet[Appearance]:
    """The days in court of the team as this person may know of them.

    A prosecutor knows of every active file that no wall keeps from her, so that she can cover a colleague: of those that are not open to
    her she is shown initials, court and time alone.
    """
    if not user.is_role(Role.PRO):
        return Appearance.objects.visible_to(user)
    walls = FileWall.objects.standing().filter(user=user, file=OuterRef("file"))
    return Appearance.objects.filter(~Exists(walls), file__state__in=FILE_ACTIVE)


def of_person(rows: QuerySet[Appearance], person) -> QuerySet[Appearance]:
    """Narrow to the days of files on which somebody is counsel now, without those to which another counsel is named to go."""
    held = held_now(person, *COUNSEL_ACCESS).values("file")
    another = FileAccess.objects.current().filter(file=OuterRef("file"), user=OuterRef("goes"), acting_as__in=COUNSEL_ACCESS)
    return rows.filter(Q(goes=person) | Q(goes=None) | ~Exists(another), file__in=held)


def _with_counsel(rows: QuerySet[Appearance]) -> QuerySet[Appearance]:
    counsel = FileAccess.objects.current().filter(acting_as__in=COUNSEL_ACCESS, for_intake=False).select_related("user")
    return rows.select_related("file", "courthouse", "goes").prefetch_related(
        Prefetch("of", AppearanceOf.objects.order_by("pk")),
        Prefetch("file__accesses", counsel.order_by("pk"), to_attr="counsel_now"),
    )


def with_people(rows: QuerySet[Appearance]) -> QuerySet[Appearance]:
    """Fetch along what a line of a court list shows."""
    return _with_counsel(rows).prefetch_related("of__proceeding__accused__bans__provision")


def with_everything(rows: QuerySet[Appearance]) -> QuerySet[Appearance]:
    """Fetch along all that the situation of each accused on a day rests on."""
    tracks = Proceeding.objects.select_related("accused").prefetch_related(*LOOKED_AT, "accused__counsel")
    return _with_counsel(rows).prefetch_related(Prefetch("of__proceeding", tracks))


def initials_of(appearance: Appearance) -> str:
    """The initials of everyone accused on a day, whatever else is known of them."""
    people = [row.proceeding.accused for row in appearance.of.all()]
    return ", ".join(names.initials(person.given_name, person.family_name) for person in people)


def place_of(appearance: Appearance) -> str:
    """Courthouse, city and room of a day, in words."""
    house = appearance.courthouse
    parts = [house.name if house.city in house.name else f"{house.city}, {house.name}"] if house else []
    if appearance.room:
        parts.append(_("room %(room)s") % {"room": appearance.room})
    return ", ".join(parts)


@cache
def usual_lengths() -> dict[str, int]:
    """How many minutes a day in court takes by its purpose, where no estimate was given; a default of this product and no rule of law."""
    with LENGTHS.open(encoding="utf-8", newline="") as table:
        return {row["purpose"]: int(row["minutes"]) for row in csv.DictReader(table)}


def length_of(appearance: Appearance) -> timedelta:
    """How long a day in court takes: the estimate, or the usual length of its purpose."""
    return timedelta(minutes=appearance.minutes or usual_lengths()[appearance.purpose])


def expected(appearance: Appearance, counsel: Iterable[FileAccess]) -> list[User]:
    """Who of the counsel on a file is expected on a day: whoever is named, else whoever leads, or everyone where nobody does.

    A name counts while she is counsel on the file.
    """
    rows = list(counsel)
    named = [row.user for row in rows if row.user_id == appearance.goes_id]
    if named:
        return named[:1]
    return [row.user for row in rows if row.acting_as == Access.LEAD_COUNSEL] or [row.user for row in rows]


# Two places at once, and nobody there


@dataclass(frozen=True)
class Sitting:
    """Where and when somebody is expected."""

    pk: int
    on: date
    at: time | None
    zone: str
    house: str
    city: str
    room: str
    purpose: str
    ref: str
    place: str
    length: timedelta = timedelta()

    @property
    def instant(self) -> datetime | None:
        """When it begins on every clock; None where no time is known."""
        return datetime.combine(self.on, self.at, ZoneInfo(self.zone)) if self.at else None

    def meets(self, other: "Sitting") -> bool:
        """Say whether one person cannot be at both.

        One room on one day is one list, whatever the times. Two cities on one day, a day of trial and anything elsewhere, and two rooms
        within an hour, or while the other still sits (or with a time unknown), are two places at once.
        """
        if self.on != other.on or (self.house, self.room) == (other.house, other.room):
            return False
        if self.city and other.city and self.city != other.city:
            return True
        if self.purpose in WHOLE_DAY or other.purpose in WHOLE_DAY or self.instant is None or other.instant is None:
            return True
        earlier = self if self.instant <= other.instant else other
        return abs(self.instant - other.instant) < max(CLOSE, earlier.length)


def clashes(sittings: dict[int, list[Sitting]]) -> dict[int, list[tuple[int, Sitting]]]:
    """Find, for each day in court, who is expected somewhere else too, and where: person and the other sitting."""
    found: dict[int, list[tuple[int, Sitting]]] = defaultdict(list)
    for person, hers in sittings.items():
        by_day: dict[date, list[Sitting]] = defaultdict(list)
        for sitting in hers:
            by_day[sitting.on].append(sitting)
        for same_day in by_day.values():
            for one in same_day:
                found[one.pk] += [(person, other) for other in same_day if one.meets(other)]
    return dict(found)


def sittings_on(user, span: Iterable[date]) -> tuple[dict[int, list[Sitting]], dict[int, User]]:
    """Everywhere somebody is expected on some days, in the files this reader may see; in two queries."""
    rows = (
        Appearance.objects.visible_to(user).pending().filter(on__in=set(span)).select_related("file", "courthouse").prefetch_related(None)
    )
    rows = list(rows)
    held = FileAccess.objects.current().filter(acting_as__in=COUNSEL_ACCESS, for_intake=False, file__in={row.file_id for row in rows})
    by_file: dict[int, list[FileAccess]] = defaultdict(list)
    for access in held.select_related("user").order_by("pk"):
        by_file[access.file_id].append(access)
    found: dict[int, list[Sitting]] = defaultdict(list)
    people: dict[int, User] = {}
    for row in rows:
        house = row.courthouse
        for person in expected(row, by_file[row.file_id]):
            people[person.pk] = person
            found[person.pk].append(
                Sitting(
                    row.pk,
                    row.on,
                    row.time,
                    row.zone,
                    house.code if house else "",
                    house.city if house else "",
                    row.room.casefold(),
                    row.purpose,
                    row.file.ref,
                    place_of(row),
                    length_of(row),
                )
            )
    return found, people


@dataclass
class CourtLine:
    """One day in court as a list shows it to one reader."""

    appearance: Appearance
    is_open: bool
    who: str
    place: str
    counsel: str = ""
    may_record: bool = False
    warnings: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        """What the line is called."""
        return self.appearance.file.title if self.is_open else self.appearance.file.ref


def court_lines(appearances: list[Appearance], user) -> list[CourtLine]:
    """Make the lines of a list for one reader, with what is wrong with each; in a number of queries that does not grow with the list."""
    files = {row.file_id for row in appearances}
    visible = set(CaseFile.objects.visible_to(user).filter(pk__in=files).values_list("pk", flat=True))
    records = _may_record(user, visible)
    span = {row.on for row in appearances}
    sittings, people = sittings_on(user, span)
    meeting = clashes(sittings)
    away = _away(span, people)
    lines = []
    for row in appearances:
        is_open = row.file_id in visible
        line = CourtLine(row, is_open, _who(row, user, is_open), place_of(row))
        if is_open:
            line.counsel = _counsel_words(row)
            line.may_record = row.file_id in records and not row.result
            if not row.result:
                line.warnings = _warnings(row, meeting.get(row.pk, []), people, away)
        lines.append(line)
    return lines


def _counsel_words(appearance: Appearance) -> str:
    """Name the counsel of a day: whoever is named to go, else everyone on the file."""
    counsel = appearance.file.counsel_now
    going = expected(appearance, counsel)
    if appearance.goes_id in {person.pk for person in going}:
        return _("%(who)s goes") % {"who": going[0].name}
    return ", ".join(dict.fromkeys(access.user.name for access in counsel)) or _("nobody yet")


def may_record_on(user, files: Iterable[int]) -> set[int]:
    """Which of these files this person may see and record days in court of."""
    return _may_record(user, set(CaseFile.objects.visible_to(user).filter(pk__in=set(files)).values_list("pk", flat=True)))


def _may_record(user, visible: set[int]) -> set[int]:
    """As policies.may_record_appearance says of one file, for many at once."""
    if user.is_role(Role.LEAD, Role.AST):
        return visible
    if not user.is_role(Role.PRO):
        return set()
    held = FileAccess.objects.current().filter(user=user, acting_as__in=RECORDS_HERE, file__in=visible)
    return set(held.values_list("file_id", flat=True))


def _who(appearance: Appearance, user, is_open: bool) -> str:
    if not is_open:
        return initials_of(appearance)
    people = [row.proceeding.accused for row in appearance.of.all()]
    for person in people:
        person.file = appearance.file
    return ", ".join(names.display_name(person, user, names.LIST) for person in people)


def _away(span: set[date], people: dict[int, User]) -> dict[int, list[Absence]]:
    if not span:
        return {}
    found: dict[int, list[Absence]] = defaultdict(list)
    for absence in Absence.objects.touching(min(span), max(span)):
        found[absence.user_id].append(absence)
    return found


def _warnings(appearance: Appearance, meeting, people, away) -> list[str]:
    said = []
    for person, other in meeting:
        words = {"who": people[person].name, "place": other.place or _("a court not known"), "ref": other.ref}
        if other.at is None:
            said.append(_("%(who)s is also expected in %(place)s on this day (%(ref)s).") % words)
        else:
            words["time"] = _time_words(other)
            said.append(_("%(who)s is also expected in %(place)s at %(time)s (%(ref)s).") % words)
    counsel = list({access.user_id: access for access in appearance.file.counsel_now}.values())
    for person in expected(appearance, counsel):
        for absence in away.get(person.pk, []):
            if not absence.from_on <= appearance.on <= absence.to_on:
                continue
            there = [
                access.user.name
                for access in counsel
                if access.user_id != person.pk
                and not any(one.from_on <= appearance.on <= one.to_on for one in away.get(access.user_id, []))
            ]
            words = {"who": person.name, "until": days.day(absence.to_on), "others": ", ".join(there)}
            if there:
                said.append(_("%(who)s is away until %(until)s; also on the file: %(others)s.") % words)
            else:
                said.append(_("%(who)s is away until %(until)s, and no other counsel on the file is there.") % words)
    return list(dict.fromkeys(said))


def _time_words(sitting: Sitting) -> str:
    zone = days.zone_words(sitting.zone)
    return f"{days.clock_time(sitting.at)} ({zone})" if zone else days.clock_time(sitting.at)

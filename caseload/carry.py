"""What a prosecutor carries out of the house on one page: initials, and no word that somebody wrote unless it can hold no name."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db.models import OuterRef, Subquery

from casetracker import names, questions, situations
from casetracker.models import Appearance, ConflictName, FileNote, Participant
from casetracker.situations import LEAD, TEAM

from .court import initials_of, place_of

LONGEST = 160
# Words that stand with a capital letter in the notes of the trade and are no names; anything else that does keeps a note at home.
NO_NAMES = Path(__file__).with_name("capitals.txt").read_text(encoding="utf-8").split()
WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
TELLS = re.compile(r"\d{3,}|[@#/\\]|https?:|www\.", re.IGNORECASE)
SECTION = re.compile(r"\b(?:ss?|art|par)\.\s*\d+(?:\.\d+)?(?:\(\d+(?:\.\d+)?\))*(?:\([a-z]\))*", re.IGNORECASE)


def fold(text: str) -> str:
    """Write without case and accents."""
    spread = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


KNOWN = frozenset(fold(word) for word in NO_NAMES)


def first_line(text: str) -> str:
    """The first line of a note, cut to what fits."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return line if len(line) <= LONGEST else f"{line[:LONGEST].rsplit(' ', 1)[0]} …"


def holds_no_name(line: str, of_file: frozenset[str]) -> bool:
    """Say whether a line can be carried: no name of the file, no word with a capital letter that is not known, no number or address.

    A name that is in no table and written small would pass; the decision and this limit are in the record of decisions.
    """
    plain = SECTION.sub(" ", line)
    if TELLS.search(plain):
        return False
    for word in WORD.findall(plain):
        if {fold(word), *re.split("[-']", fold(word))} & of_file:
            return False
        if any(letter.isupper() for letter in word) and fold(word) not in KNOWN:
            return False
    return True


def names_of_files(files: set[int]) -> dict[int, frozenset[str]]:
    """Every part of every name on some files, folded; in two queries."""
    found: dict[int, set[str]] = {pk: set() for pk in files}
    people = Participant.objects.filter(file__in=files).values_list("file_id", "given_name", "family_name")
    for file_id, given, family in people:
        found[file_id] |= _parts(f"{given} {family}")
    for file_id, name in ConflictName.objects.filter(file__in=files).values_list("file_id", "name"):
        found[file_id] |= _parts(name)
    return {pk: frozenset(parts) for pk, parts in found.items()}


def _parts(name: str) -> set[str]:
    return {part for word in WORD.findall(name) for part in {fold(word), *re.split("[-']", fold(word))} if len(part) > 1}


@dataclass(frozen=True)
class Carried:
    """One accused on one day, as the page that is carried shows her."""

    who: str
    state: str
    outstanding: list[str]
    questions: list[str]


@dataclass(frozen=True)
class CarriedDay:
    """One day in court on the page that is carried."""

    appearance: Appearance
    who: str
    place: str
    people: list[Carried]
    note: str
    note_at: datetime | None
    note_kept_back: bool


def carried_days(appearances: list[Appearance], user, today: date) -> list[CarriedDay]:
    """Put together the page that is carried, from days read with everything; the notes take three queries more."""
    files = {row.file_id for row in appearances}
    of_file = names_of_files(files)
    notes = _last_notes(files, user)
    return [_carried(row, notes.get(row.file_id), of_file[row.file_id], today) for row in appearances]


def _last_notes(files: set[int], user) -> dict[int, FileNote]:
    newest = FileNote.objects.filter(file=OuterRef("file")).order_by("-written_at", "-pk").values("pk")[:1]
    return {note.file_id: note for note in FileNote.objects.visible_to(user).filter(file__in=files, pk=Subquery(newest))}


def _carried(appearance, note, of_file, today) -> CarriedDay:
    people = []
    for row in appearance.of.all():
        track = row.proceeding
        person = track.accused
        who = names.initials(person.given_name, person.family_name)
        asked = questions.questions_for(track, appearance, today)
        people.append(Carried(who, track.get_state_display(), _outstanding(track, today), asked))
    line = first_line(note.text) if note else ""
    safe = bool(line) and holds_no_name(line, of_file)
    return CarriedDay(
        appearance,
        initials_of(appearance),
        place_of(appearance),
        people,
        line if safe else "",
        note.written_at if note else None,
        bool(line) and not safe,
    )


# What can be open beside the one thing a situation names; each of these tests stands by itself.
ALSO_OPEN = ("RESULT_NEEDED", "SCREENING_NEEDED", "MODE_NEEDED", "RETRIAL_DATE_NEEDED", "TRIAL_END_NEEDED")


def _outstanding(track, today: date) -> list[str]:
    """What is open on one accused and is for the team to do, in words that name nobody."""
    first = situations.situation(track, today)
    lines = [first] if first.who in (TEAM, LEAD) else []
    lines += [situations.BY_CODE[code] for code in ALSO_OPEN if situations.BY_CODE[code].test(track, today)]
    return list(dict.fromkeys(str(line.label) for line in lines))


__all__ = ["CarriedDay", "carried_days", "first_line", "holds_no_name", "names_of_files"]

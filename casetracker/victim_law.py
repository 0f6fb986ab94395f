"""What a victim or witness can ask for: aids to testify, her word on publication bans, and what victims have a right to ask.

Dated data (``foundation/law/data/victim_requests.csv``); what it does not say stays marked.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

from casetracker.choices import RequestGroup
from foundation.law.files import Dated, read_rows
from foundation.law.models import in_reader_language
from foundation.law.words import NOTES, provision_text

# What is uncertain about a row and changes nothing of what she asks for.
UNSAID = ("valid_from",)
# The one thing asked for whose grant is a record of its own: the ban that the court made.
BAN_WANTED = "BAN_WANTED"


@dataclass(frozen=True, kw_only=True)
class RequestRow(Dated):
    """One thing that can be asked for, the provision it rests on, and the answers it can have."""

    code: str
    group: RequestGroup
    answers: tuple[str, ...]
    act: str
    section: str
    words_en: str
    words_fr: str

    @property
    def words(self) -> str:
        """What it is, with its provision and what is uncertain of it, in the reader's language."""
        doubts = (str(NOTES[note]) for column, note in self.uncertain.items() if column not in UNSAID)
        return f"{in_reader_language(self, 'words')} ({'; '.join([provision_text(self.act, self.section), *doubts])})"


@cache
def rows() -> tuple[RequestRow, ...]:
    """Every row, in the order of the file."""
    return read_rows("victim_requests.csv", RequestRow)


def row_on(code: str, day: date) -> RequestRow | None:
    """Give what is asked for by a code on a day; None where that cannot be asked for then."""
    return next((row for row in rows() if row.code == code and row.on(day)), None)


def as_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """List the codes with their words in the reader's language, by group; of several versions the last has its say."""
    words = {row.code: row for row in rows()}
    return [(str(group.label), [(row.code, row.words) for row in words.values() if row.group == group]) for group in RequestGroup]

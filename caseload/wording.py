"""How a search is written: examples that can be tried, and a query written for whoever fills in boxes instead."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from foundation.search.marks import OPERATORS

EXAMPLES = [
    ("control influence", _("both words, with their variants (controlled, controls)")),
    ("control OR influence", _("one of them is enough")),
    ("exploitation NOT youth", _("the first without the second; brackets group: exploitation NOT (youth OR child)")),
    ('"fear for her safety"', _("these words in this order")),
    ("EXACT(sentenced)", _("the word as it is spelled, without variants")),
    ("exploit* wom?n", _("any letters, one letter; at least three letters come first")),
    ("control /5 movements", _("within five words of each other")),
    ("exploitation /s safety", _("in one sentence; /p for one paragraph")),
    ("279.01(1)(a)", _("a section or a part of it")),
    ("2019 ONCA 663", _("a citation alone opens the decision")),
    ('cites:"2019 ONCA 663"', _("what cites it")),
    ("section:279.01 court:ONCA date:2015..2020", _("fields and days")),
    ("citations>=2", _("how often a decision is cited in the bank")),
]

WITHIN = {
    "5": _("within 5 words"),
    "15": _("within 15 words"),
    "s": _("in one sentence"),
    "p": _("in one paragraph"),
}
_WORD = re.compile(r"\d+(?:\.\d+)*(?:\(\w+(?:\.\d+)?\))+|[^\W_]+(?:[.'’-][^\W_]+)*")


def words_of(typed: str) -> list[str]:
    """List the words and sections of what was typed, without what has a meaning of its own in a query."""
    return [word.lower() if word in OPERATORS else word for word in _WORD.findall(typed)]


def written(boxes: dict) -> str:
    """Write the query that filled boxes stand for; "" where none says anything.

    :param boxes: all_words, phrase, any_words, none_words, near_one, near_other, within, section, court, from_year, to_year
    """
    return " ".join(_parts(boxes))


def _parts(boxes: dict) -> Iterator[str]:
    yield from words_of(boxes["all_words"])
    if phrase := words_of(boxes["phrase"]):
        yield _phrase(phrase)
    if any_words := words_of(boxes["any_words"]):
        yield f"({' OR '.join(any_words)})"
    one, other = words_of(boxes["near_one"]), words_of(boxes["near_other"])
    if one and other:
        yield f"({_phrase(one)} /{boxes['within']} {_phrase(other)})"
    else:
        yield from [*one, *other]
    if section := words_of(boxes["section"]):
        yield f"section:{section[0]}"
    if court := words_of(boxes["court"]):
        yield f"court:{_phrase(court)}"
    if boxes["from_year"] and boxes["to_year"]:
        yield f"year:{boxes['from_year']}..{boxes['to_year']}"
    elif boxes["from_year"] or boxes["to_year"]:
        yield f"year>={boxes['from_year']}" if boxes["from_year"] else f"year<={boxes['to_year']}"
    yield from (f"NOT {word}" for word in words_of(boxes["none_words"]))


def _phrase(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f'"{" ".join(words)}"'

"""Papers we hand out as PDF: a title, what it is about, tables, notes; tagged, so that a screen reader can read them (PDF/UA-1).

The only module that knows the typesetter. Data goes in as JSON and stays text: nothing that somebody typed is read as markup.
"""

import json
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path

import typst
from django.http import HttpResponse
from django.utils.translation import get_language

from .sheets import UNSEEN

FOLDER = Path(__file__).parent / "paper"


@dataclass(frozen=True)
class PaperTable:
    """A table: what it holds, its column heads, its rows."""

    caption: str
    columns: list[str]
    rows: list[list[str]]


@dataclass(frozen=True)
class Paper:
    """A paper: title, facts about it, tables, notes; ``warning`` stands at the head of each page and ``foot`` at its foot."""

    title: str
    head: list[tuple[str, str]] = field(default_factory=list)
    tables: list[PaperTable] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    warning: str = ""
    foot: str = ""


@cache
def _fonts() -> typst.Fonts:
    """The fonts that come with the typesetter; none of the machine's."""
    return typst.Fonts(include_system_fonts=False)


def pdf(paper: Paper) -> bytes:
    """Set a paper."""
    data = {**_seen(asdict(paper)), "lang": (get_language() or "en")[:2]}
    return typst.compile(
        str(FOLDER / "paper.typ"),
        root=str(FOLDER),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"paper": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1"],
    )


def _seen(value):
    """Leave out signs that are not seen and turn or hide what is, and which the typesetter may refuse."""
    if isinstance(value, dict):
        return {key: _seen(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_seen(one) for one in value]
    return UNSEEN.sub("", str(value))


def pdf_answer(name: str, paper: Paper) -> HttpResponse:
    """Hand out a paper as a file that is saved and not opened in our pages."""
    answer = HttpResponse(pdf(paper), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "no-store"
    return answer

"""A clock as JSON asks for it, and its figures as JSON answers; the form of both is fixed (docs/delay.md)."""

import json
import re
from datetime import date

from .calendar import CONVENTION, Length
from .figures import Clock, Figures
from .intervals import Interval, Status
from .ledger import calculate_positions
from .regime import OffencePeriod
from .tables import Tables, known_kinds
from .words import WrongInput

FORUMS = ("OCJ", "SCJ", "OCJ_AFTER_PRELIM")
QUESTION = {"origin": True, "end": True, "forum": True, "offence_from": True, "offence_to": False, "intervals": True}
INTERVAL = {"from": True, "to": True, "kind": True, "share": True, "status": True, "note": False}
ANSWER = (
    *("total_days", "reserve_days", "xv1_days", "defence_days", "net_days", "discrete_days", "remaining_days", "total", "net", "remaining"),
    *("ceiling_months", "ceiling_on", "projected_on", "outcome", "positions", "warnings", "convention"),
)
FIRST_YEAR, LAST_YEAR = 1900, 2199


def read_clock(text: str, tables: Tables) -> Clock:
    """Read a question; keys that may be left out may also be null.

    :raises WrongInput: anything else than the form allows, or an interval wholly before the origin
    """
    try:
        asked = json.loads(text, object_pairs_hook=_once)
    except WrongInput:
        raise
    except RecursionError as wrong:
        raise WrongInput("NOT_JSON", why="it is nested too deeply") from wrong
    except ValueError as wrong:
        raise WrongInput("NOT_JSON", why=str(wrong)) from wrong
    _keys(asked, QUESTION, "The question")
    clock = Clock(
        origin=_day(asked, "origin", "the question"),
        end=_day(asked, "end", "the question"),
        forum=_one_of(asked["forum"], FORUMS),
        offences=(_offence(asked),),
        intervals=_intervals(asked["intervals"], tables),
    )
    for one in clock.intervals:
        if one.end <= clock.origin:
            raise WrongInput("BEFORE_CHARGE", number=one.number, origin=clock.origin)
    return clock


def answer(clock: Clock, tables: Tables) -> dict:
    """Count a clock and give the figures of what is agreed or ruled, with those of each position.

    :raises WrongInput: as ``calculate_positions`` does
    """
    positions = {position: _plain(figures) for position, figures in calculate_positions(clock, tables).items()}
    top = {**positions["agreed"], "positions": positions}
    return {name: top[name] for name in ANSWER}


def dump(answered: dict) -> str:
    """Write an answer, with average months always to two decimals."""
    return re.sub(r'"c2": "(\d+\.\d\d)"', r'"c2": \1', json.dumps(answered, ensure_ascii=False, default=_plain_length))


def _plain(figures: Figures) -> dict:
    return {
        "total_days": figures.total,
        "reserve_days": figures.reserve,
        "xv1_days": figures.xv1,
        "defence_days": figures.defence,
        "net_days": figures.net,
        "discrete_days": figures.discrete,
        "remaining_days": figures.remaining,
        "total": figures.length(figures.total),
        "net": figures.length(figures.net),
        "remaining": figures.length(figures.remaining),
        "ceiling_months": figures.ceiling.months,
        "ceiling_on": figures.ceiling.on.isoformat(),
        "projected_on": figures.projected_on.isoformat(),
        "outcome": str(figures.outcome),
        "warnings": [str(said) for said in figures.warnings],
        "convention": CONVENTION,
    }


def _plain_length(length: Length) -> dict:
    months, days = length.c1
    return {"c1": {"months": months, "days": days}, "c2": f"{length.c2:.2f}"}


def _offence(asked: dict) -> OffencePeriod:
    last = None if asked.get("offence_to") is None else _day(asked, "offence_to", "the question")
    return OffencePeriod(_day(asked, "offence_from", "the question"), last)


def _intervals(given, tables: Tables) -> tuple[Interval, ...]:
    if not isinstance(given, list):
        raise WrongInput("NOT_A_LIST", what='"intervals"')
    return tuple(_interval(number, one, tables) for number, one in enumerate(given, start=1))


def _interval(number: int, given, tables: Tables) -> Interval:
    what = f"interval {number}"
    _keys(given, INTERVAL, f"Interval {number}")
    kinds = known_kinds(tables.kinds)
    if not isinstance(given["kind"], str) or given["kind"] not in kinds:
        raise WrongInput("UNKNOWN_KIND", number=number, kind=_short(given["kind"]), known=", ".join(kinds))
    if not isinstance(given["status"], str) or given["status"] not in list(Status):
        raise WrongInput("UNKNOWN_STATUS", number=number, status=_short(given["status"]), known=", ".join(Status))
    note = given.get("note")
    if note is not None and not isinstance(note, str):
        raise WrongInput("NOT_TEXT", key="note", what=what)
    return Interval(
        start=_day(given, "from", what),
        end=_day(given, "to", what),
        kind=given["kind"],
        status=Status(given["status"]),
        share=given["share"],
        note=note or "",
        number=number,
    )


def _keys(given, form: dict[str, bool], what: str) -> None:
    if not isinstance(given, dict):
        raise WrongInput("NOT_AN_OBJECT", what=what)
    for key, needed in form.items():
        if needed and key not in given:
            raise WrongInput("MISSING_KEY", what=what, key=key)
    for key in given:
        if key not in form:
            raise WrongInput("UNKNOWN_KEY", what=what, key=_short(key))


def _once(pairs: list[tuple[str, object]]) -> dict:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise WrongInput("KEY_TWICE", key=_short(key))
        found[key] = value
    return found


def _day(given: dict, key: str, what: str) -> date:
    text = given[key]
    if isinstance(text, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        try:
            day = date.fromisoformat(text)
        except ValueError:
            day = date.min
        if FIRST_YEAR <= day.year <= LAST_YEAR:
            return day
    raise WrongInput("NOT_A_DATE", key=key, what=what)


def _one_of(value, known: tuple[str, ...]) -> str:
    if not isinstance(value, str) or value not in known:
        raise WrongInput("UNKNOWN_FORUM", forum=_short(value), known=", ".join(known))
    return value


def _short(value) -> str:
    """What was typed, on one line, and not much of it."""
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "an object"
    return " ".join(str(value).split())[:40]

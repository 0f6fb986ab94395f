"""The ledger of one accused in one proceeding: the figures of each position, with what must be said beside them."""

from dataclasses import replace

from . import regime
from .cautions import cautions
from .figures import Clock, Figures, figures
from .intervals import POSITIONS, check_shares
from .regime import OffencePeriod
from .tables import Tables, known_kinds
from .words import WrongInput


def calculate(clock: Clock, tables: Tables, position: str = "agreed") -> Figures:
    """Count one position ("agreed", "crown", "defence"): intervals agreed or ruled, with those that side claims.

    :raises WrongInput: a kind that no table knows, shares of one day that make more than the whole, or no ceiling for the forum
    """
    _check(clock, tables)
    return _count(clock, tables, position)


def calculate_positions(clock: Clock, tables: Tables) -> dict[str, Figures]:
    """Count all three positions.

    :raises WrongInput: as ``calculate`` does
    """
    _check(clock, tables)
    return {position: _count(clock, tables, position) for position in POSITIONS}


def calculate_regimes(clock: Clock, tables: Tables, position: str = "agreed") -> list[tuple[tuple[OffencePeriod, ...], Figures]]:
    """Count a proceeding once for each regime its counts stand under, the earlier law first: two results where they lie on both sides.

    :raises WrongInput: as ``calculate`` does
    """
    groups = regime.by_regime(tables, clock.origin, clock.offences)
    return [(offences, calculate(replace(clock, offences=offences), tables, position)) for offences in groups]


def what_if(clock: Clock, tables: Tables, position: str = "agreed", **changes) -> Figures:
    """Count with another end, forum or origin, from the origin anew; the clock itself stays as it is.

    :raises WrongInput: as ``calculate`` does
    """
    return calculate(replace(clock, **changes), tables, position)


def _check(clock: Clock, tables: Tables) -> None:
    known = known_kinds(tables.kinds)
    for one in clock.intervals:
        if one.kind not in known:
            raise WrongInput("UNKNOWN_KIND", number=one.number, kind=one.kind, known=", ".join(known))
    check_shares(clock.intervals, tables.kinds)


def _count(clock: Clock, tables: Tables, position: str) -> Figures:
    kinds = regime.rows_that_hold(tables.kinds, clock.origin, clock.offences)
    counted = figures(clock, tables, position, kinds)
    return replace(counted, warnings=tuple(cautions(clock, tables, position, counted)))

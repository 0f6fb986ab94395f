"""What must be said beside figures: what is uncertain in them, what was passed over, and what they would be on another reading."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from . import regime
from .figures import Clock, Figures, Outcome, figures, outcome
from .intervals import SETTLED, WHOLE, Piece, Status
from .regime import Reading
from .tables import Stage, Tables
from .words import Said


def cautions(clock: Clock, tables: Tables, position: str, counted: Figures) -> Iterator[Said]:
    """Tell everything that goes with the figures of one position, the standing words first."""
    yield Said("INDICATIVE")
    yield from _of_the_outcome(counted)
    yield from _of_the_law(clock, tables, counted)
    yield from _of_the_regime(clock, tables, position, counted)
    yield from _of_the_intervals(clock, tables, position)
    yield from _of_the_pieces(tables, counted)
    yield from _of_the_shares(clock, tables, position, counted)


def _of_the_outcome(counted: Figures) -> Iterator[Said]:
    if counted.within_rounding:
        yield Said("WITHIN_ROUNDING")
    longer = outcome(counted.net + 1, counted.remaining + 1, counted.ceiling.days)
    if longer != counted.outcome:
        yield Said("INCLUSIVE", {"outcome": longer})


def _of_the_law(clock: Clock, tables: Tables, counted: Figures) -> Iterator[Said]:
    limit = counted.ceiling
    if limit.other_on:
        yield Said("FORUM_OPEN", {"months": limit.months, "other_months": limit.other_months, "on": limit.other_on})
    row = tables.ceiling_row(clock.forum, clock.origin)
    if row and "months" in row.uncertain:
        yield Said("CEILING_UNCERTAIN", {"forum": row.forum, "source": row.source, "note": row.uncertain["months"]})
    if min(period.first for period in clock.offences) > clock.origin:
        yield Said("OFFENCE_AFTER_ORIGIN", {"origin": clock.origin})
    effects = ["WARNING"]
    if counted.xv1:
        effects.append("EXCLUSION_WEIGHED")
    if counted.outcome is Outcome.PRESUMPTIVELY_UNREASONABLE:
        effects.append("REMEDY")
    for effect in effects:
        for rule in regime.rules(tables, effect, clock.origin, clock.offences):
            yield Said("RULE", {"rule": rule.code, "section": rule.section, "title_en": rule.title_en, "title_fr": rule.title_fr})


def _of_the_regime(clock: Clock, tables: Tables, position: str, counted: Figures) -> Iterator[Said]:
    """Show the other computation wherever excluded days are claimed: their law is new, and turns on the offence period."""
    given = {one.kind for one in clock.of_position(position)}
    for row in tables.kinds:
        if row.counts_as is not Stage.EXCLUDED or row.kind not in given:
            continue
        if regime.holds(row, clock.origin, clock.offences):
            code, reading = "EXCLUSIONS_OPEN", Reading.LEFT_OUT
        elif regime.holds(row, clock.origin, clock.offences, Reading.TOUCHED):
            code, reading = "STRADDLES", Reading.TOUCHED
        else:
            yield Said("EXCLUDED_EARLIER", {"kind": row.kind, "day": row.valid_from})
            continue
        kinds = regime.rows_that_hold(tables.kinds, clock.origin, clock.offences, reading)
        other = figures(clock, tables, position, kinds)
        yield Said(code, {"kind": row.kind, "day": row.valid_from, **_other_figures(other)})


def _of_the_intervals(clock: Clock, tables: Tables, position: str) -> Iterator[Said]:
    rows = {row.kind: row for row in tables.kinds}
    for one in clock.of_position(position):
        row = rows[one.kind]
        if row.counts_as is Stage.NOTHING:
            continue
        follows_the_end = row.counts_as is Stage.OUTSIDE and one.start >= clock.origin
        if one.end <= clock.origin:
            yield Said("BEFORE_ORIGIN", {"number": one.number, "origin": clock.origin})
        elif one.start >= clock.end and not follows_the_end:
            yield Said("AFTER_END", {"number": one.number, "end": clock.end})
        elif (one.start < clock.origin or one.end > clock.end) and not follows_the_end:
            yield Said("CLIPPED", {"number": one.number, "origin": clock.origin, "end": clock.end})
        if one.share < WHOLE and not row.takes_share:
            yield Said("SHARE_NOT_APPLIED", {"number": one.number, "kind": one.kind, "share": one.share})


def _of_the_pieces(tables: Tables, counted: Figures) -> Iterator[Said]:
    discrete = {row.kind for row in tables.kinds if row.counts_as is Stage.DISCRETE}
    overlapping = sum(piece.days for piece in counted.pieces if len(piece.by) + len(piece.beside) > 1)
    if overlapping:
        yield Said("OVERLAP", {"days": overlapping})
    meeting = sum(piece.days for piece in counted.pieces if _shares_meet(piece))
    if meeting:
        yield Said("SHARES_MEET", {"days": meeting})
    behind = sum(
        piece.days
        for piece in counted.pieces
        if piece.stage is Stage.DEFENCE and piece.share < WHOLE and any(one.kind in discrete for one in piece.beside)
    )
    if behind:
        yield Said("DISCRETE_BEHIND_SHARE", {"days": behind})


def _of_the_shares(clock: Clock, tables: Tables, position: str, counted: Figures) -> Iterator[Said]:
    if counted.defence_hundredths % WHOLE:
        yield Said("PART_OF_A_DAY", {"exact": f"{counted.defence_hundredths / WHOLE:.2f}", "days": counted.defence})
    open_kinds = {row.kind for row in tables.kinds if "takes_share" in row.uncertain}
    if not any(one.kind in open_kinds and one.share < WHOLE for one in clock.of_position(position)):
        return
    kinds = regime.rows_that_hold(tables.kinds, clock.origin, clock.offences)
    sharing = [replace(row, takes_share=not row.takes_share) if row.kind in open_kinds else row for row in kinds]
    other = figures(clock, tables, position, sharing)
    yield Said("DISCRETE_SHARE", {"discrete": other.discrete, **_other_figures(other)})


def _other_figures(other: Figures) -> dict[str, object]:
    return {"net": other.net, "remaining": other.remaining, "outcome": other.outcome}


def _shares_meet(piece: Piece) -> bool:
    """Whether statuses disagree about the share of a piece: what was settled, and a claim or another settlement."""
    if piece.stage is not Stage.DEFENCE or len(piece.by) < 2:
        return False
    sums: dict[Status, int] = defaultdict(int)
    for one in piece.by:
        sums[one.status] += one.share
    return len({min(WHOLE, total) for total in sums.values()}) > 1 and not SETTLED.isdisjoint(sums)

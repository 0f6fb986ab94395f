"""How the counts of a file descend from each other: the generations as columns and lines of a small picture, and as rows of a table."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

WIDE, HIGH, GAP_X, GAP_Y, HEAD = 220, 44, 56, 16, 34


@dataclass(frozen=True)
class Box:
    """One count on one paper: where it is drawn, what stands in it, and whether it is still there."""

    x: int
    y: int
    title: str
    state: str
    standing: bool

    @property
    def middle(self) -> int:
        """The height at which lines meet it."""
        return self.y + HIGH // 2

    @property
    def right(self) -> int:
        """Where lines leave it."""
        return self.x + WIDE


@dataclass(frozen=True)
class Line:
    """A line from a count to the one that came from it; ``same`` where the count itself went onto another paper."""

    path: str
    same: bool


@dataclass
class Picture:
    """The lineage of the counts of one accused; ``wide`` and ``high`` are the size of a box."""

    columns: list[tuple[int, str]] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    width: int = 0
    height: int = 0
    wide: int = WIDE
    high: int = HIGH


def draw(counts: Iterable, papers_of: Callable[[object], list], title: Callable[[object], str]) -> Picture | None:
    """Draw the counts of one accused, one column a paper in the order of their days; None where nothing descends from anything.

    ``papers_of`` gives the papers on which a count stood, the first first; one that went onto another paper unchanged has several.
    """
    counts = list(counts)
    known = {count.pk for count in counts}
    stood = {count.pk: papers_of(count) or [None] for count in counts}
    links = [(line.old_id, line.new_id) for count in counts for line in count.predecessors.all() if line.old_id in known]
    if not links and all(len(papers) < 2 for papers in stood.values()):
        return None
    papers = sorted({paper for row in stood.values() for paper in row if paper is not None}, key=lambda paper: (paper.sworn_on, paper.pk))
    columns = ([None] if any(None in row for row in stood.values()) else []) + papers
    picture = Picture()
    place_of: dict[tuple[int, object], Box] = {}
    filled = [0] * len(columns)
    for count in counts:
        for paper in stood[count.pk]:
            column = columns.index(paper)
            last = paper is stood[count.pk][-1]
            box = Box(
                x=column * (WIDE + GAP_X),
                y=HEAD + filled[column] * (HIGH + GAP_Y),
                title=title(count),
                state=count.get_state_display(),
                standing=last and count.is_last_generation,
            )
            filled[column] += 1
            place_of[count.pk, paper] = box
            picture.boxes.append(box)
    for count in counts:
        row = stood[count.pk]
        picture.lines += [
            _line(place_of[count.pk, first], place_of[count.pk, second], same=True) for first, second in zip(row, row[1:], strict=False)
        ]
    for old, new in links:
        picture.lines.append(_line(place_of[old, stood[old][-1]], place_of[new, stood[new][0]], same=False))
    picture.columns = [(number * (WIDE + GAP_X), paper.number if paper is not None else "") for number, paper in enumerate(columns)]
    picture.width = len(columns) * (WIDE + GAP_X) - GAP_X
    picture.height = HEAD + max(filled) * (HIGH + GAP_Y)
    return picture


def _line(old: Box, new: Box, *, same: bool) -> Line:
    """Draw a line from the right side of one box to the left side of another, or around where both stand in one column."""
    if new.x <= old.x:
        out = old.right + GAP_X // 2
        return Line(f"M{old.right} {old.middle}C{out} {old.middle} {out} {new.middle} {new.right} {new.middle}", same)
    half = (old.right + new.x) // 2
    return Line(f"M{old.right} {old.middle}C{half} {old.middle} {half} {new.middle} {new.x} {new.middle}", same)

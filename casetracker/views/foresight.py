"""What will follow from a step, found by making it and taking it back: the records that move, the dates that change, who is told."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from casetracker import names
from casetracker.models import CaseFile, Count, Proceeding
from foundation.audit.acts import rehearsal
from foundation.notifications.models import Notice
from foundation.pages import days
from foundation.workflow.models import Move


@dataclass(frozen=True)
class Moved:
    """One record that moves: who or what, from which state to which, and whether it follows from another."""

    who: str
    before: str
    after: str
    follows: bool


@dataclass(frozen=True)
class Changed:
    """One date or fact that changes: whose, which, from what to what."""

    who: str
    what: str
    before: str
    after: str


@dataclass
class Foreseen:
    """What will follow from a step."""

    moved: list[Moved] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    @property
    def matters(self) -> bool:
        """Whether more moves than the one asked for, or a date changes: then it is shown before the click."""
        return len(self.moved) > 1 or bool(self.changed)

    @property
    def digest(self) -> str:
        """What the person who confirms has seen."""
        return hashlib.sha256(repr((self.moved, self.changed)).encode()).hexdigest()[:20]


def foresee(case_file: CaseFile, user, make: Callable[[], object], *, watch: Callable[[CaseFile], dict] = lambda case_file: {}) -> Foreseen:
    """Make a step in a rehearsal and say what it did to the file, and to what ``watch`` gives of it: (whose, what) -> its words.

    Whatever the step refuses is raised as it would be when it is made.
    """
    found = Foreseen()
    before, seen = _dates(case_file), watch(case_file)
    last_move, last_notice = _last(Move), _last(Notice)
    with rehearsal():
        make()
        fresh = CaseFile.objects.get(pk=case_file.pk)
        words = words_of(fresh, user)
        moves = list(Move.objects.filter(pk__gt=last_move, act__by=user).order_by("pk"))
        found.moved = [
            Moved(words.get((move.subject_label, move.subject_ref), ""), move.from_label, move.to_label, move.followed_from_id is not None)
            for move in moves
        ]
        labels = {"next_date": _("Next date"), "ceiling_on": _("Delay ceiling"), "trial_on": _("Trial begins")}
        for (ref, name), value in _dates(fresh).items():
            was = before.get((ref, name))
            if was != value and not (name == "trial_on" and was is None):
                found.changed.append(Changed(words.get((Proceeding._meta.label, ref), ""), labels[name], _day(was), _day(value)))
        for (who, what), value in watch(fresh).items():
            if seen.get((who, what), value) != value:
                found.changed.append(Changed(who, what, seen[who, what], value))
        told = Notice.objects.filter(pk__gt=last_notice, act__by=user).select_related("recipient")
        found.told = sorted({notice.recipient.name for notice in told})
    return found


def _last(model) -> int:
    return model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _day(value) -> str:
    return days.day(value) if value else _("none")


def _dates(case_file: CaseFile) -> dict[tuple[str, str], object]:
    rows = Proceeding.objects.filter(file=case_file).order_by("pk")
    return {(row.ref, name): getattr(row, name) for row in rows for name in ("next_date", "ceiling_on", "trial_on")}


def words_of(case_file: CaseFile, user) -> dict[tuple[str, str], str]:
    """Name the file, each accused and each count as this person may read them."""
    words = {(CaseFile._meta.label, case_file.ref): _("The file")}
    counts = Count.objects.select_related("offence").order_by("pk")
    for proceeding in Proceeding.objects.filter(file=case_file).select_related("accused").prefetch_related("accused__bans__provision"):
        proceeding.accused.file = case_file
        who = names.display_name(proceeding.accused, user, names.PAGE)
        words[Proceeding._meta.label, proceeding.ref] = who
        for count in counts.filter(proceeding=proceeding):
            number = _("count %(number)s") % {"number": count.number} if count.number else _("count")
            words[Count._meta.label, count.ref] = f"{who}, {number} ({count.offence.citation})"
    return words

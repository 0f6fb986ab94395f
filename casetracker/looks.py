"""Who looked at a file, printed from it or took something out of it: the log of reading and the events of the chain, in one list.

Found, filtered, ordered and paged by the database. Neither log holds anything of what was read.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import CharField, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast

from foundation.accounts.models import User
from foundation.audit.models import Event, ReadLog
from foundation.documents.models import Document

from .models import CaseFile, Participant
from .timeline import day_start

PER_PAGE = 20
LOOK, PAPER, PRINT, EXPORT = "look", "paper", "print", "export"
VERBS = {PRINT: "printed", EXPORT: "exported"}
KINDS = {verb: kind for kind, verb in VERBS.items()}
# Asking for a printout or a file is an event of its own; its look is not told twice.
HANDED_OUT = (
    "casetracker:print_history",
    "casetracker:export_history",
    "casetracker:print_as_it_stood",
    "casetracker:export_as_it_stood",
    "casetracker:print_delay",
    "casetracker:export_delay",
    "casetracker:delay_pdf",
)


@dataclass(frozen=True)
class AskedLooks:
    """What a reader asks of the list; everything left out asks for all."""

    person: str = ""
    kinds: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Look:
    """One line: who, when, what, from where and why."""

    kind: str
    at: datetime
    by: User
    page: str = ""
    about: str = ""
    ref: str = ""
    what: tuple[str, ...] = ()
    address: str = ""
    reason: str = ""


class Looks:
    """The looks at one file; stands where Django's paginator takes a list, and reads one page of it."""

    def __init__(self, case_file: CaseFile, asked: AskedLooks = AskedLooks()):  # noqa: B008  a frozen value
        self.case_file, self.asked = case_file, asked
        self.parts = [part for kinds, part in self._all_parts() if not asked.kinds or kinds.intersection(asked.kinds)]

    def __len__(self) -> int:
        return sum(part.count() for part in self.parts)

    def __getitem__(self, wanted: slice) -> list[Look]:
        """Read one page: of each part no more than what can stand on it is looked at."""
        lines = []
        for number, part in enumerate(self.parts):
            at, order = ("at", ("-at", "-pk")) if part.model is ReadLog else ("act__at", ("-seq",))
            newest = part.model.objects.filter(pk__in=part.order_by(*order)[: wanted.stop].values("pk")).order_by()
            lines.append(newest.annotate(_part=Value(number), _at=F(at), _key=F("pk")).values_list("_part", "_at", "_key"))
        if not lines:
            return []
        together = lines[0].union(*lines[1:], all=True) if len(lines) > 1 else lines[0]
        # The keys of two logs say nothing of each other: at one instant what was handed out stands above the look that asked for it.
        return self._told(list(together.order_by("-_at", "-_part", "-_key")[wanted]))

    def people(self) -> QuerySet[User]:
        """Everybody who ever looked."""
        seen = [part.order_by().values("by" if part.model is ReadLog else "act__by") for _kinds, part in self._all_parts(whole=True)]
        return User.objects.filter(pk__in=seen[0].union(*seen[1:])).order_by("name")

    def _all_parts(self, *, whole: bool = False) -> list[tuple[set[str], QuerySet]]:
        people = Participant.objects.filter(file=self.case_file.pk).order_by()
        papers = Document.objects.about(self.case_file).order_by()
        looks = ReadLog.objects.exclude(page__in=HANDED_OUT)
        events = Event.objects.filter(label=CaseFile._meta.label, ref=self.case_file.ref)
        wanted = {VERBS[kind] for kind in self.asked.kinds if kind in VERBS} if self.asked.kinds and not whole else set(KINDS)
        parts = [
            ({LOOK}, looks.filter(label=CaseFile._meta.label, ref=self.case_file.ref)),
            ({LOOK}, looks.filter(label=Participant._meta.label, ref__in=people.values("ref"))),
            ({PAPER}, looks.filter(label=Document._meta.label, ref__in=papers.values("ref"))),
            ({PRINT, EXPORT}, events.filter(verb__in=sorted(wanted))),
        ]
        return parts if whole else [(kinds, self._narrowed(part)) for kinds, part in parts]

    def _narrowed(self, rows: QuerySet) -> QuerySet:
        by, at = ("by__ref", "at") if rows.model is ReadLog else ("act__by__ref", "act__at")
        if self.asked.person:
            rows = rows.filter(**{by: self.asked.person})
        if self.asked.since:
            rows = rows.filter(**{f"{at}__gte": day_start(self.asked.since)})
        if self.asked.until:
            rows = rows.filter(**{f"{at}__lt": day_start(self.asked.until + timedelta(days=1))})
        return rows

    def _told(self, found: list[tuple[int, datetime, int]]) -> list[Look]:
        """Read the lines of one page."""
        reads = {pk for number, _at, pk in found if self.parts[number].model is ReadLog}
        events = {pk for number, _at, pk in found if self.parts[number].model is Event}
        looks = ReadLog.objects.select_related("by").in_bulk(reads)
        asking = ReadLog.objects.filter(
            by=OuterRef("act__by"), label=CaseFile._meta.label, ref=self.case_file.ref, page__in=HANDED_OUT, at__lte=OuterRef("act__at")
        ).order_by("-at", "-pk")
        handed = (
            Event.objects.select_related("act__by")
            .annotate(address=Cast(Subquery(asking.values("address")[:1]), CharField()), reason=Subquery(asking.values("reason")[:1]))
            .in_bulk(events)
        )
        return [
            self._of_look(looks[pk]) if self.parts[number].model is ReadLog else self._of_event(handed[pk]) for number, _at, pk in found
        ]

    @staticmethod
    def _of_look(look: ReadLog) -> Look:
        kind = PAPER if look.label == Document._meta.label else LOOK
        return Look(kind, look.at, look.by, look.page, look.label, look.ref, (), look.address, look.reason)

    @staticmethod
    def _of_event(event: Event) -> Look:
        what, by = tuple(json.loads(event.body)["fields"]), event.act.by
        return Look(KINDS[event.verb], event.act.at, by, "", event.label, event.ref, what, event.address or "", event.reason or "")

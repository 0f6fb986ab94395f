"""What happened on a file: its moves and the history of its rows, gathered by act, newest first, for one reader.

Acts are found, filtered, ordered and paged by the database; of the rows only those of one page of acts are read.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from django.apps import apps
from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, TruncDate
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.audit.models import Act, Event
from foundation.clock import TORONTO
from foundation.law.models import BanProvision, Court, Courthouse, OffenceVersion
from foundation.pages import days
from foundation.workflow.corrections import may_correct
from foundation.workflow.models import CORRECTION, Approval, Move

from . import choices, names, policies, sentences, trail
from .models import (
    Appearance,
    AppearanceOf,
    Ban,
    CaseFile,
    ChargingDocument,
    ClockOrigin,
    ConflictName,
    Count,
    Decision,
    Election,
    FileAccess,
    FileNote,
    FileWall,
    OrderAnswer,
    Participant,
    PrimaFacieInquiry,
    Proceeding,
    ScreeningReview,
    VictimRequest,
    VictimView,
    Warrant,
)

# What the sentence of another row of the same act says.
QUIET = (AppearanceOf,)
PRIVATE_COLUMNS = frozenset({"given_name", "family_name", "birth_date", "organisation", "language", "is_youth"})
MOVES = "move"
HAPPENED, RECORDED = "happened", "recorded"
AT_ONCE = 100


@dataclass(frozen=True)
class Asked:
    """What a reader asks of the history; everything left out asks for all."""

    person: str = ""
    kinds: tuple[str, ...] = ()
    column: str = ""
    since: date | None = None
    until: date | None = None
    by: str = HAPPENED

    @property
    def label(self) -> str:
        """The table of the column asked for."""
        return self.column.rpartition(".")[0]


def day_start(day: date) -> datetime:
    """The first instant of a day in Toronto."""
    return datetime.combine(day, time(), tzinfo=TORONTO)


def latest(case_file: CaseFile, user, number: int) -> list[sentences.Entry]:
    """The newest entries of a file for a reader."""
    timeline = Timeline(case_file, user)
    return timeline.entries(timeline.acts()[:number])


class Timeline:
    """The history of one file for one reader on one channel."""

    def __init__(self, case_file: CaseFile, user, channel: str = names.PAGE):
        self.case_file, self.user, self.channel = case_file, user, channel
        self.sources = [source for source in trail.readable(case_file, user) if source.model not in QUIET]
        self.by_model = {source.model: source for source in self.sources}
        self.ways = trail.subjects_of(case_file, "subject_label", "subject_ref")
        self.moved = trail.any_of(self.ways)
        self._found: dict[Asked, list[int]] = {}

    # Finding the acts

    def acts(self, asked: Asked = Asked()) -> QuerySet[Act]:  # noqa: B008  a frozen value
        """The acts of the file that were asked for, newest first; only their numbers are read yet, once."""
        acts = Act.objects.filter(pk__in=self._numbers(asked))
        if not policies.may_read_notes(self.case_file, self.user):
            acts = acts.exclude(kind__in=trail.TEAM_ACTS)
        if asked.person:
            acts = acts.filter(by__ref=asked.person)
        acts = self._dated(acts)
        if asked.by == RECORDED:
            if asked.since:
                acts = acts.filter(at__gte=day_start(asked.since))
            if asked.until:
                acts = acts.filter(at__lt=day_start(asked.until + timedelta(days=1)))
            return acts.order_by("-at", "-pk")
        if asked.since:
            acts = acts.filter(happened__gte=asked.since)
        if asked.until:
            acts = acts.filter(happened__lte=asked.until)
        return acts.order_by("-happened", "-at", "-pk")

    def _numbers(self, asked: Asked) -> list[int]:
        """The numbers of the acts that wrote any row, or made any move, that was asked for."""
        if asked not in self._found:
            parts: list[QuerySet] = [
                self._asked_rows(source, asked, way).values_list("act_id")
                for source in self._wanted(asked)
                for way in source.ways(self.case_file)
            ]
            if not asked.column:
                parts += [self._asked_moves(asked, way).values_list("act_id") for way in self.ways]
            found = parts[0].union(*parts[1:]) if parts else ()
            self._found[asked] = sorted(number for (number,) in found if number)
        return self._found[asked]

    def used(self) -> list[trail.Source]:
        """The tables that have anything of this file."""
        parts = [
            source.rows(self.case_file, self.user, way).annotate(_source=Value(number)).values_list("_source", flat=True)
            for number, source in enumerate(self.sources)
            for way in source.ways(self.case_file)
        ]
        return [self.sources[number] for number in sorted(parts[0].union(*parts[1:]))]

    def _dated(self, acts: QuerySet[Act]) -> QuerySet[Act]:
        """Give each act the day it happened: that of its own last move in the file, else the day it was recorded."""
        own = Move.objects.filter(self.moved, act=OuterRef("pk"), followed_from=None).order_by("-pk")
        return acts.annotate(happened=Coalesce(Subquery(own.values("happened_on")[:1]), TruncDate("at", tzinfo=TORONTO)))

    def people(self) -> QuerySet[User]:
        """Everybody who did something on the file."""
        return User.objects.filter(pk__in=self.acts().order_by().values("by")).order_by("name")

    def _wanted(self, asked: Asked) -> list[trail.Source]:
        if asked.column:
            return [source for source in self.sources if source.label == asked.label]
        return [source for source in self.sources if not asked.kinds or source.label in asked.kinds]

    def _asked_rows(self, source: trail.Source, asked: Asked, way: Q | None = None) -> QuerySet:
        rows = source.rows(self.case_file, self.user, way)
        if not asked.column:
            return rows
        name = asked.column.rpartition(".")[2]
        column = next((column.attname for column in trail.shown_columns(source, self.case_file, self.user) if column.name == name), None)
        if column is None:
            return rows.none()
        rows = rows.filter(history_type="~").annotate(_was=self._row_before(source, column))
        one_empty = Q(**{f"{column}__isnull": True}, _was__isnull=False) | Q(**{f"{column}__isnull": False}, _was__isnull=True)
        both = Q(**{f"{column}__isnull": False}, _was__isnull=False)
        return rows.filter(one_empty | (both & ~Q(**{column: F("_was")})))

    def _asked_moves(self, asked: Asked, way: Q | None = None) -> QuerySet[Move]:
        moves = Move.objects.filter(way or self.moved).order_by()
        return moves if not asked.kinds or MOVES in asked.kinds else moves.filter(subject_label__in=asked.kinds)

    @staticmethod
    def _row_before(source: trail.Source, column: str) -> Subquery:
        """What a column held in the row before; by number and not by date, for two rows of one act bear the same instant."""
        earlier = source.past.objects.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id")).order_by("-history_id")
        return Subquery(earlier.values(column)[:1])

    # Reading one page of them

    def entries(self, acts, asked: Asked = Asked()) -> list[sentences.Entry]:  # noqa: B008  a frozen value
        """Say what each of these acts did, in their order; reads their rows and no others."""
        return self._told(list(acts.select_related("by")), asked)

    def _told(self, acts: list[Act], asked: Asked) -> list[sentences.Entry]:
        rows = self._rows([act.pk for act in acts], asked)
        moves = self._moves([act.pk for act in acts], asked)
        self.learn(rows, moves)
        found: dict[int, sentences.Entry] = {}
        for act in acts:
            step = next((move for move in moves if move.act_id == act.pk), None)
            found[act.pk] = sentences.Entry(act.at, act.by.name, sentences.act_words(act.kind, step), act.happened)
        for move in moves:
            entry = found[move.act_id]
            entry.lines.append(sentences.move_line(move, self._subject(move), days.local(entry.at).date()))
        for number, reference in self._correctable(moves, asked).items():
            found[number].correct_ref = reference
        made = {(row.act_id, model, row.id) for row, _before, model in rows if row.history_type == "+"}
        tracked = {(row.act_id, row.accused_id) for row, _before, model in rows if model is Proceeding and row.history_type == "+"}
        for row, before, model in rows:
            follows_its_making = not asked.column and row.history_type == "~" and (row.act_id, model, row.id) in made
            said_by_the_accused = model is Participant and row.history_type == "+" and (row.act_id, row.id) in tracked
            if not follows_its_making and not said_by_the_accused:
                found[row.act_id].lines.extend(self._lines(row, before, model, asked))
        return list(found.values())

    def all_entries(self, acts, asked: Asked = Asked()) -> Iterator[sentences.Entry]:  # noqa: B008  a frozen value
        """Say what every one of these acts did, a hundred at a time."""
        numbers = acts.values_list("pk", flat=True).iterator(chunk_size=AT_ONCE)
        while some := list(islice(numbers, AT_ONCE)):
            known = {act.pk: act for act in self._dated(Act.objects.filter(pk__in=some)).select_related("by")}
            yield from self._told([known[number] for number in some], asked)

    def _rows(self, acts: list[int], asked: Asked) -> list[tuple]:
        """Read (row, the row before it, model) of these acts: the chain names the tables, one query finds the rows, one each reads them."""
        written = set(Event.objects.filter(act_id__in=acts).order_by().values_list("label", flat=True).distinct())
        wanted = [source for source in self._wanted(asked) if source.label in written]
        parts = [
            self._asked_rows(source, asked)
            .filter(act_id__in=acts)
            .annotate(_source=Value(number), _before=self._row_before(source, "history_id"))
            .values_list("_source", "history_id", "_before")
            for number, source in enumerate(wanted)
        ]
        found = defaultdict(list)
        for number, row, before in parts[0].union(*parts[1:], all=True) if parts else ():
            found[number].append((row, before))
        rows = []
        for number in sorted(found):
            pairs = sorted(found[number])
            known = wanted[number].past.objects.in_bulk({pk for pair in pairs for pk in pair if pk})
            rows += [(known[row], known.get(before), wanted[number].model) for row, before in pairs]
        return rows

    def _moves(self, acts: list[int], asked: Asked) -> list[Move]:
        if asked.column:
            return []
        return list(self._asked_moves(asked).filter(act_id__in=acts).select_related("act", "corrected_by__act__by").order_by("pk"))

    def _correctable(self, moves: list[Move], asked: Asked) -> dict[int, str]:
        """Which of these acts this reader may correct, each with the move that leads there; none where only some moves were read."""
        if asked.kinds or asked.column:
            return {}
        standing: dict[int, list[Move]] = defaultdict(list)
        for move in moves:
            if move.corrected_by_id is None and move.name != CORRECTION:
                standing[move.act_id].append(move)
        rights = {"is_lead": policies.is_lead(self.case_file, self.user), "may_still": policies.is_admin(self.case_file, self.user)}
        return {number: made[0].ref for number, made in standing.items() if may_correct(made, self.user, **rights)}

    def learn(self, rows, moves=()) -> None:
        """Read the names of what the rows and moves point to, one query for each kind of thing."""
        self.named: dict[tuple[type, object], str] = {}
        wanted: dict[type, set] = defaultdict(set)
        for row, before, model in rows:
            wanted[model].add(row.id)
            for column in model._meta.concrete_fields:
                if column.is_relation and hasattr(row, column.attname):
                    wanted[column.related_model].update(
                        value for value in (getattr(row, column.attname), getattr(before, column.attname, None)) if value
                    )
        say: dict[type, Callable] = {
            User: lambda user: user.name,
            OffenceVersion: lambda offence: offence.citation,
            BanProvision: lambda provision: provision.citation,
            Court: lambda court: court.short,
            Courthouse: lambda house: house.name,
            apps.get_model("accounts", "Agency"): str,
            apps.get_model("accounts", "Office"): str,
            ChargingDocument: str,
            Appearance: lambda appearance: f"{days.day(appearance.on)}, {appearance.get_purpose_display()}",
            ClockOrigin: lambda origin: days.day(origin.on),
        }
        for model, write in say.items():
            if wanted.get(model):
                for row in model.objects.filter(pk__in=wanted[model]):
                    self.named[model, row.pk] = write(row)
        self._learn_subjects(wanted, moves)

    def _learn_subjects(self, wanted: dict[type, set], moves) -> None:
        """Read the accused and counts that are spoken of, and the people behind them."""
        refs: dict[str, set[str]] = defaultdict(set)
        for move in moves:
            refs[move.subject_label].add(move.subject_ref)
        counts = list(
            Count.objects.filter(Q(pk__in=wanted[Count]) | Q(ref__in=refs[Count._meta.label]), proceeding__file=self.case_file.pk)
            .select_related("offence")
            .order_by()
        )
        tracks = wanted[Proceeding] | {count.proceeding_id for count in counts}
        proceedings = list(
            Proceeding.objects.filter(Q(pk__in=tracks) | Q(ref__in=refs[Proceeding._meta.label]), file=self.case_file.pk).order_by()
        )
        people = wanted[Participant] | {proceeding.accused_id for proceeding in proceedings}
        self.participants = {
            row.pk: row
            for row in Participant.objects.filter(pk__in=people, file=self.case_file.pk).order_by().prefetch_related("bans__provision")
        }
        for participant in self.participants.values():
            participant.file = self.case_file
            self.named[Participant, participant.pk] = names.display_name(participant, self.user, self.channel)
        for proceeding in proceedings:
            self.named[Proceeding, proceeding.pk] = self._name(Participant, proceeding.accused_id)
        for count in counts:
            self.named[Count, count.pk] = self.count_title(count.number, count.offence.citation, count.proceeding_id)
        self.by_ref = {(row._meta.label, row.ref): row for row in (*counts, *proceedings)}

    # Words

    def _name(self, model, pk) -> str:
        return self.named.get((model, pk), "")

    def count_title(self, number, citation, proceeding_id) -> str:
        """Name a count by its number, its offence and its accused."""
        who = self._name(Proceeding, proceeding_id)
        words = {"number": number, "section": citation, "who": who}
        return _("count %(number)s, %(section)s (%(who)s)") % words if number else _("count under %(section)s (%(who)s)") % words

    def _subject(self, move: Move) -> str:
        if move.subject_label == CaseFile._meta.label:
            return _("the file")
        subject = self.by_ref.get((move.subject_label, move.subject_ref))
        return self._name(type(subject), subject.pk) if subject is not None else sentences.noun(move.subject_label)

    def title(self, row, model) -> str:
        """Name a row by what a reader knows it by."""
        if model is CaseFile:
            return _("the file")
        if model is Participant:
            return self._name(Participant, row.id)
        if model is Proceeding:
            return self._name(Proceeding, row.id)
        if model is Count:
            return self.count_title(row.number, self._name(OffenceVersion, row.offence_id), row.proceeding_id)
        if model is Appearance:
            return f"{days.day(row.on)}, {row.get_purpose_display()}"
        if model is ChargingDocument:
            return f"{row.get_kind_display()} {row.number}"
        if model in (FileAccess, FileWall):
            place = f", {row.get_acting_as_display()}" if model is FileAccess else ""
            return f"{self._name(User, row.user_id)}{place}"
        if model is Ban:
            return self._name(BanProvision, row.provision_id)
        if model._meta.label == "documents.Document":
            return row.title or row.name
        if model is FileNote:
            return sentences.shorten(row.text)
        if model is ConflictName:
            return names.initials(row.name, "") if row.kind in choices.PROTECTED_KINDS else row.name
        if model in (ScreeningReview, Decision):
            outcome = row.get_outcome_display() if model is ScreeningReview else row.get_result_display()
            return f"{self._name(Count, row.count_id)}: {outcome}"
        if model is Election:
            return f"{self._name(Proceeding, row.proceeding_id)}: {row.get_choice_display()}"
        if model is OrderAnswer:
            return f"{row.get_order_display()}: {row.get_answer_display()}"
        if model is Warrant:
            return f"{row.get_kind_display()}, {date_format(row.issued_on)}"
        if model is PrimaFacieInquiry:
            return f"{row.get_result_display()}, {days.day(row.held_on)}"
        if model is ClockOrigin:
            return f"{days.day(row.on)}, {self._name(Proceeding, row.proceeding_id)}"
        if model is VictimRequest:
            return f"{row.get_kind_display()}, {self._name(Participant, row.participant_id)}"
        if model is VictimView:
            return self._name(Proceeding, row.proceeding_id)
        if model is Approval:
            return sentences.step_label(Move(subject_label=row.subject_label, name=row.move))
        return self._plain_title(row, model)

    def _plain_title(self, row, model) -> str:
        """Name a row of a table that has no words of its own: by its kind, its accused or count, and its first date."""
        parts = []
        for column in model._meta.concrete_fields:
            value = getattr(row, column.attname, None)
            if column.is_relation and column.related_model in (Count, Proceeding, Participant) and value:
                parts.append(self._name(column.related_model, value))
            elif getattr(column, "choices", None) and value and not parts:
                parts.append(self.say(column, value))
        return ", ".join(dict.fromkeys(part for part in parts if part))

    def _lines(self, row, before, model, asked: Asked) -> list[sentences.Line]:
        title = self.title(row, model)
        if row.history_type == "-":
            return [sentences.removed_line(model._meta.label, title)]
        if row.history_type == "+" or before is None:
            return [] if model is CaseFile else [sentences.added_line(model._meta.label, title)]
        if getattr(row, "corrected_in_id", None) and not before.corrected_in_id:
            return [sentences.set_aside_line(model._meta.label, title)]
        if model is Approval and row.facts.get("fell_away") and not before.facts.get("fell_away"):
            return [sentences.Line(_("A stay by the Crown that was asked for fell away: none of its counts can be stayed any more"))]
        columns = trail.shown_columns(self.by_model[model], self.case_file, self.user)
        if asked.column:
            columns = [column for column in columns if column.name == asked.column.rpartition(".")[2]]
        changes = sentences.changes_between(before, row, columns, self.say)
        if self._is_protected(row, before, model):
            private = PRIVATE_COLUMNS if model is Participant else {"name"}
            hidden = {sentences.label_of(column) for column in columns if column.name in private}
            changes = [sentences.Change(change.label, "", "") if change.label in hidden else change for change in changes]
        return sentences.change_lines(model._meta.label, title, changes)

    def _is_protected(self, row, before, model) -> bool:
        """Say whether the values of a row would give away a name that is kept to initials today."""
        if model is ConflictName:
            return bool({row.kind, before.kind}.intersection(choices.PROTECTED_KINDS))
        if model is not Participant:
            return False
        person = self.participants.get(row.id)
        return person is None or names.is_protected(person)

    def say(self, column, value) -> str:
        """Write one value of a row in words."""
        return sentences.say_value(column, value, lambda column, value: self._name(column.related_model, value))

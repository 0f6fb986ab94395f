"""A file as it was recorded at the end of a day: its rows rebuilt from their history, with everything that pages read of them.

What is shown of it follows the rights and the bans of today; what it says is what was on record then.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.db.models import ForeignKey, ManyToManyField, Max, Model

from foundation.pages import days
from foundation.workflow.models import Approval

from . import choices, ledger, names, policies, sentences, situations, trail
from .models import Appearance, CaseFile, ClockOrigin, ConflictName, Count, Participant, Proceeding
from .states import HELD, LIVE_ACCUSED, TERMINAL
from .timeline import PRIVATE_COLUMNS, Timeline, day_start

# Columns that tie or number rows and tell a reader nothing by themselves.
TIES = sentences.SILENT - {"state"} | {"media_type", "text_state", "text_cause"}


@dataclass(frozen=True)
class Described:
    """One row in words: what kind of record, which one, and what was on record of it."""

    kind: str
    title: str
    facts: list[tuple[str, str]]


@dataclass
class Stood:
    """A file as it stood: its rows by model, tied together as if they had been read from the database that day."""

    day: date
    case_file: CaseFile
    rows: dict[type[Model], list[Model]] = field(default_factory=dict)
    past: list[tuple[object, type[Model]]] = field(default_factory=list)

    def of(self, model) -> list:
        """The rows of one model, in the order of its table."""
        return self.rows.get(model, [])


def end_of(day: date) -> datetime:
    """The instant at which a day in Toronto is over."""
    return day_start(day + timedelta(days=1))


def past_rows(source: trail.Source, case_file: CaseFile, day: date) -> list:
    """The history rows that held at the end of a day; deleted rows are left out."""
    then = source.past.objects.filter(source.where(case_file), history_date__lt=end_of(day)).order_by()
    # By number and not by date: two rows of one act bear the same instant.
    last = then.values("id").annotate(last=Max("history_id")).values("last")
    rows = source.past.objects.filter(pk__in=last).exclude(history_type="-").order_by("id")
    if any(column.name == "corrected_in" for column in source.columns):
        rows = rows.filter(corrected_in=None)  # a correction had set the others aside by then
    return list(rows)


def first_day(case_file: CaseFile) -> date | None:
    """The day from which anything is on record."""
    first = CaseFile.history.filter(id=case_file.pk).order_by("history_id").values_list("history_date", flat=True).first()
    return days.local(first).date() if first else None


def as_it_stood(case_file: CaseFile, day: date) -> Stood | None:
    """Rebuild a file as recorded at the end of a day; None where it was not on record yet. The number of queries is constant."""
    rows: dict[type[Model], dict[int, Any]] = {}
    past = []
    for source in trail.sources():
        found = past_rows(source, case_file, day)
        past += [(row, source.model) for row in found]
        rows[source.model] = {row.id: rebuilt(row, source.model) for row in found}
    if not rows[CaseFile]:
        return None
    whole = rows[CaseFile][case_file.pk]
    # Who may do what is asked of today, once for both.
    whole.__dict__["_access_of"] = case_file.__dict__.setdefault("_access_of", {})
    _tie(rows)
    _protect_as_today(case_file, rows[Participant])
    stood = Stood(day, whole, {model: _in_order(model, list(known.values())) for model, known in rows.items()}, past)
    _derive(stood)
    return stood


def rebuilt(row, model) -> Model:
    """Make the record again from one of its history rows; what history does not keep is left at its start."""
    columns = model._meta.concrete_fields
    kept = {column.attname for column in row.tracked_fields}
    values = [getattr(row, column.attname) if column.attname in kept else column.get_default() for column in columns]
    return model.from_db(row._state.db, [column.attname for column in columns], values)


def _tie(rows: dict[type[Model], dict[int, Model]]) -> None:
    """Tie rows to each other by their keys, both ways, and to the law, people and places they name."""
    outside: dict[type[Model], set] = defaultdict(set)
    keys = [(model, column) for model in rows for column in model._meta.concrete_fields if isinstance(column, ForeignKey)]
    for model, column in keys:
        if column.related_model not in rows:
            outside[column.related_model].update(value for row in rows[model].values() if (value := getattr(row, column.attname)))
    known = {model: model._default_manager.in_bulk(wanted) if wanted else {} for model, wanted in outside.items()}
    for model, column in keys:
        targets = rows.get(column.related_model, known.get(column.related_model, {}))
        held: dict[int, list] = defaultdict(list)
        for row in rows[model].values():
            value = getattr(row, column.attname)
            if value in targets:
                column.set_cached_value(row, targets[value])
                held[value].append(row)
        name = column.remote_field.get_accessor_name()
        if column.related_model in rows and name and not column.unique:
            for pk, target in targets.items():
                _keep(target, name, model, _in_order(model, held[pk]))
    _tie_appearances(rows)


def _tie_appearances(rows) -> None:
    """Tie the rows that meet many to many, through the table between them."""
    for model in rows:
        for column in model._meta.many_to_many:
            through = column.remote_field.through
            if not isinstance(column, ManyToManyField) or through not in rows:
                continue
            here: dict[int, list] = defaultdict(list)
            there: dict[int, list] = defaultdict(list)
            for tie in rows[through].values():
                one = rows[model].get(getattr(tie, f"{column.m2m_field_name()}_id"))
                other = rows.get(column.related_model, {}).get(getattr(tie, f"{column.m2m_reverse_field_name()}_id"))
                if one is not None and other is not None:
                    here[one.pk].append(other)
                    there[other.pk].append(one)
            for pk, row in rows[model].items():
                _keep(row, column.name, column.related_model, _in_order(column.related_model, here[pk]))
            for pk, row in rows.get(column.related_model, {}).items():
                _keep(row, column.related_query_name(), model, _in_order(model, there[pk]))


def _keep(row: Model, name: str, model, related: list) -> None:
    """Hand a row what hangs on it, as a prefetch would; nothing is asked of the database of today."""
    known = model._default_manager.all()
    known._result_cache, known._prefetch_done = related, True
    row.__dict__.setdefault("_prefetched_objects_cache", {})[name] = known


def _in_order(model, rows: list) -> list:
    """Order rows as their table does, by its own columns."""
    plain = {column.name for column in model._meta.concrete_fields if not column.is_relation} | {"pk"}
    ordered = sorted(rows, key=lambda row: row.pk)
    for name in reversed([name for name in model._meta.ordering if name.lstrip("-") in plain]):
        ordered.sort(key=partial(_place, name=name.lstrip("-")), reverse=name.startswith("-"))
    return ordered


def _place(row, name: str) -> tuple:
    """Where a row stands by one of its columns; an empty one comes first."""
    value = getattr(row, name)
    return (value is not None, 0 if value is None else value)


def _protect_as_today(case_file: CaseFile, people: dict[int, Participant]) -> None:
    """Let every name be hidden or shown as it is today, whatever bans stood that day."""
    today = Participant.objects.filter(file=case_file.pk, pk__in=people).order_by().prefetch_related("bans__provision").in_bulk()
    for pk, person in people.items():
        person.as_today = today.get(pk)


def _derive(stood: Stood) -> None:
    """Work out what no history keeps because it follows from the rows: situations, next days, the style of cause."""
    tracks = stood.of(Proceeding)
    asked = {row.subject_ref for row in stood.of(Approval) if row.move == "own_services" and row.decided_at is None}
    for track in tracks:
        track.lead_is_asked = track.ref in asked
        coming = situations.next_appearance(track, stood.day)
        track.situation = situations.situation(track, stood.day).code
        track.next_date = coming.on if coming and track.state not in TERMINAL else None
        track.ceiling_on = ledger.ceiling_on(track, stood.day)
    accused = list({track.accused_id: track.accused for track in tracks}.values())
    stood.case_file.style_name = names.display_name(accused[0], channel=names.TITLE) if accused else ""
    stood.case_file.accused_count = len(accused)
    stood.case_file.custody_count = sum(track.custody in HELD and track.state in LIVE_ACCUSED for track in tracks)


def describe(stood: Stood, case_file: CaseFile, user, channel: str = names.PAGE, *, without=frozenset()) -> list[Described]:
    """Say every row that this person may read today in words, column by column; ``without`` leaves whole tables out."""
    told = Timeline(case_file, user, channel)
    allowed = {source.model: source for source in trail.readable(case_file, user) if source.model not in without}
    hidden = _hidden_today(stood, case_file, user)
    rows = [(row, model) for row, model in stood.past if model in allowed and (model, row.id) not in hidden]
    told.learn([(row, None, model) for row, model in rows])
    told.named.update(_named_then(stood, user, channel, told))
    lines = []
    for row, model in rows:
        facts = [
            (sentences.label_of(column), words)
            for column in trail.shown_columns(allowed[model], case_file, user)
            if column.name not in TIES
            and not _gives_away(row, model, column, told)
            and (words := told.say(column, getattr(row, column.attname)))
        ]
        lines.append(Described(sentences.capital(sentences.noun(model._meta.label)), sentences.capital(told.title(row, model)), facts))
    return lines


def _hidden_today(stood: Stood, case_file: CaseFile, user) -> set[tuple[type[Model], int]]:
    """What lay open that day and is the team's own today."""
    hidden = set()
    for source in trail.readable(case_file, user):
        if hasattr(source.model, "team_only"):
            shown = set(source.rows(case_file, user).values_list("id", flat=True))
            hidden |= {(source.model, row.id) for row, model in stood.past if model is source.model and row.id not in shown}
            hidden |= {
                (source.model, row.id)
                for row, model in stood.past
                if model is source.model and row.team_only and not policies.may_read_notes(case_file, user)
            }
    return hidden


def _named_then(stood: Stood, user, channel: str, told: Timeline) -> dict:
    """The names of people, accused and counts as they were on record that day."""
    named: dict[tuple[type, object], str] = {}
    for person in stood.of(Participant):
        named[Participant, person.pk] = names.display_name(person, user, channel)
    for track in stood.of(Proceeding):
        named[Proceeding, track.pk] = named.get((Participant, track.accused_id), "")
    told.named.update(named)
    for count in stood.of(Count):
        named[Count, count.pk] = told.count_title(count.number, count.offence.citation, count.proceeding_id)
    for appearance in stood.of(Appearance):
        named[Appearance, appearance.pk] = f"{days.day(appearance.on)}, {appearance.get_purpose_display()}"
    for origin in stood.of(ClockOrigin):
        named[ClockOrigin, origin.pk] = days.day(origin.on)
    return named


def _gives_away(row, model, column, told: Timeline) -> bool:
    """Say whether a column would give away a name that is kept to initials today."""
    if model is ConflictName:
        return row.kind in choices.PROTECTED_KINDS and column.name == "name"
    if model is not Participant or column.name not in PRIVATE_COLUMNS:
        return False
    person = told.participants.get(row.id)
    return person is None or names.is_protected(person)

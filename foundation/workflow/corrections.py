"""*Correct this*: the one way back. What one act moved and wrote is set back together, and both entries are kept.

Moves are made by acts, and an act is corrected whole: its moves, the moves that followed from them, the fields it changed, and the facts it
wrote (``Correctable`` rows are set aside). Nothing is deleted. What was changed since is left as it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from foundation import clock
from foundation.audit.acts import OpenAct
from foundation.audit.models import Act
from foundation.records import Refusal

from .models import CORRECTION, Correctable, Move, Stateful
from .transitions import restore

MOVER_MAY_FOR = timedelta(minutes=10)
KEPT_AS_IT_IS = ("version", "state", "corrected_in_id")


@dataclass
class SetBack:
    """What a correction did: the moves it made, and the records of the corrected act that stay because they stand for themselves."""

    moves: list[Move] = field(default_factory=list)
    kept: list[models.Model] = field(default_factory=list)


def moves_of(made_in: Act) -> list[Move]:
    """The moves of an act that stand, in the order they were made."""
    return list(Move.objects.filter(act=made_in).made().order_by("pk"))


def may_correct(moves: list[Move], user, *, is_lead: bool, may_still: bool) -> bool:
    """Say who may correct: a lead; the mover within ten minutes, where nothing reached court and she still may act on the record."""
    if not moves:
        return False
    if is_lead:
        return True
    court = any(move.step is not None and move.step.custom.get("court") for move in moves)
    mine = all(move.act.by_id == user.pk for move in moves)
    return mine and may_still and not court and clock.now() - moves[0].act.at <= MOVER_MAY_FOR


def set_back(made_in: Act, *, act: OpenAct, tables: Iterable[type[models.Model]], reason: str) -> SetBack:
    """Set back what an act moved, changed and wrote in these tables. Inside the act that corrects it.

    :raises Refusal: a file or an accused came to be in it, or a move of it was corrected before
    """
    moves = moves_of(made_in)
    if not moves:
        raise Refusal(_("This was corrected already."))
    first: dict[tuple[str, str], Move] = {}
    for move in moves:
        first.setdefault((move.subject_label, move.subject_ref), move)
    done = SetBack()
    waiting = dict(first)
    facts: list[Correctable] = []
    for model in tables:
        for rows in _rows_by_record(model, made_in):
            record: Any = model._base_manager.filter(pk=getattr(rows[0], model._meta.pk.attname)).first()
            if record is None:
                continue
            key = (model._meta.label, record.ref)
            created = any(row.history_type == "+" for row in rows)
            if created and isinstance(record, Correctable):
                facts.append(record)
                continue
            if created and (key not in first or getattr(record, "machine", "") != "count"):
                if isinstance(record, Stateful) and key in first:
                    raise Refusal(
                        _("A file or an accused came to be in this step; it cannot be taken back. Move it on from where it stands.")
                    )
                done.kept.append(record)
                continue
            if not created:
                _take_back_fields(record, rows)
            if key in waiting:
                done.moves.append(_restore(record, waiting.pop(key), act, reason))
            elif not created:
                record.save()
    for move in waiting.values():
        done.moves.append(_restore(move.subject, move, act, reason))
    done.kept += _set_aside(facts, act)
    by_subject = {(move.subject_label, move.subject_ref): move for move in done.moves}
    for move in moves:
        move.corrected_by = by_subject[move.subject_label, move.subject_ref]
        move.save(update_fields=["corrected_by"])
    return done


def _restore(record: Stateful, move: Move, act: OpenAct, reason: str) -> Move:
    return restore(record, move.from_state, act=act, happened_on=clock.today(), reason=reason, rule=move.rule, name=CORRECTION)


def _set_aside(facts: list[Correctable], act: OpenAct) -> list[models.Model]:
    """Set aside the facts that nothing standing rests on any more; give the others."""
    rest = list(facts)
    while free := [fact for fact in rest if not _is_used(fact)]:
        for fact in free:
            fact.corrected_in = act.row
            fact.save()
        rest = [fact for fact in rest if fact not in free]
    return [*rest]


def _is_used(fact: models.Model) -> bool:
    tracked = [one for one in fact._meta.related_objects if hasattr(one.related_model._meta, "simple_history_manager_attribute")]
    return any(one.related_model._default_manager.filter(**{one.field.name: fact.pk}).exists() for one in tracked)


def _rows_by_record(model: type[models.Model], made_in: Act) -> list[list]:
    history = getattr(model, model._meta.simple_history_manager_attribute)
    by_record: dict = {}
    for row in history.filter(act=made_in).order_by("history_id"):
        by_record.setdefault(getattr(row, model._meta.pk.attname), []).append(row)
    return list(by_record.values())


def _take_back_fields(record: models.Model, rows: list) -> None:
    """Give the fields that the act changed their value from before it, unless somebody changed them since."""
    history = type(rows[0]).objects.filter(**{record._meta.pk.attname: record.pk}, history_id__lt=rows[0].history_id)
    before = history.order_by("-history_id").first()
    if before is None:
        return
    names = {one.attname for one in rows[-1].tracked_fields}.difference(KEPT_AS_IT_IS)
    since = {name for name in names if getattr(record, name) != getattr(rows[-1], name)}
    while bound := [some for some in _bound_together(type(record)) if some & since and not some <= since]:
        since = since.union(*bound)
    for name in names - since:
        setattr(record, name, getattr(before, name))


@cache
def _bound_together(model: type[models.Model]) -> list[set[str]]:
    """The fields that a rule of the table binds to each other, as the first and the last day of a trial: both are set back, or neither."""
    bound = [one.condition.referenced_base_fields for one in model._meta.constraints if isinstance(one, models.CheckConstraint)]
    return [{model._meta.get_field(name).attname for name in names if name != "pk"}.difference(KEPT_AS_IT_IS) for names in bound]

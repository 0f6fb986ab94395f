"""What is kept beside an outcome: why a count ended without a conviction, and the parts of a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from casetracker.choices import REASONS_OF, PartKind, Served
from casetracker.models import Count, Decision, SentencePart
from foundation.records import Refusal

from .base import needed


@dataclass
class ReasonIn:
    """Why a count ended without a conviction, as typed."""

    code: str = ""
    avoidable: str = ""
    note: str = ""


def keep_reason(count: Count, why: ReasonIn | None, outcome: str) -> None:
    """Put the reason of an ending on a count before it is saved; an outcome that has one reason alone has it without asking.

    An outcome that has none takes off the reason of an earlier one.

    :raises Refusal: no reason where the outcome needs one, a reason that does not go with the outcome, or "other" without a note
    """
    why, possible = why or ReasonIn(), REASONS_OF.get(outcome, ())
    if not why.code and len(possible) == 1:
        why = replace(why, code=possible[0])
    needed(why.code or not possible, _("Choose why the count ends without a conviction."), "reason_code")
    if not why.code:
        count.reason_code = count.reason_avoidable = count.reason_note = ""
        return
    if why.code not in possible:
        raise Refusal(_("This reason does not go with this outcome. Choose another."), "reason_code")
    if why.code == Count.EndReason.OTHER:
        needed(why.note.strip(), _("Say why."), "reason_note")
    if why.avoidable and why.avoidable not in Count.Avoidable.values:
        raise Refusal(_("Choose one of the list."), "reason_avoidable")
    count.reason_code, count.reason_avoidable, count.reason_note = why.code, why.avoidable, why.note.strip()


@dataclass
class PartIn:
    """One part of the sentence on a count, as typed; ``after`` is the count to which custody is consecutive."""

    kind: str
    months: int = 0
    days: int = 0
    life: bool = False
    credit_days: int = 0
    served: str = ""
    after: Count | None = None
    amount: Decimal | None = None
    note: str = ""


def keep_parts(count: Count, decision: Decision, parts: Sequence[PartIn]) -> list[SentencePart]:
    """Keep the parts of the sentence on a count beside the decision. Inside an act.

    :raises Refusal: a part without its length or amount, credit longer than the custody, or consecutive to nothing
    """
    kept = []
    for part in parts:
        needed(part.kind in PartKind.values, _("Choose what the part is."), "kind")
        timed = part.kind in (PartKind.CUSTODY, PartKind.CONDITIONAL, PartKind.PROBATION)
        if timed:
            needed(part.months or part.days or part.life, _("Enter how long it is."), "months")
        if part.kind == PartKind.FINE:
            needed(part.amount and part.amount > 0, _("Enter the amount of the fine."), "amount")
        if part.kind == PartKind.OTHER:
            needed(part.note.strip(), _("Say what was imposed."), "note")
        custody = part.kind == PartKind.CUSTODY
        if not custody and (part.credit_days or part.life):
            raise Refusal(_("Only custody can be for life or have credit."), "kind")
        after = part.after if part.served == Served.CONSECUTIVE else None
        if part.served == Served.CONSECUTIVE:
            needed(after, _("Choose the count to which it is consecutive."), "after")
            if after is not None and (after.proceeding_id != count.proceeding_id or after.pk == count.pk):
                raise Refusal(_("Choose another count of this accused."), "after")
        kept.append(
            SentencePart.objects.create(
                count=count,
                decision=decision,
                kind=part.kind,
                months=0 if part.life else part.months,
                days=0 if part.life else part.days,
                life=part.life,
                credit_days=part.credit_days,
                served=part.served,
                after=after,
                amount=part.amount if part.kind == PartKind.FINE else None,
                note=part.note.strip(),
            )
        )
    return kept

"""The counts of a locked accused and the papers they stand on: what the steps on the road to trial share."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from casetracker.models import ChargingDocument, ClockOrigin, Count, Proceeding
from foundation.accounts.models import User
from foundation.law.models import Court
from foundation.records import Refusal

from .base import needed, not_after_today
from .intake import CountIn, propose


def counts_of(proceeding: Proceeding, chosen: Sequence[Count] | None = None) -> list[Count]:
    """Read the counts of a locked proceeding, all or those chosen, as they stand now; one of somebody else is refused."""
    rows = proceeding.counts.select_related("offence", "document", "clock_origin").order_by("pk")
    found = list(rows if chosen is None else rows.filter(pk__in=[count.pk for count in chosen]))
    if chosen is not None and len(found) != len({count.pk for count in chosen}):
        raise Refusal(_("Choose counts of this accused."), "counts")
    for count in found:
        count.proceeding = proceeding
    return found


def document_of(proceeding: Proceeding, kind: str, number: str, filed_on: date, court: Court | None) -> ChargingDocument:
    """Find the paper of that kind, number and day in the file, or keep it; co-accused share one."""
    needed(number.strip(), _("Enter the number."), "number")
    not_after_today(filed_on, "sworn_on" if kind == ChargingDocument.Kind.INFORMATION else "filed_on")
    same = {"file": proceeding.file, "kind": kind, "number": number.strip(), "sworn_on": filed_on}
    return ChargingDocument.objects.filter(**same).first() or ChargingDocument.objects.create(**same, court=court)


def clock_for(proceeding: Proceeding, on: date, kind: str) -> ClockOrigin:
    """Give the origin that the clock of a further count goes on from; a new one only where the accused has none."""
    running = proceeding.clock_origin or proceeding.clock_origins.order_by("-generation", "on", "pk").first()
    return running or ClockOrigin.objects.create(proceeding=proceeding, on=on, kind=kind)


def new_counts(proceeding: Proceeding, typed: Sequence[CountIn], by: User) -> list[Count]:
    """Enter counts that a court or the Crown adds."""
    first = proceeding.counts.count() + 1
    return [propose(proceeding, count, place, by=by) for place, count in enumerate(typed, start=first)]

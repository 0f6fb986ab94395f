"""What police laid against what was advised: read from the history of each count, so that nothing is typed twice."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from foundation.law.models import OffenceVersion

from .models import Count
from .states import CountState


@dataclass(frozen=True)
class Charged:
    """An offence over a period, as advised or as laid."""

    offence: OffenceVersion
    first: date
    last: date | None


@dataclass(frozen=True)
class Compared:
    """One count as it was advised and as it was laid; the one or the other is None where it was not."""

    count: Count
    advised: Charged | None
    laid: Charged | None

    AS_ADVISED, OTHERWISE, ONLY_ADVISED, ONLY_LAID, OPEN = "AS_ADVISED", "OTHERWISE", "ONLY_ADVISED", "ONLY_LAID", "OPEN"

    @property
    def outcome(self) -> str:
        """How the two differ."""
        if self.laid is None:
            return self.OPEN if self.count.state == CountState.PROPOSED else self.ONLY_ADVISED
        if self.advised is None:
            return self.ONLY_LAID
        return self.AS_ADVISED if self.advised == self.laid else self.OTHERWISE

    @property
    def other_offence(self) -> bool:
        """Whether it was laid under another offence."""
        return self.advised is not None and self.laid is not None and self.advised.offence != self.laid.offence

    @property
    def other_days(self) -> bool:
        """Whether it was laid over another period."""
        both = self.advised is not None and self.laid is not None
        return both and (self.advised.first, self.advised.last) != (self.laid.first, self.laid.last)


def compare(counts: list[Count]) -> list[Compared]:
    """Hold what was laid against what was advised, for each count that police laid or were to lay, in two queries.

    A count is advised where it was proposed in an act before the one in which it was laid. What replaced another count, what a judge or
    the Crown added, and what was laid again is no answer of police to advice and is left out.
    """
    rows: dict[int, list] = defaultdict(list)
    past = Count.history.model.objects.filter(id__in=[count.pk for count in counts]).order_by("history_id")
    for row in past.values("id", "state", "act_id", "offence_id", "offence_from", "offence_to"):
        rows[row["id"]].append(row)
    offences = OffenceVersion.objects.in_bulk({row["offence_id"] for found in rows.values() for row in found})

    def charged(row) -> Charged:
        return Charged(offences[row["offence_id"]], row["offence_from"], row["offence_to"])

    found = []
    for count in counts:
        known = rows[count.pk]
        if not known or count.predecessors.all():
            continue
        steps = [
            (before, after)
            for before, after in zip(known, known[1:], strict=False)
            if before["state"] == CountState.PROPOSED and after["state"] != CountState.PROPOSED
        ]
        open_still = count.state == CountState.PROPOSED  # also where the step that laid it was corrected
        before, after = steps[-1] if steps and not open_still else (known[-1], None)
        if after is not None and after["state"] not in (CountState.LAID, CountState.NOT_LAID, CountState.ABATED):
            continue
        if after is None and known[-1]["state"] != CountState.PROPOSED:
            continue
        laid = charged(after) if after is not None and after["state"] == CountState.LAID else None
        at_once = after is not None and after["act_id"] == known[0]["act_id"]
        found.append(Compared(count, None if at_once else charged(before), laid))
    return found


def papers_by_count(counts: list[Count]) -> dict[int, list[int]]:
    """Give the papers on which each count stood, by key and in order; read from its history."""
    papers: dict[int, list[int]] = defaultdict(list)
    past = Count.history.model.objects.filter(id__in=[count.pk for count in counts]).exclude(document=None).order_by("history_id")
    for key, paper in past.values_list("id", "document_id"):
        if not papers[key] or papers[key][-1] != paper:
            papers[key].append(paper)
    return papers

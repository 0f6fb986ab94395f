"""What a person looked at last, read from the read log: a page writes nothing else."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.db.models import Max

from foundation.audit.models import ReadLog

LABELS = ("casetracker.CaseFile", "advice.AdviceRequest", "precedents.Decision", "precedents.PublishedAdvice")
READ = 80  # rows of the log that are looked through


@dataclass(frozen=True)
class Seen:
    """A record she opened, with the title it has for her now."""

    title: str
    ref: str
    url: str
    at: datetime


def last_viewed(user, most: int = 5) -> list[Seen]:
    """Give the last records a person opened and may still see, newest first."""
    looks: dict[tuple[str, str], datetime] = {}
    rows = ReadLog.objects.filter(by=user, label__in=LABELS).exclude(ref="").order_by("-at", "-pk")
    for label, ref, at in rows.values_list("label", "ref", "at")[:READ]:
        looks.setdefault((label, ref), at)
    wanted = list(looks)[: most * 2]
    found = {}
    for label in LABELS:
        refs = [ref for one, ref in wanted if one == label]
        if refs:
            model = apps.get_model(label)
            found.update({(label, record.ref): record for record in model.objects.visible_to(user).filter(ref__in=refs)})
    return [Seen(_title(found[look]), found[look].ref, found[look].get_absolute_url(), looks[look]) for look in wanted if look in found][
        :most
    ]


def opened_before(user, records: Collection[tuple[str, str]]) -> dict[tuple[str, str], datetime]:
    """Say when a person last opened these records, each a label and a ref, where she did."""
    labels, refs = {label for label, _ref in records}, {ref for _label, ref in records}
    rows = ReadLog.objects.filter(by=user, label__in=labels, ref__in=refs).values_list("label", "ref").annotate(last=Max("at"))
    return {(label, ref): last for label, ref, last in rows.order_by()}


def _title(record) -> str:
    return getattr(record, "question", "") or getattr(record, "title", "") or str(record)

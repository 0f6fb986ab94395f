"""Decisions and published advice for tests, made through the services."""

from datetime import date

from foundation import clock
from foundation.accounts.models import Role
from precedents import services
from precedents.citations import read_cores
from precedents.models import Topic
from tests.factories.accounts import UserFactory

_numbers = iter(range(7000, 900_000))


def make_topics():
    """The two topics that tests file things under."""
    for key, label in (("exploitation", "Exploitation"), ("bail", "Bail")):
        Topic.objects.get_or_create(key=key, defaults={"label_en": label, "label_fr": label + " (fr)"})


def make_decision(**values):
    """A decision entered by hand: ``make_decision(citations=["2019 ONCA 663"], style="R. v. Alder")``."""
    make_topics()
    values.setdefault("citations", [f"2019 ONSC {next(_numbers)}"])
    words = {
        "style": "R. v. Alder",
        "court_code": "ONSC",
        "decided_on": None,
        "language": "en",
        "provisions": ["CC:279.01"],
        "topics": ["exploitation"],
        "held_en": "Influence can leave some room for choice.",
        "held_fr": "",
        "note_en": "",
        "note_fr": "",
        "sources": ["https://example.invalid/alder"],
        "text": "",
    } | values
    cores = read_cores(words.pop("citations"))
    by = words.pop("by", None) or UserFactory(lead=True)
    return services.add_decision(by=by, at=clock.now(), key=None, cores=cores, **words)


def make_advice(level="SHAREABLE", **values):
    """Advice published by the lead, prepared and approved by two others."""
    make_topics()
    words = {
        "source_ref": "AR-26-4QXB",
        "title": "Exploitation without movement",
        "question": "Must the person have been moved?",
        "short_answer": "No.",
        "analysis": "It is **not** an element.",
        "language": "en",
        "prepared_by": values.get("prepared_by") or UserFactory(),
        "approved_by": values.get("approved_by") or UserFactory(),
        "law_as_of": date(2026, 3, 1),
        "review_on": date(2027, 3, 1),
        "provisions": ["CC:279.04"],
        "topics": ["exploitation"],
    } | values
    by = words.pop("by", None) or UserFactory(role=Role.LEAD)
    return services.publish(by=by, at=clock.now(), level=level, **words)

"""What the search knows of the bank: a pure function from a record to its document."""

import datetime
from collections.abc import Iterator

from foundation.accounts.models import Role
from foundation.search import tokens
from foundation.search.document import SearchDocument, key_of
from precedents.citations import COURTS
from precedents.models import Decision, PublishedAdvice
from precedents.querysets import READERS, TEAM_AND_RECORDS

EVERYBODY = [role for role in Role.values if role != Role.SVC]


def of_decision(decision: Decision) -> SearchDocument:
    """Describe a decision: everybody who signed in may find it."""
    court = COURTS.get(decision.court_code)
    tags = list(decision.provisions.all())
    topics = list(decision.topics.all())
    own = decision.language
    return SearchDocument(
        key=key_of(decision._meta.label, decision.ref),
        kind="decision",
        title=" ".join([decision.style, *(citation.text for citation in decision.citations.all())]),
        display_title=decision.title,
        url_name="precedents:decision",
        url_ref=decision.ref,
        language=decision.language,
        readers=[tokens.role(role) for role in EVERYBODY],
        body=_said(decision, topics, own, decision.text),
        body_other=_said(decision, topics, "en" if own == "fr" else "fr"),
        facets={
            "court": [decision.court_code],
            "topic": [topic.key for topic in topics],
            "provision": sorted({_act_and_section(tag) for tag in tags}),
            "year": [str(decision.year)],
            "treatment": [decision.treatment] if decision.treatment else [],
        },
        words={
            "court": [court.name_en, court.name_fr, court.court] if court else [],
            "topic": [label for topic in topics for label in (topic.label_en, topic.label_fr)],
        },
        dates={"date": decision.decided_on or datetime.date(decision.year, 1, 1)},
        citations=tuple(citation.text for citation in decision.citations.all()),
        cites=tuple(edge.cited_text for edge in decision.cites.all()),
        provisions=tuple(_written(tag) for tag in tags),
    )


def _said(decision: Decision, topics: list, language: str, text: str = "") -> str:
    """Join what is said of a decision in one language."""
    labels = " ".join(f"{getattr(topic, f'label_{language}')}." for topic in topics)
    parts = (getattr(decision, f"held_{language}"), getattr(decision, f"note_{language}"), labels, text)
    return "\n".join(part for part in parts if part)


def of_published_advice(advice: PublishedAdvice) -> SearchDocument:
    """Describe published advice: for the roles of its level, and once withdrawn for the team and records."""
    readers = TEAM_AND_RECORDS if advice.is_withdrawn else READERS[advice.level]
    tags = list(advice.provisions.all())
    topics = list(advice.topics.all())
    return SearchDocument(
        key=key_of(advice._meta.label, advice.ref),
        kind="advice",
        title=advice.title,
        url_name="precedents:published_advice",
        url_ref=advice.ref,
        language=advice.language,
        readers=[tokens.role(role) for role in readers],
        body="\n".join([advice.question, advice.short_answer, advice.analysis]),
        body_team=" ".join([advice.source_ref, advice.prepared_by.name, advice.approved_by.name]),
        facets={
            "level": [advice.level],
            "topic": [topic.key for topic in topics],
            "provision": sorted({_act_and_section(tag) for tag in tags}),
        },
        words={"topic": [label for topic in topics for label in (topic.label_en, topic.label_fr)]},
        dates={"date": advice.published_on, "law_as_of": advice.law_as_of, "review_on": advice.review_on},
        numbers={"used_count": advice.used_count},
        provisions=tuple(_written(tag) for tag in tags),
    )


def all_decisions() -> Iterator[Decision]:
    """Give every decision with what its document needs."""
    rows = Decision.objects.prefetch_related("citations", "topics", "provisions", "cites").order_by("pk")
    return rows.iterator(chunk_size=500)


def all_published_advice() -> Iterator[PublishedAdvice]:
    """Give every published advice with what its document needs."""
    rows = PublishedAdvice.objects.select_related("prepared_by", "approved_by").prefetch_related("topics", "provisions").order_by("pk")
    return rows.iterator(chunk_size=500)


def _act_and_section(tag) -> str:
    return f"{tag.act}:{tag.section}"


def _written(tag) -> str:
    return f"{tag.section}{tag.para}"

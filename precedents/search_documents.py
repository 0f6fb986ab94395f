"""What the search knows of the bank: a pure function from a record to its document."""

import datetime
from collections.abc import Iterator

from foundation.accounts.models import Role
from foundation.pages.prose import plain
from foundation.search import tokens
from foundation.search.document import SearchDocument, key_of
from foundation.search.places import REASONS, joined
from precedents.citations import COURTS
from precedents.models import Decision, PublishedAdvice
from precedents.querysets import READERS, TEAM_AND_RECORDS

COURT_RANKS = {"F": 1, "A": 2, "S": 3, "X": 3, "P": 4, "M": 4}
"""By the level of a court: final, appeal, superior and the federal courts beside it, provincial and courts martial."""
EVERYBODY = [role for role in Role.values if role != Role.SVC]


def of_decision(decision: Decision) -> SearchDocument:
    """Describe a decision: everybody who signed in may find it."""
    court = COURTS.get(decision.court_code)
    tags = list(decision.provisions.all())
    topics = list(decision.topics.all())
    own = decision.language
    body, parts = joined(texts_of_decision(decision, topics, own))
    body_other, parts_other = joined(texts_of_decision(decision, topics, "en" if own == "fr" else "fr"))
    return SearchDocument(
        key=key_of(decision._meta.label, decision.ref),
        kind="decision",
        title=" ".join([decision.style, *(citation.text for citation in decision.citations.all())]),
        display_title=decision.title,
        url_name="precedents:decision",
        url_ref=decision.ref,
        language=decision.language,
        readers=[tokens.role(role) for role in EVERYBODY],
        body=body,
        body_other=body_other,
        parts=parts,
        parts_other=parts_other,
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
        numbers={
            "citations": len({edge.citing_id for edge in decision.cited_by.all()}),
            **({"court_rank": COURT_RANKS[court.level]} if court else {}),
        },
        citations=tuple(citation.text for citation in decision.citations.all()),
        cites=tuple(edge.cited_text for edge in decision.cites.all()),
        provisions=tuple(_written(tag) for tag in tags),
    )


def texts_of_decision(decision: Decision, topics: list, language: str) -> list[tuple[str, str]]:
    """Name what is said of a decision in one language; the reasons stand in their own."""
    labels = " ".join(f"{getattr(topic, f'label_{language}')}." for topic in topics)
    texts = [(f"{name}_{language}", getattr(decision, f"{name}_{language}")) for name in ("held", "note")]
    return [*texts, (f"topics_{language}", labels), (REASONS, decision.text if language == decision.language else "")]


def of_published_advice(advice: PublishedAdvice) -> SearchDocument:
    """Describe published advice: for the roles of its level, and once withdrawn for the team and records."""
    readers = TEAM_AND_RECORDS if advice.is_withdrawn else READERS[advice.level]
    tags = list(advice.provisions.all())
    topics = list(advice.topics.all())
    body, parts = joined(texts_of_advice(advice))
    return SearchDocument(
        key=key_of(advice._meta.label, advice.ref),
        kind="advice",
        title=advice.title,
        url_name="precedents:published_advice",
        url_ref=advice.ref,
        language=advice.language,
        readers=[tokens.role(role) for role in readers],
        body=body,
        parts=parts,
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


def texts_of_advice(advice: PublishedAdvice) -> list[tuple[str, str]]:
    """Name what published advice says, as its readers see it."""
    return [("question", advice.question), ("short_answer", advice.short_answer), ("analysis", plain(advice.analysis))]


def all_decisions() -> Iterator[Decision]:
    """Give every decision with what its document needs."""
    rows = Decision.objects.prefetch_related("citations", "topics", "provisions", "cites", "cited_by").order_by("pk")
    return rows.iterator(chunk_size=500)


def all_published_advice() -> Iterator[PublishedAdvice]:
    """Give every published advice with what its document needs."""
    rows = PublishedAdvice.objects.select_related("prepared_by", "approved_by").prefetch_related("topics", "provisions").order_by("pk")
    return rows.iterator(chunk_size=500)


def _act_and_section(tag) -> str:
    return f"{tag.act}:{tag.section}"


def _written(tag) -> str:
    return f"{tag.section}{tag.para}"

"""Reads that span models: what the law did since, what the bank counts, what a citation names."""

import datetime
from collections.abc import Collection

from django.db.models import Count, Q, QuerySet

from foundation.law.models import OffenceVersion
from foundation.search.document import key_of
from precedents.citations import find_citations, is_only_a_citation, read_typed
from precedents.models import CitationEdge, Decision, Provision, PublishedAdvice, Topic
from precedents.provisions import read_provisions
from precedents.querysets import levels_for

MOST_MATCHES = 20


def decision_for_citation(text: str) -> Decision | None:
    """Find the decision that a person means who types one citation and nothing else into the search box."""
    if not is_only_a_citation(text):
        return None
    keys = [key for mention in find_citations(text[:500]) for key in mention.keys]
    typed = read_typed(text)
    if typed is not None:
        keys.append(typed.key)
    return Decision.objects.filter(citations__key__in=keys).first()


def citation_named(user, ref: str) -> str:
    """Give what a form calls the decision that an address names by its ref; "" where there is none."""
    if not (ref.isascii() and ref.isalnum() and len(ref) <= 12):
        return ""
    found = Decision.objects.visible_to(user).prefetch_related("citations").filter(ref=ref.upper()).first()
    return (found.citation or found.ref) if found else ""


def did_you_mean(text: str) -> list[Decision]:
    """List decisions with the same year and number in another court: 2019 QCCA 663 for 2019 ONCA 663."""
    typed = read_typed(text) if is_only_a_citation(text) else None
    if typed is None or typed.kind != "neutral":
        return []
    return list(
        Decision.objects.filter(citations__key__startswith=f"neutral:{typed.year}:", citations__key__endswith=f":{typed.number}")
        .exclude(citations__key=typed.key)
        .distinct()[:5]
    )


def law_changes(advice: PublishedAdvice, on: datetime.date) -> list[OffenceVersion]:
    """List the versions of the cited provisions that took effect after the law was stated: the advice needs another look."""
    sections = {(tag.act, tag.section) for tag in advice.provisions.all()}
    if not sections:
        return []
    named = Q()
    for act, section in sections:
        named |= Q(act=act, section=section)
    rows = OffenceVersion.objects.current().filter(named, in_force=True, valid_from__gt=advice.law_as_of, valid_from__lte=on)
    return list(rows)


def edges_of(decision: Decision) -> tuple[list[CitationEdge], list[CitationEdge]]:
    """Give the edges out of a decision and into it, each in one query."""
    out = decision.cites.select_related("cited").defer("cited__text").prefetch_related("cited__citations")
    into = decision.cited_by.select_related("citing").defer("citing__text").prefetch_related("citing__citations")
    return list(out), list(into)


def neighbours(user, refs: Collection[str], before: datetime.date | None = None) -> dict[str, set[str]]:
    """Say for some decisions which others they cite or are cited by, as keys of the search, in four queries.

    :param before: leave out what was decided on this day or later
    """
    rows = Decision.objects.visible_to(user)
    seen = rows if before is None else rows.dated_before(before)
    asked = dict(seen.filter(ref__in=refs).values_list("pk", "ref"))
    pairs = list(CitationEdge.objects.filter(citing__in=list(asked)).exclude(cited=None).values_list("citing", "cited"))
    pairs += CitationEdge.objects.filter(cited__in=list(asked)).values_list("cited", "citing")
    others = dict(seen.filter(pk__in={other for _, other in pairs}).values_list("pk", "ref"))
    found: dict[str, set[str]] = {ref: set() for ref in refs}
    for one, other in pairs:
        if other in others:
            found[asked[one]].add(key_of(Decision._meta.label, others[other]))
    return found


def topics_with_counts() -> QuerySet[Topic]:
    """List the topics that hold decisions, fullest first."""
    return Topic.objects.annotate(held=Count("decisions")).filter(held__gt=0).order_by("-held", "key")


def provisions_with_counts() -> QuerySet[Provision]:
    """List the provisions that decisions are filed under, in the order of the acts."""
    return Provision.objects.annotate(held=Count("decisions")).filter(held__gt=0).order_by("act", "sort", "key")


def provision_of_section(act: str, section: str) -> Provision | None:
    """Find the tag of a section under which decisions are filed, or that of one of its paragraphs; None where nothing is."""
    tags = Provision.objects.filter(act=act, section=section, decisions__isnull=False)
    return tags.order_by("para").first()


def decisions_under(provision: Provision) -> QuerySet[Decision]:
    """List the decisions filed under a provision or a part of it."""
    tags = Provision.objects.filter(act=provision.act, section=provision.section, para__startswith=provision.para)
    return Decision.objects.filter(provisions__in=tags).distinct()


def law_versions(provision: Provision) -> list[OffenceVersion]:
    """List the dated versions of a provision, by paragraph, the latest first."""
    rows = OffenceVersion.objects.current().filter(act=provision.act, section=provision.section)
    if provision.para:
        rows = rows.filter(para__startswith=provision.para)
    latest_first = sorted(rows, key=lambda row: row.valid_from or datetime.date.min, reverse=True)
    return sorted(latest_first, key=lambda row: row.para)


def database_matches(user, text: str, limit: int = MOST_MATCHES) -> list[Decision | PublishedAdvice]:
    """Find by plain words in the database, for the time when the search index cannot be asked; each row passed ``visible_to``."""
    return [*matching_decisions(user, text)[:limit], *matching_advice(user, text)[:limit]]


def matching_decisions(user, text: str) -> list[Decision]:
    """Find decisions that hold every word, or the one that a typed citation names."""
    decisions = Decision.objects.visible_to(user).with_page_parts()
    named = decision_for_citation(text)
    if named is not None:
        return list(decisions.filter(pk=named.pk))
    words = _words(text)
    if not words:
        return []
    for word in words:
        tagged = Decision.objects.filter(Q(citations__text__icontains=word) | Q(provisions__section=word))
        decisions = decisions.filter(
            Q(style__icontains=word)
            | Q(held_en__icontains=word)
            | Q(held_fr__icontains=word)
            | Q(note_en__icontains=word)
            | Q(pk__in=tagged.values("pk"))
        )
    return list(decisions[:MOST_MATCHES])


def matching_advice(user, text: str) -> list[PublishedAdvice]:
    """Find published advice that holds every word."""
    words = _words(text)
    if not words:
        return []
    advice = PublishedAdvice.objects.visible_to(user).select_related("prepared_by", "approved_by").prefetch_related("topics", "provisions")
    for word in words:
        advice = advice.filter(
            Q(title__icontains=word) | Q(question__icontains=word) | Q(short_answer__icontains=word) | Q(analysis__icontains=word)
        )
    return list(advice[:MOST_MATCHES])


def _words(text: str) -> list[str]:
    return [word.strip('"“”()') for word in text.replace("\x00", " ").split() if len(word.strip('"“”()')) > 1][:8]


def provision_of(code: str) -> Provision | None:
    """Find a provision by its code as an address carries it, in any case."""
    found = Provision.objects.filter(key=code).first()
    if found is None:
        try:
            keys = read_provisions(code)
        except ValueError:
            return None
        found = Provision.objects.filter(key__in=keys[:1]).first()
    return found


def levels_of(user) -> list[str]:
    """Which levels of published advice a person reads."""
    return levels_for(user.role)

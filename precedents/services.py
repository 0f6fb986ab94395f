"""What people do to the bank: add and edit decisions, publish advice, take it back, say that it helped."""

import datetime
from collections.abc import Callable, Iterable

from django.core.exceptions import PermissionDenied
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from foundation.audit.acts import OpenAct, act
from foundation.jobs.queue import enqueue
from foundation.records import Refusal
from foundation.search.port import reindex
from precedents import policies
from precedents.citations import COURT, Core, find_citations, format_core
from precedents.models import CitationEdge, Decision, DecisionCitation, Provision, PublishedAdvice, ReportedSentence, Topic

__all__ = ["Refusal", "add_decision", "count_use", "draw_edges", "edit_decision", "enter_decision", "publish", "withdraw_publication"]

TREATMENTS: dict[str, str] = {
    CitationEdge.Kind.REVERSES: Decision.Treatment.REVERSED,
    CitationEdge.Kind.OVERTAKES: Decision.Treatment.OVERTAKEN,
    CitationEdge.Kind.AFFIRMS: Decision.Treatment.AFFIRMED,
}
KIND_OF: dict[str, str] = {treatment: kind for kind, treatment in TREATMENTS.items()}


def add_decision(*, by, at: datetime.datetime, key: str | None, **values) -> Decision:
    """Enter a decision by hand.

    :raises Refusal: the bank holds a decision with one of the citations
    :raises PermissionDenied: ``by`` does not keep the bank
    """
    if not policies.may_add_decision(by):
        raise PermissionDenied
    with act(by=by, at=at, kind="add_decision", key=key) as this_act:
        decision = enter_decision(this_act, confidence=Decision.Confidence.BY_HAND, **values)
        this_act.result("precedents:decision", ref=decision.ref)
    return decision


def edit_decision(*, ref: str, by, at: datetime.datetime, key: str | None, version: int | None, **values) -> Decision:
    """Change what the bank says of a decision.

    :raises Refusal: another decision holds one of the citations
    :raises StaleRecord: somebody changed it first
    :raises PermissionDenied: ``by`` does not keep the bank
    """
    with act(by=by, at=at, kind="edit_decision", key=key) as this_act:
        decision = Decision.objects.select_for_update().get(ref=ref)
        if not policies.may_edit_decision(decision, by):
            raise PermissionDenied
        if version is not None:
            decision.version = version
        if values.get("held_fr") != decision.held_fr:
            decision.french_is_working = False
        _fill(this_act, decision, **values)
        this_act.result("precedents:decision", ref=decision.ref)
    return decision


def enter_decision(
    this_act: OpenAct,
    *,
    confidence: str,
    relations: Iterable[tuple[str, str]] = (),
    sentences: Iterable[dict] = (),
    starter_key: str | None = None,
    french_is_working: bool = False,
    result_known: bool = True,
    **values,
) -> Decision:
    """Enter a decision inside an act that is already open; ``relations`` are pairs of a kind of edge and a citation.

    :raises Refusal: the bank holds a decision with one of the citations
    """
    decision = Decision(confidence=confidence, starter_key=starter_key, french_is_working=french_is_working, result_known=result_known)
    _fill(this_act, decision, **values)
    for kind, text in relations:
        _tie(decision, kind, text)
    for sentence in sentences:
        ReportedSentence(decision=decision, **sentence).save()
    return decision


def _fill(
    this_act: OpenAct,
    decision: Decision,
    *,
    cores: list[Core],
    provisions: Iterable[str],
    topics: Iterable[str],
    year: int | None = None,
    treatment: str = "",
    treated_by: str = "",
    **fields,
) -> None:
    _refuse_if_held(decision, cores)
    for name, value in fields.items():
        setattr(decision, name, value)
    decision.year = year or year_of(decision.decided_on, cores)
    treating = _decision_named(treated_by) if treated_by else None
    if not treated_by or treating is not None:
        decision.treatment = treatment
    decision.save()
    _keep_citations(decision, cores)
    _keep_tags(this_act, decision, provisions, topics)
    _keep_edges(this_act, decision)
    _resolve_edges_to(decision)
    if treating is not None and treatment in KIND_OF:
        _tie(treating, KIND_OF[treatment], decision.citations.first().text)
    reindex(decision)


def year_of(decided_on: datetime.date | None, cores: list[Core]) -> int:
    """Say in which year it was decided: by its date, else by its citations, since a reporter's year may be a later one."""
    if decided_on:
        return decided_on.year
    years = [core.year for core in sorted(cores, key=lambda core: core.kind == "reporter") if core.year]
    if not years:
        raise Refusal(_("Give the date of the decision: its citations name no year."), field="decided_on")
    return years[0]


def _refuse_if_held(decision: Decision, cores: list[Core]) -> None:
    taken = (
        DecisionCitation.objects.filter(key__in=[core.key for core in cores]).exclude(decision_id=decision.pk).select_related("decision")
    )
    first = taken.first()
    if first is not None:
        raise Refusal(
            _("%(citation)s is in the bank already: %(decision)s.") % {"citation": first.text, "decision": first.decision.title},
            field="citations",
        )


def _decision_named(text: str) -> Decision:
    found = decision_holding([core.key for mention in find_citations(text) for core in mention.cores])
    if found is None:
        raise Refusal(
            _("The bank holds no decision with the citation “%(text)s”. Add that decision first.") % {"text": text}, field="treated_by"
        )
    return found


def decision_holding(keys: list[str]) -> Decision | None:
    """Find the decision that has one of these identifiers."""
    held = DecisionCitation.objects.filter(key__in=keys).select_related("decision").order_by("position").first()
    return held.decision if held else None


def _keep_citations(decision: Decision, cores: list[Core]) -> None:
    wanted = {core.key: format_core(core, COURT) for core in cores}
    held = {citation.key: citation for citation in decision.citations.all()}
    for key, citation in held.items():
        if key not in wanted:
            citation.delete()
    for position, (key, text) in enumerate(wanted.items()):
        citation = held.get(key) or DecisionCitation(decision=decision, key=key)
        if citation.pk is None or (citation.text, citation.position) != (text, position):
            citation.text, citation.position = text, position
            citation.save()
    decision._prefetched_objects_cache = {}
    decision.__dict__.pop("cores", None)


def _keep_tags(this_act: OpenAct, record: Decision | PublishedAdvice, provisions: Iterable[str], topics: Iterable[str]) -> None:
    """File a record under provisions and topics; what changed is an event, since tags have no history of their own."""
    tags = [Provision.objects.filter(key=key).first() or _new_provision(key) for key in provisions]
    subjects = list(Topic.objects.filter(key__in=list(topics)))
    for name, wanted in (("provisions", tags), ("topics", subjects)):
        held = getattr(record, name)
        if {tag.pk for tag in held.all()} != {tag.pk for tag in wanted}:
            held.set(wanted)
            this_act.record("filed", record, fields=[name], **{name: sorted(tag.key for tag in wanted)})


def _new_provision(key: str) -> Provision:
    provision = Provision.of_key(key)
    provision.save()
    return provision


def _keep_edges(this_act: OpenAct, decision: Decision) -> None:
    """Draw an edge to each decision that what was held cites; the text of the reasons may be long, so the worker reads it."""
    for text in _cited_in(decision, f"{decision.held_en}\n{decision.held_fr}"):
        _tie(decision, CitationEdge.Kind.CITES, text)
    if decision.text:
        enqueue("draw_edges", {"decision": decision.ref}, by=this_act.by, act=this_act, unique_key=decision.ref)


def draw_edges(*, ref: str, at: datetime.datetime, progress: Callable[[int, int], None]) -> int:
    """Draw an edge to each decision that the text of the reasons cites, one act each; give how many are new."""
    decision = Decision.objects.filter(ref=ref).first()
    if decision is None:
        return 0
    cited = _cited_in(decision, decision.text)
    for number, text in enumerate(cited, start=1):
        with act(by=None, at=at, kind="draw_edge"):
            _tie(decision, CitationEdge.Kind.CITES, text)
            if number == len(cited):
                reindex(decision)
        progress(number, len(cited))
    return len(cited)


def _cited_in(decision: Decision, words: str) -> list[str]:
    """List the citations in words, each decision once, without the decision itself and those it is tied to."""
    own = {citation.key for citation in decision.citations.all()}
    drawn = set(decision.cites.values_list("cited_key", flat=True))
    cited = []
    for mention in find_citations(words):
        keys = set(mention.keys)
        if mention.cores and not mention.secondary and not own & keys and not drawn & keys:
            drawn |= keys
            cited.append(format_core(mention.cores[0], COURT))
    return cited


def _tie(citing: Decision, kind: str, text: str) -> None:
    """Draw one edge from a decision to the one a citation names, and mark that one when this reverses, affirms or overtakes it."""
    core = next(core for mention in find_citations(text) for core in mention.cores)
    if CitationEdge.objects.filter(citing=citing, cited_key=core.key, kind=kind).exists():
        return
    edge = CitationEdge(
        citing=citing, cited_key=core.key, cited_text=format_core(core, COURT), kind=kind, cited=decision_holding([core.key])
    )
    edge.save()
    if edge.cited is not None:
        _mark(edge)
        reindex(edge.cited)  # it is cited once more


def _resolve_edges_to(decision: Decision) -> None:
    """Join the edges that waited for this decision to be in the bank."""
    keys = [citation.key for citation in decision.citations.all()]
    for edge in CitationEdge.objects.filter(cited=None, cited_key__in=keys):
        edge.cited = decision
        edge.save()
        _mark(edge)


def _mark(edge: CitationEdge) -> None:
    treatment = TREATMENTS.get(edge.kind)
    if treatment and edge.cited.treatment not in (treatment, Decision.Treatment.REVERSED):
        edge.cited.treatment = treatment
        edge.cited.save()


def publish(
    *,
    by,
    at: datetime.datetime,
    source_ref: str,
    level: str,
    title: str,
    question: str,
    short_answer: str,
    analysis: str,
    language: str,
    prepared_by,
    approved_by,
    law_as_of: datetime.date,
    review_on: datetime.date,
    provisions: Iterable[str] = (),
    topics: Iterable[str] = (),
    replaces: str | None = None,
    key: str | None = None,
) -> PublishedAdvice:
    """Put anonymised advice into the bank; the caller has had it approved. ``replaces`` is the ref of the version it takes the place of.

    :raises Refusal: one lawyer prepared and approved it, or a date cannot be
    :raises PermissionDenied: ``by`` may not publish at this level
    """
    if not policies.may_publish(by, level):
        raise PermissionDenied
    if prepared_by == approved_by:
        raise Refusal(_("A second lawyer approves what is published, not the one who prepared it."), field="approved_by")
    if law_as_of > localdate(at):
        raise Refusal(_("The law cannot be stated as of a day to come."), field="law_as_of")
    if review_on <= law_as_of:
        raise Refusal(_("The review must be after the day the law was stated."), field="review_on")
    with act(by=by, at=at, kind="publish_advice", key=key) as this_act:
        if replaces:
            _withdraw(PublishedAdvice.objects.select_for_update().get(ref=replaces), at, _("Replaced by a new version."))
        advice = PublishedAdvice(
            source_ref=source_ref,
            level=level,
            title=title,
            question=question,
            short_answer=short_answer,
            analysis=analysis,
            language=language,
            prepared_by=prepared_by,
            approved_by=approved_by,
            published_on=localdate(at),
            law_as_of=law_as_of,
            review_on=review_on,
        )
        advice.save()
        _keep_tags(this_act, advice, provisions, topics)
        this_act.result("precedents:published_advice", ref=advice.ref)
        reindex(advice)
    return advice


def withdraw_publication(*, ref: str, by, at: datetime.datetime, key: str | None, version: int | None, reason: str) -> PublishedAdvice:
    """Take published advice back; the team still sees it, with the reason.

    :raises Refusal: it was withdrawn before
    :raises PermissionDenied: ``by`` may not
    """
    with act(by=by, at=at, kind="withdraw_publication", key=key) as this_act:
        advice = PublishedAdvice.objects.select_for_update().get(ref=ref)
        if advice.is_withdrawn:
            raise Refusal(_("This was withdrawn before."))
        if not policies.may_withdraw_publication(advice, by):
            raise PermissionDenied
        if version is not None:
            advice.version = version
        _withdraw(advice, at, reason)
        this_act.result("precedents:published_advice", ref=advice.ref)
    return advice


def _withdraw(advice: PublishedAdvice, at: datetime.datetime, reason: str) -> None:
    advice.withdrawn_on, advice.withdrawn_because = localdate(at), reason
    advice.save()
    reindex(advice, narrowed=True)


def count_use(*, ref: str, by, at: datetime.datetime, key: str | None = None) -> PublishedAdvice:
    """Count that published advice answered somebody, so that no request was needed.

    :raises PublishedAdvice.DoesNotExist: there is none that ``by`` may read
    """
    with act(by=by, at=at, kind="count_use", key=key) as this_act:
        advice = PublishedAdvice.objects.visible_to(by).select_for_update().get(ref=ref)
        advice.used_count += 1
        advice.save()
        this_act.result("precedents:published_advice", ref=advice.ref)
    return advice

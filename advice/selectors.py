"""Reads that span models: who can be asked, who is around a request, what happened to it, who looked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from casetracker.models import CaseFile, ConflictName, FileWall, Participant
from foundation.accounts.models import Role, User
from foundation.audit.models import ReadLog
from foundation.documents.models import Document
from foundation.workflow.models import CORRECTION, Move
from precedents.citations import find_citations
from precedents.models import Decision, DecisionCitation, PublishedAdvice

from . import policies
from .models import AdviceRequest, AnswerVersion, Recall, SecondReading
from .states import ON_THE_TEAM, OPEN, Reading, State

BANK = {model._meta.label: model for model in (Decision, PublishedAdvice)}

# What of the history an asker reads: her own steps and those that concern her, not how the team came to its answer.
ASKER_SEES = frozenset(f"Q{number}" for number in (1, 2, 3, 5, 6, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20))


@dataclass(frozen=True)
class Entry:
    """One thing that happened to a request, in a sentence of the reader's language."""

    at: datetime
    who: str
    sentence: str
    words: str = ""
    happened_on: date | None = None


def advisers(advice_request: AdviceRequest | None = None):
    """Prosecutors who can take a request, with how many they have in hand; none who is walled off its file."""
    people = User.objects.filter(role=Role.PRO, is_active=True)
    if advice_request is not None and advice_request.case_file_id:
        people = people.exclude(pk__in=_walled(advice_request))
    return people.annotate(in_hand=Count("assigned_requests", filter=Q(assigned_requests__state__in=ON_THE_TEAM)))


def second_readers(advice_request: AdviceRequest):
    """Prosecutors and leads who may read the answer second."""
    people = User.objects.filter(role__in=[Role.PRO, Role.LEAD], is_active=True).exclude(pk=advice_request.assigned_to_id)
    version = advice_request.latest_version
    if version is not None:
        people = people.exclude(pk__in=version.writer_ids)
    if advice_request.case_file_id:
        people = people.exclude(pk__in=_walled(advice_request))
    return people


def _walled(advice_request: AdviceRequest):
    return FileWall.objects.filter(file=advice_request.case_file_id, lifted_at=None).values("user")


def colleague(advice_request: AdviceRequest, address: str):
    """Find a colleague of the asker, of her own service or office, by work e-mail."""
    asker = advice_request.asker
    house = {"agency": asker.agency_id} if asker.role == Role.POL else {"office": asker.office_id}
    return User.objects.filter(email=address.strip().lower(), role=asker.role, is_active=True, **house).exclude(pk=asker.pk).first()


def case_file_url(advice_request: AdviceRequest, user) -> str:
    """The page of the linked file, for who may open it."""
    linked = advice_request.case_file
    if linked is None or not CaseFile.objects.visible_to(user).filter(pk=linked.pk).exists():
        return ""
    return linked.get_absolute_url()


def answers_given(advice_request: AdviceRequest, user, *, whole: bool) -> list[AnswerVersion]:
    """The delivered versions that answer a merged request, newest first: those this person was given, or all for who reads the team's side.

    They belong to the request it was merged into, of which an asker sees nothing else; where a wall has come to stand between her and
    that request's file, not even they (ADR 31).
    """
    target = advice_request.answering
    if policies.is_walled(target, user):
        return []
    rows = target.versions.exclude(delivered_at=None).select_related("author").order_by("-number")
    return list(rows if whole else rows.filter(recipients__person=user))


def recipients_shown(answer: AnswerVersion, advice_request: AdviceRequest, *, whole: bool) -> list:
    """Who got a version, as far as the reader of this request may know: the team all, an asker those of her own request."""
    rows = answer.recipients.select_related("person")
    if not whole:
        rows = rows.filter(person__in=[person.pk for person in advice_request.readers])
    return list(rows)


def recalls(versions: Iterable[AnswerVersion]) -> dict[int, Recall]:
    """The recalls of these versions, by the version's key."""
    rows = Recall.objects.filter(answer__in=[version.pk for version in versions]).select_related("by")
    return {recall.answer_id: recall for recall in rows}


def readings_afterwards(advice_request: AdviceRequest) -> list[SecondReading]:
    """How the delivered answers that went out unread were found, newest first."""
    rows = SecondReading.objects.filter(answer__request=advice_request, after_delivery=True)
    return list(rows.select_related("reader", "answer").order_by("-pk"))


def open_requests_like(advice_request: AdviceRequest, user, limit: int = 8) -> list[AdviceRequest]:
    """The open requests this person may see that share a topic with this one, soonest first."""
    topics = [row.topic for row in advice_request.topics.all()]
    rows = AdviceRequest.objects.visible_to(user).filter(state__in=OPEN).exclude(pk=advice_request.pk)
    alike = rows.model.topics.rel.related_model.objects.filter(topic__in=topics).values("request")
    return list(rows.filter(pk__in=alike).soonest_first()[:limit])


def names_around(advice_request: AdviceRequest) -> list[str]:
    """Every name that must not stand in a copy for the bank: of people on the linked file, of who asks, and the number she gave."""
    names = [advice_request.asker.name]
    if advice_request.case_file_id:
        for participant in Participant.objects.filter(file=advice_request.case_file_id):
            names.append(f"{participant.given_name} {participant.family_name}".strip())
        names += ConflictName.objects.filter(file=advice_request.case_file_id).values_list("name", flat=True)
    return [name for name in names if name]


def bank_item(label: str, ref: str, user):
    """Find an item of the bank that this person may read, or None."""
    model = BANK.get(label)
    return model.objects.visible_to(user).filter(ref=ref).first() if model else None


def bank_item_typed(text: str, user):
    """Find what a person meant by what she typed: a citation, or the ref or address of an item."""
    text = text.strip()
    keys = [core.key for mention in find_citations(text) for core in mention.cores]
    if keys:
        citation = DecisionCitation.objects.filter(key__in=keys).select_related("decision").first()
        return citation.decision if citation else None
    ref = next((part for part in reversed(text.split("?")[0].split("/")) if part), "").upper()
    return next((item for label in BANK if (item := bank_item(label, ref, user))), None) if len(ref) <= 12 else None


def bank_items(uses: Iterable, user) -> list[tuple]:
    """Join uses of the bank with the items this person may read: (use, item) pairs."""
    uses = list(uses)
    found = {}
    for label, model in BANK.items():
        refs = {use.item_ref for use in uses if use.item_label == label}
        if refs:
            rows = model.objects.visible_to(user).filter(ref__in=refs)
            rows = rows.prefetch_related("citations") if model is Decision else rows
            found.update({(label, item.ref): item for item in rows})
    return [(use, found[use.item_label, use.item_ref]) for use in uses if (use.item_label, use.item_ref) in found]


@dataclass(frozen=True)
class Authority:
    """A decision that a text cites: in the bank, or only by its citation."""

    text: str
    decision: Decision | None


def authorities(text: str) -> list[Authority]:
    """List the decisions a text cites, each once, with the bank's own record where it has one."""
    mentions = [mention for mention in find_citations(text) if mention.cores]
    keys = {key for mention in mentions for key in mention.keys}
    held = {
        citation.key: citation.decision
        for citation in DecisionCitation.objects.filter(key__in=keys).select_related("decision").prefetch_related("decision__citations")
    }
    found: dict = {}
    for mention in mentions:
        decision = next((held[key] for key in mention.keys if key in held), None)
        name = decision.pk if decision else mention.keys[0]
        found.setdefault(name, Authority(decision.title if decision else text[mention.start : mention.end].strip(), decision))
    return list(found.values())


def history_of(advice_request: AdviceRequest, *, whole: bool) -> list[Entry]:
    """What happened to a request, newest first; ``whole`` for who reads the team's side too."""
    moves = list(Move.objects.of(advice_request).select_related("act__by").order_by("-pk"))
    hands, into = {}, {}
    for row in advice_request.history.select_related("assigned_to", "merged_into").order_by("history_id"):
        hands[row.act_id] = row.assigned_to.name if row.assigned_to else ""
        into[row.act_id] = row.merged_into.ref if row.merged_into else ""
    entries = []
    other = advice_request.case_file.ref if advice_request.case_file and advice_request.became_file else ""
    for move in moves:
        if whole or move.rule in ASKER_SEES:
            entries.append(
                Entry(
                    move.act.at,
                    move.act.by.name,
                    _sentence(move, hands.get(move.act_id, ""), into.get(move.act_id) or other, whole),
                    move.reason if whole else "",
                    move.happened_on,
                )
            )
    for row in advice_request.named.select_related("person", "named_by"):
        entries.append(Entry(row.at, row.named_by.name, _("named %(name)s, who may read along") % {"name": row.person.name}))
    if whole:
        readings = SecondReading.objects.filter(answer__request=advice_request).exclude(result=Reading.RETURNED)
        for reading in readings.select_related("reader", "answer"):
            sentence = {
                Reading.APPROVED: _("read version %(number)d after its delivery and found it right")
                if reading.after_delivery
                else _("approved version %(number)d as its second reader"),
                Reading.COUNTERSIGNED: _("countersigned version %(number)d for sharing with police"),
            }[Reading(reading.result)]
            entries.append(Entry(reading.at, reading.reader.name, sentence % {"number": reading.answer.number}, reading.comment))
        wanting = SecondReading.objects.filter(answer__request=advice_request, result=Reading.RETURNED, after_delivery=True)
        for reading in wanting.select_related("reader", "answer"):
            sentence = _("read version %(number)d after its delivery and found something to correct") % {"number": reading.answer.number}
            entries.append(Entry(reading.at, reading.reader.name, sentence, reading.comment))
        once = AdviceRequest.history.filter(merged_into=advice_request.pk).values("id")
        for merged in [*advice_request.merged, *AdviceRequest.objects.filter(pk__in=once).exclude(merged_into=advice_request)]:
            for move in (
                Move.objects.of(merged).filter(rule="Q19", to_state=State.MERGED).select_related("act__by", "corrected_by__act__by")
            ):
                sentence = _("merged the request %(ref)s into this one") % {"ref": merged.ref}
                back = move.corrected_by
                if back is not None:
                    apart = _("set the merger of the request %(ref)s into this one back") % {"ref": merged.ref}
                    entries.append(Entry(back.act.at, back.act.by.name, apart, back.reason, back.happened_on))
                entries.append(Entry(move.act.at, move.act.by.name, sentence, move.reason, move.happened_on))
        for proposal in advice_request.proposals.select_related("prepared_by", "approved_by"):
            entries.append(Entry(proposal.prepared_at, proposal.prepared_by.name, _("prepared a copy for the bank")))
            if proposal.approved_by and proposal.approved_at:
                entries.append(Entry(proposal.approved_at, proposal.approved_by.name, _("approved the copy, which went into the bank")))
    for recall in Recall.objects.filter(answer__request=advice_request).select_related("by", "answer"):
        sentence = _("recalled version %(number)d of the answer") % {"number": recall.answer.number}
        entries.append(Entry(recall.at, recall.by.name, sentence, recall.reason))
    documents = Document.objects.about(advice_request).filter(removed_at=None).select_related("uploaded_by")
    for document in documents if whole else documents.filter(team_only=False):
        entries.append(Entry(document.uploaded_at, document.uploaded_by.name, _("added the document “%(name)s”") % {"name": document.name}))
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def _sentence(move: Move, adviser: str, other: str, whole: bool) -> str:
    """Say in words what a move was."""
    return {
        "submit": _("sent the request"),
        "triage": _("accepted the request"),
        "assign": _("put it in the hands of %(name)s"),
        "hand_over": _("handed it over to %(name)s"),
        "ask_for_more": _("asked the asker for more; the clock stopped"),
        "reply": _("replied; the clock ran on"),
        "send_for_review": _("sent the answer for a second reading"),
        "return_for_changes": _("gave the answer back for changes"),
        "deliver": _("delivered the answer"),
        "deliver_unread": _("delivered the answer at once, to be read second afterwards") if whole else _("delivered the answer"),
        "ask_follow_up": _("asked a follow-up question"),
        "ask_again": _("asked again about the answer, after the request was closed"),
        "take_up_again": _("took the request up again"),
        "close": {
            Role.LEAD: _("closed the request, since the reply never came"),
            Role.SVC: _("closed the request, since nothing was asked for 30 days"),
        }.get(Role(move.act.by.role), _("closed the request")),
        "close_unanswered": _("closed the request, since the reply never came"),
        "close_by_time": _("closed the request, since nothing was asked for 30 days"),
        "decline": _("declined the request"),
        "answer_from_bank": _("answered from the bank"),
        "say_still_open": _("said what is still open"),
        "withdraw": _("withdrew the request"),
        "merge": _("merged it into the request %(ref)s") if whole else _("put it together with another question; one answer serves both"),
        CORRECTION: _("set the merger back; it stands alone again") if whole else _("took it apart from the other question again"),
        "convert": _("opened the case file %(ref)s from it") if whole else _("took it up as a case file"),
    }.get(move.name, move.name) % {"name": adviser, "ref": other}


def who_looked(advice_request: AdviceRequest, limit: int = 100) -> list[ReadLog]:
    """The newest looks at a request: who and when."""
    rows = ReadLog.objects.filter(label=advice_request._meta.label, ref=advice_request.ref)
    return list(rows.select_related("by").order_by("-at", "-pk")[:limit])


def last_looks(advice_request: AdviceRequest, limit: int = 8) -> list[ReadLog]:
    """The newest look of each person, newest first."""
    newest = {look.by_id: look for look in reversed(who_looked(advice_request))}
    return sorted(newest.values(), key=lambda look: look.at, reverse=True)[:limit]

"""Reads that span models: what the pages of a file and the pages across files show."""

from collections import Counter

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.accounts.models import User
from foundation.documents.models import Document
from foundation.workflow.models import Approval
from foundation.workflow.transitions import MoveOption, available_moves

from . import policies, situations
from .matching import name_key
from .models import Appearance, CaseFile, Count, FileAccess, Participant, Proceeding
from .names import is_protected
from .states import COUNSEL_ACCESS, Access

MOST_MATCHES = 20


def with_accused(files: QuerySet[CaseFile]) -> QuerySet[CaseFile]:
    """Fetch along what a list of files shows: their accused in order, and who leads each."""
    lead = FileAccess.objects.current().filter(acting_as=Access.LEAD_COUNSEL).select_related("user")
    return files.select_related("agency", "office").prefetch_related(
        Prefetch("proceedings", Proceeding.objects.select_related("accused").prefetch_related("accused__bans__provision")),
        Prefetch("accesses", lead, to_attr="lead_access"),
    )


def proceedings_of(case_file: CaseFile) -> list[Proceeding]:
    """The accused of a file with everything its pages and guards read, in a constant number of queries."""
    rows = list(
        case_file.proceedings.select_related("accused", "court", "courthouse").prefetch_related(
            Prefetch("counts", Count.objects.select_related("offence", "document", "clock_origin", "complainant", "included_offence")),
            "counts__decisions",
            "counts__screenings",
            "elections",
            "warrants",
            "order_answers",
            "victim_views",
            "clock_origins",
            "delay_intervals",
            "direct_indictments",
            "fitness_findings",
            "measures",
            "appeals__counts",
            "counts__crown_stays",
            "counts__appeals",
            "counts__successors__new__proceeding",
            Prefetch("appearances", Appearance.objects.select_related("courthouse").in_order()),
            "accused__bans__provision",
        )
    )
    for proceeding in rows:
        proceeding.file = case_file
        proceeding.accused.file = case_file
        for count in proceeding.counts.all():
            count.proceeding = proceeding
    return rows


def headline(case_file: CaseFile) -> str:
    """What a list says of a file: its own situation, or those of its accused counted ("3 accused: 2 ready for trial, 1 concluded")."""
    own = {line.code for line in situations.FILE_SITUATIONS}
    if case_file.situation in own:
        return situations.label(case_file.situation)
    codes = Counter(proceeding.situation for proceeding in case_file.proceedings.all())
    if sum(codes.values()) <= 1:
        return situations.label(case_file.situation)
    parts = ", ".join(f"{count} {situations.label(code)}" for code, count in codes.most_common())
    people = ngettext("%(count)d accused", "%(count)d accused", sum(codes.values())) % {"count": sum(codes.values())}
    return _("%(people)s: %(parts)s") % {"people": people, "parts": parts}


def cover_reason(case_file: CaseFile, user: User) -> str:
    """Why a person who covers a colleague's file opens it, in her own words; "" for everybody else."""
    if Access.COVER not in policies.access_of(case_file, user):
        return ""
    held = FileAccess.objects.current().filter(file=case_file, user=user, acting_as=Access.COVER)
    return held.order_by("-from_at").values_list("reason", flat=True).first() or ""


def moves_for(subject, user: User) -> list[MoveOption]:
    """The moves of a file, an accused or a count that this person may make, each with its guards as they stand."""
    return [option for option in available_moves(subject, user) if option.permitted]


def matching_files(user: User, text: str) -> QuerySet[CaseFile]:
    """Find files by number, occurrence or style of cause, without the index."""
    words = text.strip()
    found = Q(ref__iexact=words) | Q(occurrence_number__iexact=words) | Q(style_name__icontains=words)
    return CaseFile.objects.visible_to(user).filter(found).order_by("-referred_on", "-pk")[:MOST_MATCHES]


def matching_papers(user: User, text: str) -> QuerySet[Document]:
    """Find papers of files by their title or name, without the index."""
    words = text.strip()
    papers = Document.objects.visible_to(user).filter(about_label=CaseFile._meta.label, removed_at=None)
    return papers.filter(Q(title__icontains=words) | Q(name__icontains=words)).order_by("-uploaded_at", "-pk")[:MOST_MATCHES]


def matching_people(user: User, text: str) -> list[Participant]:
    """Find people on files by a part of their names, without the index; nobody who is named by initials."""
    found = Participant.objects.visible_to(user).found_by_name()
    for word in name_key(text).split():
        found = found.filter(name_key__contains=word)
    if not name_key(text):
        return []
    rows = found.order_by("-pk")[: 2 * MOST_MATCHES]
    return [person for person in rows if not is_protected(person)][:MOST_MATCHES]


def counsel_on(case_file: CaseFile) -> QuerySet[User]:
    """The prosecutors who are counsel on a file now: any of them can be named as going to a day in court."""
    held = FileAccess.objects.current().filter(file=case_file, acting_as__in=COUNSEL_ACCESS, for_intake=False)
    return User.objects.filter(pk__in=held.values("user")).order_by("name")


def waiting_stays(user: User) -> list[tuple[Approval, Proceeding]]:
    """List the Crown stays that wait for a lead's decision, in files this person may see, the oldest first."""
    return _waiting(user, "stay")


def waiting_own_services(user: User) -> list[tuple[Approval, Proceeding]]:
    """List the requests to accuse a victim (s. 286.5) that wait for a lead, in files this person may see, the oldest first."""
    return _waiting(user, "own_services")


def _waiting(user: User, move: str) -> list[tuple[Approval, Proceeding]]:
    waiting = Approval.objects.waiting().filter(subject_label=Proceeding._meta.label, move=move).select_related("asked_by")
    found = {
        proceeding.ref: proceeding
        for proceeding in Proceeding.objects.visible_to(user)
        .filter(ref__in=waiting.values("subject_ref"))
        .select_related("file", "accused")
        .prefetch_related("accused__bans__provision")
    }
    return [(approval, found[approval.subject_ref]) for approval in waiting.order_by("asked_at", "pk") if approval.subject_ref in found]

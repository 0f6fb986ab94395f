"""What is found of requests, and by whom."""

from django.db.models import Q

from casetracker.search_documents import walled_files
from foundation.accounts.models import Role
from foundation.search.document import SearchDocument, key_of

from .models import AdviceRequest
from .policies import is_asker
from .states import State

TEAM_READS = ("role:PRO", "role:LEAD", "role:AST", "role:REC")


def of_request(advice_request: AdviceRequest) -> SearchDocument | None:
    """Make the document of a request: the thread and what was delivered for all its readers, the rest for the team.

    A draft is not found by anybody. Who is walled off the linked file holds a token that this document denies.
    """
    if advice_request.state == State.DRAFT:
        return None
    versions = list(advice_request.versions.all())
    delivered = [version for version in versions if version.delivered_at]
    topics = list(advice_request.topics.all())
    messages = [message.text for message in advice_request.messages.all()]
    parts = [advice_request.question, advice_request.facts, *(str(topic) for topic in topics), *messages]
    for version in delivered:
        parts += [version.short_answer, version.analysis, version.caveats]
    inner = [note.text for note in advice_request.notes.all()]
    for version in versions:
        if not version.delivered_at:
            inner += [version.short_answer, version.analysis, version.caveats]
        inner += [reading.comment for reading in version.readings.all()]
    if advice_request.case_file:
        inner.append(advice_request.case_file.ref)
    people = [person for person in advice_request.readers if is_asker(advice_request, person)]
    return SearchDocument(
        key=key_of(AdviceRequest._meta.label, advice_request.ref),
        kind="request",
        title=advice_request.question,
        url_name="advice:request",
        url_ref=advice_request.ref,
        language=advice_request.language,
        readers=(*TEAM_READS, *(f"person:{person.pk}" for person in people)),
        denied=(wall_token(advice_request.case_file.ref),) if advice_request.case_file else (),
        body="\n\n".join(part for part in parts if part),
        body_team="\n\n".join(part for part in inner if part),
        facets={"topic": tuple(topic.topic for topic in topics)},
        dates={"date": advice_request.clock_started_on},
        numbers={},
    )


def wall_token(file_ref: str) -> str:
    """Name everybody who is walled off a file."""
    return f"walled:{file_ref}"


def wall_tokens(user) -> set[str]:
    """Give the tokens of the walls that stand before a person; asked anew at each search."""
    if user.role not in (Role.POL, Role.CRN, Role.PRO, Role.AST, Role.LEAD, Role.REC):
        return set()
    return {wall_token(ref) for ref in walled_files(user)}


def count_requests() -> int:
    """Say how many requests can be found."""
    return AdviceRequest.objects.exclude(state=State.DRAFT).count()


def all_requests():
    """Every request, with what its document is made of, for a rebuild."""
    rows = AdviceRequest.objects.exclude(state=State.DRAFT).select_related("asker", "case_file").order_by("pk")
    return rows.prefetch_related("topics", "messages", "notes", "versions__readings", "named").iterator(chunk_size=200)


def matching_requests(user, text: str):
    """Find up to 20 requests a person may see by number or words of the question, without the index."""
    words = text.strip()
    if not words:
        return []
    rows = AdviceRequest.objects.visible_to(user).exclude(state=State.DRAFT)
    found = rows.filter(
        Q(ref__iexact=words)
        | Q(question__icontains=words)
        | Q(versions__delivered_at__isnull=False, versions__short_answer__icontains=words)
    )
    return found.distinct().order_by("-asked_at")[:20]

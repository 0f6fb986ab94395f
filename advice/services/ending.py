"""How a request goes on elsewhere: in another request, or as a case file."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from advice import policies
from advice.models import AdviceRequest, Recipient
from advice.models.request import local_day
from advice.states import State
from casetracker.models import CaseFile
from casetracker.services import AccusedIn, add_note, open_case_file
from foundation.accounts.models import Role
from foundation.records import Refusal
from foundation.search.port import reindex
from foundation.workflow.corrections import set_back
from foundation.workflow.models import CORRECTION
from foundation.workflow.transitions import perform, restore

from .base import acting_on, needed, require, require_version, tell, tell_of
from .told import handlers_of, sees


def merge_request(*, ref: str, into: str, by, at: datetime, reason: str = "", key=None, version=None) -> AdviceRequest:
    """Let an open request carry the question of another (Q19); who asked it reads the answer, and nothing else, of that request.

    What was delivered there before and still stands reaches her at once (ADR 31).

    :raises Refusal: there is no such request among those ``by`` may see
    :raises TransitionRefused: the other is not open, is this one, or a wall keeps its file from who asked this one; or an answer was given
    :raises PermissionDenied: ``by`` is neither lead nor prosecutor
    :raises StaleState: somebody moved it first
    """
    with acting_on(ref, by=by, at=at, kind="merge_request", key=key) as (this_act, advice_request):
        require(policies.may_merge(advice_request, by))
        target = AdviceRequest.objects.visible_to(by).filter(ref=into.strip().upper()).first()
        if target is None or target.is_draft:
            raise Refusal(_("There is no such request among those you may open."), "into")
        target = AdviceRequest.objects.select_for_update().get(pk=target.pk)
        advice_request.propose_target(target)
        askers = [person for person in advice_request.readers if sees(advice_request, person)]
        perform(advice_request.merge, act=this_act, version=version, happened_on=local_day(at), reason=reason, into=target, at=at)
        standing = target.latest_delivered
        if standing is not None and not target.is_recalled:
            held = set(standing.recipients.values_list("person", flat=True))
            for person in askers:
                if person.pk not in held:
                    Recipient.objects.create(answer=standing, person=person, at=at)
        tell([*askers, advice_request.assigned_to], "merged", advice_request)
        tell(handlers_of(target), "merged_here", target)
        reindex(target)
    return advice_request


def set_back_merge(*, ref: str, reason: str, by, at: datetime, key=None, version=None) -> AdviceRequest:
    """Set a merger back that was a mistake (Q19): the request stands alone again, where it stood before, and both entries are kept.

    What the asker was given with the merger itself is taken from her again. Where her adviser left the team or is walled off since, the
    request waits for a new one.

    :raises Refusal: no reason; or an answer was delivered to the asker through the other request since
    :raises PermissionDenied: ``by`` is neither a lead nor who merged it within the last ten minutes
    :raises StaleState: somebody moved it first
    """
    with acting_on(ref, by=by, at=at, kind="set_back_merge", key=key) as (this_act, advice_request):
        require(policies.may_set_back_merge(advice_request, by))
        require_version(advice_request, version)
        needed(reason, _("Say what was wrong."), "text")
        target = AdviceRequest.objects.select_for_update().get(pk=advice_request.merged_into_id)
        merger = policies.merge_moves(advice_request)[0].act
        people = [person for one in (advice_request, *advice_request.merged) for person in one.readers]
        given = Recipient.objects.filter(answer__request=advice_request.answering, person__in=people, at__gte=merger.at)
        with_it = set(Recipient.history.filter(act=merger).values_list("id", flat=True))
        if given.exclude(pk__in=with_it).exists():
            raise Refusal(_("An answer reached the asker through the other request since: what is still open is asked anew."))
        for row in given:
            row.delete()
        set_back(merger, act=this_act, tables=[AdviceRequest], reason=reason.strip())
        advice_request = AdviceRequest.objects.get(pk=advice_request.pk)
        adviser = advice_request.assigned_to
        lost = adviser is not None and (not adviser.is_active or adviser.role != Role.PRO or policies.is_walled(advice_request, adviser))
        if advice_request.state == State.ASSIGNED and lost:
            advice_request.assigned_to = advice_request.assigned_at = None
            restore(
                advice_request, State.TRIAGED, act=this_act, happened_on=local_day(at), reason=reason.strip(), rule="Q19", name=CORRECTION
            )
        tell([*advice_request.readers, *handlers_of(advice_request)], "stands_alone", advice_request)
        tell([person for person in handlers_of(target) if person.pk != by.pk], "merger_set_back", target)
        reindex(target)
    return advice_request


def convert_request(
    *, ref: str, family_name: str, by, at: datetime, given_name: str = "", occurrence: str = "", key=None, version=None
) -> CaseFile:
    """Open a case file from a request (Q20): its service, office and number go over, question and facts become the first note.

    The accused is the one thing a request never holds, and is named here.

    :raises Refusal: nobody is accused
    :raises TransitionRefused: an answer was given, it is linked to a file, or another request rests on its answer
    :raises PermissionDenied: ``by`` is no lead
    :raises StaleState: somebody moved it first
    """
    with acting_on(ref, by=by, at=at, kind="convert_request", key=key) as (this_act, advice_request):
        require(policies.may_convert(advice_request, by))
        require_version(advice_request, version)
        needed(family_name, _("Enter the family name of the accused."), "family_name")
        case_file = open_case_file(
            by=by,
            at=at,
            agency=advice_request.agency,
            office=advice_request.office,
            occurrence_number=occurrence or advice_request.occurrence,
            accused=[AccusedIn(family_name=family_name, given_name=given_name)],
            referred_on=local_day(at),
        )
        add_note(case_file=case_file, text=_first_note(advice_request), by=by, at=at, lang=advice_request.language)
        perform(advice_request.convert, act=this_act, happened_on=local_day(at), case_file=case_file, at=at)
        tell_of("convert", "converted", advice_request, by)
        this_act.result("casetracker:file", ref=case_file.ref)
    return case_file


def _first_note(advice_request: AdviceRequest) -> str:
    """What the asker typed, as it was typed, under where it comes from; in the language of the question."""
    with override(advice_request.language):
        head = _("From the request for advice %(ref)s of %(name)s, %(house)s:") % {
            "ref": advice_request.ref,
            "name": advice_request.asker.name,
            "house": advice_request.house or "",
        }
    said = [
        message.text for message in advice_request.messages.all() if message.author_id in {person.pk for person in advice_request.readers}
    ]
    return "\n\n".join(part for part in [head, advice_request.question, advice_request.facts, *said] if part)

"""What victims and witnesses ask for: aids to testify, publication bans, the rights of victims; and what was answered."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from casetracker import policies, victim_law
from casetracker.choices import PROTECTED_KINDS
from casetracker.models import CaseFile, Participant, VictimRequest
from foundation.accounts.models import User
from foundation.records import Refusal

from .base import allow, finish, needed, not_after_today, on_file, over_version

ASKED = ("kind", "asked_on", "asked_by", "note")
ANSWERED = ("answer", "answered_on", "answer_note")


def record_victim_request(
    *,
    participant: Participant,
    kind: str,
    asked_on: date,
    asked_by: str,
    by: User,
    at: datetime,
    note: str = "",
    key: str | None = None,
) -> VictimRequest:
    """Record what a victim or witness asks for; it is open until it is answered.

    :param kind: a code of ``victim_law.rows``
    :raises Refusal: nobody who can ask, a day ahead or before the law knew the kind, the same open already
    :raises PermissionDenied: ``by`` may not
    """
    with on_file(participant, by=by, at=at, kind="record_victim_request", key=key) as (this_act, case_file):
        allow(policies.may_record_victim_request(case_file, by))
        participant = Participant.objects.get(pk=participant.pk)
        if participant.kind not in PROTECTED_KINDS:
            raise Refusal(_("Only a victim or a witness asks for this."), "kind")
        request = VictimRequest(participant=participant, kind=kind, asked_on=asked_on, asked_by=asked_by, note=note.strip(), recorded_by=by)
        _keep(request, case_file, this_act)
    return request


def answer_victim_request(
    *,
    victim_request: VictimRequest,
    answer: str,
    answered_on: date,
    by: User,
    at: datetime,
    answer_note: str = "",
    version: int | None = None,
    key: str | None = None,
) -> VictimRequest:
    """Record how what was asked for was answered.

    :raises Refusal: answered already, an answer that does not go with it, a day ahead or before it was asked, refused without reasons
    :raises StaleRecord: somebody saved it since
    :raises PermissionDenied: ``by`` may not
    """
    with on_file(victim_request, by=by, at=at, kind="answer_victim_request", key=key) as (this_act, case_file):
        allow(policies.may_record_victim_request(case_file, by))
        request = VictimRequest.objects.select_related("participant").get(pk=victim_request.pk)
        over_version(request, version)
        if request.answer:
            raise Refusal(_("This was answered already; correct it instead."))
        needed(answer, _("Choose the answer."), "answer")
        request.answer, request.answered_on, request.answer_note = answer, answered_on, answer_note.strip()
        _keep(request, case_file, this_act)
    return request


def correct_victim_request(
    *, victim_request: VictimRequest, by: User, at: datetime, version: int | None = None, key: str | None = None, **values
) -> VictimRequest:
    """Correct what was recorded of a request or of its answer; without an answer it is open again. History keeps what stood.

    :param values: fields of ASKED and ANSWERED
    :raises Refusal: as recording and answering it do
    :raises StaleRecord: somebody saved it since
    :raises PermissionDenied: ``by`` may not
    """
    with on_file(victim_request, by=by, at=at, kind="correct_victim_request", key=key) as (this_act, case_file):
        allow(policies.may_record_victim_request(case_file, by))
        request = VictimRequest.objects.select_related("participant").get(pk=victim_request.pk)
        over_version(request, version)
        for name, value in values.items():
            if name not in (*ASKED, *ANSWERED):
                raise TypeError(f"A request has no {name}.")
            setattr(request, name, value.strip() if isinstance(value, str) else value)
        _keep(request, case_file, this_act)
    return request


def _keep(request: VictimRequest, case_file: CaseFile, this_act) -> None:
    """Save a request that holds together, and end the act."""
    person = request.participant
    this_act.result("casetracker:person", ref=case_file.ref, person=person.ref)
    needed(request.asked_on, _("Enter the day it was asked."), "asked_on")
    not_after_today(request.asked_on, "asked_on")
    needed(request.asked_by in VictimRequest.AskedBy.values, _("Choose who asks."), "asked_by")
    asked_for = victim_law.row_on(request.kind, request.asked_on)
    if asked_for is None:
        raise Refusal(_("This could not be asked for on that day. Choose another, or check the day."), "kind")
    if not request.answer:
        if request.answered_on or request.answer_note:
            raise Refusal(_("Choose the answer."), "answer")
        same = VictimRequest.objects.open().filter(participant=person, kind=request.kind).exclude(pk=request.pk)
        if same.exists():
            raise Refusal(_("She asks for this already, and it is open."), "kind")
    else:
        if request.answer not in asked_for.answers:
            raise Refusal(_("This answer does not go with what was asked. Choose another."), "answer")
        needed(request.answered_on, _("Enter the day of the answer."), "answered_on")
        not_after_today(request.answered_on, "answered_on")
        if request.answered_on is not None and request.answered_on < request.asked_on:
            raise Refusal(_("The answer cannot come before it was asked."), "answered_on")
        if request.answer == VictimRequest.Answer.REFUSED:
            needed(request.answer_note, _("Write the reasons of the refusal."), "answer_note")
    request.save()
    finish(case_file, this_act)

"""Victims, witnesses, counsel and officers; bans on names; what victims think of ending a count."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from casetracker import policies
from casetracker.models import Ban, CaseFile, Count, Participant, Proceeding, VictimView
from casetracker.search_documents import reindex_papers
from foundation.accounts.models import User
from foundation.law.models import BanProvision
from foundation.records import Refusal
from foundation.search.port import reindex

from .base import allow, finish, needed, not_after_today, on_file, over_version
from .intake import find_matches

PERSON = ("kind", "given_name", "family_name", "birth_date", "is_youth", "language", "acts_for", "organisation", *Participant.CONTACT)


def _fill(participant: Participant, case_file: CaseFile, values: dict) -> Participant:
    for name, value in values.items():
        if name not in PERSON:
            raise TypeError(f"A participant has no {name}.")
        setattr(participant, name, value)
    needed(participant.family_name.strip(), _("Enter the family name."), "family_name")
    needed(participant.kind in Participant.Kind.values, _("Choose what the person is in the file."), "kind")
    not_after_today(participant.birth_date, "birth_date")
    if participant.acts_for is not None and participant.acts_for.file_id != case_file.pk:
        raise Refusal(_("Choose an accused of this file."), "acts_for")
    return participant


def add_participant(*, case_file: CaseFile, by: User, at: datetime, key: str | None = None, **values) -> Participant:
    """Add a victim, witness, counsel or officer to a file; ``values`` are fields of Participant (see PERSON).

    An accused is added by ``add_accused``, which makes the proceeding too.

    :raises Refusal: no family name, a birth date ahead, an accused
    :raises PermissionDenied: ``by`` may not
    """
    if values.get("kind") == Participant.Kind.ACCUSED:
        raise Refusal(_("Add an accused on the page of the accused."), "kind")
    with on_file(case_file, by=by, at=at, kind="add_participant", key=key) as (this_act, case_file):
        allow(policies.may_add_participant(case_file, by))
        participant = _fill(Participant(file=case_file), case_file, values)
        participant.save()
        reindex(participant)
        this_act.result("casetracker:person", ref=case_file.ref, person=participant.ref)
        find_matches(case_file, this_act)
        finish(case_file, this_act, narrowed=True)
        reindex_papers(case_file, narrowed=True)
    return participant


def edit_participant(
    *, participant: Participant, by: User, at: datetime, version: int | None = None, key: str | None = None, **values
) -> Participant:
    """Change what is kept of a person; contact details leave no words in history.

    :raises StaleRecord: somebody saved it since
    :raises PermissionDenied: ``by`` may not
    """
    with on_file(participant, by=by, at=at, kind="edit_participant", key=key) as (this_act, case_file):
        participant = Participant.objects.get(pk=participant.pk)
        participant.file = case_file
        allow(policies.may_add_participant(case_file, by))
        over_version(participant, version)
        if Participant.Kind.ACCUSED in (participant.kind, values.get("kind", participant.kind)) and participant.kind != values.get(
            "kind", participant.kind
        ):
            raise Refusal(_("An accused stays an accused, and nobody becomes one here."), "kind")
        this_act.result("casetracker:person", ref=case_file.ref, person=participant.ref)
        _fill(participant, case_file, values)
        participant.save()
        reindex(participant, narrowed=True)
        finish(case_file, this_act, narrowed=True)
        reindex_papers(case_file, narrowed=True)
    return participant


def add_ban(
    *,
    case_file: CaseFile,
    provision: BanProvision,
    made_on: date,
    by: User,
    at: datetime,
    participant: Participant | None = None,
    made_by: str = "",
    note: str = "",
    key: str | None = None,
) -> Ban:
    """Record a ban on publication; a ban on identity protects one person and her name is printed as initials from then on.

    :raises Refusal: a ban on identity without the person, a day ahead, the same ban twice
    :raises PermissionDenied: ``by`` may not
    """
    not_after_today(made_on, "made_on")
    with on_file(case_file, by=by, at=at, kind="add_ban", key=key) as (this_act, case_file):
        allow(policies.may_record_ban(case_file, by))
        if provision.hides_names and participant is None:
            raise Refusal(_("Choose whose name is protected."), "participant")
        if participant is not None and participant.file_id != case_file.pk:
            raise Refusal(_("Choose a person of this file."), "participant")
        if case_file.bans.filter(provision=provision, participant=participant, ended_on=None).exists():
            raise Refusal(_("This ban is recorded already."), "provision")
        this_act.result("casetracker:people", ref=case_file.ref)
        ban = Ban.objects.create(file=case_file, participant=participant, provision=provision, made_on=made_on, made_by=made_by, note=note)
        if participant is not None:
            reindex(participant, narrowed=True)
        finish(case_file, this_act, narrowed=True)
        reindex_papers(case_file, narrowed=True)
    return ban


def end_ban(*, ban: Ban, ended_on: date, by: User, at: datetime, note: str = "", version: int | None = None, key: str | None = None) -> Ban:
    """Record that a ban ended.

    :raises Refusal: the day lies ahead or before the ban
    :raises PermissionDenied: ``by`` may not
    """
    not_after_today(ended_on, "ended_on")
    with on_file(ban, by=by, at=at, kind="end_ban", key=key) as (this_act, case_file):
        ban = Ban.objects.get(pk=ban.pk)
        allow(policies.may_record_ban(case_file, by))
        over_version(ban, version)
        if ended_on < ban.made_on:
            raise Refusal(_("The ban cannot end before it was made."), "ended_on")
        this_act.result("casetracker:people", ref=case_file.ref)
        ban.ended_on, ban.note = ended_on, note or ban.note
        ban.save()
        if ban.participant is not None:
            reindex(ban.participant)
        finish(case_file, this_act)
        reindex_papers(case_file)
    return ban


def keep_victim_view(
    proceeding: Proceeding,
    *,
    count: Count | None,
    participant: Participant | None,
    asked_on: date | None,
    view: str,
    exception: str,
    withdraws: bool = False,
) -> VictimView:
    """Keep a view, or why none was asked. Inside an act.

    :raises Refusal: neither a view with its day nor an exception
    """
    not_after_today(asked_on, "asked_on")
    if exception:
        needed(exception in VictimView.NotAsked.values, _("Choose why the victim was not asked."), "exception")
    else:
        needed(view.strip(), _("Write the view of the victim, or choose why she was not asked."), "view")
        needed(asked_on, _("Enter the day the victim was asked."), "asked_on")
    if participant is not None and participant.file_id != proceeding.file_id:
        raise Refusal(_("Choose a person of this file."), "participant")
    return VictimView.objects.create(
        proceeding=proceeding,
        count=count,
        participant=participant,
        asked_on=asked_on,
        view=view.strip(),
        exception=exception,
        withdraws=withdraws and not exception,
    )


def record_victim_view(
    *,
    proceeding: Proceeding,
    by: User,
    at: datetime,
    count: Count | None = None,
    participant: Participant | None = None,
    asked_on: date | None = None,
    view: str = "",
    exception: str = "",
    withdraws: bool = False,
    key: str | None = None,
) -> VictimView:
    """Record what a victim thinks of ending a count (or every count of an accused), or why she was not asked.

    :raises Refusal: neither a view with its day nor an exception
    :raises PermissionDenied: ``by`` may not
    """
    with on_file(proceeding, by=by, at=at, kind="record_victim_view", key=key) as (this_act, case_file):
        proceeding = Proceeding.objects.get(pk=proceeding.pk)
        proceeding.file = case_file
        allow(policies.may_record_victim_view(proceeding, by))
        this_act.result("casetracker:accused", ref=case_file.ref, accused=proceeding.ref)
        typed: dict[str, Any] = {"asked_on": asked_on, "view": view, "exception": exception, "withdraws": withdraws}
        kept = keep_victim_view(proceeding, count=count, participant=participant, **typed)
        finish(case_file, this_act)
    return kept

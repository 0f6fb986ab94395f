"""Elections: of the mode by the Crown, of the court by the accused, and the re-election of section 561."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from casetracker import guards, policies
from casetracker.models import Count, Decision, Election, Proceeding
from casetracker.states import LIVE, CountState, Forum, ProceedingState
from foundation.accounts.models import User
from foundation.audit.acts import OpenAct
from foundation.law import catalogue, deadlines
from foundation.law.models import Courthouse
from foundation.records import Refusal
from foundation.workflow.models import Move
from foundation.workflow.transitions import perform

from .base import allow, finish, locked, needed, not_after_today, not_before_charge, on_file, over_version
from .indictment import INDICTED_FROM
from .papers import counts_of

BEFORE_INQUIRY = (ProceedingState.CHARGED, ProceedingState.INTAKE, ProceedingState.ELECTION_PENDING)
"""Where a re-election is a fact and no step: what it calls for, an inquiry (A4) or a trial date (A5), starts from there as it is."""


def record_election(
    *,
    proceeding: Proceeding,
    choice: str,
    on: date,
    by: User,
    at: datetime,
    deemed: bool = False,
    prelim_requested: bool = False,
    version: int | None = None,
    key: str | None = None,
) -> Election:
    """Record the election of the accused; one into the Superior Court settles the forum of the delay clock.

    :param choice: OCJ, SCJ_JUDGE or SCJ_JURY
    :raises Refusal: no such election, a day ahead, no count with an election, or it is recorded already
    :raises PermissionDenied: ``by`` may not
    """
    not_after_today(on, "on")
    needed(choice in Election.OF_ACCUSED, _("Choose what the accused elected."), "choice")
    with on_file(proceeding, by=by, at=at, kind="record_election", key=key) as (this_act, case_file):
        proceeding = locked(proceeding, case_file)
        allow(policies.may_record_election(proceeding, by))
        over_version(proceeding, version)
        not_before_charge(proceeding, on, "on")
        if not any(count.by_indictment for count in proceeding.counts.select_related("offence") if count.state in LIVE):
            raise Refusal(_("No count of this accused proceeds by indictment, so there is no election."), "choice")
        before = proceeding.accused_election
        if before is not None and (before.choice, before.on, before.prelim_requested) == (choice, on, prelim_requested):
            raise Refusal(_("This election is recorded already."), "choice")
        if choice == Election.Choice.OCJ and prelim_requested:
            raise Refusal(_("There is no preliminary inquiry in the Ontario Court of Justice on this election."), "prelim_requested")
        this_act.result("casetracker:accused", ref=case_file.ref, accused=proceeding.ref)
        election = Election.objects.create(
            proceeding=proceeding, kind=Election.Kind.ACCUSED, choice=choice, on=on, deemed=deemed, prelim_requested=prelim_requested
        )
        forum = Forum.SCJ
        if choice == Election.Choice.OCJ:
            forum = Forum.OCJ_AFTER_PRELIM if prelim_was_held(proceeding) else Forum.OCJ
        if proceeding.forum != forum:
            proceeding.forum = forum
            proceeding.save()
        finish(case_file, this_act)
    return election


def elect_mode(
    *,
    count: Count,
    choice: str,
    on: date,
    by: User,
    at: datetime,
    limitation_agreed: bool = False,
    version: int | None = None,
    key: str | None = None,
) -> Election:
    """Record the Crown's election on a hybrid count.

    :param choice: SUMMARY or INDICTMENT
    :raises Refusal: the offence is not hybrid, a day ahead, or the limit for summary proceedings passed and nobody agreed
    :raises PermissionDenied: ``by`` is no counsel on the file
    """
    not_after_today(on, "on")
    needed(choice in Election.OF_CROWN, _("Choose the mode."), "choice")
    with on_file(count, by=by, at=at, kind="elect_mode", key=key) as (this_act, case_file):
        count = Count.objects.select_related("offence", "document").get(pk=count.pk)
        count.proceeding.file = case_file
        allow(policies.may_record_crown_election(count, by))
        over_version(count, version)
        not_before_charge(count.proceeding, on, "on")
        if not count.offence.is_hybrid:
            raise Refusal(_("This offence is not hybrid; there is nothing to elect."), "choice")
        if count.state not in LIVE:
            raise Refusal(_("The count is not before the court."), "choice")
        if choice == Election.Choice.SUMMARY and count.out_of_time and not limitation_agreed:
            raise Refusal(_out_of_time(count.summary_limit), "limitation_agreed")
        this_act.result("casetracker:accused", ref=case_file.ref, accused=count.proceeding.ref)
        election = Election.objects.create(
            proceeding=count.proceeding,
            count=count,
            kind=Election.Kind.CROWN,
            choice=choice,
            on=on,
            limitation_agreed=limitation_agreed,
        )
        count.mode, count.limitation_agreed = choice, limitation_agreed
        count.save()
        finish(case_file, this_act)
    return election


def _out_of_time(limit: int | None) -> str:
    if limit is None:
        return _("The limit for summary proceedings is not known for that day: both sides must agree to proceed summarily.")
    return _("More than %(months)d months passed since the offence: both sides must agree to proceed summarily.") % {"months": limit}


def trial_forum(proceeding: Proceeding) -> str:
    """The court that tries the accused, as elections and modes have it."""
    live = [count for count in proceeding.counts.select_related("offence") if count.state in LIVE]
    election = proceeding.accused_election
    if election is None or election.choice == Election.Choice.OCJ or (live and all(count.by_summary for count in live)):
        return Forum.OCJ_AFTER_PRELIM if prelim_was_held(proceeding) else Forum.OCJ
    return Forum.SCJ


def prelim_was_held(proceeding: Proceeding) -> bool:
    """Say whether a preliminary inquiry came to its end on a count of this accused: it decides the ceiling in the Ontario Court."""
    results = (CountState.COMMITTED, CountState.DISCHARGED_PRELIM)
    return Decision.objects.filter(count__proceeding=proceeding, result__in=results).exists()


# The re-election


def reelect(
    *,
    proceeding: Proceeding,
    choice: str,
    on: date,
    by: User,
    at: datetime,
    as_of_right: bool = False,
    consent_on: date | None = None,
    prelim_requested: bool = False,
    trial_on: date | None = None,
    trial_ends_on: date | None = None,
    courthouse: Courthouse | None = None,
    reason: str = "",
    version: int | None = None,
    key: str | None = None,
) -> Election:
    """Record a re-election of the accused (section 561) and what it calls for (A10); the ceiling of the delay clock follows the forum.

    From the preliminary inquiry it leads to trial, so the trial date is typed. From a trial date it leads to a preliminary inquiry where
    one is asked for, else back to intake, as it does after an order to stand trial or an indictment; counts that go into the Ontario Court
    of Justice proceed there (C10). Between judge alone and judge and jury nobody moves, also while an inquiry goes on; nor does anybody
    before an inquiry or a trial date: the inquiry (A4) and the trial date (A5) follow the last election.

    :raises TransitionRefused: the accused is at a stage where nobody re-elects
    :raises Refusal: no change, the consent of the Crown is needed, a preliminary inquiry is not possible, the trial date is missing
    :raises PermissionDenied: ``by`` is no counsel on the file
    """
    needed(choice in Election.OF_ACCUSED, _("Choose what the accused elected."), "choice")
    needed(on, _("Enter the day of the re-election."), "on")
    not_after_today(on, "on")
    not_after_today(consent_on, "consent_on")
    if trial_on is not None and trial_ends_on is not None and trial_ends_on < trial_on:
        raise Refusal(_("The trial cannot end before it begins."), "trial_ends_on")
    with on_file(proceeding, by=by, at=at, kind="reelect", key=key) as (this_act, case_file):
        proceeding = locked(proceeding, case_file)
        allow(policies.may_reelect(proceeding, by))
        over_version(proceeding, version)
        this_act.result("casetracker:accused", ref=case_file.ref, accused=proceeding.ref)
        before = proceeding.accused_election
        counts = counts_of(proceeding)
        not_before_charge(proceeding, trial_on, "trial_on")
        _reelection_allowed(proceeding, before, choice, on, as_of_right, consent_on, prelim_requested)
        if prelim_requested:
            _prelim_allowed(proceeding, counts, choice)
        election = Election.objects.create(
            proceeding=proceeding,
            kind=Election.Kind.ACCUSED,
            choice=choice,
            on=on,
            prelim_requested=prelim_requested,
            is_reelection=True,
            as_of_right=as_of_right,
            consent_on=None if as_of_right else consent_on,
        )
        proceeding.pending_reelection = election
        cause = _follow_reelection(
            proceeding,
            before,
            election,
            counts,
            this_act,
            reason=reason,
            trial={"trial_on": trial_on, "trial_ends_on": trial_ends_on, "courthouse": courthouse},
        )
        finish(case_file, this_act, cause)
    return election


def _reelection_allowed(
    proceeding: Proceeding, before, choice: str, on: date, as_of_right: bool, consent_on: date | None, prelim_requested: bool
) -> None:
    if before is None:
        raise Refusal(_("There is no election to change: record the election of the accused."), "choice")
    if before.choice == choice and (proceeding.state != ProceedingState.PRELIM or prelim_requested):
        raise Refusal(_("This is what the accused elected before."), "choice")
    if on < before.on:
        raise Refusal(_("The re-election cannot be before the election."), "on")
    if as_of_right and consent_on is not None:
        raise Refusal(_("Of right, or by consent: not both."), "consent_on")
    if not as_of_right:
        needed(consent_on, _("Enter the day the Crown consented in writing, or say that the re-election is of right."), "consent_on")
        return
    if choice == Election.Choice.OCJ:
        raise Refusal(_("Into the Ontario Court of Justice the Crown must consent in writing (s. 561)."), "as_of_right")
    committed = Move.objects.of(proceeding).filter(rule="A6", corrected_by=None).order_by("-pk").first()
    if committed is not None:
        if _too_late("REELECTION_AFTER_PRELIM", committed.happened_on, on):
            raise Refusal(_("More than 60 days passed since the preliminary inquiry: the Crown must consent in writing."), "as_of_right")
    elif proceeding.trial_on is not None and _too_late("REELECTION", proceeding.trial_on, on):
        raise Refusal(_("Fewer than 60 days are left before the trial: the Crown must consent in writing."), "as_of_right")


def _too_late(code: str, start: date, on: date) -> bool:
    """Say whether a day lies after the last one that the rule of a deadline leaves; where the law gives no rule, nothing is of right."""
    rule = deadlines.rule(code, start)
    return rule is None or on > deadlines.last_day(rule, start)


def _prelim_allowed(proceeding: Proceeding, counts: list[Count], choice: str) -> None:
    if choice not in Election.SUPERIOR:
        raise Refusal(_("There is no preliminary inquiry before a trial in the Ontario Court of Justice."), "prelim_requested")
    indicted = any(count.state in (CountState.COMMITTED, CountState.ON_INDICTMENT) for count in counts)
    asked_from = (ProceedingState.TRIAL_SET, ProceedingState.PRELIM, *BEFORE_INQUIRY)
    if proceeding.state not in asked_from or indicted or not guards.prelim_possible.look(proceeding).met:
        raise Refusal(_("No preliminary inquiry is possible from here."), "prelim_requested")


def _follow_reelection(proceeding: Proceeding, before, election, counts, this_act: OpenAct, *, reason: str, trial: dict) -> Move | None:
    superior = election.choice in Election.SUPERIOR
    if superior:
        forum = Forum.SCJ
    else:
        forum = Forum.OCJ_AFTER_PRELIM if prelim_was_held(proceeding) else Forum.OCJ
    on, reason = election.on, reason.strip()
    words = {"act": this_act, "happened_on": on, "reason": reason}
    cause = None
    if proceeding.state in BEFORE_INQUIRY or (proceeding.state == ProceedingState.PRELIM and election.prelim_requested):
        proceeding.forum = forum
        proceeding.save()
    elif proceeding.state == ProceedingState.PRELIM:
        needed(trial["trial_on"], _("Enter the trial date."), "trial_on")
        proceeding.trial_on, proceeding.trial_ends_on = trial["trial_on"], trial["trial_ends_on"]
        proceeding.courthouse = trial["courthouse"] or proceeding.courthouse
        proceeding.court = catalogue.court("SCJ" if superior else "OCJ") or proceeding.court
        cause = perform(proceeding.reelect_to_trial, forum=forum, **words)
    elif election.prelim_requested:
        cause = perform(proceeding.reelect_to_prelim, forum=forum, **words)
    elif superior and before.choice in Election.SUPERIOR and proceeding.state in (*INDICTED_FROM, ProceedingState.INDICTED):
        return None
    else:
        if not superior:
            proceeding.court = catalogue.court("OCJ") or proceeding.court
        cause = perform(proceeding.reelect_to_intake, forum=forum, **words)
    if not superior:
        for count in counts:
            if count.state in (CountState.COMMITTED, CountState.ON_INDICTMENT):
                cause = perform(count.resume, **words)
    return cause

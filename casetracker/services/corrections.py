"""*Correct this* on a case file: who may, what rests on it, and the act that sets it back."""

from datetime import datetime

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casetracker import policies
from casetracker.models import Appeal, CaseFile, Count, Proceeding, ReleaseOrder
from casetracker.states import TERMINAL, CountState, ProceedingState
from foundation import clock
from foundation.accounts.models import User
from foundation.audit.acts import OpenAct
from foundation.audit.history import tracked_models
from foundation.audit.models import Act
from foundation.records import Refusal
from foundation.workflow.corrections import SetBack, may_correct, moves_of, set_back
from foundation.workflow.models import CORRECTION, Approval, Move
from foundation.workflow.transitions import restore

from .base import allow, finish, needed, on_file, tell


class RestsOnIt(Refusal):
    """Tell that later moves rest on the one to correct; ``moves`` are those to correct first, newest first."""

    def __init__(self, moves: list[Move]):
        super().__init__(
            ngettext(
                "A later step rests on this one: correct it first.",
                "%(count)d later steps rest on this one: correct them first, from the newest back.",
                len(moves),
            )
            % {"count": len(moves)}
        )
        self.moves = moves


def may_correct_move(move: Move, user: User) -> bool:
    """Say whether a person may correct what this move's act recorded: a lead; the mover within ten minutes, where nothing reached court."""
    subject = move.subject
    return may_correct(moves_of(move.act), user, is_lead=policies.is_lead(subject, user), may_still=policies.is_admin(subject, user))


def moves_resting_on(move: Move) -> list[Move]:
    """List the later moves that rest on the act of a move, newest first.

    What happened to an accused rests on what happened before to her and to her counts; what happened to the file rests on every accused
    in it, and what happened in the file on its last opening.
    """
    made = moves_of(move.act)
    case_file = _file_of(move)
    of_file = any(one.subject_label == CaseFile._meta.label for one in made)
    accused = list(Proceeding.objects.filter(file=case_file)) if of_file else _accused_of(made)
    related = [case_file, *accused, *Count.objects.filter(proceeding__in=accused)]
    later = Move.objects.of(*related).made().filter(pk__gt=max(one.pk for one in made)) if made else Move.objects.none()
    return list(later.exclude(act=move.act).select_related("act__by").order_by("-pk"))


def correct_move(*, move: Move, reason: str, by: User, at: datetime, key: str | None = None) -> SetBack:
    """Correct what a move's act recorded: states, fields and facts are set back, both entries are kept, and what follows is done anew.

    :raises RestsOnIt: later steps rest on it
    :raises Refusal: no reason; corrected already; the same step would follow again at once
    :raises PermissionDenied: ``by`` may not
    """
    needed(reason.strip(), _("Say what was wrong."), "reason")
    with on_file(_file_of(move), by=by, at=at, kind="correct_move", key=key) as (this_act, case_file):
        allow(may_correct_move(move, by))
        this_act.result("casetracker:history", ref=case_file.ref)
        resting = moves_resting_on(move)
        if resting:
            raise RestsOnIt(resting)
        undone = moves_of(move.act)
        _stay_asked_since(move.act)
        _released_since(move.act)
        done = set_back(move.act, act=this_act, tables=_tables(), reason=reason.strip())
        case_file = CaseFile.objects.get(pk=case_file.pk)
        done.moves += _not_laid_after_all(case_file, this_act, reason.strip())
        _where_appeals_lead(case_file)
        finish(case_file, this_act, done.moves[-1])
        again = {(one.subject_ref, one.name) for one in Move.objects.filter(act=this_act.row).made()}
        if again.intersection((one.subject_ref, one.name) for one in undone):
            raise Refusal(_("The same step would follow again at once, because what made it true still stands: correct that first."))
        tell(case_file, {access.user for access in case_file.accesses.current().counsel()} - {by}, "casetracker/corrected")
    return done


def _not_laid_after_all(case_file: CaseFile, this_act: OpenAct, reason: str) -> list[Move]:
    """End the counts that came to be in an act that brought back an accused who is over again: they were never laid. Inside an act."""
    counts = Count.objects.filter(proceeding__file=case_file, proceeding__state__in=TERMINAL, state=CountState.PROPOSED).order_by("pk")
    return [
        restore(count, CountState.NOT_LAID, act=this_act, happened_on=clock.today(), reason=reason, rule="C1", name=CORRECTION)
        for count in counts
    ]


def _stay_asked_since(made_in: Act) -> None:
    """Stop where the act closed or decided a stay that was asked for, and another one waits for the same accused by now."""
    touched = Approval.objects.filter(pk__in=Approval.history.filter(act=made_in, history_type="~").values("id"))
    for approval in touched:
        if Approval.objects.waiting().filter(subject_ref=approval.subject_ref, move=approval.move).exclude(pk=approval.pk).exists():
            raise Refusal(_("A stay was asked for since and waits for a lead: have it decided first."))


def _released_since(made_in: Act) -> None:
    """Stop where the act ended a release order, and another one is in force for the same accused by now."""
    ended = ReleaseOrder.objects.filter(
        pk__in=ReleaseOrder.history.filter(act=made_in, history_type="~").exclude(ended_on=None).values("id")
    )
    since = ReleaseOrder.objects.filter(ended_on=None, proceeding__accused__in=ended.values("proceeding__accused"))
    if since.exists():
        raise Refusal(_("Another release order of this accused was recorded since and is in force: end it first."))


def _where_appeals_lead(case_file: CaseFile) -> None:
    """Stop where an appeal that moved nobody would be left open beside an accused who is not under appeal."""
    open_appeals = Appeal.objects.filter(proceeding__file=case_file, decided_on=None)
    kept_open = (ProceedingState.UNDER_APPEAL, ProceedingState.ABATED)  # the appeal of the dead can still be heard
    if open_appeals.exclude(proceeding__state__in=kept_open).exists():
        raise Refusal(_("Another appeal of this accused was recorded since and is open: record how it ended first."))


def _file_of(move: Move) -> CaseFile:
    return policies.file_of(move.subject)


def _accused_of(moves: list[Move]) -> list[Proceeding]:
    found = {}
    for move in moves:
        subject = move.subject
        proceeding = subject.proceeding if isinstance(subject, Count) else subject
        found[proceeding.pk] = proceeding
    return list(found.values())


def _tables() -> list:
    labels = (apps.get_app_config("casetracker").label, "workflow")
    return [model for model in tracked_models() if model._meta.app_label in labels]

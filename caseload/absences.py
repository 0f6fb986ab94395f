"""A person says when she is away, and takes it back: her own days only."""

from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from casetracker.policies import is_service
from foundation import clock
from foundation.accounts.models import User
from foundation.audit.acts import act
from foundation.pages import days
from foundation.records import Refusal, StaleRecord

from .models import TELLS_THE_TEAM, Absence

LONGEST = timedelta(days=731)


def may_be_away(user) -> bool:
    """PRO, LEAD, AST"""
    return user.is_active and user.is_role(*TELLS_THE_TEAM) and not is_service(user)


def add_absence(*, from_on: date, to_on: date, by: User, at: datetime, key: str | None = None) -> Absence:
    """Say that one is away, from a day to a day.

    :raises Refusal: it ends before it begins, is over already, is longer than two years, or touches another absence of hers
    :raises PermissionDenied: ``by`` is not of the team
    """
    if not may_be_away(by):
        raise PermissionDenied
    if to_on < from_on:
        raise Refusal(_("The last day away lies before the first one."), "to_on")
    if to_on < clock.today():
        raise Refusal(_("This absence is over already."), "to_on")
    if to_on - from_on > LONGEST:
        raise Refusal(_("An absence is two years long at most: check the years."), "to_on")
    with act(by=by, at=at, kind="add_absence", key=key) as this_act:
        User.objects.select_for_update().get(pk=by.pk)
        this_act.result("absences")
        other = Absence.objects.filter(user=by).touching(from_on, to_on).order_by("from_on").first()
        if other is not None:
            words = {"from": days.day(other.from_on), "to": days.day(other.to_on)}
            raise Refusal(_("You already said that you are away from %(from)s to %(to)s.") % words, "from_on")
        return Absence.objects.create(user=by, from_on=from_on, to_on=to_on)


def end_absence(*, absence: Absence, by: User, at: datetime, version: int | None = None, key: str | None = None) -> Absence:
    """End an absence of one's own: one that runs ended yesterday, one that has not begun is taken back.

    :raises Refusal: it is over already
    :raises StaleRecord: it was changed since
    :raises PermissionDenied: it is somebody else's
    """
    with act(by=by, at=at, kind="end_absence", key=key) as this_act:
        this_act.result("absences")
        absence = Absence.objects.get(pk=absence.pk)
        if absence.user_id != by.pk or not may_be_away(by):
            raise PermissionDenied
        if version is not None and version != absence.version:
            raise StaleRecord(absence, _("This absence was changed since you opened it."))
        today = clock.today()
        if absence.withdrawn_at is not None or absence.to_on < today:
            raise Refusal(_("This absence is over already."))
        if absence.from_on < today:
            absence.to_on = today - timedelta(days=1)
        else:
            absence.withdrawn_at = at
        absence.save()
    return absence

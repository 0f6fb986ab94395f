"""What lies in the hands of somebody who leaves, and handing all of it over in one act.

In her hands are her places on files that are not over (prosecutor, assistant, local Crown), the requests she advises on, what she asked
herself and nobody else of her house reads, and her reminders. Second readings and intake name nobody; court days and tasks belong to the
file, and what she had put off stands again for whoever takes it.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from advice.models import AdviceRequest, Named
from advice.services.leaving import name_colleague_of_leaver, pass_on_request
from advice.states import OPEN, State
from caseload.models import TELLS_THE_TEAM, Reminder
from caseload.reminders import pass_on_reminder, take_up_what_was_put_off
from casetracker.models import CaseFile, FileAccess
from casetracker.querysets import file_is_visible
from casetracker.services import assign, end_access, grant_access
from casetracker.states import COUNSEL_ACCESS, FILE_ACTIVE, FILE_INTAKE, Access
from foundation.accounts.models import ASKERS, Role, User
from foundation.accounts.services import close_after_handing_over
from foundation.audit.acts import act
from foundation.notifications.services import notify
from foundation.pages import days
from foundation.records import Refusal, StaleRecord

FILES_HELD = (Access.LEAD_COUNSEL, Access.COUNSEL, Access.ASSISTANT, Access.LOCAL_CROWN)
FILES_OPEN = (*FILE_ACTIVE, *FILE_INTAKE)
REQUESTS_OPEN = (*OPEN, State.DELIVERED)
ADVISES, ASKED, REMINDED = "ADVISES", "ASKED", "REMINDED"
GROUPS = {
    Access.LEAD_COUNSEL: gettext_lazy("Files as lead prosecutor"),
    Access.COUNSEL: gettext_lazy("Files as co-counsel"),
    Access.ASSISTANT: gettext_lazy("Files as assistant"),
    Access.LOCAL_CROWN: gettext_lazy("Files as local Crown"),
    ADVISES: gettext_lazy("Requests for advice in hand"),
    ASKED: gettext_lazy("Requests asked, which nobody else of the same house reads"),
    REMINDED: gettext_lazy("Reminders"),
}


@dataclass(frozen=True)
class Item:
    """One thing in somebody's hands: as what, and on which record."""

    group: str
    record: Any
    access: FileAccess | None = None

    @property
    def key(self) -> str:
        """What it is called in the form."""
        return f"{self.group.lower()}_{self.record.ref.lower().replace('-', '')}"

    @property
    def title(self) -> str:
        """What it is called on the page."""
        if isinstance(self.record, Reminder):
            about = self.record.file.title if self.record.file else _("no file")
            return _("%(day)s, %(what)s, %(file)s") % {"day": days.day(self.record.due_on), "what": self.record.what, "file": about}
        title = self.record.title if isinstance(self.record, CaseFile) else self.record.question
        return f"{title} ({self.record.ref})"


def _places(person: User, viewer: User | None):
    """Her places on files that are not over, as far as the viewer may know of them."""
    held = FileAccess.objects.current().filter(user=person, acting_as__in=FILES_HELD, for_intake=False, file__state__in=FILES_OPEN)
    return held if viewer is None else held.filter(file_is_visible(viewer, "file"))


def _advised(person: User, viewer: User | None):
    rows = AdviceRequest.objects.all() if viewer is None else AdviceRequest.objects.visible_to(viewer)
    return rows.filter(assigned_to=person, state__in=REQUESTS_OPEN)


def _asked_alone(person: User, viewer: User | None):
    """Her open questions on which no colleague who still works there was named."""
    if person.role not in ASKERS:
        return AdviceRequest.objects.none()
    rows = AdviceRequest.objects.all() if viewer is None else AdviceRequest.objects.visible_to(viewer)
    named = Named.objects.filter(request=OuterRef("pk"), person__is_active=True).exclude(person=person)
    return rows.filter(~Exists(named), asker=person, state__in=REQUESTS_OPEN)


def _reminders(person: User, viewer: User | None):
    """Her open reminders, as far as the viewer may see their files."""
    rows = Reminder.objects.open().filter(user=person)
    return rows if viewer is None else rows.filter(Q(file=None) | file_is_visible(viewer, "file"))


def holds(person: User, viewer: User | None) -> bool:
    """Say whether anything is in this person's hands, as far as the viewer may know; None stands for nobody from whom it is hidden."""
    return any(rows(person, viewer).exists() for rows in (_places, _advised, _asked_alone, _reminders))


def in_hands_of(person: User, viewer: User) -> list[Item]:
    """List what is in this person's hands, as far as the viewer may know: by kind, then by number."""
    places = _places(person, viewer).select_related("file")
    items = [Item(str(access.acting_as), access.file, access) for access in places]
    items += [Item(ADVISES, request) for request in _advised(person, viewer)]
    items += [Item(ASKED, request) for request in _asked_alone(person, viewer)]
    items += [Item(REMINDED, reminder) for reminder in _reminders(person, viewer).select_related("file")]
    order = list(GROUPS)
    return sorted(items, key=lambda item: (order.index(item.group), item.record.ref))


def takers(group: str, person: User):
    """Who can take things of one kind."""
    people = User.objects.filter(is_active=True).exclude(pk=person.pk)
    if group in (*COUNSEL_ACCESS, ADVISES):
        return people.filter(role=Role.PRO)
    if group == REMINDED:
        return people.filter(role__in=TELLS_THE_TEAM)
    if group == Access.ASSISTANT:
        return people.filter(role=Role.AST)
    if group == Access.LOCAL_CROWN:
        return people.filter(role=Role.CRN)
    house = {"agency": person.agency_id} if person.role == Role.POL else {"office": person.office_id}
    return people.filter(role=person.role, **house)


def seal(items: Iterable[Item]) -> str:
    """Give the digest of what a page showed, so that nothing is handed over that it did not show."""
    return hashlib.sha256(" ".join(item.key for item in items).encode()).hexdigest()


def hand_over_everything(
    *,
    person: User,
    to: dict[str, User],
    shown: str,
    reason: str,
    close: bool,
    by: User,
    at: datetime,
    key: str | None = None,
    version: int | None = None,
) -> None:
    """Give everything in a person's hands to the colleagues named, and close her account, in one act: all of it or nothing.

    What the page's reader may not see stays where it is; the leads who may see it are told that something is left.

    :param to: who takes each thing, by its key
    :param shown: the seal of what the page showed
    :raises Refusal: somebody named cannot take a thing; every such thing is in the sentence
    :raises StaleRecord: what is in her hands, or her account, changed since the page was shown
    :raises PermissionDenied: ``by`` is no lead, or the account is not hers to close
    """
    if not by.is_role(Role.LEAD):
        raise PermissionDenied
    with act(by=by, at=at, kind="hand_over_everything", key=key) as this_act:
        User.objects.select_for_update().get(pk=person.pk)
        person = User.objects.get(pk=person.pk)
        items = in_hands_of(person, by)
        if seal(items) != shown or (version is not None and version != person.version):
            raise StaleRecord(person, _("What is in these hands changed while you had the page open. Look at it again, then send again."))
        if close:
            close_after_handing_over(person=person, by=by, at=at)
        refused = []
        for item in items:
            try:
                _hand_over(item, to[item.key], reason=reason, by=by, at=at)
            except Refusal as why:
                refused.append(f"{item.title}: {why}" if item.group == REMINDED else f"{item.record.ref}: {why}")
        if refused:
            raise Refusal(" ".join(refused))
        files = None if close else [item.record.pk for item in items if item.access is not None]
        take_up_what_was_put_off(person, files, at=at)
        if close:
            for access in FileAccess.objects.visible_to(by).current().filter(user=person):  # intake, cover, and files that are over
                end_access(access=access, reason=reason, by=by, at=at)
            for lead in User.objects.filter(role=Role.LEAD, is_active=True):
                if holds(person, lead):
                    notify(recipient=lead, template="caseload/work_left", about=person)
        this_act.record("handed_over_everything", person, count=len(items))
        this_act.result("person", ref=person.ref)


def _hand_over(item: Item, to: User, *, reason: str, by: User, at: datetime) -> None:
    if item.group == ADVISES:
        pass_on_request(ref=item.record.ref, to=to, reason=reason, by=by, at=at)
        return
    if item.group == ASKED:
        name_colleague_of_leaver(ref=item.record.ref, person=to, by=by, at=at)
        return
    if item.group == REMINDED:
        pass_on_reminder(reminder=item.record, to=to, at=at)
        return
    words: dict[str, Any] = {"reason": reason, "by": by, "at": at}
    held = FileAccess.objects.current().filter(file=item.record, user=to, for_intake=False)
    is_counsel = held.filter(acting_as__in=COUNSEL_ACCESS).exists()
    if item.group == Access.LEAD_COUNSEL or (item.group == Access.COUNSEL and not is_counsel):
        assign(case_file=item.record, to=to, acting_as=item.group, **words)
    elif item.group != Access.COUNSEL:
        grant_access(case_file=item.record, to=to, acting_as=item.group, **words)
    if item.access is not None and FileAccess.objects.current().filter(pk=item.access.pk).exists():
        end_access(access=item.access, **words)

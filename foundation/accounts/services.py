"""What is done to accounts: joining, signing in and out, factors, roles, leaving. Each is an act; no e-mail or address is in the chain.

A link to choose a password is made here and mailed by the worker (``tasks``); the job holds the ref of the person alone.
"""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from foundation.audit.acts import OpenAct, act
from foundation.jobs.queue import cancel_personal, enqueue
from foundation.records import Refusal, StaleRecord

from . import holdings, policies
from .models import Agency, Office, Reset, Role, User

REASON = 10  # characters at least of why an account is locked or begun anew


def record_sign_in(*, user: User, at: datetime) -> None:
    """Write into the chain that she signed in."""
    with act(by=user, at=at, kind="sign_in") as this_act:
        this_act.record("signed_in", user)


def record_sign_out(*, user: User, at: datetime) -> None:
    """Write into the chain that she signed out."""
    with act(by=user, at=at, kind="sign_out") as this_act:
        this_act.record("signed_out", user)


def record_failed_sign_in(*, email: str, locked: bool, at: datetime) -> None:
    """Write into the chain that a password was wrong, and whether that closed the account; an unknown e-mail names nobody."""
    person = User.objects.filter(email=email.strip().lower()).first()
    with act(by=None, at=at, kind="sign_in_failed") as this_act:
        this_act.record("sign_in_failed", person)
        if locked:
            this_act.record("sign_in_locked", person)


def record_failed_code(*, user: User, at: datetime) -> None:
    """Write into the chain that a second-factor code was wrong."""
    with act(by=None, at=at, kind="sign_in_failed") as this_act:
        this_act.record("second_factor_failed", user)


def set_language(*, by: User, language: str, at: datetime, key: str | None = None, version: int | None = None) -> None:
    """Remember in which language she works."""
    with act(by=by, at=at, kind="set_language", key=key) as this_act:
        by.language = language
        by.save(update_fields=["language"])
        this_act.record("changed", by, fields=["language"])
        this_act.result("account")


def change_password(*, by: User, password: str, at: datetime, key: str | None = None, version: int | None = None) -> None:
    """Give herself a new password; every session that was made with the old one is dead."""
    with act(by=by, at=at, kind="change_password", key=key) as this_act:
        by.set_password(password)
        by.save(update_fields=["password"])
        this_act.record("changed", by, fields=["password"])
        this_act.result("account")


def invite_person(
    *,
    by: User | None,
    at: datetime,
    email: str,
    name: str,
    role: str,
    office: Office | None = None,
    agency: Agency | None = None,
    language: str = "en",
    key: str | None = None,
    version: int | None = None,
) -> User:
    """Add a person who has no password yet, and mail her the link by which she chooses one.

    ``by`` is None for the first person, made from the command line.

    :raises PermissionDenied: ``by`` may not give this role
    :raises Refusal: somebody has this e-mail, or the role needs an office or an agency
    """
    if by is not None and role not in policies.roles_to_give(by):
        raise PermissionDenied
    with act(by=by, at=at, kind="invite_person", key=key) as this_act:
        person = User(email=_free_email(email), name=name, role=role, office=office, agency=agency, language=language)
        _check_place(person)
        person.set_unusable_password()
        person.invited_at = at
        person.save()
        if by is not None:  # the first person's link is printed where she was made
            _mail(person, "joining", this_act)
        this_act.record("created", person, fields=["email", "name", "role", "office_id", "agency_id", "language"], role=role)
        this_act.result("person", ref=person.ref)
    return person


def change_person(
    *,
    ref: str,
    by: User,
    at: datetime,
    version: int | None,
    name: str,
    role: str,
    language: str,
    office: Office | None = None,
    agency: Agency | None = None,
    key: str | None = None,
) -> User:
    """Change name, role, office, agency or language of a person; it holds at her next request.

    :raises PermissionDenied: she is oneself, or an administrator and ``by`` is none, or the role is not hers to give
    :raises Refusal: the role needs an office or an agency, or work of the role she has is still in her hands
    :raises StaleRecord: somebody changed her account in between
    """
    with act(by=by, at=at, kind="change_person", key=key) as this_act:
        person = _person_to_change(ref=ref, by=by, version=version)
        if role not in policies.roles_to_give(by):
            raise PermissionDenied
        changes = {"name": name, "role": role, "office": office, "agency": agency, "language": language}
        changed = [field for field, value in changes.items() if value != getattr(person, field)]
        if "role" in changed:
            _require_empty_hands(person, by, "role")
            cancel_personal(person)
        for field in changed:
            setattr(person, field, changes[field])
        _check_place(person)
        _save(person)
        this_act.record("changed", person, fields=changed, role=person.role)
        this_act.result("person", ref=person.ref)
    return person


def deactivate_person(*, ref: str, by: User, at: datetime, version: int | None, key: str | None = None) -> User:
    """Close the account of a person in whose hands nothing is left: her sessions end, and nobody can sign in as her.

    :raises PermissionDenied: she is oneself, or not ``by``'s to change
    :raises Refusal: work is still in her hands
    :raises StaleRecord: somebody changed her account in between
    """
    with act(by=by, at=at, kind="deactivate_person", key=key) as this_act:
        person = _person_to_change(ref=ref, by=by, version=version)
        _require_empty_hands(person, by, None)
        _close(person)
        holdings.end_all(person)
        this_act.record("changed", person, fields=["is_active"])
        this_act.result("person", ref=person.ref)
    return person


def close_after_handing_over(*, person: User, by: User, at: datetime) -> None:
    """Close an account inside the act that handed its work over.

    :raises PermissionDenied: she is oneself, or not ``by``'s to change
    """
    with act(by=by, at=at, kind="deactivate_person") as this_act:
        person = _person_to_change(ref=person.ref, by=by, version=None)
        _close(person)
        holdings.end_all(person)
        this_act.record("changed", person, fields=["is_active"])


def lock_person(*, ref: str, reason: str, by: User, at: datetime, version: int | None, key: str | None = None) -> User:
    """Close an account this minute whatever is in her hands, because waiting is a danger; what she held waits for a lead.

    :raises PermissionDenied: she is oneself, or not ``by``'s to change
    :raises Refusal: no reason
    :raises StaleRecord: somebody changed her account in between
    """
    with act(by=by, at=at, kind="lock_person", key=key) as this_act:
        person = _person_to_change(ref=ref, by=by, version=version)
        _require_reason(reason, "reason")
        _close(person)
        this_act.record("locked", person, fields=["is_active"], reason=reason)
        this_act.result("person", ref=person.ref)
    return person


def reactivate_person(*, ref: str, by: User, at: datetime, version: int | None, key: str | None = None) -> User:
    """Open a closed account again; her password and second factor are as they were.

    :raises PermissionDenied: she is not ``by``'s to change
    :raises StaleRecord: somebody changed her account in between
    """
    with act(by=by, at=at, kind="reactivate_person", key=key) as this_act:
        person = _person_to_change(ref=ref, by=by, version=version)
        person.is_active = True
        _save(person)
        this_act.record("changed", person, fields=["is_active"])
        this_act.result("person", ref=person.ref)
    return person


def send_link(*, ref: str, by: User, at: datetime, version: int | None, key: str | None = None) -> User:
    """Mail a new link to choose a password; the one before is dead. Who had a password loses it and keeps her second factor.

    :raises PermissionDenied: she is oneself, or not ``by``'s to change
    :raises Refusal: the account is closed
    :raises StaleRecord: somebody changed her account in between
    """
    with act(by=by, at=at, kind="send_link", key=key) as this_act:
        person = _person_to_change(ref=ref, by=by, version=version)
        if not person.is_active:
            raise Refusal(_("This account is closed. Open it again first."))
        why = "password" if person.has_usable_password() else "joining"
        _begin_anew(person, why, this_act)
        _save(person)
        this_act.record("link_sent", person, fields=["password"])
        this_act.result("person", ref=person.ref)
    return person


def withdraw_link(*, ref: str, by: User, at: datetime, version: int | None, key: str | None = None) -> User:
    """Make the link worthless that was sent to somebody who has not chosen a password.

    :raises PermissionDenied: she is oneself, or not ``by``'s to change
    :raises Refusal: she has a password already
    :raises StaleRecord: somebody changed her account in between
    """
    with act(by=by, at=at, kind="withdraw_link", key=key) as this_act:
        person = _person_to_change(ref=ref, by=by, version=version)
        if person.has_usable_password():
            raise Refusal(_("She has chosen her password already: the link was used. Close the account instead."))
        person.invited_at = None
        _save(person)
        this_act.record("link_withdrawn", person, fields=["invited_at"])
        this_act.result("person", ref=person.ref)
    return person


def ask_reset(*, person: User, reason: str, by: User, at: datetime, key: str | None = None, version: int | None = None) -> Reset:
    """Say that a person lost her phone (and perhaps her password): herself, once her password was right, or somebody who manages people.

    Nothing changes until a second person decides; who may decide is written to.

    :raises PermissionDenied: ``by`` is neither she nor manages people
    :raises Refusal: no reason, the account is closed, or it was asked already
    """
    if by.pk != person.pk and not policies.may_ask_reset(person, by):
        raise PermissionDenied
    with act(by=by, at=at, kind="ask_reset", key=key) as this_act:
        person = User.objects.select_for_update().get(pk=person.pk)
        if not person.is_active:
            raise Refusal(_("This account is closed. Open it again first."))
        _require_reason(reason, "reason")
        if person.resets.waiting().exists():
            raise Refusal(_("This was asked already and waits for a second person to decide."))
        reset = Reset.objects.create(person=person, asked_by=by, asked_at=at, reason=reason.strip())
        this_act.record("reset_asked", person, reason=reason)
        this_act.result("person", ref=person.ref)
        enqueue("mail_reset_waiting", {"reset": reset.ref}, by=by, act=this_act, unique_key=reset.ref)
    return reset


def decide_reset(
    *, reset: Reset, confirmed: bool, how: str, by: User, at: datetime, key: str | None = None, version: int | None = None
) -> Reset:
    """Take away password, app and recovery codes of a person who is who she says, end her sessions and mail her a link; or refuse.

    :param how: how ``by`` made sure who is asking, or why it is refused
    :raises PermissionDenied: ``by`` asked for it, lost it, or is not among those who decide
    :raises Refusal: nothing in ``how``, or it was decided already
    :raises StaleRecord: somebody decided in between
    """
    with act(by=by, at=at, kind="decide_reset", key=key) as this_act:
        reset = Reset.objects.select_for_update().select_related("person", "asked_by").get(pk=reset.pk)
        if not policies.may_decide_reset(reset, by):
            raise PermissionDenied
        if reset.outcome:
            raise Refusal(_("This was decided already."))
        if version is not None and version != reset.version:
            raise StaleRecord(reset, _("Somebody changed this while you had it open. Look at the change, then send again."))
        _require_reason(how, "how")
        reset.outcome = Reset.Outcome.CONFIRMED if confirmed else Reset.Outcome.REFUSED
        reset.how, reset.decided_by, reset.decided_at = how.strip(), by, at
        reset.save()
        this_act.record("reset_decided", reset.person, fields=["outcome"], to_state=reset.outcome, how=how)
        person = User.objects.select_for_update().get(pk=reset.person_id)
        if confirmed and person.is_active:
            Authenticator.objects.filter(user=person).delete()
            _begin_anew(person, "reset", this_act)
            _save(person)
            this_act.record("changed", person, fields=["password", "second_factor"])
        elif not confirmed:
            enqueue("mail_reset_refused", {"person": person.ref}, by=by, act=this_act)
        this_act.result("person", ref=person.ref)
    return reset


def accept_invitation(*, person: User, password: str, at: datetime) -> None:
    """Give an invited person the password she chose; her link is used up by it."""
    with act(by=person, at=at, kind="accept_invitation") as this_act:
        person.set_password(password)
        person.invited_at = None
        person.save(update_fields=["password", "invited_at"])
        this_act.record("changed", person, fields=["password"])


def save_office(
    *, by: User, at: datetime, office: Office | None = None, key: str | None = None, version: int | None = None, **names
) -> Office:
    """Add a Crown office, or rename one.

    :raises PermissionDenied: ``by`` does not manage people
    :raises StaleRecord: somebody renamed it in between
    """
    return _save_named(office or Office(), kind="save_office", page="offices", by=by, at=at, key=key, version=version, names=names)


def save_agency(
    *, by: User, at: datetime, agency: Agency | None = None, key: str | None = None, version: int | None = None, **names
) -> Agency:
    """Add a police agency, or rename one.

    :raises PermissionDenied: ``by`` does not manage people
    :raises StaleRecord: somebody renamed it in between
    """
    return _save_named(agency or Agency(), kind="save_agency", page="agencies", by=by, at=at, key=key, version=version, names=names)


def _save_named(thing, *, kind, page, by, at, key, version, names):
    if not policies.may_manage_people(by):
        raise PermissionDenied
    verb = "created" if thing.pk is None else "changed"
    with act(by=by, at=at, kind=kind, key=key) as this_act:
        if thing.pk is not None:
            thing = type(thing).objects.select_for_update().get(pk=thing.pk)
            if version is not None and version != thing.version:
                raise StaleRecord(thing, _("Somebody changed this while you had it open. Look at the change, then send again."))
        for name, value in names.items():
            setattr(thing, name, value)
        thing.save()
        this_act.record(verb, thing, fields=list(names), **names)
        this_act.result(page)
    return thing


def _person_to_change(*, ref: str, by: User, version: int | None) -> User:
    person = User.objects.select_for_update().get(ref=ref)
    if not policies.may_change_person(person, by):
        raise PermissionDenied
    if version is not None and version != person.version:
        raise StaleRecord(person, _("Somebody changed this account while you had it open. Look at the change, then send again."))
    return person


def _save(person: User) -> None:
    person.version += 1
    person.save()


def _end_sessions(person: User) -> None:
    """Make every session of hers worthless: they are checked against the epoch at each request."""
    person.session_epoch += 1


def _close(person: User) -> None:
    """End a person's sessions, what she asked for herself, and her link."""
    person.is_active = False
    person.invited_at = None
    _end_sessions(person)
    _save(person)
    cancel_personal(person)


def _begin_anew(person: User, why: str, this_act: OpenAct) -> None:
    """Take the password away, end the sessions and mail a fresh link."""
    person.set_unusable_password()
    person.invited_at = this_act.at
    _end_sessions(person)
    _mail(person, why, this_act)


def _mail(person: User, why: str, this_act: OpenAct) -> None:
    key = f"{person.ref}:{this_act.at.timestamp()}"
    enqueue("mail_link", {"person": person.ref, "why": why}, by=this_act.by, act=this_act, unique_key=key)


def _require_reason(text: str, field: str) -> None:
    if len(text.strip()) < REASON:
        raise Refusal(_("Say it in %(count)d characters or more.") % {"count": REASON}, field)


def _require_empty_hands(person: User, by: User, field: str | None) -> None:
    """Stop while files or requests are still in a person's hands, as far as ``by`` may know."""
    if holdings.in_hands(person, by):
        raise Refusal(
            _("Work is still in this person's hands. A team lead hands it over on the page “Somebody leaves” of the team; ask one."), field
        )


def _free_email(email: str) -> str:
    email = email.strip().lower()
    if User.objects.filter(email=email).exists():
        raise Refusal(_("Somebody has this e-mail already. Look in the list of people."), field="email")
    return email


def _check_place(person: User) -> None:
    if person.role == Role.POL and person.agency is None:
        raise Refusal(_("Choose the agency: a police requester sees requests of that agency."), field="agency")
    if person.role == Role.CRN and person.office is None:
        raise Refusal(_("Choose the office: a front-line Crown sees requests of that office."), field="office")
    if person.role != Role.POL and person.agency is not None:
        raise Refusal(_("Leave the agency empty: only a police requester has one."), field="agency")
    if person.role == Role.POL and person.office is not None:
        raise Refusal(_("Leave the office empty: a police requester has an agency."), field="office")

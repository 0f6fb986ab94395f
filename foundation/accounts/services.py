"""What is done to accounts: joining, signing in and out, factors, roles, leaving. Each is an act; no e-mail or address is in the chain."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from foundation.audit.acts import act
from foundation.records import Refusal, StaleRecord

from . import policies
from .models import Agency, Office, Role, User


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
    """Add a person who has no password yet; the link on her page lets her choose one.

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
        person.save()
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
    :raises Refusal: the role needs an office or an agency
    :raises StaleRecord: somebody changed her account in between
    """
    with act(by=by, at=at, kind="change_person", key=key) as this_act:
        person = _person_to_change(ref=ref, by=by, version=version)
        if role not in policies.roles_to_give(by):
            raise PermissionDenied
        changes = {"name": name, "role": role, "office": office, "agency": agency, "language": language}
        changed = [field for field, value in changes.items() if value != getattr(person, field)]
        for field in changed:
            setattr(person, field, changes[field])
        _check_place(person)
        _save(person)
        this_act.record("changed", person, fields=changed, role=person.role)
        this_act.result("person", ref=person.ref)
    return person


def deactivate_person(*, ref: str, by: User, at: datetime, version: int | None, key: str | None = None) -> User:
    """Close an account: every session of hers ends, and nobody can sign in as her.

    :raises PermissionDenied: she is oneself, or not ``by``'s to change
    :raises StaleRecord: somebody changed her account in between
    """
    with act(by=by, at=at, kind="deactivate_person", key=key) as this_act:
        person = _person_to_change(ref=ref, by=by, version=version)
        person.is_active = False
        _end_sessions(person)
        _save(person)
        this_act.record("changed", person, fields=["is_active"])
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


def start_over(*, ref: str, by: User, at: datetime, version: int | None, key: str | None = None) -> User:
    """Take away password and second factor of a person who lost them, and end her sessions; a new link lets her begin again.

    :raises PermissionDenied: she is oneself, or not ``by``'s to change
    :raises StaleRecord: somebody changed her account in between
    """
    with act(by=by, at=at, kind="start_over", key=key) as this_act:
        person = _person_to_change(ref=ref, by=by, version=version)
        person.set_unusable_password()
        Authenticator.objects.filter(user=person).delete()
        _end_sessions(person)
        _save(person)
        this_act.record("changed", person, fields=["password", "second_factor"])
        this_act.result("person", ref=person.ref)
    return person


def accept_invitation(*, person: User, password: str, at: datetime) -> None:
    """Give an invited person the password she chose; her link is used up by it."""
    with act(by=person, at=at, kind="accept_invitation") as this_act:
        person.set_password(password)
        person.save(update_fields=["password"])
        this_act.record("changed", person, fields=["password"])


def save_office(
    *, by: User, at: datetime, office: Office | None = None, key: str | None = None, version: int | None = None, **names
) -> Office:
    """Add a Crown office, or rename one.

    :raises PermissionDenied: ``by`` does not manage people
    """
    return _save_named(office or Office(), kind="save_office", page="offices", by=by, at=at, key=key, names=names)


def save_agency(
    *, by: User, at: datetime, agency: Agency | None = None, key: str | None = None, version: int | None = None, **names
) -> Agency:
    """Add a police agency, or rename one.

    :raises PermissionDenied: ``by`` does not manage people
    """
    return _save_named(agency or Agency(), kind="save_agency", page="agencies", by=by, at=at, key=key, names=names)


def _save_named(thing, *, kind, page, by, at, key, names):
    if not policies.may_manage_people(by):
        raise PermissionDenied
    verb = "created" if thing.pk is None else "changed"
    with act(by=by, at=at, kind=kind, key=key) as this_act:
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

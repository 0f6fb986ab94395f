"""Who may manage people, and which roles she may give."""

from .models import Reset, Role, User


def may_manage_people(user) -> bool:
    """Administrators and team leads keep the list of people, offices and agencies."""
    return user.is_role(Role.ADM, Role.LEAD)


def roles_to_give(user) -> list[str]:
    """The roles this person may give: an administrator all but the worker's, a lead all but administrator too.

    A lead reads every file herself, so no role of the team opens more than she could show; administering and reading stay two people's.
    """
    if not may_manage_people(user):
        return []
    held_back = {Role.SVC} if user.is_role(Role.ADM) else {Role.SVC, Role.ADM}
    return [role for role in Role.values if role not in held_back]


def may_change_person(person: User, user) -> bool:
    """Nobody changes her own role or closes her own account; only an administrator changes an administrator."""
    return person.pk != user.pk and person.role in roles_to_give(user)


def may_ask_reset(person: User, user) -> bool:
    """Whoever manages people may say that somebody else lost password or phone, also an administrator's."""
    return may_manage_people(user) and person.pk != user.pk and person.role != Role.SVC


def may_decide_reset(reset: Reset, user) -> bool:
    """A second person decides: a lead; where a lead asked, or where a lead or an administrator lost it, an administrator too."""
    if not may_manage_people(user) or user.pk in (reset.person_id, reset.asked_by_id):
        return False
    above = (Role.LEAD, Role.ADM)
    asked_by_lead = reset.asked_by_id != reset.person_id and reset.asked_by.is_role(Role.LEAD)
    return user.is_role(Role.LEAD) or asked_by_lead or reset.person.is_role(*above)

"""Who may manage people, and which roles she may give."""

from .models import Role, User


def may_manage_people(user) -> bool:
    """Administrators and team leads keep the list of people, offices and agencies."""
    return user.is_role(Role.ADM, Role.LEAD)


def roles_to_give(user) -> list[str]:
    """The roles this person may give: an administrator all but the worker's, a lead all but administrator too."""
    if not may_manage_people(user):
        return []
    held_back = {Role.SVC} if user.is_role(Role.ADM) else {Role.SVC, Role.ADM}
    return [role for role in Role.values if role not in held_back]


def may_change_person(person: User, user) -> bool:
    """Nobody changes her own role or closes her own account; only an administrator changes an administrator."""
    return person.pk != user.pk and person.role in roles_to_give(user)

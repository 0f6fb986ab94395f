"""How a person's name is printed: in full, or as initials under a ban, youth protection, or because victims are never named in lists."""

from .choices import PROTECTED_KINDS
from .policies import access_of, is_admin

OWN_PAGE = "own_page"  # the person's own page, opened and written down
PAGE = "page"  # any other page of the file, for the team
LIST = "list"
TITLE = "title"
PRINT = "print"
MAIL = "mail"
EXPORT = "export"
CALENDAR = "calendar"


def initials(given_name: str, family_name: str) -> str:
    """Give the initials of a name: "M.-C. A." becomes "M.C.A."."""
    parts = f"{given_name} {family_name}".replace("-", " ").split()
    return "".join(f"{part[0].upper()}." for part in parts if part[:1].isalpha()) or "—"


def is_protected(participant) -> bool:
    """Say whether the name is kept to initials: of a victim or witness always, else under youth protection or a ban that hides names."""
    today = getattr(participant, "as_today", None)
    if today is not None:  # rebuilt as she stood on an earlier day: her name is as protected as it is today
        return is_protected(today)
    if participant.kind in PROTECTED_KINDS or participant.is_youth:
        return True
    return any(ban.ended_on is None and ban.provision.hides_names for ban in participant.bans.all())


def display_name(participant, viewer=None, channel: str = LIST) -> str:
    """Print a person's name for a reader on a channel; it is the only way a name is printed.

    A protected name is printed in full on the person's own page alone, and only for who works on the file.
    """
    if is_protected(participant):
        may_read = viewer is not None and channel == OWN_PAGE and is_admin(participant, viewer)
        return participant.full_name if may_read else initials(participant.given_name, participant.family_name)
    if channel in (TITLE, LIST, CALENDAR, MAIL):
        return participant.family_name or participant.given_name
    if viewer is not None and not access_of(participant, viewer):
        return initials(participant.given_name, participant.family_name)
    return participant.full_name

"""May this person do it? Right alone; what can be seen is in querysets.py."""

from foundation.accounts.models import Role

EDITORS = (Role.PRO, Role.LEAD, Role.AST)
LAWYERS = (Role.PRO, Role.LEAD)


def may_add_decision(user) -> bool:
    """The team adds decisions to the bank."""
    return user.is_role(*EDITORS)


def may_edit_decision(decision, user) -> bool:
    """The team keeps decisions true."""
    return user.is_role(*EDITORS)


def may_link_decision(user) -> bool:
    """The team ties decisions to its files and cites them in its answers."""
    return user.is_role(*EDITORS)


def may_publish(user, level: str) -> bool:
    """A prosecutor or the lead publishes inside the Crown; what police may read is published by the lead."""
    return user.is_role(Role.LEAD) if level == "SHAREABLE" else user.is_role(*LAWYERS)


def may_withdraw_publication(advice, user) -> bool:
    """A prosecutor or the lead takes published advice back."""
    return advice.withdrawn_on is None and user.is_role(*LAWYERS)


def may_see_source(user) -> bool:
    """The request behind published advice is named to the team and to records alone."""
    return user.is_role(Role.PRO, Role.LEAD, Role.AST, Role.REC)

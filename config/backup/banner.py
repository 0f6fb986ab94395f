"""The alarm about backups, on every page of those who look after the site."""

from config.backup import keeping
from foundation import clock
from foundation.accounts.models import Role
from foundation.pages.context import Banner


def backup_alarm(request) -> list[Banner]:
    """Tell administrators and leads that the last good backup is too old."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not user.is_role(Role.ADM, Role.LEAD):
        return []
    alarm = keeping.standing(clock.now()).alarm
    return [Banner(alarm, tone="risk")] if alarm else []

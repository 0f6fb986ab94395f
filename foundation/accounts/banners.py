"""What stands on every page because of who the people are."""

from django.utils.translation import gettext as _

from foundation.pages.context import Banner

from .models import User


def demonstration(request) -> list[Banner]:
    """Say on every page that this is a demonstration, as long as one invented person is in it."""
    if not User.objects.filter(is_demo=True).exists():
        return []
    return [Banner(_("This is a demonstration: people, files and facts are invented."))]

"""The law room: dated data that is loaded whenever the tables are made or emptied."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class LawConfig(AppConfig):
    """Registers the loader."""

    name = "foundation.law"
    label = "law"
    verbose_name = _("Law")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Ask to be told when the tables were made or emptied."""
        from foundation.law.loader import load_after_migrate  # models can be imported from here on, not before

        post_migrate.connect(load_after_migrate, sender=self)

"""The bank: decisions, citations, statute pages and published advice."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from foundation.search import registry


class PrecedentsConfig(AppConfig):
    """Registers what the bank hands to the search."""

    name = "precedents"
    label = "precedents"
    verbose_name = _("Precedents")

    def ready(self):
        """Say how decisions and published advice become search documents."""
        from precedents import search_documents, selectors, tasks  # noqa: F401 - models can be imported from here on, not before

        registry.register(
            "precedents.Decision",
            build=search_documents.of_decision,
            rows=search_documents.all_decisions,
            database_matches=selectors.matching_decisions,
            neighbours=selectors.neighbours,
        )
        registry.register(
            "precedents.PublishedAdvice",
            build=search_documents.of_published_advice,
            rows=search_documents.all_published_advice,
            database_matches=selectors.matching_advice,
        )

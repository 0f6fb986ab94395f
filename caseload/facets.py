"""The words for the codes that search results are counted by."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from advice.states import Topic as AdviceTopic
from casetracker.choices import ParticipantKind
from precedents.citations import COURTS
from precedents.models import Topic

NAMES = {
    "kind": pgettext_lazy("a search result", "What it is"),
    "court": _("Court"),
    "year": _("Year"),
    "topic": _("Topic"),
    "language": _("Language"),
    "file": _("Case file"),
}
KINDS = {
    "decision": _("Decisions"),
    "advice": _("Published advice"),
    "request": _("Requests for advice"),
    "file": _("Case files"),
    "document": _("Papers of files"),
    "person": _("People"),
}
KIND_OF_ONE = {
    "decision": _("Decision"),
    "advice": _("Published advice"),
    "request": _("Request for advice"),
    "file": _("Case file"),
    "document": _("Paper of a file"),
    "person": _("Person"),
}
LANGUAGES = {"en": _("English"), "fr": _("French")}


class Labels:
    """Give the words for a value of a facet; the topics are read once for a page."""

    def __init__(self, french: bool):
        self.french = french
        self._topics: dict[str, str] | None = None

    def of(self, facet: str, value: str) -> str:
        """The words for one value, or the value itself when it has none (a year)."""
        if facet == "kind":
            return str(KINDS.get(value, value))
        if facet == "role":
            return str(dict(ParticipantKind.choices).get(value, value))
        if facet == "language":
            return str(LANGUAGES.get(value, value))
        if facet == "court":
            court = COURTS.get(value)
            return value if court is None else court.name_fr if self.french else court.name_en
        if facet == "topic":
            return self.topics.get(value, value)
        return value

    @property
    def topics(self) -> dict[str, str]:
        """The words for topics of the bank and of requests."""
        if self._topics is None:
            self._topics = {str(code): str(label) for code, label in AdviceTopic.choices}
            self._topics |= {topic.key: topic.label for topic in Topic.objects.all()}
        return self._topics

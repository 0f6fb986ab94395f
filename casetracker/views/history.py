"""What happened on a file, and who looked."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from casetracker import policies, timeline
from casetracker.models import Participant
from foundation.audit.models import ReadLog

from .base import FilePage

PER_PAGE = 20


class HistoryPage(FilePage):
    """Every act on the file as sentences, newest first."""

    template_name = "casetracker/history.html"
    current = "history"
    heading = _("History")

    def get_context_data(self, **kwargs):
        entries = timeline.entries(self.case_file, self.request.user)
        page = Paginator(entries, PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(page=page, may_see_looks=policies.may_see_looks(self.case_file, self.request.user), **kwargs)


class WhoLooked(FilePage):
    """Who opened the file and what is in it, from the read log."""

    template_name = "casetracker/who_looked.html"
    current = "history"
    heading = _("Who looked at this file")

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if not policies.may_see_looks(self.case_file, request.user):
            raise PermissionDenied

    def get_context_data(self, **kwargs):
        people = Participant.objects.filter(file=self.case_file).values("ref")
        looks = ReadLog.objects.filter(label="casetracker.CaseFile", ref=self.case_file.ref) | ReadLog.objects.filter(
            label="casetracker.Participant", ref__in=people
        )
        page = Paginator(looks.select_related("by").order_by("-at", "-pk"), PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(page=page, looks=[(look, page_words(look.page)) for look in page], **kwargs)


PAGE_WORDS = {
    "casetracker:file": _("Overview"),
    "casetracker:accused_list": _("Accused and counts"),
    "casetracker:accused": _("An accused"),
    "casetracker:dates": _("Dates"),
    "casetracker:people": _("People"),
    "casetracker:participant": _("A person's page"),
    "casetracker:show_name": _("A person's name and contact details"),
    "casetracker:documents": _("Documents"),
    "casetracker:law": _("Advice and law"),
    "casetracker:access": _("Access"),
    "casetracker:history": _("History"),
    "casetracker:who_looked": _("Who looked at this file"),
}


def page_words(name: str):
    """Name a page of the read log in words."""
    return PAGE_WORDS.get(name, _("A form of the file"))

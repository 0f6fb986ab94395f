"""The operator's page of the search: how it stands, and the index built anew by the worker."""

import uuid

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.views import View
from django.views.generic import TemplateView

from caseload import failed, search_health
from foundation import clock
from foundation.audit.gate import log_list
from foundation.records import AlreadySent


class SearchHealthPage(TemplateView):
    """Say how the search stands: engine, documents, what waits, what was set aside."""

    template_name = "caseload/search_health.html"

    def dispatch(self, request, *args, **kwargs):
        if not failed.may_settle(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        log_list(self.request, "search.Change")
        return super().get_context_data(**kwargs) | {"health": search_health.health(), "key": uuid.uuid4().hex}


class BuildIndex(View):
    """Have the worker build the index anew; never in the request."""

    http_method_names = ["post"]

    def post(self, request):
        key = request.POST.get("key", "").replace("\x00", "")[:64]
        try:
            search_health.build_anew(by=request.user, at=clock.now(), key=key or None)
        except AlreadySent as sent:
            return HttpResponseRedirect(sent.url)
        return HttpResponseRedirect(reverse("search_health"))

"""The operator's page: what failed for good, and what to do about it."""

import uuid

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views import View
from django.views.generic import TemplateView

from caseload import failed
from foundation import clock
from foundation.audit.gate import log_list
from foundation.records import AlreadySent, Refusal

TEMPLATE = "caseload/failed_work.html"


def words_of_page() -> dict:
    """What the page shows; each button has a key of its own, so that it acts once."""
    return {"rows": [(work, uuid.uuid4().hex) for work in failed.failed_work()]}


class FailedWorkPage(TemplateView):
    """List what failed for good: what, since when, how often it was tried, and why."""

    template_name = TEMPLATE

    def dispatch(self, request, *args, **kwargs):
        if not failed.may_settle(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        log_list(self.request, "jobs.Job")
        return super().get_context_data(**kwargs) | words_of_page()


class SettleFailedWork(View):
    """Retry one piece of failed work, or set it aside for good."""

    http_method_names = ["post"]
    settle = staticmethod(failed.try_again)

    def post(self, request):
        typed = {name: request.POST.get(name, "").replace("\x00", "")[:64] for name in ("source", "code", "key")}
        try:
            self.settle(source=typed["source"], code=typed["code"], by=request.user, at=clock.now(), key=typed["key"] or None)
        except AlreadySent as sent:
            return HttpResponseRedirect(sent.url)
        except Refusal as refused:
            return render(request, TEMPLATE, words_of_page() | {"refused": str(refused)}, status=409)
        return HttpResponseRedirect(reverse("failed_work"))

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.views import View

from foundation.audit.gate import log_list
from foundation.pages.listing import ListPage

from . import live
from .models import Notice
from .services import mark_read


class Notices(ListPage):
    """What this person was told, newest first."""

    template_name = "notifications/list.html"

    def rows(self):
        log_list(self.request, "notifications.Notice")
        return Notice.objects.visible_to(self.request.user).order_by("-created_at", "-pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["page"].object_list = live.fill(self.request.user, context["page"].object_list)
        return context


class MarkRead(View):
    """Put the ticked notices away, or one of them on the way to its page."""

    http_method_names = ["post"]

    def post(self, request):
        mark_read(recipient=request.user, refs=request.POST.getlist("notice")[:500])
        target = Notice.objects.visible_to(request.user).filter(ref=request.POST.get("open", "")).first()
        return HttpResponseRedirect(target.url if target and target.url else reverse("notices"))

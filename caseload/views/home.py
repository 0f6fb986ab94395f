"""The first page: what needs me now."""

from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from caseload.recent import last_viewed
from caseload.work import MOST, next_in_court, work_of
from foundation import clock
from foundation.accounts.models import ASKERS, TEAM, Role
from foundation.pages.models import Draft

SHOWN = 12


class Home(TemplateView):
    """My work for the team, my requests for those who ask, and the way to their pages for everybody else."""

    template_name = "caseload/home.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        user, today = self.request.user, clock.today()
        asks = user.role in ASKERS
        context.update(today=today, asks=asks, drafts=list(Draft.objects.kept_for(user).order_by("-saved_at")[:8]))
        if user.role in TEAM or asks:
            work = work_of(user, today)
            everything = "all" in self.request.GET
            context.update(
                work=work,
                work_most=MOST,
                now=work.now if everything else work.now[:SHOWN],
                waiting=work.waiting if everything else work.waiting[:SHOWN],
                cut=not everything and (len(work.now) > SHOWN or len(work.waiting) > SHOWN),
                in_court=next_in_court(user, today) if user.role in TEAM else [],
            )
        context["seen"] = last_viewed(user) if not user.is_role(Role.ADM) else []
        context["heading"] = _("My requests") if asks else _("My work")
        context["is_admin"] = user.is_role(Role.ADM)
        return context

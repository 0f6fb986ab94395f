"""The team lead's page: where everything stands."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.views.generic import TemplateView

from caseload import team
from caseload.bank_use import deflected
from caseload.covers import late_covers
from casetracker import names, selectors
from casetracker.delay import AMBER_DAYS
from casetracker.models import CaseFile
from casetracker.views.risk import nearest_files
from foundation import clock
from foundation.accounts.models import Role
from foundation.audit.gate import log_list

UNASSIGNED_SHOWN = NEAREST_SHOWN = 8


class Lead(TemplateView):
    """The team in numbers, each of which opens its list; no ranking of persons."""

    template_name = "caseload/lead.html"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_role(Role.LEAD):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        log_list(self.request, "team")
        user, today = self.request.user, clock.today()
        lists = team.Lists(self.request)
        without = CaseFile.objects.visible_to(user).without_prosecutor().closest_first()
        context.update(
            today=today,
            at=clock.now(),
            figures=team.figures(lists),
            risks=team.risks(lists),
            nearest=nearest_files(user, today, NEAREST_SHOWN),
            stages=team.stages(lists, user),
            loads=team.loads(lists, user, today + timedelta(days=AMBER_DAYS)),
            unassigned=list(without[:UNASSIGNED_SHOWN]),
            covers=late_covers(user, today),
            deflected=deflected(),
            stays=[
                (names.display_name(proceeding.accused, user, names.LIST), proceeding, approval, approval.asked_by_id == user.pk)
                for approval, proceeding in selectors.waiting_stays(user)
            ],
            own_services=[
                (names.display_name(proceeding.accused, user, names.LIST), proceeding, approval, approval.asked_by_id == user.pk)
                for approval, proceeding in selectors.waiting_own_services(user)
            ],
        )
        return context

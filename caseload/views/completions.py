"""What a search that is being typed may go on to; it comes in the body of a POST, so no address or log holds it."""

from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from caseload.pace import Pace
from foundation.search import port

PACE = Pace(most=40, seconds=10)


class Completions(View):
    """Words and titles for the box of the search, of what this person may read."""

    http_method_names = ["post"]

    def post(self, request):
        if PACE.too_fast(request.user.pk):
            return JsonResponse({"completions": [], "said": ""}, status=429, headers={"Retry-After": str(round(PACE.seconds))})
        found = port.suggest(request.user, request.POST.get("q", ""))
        said = (
            ngettext("%(count)d completion, with the down arrow", "%(count)d completions, with the down arrow", len(found))
            % {"count": len(found)}
            if found
            else _("No completions")
        )
        return JsonResponse({"completions": [{"text": each.text, "shown": each.shown} for each in found], "said": said})

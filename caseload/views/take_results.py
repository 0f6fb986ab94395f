"""What a search found, as a table to be taken along."""

from collections.abc import Iterator

from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View

from caseload import services
from caseload.facets import NAMES, Labels
from caseload.views.search import MOST_TAKEN, as_printed, asked_of
from foundation import clock
from foundation.audit.gate import log_list
from foundation.documents.sheets import csv_answer
from foundation.search import port

NUMBERED = ("file", "request")


class TakeResults(View):
    """Hand out what a kept search finds for whoever asks, as far as she may see each; that she took it is written down."""

    http_method_names = ["post"]

    def post(self, request, ref):
        kept = port.recall(ref)
        if kept is None:
            raise Http404
        log_list(request, "search")
        found = found_by(request.user, kept.text, **asked_of(request))
        if found is None:
            return HttpResponseRedirect(f"{reverse('search_results', kwargs={'ref': kept.ref})}?{request.GET.urlencode()}")
        hits, total = found
        services.take_out_results(count=len(hits), by=request.user, at=clock.now())
        header = [_("Title"), _("Citation"), _("Court"), _("Date"), NAMES["kind"], _("Address")]
        rows = list(self._rows(hits, total))
        return csv_answer(f"search-{clock.today().isoformat()}.csv", header, rows)

    def _rows(self, hits, total) -> Iterator[list[str]]:
        labels = Labels((get_language() or "").startswith("fr"))
        for hit in hits:
            shown = as_printed(hit, labels)
            citation = hit.ref if hit.kind in NUMBERED else "; ".join(hit.citations)
            day = shown.year or (hit.day.isoformat() if hit.day else "")
            yield [hit.title, citation, shown.court, day, shown.kind, self.request.build_absolute_uri(hit.url)]
        if total > len(hits):
            words = _("Only the first %(most)d of %(total)d results are in this table. Narrow the search to have the others.")
            yield [words % {"most": len(hits), "total": total}]


def found_by(user, text: str, **asked) -> tuple[list[port.Hit], int] | None:
    """Give the first finds, each once, and how many there are; None where the search cannot be answered."""
    hits: dict[tuple[str, str], port.Hit] = {}
    page = pages = 1
    total = 0
    while page <= pages and len(hits) < MOST_TAKEN:
        results = port.search(user, text, **asked, facets=(), page=page, per_page=port.MOST_PER_PAGE, excerpts=False)
        if results.error or results.unavailable:
            return None
        hits |= {(hit.label, hit.ref): hit for hit in results.hits}
        page, pages, total = page + 1, results.pages, results.total
    return list(hits.values())[:MOST_TAKEN], total

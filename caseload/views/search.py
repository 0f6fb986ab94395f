"""One search page over decisions, published advice, requests and files."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from caseload.facets import KIND_OF_ONE, NAMES, Labels
from foundation.audit.gate import log_list
from foundation.pages.listing import Choice, Group, Sort
from foundation.search import port

SORTS = [
    Sort("relevance", gettext_lazy("Relevance"), ()),
    Sort("newest", gettext_lazy("Newest"), ()),
    Sort("oldest", gettext_lazy("Oldest"), ()),
    Sort("title", gettext_lazy("Title"), ()),
]
PER_PAGE = 10
MOST_VALUES = 12


class Search(TemplateView):
    """The empty search page, and the place a search is sent to: what was typed is kept under a random number, never in an address."""

    template_name = "caseload/search.html"

    def post(self, request, *args, **kwargs):
        """Keep what was typed and lead to its results; a citation that one decision bears opens that decision."""
        text = request.POST.get("q", "")
        kinds = [kind for kind in request.POST.getlist("kind") if kind in KIND_OF_ONE]
        if not text.strip():
            return HttpResponseRedirect(reverse("search"))
        opens = port.search(request.user, text, facets=(), per_page=1).opens
        if opens is not None and opens.url:
            return HttpResponseRedirect(opens.url)
        kept = port.remember(request.user, text)
        where = reverse("search_results", kwargs={"ref": kept.ref})
        return HttpResponseRedirect(f"{where}?{urlencode([('kind', kind) for kind in kinds])}" if kinds else where)


@dataclass(frozen=True)
class Shown:
    """A hit as the page prints it."""

    hit: port.Hit
    kind: str
    court: str
    year: str = ""
    """Said in place of a day that nobody knows: the first of January stands for a year in the index, and no court sits on it."""


class SearchResults(TemplateView):
    """What a kept search finds for whoever opens it: her own results, filtered, sorted and paged by what the address says."""

    template_name = "caseload/search.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        kept = port.recall(kwargs["ref"])
        if kept is None:
            raise Http404
        log_list(self.request, "search")
        filters = {name: self.request.GET.getlist(name)[:50] for name in NAMES}
        page = self.request.GET.get("page", "1")
        results = port.search(
            self.request.user,
            kept.text,
            filters=filters,
            facets=tuple(NAMES),
            sort=self.request.GET.get("sort", "relevance"),
            page=int(page) if page.isdecimal() and len(page) < 6 else 1,
            per_page=PER_PAGE,
        )
        labels = Labels((get_language() or "").startswith("fr"))
        hits = port.fallback(self.request.user, kept.text) if results.unavailable else results.hits
        groups = self._groups(results, labels)
        context.update(
            text=kept.text,
            results=results,
            shown=[self._shown(hit, labels) for hit in hits],
            groups=groups,
            chips=[(group.label, choice) for group in groups for choice in group.choices if choice.chosen],
            clear_url=self.request.path,
            sorts=SORTS,
            sort=next(entry for entry in SORTS if entry.name == results.sort),
            page=Paginator(range(min(results.total, PER_PAGE * results.pages)), PER_PAGE).get_page(results.page),
            wrong=(kept.text[: results.error_start], kept.text[results.error_start : results.error_end], kept.text[results.error_end :])
            if results.error and results.error_end > results.error_start
            else None,
        )
        return context

    def _groups(self, results, labels) -> list[Group]:
        pairs = [(name, value) for name in NAMES for value in self.request.GET.getlist(name)]
        sort = [("sort", results.sort)] if results.sort != "relevance" else []
        groups = []
        for name, title in NAMES.items():
            values = results.facets.get(name, [])
            if name == "year":
                values = sorted(values, key=lambda entry: entry.value, reverse=True)
            choices = [
                Choice(
                    value=entry.value,
                    label=_("%(label)s (%(count)d)") % {"label": labels.of(name, entry.value), "count": entry.count},
                    chosen=entry.chosen,
                    url_without="?" + urlencode([pair for pair in pairs if pair != (name, entry.value)] + sort),
                )
                for place, entry in enumerate(values)
                if entry.chosen or place < MOST_VALUES
            ]
            if choices:
                groups.append(Group(name, title, choices))
        return groups

    @staticmethod
    def _shown(hit, labels) -> Shown:
        courts = hit.facets.get("court", ())
        year = str(hit.day.year) if hit.day and (hit.kind, hit.day.month, hit.day.day) == ("decision", 1, 1) else ""
        return Shown(hit, str(KIND_OF_ONE.get(hit.kind, hit.kind)), labels.of("court", courts[0]) if courts else "", year)

"""One search page over decisions, published advice, requests and files."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from caseload import wording
from caseload.facets import KIND_OF_ONE, NAMES, Labels
from caseload.forms import WriteSearchForm
from caseload.recent import opened_before
from caseload.scopes import Scope, scopes
from foundation.audit.gate import log_list
from foundation.pages.listing import Choice, Group, Sort
from foundation.search import port
from precedents.models import Decision
from precedents.policies import may_link_decision
from precedents.reading import language_of, words_of

SORTS = [
    Sort("relevance", gettext_lazy("Relevance"), ()),
    Sort("newest", gettext_lazy("Newest"), ()),
    Sort("oldest", gettext_lazy("Oldest"), ()),
    Sort("cited", gettext_lazy("Most cited"), ()),
    Sort("court", gettext_lazy("Highest court"), ()),
    Sort("title", gettext_lazy("Title"), ()),
]
SIZES = [10, 20, 50]
DETAILS = {"full": gettext_lazy("With excerpts"), "brief": gettext_lazy("Titles only")}
KEPT = ("sort", "size", "detail", "synonyms")
"""What the address keeps beside filters when one of them is taken off."""
SHOWN_BY_PARAGRAPHS = ("decision", "advice")
MOST_TAKEN = 1_000
MOST_VALUES = 12
MOST_TRIED = 8


class Search(TemplateView):
    """The empty search page, and the place a search is sent to: what was typed is kept under a random number, never in an address."""

    template_name = "caseload/search.html"

    def post(self, request, *args, **kwargs):
        """Keep what was typed and lead to its results; a citation that one decision bears opens that decision."""
        text = request.POST.get("q", "")
        filters = [(name, value) for name in NAMES for value in request.POST.getlist(name)[:50] if name != "kind" or value in KIND_OF_ONE]
        if not text.strip():
            return HttpResponseRedirect(reverse("search"))
        opens = port.search(request.user, text, facets=(), per_page=1).opens
        if opens is not None and opens.url:
            return HttpResponseRedirect(opens.url)
        kept = port.remember(request.user, text)
        where = reverse("search_results", kwargs={"ref": kept.ref})
        return HttpResponseRedirect(f"{where}?{urlencode(filters)}" if filters else where)


class WriteSearch(FormView):
    """Boxes for whoever does not write operators; the query they stand for is shown with its results, to be learned from."""

    template_name = "caseload/write_search.html"
    form_class = WriteSearchForm

    def form_valid(self, form):
        kept = port.remember(self.request.user, wording.written(form.cleaned_data))
        return HttpResponseRedirect(reverse("search_results", kwargs={"ref": kept.ref}))

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


@dataclass(frozen=True)
class Excerpt:
    """An excerpt of a hit: where it stands, in words, and the address that opens it there; both empty where the page has no places."""

    segments: tuple[port.Segment, ...]
    language: str
    where: str = ""
    url: str = ""
    printed: str = ""


@dataclass(frozen=True)
class Shown:
    """A hit as the page prints it."""

    hit: port.Hit
    kind: str
    court: str
    url: str
    excerpts: list[Excerpt]
    year: str = ""
    """Said in place of a day that nobody knows: the first of January stands for a year in the index, and no court sits on it."""
    seen: datetime | None = None
    """When this reader last opened it."""
    decision: Decision | None = None
    citation: str = ""

    @property
    def pinpoint(self) -> str:
        """The number of the first paragraph shown that has one of its own."""
        return next((excerpt.printed for excerpt in self.excerpts if excerpt.printed), "")


@dataclass
class Beside:
    """What a page of hits says of them beside what the index holds: one question for the looks, two for the decisions."""

    looks: dict[tuple[str, str], datetime]
    decisions: dict[str, Decision]
    french: bool

    @classmethod
    def of(cls, user, hits, *, french: bool) -> "Beside":
        """Ask for all hits of a page at once."""
        refs = [hit.ref for hit in hits if hit.label == Decision._meta.label]
        rows = Decision.objects.visible_to(user).filter(ref__in=refs).defer("text").prefetch_related("citations")
        return cls(opened_before(user, [(hit.label, hit.ref) for hit in hits]), {row.ref: row for row in rows} if refs else {}, french)

    def told(self, hit) -> dict:
        """Give what is known of one hit."""
        decision = self.decisions.get(hit.ref) if hit.label == Decision._meta.label else None
        citation = "" if decision is None else decision.french_style if self.french else decision.mcgill
        return {"seen": self.looks.get((hit.label, hit.ref)), "decision": decision, "citation": citation}


def as_printed(hit, labels, found: str = "", beside: Beside | None = None) -> Shown:
    """Give a hit with the words for its codes.

    :param found: what the address of a text that is shown by paragraphs takes, so that it is opened with the places marked
    """
    courts = hit.facets.get("court", ())
    year = str(hit.day.year) if hit.day and (hit.kind, hit.day.month, hit.day.day) == ("decision", 1, 1) else ""
    url = f"{hit.url}?{found}" if found and hit.url and hit.kind in SHOWN_BY_PARAGRAPHS else hit.url
    excerpts = [
        Excerpt(
            snippet.segments,
            language_of(snippet.place) or hit.language,
            words_of(snippet.place),
            f"{url}#{snippet.place.anchor}",
            snippet.place.printed,
        )
        if snippet.place and hit.url
        else Excerpt(snippet.segments, hit.language)
        for snippet in hit.snippets
    ]
    excerpts.sort(key=lambda excerpt: (excerpt.language == "fr") != labels.french)
    court = labels.of("court", courts[0]) if courts else ""
    kind = str(KIND_OF_ONE.get(hit.kind, hit.kind))
    if roles := hit.facets.get("role"):  # what a person is on the file stands in place of an excerpt, in the reader's language
        kind = labels.of("role", roles[0])
        excerpts = [excerpt for excerpt in excerpts if any(segment.marked for segment in excerpt.segments)]
    return Shown(hit, kind, court, url, excerpts, year, **(beside.told(hit) if beside else {}))


def asked_of(request) -> dict:
    """Read from an address what is asked of a kept search: its filters, its order, and whether other wordings count."""
    sort = request.GET.get("sort")
    return {
        "filters": {name: request.GET.getlist(name)[:50] for name in NAMES},
        "sort": sort if sort in [entry.name for entry in SORTS] else "relevance",
        "with_synonyms": request.GET.get("synonyms") != "off",
    }


class SearchResults(TemplateView):
    """What a kept search finds for whoever opens it: her own results, filtered, sorted and paged by what the address says."""

    template_name = "caseload/search.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        kept = port.recall(kwargs["ref"])
        if kept is None:
            raise Http404
        log_list(self.request, "search")
        asked = asked_of(self.request)
        page = self.request.GET.get("page", "1")
        size = next((size for size in SIZES if str(size) == self.request.GET.get("size")), SIZES[0])
        detail = "brief" if self.request.GET.get("detail") == "brief" else "full"
        as_typed = not asked["with_synonyms"]
        results = port.search(
            self.request.user,
            kept.text,
            **asked,
            facets=tuple(NAMES),
            page=int(page) if page.isdecimal() and len(page) < 6 else 1,
            per_page=size,
            correcting=True,
            after=self.request.GET.get("after", ""),
        )
        found = urlencode({"found": kept.ref, **({"synonyms": "off"} if as_typed else {})})
        labels = Labels((get_language() or "").startswith("fr"))
        hits = port.fallback(self.request.user, kept.text) if results.unavailable else results.hits
        beside = Beside.of(self.request.user, hits, french=labels.french)
        groups = self._groups(results, labels)
        chosen = [(group, choice) for group in groups for choice in group.choices if choice.chosen]
        offered = self._scopes(results)
        panel = self._panel(groups, offered)
        if results.total == 0 and not results.error and not results.unavailable:
            context["in_the_way"] = [
                (labels.of(group.name, choice.value), choice, total)
                for group, choice, total in self._in_the_way(kept.text, asked["filters"], chosen, with_synonyms=not as_typed)
            ]
        context.update(
            text=kept.text,
            results=results,
            shown=[as_printed(hit, labels, found, beside) for hit in hits],
            groups=groups,
            take_url=f"{reverse('take_results', kwargs={'ref': kept.ref})}{self._address()}",
            most_taken=MOST_TAKEN,
            may_link=may_link_decision(self.request.user),
            scopes=offered,
            panel=panel,
            kept=self._kept_beside(panel),
            chosen=chosen,
            chips=[(group.label, choice) for group, choice in chosen if group.name != "kind" or self._narrows(offered)],
            clear_url=self.request.path,
            sorts=SORTS,
            sort=next(entry for entry in SORTS if entry.name == results.sort),
            page=Paginator(range(min(results.total, size * results.pages)), size).get_page(results.page),
            detail=detail,
            details=[{"label": words, "url": self._address(detail=name), "current": name == detail} for name, words in DETAILS.items()],
            next_url=self._address(after=results.next_cursor) if results.next_cursor else "",
            first_url=self._address(),
            sizes=[{"label": str(each), "url": self._address(size=each), "current": each == size} for each in SIZES],
            as_typed=as_typed,
            synonyms_url=self._address(synonyms="on" if as_typed else "off"),
            wrong=(kept.text[: results.error_start], kept.text[results.error_start : results.error_end], kept.text[results.error_end :])
            if results.error and results.error_end > results.error_start
            else None,
        )
        return context

    def _in_the_way(self, text, filters, chosen, **how) -> Iterator[tuple[Group, Choice, int]]:
        """Say of each chosen filter, where nothing is found, how much there is without it."""
        for group, choice in chosen[:MOST_TRIED]:
            fewer = {**filters, group.name: [value for value in filters[group.name] if value != choice.value]}
            without = port.search(self.request.user, text, filters=fewer, facets=(), per_page=1, **how)
            if without.total:
                yield group, choice, without.total

    def _address(self, **changed) -> str:
        """Give the address of these results with something else asked for, from the first page on."""
        asked = self.request.GET.copy()
        asked.pop("page", None)
        asked.pop("after", None)
        for name, value in changed.items():
            asked.setlist(name, list(value) if isinstance(value, tuple) else [str(value)])
        return f"?{asked.urlencode()}"

    def _scopes(self, results) -> list[tuple[Scope, str]]:
        """Give the scopes with their addresses, which keep every other filter."""
        if results.error or results.unavailable:
            return []
        counts = {entry.value: entry.count for entry in results.facets["kind"]}
        every = scopes(port.kinds_found(self.request.user), counts, self.request.GET.getlist("kind"))
        return [(scope, self._address(kind=scope.kinds)) for scope in every]

    def _panel(self, groups, offered) -> list[Group]:
        """Give the filters beside the results: kinds are there only where the scope holds several, or where no scope is the choice."""
        scope = next((scope for scope, _url in offered if scope.current), None)
        shown = []
        for group in groups:
            if group.name == "kind" and scope is not None:
                group = replace(group, choices=[choice for choice in group.choices if choice.value in scope.kinds])
                if len(group.choices) < 2:
                    continue
            shown.append(group)
        return shown

    def _narrows(self, offered) -> bool:
        """Tell whether the kinds that are chosen are other than a scope, which says so itself."""
        return all(set(scope.kinds) != set(self.request.GET.getlist("kind")) for scope, _url in offered)

    def _kept_beside(self, panel) -> list[tuple[str, str]]:
        """Give what the filters keep of the address when they are applied: the scope, and what is not a filter."""
        pairs = [(name, self.request.GET[name]) for name in KEPT if name != "sort" and name in self.request.GET]
        if all(group.name != "kind" for group in panel):
            pairs += [("kind", value) for value in self.request.GET.getlist("kind")]
        return pairs

    def _groups(self, results, labels) -> list[Group]:
        pairs = [(name, value) for name in NAMES for value in self.request.GET.getlist(name)]
        kept = [(name, self.request.GET[name]) for name in KEPT if name in self.request.GET]
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
                    url_without="?" + urlencode([pair for pair in pairs if pair != (name, entry.value)] + kept),
                )
                for place, entry in enumerate(values)
                if entry.chosen or place < MOST_VALUES
            ]
            if choices:
                groups.append(Group(name, title, choices))
        return groups

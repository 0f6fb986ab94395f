"""Searches that a person keeps, and those she typed last."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from caseload import news, saved
from caseload.facets import NAMES, Labels
from caseload.forms import SavedSearchForm
from caseload.models import SavedSearch
from caseload.views.search import as_printed
from foundation import clock
from foundation.audit.gate import log_list, open_record
from foundation.pages.forms import ActForm
from foundation.pages.views import ActFormView
from foundation.search import port


class SavedSearches(TemplateView):
    """The searches a person keeps: look again, rename, delete."""

    template_name = "caseload/saved_searches.html"

    def get_context_data(self, **kwargs):
        log_list(self.request, "caseload.SavedSearch")
        searches = list(SavedSearch.objects.visible_to(self.request.user).select_related("telling"))
        counted = news.counts(self.request.user, searches)
        rows = [(search, counted.get(search.ref)) for search in searches]
        return super().get_context_data(rows=rows, most=saved.MOST, **kwargs)


class SaveSearch(ActFormView):
    """Keep what a search asked, with the filters and the order of the address it is sent to."""

    template_name = "caseload/save_search.html"
    form_class = SavedSearchForm

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.kept = port.recall(kwargs["ref"]) if request.user.is_authenticated else None

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and self.kept is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def perform(self, form):
        pairs = [(name, value) for name, values in self.request.GET.lists() for value in values]
        key = form.act_fields()["key"]
        saved.save_search(text=self.kept.text, pairs=pairs, by=self.request.user, at=clock.now(), key=key, **form.cleaned_data)
        messages.success(self.request, _("Saved. You find it under “Saved searches”."))
        return reverse("saved_searches")

    def get_context_data(self, **kwargs):
        log_list(self.request, "search")
        back = f"{reverse('search_results', kwargs={'ref': self.kept.ref})}?{self.request.GET.urlencode()}"
        return super().get_context_data(text=self.kept.text, cancel_url=back, **kwargs)


class OwnSearch(ActFormView):
    """Base of the pages of one search of one's own."""

    form_class = ActForm

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.search = None
        if request.user.is_authenticated:
            self.search = open_record(request, SavedSearch.objects.all(), ref=kwargs["ref"])

    def get_record(self):
        return self.search

    def act_words(self, form):
        """Give what every service of a search takes."""
        return {"search": self.search, "by": self.request.user, "at": clock.now(), **form.act_fields()}

    def get_context_data(self, **kwargs):
        return super().get_context_data(search=self.search, cancel_url=reverse("saved_searches"), **kwargs)


class SavedSearchPage(OwnSearch):
    """One search: what it asks, what is new, and the button that looks again."""

    http_method_names = ["get", "head"]
    template_name = "caseload/saved_search.html"

    def get_context_data(self, **kwargs):
        labels = Labels((get_language() or "").startswith("fr"))
        facts = [(NAMES[name], ", ".join(labels.of(name, value) for value in values)) for name, values in self.search.filters.items()]
        try:
            shown = [as_printed(hit, labels) for hit in news.hits_of(self.search)]
        except port.Unavailable:
            shown = []
        number = news.counts(self.request.user, [self.search]).get(self.search.ref)
        more = {"has_more": self.search.telling.has_more or number > len(shown)} if number else {}
        if number is not None and self.search.telling.is_too_wide:
            more["too_wide"] = f"{port.MOST_MATCHED:,}"
        return super().get_context_data(facts=facts, shown=shown, number=number, **more, **kwargs)


class ChangeSavedSearch(OwnSearch):
    """Another name for a search, and the tick that has it tell what is new."""

    template_name = "caseload/change_saved_search.html"
    form_class = SavedSearchForm

    def get_initial(self):
        return {"name": self.search.name, "tells_new": hasattr(self.search, "telling")}

    def perform(self, form):
        saved.change_saved_search(**self.act_words(form), **form.cleaned_data)
        return reverse("saved_searches")


class DeleteSavedSearch(OwnSearch):
    """The end of a search that was kept."""

    template_name = "caseload/delete_saved_search.html"

    def perform(self, form):
        saved.delete_saved_search(**self.act_words(form))
        messages.success(self.request, _("The search is deleted."))
        return reverse("saved_searches")


class RunSavedSearch(View):
    """Look again: lead to the results of today."""

    http_method_names = ["post"]

    def post(self, request, ref):
        search = open_record(request, SavedSearch.objects.all(), ref=ref)
        return HttpResponseRedirect(saved.run_again(search, request.user))


class SeeSearchNews(View):
    """Put away what was new."""

    http_method_names = ["post"]

    def post(self, request, ref):
        search = open_record(request, SavedSearch.objects.all(), ref=ref)
        news.see(search=search, by=request.user, at=clock.now())
        return HttpResponseRedirect(search.get_absolute_url())


class ClearRecentSearches(View):
    """Take from a person's list what she searched for."""

    http_method_names = ["post"]

    def post(self, request):
        port.forget_recent(request.user)
        messages.success(request, _("Your recent searches are cleared."))
        return HttpResponseRedirect(reverse("search"))

"""Pages that find decisions and earlier advice like a text or like an entry of the bank; what is typed here is kept nowhere."""

from django.utils.translation import get_language
from django.views.generic import TemplateView

from caseload.facets import Labels
from caseload.forms import FactsForm, NarrowForm
from caseload.views.search import as_printed
from foundation.audit.gate import log_list, open_record
from foundation.search import port, similar
from precedents.models import Decision, PublishedAdvice

FEW, MANY = 10, 30
MOST_LEFT_OUT = 100


class Likenesses(TemplateView):
    """The answer: finds, why each is one, and the words that may be left out; sent by POST, so that nothing stands in an address."""

    template_name = "caseload/similar.html"

    def options(self, form) -> dict:
        """Say what is asked beside the text itself."""
        posted = self.request.POST
        return {
            "filters": form.filters(),
            "without": posted.getlist("without")[:MOST_LEFT_OUT],
            "limit": MANY if "more" in posted else FEW,
        }

    def answer(self, found: port.Likeness) -> dict:
        """Give the finds as the page prints them."""
        labels = Labels((get_language() or "").startswith("fr"))
        return {
            "found": found,
            "shown": [(like, as_printed(like.hit, labels)) for like in found.finds],
            "most_words": similar.MOST_WORDS,
            "voters": similar.VOTERS,
            "many": MANY,
            "may_show_more": found.more and "more" not in self.request.POST,
        }


class Facts(Likenesses):
    """Paste the facts: up to twenty pages find decisions and earlier advice."""

    def post(self, request):
        """Answer on the same page; the text goes back into its box and nowhere else."""
        form = FactsForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        log_list(request, "search")
        found = port.similar_to(request.user, form.cleaned_data["facts"], **self.options(form))
        return self.render_to_response(self.get_context_data(form=form, **self.answer(found)))

    def get_context_data(self, **kwargs):
        """Give the empty form where nothing was sent."""
        kwargs.setdefault("form", FactsForm())
        return super().get_context_data(**kwargs)


class MoreLikeThis(Likenesses):
    """What is like one entry of the bank."""

    model: type

    def get(self, request, *args, **kwargs):
        """Answer at once, with everything wanted."""
        return self.respond(NarrowForm({}))

    def post(self, request, *args, **kwargs):
        """Answer with what is wanted, without the words that were left out."""
        return self.respond(NarrowForm(request.POST))

    def respond(self, form):
        """Open the entry through the gate and show what is like it."""
        entry = open_record(self.request, self.model.objects.all(), ref=self.kwargs["ref"])
        context = self.get_context_data(form=form, entry=entry)
        if form.is_valid():
            log_list(self.request, "search")
            context |= self.answer(port.similar_to_record(self.request.user, entry, **self.options(form)))
        return self.render_to_response(context)


class LikeDecision(MoreLikeThis):
    """What is like a decision."""

    model = Decision


class LikePublishedAdvice(MoreLikeThis):
    """What is like published advice."""

    model = PublishedAdvice

"""What the pages of one request share: opening it through the gate, asking the policy, showing what the step still needs."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext as _

from advice import foresight, guards, policies
from advice.forms import TextForm
from advice.models import AdviceRequest
from foundation import clock
from foundation.audit.gate import open_record
from foundation.pages.views import ActFormView
from foundation.workflow.transitions import MoveOption, available_moves


def open_request(request, ref: str) -> AdviceRequest:
    """Find a request this person may see, and write down that she looked."""
    rows = AdviceRequest.objects.with_reading().select_related("asker", "office", "agency", "assigned_to", "case_file")
    return open_record(request, rows, ref=ref)


def about(advice_request: AdviceRequest, user) -> dict:
    """What the head of every page of a request shows."""
    inner = policies.reads_everything(advice_request, user)
    return {
        "advice_request": advice_request,
        "reads_everything": inner,
        "situation": advice_request.team_situation if inner else advice_request.asker_situation,
        "tone": tone_of(advice_request, inner),
        "urgency_badge": _("Urgency: %(urgency)s") % {"urgency": advice_request.urgency_short},
        "today": clock.today(),
        "crumbs": [(_("Advice"), reverse("advice:list")), (advice_request.ref, "")],
    }


def tone_of(advice_request: AdviceRequest, for_the_team: bool) -> str:
    """Whose turn it is, as a tone: action for the reader's own side."""
    if for_the_team and (advice_request.awaits_reading or advice_request.is_recalled) and not advice_request.is_waiting:
        return "action"
    if advice_request.is_recalled and not advice_request.is_waiting:
        return "risk"
    if advice_request.is_waiting:
        return "wait" if for_the_team else "action"
    if advice_request.is_with_the_team:
        return "action" if for_the_team else "wait"
    if advice_request.is_draft:
        return "action"
    return "done" if advice_request.delivered_at else "neutral"


def moves_of(advice_request: AdviceRequest, user) -> list[MoveOption]:
    """The steps from where the request stands, their guards seen as this person would take them."""
    advice_request.propose_closer(user)
    return available_moves(advice_request, user)


def shown_guards(option: MoveOption) -> list:
    """What a page lists of a step's guards: all of it, save what is met because it waits for somebody else or for time."""
    quiet = {
        guards.time_waits_thirty_days.sentence,
        guards.time_waits_for_reading_and_recall.sentence,
        guards.lead_waits_for_reply.sentence,
        guards.reply_is_late_if_waiting.sentence,
        guards.asker_was_reminded.sentence,
    }
    return [result for result in option.guards if not (result.met and result.sentence in quiet)]


class RequestFormView(ActFormView):
    """A page with one form about one request; closed with 403 where the policy says no."""

    may: Callable[[AdviceRequest, object], bool]

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.advice_request = open_request(request, kwargs["ref"])

    def dispatch(self, request, *args, **kwargs):
        if not type(self).may(self.advice_request, request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_record(self):
        return self.advice_request

    def draft_about(self):
        return self.advice_request.ref

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs, **about(self.advice_request, self.request.user))

    def act_words(self, form) -> dict:
        """What every service takes: which request, by whom, when, and the form's key and version."""
        return {"ref": self.advice_request.ref, "by": self.request.user, "at": clock.now(), **form.act_fields()}


class StepView(RequestFormView):
    """A step of the machine on a page of its own: what it needs, one form, one button.

    ``steps`` are the transitions the page stands for; the first that starts from the present state and is hers is shown.
    """

    template_name = "advice/step.html"
    steps: tuple[str, ...] = ()
    title = ""
    submit = ""
    explain = ""
    danger = False
    label, hint, words_needed, rows = "", "", True, 6

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        if issubclass(self.get_form_class(), TextForm):
            kwargs.update(label=self.label, help_text=self.hint, required=self.words_needed, rows=self.rows)
        return kwargs

    def get_context_data(self, **kwargs):
        options = moves_of(self.advice_request, self.request.user)
        option = next((option for option in options if option.name in self.steps and option.permitted), None)
        return super().get_context_data(
            **kwargs,
            option=option,
            guards=shown_guards(option) if option else [],
            follows=self.follows(option.name) if option else [],
            elsewhere=bool(self.steps) and option is None,
            title=self.title,
            submit=self.submit,
            explain=self.explain,
            danger=self.danger,
        )

    def follows(self, step: str) -> list[str]:
        """Say what follows the click."""
        return foresight.of_step(step, self.advice_request, self.request.user)

    def perform(self, form) -> str:
        self.call(form)
        return self.advice_request.get_absolute_url()

    def call(self, form) -> None:
        """Call the service."""
        raise NotImplementedError

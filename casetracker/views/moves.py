"""The move page: what will change, what is still needed, when it happened and why."""

from django.http import Http404, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from casetracker import names, services
from casetracker.forms.moves import CloseForm, MoveForm, NoChargeForm, ReopenForm, TransferForm
from foundation import clock
from foundation.workflow.transitions import available_moves

from .base import FileForm, OfAccused, OfCount
from .count_words import count_words
from .steps import PAGES, address

# Steps that take their own facts; every other one is an ordinary move.
SERVICES = {
    ("file", "start_conflict_check"): lambda subject, typed: services.check_conflicts(case_file=subject, **without_reason(typed)),
    ("file", "conclude_without_charge"): lambda subject, typed: services.close_without_charge(case_file=subject, **typed),
    ("file", "finish_advice"): lambda subject, typed: services.finish_advice(case_file=subject, **typed),
    ("proceeding", "start_trial"): lambda subject, typed: services.start_trial(proceeding=subject, **typed),
    ("proceeding", "conclude"): lambda subject, typed: services.conclude_proceeding(proceeding=subject, **typed),
    ("proceeding", "conclude_uncharged"): lambda subject, typed: services.conclude_uncharged(proceeding=subject, **typed),
}
FORMS = {("file", "conclude_without_charge"): NoChargeForm}


def without_reason(typed: dict) -> dict:
    """Leave out the reason where a service takes none."""
    return {name: value for name, value in typed.items() if name != "reason"}


class MovePage(FileForm):
    """One step of a file, an accused or a count."""

    template_name = "casetracker/move.html"
    submit = _("Confirm the step")

    def setup(self, request, *args, **kwargs):
        self.step = kwargs.pop("name")
        super().setup(request, *args, **kwargs)
        known = getattr(type(self.subject), self.step, None)
        if not hasattr(known, "_django_fsm"):
            raise Http404
        self.custom = next(iter(known._django_fsm.transitions.values())).custom
        self.option = next((option for option in available_moves(self.subject, request.user) if option.name == self.step), None)

    def dispatch(self, request, *args, **kwargs):
        if PAGES[self.subject.machine].get(self.step):
            return HttpResponseRedirect(address(self.subject, self.step))
        return super().dispatch(request, *args, **kwargs)

    def get_record(self):
        return self.subject

    def get_form_class(self):
        return FORMS.get((self.subject.machine, self.step), MoveForm)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "needs_reason": bool(self.custom.get("reason"))}

    def perform(self, form):
        typed = {**self.sent(form), "version": form.act_fields()["version"]}
        service = SERVICES.get((self.subject.machine, self.step))
        if service is not None:
            service(self.subject, typed)
        else:
            services.move(subject=self.subject, name=self.step, **typed)
        return self.back_url()

    def subject_words(self) -> str:
        """Name what moves."""
        return self.case_file.title

    def get_context_data(self, **kwargs):
        states = dict(type(self.subject)._meta.get_field("state").choices)
        label = self.custom.get("label", self.step)
        target = [states[state] for state in self.option.targets] if self.option else []
        context = super().get_context_data(
            heading=label,
            option=self.option,
            from_label=self.subject.get_state_display(),
            to_labels=target,
            subject_words=self.subject_words(),
            court=self.custom.get("court", False),
            **kwargs,
        )
        context["permitted"] = self.option is not None and self.option.permitted
        return context


class MoveFile(MovePage):
    """A step of the file."""

    current = "file"


class MoveProceeding(OfAccused, MovePage):
    """A step of one accused."""

    def subject_words(self):
        return names.display_name(self.proceeding.accused, self.request.user, names.PAGE)


class MoveCount(OfCount, MovePage):
    """A step of one count."""

    def subject_words(self):
        who = names.display_name(self.proceeding.accused, self.request.user, names.PAGE)
        return f"{who}, {count_words(self.count)}"


class FileStep(FileForm):
    """A step of the file with facts of its own."""

    current = "file"

    def get_record(self):
        return self.case_file

    def typed(self, form) -> dict:
        """What every service of a step takes."""
        return {
            "case_file": self.case_file,
            "by": self.request.user,
            "at": clock.now(),
            "happened_on": form.cleaned_data["happened_on"],
            "reason": form.cleaned_data["reason"],
            **form.act_fields(),
        }


class TransferFile(FileStep):
    """Hand the file to another office."""

    form_class = TransferForm
    heading = _("Transfer to another office")
    submit = _("Transfer the file")
    allowed = "may_transfer"
    draft_name = "transfer_file"

    def perform(self, form):
        handover = services.HandoverIn(**{name: form.cleaned_data[name] for name in TransferForm.HANDED_OVER})
        services.transfer_file(handover=handover, **self.typed(form))
        return self.at("file")


class CloseFile(FileStep):
    """Close the file with its checklist."""

    form_class = CloseForm
    heading = _("Close the file")
    submit = _("Close the file")
    allowed = "may_close"

    def perform(self, form):
        checklist = services.ChecklistIn(**{name: form.cleaned_data[name] for name in CloseForm.LINES})
        services.close_file(checklist=checklist, **self.typed(form))
        return self.at("file")


class ReopenFile(FileStep):
    """Take the file up again."""

    form_class = ReopenForm
    heading = _("Reopen the file")
    submit = _("Reopen the file")
    allowed = "may_reopen"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "needs_reason": True}

    def perform(self, form):
        chosen = {name: form.cleaned_data[name] for name in ("decision", "reopen_reason", "lead_prosecutor")}
        services.reopen_file(**chosen, **self.typed(form))
        return self.at("file")

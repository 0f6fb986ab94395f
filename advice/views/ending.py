"""Pages on which a request goes on elsewhere: in another request, or as a case file."""

from django.utils.translation import gettext_lazy as _

from advice import forms, policies, selectors, services

from .base import StepView


class Merge(StepView):
    """Let another open request carry the question."""

    form_class, template_name = forms.MergeForm, "advice/merge.html"
    may, steps = staticmethod(policies.may_merge), ("merge",)
    title, submit, danger = _("Merge into another request"), _("Merge"), True
    explain = _("Who asked this reads the answer to the other request: its text alone, not the other question, its facts or who asked it.")

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.offer(selectors.open_requests_like(self.advice_request, self.request.user))
        return form

    def call(self, form):
        services.merge_request(into=form.cleaned_data["into"], reason=form.cleaned_data["reason"], **self.act_words(form))


class SetBackMerge(StepView):
    """Take a request out of the one it was merged into by mistake."""

    form_class, may = forms.TextForm, staticmethod(policies.may_set_back_merge)
    title, submit, label, rows, danger = _("Set the merger back"), _("Set the merger back"), _("What was wrong"), 3, True
    explain = _("The request stands alone again, where it stood before it was merged; its asker and the team are told.")

    def call(self, form):
        services.set_back_merge(reason=form.cleaned_data["text"], **self.act_words(form))


class Convert(StepView):
    """Open a case file from the request."""

    form_class, template_name = forms.ConvertForm, "advice/convert.html"
    may, steps = staticmethod(policies.may_convert), ("convert",)
    title, submit = _("Make it a case file"), _("Open the file")
    explain = _("What the asker typed goes over as it is; only the accused, whom a request does not name, is typed here.")
    case_file = None

    def get_initial(self):
        return {"occurrence": self.advice_request.occurrence}

    def call(self, form):
        self.case_file = services.convert_request(
            **{name: form.cleaned_data[name] for name in ("family_name", "given_name", "occurrence")}, **self.act_words(form)
        )

    def perform(self, form) -> str:
        super().perform(form)
        return self.case_file.get_absolute_url()

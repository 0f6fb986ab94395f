"""Forms of reminders, and of what is put off."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casetracker.forms.base import FutureDayField, PlainTextField
from foundation.pages.forms import ActForm
from foundation.records import Refusal

from . import reminders, work


class ReminderForm(ActForm):
    """What is to be done, and by when."""

    what = PlainTextField(label=_("What is to be done"), max_length=300, error_messages={"required": _("Say what is to be done.")})
    due_on = FutureDayField(label=_("By"), what=_("the day by which it is to be done"))

    def __init__(self, *args, case_file=None, record=None, **kwargs):
        super().__init__(*args, record=record, **kwargs)
        self.case_file, self.before = case_file, record.due_on if record else None

    def clean(self):
        typed = super().clean()
        if not self.errors:
            _checked(self, lambda: reminders.check_reminder(typed["what"], typed["due_on"], self.case_file, before=self.before))
        return typed


class SnoozeForm(ActForm):
    """Until when a task can wait, and why."""

    until_on = FutureDayField(label=_("Comes back on"), what=_("the day on which it comes back"))
    reason = PlainTextField(label=_("Why it can wait"), max_length=300, error_messages={"required": _("Say why it can wait.")})

    def __init__(self, *args, due=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.due = due

    def clean(self):
        typed = super().clean()
        if not self.errors:
            _checked(self, lambda: reminders.check_snooze(typed["until_on"], typed["reason"], self.due))
        return typed


class DoneForm(ActForm):
    """Nothing to type: several reminders are done."""


def _checked(form, check) -> None:
    try:
        check()
    except Refusal as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))


class TaskFilter(forms.Form):
    """Which tasks a list shows; sent by GET, and what is not known shows everything."""

    show = forms.ChoiceField(
        label=_("When"),
        required=False,
        choices=[
            ("", _("Everything that needs me")),
            *((name, words) for name, (_place, words) in work.PLACES.items()),
            ("waiting", _("Waiting for others")),
            ("snoozed", _("Put off")),
        ],
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("Every kind")), *work.KINDS.items()])

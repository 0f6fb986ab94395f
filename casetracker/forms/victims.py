"""Forms about what victims and witnesses ask for, and the answers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casetracker import victim_law
from casetracker.models import VictimRequest

from .base import CHOOSE, ActForm, LongTextField, PastDayField, choice_field, choices_of

WORDS_LONGEST = 4000


def kinds():
    """What can be asked for, by group."""
    return [("", CHOOSE), *victim_law.as_choices()]


class VictimRequestForm(ActForm):
    """What a victim or witness asks for."""

    kind = forms.ChoiceField(label=_("What is asked for"), choices=kinds)
    asked_on = PastDayField(label=_("Asked on"), what=_("the day it was asked"))
    asked_by = choice_field(VictimRequest, "asked_by", label=_("Who asks"))
    note = LongTextField(
        label=_("What was asked, in words"),
        max_length=WORDS_LONGEST,
        required=False,
        rows=2,
        help_text=_("For the team. How to reach her safely stands among her details, not here."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            self.fields["kind"].error_messages |= {
                "required": _("Choose what is asked for."),
                "invalid_choice": _("Choose one of the list."),
            }


class CorrectVictimRequestForm(VictimRequestForm):
    """What was asked for, and its answer where it has one."""

    answer = choice_field(VictimRequest, "answer", label=_("Answer"), required=False, empty=_("Not answered yet"))
    answered_on = PastDayField(label=_("Answered on"), what=_("the day of the answer"), required=False)
    answer_note = LongTextField(
        label=_("What was answered or done"),
        max_length=WORDS_LONGEST,
        required=False,
        rows=2,
        help_text=_("For the team. Of a refusal, the reasons."),
    )


class AnswerVictimRequestForm(CorrectVictimRequestForm):
    """The answer to what was asked for; ``answers`` are those it can have."""

    kind = asked_on = asked_by = note = None

    def __init__(self, *args, answers=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answer"].required = self.fields["answered_on"].required = True
        self.fields["answer"].choices = [("", CHOOSE), *(pair for pair in choices_of(VictimRequest, "answer") if pair[0] in answers)]

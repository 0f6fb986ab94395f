"""What a form says when something is wrong, and what stands on the page when it could not be sent."""

import pytest
from django import forms
from django.test import RequestFactory

from foundation.pages.fields import DayField, PlainTextField
from foundation.pages.forms import ActForm
from foundation.pages.views import typed_fields


class Sample(ActForm):
    question = PlainTextField(label="Why that date?")
    share = PlainTextField(label="Share in %")
    stage = forms.ChoiceField(label="Stage 5 %", choices=[("a", "A")])
    topics = forms.MultipleChoiceField(label="Topics", choices=[("a", "A")])
    own = forms.CharField(error_messages={"required": "Say who asked."})
    on = DayField(label="Date")


def test_a_missing_answer_is_named_by_its_field():
    form = Sample(data={"stage": "zz", "topics": ["a", "zz"]})

    errors = {name: list(found) for name, found in form.errors.items()}

    assert errors["question"] == ["Why that date: fill this in."]
    assert errors["share"] == ["Share in %: fill this in."]
    assert errors["stage"] == ["Stage 5 %: choose from the list."]
    assert errors["topics"] == ["Topics: choose from the list."]
    assert errors["own"] == ["Say who asked."]
    assert errors["on"] == ["Enter the date."]


@pytest.mark.parametrize("stage", ["", None])
def test_a_missing_choice_is_asked_for(stage):
    form = Sample(data={"stage": stage} if stage is not None else {})

    assert form.errors["stage"] == ["Stage 5 %: choose one."]


def test_what_was_typed_is_called_as_the_form_calls_it():
    request = RequestFactory().post(
        "/", {"question": "Why", "on_day": "3", "key": "k", "draft_form": "x", "password": "secret", "free_text": "y"}
    )
    request.resolver_match = type("Match", (), {"func": type("View", (), {"view_class": type("V", (), {"form_class": Sample})})})

    typed = typed_fields(request)

    assert typed == [
        ("question", "Why that date?", "Why", ""),
        ("on_day", "Date (Day)", "3", ""),
        ("key", "", "k", ""),
        ("draft_form", "", "x", ""),
        ("free_text", "Free text", "y", ""),
    ]

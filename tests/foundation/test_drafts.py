"""Nothing typed is lost: server drafts, and forms that come without a session or a token."""

import json
from datetime import timedelta

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from foundation import clock
from foundation.pages import drafts
from foundation.pages.models import Draft
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def asker(at):
    return UserFactory(crown=True)


def typed(**fields):
    data = QueryDict(mutable=True)
    for name, value in fields.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def test_a_draft_gives_back_what_was_typed_byte_for_byte(asker):
    text = "Première ligne\r\n\tTab, « guillemets », 🦊, <b>not markup</b>  "

    drafts.save(asker, form="ask", about="", path="/en/advice/new/", data=typed(question=text, topics=["a", "b"]))

    found = drafts.values(drafts.find(asker, form="ask", about=""))
    assert found["question"] == text
    assert found.getlist("topics") == ["a", "b"]


def test_a_draft_is_its_owners_alone(asker):
    drafts.save(asker, form="ask", about="", path="/", data=typed(question="x"))

    assert drafts.find(UserFactory(), form="ask", about="") is None


def test_passwords_codes_and_tokens_are_never_kept(asker):
    drafts.save(asker, form="f", about="", path="/", data=typed(question="x", password="p", code="1", csrfmiddlewaretoken="t"))

    assert set(json.loads(Draft.objects.get().data)) == {"question"}


def test_an_empty_form_keeps_nothing_and_an_old_draft_is_not_offered(asker, at):
    drafts.save(asker, form="empty", about="", path="/", data=typed(question="  "))
    drafts.save(asker, form="old", about="", path="/", data=typed(question="x"))

    with clock.fixed(at + timedelta(days=31)):
        found = drafts.find(asker, form="old", about="")

    assert Draft.objects.count() == 1
    assert found is None


def test_a_saving_that_arrives_after_its_form_was_sent_keeps_nothing(asker):
    drafts.discard(asker, form="f", about="", key="k1")

    late = drafts.save(asker, form="f", about="", path="/", data=typed(question="x", key="k1"))

    assert late is None
    assert Draft.objects.count() == 0


def test_a_draft_keeps_the_version_it_was_typed_over(asker):
    drafts.save(asker, form="f", about="", path="/", data=typed(question="x", version="4"))

    assert drafts.values(drafts.find(asker, form="f", about=""))["version"] == "4"


def test_the_button_saves_and_leads_back(asker, client):
    client.force_login(asker, backend="allauth.account.auth_backends.AuthenticationBackend")
    where = {"draft_form": "ask", "draft_path": "/en/help/"}

    answer = client.post(reverse("save_draft"), {**where, "question": "x"})

    assert (answer.status_code, answer["Location"]) == (302, "/en/help/")
    assert Draft.objects.get().form == "ask"


def test_a_draft_never_leads_elsewhere(asker, client):
    client.force_login(asker, backend="allauth.account.auth_backends.AuthenticationBackend")

    answer = client.post(reverse("save_draft"), {"draft_form": "ask", "draft_path": "https://example.invalid/", "question": "x"})

    assert answer.status_code == 400


def test_a_form_sent_after_the_session_ended_is_shown_again_with_everything_typed(client):
    answer = client.post(reverse("save_draft"), {"question": "A night's work <b>", "draft_form": "ask"})

    assert answer.status_code == 401
    assert "A night&#x27;s work &lt;b&gt;" in answer.content.decode()
    assert not Draft.objects.exists()


def test_a_form_without_a_token_is_shown_again_with_everything_typed(asker):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(asker, backend="allauth.account.auth_backends.AuthenticationBackend")

    answer = strict.post(reverse("save_draft"), {"question": "A night's work", "draft_form": "ask"})

    assert answer.status_code == 403
    assert "A night&#x27;s work" in answer.content.decode()
    assert not Draft.objects.exists()

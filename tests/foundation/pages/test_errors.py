"""The pages of things gone wrong say it in both languages, ask nothing of the database where they must not, and lose nothing typed."""

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from tests.factories.accounts import UserFactory

PAGES = ["400", "403", "404", "405", "409", "413", "429", "500", "503", "session_ended", "send_again"]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_page_is_drawn_without_a_request_or_a_database(name, language):
    with translation.override(language):
        page = render_to_string(f"errors/{name}.html", {"reference": "7K3M9BFN", "heading": "Heading", "typed": [], "action": "/"})

    assert page.count("<h1") == 1
    assert f'<html lang="{language}">' in page
    assert "<main" in page
    assert name == "send_again" or "7K3M9BFN" in page


@pytest.mark.parametrize("status", ["400", "403", "404", "500"])
def test_django_finds_them_under_its_own_names(status):
    assert "<h1" in render_to_string(f"{status}.html", {})


@pytest.mark.django_db
def test_an_unknown_address_answers_with_our_page(client):
    client.force_login(UserFactory())

    answer = client.get("/fr/rien-de-tel/")

    assert answer.status_code == 404
    assert "Il n'y a rien ici pour vous" in answer.content.decode().replace("&#x27;", "'")


@pytest.mark.django_db
def test_a_form_with_an_old_token_comes_back_with_everything_typed():
    client = Client(enforce_csrf_checks=True)
    client.force_login(UserFactory())

    answer = client.post(
        "/en/drafts/save/", {"draft_form": "ask", "question": "Does <b>grooming</b> suffice?", "facts": "line one\nline two " * 9}
    )
    page = answer.content.decode()

    assert answer.status_code == 403
    assert "Does &lt;b&gt;grooming&lt;/b&gt; suffice?" in page
    assert "line one\nline two" in page
    assert '<input type="hidden" name="draft_form" value="ask">' in page
    assert 'name="csrfmiddlewaretoken"' in page
    assert "Send again" in page


@pytest.mark.django_db
def test_a_form_sent_after_the_session_ended_comes_back_with_everything_typed(client):
    answer = client.post("/fr/drafts/save/", {"question": "Une question, avec l'accent"})

    assert answer.status_code == 401
    assert "Une question, avec l&#x27;accent" in answer.content.decode()
    assert "Votre session a pris fin" in answer.content.decode()

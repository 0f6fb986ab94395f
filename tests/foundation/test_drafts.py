"""Nothing typed is lost: server drafts, and forms that come without a session or a token."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
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


def test_a_saving_that_was_overtaken_by_a_later_one_of_its_page_changes_nothing(asker):
    def page_saves(question, turn, page):
        return drafts.save(asker, form="f", about="", path="/", data=typed(question=question, draft_turn=turn, draft_page=page, key="k"))

    def kept():
        return drafts.values(drafts.find(asker, form="f", about="")).dict()

    page_saves("first words and more", "2", "p1")
    late = page_saves("first words", "1", "p1")
    after_the_late_one = kept()
    page_saves("first words and more again", "10", "p1")
    later = kept()
    page_saves("typed on the form as it came back", "1", "p2")

    assert late is not None
    assert after_the_late_one == {"question": "first words and more"}
    assert later == {"question": "first words and more again"}
    assert kept() == {"question": "typed on the form as it came back"}


@pytest.mark.parametrize("turn", ["", "-1", "x", "²", "9" * 40, "1.5"])
def test_a_turn_that_is_no_number_keeps_what_was_typed(asker, turn):
    drafts.save(asker, form="f", about="", path="/", data=typed(question="x", draft_turn=turn, draft_page="p"))

    drafts.save(asker, form="f", about="", path="/", data=typed(question="y", draft_turn=turn, draft_page="p"))

    assert drafts.values(drafts.find(asker, form="f", about="")).dict() == {"question": "y"}


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


@pytest.mark.django_db(transaction=True)
def test_no_byte_of_what_was_typed_is_in_the_database(client, settings):
    person = UserFactory(crown=True)
    client.force_login(person)
    words = ["Zyxwvu-Quill", "the-hotel-on-Birch-Road", "titre-de-Bouleau"]
    fields = {"draft_form": "advice-ask", "draft_about": "", "draft_path": "/en/advice/new/", "draft_title": words[2]}

    client.post(reverse("save_draft"), {**fields, "question": words[0], "facts": words[1]})
    client.post(reverse("save_draft"), {**fields, "question": f"{words[0]} again", "facts": words[1]})

    draft = Draft.objects.get()
    assert words[0] in draft.data
    assert draft.title == words[2]
    assert not hasattr(Draft, "history")
    assert [word for word in words if word.encode() in every_byte()] == []
    assert b"advice-ask" in every_byte()  # what is not secret is found, so the search works


def every_byte() -> bytes:
    """Every value of every table, and on SQLite the bytes of the files as well."""
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found.append(repr(cursor.fetchall()).encode())
    if connection.vendor == "sqlite":
        name = str(connection.settings_dict["NAME"])
        found += [path.read_bytes() for path in map(Path, (name, f"{name}-wal")) if path.exists()]
    return b"".join(found)


def test_one_press_sends_again_what_came_after_the_session_ended(asker):
    browser = Client(enforce_csrf_checks=True)
    browser.get("/en/sign-in/")
    old = browser.cookies["csrftoken"].value
    ended = browser.post("/en/account/language/", {"language": "fr", "csrfmiddlewaretoken": old})
    browser.force_login(asker, backend="allauth.account.auth_backends.AuthenticationBackend")  # in another tab: a new token
    browser.cookies["csrftoken"] = "n" * 32

    sent = browser.post("/en/account/language/", {"language": "fr", "send_again": field_of(ended), "csrfmiddlewaretoken": old})

    asker.refresh_from_db()
    assert (ended.status_code, sent.status_code) == (401, 302)
    assert asker.language == "fr"


@pytest.mark.parametrize("way", ["no cookie", "other browser", "other address", "forged", "old", "other site"])
def test_nobody_else_can_use_that_press(asker, at, way):
    browser = Client(enforce_csrf_checks=True)
    again = field_of(browser.post("/en/account/language/", {"language": "fr"}))
    browser.force_login(asker, backend="allauth.account.auth_backends.AuthenticationBackend")
    address, moment, headers = "/en/account/language/", at, {}
    if way == "no cookie":
        del browser.cookies["again"]
    elif way == "other browser":
        browser.cookies["again"] = "x" * 43
    elif way == "other address":
        address = "/en/notices/read/"
    elif way == "forged":
        again = again[:-1] + ("A" if again[-1] != "A" else "B")
    elif way == "old":
        moment = at + timedelta(hours=12)
    else:
        headers = {"HTTP_ORIGIN": "https://evil.example"}

    with clock.fixed(moment):
        answer = browser.post(address, {"language": "fr", "send_again": again}, **headers)

    asker.refresh_from_db()
    assert answer.status_code == 403
    assert asker.language == "en"


def field_of(answer) -> str:
    return re.search(r'name="send_again" value="([^"]+)"', answer.content.decode())[1]

"""Sessions and second factors at their stated figures: what keeps a session alive, and what a half-signed-in visitor reaches."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from foundation import clock
from foundation.accounts import services
from foundation.jobs import queue
from foundation.jobs.models import Job
from foundation.pages.models import Draft
from tests.access import ACCESS, PUBLIC
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.foundation.test_sessions import ACCOUNT, BEGAN, SIGN_IN
from tests.foundation.test_sign_in import CODE, _apps_show_one_step, code_of, make_person, sign_in, with_second_factor  # noqa: F401
from tests.test_access import all_patterns

TEXT = "Première ligne\r\n\tTab, « guillemets », 🦊, <b>&amp;</b>, 1 200 $  \r\n\r\n    quatre espaces "

pytestmark = pytest.mark.django_db


def background(client, moment: datetime, path=None, **data):
    """What a page asks by itself: a saving of what is typed, or a count."""
    with clock.fixed(moment):
        if data:
            return client.post(reverse("save_draft"), data, HTTP_X_BACKGROUND="1")
        return client.get(path or ACCOUNT, HTTP_X_BACKGROUND="1")


def typed(text=TEXT):
    return {"draft_form": "advice-ask", "draft_about": "", "draft_path": "/en/advice/new/", "question": text}


@pytest.fixture
def asker(client):
    person = UserFactory(police=True)
    with clock.fixed(BEGAN):
        client.force_login(person)
        client.get(ACCOUNT)
    return person


def test_sixty_polls_leave_the_idle_clock_where_it_was(client, asker):
    stamp = client.cookies["active"].value

    answers = {
        background(client, BEGAN + timedelta(seconds=29 * turn), **(typed() if turn % 2 else {})).status_code for turn in range(1, 61)
    }
    with clock.fixed(BEGAN + timedelta(minutes=30)):
        at_the_end = client.get(ACCOUNT)

    assert answers == {200}
    assert client.cookies["active"].value in (stamp, "")
    assert at_the_end["Location"].endswith("ended=idle")


@pytest.mark.parametrize("seconds, alive", [(30 * 60 - 5, True), (30 * 60, False)])
def test_with_a_draft_open_it_ends_at_thirty_minutes_and_the_draft_comes_back_byte_for_byte(client, asker, seconds, alive):
    background(client, BEGAN + timedelta(minutes=10), **typed())

    with clock.fixed(BEGAN + timedelta(seconds=seconds)):
        answer = client.get(reverse("advice:ask"))
    with clock.fixed(BEGAN + timedelta(seconds=seconds + 60)):
        client.force_login(asker)
        form = client.get(reverse("advice:ask")).context["form"]

    assert (answer.status_code == 200) == alive
    assert form["question"].value() == TEXT


def test_neither_clicks_nor_polls_carry_a_session_past_twelve_hours(client, asker):
    for minutes in range(20, 12 * 60, 20):
        background(client, BEGAN + timedelta(minutes=minutes, seconds=-30), **typed())
        with clock.fixed(BEGAN + timedelta(minutes=minutes)):
            assert client.get(ACCOUNT).status_code == 200

    last = background(client, BEGAN + timedelta(hours=12, seconds=-1), **typed())
    over = background(client, BEGAN + timedelta(hours=12), **typed("later words"))
    with clock.fixed(BEGAN + timedelta(hours=12)):
        page = client.get(ACCOUNT)
        client.force_login(asker)
        form = client.get(reverse("advice:ask")).context["form"]

    assert (last.status_code, over.status_code) == (200, 401)
    assert page["Location"].startswith(SIGN_IN)
    assert form["question"].value() == TEXT


def test_a_half_signed_in_visitor_reaches_no_address_but_the_public_ones(client):
    person = make_person()
    with_second_factor(client, person)
    sign_in(client, person)
    assert client.get(SIGN_IN)["Location"] == CODE
    reached = []

    for name, address, _record in all_patterns():
        for method in ("get", "post"):
            if ACCESS[name] == PUBLIC:
                continue
            answer = getattr(client, method)(address)
            led_away = answer.status_code == 302 and answer["Location"].startswith((SIGN_IN, "/fr/sign-in/"))
            if not led_away and answer.status_code not in (401, 404, 405):
                reached.append((name, method, answer.status_code))
    after = client.get(SIGN_IN)

    assert reached == []
    assert after["Location"] == CODE  # still half signed in: the walk did not fall out of it


@pytest.mark.parametrize("steps, taken", [(-2, False), (2, False), (0, True), (1, True)])
def test_a_phone_two_steps_off_is_refused_too(client, steps, taken):
    person = make_person()
    secret, _codes = with_second_factor(client, person)
    sign_in(client, person)

    client.post(CODE, {"code": code_of(secret, steps)})

    assert ("_auth_user_id" in client.session) == taken


def test_two_hundred_accounts_tried_once_from_one_address_close_the_address_at_the_twentieth(client, at):
    person = make_person()
    others = [make_person() for _turn in range(20)]
    names = [one.email for one in others] + [f"guess{turn}@example.invalid" for turn in range(180)]

    answers = [
        client.post(SIGN_IN, {"login": name, "password": "guess and guess"}, REMOTE_ADDR="203.0.113.9").status_code for name in names
    ]

    assert answers == [422] * 19 + [429] * 181
    assert sign_in(client, person, address="198.51.100.4").status_code == 302
    with clock.fixed(at + timedelta(minutes=15, seconds=1)):
        assert sign_in(Client(), others[0], address="203.0.113.9").status_code == 302


def test_an_account_stays_closed_for_fifteen_minutes_and_no_longer(client, at):
    person = make_person()
    for _turn in range(5):
        sign_in(client, person, password="not this one at all")

    with clock.fixed(at + timedelta(minutes=14, seconds=59)):
        before = sign_in(client, person).status_code
    with clock.fixed(at + timedelta(minutes=15, seconds=1)):
        after = sign_in(client, person).status_code

    assert (before, after) == (429, 302)


@pytest.mark.parametrize("change", ["closed", "locked", "lowered"])
def test_in_the_middle_of_a_session_the_next_request_is_refused_and_her_export_cancelled(client, at, monkeypatch, change):
    monkeypatch.setattr(queue, "_personal", {"export"})
    lead, admin = UserFactory(lead=True), UserFactory(admin=True)
    client.force_login(lead)
    before = client.get(reverse("people")).status_code
    waiting, other = queue.enqueue("export", {}, by=lead), queue.enqueue("export", {}, by=admin)

    given = {"ref": lead.ref, "by": admin, "at": clock.now(), "version": 1}
    if change == "closed":
        services.deactivate_person(**given)
    elif change == "locked":
        services.lock_person(**given, reason="Her laptop was stolen")
    else:
        services.change_person(**given, name=lead.name, role="PRO", language="en", office=OfficeFactory())
    after = client.get(reverse("people"))

    waiting.refresh_from_db()
    other.refresh_from_db()
    assert before == 200
    assert after.status_code == (403 if change == "lowered" else 302)
    assert (waiting.state, other.state) == (Job.State.CANCELLED, Job.State.WAITING)


def test_a_draft_thrown_away_with_its_record_is_not_brought_back_by_a_late_saving(client, at):
    from tests.factories.advice import AdviceRequestFactory

    request = AdviceRequestFactory(asker=UserFactory(police=True))
    client.force_login(request.asker)
    words = {**typed(), "draft_about": request.ref, "key": "page-that-stayed-open"}
    client.post(reverse("save_draft"), words, HTTP_X_BACKGROUND="1")
    kept = Draft.objects.kept_for(request.asker).count()

    thrown = client.post(reverse("advice:discard_draft", kwargs={"ref": request.ref}), {"version": request.version})
    for hours in (0, 2, 11):
        with clock.fixed(at + timedelta(hours=hours)):
            client.force_login(request.asker)
            late = client.post(reverse("save_draft"), {**words, "question": "late words"}, HTTP_X_BACKGROUND="1")

    assert (kept, thrown.status_code) == (1, 302)
    assert late.json() == {"saved": False, "at": ""}
    assert Draft.objects.kept_for(request.asker).count() == 0
    assert "late words" not in str(list(Draft.objects.values()))
    assert "advice-ask" not in client.get(reverse("home")).content.decode()

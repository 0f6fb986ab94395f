"""How long a session lives, what ends it, and what renews it (T12, T13, T17)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foundation import clock
from foundation.accounts import services, tasks
from foundation.accounts.models import CacheEntry, Role
from tests.factories.accounts import OfficeFactory, UserFactory

BEGAN = datetime(2026, 3, 3, 14, 0, tzinfo=UTC)
ACCOUNT = "/en/account/"
SIGN_IN = "/en/sign-in/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    """Somebody who signed in at ``BEGAN``."""
    user = UserFactory()
    with clock.fixed(BEGAN):
        client.force_login(user)
        client.get(ACCOUNT)
    return user


def open_after(client, path=ACCOUNT, **headers):
    def at(**passed):
        with clock.fixed(BEGAN + timedelta(**passed)):
            return client.get(path, **headers)

    return at


@pytest.mark.parametrize("seconds, open_", [(29 * 60, True), (30 * 60 - 1, True), (30 * 60, False), (31 * 60, False)])
def test_a_session_ends_after_30_idle_minutes(client, person, seconds, open_):
    answer = open_after(client)(seconds=seconds)

    assert (answer.status_code == 200) == open_


def test_the_end_leads_to_the_sign_in_page_which_says_why_and_keeps_the_page(client, person):
    answer = open_after(client, "/en/account/password/?a=1")(minutes=31)
    page = client.get(answer["Location"]).content.decode()

    assert answer["Location"] == f"{SIGN_IN}?next=/en/account/password/%3Fa%3D1&ended=idle"
    assert "signed out after 30 minutes" in page
    assert 'name="next" value="/en/account/password/?a=1"' in page


def test_the_row_of_an_ended_session_is_gone(client, person):
    kept = client.session.session_key

    open_after(client)(minutes=31)

    assert not Session.objects.filter(pk=kept).exists()


def test_each_click_renews(client, person):
    at = open_after(client)

    answers = [at(minutes=minutes).status_code for minutes in range(20, 200, 20)]

    assert set(answers) == {200}


def test_polling_does_not_renew(client, person):
    poll = open_after(client, "/en/account/", HTTP_X_BACKGROUND="1")

    answers = [poll(seconds=30 * turn).status_code for turn in range(1, 60)]

    assert set(answers) == {200}
    assert open_after(client)(minutes=30).status_code == 302


def test_polling_after_the_end_is_told_so_without_a_page(client, person):
    answer = open_after(client, "/en/account/", HTTP_X_BACKGROUND="1")(minutes=31)

    assert answer.status_code == 401


def test_staying_signed_in_renews(client, person):
    stayed = open_after(client, "/en/stay-signed-in/")(minutes=29)

    assert stayed.status_code == 204
    assert open_after(client)(minutes=58).status_code == 200


def test_twelve_hours_end_a_session_however_busy(client, person):
    at = open_after(client)
    for minutes in range(20, 720, 20):
        assert at(minutes=minutes).status_code == 200

    last = at(hours=12)

    assert last.status_code == 302
    assert last["Location"].endswith("ended=absolute")


def test_a_cookie_that_is_taken_away_or_forged_does_not_help(client, person):
    with clock.fixed(BEGAN + timedelta(minutes=20)):
        client.get(ACCOUNT)
    del client.cookies["active"]
    gone = open_after(client)(minutes=29).status_code
    client.cookies["active"] = "x.9999999999:forged"
    forged = open_after(client)(minutes=31).status_code

    assert gone == 200
    assert forged == 302


def test_the_cookie_of_another_session_does_not_help(client, person):
    from django.test import Client

    other = Client()
    with clock.fixed(BEGAN + timedelta(minutes=25)):
        other.force_login(UserFactory())
        other.get(ACCOUNT)
    client.cookies["active"] = other.cookies["active"].value

    assert open_after(client)(minutes=31).status_code == 302


def test_a_get_writes_no_session_row(client, person):
    with (
        clock.fixed(BEGAN + timedelta(minutes=5)),
        CaptureQueriesContext(
            connection,
        ) as queries,
    ):
        client.get(ACCOUNT)

    assert [query["sql"] for query in queries if query["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")] == []


def test_a_form_sent_after_the_end_keeps_what_was_typed(client, person):
    with clock.fixed(BEGAN + timedelta(minutes=31)):
        answer = client.post("/en/account/language/", {"language": "fr", "note": "a long answer <b>"})

    page = answer.content.decode()
    assert answer.status_code == 401
    assert "a long answer &lt;b&gt;" in page
    person.refresh_from_db()
    assert person.language == "en"


def test_a_closed_account_is_out_at_the_next_request(client):
    person, admin = UserFactory(), UserFactory(admin=True)
    client.force_login(person)
    before = client.get(ACCOUNT).status_code

    services.deactivate_person(ref=person.ref, by=admin, at=clock.now(), version=1)
    after = client.get(ACCOUNT)
    services.reactivate_person(ref=person.ref, by=admin, at=clock.now(), version=2)
    later = client.get(ACCOUNT)

    assert before == 200
    assert after["Location"].startswith(SIGN_IN)
    assert later["Location"].startswith(SIGN_IN)


def test_a_session_of_a_closed_account_stays_dead_when_the_account_opens_again(client):
    person, admin = UserFactory(), UserFactory(admin=True)
    client.force_login(person)

    services.deactivate_person(ref=person.ref, by=admin, at=clock.now(), version=1)
    services.reactivate_person(ref=person.ref, by=admin, at=clock.now(), version=2)

    assert client.get(ACCOUNT)["Location"].startswith(SIGN_IN)


def test_a_changed_role_holds_at_the_next_request(client):
    lead, admin = UserFactory(lead=True), UserFactory(admin=True)
    client.force_login(lead)
    before = client.get("/en/manage/people/").status_code

    services.change_person(
        ref=lead.ref, by=admin, at=clock.now(), version=1, name=lead.name, role=Role.PRO, language="en", office=OfficeFactory()
    )

    assert before == 200
    assert client.get("/en/manage/people/").status_code == 403


def test_the_worker_throws_away_what_is_over(client):
    for days, key in ((-1, "over"), (1, "alive")):
        Session.objects.create(session_key=key, session_data="", expire_date=BEGAN + timedelta(days=days))
        CacheEntry.objects.create(cache_key=key, value="", expires=BEGAN + timedelta(days=days))

    tasks.throw_away(BEGAN)

    assert list(Session.objects.values_list("session_key", flat=True)) == ["alive"]
    assert list(CacheEntry.objects.values_list("cache_key", flat=True)) == ["alive"]


def test_cookies_are_closed_to_scripts_and_other_sites(client, person):
    with clock.fixed(BEGAN):
        client.get(ACCOUNT)

    assert client.cookies["active"]["httponly"]
    assert client.cookies["active"]["samesite"] == "Lax"
    assert client.cookies["active"]["max-age"] == ""

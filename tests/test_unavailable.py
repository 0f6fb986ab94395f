"""When the database is away or takes no writing, or a form is too large, the page says so and keeps what was typed."""

import pytest
from django.conf import settings as live_settings
from django.db import InterfaceError, InternalError, OperationalError, connection
from django.test import Client
from django.urls import reverse

from tests.factories.accounts import UserFactory
from tests.factories.casetracker import open_file
from tests.house.crawling import lacks

pytestmark = pytest.mark.django_db

AWAY = [
    OperationalError("connection refused"),
    OperationalError("couldn't get a connection after 5.00 sec"),
    InterfaceError("the connection is closed"),
    OperationalError("database is locked"),
]
NO_WRITING = [
    OperationalError("attempt to write a readonly database"),
    OperationalError("database or disk is full"),
    InternalError("cannot execute INSERT in a read-only transaction"),
    OperationalError('could not extend file "base/1": No space left on device'),
]


@pytest.fixture
def person():
    return UserFactory(lead=True)


@pytest.fixture
def lead(person):
    browser = Client(raise_request_exception=False)
    browser.force_login(person)
    return browser


@pytest.fixture
def note(person):
    """The form of a note on a file, with what somebody typed."""
    file = open_file(by=person)
    return reverse("casetracker:add_note", kwargs={"ref": file.ref}), {"text": "A thought that took an hour", "key": "k" * 32}


def broken(failure, writes_only=False):
    """Let each statement fail, or each that writes."""

    def refuse(execute, sql, params, many, context):
        if not writes_only or sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            raise failure
        return execute(sql, params, many, context)

    return connection.execute_wrapper(refuse)


@pytest.mark.parametrize("failure", AWAY, ids=str)
def test_without_the_database_a_page_says_that_it_is_not_there(lead, failure):
    with broken(failure):
        answer = lead.get("/en/cases/")

    assert answer.status_code == 503
    assert "This is not available just now" in answer.content.decode()
    assert answer["Retry-After"] == "30"
    assert lacks(answer, signed_in=True) == []


@pytest.mark.parametrize("failure", AWAY, ids=str)
def test_without_the_database_a_form_keeps_what_was_typed(lead, note, failure):
    address, typed = note

    with broken(failure):
        answer = lead.post(address, typed)

    page = answer.content.decode()
    assert answer.status_code == 503
    assert "A thought that took an hour" in page
    assert f'action="{address}"' in page
    assert "copy it or wait" in page
    assert lacks(answer, signed_in=True) == []


@pytest.mark.parametrize("failure", NO_WRITING, ids=str)
def test_where_nothing_can_be_saved_the_text_stays_on_the_page(lead, note, failure):
    address, typed = note

    with broken(failure, writes_only=True):
        answer = lead.post(address, typed)

    page = answer.content.decode()
    assert answer.status_code == 503
    assert "You can read but not save. Your text is kept on this page; copy it or wait." in page
    assert "A thought that took an hour" in page
    assert lacks(answer, signed_in=True) == []


def test_it_says_so_in_french(lead, note):
    address, typed = note

    with broken(NO_WRITING[0], writes_only=True):
        page = lead.post(address.replace("/en/", "/fr/"), typed).content.decode()

    assert "Vous pouvez lire, mais non enregistrer" in page


def test_what_asks_no_row_is_read_where_nothing_can_be_saved(lead):
    with broken(NO_WRITING[0], writes_only=True):
        assert lead.get("/en/help/").status_code == 200
        assert lead.get("/en/sign-in/").status_code in (200, 302)


def test_a_form_is_sent_again_from_the_page_that_kept_it(lead, note):
    address, typed = note
    with broken(AWAY[0]):
        lead.post(address, typed)

    answer = lead.post(address, typed)

    assert answer.status_code == 302


def test_a_fault_in_our_tables_is_a_fault_of_ours(lead):
    with broken(OperationalError("no such table: casefile")):
        assert lead.get("/en/cases/").status_code == 500


@pytest.mark.parametrize(
    "sent",
    [
        {"text": "x" * (live_settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)},
        {f"field-{number}": "x" for number in range(live_settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)},
    ],
    ids=["words", "fields"],
)
def test_what_is_too_large_is_said_to_be_so(lead, note, sent):
    address, _typed = note

    answer = lead.post(address, sent)

    assert answer.status_code == 413
    assert "This is too large" in answer.content.decode()
    assert lacks(answer, signed_in=True) == []


def test_what_cannot_be_read_is_still_a_400(lead):
    answer = lead.get("/en/help/", headers={"host": "elsewhere.invalid"})

    assert answer.status_code == 400
    assert lacks(answer, signed_in=False) == []

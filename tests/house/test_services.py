"""Behind every form stands a service that refuses by itself whoever its page refuses: the right is asked twice, with one answer (T02).

The call of each form is not written down by hand: the form is sent by who may, its service call is caught before it runs, and the very
same call is then made as each subject. Where the page is closed to her the service raises; where it is open the service lets her through,
or refuses for what is typed and not for who she is.
"""

import dataclasses
import functools
import inspect

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db.models import Model

import advice.services
import advice.views.requests
import caseload.absences
import caseload.feeds
import caseload.leaving
import caseload.reminders
import caseload.services
import caseload.several
import caseload.views.saved
import casetracker.services
import casetracker.views.documents
import precedents.services
from foundation.accounts import services as account_services
from foundation.audit.acts import act
from foundation.records import AlreadySent, Refusal, StaleRecord
from tests.house.addresses import filled
from tests.house.conftest import undone
from tests.house.crawling import names
from tests.house.row_changes import counted
from tests.house.starts import sender_of, started
from tests.house.test_fields import again, all_names, is_form, offered, sent, shut_out

WHERE_SERVICES_ARE_CALLED = (
    casetracker.services,
    advice.services,
    precedents.services,
    account_services,
    caseload.services,
    caseload.absences,
    caseload.feeds,
    caseload.leaving,
    caseload.reminders,
    caseload.several,
    caseload.views.saved.saved,
    casetracker.views.documents,
    advice.views.requests,
)
# Services that take no right of their own, each with what stands in for it.
ASKS_NOTHING = {
    "set_language": "writes the language of whoever calls it",
    "store_upload": "knows no record of the trade; the page that calls it asks the right of the record, and is the only way to it",
}
# Whom a service lets through beside those of the page, because another page of hers calls it.
BY_ANOTHER_PAGE = {"ask_reset": {"POL_ELSEWHERE"}}  # the person herself, on the page of a lost phone


class Caught(BaseException):
    """The call of a service, stopped before it ran; no handler of a page takes it for a fault."""

    def __init__(self, name, service, words):
        self.name, self.service, self.words = name, service, words


def catch_services(patched) -> None:
    """Have every service that somebody calls stop with its call."""

    def stop(name, service):
        @functools.wraps(service)
        def caught(**words):
            raise Caught(name, service, words)

        return caught

    for module in WHERE_SERVICES_ARE_CALLED:
        for name, one in list(vars(module).items()):
            if one is not act and inspect.isfunction(one) and not name.startswith("_") and "by" in inspect.signature(one).parameters:
                patched.setattr(module, name, stop(name, one))


def read_anew(value):
    """The same words of a call, with records read again, so that nothing is remembered of the person asked before."""
    if isinstance(value, Model):
        return value._meta.concrete_model._base_manager.get(pk=value.pk) if value.pk else value
    if isinstance(value, File):
        value.seek(0)
        return value
    if isinstance(value, list | tuple):
        return type(value)(read_anew(one) for one in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        held = {one.name: getattr(value, one.name) for one in dataclasses.fields(value) if one.init}
        return dataclasses.replace(value, **{name: read_anew(one) for name, one in held.items()})
    return value


@pytest.fixture(scope="module")
def changed(_standing):
    """Count the rows that change, in every table; the triggers are made once for all forms."""
    with counted() as read:
        yield read


@pytest.mark.parametrize("name", all_names())
def test_the_service_refuses_whom_the_page_refuses(house, visit, changed, monkeypatch, name):
    if not is_form(house, name):
        return
    world = started(house, name)
    address, sender = filled(world, name, names()[name]), sender_of(name)
    pages = {subject: visit(person).get(address) for subject, person in house.people.items() if not shut_out(name, person)}
    typed, _declared = offered(pages[sender], world, name)
    with monkeypatch.context() as patched:
        catch_services(patched)
        with pytest.raises(Caught) as stopped:
            sent(visit(house.people[sender]), address, again(typed))  # a page that shows the whole first calls it the second time
    call, let_through, wrote = stopped.value, set(), []

    for subject, person in house.people.items():
        with undone():
            words = {key: read_anew(value) for key, value in call.words.items()}
            changed()
            try:
                call.service(**{**words, "by": type(person).objects.get(pk=person.pk)})
            except PermissionDenied:
                if changed():
                    wrote.append(subject)
                continue
            except (Refusal, StaleRecord, AlreadySent):
                pass
            let_through.add(subject)

    page_opens = {subject for subject, page in pages.items() if page.status_code == 200}
    page_takes = {subject for subject in page_opens if subject in let_through or takes(visit(house.people[subject]), address, typed)}
    assert wrote == []
    if call.name not in ASKS_NOTHING:
        assert let_through == page_takes | BY_ANOTHER_PAGE.get(call.name, set()), call.name


def takes(browser, address, typed) -> bool:
    """Say whether a page that opens also takes what is sent to it: some show to many what few may send."""
    with undone():
        return browser.post(address, again(typed)).status_code in (200, 302)

"""What the tests of advice stand on: one person of each kind around a request, and requests in any state."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import translation

from foundation import clock
from foundation.accounts.models import Role, User
from tests.factories.accounts import AgencyFactory, OfficeFactory, UserFactory
from tests.factories.advice import AdviceRequestFactory, CaseFileLinked


@dataclass
class Cast:
    """The people around a request, by what they are to it."""

    asker: User
    named: User
    same_agency: User
    other_police: User
    crown: User
    crown_elsewhere: User
    adviser: User
    reader: User
    prosecutor: User
    counsel: User
    assistant: User
    lead: User
    records: User
    admin: User
    walled_lead: User
    walled_prosecutor: User

    def __iter__(self):
        return iter(vars(self).items())


@pytest.fixture(autouse=True)
def _in_english():
    """A test before may have opened a French page."""
    with translation.override("en"):
        yield


@pytest.fixture
def cast(db, at):
    agency = AgencyFactory(name_en="Peel Regional Police")
    office = OfficeFactory()
    return Cast(
        asker=UserFactory(police=True, agency=agency, name="Ana Asker", email="ana.asker@example.invalid"),
        named=UserFactory(police=True, agency=agency, name="Nora Named", email="nora.named@example.invalid"),
        same_agency=UserFactory(police=True, agency=agency, name="Sam Same", email="sam.same@example.invalid"),
        other_police=UserFactory(police=True, name="Olga Other"),
        crown=UserFactory(crown=True, office=office, name="Cory Crown"),
        crown_elsewhere=UserFactory(crown=True, name="Cleo Elsewhere"),
        adviser=UserFactory(role=Role.PRO, name="Ada Adviser"),
        reader=UserFactory(role=Role.PRO, name="Rita Reader"),
        prosecutor=UserFactory(role=Role.PRO, name="Petra Prosecutor"),
        counsel=UserFactory(role=Role.PRO, name="Cara Counsel"),
        assistant=UserFactory(assistant=True, name="Asta Assistant"),
        lead=UserFactory(lead=True, name="Lee Lead"),
        records=UserFactory(records=True, name="Rex Records"),
        admin=UserFactory(admin=True, name="Adam Admin"),
        walled_lead=UserFactory(lead=True, name="Wanda Walled"),
        walled_prosecutor=UserFactory(role=Role.PRO, name="Walt Walled"),
    )


@pytest.fixture
def request_in(cast):
    """Make a request of the cast in a state: ``request_in("DELIVERED")``; linked to a file that two people are walled off."""

    def make(state="SUBMITTED", *, linked=True, **fields):
        words = {"asker": cast.asker, "adviser": cast.adviser, "reader": cast.reader, "lead": cast.lead, "colleagues": [cast.named]}
        linked = linked and state != "CONVERTED_TO_FILE"
        case_file = CaseFileLinked(walled=[cast.walled_lead, cast.walled_prosecutor], opened_by=cast.lead) if linked else None
        return AdviceRequestFactory(reach=state, case_file=case_file, **{**words, **fields})

    return make


@pytest.fixture
def signed_in(client):
    """Sign somebody in: ``signed_in(person).get(...)``."""

    def sign_in(person):
        client.force_login(person)
        return client

    return sign_in


@pytest.fixture
def later():
    """Move the fixed clock on: ``with later(days=3):``."""

    def move(**how):
        return clock.fixed(clock.now() + timedelta(**how))

    return move


def again(record):
    """The record as it stands now."""
    return type(record).objects.get(pk=record.pk)

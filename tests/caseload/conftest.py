"""A small team with files and requests, for pages that look across them."""

from types import SimpleNamespace

import pytest

from tests.factories.accounts import UserFactory
from tests.factories.advice import AdviceRequestFactory
from tests.factories.casetracker import World, open_file


@pytest.fixture
def house(at, db):
    """A lead, two prosecutors, an assistant, askers; three carried files, one in intake, requests in several states."""
    lead, pro, other, assistant = (
        UserFactory(lead=True),
        UserFactory(name="Ada Pro"),
        UserFactory(name="Bea Pro"),
        UserFactory(assistant=True),
    )
    crown, police = UserFactory(crown=True), UserFactory(police=True)
    mine = [World(lead=lead, pro=pro, assistant=assistant, occurrence_number=f"25-{n}") for n in range(2)]
    hers = World(lead=lead, pro=other, assistant=assistant, occurrence_number="25-9")
    intake = open_file(assistant, occurrence_number="25-77")
    given = {"lead": lead, "adviser": pro, "reader": other, "asker": police}
    requests = [AdviceRequestFactory(submitted=True, **given), AdviceRequestFactory(assigned=True, **given)]
    return SimpleNamespace(
        lead=lead,
        pro=pro,
        other=other,
        assistant=assistant,
        crown=crown,
        police=police,
        mine=mine,
        hers=hers,
        intake=intake,
        requests=requests,
    )


@pytest.fixture
def signed_in(client):
    """Sign the test client in: ``signed_in(user)``."""

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in

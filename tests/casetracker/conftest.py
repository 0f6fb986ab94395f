"""What the tests of the case file stand on: the law, people, and a file in any state."""

from datetime import timedelta

import pytest
from django.utils import translation

from foundation import clock
from tests.factories import casetracker as factories
from tests.factories.accounts import UserFactory


@pytest.fixture(autouse=True)
def _default_language_again():
    """A page asked for in French leaves the thread in French."""
    yield
    translation.deactivate()


@pytest.fixture
def lead(db, at):
    return UserFactory(lead=True, name="Lee Lead")


@pytest.fixture
def pro(db, at):
    return UserFactory(name="Petra Pro")


@pytest.fixture
def assistant(db, at):
    return UserFactory(assistant=True, name="Ada Assistant")


@pytest.fixture
def world(lead, pro, assistant):
    """A carried file with one charged accused, and the services called as its people."""
    return factories.World(lead=lead, pro=pro, assistant=assistant)


@pytest.fixture
def later():
    """Move the fixed clock to another instant: ``with later(days=3):``."""

    def move(**how):
        return clock.fixed(clock.now() + timedelta(**how))

    return move

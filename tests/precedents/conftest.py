"""What the tests of the bank share."""

import pytest

from tests.factories.accounts import UserFactory


@pytest.fixture
def sign_in(client):
    """Sign in as somebody and give the browser."""

    def as_(user):
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return as_


@pytest.fixture
def person():
    """Make a person of a role."""

    def of(role):
        return UserFactory(police=True) if role == "POL" else UserFactory(role=role)

    return of

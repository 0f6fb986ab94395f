"""The frame around every page: who sees which link, what is counted, what a signed-out visitor gets."""

import pytest
from django.test import override_settings
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import Role
from foundation.pages.context import Banner
from tests.factories.accounts import UserFactory

NAVIGATION = [(_("My work"), "components", []), (_("Team"), "stay_signed_in", ["LEAD"]), (_("Cases"), "no-such-page", [])]


def three(user) -> int:
    return 3


def say(request) -> list[Banner]:
    return [Banner("The index is behind.", tone="wait")]


def sign_in(client, role):
    client.force_login(UserFactory(role=role, name="Simone Roy"))


def service_bar(page: str) -> str:
    return page.partition('<nav class="service"')[2].partition("</nav>")[0]


@pytest.mark.django_db
@override_settings(NAVIGATION=NAVIGATION, NAVIGATION_COUNTS={"components": "tests.foundation.pages.test_frame.three"})
@pytest.mark.parametrize("role, sees_team", [(Role.LEAD, True), (Role.PRO, False)])
def test_the_service_bar_holds_the_links_of_the_role(client, role, sees_team):
    sign_in(client, role)

    bar = service_bar(client.get("/en/components/").content.decode())

    assert 'href="/en/components/" aria-current="page"' in bar
    assert '<span class="count">3' in bar
    assert ("Team" in bar) is sees_team
    assert "Cases" not in bar


@pytest.mark.django_db
def test_a_signed_in_person_finds_her_name_the_way_out_and_the_limits_of_her_session(client, settings):
    sign_in(client, Role.PRO)

    page = client.get("/en/components/").content.decode()

    assert "Simone Roy" in page
    assert f'data-idle-seconds="{settings.SESSION_IDLE_SECONDS}"' in page
    assert "data-session-dialog" in page
    assert 'data-stay-url="/en/stay-signed-in/"' in page
    assert "Printed by Simone Roy" in page


@pytest.mark.django_db
def test_a_visitor_gets_neither_navigation_nor_search(client):
    page = client.get("/en/components/").content.decode()

    assert 'class="service"' not in page
    assert "data-idle-seconds" not in page
    assert 'id="bar-search"' not in page
    assert 'class="skip" href="#main"' in page
    assert 'lang="fr" hreflang="fr"' in page


@pytest.mark.django_db
@override_settings(BANNERS=["tests.foundation.pages.test_frame.say"], DEMO=True)
def test_banners_of_every_room_stand_under_the_bar(client):
    page = client.get("/en/components/").content.decode()

    assert "The index is behind." in page
    assert "Demonstration:" in page


@pytest.mark.django_db
def test_staying_signed_in_answers_nothing_and_needs_a_session(client):
    away = client.get("/en/stay-signed-in/", HTTP_X_BACKGROUND="1")
    sign_in(client, Role.PRO)
    here = client.get("/en/stay-signed-in/")

    assert away.status_code == 401
    assert here.status_code == 204

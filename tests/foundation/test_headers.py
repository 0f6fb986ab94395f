"""What every answer carries (T09)."""

import pytest
from django.test import Client, override_settings

from tests.factories.accounts import UserFactory
from tests.house.crawling import lacks

PAGES = [
    "/en/sign-in/",
    "/fr/sign-in/",
    "/en/account/",
    "/en/account/password/",
    "/en/manage/people/",
    "/en/manage/people/add/",
    "/en/manage/people/BCDFGHJKLM/",
    "/en/no-such-page/",
    "/en/privacy/",
    "/en/help/",
    "/healthz",
    "/",
]

pytestmark = pytest.mark.django_db


def answers():
    """Every page, without signing in and as somebody who may open all of them."""
    visitor, lead = Client(), Client()
    lead.force_login(UserFactory(lead=True))
    for page in PAGES:
        yield page, visitor.get(page)
        yield page, lead.get(page)
        yield page, lead.post(page)


def test_every_answer_is_closed_to_frames_guesses_and_strangers():
    for page, answer in answers():
        policy = answer["Content-Security-Policy"]

        assert "default-src 'self'" in policy, page
        assert "object-src 'none'" in policy, page
        assert "base-uri 'none'" in policy, page
        assert "frame-ancestors 'none'" in policy, page
        assert "unsafe" not in policy, page
        assert answer["X-Content-Type-Options"] == "nosniff", page
        assert answer["X-Frame-Options"] == "DENY", page
        assert answer["Referrer-Policy"] == "same-origin", page
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin", page
        assert "no-store" in answer["Cache-Control"], page


@override_settings(
    SECURE_HSTS_SECONDS=31_536_000, SECURE_HSTS_INCLUDE_SUBDOMAINS=True, SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https")
)
def test_under_https_browsers_are_told_to_stay_there():
    answer = Client().get("/en/sign-in/", secure=True)

    assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


@override_settings(SESSION_COOKIE_SECURE=True)
def test_under_https_the_idle_cookie_is_tied_to_this_host():
    client = Client()
    client.force_login(UserFactory())

    client.get("/en/account/", secure=True)

    assert client.cookies["__Host-active"]["secure"]
    assert client.cookies["__Host-active"]["path"] == "/"
    assert client.cookies["__Host-active"]["domain"] == ""


@pytest.fixture
def served(tmp_path, settings):
    """A folder of static files with one in it, served by the product itself."""
    (tmp_path / "style.css").write_text("body {}")
    settings.STATIC_ROOT = str(tmp_path)
    settings.WHITENOISE_AUTOREFRESH = True
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("address", "how", "status"),
    [
        ("/static/style.css", {}, 200),
        ("/static/no-such.css", {}, 404),
        ("/en/sign-in", {}, 301),
        ("/", {}, 302),
        ("/en/sign-in/", {"HTTP_HOST": "elsewhere.invalid"}, 400),
        ("/en/sign-in/", {"HTTP_X_FORWARDED_PROTO": ""}, 301),
        ("/metrics", {"REMOTE_ADDR": "10.0.0.1"}, 404),
        ("/healthz", {}, 200),
    ],
)
def test_files_redirects_and_refusals_carry_it_too(served, settings, address, how, status):
    settings.SECURE_SSL_REDIRECT, settings.SECURE_PROXY_SSL_HEADER = True, ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_REDIRECT_EXEMPT = [r"^metrics$"]
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 31_536_000, True

    answer = served.get(address, **{"HTTP_X_FORWARDED_PROTO": "https", **how})

    assert answer.status_code == status
    assert lacks(answer, signed_in=False) == []
    if how.get("HTTP_X_FORWARDED_PROTO") != "":
        assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    if not address.startswith("/static/style"):
        assert "no-store" in answer["Cache-Control"]

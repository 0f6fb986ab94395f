"""A person's own account: language, password, second factor (T11, T16), and what production asks for."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.management import call_command
from django.test import Client

from config import checks
from foundation import clock
from foundation.accounts import invitations
from foundation.accounts.models import Role, User
from foundation.audit.models import Event
from tests.factories.accounts import UserFactory

PASSWORD = "seven green kettles sing"
NEW = "eleven quiet harbours wait"
FACTOR = "/en/account/second-factor/"
STEP = 58_000_000

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _apps_show_one_step(monkeypatch):
    monkeypatch.setattr(totp, "yield_hotp_counters_from_time", lambda: iter([STEP - 1, STEP, STEP + 1]))


@pytest.fixture
def person(client):
    user = UserFactory()
    user.set_password(PASSWORD)
    user.save()
    client.force_login(user)
    return user


def code_of(secret, steps=0):
    return totp.format_hotp_value(totp.hotp_value(secret, STEP + steps))


def say_password(client):
    return client.post("/en/account/password-again/", {"password": PASSWORD, "next": FACTOR})


def activate(client, steps=0):
    say_password(client)
    form = client.get(FACTOR).context["form"]
    return form, client.post(FACTOR, {"sealed": form.initial["sealed"], "code": code_of(form.secret, steps)})


def verbs():
    return list(Event.objects.exclude(act__kind="load_law").order_by("seq").values_list("verb", flat=True))


# Language


def test_the_language_is_remembered_and_the_page_goes_on_in_it(client, person):
    answer = client.post("/en/account/language/", {"language": "fr"})
    person.refresh_from_db()

    assert answer["Location"] == "/fr/account/?done=language"
    assert person.language == "fr"
    assert client.cookies["django_language"].value == "fr"
    assert "Mon compte" in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize("language", ["", "de", "x" * 500, "\0"])
def test_another_language_is_refused_beside_the_field(client, person, language):
    answer = client.post("/en/account/language/", {"language": language})

    assert answer.status_code == 422
    assert "errorsummary" in answer.content.decode()


# Password


def test_a_new_password_needs_the_present_one(client, person):
    answer = client.post("/en/account/password/", {"password": "not it", "new_password": NEW, "new_password_again": NEW})
    person.refresh_from_db()

    assert answer.status_code == 422
    assert person.check_password(PASSWORD)


def test_a_new_password_ends_every_other_session(client, person):
    other = Client()
    other.force_login(person)

    client.post("/en/account/password/", {"password": PASSWORD, "new_password": NEW, "new_password_again": NEW})
    person.refresh_from_db()

    assert person.check_password(NEW)
    assert client.get("/en/account/").status_code == 200
    assert other.get("/en/account/").status_code == 302
    assert verbs() == ["changed"]


@pytest.mark.parametrize(
    "new, again, words",
    [
        ("short one", "short one", "at least 15"),
        (NEW, NEW + "x", "not the same"),
        ("passwordpassword", "passwordpassword", "Use more than"),
        ("OntarioCrownCasebook1", "OntarioCrownCasebook1", "Use more than"),
        ("aaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaa", "Use more than"),
        ("x" * 129, "x" * 129, "128"),
        ("", "", "Enter a new password"),
        (PASSWORD, PASSWORD, "other than your present one"),
    ],
)
def test_a_weak_new_password_is_refused_with_a_reason(client, person, new, again, words):
    answer = client.post("/en/account/password/", {"password": PASSWORD, "new_password": new, "new_password_again": again})
    person.refresh_from_db()

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert person.check_password(PASSWORD)


def test_sixty_four_characters_with_spaces_and_signs_are_a_password(client, person):
    new = ("Çà et là, 14 hérons gris 🪿 " * 3)[:64]

    client.post("/en/account/password/", {"password": PASSWORD, "new_password": new, "new_password_again": new})
    person.refresh_from_db()

    assert person.check_password(new)


def test_wrong_present_passwords_are_counted_like_wrong_sign_ins(client, person):
    for _turn in range(5):
        answer = client.post("/en/account/password/", {"password": "not it", "new_password": NEW, "new_password_again": NEW})

    assert answer.status_code == 429


# Second factor


def test_setting_up_an_app_asks_for_the_password_first(client, person):
    asked = client.get(FACTOR)
    said = say_password(client)

    assert asked["Location"].startswith("/en/account/password-again/")
    assert said["Location"] == FACTOR


def test_the_key_is_a_picture_and_letters(client, person):
    say_password(client)

    page = client.get(FACTOR)

    assert "data:image/svg+xml;base64," in page.content.decode()
    assert page.context["form"].secret[:4] in page.content.decode()


def test_no_table_holds_the_key_before_it_is_confirmed(client, person):
    say_password(client)

    secret = client.get(FACTOR).context["form"].secret

    assert secret not in str(dict(client.session))
    assert not Authenticator.objects.exists()


def test_the_first_code_turns_it_on_and_shows_the_codes_once(client, person):
    before = client.session.session_key
    _form, answer = activate(client)

    codes = answer.context["codes"]
    assert len(set(codes)) == 10
    assert all(code in answer.content.decode() for code in codes)
    assert "no-store" in answer["Cache-Control"]
    assert client.session.session_key != before
    assert verbs() == ["activated_second_factor"]
    assert not any(code in client.get("/en/account/").content.decode() for code in codes)


def test_a_wrong_first_code_keeps_the_same_key(client, person):
    say_password(client)
    form = client.get(FACTOR).context["form"]

    answer = client.post(FACTOR, {"sealed": form.initial["sealed"], "code": "000000"})

    assert answer.status_code == 422
    assert answer.context["form"].secret == form.secret
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("sealed", ["", "junk", "\0", "x" * 1000])
def test_a_key_that_is_not_whole_is_replaced(client, person, sealed):
    say_password(client)

    answer = client.post(FACTOR, {"sealed": sealed, "code": "123456"})

    assert answer.status_code == 422
    assert answer.context["form"].secret
    assert not Authenticator.objects.exists()


def test_the_key_of_another_person_is_not_taken(client, person):
    other = Client()
    somebody = UserFactory()
    somebody.set_password(PASSWORD)
    somebody.save()
    other.force_login(somebody)
    say_password(other)
    form = other.get(FACTOR).context["form"]
    say_password(client)

    answer = client.post(FACTOR, {"sealed": form.initial["sealed"], "code": code_of(form.secret)})

    assert answer.status_code == 422
    assert not Authenticator.objects.exists()


def test_five_wrong_first_codes_close_the_set_up(client, person):
    say_password(client)
    form = client.get(FACTOR).context["form"]
    for _turn in range(5):
        client.post(FACTOR, {"sealed": form.initial["sealed"], "code": "000000"})

    answer = client.post(FACTOR, {"sealed": form.initial["sealed"], "code": code_of(form.secret)})

    assert "Wait 15 minutes" in answer.content.decode()
    assert not Authenticator.objects.exists()


def test_new_codes_replace_the_old_ones(client, person):
    _form, answer = activate(client)
    old = answer.context["codes"]

    renewed = client.post("/en/account/second-factor/codes/")

    assert set(renewed.context["codes"]).isdisjoint(old)
    assert "The old ones no longer work" in renewed.content.decode()
    assert verbs() == ["activated_second_factor", "renewed_recovery_codes"]


def test_removing_the_factor_asks_for_the_password_each_time(client, person):
    activate(client)

    wrong = client.post("/en/account/second-factor/remove/", {"password": "not it"})
    still = Authenticator.objects.count()
    right = client.post("/en/account/second-factor/remove/", {"password": PASSWORD})

    assert wrong.status_code == 422
    assert still == 2
    assert right["Location"] == "/en/account/?done=removed"
    assert Authenticator.objects.count() == 0
    assert verbs()[-1] == "removed_second_factor"


def test_where_it_is_required_a_person_without_one_goes_nowhere_else(client, person, settings):
    settings.REQUIRE_SECOND_FACTOR = True

    led = [client.get(path) for path in ("/en/account/", "/en/account/password/", "/en/manage/people/", "/en/help/")]
    posted = client.post("/en/account/language/", {"language": "fr"})
    public = client.get("/en/privacy/")
    _form, answer = activate(client)

    assert {answer["Location"] for answer in [*led, posted]} == {FACTOR}
    assert public.status_code == 200
    assert answer.status_code == 200
    assert client.get("/en/account/").status_code == 200


def test_where_it_is_required_she_can_still_leave(client, person, settings):
    settings.REQUIRE_SECOND_FACTOR = True

    answer = client.post("/en/sign-out/")

    assert answer["Location"].startswith("/en/sign-in/")


# The first person


def test_make_admin_prints_a_link_that_works_once(client, capsys):
    call_command("make_admin", "boss@example.invalid")

    link = capsys.readouterr().out.strip()
    path = link.split("8000")[1]
    user = User.objects.get(email="boss@example.invalid")
    page = client.get(path)
    joined = client.post(path, {"new_password": NEW, "new_password_again": NEW})
    again = Client().get(path)

    assert user.role == Role.ADM
    assert not user.has_usable_password()
    assert page.status_code == 200
    assert joined["Location"] == FACTOR
    assert client.get(FACTOR).status_code == 200
    assert again.status_code == 404
    assert "no longer works" in again.content.decode()


def test_an_invitation_ends_after_three_days(client, at):
    user = UserFactory(invited_at=at)
    user.set_unusable_password()
    user.save()
    path = invitations.path_for(user)

    with clock.fixed(at + timedelta(days=2, hours=23, minutes=59)):
        before = client.get(path).status_code
    with clock.fixed(at + timedelta(days=3, seconds=1)):
        after = client.get(path).status_code

    assert (before, after) == (200, 404)


# Production


def test_production_refuses_what_is_meant_for_one_desk(settings, monkeypatch):
    UserFactory(is_demo=True)
    settings.PROFILE = "production"
    settings.SECURE_SSL_REDIRECT = False
    settings.DEMO_SIGN_IN = True
    for name in ("SECRET_KEY", "FIELD_KEYS", "AUDIT_KEY"):
        monkeypatch.delenv(name, raising=False)

    found = {message.id for message in checks.production_is_closed(None)}

    assert {f"casetracker.E00{number}" for number in (1, 2, 3, 4, 6, 7)} <= found


def test_the_embedded_profile_is_not_asked(settings):
    assert checks.production_is_closed(None) == []

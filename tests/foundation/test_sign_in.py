"""Signing in and out: password, second step, lockout, demonstration buttons, language (T11, T14-T16)."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.urls import reverse

from foundation import clock
from foundation.accounts.models import Role
from foundation.audit.models import Event
from foundation.audit.verify import verify
from tests.factories.accounts import UserFactory

PASSWORD = "seven green kettles sing"
SIGN_IN = "/en/sign-in/"
CODE = "/en/sign-in/code/"
ACCOUNT = "/en/account/"
STEP = 58_000_000

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return make_person()


def make_person(**fields):
    user = UserFactory(**fields)
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client, user, password=PASSWORD, address="203.0.113.5", **fields):
    return client.post(SIGN_IN, {"login": user.email, "password": password, **fields}, REMOTE_ADDR=address)


@pytest.fixture(autouse=True)
def _apps_show_one_step(monkeypatch):
    """Hold the clock of the codes at one step; they follow the real clock, as phones do."""
    monkeypatch.setattr(totp, "yield_hotp_counters_from_time", lambda: iter([STEP - 1, STEP, STEP + 1]))


def code_of(secret, steps=0):
    """The code an app shows now, or so many steps from now."""
    return totp.format_hotp_value(totp.hotp_value(secret, STEP + steps))


def with_second_factor(client, user):
    """Set up an app for a person, through the pages; give its key and her recovery codes."""
    sign_in(client, user)
    client.post("/en/account/password-again/", {"password": PASSWORD})
    page = client.get("/en/account/second-factor/")
    form = page.context["form"]
    answer = client.post("/en/account/second-factor/", {"sealed": form.initial["sealed"], "code": code_of(form.secret, -1)})
    codes = answer.context["codes"]
    client.post("/en/sign-out/")
    return form.secret, codes


def verbs():
    """What the chain says of people and their sign-ins, in order."""
    return list(Event.objects.filter(act__kind__contains="sign").order_by("seq").values_list("verb", flat=True))


def signed_in_as(client):
    return client.session.get("_auth_user_id")


# Password


def test_a_visitor_is_led_to_the_sign_in_page(client):
    answer = client.get(ACCOUNT)

    assert answer.status_code == 302
    assert answer["Location"] == f"{SIGN_IN}?next={ACCOUNT}"


def test_the_page_says_what_it_needs_to(client):
    page = client.get(SIGN_IN).content.decode()

    assert "<h1>Sign in</h1>" in page
    assert "What you open is recorded" in page
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    assert "onpaste" not in page


def test_the_right_password_signs_in_and_is_an_event(client, person):
    answer = sign_in(client, person)

    assert answer.status_code == 302
    assert signed_in_as(client) == str(person.pk)
    assert verbs() == ["signed_in"]
    assert verify().whole


def test_after_signing_in_the_exact_page_comes_back(client, person):
    page = client.get(f"{SIGN_IN}?next=/en/account/password/%3Fa%3D1")
    answer = sign_in(client, person, next="/en/account/password/?a=1")

    assert 'name="next" value="/en/account/password/?a=1"' in page.content.decode()
    assert answer["Location"] == "/en/account/password/?a=1"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/x", "javascript:alert(1)", "http:evil"])
def test_a_page_of_another_site_is_never_led_to(client, person, elsewhere):
    answer = sign_in(client, person, next=elsewhere)

    assert answer["Location"] == "/en/"


def test_a_wrong_password_and_an_unknown_e_mail_are_told_the_same(client, person):
    wrong = sign_in(client, person, password="not this one at all")
    unknown = client.post(SIGN_IN, {"login": "nobody@example.invalid", "password": PASSWORD})

    def told(answer):
        return re.findall(r"<li>(.*?)</li>", answer.content.decode().split("errorsummary")[1])[0]

    assert wrong.status_code == unknown.status_code == 422
    assert told(wrong) == told(unknown) == "The e-mail or the password is not right. Check both and try again."
    assert verbs() == ["sign_in_failed", "sign_in_failed"]


def test_a_closed_account_is_told_the_same_as_a_wrong_password(client):
    user = make_person(is_active=False)

    answer = sign_in(client, user)

    assert "not right" in answer.content.decode()
    assert answer.status_code == 422
    assert signed_in_as(client) is None


def test_no_e_mail_and_no_address_is_in_the_chain(client, person):
    sign_in(client, person, password="not this one at all")
    sign_in(client, person)

    words = " ".join(Event.objects.values_list("body", flat=True))

    assert person.email not in words
    assert "203.0.113.5" not in words


@pytest.mark.parametrize(
    "login",
    ["", "x", "a" * 400 + "@example.invalid", "a\0b@example.invalid", "<script>alert(1)</script>", "🙂@example.invalid", "a@b@c", " "],
)
def test_bad_input_is_a_sentence_beside_the_field(client, login):
    answer = client.post(SIGN_IN, {"login": login, "password": "p" * 2000})

    assert answer.status_code == 422
    assert "errorsummary" in answer.content.decode()
    assert "<script>alert" not in answer.content.decode()


def test_the_e_mail_may_be_typed_in_capitals(client, person):
    answer = client.post(SIGN_IN, {"login": f"  {person.email.upper()} ", "password": PASSWORD})

    assert answer.status_code == 302


def test_the_service_user_never_signs_in(client):
    service = UserFactory._meta.model.objects.service()

    answer = sign_in(client, service)

    assert answer.status_code == 422


# Sessions change their id


def test_the_session_id_changes_at_sign_in_second_step_and_password_change(client, person):
    secret, _codes = with_second_factor(client, person)
    ids = []

    client.get(SIGN_IN)
    sign_in(client, person)
    ids.append(client.session.session_key)
    client.post(CODE, {"code": code_of(secret)})
    ids.append(client.session.session_key)
    new = "eleven quiet harbours wait"
    answer = client.post("/en/account/password/", {"password": PASSWORD, "new_password": new, "new_password_again": new})
    ids.append(client.session.session_key)

    assert answer.status_code == 302
    assert len(set(ids)) == 3
    for old in ids[:2]:
        client.cookies["sessionid"] = old
        assert client.get(ACCOUNT)["Location"].startswith(SIGN_IN)


def test_an_anonymous_session_id_given_by_somebody_else_is_not_kept(client, person):
    client.session.save()
    planted = client.session.session_key
    client.cookies["sessionid"] = planted

    sign_in(client, person)

    assert client.session.session_key != planted


def test_signing_out_ends_the_session_for_good(client, person):
    sign_in(client, person)
    kept = client.session.session_key
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}

    answer = client.post("/en/sign-out/")
    client.cookies.load(cookies)
    replay = client.get(ACCOUNT)

    assert answer["Location"] == f"{SIGN_IN}?signed-out"
    assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert cookies["sessionid"] == kept
    assert replay["Location"].startswith(SIGN_IN)
    assert verbs() == ["signed_in", "signed_out"]


def test_signed_in_pages_are_kept_by_no_cache(client, person):
    sign_in(client, person)

    answer = client.get(ACCOUNT)

    assert "no-store" in answer["Cache-Control"]


def test_signing_out_takes_a_form(client, person):
    sign_in(client, person)

    assert client.get("/en/sign-out/").status_code == 405
    assert signed_in_as(client) == str(person.pk)


def test_a_token_that_is_too_old_shows_what_was_typed_but_never_the_password(person):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)

    answer = strict.post(SIGN_IN, {"login": person.email, "password": PASSWORD, "next": ACCOUNT})

    assert answer.status_code == 403
    assert person.email in answer.content.decode()
    assert PASSWORD not in answer.content.decode()


def test_new_passwords_are_never_shown_again(client, person):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person)

    answer = strict.post("/en/account/password/", {"password": PASSWORD, "new_password": "x" * 20, "new_password_again": "x" * 20})

    assert answer.status_code == 403
    assert "x" * 20 not in answer.content.decode()


# Second step


def test_with_a_second_factor_the_password_alone_opens_nothing(client, person):
    with_second_factor(client, person)

    answer = sign_in(client, person, next=ACCOUNT)

    assert answer["Location"] == CODE
    assert client.get(ACCOUNT)["Location"].startswith(SIGN_IN)
    assert client.get("/en/account/second-factor/")["Location"].startswith(SIGN_IN)
    assert client.get(SIGN_IN)["Location"] == CODE


def test_the_code_leads_to_the_page_that_was_asked_for(client, person):
    secret, _codes = with_second_factor(client, person)
    sign_in(client, person, next="/en/account/password/")

    answer = client.post(CODE, {"code": code_of(secret)})

    assert answer["Location"] == "/en/account/password/"
    assert signed_in_as(client) == str(person.pk)


def test_a_code_may_be_pasted_with_a_space(client, person):
    secret, _codes = with_second_factor(client, person)
    sign_in(client, person)
    code = code_of(secret)

    client.post(CODE, {"code": f" {code[:3]} {code[3:]} "})

    assert signed_in_as(client) == str(person.pk)


def test_a_code_opens_once(client, person):
    secret, _codes = with_second_factor(client, person)
    sign_in(client, person)
    code = code_of(secret)
    client.post(CODE, {"code": code})
    client.post("/en/sign-out/")
    sign_in(client, person)

    answer = client.post(CODE, {"code": code})

    assert answer.status_code == 422
    assert signed_in_as(client) is None


def test_the_code_that_set_the_app_up_does_not_sign_in(client, person):
    secret, _codes = with_second_factor(client, person)
    sign_in(client, person)

    answer = client.post(CODE, {"code": code_of(secret, -1)})

    assert answer.status_code == 422


@pytest.mark.parametrize("steps, taken", [(1, True), (3, False), (-3, False)])
def test_a_phone_may_be_one_step_off(client, person, steps, taken):
    secret, _codes = with_second_factor(client, person)
    sign_in(client, person)

    client.post(CODE, {"code": code_of(secret, steps)})

    assert (signed_in_as(client) is not None) == taken


def test_five_wrong_codes_close_the_second_step(client, person):
    secret, codes = with_second_factor(client, person)
    sign_in(client, person)
    for _turn in range(5):
        client.post(CODE, {"code": "000000"})

    right = client.post(CODE, {"code": code_of(secret)})
    recovery = client.post(CODE, {"code": codes[0]})

    assert "Wait 15 minutes" in right.content.decode()
    assert "Wait 15 minutes" in recovery.content.decode()
    assert signed_in_as(client) is None
    assert verbs().count("second_factor_failed") == 7


def test_a_recovery_code_opens_once(client, person):
    _secret, codes = with_second_factor(client, person)
    sign_in(client, person)
    client.post(CODE, {"code": codes[3]})
    first = signed_in_as(client)
    client.post("/en/sign-out/")
    sign_in(client, person)

    again = client.post(CODE, {"code": codes[3]})

    assert first == str(person.pk)
    assert again.status_code == 422
    assert signed_in_as(client) is None


def test_an_account_closed_between_the_two_steps_stays_out(client, person):
    secret, _codes = with_second_factor(client, person)
    sign_in(client, person)
    person.is_active = False
    person.save()

    client.post(CODE, {"code": code_of(secret)})

    assert client.get(ACCOUNT).status_code == 302


def test_somebody_else_can_start_from_the_second_step(client, person):
    with_second_factor(client, person)
    sign_in(client, person)

    client.post("/en/sign-out/")

    assert client.get(SIGN_IN).status_code == 200


@pytest.mark.parametrize("code", ["", "x" * 500, "\0", "💥", "12"])
def test_a_bad_code_is_a_sentence(client, person, code):
    with_second_factor(client, person)
    sign_in(client, person)

    answer = client.post(CODE, {"code": code})

    assert answer.status_code == 422
    assert "errorsummary" in answer.content.decode()


def test_keys_and_seeds_are_stored_encrypted(client, person):
    secret, codes = with_second_factor(client, person)

    app = Authenticator.objects.get(user=person, type="totp")
    recovery = Authenticator.objects.get(user=person, type="recovery_codes")

    assert secret not in str(app.data)
    assert app.data["secret"].startswith("gAAAA")
    assert recovery.data["seed"].startswith("gAAAA")
    assert not any(code in str(recovery.data) for code in codes)


# Lockout


def test_five_wrong_passwords_close_the_account_here_for_15_minutes(client, person, at):
    for _turn in range(4):
        assert sign_in(client, person, password="not this one at all").status_code == 422
    fifth = sign_in(client, person, password="not this one at all")
    right = sign_in(client, person)

    assert fifth.status_code == right.status_code == 429
    assert "15 minutes" in right.content.decode()
    assert signed_in_as(client) is None
    with clock.fixed(at + timedelta(minutes=15, seconds=1)):
        assert sign_in(client, person).status_code == 302
    assert verbs().count("sign_in_locked") == 1


def test_the_closed_page_speaks_french_too(client, person):
    for _turn in range(5):
        answer = client.post("/fr/sign-in/", {"login": person.email, "password": "pas celui-ci"}, REMOTE_ADDR="203.0.113.5")

    assert answer.status_code == 429
    assert "Too many" not in answer.content.decode()


def test_the_right_person_elsewhere_is_not_locked_out(client, person, at):
    for _turn in range(6):
        sign_in(client, person, password="not this one at all")

    assert sign_in(client, person, address="198.51.100.7").status_code == 302


def test_another_person_at_the_same_address_is_not_locked_out_by_five(client, person, at):
    for _turn in range(5):
        sign_in(client, person, password="not this one at all")

    assert sign_in(client, make_person()).status_code == 302


def test_an_address_that_tries_many_accounts_is_closed_after_20(client, at):
    others = [make_person() for _turn in range(3)]
    answers = [
        client.post(SIGN_IN, {"login": f"guess{turn}@example.invalid", "password": "guess"}, REMOTE_ADDR="203.0.113.9").status_code
        for turn in range(20)
    ]

    assert answers == [422] * 19 + [429]
    assert sign_in(client, others[0], address="203.0.113.9").status_code == 429
    assert sign_in(client, others[0], address="203.0.113.10").status_code == 302


def test_one_good_account_does_not_clear_the_count_of_its_address(client, person, at):
    for turn in range(19):
        client.post(SIGN_IN, {"login": f"guess{turn}@example.invalid", "password": "guess"}, REMOTE_ADDR="203.0.113.9")
    sign_in(client, person, address="203.0.113.9")
    client.post("/en/sign-out/")

    last = client.post(SIGN_IN, {"login": "guess20@example.invalid", "password": "guess"}, REMOTE_ADDR="203.0.113.9")

    assert last.status_code == 429


def test_a_header_does_not_move_a_person_to_another_address(client, person, at):
    for turn in range(5):
        client.post(
            SIGN_IN, {"login": person.email, "password": "no"}, REMOTE_ADDR="203.0.113.5", HTTP_X_FORWARDED_FOR=f"198.51.100.{turn}"
        )

    assert sign_in(client, person).status_code == 429


# Demonstration


@pytest.fixture
def demo_person():
    return make_person(is_demo=True, lead=True, name="Ines Okafor")


def test_people_of_the_demonstration_are_buttons_on_this_machine(client, demo_person):
    person = make_person(name="Real Person")

    page = client.get(SIGN_IN, REMOTE_ADDR="127.0.0.1").content.decode()

    assert "Ines Okafor" in page
    assert "Team lead" in page
    assert person.name not in page


def test_a_button_signs_in_and_is_an_event(client, demo_person):
    answer = client.post("/en/sign-in/demo/", {"person": demo_person.ref, "next": "/en/account/password/"}, REMOTE_ADDR="127.0.0.1")

    assert answer["Location"] == "/en/account/password/"
    assert signed_in_as(client) == str(demo_person.pk)
    assert verbs() == ["signed_in"]


@pytest.mark.parametrize(
    "headers",
    [
        {"REMOTE_ADDR": "203.0.113.5"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.5"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_FORWARDED": "for=203.0.113.5"},
        {"REMOTE_ADDR": ""},
    ],
)
def test_elsewhere_there_are_no_buttons(client, demo_person, headers):
    page = client.get(SIGN_IN, **headers).content.decode()
    answer = client.post("/en/sign-in/demo/", {"person": demo_person.ref}, **headers)

    assert "Ines Okafor" not in page
    assert answer.status_code == 404
    assert signed_in_as(client) is None


def test_where_the_setting_is_off_there_are_no_buttons(client, demo_person, settings):
    settings.DEMO_SIGN_IN = False

    page = client.get(SIGN_IN, REMOTE_ADDR="127.0.0.1").content.decode()
    answer = client.post("/en/sign-in/demo/", {"person": demo_person.ref}, REMOTE_ADDR="127.0.0.1")

    assert "Ines Okafor" not in page
    assert answer.status_code == 404


@pytest.mark.parametrize("fields", [{"is_demo": False}, {"is_demo": True, "is_active": False}])
def test_nobody_but_an_open_invented_person_is_signed_in_by_a_button(client, fields):
    person = make_person(**fields)

    answer = client.post("/en/sign-in/demo/", {"person": person.ref}, REMOTE_ADDR="127.0.0.1")

    assert answer.status_code == 404
    assert signed_in_as(client) is None


def test_a_button_does_not_pass_by_a_second_factor(client, demo_person):
    with_second_factor(client, demo_person)

    answer = client.post("/en/sign-in/demo/", {"person": demo_person.ref}, REMOTE_ADDR="127.0.0.1")

    assert answer["Location"] == CODE
    assert signed_in_as(client) is None


def test_every_page_says_that_it_is_a_demonstration(client, demo_person):
    assert "This is a demonstration" in client.get(SIGN_IN).content.decode()


def test_without_invented_people_no_page_says_so(client, person):
    assert "This is a demonstration" not in client.get(SIGN_IN).content.decode()


# Language


def test_a_person_lands_in_her_language(client):
    user = make_person(language="fr")

    answer = sign_in(client, user)

    assert answer["Location"] == "/fr/"


def test_a_language_chosen_on_the_sign_in_page_stays(client, person):
    answer = client.post("/fr/sign-in/", {"login": person.email, "password": PASSWORD}, HTTP_ACCEPT_LANGUAGE="en-CA")

    assert answer["Location"] == "/fr/"


def test_a_page_asked_for_in_a_language_comes_in_it(client):
    user = make_person(language="fr")

    answer = sign_in(client, user, next="/en/account/password/")

    assert answer["Location"] == "/en/account/password/"


@pytest.mark.parametrize("role", sorted(set(Role.values) - {Role.SVC}))
def test_every_role_can_sign_in(client, role):
    user = make_person(**({"police": True} if role == Role.POL else {"role": role}))

    assert sign_in(client, user).status_code == 302
    assert client.get(reverse("account")).status_code == 200

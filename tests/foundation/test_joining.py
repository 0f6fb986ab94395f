"""Joining by a mailed link, and beginning anew after a lost password or phone: one link, one time, three days, two persons."""

import json
import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from foundation import clock
from foundation.accounts import invitations, policies, services
from foundation.accounts.models import Reset, Role, User
from foundation.audit.acts import Act
from foundation.audit.models import Event
from foundation.audit.verify import verify
from foundation.jobs import queue
from foundation.jobs.models import Job
from foundation.records import Refusal
from tests.factories.accounts import UserFactory
from tests.foundation.test_sign_in import CODE, PASSWORD, _apps_show_one_step, make_person, sign_in, with_second_factor  # noqa: F401

NEW = "eleven quiet harbours wait"
LINK = re.compile(r"https?://[^/\s]+(/(?:en|fr)/join/\S+)")
REASON = "Her telephone fell into the lake"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mail_leaves(settings, at):
    settings.MAIL_LEAVES = True


@pytest.fixture
def admin():
    return UserFactory(admin=True, name="Adam Moss")


@pytest.fixture
def lead():
    return UserFactory(lead=True, name="Lena Lead")


@pytest.fixture
def invited(admin):
    return services.invite_person(by=admin, at=clock.now(), email="nora@example.invalid", name="Nora Blake", role=Role.PRO, language="fr")


def mailed_link() -> str:
    """Let the worker do what waits, and give the link of the last mail."""
    queue.run_due()
    return LINK.search(mail.outbox[-1].body)[1]


def join(client, path, password=NEW):
    return client.post(path, {"new_password": password, "new_password_again": password})


def at_change(service, person, by, **more):
    person.refresh_from_db()
    return service(ref=person.ref, by=by, at=clock.now(), version=person.version, **more)


def verbs():
    return list(Event.objects.exclude(act__kind="load_law").order_by("seq").values_list("verb", flat=True))


# Joining


def test_the_link_is_mailed_in_her_language_and_the_job_holds_her_ref_alone(client, admin, invited):
    path = mailed_link()

    assert mail.outbox[0].to == [invited.email]
    assert "choisissez" in mail.outbox[0].body.lower() or "mot de passe" in mail.outbox[0].body.lower()
    assert path.startswith(f"/fr/join/{invited.ref}/")
    assert Job.objects.get(kind="mail_link").params == {"person": invited.ref, "why": "joining"}
    token = path.rstrip("/").rsplit("/", 1)[1]
    stored = json.dumps([list(Job.objects.values("params", "result", "error")), list(Act.objects.values("result"))], default=str)
    assert token not in stored
    assert join(client, path).status_code == 302


@pytest.mark.parametrize("page", ["/en/manage/people/add/", "link/"])
def test_who_invites_never_sees_the_link_where_mail_is_sent(client, admin, invited, page):
    client.force_login(admin)
    fields = {"name": "A B", "email": "a@example.invalid", "role": "PRO", "language": "en"}

    answer = client.post(page if page.startswith("/") else f"{invited.get_absolute_url()}{page}", fields, follow=True)

    assert answer.status_code == 200
    assert "/join/" not in answer.content.decode()
    assert "/join/" not in client.get(invited.get_absolute_url()).content.decode()


def test_without_mail_it_is_shown_once_with_the_reason(client, admin, settings):
    settings.MAIL_LEAVES = False
    client.force_login(admin)
    form = {"name": "A B", "email": "a@example.invalid", "role": "PRO", "language": "en", "key": "k" * 32}

    first = client.post("/en/manage/people/add/", form).content.decode()
    second = client.post("/en/manage/people/add/", form, follow=True).content.decode()
    queue.run_due()

    assert "/join/" in first
    assert "No mail leaves this installation" in first
    assert "/join/" not in second
    assert mail.outbox == []


def test_a_link_opens_once(client, invited):
    path = mailed_link()

    first, second = join(client, path), join(Client(), path)

    assert first["Location"] == reverse("mfa_activate_totp").replace("/en/", "/fr/")
    assert second.status_code == 404


@pytest.mark.parametrize("passed, opens", [(timedelta(days=3, seconds=-1), True), (timedelta(days=3), False)])
def test_a_link_holds_three_days_from_the_moment_it_was_made(client, at, invited, passed, opens):
    with clock.fixed(at + timedelta(hours=5)):
        path = mailed_link()

    with clock.fixed(at + passed):
        answer = client.get(path)

    assert answer.status_code == (200 if opens else 404)


def test_a_new_link_kills_the_one_before(client, admin, invited, at):
    old = mailed_link()
    with clock.fixed(at + timedelta(minutes=5)):
        at_change(services.send_link, invited, admin)
        new = mailed_link()

        assert client.get(old).status_code == 404
        assert client.get(new).status_code == 200


def test_a_withdrawn_link_is_dead_and_a_new_one_can_be_sent(client, admin, invited, at):
    old = mailed_link()
    at_change(services.withdraw_link, invited, admin)

    assert client.get(old).status_code == 404
    with clock.fixed(at + timedelta(minutes=5)):
        at_change(services.send_link, invited, admin)
        assert client.get(mailed_link()).status_code == 200
    assert [verb for verb in verbs() if "link" in verb] == ["link_withdrawn", "link_sent"]


def test_a_link_withdrawn_before_the_mail_left_is_not_mailed(admin, invited):
    at_change(services.withdraw_link, invited, admin)

    queue.run_due()

    assert mail.outbox == []


def test_a_link_that_was_used_is_not_withdrawn(client, admin, invited):
    join(client, mailed_link())

    with pytest.raises(Refusal):
        at_change(services.withdraw_link, invited, admin)


def test_a_closed_account_is_not_joined(client, admin, invited):
    path = mailed_link()
    at_change(services.deactivate_person, invited, admin)

    assert client.get(path).status_code == 404


@pytest.mark.parametrize("token", ["x", "0" * 48, "é", "%00"])
def test_a_made_up_link_is_dead(client, invited, token):
    assert client.get(f"/en/join/{invited.ref}/{token}/").status_code == 404


def test_the_mail_of_a_link_holds_nothing_but_the_link(invited):
    mailed_link()

    assert invited.name not in mail.outbox[0].body + mail.outbox[0].subject
    assert "nora" not in mail.outbox[0].body.lower()


# Lost password


def test_a_lost_password_ends_the_sessions_and_keeps_the_second_factor(client, admin):
    person = make_person()
    secret, _codes = with_second_factor(client, person)
    sessions = Client()
    sessions.force_login(person)

    at_change(services.send_link, person, admin)
    path = mailed_link()

    assert sessions.get("/en/account/").status_code == 302
    assert sign_in(client, person).status_code == 422
    assert join(client, path)["Location"] == CODE
    assert client.session.get("_auth_user_id") is None
    assert Authenticator.objects.filter(user=person, type="totp").exists()


# Lost phone


@pytest.fixture
def loser(client):
    person = make_person(name="Nora Blake")
    with_second_factor(client, person)
    return person


def ask(loser, by):
    return services.ask_reset(person=loser, reason=REASON, by=by, at=clock.now())


def decide(reset, by, confirmed=True, how="I met her in room 4"):
    return services.decide_reset(reset=reset, confirmed=confirmed, how=how, by=by, at=clock.now())


def test_an_administrator_asks_a_lead_confirms_and_she_begins_anew(client, loser, admin, lead):
    session = Client()
    session.force_login(loser)

    reset = ask(loser, admin)
    untouched = session.get("/en/account/").status_code, Authenticator.objects.filter(user=loser).count()
    queue.run_due()
    told = sorted(message.to[0] for message in mail.outbox)
    decide(reset, lead)
    path = mailed_link()
    joined = join(client, path)

    assert untouched == (200, 2)
    assert told == sorted([lead.email, loser.email])
    assert session.get("/en/account/").status_code == 302
    assert not Authenticator.objects.filter(user=loser).exists()
    assert mail.outbox[-1].to == [loser.email]
    assert joined["Location"] == reverse("mfa_activate_totp")
    assert [verb for verb in verbs() if "reset" in verb] == ["reset_asked", "reset_decided"]
    assert verify().whole


def test_no_word_of_the_reason_is_in_the_chain_or_in_clear_in_the_table(loser, admin, lead, django_db_blocker):
    from django.db import connection

    decide(ask(loser, admin), lead, how="I met her in room 4")

    with connection.cursor() as cursor:
        cursor.execute("SELECT reason, how FROM accounts_reset")
        stored = str(cursor.fetchall())
    words = stored + " ".join(Event.objects.values_list("body", flat=True))
    assert "telephone" not in words
    assert "room 4" not in words


def test_a_refused_wish_changes_nothing_and_she_is_told(loser, admin, lead):
    before = User.objects.values().get(pk=loser.pk)

    decide(ask(loser, admin), lead, confirmed=False, how="She never called back")
    queue.run_due()

    assert User.objects.values().get(pk=loser.pk) == before
    assert Authenticator.objects.filter(user=loser).count() == 2
    assert "refused" in mail.outbox[-1].body


@pytest.mark.parametrize(
    "loser_role, asker, deciders",
    [
        (Role.PRO, "loser", {"LEAD", "OTHER_LEAD"}),
        (Role.PRO, "ADM", {"LEAD", "OTHER_LEAD"}),
        (Role.PRO, "LEAD", {"OTHER_LEAD", "ADM", "OTHER_ADM"}),
        (Role.LEAD, "loser", {"LEAD", "OTHER_LEAD", "ADM", "OTHER_ADM"}),
        (Role.ADM, "loser", {"LEAD", "OTHER_LEAD", "ADM", "OTHER_ADM"}),
        (Role.ADM, "ADM", {"LEAD", "OTHER_LEAD", "OTHER_ADM"}),
    ],
)
def test_who_decides_is_always_a_second_person_and_one_of_the_two_a_lead_or_above(loser_role, asker, deciders):
    people = {"LEAD": UserFactory(lead=True), "OTHER_LEAD": UserFactory(lead=True), "ADM": UserFactory(admin=True)}
    people |= {"OTHER_ADM": UserFactory(admin=True), "PRO": UserFactory(), "REC": UserFactory(records=True)}
    person = UserFactory(role=loser_role)
    people["loser"] = person
    reset = ask(person, people[asker])

    may = {name for name, one in people.items() if policies.may_decide_reset(reset, one)}

    assert may == deciders
    for name, one in people.items():
        if name not in deciders:
            with pytest.raises(PermissionDenied):
                decide(reset, one)
    person.refresh_from_db()
    assert person.version == 1


def test_the_database_itself_wants_two_persons(loser, admin):
    reset = ask(loser, admin)

    for decider in (admin, loser):
        with pytest.raises(IntegrityError), transaction.atomic():
            Reset.objects.filter(pk=reset.pk).update(outcome="CONFIRMED", decided_by=decider, decided_at=clock.now())


def test_she_asks_herself_once_her_password_was_right_and_gets_nowhere_by_it(client, loser, lead):
    nobody = client.get("/en/sign-in/lost-phone/")
    sign_in(client, loser)
    page = client.get("/en/sign-in/lost-phone/").content.decode()
    short = client.post("/en/sign-in/lost-phone/", {"reason": "lost"})
    answer = client.post("/en/sign-in/lost-phone/", {"reason": "Room 4, it fell into the lake"})
    after = client.get(answer["Location"]).content.decode()

    assert nobody["Location"] == "/en/sign-in/"
    assert "A team lead makes sure that it is you" in page
    assert short.status_code == 422
    assert "Your team lead was told" in after
    assert client.get("/en/account/").status_code == 302
    reset = Reset.objects.get()
    assert (reset.asked_by, reset.person, reset.outcome) == (loser, loser, "")


def test_it_is_asked_once(client, loser, admin):
    ask(loser, admin)
    sign_in(client, loser)

    with pytest.raises(Refusal):
        ask(loser, loser)

    assert "Your team lead was told" in client.get("/en/sign-in/lost-phone/").content.decode()


def test_the_pages_of_a_lost_phone(client, loser, admin, lead):
    client.force_login(admin)
    asked = client.post(f"{loser.get_absolute_url()}lost-phone/", {"reason": REASON, "version": 1})
    reset = Reset.objects.get()
    own = client.get(reset.get_absolute_url())
    refused = client.post(reset.get_absolute_url(), {"outcome": "yes", "how": "I know her well", "version": 1})
    client.force_login(lead)
    listed = client.get("/en/manage/people/").content.decode()
    shown = client.get(reset.get_absolute_url()).content.decode()
    empty = client.post(reset.get_absolute_url(), {"version": 1})
    done = client.post(reset.get_absolute_url(), {"outcome": "yes", "how": "I met her in room 4", "version": 1})
    twice = client.post(reset.get_absolute_url(), {"outcome": "yes", "how": "I met her in room 4", "version": 1})

    assert asked["Location"] == loser.get_absolute_url()
    assert "A second person decides this" in own.content.decode()
    assert refused.status_code == 403
    assert "You can decide" in listed
    assert REASON in shown
    assert empty.status_code == 422
    assert done["Location"] == loser.get_absolute_url()
    assert twice.status_code == 422
    assert "Nora Blake" in client.get(reset.get_absolute_url()).content.decode()


def test_a_prosecutor_sees_no_wish_of_a_colleague(client, loser, admin):
    reset = ask(loser, admin)
    client.force_login(UserFactory())

    assert client.get(reset.get_absolute_url()).status_code == 403


# Locking and closing


def test_an_account_is_locked_at_once_with_a_reason(client, loser, admin):
    client.force_login(admin)

    short = client.post(f"{loser.get_absolute_url()}lock/", {"reason": "x", "version": 1})
    done = client.post(f"{loser.get_absolute_url()}lock/", {"reason": "Her laptop was stolen", "version": 1})
    loser.refresh_from_db()

    assert short.status_code == 422
    assert done.status_code == 302
    assert not loser.is_active
    assert verbs()[-1] == "locked"


def test_nobody_makes_a_link_for_somebody_closed(admin, loser):
    at_change(services.lock_person, loser, admin, reason="Her laptop was stolen")

    with pytest.raises(Refusal):
        at_change(services.send_link, loser, admin)
    assert invitations.holds_until(loser) is None

"""The list of people: who may keep it, adding, changing, closing, offices and agencies (T06)."""

import pytest
from django.core.exceptions import PermissionDenied

from foundation import clock
from foundation.accounts import policies, services
from foundation.accounts.models import Agency, Office, Role, User
from foundation.audit.models import Event, ReadLog
from foundation.audit.verify import verify
from foundation.records import Refusal, StaleRecord
from tests.factories.accounts import AgencyFactory, OfficeFactory, UserFactory

PEOPLE = "/en/manage/people/"
ADD = "/en/manage/people/add/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    user = UserFactory(admin=True, name="Adam Moss")
    client.force_login(user)
    return user


@pytest.fixture
def lead():
    return UserFactory(lead=True)


def filled(**changes):
    """A form about a prosecutor, as the page sends it."""
    return {
        "name": "Nora Blake",
        "email": "nora.blake@example.invalid",
        "role": "PRO",
        "language": "en",
        "office": "",
        "agency": "",
    } | changes


def verbs():
    return list(Event.objects.exclude(act__kind="load_law").order_by("seq").values_list("verb", flat=True))


def stored(person):
    return User.objects.values().get(pk=person.pk)


# Who may


def test_who_may_give_which_role():
    given = {role: set(policies.roles_to_give(User(role=role))) for role in Role.values}
    everybody = {"POL", "CRN", "PRO", "AST", "LEAD", "REC"}

    assert given == {
        **dict.fromkeys(("POL", "CRN", "PRO", "AST", "REC", "SVC"), set()),
        "LEAD": everybody,
        "ADM": everybody | {"ADM"},
    }


def test_nobody_changes_herself_and_only_an_administrator_changes_one(lead):
    admin, other = UserFactory(admin=True), UserFactory(admin=True)

    assert not policies.may_change_person(admin, admin)
    assert not policies.may_change_person(lead, lead)
    assert not policies.may_change_person(admin, lead)
    assert policies.may_change_person(other, admin)
    assert policies.may_change_person(lead, admin)


def test_the_service_user_is_on_no_page(client, admin):
    service = User.objects.service()

    assert service.email not in client.get(PEOPLE).content.decode()
    assert client.get(service.get_absolute_url()).status_code == 404


def test_an_unknown_person_and_a_forbidden_one_look_the_same(client, admin):
    service = User.objects.service()

    unknown, hidden = client.get(f"{PEOPLE}BCDFGHJKLM/"), client.get(f"{PEOPLE}{service.ref}/")

    assert unknown.status_code == hidden.status_code == 404
    assert len(unknown.content) == len(hidden.content)


@pytest.mark.parametrize("page", ["", "change/", "deactivate/", "reactivate/", "lock/", "link/", "link/withdraw/", "lost-phone/"])
def test_a_person_page_is_closed_to_those_who_do_not_manage(client, page):
    person = UserFactory()
    client.force_login(UserFactory())

    assert client.get(f"{PEOPLE}{person.ref}/{page}").status_code == 403
    assert client.post(f"{PEOPLE}{person.ref}/{page}", filled()).status_code in (403, 405)
    assert not ReadLog.objects.exists()


# The list


def test_the_list_filters_and_counts(client, admin):
    UserFactory(name="Closed Person", is_active=False)
    UserFactory(name="Open Police", police=True)

    everybody = client.get(PEOPLE)
    closed = client.get(f"{PEOPLE}?account=closed").content.decode()
    police = client.get(f"{PEOPLE}?role=POL&role=REC").content.decode()

    assert "People (3)" in everybody.content.decode()
    assert "People (1)" in closed
    assert "Closed Person" in closed
    assert "Open Police" in police
    assert "Closed Person" not in police


def test_the_list_asks_the_same_number_of_questions_however_long(client, admin, django_assert_max_num_queries):
    UserFactory.create_batch(24)
    client.get(PEOPLE)

    with django_assert_max_num_queries(12):
        client.get(PEOPLE)


def test_looking_at_a_person_is_written_down(client, admin):
    person = UserFactory()

    client.get(person.get_absolute_url())

    assert ReadLog.objects.filter(by=admin, label="accounts.User", ref=person.ref).count() == 1


# Adding


def test_a_person_is_added_and_without_mail_the_answer_alone_shows_the_link(client, admin):
    office = OfficeFactory()

    answer = client.post(ADD, filled(office=office.ref, role="CRN", language="fr"))
    person = User.objects.get(email="nora.blake@example.invalid")
    page = answer.content.decode()

    assert "/join/" not in client.get(person.get_absolute_url()).content.decode()
    assert (person.role, person.office, person.language, person.is_active) == ("CRN", office, "fr", True)
    assert not person.has_usable_password()
    assert f"/fr/join/{person.ref}/" in page
    assert verbs() == ["created"]
    assert "nora" not in Event.objects.get(verb="created").body.lower()
    assert verify().whole


def test_the_same_form_sent_twice_adds_one_person(client, admin):
    form = filled(key="a" * 32)

    first, second = client.post(ADD, form), client.post(ADD, form)

    assert "/join/" in first.content.decode()
    assert second["Location"] == User.objects.get(email=form["email"]).get_absolute_url()
    assert User.objects.filter(email=form["email"]).count() == 1


def test_a_link_is_shown_to_nobody_but_who_may_change_the_person(client):
    client.force_login(UserFactory(lead=True))
    invited = services.invite_person(by=None, at=clock.now(), email="boss@example.invalid", name="Boss", role=Role.ADM)

    page = client.get(invited.get_absolute_url()).content.decode()

    assert "/join/" not in page
    assert "Only an administrator" in page


@pytest.mark.parametrize(
    "changes",
    [
        {"email": ""},
        {"email": "not an e-mail"},
        {"email": "x" * 300 + "@example.invalid"},
        {"name": ""},
        {"name": "x" * 121},
        {"name": "\0"},
        {"role": ""},
        {"role": "SVC"},
        {"role": "KING"},
        {"language": "de"},
        {"role": "POL"},
        {"role": "CRN"},
        {"office": "nowhere"},
        {"agency": "x" * 500},
    ],
)
def test_a_wrong_form_is_refused_beside_the_field_with_everything_typed(client, admin, changes):
    before = User.objects.count()

    answer = client.post(ADD, filled(**changes))
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "errorsummary" in page
    assert ("Nora Blake" in page) == ("name" not in changes)
    assert User.objects.count() == before


def test_an_e_mail_in_use_is_refused_in_any_case(client, admin):
    UserFactory(email="nora.blake@example.invalid")

    answer = client.post(ADD, filled(email="Nora.Blake@Example.invalid"))

    assert "Somebody has this e-mail already" in answer.content.decode()


def test_a_name_in_html_is_shown_as_typed(client, admin):
    client.post(ADD, filled(name="<b>Nora</b> 🙂"))

    page = client.get(PEOPLE).content.decode()

    assert "&lt;b&gt;Nora&lt;/b&gt; 🙂" in page


def test_a_lead_adds_no_administrator(client, lead):
    client.force_login(lead)

    answer = client.post(ADD, filled(role="ADM"))

    assert answer.status_code == 422
    with pytest.raises(PermissionDenied):
        services.invite_person(by=lead, at=clock.now(), email="a@example.invalid", name="A", role=Role.ADM)


# Changing


def test_a_person_is_changed_and_it_is_one_event(client, admin):
    person, agency = UserFactory(), AgencyFactory()

    form = filled(role="POL", agency=agency.ref, name="Det. New", version=person.version)
    answer = client.post(f"{PEOPLE}{person.ref}/change/", form)
    person.refresh_from_db()

    assert answer["Location"] == person.get_absolute_url()
    assert (person.role, person.agency, person.office, person.name) == ("POL", agency, None, "Det. New")
    assert verbs() == ["changed"]


def test_a_page_that_went_stale_keeps_what_was_typed(client, admin):
    person = UserFactory()
    client.post(f"{PEOPLE}{person.ref}/change/", filled(name="First", version=1))

    answer = client.post(f"{PEOPLE}{person.ref}/change/", filled(name="Second", version=1))
    person.refresh_from_db()

    assert answer.status_code == 409
    assert 'value="Second"' in answer.content.decode()
    assert person.name == "First"


def test_signing_in_does_not_make_a_page_stale(client, admin):
    person = UserFactory()
    client.logout()
    client.force_login(person)
    client.force_login(admin)

    answer = client.post(f"{PEOPLE}{person.ref}/change/", filled(version=1))

    assert answer.status_code == 302


def every_field():
    """A value for every column of a person, as somebody would post it who wants more than the form offers."""
    return {
        "id": "1",
        "ref": "BCDFGHJKLM",
        "password": "md5$x$y",
        "last_login": "2020-01-01",
        "email": "other@example.invalid",
        "is_active": "",
        "is_demo": "on",
        "session_epoch": "9",
        "is_superuser": "on",
        "is_staff": "on",
        "office_id": "1",
        "agency_id": "1",
    }


def test_the_form_changes_what_it_shows_and_nothing_else(client, admin):
    person = UserFactory()
    before = stored(person)

    client.post(f"{PEOPLE}{person.ref}/change/", every_field() | {"name": "New", "role": "REC", "language": "fr", "version": "1"})
    after = stored(person)

    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"name", "role", "language", "office_id", "version"}


@pytest.mark.parametrize("path", ["/en/account/language/", "/en/account/password/"])
def test_forms_of_ones_own_account_change_what_they_show(client, path):
    person = UserFactory(role=Role.PRO)
    client.force_login(person)
    before = stored(person)

    client.post(path, every_field() | {"role": "LEAD", "name": "New", "language": "fr", "office": OfficeFactory().ref})
    after = stored(person)

    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {"language"}


def test_nobody_raises_herself(client, admin):
    answer = client.post(f"{PEOPLE}{admin.ref}/change/", filled(role="LEAD", version=1))

    assert answer.status_code == 403
    assert stored(admin)["role"] == "ADM"


# Closing


def test_closing_an_account(client, admin):
    person = UserFactory()

    answer = client.post(f"{PEOPLE}{person.ref}/deactivate/", {"version": 1})
    person.refresh_from_db()

    assert answer["Location"] == person.get_absolute_url()
    assert not person.is_active
    assert "Open this account again" in client.get(person.get_absolute_url()).content.decode()
    assert verbs() == ["changed"]


def test_services_refuse_whoever_may_not(lead):
    person, prosecutor = UserFactory(), UserFactory()
    before = stored(person)

    for service in (services.deactivate_person, services.reactivate_person, services.send_link, services.withdraw_link):
        with pytest.raises(PermissionDenied):
            service(ref=person.ref, by=prosecutor, at=clock.now(), version=1)
        with pytest.raises(StaleRecord):
            service(ref=person.ref, by=lead, at=clock.now(), version=7)

    assert stored(person) == before
    assert verbs() == []


def test_the_role_asks_for_its_place(lead):
    with pytest.raises(Refusal) as refused:
        services.invite_person(by=lead, at=clock.now(), email="a@example.invalid", name="A", role=Role.POL)

    assert refused.value.field == "agency"


# Offices and agencies


def test_an_office_is_added_and_renamed(client, admin):
    client.post("/en/manage/offices/", {"name_en": "Kenora Crown", "name_fr": "Couronne de Kenora", "region": "North"})
    office = Office.objects.get(name_en="Kenora Crown")
    client.post(f"/en/manage/offices/{office.ref}/", {"name_en": "Kenora and Rainy River", "name_fr": "", "region": "North"})
    office.refresh_from_db()

    assert office.name_en == "Kenora and Rainy River"
    assert verbs() == ["created", "changed"]


@pytest.mark.parametrize("kind", ["offices", "agencies"])
def test_a_name_changed_by_somebody_else_meanwhile_is_not_overwritten(client, admin, kind):
    thing = OfficeFactory() if kind == "offices" else AgencyFactory()
    address = f"/en/manage/{kind}/{thing.ref}/"
    version = client.get(address).context["form"]["version"].value()
    client.post(address, {"name_en": "First", "version": version})

    answer = client.post(address, {"name_en": "Second", "version": version})
    thing.refresh_from_db()
    again = client.post(address, {"name_en": "Second", "version": answer.context["form"]["version"].value()})

    assert answer.status_code == 409
    assert "Second" in answer.content.decode()
    assert thing.name_en == "First"
    assert again.status_code == 302


def test_an_agency_is_added_and_renamed(client, admin):
    client.post("/en/manage/agencies/", {"name_en": "Lakes Police", "name_fr": "Police des Lacs"})
    agency = Agency.objects.get(name_en="Lakes Police")
    client.post(f"/en/manage/agencies/{agency.ref}/", {"name_en": "Great Lakes Police", "name_fr": ""})
    agency.refresh_from_db()

    assert agency.name_en == "Great Lakes Police"


def test_an_office_without_a_name_is_refused(client, admin):
    answer = client.post("/en/manage/offices/", {"name_en": "  ", "name_fr": "Sans nom"})

    assert answer.status_code == 422
    assert "Enter the name in English." in answer.content.decode()
    assert "Sans nom" in answer.content.decode()

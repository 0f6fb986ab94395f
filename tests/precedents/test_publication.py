"""Publishing advice to the bank, taking it back, counting its use."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from foundation.records import Refusal
from precedents import services
from precedents.models import PublishedAdvice
from tests.factories.accounts import UserFactory
from tests.factories.precedents import make_advice

pytestmark = pytest.mark.django_db
ROLES = ["POL", "CRN", "PRO", "AST", "LEAD", "REC", "ADM"]


@pytest.mark.parametrize("level, allowed", [("SHAREABLE", {"LEAD"}), ("CROWN_ONLY", {"PRO", "LEAD"}), ("INTERNAL_TEAM", {"PRO", "LEAD"})])
def test_who_publishes_at_which_level(at, person, level, allowed):
    published = set()
    for role in ROLES:
        try:
            make_advice(level=level, by=person(role))
            published.add(role)
        except PermissionDenied:
            pass

    assert published == allowed
    assert PublishedAdvice.objects.count() == len(allowed)


def test_one_lawyer_is_not_enough(at):
    lawyer = UserFactory()

    with pytest.raises(Refusal, match="second lawyer"):
        make_advice(prepared_by=lawyer, approved_by=lawyer)

    assert not PublishedAdvice.objects.exists()


@pytest.mark.parametrize("dates", [{"law_as_of": date(2026, 3, 4)}, {"review_on": date(2026, 3, 1)}])
def test_dates_that_cannot_be_are_refused(at, dates):
    with pytest.raises(Refusal):
        make_advice(**dates)

    assert not PublishedAdvice.objects.exists()


def test_a_new_version_takes_the_place_of_the_old_one(at):
    old = make_advice()

    new = make_advice(replaces=old.ref)

    old.refresh_from_db()
    assert old.is_withdrawn
    assert not new.is_withdrawn
    assert set(PublishedAdvice.objects.standing()) == {new}


def test_withdrawing_is_for_prosecutors_and_leads(at, person, sign_in):
    advice = make_advice()
    url = reverse("precedents:withdraw_publication", kwargs={"ref": advice.ref})

    assert {role for role in ROLES if sign_in(person(role)).get(url).status_code == 200} == {"PRO", "LEAD"}


@pytest.mark.parametrize(
    "reason, sentence", [("", "required"), ("short", "10"), ("x" * 3000, "Shorten this to 2000"), ("\x00" * 20, "required")]
)
def test_a_reason_that_says_nothing_is_asked_again(at, person, sign_in, reason, sentence):
    advice = make_advice()

    answer = sign_in(person("LEAD")).post(
        reverse("precedents:withdraw_publication", kwargs={"ref": advice.ref}), {"reason": reason, "key": "k1", "version": advice.version}
    )

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    advice.refresh_from_db()
    assert not advice.is_withdrawn


def test_withdrawing_twice_leads_to_the_same_page_and_a_later_one_is_refused(at, person, sign_in):
    advice = make_advice()
    client = sign_in(person("LEAD"))
    url = reverse("precedents:withdraw_publication", kwargs={"ref": advice.ref})
    sent = {"reason": "The law changed in July.", "key": "k1", "version": advice.version}

    first = client.post(url, sent)
    with pytest.raises(Refusal, match="withdrawn before"):
        services.withdraw_publication(ref=advice.ref, by=UserFactory(lead=True), at=at, key=None, version=None, reason="Once more, please.")

    assert first["Location"] == advice.get_absolute_url()
    assert PublishedAdvice.objects.get().history.count() == 2
    assert "Do not rely on this advice" in client.get(advice.get_absolute_url()).content.decode()


def test_a_use_is_counted_once_for_each_send_and_only_by_its_readers(at, person):
    advice = make_advice(level="CROWN_ONLY")
    crown = person("CRN")

    services.count_use(ref=advice.ref, by=crown, at=at, key="a")
    services.count_use(ref=advice.ref, by=crown, at=at, key="b")
    with pytest.raises(PublishedAdvice.DoesNotExist):
        services.count_use(ref=advice.ref, by=person("POL"), at=at, key="c")

    advice.refresh_from_db()
    assert advice.used_count == 2

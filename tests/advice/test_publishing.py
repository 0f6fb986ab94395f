"""From a delivered answer to the bank: what may identify somebody, two lawyers, levels."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from advice import identifiers, services
from advice.models import PublicationProposal
from casetracker.models import Participant
from foundation import clock
from foundation.audit.acts import act
from foundation.records import Refusal, StaleRecord
from foundation.workflow.transitions import TransitionRefused
from precedents.models import PublishedAdvice
from tests.advice.conftest import again

CLEAN = {
    "title": "Advertising by a friend of the accused",
    "question": "Does a friend who places the advertisement commit the offence?",
    "short_answer": "Yes, where the friend knows what is sold.",
    "analysis": "Knowledge is the question: 2019 ONCA 1, section 286.4.",
}

FOUND = {
    "Call 416-555-0199 tonight": ("PHONE", "416-555-0199"),
    "Call (416) 555-0199 tonight": ("PHONE", "(416) 555-0199"),
    "Write to j.doe@example.com": ("EMAIL", "j.doe@example.com"),
    "born 1999-04-12": ("BIRTH", "1999-04-12"),
    "born April 12, 1999": ("BIRTH", "April 12, 1999"),
    "née le 1er avril 1999": ("BIRTH", "1er avril 1999"),
    "born 12/04/1999": ("BIRTH", "12/04/1999"),
    "under PR26-0012345 they": ("OCCURRENCE", "PR26-0012345"),
    "file 26-HT-7K3M says": ("OCCURRENCE", "26-HT-7K3M"),
    "occurrence no. 88121": ("OCCURRENCE", "occurrence no. 88121"),
    "as @sweet.girl99 wrote": ("HANDLE", "@sweet.girl99"),
    "at 12 Maple Street": ("PLACE", "12 Maple Street"),
    "in M5V 2T6": ("PLACE", "M5V 2T6"),
    "12, rue Principale": ("PLACE", "12, rue Principale"),
    "Peel Regional Police said": ("POLICE", "Peel Regional Police"),
    "the OPP said": ("POLICE", "OPP"),
    "Morgan Alder said": ("NAME", "Morgan Alder"),
    "that ALDER said": ("NAME", "ALDER"),
}


@pytest.mark.parametrize("text", FOUND)
def test_what_may_tell_who_it_is_about_is_found(text):
    found = [mark.key for mark in identifiers.find(text, ["Morgan Alder"])]

    assert FOUND[text] in found


@pytest.mark.parametrize(
    "text",
    [
        "R. v. Gallone, 2019 ONCA 663, at para. 47",
        "section 279.01(1)(a) of the Criminal Code",
        "[2019] 1 SCR 565",
        "2014 SCC 43, [2014] 2 S.C.R. 633",
        "within 30 days, 18 months at most",
        "R. c. Untel, 2019 QCCA 1234",
        "",
    ],
)
def test_citations_and_sections_tell_nobody(text):
    assert identifiers.find(text, ["Morgan Alder"]) == []


def test_a_name_is_found_without_its_accents():
    assert [mark.text for mark in identifiers.find("Elodie was there", ["Élodie Roy"])] == ["Elodie"]


def prepared(asked, by, **words):
    day = clock.today()
    words = {**CLEAN, "level": "CROWN_ONLY", "law_as_of": day, "review_on": day.replace(year=day.year + 1), **words}
    return services.prepare_publication(ref=asked.ref, by=by, at=clock.now(), **words)


def test_a_clean_copy_goes_into_the_bank_by_a_second_lawyer(request_in, cast):
    asked = request_in("DELIVERED")
    copy = prepared(asked, cast.adviser)

    services.approve_publication(ref=copy.ref, by=cast.reader, at=clock.now(), provisions=["CC:286.4"])

    published = PublishedAdvice.objects.get()
    assert (published.source_ref, published.level, published.prepared_by, published.approved_by) == (
        asked.ref,
        "CROWN_ONLY",
        cast.adviser,
        cast.reader,
    )
    assert again(copy).published_ref == published.ref
    assert PublishedAdvice.objects.visible_to(cast.crown).exists()
    assert not PublishedAdvice.objects.visible_to(cast.asker).exists()


@pytest.mark.parametrize("who", ["adviser", "assistant", "records", "asker", "walled_lead", "admin"])
def test_who_may_not_approve(who, request_in, cast):
    copy = prepared(request_in("DELIVERED"), cast.adviser)

    with pytest.raises(PermissionDenied):
        services.approve_publication(ref=copy.ref, by=getattr(cast, who), at=clock.now())

    assert not PublishedAdvice.objects.exists()


def test_what_police_may_read_is_approved_by_a_lead(request_in, cast):
    copy = prepared(request_in("CLOSED"), cast.adviser, level="SHAREABLE")

    with pytest.raises(PermissionDenied):
        services.approve_publication(ref=copy.ref, by=cast.reader, at=clock.now())
    services.approve_publication(ref=copy.ref, by=cast.lead, at=clock.now())

    assert PublishedAdvice.objects.visible_to(cast.asker).exists()


def test_whoever_wrote_any_of_the_copy_does_not_approve_it(request_in, cast):
    asked = request_in("DELIVERED")
    prepared(asked, cast.lead)
    copy = prepared(asked, cast.adviser, title="Better words")

    with pytest.raises(PermissionDenied):
        services.approve_publication(ref=copy.ref, by=cast.lead, at=clock.now())


@pytest.mark.parametrize("who", ["reader", "prosecutor", "assistant", "asker", "walled_lead"])
def test_who_may_not_prepare(who, request_in, cast):
    with pytest.raises(PermissionDenied):
        prepared(request_in("DELIVERED"), getattr(cast, who))

    assert not PublicationProposal.objects.exists()


def test_every_mark_is_answered_before_it_is_published(request_in, cast, signed_in):
    asked = request_in("DELIVERED")
    with act(by=cast.lead, at=clock.now(), kind="add"):
        Participant.objects.create(file=asked.case_file, kind="ACCUSED", given_name="Morgan", family_name="Alder")
    copy = prepared(asked, cast.adviser, analysis="Mr. Alder called 416-555-0199. See 2019 ONCA 1.")
    page = signed_in(cast.adviser).get(reverse("advice:publication", args=[copy.ref])).content.decode()

    with pytest.raises(TransitionRefused) as refused:
        services.approve_publication(ref=copy.ref, by=cast.reader, at=clock.now())
    services.answer_mark(ref=copy.ref, kind="NAME", found="Alder", reason="A tree", by=cast.adviser, at=clock.now())
    services.answer_mark(ref=copy.ref, kind="PHONE", found="416-555-0199", reason="Invented", by=cast.adviser, at=clock.now())
    services.approve_publication(ref=copy.ref, by=cast.reader, at=clock.now())

    assert "Alder" in str(refused.value)
    assert "416-555-0199" in str(refused.value)
    assert "This may tell who it is about" in page
    assert PublishedAdvice.objects.count() == 1


def test_a_mark_is_answered_at_its_page(request_in, cast, signed_in):
    copy = prepared(request_in("DELIVERED"), cast.adviser, analysis="Call 416-555-0199.")
    page = reverse("advice:answer_mark", args=[copy.ref])
    client = signed_in(cast.adviser)

    empty = client.post(page, {"kind": "PHONE", "found": "416-555-0199", "reason": ""})
    unknown = client.post(page, {"kind": "PHONE", "found": "999", "reason": "Why not"})
    good = client.post(page, {"kind": "PHONE", "found": "416-555-0199", "reason": "Invented"})

    assert [answer.status_code for answer in (empty, unknown, good)] == [422, 422, 302]
    assert services.open_marks(copy) == []
    assert signed_in(cast.reader).post(page, {"kind": "PHONE", "found": "x", "reason": "x"}).status_code == 403


def test_a_copy_that_changed_under_its_reader_is_not_approved(request_in, cast):
    asked = request_in("DELIVERED")
    copy = prepared(asked, cast.adviser)
    prepared(asked, cast.adviser, title="Other words")

    with pytest.raises(StaleRecord):
        services.approve_publication(ref=copy.ref, by=cast.reader, at=clock.now(), version=copy.version)


def test_nothing_is_prepared_before_a_delivery_or_twice(request_in, cast):
    with pytest.raises(TransitionRefused):
        prepared(request_in("ASSIGNED"), cast.adviser)
    asked = request_in("DELIVERED")
    copy = prepared(asked, cast.adviser)
    services.approve_publication(ref=copy.ref, by=cast.reader, at=clock.now())

    with pytest.raises(TransitionRefused):
        prepared(asked, cast.adviser)


@pytest.mark.parametrize(("law", "review", "field"), [("2026-03-04", "2027-03-04", "law_as_of"), ("2026-03-03", "2026-03-03", "review_on")])
def test_dates_that_cannot_be_are_refused(law, review, field, request_in, cast):
    with pytest.raises(Refusal) as refused:
        prepared(request_in("DELIVERED"), cast.adviser, law_as_of=date.fromisoformat(law), review_on=date.fromisoformat(review))

    assert refused.value.field == field


def test_the_pages_lead_from_the_answer_to_the_bank(request_in, cast, signed_in):
    asked = request_in("DELIVERED", intended_level="SHAREABLE", reader=cast.lead)
    page = reverse("advice:prepare_publication", args=[asked.ref])
    start = signed_in(cast.adviser).get(page).content.decode()
    typed = {**CLEAN, "level": "SHAREABLE", "law_as_of": "2026-03-03", "review_on": "2027-03-03"}

    kept = signed_in(cast.adviser).post(page, typed)
    shown = signed_in(cast.lead).get(kept["Location"]).content.decode()
    wrong = signed_in(cast.lead).post(kept["Location"], {"provisions": "nonsense, words"})
    done = signed_in(cast.lead).post(kept["Location"], {"provisions": "286.4, 279.01(1)(a)"})

    assert "Anyone who *knowingly* advertises is caught" in start
    assert "CC:286.4" in shown
    assert (wrong.status_code, done.status_code) == (422, 302)
    published = PublishedAdvice.objects.get()
    assert sorted(tag.key for tag in published.provisions.all()) == ["CC:279.01(1)(a)", "CC:286.4"]
    assert published.get_absolute_url() in signed_in(cast.lead).get(kept["Location"]).content.decode()

"""Opening a file on one page: rows added without script, drafts, duplicates seen before, and the catalogue."""

from datetime import date

import pytest
from django.utils.translation import override

from casetracker.forms.base import CountRow, OffenceField, provisions
from casetracker.models import CaseFile, Count, Proceeding
from foundation.pages.models import Draft
from tests.casetracker.pages import at, day, hidden, problems, send, sent, signed_in
from tests.factories.accounts import AgencyFactory, UserFactory
from tests.factories.casetracker import accused_in, open_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def fixed(request):
    """The clock stands (the address helper of these tests has its name)."""
    return request.getfixturevalue("at")


def typed(agency, **more) -> dict:
    """One accused with one proposed count, as a browser sends it."""
    rows = {"accused-rows": "1", "name-rows": "1", "accused-0-count-rows": "1"}
    count = {"accused-0-count-0-offence": "286.4", **day("accused-0-count-0-offence_from", date(2025, 6, 1))}
    return {"agency": agency.ref, "accused-0-family_name": "Alder", "accused-0-custody": "NOT_ARRESTED", **rows, **count, **more}


def test_a_row_is_added_by_a_button_and_everything_typed_stays(assistant):
    client, agency = signed_in(assistant), AgencyFactory()

    answer = client.post(at("open_case_file"), {**typed(agency, **{"accused-0-count-0-offence": "half a wo"}), "row": "accused-0-count"})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="accused-0-count-1-offence"' in page
    assert 'value="Alder"' in page
    assert 'value="half a wo"' in page
    assert not problems(answer)
    assert hidden(answer)["accused-0-count-rows"] == "2"
    assert f'value="{agency.ref}" selected' in page


def test_an_accused_is_added_with_a_row_of_counts(assistant):
    answer = signed_in(assistant).post(at("open_case_file"), {**typed(AgencyFactory()), "row": "accused"})

    assert 'name="accused-1-family_name"' in answer.content.decode()
    assert 'name="accused-1-count-0-offence"' in answer.content.decode()


def test_a_proposed_count_rests_on_the_text_in_force_on_its_day(assistant):
    sent(send(signed_in(assistant), at("open_case_file"), **typed(AgencyFactory())))

    count = Count.objects.get()
    assert (count.state, count.offence.section, count.offence.valid_from) == ("PROPOSED", "286.4", date(2019, 9, 19))
    assert Proceeding.objects.get().state == "SUSPECT"


def test_a_period_over_a_change_of_the_text_is_asked_back(assistant):
    client, agency = signed_in(assistant), AgencyFactory()
    straddling = {
        **day("accused-0-count-0-offence_from", date(2019, 1, 1)),
        **day("accused-0-count-0-offence_to", date(2020, 1, 1)),
    }

    asked = send(client, at("open_case_file"), **typed(agency, **straddling))

    assert asked.status_code == 422
    assert any("changed within the offence period" in problem for problem in problems(asked))
    choices = asked.context["cards"][0][1].forms[0].fields["offence_text"].choices
    assert len(choices) == 3
    chosen = {"accused-0-count-0-offence_text": choices[2][0]}
    sent(client.post(at("open_case_file"), {**hidden(asked), **typed(agency, **straddling, **chosen)}))
    assert Count.objects.get().offence.code == choices[2][0]


def test_an_information_without_counts_is_refused_beside_its_field(assistant):
    laid = {"accused-0-information_number": "4811", **day("accused-0-sworn_on", date(2025, 9, 1)), "accused-0-count-0-offence": ""}

    answer = send(
        signed_in(assistant), at("open_case_file"), **typed(AgencyFactory(), **laid, **day("accused-0-count-0-offence_from", None))
    )

    assert answer.status_code == 422
    assert "An information has at least one count." in problems(answer)
    assert not CaseFile.objects.exists()


def test_a_duplicate_is_shown_before_and_opened_all_the_same(assistant):
    agency = AgencyFactory()
    there = open_file(assistant, [accused_in("Alder", given_name="")], agency=agency, occurrence_number="LS-1")
    client = signed_in(assistant)

    warned = send(client, at("open_case_file"), **typed(agency, occurrence_number="LS-1"))

    page = warned.content.decode()
    assert warned.status_code == 422
    assert there.ref in page
    assert "Open it all the same" in page
    assert CaseFile.objects.count() == 1
    seen = warned.context["seen"]
    sent(client.post(at("open_case_file"), {**hidden(warned), **typed(agency, occurrence_number="LS-1"), "seen": seen}))
    assert CaseFile.objects.count() == 2


def test_a_duplicate_in_a_file_she_may_not_see_is_not_shown(assistant, lead):
    open_file(assistant, [accused_in("Alder", given_name="")], occurrence_number="LS-1")
    elsewhere = UserFactory()

    sent(send(signed_in(elsewhere), at("open_case_file"), **typed(AgencyFactory(), occurrence_number="LS-1")))

    assert CaseFile.objects.count() == 2


def test_a_draft_brings_back_every_row(assistant):
    client, agency = signed_in(assistant), AgencyFactory()
    rows = {**typed(agency), "accused-rows": "2", "accused-1-family_name": "Cedar", "accused-1-count-rows": "1", "name-0-name": "Ana Birch"}
    client.post("/en/drafts/save/", {**rows, "draft_form": "open_case_file", "draft_about": "", "draft_path": at("open_case_file")})

    page = client.get(at("open_case_file")).content.decode()

    assert 'value="Alder"' in page
    assert 'value="Cedar"' in page
    assert 'value="Ana Birch"' in page
    assert 'value="286.4"' in page
    sent(send(client, at("open_case_file"), **rows))
    assert not Draft.objects.exists()


def test_a_second_click_opens_one_file(assistant):
    client, agency = signed_in(assistant), AgencyFactory()
    boxes = hidden(client.get(at("open_case_file")))

    first = client.post(at("open_case_file"), {**boxes, **typed(agency)})
    second = client.post(at("open_case_file"), {**boxes, **typed(agency), "seen": first["Location"].split("/")[3]})

    assert first["Location"] == second["Location"]
    assert CaseFile.objects.count() == 1


def test_police_crowns_and_records_do_not_open_files(db):
    opened = [
        signed_in(UserFactory(**who)).get("/en/cases/new/").status_code for who in ({"police": True}, {"crown": True}, {"records": True})
    ]

    assert opened == [403, 403, 403]


# The catalogue


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("286.4", ("CC", "286.4", "")),
        ("s. 286.4", ("CC", "286.4", "")),
        ("ADVERTISING sexual", ("CC", "286.4", "")),
        ("279.011(1)(b)", ("CC", "279.011", "(1)(b)")),
        ("", None),
    ],
)
def test_an_offence_is_found_by_section_or_words(fixed, text, key):
    assert OffenceField(required=False).clean(text) == key


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("text", ["279.01(1)(b)", "279.01 (1)(b)", "279.01(1)b)"])
def test_a_paragraph_is_found_as_either_language_writes_it(fixed, language, text):
    with override(language):
        assert OffenceField().clean(text) == ("CC", "279.01", "(1)(b)")


@pytest.mark.parametrize(
    ("text", "words"), [("279.01", "Several offences match"), ("jaywalking", "No offence of the catalogue"), ("%", "No offence")]
)
def test_an_unclear_offence_is_asked_back(fixed, text, words):
    row = CountRow({"offence": text, **day("offence_from", date(2025, 6, 1))}, offered=provisions())

    assert not row.is_valid()
    assert words in row.errors["offence"][0]


def test_every_offered_line_is_understood(fixed):
    offered = provisions()

    assert {line: OffenceField(offered=offered).clean(line) for line in offered} == offered


def test_decide_needs_a_lead_prosecutor_or_a_coded_reason(assistant, lead, pro):
    case_file = open_file(assistant)
    client = signed_in(lead)

    without = send(client, at("decide_intake", case_file), decision="CARRIED", conflict_cleared="on")
    uncoded = send(client, at("decide_intake", case_file), decision="DECLINED", reason="Not ours")
    unchecked = send(client, at("decide_intake", case_file), decision="CARRIED", lead_prosecutor=pro.ref)

    assert [answer.status_code for answer in (without, uncoded, unchecked)] == [422, 422, 422]
    assert "Name one lead prosecutor." in problems(without)
    assert "Choose why the team declines." in problems(uncoded)
    assert "Record that the conflict check is clear" in " ".join(problems(unchecked))
    assert CaseFile.objects.get().state == "CONFLICT_CHECK"

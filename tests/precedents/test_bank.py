"""The pages of the bank: who sees what, what they say, and that their cost does not grow with the lists."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation.audit.models import ReadLog
from precedents import selectors
from precedents.models import Decision, Provision, PublishedAdvice
from tests.factories.accounts import UserFactory
from tests.factories.precedents import make_advice, make_decision

pytestmark = pytest.mark.django_db
ROLES = ["POL", "CRN", "PRO", "AST", "LEAD", "REC", "ADM"]
LISTS = ["precedents:bank", "precedents:topics", "precedents:advice", "precedents:offences"]


def queries(connection, client, url):
    client.get(url)  # the first look writes the read log
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_decisions_are_for_everybody_who_signed_in(at, person):
    decision = make_decision()

    assert {role for role in ROLES if decision in Decision.objects.visible_to(person(role))} == set(ROLES)
    assert not Decision.objects.visible_to(AnonymousUser()).exists()


@pytest.mark.parametrize(
    "level, readers",
    [
        ("SHAREABLE", {"POL", "CRN", "PRO", "AST", "LEAD", "REC"}),
        ("CROWN_ONLY", {"CRN", "PRO", "AST", "LEAD", "REC"}),
        ("INTERNAL_TEAM", {"PRO", "AST", "LEAD", "REC"}),
    ],
)
def test_published_advice_is_read_by_the_roles_of_its_level(at, person, sign_in, level, readers):
    advice = make_advice(level=level)

    listed = {role for role in ROLES if advice in PublishedAdvice.objects.visible_to(person(role))}
    opened = {role for role in ROLES if sign_in(person(role)).get(advice.get_absolute_url()).status_code == 200}

    assert listed == opened == readers


def test_withdrawn_advice_is_left_to_the_team_and_records(at, person):
    advice = make_advice(level="SHAREABLE")
    with_reason = {"ref": advice.ref, "by": UserFactory(lead=True), "at": at, "key": None, "version": None, "reason": "Law changed."}
    from precedents.services import withdraw_publication

    withdraw_publication(**with_reason)

    assert {role for role in ROLES if advice in PublishedAdvice.objects.visible_to(person(role))} == {"PRO", "AST", "LEAD", "REC"}


def test_unknown_and_forbidden_advice_look_the_same(at, person, sign_in):
    advice = make_advice(level="INTERNAL_TEAM")
    client = sign_in(person("POL"))

    forbidden = client.get(advice.get_absolute_url())
    unknown = client.get(reverse("precedents:published_advice", kwargs={"ref": "ZZZZZZZZZZ"}))

    assert forbidden.status_code == unknown.status_code == 404
    assert not ReadLog.objects.filter(ref=advice.ref).exists()


def test_opening_a_decision_is_written_down_and_a_list_without_ids(at, person, sign_in):
    decision = make_decision()
    client = sign_in(person("CRN"))

    client.get(decision.get_absolute_url())
    client.get(reverse("precedents:bank"))

    assert set(ReadLog.objects.values_list("label", "ref")) == {("precedents.Decision", decision.ref), ("precedents.Decision", "")}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_for_few_and_many(at, person, sign_in, name, django_assert_max_num_queries):
    from django.db import connection

    client = sign_in(person("LEAD"))
    make_decision(provisions=["CC:279.01"])
    make_advice()
    few = queries(connection, client, reverse(name))
    for _ in range(6):
        make_decision(provisions=["CC:279.01", "CC:286.3(2)"], topics=["exploitation", "bail"])
        make_advice(topics=["bail"])

    assert queries(connection, client, reverse(name)) == few <= 20


def test_a_decision_page_costs_the_same_for_few_and_many_edges(at, person, sign_in):
    from django.db import connection

    client = sign_in(person("PRO"))
    cited = make_decision(citations=["2016 SCC 27"], court_code="SCC")
    make_decision(held_en="Applies 2016 SCC 27.")
    few = queries(connection, client, cited.get_absolute_url())
    for _ in range(6):
        make_decision(held_en="Applies 2016 SCC 27.")

    assert queries(connection, client, cited.get_absolute_url()) == few <= 20


def test_lists_are_cut_into_pages_of_25_in_the_database(at, person, sign_in):
    for _ in range(27):
        make_decision()
    client = sign_in(person("CRN"))

    first = client.get(reverse("precedents:bank"))
    second = client.get(reverse("precedents:bank") + "?page=2")

    assert (len(first.context["page"].object_list), len(second.context["page"].object_list)) == (25, 2)
    assert client.get(reverse("precedents:bank") + "?page=nonsense&court=nowhere&sort=x%00").status_code == 200


def test_filters_narrow_by_court_and_treatment(at, person, sign_in):
    top = make_decision(citations=["2016 SCC 27"], court_code="SCC")
    low = make_decision(citations=["2019 ONCJ 5"], court_code="ONCJ", treatment="OVERTAKEN", treated_by="2016 SCC 27")
    client = sign_in(person("PRO"))

    def listed(query):
        return set(client.get(reverse("precedents:bank") + query).context["page"].object_list)

    assert listed("?court=final") == {top}
    assert listed("?court=ontario_trial") == {low}
    assert listed("?treatment=doubtful") == {low}
    assert listed("?treatment=standing&treatment=doubtful") == {top, low}


def test_the_page_of_a_decision_says_what_it_must(at, person, sign_in):
    below = make_decision(style="R. v. Birch", citations=["2021 ONSC 1628"], held_en="Of no force.")
    above = make_decision(style="R. v. Birch", citations=["2022 ONCA 160"], court_code="ONCA", held_en="Valid.")
    from precedents.services import edit_decision

    edit_decision(
        ref=below.ref,
        by=UserFactory(lead=True),
        at=at,
        key=None,
        version=None,
        style="R. v. Birch",
        court_code="ONSC",
        decided_on=None,
        language="en",
        cores=below.cores,
        provisions=["CC:286.2"],
        topics=["bail"],
        held_en="Of no force.",
        held_fr="Inopérant.",
        note_en="",
        note_fr="",
        sources=["https://example.invalid/a", "javascript:alert(1)"],
        text="",
        treatment="REVERSED",
        treated_by="2022 ONCA 160",
    )

    page = sign_in(person("CRN")).get(below.get_absolute_url()).content.decode()

    assert "Reversed by" in page
    assert above.get_absolute_url() in page
    assert "R v Birch, 2021 ONSC 1628" in page
    assert "R. c. Birch, 2021 ONSC 1628" in page
    assert reverse("precedents:provision", kwargs={"code": "CC:286.2"}) in page
    assert 'href="https://example.invalid/a"' in page
    assert 'href="javascript' not in page
    assert "Edit" not in page


def test_a_withheld_style_shows_as_withheld_and_initials_as_published(at, person, sign_in):
    withheld = make_decision(style="")
    initials = make_decision(style="R. v. A.A.")
    client = sign_in(person("PRO"))

    assert "[style withheld]" in client.get(withheld.get_absolute_url()).content.decode()
    assert "R. v. A.A." in client.get(initials.get_absolute_url()).content.decode()


def test_the_french_page_is_french_and_marks_the_other_language(at, person, sign_in):
    english_only = make_decision(held_en="Only in English.", held_fr="")

    page = sign_in(person("PRO")).get(f"/fr/bank/{english_only.ref}/").content.decode()

    assert 'lang="en"><p id="held_en-1">Only in English.' in page
    assert "Ce qui a été décidé" in page
    assert "art. 279.01" in page


def test_a_provision_page_lists_its_decisions_and_its_dated_text(at, person, sign_in):
    whole = make_decision(provisions=["CC:286.3"])
    part = make_decision(provisions=["CC:286.3(2)"])
    client = sign_in(person("POL"))

    page = client.get(reverse("precedents:provision", kwargs={"code": "CC:286.3"}))

    assert set(page.context["page"].object_list) == {whole, part}
    assert [row.section for row in page.context["versions"]] == ["286.3", "286.3"]
    assert client.get(reverse("precedents:provision", kwargs={"code": "286.3(2)"})).status_code == 200
    for odd in ("x", "CC:999999", "%00", "😀", "CC:286.3(2)" * 40):
        assert client.get(f"/en/bank/provisions/{odd}/").status_code == 404


def test_advice_whose_law_changed_is_flagged(at, person, sign_in):
    advice = make_advice(law_as_of=date(2026, 3, 1), provisions=["CC:279.04"])
    other = make_advice(law_as_of=date(2026, 3, 1), provisions=["CC:266"])

    assert selectors.law_changes(advice, date(2026, 7, 17)) == []
    assert [row.code for row in selectors.law_changes(advice, date(2026, 7, 18))] == ["CC:279.04@2026-07-18"]
    assert selectors.law_changes(other, date(2026, 11, 25)) == []


def test_the_source_of_published_advice_is_named_to_the_team_alone(at, person, sign_in):
    advice = make_advice(level="SHAREABLE")

    shown = {role for role in ROLES if advice.source_ref in sign_in(person(role)).get(advice.get_absolute_url()).content.decode()}

    assert shown == {"PRO", "AST", "LEAD", "REC"}


def test_the_catalogue_says_what_was_not_checked_and_where_it_was_read(at, person, sign_in):
    client = sign_in(person("POL"))

    page = client.get(reverse("precedents:offences") + "?state=in_force&kind=OFFENCE&page=2").content.decode()

    assert "s. 279.01(1)(a)" in page
    assert "not checked" in page
    assert "RSC 1985, c C-46" in page
    assert client.get(reverse("precedents:offences") + "?state=not_in_force").context["total"] == 2


@pytest.mark.parametrize(
    "typed", ["2019 ONCA 663", "2019onca663", "https://www.canlii.org/en/on/onca/doc/2019/2019onca663/2019onca663.html", "147 OR (3d) 225"]
)
def test_a_typed_citation_opens_the_decision(at, typed):
    decision = make_decision(citations=["2019 ONCA 663", "147 O.R. (3d) 225"], court_code="ONCA")

    assert selectors.decision_for_citation(typed) == decision


def test_a_citation_of_another_court_offers_the_one_that_was_meant(at):
    decision = make_decision(citations=["2019 ONCA 663"], court_code="ONCA")

    assert selectors.decision_for_citation("2019 QCCA 663") is None
    assert selectors.did_you_mean("2019 QCCA 663") == [decision]
    assert selectors.did_you_mean("exploitation") == []


def test_database_matches_pass_visible_to(at, person):
    decision = make_decision(held_en="Influence over movements.")
    secret = make_advice(level="INTERNAL_TEAM", title="Influence, for us")
    shared = make_advice(level="SHAREABLE", title="Influence, for all")

    assert selectors.database_matches(person("POL"), "influence") == [decision, shared]
    assert set(selectors.database_matches(person("LEAD"), "influence")) == {decision, secret, shared}
    for odd in ("", "\x00", "%", "_", "x" * 5000, "😀", "'; --"):
        assert isinstance(selectors.database_matches(person("PRO"), odd), list)


def test_provisions_stand_in_the_order_of_the_act(at):
    make_decision(provisions=["CC:286.3(2)", "CC:95", "CC:279.011", "CC:279.01"])

    assert [tag.key for tag in Provision.objects.all()] == ["CC:95", "CC:279.01", "CC:279.011", "CC:286.3(2)"]


@pytest.mark.parametrize("role", ROLES)
def test_a_section_is_found_by_part_of_its_number_and_opens(at, person, sign_in, role):
    client = sign_in(person(role))

    found = client.post(reverse("precedents:offences"), {"words": "286.1"}).content.decode()

    assert reverse("precedents:offence", kwargs={"section": "CC-286.1"}) in found
    page = client.get(reverse("precedents:offence", kwargs={"section": "CC-286.1"})).content.decode()
    assert "Maximum on indictment: 10 years" in " ".join(page.split())
    assert "14 years" in page
    assert "Challenged often; the state of the case law was not checked." in page
    assert "Interception, s. 183" in page.split("Not checked:")[1]
    assert "s. 150.1(5)" in page


@pytest.mark.parametrize(
    "typed, sentence",
    [
        ("", "Type a section or a word."),
        ("zzz", "No section of the catalogue has these words."),
        ("\x00", "Type a section or a word."),
        ("x" * 900, "200"),
    ],
)
def test_what_finds_no_section_is_answered_in_a_sentence(at, person, sign_in, typed, sentence):
    answer = sign_in(person("PRO")).post(reverse("precedents:offences"), {"words": typed})

    assert answer.status_code == 200
    assert sentence in answer.content.decode()


@pytest.mark.parametrize("section", ["CC-1", "XX-279.01", "279.01", "CC-"])
def test_a_section_that_the_catalogue_does_not_hold_is_not_there(at, person, sign_in, section):
    assert sign_in(person("PRO")).get(reverse("precedents:offence", kwargs={"section": section})).status_code == 404

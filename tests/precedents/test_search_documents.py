"""What the search is told of the bank, and what it finds."""

from datetime import date

import pytest

from foundation.search import registry
from foundation.search.models import Change
from foundation.search.tokens import tokens_for
from precedents import search_documents, services
from precedents.models import PublishedAdvice
from tests.factories.accounts import UserFactory
from tests.factories.precedents import make_advice, make_decision

pytestmark = pytest.mark.django_db
ROLES = ["POL", "CRN", "PRO", "AST", "LEAD", "REC", "ADM"]


def test_the_document_and_the_database_name_the_same_readers(at, person):
    records = [make_decision()] + [make_advice(level=level) for level in PublishedAdvice.Level.values]
    withdrawn = make_advice()
    services.withdraw_publication(ref=withdrawn.ref, by=UserFactory(lead=True), at=at, key=None, version=None, reason="The law changed.")
    withdrawn.refresh_from_db()

    for record in [*records, withdrawn]:
        document = registry.registered(record._meta.label).build(record)
        for role in ROLES:
            somebody = person(role)
            by_index = not tokens_for(somebody).isdisjoint(document.readers)
            by_rule = type(record).objects.visible_to(somebody).filter(pk=record.pk).exists()
            assert by_index == by_rule, (record, role)


def test_a_decision_is_described_by_its_parts(at):
    decision = make_decision(
        citations=["2019 ONCA 663", "147 O.R. (3d) 225"], court_code="ONCA", decided_on=date(2019, 8, 28), provisions=["CC:286.3(2)"]
    )

    document = search_documents.of_decision(decision)

    assert document.shown_title == "R. v. Alder, 2019 ONCA 663"
    assert document.citations == ("2019 ONCA 663", "147 O.R. (3d) 225")
    assert document.provisions == ("286.3(2)",)
    assert document.facets["court"] == ("ONCA",)
    assert document.facets["provision"] == ("CC:286.3",)
    assert document.day == date(2019, 8, 28)
    assert "Influence can leave" in document.body


def test_what_changes_is_handed_to_the_outbox_in_the_same_act(at):
    decision = make_decision()
    advice = make_advice()

    assert {change.key for change in Change.objects.all()} == {
        f"precedents.Decision:{decision.ref}",
        f"precedents.PublishedAdvice:{advice.ref}",
    }

    services.withdraw_publication(ref=advice.ref, by=UserFactory(lead=True), at=at, key=None, version=None, reason="The law changed.")

    assert Change.objects.order_by("-pk").first().narrowed


def test_a_rebuild_reads_the_rows_in_a_constant_number_of_queries(at, django_assert_num_queries):
    for _ in range(3):
        make_decision()
        make_advice()

    with django_assert_num_queries(6):
        decisions = [search_documents.of_decision(row) for row in search_documents.all_decisions()]
    with django_assert_num_queries(3):
        advice = [search_documents.of_published_advice(row) for row in search_documents.all_published_advice()]

    assert (len(decisions), len(advice)) == (3, 3)

"""Why a search finds a record or does not, told for support: by its clauses, and never a word of the record."""

import io

import pytest
from django.core.management import CommandError, call_command

from foundation.search import indexer, port
from foundation.search.marks import QueryError
from tests.factories.accounts import UserFactory
from tests.foundation.search.shelf import LABEL, Item

pytestmark = pytest.mark.django_db
KEY = f"{LABEL}:A1"


@pytest.fixture
def filled(shelf):
    """One item that officers read as well, without its text for the team."""
    shelf.put(Item("A1", "Passport", "She feared for her safety.", team="zanzibar", readers={"role:PRO", "role:POL", "role:LEAD"}))
    indexer.rebuild()
    return shelf


def told(text, user):
    return [(clause.text, clause.depth, clause.holds) for clause in port.explain(text, KEY, user).clauses]


def test_each_clause_is_told_with_whether_it_holds(filled):
    assert told("(fears OR debt) passport NOT zanzibar fear /s her", UserFactory()) == [
        ("(fears OR debt) AND passport AND NOT zanzibar AND (fear /s her)", 0, False),
        ("fears OR debt", 1, True),
        ("fears", 2, True),
        ("debt", 2, False),
        ("passport", 1, True),
        ("NOT zanzibar", 1, False),
        ("zanzibar", 2, True),
        ("fear /s her", 1, True),
        ("fear", 2, True),
        ("her", 2, True),
    ]
    assert ("zanzibar", 2, False) in told("fear NOT zanzibar", UserFactory(police=True))
    assert told("HT", UserFactory())[2][0].startswith("= human trafficking, ")


def test_it_agrees_with_the_search(filled):
    counsel = UserFactory()
    for text in ("fear", "debt", "NOT debt", "EXACT(fear)", "fea*", "zanzibar", "", "title:passport", "fear /2 safety"):
        assert port.explain(text, KEY, counsel).is_found == (port.search(counsel, text).total == 1), text


def test_what_the_index_has_otherwise_is_told(filled, acting):
    counsel = UserFactory()
    filled.put(Item("A1", "Passport", "Debt.", readers={"role:PRO"}), Item("A2", "New"))

    stale, lacking = port.explain("fear", KEY, counsel), port.explain("new", f"{LABEL}:A2", counsel)

    assert (stale.is_indexed, stale.is_current, stale.is_open, stale.is_found) == (True, False, True, True)
    assert (lacking.is_indexed, lacking.is_found, lacking.clauses[0].holds) == (False, False, True)
    with acting(counsel):
        port.reindex(filled.items["A1"], narrowed=True)
    narrowed = port.explain("fear", KEY, counsel)
    assert (narrowed.is_open, narrowed.waits, narrowed.is_found) == (False, True, False)


def test_who_may_not_see_a_record_is_told_nothing(filled):
    assert port.explain("fear", KEY, UserFactory(crown=True)) is None
    assert port.explain("fear", f"{LABEL}:NONE", UserFactory()) is None


def test_what_cannot_be_understood_is_refused(filled):
    with pytest.raises(QueryError):
        port.explain("fear AND", KEY, UserFactory())


def test_the_command_prints_clauses_and_no_word_of_the_record(filled):
    counsel = UserFactory()
    out = io.StringIO()

    call_command("search_explain", "A1", "debt OR fears", "--as", counsel.email.upper(), stdout=out)

    assert out.getvalue().splitlines() == ["yes debt OR fears", "no    debt", "yes   fears", "It is found."]
    for ref, text, who, sentence in (
        ("A1", "fear", UserFactory(crown=True).email, "sees no record of this number"),
        ("NONE", "fear", counsel.email, "sees no record of this number"),
        ("A1", "fear AND", counsel.email, "cannot be understood"),
        ("A1", "fear", "nobody@example.invalid", "Nobody has this address"),
    ):
        with pytest.raises(CommandError, match=sentence):
            call_command("search_explain", ref, text, "--as", who)

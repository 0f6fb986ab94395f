"""What is found of requests, and by whom."""

import pytest

from advice import search_documents, services
from advice.models import AdviceRequest
from casetracker.models import FileWall
from foundation import clock
from foundation.audit.acts import act
from foundation.search.tokens import tokens_for
from tests.factories.advice import write


def reads(document, person):
    """Whether the document's tokens let this person read it."""
    held = tokens_for(person)
    return bool(held & set(document.readers)) and not held & set(document.denied)


@pytest.mark.parametrize("state", ["SUBMITTED", "ASSIGNED", "DELIVERED", "WITHDRAWN"])
def test_tokens_say_what_the_rule_says(state, request_in, cast):
    asked = request_in(state)
    document = search_documents.of_request(asked)

    found = {who for who, person in cast if reads(document, person)}

    assert found == {"asker", "named", "adviser", "reader", "prosecutor", "counsel", "assistant", "lead", "records"}


def test_a_draft_has_no_document(request_in):
    assert search_documents.of_request(request_in("DRAFT")) is None


def test_a_new_wall_holds_at_once_without_a_new_document(request_in, cast):
    document = search_documents.of_request(request_in("ASSIGNED"))
    before = reads(document, cast.reader)

    with act(by=cast.lead, at=clock.now(), kind="wall"):
        FileWall.objects.create(file=request_file(document), user=cast.reader, reason="Former counsel", set_at=clock.now())

    assert (before, reads(document, cast.reader)) == (True, False)


def request_file(document):
    """The file that a document's request is linked to."""
    return AdviceRequest.objects.get(ref=document.ref).case_file


def test_the_askers_words_and_the_teams_are_kept_apart(request_in, cast):
    asked = request_in("DELIVERED")
    services.add_note(ref=asked.ref, text="NOTEWORD", by=cast.lead, at=clock.now())
    services.take_up_again(ref=asked.ref, reason="New", by=cast.adviser, at=clock.now())
    write(asked.ref, cast.adviser, short_answer="DRAFTWORD")

    document = search_documents.of_request(asked)

    for word in ("NOTEWORD", "DRAFTWORD", asked.case_file.ref):
        assert word in document.body_team
        assert word not in document.body
    assert "Yes, it does." in document.body
    assert document.facets == {"topic": ("ONLINE",)}


def test_the_database_finds_by_number_and_by_words_what_she_may_see(request_in, cast):
    asked = request_in("DELIVERED")

    for text in (asked.ref.lower(), "third person", "Yes, it does"):
        assert list(search_documents.matching_requests(cast.asker, text)) == [asked]
        assert list(search_documents.matching_requests(cast.same_agency, text)) == []
        assert list(search_documents.matching_requests(cast.walled_lead, text)) == []
    assert list(search_documents.matching_requests(cast.asker, "  ")) == []


def test_a_rebuild_reads_every_request_but_drafts(request_in):
    made = [request_in("DELIVERED"), request_in("ASSIGNED"), request_in("DRAFT")]

    rows = list(search_documents.all_requests())

    assert {row.ref for row in rows} == {asked.ref for asked in made[:2]}

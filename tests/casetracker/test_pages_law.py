"""Decisions of the bank on a file: linked by a citation, shown with their standing, taken off again."""

import pytest

from casetracker.models import LinkedDecision
from tests.casetracker.pages import at, problems, send, sent, signed_in
from tests.factories.accounts import UserFactory
from tests.factories.casetracker import World
from tests.factories.precedents import make_decision

pytestmark = pytest.mark.django_db


def test_a_decision_is_linked_by_its_citation_and_taken_off(world, pro):
    make_decision(citations=["2019 ONCA 663"], style="R. v. Example")
    client = signed_in(pro)

    sent(send(client, at("law", world.file), decision="2019 ONCA 663", pinpoint="para 12", note="Fear is not needed"))

    page = client.get(at("law", world.file)).content.decode()
    assert "R. v. Example, 2019 ONCA 663" in page
    assert "para 12" in page
    assert "R. v. Example" in client.get(at("file", world.file)).content.decode()
    link = LinkedDecision.objects.get()
    sent(client.post(at("unlink_decision", world.file, link=link)))
    assert not LinkedDecision.objects.exists()
    history = client.get(at("history", world.file)).content.decode()
    assert "linked a decision" in history
    assert "took a linked decision off the file" in history


def test_a_decision_is_linked_by_its_reference(world, pro):
    decision = make_decision()

    sent(send(signed_in(pro), at("law", world.file), decision=decision.ref.lower()))

    assert LinkedDecision.objects.get().decision_ref == decision.ref


def test_what_the_bank_does_not_hold_is_said_beside_the_field(world, pro):
    answer = send(signed_in(pro), at("law", world.file), decision="1999 ONCA 1", note="Kept")

    assert answer.status_code == 422
    assert "The bank has no decision “1999 ONCA 1”" in problems(answer)[0]
    assert "Kept" in answer.content.decode()


def test_the_same_decision_is_not_linked_twice(world, pro):
    decision = make_decision()
    client = signed_in(pro)
    sent(send(client, at("law", world.file), decision=decision.ref))

    again = send(client, at("law", world.file), decision=decision.ref)

    assert again.status_code == 422
    assert LinkedDecision.objects.count() == 1


def test_a_local_crown_sees_no_decision_the_team_linked(lead, pro, assistant):
    world = World(lead=lead, pro=pro, assistant=assistant, decision="SHARED")
    crown = UserFactory(crown=True)
    world.do("grant_access", by=lead, case_file=world.file, to=crown, acting_as="LOCAL_CROWN")
    sent(send(signed_in(pro), at("law", world.file), decision=make_decision(style="R. v. Example").ref))
    client = signed_in(crown)

    page = client.get(at("law", world.file))

    assert page.status_code == 200
    assert "R. v. Example" not in page.content.decode()
    assert client.post(at("law", world.file), {"decision": "x"}).status_code == 404

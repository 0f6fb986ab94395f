"""Who sees which request, and what of it."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from advice import services
from advice.models import AdviceRequest, InternalNote, PublicationProposal
from advice.states import State
from casetracker.models import FileWall
from foundation import clock
from foundation.accounts.models import Agency
from foundation.audit.acts import act
from foundation.documents.services import store_upload
from foundation.notifications.models import Notice
from tests.advice.conftest import again
from tests.factories.accounts import AgencyFactory, OfficeFactory, UserFactory
from tests.factories.advice import AdviceRequestFactory, write

SEES_SENT = {"asker", "named", "adviser", "reader", "prosecutor", "counsel", "assistant", "lead", "records"}


@pytest.mark.parametrize("state", list(State))
def test_who_sees_a_request_in_each_state(state, request_in, cast, signed_in):
    asked = request_in(state)
    expected = {"asker"} if state == State.DRAFT else SEES_SENT
    if state == State.CONVERTED_TO_FILE:  # the file that came of it has no wall yet
        expected = expected | {"walled_lead", "walled_prosecutor"}

    by_rule = {who for who, person in cast if AdviceRequest.objects.visible_to(person).filter(pk=asked.pk).exists()}
    by_page = {who for who, person in cast if signed_in(person).get(reverse("advice:request", args=[asked.ref])).status_code == 200}
    in_list = {who for who, person in cast if asked.ref in signed_in(person).get(reverse("advice:list")).content.decode()}

    assert by_rule == by_page == in_list == expected


def test_a_crown_sees_what_she_or_an_office_colleague_who_named_her_asked(db, at):
    office = OfficeFactory()
    asker, named, same_office = (UserFactory(crown=True, office=office) for _ in range(3))
    other = UserFactory(crown=True)
    asked = AdviceRequestFactory(submitted=True, asker=asker, colleagues=[named])

    seen = [
        person for person in (asker, named, same_office, other) if AdviceRequest.objects.visible_to(person).filter(pk=asked.pk).exists()
    ]

    assert seen == [asker, named]


def test_who_leaves_the_agency_no_longer_sees_what_she_asked_there(request_in, cast):
    asked = request_in("DELIVERED")

    for person in (cast.asker, cast.named):
        person.agency = AgencyFactory()
        person.save()

    assert not AdviceRequest.objects.visible_to(cast.asker).filter(pk=asked.pk).exists()
    assert not AdviceRequest.objects.visible_to(cast.named).filter(pk=asked.pk).exists()


def test_a_wall_that_was_lifted_stands_no_longer(request_in, cast):
    asked = request_in("ASSIGNED")

    with act(by=cast.lead, at=clock.now(), kind="lift"):
        wall = FileWall.objects.get(user=cast.walled_lead)
        wall.lifted_at, wall.lift_reason = clock.now(), "Set by mistake"
        wall.save()

    assert AdviceRequest.objects.visible_to(cast.walled_lead).filter(pk=asked.pk).exists()


def test_an_unknown_and_a_forbidden_request_look_the_same(request_in, cast, signed_in):
    asked = request_in("DELIVERED")
    client = signed_in(cast.same_agency)

    forbidden = client.get(reverse("advice:request", args=[asked.ref]))
    unknown = client.get(reverse("advice:request", args=["AR-26-ZZZZ"]))

    assert forbidden.status_code == unknown.status_code == 404
    assert bare(forbidden, asked.ref) == bare(unknown, "AR-26-ZZZZ")


def bare(answer, ref):
    """A page without its address and its tokens."""
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", answer.content.decode().replace(ref, ""))


def test_the_asker_sees_nothing_of_the_teams_side(request_in, cast, signed_in, settings, tmp_path):
    asked = request_in("ASSIGNED")
    services.add_note(ref=asked.ref, text="NOTEWORD about strategy", by=cast.lead, at=clock.now())
    services.hand_over_request(ref=asked.ref, to=cast.prosecutor, reason="REASONWORD", by=cast.lead, at=clock.now())
    write(asked.ref, cast.prosecutor, short_answer="DRAFTWORD", note="SECONDNOTE")
    services.send_for_review(ref=asked.ref, by=cast.prosecutor, at=clock.now())
    services.return_for_changes(ref=asked.ref, comment="COMMENTWORD", by=cast.reader, at=clock.now())
    hidden = ["NOTEWORD", "REASONWORD", "DRAFTWORD", "SECONDNOTE", "COMMENTWORD", "Rita Reader", asked.case_file.ref]

    page = reverse("advice:request", args=[asked.ref])
    for_asker = signed_in(cast.asker).get(page).content.decode()
    for_team = signed_in(cast.assistant).get(page).content.decode()

    assert [word for word in hidden if word in for_asker] == []
    assert [word for word in hidden if word not in for_team] == []


def test_a_delivered_answer_does_not_change_for_the_asker_while_a_new_version_is_written(request_in, cast, signed_in):
    asked = request_in("DELIVERED")
    services.take_up_again(ref=asked.ref, reason="A new decision", by=cast.adviser, at=clock.now())
    write(asked.ref, cast.adviser, short_answer="NEWWORD")

    page = signed_in(cast.asker).get(reverse("advice:request", args=[asked.ref])).content.decode()

    assert "Yes, it does." in page
    assert "NEWWORD" not in page


def test_papers_of_the_team_are_not_the_askers(request_in, cast, signed_in, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    asked = request_in("ASSIGNED")
    for_all = store_upload(upload=SimpleUploadedFile("warrant.txt", b"Words"), about=asked, by=cast.asker)
    for_team = store_upload(upload=SimpleUploadedFile("memo.txt", b"Words"), about=asked, by=cast.adviser, team_only=True)

    page = signed_in(cast.asker).get(reverse("advice:request", args=[asked.ref])).content.decode()

    assert "warrant.txt" in page
    assert "memo.txt" not in page
    assert signed_in(cast.asker).get(reverse("document", args=[for_team.ref])).status_code == 404
    assert signed_in(cast.asker).get(reverse("document", args=[for_all.ref])).status_code == 200
    assert signed_in(cast.adviser).get(reverse("document", args=[for_team.ref])).status_code == 200


def test_notes_and_copies_are_seen_by_the_team_and_records_alone(request_in, cast):
    asked = request_in("DELIVERED")
    services.add_note(ref=asked.ref, text="Note", by=cast.lead, at=clock.now())
    prepare = {"title": "T", "question": "Q", "short_answer": "S", "analysis": "A", "level": "CROWN_ONLY"}
    day = clock.today()
    services.prepare_publication(ref=asked.ref, **prepare, law_as_of=day, review_on=day.replace(year=2027), by=cast.adviser, at=clock.now())

    for model in (InternalNote, PublicationProposal):
        seen = {who for who, person in cast if model.objects.visible_to(person).exists()}
        assert seen == {"adviser", "reader", "prosecutor", "counsel", "assistant", "lead", "records"}


def test_opening_a_page_writes_down_who_looked_and_the_team_reads_it(request_in, cast, signed_in):
    asked = request_in("ASSIGNED")
    signed_in(cast.asker).get(reverse("advice:request", args=[asked.ref]))

    page = signed_in(cast.lead).get(reverse("advice:who_looked", args=[asked.ref]))

    assert "Ana Asker" in page.content.decode()
    assert signed_in(cast.asker).get(reverse("advice:who_looked", args=[asked.ref])).status_code == 403


def test_nobody_is_told_of_a_request_she_may_not_see(request_in, cast):
    asked = request_in("ASSIGNED")
    Notice.objects.all().delete()

    services.ask_for_more(ref=asked.ref, text="Who?", reply_by=clock.today(), by=cast.adviser, at=clock.now())
    services.reply_to_team(ref=asked.ref, text="Me", by=cast.named, at=clock.now())
    services.withdraw_request(ref=asked.ref, by=cast.asker, at=clock.now())

    told = set(Notice.objects.values_list("recipient__name", flat=True))
    assert told == {"Ana Asker", "Nora Named", "Ada Adviser"}
    assert Agency.objects.exists()
    assert again(asked).state == "WITHDRAWN"

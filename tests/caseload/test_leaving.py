"""Somebody leaves: everything in her hands goes to colleagues in one act, her account ends, and nothing is lost (T17)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from advice.models import AdviceRequest
from caseload import leaving, reminders
from caseload.models import Reminder
from casetracker.models import CaseFile, FileAccess, FileWall
from casetracker.services import grant_access, set_wall, take_cover
from foundation import clock
from foundation.accounts import services as accounts
from foundation.audit.models import Act, Event
from foundation.audit.verify import verify
from foundation.jobs import queue
from foundation.jobs.models import Job
from foundation.notifications.models import Notice
from foundation.records import Refusal, StaleRecord
from tests.factories.accounts import UserFactory
from tests.factories.advice import AdviceRequestFactory
from tests.factories.casetracker import World

REASON = "She goes to another office"


def page_of(person):
    return reverse("leaving", kwargs={"ref": person.ref})


def filled(client, person, **changes):
    """The form as the page offers it, with the same colleague for all of a kind."""
    form = client.get(page_of(person)).context["form"]
    return {"shown": form["shown"].value(), "version": form["version"].value(), "reason": REASON, "close": "on", **changes}


def hand_over(house, person, to, by=None, close=True, **changes):
    items = leaving.in_hands_of(person, by or house.lead)
    given = {"person": person, "to": {item.key: to for item in items}, "shown": leaving.seal(items), "reason": REASON, "close": close}
    return leaving.hand_over_everything(**{**given, **changes}, by=by or house.lead, at=clock.now())


def held_by(person):
    return set(FileAccess.objects.current().filter(user=person).values_list("file__ref", "acting_as"))


def state_of_things():
    return (
        list(FileAccess.objects.order_by("pk").values_list("pk", "user", "acting_as", "until_at")),
        list(AdviceRequest.objects.order_by("pk").values_list("pk", "assigned_to", "state")),
        Act.objects.count(),
        Event.objects.count(),
        Notice.objects.count(),
        Job.objects.count(),
    )


def test_the_page_shows_everything_before_the_click(house, signed_in):
    page = signed_in(house.lead).get(page_of(house.pro)).content.decode()

    for world in house.mine:
        assert world.file.ref in page
    assert house.requests[1].ref in page
    assert house.hers.file.ref not in page
    assert "Bea Pro" in page


def test_everything_changes_hands_in_one_act_and_the_account_ends(house, signed_in, client):
    from django.test import Client

    hers = Client()
    hers.force_login(house.pro)
    before = hers.get(reverse("account")).status_code
    client = signed_in(house.lead)
    acts = Act.objects.count()

    answer = client.post(
        page_of(house.pro), filled(client, house.pro, all_lead_counsel=house.other.ref, all_advises=house.other.ref, key="k" * 32)
    )
    house.pro.refresh_from_db()

    assert answer["Location"] == house.pro.get_absolute_url()
    assert {(world.file.ref, "LEAD_COUNSEL") for world in house.mine} <= held_by(house.other)
    assert held_by(house.pro) == set()
    assert AdviceRequest.objects.get(pk=house.requests[1].pk).assigned_to == house.other
    assert not house.pro.is_active
    assert before == 200
    assert hers.get(reverse("account"))["Location"].startswith("/en/sign-in/")
    assert Act.objects.count() == acts + 1
    assert not leaving.holds(house.pro, None)
    assert Notice.objects.filter(recipient=house.other, about_ref=house.mine[0].file.ref).exists()
    assert verify().whole


def test_a_second_send_leads_to_the_same_page(house, signed_in):
    client = signed_in(house.lead)
    form = filled(client, house.pro, all_lead_counsel=house.other.ref, all_advises=house.other.ref, key="k" * 32)

    first, after = client.post(page_of(house.pro), form), state_of_things()
    second = client.post(page_of(house.pro), form)

    assert first["Location"] == second["Location"] == house.pro.get_absolute_url()
    assert state_of_things() == after


def test_single_things_can_go_to_others(house, signed_in):
    third = UserFactory(name="Cora Pro")
    client = signed_in(house.lead)
    one = leaving.in_hands_of(house.pro, house.lead)[0]

    client.post(
        page_of(house.pro), filled(client, house.pro, all_lead_counsel=house.other.ref, all_advises=house.other.ref, **{one.key: third.ref})
    )

    assert held_by(third) == {(one.record.ref, "LEAD_COUNSEL")}


def test_a_wall_refuses_the_whole_and_says_which(house, signed_in):
    set_wall(case_file=house.mine[1].file, user=house.other, reason="Former defence counsel", by=house.lead, at=clock.now())
    client = signed_in(house.lead)
    form = filled(client, house.pro, all_lead_counsel=house.other.ref, all_advises=house.other.ref)
    before = state_of_things()

    answer = client.post(page_of(house.pro), form)
    house.pro.refresh_from_db()

    assert answer.status_code == 422
    assert house.mine[1].file.ref in answer.content.decode()
    assert "A wall stands" in answer.content.decode()
    assert state_of_things() == before
    assert house.pro.is_active


def test_what_came_into_her_hands_meanwhile_is_not_handed_over_unseen(house, signed_in):
    client = signed_in(house.lead)
    form = filled(client, house.pro, all_lead_counsel=house.other.ref, all_advises=house.other.ref)
    World(lead=house.lead, pro=house.pro, assistant=house.assistant, occurrence_number="25-60")

    stale = client.post(page_of(house.pro), form)
    again = stale.context["form"]
    sent = client.post(page_of(house.pro), {**form, "shown": again["shown"].value(), "version": again["version"].value()})

    assert stale.status_code == 409
    assert sent.status_code == 302
    assert not leaving.holds(house.pro, None)


def test_without_a_reason_or_a_colleague_nothing_happens(house, signed_in):
    client = signed_in(house.lead)
    before = state_of_things()

    nobody = client.post(page_of(house.pro), filled(client, house.pro))
    silent = client.post(
        page_of(house.pro), filled(client, house.pro, all_lead_counsel=house.other.ref, all_advises=house.other.ref, reason=" ")
    )
    stranger = client.post(page_of(house.pro), filled(client, house.pro, all_lead_counsel="NOBODY1234", all_advises=house.crown.ref))

    assert nobody.status_code == silent.status_code == stranger.status_code == 422
    assert "Choose who takes these" in nobody.content.decode()
    assert "Say why these things change hands" in silent.content.decode()
    assert state_of_things()[:2] == before[:2]


def test_only_a_lead_opens_it_and_the_service_says_the_same(house, signed_in):
    others = [house.pro, house.assistant, house.crown, house.police, UserFactory(admin=True), UserFactory(records=True)]

    answers = [signed_in(person).get(page_of(house.other)).status_code for person in others]

    assert answers == [403] * len(others)
    for person in others:
        with pytest.raises(PermissionDenied):
            leaving.hand_over_everything(
                person=house.other, to={}, shown=leaving.seal([]), reason=REASON, close=True, by=person, at=clock.now()
            )


def test_a_request_is_passed_on_wherever_it_stands(house):
    reader = UserFactory()
    requests = [
        AdviceRequestFactory(**{step: True}, lead=house.lead, adviser=house.pro, reader=reader, asker=house.police)
        for step in ("submitted", "assigned", "in_review", "needs_info", "delivered", "follow_up")
    ]
    before = [request.state for request in requests]

    hand_over(house, house.pro, house.other)
    after = [AdviceRequest.objects.get(pk=request.pk) for request in requests]

    assert [request.state for request in after] == before
    assert [request.assigned_to for request in after] == [None, *[house.other] * 5]


def test_an_assistants_and_a_local_crowns_places_go_to_their_like(house, signed_in):
    clerk, crown = UserFactory(assistant=True), UserFactory(crown=True)
    for person, place in ((house.assistant, "ASSISTANT"), (house.crown, "LOCAL_CROWN")):
        grant_access(case_file=house.mine[0].file, to=person, acting_as=place, by=house.lead, at=clock.now())

    hand_over(house, house.assistant, clerk)
    hand_over(house, house.crown, crown)

    assert held_by(clerk) == {(house.mine[0].file.ref, "ASSISTANT")}
    assert held_by(crown) == {(house.mine[0].file.ref, "LOCAL_CROWN")}


def test_co_counsel_who_leaves_does_not_cost_the_lead_prosecutor_her_place(house):
    grant_access(case_file=house.hers.file, to=house.pro, acting_as="COUNSEL", by=house.lead, at=clock.now())

    hand_over(house, house.pro, house.other)

    assert (house.hers.file.ref, "LEAD_COUNSEL") in held_by(house.other)
    assert not FileAccess.objects.current().filter(user=house.pro).exists()


def test_cover_and_intake_end_with_the_account(house):
    take_cover(ref=house.hers.file.ref, reason="Bail hearing in ten minutes", by=house.pro, at=clock.now())

    hand_over(house, house.pro, house.other)

    assert held_by(house.pro) == set()


def test_an_asker_who_leaves_names_a_colleague(house):
    colleague = UserFactory(police=True, agency=house.police.agency)
    request = house.requests[1]

    hand_over(house, house.police, colleague)

    assert AdviceRequest.objects.visible_to(colleague).filter(pk=request.pk).exists()
    assert not leaving.holds(house.police, None)


def reminded(person, file=None, what="Call the officer"):
    return reminders.add_reminder(what=what, due_on=clock.today() + timedelta(days=3), by=person, at=clock.now(), case_file=file)


def put_off(person, file):
    about, until_on = (file._meta.label, file.ref), clock.today() + timedelta(days=2)
    given = {"case_file": file, "task": "STEP-X", "subject": about, "due": None, "until_on": until_on, "reason": "Awaited"}
    return reminders.snooze_task(**given, by=person, at=clock.now())


def test_reminders_go_to_a_colleague_and_what_was_put_off_stands_again(house, signed_in):
    inside, own = reminded(house.pro, house.mine[0].file), reminded(house.pro, what="Renew the bar card")
    held = put_off(house.pro, house.mine[0].file)
    client = signed_in(house.lead)
    page = client.get(page_of(house.pro)).content.decode()

    takers = {f"all_{group}": house.other.ref for group in ("lead_counsel", "advises", "reminded")}
    client.post(page_of(house.pro), filled(client, house.pro, **takers))

    assert "Call the officer" in page
    assert "Renew the bar card" in page
    assert set(Reminder.objects.visible_to(house.other).open()) == {inside, own}
    held.refresh_from_db()
    assert held.ended_at is not None
    assert not leaving.holds(house.pro, None)
    assert verify().whole


def test_a_reminder_in_a_file_goes_to_somebody_who_may_see_it(house):
    reminder = reminded(house.pro, house.mine[0].file)
    third = UserFactory(name="Cora Pro")
    items = leaving.in_hands_of(house.pro, house.lead)
    to = {item.key: third if item.record == reminder else house.other for item in items}
    before = state_of_things()

    with pytest.raises(Refusal, match="Call the officer.*: Cora Pro may not see this file."):
        leaving.hand_over_everything(
            person=house.pro, to=to, shown=leaving.seal(items), reason=REASON, close=True, by=house.lead, at=clock.now()
        )

    assert state_of_things() == before
    reminder.refresh_from_db()
    assert reminder.user == house.pro


def test_a_reminder_alone_keeps_an_account_from_being_closed_over_it(house):
    person = UserFactory(name="Dana Pro")
    reminded(person)

    assert leaving.holds(person, None)
    hand_over(house, person, house.other)
    assert not leaving.holds(person, None)


def test_in_a_long_absence_only_what_was_put_off_in_the_files_handed_over_stands_again(house):
    lead = UserFactory(lead=True, name="Lea Lead")
    kept = put_off(lead, house.mine[0].file)
    gone = put_off(house.pro, house.mine[1].file)

    hand_over(house, house.pro, house.other, close=False)
    hand_over(house, lead, house.other, close=False)

    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.ended_at, gone.ended_at is None) == (None, False)


def test_a_long_absence_keeps_the_account(house):
    hand_over(house, house.pro, house.other, close=False)
    house.pro.refresh_from_db()

    assert house.pro.is_active
    assert not leaving.holds(house.pro, None)


def test_closing_is_refused_while_work_is_in_her_hands_and_says_whom_to_ask(house, signed_in):
    admin = UserFactory(admin=True)
    client = signed_in(admin)
    address = f"{house.pro.get_absolute_url()}deactivate/"
    before = state_of_things()

    refused = client.post(address, {"version": 1})
    page = refused.content.decode()
    house.pro.refresh_from_db()

    assert refused.status_code == 422
    assert "A team lead hands it over" in page
    assert house.mine[0].file.ref not in page
    assert house.pro.is_active
    assert state_of_things() == before
    hand_over(house, house.pro, house.other, close=False)
    house.pro.refresh_from_db()
    assert client.post(address, {"version": house.pro.version}).status_code == 302


def test_a_role_is_not_changed_over_work_in_her_hands(house):
    admin = UserFactory(admin=True)
    words = {"name": "Ada Pro", "role": "AST", "language": "en", "office": house.pro.office}

    with pytest.raises(Refusal):
        accounts.change_person(ref=house.pro.ref, by=admin, at=clock.now(), version=None, **words)


def test_a_locked_account_is_handed_over_afterwards(house):
    accounts.lock_person(ref=house.pro.ref, reason="Her laptop was stolen", by=UserFactory(admin=True), at=clock.now(), version=None)
    house.pro.refresh_from_db()
    assert leaving.holds(house.pro, None)

    hand_over(house, house.pro, house.other, close=False)

    assert not leaving.holds(house.pro, None)


def test_a_lead_learns_nothing_of_a_file_walled_from_her_and_another_is_told(house, signed_in, acting):
    second = UserFactory(lead=True, name="Second Lead")
    hidden = house.mine[0].file
    with acting(second):
        FileWall.objects.create(file=hidden, user=house.lead, reason="Her sister is a witness", set_at=clock.now())
    client = signed_in(house.lead)

    page = client.get(page_of(house.pro)).content.decode()
    form = filled(client, house.pro, all_lead_counsel=house.other.ref, all_advises=house.other.ref)
    answer = client.post(page_of(house.pro), form)

    assert hidden.ref not in page
    assert "2 things" in page  # one file and one request
    assert answer.status_code == 302
    assert hidden.ref not in client.get(answer["Location"]).content.decode()
    assert not leaving.holds(house.pro, house.lead)
    assert leaving.holds(house.pro, second)
    assert Notice.objects.filter(recipient=second, template="caseload/work_left").exists()
    assert not Notice.objects.filter(recipient=house.lead, template="caseload/work_left").exists()
    hand_over(house, house.pro, house.other, by=second, close=False)
    assert not leaving.holds(house.pro, None)


def test_a_fault_in_the_last_write_leaves_nothing_of_it(house, monkeypatch):
    def fail(**words):
        raise ZeroDivisionError

    before = state_of_things()
    monkeypatch.setattr(leaving, "pass_on_request", fail)

    with pytest.raises(ZeroDivisionError):
        hand_over(house, house.pro, house.other)

    house.pro.refresh_from_db()
    assert state_of_things() == before
    assert house.pro.is_active


def test_a_page_made_from_an_older_account_is_refused(house):
    with pytest.raises(StaleRecord):
        hand_over(house, house.pro, house.other, version=99)


def test_her_export_is_cancelled_and_the_mail_to_others_is_not(house, monkeypatch):
    monkeypatch.setattr(queue, "_personal", {"export"})
    export = queue.enqueue("export", {}, by=house.pro)
    mail = queue.enqueue("mail_notice", {"notice": "x"}, by=house.pro)

    hand_over(house, house.pro, house.other)

    export.refresh_from_db()
    mail.refresh_from_db()
    assert (export.state, mail.state) == (Job.State.CANCELLED, Job.State.WAITING)


def test_the_page_asks_the_same_number_of_questions_with_more_files(house, signed_in, django_assert_max_num_queries):
    client = signed_in(house.lead)
    client.get(page_of(house.pro))
    with django_assert_max_num_queries(60) as few:
        client.get(page_of(house.pro))
    for number in range(3):
        World(lead=house.lead, pro=house.pro, assistant=house.assistant, occurrence_number=f"25-8{number}")

    with django_assert_max_num_queries(len(few)):
        client.get(page_of(house.pro))
    assert CaseFile.objects.of(house.pro).count() == 5

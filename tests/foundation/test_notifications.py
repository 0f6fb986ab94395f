"""Notices: written in the act, shown to one person, mailed after the commit with a link and no facts."""

import pytest
from django.core import mail
from django.urls import reverse

from foundation.audit.acts import WriteOutsideAct
from foundation.jobs import queue
from foundation.notifications.models import Notice
from foundation.notifications.services import mark_read, notify
from tests.factories.accounts import UserFactory
from tests.factories.casetracker import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(at):
    return World(lead=UserFactory(lead=True), pro=UserFactory(), assistant=UserFactory(assistant=True))


def test_the_prosecutor_named_on_a_file_is_told_and_led_there(case, client):
    client.force_login(case.pro)

    notice = Notice.objects.get(recipient=case.pro)

    assert notice.url == case.file.get_absolute_url()
    assert case.file.ref in notice.sentence
    assert notice.sentence in client.get(reverse("notices")).content.decode().replace("&#x27;", "'")


def test_who_acts_and_who_left_are_told_nothing(case, acting):
    gone = UserFactory(is_active=False)

    with acting(case.lead):
        told = [notify(recipient=person, template="casetracker/assigned", about=case.file) for person in (case.lead, gone)]

    assert told == [None, None]


def test_a_notice_belongs_to_an_act(case):
    with pytest.raises(WriteOutsideAct):
        notify(recipient=case.pro, template="casetracker/assigned", about=case.file)


def test_the_mail_holds_a_link_and_no_case_facts(case):
    queue.run_due()

    message = next(message for message in mail.outbox if message.to == [case.pro.email])
    assert "/en/notices/" in message.body
    assert case.file.ref not in message.subject + message.body
    assert case.file.title not in message.subject + message.body


def test_people_of_a_demonstration_have_no_mailbox(at):
    World(lead=UserFactory(lead=True, is_demo=True), pro=UserFactory(is_demo=True), assistant=UserFactory(is_demo=True, assistant=True))

    queue.run_due()

    assert mail.outbox == []


def test_only_ones_own_notices_are_put_away(case):
    notice = Notice.objects.get(recipient=case.pro)

    assert mark_read(recipient=case.lead, refs=[notice.ref]) == 0
    assert mark_read(recipient=case.pro, refs=[notice.ref]) == 1
    assert not Notice.objects.visible_to(case.pro).unread().exists()


def test_putting_away_leads_back_to_the_list_or_to_the_page(case, client):
    notice = Notice.objects.get(recipient=case.pro)
    client.force_login(case.pro)

    answer = client.post(reverse("mark_notices_read"), {"notice": notice.ref, "open": notice.ref})

    assert answer["Location"] == case.file.get_absolute_url()


def test_who_is_taken_off_keeps_that_notice_and_no_other_of_the_file(case, client):
    case.do("assign", by=case.lead, case_file=case.file, to=UserFactory(), acting_as="LEAD_COUNSEL", reason="Leave")

    shown = Notice.objects.visible_to(case.pro)

    assert [(notice.template, notice.url) for notice in shown] == [("casetracker/taken_off", "")]
    client.force_login(case.pro)
    assert case.file.ref in client.get(reverse("notices")).content.decode()

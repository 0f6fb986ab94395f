"""The chain is proved fast, and eight who write at once make one chain (T33)."""

import json
import threading
import time

import pytest
from django.db import connection

from foundation import clock
from foundation.audit.acts import act, canonical, link
from foundation.audit.models import Act, ChainHead, Event
from foundation.audit.verify import verify
from tests.factories.accounts import UserFactory
from tests.sizes import size, tell

ROWS, SECONDS = 1_000_000, 60
WRITERS, EVENTS_EACH = 8, 500
ACT_OF = 50  # events of one act


def test_a_million_links_are_proved_in_a_minute(db, at, settings, tmp_path, capsys):
    settings.DATA_DIR = tmp_path
    rows = size(ROWS)
    lead = UserFactory(lead=True)
    head, _new = ChainHead.objects.get_or_create(pk=1)
    first, links = head.seq, []
    for number in range(rows):
        if number % ACT_OF == 0:
            row = Act.objects.create(kind="note", by=lead, at=at)
        event = {"verb": "noted", "label": "accounts.User", "ref": lead.ref, "fields": ["name"], "from": "", "to": "", "digest": "0" * 64}
        body = canonical({**event, "seq": first + number + 1, "act": row.pk, "by": lead.pk, "at": at.isoformat(), "kind": "note"})
        head.hash = link(head.hash, body)
        links.append(Event(seq=first + number + 1, act=row, verb="noted", label=event["label"], ref=lead.ref, body=body, hash=head.hash))
        if len(links) == 10_000:
            Event.objects.bulk_create(links)
            links = []
    Event.objects.bulk_create(links)
    head.seq += rows
    head.save()

    began = time.monotonic()
    verdict = verify()
    seconds = time.monotonic() - began

    assert verdict.whole, verdict.fault
    assert verdict.links == first + rows
    assert seconds <= SECONDS * rows / ROWS + 2
    tell(capsys, f"T33: {rows:,} links proved in {seconds:.1f} s")


@pytest.mark.django_db(transaction=True)
def test_eight_who_write_at_once_make_one_unbroken_chain(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    people = [UserFactory(lead=True) for _number in range(WRITERS)]
    before = ChainHead.objects.filter(pk=1).values_list("seq", flat=True).first() or 0
    together, wrong = threading.Barrier(WRITERS), []
    each = max(size(EVENTS_EACH), 20)

    def write(person):
        try:
            together.wait(timeout=60)
            for number in range(each):
                with act(by=person, at=clock.now(), kind="note") as this_act:
                    this_act.record("noted", person, number=str(number))
        except Exception as fault:  # whatever stops a writer is what this test looks for
            wrong.append(repr(fault))
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    verdict = verify()
    assert wrong == []
    assert verdict.whole, verdict.fault
    seqs = list(Event.objects.order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, before + WRITERS * each + 1))
    written = [json.loads(body)["by"] for body in Event.objects.filter(verb="noted").values_list("body", flat=True)]
    assert {person.pk: written.count(person.pk) for person in people} == dict.fromkeys([person.pk for person in people], each)

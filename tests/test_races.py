"""Several at once: a form that is sent 2, 5 or 20 times acts once (T40), of two moves that exclude each other one wins (T41), and of two
edits of one record none is lost (T42). The same on PostgreSQL, where that is at hand.
"""

import html
import os
import subprocess
import sys
import threading
import uuid
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from advice.models import AdviceRequest
from casetracker.models import CaseFile, Proceeding
from foundation import clock
from foundation.audit.models import Act, Event
from foundation.law import loader
from foundation.notifications.models import Notice
from foundation.workflow.models import Move
from tests.factories.accounts import AgencyFactory, UserFactory
from tests.factories.advice import AdviceRequestFactory
from tests.factories.casetracker import World, accused_in, open_file
from tests.sizes import LONG

ROOT = Path(__file__).resolve().parent.parent

FEWER = int(os.environ.get("RACES_DIVIDED_BY", "1"))
PAIRS_OF_REQUESTS, PAIRS_OF_FILES = 150 // FEWER, 50 // FEWER
PAIRS_OF_EDITS = 204 // FEWER
TIMES = [2, 5, 20]


@pytest.fixture
def people(transactional_db):
    """Whoever the races need, with the law on the shelf."""
    loader.load_law()
    return {
        "LEAD": UserFactory(lead=True, name="Lee Lead"),
        "SECOND": UserFactory(lead=True, name="Lou Lead"),
        "PRO": UserFactory(name="Petra Pro"),
        "AST": UserFactory(assistant=True, name="Ada Assistant"),
        "POL": UserFactory(police=True, name="Pat Police"),
    }


def at_once(*sends):
    """Send forms from threads that start together, each from a browser of its own; give the answers in order."""
    together, answers = threading.Barrier(len(sends)), [None] * len(sends)
    browsers = [Client(raise_request_exception=False) for _send in sends]
    for browser, (person, _address, _typed) in zip(browsers, sends, strict=True):
        browser.force_login(person)  # before anybody waits: a thread that waits must hold no connection of the pool

    def run(place, browser, address, typed):
        try:
            together.wait(timeout=60)
            answers[place] = browser.post(address, typed)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=run, args=(place, browser, address, typed))
        for place, (browser, (_person, address, typed)) in enumerate(zip(browsers, sends, strict=True))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return answers


def intake(agency) -> dict:
    """What somebody types to open a file, with the key of her form."""
    page = {
        "key": uuid.uuid4().hex,
        "agency": agency.ref,
        "occurrence_number": "26-1234",
        "names_complete": "on",
        "accused-count": "1",
        "accused-0-family_name": "Alder",
        "accused-0-given_name": "Morgan",
        "accused-0-custody": "NOT_ARRESTED",
    }
    return page


@pytest.mark.parametrize("times", TIMES)
def test_an_intake_sent_several_times_at_once_opens_one_file(people, times):
    browser = Client()
    browser.force_login(people["AST"])
    address = reverse("casetracker:open_case_file")
    typed = {**typed_fields(browser.get(address)), **intake(AgencyFactory())}

    answers = at_once(*[(people["AST"], address, typed)] * times)

    answers += at_once((people["AST"], address, typed))  # and once more, when the first have long been answered

    case_file = CaseFile.objects.get()
    assert {(answer.status_code, answer.get("Location")) for answer in answers} == {(302, case_file.get_absolute_url())}
    assert Act.objects.filter(kind="open_case_file").count() == 1
    assert Event.objects.filter(label="casetracker.CaseFile", verb="created").count() == 1
    assert Move.objects.of(case_file).count() == 1


@pytest.mark.parametrize("times", TIMES)
def test_a_move_sent_several_times_at_once_is_made_once(people, times):
    world = World(lead=people["LEAD"], pro=people["PRO"], assistant=people["AST"])
    world.appearance()
    refs = {"ref": world.file.ref, "accused": world.proceeding.ref}
    today = clock.today()
    day = {"happened_on_0": today.day, "happened_on_1": today.month, "happened_on_2": today.year, "happened_on": today.isoformat()}
    typed = {"key": uuid.uuid4().hex, "version": world.proceeding.version, **day}
    before = Notice.objects.count()

    answers = at_once(*[(people["PRO"], reverse("casetracker:move_proceeding", kwargs={**refs, "name": "begin_intake"}), typed)] * times)

    assert {(answer.status_code, answer.get("Location")) for answer in answers} == {(302, reverse("casetracker:accused", kwargs=refs))}
    assert Move.objects.of(world.proceeding).filter(name="begin_intake").count() == 1
    assert Act.objects.filter(by=people["PRO"], key=typed["key"]).count() == 1
    assert Proceeding.objects.get().state == "INTAKE"
    assert Notice.objects.count() == before


@pytest.mark.parametrize("times", TIMES)
def test_a_question_sent_several_times_at_once_is_asked_once(people, times):
    typed = {"key": uuid.uuid4().hex, "question": "May we search the phone?", "urgency": "U2", "topics": ["ONLINE"], "language": "en"}

    answers = at_once(*[(people["POL"], reverse("advice:ask"), typed)] * times)

    asked = AdviceRequest.objects.get()
    assert {(answer.status_code, answer.get("Location")) for answer in answers} == {(302, asked.get_absolute_url())}
    assert Move.objects.of(asked).count() == 1
    assert Notice.objects.filter(recipient=people["LEAD"]).count() == 1


def typed_fields(answer) -> dict:
    """What a page's form carries when nothing is typed: its hidden fields."""
    import re

    found = re.findall(r'<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?', answer.content.decode())
    return {name: html.unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def lost(answers) -> list:
    return [answer for answer in answers if answer.status_code != 302]


def test_of_two_moves_of_a_request_one_wins_and_the_other_is_told_by_whom(people):
    wrong = []
    requests = [AdviceRequestFactory(submitted=True, asker=people["POL"], lead=people["LEAD"]) for _number in range(PAIRS_OF_REQUESTS)]

    for asked in requests:
        form = {"version": asked.version}
        declined = {**form, "key": uuid.uuid4().hex, "reason_code": "OPERATIONAL", "turn_to": "Your own counsel."}
        withdrawn = {**form, "key": uuid.uuid4().hex, "text": "Solved."}
        answers = at_once(
            (people["LEAD"], reverse("advice:decline", args=[asked.ref]), declined),
            (people["POL"], reverse("advice:withdraw", args=[asked.ref]), withdrawn),
        )
        moves = Move.objects.of(asked).filter(to_state__in=["DECLINED", "WITHDRAWN"]).select_related("act__by")
        state = AdviceRequest.objects.get(pk=asked.pk).state
        losers = lost(answers)
        if len(losers) != 1 or len(moves) != 1 or moves[0].to_state != state or losers[0].status_code != 409:
            wrong.append((asked.ref, [answer.status_code for answer in answers], [move.to_state for move in moves]))
        elif f"Moved by {moves[0].act.by.name} on" not in html.unescape(losers[0].content.decode()):
            wrong.append((asked.ref, "the loser is not told by whom"))
        elif not {"Your own counsel.", "Solved."} & set(
            html.unescape(losers[0].content.decode()).replace("<", "\n").replace(">", "\n").split("\n")
        ):
            wrong.append((asked.ref, "the loser's words are gone"))

    assert wrong == []


def test_of_two_decisions_about_a_file_one_wins_and_the_other_is_told_by_whom(people):
    wrong = []
    files = [open_file(people["AST"], [accused_in("Alder", laid=False)]) for _number in range(PAIRS_OF_FILES)]

    for case_file in files:
        address = reverse("casetracker:decide_intake", args=[case_file.ref])
        form = {"version": case_file.version, "conflict_cleared": "on", "reason": "As discussed"}
        sends = [
            (people[who], address, {**form, "key": uuid.uuid4().hex, "decision": decision, "decline_reason": code})
            for who, decision, code in (("LEAD", "ADVISORY", ""), ("SECOND", "DECLINED", "NOT_TRAFFICKING"))
        ]
        answers = at_once(*sends)
        moves = Move.objects.of(case_file).filter(rule="F2").select_related("act__by")
        losers = lost(answers)
        if len(losers) != 1 or len(moves) != 1 or moves[0].to_state != CaseFile.objects.get(pk=case_file.pk).state:
            wrong.append((case_file.ref, [answer.status_code for answer in answers], [move.to_state for move in moves]))
        elif losers[0].status_code != 409 or f"Moved by {moves[0].act.by.name} on" not in html.unescape(losers[0].content.decode()):
            wrong.append((case_file.ref, losers[0].status_code, "the loser is not told by whom"))

    assert wrong == []


def edits(record, **typed) -> dict:
    """What an edit form sends: all of its fields, over the version it was made from."""
    return {"key": uuid.uuid4().hex, "version": record.version, **typed}


def test_of_two_edits_none_is_lost(people):
    """Over one version: other fields are joined, the same field is put to the second, and of a record thrown away nothing is written."""
    wrong = []
    work = World(lead=people["LEAD"], pro=people["PRO"], assistant=people["AST"])
    address = reverse("casetracker:edit_theory", args=[work.file.ref])

    for number in range(PAIRS_OF_EDITS):
        case_file = CaseFile.objects.get(pk=work.file.pk)
        before = {"theory": case_file.theory, "resolution_position": case_file.resolution_position}
        mine, hers = f"Theory {number} of the prosecutor", f"Words {number} of the lead"
        if number % 3 == 0:
            answers = at_once(
                (people["PRO"], address, edits(case_file, **{**before, "theory": mine})),
                (people["LEAD"], address, edits(case_file, **{**before, "resolution_position": hers})),
            )
            now = CaseFile.objects.get(pk=case_file.pk)
            if lost(answers) or (now.theory, now.resolution_position) != (mine, hers) or now.version != case_file.version + 2:
                wrong.append((number, "not joined", [answer.status_code for answer in answers], now.theory, now.resolution_position))
        elif number % 3 == 1:
            answers = at_once(
                (people["PRO"], address, edits(case_file, **{**before, "theory": mine})),
                (people["LEAD"], address, edits(case_file, **{**before, "theory": hers})),
            )
            losers, now = lost(answers), CaseFile.objects.get(pk=case_file.pk)
            page = html.unescape(losers[0].content.decode()) if losers else ""
            if [answer.status_code for answer in losers] != [409] or now.theory not in (mine, hers) or now.version != case_file.version + 1:
                wrong.append((number, "overwritten", [answer.status_code for answer in answers], now.theory))
            elif mine not in page or hers not in page:
                wrong.append((number, "the loser does not see both"))
        else:
            draft = AdviceRequestFactory(asker=people["POL"], lead=people["LEAD"])
            typed = {"question": mine, "urgency": "U2", "topics": ["ONLINE"], "language": "en", "save": "on"}
            edited, thrown = at_once(
                (people["POL"], reverse("advice:edit_draft", args=[draft.ref]), edits(draft, **typed)),
                (people["POL"], reverse("advice:discard_draft", args=[draft.ref]), edits(draft)),
            )
            left = AdviceRequest.objects.filter(pk=draft.pk).first()
            told = html.unescape(edited.content.decode()), html.unescape(thrown.content.decode())
            if edited.status_code >= 500 or thrown.status_code >= 500:
                wrong.append((number, "broke", edited.status_code, thrown.status_code))
            elif left is None and edited.status_code != 302 and edited.status_code != 404 and mine not in told[0]:
                wrong.append((number, "thrown away, and the other's words are gone", edited.status_code))
            elif left is not None and (left.question != mine or edited.status_code != 302):
                wrong.append((number, "neither thrown away nor edited", edited.status_code, thrown.status_code))

    assert wrong == []


@pytest.mark.needs("postgres")
def test_the_races_end_alike_on_postgresql(tmp_path):
    """A twentieth of the pairs, where threads truly write at once."""
    name = f"races_{os.getpid()}"
    url = urlsplit(os.environ["TEST_POSTGRES_URL"])._replace(path=f"/{name}").geturl()
    env = {**os.environ, "DATABASE_URL": url, "DATA_DIR": str(tmp_path), "RACES_DIVIDED_BY": "1" if LONG else "20"}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", __file__, "-k", f"not {HERE}"]

    run = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)

    assert run.returncode == 0, run.stdout[-6000:]
    assert "skipped" not in run.stdout.splitlines()[-1]
    assert "1 deselected" in run.stdout.splitlines()[-1]  # this test itself, which would start itself without end


HERE = test_the_races_end_alike_on_postgresql.__name__

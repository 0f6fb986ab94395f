"""The web process and the worker are killed in the middle of writing, again and again: nothing that was answered as saved is lost (T45).

Writers sign in to a real site and send forms. At a random moment both processes get SIGKILL; then the database is looked at as it
lies, both are started again, the index must equal the database within 30 seconds, and every form without an answer is sent once more.
"""

import http.client
import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import uuid
from contextlib import closing
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import pytest

from foundation.audit.acts import link
from foundation.audit.history import tracked_models
from tests import migrated
from tests.browser import ROOT, TODAY, Site, environment_of, manage
from tests.sizes import LONG, size, tell

pytestmark = pytest.mark.long

MOMENTS = 200
INDEX_SECONDS = 30
START = "0" * 64

COMPARE_INDEX = """
import sys, time, django
django.setup()
from django.db import connection
from foundation.search import indexer
from foundation.search.models import Change
for _line in sys.stdin:
    began, found = time.monotonic(), "never looked"
    while time.monotonic() - began < 40:
        if Change.objects.exists():
            found = "changes wait"
        else:
            found = indexer.verify()
            if not found and not Change.objects.exists():
                found = ""
                break
        time.sleep(0.05)
    connection.close()
    print(f"{time.monotonic() - began:.2f} {found}", flush=True)
"""


class Writer:
    """One person in a browser of her own, who sends one form after another and remembers what was answered."""

    def __init__(self, site, person, kind, typed):
        self.site, self.kind, self.typed = site, kind, typed
        self.cookies = {}
        self.acknowledged, self.unanswered, self.faults = [], [], []
        self.ask("GET", "/en/sign-in/")
        status, _where = self.ask("POST", "/en/sign-in/demo/", {"person": person})
        assert status == 302

    def ask(self, method, address, form=None):
        """Send one request; give its status and where it leads. A cut connection is an OSError or HTTPException."""
        talk = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=30)
        try:
            body = urlencode(form, doseq=True) if form is not None else None
            head = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
            if body is not None:
                head |= {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": self.cookies["csrftoken"]}
            talk.request(method, address, body, head)
            answer = talk.getresponse()
            self.page = answer.read().decode(errors="replace")
        finally:
            talk.close()
        for line in answer.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return answer.status, answer.headers.get("Location", "")

    def send(self, key):
        """Send the form of a key; what comes back, or does not, is remembered."""
        try:
            status, where = self.ask("POST", *self.typed(key))
        except (OSError, http.client.HTTPException):
            self.unanswered.append(key)
            return
        if status == 302 and "sign-in" not in where:
            self.acknowledged.append((key, where))
        else:
            self.faults.append((self.kind, key, status, where, re.findall(r"error[^>]*>([^<]+)<", self.page)[:5]))

    def write_until(self, stop):
        while not stop.is_set() and not self.unanswered:
            self.send(uuid.uuid4().hex)

    def send_again(self):
        again, self.unanswered = self.unanswered, []
        for key in again:
            self.send(key)


def question(key):
    return "/en/advice/ask/", {
        "key": key,
        "question": f"May we search the phone {key}?",
        "urgency": "U3",
        "topics": ["ONLINE"],
        "language": "en",
    }


def intake_of(agency):
    def intake(key):
        name = "Alder " + key[:8].translate(str.maketrans("0123456789", "ghijklmnop"))
        accused = {"accused-0-family_name": name, "accused-0-given_name": "Morgan", "accused-0-custody": "NOT_ARRESTED"}
        page = {"key": key, "agency": agency, "occurrence_number": f"26-{key}", "names_complete": "on", "accused-count": "1"}
        return "/en/cases/new/", page | accused

    return intake


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """A small site's data: a demonstration of a few files."""
    place = tmp_path_factory.mktemp("killed") / "data"
    place.mkdir()
    env = environment_of(place)
    manage(env, "collectstatic", "--noinput", "--verbosity", "0")
    shutil.copyfile(migrated.file(), place / "db.sqlite3")
    manage(env, "demo", "--files", "2", "--today", TODAY.isoformat())
    return place


def ask_database(data, sql, *values):
    with closing(sqlite3.connect(data / "db.sqlite3", timeout=30)) as database:
        return database.execute(sql, values).fetchall()


def kill(site):
    """Send SIGKILL to both processes and all they started, at once."""
    for child in site.running.values():
        os.killpg(child.pid, signal.SIGKILL)
    for child in site.running.values():
        child.wait()
    site.running.clear()


def faults_of(data, writers):
    """Look at the database as the kill left it; give what is wrong in words."""
    wrong = []
    with closing(sqlite3.connect(data / "db.sqlite3", timeout=30)) as database:
        ask = database.execute
        said = ask("PRAGMA integrity_check").fetchall()
        if said != [("ok",)]:
            wrong.append(f"integrity_check: {said[:3]}")
        if left := ask("PRAGMA foreign_key_check").fetchall():
            wrong.append(f"foreign_key_check: {left[:3]}")
        acts = {key: (number, result) for number, key, result in ask("SELECT id, key, result FROM act WHERE key IS NOT NULL")}
        for writer in writers:
            for key, where in writer.acknowledged:
                ref = where.rstrip("/").rsplit("/", 1)[-1]
                if key not in acts or not ref_is_there(ask, writer.kind, ref):
                    wrong.append(f"acknowledged and lost: {writer.kind} {key} {where}")
        wrong += half_acts(ask)
        wrong += chain_faults(data, ask)
    return wrong


def ref_is_there(ask, kind, ref):
    table = {"submit_request": "advice_advicerequest", "open_case_file": "casetracker_casefile"}[kind]
    return ask(f"SELECT 1 FROM {table} WHERE ref = ?", [ref]).fetchone() is not None


def half_acts(ask):
    """Each act has as many history rows as it has events of a change, and a sent form has its record, its move and its history."""
    tables = [name for (name,) in ask("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE '%\\_historical%' ESCAPE '\\'")]
    rows = " UNION ALL ".join(f"SELECT act_id FROM {table}" for table in tables)
    changes = (
        "SELECT act_id, count(*) AS told FROM audit_event WHERE verb IN ('created', 'changed', 'deleted') AND label IN (%s) GROUP BY 1"
    )
    labels = ", ".join(f"'{label}'" for label in tracked_labels())
    uneven = ask(
        f"SELECT act.id, act.kind, coalesce(h.kept, 0), coalesce(e.told, 0) FROM act "
        f"LEFT JOIN (SELECT act_id, count(*) AS kept FROM ({rows}) GROUP BY 1) h ON h.act_id = act.id "
        f"LEFT JOIN ({changes % labels}) e ON e.act_id = act.id WHERE coalesce(h.kept, 0) <> coalesce(e.told, 0)"
    ).fetchall()
    wrong = [f"half an act: {row}" for row in uneven[:5]]
    for kind, table in (("submit_request", "advice_historicaladvicerequest"), ("open_case_file", "casetracker_historicalcasefile")):
        without = ask(
            f"SELECT id FROM act WHERE kind = ? AND (NOT EXISTS (SELECT 1 FROM {table} h WHERE h.act_id = act.id) "
            "OR NOT EXISTS (SELECT 1 FROM workflow_move m WHERE m.act_id = act.id) "
            "OR NOT EXISTS (SELECT 1 FROM audit_event e WHERE e.act_id = act.id))",
            [kind],
        ).fetchall()
        wrong += [f"half an act: {kind} {row}" for row in without[:5]]
    return wrong


def tracked_labels():
    return [model._meta.label for model in tracked_models()]


def chain_faults(data, ask):
    """Walk the chain with nothing but its hashes."""
    previous, last = START, 0
    for seq, body, digest in ask("SELECT seq, body, hash FROM audit_event ORDER BY seq"):
        if seq != last + 1 or link(previous, body) != digest:
            return [f"the chain is broken at {seq}"]
        previous, last = digest, seq
    wrong = [] if ask("SELECT seq, hash FROM chain_head").fetchall() == [(last, previous)] else ["the head is not the last link"]
    outside = json.loads((data / "chain-head.json").read_text()) if (data / "chain-head.json").exists() else None
    if outside and ask("SELECT hash FROM audit_event WHERE seq = ?", [outside["seq"]]).fetchone() != (outside["hash"],):
        wrong.append("the head outside is not in the chain")
    return wrong


def test_what_was_answered_as_saved_outlives_a_kill_at_any_moment(data, capsys):
    dice, moments = random.Random(45), size(MOMENTS)
    site, stop = Site(data), threading.Event()
    people = {role: [ref for (ref,) in ask_database(data, "SELECT ref FROM accounts_user WHERE role = ?", role)] for role in ("POL", "AST")}
    agency = ask_database(data, "SELECT ref FROM accounts_agency")[0][0]
    wrong, waits = [], []
    looking = subprocess.Popen(
        [sys.executable, "-c", COMPARE_INDEX], cwd=ROOT, env=site.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )

    def start_both():
        site.start("worker")
        site.start("web")

    try:
        start_both()
        writers = [Writer(site, person, "submit_request", question) for person in people["POL"][:2]]
        writers.append(Writer(site, people["AST"][0], "open_case_file", intake_of(agency)))
        for moment in range(moments):
            threads = [threading.Thread(target=writer.write_until, args=(stop,)) for writer in writers]
            for thread in threads:
                thread.start()
            time.sleep(dice.uniform(0.1, 2.0))
            kill(site)
            for thread in threads:
                thread.join()
            found = faults_of(data, writers)
            start_both()
            looking.stdin.write("\n")
            looking.stdin.flush()
            seconds, _space, difference = looking.stdout.readline().strip().partition(" ")
            waits.append(float(seconds))
            if difference or float(seconds) > INDEX_SECONDS:
                found.append(f"index: {difference} after {seconds} s")
            for writer in writers:
                writer.send_again()
            wrong += [f"moment {moment + 1}: {fault}" for fault in found]
            if LONG and (moment % 10 == 9 or found):
                told = sum(len(writer.acknowledged) for writer in writers)
                tell(capsys, f"{moment + 1} kills, {told} acknowledged, index slowest {max(waits):.1f} s, {len(wrong)} wrong {found}")
        kill(site)
        wrong += faults_of(data, writers)
    finally:
        looking.kill()
        looking.wait()
        site.stop()

    acknowledged = [key for writer in writers for key, _where in writer.acknowledged]
    slowest = f"index equal after {max(waits):.1f} s at most"
    tell(capsys, f"T45: {moments} kills, {len(acknowledged)} writes acknowledged, {slowest}, {len(wrong)} wrong")
    assert wrong == []
    assert [fault for writer in writers for fault in writer.faults] == []
    assert len(acknowledged) >= moments
    once = ask_database(data, "SELECT key, count(*) FROM act WHERE key IS NOT NULL GROUP BY by_id, key HAVING count(*) > 1")
    assert once == []

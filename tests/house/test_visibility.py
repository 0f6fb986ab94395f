"""Who opens what: one declared table of twelve subjects and every kind of record (T02).

A row says who opens the page of a record. Whoever is not named gets 404, as if there were none; a person after a stroke sees the record and
is told that this page of it is not hers (403). A visitor is asked to sign in.
"""

import re
import statistics
import time
from dataclasses import dataclass, field

import pytest

from foundation.audit.models import ReadLog
from foundation.records.refs import new_ref
from tests.house.conftest import undone
from tests.house.world import SUBJECTS, in_file, page
from tests.sizes import LONG, size

TEAM_ON_FILE = "PRO LEAD AST"
READERS = f"{TEAM_ON_FILE} REC"
EVERY_TEAM = "PRO PRO_OFF PRO_WALLED LEAD AST"
SIGNED_IN = "POL POL_ELSEWHERE CRN CRN_ELSEWHERE PRO PRO_OFF PRO_WALLED LEAD AST REC ADM"
CROWN = f"CRN CRN_ELSEWHERE {EVERY_TEAM} REC"


def of_file(name, **refs):
    """The address of a page in the carried file."""
    return lambda house: in_file(name, house.file, **{key: getattr(house, record) for key, record in refs.items()})


def of_shared(name, **refs):
    """The address of a page in the file shared with a local Crown."""
    return lambda house: in_file(name, house.shared, **{key: getattr(house, f"shared_{record}") for key, record in refs.items()})


def of(name, record):
    """The address of a page of one record."""
    return lambda house: page(name, ref=getattr(house, record).ref)


TABLE = {
    # record: its page, who opens it, "/" who sees the record but may not open this page
    "case file": (of_file("file"), READERS),
    "case file, shared": (of_shared("file"), f"{READERS} CRN"),
    "list of accused": (of_file("accused_list"), READERS),
    "accused": (of_file("accused", accused="accused"), READERS),
    "accused, shared": (of_shared("accused", accused="accused"), f"{READERS} CRN"),
    "count": (of_file("amend_count", accused="accused", count="count"), f"{TEAM_ON_FILE} / REC"),
    "count, shared": (of_shared("amend_count", accused="accused", count="count"), f"{TEAM_ON_FILE} / REC CRN"),
    "dates": (of_file("dates"), READERS),
    "appearance": (of_file("edit_appearance", appearance="appearance"), f"{TEAM_ON_FILE} / REC"),
    "appearance, shared": (of_shared("edit_appearance", appearance="appearance"), f"{TEAM_ON_FILE} / REC CRN"),
    "people": (of_file("people"), READERS),
    "person": (of_file("person", person="victim"), READERS),
    "person, shared": (of_shared("person", person="victim"), f"{READERS} CRN"),
    "contact details": (of_file("edit_participant", person="victim"), f"{TEAM_ON_FILE} / REC"),
    "contact details, shared": (of_shared("edit_participant", person="victim"), f"{TEAM_ON_FILE} / REC CRN"),
    "papers": (of_file("documents"), READERS),
    "paper of a file": (of("document", "paper"), READERS),
    "paper of a file, shared": (of("document", "shared_paper"), f"{READERS} CRN"),
    "paper for the team, shared": (of("document", "shared_privileged_paper"), READERS),
    "law of a file": (of_file("law"), READERS),
    "theory": (of_file("edit_theory"), "PRO LEAD / AST REC"),
    "theory, shared": (of_shared("edit_theory"), "PRO LEAD / AST REC CRN"),
    "history": (of_file("history"), READERS),
    "history, shared": (of_shared("history"), f"{READERS} CRN"),
    "who looked at a file": (of_file("who_looked"), "PRO LEAD REC / AST"),
    "who looked at a file, shared": (of_shared("who_looked"), "PRO LEAD REC / AST CRN"),
    "access and walls": (of_file("access"), "LEAD REC / PRO AST"),
    "access and walls, shared": (of_shared("access"), "LEAD REC / PRO AST CRN"),
    "wall": (of_file("lift_wall", wall="wall"), "LEAD / REC"),
    "place on a file": (of_file("end_access", access="access"), "LEAD / PRO AST REC"),
    "request": (of("advice:request", "asked"), f"POL {EVERY_TEAM} REC"),
    "request of a colleague": (of("advice:request", "of_colleague"), f"{EVERY_TEAM} REC"),
    "request of a Crown on a file with a wall": (of("advice:request", "of_crown"), "CRN PRO PRO_OFF LEAD AST REC"),
    "request of a colleague, Crown": (of("advice:request", "crown_colleague"), f"{EVERY_TEAM} REC"),
    "request that became a file": (of("advice:request", "converted"), f"POL {EVERY_TEAM} REC"),
    "request merged into another": (of("advice:request", "merged"), f"POL {EVERY_TEAM} REC"),
    "request that carries a merged one": (of("advice:request", "carrying"), f"CRN {EVERY_TEAM} REC"),
    "answer to read after its delivery": (of("advice:read_afterwards", "unread"), "PRO_OFF PRO_WALLED LEAD / POL PRO AST REC"),
    "draft of a request": (of("advice:edit_draft", "draft"), "POL"),
    "draft of a request, its page": (of("advice:request", "draft"), "POL"),
    "paper of a request": (of("document", "request_paper"), f"POL {EVERY_TEAM} REC"),
    "paper of a request for the team": (of("document", "request_memo"), f"{EVERY_TEAM} REC"),
    "who looked at a request": (of("advice:who_looked", "asked"), f"{EVERY_TEAM} REC / POL"),
    "answer being written": (of("advice:write_answer", "asked"), "PRO / POL PRO_OFF PRO_WALLED LEAD AST REC"),
    "answer being written, walled": (of("advice:write_answer", "of_crown"), "PRO / CRN PRO_OFF LEAD AST REC"),
    "answer before its second reader": (of("advice:review", "written"), "PRO_OFF PRO_WALLED LEAD / POL PRO AST REC"),
    "copy for the bank": (of("advice:publication", "proposal"), f"{EVERY_TEAM} REC"),
    "published advice, Crown only": (of("precedents:published_advice", "crown_only"), CROWN),
    "published advice, shareable": (of("precedents:published_advice", "shareable"), f"POL POL_ELSEWHERE {CROWN}"),
    "decision": (of("precedents:decision", "decision"), SIGNED_IN),
    "decision, to be linked": (of("link_decision", "decision"), f"{EVERY_TEAM} / POL POL_ELSEWHERE CRN CRN_ELSEWHERE REC ADM"),
    "account": (
        lambda house: page("person", ref=house.people["POL"].ref),
        "LEAD ADM / POL POL_ELSEWHERE CRN CRN_ELSEWHERE PRO PRO_OFF PRO_WALLED AST REC",
    ),
}


WORDS = {
    # words on a page that others open too: the page, the words, who reads them
    "note of the team": (of_file("file"), lambda house: "A privileged thought.", READERS),
    "note of the team, shared": (of_shared("file"), lambda house: "A privileged thought.", READERS),
    "request behind advice": (
        of("precedents:published_advice", "shareable"),
        lambda house: house.shareable.source_ref,
        f"{EVERY_TEAM} REC",
    ),
}


def expected(who: str, subject: str) -> int:
    """The status a row promises a subject."""
    opens, _stroke, refused = who.partition("/")
    if subject == "ANON":
        return 302
    return 200 if subject in opens.split() else 403 if subject in refused.split() else 404


@dataclass
class Walk:
    """What one subject met behind every address of the table."""

    statuses: dict[str, int] = field(default_factory=dict)
    told_apart: list[str] = field(default_factory=list)
    logged: set[str] = field(default_factory=set)
    led_to: dict[str, str] = field(default_factory=dict)


def of_nobody(address: str) -> str:
    """The same address with references that no record has."""
    return re.sub(
        r"(?<=/)([0-9]{2}-HT-|AR-[0-9]{2}-|)([2-9B-Z]{4,10})(?=/)", lambda found: found[1] + new_ref("child")[: len(found[2])], address
    )


def ink(answer) -> str:
    """A page without what differs from one request to the next: its own address and its tokens."""
    words = answer.content.decode().replace(answer.wsgi_request.path.partition("/en/")[2], "ADDRESS")
    return re.sub(r'(csrfmiddlewaretoken" value=")[^"]*', r"\1", words)


@pytest.fixture(scope="package")
def walks():
    """The walks made so far, by subject."""
    return {}


@pytest.fixture
def walk(house, visit, walks):
    """Let a subject ask for every address of the table, once."""

    def as_(subject):
        if subject not in walks:
            person = house.people.get(subject)
            ask, seen = visit(person), Walk()
            for kind, (address, _who) in TABLE.items():
                before = ReadLog.objects.filter(by=person).count()
                answer = ask.get(address(house))
                seen.statuses[kind] = answer.status_code
                if answer.status_code == 404 and ink(answer) != ink(ask.get(of_nobody(address(house)))):
                    seen.told_apart.append(kind)
                if ReadLog.objects.filter(by=person).count() > before:
                    seen.logged.add(kind)
                seen.led_to[kind] = answer.get("Location", "")
            walks[subject] = seen
        return walks[subject]

    return as_


@pytest.mark.parametrize("subject", SUBJECTS)
def test_each_subject_opens_what_the_table_says(walk, subject):
    assert walk(subject).statuses == {kind: expected(who, subject) for kind, (_address, who) in TABLE.items()}


@pytest.mark.parametrize("words", WORDS)
def test_words_for_the_team_are_read_by_whom_the_table_names(house, visit, words):
    address, written, who = WORDS[words]
    reading = [subject for subject, person in house.people.items() if written(house) in visit(person).get(address(house)).content.decode()]

    assert reading == [subject for subject in house.people if subject in who.split()]


def test_a_visitor_is_led_to_sign_in_and_back(walk):
    assert {address.partition("?next=")[0] for address in walk("ANON").led_to.values()} == {"/en/sign-in/"}


@pytest.mark.parametrize("subject", [name for name in SUBJECTS if name != "ANON"])
def test_a_record_that_is_not_hers_looks_like_none(walk, subject):
    assert walk(subject).told_apart == []


@pytest.mark.parametrize("subject", [name for name in SUBJECTS if name != "ANON"])
def test_whoever_opens_a_record_stands_in_the_read_log(walk, subject):
    seen = walk(subject)

    assert {kind for kind, status in seen.statuses.items() if status == 200} - seen.logged == set()


def test_nobody_reads_a_notice_of_somebody_else(house, visit):
    notice = house.notice
    seen, put_away = set(), set()

    for subject, person in house.people.items():
        if notice.ref in visit(person).get(page("notices")).content.decode():
            seen.add(subject)
        with undone():
            visit(person).post(page("mark_notices_read"), {"notice": notice.ref, "open": notice.ref})
            if type(notice).objects.get(pk=notice.pk).read_at is not None:
                put_away.add(subject)

    assert seen == put_away == {"PRO"}


def test_lists_show_what_the_table_opens(house, visit):
    rows = {
        page("casetracker:list"): {"file": READERS, "shared": f"{READERS} CRN"},
        page("advice:list"): {
            "asked": f"POL {EVERY_TEAM} REC",
            "of_colleague": f"{EVERY_TEAM} REC",
            "of_crown": "CRN PRO PRO_OFF LEAD AST REC",
            "draft": "POL",
        },
        page("precedents:advice"): {"crown_only": CROWN, "shareable": f"POL POL_ELSEWHERE {CROWN}"},
    }
    for subject, person in house.people.items():
        for address, records in rows.items():
            answer = visit(person).get(address)
            body = answer.content.decode() if answer.status_code == 200 else ""
            for record, who in records.items():
                assert (getattr(house, record).ref in body) == (subject in who.split()), (subject, address, record)


def test_not_found_and_not_hers_look_alike_over_many_calls(house, visit):
    """Paired calls for what is not hers and for what is nobody's: status, length and time are the same (T07)."""
    kinds = [
        "case file",
        "accused",
        "person",
        "paper of a file",
        "request of a colleague",
        "answer being written",
        "published advice, Crown only",
    ]
    times: dict[str, list[float]] = {"not hers": [], "not found": []}
    ask, apart = visit(house.people["POL_ELSEWHERE"]), []

    for number in range(max(10, size(500))):
        address = TABLE[kinds[number % len(kinds)]][0](house)
        answers = {}
        for name, one in [("not hers", address), ("not found", of_nobody(address))][:: 1 if number % 2 else -1]:
            began = time.perf_counter()
            answers[name] = ask.get(one)
            times[name].append(time.perf_counter() - began)
        first, second = answers["not hers"], answers["not found"]
        if (first.status_code, second.status_code) != (404, 404) or len(ink(first)) != len(ink(second)):
            apart.append((address, first.status_code, second.status_code))

    assert apart == []
    if LONG:  # a handful of calls has no median worth the name
        assert abs(statistics.median(times["not hers"]) - statistics.median(times["not found"])) < 0.005

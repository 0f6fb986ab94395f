"""No log line, address, referrer or mail holds what somebody typed: planted words walk through every form, search and fault (T19)."""

import io
import json
import logging
import re
from datetime import timedelta

import pytest
from django import forms
from django.core import mail
from django.db import DatabaseError
from django.urls import reverse

from config.logs import JsonLine
from foundation import clock
from foundation.accounts.models import User
from foundation.jobs import queue
from foundation.jobs.models import Job
from foundation.pages.fields import DayField
from tests.house.addresses import filled
from tests.house.conftest import undone
from tests.house.crawling import names
from tests.house.starts import SENDERS, sender_of, started, words_for
from tests.house.test_fields import all_names, as_typed, forms_in, is_form
from tests.house.world import upload
from tests.sizes import size

pytestmark = pytest.mark.long

KINDS = ("Quillfeather{}", "Rue Zinnia {}, Kenora", "613 555 {}", "occurrence 77-{}", "{}.zinnia@example.invalid")


def planted(count: int) -> list[str]:
    """Names, addresses, telephone numbers, occurrence numbers and e-mails that stand nowhere else."""
    return [KINDS[number % len(KINDS)].format(f"{70000 + number}") for number in range(count)]


class Everything(logging.Handler):
    """Keep what the log of a server prints, and more: each logger from INFO on."""

    def __init__(self):
        super().__init__(level=logging.INFO)
        self.setFormatter(JsonLine())
        self.out = io.StringIO()

    def emit(self, record):
        self.out.write(self.format(record) + "\n")


@pytest.fixture
def everything():
    """The whole log of the test; every logger speaks from INFO on."""
    handler, root = Everything(), logging.getLogger()
    loggers = [root, *(logging.getLogger(name) for name in ("casetracker.access", "django", "axes", "allauth"))]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.INFO)
    root.addHandler(handler)
    yield handler.out
    root.removeHandler(handler)
    for logger, level in zip(loggers, before, strict=True):
        logger.setLevel(level)


class Walk:
    """Visits on which words are planted, and every address that came back."""

    def __init__(self, house, visit):
        self.house, self.visit, self.addresses = house, visit, []
        for who in {*SENDERS, "LEAD"}:  # signs in now: a session begun inside what is undone would be gone after it
            visit(house.people[who])

    def keep(self, answer):
        """Remember the addresses that an answer leads to; those of mail and telephone are no pages."""
        page = "" if answer.streaming else answer.content.decode(errors="replace")
        found = re.findall(r"""(?:href|action|src|formaction)=["']([^"']*)["']""", page)
        self.addresses += [one for one in (answer.get("Location", ""), *found) if not one.startswith(("mailto:", "tel:"))]
        return answer

    def form(self, name: str, word: str) -> None:
        """Fill every box of a form with the word and send it, from where its step starts."""
        world = started(self.house, name)
        browser, address = self.visit(world.people[sender_of(name)]), filled(world, name, names()[name])
        shown = [bound for form in forms_in(self.keep(browser.get(address)).context) for bound in form]
        typed: dict = {}
        for bound in shown:
            typed |= as_typed(bound)
            is_text = (
                isinstance(bound.field, forms.CharField) and not bound.field.widget.is_hidden and not isinstance(bound.field, DayField)
            )
            if is_text and not hasattr(bound.field, "choices"):
                plain = re.sub(r"\W+", "", word)
                typed[bound.html_name] = f"{plain}@example.invalid" if isinstance(bound.field, forms.EmailField) else word
            if isinstance(bound.field, forms.FileField):
                typed[bound.html_name] = upload(f"{word}.txt", f"{word} was seen.\n")
        words = words_for(world, name, sorted({bound.html_name for bound in shown}))
        self.keep(browser.post(address, {**words, **typed, "key": re.sub(r"\W+", "", word + name)[:60]}))

    def search(self, word: str) -> None:
        """Search for the word, open what came of it, and paste it as facts."""
        browser = self.visit(self.house.people["LEAD"])
        answer = self.keep(browser.post(reverse("search"), {"q": word, "text": word, "words": word}))
        if answer.status_code == 302:
            self.keep(browser.get(answer["Location"]))
        self.keep(browser.post(reverse("search_completions"), {"q": word}))
        self.keep(browser.post(reverse("facts"), {"facts": f"{word} exploitation {word}", "without": [word]}))

    def strange(self, word: str) -> None:
        """Put the word where it does not belong: into addresses, headers, and a wrong sign-in."""
        browser = self.visit(self.house.people["PRO"])
        odd = {"referer": f"http://testserver/en/?q={word}", "user-agent": word}
        for address in ("/en/cases/", "/en/", "/en/no-such-page/", "/en/sign-in/"):
            browser.get(address, {"q": word, "name": word}, headers=odd)
        browser.get(f"/en/cases/{word}/")
        browser.get(f"/en/{word}")
        browser.post("/en/drafts/save/", {"draft_form": word, "draft_about": "x", "draft_path": "//" + word, "text": word})
        stranger = self.visit()
        self.keep(stranger.post("/en/sign-in/", {"login": f"{word}@example.invalid", "password": word}, REMOTE_ADDR="192.0.2.9"))
        stranger.get("/en/", headers={"host": f"{re.sub(r'[^a-zA-Z0-9]+', '', word)}.invalid"})
        stranger.put("/en/cases/", word)

    def faults(self, word: str, monkeypatch) -> None:
        """Let a page, a form and a job break with the word in what they say."""

        def fail(*args, **kwargs):
            raise DatabaseError(f"duplicate key: (email)=({word})")

        lead = self.visit(self.house.people["LEAD"])
        file = {"ref": self.house.file.ref}
        with monkeypatch.context() as broken:
            broken.setattr("casetracker.querysets.CaseFileQuerySet.visible_to", fail)
            assert lead.get(reverse("casetracker:file", kwargs=file)).status_code == 500
        with monkeypatch.context() as broken:
            broken.setattr("casetracker.services.add_note", fail)
            assert lead.post(reverse("casetracker:add_note", kwargs=file), {"text": word}).status_code == 500
            broken.setitem(queue._handlers, "breaks", fail)
            at = clock.now() - timedelta(seconds=1)
            queue.run(Job.objects.create(kind="breaks", requested_by=User.objects.service(), run_after=at, created_at=at))
        with monkeypatch.context() as broken:
            broken.setattr(queue, "_periodic", [queue.Periodic(1, lambda at: int(word))])
            queue.run_periodic(clock.now())


def test_planted_words_stand_in_no_log_and_no_address(house, visit, everything, monkeypatch):
    walk, words = Walk(house, visit), planted(size(500))
    asked = [name for name in all_names() if is_form(house, name)]

    for turn in range(max(len(asked), len(words))):
        with undone():
            walk.form(asked[turn % len(asked)], words[turn % len(words)])
    for word in words:
        with undone():
            walk.search(word)
            walk.strange(word)
            walk.faults(word, monkeypatch)
    queue.run_due()

    log, told = everything.getvalue(), mail.outbox
    lines = [json.loads(line) for line in log.splitlines()]
    spellings = {word: {word, re.sub(r"\W+", "", word), word.replace(" ", "%20"), word.replace(" ", "+")} for word in words}
    assert len(asked) > 50
    assert sum(line["logger"] == "casetracker.access" for line in lines) > len(asked)
    assert {"casetracker.errors", "casetracker.jobs", "django.request"} <= {line["logger"] for line in lines}
    assert [line for line in log.splitlines() if "?" in json.loads(line).get("message", "")] == []
    assert [word for word in words if any(spelled in log for spelled in spellings[word])] == []
    leads = "\n".join(walk.addresses)
    assert [word for word in words if any(spelled in leads for spelled in spellings[word])] == []
    sent = "\n".join(f"{one.subject}\n{one.body}" for one in told)
    assert [word for word in words if any(spelled in sent for spelled in spellings[word])] == []


def test_the_walk_would_find_a_planted_word(everything):
    logging.getLogger("casetracker.access").info("somebody searched for %s", "Quillfeather70000")

    assert "Quillfeather70000" in everything.getvalue()


def test_a_library_is_kept_from_saying_what_it_was_given(everything):
    try:
        raise ValueError("Quillfeather70000") from KeyError("Quillfeather70001")
    except ValueError:
        logging.getLogger("some.library").exception("Bad value %s", "Quillfeather70002")
    logging.getLogger("some.library").warning("Bad value Quillfeather70003")

    first, second = map(json.loads, everything.getvalue().splitlines())
    assert first["message"] == "Bad value %s"
    assert "builtins.ValueError" in first["trace"]
    assert "builtins.KeyError" in first["trace"]
    assert second["message"] == "words left out"
    assert "Quillfeather" not in everything.getvalue()

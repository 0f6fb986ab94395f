"""A fault of ours shows nothing of ours: at thirty and more points a page says sorry, with a reference that stands in the log (T18)."""

import json
import logging
import re

import pytest
from django.conf import settings as live_settings
from django.db import DatabaseError
from django.template.backends.django import Template
from django.urls import resolve

from config.logs import JsonLine
from tests.house.addresses import filled
from tests.house.crawling import names

SECRET = "SELECT password FROM accounts_user WHERE email = 'somebody@example.invalid'; /srv/product/config/settings/base.py"
PAGES = [
    "home",
    "search",
    "write_search",
    "search_results",
    "facts",
    "lead",
    "team_history",
    "people",
    "notices",
    "account",
    "casetracker:list",
    "casetracker:file",
    "casetracker:accused",
    "casetracker:dates",
    "casetracker:people",
    "casetracker:person",
    "casetracker:history",
    "casetracker:open_case_file",
    "casetracker:move_proceeding",
    "advice:request",
    "advice:triage",
    "advice:review",
    "precedents:bank",
    "precedents:decision",
    "precedents:published_advice",
]
TEMPLATES = ["casetracker:file", "advice:request", "precedents:bank", "help", "account_login", "casetracker:add_note"]
ROWS = {
    "casetracker:file": "casetracker.querysets.CaseFileQuerySet.visible_to",
    "advice:request": "advice.querysets.AdviceRequestQuerySet.visible_to",
    "precedents:decision": "precedents.querysets.DecisionQuerySet.visible_to",
    "document": "foundation.documents.models.DocumentQuerySet.visible_to",
    "notices": "foundation.notifications.models.NoticeQuerySet.visible_to",
    "casetracker:dates": "foundation.audit.gate.log_read",
}
SERVICES = {
    "casetracker:add_note": ("casetracker.services.add_note", {"text": "A thought"}),
    "casetracker:end_access": ("casetracker.services.end_access", {"reason": "Gone"}),
    "casetracker:set_custody": ("casetracker.services.set_custody", {"custody": "DETAINED"}),
    "advice:decline": ("advice.services.decline_request", {"reason_code": "OPERATIONAL", "turn_to": "Counsel"}),
    "advice:add_note": ("advice.services.add_note", {"text": "A thought"}),
    "precedents:withdraw_publication": ("precedents.services.withdraw_publication", {"reason": "Overtaken by the law"}),
    "set_language": ("foundation.accounts.services.set_language", {"language": "fr"}),
}


class Lines(logging.Handler):
    """Keep what the log prints."""

    def __init__(self):
        super().__init__(level=logging.ERROR)
        self.setFormatter(JsonLine())
        self.lines: list[str] = []

    def emit(self, record):
        self.lines.append(self.format(record))


@pytest.fixture
def log():
    """What is written to the log of errors while a test runs."""
    lines, logger = Lines(), logging.getLogger("casetracker.errors")
    logger.addHandler(lines)
    yield lines.lines
    logger.removeHandler(lines)


@pytest.fixture
def lead(house, visit):
    """The browser of the lead."""
    return visit(house.people["LEAD"])


def fail(*args, **kwargs):
    raise DatabaseError(SECRET)


def says_sorry(answer, log) -> None:
    """The page is ours, tells nothing of the inside, and bears a reference that the log knows."""
    page = answer.content.decode()
    reference = re.search(r"\b[0-9A-F]{8}\b", page)

    assert answer.status_code == 500
    assert "<h1" in page
    inside = [
        "Traceback",
        "SELECT",
        "password",
        "example.invalid",
        "/srv/",
        "base.py",
        "DatabaseError",
        "django",
        str(live_settings.BASE_DIR),
    ]
    inside += [live_settings.SECRET_KEY, live_settings.AUDIT_KEY, str(live_settings.DATA_DIR), "DJANGO_SETTINGS"]
    assert [word for word in inside if word in page] == []
    assert reference, page
    lines = [json.loads(line) for line in log]
    assert [line["reference"] for line in lines] == [reference[0]]
    assert "DatabaseError" in lines[0]["trace"]


def address(house, name):
    return filled(house, name, names()[name])


def test_faults_are_forced_at_thirty_points_and_more():
    assert len(PAGES) + len(TEMPLATES) + len(ROWS) + len(SERVICES) >= 30
    assert live_settings.DEBUG is False


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_breaks_says_sorry(house, lead, log, monkeypatch, name):
    view = resolve(address(house, name)).func
    page = getattr(view, "view_class", None)
    monkeypatch.setattr(page, "get_context_data", fail)

    says_sorry(lead.get(address(house, name)), log)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_that_breaks_says_sorry(house, visit, log, monkeypatch, name):
    draw = Template.render

    def break_all_but_the_last(template, *args, **kwargs):
        return draw(template, *args, **kwargs) if "500" in template.template.name else fail()

    monkeypatch.setattr(Template, "render", break_all_but_the_last)

    browser = visit() if name == "account_login" else visit(house.people["LEAD"])
    says_sorry(browser.get(address(house, name)), log)


@pytest.mark.parametrize("name", ROWS)
def test_rows_that_cannot_be_read_say_sorry(house, lead, log, monkeypatch, name):
    monkeypatch.setattr(ROWS[name], fail)

    says_sorry(lead.get(address(house, name)), log)


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_that_breaks_says_sorry_and_writes_nothing(house, lead, log, monkeypatch, name):
    service, typed = SERVICES[name]
    monkeypatch.setattr(service, fail)

    says_sorry(lead.post(address(house, name), typed), log)

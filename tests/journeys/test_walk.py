"""Every page that a person can reach by clicking, in both languages: no barrier, no fault, no sideways scrolling.

In English at the width of a desk, in French, whose words are longer, at that of a phone; ``--long`` walks both at both.
"""

from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from django.utils import translation
from playwright.sync_api import Error

from tests.sizes import LONG

ROLES = ["LEAD", "PRO", "AST", "CRN", "POL", "REC", "ADM"]
WIDTHS = {"en": [1366, 375], "fr": [1366, 375]} if LONG else {"en": [1366], "fr": [375]}


def name_of(address: str, language: str) -> str | None:
    """Give the name under which an address stands in the URL table."""
    try:
        with translation.override(language):
            return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return None


def links(visitor) -> list[str]:
    """Give the links of the page that stay on the site and in its language."""
    found = visitor.page.eval_on_selector_all("a[href]", "all => all.map(one => new URL(one.getAttribute('href'), document.baseURI).href)")
    return [link.split("#")[0] for link in found if link.startswith(f"{visitor.site.url}/{visitor.language}/")]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_page_that_a_click_reaches(visitor, language):
    somebody = visitor(language)
    seen, faults = set(), []

    for role in ROLES:
        somebody.context.clear_cookies()
        somebody.sign_in(role)
        waiting = [somebody.page.url, *links(somebody)]
        asked = set()
        while waiting:
            address = waiting.pop(0)
            name = name_of(address, language)
            if name is None or name in asked or (name in seen and name != "home"):
                continue
            asked.add(name)
            try:
                answer = somebody.page.goto(address)
            except Error as fault:
                if "Download is starting" not in str(fault):
                    raise
                seen.add(name)
                continue
            if answer.status >= 400:
                faults.append(f"{role} is led to {answer.status}: {address}")
                continue
            seen.add(name)
            waiting += links(somebody)
            for width in WIDTHS[language]:
                somebody.resize(width)
                try:
                    somebody.stop(f"{role} {name}")
                except AssertionError as fault:
                    faults.append(f"{role} {name} {address}: {fault}")
                    somebody.troubles.clear()

    assert faults == []
    assert len(seen) > len(ROLES), seen

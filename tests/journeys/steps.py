"""What a person does on any page: fill a box or a day, choose from a list, press a button; by labels and roles alone."""

import re

from playwright.sync_api import Locator


def named(words) -> re.Pattern:
    """Match a label that says just this, whether or not it adds that it is optional."""
    return re.compile(rf"^\s*{re.escape(words)}(\s+\((optional|facultatif)\))?\s*$")


def box(scope, label: str) -> Locator:
    """Find a box by its label."""
    return scope.get_by_label(named(label))


def group(scope, legend: str) -> Locator:
    """Find boxes that stand under one legend."""
    return scope.get_by_role("group", name=named(legend))


def fill_day(scope, legend: str, day) -> None:
    """Fill the three boxes of a day."""
    boxes = group(scope, legend).get_by_role("textbox")
    for place, part in enumerate((day.day, day.month, day.year)):
        boxes.nth(place).fill(str(part))


def choose(scope, label: str, words: str) -> None:
    """Choose the first line of a list that begins with these words."""
    lists = box(scope, label)
    lines = lists.locator("option").all_inner_texts()
    found = [line for line in lines if line.strip().startswith(words)]
    assert found, f"{label}: none of {lines} begins with {words}"
    lists.select_option(label=found[0])


def press(person, name: str) -> None:
    """Press a button of the page and wait for what it brings."""
    with person.page.expect_navigation():
        person.page.get_by_role("main").get_by_role("button", name=name, exact=True).click()
    if person.page.locator("input[name=confirmed]").count():  # the page shows first what will follow
        with person.page.expect_navigation():
            person.page.get_by_role("main").get_by_role("button", name=re.compile("^(Confirm and record|Confirmer et consigner)$")).click()


def follow(person, name: str) -> None:
    """Follow a link of the page."""
    with person.page.expect_navigation():
        person.page.get_by_role("link", name=name, exact=True).first.click()


def said(person) -> str:
    """What the page says, without its frame."""
    return person.page.get_by_role("main").inner_text()


def identity(person) -> str:
    """What the header of a file says: who it is about, where it stands, who acts next."""
    return person.page.locator(".identity").inner_text()


def open_tab(person, name: str) -> None:
    """Open one of the pages of a file; on a phone they stand in a menu."""
    menu = person.page.locator(".subnav details:not([open]) > summary")
    if menu.is_visible():
        menu.click()
    with person.page.expect_navigation():
        person.page.locator(".subnav").get_by_role("link", name=re.compile(f"^{re.escape(name)}")).click()


def until_said(person, address: str, words: str, seconds: int = 60) -> None:
    """Open a page again and again until the worker has done its part."""
    for _turn in range(seconds):
        person.page.goto(address)
        if words in person.page.locator("body").inner_text():
            return
        person.page.wait_for_timeout(1000)
    raise AssertionError(f"{address} never said “{words}”\n{person.site.printed('worker')}")

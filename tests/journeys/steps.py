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


def follow(person, name: str) -> None:
    """Follow a link of the page."""
    with person.page.expect_navigation():
        person.page.get_by_role("link", name=name, exact=True).first.click()


def said(person) -> str:
    """What the page says, without its frame."""
    return person.page.get_by_role("main").inner_text()

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


FOCUSED = """
    (one => [one.name || '', one.type || '', (['BUTTON', 'A', 'SUMMARY'].includes(one.tagName) ? one.innerText : '') || ''])
    (document.activeElement)
"""


def by_keys(person, typed: dict[str, str], button: str) -> None:
    """Walk from box to box by the Tab key, fill those that are named, and press the button: no mouse anywhere.

    What stands in a box is written over; a tick is set by any value; of a choice by buttons the value is walked to with the arrow keys.
    """
    page, left = person.page, dict(typed)
    for _turn in range(700):
        page.keyboard.press("Tab")
        name, kind, words = page.evaluate(FOCUSED)
        if name in left:
            value = left.pop(name)
            if kind == "checkbox":
                page.keyboard.press("Space")
            elif kind == "radio":
                _arrow_to(page, value)
            else:
                page.keyboard.press("Control+a") if kind in ("text", "textarea") else None
                page.keyboard.type(value)
        if words.strip() == button:
            assert left == {}, f"not reached by Tab: {sorted(left)}"
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"“{button}” was not reached by Tab; left: {sorted(left)}")


def _arrow_to(page, value: str) -> None:
    """Choose one of several buttons by the arrow keys."""
    page.keyboard.press("Space")
    for _turn in range(12):
        if page.evaluate("document.activeElement.value") == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"no choice {value}")


def follow_by_keys(person, words: str, *, folded_in: str = "") -> None:
    """Follow the first link that begins with these words by the Tab key and Enter; ``folded_in`` is what opens the part it lies in."""
    person.page.evaluate("document.activeElement.blur()")
    if folded_in:
        _tab_to(person.page, folded_in)
        person.page.keyboard.press("Enter")
    _tab_to(person.page, words)
    with person.page.expect_navigation():
        person.page.keyboard.press("Enter")


def _tab_to(page, words: str) -> None:
    for _turn in range(300):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED)[2].strip().startswith(words):
            return
    raise AssertionError(f"nothing that begins with “{words}” was reached by Tab")


def day_by_keys(name: str, day) -> dict[str, str]:
    """Give what is typed into the three boxes of a day."""
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}

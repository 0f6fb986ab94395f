"""A lost phone, somebody who leaves, and what the back button shows after signing out; no page asks another host for anything."""

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Error

from tests.journeys.steps import press
from tests.journeys.test_second_factor import EMAIL, PASSWORD, code_of, give_password, sign_out


def tab_to(person, name: str, most: int = 80) -> None:
    """Walk with the keyboard alone until a button or link of this name has the focus."""
    for _turn in range(most):
        person.page.keyboard.press("Tab")
        words = person.page.evaluate("document.activeElement.innerText || ''").strip()
        if words == name:
            return
    raise AssertionError(f"the keyboard never reached “{name}”")


def join(admin, nora):
    """Add a person, let her join, and give the key of her app."""
    admin.open("manage/people/add/")
    admin.page.get_by_label("Name").fill("Nora Blake")
    admin.page.get_by_label("Work e-mail").fill(EMAIL)
    admin.page.get_by_label("Role").select_option("PRO")
    press(admin, "Add this person")
    nora.page.goto(admin.page.locator(".invitation-link").inner_text())
    nora.page.get_by_label("New password", exact=True).fill(PASSWORD)
    nora.page.get_by_label("New password again").fill(PASSWORD)
    nora.page.get_by_role("button", name="Save and go on").click()
    key = nora.page.locator(".key-letters").inner_text().replace(" ", "")
    nora.page.get_by_label("Code from the app").fill(code_of(key, -1))
    nora.page.get_by_role("button", name="Turn on").click()
    sign_out(nora)
    return key


def go_back(person) -> None:
    """Go back in the browser. Of the answer to a form it keeps nothing, and would ask to send the form again: ERR_CACHE_MISS."""
    with suppress(Error):
        person.page.go_back()


@pytest.mark.parametrize("width", [1366, 375])
def test_a_lost_phone_and_the_back_button(site, visitor, width):
    admin, nora, lead = visitor("en", width), visitor("en", width), visitor("en", width)
    admin.sign_in("ADM")
    key = join(admin, nora)

    nora.open("sign-in/")
    give_password(nora)
    nora.page.get_by_role("link", name="Lost your phone and your codes?").click()
    nora.stop("lost phone")
    nora.page.get_by_label("What happened, and how a team lead reaches you").fill("It fell into the lake, I am in room 4")
    tab_to(nora, "Tell a team lead")
    nora.page.keyboard.press("Enter")
    nora.page.get_by_text("Your team lead was told").wait_for()
    nora.stop("a lead was told")
    nora.open("account/")
    assert "/sign-in/" in nora.page.url

    lead.sign_in("LEAD")
    lead.open("manage/people/")
    lead.stop("a lost phone waits")
    lead.page.get_by_role("link", name="Nora Blake").first.click()
    lead.page.get_by_label("Yes: take password and second factor away and mail her a link").check()
    lead.page.get_by_label("How you made sure, or why you refuse").fill("I met her in room 4")
    lead.stop("decide on a lost phone")
    press(lead, "Decide")
    link = lead.page.locator(".invitation-link").inner_text()
    lead.stop("the link is shown once")

    nora.page.goto(link)
    nora.page.get_by_label("New password", exact=True).fill(f"{PASSWORD} again")
    nora.page.get_by_label("New password again").fill(f"{PASSWORD} again")
    nora.page.get_by_role("button", name="Save and go on").click()
    fresh = nora.page.locator(".key-letters").inner_text().replace(" ", "")
    assert fresh != key
    nora.page.get_by_label("Code from the app").fill(code_of(fresh, -1))
    nora.page.get_by_role("button", name="Turn on").click()

    nora.open("account/")
    assert EMAIL in nora.page.locator("main").inner_text()
    cookies = nora.context.cookies()
    sign_out(nora)
    go_back(nora)
    assert EMAIL not in nora.page.locator("body").inner_text()
    go_back(nora)
    assert "Nora Blake" not in nora.page.locator("body").inner_text()
    nora.context.add_cookies(cookies)
    nora.open("account/")
    assert "/sign-in/" in nora.page.url


@pytest.mark.parametrize("language, width", [("en", 1366), ("fr", 375)])
def test_somebody_leaves(site, visitor, language, width):
    lead = visitor(language, width)
    lead.sign_in("LEAD")
    lead.open("lead/")
    lead.page.locator("a[href*='/lead/leaving/']").first.click()
    name = lead.page.locator("h1").inner_text()
    for chooser in lead.page.locator("select[name^='all_']").all():
        chooser.select_option(index=1)
    lead.page.locator("textarea[name=reason]").fill("Elle passe à un autre bureau" if language == "fr" else "She goes to another office")
    lead.stop("somebody leaves")
    lead.page.locator("details.fold > summary").first.click()
    lead.stop("somebody leaves, one by one")
    with lead.page.expect_navigation():
        lead.page.locator("main form button.button").first.click()
    assert "/manage/people/" in lead.page.url, lead.page.locator("main").inner_text()
    lead.stop("her account is closed")
    assert lead.page.locator("h1").inner_text() in name


def test_a_page_that_asked_another_host_would_be_found(site, visitor):
    somebody = visitor("en")
    somebody.open("sign-in/")
    somebody.page.evaluate("fetch('https://example.com/').catch(() => 0)")
    somebody.page.wait_for_timeout(300)

    asked = [trouble for trouble in somebody.troubles if re.search("example.com|Content Security Policy", trouble)]
    assert asked
    somebody.troubles.clear()

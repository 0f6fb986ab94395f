"""Journey 3: the delay ledger; what is attributed to one accused moves her bar alone, and the same number stands everywhere."""

import re
from datetime import date, timedelta

from tests.journeys.steps import box, choose, fill_day, follow, group, open_tab, press, said

MOTION_ON = date(2026, 3, 2)
NET = re.compile(r"net (\d+) m(?: (\d+) d)? of 18 m")


def lines_of(person) -> dict[str, str]:
    """Each accused of the page of delay with what her bar says."""
    found = {}
    for one in person.page.locator(".jordan").all():
        found[one.locator(".jordan-who").inner_text()] = NET.search(one.inner_text())[0]
    return found


def bars_of(person) -> dict[str, list]:
    """Each accused with the pieces of her bar as they are drawn."""
    drawn = "all => all.map(one => [one.getAttribute('class'), one.getAttribute('x'), one.getAttribute('width')])"
    return {
        one.locator(".jordan-who").inner_text(): one.locator(".delaybar rect").evaluate_all(drawn)
        for one in person.page.locator(".jordan").all()
    }


def test_an_adjournment_and_defence_delay_move_one_bar(visitor):
    dev = visitor("en", 1366)
    dev.sign_in("Dev Anand")
    dev.open("cases/")
    follow(dev, "R. v. Birch and 1 more")
    file_url = dev.page.url
    open_tab(dev, "Delay")
    dev.stop("the bars of the file", picture="delay")
    before, drawn = lines_of(dev), bars_of(dev)
    assert set(before) == {"Dario Birch", "Kade Cedar"}
    delay_url = dev.page.url

    an_adjournment_for_one_accused(dev)
    dev.page.goto(delay_url)
    assert lines_of(dev) == before  # an adjournment alone deducts nothing
    the_gap_that_is_clicked_is_filled_in(dev)
    dev.page.goto(delay_url)
    after, moved = lines_of(dev), bars_of(dev)
    assert after["Kade Cedar"] == before["Kade Cedar"]
    assert moved["Kade Cedar"] == drawn["Kade Cedar"]
    assert after["Dario Birch"] != before["Dario Birch"]
    assert moved["Dario Birch"] != drawn["Dario Birch"]
    dev.stop("one bar moved")

    the_same_number_everywhere(dev, visitor, file_url, after)
    what_if(dev, delay_url)


def an_adjournment_for_one_accused(dev):
    """A day in court of one accused is adjourned at the request of the defence to three weeks later."""
    open_tab(dev, "Dates")
    follow(dev, "Add a day in court")
    dev.page.get_by_label("Kade Cedar").uncheck()
    choose(dev.page, "Purpose", "Motion")
    fill_day(dev.page, "Date of the appearance", MOTION_ON)
    press(dev, "Add the day")
    dev.page.locator("section.panel", has_text="March 2, 2026").get_by_role("link", name="Record the result").click()
    dev.page.wait_for_url("**/result/")
    dev.page.get_by_label("Adjourned", exact=True).check()
    choose(dev.page, "Who asked to adjourn", "Defence")
    box(dev.page, "Why it was adjourned").fill("New counsel")
    fill_day(dev.page, "Next date", MOTION_ON + timedelta(days=21))
    press(dev, "Record the result")
    dev.stop("adjourned")


def the_gap_that_is_clicked_is_filled_in(dev):
    """The gap after the adjournment leads to a form with its days; what is wrong is said beside its field, and what was typed is kept."""
    dev.page.locator(".jordan", has_text="Dario Birch").get_by_role("link", name="Open the delay ledger").click()
    dev.page.wait_for_url("**/delay/")
    dev.stop("a ledger with gaps")
    dev.page.locator("tr", has_text="Adjourned (Defence: New counsel)").get_by_role("link", name="Attribute").click()
    dev.page.wait_for_url("**/delay/add/*")
    days = [
        date(*(int(group(dev.page, words).get_by_role("textbox").nth(place).input_value()) for place in (2, 1, 0)))
        for words in ("First day", "Until")
    ]
    assert days == [MOTION_ON, MOTION_ON + timedelta(days=21)]
    choose(dev.page, "What the time counts as", "Caused by the defence")
    choose(dev.page, "Whose word it is", "Agreed")
    box(dev.page, "Who says so").fill("Justice Amberline")
    choose(dev.page, "Where it is written", "Transcript")
    fill_day(dev.page, "Until", MOTION_ON - timedelta(days=1))
    press(dev, "Add to the ledger")
    assert "The interval must end after it begins" in said(dev)
    assert box(dev.page, "Who says so").input_value() == "Justice Amberline"
    dev.stop("an end before its beginning")
    fill_day(dev.page, "Until", MOTION_ON + timedelta(days=21))
    press(dev, "Add to the ledger")
    assert "21 days" in dev.page.locator("tr", has_text="Caused by the defence").first.inner_text()
    dev.stop("the ledger with what was attributed")


def the_same_number_everywhere(dev, visitor, file_url, lines):
    """Ledger, overview, list and the lead's page say the same of the closest of the file."""
    dev.page.goto(file_url)
    assert lines_of(dev) == lines
    dev.stop("the overview")
    dev.open("cases/")
    row = dev.page.locator(".record", has_text="R. v. Birch and 1 more")
    closest = NET.search(row.inner_text())[0]
    assert closest in lines.values()
    dev.stop("the list")
    lead = visitor("en", 1366)
    lead.sign_in("LEAD")
    follow(lead, "Team")
    assert closest in lead.page.locator("li", has_text="R. v. Birch and 1 more").last.inner_text()
    lead.stop("the team")


def what_if(dev, delay_url):
    """Another end of trial is counted at once and kept nowhere."""
    dev.page.goto(delay_url)
    dev.page.locator(".jordan", has_text="Kade Cedar").get_by_role("link", name="Open the delay ledger").click()
    dev.page.wait_for_url("**/delay/")
    ledger = said(dev)
    dev.stop("a rich ledger", picture="delay-ledger")
    fill_day(dev.page, "If the trial ends on", date(2028, 12, 1))
    choose(dev.page, "If it is tried in", "Ontario Court of Justice, after")
    press(dev, "Count")
    assert "No preliminary inquiry was held, runs or was asked for" in said(dev)
    choose(dev.page, "If it is tried in", "Superior")
    press(dev, "Count")
    assert "Counted to December 1, 2028, Superior Court of Justice." in said(dev)
    assert "presumptively unreasonable" in dev.page.locator("#what-if").locator("xpath=ancestor::section").inner_text()
    dev.stop("what if")
    dev.page.goto(dev.page.url.split("?")[0])
    assert said(dev) == ledger


def tab_to(person, *words: str, most: int = 80) -> None:
    """Walk with the keyboard alone until what has the focus says all of these words."""
    for _turn in range(most):
        person.page.keyboard.press("Tab")
        told = person.page.evaluate("document.activeElement.textContent || ''")
        if all(one in told for one in words):
            return
    raise AssertionError(f"the keyboard never reached {words}")


def test_in_french_on_a_phone_by_keyboard_alone(visitor):
    dev = visitor("fr", 375)
    dev.sign_in("Dev Anand")
    dev.open("cases/")
    follow(dev, "R. c. Birch et 1 autre")
    dev.page.goto(dev.page.url + "delay/")
    dev.stop("les barres")
    tab_to(dev, "Ouvrir le registre du délai", "Kade Cedar")
    dev.page.keyboard.press("Enter")
    dev.page.wait_for_url("**/accused/*/delay/")
    dev.stop("le registre")
    tab_to(dev, "Attribuer du temps")
    dev.page.keyboard.press("Enter")
    dev.page.wait_for_url("**/delay/add/")
    dev.stop("attribuer du temps")
    by_keyboard(dev, {"share": "120", "said_by": "La juge Amberline"})
    told = dev.page.locator("[data-error-summary] li").all_inner_texts()
    assert told == ["La part est un nombre entier de 0 à 100."]
    assert box(dev.page, "Qui le dit").input_value() == "La juge Amberline"
    dev.stop("une part de trop")
    by_keyboard(dev, {"share": "40", "note": "Voir la bande."})
    assert "Il y a un problème" not in said(dev), said(dev)
    assert "Voir la bande." in said(dev)
    dev.stop("le registre avec un intervalle de plus")


FILLED = {
    **{"from_on_day": "1", "from_on_month": "5", "from_on_year": "2025"},
    **{"to_on_day": "1", "to_on_month": "6", "to_on_year": "2025"},
    "kind": "Caus",  # the first of the list that begins so
    "status": "Convenu",
    "written_in": "Transcription",
}


def by_keyboard(person, more: dict[str, str]) -> None:
    """Fill the form from its first box to its button by keys alone; a box that has its words already is left."""
    typed = {**FILLED, **more}
    for _turn in range(80):
        person.page.keyboard.press("Tab")
        name = person.page.evaluate("document.activeElement.name || ''")
        if name in typed:
            words = typed.pop(name)
            if name in more:
                person.page.keyboard.press("Control+A")
            if name in more or not person.page.evaluate("document.activeElement.value || ''"):
                person.page.keyboard.type(words)
        if "Ajouter au registre" in person.page.evaluate("document.activeElement.textContent || ''"):
            assert typed == {}
            with person.page.expect_navigation():
                person.page.keyboard.press("Enter")
            return
    raise AssertionError("the keyboard never reached the button")

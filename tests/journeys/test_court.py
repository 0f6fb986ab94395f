"""A day in court: seen on the list, its results entered in one go and by the sheet, printed, carried; once by keyboard alone in French."""

import re
from datetime import date, timedelta

from tests.browser import TODAY
from tests.journeys.steps import fill_day, follow, press, said
from tests.journeys.test_history import NARROW, WIDE, enter, in_both_widths, reach


def a_day_with_results(visitor, least: int = 1) -> date:
    """Find the first day of the team's list on which this many results can be entered, and make it today."""
    until = TODAY + timedelta(days=60)
    visitor.open(f"court-list/?scope=team&since={TODAY.isoformat()}&until={until.isoformat()}")
    for section in visitor.page.locator(".court-day").all():
        if section.locator("tbody tr").count() >= least and section.locator("a[href*='court-list/results/']").count():
            on = date.fromisoformat(section.locator("h2").get_attribute("id").removeprefix("day-"))
            visitor.site.move_clock_to(on)
            visitor.context.clear_cookies()
            visitor.sign_in("LEAD")
            return on
    raise AssertionError("the demonstration has no such day")


def test_the_day_is_entered_printed_and_carried(site, visitor):
    lead = visitor("en", WIDE)
    lead.sign_in("LEAD")
    in_both_widths_of_list(lead, "court list")
    on = a_day_with_results(lead)
    lead.open(f"court-list/?scope=team&since={on.isoformat()}&until={on.isoformat()}")
    in_both_widths(lead, "court list of the team")

    press(lead, "Print day sheet")
    assert "Day sheet" in said(lead)
    in_both_widths(lead, "day sheet")
    lead.page.emulate_media(media="print")
    lead.page.screenshot(path=str(lead.folder / "day-sheet-on-paper.png"), full_page=True)
    lead.page.emulate_media(media="screen")
    follow(lead, "Back")

    with lead.page.expect_download() as waiting:
        lead.page.get_by_role("button", name="Morning page").first.click()
    carried = waiting.value.path().read_text(encoding="utf-8")
    assert re.findall(r"(?:src|href)\s*=|<script|https?:", carried) == []
    lead.page.goto("about:blank")
    lead.page.set_content(carried)
    lead.page.screenshot(path=str(lead.folder / "morning-page.png"), full_page=True)
    assert lead.barriers() == []

    lead.open(f"court-list/?scope=team&since={on.isoformat()}&until={on.isoformat()}")
    follow(lead, "Enter the day's results")
    in_both_widths(lead, "results of the day")
    row = lead.page.locator("fieldset.rowcard").first
    row.get_by_label("What came of the day").select_option("ADJOURNED")
    press(lead, "Record these results")
    assert "Say who asked to adjourn." in said(lead)
    assert "Not done" in said(lead)
    in_both_widths(lead, "results with a mistake")
    row = lead.page.locator("fieldset.rowcard").first
    row.get_by_label("Who asked to adjourn").select_option("DEFENCE")
    row.get_by_label("Why it was adjourned").fill("Counsel is ill")
    fill_day(row, "Next date", on + timedelta(days=14))
    press(lead, "Record these results")
    assert "Done" in said(lead)
    in_both_widths(lead, "results recorded")
    follow(lead, "Back to the court list")
    assert "Adjourned" in said(lead)


def in_both_widths_of_list(visitor, name):
    """Look at the list as it opens."""
    visitor.open("court-list/")
    in_both_widths(visitor, name)


def test_the_sheet_shows_what_will_follow(site, visitor):
    lead = visitor("en", WIDE)
    lead.sign_in("LEAD")
    on = a_day_with_results(lead)
    lead.open(f"court-list/?scope=team&since={on.isoformat()}&until={on.isoformat()}")
    lead.page.get_by_role("link", name=re.compile("^Record the result")).first.click()
    lead.page.wait_for_load_state()
    in_both_widths(lead, "result sheet")
    everyone = lead.page.get_by_role("group", name=re.compile("^For whom")).get_by_role("checkbox")
    assert all(one.is_checked() for one in everyone.all())

    lead.page.get_by_label("Held, to continue").check()
    fill_day(lead.page.get_by_role("main"), "Next date", on + timedelta(days=21))
    with lead.page.expect_navigation():
        lead.page.get_by_role("main").get_by_role("button", name="Record the result").click()
    assert "What will follow" in said(lead)
    in_both_widths(lead, "what will follow")
    with lead.page.expect_navigation():
        lead.page.get_by_role("main").get_by_role("button", name="Confirm and record").click()
    assert "Recorded." in said(lead)
    follow(lead, "Correct the result")
    in_both_widths(lead, "correct the result")


def test_away_and_the_secret_calendar(site, visitor):
    prosecutor = visitor("en", WIDE)
    prosecutor.sign_in("PRO")
    span = f"court-list/?since={TODAY.isoformat()}&until={(TODAY + timedelta(days=90)).isoformat()}"
    prosecutor.open(span)
    heading = prosecutor.page.locator(".court-day h2").first.get_attribute("id") or ""
    on = date.fromisoformat(heading.removeprefix("day-"))
    follow(prosecutor, "When I am away")
    fill_day(prosecutor.page.get_by_role("main"), "First day away", on)
    fill_day(prosecutor.page.get_by_role("main"), "Last day away", on + timedelta(days=1))
    press(prosecutor, "Record the absence")
    in_both_widths(prosecutor, "away")
    prosecutor.open(span)
    assert "is away until" in said(prosecutor)
    in_both_widths(prosecutor, "my list with a warning")

    prosecutor.open("account/")
    follow(prosecutor, "Secret address of your calendar")
    in_both_widths(prosecutor, "calendar")
    press(prosecutor, "Make the address")
    in_both_widths(prosecutor, "calendar made")
    address = prosecutor.page.locator("code").inner_text()
    fetched = prosecutor.context.request.get(f"{site.url}/calendar/{address.rpartition('/')[2]}")
    assert fetched.status == 200
    assert fetched.text().startswith("BEGIN:VCALENDAR")
    follow(prosecutor, "I copied it")
    follow(prosecutor, "Revoke the address")
    press(prosecutor, "Revoke the address")
    assert prosecutor.context.request.get(f"{site.url}/calendar/{address.rpartition('/')[2]}").status == 404


def test_in_french_by_keyboard_alone(site, visitor):
    lead = visitor("fr", NARROW)
    lead.sign_in("LEAD")
    on = a_day_with_results(lead)
    lead.open(f"court-list/?scope=team&since={on.isoformat()}&until={on.isoformat()}")
    page = lead.page
    in_both_widths(lead, "rôle")

    lead.resize(NARROW)
    reach(page, "Consigner les résultats de la journée")
    enter(page)
    in_both_widths(lead, "résultats")
    lead.resize(NARROW)
    for _step in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name || ''").endswith("-result"):
            break
    page.keyboard.type("Tenue")
    reach(page, "Consigner ces résultats")
    enter(page)
    assert "Fait" in said(lead)
    in_both_widths(lead, "consignés")
    lead.resize(NARROW)
    reach(page, "Retour au rôle d’audience")
    enter(page)
    reach(page, "Imprimer la feuille du jour")
    enter(page)
    assert "Feuille du jour" in said(lead)
    in_both_widths(lead, "feuille")
    lead.open("court-list/absences/")
    in_both_widths(lead, "absences")
    lead.open("account/calendar/")
    in_both_widths(lead, "calendrier")

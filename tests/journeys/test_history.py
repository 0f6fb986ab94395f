"""The record of a file: filtered, shown as it stood on a day, printed and taken out, then found under who looked; once by keyboard."""

import csv
import io
import re

from tests.journeys.steps import follow, press, said

WIDE, NARROW = 1366, 375


def open_a_file(visitor) -> str:
    """Open the first file of the list."""
    visitor.open("cases/")
    visitor.page.locator("[data-rows] a").first.click()
    visitor.page.wait_for_load_state()
    return re.search(r"\d\d-HT-\w{4}", visitor.page.url).group()


def in_both_widths(visitor, name: str) -> None:
    """Stand still on a desk's screen and on a telephone's."""
    for width in (NARROW, WIDE):
        visitor.resize(width)
        visitor.stop(f"{name} {width}")


def test_history_is_narrowed_shown_for_a_day_and_taken_out(site, visitor):
    lead = visitor("en", WIDE)
    lead.sign_in("LEAD")
    ref = open_a_file(lead)
    lead.open(f"cases/{ref}/history/")
    in_both_widths(lead, "history")

    lead.page.get_by_label("Steps").check()
    press(lead, "Apply filters")
    assert "kinds=move" in lead.page.url
    in_both_widths(lead, "steps only")
    with lead.page.expect_download() as waiting:
        lead.page.get_by_role("button", name="Export as CSV").click()
    taken = list(csv.reader(io.StringIO(waiting.value.path().read_text(encoding="utf-8-sig"))))
    assert taken[0][0] == "Recorded"
    assert waiting.value.suggested_filename.startswith(f"{ref}-history-")

    press(lead, "Print")
    in_both_widths(lead, "print")
    lead.page.emulate_media(media="print")
    lead.page.screenshot(path=str(lead.folder / "on-paper.png"), full_page=True)
    lead.page.emulate_media(media="screen")
    follow(lead, "Back")
    assert "kinds=move" in lead.page.url

    first = taken[-1][0][:10]
    lead.open(f"cases/{ref}/history/as-it-stood/?on={first}")
    in_both_widths(lead, "as it stood on the first day")
    lead.open(f"cases/{ref}/history/as-it-stood/?on=2026-03-02")
    in_both_widths(lead, "as it stood")
    press(lead, "Print")
    in_both_widths(lead, "as it stood print")
    lead.open(f"cases/{ref}/history/as-it-stood/?on=2019-01-01")
    assert "Nothing was on record yet" in said(lead)

    lead.open(f"cases/{ref}/history/who-looked/")
    assert "Printed: the history" in said(lead)
    assert "Exported: the history" in said(lead)
    in_both_widths(lead, "who looked")
    lead.open("history/")
    in_both_widths(lead, "across files")


def test_in_french_by_keyboard_alone(site, visitor):
    lead = visitor("fr", NARROW)
    lead.sign_in("LEAD")
    ref = open_a_file(lead)
    lead.open(f"cases/{ref}/history/")
    page = lead.page

    reach(page, "Filtres")  # folded on a telephone
    page.keyboard.press("Enter")
    reach(page, "Au")
    for boxes in ("2", "3", "2026"):
        page.keyboard.press("Tab") if boxes != "2" else None
        page.keyboard.type(boxes)
    reach(page, "Appliquer les filtres")
    enter(page)
    assert "until_year=2026" in page.url
    in_both_widths(lead, "historique")

    lead.resize(NARROW)
    reach(page, "Tel qu’il était à la fin du")
    page.keyboard.type("2026-03-01")
    enter(page)
    assert "Ceci est le passé" in said(lead)
    in_both_widths(lead, "tel qu'il était")
    reach(page, "Imprimer")
    enter(page)
    assert "Produit du travail de la Couronne" in said(lead)
    in_both_widths(lead, "imprimé")


def enter(page) -> None:
    """Press Enter and wait for the page it brings."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def reach(page, name: str) -> None:
    """Go on by the Tab key until the focus is on the control of this name, or on the first box of the group of this name."""
    seen = []
    for _step in range(250):
        page.keyboard.press("Tab")
        words = page.evaluate(
            """() => {
                const one = document.activeElement;
                const group = one.closest("fieldset")?.querySelector("legend")?.innerText || "";
                return [one.innerText || "", group];
            }"""
        )
        seen.append(words)
        if words[0].strip() == name or words[1].strip().startswith(name):
            return
    raise AssertionError(f"{name} was not reached by Tab: {seen[-40:]}")

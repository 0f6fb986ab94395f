"""The tour of docs/tour.md: one stop for each of its pictures, which ``./test --pictures`` takes anew."""

import re
from pathlib import Path

TOUR = Path(__file__).resolve().parents[2] / "docs" / "tour.md"


def test_the_tour_stops_at_each_of_its_pictures(site, visitor):
    lead = visitor("en", 1366)
    lead.sign_in("LEAD")
    shown = []

    def stop(name: str) -> None:
        lead.stop(name, picture=f"tour-{name}")
        shown.append(f"tour-{name}")

    lead.open("")
    stop("my-work")
    lead.open("lead/")
    stop("team")
    lead.open("cases/")
    stop("files")
    lead.page.get_by_role("main").locator("[data-rows] a").first.click()
    lead.page.wait_for_url(re.compile(r"/cases/\d\d-HT-"))
    stop("file")
    place = lead.page.url
    lead.page.goto(f"{place}accused/")
    stop("accused")
    lead.page.goto(f"{place}history/")
    stop("history")
    lead.open("advice/")
    stop("requests")
    lead.page.get_by_role("main").locator("a[href*='/advice/AR-']").first.click()
    lead.page.wait_for_url(re.compile("/advice/AR-"))
    stop("request")
    lead.open("search/")
    stop("search")
    lead.open("bank/")
    lead.page.locator(".record-title a").first.click()
    lead.page.wait_for_url(re.compile("/bank/[A-Z0-9-]+/"))
    stop("decision")

    assert re.findall(r"pictures/(tour-[\w-]+)\.png", TOUR.read_text()) == shown

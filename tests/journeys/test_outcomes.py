"""What became of an accused: a whole sheet by keys alone, two counts and a sentence; then the report opens the list behind its number."""

import re
import sqlite3
from datetime import date

from tests.journeys.steps import by_keys, press, said

TODAY = date(2026, 3, 3)
TWO_COUNTS = """
    SELECT file.ref, accused.ref FROM casetracker_proceeding accused JOIN casetracker_casefile file ON file.id = accused.file_id
    WHERE accused.state IN ('INTAKE', 'ELECTION_PENDING', 'TRIAL_SET', 'IN_TRIAL', 'RESERVED', 'INDICTED')
    AND file.state IN ('CARRIED', 'SHARED')
    AND (SELECT count(*) FROM casetracker_count one WHERE one.proceeding_id = accused.id
         AND one.state IN ('PROCEEDING', 'ON_INDICTMENT')) >= 2
    AND NOT EXISTS (SELECT 1 FROM casetracker_count one WHERE one.proceeding_id = accused.id
                    AND one.state IN ('LAID', 'COMMITTED', 'MISTRIAL'))
    ORDER BY accused.id
"""
COUNTS = """
    SELECT one.ref FROM casetracker_count one JOIN casetracker_proceeding accused ON accused.id = one.proceeding_id
    WHERE accused.ref = ? AND one.state IN ('PROCEEDING', 'ON_INDICTMENT') ORDER BY one.number, one.id
"""


def an_accused(site) -> tuple[str, str, list[str]]:
    """Find in the demonstration an accused with two counts that proceed: her file, herself, her counts."""
    with sqlite3.connect(f"file:{site.data / 'db.sqlite3'}?mode=ro", uri=True) as data:
        file, accused = data.execute(TWO_COUNTS).fetchone()
        return file, accused, [ref for (ref,) in data.execute(COUNTS, [accused])]


def test_a_sheet_by_keys_alone_then_the_report_opens_its_list(site, visitor):
    lead = visitor("en", 1366)
    file, accused, (first, second, *others) = an_accused(site)
    lead.sign_in("LEAD")
    lead.open(f"cases/{file}/accused/{accused}/outcomes/")
    lead.stop("an empty sheet")

    by_keys(
        lead,
        {
            **{"happened_on_day": str(TODAY.day), "happened_on_month": str(TODAY.month), "happened_on_year": str(TODAY.year)},
            "decided_by": "Justice Amberline",
            f"{first}-0-finding": "Pleads guilty",
            f"{first}-0-sentence": "Sentence",
            f"{first}-part-0-kind": "Custody",
            f"{first}-part-0-years": "4",
            f"{first}-part-0-credit_days": "210",
            f"{second}-0-finding": "Pleads guilty",
            f"{second}-0-sentence": "Sentence",
            f"{second}-part-0-kind": "Custody",
            f"{second}-part-0-months": "6",
            f"{second}-part-0-served": "After",
            f"{second}-part-0-after": "Count",
            **{f"{other}-0-finding": "To be withdrawn" for other in others},
            "custody": "Serving",
            "answer_WEAPONS": "Made",
            "length_WEAPONS": "10",
            "unit_WEAPONS": "years",
        },
        "Record the outcomes",
    )
    assert "There is a problem" not in said(lead), said(lead)[:600]
    assert "4 years 6 months, less 210 days of credit" in said(lead)
    assert "Nothing is recorded yet." in said(lead)
    lead.stop("the total to confirm")

    by_keys(lead, {"total_confirmed": " "}, "Confirm and record")
    assert "4 years 6 months" in said(lead)
    assert "Confirmed by" in said(lead)
    assert "Last day to appeal: April 2, 2026" in said(lead)
    lead.stop("the accused with her outcome")

    lead.open("reports/outcomes/")
    lead.stop("the report with small numbers hidden")
    by_keys(lead, {"small": " "}, "Apply filters")
    lead.stop("the report with every number")
    row = lead.page.locator("tr", has=lead.page.get_by_role("rowheader", name="Guilty as charged", exact=True)).first
    number = row.get_by_role("link").inner_text()
    for _turn in range(200):
        lead.page.keyboard.press("Tab")
        if row.get_by_role("link").evaluate("one => one === document.activeElement"):
            break
    with lead.page.expect_navigation():
        lead.page.keyboard.press("Enter")
    assert f"Guilty as charged ({number})" in said(lead)
    assert file in said(lead)
    lead.stop("the list behind a number")


def test_the_pages_of_an_outcome_in_french_on_a_phone(site, visitor):
    lead = visitor("fr", 375)
    file, accused, _counts = an_accused(site)
    lead.sign_in("LEAD")
    lead.open(f"cases/{file}/accused/{accused}/outcomes/")
    lead.stop("la fiche")
    lead.open(f"cases/{file}/screenings/")
    lead.stop("les examens")
    lead.open(f"cases/{file}/accused/{accused}/rulings/add/")
    lead.stop("une decision")
    lead.open("reports/outcomes/?small=shown")
    lead.stop("le rapport")
    lead.open("reports/outcomes/list/?cell=charge.all")
    lead.stop("la liste")
    lead.open("reports/outcomes/take/")
    press(lead, "Sortir")
    assert "Dites si cela quitte le bureau." in said(lead)
    lead.stop("la question avant de sortir")
    lead.page.get_by_role("radio", name=re.compile("^Non")).check()
    lead.page.get_by_role("radio", name="Imprimé").check()
    press(lead, "Sortir")
    lead.stop("l imprime")

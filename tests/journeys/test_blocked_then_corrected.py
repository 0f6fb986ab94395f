"""Journey 4, in both languages by keys alone: a blocked step leads to what it needs; the lead corrects a wrong one, and dates come back."""

import sqlite3
from datetime import timedelta

import pytest

from tests.browser import TODAY, seconds_from_now_to
from tests.journeys.steps import by_keys, day_by_keys, follow_by_keys, said

# An accused in intake appearances who has not elected, whose counts all proceed, one by indictment; and the counsel who leads the file.
WITHOUT_ELECTION = """
    SELECT file.ref, accused.ref, counsel.name FROM casetracker_proceeding accused
    JOIN casetracker_casefile file ON file.id = accused.file_id
    JOIN casetracker_fileaccess access ON access.file_id = file.id AND access.acting_as = 'LEAD_COUNSEL' AND access.until_at IS NULL
    JOIN accounts_user counsel ON counsel.id = access.user_id
    WHERE accused.state = 'INTAKE' AND file.state = 'CARRIED'
    AND NOT EXISTS (SELECT 1 FROM casetracker_election one WHERE one.proceeding_id = accused.id)
    AND EXISTS (SELECT 1 FROM casetracker_count one JOIN law_offenceversion text ON text.id = one.offence_id
                WHERE one.proceeding_id = accused.id AND one.state = 'PROCEEDING' AND text.mode = 'I')
    AND NOT EXISTS (SELECT 1 FROM casetracker_count one WHERE one.proceeding_id = accused.id AND one.state <> 'PROCEEDING')
    ORDER BY accused.id
"""
NEEDED = "Consignez un choix de la Cour de justice de l’Ontario, ou de la Cour supérieure sans enquête préliminaire"
IN_ENGLISH = {
    NEEDED: "Record an election into the Ontario Court of Justice, or one into the Superior Court without a preliminary inquiry",
    "Fixer la date du procès": "Set the trial date",
    "Il y a un problème": "There is a problem",
    "Consigner le choix": "Record the election",
    "Date de procès fixée": "Trial date set",
    "Consigner un nouveau choix": "Record a re-election",
    "Autres actions pour cet accusé": "More for this accused",
    "Consigner le nouveau choix": "Record the re-election",
    "Plafond du délai": "Delay ceiling",
    "Comparutions initiales": "Intake appearances",
    "Confirmer et consigner": "Confirm and record",
    "Corriger cette étape": "Correct this",
    "Cette correction ne vous revient pas": "This correction is not yours to make",
    "Corriger": "Correct it",
    "corrigé par": "corrected by",
}
TRIAL = TODAY + timedelta(days=120)


def told_in(person, french: str) -> str:
    """Give words of the screen in the language of a person."""
    return french if person.language == "fr" else IN_ENGLISH[french]


@pytest.mark.parametrize(("language", "width"), [("en", 1366), ("fr", 375)])
def test_a_blocked_step_then_a_wrong_one_that_is_corrected(site, visitor, language, width):
    with sqlite3.connect(f"file:{site.data / 'db.sqlite3'}?mode=ro", uri=True) as data:
        file, accused, counsel_name = data.execute(WITHOUT_ELECTION).fetchone()
    page = f"cases/{file}/accused/{accused}/"
    counsel, lead = visitor(language, width), visitor(language, width)
    counsel.sign_in(counsel_name)
    lead.sign_in("LEAD")

    the_blocked_step_names_what_it_needs(counsel, page)
    the_guard_is_mended_and_the_step_made(counsel, page)
    before = ceiling(counsel, page)
    a_wrong_step_moves_the_ceiling(counsel, page)
    assert ceiling(counsel, page) != before

    site.restart(CLOCK_SHIFT_SECONDS=str(seconds_from_now_to(TODAY) + 1200))  # twenty minutes on: more than the mover's ten
    after_ten_minutes_the_lead_corrects_it(counsel, lead, f"cases/{file}/history/")
    assert ceiling(lead, page) == before
    lead.stop("tout est revenu")


def ceiling(person, page) -> str:
    """What the page of the accused says of her delay."""
    person.open(page)
    return person.page.locator(".jordan").inner_text()


def the_blocked_step_names_what_it_needs(counsel, page):
    """The trial cannot be set before an election: the page says so before and after the click, and keeps what was typed."""
    counsel.open(page)
    counsel.stop("l accuse")
    follow_by_keys(counsel, told_in(counsel, "Fixer la date du procès"))
    assert told_in(counsel, NEEDED) in said(counsel)
    by_keys(counsel, day_by_keys("trial_on", TRIAL) | day_by_keys("happened_on", TODAY), told_in(counsel, "Fixer la date du procès"))
    assert told_in(counsel, "Il y a un problème") in said(counsel)
    assert told_in(counsel, NEEDED) in said(counsel)
    assert counsel.page.locator("[name=trial_on_year]").input_value() == str(TRIAL.year)
    counsel.stop("ce qui manque")


def the_guard_is_mended_and_the_step_made(counsel, page):
    follow_by_keys(counsel, told_in(counsel, NEEDED))
    by_keys(counsel, {"choice": "SCJ_JUDGE"} | day_by_keys("on", TODAY), told_in(counsel, "Consigner le choix"))
    counsel.open(page)
    follow_by_keys(counsel, told_in(counsel, "Fixer la date du procès"))
    days = day_by_keys("trial_on", TRIAL) | day_by_keys("trial_ends_on", TRIAL + timedelta(days=4))
    by_keys(counsel, days | day_by_keys("happened_on", TODAY), told_in(counsel, "Fixer la date du procès"))
    confirm(counsel)
    assert told_in(counsel, "Date de procès fixée") in said(counsel)


def a_wrong_step_moves_the_ceiling(counsel, page):
    """A re-election of somebody else is recorded on this accused; what it does to her ceiling is shown before it is recorded."""
    counsel.open(page)
    follow_by_keys(counsel, told_in(counsel, "Consigner un nouveau choix"), folded_in=told_in(counsel, "Autres actions pour cet accusé"))
    typed = {"choice": "OCJ"} | day_by_keys("on", TODAY) | day_by_keys("consent_on", TODAY)
    by_keys(counsel, typed, told_in(counsel, "Consigner le nouveau choix"))
    assert told_in(counsel, "Plafond du délai") in said(counsel)
    counsel.stop("ce qui suivra")
    confirm(counsel)
    assert told_in(counsel, "Comparutions initiales") in said(counsel)


def confirm(person):
    """Confirm what will follow, where the page shows it first."""
    if person.page.locator("input[name=confirmed]").count():
        by_keys(person, {}, told_in(person, "Confirmer et consigner"))


def after_ten_minutes_the_lead_corrects_it(counsel, lead, history):
    """The mover is told that it is no longer hers; the lead gives a reason; both entries stay, the first said to be corrected."""
    lead.open(history)
    follow_by_keys(lead, told_in(lead, "Corriger cette étape"))
    counsel.page.goto(lead.page.url)
    assert told_in(counsel, "Cette correction ne vous revient pas") in said(counsel)
    counsel.stop("plus dix minutes")
    by_keys(lead, {"reason": "Le choix d’un autre accusé."}, told_in(lead, "Corriger"))
    confirm(lead)
    told = said(lead)
    assert told_in(lead, "corrigé par") in told
    assert "Le choix d’un autre accusé." in told
    lead.stop("les deux inscriptions")

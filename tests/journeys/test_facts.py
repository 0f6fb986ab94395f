"""From pasted facts to a decision by keys alone: what mattered is shown, a word is left out, a find is opened."""

import pytest

from tests.journeys.steps import by_keys, follow_by_keys

FACTS = (
    "She met him online at nineteen. He controlled her movements and her telephone, kept her documents and her money, and exercised "
    "influence over her so that she would sell sexual services; she feared for her safety if she stopped."
)
WORDS = {
    "en": ("Paste the facts", "Find", "Find again", "Words that mattered", "Shares:"),
    "fr": ("Coller les faits", "Trouver", "Chercher de nouveau", "Mots qui ont compté", "En commun :"),
}


@pytest.mark.parametrize(("language", "width"), [("en", 1366), ("fr", 375)])
def test_facts_lead_to_a_decision_by_keys_alone(visitor, language, width):
    link, find, again, mattered, shares = WORDS[language]
    counsel = visitor(language, width)
    counsel.sign_in("PRO")
    counsel.open("search/")

    follow_by_keys(counsel, link)
    by_keys(counsel, {"facts": FACTS}, find)
    words = counsel.page.get_by_role("group", name=mattered).locator("label")
    left_out = words.first.inner_text()
    assert counsel.page.locator("input[name=without]:checked").count() == 0
    assert left_out in counsel.page.locator("main").get_by_text(shares).first.inner_text()
    counsel.stop("what is like the facts")

    by_keys(counsel, {"without": "on"}, again)
    assert counsel.page.locator("input[name=without]:checked + label").all_inner_texts() == [left_out]
    assert all(left_out not in line.split(", ") for line in counsel.page.locator("main").get_by_text(shares).all_inner_texts())
    assert counsel.page.locator("textarea[name=facts]").input_value() == FACTS
    counsel.stop("without a word")

    name = counsel.page.locator("main .record-title").first.inner_text().split(",")[0]
    follow_by_keys(counsel, name)
    assert "/facts/" not in counsel.page.url
    assert name in counsel.page.locator("h1").inner_text()
    counsel.stop("the decision")

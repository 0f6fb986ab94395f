"""Journey 6: the session ends in the middle of a long answer and the site starts anew; not a byte of the answer is lost."""

import re
from datetime import timedelta

from tests.browser import TODAY, seconds_from_now_to

IDLE_SECONDS, WARN_SECONDS = 60, 45
LINE = (
    "l'œuvre où naît l'influence ; « hébergement » — 50 % des déplacements, 1 200 $ par semaine ; élève, garçon, Noël, naïveté, coût, "
    "forêt, ça, aiguë, 🙂, <témoin> & l'accusé "
)
LAST = "\n\n    Fin, avec quatre espaces devant et une après "
TEXT = "\n\n".join(f"{number}. {LINE * 4}" for number in range(1, 23)) + LAST
STORES = """async () => ({
    local: localStorage.length,
    session: sessionStorage.length,
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
})"""
NOTHING = {"local": 0, "session": 0, "databases": 0, "caches": 0}


def own_answer(writer):
    """Open the first request of the queue whose answer is hers to write."""
    writer.open("advice/")
    writer.page.locator("details.filters > summary").click()
    writer.page.get_by_role("checkbox", name="Moi").check()
    writer.page.get_by_role("checkbox", name="Réponse à rédiger").check()
    with writer.page.expect_navigation():
        writer.page.get_by_role("button", name="Appliquer les filtres").click()
    with writer.page.expect_navigation():
        writer.page.locator(".record-title a").first.click()
    with writer.page.expect_navigation():
        writer.page.get_by_role("link", name=re.compile("Rédiger la réponse|Travailler à la réponse")).click()
    return writer.page.get_by_label("Analyse")


def press_her_button(page):
    """Sign in by the button of the demonstration on the sign-in page that stands there."""
    page.locator("form[action*='/sign-in/demo/'] button", has_text="Simone Roy").click()
    page.wait_for_url(re.compile(r"^(?!.*/sign-in/)"))


def test_a_long_answer_outlives_its_session_and_the_site(site, visitor):
    site.restart("web", SESSION_IDLE_SECONDS=str(IDLE_SECONDS), SESSION_WARN_SECONDS=str(WARN_SECONDS))
    writer = visitor("fr", 375)
    writer.sign_in("Simone Roy")
    answer = own_answer(writer)
    address = writer.page.url
    assert len(TEXT.split()) > 2000

    answer.fill(TEXT.removesuffix(LAST))
    writer.page.get_by_text("brouillon enregistré à").wait_for()
    writer.stop("a long answer is kept while it is written")
    answer.press("Control+End")
    answer.press_sequentially(LAST, delay=20)
    with writer.page.expect_response(re.compile("/drafts/save/")) as kept:
        answer.blur()
    assert kept.value.json()["saved"]
    assert answer.input_value() == TEXT
    assert writer.page.evaluate(STORES) == NOTHING
    warning = writer.page.get_by_role("dialog", name="Êtes-vous toujours là?")
    warning.wait_for(timeout=IDLE_SECONDS * 1000)
    writer.stop("the session is about to end")

    # Keeping drafts was no activity: with the session alive the sign-in page would lead her on.
    writer.page.wait_for_url("**/sign-in/**", timeout=IDLE_SECONDS * 1000)
    writer.page.get_by_role("heading", name="Ouvrir une session").wait_for()
    assert "Votre session a pris fin après 1 minute sans clic" in writer.page.locator("main").inner_text()
    assert writer.page.evaluate(STORES) == NOTHING
    writer.stop("signed out")

    site.restart("web")
    writer.page.reload()
    press_her_button(writer.page)
    assert writer.page.url == address
    assert writer.page.get_by_label("Analyse").input_value() == TEXT
    assert writer.page.evaluate(STORES) == NOTHING
    writer.stop("the answer is back")


def send_again(writer):
    with writer.page.expect_navigation():
        writer.page.get_by_role("button", name="Envoyer de nouveau").click()


def test_an_answer_sent_after_its_session_ended_is_shown_again_and_sent_again(site, visitor):
    writer = visitor("fr", 375)
    writer.sign_in("Simone Roy")
    answer = own_answer(writer)
    asked = writer.page.url.removesuffix("answer/")
    writer.page.get_by_label("Réponse brève").fill("Oui, à deux conditions.")
    answer.fill(TEXT.strip())
    writer.page.get_by_label("Note interne").fill("Voir l'affaire du printemps.")
    writer.page.get_by_text("brouillon enregistré à").wait_for()

    later = seconds_from_now_to(TODAY) + timedelta(minutes=31).seconds
    site.restart("web", CLOCK_SHIFT_SECONDS=str(later))
    writer.expected.add(f"{site.url}/fr/drafts/save/")  # the draft of an ended session is refused, as it should be
    writer.page.get_by_role("button", name="Enregistrer la réponse").click()
    writer.page.get_by_role("heading", name="Votre session a pris fin avant l'envoi").wait_for()
    assert writer.page.get_by_label("Analyse").input_value() == TEXT.strip()
    assert writer.page.get_by_label("Réponse brève").input_value() == "Oui, à deux conditions."
    assert writer.page.get_by_label("Note interne").input_value() == "Voir l'affaire du printemps."
    assert "Couronne seulement : réponse anonymisée" in writer.page.locator("main").inner_text()
    assert writer.page.evaluate(STORES) == NOTHING
    writer.stop("everything typed stands there")

    with writer.context.expect_page() as opened:
        writer.page.get_by_role("link", name="Ouvrir une session dans un autre onglet").click()
    press_her_button(opened.value)
    opened.value.close()
    send_again(writer)
    assert writer.page.url == f"{asked}send-for-review/"
    writer.stop("sent again")
    writer.page.goto(f"{asked}answer/")
    assert writer.page.get_by_label("Analyse").input_value() == TEXT.strip()
    assert writer.page.get_by_label("Réponse brève").input_value() == "Oui, à deux conditions."

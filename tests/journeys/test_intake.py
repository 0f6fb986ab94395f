"""Journey 2, in French on a phone by keys alone: intake to first appearance of two accused, beside a file that is like theirs."""

import re
from datetime import date

from tests.browser import TODAY
from tests.journeys.steps import by_keys, day_by_keys, follow_by_keys, identity, open_tab, said
from tests.journeys.test_charges import enter, go

SWORN, FIRST, LAST = date(2026, 2, 20), date(2025, 11, 3), date(2026, 1, 28)
HELD_BY = "Marcus Alder"  # an accused of another file of the demonstration
NAMES_NEEDED = "Entrez le nom de chaque accusé, victime et avocat connu, et indiquez que la liste est complète."


def test_intake_to_first_appearance_in_french_on_a_phone_by_keys_alone(visitor):
    priya, lead, dev = (visitor("fr", 375) for _person in range(3))

    file_url = opened_all_the_same(priya)
    taken_by_the_team(lead, file_url)
    first_day_of_both(dev, file_url)
    one_of_the_two_proceeds(dev, file_url)
    each_stands_where_he_stands(dev, file_url)
    each_act_once(lead, file_url)


def fill(person, typed: dict[str, str]) -> None:
    """Go from box to box by Tab and type."""
    for name, words in typed.items():
        go(person, person.page.locator(f"[name='{name}']"))
        person.page.keyboard.type(words)


def accused(place: int, family: str, given: str, information: str, offences: list[str]) -> dict[str, str]:
    """What is typed of an accused and of his first count."""
    card = f"accused-{place}"
    typed = {f"{card}-family_name": family, f"{card}-given_name": given, f"{card}-information_number": information}
    typed |= day_by_keys(f"{card}-sworn_on", SWORN) | {f"{card}-court": "Cour de justice"}
    return typed | count(card, 0, offences[0])


def count(card: str, place: int, offence: str) -> dict[str, str]:
    """What is typed of a count."""
    row = f"{card}-count-{place}"
    return {f"{row}-offence": offence} | day_by_keys(f"{row}-offence_from", FIRST) | day_by_keys(f"{row}-offence_to", LAST)


def add(person, words: str, place: int, new: str) -> None:
    """Ask for one more row by its button; it comes without another page."""
    go(person, person.page.get_by_role("button", name=words, exact=True).nth(place))
    person.page.keyboard.press("Enter")
    person.page.locator(f"[name='{new}']").wait_for()


def opened_all_the_same(priya) -> str:
    """The assistant is shown the file that an accused of the same name has, and opens another; gives its address."""
    priya.sign_in("Priya Sandhu")
    priya.open("cases/")
    follow_by_keys(priya, "Ouvrir un dossier")
    fill(priya, {"agency": "Police", "occurrence_number": "26-90417"})
    fill(priya, accused(0, "Alder", "Marcus", "998 26 8801", ["279.01(1)(b)"]))
    add(priya, "Ajouter un autre chef", 0, "accused-0-count-1-offence")
    fill(priya, count("accused-0", 1, "266"))
    add(priya, "Ajouter un autre accusé", 0, "accused-1-family_name")
    fill(priya, accused(1, "Spruce", "Irwin", "998 26 8802", ["286.4"]))
    priya.stop("le dossier est rempli")
    enter(priya, priya.page.get_by_role("main").get_by_role("button", name="Ouvrir le dossier", exact=True))
    told = said(priya)
    assert "Il y a peut-être déjà un dossier pour cela" in told
    assert HELD_BY.split()[1] in told
    assert priya.page.locator("[name='accused-1-family_name']").input_value() == "Spruce"
    priya.stop("il y en a peut etre un")
    enter(priya, priya.page.get_by_role("button", name="L’ouvrir quand même"))
    assert "Reçu, pas encore lu" in identity(priya)
    priya.stop("le dossier est ouvert")
    return priya.page.url


def taken_by_the_team(lead, file_url):
    """Names, the conflict check, and who carries it."""
    lead.sign_in("LEAD")
    lead.page.goto(file_url)
    follow_by_keys(lead, NAMES_NEEDED)
    by_keys(lead, {"name-0-name": "Ottoline Bexhurst", "names_complete": "oui"}, "Enregistrer les noms")
    follow_by_keys(lead, "Lancer la vérification des conflits")
    by_keys(lead, day_by_keys("happened_on", TODAY), "Confirmer l’étape")
    assert "Vérification des conflits en cours" in identity(lead)
    follow_by_keys(lead, "Décider du dossier")
    lead.stop("la decision")
    by_keys(lead, {"decision": "CARRIED", "conflict_cleared": "oui", "lead_prosecutor": "Dev Anand"}, "Consigner la décision")
    assert "Pris en charge par l’équipe" in identity(lead)
    assert "Dev Anand" in identity(lead)


def first_day_of_both(dev, file_url):
    """The first appearance of both is one day in court."""
    dev.sign_in("Dev Anand")
    dev.page.goto(file_url)
    follow_by_keys(dev, "Ajouter la première comparution")
    go(dev, dev.page.get_by_role("checkbox", name=re.compile("Spruce")))
    dev.page.keyboard.press("Space")
    fill(dev, {"purpose": "Première"} | day_by_keys("on", TODAY) | {"at_time": "9:30"})
    dev.stop("la premiere comparution")
    enter(dev, dev.page.get_by_role("button", name="Ajouter la journée"))
    assert "Marcus Alder, Irwin Spruce" in said(dev)
    dev.stop("les dates")


def one_of_the_two_proceeds(dev, file_url):
    """The counts of one are screened, the hybrid one is elected on, and he comes to intake appearances."""
    dev.page.goto(file_url + "accused/")
    follow_by_keys(dev, "Marcus Alder")
    follow_by_keys(dev, "Examiner les chefs")
    boxes = dev.page.get_by_role("main").locator("select[name$=-outcome]")
    for place in range(boxes.count()):
        row = boxes.nth(place).get_attribute("name").removesuffix("outcome")
        fill(dev, {f"{row}outcome": "Poursuivre", f"{row}prospect": " ", f"{row}public_interest": " "})
    fill(dev, day_by_keys("reviewed_on", TODAY))
    dev.stop("l examen des chefs")
    enter(dev, dev.page.get_by_role("button", name="Consigner l’examen"))
    follow_by_keys(dev, "Choisir le mode des chefs mixtes")
    by_keys(dev, {"choice": "INDICTMENT"} | day_by_keys("on", TODAY), "Consigner le choix")
    follow_by_keys(dev, "Donner suite aux chefs")
    by_keys(dev, day_by_keys("happened_on", TODAY), "Poursuivre")
    follow_by_keys(dev, "Commencer les comparutions initiales")
    by_keys(dev, day_by_keys("happened_on", TODAY), "Confirmer l’étape")
    dev.stop("comparutions initiales")


def each_stands_where_he_stands(dev, file_url):
    dev.page.goto(file_url + "accused/")
    told = said(dev)
    assert re.search(r"Marcus Alder(?:(?!Irwin Spruce).)*Comparutions initiales", told, re.DOTALL)
    assert re.search(r"Irwin Spruce(?:(?!Marcus Alder).)*Accusation portée", told, re.DOTALL)
    dev.stop("chacun a son etat")


def each_act_once(lead, file_url):
    """History holds each act once."""
    lead.page.goto(file_url)
    open_tab(lead, "Historique")
    lead.stop("historique")
    told = said(lead)
    expected = [
        "Le dossier : de « Reçu, pas encore lu » à « Vérification des conflits en cours »",
        "Le dossier : de « Vérification des conflits en cours » à « Pris en charge par l’équipe »",
        "Marcus Alder : de « Accusation portée » à « Comparutions initiales »",
    ]
    plain = told.replace("\xa0", " ").replace("\u202f", " ")
    assert {sentence: plain.count(sentence) for sentence in expected} == dict.fromkeys(expected, 1)

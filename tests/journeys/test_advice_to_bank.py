"""Journey 2: from a police officer's question to published advice that a front-line Crown finds, and that the officer never sees."""

import re

import pytest

QUESTION = "La promesse d'un logement suffit-elle pour prouver une influence sur les déplacements?"
FACTS = (
    "La plaignante, âgée de 19 ans, a suivi l'accusé contre la promesse d'un logement. Un chauffeur la conduisait, décidait des heures "
    "et gardait une partie de l'argent en remboursement d'une dette."
)
NEEDED = "Précisez qui tenait le téléphone et si le chauffeur recevait ses directives de l'accusé."
REPLY = "Le chauffeur recevait chaque soir les directives de l'accusé; les messages sont saisis."
SHORT = "Oui : une promesse qui agit sur les déplacements peut constituer une influence."
ANALYSIS = (
    "Toute conduite qui agit sur les déplacements d'une personne compte.\n\n"
    "- Prouvez la dette par les relevés.\n"
    "- Rencontre du 14 janvier 2026; le chauffeur répondait au 416 555-0133.\n\n"
    "Voir "
)
NOTE = "Stratégie : garder le témoin ZÉPHYR pour la contre-preuve."
COMMENT = "Dites aussi quel relevé prouve les heures."
MENDED = "\n\nLes relevés du téléphone du chauffeur prouvent les heures."
FOLLOW_UP = "La réponse change-t-elle si la plaignante payait elle-même le chauffeur?"
SECOND_ANSWER = "Non : celui qui décide des heures et des trajets influence les déplacements, même si elle payait."
HIDDEN = ["ZÉPHYR", COMMENT, "Dev Anand"]


def main(person):
    return person.page.locator("main").inner_text()


def press(person, name):
    with person.page.expect_navigation():
        person.page.get_by_role("button", name=name, exact=True).click()


def follow(person, name, exact=True):
    with person.page.expect_navigation():
        person.page.get_by_role("link", name=name, exact=exact).first.click()


def enter_day(person, legend, day, month, year):
    boxes = person.page.get_by_role("group", name=legend)
    for box, value in (("Jour", day), ("Mois", month), ("Année", year)):
        boxes.get_by_label(box).fill(value)


def status_of(person, address):
    """How the site answers this person at an address."""
    return person.context.request.get(address).status


@pytest.fixture
def people(visitor):
    """Five people, each at a phone of her own, in French."""

    def bring(who):
        person = visitor("fr", 375)
        person.sign_in(who)
        return person

    return bring


def test_a_question_of_the_police_becomes_advice_that_a_crown_finds(site, people):
    officer, lead, adviser, reader, crown = (
        people(name) for name in ("Léa Tremblay-Osei", "Maren Holt", "Simone Roy", "Dev Anand", "Hugo Beaumont")
    )

    request = ask(officer)
    triage(lead, request)
    give_more(officer, request)
    assign(lead, request)
    write(adviser, request)
    give_back(reader, request)
    mend_and_resend(adviser, request)
    approve(reader, request)
    deliver(adviser, request)
    read_the_answer(officer, request)
    ask_again(officer, request)
    answer_again(adviser, reader, request)
    close(officer, request)
    copy = prepare_the_copy(adviser, request)
    published = put_into_the_bank(lead, request, copy)
    site.work_off()
    find_it(crown, published)
    do_not_find_it(officer, published)


def ask(officer):
    """Write the question, leave in the middle, find it kept, take an offered decision along, send."""
    officer.open("advice/")
    follow(officer, "Demander un avis")
    officer.stop("an empty question")
    officer.page.get_by_label("Votre question en une phrase").fill(QUESTION)
    officer.page.get_by_label("Faits pertinents").press_sequentially(FACTS, delay=1)
    officer.page.locator("[data-draft-status][data-state=saved]", has_text="brouillon enregistré à").wait_for()
    offers = officer.page.locator("#suggestions .suggestion")
    offers.first.wait_for()
    assert re.fullmatch(r"\d suggestions?", officer.page.locator("[data-suggest-spoken]").inner_text())
    officer.stop("suggestions while writing")
    links = [link.get_attribute("href") for link in offers.get_by_role("link").all()]
    assert [status_of(officer, officer.site.url + link) for link in links] == [200] * len(links)

    officer.open("advice/")
    officer.open("advice/ask/")
    assert officer.page.get_by_label("Votre question en une phrase").input_value() == QUESTION
    assert officer.page.get_by_label("Faits pertinents").input_value() == FACTS
    press(officer, "Envoyer la demande")
    assert "Indiquez dans quel délai la réponse est nécessaire" in main(officer)
    officer.stop("the urgency is missing")
    officer.page.get_by_role("checkbox", name=re.compile("En partie")).first.check()
    officer.page.get_by_label(re.compile("Dans 3 jours ouvrables")).check()
    officer.page.get_by_label("Choix entre les articles 279.01 et 286").check()
    officer.page.get_by_label("État de l'affaire").select_option(label="Avant l'accusation")
    press(officer, "Envoyer la demande")
    officer.stop("the request was sent")
    assert "En attente de l'équipe" in officer.page.locator("body").inner_text()
    return officer.page.url.removeprefix(f"{officer.site.url}/fr/")


def triage(lead, request):
    """Find the question in the queue and ask for more."""
    follow(lead, "Avis juridiques", exact=False)
    lead.stop("the queue")
    follow(lead, re.compile(r"\d+\s*à trier"))
    lead.stop("what waits for triage")
    follow(lead, QUESTION)
    lead.stop("the question")
    follow(lead, "Tri", exact=False)
    lead.stop("triage")
    lead.page.get_by_label("Il manque des renseignements").check()
    lead.page.get_by_label("En vos mots, à l'auteur de la demande").fill(NEEDED)
    press(lead, "Confirmer la décision")
    assert "Entrez la date limite de réponse" in main(lead)
    assert lead.page.get_by_label("En vos mots, à l'auteur de la demande").input_value() == NEEDED
    enter_day(lead, "Répondre au plus tard le", "10", "3", "2026")
    lead.stop("what is needed")
    press(lead, "Confirmer la décision")
    lead.stop("the clock stands still")
    assert "En attente de l'auteur de la demande" in lead.page.locator("body").inner_text()
    assert lead.page.url.endswith(request)


def give_more(officer, request):
    """Learn from a notice that more is needed, and reply."""
    officer.open("notices/")
    officer.stop("notices")
    follow(officer, re.compile("l'équipe vous demande des précisions"), exact=False)
    assert NEEDED in main(officer)
    officer.stop("a reply is needed")
    follow(officer, "Répondre")
    officer.page.get_by_label("Votre réponse").fill(REPLY)
    officer.stop("the reply")
    press(officer, "Envoyer la réponse")
    assert REPLY in main(officer)


def assign(lead, request):
    """Accept the question, then put it in an adviser's hands."""
    lead.open(request)
    follow(lead, "Tri", exact=False)
    lead.page.get_by_role("radio", name="Accepter").check()
    lead.stop("to accept")
    press(lead, "Confirmer la décision")
    follow(lead, "Confier à un procureur-conseil")
    lead.page.get_by_role("combobox", name="Procureur-conseil").select_option(label=next_to(lead, "Simone Roy"))
    lead.stop("an adviser is chosen")
    press(lead, "Attribuer")
    lead.stop("with an adviser")
    assert "Réponse à rédiger" in lead.page.locator("body").inner_text()


def next_to(person, name):
    """The whole wording of the choice that begins with a name."""
    return next(words for words in person.page.locator("main option").all_inner_texts() if words.startswith(name))


def write(adviser, request):
    """Write the answer, cite a decision of the bank, keep a note apart, and send it to a second reader."""
    adviser.open(request)
    follow(adviser, "Rédiger la réponse")
    adviser.page.get_by_label("Réponse brève").fill(SHORT)
    adviser.page.get_by_label("Analyse").fill(ANALYSIS)
    adviser.page.get_by_label("Mots, article ou référence").fill("2019 ONCA 663")
    adviser.page.get_by_role("button", name="Chercher dans la banque").click()
    adviser.page.get_by_role("button", name=re.compile("Insérer.*Gallone")).click()
    assert "2019 ONCA 663" in adviser.page.get_by_label("Analyse").input_value()
    adviser.page.get_by_label("Réserves").fill("L'âge de la plaignante est tenu pour acquis.")
    adviser.page.get_by_label(re.compile("Couronne seulement")).check()
    adviser.page.get_by_label("Note interne").fill(NOTE)
    adviser.stop("the answer with its note apart")
    press(adviser, "Enregistrer la réponse")
    adviser.stop("before it is sent for a second reading")
    assert "ZÉPHYR" not in main(adviser)
    send_to(adviser, "Dev Anand")
    assert "Seconde lecture à faire" in adviser.page.locator("body").inner_text()
    assert adviser.page.get_by_role("link", name="Lire et décider").count() == 0
    adviser.stop("with the second reader")


def send_to(adviser, name):
    adviser.page.get_by_label("Second lecteur").select_option(label=next_to(adviser, name))
    press(adviser, "Envoyer en lecture")


def give_back(reader, request):
    """Return the answer once, with a comment."""
    reader.open(request)
    follow(reader, "Lire et décider")
    reader.stop("the answer to read")
    reader.page.get_by_label("Le renvoyer pour modification").check()
    press(reader, "Confirmer")
    assert "Indiquez ce qui doit changer" in main(reader)
    reader.page.get_by_label("Commentaires").fill(COMMENT)
    reader.stop("what should change")
    press(reader, "Confirmer")
    assert "Réponse à rédiger" in reader.page.locator("body").inner_text()


def mend_and_resend(adviser, request):
    """Read the comment, add what was asked for, send again."""
    adviser.open(request)
    assert COMMENT in main(adviser)
    adviser.stop("the answer came back")
    follow(adviser, "Travailler à la réponse")
    text = adviser.page.get_by_label("Analyse")
    text.fill(text.input_value() + MENDED)
    press(adviser, "Enregistrer la réponse")
    send_to(adviser, "Dev Anand")


def approve(reader, request):
    """Approve the text as it stands."""
    reader.open(request)
    follow(reader, "Lire et décider")
    reader.page.get_by_label("Approuver le texte tel quel").check()
    reader.stop("approving")
    press(reader, "Confirmer")
    reader.stop("approved")


def deliver(adviser, request):
    """See what the asker will see, and deliver it."""
    adviser.open(request)
    follow(adviser, "Remettre la réponse")
    assert "Léa Tremblay-Osei" in main(adviser)
    adviser.stop("before it is delivered")
    press(adviser, "Remettre")
    adviser.stop("delivered")


def read_the_answer(officer, request):
    """Read the answer; nothing of the team's own."""
    officer.open(request)
    words = officer.page.locator("body").inner_text()
    assert SHORT in words
    assert MENDED.strip() in words
    assert [hidden for hidden in HIDDEN if hidden in officer.page.content()] == []
    officer.stop("the answer")
    follow(officer, re.compile("Gallone"), exact=False)
    assert "2019 ONCA 663" in main(officer)
    officer.stop("the decision that was cited")


def ask_again(officer, request):
    """Ask a follow-up question."""
    officer.open(request)
    follow(officer, "Poser une question de suivi")
    officer.page.get_by_label("Votre question").fill(FOLLOW_UP)
    press(officer, "Envoyer la question")
    assert FOLLOW_UP in main(officer)
    officer.stop("a follow-up question")


def answer_again(adviser, reader, request):
    """Take the request up again: a new version, read second like the first."""
    adviser.open(request)
    follow(adviser, "Reprendre la demande")
    adviser.page.get_by_label("Pourquoi").fill("Question de suivi à traiter.")
    adviser.stop("taking it up again")
    press(adviser, "Reprendre la demande")
    follow(adviser, "Rédiger la réponse")
    text = adviser.page.get_by_label("Analyse")
    assert MENDED.strip() in text.input_value()
    text.fill(f"{text.input_value()}\n\n{SECOND_ANSWER}")
    press(adviser, "Enregistrer la réponse")
    send_to(adviser, "Dev Anand")
    approve(reader, request)
    deliver(adviser, request)


def close(officer, request):
    """Read the new version beside the old one, and close."""
    officer.open(request)
    assert SECOND_ANSWER in main(officer)
    assert [hidden for hidden in HIDDEN if hidden in officer.page.content()] == []
    officer.stop("the second answer")
    follow(officer, "Fermer")
    officer.page.get_by_label("Pourquoi").fill("Réponse reçue, merci.")
    press(officer, "Fermer")
    assert "Fermée" in officer.page.locator("body").inner_text()
    officer.stop("closed")


def prepare_the_copy(adviser, request):
    """Make a copy without names; answer every mark: one is taken out, the other may stand."""
    adviser.open(request)
    follow(adviser, "Préparer une copie pour la banque")
    adviser.stop("the copy")
    adviser.page.get_by_label("Titre").fill("Influence sur les déplacements : promesse d'un logement")
    adviser.page.get_by_label(re.compile("Couronne seulement")).check()
    press(adviser, "Garder la copie et chercher les éléments identificateurs")
    marks = adviser.page.get_by_role("region", name="Ceci peut révéler de qui il s'agit").locator("mark")
    adviser.stop("what may identify")
    assert set(marks.all_inner_texts()) == {"14 janvier 2026", "416 555-0133"}
    follow(adviser, "Modifier la copie")
    text = adviser.page.get_by_label("Analyse")
    text.fill(text.input_value().replace("; le chauffeur répondait au 416 555-0133", ""))
    press(adviser, "Garder la copie et chercher les éléments identificateurs")
    adviser.page.get_by_label(re.compile("Pourquoi cela peut rester.*14 janvier 2026")).fill("Date inventée pour l'exemple.")
    press(adviser, "Le maintenir")
    assert marks.count() == 0
    assert adviser.page.get_by_role("button", name="Approuver et verser dans la banque").count() == 0
    adviser.stop("cleared, for another lawyer")
    return adviser.page.url.split("#")[0].removeprefix(f"{adviser.site.url}/fr/")


def put_into_the_bank(lead, request, copy):
    """Learn from a notice that a copy waits, and approve it as a second lawyer."""
    lead.open("notices/")
    follow(lead, re.compile(f"{request.split('/')[1]} : une copie pour la banque attend une approbation"), exact=False)
    follow(lead, "Copie pour la banque, à approuver")
    assert lead.page.url.endswith(copy)
    lead.stop("the copy to approve")
    press(lead, "Approuver et verser dans la banque")
    lead.stop("in the bank")
    follow(lead, "Influence sur les déplacements : promesse d'un logement")
    lead.stop("published advice")
    return lead.page.url


def find_it(crown, published):
    """Find it by words through the search page and read it, without its source."""
    crown.open("search/")
    crown.page.get_by_label("Mots, une expression").fill('"promesse d\'un logement" déplacements')
    with crown.page.expect_navigation():
        crown.page.locator("main").get_by_role("button", name="Chercher").click()
    crown.stop("a Crown finds it")
    follow(crown, "Influence sur les déplacements : promesse d'un logement")
    assert crown.page.url.partition("?")[0] == published  # behind it stands which search led here
    words = main(crown)
    assert SHORT in words
    assert "AR-26-" not in words
    assert "Simone Roy" not in words
    crown.stop("a Crown reads it")


def do_not_find_it(officer, published):
    """Nothing of it for the police: not by words, not as a suggestion, not at its address."""
    officer.open("search/")
    officer.page.get_by_label("Mots, une expression").fill('"promesse d\'un logement" déplacements')
    with officer.page.expect_navigation():
        officer.page.locator("main").get_by_role("button", name="Chercher").click()
    officer.stop("the officer finds her own request alone")
    addresses = [link.get_attribute("href") for link in officer.page.locator("main .record a").all()]
    assert addresses
    assert [address for address in addresses if "/advice/AR-" not in address] == []
    officer.open("advice/ask/")
    officer.page.get_by_label("Votre question en une phrase").press_sequentially(QUESTION, delay=1)
    officer.page.locator("#suggestions .suggestion").first.wait_for()
    assert "promesse d'un logement" not in officer.page.locator("#suggestions").inner_text()
    assert officer.page.goto(published).status == 404
    officer.stop("the address looks like none")

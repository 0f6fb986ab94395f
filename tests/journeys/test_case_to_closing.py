"""Journey 1: two accused from intake to closing; one pleads and is sentenced, the counts of the other are withdrawn one by one."""

import re
from datetime import date

from tests.journeys.steps import box, choose, fill_day, follow, group, identity, open_tab, press, said, until_said

SWORN, INTAKE_DAY, PLEA_DAY, AFTER_APPEAL = date(2026, 2, 20), date(2026, 3, 3), date(2026, 4, 7), date(2026, 5, 11)
TAMARACK = ["279.01 (1)(b)", "286.2 (1)", "266"]
SPRUCE = ["s. 279.01(1)(b)", "286.4"]
VICTIM = "Ottoline Bexhurst"
ORDERS = {
    "DNA sample": ("Made", "Authorized forthwith."),
    "Sex offender registry": ("Made", "20 years."),
    "Weapons prohibition": ("Made", "10 years."),
    "Prohibition protecting": ("Not sought", ""),
    "No contact": ("Not available", "Dealt with by the order on communication."),
    "No communication": ("Made", "With the victim, while in custody."),
    "Forfeiture": ("Not sought", ""),
    "Restitution": ("Refused", "No evidence of the amount."),
    "Dangerous": ("Not sought", ""),
}


def test_two_accused_from_intake_to_closing(site, visitor):
    priya, lead, dev = visitor("en", 1366), visitor("en", 1366), visitor("en", 1366)

    file_url = intake(priya)
    names_and_decision(lead, file_url)
    first_appearance(dev, file_url)
    screen_and_proceed(dev, file_url, "Joel Tamarack", ["By indictment", "Summarily"], step_by_step=True)
    screen_and_proceed(dev, file_url, "Irwin Spruce", ["By indictment"])
    adjourn_to_the_plea(dev)
    no_victim_is_named(dev, file_url)

    move_clock(site, PLEA_DAY, dev, lead)
    plead_and_sentence(dev, lead, file_url)
    withdraw_the_counts_of_the_other(dev, lead, file_url)
    result_of_the_plea_day(dev, file_url)
    assert "Waiting for the appeal period to pass" in identity(dev)

    move_clock(site, AFTER_APPEAL, dev, lead)
    close(lead, file_url)
    history_says_each_once(lead, file_url)
    no_victim_is_named(lead, file_url)


def move_clock(site, day, dev, lead):
    """Let the site live on another day, on which both sign in again."""
    for person in (dev, lead):
        person.page.goto("about:blank")
    site.move_clock_to(day)
    dev.sign_in("Dev Anand")
    lead.sign_in("LEAD")


# Intake


def intake(priya) -> str:
    """The assistant opens the file; gives its address."""
    priya.sign_in("Priya Sandhu")
    priya.open("cases/")
    follow(priya, "Open a file")
    priya.stop("an empty intake")
    page = priya.page
    press(priya, "Open the file")
    assert "Enter the family name of the accused." in said(priya)
    assert "Say where the matter comes from" in said(priya)
    priya.stop("what the intake still needs")
    choose(page, "Police service", "Alderbrook Regional Police")
    box(page, "Occurrence number").fill("26-90417")
    choose(page, "Local Crown office", "Alderbrook Crown")
    page.get_by_role("button", name="Add another accused").click()
    group(page, "Accused 2").wait_for()
    fill_accused(page, 1, "Tamarack", "Joel", "998 26 8801", TAMARACK)
    fill_accused(page, 2, "Spruce", "Irwin", "998 26 8802", SPRUCE)
    priya.stop("the intake filled in")
    press(priya, "Open the file")
    assert "Received, not yet read" in identity(priya)
    assert "s. 279.01(1)(b) × 2, s. 286.2(1), s. 266, s. 286.4" in said(priya)
    priya.stop("the file is open")
    return page.url


def fill_accused(page, place, family, given, information, offences):
    card = group(page, f"Accused {place}")
    for number in range(2, len(offences) + 1):
        card.get_by_role("button", name="Add another count").click()
        group(card, f"Count {number}").wait_for()
    box(card, "Family name").fill(family)
    box(card, "Given names").fill(given)
    choose(card, "Custody", "Released by police")
    box(card, "Information number").fill(information)
    fill_day(card, "Sworn on", SWORN)
    choose(card, "Court", "Ontario Court of Justice")
    for number, offence in enumerate(offences, 1):
        row = group(card, f"Count {number}")
        box(row, "Offence").fill(offence)
        fill_day(row, "Offence from", date(2025, 11, 3))
        fill_day(row, "Offence to", date(2026, 1, 28))
        box(row, "Count number").fill(str(number))


def names_and_decision(lead, file_url):
    """The lead is led from the step to the names it needs, starts the conflict check, and decides."""
    lead.sign_in("LEAD")
    lead.page.goto(file_url)
    follow(lead, "Enter the names of every accused, victim and counsel known, and say that they are complete.")
    box(lead.page, "Name").first.fill(VICTIM)
    lead.page.get_by_label("All names known are entered").check()
    lead.stop("names for the conflict check")
    press(lead, "Save the names")
    follow(lead, "Start the conflict check")
    lead.stop("start the conflict check")
    fill_day(lead.page, "Date it happened", INTAKE_DAY)
    press(lead, "Confirm the step")
    assert "Conflict check running" in identity(lead)

    follow(lead, "Decide on the file")
    lead.page.get_by_role("radio", name="Carry: the team prosecutes").check()
    press(lead, "Record the decision")
    assert "Name one lead prosecutor." in said(lead)
    choose(lead.page, "Lead prosecutor", "Dev Anand")
    press(lead, "Record the decision")
    assert "Record that the conflict check is clear, or set up a wall." in said(lead)
    lead.stop("the decision needs a clear check")
    lead.page.get_by_label("The conflict check is clear").check()
    press(lead, "Record the decision")
    assert "Carried by the team" in identity(lead)
    assert "Dev Anand" in identity(lead)
    lead.stop("carried by the team", picture="case-file")


# Before the court


def first_appearance(dev, file_url):
    """The prosecutor finds the file among what needs him now, and enters the first day in court of both."""
    dev.sign_in("Dev Anand")
    dev.stop("my work")
    follow(dev, "R. v. Tamarack and 1 more")
    assert dev.page.url.startswith(file_url)
    dev.page.goto(file_url)
    follow(dev, "Add the first appearance: Joel Tamarack")
    dev.page.get_by_role("checkbox", name="Spruce").check()
    choose(dev.page, "Purpose", "First appearance")
    fill_day(dev.page, "Date of the appearance", INTAKE_DAY)
    box(dev.page, "Time").fill("9:30")
    choose(dev.page, "Courthouse", "Oshawa")
    box(dev.page, "Room").fill("101")
    dev.stop("the first appearance")
    press(dev, "Add the day")
    assert "Who appears: Joel Tamarack, Irwin Spruce" in said(dev)
    dev.stop("court dates")


def screen_and_proceed(dev, file_url, name, modes, *, step_by_step=False):
    """Screen every count, elect the mode of the hybrid ones, proceed, begin intake appearances."""
    open_accused(dev, file_url, name)
    assert "Screening needed" in said(dev)
    if step_by_step:
        dev.stop("an accused before screening")
        follow(dev, "Proceed on the count")
        fill_day(dev.page, "Date it happened", INTAKE_DAY)
        press(dev, "Confirm the step")
        assert dev.page.get_by_role("link", name="Record a screening review that says to proceed.").count() == 1
        dev.stop("no proceeding without screening")
        follow(dev, "Record a screening review that says to proceed.")
    else:
        follow(dev, "Screen the counts")
    rows = dev.page.get_by_role("group", name=re.compile(r"^Count \d+:"))
    for place in range(rows.count()):
        choose(rows.nth(place), "Outcome", "Proceed")
        rows.nth(place).get_by_label("There is a reasonable prospect of conviction").check()
        if not step_by_step or place:
            rows.nth(place).get_by_label("The prosecution is in the public interest").check()
    fill_day(dev.page, "Reviewed on", INTAKE_DAY)
    press(dev, "Record the review")
    if step_by_step:
        assert "both parts of the test must be met" in said(dev)
        dev.stop("screening needs both parts of the test")
        rows.first.get_by_label("The prosecution is in the public interest").check()
        press(dev, "Record the review")
    for mode in modes:
        assert "Crown election needed" in said(dev)
        follow(dev, "Elect the mode of the hybrid counts")
        dev.page.get_by_role("radio", name=mode).check()
        fill_day(dev.page, "Date of the election", INTAKE_DAY)
        if step_by_step:
            dev.stop(f"the Crown elects {mode}")
        press(dev, "Record the election")
    follow(dev, "Proceed on the counts")
    fill_day(dev.page, "Date it happened", INTAKE_DAY)
    if step_by_step:
        dev.stop("proceed on the counts")
    press(dev, "Proceed")
    follow(dev, "Begin intake appearances")
    fill_day(dev.page, "Date it happened", INTAKE_DAY)
    press(dev, "Confirm the step")
    assert "Intake appearances" in said(dev)
    dev.stop(f"{name} in intake appearances")


def adjourn_to_the_plea(dev):
    """What came of the first appearance: the defence asked to adjourn, to a day for the plea."""
    open_tab(dev, "Dates")
    follow(dev, "Record the result")
    dev.page.get_by_role("radio", name="Adjourned").check()
    press(dev, "Record the result")
    assert "Say who asked to adjourn." in said(dev)
    assert dev.page.get_by_role("radio", name="Adjourned").is_checked()
    choose(dev.page, "Who asked to adjourn", "Defence")
    box(dev.page, "Why it was adjourned").fill("Counsel to be retained; disclosure just served.")
    fill_day(dev.page, "Next date", PLEA_DAY)
    box(dev.page, "Time of the next date").fill("10:00")
    choose(dev.page, "Purpose of the next date", "Plea")
    dev.stop("the result of a day in court")
    press(dev, "Record the result")
    assert "Tuesday, April 7, 2026 10:00" in said(dev).replace("\xa0", " ")
    dev.stop("adjourned to the plea")


def open_accused(person, file_url, name):
    person.page.goto(file_url)
    open_tab(person, "Accused and counts")
    follow(person, name)


# Plea, sentence, withdrawal


def plead_and_sentence(dev, lead, file_url):
    """One count: plea and sentence; the others: withdrawn, that of trafficking by the lead; the orders; the end of this accused."""
    open_accused(dev, file_url, "Joel Tamarack")
    follow(dev, "Record the outcome")
    choose(count(dev, 2), "Outcome", "Pleads guilty")
    fill_day(dev.page, "Date in court", PLEA_DAY)
    box(dev.page, "Decided by").fill("Justice A. Merritt")
    press(dev, "Record the outcomes")
    assert "Say for each count still live that it will be withdrawn at sentence, or sever it first." in said(dev)
    dev.stop("a plea asks what becomes of the other counts")
    for number in (1, 3):
        choose(count(dev, number), "Outcome", "To be withdrawn at sentence")
    press(dev, "Record the outcomes")
    assert "Guilty, sentence to come" in said(dev)
    dev.stop("guilty, sentence to come")

    follow(dev, "Record the sentence")
    choose(count(dev, 2), "Sentence", "Sentence")
    fill_day(dev.page, "Date in court", PLEA_DAY)
    box(dev.page, "Decided by").fill("Justice A. Merritt")
    choose(dev.page, "Where the accused is from now on", "Serving a sentence")
    press(dev, "Record the outcomes")
    assert "Enter the sentence in parts, or write its terms." in said(dev)
    box(count(dev, 2), "Terms in words").fill("4 years less 47 days of credit for pre-sentence custody.")
    dev.stop("the sentence")
    press(dev, "Record the outcomes")
    assert "Last day to appeal: May 7, 2026" in said(dev)

    follow(dev, "Withdraw the other counts")
    assert "Only a team lead can withdraw this count." in said(dev)
    withdraw(dev, "Plea to other counts", "She is content with the plea and does not want to testify.", stop=True)
    open_accused(lead, file_url, "Joel Tamarack")
    withdraw(lead, "Plea to other counts", "She is content with the plea and does not want to testify.")

    dev.page.goto(lead.page.url)
    follow(dev, "Conclude this accused")
    assert dev.page.get_by_role("link", name="Answer each order one by one.").count() == 1
    dev.stop("no end before the orders are answered")
    follow(dev, "Answer each order one by one.")
    fill_day(dev.page, "Date in court", PLEA_DAY)
    for order, (answer, reason) in ORDERS.items():
        row = dev.page.get_by_role("group", name=re.compile(f"^{order}"))
        choose(row, "Answer", answer)
        box(row, "Terms or reason").fill("" if order == "Restitution" else reason)
    press(dev, "Record the outcomes")
    assert "Say why the order was refused or is not available." in said(dev)
    box(dev.page.get_by_role("group", name=re.compile("^Restitution")), "Terms or reason").fill(ORDERS["Restitution"][1])
    dev.stop("orders at sentence")
    press(dev, "Record the outcomes")
    follow(dev, "Conclude this accused")
    fill_day(dev.page, "Date it happened", PLEA_DAY)
    press(dev, "Confirm the step")
    assert "Concluded" in said(dev)
    assert "Waiting for the appeal period to pass" in said(dev)
    dev.stop("the first accused is concluded")


def count(person, number):
    return person.page.get_by_role("group", name=re.compile(f"^Count {number}:"))


def withdraw(person, reason, view, *, stop=False):
    """Withdraw the first count that this person may withdraw."""
    follow(person, "Withdraw the count")
    if stop:
        press(person, "Withdraw the count")
        assert "Enter the day the victim was asked, or choose why she was not." in said(person)
        assert "Why the count is withdrawn" in said(person)
        person.stop("a withdrawal asks for the view of the victim")
    choose(person.page, "Why the count is withdrawn", reason)
    fill_day(person.page, "Withdrawn on", PLEA_DAY)
    if view:
        fill_day(person.page, "Asked on", date(2026, 4, 2))
        box(person.page, "View of the victim").fill(view)
    else:
        choose(person.page, "Or why she was not asked", "Asking would put the victim at risk")
    press(person, "Withdraw the count")


def withdraw_the_counts_of_the_other(dev, lead, file_url):
    """The prosecutor withdraws one count, the lead that of trafficking; with the last one the accused is concluded by itself."""
    open_accused(dev, file_url, "Irwin Spruce")
    assert dev.page.get_by_role("link", name="Withdraw the count").count() == 1
    withdraw(dev, "No reasonable prospect", "")
    assert "Intake appearances" in said(dev)
    open_accused(lead, file_url, "Irwin Spruce")
    withdraw(lead, "No reasonable prospect", "")
    assert "Concluded" in said(lead)
    lead.stop("the second accused is concluded")


def result_of_the_plea_day(dev, file_url):
    dev.page.goto(file_url)
    open_tab(dev, "Dates")
    follow(dev, "Record the result")
    dev.page.get_by_role("radio", name="Held, completed").check()
    press(dev, "Record the result")
    dev.stop("no day in court lies ahead")
    open_tab(dev, "Overview")


# The end


def close(lead, file_url):
    """The worker concluded the file when the appeal period was over; the lead closes it once the checklist is whole."""
    until_said(lead, file_url, "Close the file")
    assert "Concluded" in identity(lead)
    lead.stop("concluded by the worker")
    follow(lead, "Close the file")
    for line in ("Orders are registered", "Property and exhibits are dealt with", "What the file teaches was considered for the bank"):
        lead.page.get_by_label(line).check()
    fill_day(lead.page, "Retention runs from", AFTER_APPEAL)
    fill_day(lead.page, "Date it happened", AFTER_APPEAL)
    press(lead, "Close the file")
    assert "Answer the closing checklist" in said(lead)
    assert lead.page.get_by_label("Orders are registered").is_checked()
    lead.stop("the checklist is not whole")
    lead.page.get_by_label("The victim was told").check()
    press(lead, "Close the file")
    assert "Closed" in identity(lead)
    lead.stop("closed")


def history_says_each_once(lead, file_url):
    """Every act stands once in the history, newest first, with its sentence."""
    open_tab(lead, "History")
    lead.stop("history")
    told = said(lead)
    while (onward := lead.page.get_by_role("link", name="Next page")).count():
        onward.first.click()
        lead.page.wait_for_load_state()
        told += said(lead)
    once = [
        "opened the file",
        "entered names for the conflict check",
        "started the conflict check",
        "decided on the file",
        "added a day in court",
        "concluded an accused",
        "closed the file",
        "The file: from “Received, not yet read” to “Conflict check running”",
        "The file: from “Conflict check running” to “Carried by the team”",
        "The file: from “Carried by the team” to “Concluded”",
        "The file: from “Concluded” to “Closed”",
        "Joel Tamarack: from “Charged” to “Intake appearances”",
        "Irwin Spruce: from “Charged” to “Intake appearances”",
        "Joel Tamarack: from “Guilty, sentence to come” to “Concluded”",
        "Irwin Spruce: from “Intake appearances” to “Concluded”, which followed from it",
        "Count 2, s. 286.2(1) (Joel Tamarack): from “Pleaded guilty” to “Sentenced”",
    ]
    expected = dict.fromkeys(once, 1) | {
        "recorded what became of an accused": 3,
        "withdrew a count": 4,
        "recorded a screening review": 2,
        "proceeded on counts": 2,
    }
    # At the start of a line: the link that corrects an act names it once more.
    assert {sentence: len(re.findall(rf"^\s*{re.escape(sentence)}", told, re.MULTILINE)) for sentence in expected} == expected
    assert told.index("closed the file") < told.index("recorded what became of an accused") < told.index("opened the file")


def no_victim_is_named(person, file_url):
    """The list, the overview, the history and the search say nothing that names the victim."""
    places = [re.sub(r"/cases/.*", "/cases/", file_url), file_url, file_url + "history/", file_url + "people/", file_url + "accused/"]
    for place in places:
        person.page.goto(place)
        told = person.page.locator("body").inner_text() + person.page.title()
        assert not [name for name in VICTIM.split() if name in told], place

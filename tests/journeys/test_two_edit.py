"""Journey 6: two people edit one file; what each wrote stands, and a second click changes nothing."""

from datetime import date

from tests.journeys.steps import box, by_keys, fill_day, follow, follow_by_keys, identity, open_tab, press, said

TODAY = date(2026, 3, 3)
FIRST_THEORY = "Control through debt. The driver's records carry each date."
POSITION = "Plea to s. 286.2 acceptable after the second extraction is served."
DEVS_THEORY = "Two accused, two roles; the hotel records carry counts 1 and 2."
LEADS_THEORY = "Debt and fear; the messages of May carry all counts."
NEW_POSITION = "No position until the second extraction is served."


def test_two_people_edit_one_file(visitor):
    dev, lead = visitor("en", 1366), visitor("en", 1366)
    dev.sign_in("Dev Anand")
    lead.sign_in("LEAD")
    dev.open("cases/")
    follow(dev, "R. v. Birch and 1 more")
    file_url = dev.page.url

    different_fields_are_joined(dev, lead, file_url)
    the_same_field_is_put_to_the_second(dev, lead, file_url)
    a_second_click_leads_to_the_same_result(dev, file_url)
    the_step_that_somebody_made_first(dev, lead, file_url)
    history_holds_each_once(dev, file_url)


def open_both(dev, lead, file_url):
    for person in (dev, lead):
        person.page.goto(file_url)
        follow(person, "Change theory and resolution")


def different_fields_are_joined(dev, lead, file_url):
    """One writes the theory, the other the position, over the same version; both stand, and the second is told."""
    open_both(dev, lead, file_url)
    box(dev.page, "Theory of the case").fill(FIRST_THEORY)
    box(lead.page, "Resolution position").fill(POSITION)
    dev.stop("the theory is written")
    press(dev, "Save")
    press(lead, "Save")

    told = said(lead)
    assert "Somebody else had changed this meanwhile: Theory of the case. Both changes are kept." in told
    assert FIRST_THEORY in told
    assert POSITION in told
    lead.stop("both changes are kept")


def the_same_field_is_put_to_the_second(dev, lead, file_url):
    """Both write the theory: the second sees what was saved and what it was before, and nothing she typed is gone."""
    open_both(dev, lead, file_url)
    box(dev.page, "Theory of the case").fill(DEVS_THEORY)
    box(lead.page, "Theory of the case").fill(LEADS_THEORY)
    box(lead.page, "Resolution position").fill(NEW_POSITION)
    press(dev, "Save")
    press(lead, "Save")

    told = said(lead)
    assert "Somebody changed the same thing while you were typing" in told
    assert DEVS_THEORY in told
    assert FIRST_THEORY in told
    assert box(lead.page, "Theory of the case").input_value() == LEADS_THEORY
    assert box(lead.page, "Resolution position").input_value() == NEW_POSITION
    lead.stop("both values are shown")
    dev.page.goto(file_url)
    assert DEVS_THEORY in said(dev)

    press(lead, "Save")
    told = said(lead)
    assert LEADS_THEORY in told
    assert NEW_POSITION in told
    lead.stop("the words of the second stand")


def a_second_click_leads_to_the_same_result(dev, file_url):
    """A double click on the button of a step makes the step once; going back to the page says where the matter stands."""
    dev.page.goto(file_url)
    follow(dev, "Start the trial: Dario Birch")
    fill_day(dev.page, "Date it happened", TODAY)
    dev.stop("start the trial")
    with dev.page.expect_navigation(url=lambda url: "/move/" not in url):
        dev.page.get_by_role("button", name="Confirm the step").dblclick()
    dev.page.wait_for_load_state("networkidle")
    assert "/accused/" in dev.page.url
    assert "In trial" in said(dev)
    assert "There is a problem" not in said(dev)
    dev.stop("the trial has started")

    dev.page.go_back()
    told = said(dev)
    assert "This step does not start here" in told
    assert "This is now “In trial”." in told
    dev.stop("the step is made already")
    follow(dev, "See where it stands")
    assert "In trial" in said(dev)


def the_step_that_somebody_made_first(dev, lead, file_url):
    """Two people make the same step: the second is told, keeps what she typed, and the step is made once."""
    for person in (dev, lead):
        person.page.goto(file_url)
        follow(person, "Start the trial: Kade Cedar")
        fill_day(person.page, "Date it happened", TODAY)
    box(lead.page, "Reason").fill("Arraigned before Justice Merritt.")
    press(dev, "Confirm the step")
    press(lead, "Confirm the step")

    told = said(lead)
    assert "This is now “In trial”." in told
    assert "What you typed is kept below." in told
    assert box(lead.page, "Reason").input_value() == "Arraigned before Justice Merritt."
    lead.stop("somebody made the step first")


def history_holds_each_once(dev, file_url):
    """Each saved change and each step stands once in the history."""
    dev.page.goto(file_url)
    assert "Carried by the team" in identity(dev)
    open_tab(dev, "History")
    told = said(dev)
    once = [
        "Dario Birch: from “Trial date set” to “In trial”",
        "Kade Cedar: from “Trial date set” to “In trial”",
        f"to “{FIRST_THEORY}”",
        f"to “{DEVS_THEORY}”",
        f"to “{LEADS_THEORY}”",
        f"resolution position is now “{POSITION}”",
        f"to “{NEW_POSITION}”",
    ]
    assert {words: told.count(words) for words in once} == dict.fromkeys(once, 1)
    assert told.count("changed theory and resolution") == 4
    dev.stop("history")


THEORIE, LA_SIENNE = "Contrôle par la dette; le registre du chauffeur porte chaque date.", "Dette et peur; les messages de mai."
POSITION_FR, AUTRE_POSITION = "Plaidoyer au par. 286.2(1) acceptable.", "Aucune position avant la seconde extraction."


def test_two_people_edit_one_file_in_french_on_a_phone_by_keys_alone(visitor):
    dev, lead = visitor("fr", 375), visitor("fr", 375)
    dev.sign_in("Dev Anand")
    lead.sign_in("LEAD")
    dev.open("cases/")
    follow_by_keys(dev, "R. c. Birch et 1 autre")
    form_url = dev.page.url + "theory/"
    for person in (dev, lead):
        person.page.goto(form_url)
    dev.stop("la theorie")

    by_keys(dev, {"theory": THEORIE}, "Enregistrer")
    by_keys(lead, {"resolution_position": POSITION_FR}, "Enregistrer")
    told = said(lead)
    assert "Quelqu’un d’autre avait modifié entre-temps : Théorie de la cause. Les deux modifications sont conservées." in told
    assert THEORIE in told
    assert POSITION_FR in told
    lead.stop("les deux modifications")

    for person in (dev, lead):
        person.page.goto(form_url)
    by_keys(dev, {"theory": "Dette seule."}, "Enregistrer")
    by_keys(lead, {"theory": LA_SIENNE, "resolution_position": AUTRE_POSITION}, "Enregistrer")
    told = said(lead)
    assert "Quelqu’un a modifié la même chose pendant que vous écriviez" in told
    assert "Dette seule." in told
    assert THEORIE in told
    assert box(lead.page, "Théorie de la cause").input_value() == LA_SIENNE
    lead.stop("les deux valeurs")

    by_keys(lead, {}, "Enregistrer")
    told = said(lead)
    assert LA_SIENNE in told
    assert AUTRE_POSITION in told

"""Journey 4: the lead opens every number on the page of the team, and shares out the files of one prosecutor."""

import re

from tests.journeys.steps import box, choose, follow, open_tab, press, said

REASON = "Procès de trois semaines en mai; Owen reprend ces dossiers."


def test_every_number_opens_its_list_and_files_are_reassigned(site, visitor):
    lead, owen, tessa = visitor("fr", 375), visitor("fr", 375), visitor("fr", 375)
    lead.sign_in("LEAD")
    owen.sign_in("Owen Mbeki")
    tessa.sign_in("Tessa Lindqvist")

    every_number_opens_its_list(lead)
    refs = files_of_tessa(lead)
    walled, *moved = refs
    keep_owen_from(lead, walled)
    reassign(lead, walled, moved)
    owen_finds(owen, walled, moved)
    tessa_keeps_the_one(tessa, walled, moved)
    numbers_follow(lead)


def every_number_opens_its_list(lead):
    """Each number of the page is a link, and the list behind it has as many entries as the number says."""
    lead.open("")
    follow(lead, "Équipe")
    lead.stop("the team", picture="team-fr")
    team = lead.page.url
    links = lead.page.get_by_role("main").get_by_role("link")
    numbers = [(place, int(found.group())) for place, words in enumerate(links.all_inner_texts()) if (found := re.match(r"\s*\d+", words))]
    assert len(numbers) > 20
    seen = set()
    for place, number in numbers:
        with lead.page.expect_navigation():
            links.nth(place).click()
        heading = lead.page.get_by_role("heading", level=1).inner_text()
        assert re.search(rf"\({number}\)$", heading), f"{number} leads to {heading}: {lead.page.url}"
        kind = heading.split(" (")[0], number == 0
        if kind not in seen:
            seen.add(kind)
            lead.stop(f"list behind {number}")
        lead.page.goto(team)


def files_of_tessa(lead) -> list[str]:
    """The open files of a prosecutor, by their numbers."""
    follow(lead, "Réattribuer des dossiers : Tessa Lindqvist")
    lead.stop("files to reassign")
    found = re.findall(r"\d\d-HT-\w{4}", said(lead))
    assert len(found) >= 3
    press(lead, "Réattribuer")
    assert "Cochez au moins un dossier." in said(lead)
    assert "Choisissez qui prend les dossiers." in said(lead)
    lead.stop("nothing chosen yet")
    return found


def keep_owen_from(lead, ref):
    """A wall keeps the new prosecutor from one of the files."""
    lead.open(f"cases/{ref}/")
    open_tab(lead, "Accès")
    follow(lead, "Dresser un cloisonnement")
    choose(lead.page, "Personne", "Owen Mbeki")
    box(lead.page, "Motif").or_(box(lead.page, "Raison")).fill("A représenté un témoin en pratique privée.")
    lead.stop("a wall")
    press(lead, "Dresser le cloisonnement")
    assert "Owen Mbeki" in said(lead)
    lead.stop("the wall stands")


def reassign(lead, walled, moved):
    """All files at once, with one reason; the result says which were handed over and why one was not."""
    lead.open("lead/")
    follow(lead, "Réattribuer des dossiers : Tessa Lindqvist")
    for ref in (walled, *moved):
        lead.page.get_by_role("checkbox", name=re.compile(ref)).check()
    choose(lead.page, "À", "Owen Mbeki")
    box(lead.page, "Raison").or_(box(lead.page, "Motif")).fill(REASON)
    lead.stop("who takes them and why")
    press(lead, "Réattribuer")
    lead.stop("what was done and what was not")
    rows = {ref: lead.page.get_by_role("listitem").filter(has_text=ref).inner_text() for ref in (walled, *moved)}
    assert "Non fait" in rows[walled]
    assert all("Réattribué" in rows[ref] for ref in moved)


def owen_finds(owen, walled, moved):
    """The new prosecutor is told of each file and opens it; of the walled one he learns nothing."""
    owen.open("notices/")
    told = said(owen)
    assert all(ref in told for ref in moved)
    assert walled not in told
    owen.stop("notices of the new prosecutor")
    owen.open("cases/")
    for ref in moved:
        assert ref in said(owen)
    assert walled not in said(owen)
    owen.page.get_by_role("main").get_by_role("link", name=re.compile("R. c.")).first.click()
    owen.page.wait_for_url(re.compile(r"/fr/cases/\d\d-HT-"))
    for ref in moved:
        answer = owen.page.goto(f"{owen.site.url}/fr/cases/{ref}/")
        assert answer.status == 200
        assert "Owen Mbeki" in owen.page.locator(".identity").inner_text()
    owen.stop("a file of the new prosecutor")
    assert owen.page.goto(f"{owen.site.url}/fr/cases/{walled}/").status == 404


def tessa_keeps_the_one(tessa, walled, moved):
    """The old prosecutor no longer reaches what was handed over; the refused file is still hers."""
    tessa.open("notices/")
    assert all(ref in said(tessa) for ref in moved)  # each is said to have been taken from her
    tessa.stop("notices of the old prosecutor")
    for ref in moved:
        assert tessa.page.goto(f"{tessa.site.url}/fr/cases/{ref}/").status == 404
    tessa.stop("not found")
    tessa.open("cases/")
    assert not [ref for ref in moved if ref in said(tessa)]
    assert tessa.page.goto(f"{tessa.site.url}/fr/cases/{walled}/").status == 200


def numbers_follow(lead):
    """The numbers of the team have followed."""
    lead.open("lead/")
    row = lead.page.get_by_role("row").filter(has_text="Tessa Lindqvist")
    assert row.get_by_role("link").first.inner_text() == "1"
    lead.stop("the team afterwards")

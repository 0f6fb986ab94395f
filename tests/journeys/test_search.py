"""Journey 3: a search narrowed and undone, a citation, a mistake, nothing found, the index gone, and who never sees what."""

import re
import time

ALL_WORDS = "influence movements"
BACK_WITHIN = 90


def search(person, words, box="Words, a phrase"):
    """Type into the box of the search page and press its button."""
    if "/search/" not in person.page.url:
        person.open("search/")
    person.page.get_by_label(box).fill(words)
    with person.page.expect_navigation():
        person.page.locator("main .searchbox button").click()


def heading(person):
    return person.page.locator("h1").inner_text()


def found(person):
    """How many results the page says there are."""
    return int(re.fullmatch(r"(\d+) results?", heading(person))[1])


def titles(person):
    return person.page.locator("main .record-title").all_inner_texts()


def choices(person):
    """Every value offered to narrow by: (legend, words, how many)."""
    offered = []
    for group in person.page.locator("fieldset.filter").all():
        legend = group.locator("legend").inner_text()
        for words in group.locator("label").all_inner_texts():
            offered.append((legend, words, int(re.search(r"\((\d+)\)$", words)[1])))
    return offered


def scopes(person):
    """What can be looked among, and how much of each is found."""
    links = person.page.locator("nav.scopes a").all_inner_texts()
    return {words.rsplit(" (", 1)[0]: int(re.search(r"\((\d+)\)$", words)[1]) for words in links}


def look_among(person, label):
    with person.page.expect_navigation():
        person.page.locator("nav.scopes").get_by_role("link", name=label).click()


def tick(person, legend, words):
    person.page.get_by_role("group", name=legend).get_by_label(words, exact=True).check()
    with person.page.expect_navigation():
        person.page.get_by_role("button", name="Apply filters").click()


def take_off(person, words):
    with person.page.expect_navigation():
        person.page.locator(".filtertags").get_by_role("link", name=words).click()


def test_a_search_is_narrowed_and_every_count_is_kept(visitor):
    prosecutor = visitor("en", 1366)
    prosecutor.sign_in("Dev Anand")
    prosecutor.open("search/")
    prosecutor.stop("the search page")
    search(prosecutor, ALL_WORDS)
    prosecutor.stop("results", picture="search")
    assert "Jan 1," not in prosecutor.page.locator("main").inner_text()  # of many decisions the year alone is known
    whole = found(prosecutor)
    offered = choices(prosecutor)

    assert {legend for legend, _words, _count in offered} >= {"Court", "Year", "Topic"}
    assert scopes(prosecutor)["Everything"] == whole
    for label, count in scopes(prosecutor).items():
        look_among(prosecutor, label)
        assert found(prosecutor) == count, label
    look_among(prosecutor, "Everything")
    for legend in dict.fromkeys(legend for legend, _words, _count in offered):
        for _legend, words, count in [entry for entry in offered if entry[0] == legend][:3]:
            tick(prosecutor, legend, words)
            assert found(prosecutor) == count, (legend, words)
            assert len(titles(prosecutor)) == min(count, 10)
            take_off(prosecutor, re.compile(re.escape(words.rsplit(" (", 1)[0])))
            assert found(prosecutor) == whole

    _legend, court, ours = next(entry for entry in offered if entry[0] == "Court")
    tick(prosecutor, "Court", court)
    _legend, year, both = next(entry for entry in choices(prosecutor) if entry[0] == "Year")
    tick(prosecutor, "Year", year)
    assert found(prosecutor) == both
    prosecutor.stop("narrowed twice")
    take_off(prosecutor, re.compile("Year"))
    assert found(prosecutor) == ours
    with prosecutor.page.expect_navigation():
        prosecutor.page.get_by_role("link", name="Newest").click()
    assert found(prosecutor) == ours
    take_off(prosecutor, "Clear filters")
    assert found(prosecutor) == whole


def test_citations_phrases_mistakes_and_nothing(visitor):
    prosecutor = visitor("en", 1366)
    prosecutor.sign_in("Dev Anand")

    search(prosecutor, "2019 onca 663")
    assert "Gallone" in heading(prosecutor)
    prosecutor.stop("a citation opens its decision")

    totals = {}
    for words in ("new trial", '"new trial"', "trial", "trial NOT influence", "trial influence"):
        search(prosecutor, words)
        totals[words] = found(prosecutor)
    assert 0 < totals['"new trial"'] <= totals["new trial"]
    assert totals["trial"] == totals["trial NOT influence"] + totals["trial influence"]
    search(prosecutor, '"new trial" NOT influence')
    assert all("influence" not in snippet.lower() for snippet in prosecutor.page.locator(".snippet").all_inner_texts())
    prosecutor.stop("a phrase without a word")

    search(prosecutor, "influence AND OR control")
    wrong = prosecutor.page.get_by_role("alert")
    assert "There is nothing after AND at character 11." in wrong.inner_text()
    assert wrong.locator("mark").inner_text() == "AND"
    assert prosecutor.page.get_by_label("Words, a phrase").input_value() == "influence AND OR control"
    prosecutor.stop("where the mistake is")

    search(prosecutor, "zyxomma quokkaland")
    assert found(prosecutor) == 0
    assert "Nothing matches. Try fewer words" in prosecutor.page.locator("main").inner_text()
    prosecutor.stop("nothing found")
    search(prosecutor, "Gallone")
    prosecutor.page.goto(f"{prosecutor.page.url}?court=ABCA")
    assert "Nothing matches with these filters" in prosecutor.page.locator("main").inner_text()
    prosecutor.stop("nothing with this filter")
    with prosecutor.page.expect_navigation():
        prosecutor.page.locator("main .empty").get_by_role("link", name="Clear filters").click()
    assert found(prosecutor) >= 1


def test_in_french_on_a_phone_narrowed_mistaken_empty_and_without_its_index(site, visitor):
    lead, officer = visitor("fr", 375), visitor("fr", 375)
    lead.sign_in("LEAD")
    search(lead, ALL_WORDS, box="Des mots")
    lead.stop("les resultats")
    whole = int(re.match(r"\d+", heading(lead))[0])
    assert scopes(lead)["Tout"] == whole
    for label, count in scopes(lead).items():
        look_among(lead, label)
        assert int(re.match(r"\d+|", heading(lead))[0] or 0) == count, label
    look_among(lead, "Tout")
    unfold(lead)
    _legend, court, count = next(entry for entry in choices(lead) if entry[0] == "Tribunal")
    lead.page.get_by_role("group", name="Tribunal").get_by_label(court, exact=True).check()
    with lead.page.expect_navigation():
        lead.page.get_by_role("button", name="Appliquer les filtres").click()
    assert int(re.match(r"\d+", heading(lead))[0]) == count
    lead.stop("un tribunal")

    search(lead, "influence ET OU contrôle", box="Des mots")
    wrong = lead.page.get_by_role("alert")
    assert "Il n’y a rien après ET au caractère 11." in wrong.inner_text()
    lead.stop("la faute")
    search(lead, "zyxomma quokkaland", box="Des mots")
    assert "Rien ne correspond" in lead.page.locator("main").inner_text()
    lead.stop("rien")

    lead.open("cases/")
    ref = re.search(r"\d\d-HT-\w{4}", lead.page.locator("main a[href*='-HT-']").first.get_attribute("href"))[0]
    search(lead, ref, box="Des mots")
    assert any(ref in title for title in titles(lead))
    officer.sign_in("Ian Kowal")
    search(officer, ref, box="Des mots")
    assert ref not in officer.page.locator("main .listing-results").inner_text()
    assert not {"Dossiers", "Personnes"} & set(scopes(officer))
    officer.stop("rien des dossiers")

    site.stop("worker")
    (site.data / "index").rename(site.data / "index-away")
    search(lead, "Gallone", box="Des mots")
    assert "La recherche plein texte n'est pas disponible" in lead.page.get_by_role("alert").inner_text()
    assert any("Gallone" in title for title in titles(lead))
    lead.stop("sans son index")


def unfold(person):
    """Open the filters, which are folded on a phone."""
    folded = person.page.locator("details.filters:not([open]) > summary")
    if folded.is_visible():
        folded.click()


def test_a_find_is_opened_at_its_place_and_stepped_through_by_keys(visitor):
    prosecutor = visitor("fr", 375)
    prosecutor.sign_in("Dev Anand")
    search(prosecutor, "influence", box="Des mots")
    with prosecutor.page.expect_navigation():
        prosecutor.page.locator("main .snippet a").filter(has_text="Ce qui a été décidé").first.click()
    place = prosecutor.page.url.split("#")[1]
    marks = prosecutor.page.locator("[data-place]")

    assert "influence" not in prosecutor.page.url
    assert prosecutor.page.locator(f"[id='{place}'] mark").count() >= 1
    prosecutor.stop("the place of the find")
    seen = set()
    for _step in range(marks.count()):
        prosecutor.page.keyboard.press("n")
        prosecutor.page.locator(".found:target .found-steps").wait_for()
        seen.add(prosecutor.page.url.split("#")[1])
    assert seen == {f"m{number}" for number in range(1, marks.count() + 1)}
    before = prosecutor.page.url
    prosecutor.page.keyboard.press("n")
    prosecutor.page.keyboard.press("p")
    assert prosecutor.page.url == before
    prosecutor.stop("the last place, with the way on")


def test_the_search_goes_on_without_its_index_and_comes_back_by_itself(site, visitor):
    prosecutor = visitor("en", 1366)
    prosecutor.sign_in("Dev Anand")
    search(prosecutor, "Gallone")
    known = titles(prosecutor)
    assert known

    site.stop("worker")
    (site.data / "index").rename(site.data / "index-away")
    search(prosecutor, "Gallone")
    assert "Full-text search is unavailable" in prosecutor.page.get_by_role("alert").inner_text()
    assert any("Gallone" in title for title in titles(prosecutor))
    prosecutor.stop("the banner and matches of the database")
    search(prosecutor, '"an open quotation AND')
    assert prosecutor.page.get_by_role("alert").count() == 1
    prosecutor.open("cases/")
    assert prosecutor.page.locator("main .record, main table").count() > 0

    site.start("worker")
    prosecutor.open("search/")
    search(prosecutor, "Gallone")
    until = time.monotonic() + BACK_WITHIN
    while prosecutor.page.get_by_role("alert").count() and time.monotonic() < until:
        prosecutor.page.wait_for_timeout(2000)
        prosecutor.page.reload()
    assert titles(prosecutor) == known
    prosecutor.stop("the search is back")


def test_a_hidden_file_shows_by_no_title_count_or_suggestion(visitor):
    lead, prosecutor, officer = (visitor("en", 1366) for _person in range(3))
    prosecutor.sign_in("Dev Anand")
    prosecutor.open("cases/")
    link = prosecutor.page.locator("main a[href*='/cases/26-HT-'], main a[href*='/cases/25-HT-']").first
    address, name = link.get_attribute("href"), link.inner_text().strip()
    ref = re.search(r"\d\d-HT-\w{4}", address)[0]
    search(prosecutor, ref)
    assert any(ref in title for title in titles(prosecutor))
    of_file = ("Case files", "People", "Papers of files")
    assert sum(scopes(prosecutor).get(label, 0) for label in of_file) == sum(ref in title for title in titles(prosecutor))
    look_among(prosecutor, "People")
    assert titles(prosecutor)
    assert all(ref in title for title in titles(prosecutor))
    look_among(prosecutor, "Case files")
    assert [title for title in titles(prosecutor) if ref in title]
    prosecutor.stop("found before the wall")

    officer.sign_in("Ian Kowal")
    for words in (ref, name):
        search(officer, words)
        assert not any(ref in title or name in title for title in titles(officer))
        assert not {"Case files", "People"} & set(scopes(officer))
        assert ref not in officer.page.locator("main .listing-results").inner_text()
    officer.stop("nothing of files for the police")
    officer.open("advice/ask/")
    officer.page.get_by_label("Your question in one sentence").press_sequentially(f"{ref} {name} influence control", delay=5)
    officer.page.locator("[data-suggest-count]").first.wait_for(state="attached")
    assert ref not in officer.page.locator("#suggestions").inner_text()
    assert officer.context.request.get(f"{officer.site.url}{address}").status == 404

    lead.sign_in("LEAD")
    lead.open(f"cases/{ref}/walls/set/")
    lead.page.get_by_label("Person").select_option(
        label=next(words for words in lead.page.locator("#id_user option").all_inner_texts() if words.startswith("Dev Anand"))
    )
    lead.page.get_by_label("Reason").fill("Acted for the accused before joining the team.")
    lead.stop("setting a wall")
    with lead.page.expect_navigation():
        lead.page.locator("main form").get_by_role("button").first.click()
    lead.stop("the wall stands")

    prosecutor.open("search/")
    search(prosecutor, ref)
    assert not any(ref in title for title in titles(prosecutor))
    assert [scopes(prosecutor).get(label, 0) for label in of_file] == [0, 0, 0]
    prosecutor.stop("not found behind the wall")
    assert prosecutor.page.goto(f"{prosecutor.site.url}{address}").status == 404
    prosecutor.stop("the address looks like none")

"""Charges by keyboard alone: a ready set against two accused, reviewed, laid, replaced on a new information, and how it all descends."""

from datetime import date

from playwright.sync_api import Locator

from tests.journeys.steps import box, group, identity, said

SWORN, REPLACED_ON = date(2026, 2, 20), date(2026, 2, 27)
FIRST, LAST = date(2025, 11, 3), date(2026, 1, 28)
MOST_TABS = 400


def test_charges_by_keyboard_alone(visitor):
    dev = visitor("en", 1366)
    dev.sign_in("Dev Anand")
    file_url = two_accused(dev)
    three_counts_against_both(dev)
    laid_on_one_information(dev, "Ansel Alder", typed=True)
    laid_on_one_information(dev, "Bryn Birch", typed=False)
    replaced_on_a_new_information(dev)
    amended_by_the_court(dev)
    how_it_descends(dev)
    for language, width in (("en", 375), ("fr", 1366), ("fr", 375)):
        looked_at_by_somebody_else(visitor(language, width), file_url)


# By keyboard


def go(person, target: Locator) -> Locator:
    """Press Tab until the focus is on something; it must be seen there."""
    for _press in range(MOST_TABS):
        if target.evaluate("one => one === document.activeElement"):
            break
        person.page.keyboard.press("Tab")
    else:
        raise AssertionError(f"the keyboard never comes to {target}")
    ring = target.evaluate("one => { const how = getComputedStyle(one); return how.outlineStyle !== 'none' || how.boxShadow !== 'none' }")
    assert ring, f"the focus is not seen on {target}"
    return target


def write(person, target: Locator, words: str) -> None:
    """Write into a box in place of what stands there."""
    go(person, target)
    person.page.keyboard.press("Control+a")
    person.page.keyboard.type(words)


def write_day(person, scope, legend: str, day: date) -> None:
    """Write the three boxes of a day."""
    boxes = group(scope, legend).get_by_role("textbox")
    for place, part in enumerate((day.day, day.month, day.year)):
        write(person, boxes.nth(place), str(part))


def enter(person, target: Locator) -> None:
    """Press Enter on a link or a button, and wait for the page it brings."""
    go(person, target)
    with person.page.expect_navigation():
        person.page.keyboard.press("Enter")


def send(person, button: str) -> None:
    """Press a button by Enter; where the page first shows what will follow, confirm that too."""
    enter(person, main(person).get_by_role("button", name=button, exact=True))
    confirm = main(person).get_by_role("button", name="Confirm and record", exact=True)
    if confirm.count():
        enter(person, confirm)


def main(person) -> Locator:
    return person.page.get_by_role("main")


def charges(person) -> None:
    """Open the page of charges from the pages of the file."""
    enter(person, person.page.locator(".subnav").get_by_role("link", name="Charges"))
    assert person.page.get_by_role("heading", level=1).inner_text() == "Charges"


def of(person, who: str) -> Locator:
    """The panel of one accused."""
    return main(person).locator(".panel", has=person.page.get_by_role("heading", name=who, exact=True)).first


# The steps


def two_accused(dev) -> str:
    """Counsel opens a file with two accused and no count."""
    dev.open("cases/new/")
    page = dev.page
    write(dev, box(page, "Occurrence number"), "26-55110")
    add = page.get_by_role("button", name="Add another accused")
    go(dev, add)
    page.keyboard.press("Enter")
    group(page, "Accused 2").wait_for()
    for place, (family, given) in enumerate((("Alder", "Ansel"), ("Birch", "Bryn")), start=1):
        card = group(page, f"Accused {place}")
        write(dev, box(card, "Family name"), family)
        write(dev, box(card, "Given names"), given)
    send(dev, "Open the file")
    assert "Received, not yet read" in identity(dev)
    return page.url


def three_counts_against_both(dev):
    """A ready set brings three counts; the whole is looked at once before anything is kept."""
    charges(dev)
    dev.stop("no charge yet")
    enter(dev, of(dev, "Ansel Alder").get_by_role("link", name="Add counts"))
    page = dev.page
    write(dev, box(page, "Section or word"), "266")
    page.locator("#suggestions").get_by_text("1 offence found", exact=True).last.wait_for()
    dev.stop("an offence is found while typing")
    sets = page.locator("summary", has_text="Ready sets of what usually stands together")
    go(dev, sets)
    page.keyboard.press("Enter")
    enter(dev, main(dev).locator("button", has_text="Violence and threats"))
    assert [box(group(page, f"Count {number}"), "Offence").input_value()[:6] for number in (1, 2, 3)] == ["s. 266", "s. 267", "s. 264"]
    go(dev, group(page, "Against").get_by_label("Bryn Birch"))
    page.keyboard.press("Space")
    write_day(dev, group(page, "For all counts"), "Offence from", FIRST)
    write_day(dev, group(page, "For all counts"), "Offence to", LAST)
    write(dev, box(page, "Place"), "Hotel Maple, Alderbrook")
    dev.stop("three counts chosen")
    enter(dev, main(dev).get_by_role("button", name="Look at the whole"))
    told = said(dev)
    assert "Against: Ansel Alder, Bryn Birch" in told
    assert "Nothing" not in told
    dev.stop("the whole is reviewed")
    send(dev, "Add the 6 counts")
    assert "6 counts stand" in said(dev)
    dev.stop("six counts proposed")


def laid_on_one_information(dev, who, *, typed):
    """Each accused is charged on the same information; for the second one it is filled in."""
    charges(dev)
    enter(dev, of(dev, who).get_by_role("link", name="Lay an information"))
    page = dev.page
    if typed:
        write(dev, box(page, "Information number"), "998 26 7711")
        write_day(dev, page, "Sworn on", SWORN)
        go(dev, box(page, "Court"))
        page.keyboard.type("Ontario")
        dev.stop("an information")
    assert box(page, "Information number").input_value() == "998 26 7711"
    send(dev, "Record the information")
    assert "Charged" in said(dev)


def replaced_on_a_new_information(dev):
    """Two counts of the first accused become one on a new information; one becomes two."""
    charges(dev)
    enter(dev, of(dev, "Ansel Alder").get_by_role("link", name="Replace counts"))
    page = dev.page
    write(dev, box(page, "Number of the new document"), "998 26 7799")
    write_day(dev, page, "Sworn or filed on", REPLACED_ON)
    for number, (offence, old) in enumerate((("267", ("Count 1:", "Count 2:")), ("264.1(1)(a)", ("Count 3:",)), ("264", ("Count 3:",))), 1):
        if number > 1:
            go(dev, main(dev).get_by_role("button", name="Add another count"))
            page.keyboard.press("Enter")
            group(page, f"Count {number}").wait_for()
        row = group(page, f"Count {number}")
        for one in old:
            go(dev, row.get_by_label(one))
            page.keyboard.press("Space")
        write(dev, box(row, "Offence"), offence)
        write_day(dev, row, "Offence from", FIRST)
        write_day(dev, row, "Offence to", LAST)
    dev.stop("counts to be replaced")
    send(dev, "Replace the counts")


def amended_by_the_court(dev):
    """One count is amended by a judge, and its words before are kept."""
    charges(dev)
    enter(dev, of(dev, "Bryn Birch").get_by_role("link", name="Amend 1: 266"))
    page = dev.page
    write_day(dev, page, "Amended on", REPLACED_ON)
    write(dev, box(page, "Ordered by"), "Justice A. Merritt")
    write(dev, box(page, "Wording"), "did apply force to R.Q. at the Hotel Maple")
    send(dev, "Save the amendment")


def how_it_descends(dev):
    """The picture and the table say who came from whom; what was replaced is not counted."""
    charges(dev)
    told = said(dev)
    assert "6 counts stand" in told
    assert "3 replaced, not counted" in told
    page = dev.page
    assert page.locator("svg.lineage").count() == 1
    assert page.locator(".lineage-box").count() == 6
    assert page.locator(".lineage-line").count() == 4
    table = page.get_by_role("table", name="Counts that came from others: Ansel Alder")
    assert [row.split("\t")[2] for row in table.locator("tbody tr").all_inner_texts()] == ["Joined", "Joined", "Split", "Split"]
    assert told.count("goes on, counsel to confirm") == 4
    assert "did apply force to R.Q. at the Hotel Maple" in told
    go(dev, page.locator(".lineage-frame"))
    dev.stop("how the counts descend")


def looked_at_by_somebody_else(reader, file_url):
    """The same pages in the other language and on a telephone."""
    reader.sign_in("LEAD")
    address = file_url.replace(reader.site.url, "").split("/", 2)[2]
    reader.open(f"{address}charges/")
    reader.stop("charges")
    for name in ("add_counts", "lay", "replace"):
        links = {"add_counts": "counts/add/", "lay": "/lay/", "replace": "counts/replace/"}
        found = reader.page.locator(f"main a[href*='{links[name]}']")
        if found.count():
            href = found.first.get_attribute("href")
            reader.page.goto(f"{reader.site.url}{href}")
            reader.stop(name.replace("_", " "))
            reader.page.go_back()
    reader.open("bank/offences/CC-286.1/")
    reader.stop("a section of the catalogue")
    reader.open("bank/offences/")
    words = reader.page.locator("#id_words")
    words.fill("279.0")
    with reader.page.expect_navigation():
        words.press("Enter")
    reader.stop("sections found")

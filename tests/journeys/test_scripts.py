"""What the scripts add to the pages, in a real browser: nothing typed is lost, nothing is sent twice, nobody is cut off unwarned.

The clock of a page stands still and goes on only by `page.clock.run_for`: a busy machine makes nothing late.
"""

import mimetypes
import re
import time
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import expect

from tests.factories.accounts import UserFactory

HOME = "http://casebook.invalid"


@pytest.fixture
def components(client, db, browser):
    """Open the components page of a signed-in person; static files come from the source, every other address is asked for by name."""
    client.force_login(UserFactory(lead=True, name="Simone Roy"))
    contexts = []

    def open_page(language="en", width=1366, change=lambda html: html, answers=None, **options):
        html = change(client.get(f"/{language}/components/").content.decode())
        context = browser.new_context(viewport={"width": width, "height": 800}, **options)
        contexts.append(context)
        page = context.new_page()
        page.asked = []

        def answer(route):
            path = urlsplit(route.request.url).path
            page.asked.append((route.request.method, path, route.request.headers.get("x-background"), route.request.post_data or ""))
            if path.startswith("/static/"):
                found = finders.find(path.removeprefix("/static/"))
                return route.fulfill(path=found, content_type=mimetypes.guess_type(found)[0])
            for start, give in (answers or {}).items():
                if path.startswith(start):
                    return give(route)
            if path == f"/{language}/components/" and route.request.method == "GET":
                return route.fulfill(body=html, content_type="text/html")
            return route.fulfill(body="<title>there</title>", content_type="text/html")

        page.route("**/*", answer)
        page.clock.install(time=0)
        page.clock.pause_at(1)
        page.goto(f"{HOME}/{language}/components/")
        page.wait_for_load_state("networkidle")
        return page

    yield open_page
    for context in contexts:
        context.close()


def sent(page, path: str) -> list:
    return [entry for entry in page.asked if entry[0] == "POST" and entry[1].endswith(path)]


def kept(route):
    return route.fulfill(json={"saved": True, "at": "2:14 p.m."})


def test_what_is_typed_is_kept_two_seconds_later_and_when_the_field_is_left(components):
    page = components(answers={"/en/drafts/save/": kept})

    page.locator("#plain_title").press_sequentially("Does grooming alone")
    page.clock.run_for(1900)
    before = len(sent(page, "/drafts/save/"))
    with page.expect_response("**/drafts/save/"):
        page.clock.run_for(200)
    page.locator("#plain_title").press_sequentially(" suffice")
    with page.expect_response("**/drafts/save/"):
        page.locator("#plain_facts").focus()

    assert before == 0
    assert len(sent(page, "/drafts/save/")) == 2
    expect(page.locator("[data-draft-status]")).to_have_text("draft saved 2:14 p.m.")
    _, _, background, body = sent(page, "/drafts/save/")[-1]
    assert background == "1"
    assert "Does grooming alone suffice" in body
    assert "csrfmiddlewaretoken" in body


def test_a_draft_that_could_not_be_kept_says_so_and_is_tried_again(components):
    tries = []

    def first_fails(route):
        tries.append(1)
        return route.abort() if len(tries) == 1 else kept(route)

    page = components(language="fr", answers={"/fr/drafts/save/": first_fails})

    page.locator("#plain_title").press_sequentially("Une question")
    page.clock.run_for(2100)
    expect(page.locator("[data-draft-status]")).to_have_text("pas enregistré, nouvel essai en cours")
    page.clock.run_for(5100)

    expect(page.locator("[data-draft-status]")).to_have_text("brouillon enregistré à 2:14 p.m.")
    assert page.locator("#plain_title").input_value() == "Une question"


def test_what_is_typed_while_a_saving_is_under_way_is_sent_when_the_page_is_left(components):
    held = []

    def hold(route):
        held.append(route)

    page = components(answers={"/en/drafts/save/": hold})
    status = page.locator("[data-draft-status]")

    page.locator("#plain_title").press_sequentially("The question")
    with page.expect_request("**/drafts/save/"):
        page.clock.run_for(2100)
    page.locator("#plain_title").press_sequentially(" and its facts")
    page.evaluate("""() => {
        Object.defineProperty(document, "visibilityState", { value: "hidden" });
        document.dispatchEvent(new Event("visibilitychange"));
    }""")
    until = time.monotonic() + 10
    while len(held) < 2 and time.monotonic() < until:
        page.wait_for_timeout(20)
    turns = [re.search(r'name="draft_turn"\r\n\r\n(\d+)', body)[1] for *_, body in sent(page, "/drafts/save/")]
    before = status.get_attribute("data-state")
    for route in held:
        kept(route)

    pages = {re.search(r'name="draft_page"\r\n\r\n(\w+)', body)[1] for *_, body in sent(page, "/drafts/save/")}
    assert turns == ["1", "2"]
    assert len(pages) == 1
    assert "The question and its facts" in sent(page, "/drafts/save/")[-1][-1]
    assert before == "typing"
    expect(status).to_have_attribute("data-state", "saved")


def test_a_second_click_sends_nothing(components):
    def slow(route):
        if route.request.method == "GET":
            return route.fallback()
        time.sleep(0.6)
        return route.fulfill(body="done", content_type="text/html")

    page = components(
        answers={"/en/sent/": slow},
        change=lambda html: html.replace('method="post" class="form" action=""', 'method="post" class="form" action="/en/sent/"'),
    )

    button = page.locator("form.form button").last
    disabled = button.evaluate("button => { button.click(); button.click(); return button.disabled; }")
    page.wait_for_url("**/sent/")

    assert len(sent(page, "/sent/")) == 1
    assert not disabled


def test_focus_goes_to_the_list_of_mistakes(components):
    page = components()

    assert page.evaluate("document.activeElement.hasAttribute('data-error-summary')")
    page.locator("[data-error-summary] a").last.click()
    assert page.evaluate("document.activeElement.id") == "wrong_on_0"


def test_keys_lead_through_the_list_and_rest_inside_a_field(components):
    page = components()
    page.evaluate("document.activeElement.blur()")

    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("k")
    page.keyboard.press("x")
    ticked = page.locator(".record input").first.is_checked()
    page.locator("#plain_title").focus()
    page.keyboard.type("g h ? j")

    assert second == "R. v. Cedar"
    assert ticked
    assert page.locator("#plain_title").input_value() == "g h ? j"
    assert not page.locator("[data-shortcuts-dialog]").is_visible()


def test_keys_can_be_turned_off(components):
    page = components()
    page.evaluate("document.activeElement.blur()")

    page.keyboard.press("?")
    page.locator("[data-shortcuts-off]").check()
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")

    assert page.evaluate("document.activeElement === document.body")


def test_an_idle_person_is_warned_and_stays_when_she_says_so(components):
    page = components(answers={"/en/stay-signed-in/": lambda route: route.fulfill(status=204)})

    page.clock.run_for(26 * 60_000)
    expect(page.locator("[data-session-dialog]")).to_be_visible()
    expect(page.locator("[data-session-spoken]")).to_have_text("You will be signed out in 4 minutes.")
    page.get_by_role("button", name="Stay signed in").click()

    expect(page.locator("[data-session-dialog]")).to_be_hidden()
    page.clock.run_for(24 * 60_000)
    expect(page.locator("[data-session-dialog]")).to_be_hidden()


def test_at_the_end_the_page_is_cleared_and_leads_to_the_sign_in_page(components):
    page = components(language="fr", change=lambda html: html.replace('data-sign-in-url="/"', 'data-sign-in-url="/fr/sign-in/"'))

    page.clock.run_for(30 * 60_000)
    page.wait_for_url("**/fr/sign-in/?next=*")

    assert page.url.endswith("/sign-in/?next=%2Ffr%2Fcomponents%2F&ended=idle")


def test_suggestions_come_after_a_pause_and_only_when_they_changed(components):
    asked = []

    def suggest(route):
        asked.append(route.request.post_data)
        return route.fulfill(body='<ol data-suggest-count="2 suggestions"><li>One</li><li>Two</li></ol>', content_type="text/html")

    page = components(answers={"/suggested/": suggest})

    page.locator("#plain_title").press_sequentially("fear for safety")
    page.clock.run_for(200)
    before = len(asked)
    page.clock.run_for(900)
    expect(page.locator("#suggestions li")).to_have_count(2)
    page.locator("#plain_facts").press_sequentially("x")
    with page.expect_response("**/suggested/**"):
        page.clock.run_for(900)
    page.clock.run_for(5000)

    assert before == 0
    assert len(asked) == 2
    assert "fear for safety" in asked[0]
    assert page.locator("#suggestions li").count() == 2
    assert page.locator("[data-suggest-spoken]").inner_text() == "2 suggestions"
    assert page.evaluate("document.activeElement.id") == "plain_facts"


def with_search_box(html):
    """Put the box of the search and its script into the page."""
    box = (
        '<form action="/sent/"><input type="hidden" name="csrfmiddlewaretoken" value="x"><input id="q" name="q">'
        '<ul id="q-completions" role="listbox" aria-label="Completions" data-completes="q" data-complete-url="/completed/" hidden></ul>'
        '<p role="status" data-complete-spoken></p></form><script type="module" src="/static/caseload/js/complete.js"></script>'
    )
    return html.replace("</h1>", f"</h1>{box}", 1)


def test_the_search_box_completes_by_keyboard_and_says_so(components):
    asked = []

    def complete(route):
        asked.append(route.request.post_data)
        shown = [{"text": "fear control", "shown": "control"}, {"text": 'fear "R. v. <b>"', "shown": "R. v. <b>"}]
        return route.fulfill(json={"completions": shown, "said": "2 completions"})

    page = components(change=with_search_box, answers={"/completed/": complete})
    box, options = page.locator("#q"), page.locator("#q-completions [role=option]")

    box.press_sequentially("fear contr")
    page.clock.run_for(1000)
    options.first.wait_for()
    assert len(asked) == 1
    assert box.get_attribute("aria-expanded") == "true"
    assert options.all_inner_texts() == ["control", "R. v. <b>"]
    assert page.locator("[data-complete-spoken]").inner_text() == "2 completions"

    box.press("ArrowDown")
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == options.nth(1).get_attribute("id")
    assert options.nth(1).get_attribute("aria-selected") == "true"
    box.press("ArrowDown")
    box.press("Enter")

    assert box.input_value() == "fear control"
    assert (options.count(), box.get_attribute("aria-expanded")) == (0, "false")
    assert page.evaluate("document.activeElement.id") == "q"

    box.press_sequentially("l")
    page.clock.run_for(1000)
    options.first.wait_for()
    box.press("Escape")
    assert (options.count(), box.input_value()) == (0, "fear controll")
    box.press("Enter")
    page.wait_for_url("**/sent/**")


def test_on_a_phone_filters_fold_and_nothing_runs_over_the_edge(components):
    page = components(language="fr", width=320)

    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    assert over == 0
    assert page.locator("details.filters").get_attribute("open") is None
    assert page.locator(".subnav details").get_attribute("open") is None


def test_without_script_everything_is_there(components):
    page = components(width=375, java_script_enabled=False)

    assert page.locator("details.filters").get_attribute("open") is not None
    assert page.get_by_role("button", name="Save draft").is_visible()
    assert not page.locator("[data-copy]").is_visible()

"""A decision or advice opened from a search: the places are marked and numbered, each paragraph can be opened, nothing else is told."""

import re

import pytest
from django.urls import reverse

from foundation.search import port
from tests.factories.precedents import make_advice, make_decision

pytestmark = pytest.mark.django_db

REASONS = "[1] He kept her passport <b>safe</b>.\n[2] The law.\n\nA passport again, and\na third passport."


@pytest.fixture
def opened(at, person, sign_in):
    """Open a record from a search: ``opened(record, "passport", role="PRO")`` gives the page's HTML."""

    def page_of(record, text, role="PRO", language="en", **asked):
        reader = person(role)
        ref = port.remember(reader, text).ref
        url = record.get_absolute_url().replace("/en/", f"/{language}/")
        answer = sign_in(reader).get(url, {"found": ref, **asked})
        assert answer.status_code == 200
        return answer.content.decode()

    return page_of


def marked(html) -> list[tuple[str, str]]:
    return re.findall(r'<span class="found" id="m(\d+)" data-place><mark>(.*?)</mark>', html)


def test_the_places_are_marked_and_numbered_and_each_leads_to_its_neighbours(opened):
    decision = make_decision(held_en="The passport was kept.", text=REASONS)

    html = opened(decision, "passport")

    assert marked(html) == [("1", "passport"), ("2", "passport"), ("3", "passport"), ("4", "passport")]
    assert "4 places" in html
    assert [html.count(f'id="{name}"') for name in ("p1", "p2", "p2-2", "held_en-1")] == [1, 1, 1, 1]
    assert "&lt;b&gt;safe&lt;/b&gt;" in html
    for number, before, after in ((1, 4, 2), (2, 1, 3), (4, 3, 1)):
        steps = html.split(f'id="m{number}"')[1].split("</mark>")[1][:400]
        assert re.findall(r'href="#m(\d)"', steps)[:2] == [str(before), str(after)]


def test_paragraphs_have_names_without_a_search(at, person, sign_in):
    html = sign_in(person("POL")).get(make_decision(text=REASONS).get_absolute_url()).content.decode()

    assert '<p id="p1">' in html
    assert '<p id="p2-2">A passport again, and<br>a third passport.</p>' in html
    assert "found-bar" not in html
    assert 'class="found"' not in html


def test_a_find_in_the_other_language_is_shown_beside(opened):
    decision = make_decision(held_en="Her papers were kept.", held_fr="Son passeport a été gardé.")

    assert "passeport" not in opened(decision, "papers")
    assert ("1", "passeport") in marked(opened(decision, "passeport"))
    assert ("1", "passeport") in marked(opened(decision, "passeport", language="fr"))


def test_what_is_found_by_its_section_alone_says_so(opened):
    html = opened(make_decision(provisions=["CC:286.1"]), "section:286.1")

    assert "Found by its court, citation, section or topic" in html


def test_marks_cross_the_emphasis_of_an_analysis_and_keep_its_markup(opened):
    analysis = "Intro.\n\n- It is **not an** element, see [the *guide*](https://example.invalid/not).\n- R & D <x>\n\nNot an element."
    advice = make_advice(analysis=analysis)

    html = opened(advice, '"not an element" OR guide')

    assert '<strong><span class="found" id="m1" data-place><mark>not an</mark>' in html
    assert "</strong><mark> element</mark>" in html
    assert '<a href="https://example.invalid/not" rel="noopener noreferrer">the <em><span class="found" id="m2"' in html
    assert "R &amp; D &lt;x&gt;" in html
    assert '<span id="analysis-2"></span>' in html
    assert [number for number, _text in marked(html)] == ["1", "2", "3"]


def test_what_only_the_team_reads_is_marked_for_nobody_and_found_by_the_team(opened):
    advice = make_advice(source_ref="AR-26-ZZZZ")

    assert "Found by its court" in opened(advice, "AR-26-ZZZZ", role="PRO")
    assert "found-bar" not in opened(advice, "AR-26-ZZZZ", role="POL")


@pytest.mark.parametrize("found", ["", "\x00", "nothere123", "x" * 300, "../..", "é"])
def test_an_unknown_search_marks_nothing(at, person, sign_in, found):
    answer = sign_in(person("PRO")).get(make_decision().get_absolute_url(), {"found": found})

    assert answer.status_code == 200
    assert "found-bar" not in answer.content.decode()


def test_a_search_that_cannot_be_read_marks_nothing(opened):
    assert "found-bar" not in opened(make_decision(), "date:yesterday")


def test_hundreds_of_places_are_cut_and_that_is_said(opened):
    html = opened(make_decision(text="passport " * 500), "passport")

    assert len(marked(html)) == 400
    assert "More than 400 places" in html


def test_the_bar_leads_back_to_the_results(opened):
    assert re.search(
        reverse("search_results", kwargs={"ref": "XXXXXXXXXX"}).replace("XXXXXXXXXX", r"\w{10}"), opened(make_decision(), "influence")
    )

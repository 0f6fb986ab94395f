"""Marks in finds: only what satisfied the query, only where the reader may look, never HTML."""

import pytest

from foundation.search.document import SearchDocument
from foundation.search.highlight import highlight
from foundation.search.query import parse

FILLER = "Nothing of interest stands in this line. " * 20
DOCUMENT = SearchDocument(
    key="bank.Item:X",
    kind="item",
    title="R. v. Passport",
    url_name="item",
    url_ref="X",
    citations=("2020 SCC 5",),
    facets={"court": ["SCC"]},
    numbers={"citations": 4},
    body="He kept her passport. The fear for her\nsafety was real; her safety mattered. See s. 279.01(1)(a), s. 279.011 and 2019 CSC 18. "
    + FILLER
    + "At the end he was sentenced for exploiting <b>her</b> fears & more.",
    body_team="The secret passport of zanzibar.",
)


def marked(text, *, team=False, document=DOCUMENT):
    """Give what is marked, in title and snippets."""
    found = highlight(parse(text).tree, document, team=team)
    segments = [*found.title, *(segment for snippet in found.snippets for segment in snippet.segments)]
    return [segment.text for segment in segments if segment.marked]


@pytest.mark.parametrize(
    "typed, expected",
    [
        ("passport", ["Passport", "passport"]),
        ("passports", ["Passport", "passport"]),
        ("title:passport", ["Passport"]),
        ('"fear for her safety"', ["fear for her safety"]),
        ("safety", ["safety", "safety"]),
        ("exploited", ["exploiting"]),
        ("passport NOT zebra", ["Passport", "passport"]),
        ("NOT zebra", []),
        ("passport NOT (zebra AND safety)", ["Passport", "passport"]),
        ("(fear AND zebra) OR sentenced", ["sentenced"]),
        ('sentenced OR "fear him"', ["sentenced"]),
        ("279.01", ["279.01(1)(a)"]),
        ("279.011", ["279.011"]),
        ("2019 SCC 18", ["2019 CSC 18"]),
        ("2020 SCC 5", []),
        ("court:SCC kept", ["kept"]),
        ("fear /3 safety", ["fear", "safety"]),
        ("fear /2 safety", []),
        ("safety /s mattered", ["safety", "safety", "mattered"]),
        ("passport /s safety", []),
        ("passport /p safety", ["passport", "safety", "safety"]),
        ('"her passport" /4 fear', ["her passport", "fear"]),
        ('"her passport" /s fear', []),
        ("(zebra OR fear) /5 (safety OR passport)", ["passport", "fear", "safety"]),
        ("279.01 /2 279.011", []),
        ("passport NOT (fear /2 safety)", ["Passport", "passport"]),
        ("zebra OR fear /3 safety", ["fear", "safety"]),
        ("EXACT(safety)", ["safety", "safety"]),
        ("EXACT(fears)", ["fears"]),
        ("#sentence", []),
        ('EXACT("her safety mattered")', ["her safety mattered"]),
        ("fear*", ["fear", "fears"]),
        ("saf?ty", ["safety", "safety"]),
        ('"exploit* b"', ["exploiting <b"]),
        ("title:pass*", ["Passport"]),
        ("expl* /s fears", ["exploiting", "fears"]),
        ("cites:2019 SCC 18", ["2019 CSC 18"]),
        ("cite:2020 SCC 5", []),
        ("citations>3 kept", ["kept"]),
        ("", []),
    ],
)
def test_marks_only_what_satisfied_the_query(typed, expected):
    assert marked(typed) == expected


def test_a_synonym_is_marked_where_it_made_the_find():
    document = SearchDocument(
        key="bank.Item:S", kind="item", title="T", url_name="item", url_ref="S", body="A human trafficking unit, human all."
    )

    assert marked("HT", document=document) == ["human trafficking"]
    assert marked("HT /2 unit", document=document) == ["human trafficking", "unit"]
    assert marked("EXACT(HT)", document=document) == []


def test_the_text_for_the_team_is_shown_to_the_team_alone():
    assert marked("zanzibar", team=True) == ["zanzibar"]
    shown = highlight(parse("passport OR zanzibar").tree, DOCUMENT, team=False)
    assert {snippet.part for snippet in shown.snippets} == {"body"}
    assert not any("zanzibar" in snippet.text or "secret" in snippet.text for snippet in shown.snippets)


def test_joined_pieces_are_the_text_and_never_html():
    found = highlight(parse("exploiting").tree, DOCUMENT, team=False)

    assert "exploiting <b>her</b> fears & more." in found.snippets[0].text
    assert "".join(segment.text for segment in found.title) == DOCUMENT.title


def test_excerpts_are_short_two_at_most_and_cut_at_words():
    found = highlight(parse("safety OR fears OR interest").tree, DOCUMENT, team=True)

    assert 1 <= len(found.snippets) <= 2
    assert all(len(snippet.text) < 420 for snippet in found.snippets)
    assert found.snippets[-1].text.startswith("… ")


def test_without_marks_the_opening_is_shown():
    found = highlight(parse("kind:item").tree, DOCUMENT, team=False)

    assert found.snippets[0].text.startswith("He kept her passport.")
    assert found.snippets[0].text.endswith(" …")


def test_the_printed_title_is_marked_and_the_searched_one_is_not_shown():
    document = SearchDocument(
        key="bank.Item:Y", kind="item", title="Longname matter", display_title="L. matter", url_name="item", url_ref="Y", body="words"
    )

    assert marked("longname", document=document) == []
    assert marked("matter", document=document) == ["matter"]
    assert "".join(segment.text for segment in highlight(parse("longname").tree, document, team=True).title) == "L. matter"


def test_control_characters_and_line_breaks_are_not_handed_on():
    document = SearchDocument(
        key="bank.Item:Z", kind="item", title="A\x07b", url_name="item", url_ref="Z", body="one\r\n\ttwo\x1b[31m three"
    )

    found = highlight(parse("two").tree, document, team=False)

    assert found.snippets[0].text == "one   two[31m three"


def test_the_text_in_the_other_language_is_searched_and_marked_by_that_language():
    document = SearchDocument(
        key="bank.Item:B",
        kind="item",
        title="T",
        url_name="item",
        url_ref="B",
        body="The detention was lawful.",
        body_other="Les détentions.",
    )

    assert marked("détention", document=document) == ["detention", "détentions"]
    assert {snippet.part for snippet in highlight(parse("détention").tree, document, team=False).snippets} == {"body"}

"""Where a find stands: the number that reasons give a paragraph, never one that was counted."""

import pytest

from foundation.search.document import SearchDocument
from foundation.search.highlight import highlight, marks
from foundation.search.places import joined, place_at, places
from foundation.search.query import parse

LED = "Introduction"


def shown(text, part="reasons"):
    whole, parts = joined([("held", "Held."), (part, text)])
    return [(place.anchor, place.printed) for place in places(whole, parts) if place.part == part]


@pytest.mark.parametrize(
    "text, expected",
    [
        (
            f"{LED}\n\n[1] One.\n[2] Two.\n\nGoes on.\n\n[3] Three.",
            [("reasons-1", ""), ("p1", "1"), ("p2", "2"), ("p2-2", "2"), ("p3", "3")],
        ),
        ("[31] From the middle.\n[44] And later.", [("p31", "31"), ("p44", "44")]),
        ("[31] He said:\n[12] quoted\n[80] quoted\n[32] Next.", [("p31", "31"), ("p31-2", "31"), ("p31-3", "31"), ("p32", "32")]),
        ("One.\n\nTwo.", [("reasons-1", ""), ("reasons-2", "")]),
        ("The text [5] says.", [("reasons-1", "")]),
    ],
)
def test_paragraphs_bear_the_numbers_of_the_reasons(text, expected):
    assert shown(text) == expected


def test_a_number_in_another_text_is_a_quotation():
    assert shown("[12] The judge said.", part="analysis") == [("analysis-1", "")]


def test_every_name_is_there_once():
    anchors = [anchor for anchor, _ in shown("[1] a\n[1] b\n[2] c\n[1] d\n\ne\n[2] f\n[3] g")]

    assert len(anchors) == len(set(anchors))


def test_an_excerpt_says_where_its_first_mark_stands():
    long = "Nothing of interest stands in this line. " * 10
    body, parts = joined([("held", "Held\u200b ﬁrst."), ("reasons", f"[1] {long}\n[2] {long} The passport was kept. {long}")])
    other, parts_other = joined([("held_fr", "Le passeport a été gardé.")])
    document = SearchDocument(
        key="bank.Item:X",
        kind="item",
        title="R. v. X",
        url_name="item",
        url_ref="X",
        body=body,
        parts=parts,
        body_other=other,
        parts_other=parts_other,
    )

    again = SearchDocument.from_json(document.to_json())

    assert again == document
    found = highlight(parse("passport OR passeport").tree, again, team=False)
    assert [snippet.place.anchor for snippet in found.snippets] == ["p2", "held_fr-1"]
    assert highlight(parse("zebra").tree, again, team=False).snippets[0].place is None
    marked = marks(parse("passport").tree, again, team=False)
    assert [body[start:end] for start, end in marked["body"]] == ["passport"]
    assert marks(parse("passport zebra").tree, again, team=False) is None
    assert place_at([], 3) is None

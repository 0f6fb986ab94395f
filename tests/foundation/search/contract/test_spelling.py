"""The spellings closest to a word, and those that begin like one: the same on every engine, and none that the reader may not see."""

import random

import pytest

from foundation.search import spelling
from foundation.search.backends.oracle import OracleEngine
from foundation.search.entry import WordsRequest
from tests.foundation.search.contract import corpus
from tests.foundation.search.contract.corpus import COUNSEL, CROWN_ATTORNEY, LAB, LAB_TEAM, LEAD, NOBODY, POLICE, WALLED


def closest(engine, word, readers=LEAD, **options):
    return engine.closest(WordsRequest(word=word, readers=readers, **options))


@pytest.mark.parametrize(
    ("word", "readers", "expected"),
    [
        ("contorl", LEAD, {"control": 3}),
        ("controll", POLICE, {"control": 3, "controle": 1}),
        ("controk", LAB, {"control": 1}),
        ("ezploitatoin", LEAD, {"exploitation": 1}),
        ("detentoin", LEAD, {"detention": 1}),
        ("pasport", CROWN_ATTORNEY, {"passport": 1}),
        ("pasport", LEAD, {"passport": 3}),
        # Of the closest, those that lie further are not told.
        ("exploitedd", LAB, {"exploited": 1}),
        ("exploitez", LAB, {"exploited": 1, "exploiter": 1}),
        # One letter of a short word, two from six letters on; never the first
        ("fera", LEAD, {"fear": 3}),
        ("faer", POLICE, {"fear": 2}),
        ("dbet", LEAD, {"debt": 1}),
        ("feraa", LEAD, {}),
        ("hxtxl", LEAD, {}),
        ("iontrol", LEAD, {}),
        ("fex", LEAD, {}),
        ("279.01", LEAD, {}),
        ("contro*", LEAD, {}),
        ("", LEAD, {}),
        # What stands out of sight is not told: another agency's, behind a wall, of the team
        ("wombta", LEAD, {"wombat": 1}),
        ("wombta", POLICE, {}),
        ("highwya", LEAD, {"highway": 2}),
        ("highwya", COUNSEL, {"highway": 1}),
        ("highwya", WALLED, {}),
        ("zanzibra", LEAD, {"zanzibar": 1}),
        ("zanzibra", CROWN_ATTORNEY, {}),
        ("quoka", POLICE, {}),
        ("xylophonees", LAB_TEAM, {"xylophones": 1}),
        ("xylophonees", LAB, {}),
        ("control", NOBODY, {}),
        ("contorl", NOBODY, {}),
    ],
)
def test_the_closest_that_the_reader_may_see_and_in_how_many_documents(engine, word, readers, expected):
    assert closest(engine, word, readers) == expected


def test_what_waits_and_what_is_filtered_out_is_not_told(engine):
    assert closest(engine, "wombta", masked=frozenset({"bank.Item:WOMBAT"})) == {}
    assert closest(engine, "pasport", masked=frozenset({"bank.Item:WOMBAT"})) == {"passport": 2}
    assert closest(engine, "pasport", filters={"kind": ("decision",)}) == {"passport": 1}
    assert closest(engine, "pasport", filters={"kind": ("file",)}) == {}
    assert closest(engine, "pasport", names=("title",)) == {"passport": 1}


def test_a_word_taken_out_is_not_told(empty_engine):
    documents = [document for document in corpus.DOCUMENTS if document.ref in ("FILE1", "WOMBAT")]
    empty_engine.add(documents)
    empty_engine.commit()
    assert closest(empty_engine, "wombta") == {"wombat": 1}

    empty_engine.remove(["bank.Item:WOMBAT"])
    empty_engine.commit()

    assert closest(empty_engine, "wombta") == {}
    assert closest(empty_engine, "highwya") == {"highway": 1}


def test_engines_give_what_looking_at_every_document_gives(engine):
    oracle = OracleEngine()
    oracle.add([*corpus.DOCUMENTS, *corpus.LABORATORY])
    oracle.commit()
    rnd = random.Random(5)
    words = sorted(
        {word for document in corpus.DOCUMENTS for word in f"{document.title} {document.body}".lower().split() if word.isalpha()}
    )
    asked = []
    for word in rnd.choices([word for word in words if spelling.allowed(word)], k=60):
        at = rnd.randrange(1, len(word))
        asked.append(
            rnd.choice([word[:at] + word[at + 1 :], word[:at] + rnd.choice("aeiost") + word[at:], word[:at] + "x" + word[at + 1 :]])
        )

    for word in asked:
        for readers in (LEAD | LAB_TEAM, POLICE, LAB):
            assert closest(engine, word, readers) == closest(oracle, word, readers), (word, readers)


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [
        ("fear", "fear", 0),
        ("fera", "fear", 1),
        ("control", "contorlx", 2),
        ("control", "cotnrlo", 2),
        ("fear", "file", 3),
        ("ab", "abcdef", 3),
    ],
)
def test_a_letter_left_out_put_in_changed_or_swapped_counts_once(one, other, far):
    assert spelling.distance(one, other, 2) == spelling.distance(other, one, 2) == far


def beginning(engine, word, readers=LEAD, **options):
    return engine.beginning(WordsRequest(word=word, readers=readers, **options))


@pytest.mark.parametrize(
    ("word", "readers", "expected"),
    [
        # In PASSPORT control stands in the title and in the text.
        ("contr", LEAD, [("control", 4), ("controle", 1)]),
        ("contr", CROWN_ATTORNEY, [("control", 2), ("controle", 1)]),
        ("expl", LAB, [("exploitation", 1), ("exploited", 1), ("exploiter", 1), ("exploits", 1), ("explorer", 1)]),
        ("pass", CROWN_ATTORNEY, [("passport", 1)]),
        ("wom", LEAD, [("wombat", 1)]),
        ("wom", POLICE, []),
        ("highw", COUNSEL, [("highway", 1)]),
        ("highw", WALLED, []),
        ("zan", LEAD, [("zanzibar", 1)]),
        ("zan", CROWN_ATTORNEY, []),
        ("xyl", LAB_TEAM, [("xylophones", 1)]),
        ("xyl", LAB, []),
        ("con", NOBODY, []),
        ("zzz", LEAD, []),
    ],
)
def test_words_that_begin_like_this_in_what_the_reader_may_see(engine, word, readers, expected):
    assert beginning(engine, word, readers) == expected


def test_as_many_beginnings_as_are_wanted_of_what_is_not_hidden_or_filtered_out(engine):
    assert beginning(engine, "expl", LAB, limit=2) == [("exploitation", 1), ("exploited", 1)]
    assert beginning(engine, "contr", filters={"language": ("fr",)}) == [("controle", 1)]
    assert beginning(engine, "wom", masked=frozenset({"bank.Item:WOMBAT"})) == []
    assert beginning(engine, "contr", names=("title",)) == [("control", 1)]

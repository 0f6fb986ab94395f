"""How a text is cut, which of its terms are chosen, and the second look: vectors worked out by hand."""

import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foundation.search import similar
from foundation.search.similar import PAIRS, SECTIONS, WORDS, Cut, Ranked, Term


def terms(text, language="en"):
    return similar.cut(text, language)


# ── Cutting ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_function_words_go_before_pairs_are_made():
    assert terms("The abuse of trust, and of her TRUST.") == Cut(["abuse", "trust", "trust"], ["abuse_trust", "trust_trust"], [])


def test_french_goes_by_its_own_function_words_and_loses_its_accents():
    assert terms("L'abus de confiance envers l'accusé", "fr").sim_pairs == ["abus_confiance", "confiance_envers", "envers_accuse"]
    assert terms("a car", "en").sim_words == ["car"]
    assert terms("car il", "fr").sim_words == []


def test_single_letters_and_marks_are_no_words():
    assert terms("R. v. A.B.'s co-accused_x 7 42").sim_words == ["co", "accused", "42"]


def test_a_section_gives_each_of_its_levels_each_time():
    assert terms("s. 279.01(1)(a) and s. 279.01").sim_secs == ["§279.01(1)(a)", "§279.01(1)", "§279.01", "§279.01"]


def test_composed_and_decomposed_ligatures_and_wide_letters_are_one_word():
    assert terms("ﬁnancé finance\u0301 ＦＩＮＡＮＣÉ cœur coeur").sim_words == ["finance"] * 3 + ["coeur"] * 2


@pytest.mark.parametrize("text", ["", "  ", "the of and", "\x00\x00", "§ ( ) _ __ .", "\ud800"])
def test_nothing_is_made_of_nothing(text):
    assert terms(text) == Cut([], [], [])


def test_a_word_has_an_end():
    assert [len(word) for word in terms("x" * 5_000).sim_words] == [64]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The officer said that she was afraid of him", "en"),
        ("L'agent dit que la plaignante avait peur de lui et des autres", "fr"),
        ("passport hotel", "en"),
        ("", "en"),
    ],
)
def test_the_language_shows_in_the_function_words(text, language):
    assert similar.language_of(similar.words(text)) == language


def test_the_lists_hold_words_as_they_are_cut():
    for language, words in similar.STOP_WORDS.items():
        assert len(words) > 140, language
        assert all(similar.words(word) == [word] for word in words if len(word) > 1)
    assert {"may", "might", "must", "said", "thus", "hereby"} <= similar.STOP_WORDS["en"]
    assert {"dont", "lequel", "ainsi"} <= similar.STOP_WORDS["fr"]


def test_so_many_words_are_used_and_no_more():
    kept, is_shortened = similar.shortened("word " * similar.MOST_WORDS + "last")

    assert is_shortened
    assert similar.words(kept) == ["word"] * similar.MOST_WORDS
    assert similar.shortened("word " * similar.MOST_WORDS) == ("word " * (similar.MOST_WORDS - 1) + "word", False)
    assert similar.shortened("short text") == ("short text", False)
    assert len(similar.shortened("x" * 1_000_000)[0]) == similar.MOST_CHARACTERS


# ── Choosing ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_boost_leaves_the_rarity_out_and_the_weight_has_it():
    parts = terms("passport passport kept, s. 279.01")
    held = {WORDS: {"passport": 3, "kept": 50, "279": 2, "01": 2}, PAIRS: {"passport_passport": 1}, SECTIONS: {"§279.01": 4}}

    chosen = {term.token: term for term in similar.choose(parts, held, 100)}

    assert set(chosen) == {"passport", "kept", "279", "01", "passport_passport", "§279.01"}
    assert chosen["passport"].boost == pytest.approx(math.sqrt(2))
    assert chosen["passport"].weight == pytest.approx(math.sqrt(2) * math.log(1 + 97.5 / 3.5))
    assert chosen["passport_passport"].boost == pytest.approx(similar.PAIR_BOOST)
    assert (chosen["§279.01"].boost, chosen["§279.01"].weight) == (1.0, pytest.approx(math.log(1 + 96.5 / 4.5)))


def numbered(count):
    return Cut([f"w{number:03d}" for number in range(count)], [], [])


def test_a_word_of_one_document_helps_a_short_text_and_no_long_one():
    def chosen(count):
        parts = numbered(count)
        return similar.choose(parts, {WORDS: dict.fromkeys(parts.sim_words, 1) | {"w000": 2}}, 100)

    assert len(chosen(20)) == 20
    assert [term.token for term in chosen(21)] == ["w000"]


@pytest.mark.parametrize(("words", "kept"), [(50, 50), (100, 60), (200, 100), (1_000, 150)])
def test_the_longer_the_text_the_more_words_are_kept(words, kept):
    parts = numbered(words)
    held = {WORDS: {word: 2 + number for number, word in enumerate(parts.sim_words)}}

    chosen = similar.choose(parts, held, 5_000)

    assert [term.token for term in chosen] == parts.sim_words[:kept]


def test_of_a_long_text_the_most_frequent_pairs_are_looked_up():
    pairs = [f"a_b{number}" for number in range(700)]
    parts = Cut(["w"], [*pairs, "a_b699", "a_b698"], ["§7"])

    asked = similar.asked_about(parts)

    assert asked.sim_pairs == [*pairs[:598], "a_b698", "a_b699", "a_b699", "a_b698"]
    assert (asked.sim_words, asked.sim_secs) == (["w"], ["§7"])
    assert similar.asked_about(numbered(900)) == numbered(900)


def test_what_no_document_holds_is_not_asked_for():
    assert similar.choose(terms("unheard words"), {}, 100) == ()


def test_with_a_word_that_is_left_out_go_its_pairs():
    parts = terms("passport kept hidden")
    held = {WORDS: dict.fromkeys(parts.sim_words, 2), PAIRS: dict.fromkeys(parts.sim_pairs, 2)}

    def left(*without):
        return {term.token for term in similar.choose(parts, held, 100, without)}

    assert left("passport") == {"kept", "hidden", "kept_hidden"}
    assert left("kept_hidden") == {"passport", "kept", "hidden", "passport_kept"}
    assert left("no such word") == {"passport", "kept", "hidden", "passport_kept", "kept_hidden"}


# ── The second look ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_best_lift_what_they_are_tied_to():
    ranked = [Ranked("a", 10.0), Ranked("b", 6.0), Ranked("c", 5.8)]

    again = similar.second_pass(ranked, {"a": {"c", "elsewhere", "too"}, "b": set()})

    assert [each.key for each in again] == ["a", "c", "b"]
    assert again[1] == Ranked("c", pytest.approx(5.8 + 0.15 * 10 / math.sqrt(1 + 3)), 1)
    assert again[0] == Ranked("a", 10.0, 0)


def test_only_the_best_lift_and_only_what_is_among_the_found():
    ranked = [Ranked(f"d{number:03d}", 1_000.0 - number) for number in range(400)]
    last = ranked[-1].key

    again = similar.second_pass(ranked, {"d000": {"d005", last}, "d010": {"d299"}})

    assert {each.key: each.ties for each in again if each.ties} == {"d005": 1}
    assert [each.key for each in again[300:]] == [each.key for each in ranked[300:]]


def test_nothing_lifts_itself_and_without_citations_nothing_changes():
    ranked = [Ranked("a", 2.0), Ranked("b", 1.0)]

    assert similar.second_pass(ranked, {"a": {"a"}}) == ranked
    assert similar.second_pass(ranked, {}) == ranked
    assert similar.second_pass([], {}) == []


# ── Why ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_shared_words_are_the_weightiest_and_a_pair_stands_for_its_words():
    asked = [Term(WORDS, "trust", 1, 5.0), Term(PAIRS, "abuse_trust", 1, 4.0), Term(WORDS, "hotel", 1, 2.0), Term(WORDS, "no", 1, 9.0)]

    found = similar.shared(asked, [similar.Text("Abuse of the trust in a hotel. Nothing.", "en")], 8)

    assert [term.token for term in found] == ["abuse_trust", "hotel"]
    assert len(similar.shared(asked, [similar.Text("Abuse of the trust in a hotel.", "en")], 1)) == 1


PIECES = ["abuse", "of", "trust", "éléments", "l'accusé's", "the", "279.01", "s.", "12(1)(b)", "ŒUVRE", "_", "co-accused", "R", "½", "ﬁn"]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PIECES), max_size=25))
def test_a_text_holds_what_it_is_cut_into_and_nothing_else(pieces):
    text = " ".join(pieces)
    parts = similar.cut(text, "en")
    everything = similar.cut("abuse trust elements accuse of trust oeuvre co accused fin 279 s. 279.01 s. 12(1)(b) ½ abuse", "en")

    for name, tokens in zip(similar.FIELDS, zip(parts, everything, strict=True), strict=True):
        own, others = tokens
        for token in {*own, *others}:
            assert similar.Text(text, "en").holds(Term(name, token, 1, 1)) == (token in own), token


def test_words_are_shown_as_the_text_spells_them():
    spelled = similar.spelled("L'Élément de confiance", ["element", "element_confiance", "§279.01"])

    assert spelled == {"element": "élément", "element_confiance": "élément confiance", "§279.01": "§279.01"}

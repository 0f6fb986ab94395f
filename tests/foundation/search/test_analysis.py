"""Words, citations and sections: how texts are cut."""

import pytest

from foundation.search import analysis


@pytest.mark.parametrize(
    "text, language, tokens",
    [
        ("The accused's victims", "en", ["the", "accus", "victim"]),
        ("Détentions préventives", "fr", ["fr/detent", "fr/prevent"]),
        ("L’œuvre d'Élodie qu'il lut", "fr", ["fr/oeuvr", "fr/elod", "fr/il", "fr/lut"]),
        ("R. c. Roy and R.v.Roy and r v roy", "en", ["r", "v", "roy", "and", "r", "v", "roy", "and", "r", "v", "roy"]),
        ("12 C.C.C. (3d) 97", "en", ["12", "ccc", "3d", "97"]),
        ("s. 279.01(1)(a) not 279.011", "", ["s", "279.01", "1", "a", "not", "279.011"]),
        ("co-accused O'Brien", "", ["co", "accused", "o", "brien"]),
        ("…—!? \u200b", "en", []),
        ("½ ﬁ", "", ["1", "2", "fi"]),
    ],
)
def test_cuts_texts_into_tokens(text, language, tokens):
    assert analysis.tokens(analysis.clean(text), language) == tokens


@pytest.mark.parametrize(
    "variants",
    [
        "accusé accusée accusés accusées accuser accuse accusait accusaient accusee",
        "détention détentions detention",
        "exploitation exploiter exploitée exploités exploitant",
        "victime victimes",
        "décision décisions",
    ],
)
def test_variants_of_a_french_word_are_one_token_with_accents_or_without(variants):
    assert len(set(analysis.tokens(variants, "fr"))) == 1


def test_places_are_those_of_the_tokens():
    text = analysis.clean("L'accusé, R. c. Roy, 279.01")

    places = analysis.places(text, "fr")

    assert [place.token for place in places] == analysis.tokens(text, "fr")
    assert [text[place.start : place.end] for place in places] == ["L'accusé", "R", "c", "Roy", "279.01"]


@pytest.mark.parametrize(
    "text, found",
    [
        ("see 2019 ONCA 663, and 2019 CSC 0018.", ["2019 onca 663", "2019 scc 18"]),
        ("1999 CanLII 679 (SCC) et 2012 NLTD(G) 21", ["1999 canlii 679", "2012 nltd(g) 21"]),
        ("2003BCCA0554", ["2003 bcca 554"]),
        ("2016 cases 27, 12019 ONCA 663, 2019 ONCA 1234567", []),
    ],
)
def test_finds_citations(text, found):
    assert [place.token for place in analysis.citations_in(text)] == found


@pytest.mark.parametrize(
    "text, found",
    [
        ("under s. 279.01(1)(a) of the Code", ["279.01(1)(a)"]),
        ("ss. 271, 272 and 279.01(2)", ["271", "272", "279.01(2)"]),
        ("l'art. 279.04 (1)a) du Code", ["279.04(1)(a)"]),
        ("s. 718.2(a)(iii.1)", ["718.2(a)(iii.1)"]),
        ("sections 11(b) and 24", ["11(b)", "24"]),
        ("(see 279.01)", ["279.01"]),
        ("in 2019, 12 people, $279.01, 3.5%, par. 12 (2019) of 1.2.3.4.5", ["1.2.3.4.5"]),
    ],
)
def test_finds_sections(text, found):
    assert [place.token for place in analysis.sections_in(text)] == found


def test_a_section_is_part_of_those_above_it_and_of_no_other():
    assert analysis.with_parents("279.01(1)(a)") == ["279.01(1)(a)", "279.01(1)", "279.01"]
    assert analysis.with_parents("279.011") == ["279.011"]


def test_the_fingerprint_stands_still():
    assert analysis.fingerprint() == analysis.fingerprint()
    assert analysis.fingerprint().startswith(f"{analysis.VERSION}-")


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("wanted", ["delay", "accus", "fr/accus", "fr/delay", "279.01", "ccc", "brien", "fr/brien"])
def test_the_fast_way_to_places_finds_those_of_the_slow_way(language, wanted):
    text = analysis.clean(
        "Delay, delays 'delay' ‘delayed’ "
        "l'accusé l’accusé un.accusé C.C.Delay delay's 5delay delay5 R. c. Roy R.v.Roy v. C c s.279.01 279.011 "
        "C.C.C. ccc O'Brien O’Brien's underscore_delay delay_ DELAY"
    )

    surfaces = {each for each in analysis.TOKEN.findall(text) if wanted in [word.stem for word in analysis.words_of(each, language)]}
    fast = [place for place in analysis.places_of(text, language, surfaces) if place.token == wanted]

    assert fast == [place for place in analysis.places(text, language) if place.token == wanted]

"""Reading and writing citations: the vectors of real texts, and what people type."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from precedents.citations import (
    COURT,
    FRENCH,
    MCGILL,
    Pin,
    find_citations,
    find_sections,
    format_citation,
    is_only_a_citation,
    read_cores,
    read_typed,
)

DATA = Path(__file__).parent / "data"
VECTORS = json.loads((DATA / "citation_vectors.json").read_text())
STATUTES = json.loads((DATA / "statute_vectors.json").read_text())
NAMES = {"t": "kind", "y": "year", "n": "number", "rep": "reporter", "page": "number", "vol": "volume", "series": "series"}


def cores_of(text):
    return [(mention, core) for mention in find_citations(text) for core in mention.cores]


def as_expected(mention, core, wanted):
    """Describe a core with the words of the vector file, as far as the vector speaks of them."""
    told = {"t": core.kind}
    if core.kind == "reporter":
        told |= {"rep": core.reporter, "page": core.number}
        optional = {
            "vol": core.volume,
            "y": core.year,
            "year_style": core.year_style,
            "series": core.series,
            "court_paren": core.court_paren,
        }
    else:
        told["n"] = core.number
        optional = {"y": core.year, "division": core.division, "assigned_by": core.assigned_by}
        if core.kind == "neutral":
            told |= {"code": core.code, "court": core.court}
        elif core.kind == "canlii":
            told["court"] = core.court
        else:
            told["series"] = core.code
    told |= {name: value for name, value in optional.items() if value}
    if core.pin:
        told["pin"] = {"unit": core.pin.unit, "ranges": [list(pair) for pair in core.pin.ranges]}
    if mention.history and core is mention.cores[0] and "hist" in wanted:
        told["hist"] = mention.history
    return told


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: str(vector["id"]))
def test_every_vector_gives_its_cores_and_pins(vector):
    found = cores_of(vector["raw"])

    told = [as_expected(mention, core, wanted) for (mention, core), wanted in zip(found, vector["expect"], strict=True)]

    assert told == vector["expect"]


@pytest.mark.parametrize("vector", [v for v in VECTORS if v["expect"]], ids=lambda vector: str(vector["id"]))
def test_the_style_of_cause_is_the_published_one(vector):
    mention = find_citations(vector["raw"])[0]

    assert mention.style == vector["style"]


@pytest.mark.parametrize("target", [MCGILL, COURT])
@pytest.mark.parametrize(
    "vector", [v for v in VECTORS if v["expect"] and v["id"] not in (60, 61, 64, 67)], ids=lambda vector: str(vector["id"])
)
def test_what_is_written_reads_back_the_same(vector, target):
    mention = find_citations(vector["raw"])[0]
    plain = [
        replace(core, court_paren=core.court_paren if target == COURT else core.court_paren.replace(".", "")) for core in mention.cores
    ]

    again = find_citations(format_citation(mention.style, mention.cores, target, mention.pin, every=True))[0]

    assert len(again.cores) == len(plain)
    for written, read in zip(plain, again.cores, strict=True):
        assert replace(written, code=read.code).same_as(read)
        assert written.key == read.key


@pytest.mark.parametrize("vector", STATUTES, ids=lambda vector: vector["id"])
def test_every_statute_vector_gives_its_sections(vector):
    assert find_sections(vector["raw"]) == vector["expect"]


@pytest.mark.parametrize(
    "typed",
    [
        "2019 ONCA 663",
        "2019onca663",
        "2019 onca 663",
        "ONCA 663 2019",
        "  2019 ONCA 0663 ",
        "R. v. Gallone, 2019 ONCA 663, at para. 47",
        "https://www.canlii.org/en/on/onca/doc/2019/2019onca663/2019onca663.html",
        "2019\u00a0ONCA\u00a0663 (CanLII)",
    ],
)
def test_people_type_one_citation_in_many_ways(typed):
    assert read_typed(typed).key == "neutral:2019:ONCA:663"


@pytest.mark.parametrize(
    "typed, key",
    [
        ("2005 CSC 74", "neutral:2005:SCC:74"),
        ("[1999] 1 scr 688", "rep:SCR:1999:1:688"),
        ("[1999] 1 R.C.S. 688", "rep:SCR:1999:1:688"),
        ("1999canlii679", "canlii:1999:679"),
        ("https://www.canlii.org/en/ab/abqb/doc/1995/1995canlii5591/1995canlii5591.html", "canlii:1995:5591"),
        ("250 CCC (3d) 139", "rep:CCC:3d:250:139"),
        ("[2019] OJ No 4808", "ql:OJ:2019:4808"),
        ("2020 CarswellOnt 10511", "wl:Ont:2020:10511"),
        ("AZ-51766617", "az:51766617"),
    ],
)
def test_each_kind_has_one_stored_key(typed, key):
    assert read_typed(typed).key == key


@pytest.mark.parametrize("typed", ["", "exploitation", "2019 XYZ 12", "<b>2019</b>", "\x00", "2019", "😀" * 600, "R. v. Jordan"])
def test_what_is_no_citation_gives_nothing(typed):
    assert read_typed(typed) is None
    assert not is_only_a_citation(typed)


def test_a_citation_among_other_words_is_a_search_and_not_an_address():
    assert is_only_a_citation("2019 ONCA 663")
    assert is_only_a_citation("R. v. Gallone, 2019 ONCA 663, at para. 47")
    assert not is_only_a_citation("influence 2019 ONCA 663 movements")
    assert not is_only_a_citation("2019 ONCA 663 and 2020 ONCA 61")


def test_two_years_for_one_decision_are_flagged_and_never_mended():
    mentions = find_citations("51 O.R. (3d) 481 (C.A.), rev\u2019d 2002 SCC 63 (CanLII), 2022 SCC 63, [2002] 3 S.C.R. 307")

    assert [mention.conflict for mention in mentions] == ["", "year_mismatch"]
    assert find_citations("R. v. Lloyd, 2016 SCC 4 (CanLII), 2016 SCC 130, [2016] 1 S.C.R. 13")[0].conflict == "number_mismatch"


def test_two_spellings_of_one_identifier_share_a_key():
    mention = find_citations("R. v. Jackman, 2011 NLTD 116 (CanLII), 2011 NLTD(G) 116, 313 Nfld. & P.E.I.R. 203")[0]

    assert len(mention.keys) == 2


def test_an_article_in_the_criminal_reports_is_not_a_decision():
    assert find_citations("\u201cRipe for Coercive Interrogation\u201d (2001), 36 C.R. (5th) 188")[0].secondary
    assert not find_citations("R. v. Dunn (1999), 28 C.R. (5th) 295 (Ont. C.J. (Gen. Div.))")[0].secondary


def test_a_short_form_points_to_the_full_citation_before_it():
    text = "R. v. Jordan, 2016 SCC 27, [2016] 1 S.C.R. 631, set ceilings. See Jordan, at paras. 2, 4, 13, 117, 121 and 129."

    full, short = find_citations(text)

    assert short.refers_to == 0
    assert short.pin == Pin("para", ((2, 2), (4, 4), (13, 13), (117, 117), (121, 121), (129, 129)))
    assert text[short.start : short.end].startswith("Jordan, at paras.")
    assert text[full.start : full.end] == "R. v. Jordan, 2016 SCC 27, [2016] 1 S.C.R. 631"


def test_places_in_the_text_survive_the_folding():
    text = "\u00ad\u00a0 See R. v. Marakah, 2017\nSCC\u00a059, [2017] 2\nS.C.R. 608, at\npara. 19."

    mention = find_citations(text)[0]

    assert text[mention.start : mention.end].startswith("R. v. Marakah")
    assert text[mention.cores[0].start : mention.cores[0].end] == "2017\nSCC\u00a059"


def test_sentences_around_a_citation_stay_out_of_the_style():
    text = "This was settled long ago. In R. v. Arp, [1998] 3 S.C.R. 339, relevance was explained; see also Fisher v Fisher, 2008 ONCA 11."

    assert [mention.style for mention in find_citations(text)] == ["R. v. Arp", "Fisher v Fisher"]


@pytest.mark.parametrize(
    "target, written",
    [
        (MCGILL, "R v Gallone, 2019 ONCA 663, 147 OR (3d) 225 at paras 60-61"),
        (COURT, "R. v. Gallone, 2019 ONCA 663, 147 O.R. (3d) 225, at paras. 60-61"),
        (FRENCH, "R. c. Gallone, 2019 ONCA 663, 147 OR (3d) 225, par. 60-61"),
    ],
)
def test_three_styles_of_writing(target, written):
    cores = read_cores(["2019 ONCA 663, 147 O.R. (3d) 225"])

    assert format_citation("R. v. Gallone", cores, target, Pin("para", ((60, 61),))) == written


def test_the_french_style_uses_the_french_code_and_reports():
    cores = read_cores(["2016 SCC 27", "[2016] 1 S.C.R. 631"])

    assert format_citation("R. v. Jordan", cores, FRENCH) == "R. c. Jordan, 2016 CSC 27, [2016] 1 RCS 631"


def test_initials_and_french_styles_are_kept_as_published():
    assert format_citation("R. v. A.A.", read_cores(["2015 ONCA 558"]), MCGILL) == "R v AA, 2015 ONCA 558"
    assert format_citation("R. v. A.A.", read_cores(["2015 ONCA 558"]), COURT) == "R. v. A.A., 2015 ONCA 558"
    assert format_citation("Urizar c. R.", read_cores(["2013 QCCA 46"]), MCGILL) == "Urizar c R, 2013 QCCA 46"
    assert format_citation("Urizar c. R.", read_cores(["2013 QCCA 46"]), COURT) == "Urizar c. R., 2013 QCCA 46"


def test_a_line_without_a_citation_is_named():
    with pytest.raises(ValueError, match="not a citation"):
        read_cores(["2019 ONCA 663", "not a citation"])

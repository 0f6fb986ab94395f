"""The contract of the engines: every case holds for all of them, and none is left out for one."""

from dataclasses import replace

import pytest

from foundation.search.backends import elastic
from foundation.search.document import SearchDocument
from foundation.search.entry import SORTS, Request
from foundation.search.matching import TooWide
from foundation.search.query import Everything, parse
from tests.foundation.search.contract import corpus
from tests.foundation.search.contract.conftest import INDEX, ask, make_engine
from tests.foundation.search.contract.corpus import (
    COUNSEL,
    CROWN_ATTORNEY,
    LAB,
    LAB_TEAM,
    LEAD,
    NAMES,
    NOBODY,
    OTHER_COUNSEL,
    POLICE,
    WALLED,
)

LAMPS = {"TIE1", "TIE2", "TIE3", "TIE4", "TIE5"}

# What is typed, who searches, what is found; order aside.
FOUND = [
    # Words and operators
    ("control", LEAD, {"ARDENT", "ESPER", "PASSPORT", "BELLEROSE"}),
    ("passport control", LEAD, {"ARDENT", "PASSPORT"}),
    ("passport AND control", LEAD, {"ARDENT", "PASSPORT"}),
    ("hotel OR motel", LEAD, {"FILE1", "FILE2"}),
    ("hotel OU motel", LEAD, {"FILE1", "FILE2"}),
    ("passport NOT wombat", LEAD, {"ARDENT", "PASSPORT"}),
    ("passport -wombat", LEAD, {"ARDENT", "PASSPORT"}),
    ("passport SAUF wombat", LEAD, {"ARDENT", "PASSPORT"}),
    ("passport NOT (wombat OR officer)", LEAD, {"ARDENT"}),
    ("hotel OR passport wombat", LEAD, {"FILE1", "WOMBAT"}),
    ("(hotel OR passport) wombat", LEAD, {"WOMBAT"}),
    ("NOT NOT wombat", LEAD, {"WOMBAT"}),
    ("NOT lantern", LEAD, set(NAMES) - LAMPS),
    ("NOT (lantern OR kind:decision OR kind:item)", LEAD, {"MONEY", "RECANT", "PASSPORT", "WOMBAT", "FILE1", "FILE2"}),
    (
        "hotel OR NOT kind:file",
        POLICE,
        {"ARDENT", "BELLEROSE", "CORVIN", "DRUMMOND", "ESPER", "MONEY", "PASSPORT", "OEUVRE", "MARKUP", "HYPHEN", "EMPTY", *LAMPS},
    ),
    ("zebra", LEAD, set()),
    ("", LEAD, set(NAMES)),
    # Variants
    ("exploiting", LEAD, {"ARDENT"}),
    ("fears", LEAD, {"ARDENT", "MONEY", "PASSPORT"}),
    ("complainants", LEAD, {"ARDENT", "RECANT"}),
    ("organizing", LEAD, {"HYPHEN"}),
    ("FEARED", LEAD, {"ARDENT", "MONEY", "PASSPORT"}),
    # Phrases
    ('"fear for her safety"', LEAD, {"ARDENT"}),
    ('"safety for her fear"', LEAD, set()),
    ('"material benefit"', LEAD, {"DRUMMOND"}),
    ('"benefits material"', LEAD, set()),
    ('"hotel near the highway" OR "far from the highway"', LEAD, {"FILE1", "FILE2"}),
    ('"control again and control"', LEAD, {"ESPER"}),
    ('"earnings control"', LEAD, set()),
    ('"fear of quokka"', LEAD, set()),
    ("co-accused", LEAD, {"HYPHEN"}),
    ("hit-and-run", LEAD, {"HYPHEN"}),
    ("accused fled", LEAD, {"HYPHEN"}),
    ("O'Brien", LEAD, {"HYPHEN"}),
    ("CCC", LEAD, {"HYPHEN"}),
    ("C.C.C.", LEAD, {"HYPHEN"}),
    # French and accents
    ("détention", LEAD, {"BELLEROSE"}),
    ("detentions", LEAD, {"BELLEROSE"}),
    ("préventives", LEAD, {"BELLEROSE"}),
    ("coeur", LEAD, {"BELLEROSE"}),
    ("cœur", LEAD, {"BELLEROSE"}),
    ("l'accusé", LEAD, {"BELLEROSE", "ARDENT", "HYPHEN"}),
    ("d'Elodie", LEAD, {"OEUVRE"}),
    ("oeuvres", LEAD, {"OEUVRE"}),
    ("décisions montréal", LEAD, {"OEUVRE"}),
    ("unifié", LEAD, {"OEUVRE"}),
    ("témoin présent", LEAD, {"OEUVRE"}),
    ('"rendue à Montréal"', LEAD, {"OEUVRE"}),
    ("contrôle lang:fr", LEAD, {"BELLEROSE"}),
    ("R. v. Bellerose", LEAD, {"BELLEROSE"}),
    ("R. c. Ardent", LEAD, {"ARDENT", "BELLEROSE"}),
    ('"R c Corvin"', LEAD, {"CORVIN"}),
    ("plaignantes rétractées", LEAD, {"RECANT"}),
    ('"quartz lorsque"', LEAD, set()),
    ("2001 SCC 5 9.01", LEAD, {"RECANT"}),
    # Citations
    ("2019 ONCA 663", LEAD, {"ARDENT", "BELLEROSE"}),
    ("2019 onca 663", LEAD, {"ARDENT", "BELLEROSE"}),
    ('"2019 ONCA 663"', LEAD, {"ARDENT", "BELLEROSE"}),
    ("cite:2019 ONCA 663", LEAD, {"ARDENT"}),
    ('cite:"2019 ONCA 663"', LEAD, {"ARDENT"}),
    ("2019 ONCA 66", LEAD, set()),
    ("2019 ONCA 6631", LEAD, {"DRUMMOND"}),
    ("2018 CSC 12", LEAD, {"CORVIN", "MONEY"}),
    ("2018 SCC 0012", POLICE, {"CORVIN"}),
    ("cite:[2018] 1 R.C.S. 300", LEAD, set()),
    ("[2018] 1 SCR 300", LEAD, {"CORVIN"}),
    ("Ardent 2019 ONCA 663 lang:fr", LEAD, {"BELLEROSE"}),
    # Sections
    ("279.01(1)(a)", LEAD, {"ARDENT"}),
    ("s. 279.01 (1)(a)", LEAD, {"ARDENT"}),
    ("section:279.01(1)", LEAD, {"ARDENT", "BELLEROSE", "DRUMMOND"}),
    ("279.01", LEAD, {"ARDENT", "BELLEROSE", "DRUMMOND", "FILE1"}),
    ("section:279.01", POLICE, {"ARDENT", "BELLEROSE", "DRUMMOND"}),
    ("279.011", LEAD, {"DRUMMOND"}),
    ("279.01(1)(a.1)", LEAD, {"DRUMMOND"}),
    ("art. 279.04(1)a)", LEAD, {"BELLEROSE"}),
    ("279.04", LEAD, {"ARDENT", "BELLEROSE"}),
    ("279", LEAD, set()),
    ("section:11", LEAD, {"CORVIN"}),
    ("section:11(b)", LEAD, {"CORVIN"}),
    ("section:24", LEAD, {"CORVIN"}),
    ("286.2 OR 279.02(1)", LEAD, {"FILE1", "DRUMMOND"}),
    ("462.31", LEAD, {"MONEY"}),
    ("462.31", POLICE, set()),
    # Fields
    ("title:control", LEAD, {"PASSPORT"}),
    ("titre:bellerose", LEAD, {"BELLEROSE"}),
    ("title:(money OR passport)", LEAD, {"MONEY", "PASSPORT"}),
    ("court:ONCA", LEAD, {"ARDENT"}),
    ("court:onca", LEAD, {"ARDENT"}),
    ('court:"cour d\'appel"', LEAD, {"ARDENT", "BELLEROSE"}),
    ("court:appeal", LEAD, {"ARDENT", "BELLEROSE"}),
    ("court:(SCC OR ONSC)", LEAD, {"CORVIN", "DRUMMOND"}),
    ("judge:gagne", LEAD, {"BELLEROSE"}),
    ("judge:O'Brien", LEAD, {"DRUMMOND"}),
    ('judge:"Brien J"', LEAD, {"DRUMMOND"}),
    ("topic:benefit", LEAD, {"DRUMMOND", "MONEY"}),
    ("topic:exploitation NOT court:QCCA", POLICE, {"ARDENT", "PASSPORT"}),
    ('topic:"exploitation bail"', LEAD, set()),
    ("author:okafor", LEAD, {"MONEY", "PASSPORT"}),
    ("file:26-HT-7K3M", LEAD, {"FILE1"}),
    ("26-HT-7K3M", LEAD, {"FILE1"}),
    ("file:26-HT", LEAD, {"FILE1", "FILE2"}),
    ("lang:fr", LEAD, {"BELLEROSE", "OEUVRE"}),
    ("lang:français kind:decision", LEAD, {"BELLEROSE"}),
    ("kind:advice", LEAD, {"MONEY", "RECANT"}),
    ("kind:nothing", LEAD, set()),
    ("date:2019-08-15", LEAD, {"ARDENT"}),
    ("date:2019-08", LEAD, {"ARDENT"}),
    ("date:2018-03-01..2019-08-15", LEAD, {"CORVIN", "ARDENT"}),
    ("date:2018-03-02..2019-08-14", LEAD, set()),
    ("year:2022", LEAD, {"MONEY", "RECANT"}),
    ("year>=2023", LEAD, {"PASSPORT", "WOMBAT", "FILE1", "FILE2"}),
    ("year>2023", LEAD, {"FILE1", "FILE2"}),
    ("date:..2010", LEAD, {"OEUVRE"}),
    ("NOT date:..2030", LEAD, {"ESPER", "TIE4"}),
    # Who sees what
    ("", NOBODY, set()),
    ("control", NOBODY, set()),
    ("", frozenset({"role"}), set()),
    ("", frozenset({"role:PR", "person:"}), set()),
    ("passport", POLICE, {"ARDENT", "PASSPORT"}),
    ("passport", CROWN_ATTORNEY, {"ARDENT"}),
    ("passport", frozenset({"role:POL", "person:17"}), {"ARDENT", "WOMBAT"}),
    ("recants", POLICE, set()),
    ("recants", CROWN_ATTORNEY, {"RECANT"}),
    ("kind:file", LEAD, {"FILE1", "FILE2"}),
    ("kind:file", COUNSEL, {"FILE1"}),
    ("kind:file", OTHER_COUNSEL, set()),
    ("kind:file", WALLED, set()),
    ("NOT kind:item", WALLED, {"ARDENT", "BELLEROSE", "CORVIN", "DRUMMOND", "ESPER", "MONEY", "RECANT", "PASSPORT", "WOMBAT"}),
    ("kind:file", frozenset({"role:LEAD", "office:3"}), {"FILE1"}),
    # What is for the team only
    ("zanzibar", LEAD, {"MONEY"}),
    ("zanzibar", POLICE, set()),
    ("zanzibar", CROWN_ATTORNEY, set()),
    ("NOT zanzibar kind:advice", CROWN_ATTORNEY, {"MONEY", "RECANT"}),
    ("NOT zanzibar kind:advice", LEAD, {"RECANT"}),
    ("quokka", POLICE, set()),
    ("fear kind:request", POLICE, set()),
    ("fear kind:request", OTHER_COUNSEL, {"PASSPORT"}),
    ('"quokka and of fear"', LEAD, {"PASSPORT"}),
    ("2018 SCC 12", CROWN_ATTORNEY, {"CORVIN"}),
    # Hostile input
    ("<script>", LEAD, {"MARKUP"}),
    ("title:script", LEAD, {"MARKUP"}),
    ("readers\\:role\\:LEAD", LEAD, set()),
    ("'; DROP TABLE audit_event; --", LEAD, set()),
    ('"" control', LEAD, {"ARDENT", "ESPER", "PASSPORT", "BELLEROSE"}),
    ("control\x00", LEAD, {"ARDENT", "ESPER", "PASSPORT", "BELLEROSE"}),
    ("con\u200btrol", LEAD, {"ARDENT", "ESPER", "PASSPORT", "BELLEROSE"}),
    ("[highway TO *]", LEAD, {"FILE1", "FILE2"}),
    ('{"match_all":{}}', LEAD, set()),
    ("control~2", LEAD, set()),
    ("control^99", LEAD, set()),
    ("ﬀ ½ 日本 🙂x", LEAD, set()),
    ("fr/contrôl", LEAD, set()),
    ("“fear for her safety", LEAD, {"ARDENT"}),
    ("((control", LEAD, {"ARDENT", "ESPER", "PASSPORT", "BELLEROSE"}),
    ("a" * 1000, LEAD, set()),
]


# What is typed and which of the laboratory's documents it finds; those of the second table are for the team.
LABORATORY = {
    # Within so many words, in any order, across sentences but not paragraphs
    "alpha /4 bravo": "L1 L2 L3",
    "alpha /3 bravo": "L2 L3",
    "bravo /4 alpha": "L1 L2 L3",
    "alpha /1 bravo": "L2",
    "alpha /255 bravo": "L1 L2 L3",
    "bravo /1 charlie": "L1",
    "charlie /2 bravo": "L1 L2",
    "echo /3 eight": "L1",
    "echo /2 eight": "",
    "six /1 echo": "",
    "six /255 echo": "",
    "delta /20 echo": "",
    "alpha /5 zebra": "",
    "zebra /5 alpha": "",
    "nine /2 alpha": "L3",
    "nine /1 alpha": "",
    "alpha /3 alpha": "L1 L2 L3",
    "foxtrot /1 l1": "",
    "w1 /1 w2": "L4",
    "w1 /2 w4": "",
    "w199 /1 w200": "L4",
    "quebec /255 w254": "L4",
    "quebec /255 w255": "",
    "w0 /255 w255": "L4",
    "quebec /255 romeo": "",
    # In one sentence
    "alpha /s bravo": "L1 L2",
    "alpha /S eight": "L1",
    "alpha /s charlie": "L2",
    "bravo /s charlie": "L2",
    "alpha /s alpha": "L1 L2 L3",
    "nine /s alpha": "",
    "golf /s hotel": "L3",
    "quebec /s w150": "L4",
    "quebec /s w250": "",
    "w210 /s w250": "L4",
    "say /s left": "",
    "stop /s said": "L16",
    "go /s said": "",
    "stop /s go": "",
    "left /s really": "",
    "really /s yes": "",
    "yes /s men": "",
    "12 /s came": "L16",
    "came /s numbered": "",
    # In one paragraph
    "alpha /p charlie": "L1 L2",
    "alpha /p delta": "L1",
    "delta /p echo": "",
    "alpha /p foxtrot": "L1",
    "bravo /p foxtrot": "",
    "sierra /p tango": "L4",
    "quebec /p romeo": "L4",
    "quebec /p sierra": "",
    "yes /p men": "L16",
    "came /p numbered": "",
    "constant /p control": "L5",
    "constant /s control": "L5",
    "summary /s control": "",
    # Phrases, groups, spellings and chains on either side
    '"one two" /2 bravo': "L1",
    '"one two" /1 bravo': "",
    'bravo /2 "one two"': "L1",
    'alpha /1 "one two"': "L1",
    '"three bravo" /1 "one two"': "L1",
    '"one two" /s "two three"': "L1",
    '"bravo charlie" /2 delta': "L1",
    '"bravo charlie" /1 delta': "",
    '"bravo charlie" /s alpha': "",
    '"alpha bravo" /s charlie': "L2",
    '"bravo charlie" /p delta': "L1",
    '"two one" /9 alpha': "",
    "(one OR nine) /1 (alpha OR ten)": "L1 L3",
    "(zebra OR six) /s delta": "L1",
    '(zebra OR "five six") /s delta': "L1",
    "alpha /4 bravo /1 charlie": "L1",
    "alpha /s bravo /s eight": "",
    "alpha /s bravo /p delta": "L1",
    "EXACT(alpha) /s bravo": "L1 L2",
    "EXACT(alphas) /s bravo": "",
    "alph* /s brav*": "L1 L2",
    "alpha /1 brav*": "L2",
    "char?ie /s alpha": "L2",
    '"alph* one" /3 bravo': "L1",
    "#passport /s kept": "L9",
    "passports /s kept": "L7 L9",
    "NOT (alpha /s bravo) (alpha bravo)": "L3",
    "alpha /s bravo NOT charlie": "",
    "alpha /s bravo OR golf": "L1 L2 L3",
    "title:(alpha /1 bravo)": "L2",
    "title:(charlie /1 bravo)": "",
    'title:("charlie alpha" /s bravo)': "L2",
    "(control /5 craint) OR craignait /3 sécurité": "L5",
    "contrôle /s constants": "L5",
    "roy /s 279.01": "L5",
    "279.01 /1 code": "",
    "279.01 /2 code": "L5",
    "279.011 /2 code": "",
    "l'accusée /s sécurité": "L5",
    "accusee /4 securite": "L5",
    # As it is spelled
    "sentenced": "L7 L9 L16",
    "EXACT(sentenced)": "L7",
    "EXACT(Sentences)": "L9 L16",
    "#sentence": "",
    'EXACT("a passport")': "L9",
    'EXACT("her passport")': "",
    '"her passport"': "L7",
    'EXACT("her passports were")': "L7",
    '#"passports were"': "L7",
    "EXACT(passport OR passports)": "L7 L9",
    "EXACT(passport kept)": "L9",
    "EXACT(sécurité)": "L5",
    "EXACT(SECURITE)": "L5",
    "EXACT(coeur)": "L17",
    "#cœur": "L17",
    "EXACT(obrien)": "",
    "EXACT(O'Brien)": "L11",
    "EXACT(co-accused)": "L11",
    "EXACT(accused)": "L11",
    "EXACT(279.01)": "L5",
    "EXACT(zebra)": "",
    "title:EXACT(guide)": "L9",
    "title:#guides": "",
    'EXACT("alpha one two three bravo charlie four")': "L1",
    'EXACT("six echo")': "",
    "NOT EXACT(alpha) alpha": "",
    # Any letters, one letter
    "exploit*": "L10 L12",
    "exploit!": "L10 L12",
    "EXPLOIT*": "L10 L12",
    "exploit?r": "L10",
    "exploi?s": "L12",
    "exploite*": "L10",
    "expl*tion": "L10",
    "expl*": "L10 L12",
    "exp*": "L10 L11 L12",
    "exploited*": "L10",
    "exploitedx*": "",
    "wom?n": "L10",
    "wom*": "L10",
    "wome?": "",
    "zzz*": "",
    "securit*": "L5",
    "sécu*": "L5",
    "œuv*": "L17",
    "oeuv*": "L17",
    "l'exploit*": "L10 L12",
    "co-acc*": "L11",
    '"exploit* it"': "L12",
    '"he exploit*"': "L12",
    '"exploit* exploit*"': "L10",
    '"women a wom*"': "L10",
    "title:expl*": "L12",
    "title:exploi*": "",
    "w25*": "L4",
    "w10? /1 w11?": "L4",
    "exploit* NOT wom*": "L12",
    "NOT exploit* exp*": "L11",
    "zulu exploit*": "",
    "xylophon*": "",
    # Note-up and numbers
    "2016 SCC 27": "L11 L12",
    "cite:2016 SCC 27": "L12",
    "cites:2016 SCC 27": "L11",
    'cites:"2016 CSC 27"': "L11",
    "cites:(2016 SCC 27 OR 2019 ONCA 663)": "L11",
    "NOT cites:2016 SCC 27 exp*": "L10 L12",
    "cites:2016 SCC 2": "",
    "citations>10": "L10",
    "citations>=3": "L10 L11",
    "citations:3": "L11",
    "citations:0..3": "L11 L12",
    "citations:..2": "L12",
    "citations:4..": "L10",
    "citations<3": "L12",
    "citations<=3 exp*": "L11 L12",
    "NOT citations>=0 exp*": "",
    "citations>999999998": "",
    # Synonyms
    "HT": "L6 L7 L8 L9 L17",
    "ht": "L6 L7 L8 L9 L17",
    "human trafficking": "L6 L7 L8 L9",
    '"human trafficking"': "L6 L7 L8 L9",
    '"trafficking in persons"': "L6 L7 L8 L9",
    "traite des personnes": "L6 L7 L8 L9",
    '"traite des personnes"': "L6 L7 L8 L9",
    "EXACT(HT)": "L6 L17",
    'EXACT("human trafficking")': "L7 L9",
    "title:HT": "",
    "judge:HT": "L17",
    "judge:trafficking": "",
    "HT debt": "L6 L7 L9",
    "debt human trafficking": "L6 L7 L9",
    "HT /4 debt": "L7",
    "HT /5 debt": "L6 L7",
    "HT /20 debt": "L6 L7",
    "HT /s debt": "L7",
    '"human trafficking" /s debt': "L7",
    "human trafficking NOT HT": "",
    "NOT HT debt": "",
    "(HT OR romeo) NOT title:guide": "L4 L6 L7 L8 L17",
    "criminal code": "L14",
    "SCC": "L14",
    "R. v. SCC": "",
    "CSC": "L14",
    # French, elision, hyphens
    "déjà vu": "L17",
    "deja-vu": "L17",
    "l'école": "L17",
    "ecole élèves": "L17",
    "e-mail": "L11",
    # For the team alone
    "jordan": "",
    "secret": "",
    "secret /1 bravo": "",
    "secr*": "",
    "EXACT(xylophones)": "",
}
FOR_THE_TEAM = {
    "jordan kind:lab": "L13",
    "secret kind:lab": "L3",
    "secret /1 bravo": "L3",
    "secret /s alpha": "L3",
    "secret /s xylophone": "",
    "secret /p xylophone": "L3",
    "hotel /255 secret": "",
    "EXACT(xylophones) kind:lab": "L3",
    "xylophon* kind:lab": "L3",
    '"secret bravo" /2 alpha': "L3",
    '"secret bravo" /1 alpha': "",
    "2016 SCC 27": "L11 L12 L13",
    "cites:2016 SCC 27": "L11 L13",
    "title:secret kind:lab": "",
    "explorer /5 jordan": "",
    "explorer /9 jordan": "L13",
    "explorer /s para": "L13",
}


@pytest.mark.parametrize(
    "readers, text, expected", [(LAB, *case) for case in LABORATORY.items()] + [(LAB_TEAM, *case) for case in FOR_THE_TEAM.items()]
)
def test_finds_in_the_laboratory_these_and_no_others(engine, readers, text, expected):
    found = ask(engine, text, readers)

    assert {document.ref for document in found.documents} == set(expected.split())
    assert found.total == len(expected.split())


@pytest.mark.parametrize("text, readers, expected", FOUND)
def test_finds_these_and_no_others(engine, text, readers, expected):
    found = ask(engine, text, readers)

    assert {document.ref for document in found.documents} == expected
    assert found.total == len(expected)


def test_a_document_comes_back_as_it_went_in(engine):
    found = ask(engine, "title:Ardent")

    assert found.documents == [corpus.DOCUMENTS[0]]


# ── Order and pages ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text, sort, expected",
    [
        ("lantern", "newest", ["TIE1", "TIE2", "TIE3", "TIE5", "TIE4"]),
        ("lantern", "oldest", ["TIE5", "TIE1", "TIE2", "TIE3", "TIE4"]),
        ("lantern", "title", ["TIE1", "TIE2", "TIE3", "TIE4", "TIE5"]),
        ("lantern", "relevance", ["TIE1", "TIE2", "TIE3", "TIE5", "TIE4"]),
        ("topic:lamps", "relevance", ["TIE1", "TIE2", "TIE3", "TIE5", "TIE4"]),
        ("passport", "newest", ["WOMBAT", "PASSPORT", "ARDENT"]),
        ("passport", "oldest", ["ARDENT", "PASSPORT", "WOMBAT"]),
        ("passport", "title", ["WOMBAT", "PASSPORT", "ARDENT"]),
        ("kind:decision", "newest", ["DRUMMOND", "BELLEROSE", "ARDENT", "CORVIN", "ESPER"]),
        ("kind:decision", "oldest", ["CORVIN", "ARDENT", "BELLEROSE", "DRUMMOND", "ESPER"]),
        ("kind:decision", "title", ["ARDENT", "BELLEROSE", "CORVIN", "DRUMMOND", "ESPER"]),
    ],
)
def test_sorts_with_ties_by_day_and_key(find, text, sort, expected):
    assert find(text, sort=sort) == expected


def test_sorts_by_how_often_cited_then_newest_then_key(find):
    assert find("exp* OR golf OR tango", LAB, sort="cited") == ["L10", "L11", "L12", "L3", "L4"]


def test_sorts_by_the_rank_of_the_court_then_newest_then_key(find):
    assert find("exp* OR golf OR tango", LAB, sort="court") == ["L12", "L11", "L10", "L3", "L4"]


def test_a_spelling_or_pattern_in_the_title_comes_first(find):
    assert find("explore* OR exploits", LAB)[0] == "L12"
    assert find("EXACT(alpha)", LAB)[0] == "L2"
    assert find("alpha /1 bravo OR golf", LAB)[0] == "L2"


def test_a_word_in_the_title_outweighs_many_in_the_text(find):
    assert find("control")[0] == "PASSPORT"


def test_more_of_a_word_outweighs_less(find):
    assert find("control (court:ONCA OR court:ONCJ)") == ["ESPER", "ARDENT"]


def test_a_decision_comes_before_those_that_cite_it(find):
    assert find("2019 ONCA 663") == ["ARDENT", "BELLEROSE"]


def test_what_is_about_a_section_comes_before_what_mentions_it(find):
    assert find("279.01") == ["BELLEROSE", "ARDENT", "FILE1", "DRUMMOND"]


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_pages_join_without_gap_or_overlap(find, sort, size):
    whole = find("lantern OR control OR fear", sort=sort)

    pages = [find("lantern OR control OR fear", sort=sort, offset=offset, limit=size) for offset in range(0, len(whole), size)]

    assert [name for page in pages for name in page] == whole


@pytest.mark.parametrize("text", ["lantern OR control OR fear", "lantern", "kind:item OR kind:decision", "topic:lamps"])
@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("size", [1, 2, 7])
def test_pages_that_begin_after_the_last_find_join_without_gap_or_overlap(engine, text, sort, size):
    whole = [document.ref for document in ask(engine, text, sort=sort).documents]

    walked, after = [], None
    while True:
        found = ask(engine, text, sort=sort, limit=size, after=after, facets=("kind",), offset=3 if after else 0)
        assert (found.total, sum(count for _, count in found.facets["kind"])) == (len(whole), len(whole))
        if not found.documents:
            break
        walked += [document.ref for document in found.documents]
        after = found.last

    assert walked == whole
    assert found.last is None


def test_what_comes_after_a_find_is_what_the_reader_may_see(engine):
    first = ask(engine, "passport", LEAD, sort="newest", limit=1)

    found = ask(engine, "passport", POLICE, sort="newest", after=first.last, filters={"kind": ["request"]})

    assert (found.documents[0].ref, len(found.documents), found.total) == ("PASSPORT", 1, 1)


def test_a_page_past_the_end_is_empty_and_keeps_the_total(engine):
    found = ask(engine, "lantern", offset=40, limit=10)

    assert (found.documents, found.total) == ([], 5)


def test_the_total_does_not_depend_on_the_page(engine):
    assert ask(engine, "lantern", limit=1).total == ask(engine, "lantern", limit=50).total == 5
    counted = ask(engine, "lantern", limit=0, facets=("kind",))
    assert (counted.documents, counted.total) == ([], 5)
    assert counted.facets == ask(engine, "lantern", limit=1, facets=("kind",)).facets


# ── Facets and filters ───────────────────────────────────────────────────────────────────────────────────────────────


def test_counts_facets_over_all_finds(engine):
    found = ask(engine, "", LEAD, facets=("kind", "court", "year"), limit=1)

    assert found.facets["kind"] == [("item", 9), ("decision", 5), ("advice", 2), ("file", 2), ("request", 2)]
    assert found.facets["court"] == [("ONCA", 1), ("ONCJ", 1), ("ONSC", 1), ("QCCA", 1), ("SCC", 1)]
    assert ("2022", 2) in found.facets["year"]


def test_counts_only_what_the_reader_sees(engine):
    found = ask(engine, "", POLICE, facets=("kind", "topic", "status"))

    assert dict(found.facets["kind"]) == {"item": 9, "decision": 5, "advice": 1, "request": 1}
    assert "wombat" not in dict(found.facets["topic"])
    assert "secret" not in dict(found.facets["topic"])
    assert found.facets["status"] == [("TRIAGED", 1)]


def test_no_bucket_holds_nothing_but_what_is_walled_off(engine):
    found = ask(engine, "", WALLED, facets=("kind", "topic", "file", "status"))

    assert "file" not in dict(found.facets["kind"])
    assert "secret" not in dict(found.facets["topic"])
    assert found.facets["file"] == []


def test_a_document_counts_under_each_of_its_values_once(engine):
    found = ask(engine, "Bellerose", facets=("topic",))

    assert found.facets["topic"] == [("bail", 1), ("exploitation", 1)]


def test_filters_join_values_with_or_and_facets_with_and(find):
    assert set(find("", filters={"court": ["ONCA", "SCC"]})) == {"ARDENT", "CORVIN"}
    assert find("", filters={"court": ["ONCA", "SCC"], "topic": ["delay"]}) == ["CORVIN"]


def test_a_facet_is_counted_as_if_its_own_filter_were_off(engine):
    found = ask(engine, "", filters={"kind": ["decision"], "court": ["ONCA"]}, facets=("kind", "court", "topic"))

    assert found.total == 1
    assert len(found.facets["court"]) == 5
    assert found.facets["kind"] == [("decision", 1)]
    assert found.facets["topic"] == [("exploitation", 1)]


def test_an_empty_filter_filters_nothing(find):
    assert len(find("", filters={"court": []})) == len(NAMES)


def test_unknown_facets_and_values_find_nothing_and_break_nothing(engine):
    found = ask(engine, "", filters={"colour": ["blue"]}, facets=("shape", "kind"))

    assert found.total == 0
    assert found.facets["shape"] == []


@pytest.mark.parametrize("value", ["ONCA' OR '1'='1", "ON*", "onca", "*", ""])
def test_a_filter_takes_a_code_as_it_is(find, value):
    assert find("", filters={"court": [value]}) == []


def test_a_filter_is_no_way_around_the_readers(find):
    assert find("", POLICE, filters={"topic": ["wombat", "secret"], "readers": ["role:LEAD"]}) == []


# ── Masks ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_masked_document_is_in_no_hit_total_or_count(engine):
    found = ask(engine, "passport", facets=("topic",), masked=frozenset({"bank.Item:WOMBAT", "bank.Item:UNKNOWN"}))

    assert {document.ref for document in found.documents} == {"ARDENT", "PASSPORT"}
    assert found.total == 2
    assert "wombat" not in dict(found.facets["topic"])


def test_many_masks_do_not_hurt(engine):
    masked = frozenset(f"bank.Item:X{number}" for number in range(3_000))

    assert ask(engine, "passport", masked=masked).total == 3


# ── Changing ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _plain(name, body, **values):
    values.setdefault("readers", ("role:LEAD",))
    return SearchDocument(key=f"bank.Item:{name}", kind="item", title=name, url_name="item", url_ref=name, body=body, **values)


@pytest.mark.needs("elasticsearch")
def test_long_documents_go_to_the_node_in_several_requests(monkeypatch):
    engine = make_engine("elasticsearch", index=f"{INDEX}-long")
    sent, limit = [], 100_000
    send = engine._client.transport.perform_request

    def noted(method, target, **words):
        if target.startswith("/_bulk"):
            sent.append(sum(len(line) for line in words["body"]))
        return send(method, target, **words)

    monkeypatch.setattr(elastic, "MOST_BYTES", limit)
    monkeypatch.setattr(engine._client.transport, "perform_request", noted)
    try:
        engine.add([_plain(f"LONG{number}", f"exploitation {number} " * 500) for number in range(8)])
        engine.commit()
        held = engine.count()
    finally:
        engine.drop()
        engine.close()

    assert held == 8
    assert len(sent) > 1
    assert max(sent) <= limit < sum(sent)


def test_an_empty_engine_finds_nothing(empty_engine):
    found = ask(empty_engine, "anything", facets=("kind",))

    assert (found.documents, found.total, found.facets) == ([], 0, {"kind": []})


def test_a_document_takes_the_place_of_the_one_with_its_key(empty_engine):
    empty_engine.add([_plain("ONE", "before"), _plain("TWO", "before")])
    empty_engine.commit()

    empty_engine.add([_plain("ONE", "after", denied=("person:9",))])
    empty_engine.commit()

    assert empty_engine.count() == 2
    assert [document.ref for document in ask(empty_engine, "before").documents] == ["TWO"]
    assert [document.ref for document in ask(empty_engine, "after").documents] == ["ONE"]
    assert ask(empty_engine, "after", frozenset({"role:LEAD", "person:9"})).total == 0


def test_many_replacements_leave_one_document_each(empty_engine):
    for turn in range(5):
        empty_engine.add([_plain(f"N{number}", f"turn{turn}") for number in range(20)])
        empty_engine.commit()

    assert empty_engine.count() == 20
    assert ask(empty_engine, "turn4").total == 20
    assert ask(empty_engine, "turn3").total == 0


def test_the_same_key_twice_in_one_batch_keeps_the_last(empty_engine):
    empty_engine.add([_plain("ONE", "first"), _plain("ONE", "second")])
    empty_engine.commit()

    assert empty_engine.count() == 1
    assert ask(empty_engine, "second").total == 1


def test_a_removed_document_is_gone_and_removing_twice_is_no_fault(empty_engine):
    empty_engine.add([_plain("ONE", "word"), _plain("TWO", "word")])
    empty_engine.commit()

    empty_engine.remove(["bank.Item:ONE", "bank.Item:NEVER"])
    empty_engine.remove(["bank.Item:ONE"])
    empty_engine.commit()

    assert empty_engine.count() == 1
    assert ask(empty_engine, "word").total == 1


def test_a_key_that_begins_like_another_is_not_removed_with_it(empty_engine):
    empty_engine.add([_plain("ONE", "word"), _plain("ONE2", "word"), _plain("one", "word")])
    empty_engine.commit()

    empty_engine.remove(["bank.Item:ONE"])
    empty_engine.commit()

    assert sorted(empty_engine.digests()) == ["bank.Item:ONE2", "bank.Item:one"]


def test_digests_tell_one_content_from_another(empty_engine):
    one, other = _plain("ONE", "a"), _plain("TWO", "b")
    empty_engine.add([one, other])
    empty_engine.commit()

    assert empty_engine.digests() == {one.key: one.digest(), other.key: other.digest()}
    assert one.digest() != _plain("ONE", "a", denied=("person:9",)).digest()


def test_very_long_texts_and_words_are_taken(empty_engine):
    empty_engine.add(
        [
            _plain("LONG", "x" * 70_000 + " needle " + "hay " * 30_000),
            _plain("MANY", "needle", readers=[f"person:{n}" for n in range(10, 2_000)]),
        ]
    )
    empty_engine.commit()

    assert ask(empty_engine, "needle hay").total == 1
    assert ask(empty_engine, "x" * 300).total == 1
    assert ask(empty_engine, "needle", frozenset({"person:1999"})).total == 1


@pytest.mark.parametrize(
    "text, sentence",
    [
        ("expert*", "“expert*” stands for too many words, more than 1000 in all; write more of its letters."),
        ("fear expert1* OR expert2* OR expert3* OR expert4* OR expert5* expert6* expert7* expert8* expert9*", "more than 1000 in all"),
        ("expert2* /5 expert3*", "“expert2* /5 expert3*” stands for too many words beside one another"),
        ('"expert2* expert3*"', "beside one another"),
        (" OR ".join(f'"expert{n}* fear"' for n in range(2, 7)), "beside one another"),
        ("expert2* /5 fear", None),
        ('"expert2* fear"', None),
    ],
)
def test_what_stands_for_too_many_words_is_refused_alike(empty_engine, text, sentence):
    empty_engine.add([_plain(f"N{at}", " ".join(f"expert{number} fear" for number in range(at, 1_100, 10))) for at in range(10)])
    empty_engine.commit()

    if sentence is None:
        assert ask(empty_engine, text).total == 10
        return
    with pytest.raises(TooWide) as refused:
        ask(empty_engine, text)
    assert sentence in refused.value.sentence
    assert ask(empty_engine, text, frozenset({"role:POL"})).total == 0


def test_a_request_without_readers_is_refused():
    with pytest.raises(TypeError):
        Request(tree=Everything(), readers="role:LEAD")


@pytest.mark.parametrize(
    ("text", "readers"), [("control", LEAD), ("passport", LEAD), ("hotel OR motel", LEAD), ("hotel", WALLED), ("", NOBODY)]
)
def test_a_search_among_some_keys_finds_the_same_restricted_to_them(engine, find, text, readers):
    whole = ask(engine, text, readers, sort="newest", limit=100).documents
    request = Request(tree=parse(text).tree, readers=readers, limit=100)
    every_other = frozenset(document.key for document in (*corpus.DOCUMENTS, *corpus.LABORATORY)[::2])

    assert engine.keys(request) == [document.key for document in whole]
    among = replace(request, among=every_other)
    assert engine.keys(among) == [document.key for document in whole if document.key in every_other]
    assert engine.keys(replace(request, among=frozenset())) == []
    assert [document.key for document in engine.search(replace(among, sort="newest")).documents] == engine.keys(among)
    assert engine.keys(replace(among, masked=every_other)) == []
    assert len(engine.keys(replace(request, limit=1))) == min(len(whole), 1)


def test_keys_pass_by_the_filters(engine):
    request = Request(tree=Everything(), readers=LEAD, filters={"kind": ("decision",)}, limit=100)

    assert engine.keys(request) == [document.key for document in engine.search(replace(request, sort="newest")).documents]

"""A small frozen corpus, written by hand: every document is there for a case."""

import datetime

from foundation.search.document import SearchDocument

EVERYBODY = ("role:POL", "role:CRN", "role:PRO", "role:LEAD", "role:AST", "role:REC")
CROWN = ("role:CRN", "role:PRO", "role:LEAD", "role:AST", "role:REC")
TEAM = ("role:PRO", "role:LEAD", "role:AST", "role:REC")

LEAD = frozenset({"role:LEAD", "person:1"})
COUNSEL = frozenset({"role:PRO", "person:2", "file:26-HT-7K3M"})
OTHER_COUNSEL = frozenset({"role:PRO", "person:3"})
WALLED = frozenset({"role:LEAD", "person:9"})
POLICE = frozenset({"role:POL", "agency:2", "person:7"})
CROWN_ATTORNEY = frozenset({"role:CRN", "office:3", "person:8"})
NOBODY = frozenset()


def _document(name: str, kind: str, title: str, **values) -> SearchDocument:
    values.setdefault("readers", EVERYBODY)
    if "on" in values:
        values["dates"] = {"date": datetime.date.fromisoformat(values.pop("on"))}
    return SearchDocument(key=f"bank.Item:{name}", kind=kind, title=title, url_name="item", url_ref=name, **values)


DOCUMENTS = [
    _document(
        "ARDENT",
        "decision",
        "R. v. Ardent",
        on="2019-08-15",
        citations=("2019 ONCA 663",),
        provisions=("279.01(1)(a)",),
        facets={"court": ["ONCA"], "judge": ["Doherty J.A."], "topic": ["exploitation"]},
        words={"court": ["Court of Appeal for Ontario", "Cour d'appel de l'Ontario"]},
        body="The accused exercised control over the complainant. The fear for her safety was reasonable: she feared him. "
        "Exploitation is defined in s. 279.04. He kept her passport and her earnings.",
    ),
    _document(
        "BELLEROSE",
        "decision",
        "R. c. Bellerose",
        language="fr",
        on="2020-02-03",
        citations=("2020 QCCA 46",),
        provisions=("279.01(1)",),
        facets={"court": ["QCCA"], "judge": ["Gagné j.c.a."], "topic": ["exploitation", "bail"]},
        words={"court": ["Quebec Court of Appeal", "Cour d'appel du Québec"]},
        body="L'accusé exerçait un contrôle sur la victime. La détention préventive a été ordonnée. Son cœur battait ; elle craignait "
        "pour sa sécurité. Voir l'art. 279.04(1)a) et R. v. Ardent, 2019 ONCA 663.",
    ),
    _document(
        "CORVIN",
        "decision",
        "R. v. Corvin",
        on="2018-03-01",
        citations=("2018 SCC 12", "[2018] 1 S.C.R. 300"),
        facets={"court": ["SCC"], "judge": ["Karakas"], "topic": ["delay"]},
        body="The right to be tried within a reasonable time under s. 11(b) of the Charter. Delay counts from the charge. "
        "The delay was exceptional. See ss. 7, 11 and 24(1).",
    ),
    _document(
        "DRUMMOND",
        "decision",
        "R. v. Drummond",
        on="2021-06-30",
        citations=("2021 ONSC 6631",),
        provisions=("279.02(1)",),
        facets={"court": ["ONSC"], "judge": ["O'Brien J."], "topic": ["benefit"]},
        body="Section 279.011 concerns persons under eighteen. A material benefit was received. Compare 2019 ONCA 6631 and 12.279.01 of "
        "the manual; the sum was $279.01. Paragraph 279.01(1)(a.1) is another matter.",
    ),
    _document(
        "ESPER",
        "decision",
        "R. v. Esper",
        facets={"court": ["ONCJ"]},
        body="Control. Control again, and control a third time. The word stands here often.",
    ),
    _document(
        "MONEY",
        "advice",
        "Moving money between accounts",
        on="2022-05-05",
        facets={"author": ["Okafor"], "topic": ["proof", "benefit"]},
        body="Influence over the victim may be shown by her debt. Fear is one element among others.",
        body_team="Internal note: the source called zanzibar was consulted about s. 462.31 and 2018 CSC 12.",
    ),
    _document(
        "RECANT",
        "advice",
        "A complainant who recants",
        on="2022-05-05",
        readers=CROWN,
        facets={"author": ["Szabo"], "topic": ["proof"]},
        body="When a complainant recants, quartz.",
        body_other="Lorsque la plaignante se rétracte, selon l'art. 9.01 et 2001 CSC 5.",
    ),
    _document(
        "PASSPORT",
        "request",
        "Is keeping a passport control?",
        on="2023-01-10",
        readers=(*TEAM, "person:7"),
        facets={"topic": ["exploitation"], "author": ["Okafor"], "status": ["TRIAGED"]},
        body="The officer asks whether keeping a passport amounts to control.",
        body_team="A colleague thinks of quokka and of fear.",
    ),
    _document(
        "WOMBAT",
        "request",
        "Another agency's question",
        on="2023-01-11",
        readers=(*TEAM, "person:17"),
        facets={"topic": ["wombat"], "status": ["ASSIGNED"]},
        body="A wombat with a passport.",
    ),
    _document(
        "FILE1",
        "file",
        "26-HT-7K3M R. v. A.B.",
        on="2026-01-02",
        readers=("role:LEAD", "role:AST", "file:26-HT-7K3M"),
        denied=("person:9",),
        facets={"file": ["26-HT-7K3M"], "status": ["CARRIED"], "topic": ["exploitation"]},
        body="A hotel near the highway. Counts under s. 279.01 and s. 286.2.",
    ),
    _document(
        "FILE2",
        "file",
        "26-HT-9QRS R. v. C.D.",
        on="2026-02-02",
        readers=("role:LEAD",),
        denied=("person:9", "office:3"),
        facets={"file": ["26-HT-9QRS"], "status": ["INTAKE"], "topic": ["secret"]},
        body="A motel far from the highway.",
        body_team="The word xylophone stands in the team's notes.",
    ),
    *(
        _document(name, "item", "Lamp", on=day, facets={"topic": ["lamps"]}, body="lantern lantern")
        for name, day in (("TIE3", "2015-01-01"), ("TIE1", "2015-01-01"), ("TIE2", "2015-01-01"), ("TIE5", "2014-01-01"))
    ),
    _document("TIE4", "item", "Lamp", facets={"topic": ["lamps"]}, body="lantern lantern"),
    _document(
        "OEUVRE",
        "item",
        "L’œuvre d’Élodie",
        language="fr",
        on="2010-10-10",
        body="De\u0301cision rendue a\u0300 Montre\u0301al. L\u2019expose\u0301 des faits, par un\u00adifie\u0301. "
        "Les témoins étaient présents.",
    ),
    _document(
        "MARKUP",
        "item",
        "<script>alert(1)</script> & co",
        on="2011-11-11",
        body="A tag <b>bold</b> and an entity &amp; stand here.",
    ),
    _document(
        "HYPHEN",
        "item",
        "Odd words",
        on="2012-12-12",
        body="The co-accused fled after a hit-and-run. O'Brien's car. See 12 C.C.C. (3d) 97 and the U.S. case. The organization organized.",
    ),
    _document("EMPTY", "item", "Nothing inside", on="2013-01-01"),
]
NAMES = [document.ref for document in DOCUMENTS]

# ── A laboratory apart, with readers of its own: for places of words, spellings, patterns, numbers and synonyms ─────────────────────

LAB = frozenset({"lab:1"})
LAB_TEAM = frozenset({"lab:team", "role:PRO"})
_LONG = " ".join(f"w{number}" for number in range(260))


def _sample(name: str, body: str = "", title: str = "Sample", **values) -> SearchDocument:
    values.setdefault("readers", ("lab:1", "lab:team"))
    return _document(name, "lab", title, body=body, **values)


LABORATORY = [
    _sample("L1", "alpha one two three bravo. Charlie four. Delta five six.\n\nEcho seven alpha eight. Foxtrot"),
    _sample("L2", "bravo alpha", title="Charlie alpha bravo"),
    _sample("L3", "bravo nine ten. Alpha. Golf hotel", body_team="Secret bravo beside alpha. Xylophones"),
    _sample("L4", f"quebec {_LONG} romeo. {'w1 ' * 700} sierra tango"),
    _sample(
        "L5",
        "L'accusée craignait pour sa sécurité. Le contrôle exercé par M. Roy était constant, selon l'art. 279.01 du Code. Fin.",
        language="fr",
        body_other="The English summary says constant. Control",
    ),
    _sample("L6", "The HT unit laid charges. A debt was owed."),
    _sample("L7", "Human trafficking was charged; the debt was large. He was sentenced. Her passports were kept."),
    _sample("L8", "La traite des personnes est grave.", language="fr"),
    _sample("L9", "Trafficking of a human being, and a debt. Sentences differ; a passport is kept.", title="Human trafficking guide"),
    _sample("L10", "Exploiter, exploited and exploitation. Women, a woman and the womb.", numbers={"citations": 12, "court_rank": 3}),
    _sample("L11", "Expert evidence. The co-accused's O'Brien. E-mail", numbers={"citations": 3, "court_rank": 1}, cites=("2016 SCC 27",)),
    _sample(
        "L12",
        "He exploits it",
        title="R. v. Explorer",
        numbers={"citations": 0, "court_rank": 1},
        citations=("2016 SCC 27",),
        on="2016-07-08",
    ),
    _sample("L13", "See R. v. Explorer, 2016 SCC 27, at para. 46. Jordan applies", language="en", readers=("lab:team",)),
    _sample("L14", "The Criminal Code and the C.C.C. were cited in the Supreme Court of Canada"),
    _sample("L15", "Zulu exploitants zulu", readers=("lab:other",)),
    _sample("L16", 'She said: "Stop it! Go." Then he left... Really? Yes. 12 men came\n[13] Numbered now', title="Ends of sentences"),
    _sample("L17", "Œuvre et cœur. Élève à l'école. Déjà-vu", language="fr", facets={"file": ["26-HT-0001"], "judge": ["HT"]}),
]

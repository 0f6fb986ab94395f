"""Trees nobody thought of: the engines must say what the oracle says, to the last count and in the same order."""

import datetime
import random

import pytest

from foundation.search import query
from foundation.search.backends.oracle import OracleEngine
from foundation.search.document import SearchDocument
from foundation.search.entry import SORTS, Request
from tests.foundation.search.contract.conftest import ENGINES, INDEX, make_engine

WORDS = ["fear", "control", "victim", "exploited", "détention", "accusé", "influence", "debt", "passport", "contrôles", "jugement", "money"]
PLANTED = ["s. 279.01(1)(a)", "section 279.011", "2019 ONCA 663", "2019 CSC 18", "R. c. Roy", "the accused feared for her safety"]
ATOMS = [
    *WORDS,
    "fearing",
    '"fear control"',
    '"accused feared"',
    "title:fear",
    "279.01",
    "279.01(1)",
    "279.011",
    "2019 ONCA 663",
    "2019 SCC 18",
    "cite:2007 ONCA 7",
    "court:SCC",
    "court:ontario",
    "topic:blue",
    "kind:advice",
    "lang:fr",
    "year>=2015",
    "date:2005..2010-06",
    "R. v. Roy",
    "zebra",
]
PEOPLE = [frozenset({"role:PRO"}), frozenset({"role:POL", "person:2"}), frozenset({"role:CRN", "office:1"}), frozenset()]


def _documents(rnd):
    for number in range(250):
        language = rnd.choice(["en", "en", "fr"])
        yield SearchDocument(
            key=f"bank.Item:G{number:03d}",
            kind=rnd.choice(["decision", "advice"]),
            title=f"R. v. {rnd.choice(['Roy', 'Lake'])} {rnd.choice(WORDS)}",
            url_name="item",
            url_ref=f"G{number:03d}",
            language=language,
            readers=rnd.sample(["role:PRO", "role:POL", "role:CRN", "office:1", "person:2"], rnd.randint(1, 3)),
            denied=rnd.sample(["person:2", "office:1"], 1) if rnd.random() < 0.2 else (),
            body=". ".join(
                " ".join(rnd.choices(WORDS, k=rnd.randint(1, 12))) + (f" {rnd.choice(PLANTED)}" if rnd.random() < 0.3 else "")
                for _ in range(rnd.randint(0, 9))
            ),
            body_team=" ".join(rnd.choices([*WORDS, *PLANTED], k=4)) if rnd.random() < 0.4 else "",
            facets={"court": [rnd.choice(["ONCA", "SCC"])], "topic": rnd.sample(["red", "blue", "green sky"], rnd.randint(0, 2))},
            words={"court": ["Court of Appeal for Ontario"]} if rnd.random() < 0.5 else {},
            dates={"date": datetime.date(rnd.randint(2000, 2024), rnd.randint(1, 12), 5)} if rnd.random() < 0.9 else {},
            citations=(f"{2000 + number % 20} ONCA {number}",),
            provisions=("279.01(1)(a)",) if rnd.random() < 0.1 else (),
        )


def _typed(rnd, depth=0):
    if depth > 2 or rnd.random() < 0.3:
        return rnd.choice(ATOMS)
    kind = rnd.choice(["and", "or", "not", "bracket"])
    if kind == "not":
        return f"NOT {rnd.choice(ATOMS)}" if rnd.random() < 0.5 else f"{rnd.choice(ATOMS)} NOT ({_typed(rnd, depth + 1)})"
    joined = {"and": " ", "or": " OR ", "bracket": ") AND ("}[kind].join(_typed(rnd, depth + 1) for _ in range(rnd.randint(2, 3)))
    return f"({joined})"


@pytest.fixture(scope="module")
def oracle():
    filled = OracleEngine()
    filled.add(_documents(random.Random(1)))
    filled.commit()
    return filled


@pytest.fixture(scope="module", params=[name for name in ENGINES if name != "oracle"])
def other(request):
    filled = make_engine(request.param, index=f"{INDEX}-generated")
    filled.add(_documents(random.Random(1)))
    filled.commit()
    yield filled
    if request.param == "elasticsearch":
        filled.drop()
    filled.close()


@pytest.mark.parametrize("seed", range(12))
def test_any_tree_finds_counts_and_orders_as_the_oracle_does(oracle, other, seed):
    rnd = random.Random(seed)
    for _ in range(20):
        typed = _typed(rnd)
        request = Request(
            tree=query.parse(typed).tree,
            readers=rnd.choice(PEOPLE),
            filters=rnd.choice([{}, {"court": ["SCC"]}, {"topic": ["blue", "green sky"], "kind": ["advice"]}]),
            facets=("kind", "court", "topic", "year", "language"),
            sort=rnd.choice(SORTS),
            offset=rnd.choice([0, 0, 5, 20]),
            limit=rnd.choice([10, 25]),
            masked=frozenset(f"bank.Item:G{rnd.randrange(250):03d}" for _ in range(rnd.choice([0, 5]))),
        )

        expected, found = oracle.search(request), other.search(request)

        assert found.total == expected.total, typed
        assert found.facets == expected.facets, typed
        assert [document.ref for document in found.documents] == [document.ref for document in expected.documents], (typed, request.sort)


def test_any_words_of_a_text_find_what_the_oracle_finds(oracle, other):
    for number in range(20):
        tree = query.any_word(" ".join(random.Random(number).choices([*WORDS, *PLANTED, "of the"], k=12)))
        request = Request(tree=tree, readers=PEOPLE[0], limit=30)

        assert other.search(request) == oracle.search(request)

"""Nobody learns from the search what she may not see: hits, totals, counts, excerpts, suggestions (T20 to T23)."""

import ast
import functools
import json
import random
from collections import Counter
from pathlib import Path

import pytest

from foundation.search import indexer, port
from foundation.search.document import SearchDocument
from foundation.search.entry import Request
from foundation.search.query import parse
from tests.factories.accounts import AgencyFactory, OfficeFactory, UserFactory
from tests.foundation.search.shelf import Item

ROOT = Path(__file__).resolve().parents[3]
WORDS = ["ablo", "brux", "corim", "dalt", "elbi", "fonk", "gurd", "hyrk", "imlo", "jask"]
MANY_WORDS = [f"{first}{second}" for first in ("kelb", "lorv", "mund", "nask", "pirg", "quop") for second in WORDS]
TOPICS = ["red", "green", "blue"]
PLANTED = "zanzibar"
RECORDS, PAIRS = 5_000, 2_000


@pytest.fixture
def people(db):
    """Give sixteen people of every role, in two offices and two agencies."""
    offices, agencies = OfficeFactory.create_batch(2), AgencyFactory.create_batch(2)
    made = []
    for at in (0, 1):
        made += [
            UserFactory(office=offices[at]),
            UserFactory(office=offices[at], lead=True),
            UserFactory(office=offices[at], assistant=True),
            UserFactory(office=offices[at], records=True),
            UserFactory(office=offices[at], crown=True),
            UserFactory(police=True, agency=agencies[at]),
            UserFactory(police=True, agency=agencies[at]),
            UserFactory(office=offices[at], admin=True),
        ]
    return made


@pytest.fixture
def stacks(shelf, people):
    """Fill the shelf with records, three in ten of them restricted, some walled off from somebody, and index them."""
    rnd = random.Random(20260303)
    public = {"role:POL", "role:CRN", "role:PRO", "role:LEAD", "role:AST", "role:REC"}
    for number in range(RECORDS):
        if rnd.random() < 0.3:
            someone = rnd.choice(people)
            readers = set(
                rnd.sample(
                    ["role:LEAD", "role:PRO", f"person:{someone.pk}", f"office:{someone.office_id}", f"agency:{someone.agency_id}"], 2
                )
            )
        else:
            readers = set(public)
        shelf.put(
            Item(
                f"R{number:04d}",
                rnd.choice(MANY_WORDS).title(),
                " ".join(rnd.choices(MANY_WORDS, k=6)),
                team=f"{PLANTED} {rnd.choice(MANY_WORDS)}" if number % 3 == 0 else "",
                readers=readers,
                denied={f"person:{rnd.choice(people).pk}"} if rnd.random() < 0.2 else set(),
                facets={"topic": rnd.sample(TOPICS, rnd.randint(1, 2))},
                kind=rnd.choice(["advice", "decision"]),
                year=rnd.randint(2019, 2025),
            )
        )
    indexer.rebuild()
    return shelf


def words_of(item, user):
    """List the words of an item that this person may read."""
    team = item.team if user.role in ("PRO", "LEAD", "AST", "REC") else ""
    return frozenset(f"{item.title} {item.body} {team}".lower().split())


def asked(rnd):
    """Make a query and its meaning over a set of words."""
    one, two, three = rnd.sample([*MANY_WORDS, PLANTED], 3)
    return rnd.choices(
        [
            (one, lambda held: one in held),
            (f"{one} {two}", lambda held: one in held and two in held),
            (f"{one} OR {two}", lambda held: one in held or two in held),
            (f"{one} NOT {two}", lambda held: one in held and two not in held),
            (f"NOT {one}", lambda held: one not in held),
            (f"({one} OR {two}) -{three}", lambda held: (one in held or two in held) and three not in held),
            ("", lambda held: True),
        ],
        weights=[3, 3, 3, 3, 1, 3, 1],
    )[0]


def questions(rnd, number):
    """Make so many different questions: a query, its meaning, and the filters that are ticked."""
    made = {}
    while len(made) < number:
        text, holds = asked(rnd)
        chosen = rnd.choice([{}, {"topic": ["red"]}, {"topic": ["red", "blue"], "kind": ["advice"]}])
        made[text, str(chosen)] = (text, holds, chosen)
    return made.values()


def all_on_one_page(monkeypatch):
    """Let one page hold every find, bare: its excerpts are most of the work, and the tests below read them."""
    monkeypatch.setattr(port, "MOST_PER_PAGE", RECORDS)
    monkeypatch.setattr(port, "_hit", lambda document, tree, team: document)
    monkeypatch.setattr(SearchDocument, "from_json", functools.cache(SearchDocument.from_json))


def counted(results, name):
    """Give the counts of a facet, without a ticked value that finds nothing."""
    return {value.value: value.count for value in results.facets[name] if value.count}


def test_finds_totals_and_counts_are_those_of_a_filter_over_the_database(stacks, people, monkeypatch):
    rnd = random.Random(7)
    permitted = {user: stacks.visible_to(user) for user in people}
    monkeypatch.setattr(stacks, "visible_to", permitted.__getitem__)  # no right changes here, so it is worked out once
    all_on_one_page(monkeypatch)
    pairs = 0
    for user in people:
        seen = [(item, words_of(item, user)) for item in permitted[user].items.values()]
        for text, holds, chosen in questions(rnd, PAIRS // len(people)):
            matching = [item for item, held in seen if holds(held)]
            by_kind = [item for item in matching if "topic" not in chosen or set(chosen["topic"]) & set(item.facets["topic"])]
            by_topic = [item for item in matching if "kind" not in chosen or item.kind in chosen["kind"]]
            kept = [item for item in by_kind if "kind" not in chosen or item.kind in chosen["kind"]]

            results = port.search(user, text, filters=chosen, facets=("kind", "topic", "year"), per_page=RECORDS, sort="title")

            assert sorted(hit.ref for hit in results.hits) == sorted(item.ref for item in kept), (user.role, text)
            assert results.total == len(kept)
            assert counted(results, "kind") == Counter(item.kind for item in by_kind)
            assert counted(results, "topic") == Counter(topic for item in by_topic for topic in item.facets["topic"])
            assert counted(results, "year") == Counter(str(item.year) for item in kept)
            assert all(value.count for values in results.facets.values() for value in values if not value.chosen), "a bucket of nothing"
            pairs += 1
    assert pairs == PAIRS


def test_the_pages_of_an_answer_together_are_the_answer(stacks, people):
    rnd = random.Random(11)
    for user in people:
        seen = [(item, words_of(item, user)) for item in stacks.visible_to(user).items.values()]
        for text, holds, _chosen in questions(rnd, 1):
            answers = [port.search(user, text, facets=(), per_page=100, sort="title")]
            answers += [
                port.search(user, text, facets=(), per_page=100, page=page, sort="title") for page in range(2, answers[0].pages + 1)
            ]

            shown = sorted(hit.ref for answer in answers for hit in answer.hits)
            assert shown == sorted(item.ref for item, held in seen if holds(held)), (user.role, text)


def test_no_planted_word_is_in_any_piece_of_an_answer_to_who_may_not_read_it(stacks, people):
    outsiders = [user for user in people if user.role in ("POL", "CRN", "ADM")]

    for user in outsiders:
        for text in (PLANTED, f"kelbablo OR {PLANTED}", f"NOT {PLANTED}", "kelbablo", ""):
            results = port.search(user, text, per_page=100)
            shown = repr([(hit.title, hit.title_segments, hit.snippets, hit.facets) for hit in results.hits])
            assert PLANTED not in shown.lower()
        assert port.search(user, PLANTED).total == 0
        assert port.suggestions(user, PLANTED) == []


def test_suggestions_hold_only_what_the_asker_may_read(stacks, people):
    for user in people:
        seen = set(stacks.visible_to(user).items)
        for one in MANY_WORDS[::6]:
            assert {hit.ref for hit in port.suggestions(user, f"{one} kelbdalt", limit=10)} <= seen


def test_the_page_is_the_same_with_and_without_hidden_records(shelf, people):
    officer = next(user for user in people if user.role == "POL")
    public = {"role:POL", "role:LEAD"}
    shelf.put(*(Item(f"A{number}", f"{WORDS[number % 10]}", " ".join(WORDS[number % 10 :]), readers=public) for number in range(60)))
    indexer.rebuild()
    texts = [*WORDS, "ablo OR dalt", "NOT fonk", ""]

    def pages():
        answers = [port.search(officer, text, sort="newest") for text in texts]
        return [(answer.hits, answer.total, answer.facets, answer.notices) for answer in answers]

    before = pages()

    shelf.put(
        *(
            Item(f"H{number}", WORDS[number % 10], "hidden topic", readers={"role:LEAD"}, facets={"topic": ["hidden"]})
            for number in range(100)
        )
    )
    indexer.rebuild()

    assert pages() == before


# ── What is never built or imported ──────────────────────────────────────────────────────────────────────────────────

FORBIDDEN = {
    "suggest",
    "significant_terms",
    "significant_text",
    "global",
    "explain",
    "profile",
    "query_string",
    "simple_query_string",
    "more_like_this",
    "parse_query",
    "parse_query_lenient",
    "more_like_this_query",
    "more_like_this_document_fields_query",
    "delete_documents_by_term",
    "delete_documents",
    "terms_with_prefix",
}


def _names_and_words(path):
    """List every name, attribute, keyword and string that stands in a module, docstrings aside."""
    tree = ast.parse(path.read_text())
    docstrings = {
        ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.keyword) and node.arg:
            yield node.arg
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value not in docstrings:
            yield node.value


@pytest.mark.parametrize("path", sorted((ROOT / "foundation" / "search").rglob("*.py")), ids=lambda path: path.name)
def test_nothing_that_looks_past_the_filter_is_used(path):
    assert set(_names_and_words(path)) & FORBIDDEN == set()


def test_only_the_adapters_know_the_engines():
    known = set()
    for package in ("config", "demo", "caseload", "advice", "casetracker", "precedents", "foundation"):
        for path in (ROOT / package).rglob("*.py"):
            imported = {
                name.split(".")[0]
                for node in ast.walk(ast.parse(path.read_text()))
                if isinstance(node, ast.Import | ast.ImportFrom)
                for name in ([alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""])
            }
            if imported & {"tantivy", "elasticsearch", "elastic_transport"}:
                known.add(path.relative_to(ROOT).as_posix())

    # The analysis borrows the stemmers of tantivy, never its index.
    assert known == {"foundation/search/analysis.py", "foundation/search/backends/elastic.py", "foundation/search/backends/tantivy.py"}


def test_what_goes_to_the_node_holds_the_filter_and_no_zero_buckets(monkeypatch):
    from elasticsearch import Elasticsearch

    from foundation.search.backends.elastic import ElasticEngine
    from foundation.search.entry import Unavailable

    sent = []

    def catch(self, method, path, **options):
        sent.append(options["body"])
        from elastic_transport import ConnectionError as NoConnection

        raise NoConnection("caught")

    monkeypatch.setattr(Elasticsearch, "perform_request", catch)
    engine = ElasticEngine("http://127.0.0.1:1", "x")
    request = Request(
        tree=parse('"a word" -b court:SCC').tree,
        readers=frozenset({"role:POL", "person:7"}),
        facets=("kind", "topic"),
        filters={"kind": ["advice"]},
        masked=frozenset({"bank.Item:A"}),
    )

    with pytest.raises(Unavailable):
        engine.search(request)

    body = sent[0]
    assert body["query"]["bool"]["filter"] == [{"terms": {"readers": ["person:7", "role:POL"]}}]
    assert {"terms": {"denied": ["person:7", "role:POL"]}} in body["query"]["bool"]["must_not"]
    assert {"terms": {"key": ["bank.Item:A"]}} in body["query"]["bool"]["must_not"]
    written = json.dumps(body)
    assert '"team"' not in written
    assert '"min_doc_count": 0' not in written
    assert not any(f'"{name}"' in written for name in FORBIDDEN)

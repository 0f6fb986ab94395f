"""Nobody learns from the search what she may not see: hits, totals, counts, excerpts, suggestions (T20 to T23)."""

import ast
import functools
import json
import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from foundation.search import indexer, port, registry
from foundation.search.document import SearchDocument
from foundation.search.entry import Request
from foundation.search.query import parse
from tests.factories.accounts import AgencyFactory, OfficeFactory, UserFactory
from tests.foundation.search.shelf import LABEL, Item

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
    monkeypatch.setattr(port, "hit_of", lambda document, tree, **words: document)
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


def test_no_word_is_offered_that_the_asker_may_not_read(stacks, people):
    rnd = random.Random(17)
    for user in people:
        readable = set().union(*(words_of(item, user) for item in stacks.visible_to(user).items.values()))
        for word in [PLANTED, *rnd.sample(MANY_WORDS, 3)]:
            corrected = port.correct(user, f"{word[:-2]}{word[-1]}{word[-2]}x")

            offered = {each.instead for each in corrected.words} if corrected else set()
            assert offered <= readable
            assert (PLANTED in offered) == (word == PLANTED and PLANTED in readable)


def test_likeness_gives_what_the_reader_may_read_and_no_word_of_the_team(stacks, people):
    rnd = random.Random(13)
    for user in people:
        permitted = set(stacks.visible_to(user).items)
        text = " ".join([PLANTED, *rnd.choices(MANY_WORDS, k=30)])

        found = port.similar_to(user, text, limit=100)

        assert permitted >= {each.hit.ref for each in found.finds}, user.role
        assert len(found.finds) == min(100, len(permitted)), user.role
        told = {word.token for each in found.finds for word in each.shared} | {word.token for word in found.mattered}
        assert PLANTED not in " ".join(told)
        assert PLANTED not in repr([(each.hit.title_segments, each.hit.snippets) for each in found.finds])
        for each in found.finds[:10]:
            item = stacks.items[each.hit.ref]
            held = f"{item.title} {item.body}".lower().split()
            assert each.shared
            assert {part for word in each.shared for part in word.spelling.split()} <= set(held)


def test_likeness_shows_the_same_words_with_and_without_hidden_records(shelf, people):
    officer = next(user for user in people if user.role == "POL")
    public = {"role:POL", "role:LEAD"}
    shelf.put(*(Item(f"A{number}", WORDS[number % 10], " ".join(WORDS[number % 10 :]), readers=public) for number in range(60)))
    indexer.rebuild()
    text = " ".join([*WORDS, "hidden topic"])

    def seen():
        found = port.similar_to(officer, text, limit=100)
        return {each.hit.ref: {word.token for word in each.shared} for each in found.finds}

    before = seen()
    shelf.put(*(Item(f"H{number}", "hidden", "topic hidden", readers={"role:LEAD"}) for number in range(100)))
    indexer.rebuild()

    assert seen().keys() == before.keys()
    assert not {"hidden", "topic", "hidden_topic"} & set().union(*seen().values())


def test_a_record_the_index_should_have_hidden_is_neither_shown_nor_lifts_another(shelf, people, monkeypatch):
    officer = next(user for user in people if user.role == "POL")
    public = {"role:POL", "role:LEAD"}
    shelf.put(*(Item(f"A{number}", "kelbablo", " ".join(MANY_WORDS[: 5 + number]), readers=set(public)) for number in range(4)))
    indexer.rebuild()
    best = port.similar_to(officer, " ".join(MANY_WORDS[:20])).finds[0].hit.ref
    asked = []
    registration = registry.registered(LABEL)
    counting = replace(registration, neighbours=lambda user, refs, before: asked.append((user, sorted(refs), before)) or {})
    monkeypatch.setitem(registry._registrations, LABEL, counting)
    shelf.items[best].readers.discard("role:POL")

    found = port.similar_to(officer, " ".join(MANY_WORDS[:20]))

    assert best not in {each.hit.ref for each in found.finds}
    assert asked == [(officer, sorted({"A0", "A1", "A2", "A3"} - {best}), None)]


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


def test_words_are_looked_up_among_what_the_reader_may_see():
    path = ROOT / "foundation" / "search" / "backends" / "tantivy.py"
    calls = [
        node
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and "terms_with_prefix" in ast.unparse(node.func)
    ]

    given = [ast.unparse(call.args[2]) if len(call.args) > 2 else "" for call in calls]
    # The closest spellings come from the whole dictionary; each is asked for as this reader, which the contract shows.
    assert sorted(given) == ["", "readable", "readable"]


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


@pytest.mark.parametrize("typed", ['"a word" -b court:SCC', "exploit* a /5 b"])
def test_what_goes_to_the_node_holds_the_filter_and_no_zero_buckets(monkeypatch, typed):
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
        tree=parse(typed).tree,
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
    assert "words_team" not in written
    assert '"min_doc_count": 0' not in written
    assert not any(f'"{name}"' in written for name in FORBIDDEN)


def test_a_question_for_words_holds_the_filter(monkeypatch):
    from elasticsearch import Elasticsearch

    from foundation.search.backends.elastic import ElasticEngine
    from foundation.search.entry import Unavailable, WordsRequest

    sent = []

    def catch(self, method, path, **options):
        sent.append(options["body"])
        from elastic_transport import ConnectionError as NoConnection

        raise NoConnection("caught")

    monkeypatch.setattr(Elasticsearch, "perform_request", catch)
    engine = ElasticEngine("http://127.0.0.1:1", "x")
    request = WordsRequest(word="zanzibra", readers=frozenset({"role:POL", "person:7"}), masked=frozenset({"bank.Item:A"}))

    for ask in (engine.closest, engine.beginning):
        with pytest.raises(Unavailable):
            ask(request)

        asked = sent.pop()
        assert {"terms": {"readers": ["person:7", "role:POL"]}} in asked["query"]["bool"]["filter"]
        assert {"terms": {"denied": ["person:7", "role:POL"]}} in asked["query"]["bool"]["must_not"]
        assert {"terms": {"key": ["bank.Item:A"]}} in asked["query"]["bool"]["must_not"]
        written = json.dumps(asked)
        assert "words_team" not in written
        assert not any(f'"{name}"' in written for name in FORBIDDEN)


def test_a_question_for_likeness_holds_the_filter_and_the_terms_as_values(monkeypatch):
    from elasticsearch import Elasticsearch

    from foundation.search import similar
    from foundation.search.backends.elastic import ElasticEngine
    from foundation.search.entry import LikenessRequest, Unavailable

    sent = []

    def catch(self, method, path, **options):
        sent.append(options["body"])
        from elastic_transport import ConnectionError as NoConnection

        raise NoConnection("caught")

    monkeypatch.setattr(Elasticsearch, "perform_request", catch)
    engine = ElasticEngine("http://127.0.0.1:1", "x")
    request = LikenessRequest(
        terms=(similar.Term("sim_words", 'a" OR *', 1.5, 3.0),),
        readers=frozenset({"role:POL", "person:7"}),
        masked=frozenset({"bank.Item:A"}),
    )

    with pytest.raises(Unavailable):
        engine.like(request)

    asked = sent[0]["query"]["bool"]
    assert {"terms": {"readers": ["person:7", "role:POL"]}} in asked["filter"]
    assert {"terms": {"denied": ["person:7", "role:POL"]}} in asked["must_not"]
    assert {"terms": {"key": ["bank.Item:A"]}} in asked["must_not"]
    assert asked["should"] == [{"term": {"sim_words": {"value": 'a" OR *', "boost": 1.5}}}]
    assert asked["minimum_should_match"] == 1
    assert not any(f'"{name}"' in json.dumps(sent[0]) for name in FORBIDDEN)

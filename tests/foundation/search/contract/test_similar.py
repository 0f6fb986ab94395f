"""Likeness means the same on every engine: what is counted, who is shown what, and in which order."""

import random
from dataclasses import replace
from datetime import date

import pytest

from foundation.search import similar
from foundation.search.backends.oracle import OracleEngine
from foundation.search.document import SearchDocument
from foundation.search.entry import LikenessRequest
from tests.foundation.search.contract import corpus
from tests.foundation.search.contract.corpus import LEAD, NOBODY, POLICE, WALLED

FACTS = "The accused kept her passport and she feared for her safety, under the control of the accused near the highway hotel."
ALL = [*corpus.DOCUMENTS, *corpus.LABORATORY]
EVERY_WORD = similar.cut(" ".join(f"{document.title} {document.body}" for document in ALL))


def asked(engine, parts, readers=LEAD, **options):
    holding, documents = engine.holding(parts)
    terms = similar.choose(parts, holding, documents)
    return engine.like(LikenessRequest(terms=terms, readers=readers, **options)) if terms else []


@pytest.fixture(scope="module")
def oracle():
    """Give the oracle filled with the same corpus."""
    filled = OracleEngine()
    filled.add(ALL)
    filled.commit()
    return filled


def test_every_engine_counts_the_documents_that_hold_a_term(engine, oracle):
    counted, documents = engine.holding(EVERY_WORD)
    meant, all_of_them = oracle.holding(EVERY_WORD)

    assert documents == all_of_them == len(ALL)
    for name in similar.FIELDS:
        assert {token: count for token, count in counted[name].items() if count} == {
            token: count for token, count in meant[name].items() if count
        }
    assert not any(engine.holding(similar.cut("zzyzx quokkaland"))[0][similar.WORDS].values())


def test_every_engine_weighs_alike(engine, oracle):
    for parts in (similar.cut(FACTS), EVERY_WORD, similar.cut("détention préventive de l'accusé", "fr"), similar.cut("s. 279.01(1)(a)")):
        found, meant = asked(engine, parts), asked(oracle, parts)

        assert {each.key for each in found} == {each.key for each in meant}
        scale = meant[0].score / found[0].score
        scores = {each.key: each.score for each in meant}
        assert [each.score * scale for each in found] == pytest.approx([scores[each.key] for each in found], rel=1e-4)


def test_equals_are_newest_first_and_then_by_key(empty_engine):
    def lamp(name, day):
        return SearchDocument(
            key=f"bank.Item:{name}",
            kind="item",
            title="lamp",
            url_name="item",
            url_ref=name,
            body="lamp",
            readers=["role:LEAD"],
            dates={"date": day} if day else {},
        )

    empty_engine.add([lamp("B", date(2020, 1, 1)), lamp("C", None), lamp("A", date(2020, 1, 1)), lamp("D", date(2021, 1, 1))])
    empty_engine.commit()

    assert [each.key[-1] for each in asked(empty_engine, similar.cut("lamp"))] == ["D", "A", "B", "C"]


@pytest.mark.parametrize("readers", [LEAD, POLICE, WALLED, NOBODY], ids=["lead", "police", "walled", "nobody"])
def test_a_reader_is_given_what_she_may_read(engine, readers):
    found = {each.key for each in asked(engine, EVERY_WORD, readers)}

    assert found <= {document.key for document in ALL if not readers.isdisjoint(document.readers) and readers.isdisjoint(document.denied)}
    assert bool(found) == bool(readers)


def test_the_text_for_the_team_takes_no_part(engine):
    for document in ALL:
        if document.body_team:
            told = similar.cut(document.body_team)
            own = similar.cut(f"{document.title}\n{document.body}")
            inner = similar.Cut(*([token for token in tokens if token not in mine] for tokens, mine in zip(told, own, strict=True)))
            assert document.key not in {each.key for each in asked(engine, inner)}
    assert any(document.body_team for document in ALL)


def test_masked_and_filtered_and_later_documents_are_not_offered(engine):
    everything = {each.key for each in asked(engine, EVERY_WORD)}
    by_key = {document.key: document for document in ALL}
    some = frozenset(sorted(everything)[:3])

    assert {each.key for each in asked(engine, EVERY_WORD, masked=some)} == everything - some
    decisions = {each.key for each in asked(engine, EVERY_WORD, filters={"kind": ("decision",)})}
    assert decisions == {key for key in everything if by_key[key].kind == "decision"}
    french = {each.key for each in asked(engine, EVERY_WORD, filters={"language": ("fr",)})}
    assert french == {key for key in everything if by_key[key].language == "fr"} != set()
    days = sorted({by_key[key].day for key in everything if by_key[key].day})
    for day in days:
        earlier = {each.key for each in asked(engine, EVERY_WORD, before=day)}
        assert earlier == {key for key in everything if by_key[key].day and by_key[key].day < day}
    assert days


def test_as_many_are_given_as_are_wanted_the_best_first(engine):
    every = asked(engine, EVERY_WORD)
    few = asked(engine, EVERY_WORD, limit=3)

    assert [each.score for each in few] == pytest.approx([each.score for each in every[:3]])
    assert len(few) == 3


def test_documents_come_in_the_order_of_their_keys(engine):
    keys = [document.key for document in ALL[:4]][::-1]

    assert [document.key for document in engine.documents([*keys, "bank.Item:NEVER"])] == keys
    assert engine.documents(keys[:1]) == [next(document for document in ALL if document.key == keys[0])]
    assert engine.documents([]) == []


def test_a_text_of_twenty_pages_is_answered(engine):
    rnd = random.Random(3)
    words = [f"{one}{two}" for one in EVERY_WORD.sim_words for two in ("", "al", "or", "ix")]
    text = " ".join(rnd.choices(words, k=similar.MOST_WORDS))

    assert asked(engine, similar.cut(text))


def test_hostile_terms_are_terms(engine):
    parts = similar.Cut(["*", "passport", 'a"b', "(", "x" * 64, "🙂"], ["_", "a_b"], ["§", "§*"])

    assert asked(engine, parts) == asked(engine, similar.Cut(["passport"], [], []))


def test_an_empty_engine_is_like_nothing(empty_engine):
    assert empty_engine.holding(similar.cut(FACTS))[1] == 0
    assert empty_engine.like(LikenessRequest(terms=(similar.Term(similar.WORDS, "passport", 1, 1),), readers=LEAD)) == []
    assert empty_engine.documents(["bank.Item:A"]) == []


def test_who_asks_is_always_said():
    with pytest.raises(TypeError):
        LikenessRequest(terms=(), readers="role:LEAD")
    assert replace(LikenessRequest(terms=(), readers=LEAD), before=date(2020, 1, 1)).limit == similar.POOL

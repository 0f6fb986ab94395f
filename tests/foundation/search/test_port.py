"""From a change in an act to a find on a page, and back out again."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foundation import clock
from foundation.audit.acts import WriteOutsideAct
from foundation.search import indexer, port
from foundation.search.document import SearchDocument
from foundation.search.models import Change, Generation, SavedQuery
from foundation.search.tokens import tokens_for
from tests.factories.accounts import UserFactory
from tests.foundation.search.shelf import LABEL, Item

pytestmark = pytest.mark.django_db


@pytest.fixture
def counsel(db):
    """Give a prosecutor."""
    return UserFactory()


@pytest.fixture
def put(shelf, acting):
    """Store items as an act would, and have them indexed unless told otherwise."""

    def store(*items, by, drained=True, narrowed=False):
        with acting(by):
            shelf.put(*items)
            for item in items:
                port.reindex(item, narrowed=narrowed)
        if drained:
            indexer.drain()

    return store


def refs(results):
    return [hit.ref for hit in results.hits]


def test_a_change_is_found_after_the_worker_wrote_it(put, counsel):
    put(Item("A1", "Keeping a passport", "control of the earnings"), by=counsel)

    results = port.search(counsel, "passports earnings")

    assert refs(results) == ["A1"]
    assert results.understood_as == "passports AND earnings"
    assert [segment.text for segment in results.hits[0].title_segments if segment.marked] == ["passport"]
    assert results.hits[0].snippets[0].text == "control of the earnings"
    assert Change.objects.count() == 0
    assert not results.unavailable


def test_reindex_outside_an_act_is_refused(shelf):
    with pytest.raises(WriteOutsideAct):
        port.reindex(Item("A1"))

    assert Change.objects.count() == 0


def test_an_act_that_fails_leaves_no_change(shelf, acting, counsel):
    def fail_after_the_change():
        with acting(counsel):
            port.reindex(Item("A1"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_the_change()

    assert Change.objects.count() == 0


def test_one_act_writes_one_change_for_one_record(shelf, acting, counsel):
    with acting(counsel):
        port.reindex(Item("A1"))
        port.reindex(Item("A1"), narrowed=True)
        port.reindex(Item("A1"))
        port.reindex(Item("A2"))

    assert list(Change.objects.values_list("key", "narrowed")) == [(f"{LABEL}:A1", True), (f"{LABEL}:A2", False)]


def test_an_unregistered_model_is_refused(shelf, acting, counsel):
    class Stranger:
        ref = "X"
        _meta = type("Meta", (), {"label": "bank.Stranger"})

    with acting(counsel), pytest.raises(LookupError):
        port.reindex(Stranger())


def test_forgotten_is_hidden_at_once_and_gone_after_the_worker(put, shelf, acting, counsel):
    put(Item("A1", "passport"), Item("A2", "passport"), by=counsel)

    with acting(counsel):
        del shelf.items["A1"]
        port.forget(LABEL, "A1")

    assert refs(port.search(counsel, "passport")) == ["A2"]
    indexer.drain()
    assert indexer.status()["documents"] == 1


def test_a_right_withdrawn_holds_from_the_commit_in_hits_total_and_counts(put, shelf, counsel):
    put(Item("A1", "passport", facets={"topic": ["secret"]}), Item("A2", "passport", facets={"topic": ["open"]}), by=counsel)

    put(Item("A1", "passport", readers={"role:LEAD"}, facets={"topic": ["secret"]}), by=counsel, drained=False)

    results = port.search(counsel, "passport", facets=("topic",))
    assert refs(results) == ["A2"]
    assert results.total == 1
    assert [value.value for value in results.facets["topic"]] == ["open"]
    assert results.freshness.waiting == 1


def test_an_ordinary_edit_keeps_its_old_entry_until_the_new_one_stands(put, counsel):
    put(Item("A1", "passport"), by=counsel)

    put(Item("A1", "passports and more"), by=counsel, drained=False)

    assert refs(port.search(counsel, "passport")) == ["A1"]


def test_narrowed_words_are_hidden_until_the_new_entry_stands(put, counsel):
    put(Item("A1", "matter", "the word quokka"), by=counsel)

    put(Item("A1", "matter", "no such word"), by=counsel, drained=False, narrowed=True)

    assert port.search(counsel, "quokka").total == 0
    indexer.drain()
    assert refs(port.search(counsel, "matter")) == ["A1"]


def test_a_stale_index_hides_too_much_and_never_shows_too_much(put, shelf, counsel, caplog):
    put(Item("A1", "passport", facets={"topic": ["secret"]}), Item("A2", "passport", facets={"topic": ["open"]}), by=counsel)

    shelf.items["A1"].readers = {"role:LEAD"}

    results = port.search(counsel, "passport", facets=("topic",))
    assert refs(results) == ["A2"]
    assert results.total == 1
    assert [value.value for value in results.facets["topic"]] == ["open"]
    assert "may not see" in caplog.text
    assert "passport" not in caplog.text


def test_a_citation_opens_the_one_decision_that_bears_it(put, counsel):
    put(Item("A1", "R. v. Alder", citations=("2019 ONCA 663",)), Item("A2", "Citing", "See 2019 ONCA 663."), by=counsel)

    results = port.search(counsel, "2019 onca 663")

    assert results.opens.ref == "A1"
    assert refs(results) == ["A1", "A2"]
    assert port.search(counsel, "2019 ONCA 66").opens is None
    assert port.search(counsel, "Alder 2019 ONCA 663").opens is None


def test_a_citation_borne_by_a_decision_out_of_sight_opens_nothing(put, counsel):
    put(Item("A1", "R. v. Alder", citations=("2019 ONCA 663",), readers={"role:LEAD"}), by=counsel)

    assert port.search(counsel, "2019 ONCA 663").opens is None
    assert port.search(UserFactory(lead=True), "2019 ONCA 663").opens.ref == "A1"


@pytest.mark.parametrize("typed", ["foo:bar", "dog AND", "🙂", "x" * 5_000, "date:2026-02-30"])
def test_what_cannot_be_understood_is_a_sentence(put, counsel, typed):
    put(Item("A1", "dog"), by=counsel)

    results = port.search(counsel, typed)

    assert results.error
    assert results.hits == []
    assert not results.unavailable


@pytest.mark.parametrize(
    "options",
    [
        {"page": 0},
        {"page": -5},
        {"page": 10**9},
        {"per_page": 0},
        {"per_page": 10**6},
        {"sort": "readers"},
        {"filters": {"readers": ["role:LEAD"]}},
        {"filters": {"no such": ["x"], "Facets.x": ["y"], "": [""]}},
        {"filters": {"topic": ["x\x00", "'"]}},
        {"facets": ("bad name", "ok")},
    ],
)
def test_odd_options_break_nothing(put, counsel, options):
    put(Item("A1", "dog", readers={"role:LEAD"}), Item("A2", "dog"), by=counsel)

    results = port.search(counsel, "dog", **options)

    assert not results.unavailable
    assert set(refs(results)) <= {"A2"}


def test_pages_and_ticks(put, counsel):
    put(*(Item(f"P{number:02d}", "lamp", facets={"topic": ["lamps"]}) for number in range(23)), by=counsel)

    results = port.search(counsel, "lamp", page=3, per_page=10, filters={"topic": ["lamps", "chairs"]}, facets=("topic",))

    assert (results.total, results.pages, results.page, len(results.hits)) == (23, 3, 3, 3)
    assert [(value.value, value.count, value.chosen) for value in results.facets["topic"]] == [("lamps", 23, True), ("chairs", 0, True)]


def test_the_number_of_questions_to_the_database_does_not_grow_with_the_finds(put, counsel):
    put(*(Item(f"P{number:02d}", "lamp" if number else "lamp chair") for number in range(40)), by=counsel)
    port.search(counsel, "lamp")

    with CaptureQueriesContext(connection) as for_one:
        assert port.search(counsel, "chair").total == 1
    with CaptureQueriesContext(connection) as for_many:
        assert port.search(counsel, "lamp", per_page=40).total == 40

    assert len(for_one) == len(for_many) <= 3


def test_nobody_finds_nothing(put, counsel):
    put(Item("A1", "dog"), by=counsel)
    gone = UserFactory(is_active=False)

    assert port.search(None, "dog").total == 0
    assert port.search(gone, "dog").total == 0
    assert tokens_for(gone) == frozenset()


def test_tokens_name_role_person_office_and_agency(db):
    officer = UserFactory(police=True)

    assert tokens_for(officer) == {"role:POL", f"person:{officer.pk}", f"agency:{officer.agency_id}"}


# ── Suggestions ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_suggestions_share_words_with_a_text_and_are_what_the_asker_may_read(put, counsel):
    put(
        Item("A1", "Passport kept by the accused", "control", kind="advice"),
        Item("A2", "Only a passport", kind="advice"),
        Item("A3", "Passport kept in secret", "zanzibar", readers={"role:LEAD"}, kind="advice"),
        Item("A4", "Passport kept as control", kind="decision"),
        by=counsel,
    )

    hits = port.suggestions(counsel, "The officer says the passport was KEPT (and AND title: the control", ["advice"])

    assert [hit.ref for hit in hits] == ["A1"]
    assert port.suggestions(counsel, "of the") == []
    assert port.suggestions(counsel, "zanzibar secret") == []


def test_suggestions_for_a_longer_text_go_by_its_rare_words_and_pairs(put, counsel):
    put(
        Item("A1", "Locked drawer", "He kept the passport in a locked drawer of the hotel.", kind="advice"),
        Item("A2", "Only a hotel", "hotel", kind="advice"),
        Item("A3", "Locked drawer in secret", "passport locked drawer hotel", readers={"role:LEAD"}, kind="advice"),
        Item("A4", "Locked drawer", "passport locked drawer hotel", kind="decision"),
        by=counsel,
    )
    text = (
        "The officer says that he drove her every night, took her earnings, kept the passport in a locked drawer. May we search the hotel?"
    )

    assert [hit.ref for hit in port.suggestions(counsel, text, ["advice"])] == ["A1"]
    assert port.suggestions(counsel, "the of and " * 40, ["advice"]) == []


def test_what_is_like_a_record_leaves_it_out(put, counsel):
    items = [Item("A1", "Locked drawer", "passport"), Item("A2", "Locked drawer", "earnings"), Item("A3", "Boat", "harbour")]
    put(*items, by=counsel)

    found = port.similar_to_record(counsel, items[0])

    assert [each.hit.ref for each in found.finds] == ["A2"]
    assert [word.spelling for word in found.mattered] == ["locked drawer"]


# ── The outbox and the index ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_record_that_cannot_be_built_is_set_aside_and_holds_up_no_other(put, counsel, at):
    put(Item("A1", "dog", broken=True), Item("A2", "dog"), by=counsel)

    for minutes in range(1, 8):
        with clock.fixed(at + timedelta(minutes=minutes)):
            indexer.drain()

    change = Change.objects.get()
    assert (change.key, change.tries, change.set_aside, change.error) == (f"{LABEL}:A1", 5, True, "RuntimeError")
    assert refs(port.search(counsel, "dog")) == ["A2"]
    assert indexer.status()["set_aside"] == [{"key": f"{LABEL}:A1", "error": "RuntimeError"}]


def test_a_crash_before_the_outbox_is_cleared_loses_nothing(put, counsel, monkeypatch):
    put(Item("A0", "dog"), by=counsel)
    put(Item("A1", "dog"), by=counsel, drained=False)
    monkeypatch.setattr(indexer, "_try_later", None)
    monkeypatch.setattr(indexer, "write_turn", lambda: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        indexer.drain()
    monkeypatch.undo()

    assert Change.objects.count() == 1


def test_a_rebuild_keeps_the_old_index_until_the_new_one_is_whole(put, shelf, counsel, monkeypatch):
    put(Item("A1", "dog"), by=counsel)
    before = port.live_generation()
    seen = []

    indexer.rebuild(progress=lambda done, total: seen.append(port.search(counsel, "dog").total))

    assert seen == [1, 1]
    assert port.live_generation().ref != before.ref
    assert refs(port.search(counsel, "dog")) == ["A1"]


def test_a_rebuild_that_fails_leaves_the_live_index_alone(put, shelf, counsel, monkeypatch):
    put(Item("A1", "dog"), by=counsel)
    before = port.live_generation()
    monkeypatch.setattr("foundation.search.backends.tantivy.TantivyEngine.count", lambda self: 99)

    with pytest.raises(port.Unavailable):
        indexer.rebuild()

    assert port.live_generation() == before
    assert Generation.objects.count() == 1
    assert refs(port.search(counsel, "dog")) == ["A1"]


def test_another_way_of_cutting_words_makes_a_new_index(put, counsel, monkeypatch):
    put(Item("A1", "dog"), by=counsel)
    monkeypatch.setattr("foundation.search.analysis.VERSION", 999)

    assert port.search(counsel, "dog").unavailable
    indexer.drain()

    assert refs(port.search(counsel, "dog")) == ["A1"]
    assert Generation.objects.filter(state="LIVE").count() == 1


def test_a_rebuild_covers_what_waited_before_it_and_keeps_what_failed(put, counsel):
    put(Item("A1", "dog"), Item("A2", "dog", broken=True), by=counsel, drained=False)

    indexer.rebuild()

    assert list(Change.objects.values_list("key", "error")) == [(f"{LABEL}:A2", "RuntimeError")]
    assert refs(port.search(counsel, "dog")) == ["A1"]


def test_going_back_to_another_engine_makes_its_index_anew(put, counsel, settings):
    put(Item("A1", "dog"), by=counsel)
    settings.SEARCH_ENGINE = "oracle"
    put(Item("A2", "dog"), by=counsel)
    assert refs(port.search(counsel, "dog")) == ["A1", "A2"]

    settings.SEARCH_ENGINE = "tantivy"

    assert port.search(counsel, "dog").unavailable
    indexer.drain()
    assert refs(port.search(counsel, "dog")) == ["A1", "A2"]


def test_old_generations_are_cleared_away(put, index_home, counsel):
    put(Item("A1", "dog"), by=counsel)
    for _ in range(3):
        indexer.rebuild()

    assert Generation.objects.count() == 2
    assert len([path for path in (index_home / "index").iterdir() if path.is_dir()]) == 2


def test_verify_tells_and_repairs_what_a_crash_left(put, shelf, counsel):
    put(Item("A1", "dog"), Item("A2", "dog"), Item("A3", "dog"), by=counsel)
    shelf.items["A1"].title = "cat"
    del shelf.items["A2"]
    shelf.put(Item("A4", "dog"))

    found = indexer.verify()

    assert (found.missing, found.stale, found.extra) == ([f"{LABEL}:A4"], [f"{LABEL}:A1"], [f"{LABEL}:A2"])
    assert indexer.verify(repair=True)
    assert not indexer.verify()
    assert sorted(refs(port.search(counsel, "dog OR cat"))) == ["A1", "A3", "A4"]


def test_two_indexers_do_not_work_at_once(put, counsel):
    put(Item("A0", "dog"), by=counsel)
    put(Item("A1", "dog"), by=counsel, drained=False)

    with indexer.only_indexer():
        assert indexer.drain() == 0

    assert indexer.drain() == 1


def test_the_index_stays_open_while_changes_come_and_is_let_go_of_for_others(put, counsel, monkeypatch):
    def is_free() -> bool:
        try:
            with indexer._only_indexer_of_the_host(wait=False):
                return True
        except indexer.Busy:
            return False

    put(Item("A1", "dog"), by=counsel)
    for ref in ("A2", "A3"):
        put(Item(ref, "dog"), by=counsel, drained=False)
        assert indexer.drain(keep=True) == 1
        assert ref in refs(port.search(counsel, "dog"))
        assert not is_free()

    indexer.rebuild()
    assert is_free()
    put(Item("A4", "dog"), by=counsel, drained=False)
    assert indexer.drain(keep=True) == 1
    monkeypatch.setattr(indexer, "SECONDS_OPEN", -1)
    assert indexer.drain(keep=True) == 0

    assert is_free()
    assert sorted(refs(port.search(counsel, "dog"))) == ["A1", "A2", "A3", "A4"]
    assert not indexer.verify()


def test_commands_tell_rebuild_and_verify(put, counsel, shelf, capsys):
    put(Item("A1", "dog"), by=counsel)

    call_command("search_status", "--json")
    assert json.loads(capsys.readouterr().out)["documents"] == 1
    call_command("search_reindex", "--if-needed")
    assert "nothing to do" in capsys.readouterr().out
    call_command("search_reindex")
    assert "holds 1 documents" in capsys.readouterr().out
    call_command("search_verify")
    assert "They agree." in capsys.readouterr().out
    shelf.items["A1"].title = "cat"
    with pytest.raises(SystemExit):
        call_command("search_verify")


# ── Typed searches ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_typed_search_is_kept_encrypted_and_opens_for_who_holds_its_ref(counsel, at):
    kept = port.remember(counsel, "A. Victim\x00", filters={"court": ["SCC"], "topic": []}, sort="newest")

    opened = port.recall(kept.ref)
    assert (opened.text, opened.filters, opened.sort) == ("A. Victim", {"court": ["SCC"]}, "newest")
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM search_savedquery")
        assert "Victim" not in cursor.fetchone()[0]


def test_a_typed_search_is_gone_after_ninety_days(counsel, at):
    kept = port.remember(counsel, "words")

    with clock.fixed(at + timedelta(days=91)):
        assert port.recall(kept.ref) is None
        indexer.forget_old_queries()

    assert SavedQuery.objects.count() == 0


# ── Documents ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "wrong",
    [{"key": "nocolon"}, {"key": "label:"}, {"language": "de"}, {"readers": "role:LEAD"}, {"facets": {"Bad Name": ["x"]}}],
)
def test_a_document_that_could_leak_or_get_lost_is_refused(wrong):
    values = {"key": "bank.Item:A", "kind": "item", "title": "t", "url_name": "home", "url_ref": "A", **wrong}

    with pytest.raises((ValueError, TypeError)):
        SearchDocument(**values)

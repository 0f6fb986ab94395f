"""An index that is deleted, cut short, of another version or on a full disk: the site runs on, says so, and the worker mends it."""

import json
import math
import os
import resource
import shutil

import pytest
import tantivy
from django.core.management import CommandError, call_command
from elasticsearch import Elasticsearch

from foundation.search import indexer, live, port
from foundation.search.breaker import Breaker
from foundation.search.models import Change, Generation
from tests.factories.accounts import UserFactory
from tests.foundation.search.shelf import Item

pytestmark = pytest.mark.django_db

FILES = 12
DAMAGES = {}


def damage(function):
    """Name a way to damage a folder."""
    DAMAGES[function.__name__] = function
    return function


@damage
def the_folder_is_deleted(folder):
    shutil.rmtree(folder)


@damage
def the_list_of_files_is_deleted(folder):
    (folder / "meta.json").unlink()


@damage
def the_list_of_files_is_cut_short(folder):
    text = (folder / "meta.json").read_text()
    (folder / "meta.json").write_text(text[: len(text) // 2])


@damage
def the_list_of_files_is_of_another_version(folder):
    meta = json.loads((folder / "meta.json").read_text())
    meta["schema"] = meta["schema"][:3]
    (folder / "meta.json").write_text(json.dumps(meta))


@damage
def the_folder_holds_another_index(folder):
    shutil.rmtree(folder)
    folder.mkdir()
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("other")
    tantivy.Index(builder.build(), path=str(folder))


@damage
def every_file_is_empty(folder):
    for path in _segments(folder):
        os.truncate(path, 0)


@damage
def every_file_is_deleted(folder):
    for path in _segments(folder):
        path.unlink()


@damage
def every_file_is_half(folder):
    for path in _segments(folder):
        os.truncate(path, path.stat().st_size // 2)


@damage
def the_documents_are_half(folder):
    for path in folder.glob("*.store"):
        os.truncate(path, path.stat().st_size // 2)


@damage
def the_words_are_gone(folder):
    for path in folder.glob("*.term"):
        path.unlink()


@damage
def the_folder_is_a_file(folder):
    shutil.rmtree(folder)
    folder.write_text("no folder")


def _segments(folder):
    found = [
        path
        for path in folder.iterdir()
        if path.is_file() and path.suffix and path.name not in ("meta.json",) and not path.name.startswith(".")
    ]
    assert found
    return found


@pytest.fixture
def looking(monkeypatch):
    """Let the worker look at the index at its next turn, whenever it looked last."""

    def look():
        monkeypatch.setattr(indexer, "_looked_at", -math.inf)

    look()
    return look


@pytest.fixture
def filled(shelf, looking):
    """Give a live index of a few records, which nobody has opened yet."""
    shelf.put(*(Item(f"A{number}", "passport", "control of the earnings " * 50) for number in range(9)))
    generation = indexer.rebuild()
    port.forget_engines()
    return generation


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_index_is_down_or_right_and_the_worker_builds_it_anew(filled, looking, monkeypatch, name):
    user = UserFactory()
    DAMAGES[name](port.index_folder(filled))

    results = port.search(user, "passport")

    assert results.unavailable or results.total == 9
    call_command("search_status", "--json")
    looking()
    indexer.drain()
    monkeypatch.setattr(live, "breaker", Breaker())
    assert port.live_generation().ref != filled.ref
    assert port.search(user, "passport").total == 9


@pytest.mark.parametrize("name", DAMAGES)
def test_a_change_that_meets_a_damaged_index_is_not_lost(filled, shelf, acting, looking, monkeypatch, name):
    user = UserFactory()
    monkeypatch.setattr(indexer, "_looked_at", math.inf)
    DAMAGES[name](port.index_folder(filled))
    with acting(user):
        shelf.put(Item("B1", "passport"))
        port.reindex(shelf.items["B1"])

    indexer.drain()
    looking()
    indexer.drain()

    monkeypatch.setattr(live, "breaker", Breaker())
    port.forget_engines()
    assert Change.objects.count() == 0
    assert port.search(user, "passport").total == 10


@pytest.mark.parametrize("name", DAMAGES)
def test_commands_say_what_is_wrong_and_a_rebuild_mends_it(filled, looking, capsys, name):
    DAMAGES[name](port.index_folder(filled))

    call_command("search_reindex")

    assert "holds 9 documents" in capsys.readouterr().out
    call_command("search_verify")
    assert "They agree." in capsys.readouterr().out


@pytest.mark.parametrize("name", DAMAGES)
def test_verify_says_in_a_sentence_what_is_wrong_and_repairs_it(filled, capsys, name):
    DAMAGES[name](port.index_folder(filled))

    with pytest.raises(CommandError) as said:
        call_command("search_verify")
    assert str(said.value).startswith("The index is gone or cannot be read;")

    call_command("search_verify", "--repair")
    assert "9 documents in the index. They agree." in capsys.readouterr().out
    assert port.trouble() == ""


@pytest.fixture
def full_disk():
    """Let no file grow beyond a few bytes, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    def fill(most=64):
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))

    def free():
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    yield fill, free
    free()


def test_on_a_full_disk_changes_wait_the_old_index_answers_and_freed_it_drains(filled, shelf, acting, full_disk):
    fill, free = full_disk
    user = UserFactory()
    with acting(user):
        shelf.put(Item("B1", "passport"))
        port.reindex(shelf.items["B1"])

    fill()
    drained = indexer.drain()
    results = port.search(user, "passport")
    free()

    assert drained == 0
    assert Change.objects.count() == 1
    assert (results.total, results.unavailable, results.freshness.waiting) == (9, False, 1)
    assert indexer.drain() == 1
    assert port.search(user, "passport").total == 10


def test_a_rebuild_on_a_full_disk_leaves_the_old_index(filled, full_disk):
    fill, free = full_disk

    fill()
    with pytest.raises(port.Unavailable):
        indexer.rebuild()
    free()

    assert port.live_generation() == filled
    assert Generation.objects.count() == 1
    assert port.search(UserFactory(), "passport").total == 9
    assert indexer.rebuild().documents == 9


# ── The node ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def on_the_node(shelf, settings):
    """Give a live index of two records on the real node."""
    settings.SEARCH_ENGINE, settings.ELASTICSEARCH_URL = "elasticsearch", os.environ["ELASTICSEARCH_URL"]
    shelf.put(Item("A1", "passport"), Item("A2", "passport"))
    generation = indexer.rebuild()
    yield Elasticsearch(os.environ["ELASTICSEARCH_URL"]), f"casetracker-{generation.ref.lower()}"
    for built in Generation.objects.filter(engine="elasticsearch"):
        port.open_engine(built).drop()


@pytest.mark.elasticsearch
def test_while_the_node_takes_nothing_in_changes_wait_and_none_is_set_aside(on_the_node, shelf, acting):
    client, index = on_the_node
    user = UserFactory()
    client.indices.put_settings(index=index, settings={"index.blocks.read_only_allow_delete": True})
    with acting(user):
        shelf.put(Item("A1", "cat"))
        port.reindex(shelf.items["A1"])
        del shelf.items["A2"]
        port.forget("bank.Item", "A2")

    assert indexer.drain() == 0
    assert list(Change.objects.values_list("tries", "set_aside")) == [(0, False), (0, False)]
    assert port.search(user, "passport").total <= 1

    client.indices.put_settings(index=index, settings={"index.blocks.read_only_allow_delete": None})
    assert indexer.drain() == 2
    assert port.search(user, "cat").total == 1
    assert port.search(user, "passport").total == 0


@pytest.mark.elasticsearch
def test_the_alias_moves_to_the_new_index(on_the_node):
    client, _ = on_the_node

    rebuilt = indexer.rebuild()

    assert list(client.indices.get_alias(name="casetracker")) == [f"casetracker-{rebuilt.ref.lower()}"]


@pytest.mark.elasticsearch
def test_a_node_without_the_index_is_one_sentence(on_the_node):
    client, index = on_the_node
    assert port.trouble() == ""

    client.indices.delete(index=index)

    assert port.trouble().startswith("The index is gone or cannot be read;")
    Generation.objects.all().delete()
    assert port.trouble().startswith("No index has been built yet;")

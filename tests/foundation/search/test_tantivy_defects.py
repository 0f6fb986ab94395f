"""Faults of the embedded engine that we know and step around; each test fails should we stop stepping around it."""

import json
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from foundation.search.backends.tantivy import TantivyEngine
from foundation.search.document import SearchDocument
from foundation.search.entry import Request, Unavailable
from foundation.search.query import parse

ROOT = Path(__file__).resolve().parents[3]
LEAD = frozenset({"role:LEAD"})


def document(name, body):
    """Make a small document."""
    return SearchDocument(key=f"bank.Item:{name}", kind="item", title=name, url_name="item", url_ref=name, body=body, readers=["role:LEAD"])


def total(engine, text):
    """Count what a query finds."""
    return engine.search(Request(tree=parse(text).tree, readers=LEAD)).total


def test_replaced_documents_are_gone_from_the_count_of_live_ones():
    engine = TantivyEngine()
    for turn in range(3):
        engine.add(document(f"N{number}", f"turn{turn}") for number in range(15))
        engine.commit()

    assert engine.count() == 15


def test_wildcards_are_not_dropped_in_silence():
    engine = TantivyEngine()
    engine.add([document("A", "exploits"), document("B", "exploration"), document("C", "exploit")])
    engine.commit()

    assert total(engine, "exploit*") == 2
    assert total(engine, "expl*ation") == 1
    assert total(engine, "exploit?") == total(engine, "exploit") == 2
    assert total(engine, "expl?ts") == 0


def test_a_writer_opened_on_a_stale_view_leaves_no_orphan_files(tmp_path):
    folder = tmp_path / "index"
    stale = TantivyEngine(folder)
    stale.count()
    for turn in range(4):
        other = TantivyEngine(folder)
        other.add([document(f"A{turn}", "word")])
        other.commit()
        other.close()
    stale.add([document("LAST", "word")])
    stale.commit()
    stale.close()

    fresh = TantivyEngine(folder)
    assert fresh.count() == 5
    assert total(fresh, "word") == 5
    known = {segment["segment_id"].replace("-", "") for segment in json.loads((folder / "meta.json").read_text())["segments"]}
    assert {path.name.split(".")[0] for path in folder.iterdir() if len(path.stem.split(".")[0]) == 32} <= known


def test_a_second_process_cannot_write_while_one_writes(tmp_path):
    engine = TantivyEngine(tmp_path)
    engine.add([document("A", "word")])
    script = f"""
        import sys
        from pathlib import Path
        from foundation.search.backends.tantivy import TantivyEngine
        from foundation.search.document import SearchDocument
        try:
            TantivyEngine(Path({str(tmp_path)!r})).remove(["bank.Item:A"])
        except Exception as refused:
            sys.exit(7 if "Lock" in str(refused) else 8)
    """

    ended = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], cwd=ROOT, check=False)

    assert ended.returncode == 7


def test_many_readers_of_another_opening_see_a_commit_after_reload(tmp_path):
    writer, reader = TantivyEngine(tmp_path), TantivyEngine(tmp_path)
    writer.add([document("A", "word")])
    writer.commit()

    assert total(reader, "word") == 0
    reader.reload()
    assert total(reader, "word") == 1


def test_a_missing_folder_is_not_taken_for_an_empty_index(tmp_path):
    with pytest.raises(Unavailable):
        TantivyEngine(tmp_path / "gone", create=False)

    assert not (tmp_path / "gone").exists()

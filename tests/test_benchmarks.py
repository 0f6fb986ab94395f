"""The benchmark of likeness takes any collection of its form and writes a run that can be scored."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = [
    {"id": "a/1", "title": "R. v. Alder, 2001 SCC 5", "date": "2001-02-03", "court": "SCC", "text": "He kept the passport in a drawer."},
    {"id": "2004-SCC-7", "date": "2004", "text": "The passport and the drawer again. See 2001 SCC 5, and 2004 SCC 7 itself."},
    {"id": "c", "date": "2010-05-06", "title": "T" * 400, "text": "A passport of the harbour.", "cites": ["a/1", "c", "not here"]},
    {"id": "d", "text": "Undated: a passport in a drawer, « détention »."},
    {"id": "e", "title": "Empty", "text": ""},
]
QUERIES = [
    {"id": "q1", "text": "passport in the drawer", "date": "2005-01-01", "exclude": ["a/1"]},
    {"id": "q2", "text": "passport in the drawer", "date": "2012-01-01"},
    {"id": "q3", "text": "the of and", "date": "2012-01-01"},
]


def ranked(tmp_path, *options):
    """Run the benchmark; give what it says and the ids it ranks for each query."""
    for name, rows in (("docs", DOCUMENTS), ("queries", QUERIES)):
        (tmp_path / name).write_text("".join(json.dumps(row) + "\n" for row in rows))
    command = [sys.executable, "benchmarks/retrieval.py", "--docs", tmp_path / "docs", "--queries", tmp_path / "queries"]
    environment = {name: value for name, value in os.environ.items() if name not in ("DATA_DIR", "DATABASE_URL", "TEST_DATABASE")}
    done = subprocess.run(
        [*command, "--run", tmp_path / "run", *options], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    lists: dict[str, list[str]] = {}
    for line in (tmp_path / "run").read_text().splitlines():
        query, name, rank, score = line.split()
        lists.setdefault(query, []).append(name)
        assert int(rank) == len(lists[query])
        assert float(score) > 0
    return done.stdout, lists


@pytest.mark.parametrize("engine", ["tantivy", pytest.param("elasticsearch", marks=pytest.mark.needs("elasticsearch"))])
def test_a_query_sees_what_is_dated_before_it(tmp_path, engine):
    said, lists = ranked(tmp_path, "--engine", engine, "--as-of", "--depth", "10")

    assert "5 documents with 2 citations" in said
    assert "a second" in said
    assert "Peak memory" in said
    assert lists["q1"] == ["2004-SCC-7"]
    assert set(lists["q2"]) == {"a/1", "2004-SCC-7", "c"}
    assert "q3" not in lists

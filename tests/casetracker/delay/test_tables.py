"""The dated tables: what ships can be read without a database, agrees with the law tables, and a damaged file is named."""

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from casetracker.delay import read_tables
from casetracker.delay.tables import Stage
from foundation.law import catalogue
from foundation.law.files import DATA, BadLawData
from foundation.law.words import NOTES
from tests.casetracker.delay.ask import TABLES

ROOT = Path(__file__).resolve().parents[3]
FILES = ("ceilings.csv", "delay_kinds.csv", "delay_rules.csv")
ROWS = (*TABLES.ceilings, *TABLES.kinds, *TABLES.rules)


@pytest.mark.django_db
def test_the_ceilings_are_those_of_the_law_tables():
    day = date(2025, 9, 10)

    assert TABLES.months(day) == catalogue.delay_months(day)


def test_kinds_take_a_day_in_their_order():
    assert [(row.kind, row.counts_as, row.takes_share) for row in TABLES.kinds] == [
        ("RESERVE", Stage.OUTSIDE, False),
        ("XV1_EXCLUDED", Stage.EXCLUDED, False),
        ("WAIVER", Stage.DEFENCE, False),
        ("DEFENCE_CAUSED", Stage.DEFENCE, True),
        ("DISCRETE_EVENT", Stage.DISCRETE, False),
        ("CO_ACCUSED", Stage.NOTHING, False),
    ]


def test_every_row_names_its_source_and_its_doubts_in_known_words():
    assert [row for row in ROWS if not row.source] == []
    assert [row for row in ROWS if not set(row.uncertain.values()) <= set(NOTES)] == []


def test_every_row_is_titled_in_both_languages():
    assert [row for row in (*TABLES.kinds, *TABLES.rules) if not (row.title_en and row.title_fr)] == []


@pytest.mark.parametrize(
    "name, old, new, told",
    [
        ("ceilings.csv", "OCJ,18", "OCJ,many", "ceilings.csv, line 2: months"),
        ("delay_kinds.csv", "RESERVE,1,OUTSIDE", "RESERVE,1,ELSEWHERE", "delay_kinds.csv, line 2: counts_as"),
        ("delay_kinds.csv", "OUTSIDE,false", "OUTSIDE,perhaps", "delay_kinds.csv, line 2: takes_share"),
        ("delay_kinds.csv", "2026-07-18", "2026-07-32", "delay_kinds.csv, line 3: valid_from"),
        ("delay_kinds.csv", "offence_date", "hearing_date", "delay_kinds.csv, line 3: keyed_on"),
        ("delay_rules.csv", '"{""', '"{', "delay_rules.csv, line 2: uncertain"),
        ("delay_rules.csv", "BREACH_KEEPS_JURISDICTION,", "BREACH_KEEPS_JURISDICTION,,", "delay_rules.csv, line 4: the columns"),
    ],
)
def test_a_damaged_file_is_named_with_its_line(tmp_path, name, old, new, told):
    for one in FILES:
        shutil.copy(DATA / one, tmp_path)
    path = tmp_path / name
    path.write_text(path.read_text().replace(old, new, 1))

    with pytest.raises(BadLawData, match=f"^{told}"):
        read_tables(tmp_path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(BadLawData, match=r"^ceilings.csv cannot be read$|^delay_kinds.csv cannot be read$"):
        read_tables(tmp_path)


def test_it_counts_where_the_framework_is_not_loaded():
    words = "import sys; import casetracker.delay.exchange; print('django' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", words], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout == "False\n"

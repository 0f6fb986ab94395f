"""The command: the form of its question and answer, and one sentence for whatever cannot be counted."""

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from casetracker.management.commands import calculate_delay
from foundation.law.files import BadLawData

ROOT = Path(__file__).resolve().parents[3]
SHAIKH = {
    "origin": "2014-10-06",
    "end": "2017-04-12",
    "forum": "OCJ",
    "offence_from": "2014-09-01",
    "intervals": [
        {
            "from": "2016-01-18",
            "to": "2016-03-07",
            "kind": "DEFENCE_CAUSED",
            "share": 100,
            "status": "AGREED",
            "note": "conceded",
        }
    ],
}
FIGURES = [
    *("total_days", "reserve_days", "xv1_days", "defence_days", "net_days", "discrete_days", "remaining_days", "total", "net", "remaining"),
    *("ceiling_months", "ceiling_on", "projected_on", "outcome"),
]


@pytest.fixture
def ask(monkeypatch, capsys):
    """Give a question on standard input; get (exit code, standard output, standard error)."""

    def asked(question):
        given = question if isinstance(question, bytes) else json.dumps(question).encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        code = 0
        try:
            call_command("calculate_delay", "-")
        except SystemExit as ended:
            code = ended.code
        return code, *capsys.readouterr()

    return asked


def interval(**changes):
    return SHAIKH["intervals"][0] | changes


def with_intervals(*intervals):
    return SHAIKH | {"intervals": list(intervals)}


def without(question, key):
    return {name: value for name, value in question.items() if name != key}


def test_the_answer_holds_these_keys_and_nothing_else(ask):
    code, out, err = ask(SHAIKH)

    answer = json.loads(out)
    assert (code, err) == (0, "")
    assert list(answer) == [*FIGURES, "positions", "warnings", "convention"]
    assert list(answer["positions"]) == ["crown", "defence", "agreed"]
    for figures in answer["positions"].values():
        assert list(figures) == [*FIGURES, "warnings", "convention"]
    assert answer["positions"]["agreed"] == without(answer, "positions")


def test_the_figures_of_shaikh(ask):
    _code, out, _err = ask(SHAIKH)

    answer = json.loads(out)
    assert {name: answer[name] for name in FIGURES} == {
        "total_days": 919,
        "reserve_days": 0,
        "xv1_days": 0,
        "defence_days": 49,
        "net_days": 870,
        "discrete_days": 0,
        "remaining_days": 870,
        "total": {"c1": {"months": 30, "days": 6}, "c2": 30.21},
        "net": {"c1": {"months": 28, "days": 16}, "c2": 28.60},
        "remaining": {"c1": {"months": 28, "days": 16}, "c2": 28.60},
        "ceiling_months": 18,
        "ceiling_on": "2016-04-06",
        "projected_on": "2016-05-25",
        "outcome": "PRESUMPTIVELY_UNREASONABLE",
    }
    assert answer["convention"] == "DAYS_HALF_OPEN"
    assert out.count('"c2": 28.60') == 8


def test_discrete_and_remaining_days_are_told_below_the_ceiling_too(ask):
    event = interval(kind="DISCRETE_EVENT", **{"from": "2015-01-01", "to": "2015-01-11"})

    answer = json.loads(ask(with_intervals(event) | {"forum": "OCJ_AFTER_PRELIM", "end": "2016-10-06"})[1])

    assert (answer["outcome"], answer["discrete_days"], answer["remaining_days"]) == ("BELOW", 10, 721)


def test_within_rounding_is_among_the_warnings(ask):
    question = SHAIKH | {"origin": "2025-01-01", "end": "2026-07-02", "intervals": []}

    answer = json.loads(ask(question)[1])

    assert answer["outcome"] == "PRESUMPTIVELY_UNREASONABLE"
    assert "within rounding" in answer["warnings"]
    assert "indicative, counsel decides" in answer["warnings"]


def test_an_interval_that_begins_before_the_charge_is_clipped_and_said(ask):
    code, out, _err = ask(with_intervals(interval(**{"from": "2014-10-01", "to": "2014-10-08"})))

    answer = json.loads(out)
    assert (code, answer["defence_days"]) == (0, 2)
    assert "Interval 1 reaches outside the time from 2014-10-06 to 2017-04-12; only the days inside are counted." in answer["warnings"]


def test_what_may_be_left_out_may_be_null(ask):
    question = with_intervals(interval(note=None)) | {"offence_to": None}

    assert ask(question)[0] == 0


def test_a_byte_order_mark_does_no_harm(ask):
    assert ask(b"\xef\xbb\xbf" + json.dumps(SHAIKH).encode())[0] == 0


def test_it_reads_a_file_and_needs_no_database(tmp_path):
    path = tmp_path / "question.json"
    path.write_text(json.dumps(SHAIKH))
    env = os.environ | {"DATA_DIR": str(tmp_path), "DATABASE_URL": "postgres://nobody:none@127.0.0.1:1/none"}
    env["DJANGO_SETTINGS_MODULE"] = "config.settings.base"

    done = subprocess.run([sys.executable, "manage.py", "calculate_delay", str(path)], cwd=ROOT, env=env, capture_output=True, text=True)

    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["net_days"] == 870


def test_a_refusal_leaves_the_shell_with_2_and_a_sentence(tmp_path):
    env = os.environ | {"DATA_DIR": str(tmp_path)}

    done = subprocess.run(
        [sys.executable, "manage.py", "calculate_delay", "-"], cwd=ROOT, env=env, input="{", capture_output=True, text=True
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(r"This is not JSON: .*\.\n", done.stderr)


OVER_THE_WHOLE = [
    interval(share=60),
    interval(share=60, **{"from": "2016-03-01", "to": "2016-04-01"}),
]
LAYERS = 100_000

WRONG = {
    "nothing": (b"", "This is not JSON: "),
    "not JSON": (b"origin: 2014", "This is not JSON: "),
    "not text": (b"\xff\xfe{", "This is not JSON: it is not text in UTF-8."),
    "too deep": (b"[" * LAYERS, "This is not JSON: it is nested too deeply."),
    "a long number": (b'{"origin": ' + b"1" * 5000 + b"}", "This is not JSON: "),
    "not an object": ([SHAIKH], "The question is not an object with keys."),
    "a key twice": (b'{"origin": "2014-10-06", "origin": "2014-10-07"}', 'The key "origin" is there twice in one object.'),
    "an unknown key": (SHAIKH | {"judge": "x"}, 'The question has the unknown key "judge".'),
    **{f"no {key}": (without(SHAIKH, key), f'The question has no "{key}".') for key in SHAIKH},
    "a day that is none": (SHAIKH | {"origin": "2014-02-30"}, '"origin" of the question is not a date written as 2026-07-18'),
    "a date written otherwise": (SHAIKH | {"end": "20170412"}, '"end" of the question is not a date written as 2026-07-18'),
    "a week": (SHAIKH | {"end": "2017-W15-3"}, '"end" of the question is not a date'),
    "a moment": (SHAIKH | {"end": "2017-04-12T00:00"}, '"end" of the question is not a date'),
    "a number for a date": (SHAIKH | {"end": 20170412}, '"end" of the question is not a date'),
    "a year too far": (SHAIKH | {"end": "2200-01-01"}, '"end" of the question is not a date'),
    "a year too long ago": (SHAIKH | {"origin": "1899-12-31"}, '"origin" of the question is not a date'),
    "the end before the origin": (SHAIKH | {"end": "2014-10-05"}, "The end (2014-10-05) lies before the origin (2014-10-06)."),
    "no first day of the offence": (SHAIKH | {"offence_from": None}, '"offence_from" of the question is not a date'),
    "the offence ends early": (
        SHAIKH | {"offence_to": "2014-08-31"},
        "The offence period ends (2014-08-31) before it begins (2014-09-01).",
    ),
    "an unknown forum": (SHAIKH | {"forum": "ONCA"}, 'The forum "ONCA" is not one of OCJ, SCJ, OCJ_AFTER_PRELIM.'),
    "no forum yet": (SHAIKH | {"forum": ""}, 'The forum "" is not one of '),
    "a list for a forum": (SHAIKH | {"forum": ["OCJ"]}, 'The forum "a list" is not one of '),
    "intervals that are no list": (SHAIKH | {"intervals": {}}, '"intervals" is not a list.'),
    "an interval that is no object": (with_intervals("2016"), "Interval 1 is not an object with keys."),
    **{
        f"an interval without {key}": (with_intervals(interval(), without(interval(), key)), f'Interval 2 has no "{key}".')
        for key in ("from", "to", "kind", "share", "status")
    },
    "an unknown key of an interval": (with_intervals(interval(why="x")), 'Interval 1 has the unknown key "why".'),
    "an unknown kind": (
        with_intervals(interval(kind="LUNCH")),
        'Interval 1 has the kind "LUNCH", which is not one of RESERVE, XV1_EXCLUDED, ',
    ),
    "a list for a kind": (with_intervals(interval(kind=[[]])), 'Interval 1 has the kind "a list"'),
    "an unknown status": (with_intervals(interval(status="CLAIMED")), 'Interval 1 has the status "CLAIMED", which is not one of AGREED, '),
    "an object for a status": (with_intervals(interval(status={})), 'Interval 1 has the status "an object"'),
    "a note that is no text": (with_intervals(interval(note=1)), '"note" of interval 1 is not text.'),
    "a share over the whole": (with_intervals(interval(share=101)), "Interval 1 has a share that is not a whole number from 0 to 100."),
    "a share below nothing": (with_intervals(interval(share=-1)), "Interval 1 has a share that is not a whole number"),
    "half a percent": (with_intervals(interval(share=12.5)), "Interval 1 has a share that is not a whole number"),
    "a share in words": (with_intervals(interval(share="100")), "Interval 1 has a share that is not a whole number"),
    "true for a share": (with_intervals(interval(share=True)), "Interval 1 has a share that is not a whole number"),
    "an interval of no day": (
        with_intervals(interval(to="2016-01-18")),
        "Interval 1 ends on 2016-01-18, not after it begins (2016-01-18); ",
    ),
    "an interval back in time": (with_intervals(interval(to="2016-01-17")), "Interval 1 ends on 2016-01-17, not after it begins "),
    "an interval before the charge": (
        with_intervals(interval(), interval(**{"from": "2014-09-01", "to": "2014-10-06"})),
        "Interval 2 lies wholly before the origin (2014-10-06).",
    ),
    "overlapping parts over the whole": (
        with_intervals(*OVER_THE_WHOLE),
        "Intervals 1 and 2 overlap from 2016-03-01, and the shares of that day make more than the whole.",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_input_is_one_sentence_and_exit_2(ask, case):
    question, sentence = WRONG[case]

    code, out, err = ask(question)

    assert (code, out) == (2, "")
    assert err.startswith(sentence)
    assert re.fullmatch(r"[^\n]+\.\n", err)


@pytest.mark.parametrize("name, why", [("nowhere.json", "No such file or directory"), (".", "Is a directory")])
def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path, capsys, name, why):
    with pytest.raises(SystemExit) as ended:
        call_command("calculate_delay", str(tmp_path / name))

    assert ended.value.code == 2
    assert capsys.readouterr() == ("", f"The file cannot be read: {why}.\n")


def test_damaged_law_data_is_one_sentence(ask, monkeypatch):
    def damaged():
        raise BadLawData("ceilings.csv, line 2: months cannot be 'many'")

    monkeypatch.setattr(calculate_delay, "read_tables", damaged)

    assert ask(SHAIKH) == (2, "", "ceilings.csv, line 2: months cannot be 'many'\n")

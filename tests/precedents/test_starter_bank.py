"""The decisions that come with the product."""

import csv
import json

import pytest
from django.core.management import call_command

from foundation.audit.models import Act
from precedents.citations import COURTS, DATA, find_citations, read_cores
from precedents.models import CitationEdge, Decision, Topic
from precedents.provisions import split_key
from precedents.selectors import decision_for_citation

ENTRIES = json.loads((DATA / "starter_bank.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["id"])
def test_each_entry_is_whole(entry):
    with (DATA / "topics.csv").open(encoding="utf-8") as lines:
        topics = {row["key"] for row in csv.DictReader(lines)}

    assert entry["confidence"] in ("verified", "partly")
    assert entry["held_en"]
    assert entry["held_fr"]
    assert bool(entry["note_en"]) == bool(entry["note_fr"])
    assert entry["sources"]
    assert entry["court"] in COURTS
    assert set(entry["topics"]) <= topics
    assert all(split_key(key) for key in entry["provisions"])
    assert len(read_cores(entry["citations"])) == len(entry["citations"])
    neutral = [core for core in read_cores(entry["citations"]) if core.kind == "neutral"]
    assert all(COURTS[core.code].court == COURTS[entry["court"]].court for core in neutral)
    assert all(find_citations(relation["to"]) for relation in entry["relations"])


@pytest.mark.django_db
def test_the_bank_is_loaded_once_one_act_each_and_edits_are_left_alone(capsys):
    call_command("load_starter_bank")
    call_command("load_starter_bank")

    assert Decision.objects.count() == len(ENTRIES) == 105
    assert Act.objects.filter(kind="load_starter_decision").count() == 105
    assert Topic.objects.count() == 91
    assert "105 decisions added, 0 were there." in capsys.readouterr().out
    gallone = decision_for_citation("2019 ONCA 663")
    assert gallone.style == "R. v. Gallone"
    assert decision_for_citation("2019 QCCA 663") is None
    reversed_ones = set(Decision.objects.filter(treatment="REVERSED").values_list("starter_key", flat=True))
    assert reversed_ones == {"n-s-2021-onsc-1628", "orr-2013-bcsc-1883"}
    overtaken = set(Decision.objects.filter(treatment="OVERTAKEN").values_list("starter_key", flat=True))
    assert overtaken == {"anwar-2020-oncj-103", "morin-1992-1-s-c-r-771"}
    assert CitationEdge.objects.filter(cited=None).exclude(kind="APPEAL_FROM").count() == 0
    assert Decision.objects.get(starter_key="unnamed-2018-onsc-1389").display_style == "[style withheld]"
    assert Decision.objects.filter(style="R. v. N.S.").count() == 3
    kienapple = Decision.objects.get(starter_key="kienapple-v-the-queen-1975-1-s-c-r-729")
    assert kienapple.year == 1974

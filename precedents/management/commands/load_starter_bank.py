"""Fills the bank with the decisions that come with the product."""

import csv
import datetime
import json

from django.core.management.base import BaseCommand

from foundation import clock
from foundation.audit.acts import act
from foundation.records import Refusal
from precedents.citations import DATA, read_cores
from precedents.models import Decision, Topic
from precedents.services import enter_decision

CONFIDENCE = {"verified": Decision.Confidence.VERIFIED, "partly": Decision.Confidence.PARTLY}


class Command(BaseCommand):
    """Add the starter decisions that are not there yet; what people changed since is left alone."""

    help = "Adds the decisions of precedents/data/starter_bank.json that the bank does not hold yet, one act each."

    def handle(self, *args, **options):
        """Load the topics, then each decision, saying how far it is."""
        load_topics()
        entries = json.loads((DATA / "starter_bank.json").read_text(encoding="utf-8"))
        held = set(Decision.objects.exclude(starter_key=None).values_list("starter_key", flat=True))
        wanted = [entry for entry in entries if entry["id"] not in held]
        added = 0
        for number, entry in enumerate(wanted, start=1):
            try:
                enter_entry(entry)
                added += 1
            except Refusal as refused:
                self.stderr.write(f"{entry['id']} left out: {refused}")
            if number % 25 == 0 or number == len(wanted):
                self.stderr.write(f"{number} of {len(wanted)} decisions")
        self.stdout.write(f"{added} decisions added, {len(entries) - len(wanted)} were there.")


def load_topics() -> None:
    """Bring the topics up to date with their data file."""
    with (DATA / "topics.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    held = {topic.key: topic for topic in Topic.objects.all()}
    changed = []
    for row in rows:
        topic = held.get(row["key"]) or Topic(key=row["key"])
        if (topic.label_en, topic.label_fr) != (row["label_en"], row["label_fr"]):
            topic.label_en, topic.label_fr = row["label_en"], row["label_fr"]
            changed.append(topic)
    if changed:
        with act(by=None, at=clock.now(), kind="load_topics") as this_act:
            for topic in changed:
                topic.save()
            this_act.record("loaded_topics", None, count=len(changed))


def enter_entry(entry: dict) -> Decision:
    """Enter one decision of the data file as one act."""
    with act(by=None, at=clock.now(), kind="load_starter_decision") as this_act:
        return enter_decision(
            this_act,
            starter_key=entry["id"],
            confidence=CONFIDENCE[entry["confidence"]],
            style=entry["style"] or "",
            court_code=entry["court"],
            decided_on=datetime.date.fromisoformat(entry["decided_on"]) if entry["decided_on"] else None,
            year=entry["year"],
            cores=read_cores(entry["citations"]),
            provisions=entry["provisions"],
            topics=entry["topics"],
            held_en=entry["held_en"],
            held_fr=entry["held_fr"],
            french_is_working=True,
            note_en=entry["note_en"],
            note_fr=entry["note_fr"],
            result_known=entry["result_known"],
            language="fr" if entry["court"].startswith("QC") else "en",
            sources=entry["sources"],
            relations=[(relation["kind"], relation["to"]) for relation in entry["relations"]],
            sentences=entry["sentences"],
        )

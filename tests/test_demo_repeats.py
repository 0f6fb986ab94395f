"""The demonstration is the same each time it is played with the same seed on the same day."""

import hashlib
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction

from advice.models import AdviceRequest
from casetracker.models import CaseFile, Count, Proceeding
from foundation.workflow.models import Move


def play():
    call_command("demo", today=date(2026, 3, 3), seed=1, stderr=StringIO(), files=3, requests=2)


def footprint():
    """What the demonstration left: refs, states and days, in the order they were made."""
    rows = [str(list(model.objects.order_by("pk").values_list("ref", "state"))) for model in (CaseFile, Proceeding, Count, AdviceRequest)]
    rows.append(str(list(Move.objects.order_by("pk").values_list("subject_ref", "rule", "to_state", "happened_on", "act__at"))))
    return hashlib.sha256("".join(rows).encode()).hexdigest()


@pytest.mark.django_db
def test_the_same_seed_and_day_repeat_exactly(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    with transaction.atomic():
        play()
        first = footprint()
        transaction.set_rollback(True)

    play()

    assert CaseFile.objects.count() == 3
    assert AdviceRequest.objects.count() == 2
    assert footprint() == first

"""Who looked, over two million rows of the log of reading: the page answers within a second (T34)."""

import time

import pytest
from django.db import connection
from django.urls import reverse

from casetracker import looks
from foundation.audit.models import ReadLog
from tests.casetracker.pages import at, signed_in
from tests.factories.accounts import UserFactory
from tests.sizes import size, tell

ROWS = size(2_000_000)
SECONDS = 1.0

FILL = """
INSERT INTO read_log (by_id, label, ref, page, at, address, reason)
SELECT CASE WHEN n % 3 = 0 THEN %s ELSE %s END,
       CASE WHEN n % 20 = 7 THEN 'advice.AdviceRequest' ELSE 'casetracker.CaseFile' END,
       CASE WHEN n % 10 = 0 THEN %s ELSE 'F' || (n % 1000) END,
       'casetracker:file', {moment}, '203.0.113.1', ''
FROM {numbers}
"""
SQLITE = {
    "moment": "datetime('2020-01-01', '+' || n || ' minutes') || '.000000'",
    "numbers": "(WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < %s) SELECT n FROM counted)",
}
POSTGRESQL = {"moment": "timestamptz '2020-01-01' + n * interval '1 minute'", "numbers": "generate_series(1, %s) AS n"}


def timed(client, url: str) -> float:
    begun = time.perf_counter()
    answer = client.get(url)
    took = time.perf_counter() - begun
    assert answer.status_code == 200, url
    return took


@pytest.mark.django_db
def test_who_looked_answers_within_a_second(world, lead, pro, capsys):
    other = UserFactory()
    statement = FILL.format(**(SQLITE if connection.vendor == "sqlite" else POSTGRESQL)).replace("n % ", "n %% ")
    with connection.cursor() as cursor:
        cursor.execute(statement, [pro.pk, other.pk, world.file.ref, ROWS])
        cursor.execute("ANALYZE read_log")
    assert ReadLog.objects.count() >= ROWS
    assert len(looks.Looks(world.file)) >= ROWS // 10
    client = signed_in(lead)
    page, across = at("who_looked", world.file), reverse("team_who_looked")
    client.get(page)

    took = {
        name: timed(client, url)
        for name, url in {
            "first page": page,
            "last page": f"{page}?page=last",
            "one person": f"{page}?person={pro.ref}",
            "one day": f"{page}?since=2020-03-01&until=2020-03-01",
            "exports": f"{page}?kinds=export",
            "across files": across,
            "across files, one person": f"{across}?person={other.ref}",
            "across files, requests": f"{across}?about=advice.AdviceRequest",
            "across files, one day": f"{across}?since=2020-03-01&until=2020-03-01",
        }.items()
    }

    tell(capsys, f"T34: {ROWS:,} rows, slowest page {max(took.values()):.2f} s ({max(took, key=took.get)})")
    assert {name: seconds for name, seconds in took.items() if seconds > SECONDS} == {}

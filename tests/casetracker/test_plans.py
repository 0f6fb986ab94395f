"""What is read often is read by an index, however much lies beside it."""

import json
from datetime import timedelta

import pytest
from django.db import connection

from caseload.outcomes import Asked, Report, fiscal_year
from caseload.work import next_in_court
from casetracker.models import Appearance, CaseFile, Count, Participant, Proceeding, VictimNotice, VictimRequest
from casetracker.timeline import Timeline
from config.databases import refresh_statistics
from foundation import clock
from foundation.records.occurring import occurring
from foundation.records.related import _statement
from tests.factories.casetracker import open_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(world):
    return [open_file(world.lead) for _ in range(3)]


def plan_of(sql, params=()):
    """How the database would read it; PostgreSQL as it would with more rows than a test has."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {'QUERY PLAN' if connection.vendor == 'sqlite' else ''} {sql}", params)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def plan(rows):
    return plan_of(*rows.query.sql_with_params())


def test_a_list_of_files_is_read_in_the_order_of_its_index(files, world):
    shown = plan(CaseFile.objects.visible_to(world.lead).closest_first()[:25])

    assert "files_by_ceiling" in shown
    assert not {"Sort", "ORDER"} & {*shown.split()}


def test_counsel_are_found_among_people_who_act_for_nobody(files):
    Participant.objects.bulk_create(
        Participant(file=files[number % 3], kind="WITNESS", name_key="quill", ref=f"2222{number:06}") for number in range(5_000)
    )
    refresh_statistics()
    keys = [1] if connection.vendor == "postgresql" else json.dumps([1])

    assert "counsel_of_people" in plan_of(_statement(connection.vendor, Participant, "acts_for"), [keys])


@pytest.mark.parametrize(
    "rows",
    [VictimRequest.objects.open(), Appearance.objects.pending(), CaseFile.objects.filter(ref="26-HT-2222")],
    ids=lambda rows: rows.model.__name__,
)
def test_a_few_rows_do_not_walk_her_places_on_other_files(files, world, rows):
    shown = plan(rows.visible_to(world.pro))
    if connection.vendor == "postgresql":
        return  # makes one join of both ways of asking

    assert "files_of_person" not in shown
    assert "CORRELATED" in shown


def test_a_list_of_everything_begins_from_her_places(files, world):
    shown = plan(CaseFile.objects.all_visible_to(world.pro).order_by())
    if connection.vendor == "postgresql":
        return

    assert "files_of_person" in shown


def test_which_values_occur_is_asked_in_one_query(files, world, django_assert_num_queries):
    states = [*{file.state for file in files}, "CLOSED", "NO SUCH"]
    seen = CaseFile.objects.visible_to(world.lead)

    with django_assert_num_queries(1):
        assert occurring(seen, "state", states) == {file.state for file in files}
    assert occurring(seen, "state", []) == set()
    assert occurring(seen.none(), "state", states) == set()
    assert occurring(CaseFile.objects.visible_to(world.pro), "state", states) == set()
    assert occurring(Proceeding.objects.visible_to(world.lead), "state", ["CHARGED"]) == {"CHARGED"}


def test_the_first_days_in_court_are_read_and_no_more(files, world):
    with connection.execute_wrapper(kept := Kept()):
        next_in_court(world.lead, clock.today())

    assert "results_to_record" in plan_of(*kept.statements[-1])


def test_the_history_of_a_file_walks_no_table_of_all_files(files, world):
    with connection.execute_wrapper(kept := Kept()):
        Timeline(files[0], world.lead).acts()

    shown = plan_of(*kept.statements[-1])
    assert "move_subject" in shown
    assert "past_of_documents" in shown
    assert "past_of_approvals" in shown
    for table in ("workflow_move", "documents_historicaldocument", "workflow_historicalapproval"):
        assert f"SCAN {table}" not in shown
        assert f"Seq Scan on {table}" not in shown


def test_the_outcome_report_reads_of_charges_and_victims_told_an_index_alone(world):
    like, counts, told = world.count, [], []
    for number in range(3_000):
        on, ref = clock.today() - timedelta(days=number), f"2222{number:06}"
        count = Count(proceeding=like.proceeding, offence=like.offence, offence_from=on, state_on=on, ref=ref)
        count.__dict__["state"] = "ABATED"
        counts.append(count)
        told.append(VictimNotice(proceeding=like.proceeding, participant=like.proceeding.accused, duty="OUTCOME", since_on=on, ref=ref))
    Count.objects.bulk_create(counts)
    VictimNotice.objects.bulk_create(told)
    refresh_statistics()

    with connection.execute_wrapper(kept := Kept()):
        Report(world.lead, Asked(*fiscal_year(clock.today()))).values  # noqa: B018  reading it asks the database

    charges, cases, _notices, duties = (plan_of(*statement) for statement in kept.statements)
    if connection.vendor == "postgresql":
        return  # weighs the tables as well as their indexes

    assert "COVERING INDEX outcomes_of_counts" in charges
    assert "COVERING INDEX outcomes_of_counts" in cases
    assert "COVERING INDEX counts_of_cases" in cases
    assert "COVERING INDEX duties_by_day" in duties


class Kept:
    def __init__(self):
        self.statements = []

    def __call__(self, execute, sql, params, many, context):
        self.statements.append((sql, params))
        return execute(sql, params, many, context)

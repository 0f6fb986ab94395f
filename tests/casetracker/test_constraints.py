"""What the tables refuse, whoever writes."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from casetracker import models
from casetracker.services import AlreadySent
from foundation import clock
from foundation.audit.acts import WriteOutsideAct
from foundation.law import catalogue
from foundation.workflow.transitions import restore
from tests.factories.casetracker import World, accused_in, offence, open_file, put

pytestmark = pytest.mark.django_db


def refused(acting, lead, write):
    with pytest.raises(IntegrityError), transaction.atomic(), acting(lead):
        write()


@pytest.mark.parametrize("record", ["file", "proceeding", "count"])
def test_a_state_is_one_of_the_machine(world, acting, record):
    subject = getattr(world, record)

    def write():
        with acting(world.lead) as this_act:
            restore(subject, "NOWHERE", act=this_act, happened_on=clock.today(), reason="")

    refused(acting, world.lead, write)


def test_parked_from_is_for_the_parked_alone(world):
    for state, parked in [("WARRANT_OUT", ""), ("INTAKE", "CHARGED"), ("CONCLUDED", "INTAKE"), ("WARRANT_OUT", "CONCLUDED")]:
        with pytest.raises(IntegrityError), transaction.atomic():
            put(world.proceeding, state, parked_from=parked)
    for state, parked in [("CROWN_STAYED", ""), ("PROCEEDING", "LAID")]:
        with pytest.raises(IntegrityError), transaction.atomic():
            put(world.count, state, parked_from=parked)
    assert put(world.count, "CROWN_STAYED", parked_from="PROCEEDING").parked_from == "PROCEEDING"


def test_a_count_stands_on_a_document_once_it_is_laid(lead, pro, assistant):
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in(laid=False)], decision=None)

    with pytest.raises(IntegrityError), transaction.atomic():
        put(world.count, "LAID")
    assert put(world.count, "NOT_LAID").document is None


def test_a_withdrawn_count_has_a_reason(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        put(world.count, "WITHDRAWN")


def test_an_included_offence_is_known(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        put(world.count, "GUILTY_INCLUDED")


def test_a_declined_file_has_a_reason(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        put(world.file, "DECLINED")


@pytest.mark.parametrize(
    "model, values",
    [
        (models.FileAccess, {"acting_as": "COVER", "from_at": clock.now}),
        (models.FileAccess, {"acting_as": "BOSS", "from_at": clock.now}),
        (models.FileAccess, {"acting_as": "LEAD_COUNSEL", "from_at": clock.now}),
        (models.FileWall, {"reason": "", "set_at": clock.now}),
        (models.Participant, {"kind": "KING", "family_name": "X"}),
        (models.ConflictName, {"kind": "KING", "name": "X"}),
        (models.Appearance, {"on": clock.today, "purpose": "TEA"}),
        (models.Appearance, {"on": clock.today, "purpose": "FIRST", "adjourned_by": "CROWN"}),
        (models.ChargingDocument, {"kind": "LETTER", "number": "1"}),
    ],
)
def test_nonsense_inside_a_file(world, acting, model, values):
    given = {name: value() if callable(value) else value for name, value in values.items()}
    if model in (models.FileAccess, models.FileWall):
        given["user"] = world.assistant

    refused(acting, world.lead, lambda: model.objects.create(file=world.file, **given))


@pytest.mark.parametrize(
    "model, values",
    [
        (models.Election, {"kind": "CROWN", "choice": "OCJ", "on": clock.today}),
        (models.Election, {"kind": "ACCUSED", "choice": "SUMMARY", "on": clock.today}),
        (models.Election, {"kind": "CROWN", "choice": "SUMMARY", "on": clock.today}),
        (models.OrderAnswer, {"order": "CAKE", "answer": "MADE", "on": clock.today}),
        (models.OrderAnswer, {"order": "DNA", "answer": "MAYBE", "on": clock.today}),
        (models.VictimView, {}),
        (models.VictimView, {"view": "Agrees"}),
        (models.ClockOrigin, {"kind": "BIRTH", "on": clock.today}),
        (models.Warrant, {"kind": "SEARCH", "issued_on": clock.today}),
    ],
)
def test_nonsense_inside_a_proceeding(world, acting, model, values):
    given = {name: value() if callable(value) else value for name, value in values.items()}

    refused(acting, world.lead, lambda: model.objects.create(proceeding=world.proceeding, **given))


def test_one_open_warrant_and_one_answer(world, acting):
    world.do("issue_warrant", proceeding=world.proceeding, kind="BENCH_597", issued_on=clock.today())
    refused(
        acting,
        world.lead,
        lambda: models.Warrant.objects.create(proceeding=world.proceeding, kind="ARREST_512", issued_on=clock.today()),
    )
    with acting(world.lead):
        models.OrderAnswer.objects.create(proceeding=world.proceeding, order="DNA", answer="MADE", on=clock.today())
    refused(
        acting,
        world.lead,
        lambda: models.OrderAnswer.objects.create(proceeding=world.proceeding, order="DNA", answer="MADE", on=clock.today()),
    )


def test_a_screening_proceeds_on_both_tests(world, acting):
    def write():
        models.ScreeningReview.objects.create(
            proceeding=world.proceeding,
            count=world.count,
            reviewed_on=clock.today(),
            reviewed_by=world.pro,
            outcome="PROCEED",
            prospect=True,
        )

    refused(acting, world.lead, write)


def test_dates_stand_in_order(world, acting):
    today = clock.today()
    before = today - timedelta(days=1)
    decision = {"count": world.count, "result": "ACQUITTED", "on": today}
    writes = [
        lambda: models.Decision.objects.create(**decision, by="J", appeal_due_on=before),
        lambda: models.Decision.objects.create(**decision, by="J", appeal_due_on=today, appeal_none=True),
        lambda: models.Decision.objects.create(**decision, by=""),
        lambda: models.Ban.objects.create(file=world.file, provision=catalogue.ban_by_code("CC:517@"), made_on=today, ended_on=before),
        lambda: models.Warrant.objects.create(proceeding=world.proceeding, kind="BENCH_597", issued_on=today, executed_on=before),
        lambda: models.Count.objects.create(proceeding=world.proceeding, offence=offence(), offence_from=today, offence_to=before),
    ]
    for write in writes:
        refused(acting, world.lead, write)


@pytest.mark.parametrize("model", [models.Participant, models.FileNote, models.Appearance])
def test_nothing_is_written_outside_an_act(world, model):
    values = {
        models.Participant: {"kind": "WITNESS", "family_name": "X"},
        models.FileNote: {"author": world.lead, "text": "x", "written_at": clock.now()},
        models.Appearance: {"on": clock.today(), "purpose": "FIRST"},
    }[model]

    with pytest.raises(WriteOutsideAct), transaction.atomic():
        model.objects.create(file=world.file, **values)
    assert not model.objects.filter(**{name: value for name, value in values.items() if name != "author"}).exists()


def test_contact_details_are_encrypted_and_leave_no_history(world):
    person = world.do(
        "add_participant",
        case_file=world.file,
        kind="VICTIM",
        family_name="Quill",
        phone="416 555 0100",
        safe_contact="Never leave a message",
    )

    with connection.cursor() as cursor:
        cursor.execute("SELECT phone, safe_contact FROM casetracker_participant WHERE id = %s", [person.pk])
        stored = cursor.fetchone()
    assert all(value and "555" not in value and "message" not in value for value in stored)
    assert models.Participant.objects.get(pk=person.pk).phone == "416 555 0100"
    assert not {"phone", "email", "address", "safe_contact"} & {field.name for field in models.Participant.history.model._meta.fields}


def test_a_state_changes_by_a_transition_alone(world):
    for record in (world.file, world.proceeding, world.count):
        with pytest.raises(AttributeError):
            record.state = "CONCLUDED"
    with pytest.raises(AttributeError):
        models.Proceeding(file=world.file, accused=world.proceeding.accused, state="CONCLUDED")


def test_a_second_send_of_the_intake_finds_the_first(assistant):
    first = open_file(assistant, key="form-1")

    with pytest.raises(AlreadySent) as sent:
        open_file(assistant, key="form-1")

    assert models.CaseFile.objects.count() == 1
    assert first.ref in sent.value.url

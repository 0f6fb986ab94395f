"""Who sees which rows: one table for every kind of row, and a wall beats everything."""

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casetracker import models, policies, services
from foundation import clock
from foundation.law import catalogue
from tests.casetracker.test_rights import subjects  # noqa: F401
from tests.factories.accounts import UserFactory
from tests.factories.casetracker import HYBRID, TRAFFICKING, World, accused_in, again, count_in, open_file, put

pytestmark = pytest.mark.django_db

TEAM = {"LEAD", "AST", "REC", "LEAD_COUNSEL", "COUNSEL", "COVER"}
WITH_LOCAL = {*TEAM, "LOCAL_CROWN"}
KINDS = {
    models.CaseFile: WITH_LOCAL,
    models.Participant: WITH_LOCAL,
    models.Ban: WITH_LOCAL,
    models.VictimRequest: WITH_LOCAL,
    models.Proceeding: WITH_LOCAL,
    models.Count: WITH_LOCAL,
    models.ChargingDocument: WITH_LOCAL,
    models.ClockOrigin: WITH_LOCAL,
    models.Election: WITH_LOCAL,
    models.OrderAnswer: WITH_LOCAL,
    models.Warrant: WITH_LOCAL,
    models.Decision: WITH_LOCAL,
    models.Appearance: WITH_LOCAL,
    models.AppearanceOf: WITH_LOCAL,
    models.FileNote: TEAM,
    models.ConflictName: TEAM,
    models.FileAccess: TEAM,
    models.LinkedDecision: TEAM,
    models.Handover: TEAM,
    models.ClosingChecklist: TEAM,
    models.ScreeningReview: TEAM,
    models.VictimView: TEAM,
    models.DuplicateHint: {"LEAD", "AST", "REC"},
    models.FileWall: {"LEAD", "REC"},
}


@pytest.fixture
def case_file(lead):
    return open_file(lead, [accused_in(counts=[count_in(HYBRID), count_in(TRAFFICKING)])])


@pytest.fixture
def full(case_file, subjects, lead, acting):  # noqa: F811
    """A shared file with at least one row of every kind."""
    proceeding = models.Proceeding.objects.get(file=case_file)
    count = models.Count.objects.filter(proceeding=proceeding).first()
    other = open_file(lead, [accused_in("Cedar")])
    case_file = put(case_file, "SHARED", by=lead)
    today = clock.today()
    with acting(lead):
        victim = models.Participant.objects.create(file=case_file, kind="VICTIM", family_name="Quill")
        models.Ban.objects.create(file=case_file, participant=victim, provision=catalogue.ban_by_code("CC:486.4@"), made_on=today)
        asked = {"kind": "SCREEN", "asked_on": today, "asked_by": "HERSELF", "recorded_by": lead}
        models.VictimRequest.objects.create(participant=victim, **asked)
        models.Election.objects.create(proceeding=proceeding, kind="ACCUSED", choice="OCJ", on=today)
        models.OrderAnswer.objects.create(proceeding=proceeding, order="DNA", answer="MADE", on=today)
        models.Warrant.objects.create(proceeding=proceeding, kind="BENCH_597", issued_on=today, executed_on=today)
        models.Decision.objects.create(count=count, result="FOUND_GUILTY", on=today, by="Justice Q. Rowan")
        day = models.Appearance.objects.create(file=case_file, on=today, purpose="FIRST")
        models.AppearanceOf.objects.create(appearance=day, proceeding=proceeding)
        models.FileNote.objects.create(file=case_file, author=lead, text="Ours", written_at=clock.now())
        models.ConflictName.objects.create(file=case_file, name="Robin Quill", kind="VICTIM")
        models.LinkedDecision.objects.create(file=case_file, decision_ref="ABCDEFGHJK", linked_by=lead, linked_at=clock.now())
        models.Handover.objects.create(file=case_file, office=lead.office, contact="X", accepted_on=today, delay_position="None")
        models.ClosingChecklist.objects.create(file=case_file)
        models.ScreeningReview.objects.create(
            proceeding=proceeding, count=count, reviewed_on=today, reviewed_by=lead, outcome="INVESTIGATE"
        )
        models.VictimView.objects.create(proceeding=proceeding, exception="NOT_FOUND")
        models.DuplicateHint.objects.create(file=case_file, other=other, kind="NAME", found_on=today)
    return case_file


def rows_of(model, case_file):
    paths = {
        models.CaseFile: "pk",
        models.Count: "proceeding__file",
        models.Decision: "count__proceeding__file",
        models.VictimRequest: "participant__file",
        **dict.fromkeys([models.Election, models.OrderAnswer, models.Warrant, models.ClockOrigin], "proceeding__file"),
        **dict.fromkeys([models.AppearanceOf, models.ScreeningReview, models.VictimView], "proceeding__file"),
    }
    return model.objects.filter(**{paths.get(model, "file"): case_file.pk})


# Rows that come late in a life are seen by the very rule of a row that the world holds.
SEEN_AS = {
    models.CarriageAgreement: models.Handover,
    models.Appeal: models.Warrant,
    models.DirectIndictmentRequest: models.Warrant,
    models.FitnessFinding: models.Warrant,
    models.Measure: models.Warrant,
    models.PrimaFacieInquiry: models.Warrant,
    models.DelayInterval: models.Warrant,
    models.DelayApplication: models.Warrant,
    models.ComplexityFact: models.Warrant,
    models.BailHearing: models.Warrant,
    models.ReleaseOrder: models.Warrant,
    **dict.fromkeys([models.BailCondition, models.Surety, models.BailBreach, models.OrderCopy], models.BailCondition),
    models.AppealCount: models.Decision,
    models.TextChoice: models.Decision,
    models.CountAmendment: models.Decision,
    models.CrownStay: models.Decision,
    models.SentencePart: models.Decision,
    models.SentenceTotal: models.Warrant,
    models.PleaNotice: models.VictimView,
    models.VictimNotice: models.VictimView,
    models.Ruling: models.Warrant,
    models.CountLineage: models.CountLineage,
}


@pytest.mark.parametrize("model", KINDS, ids=lambda model: model.__name__)
def test_who_sees_a_row(full, subjects, model):  # noqa: F811
    rows = rows_of(model, full)
    assert rows.exists()

    seen = {who for who, person in subjects.items() if rows.visible_to(person).exists()}

    assert seen == KINDS[model]


def test_every_kind_of_row_is_in_the_table():
    tracked = {model for model in apps.get_app_config("casetracker").get_models() if hasattr(model, "history")}

    assert tracked == {*KINDS, *SEEN_AS}
    assert {model for model, other in SEEN_AS.items() if rule_of(model) is not rule_of(other)} == set()


def rule_of(model):
    """The rule by which rows of a model are seen."""
    return type(model.objects.all()).visible_to


@pytest.mark.parametrize("model", KINDS, ids=lambda model: model.__name__)
def test_seeing_is_one_statement(full, subjects, model):  # noqa: F811
    for person in subjects.values():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            list(model.objects.visible_to(person))
        assert len(asked) <= 1


def test_policies_and_querysets_agree(full, subjects):  # noqa: F811
    for who, person in subjects.items():
        fresh = again(full)
        assert policies.may_see(fresh, person) == models.CaseFile.objects.visible_to(person).filter(pk=full.pk).exists(), who
        assert {*models.CaseFile.objects.all_visible_to(person)} == {*models.CaseFile.objects.visible_to(person)}, who


def test_a_prosecutor_sees_her_files_alone(lead, pro, assistant):
    hers = World(lead=lead, pro=pro, assistant=assistant)
    World(lead=lead, pro=UserFactory(), assistant=assistant)

    assert [case_file.ref for case_file in models.CaseFile.objects.visible_to(pro)] == [hers.file.ref]


def test_who_opens_an_intake_sees_it_until_the_decision(lead, pro, assistant):
    case_file = open_file(pro)
    other = UserFactory()
    assert models.CaseFile.objects.visible_to(pro).exists()
    assert not models.CaseFile.objects.visible_to(other).exists()

    services.decide_intake(
        case_file=case_file, decision="CARRIED", by=lead, at=clock.now(), conflict_cleared=True, lead_prosecutor=other, reason="Load"
    )

    assert not models.CaseFile.objects.visible_to(pro).exists()
    assert models.CaseFile.objects.visible_to(other).exists()


def test_cover_ends_after_four_hours(world, later):
    colleague = UserFactory()
    world.do("take_cover", by=colleague, ref=world.file.ref, reason="Bail hearing in ten minutes, counsel is ill")
    assert models.CaseFile.objects.visible_to(colleague).exists()

    with later(hours=3, minutes=59, seconds=59):
        assert models.CaseFile.objects.visible_to(colleague).exists()
    with later(hours=4):
        assert not models.CaseFile.objects.visible_to(colleague).exists()


def test_a_wall_holds_at_the_next_question(world, lead):
    other_lead = UserFactory(lead=True)
    assert models.CaseFile.objects.visible_to(other_lead).count() == 1

    wall = world.do("set_wall", by=lead, case_file=world.file, user=other_lead, reason="Family of a witness")
    assert models.CaseFile.objects.visible_to(other_lead).count() == 0

    world.do("lift_wall", by=lead, wall=wall, reason="Entered by mistake")
    assert models.CaseFile.objects.visible_to(other_lead).count() == 1


def test_files_without_a_prosecutor(world, later):
    access = models.FileAccess.objects.get(acting_as="LEAD_COUNSEL")
    assert not models.CaseFile.objects.without_prosecutor().exists()

    with later(hours=1):
        world.do("end_access", by=world.lead, access=access, reason="Left the team")
        assert models.CaseFile.objects.without_prosecutor().count() == 1
        assert models.CaseFile.objects.of(world.pro).count() == 0

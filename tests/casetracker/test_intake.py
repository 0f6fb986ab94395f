"""Intake: one act, conflicts and duplicates shown to who may see them, a lead told of the rest."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from casetracker import services
from casetracker.models import CaseFile, DuplicateHint, FileAccess
from foundation import clock
from foundation.audit.models import Act
from foundation.law import catalogue
from foundation.notifications.models import Notice
from foundation.search.models import Change
from foundation.workflow.models import Move
from tests.casetracker.state_of_things import nothing_changes
from tests.factories.accounts import AgencyFactory, UserFactory
from tests.factories.casetracker import SWORN_ON, World, accused_in, again, open_file

pytestmark = pytest.mark.django_db


def told(person):
    return sorted(Notice.objects.filter(recipient=person).values_list("template", flat=True))


def test_intake_is_one_act(assistant):
    case_file = open_file(assistant, [accused_in("Alder"), accused_in("Birch")], occurrence_number="PR25-001")

    opened = Act.objects.exclude(kind="load_law").get()
    assert opened.kind == "open_case_file"
    assert opened.result == {"url_name": "casetracker:file", "kwargs": {"ref": case_file.ref}}
    assert {move.act_id for move in Move.objects.all()} == {opened.pk}
    assert case_file.state == "CONFLICT_CHECK"
    assert Change.objects.filter(key=f"casetracker.CaseFile:{case_file.ref}").exists()


def test_laid_counts_charge_their_accused_on_the_day_sworn(assistant):
    case_file = open_file(assistant, [accused_in("Alder"), accused_in("Birch", laid=False)])
    charged, suspect = case_file.proceedings.order_by("pk")

    assert (charged.state, suspect.state) == ("CHARGED", "SUSPECT")
    assert Move.objects.of(charged).get(rule="A1").happened_on == SWORN_ON
    assert charged.clock_origins.get().on == SWORN_ON
    assert [count.state for count in suspect.counts.all()] == ["PROPOSED"]
    assert charged.counts.get().document.number == "4811-25-100"


def test_accused_on_one_information_share_it(assistant):
    case_file = open_file(assistant, [accused_in("Alder"), accused_in("Birch")])

    assert case_file.documents.count() == 1
    assert case_file.documents.get().counts.count() == 2


def test_without_complete_names_the_check_waits(assistant):
    case_file = open_file(assistant, names_complete=False)
    assert (case_file.state, again(case_file).situation) == ("REFERRED", "NAMES_NEEDED")

    services.add_conflict_names(
        case_file=case_file,
        names=[services.NameIn("Zélie Quill", "VICTIM"), services.NameIn(" ", "OTHER")],
        names_complete=True,
        by=assistant,
        at=clock.now(),
    )
    services.check_conflicts(case_file=again(case_file), by=assistant, at=clock.now())

    assert again(case_file).state == "CONFLICT_CHECK"
    assert case_file.conflict_names.get().name_key == "quill zelie"


@pytest.mark.parametrize("role", ["crown", "police", "records", "admin"])
def test_only_the_team_opens_files(role, assistant):
    with nothing_changes(), pytest.raises(PermissionDenied):
        open_file(UserFactory(**{role: True}), agency=None, office=None)


def test_a_match_is_shown_to_who_sees_the_other_file(lead, pro, assistant):
    agency = AgencyFactory()
    other = open_file(assistant, [accused_in("Alder")], agency=agency, occurrence_number="PR25-001")
    asked = {"agency": agency, "occurrence_number": " pr25-001 ", "people": [("ALDER, Morgan", None)]}

    assert {match.case_file for match in services.duplicates_for(lead, **asked)} == {other}
    assert {match.kind for match in services.duplicates_for(lead, **asked)} == {"OCCURRENCE", "NAME"}
    assert services.duplicates_for(pro, **asked) == []


def test_a_match_elsewhere_is_told_to_the_leads_who_may_see_both(lead, pro, assistant):
    blind = UserFactory(lead=True)
    other = open_file(assistant, [accused_in("Alder")])
    services.set_wall(case_file=other, user=blind, reason="Acted for the accused", by=lead, at=clock.now())
    before = told(lead)

    mine = open_file(pro, [accused_in("Alder")])

    hint = DuplicateHint.objects.get(file=mine)
    assert (hint.other, hint.kind) == (other, "NAME")
    assert told(lead) == [*before, "casetracker/match_elsewhere"]
    assert told(blind) == []
    assert told(pro) == []
    assert not DuplicateHint.objects.visible_to(pro).exists()
    assert not DuplicateHint.objects.visible_to(blind).exists()
    assert DuplicateHint.objects.visible_to(lead).get() == hint


def test_no_match_where_birth_dates_differ(lead, assistant):
    open_file(assistant, [accused_in("Alder", birth_date=date(1990, 1, 1))])

    mine = open_file(assistant, [accused_in("Alder", birth_date=date(1991, 1, 1))])

    assert not DuplicateHint.objects.filter(file=mine).exists()


def test_a_hint_is_made_once_and_put_away_by_a_lead(lead, assistant):
    open_file(assistant, [accused_in("Alder")])
    mine = open_file(assistant, [accused_in("Alder")])
    services.add_conflict_names(case_file=mine, names=[], names_complete=True, by=assistant, at=clock.now())
    hint = DuplicateHint.objects.get()
    with pytest.raises(PermissionDenied):
        services.resolve_hint(hint=hint, by=assistant, at=clock.now())

    services.resolve_hint(hint=hint, by=lead, at=clock.now())

    assert again(hint).resolved_on == clock.today()


def test_the_decision_names_people_and_tells_them(lead, pro, assistant):
    second, local = UserFactory(), UserFactory(crown=True)
    case_file = open_file(assistant)

    services.decide_intake(
        case_file=case_file,
        decision="SHARED",
        by=lead,
        at=clock.now(),
        conflict_cleared=True,
        lead_prosecutor=pro,
        co_counsel=[second],
        local_crown=local,
        reason="Several regions",
    )

    places = {(access.user, access.acting_as) for access in FileAccess.objects.current()}
    assert places == {(pro, "LEAD_COUNSEL"), (second, "COUNSEL"), (local, "LOCAL_CROWN")}
    assert told(pro) == told(second) == ["casetracker/assigned"]
    assert told(assistant) == ["casetracker/intake_decided"]
    assert CaseFile.objects.visible_to(local).exists()
    assert again(case_file).conflict_cleared_on == clock.today()


def test_reassigning_tells_both_and_leaves_one_lead(world, lead):
    new = UserFactory()

    world.do("assign", by=lead, case_file=world.file, to=new, acting_as="LEAD_COUNSEL", reason="Parental leave")

    leads = FileAccess.objects.current().filter(acting_as="LEAD_COUNSEL")
    assert [access.user for access in leads] == [new]
    assert "casetracker/taken_off" in told(world.pro)
    assert told(new) == ["casetracker/assigned"]
    with nothing_changes(), pytest.raises(services.Refusal):
        world.do("assign", by=lead, case_file=world.file, to=new, acting_as="LEAD_COUNSEL", reason=" ")
    with nothing_changes(), pytest.raises(services.Refusal):
        world.do("assign", by=lead, case_file=world.file, to=UserFactory(crown=True), acting_as="COUNSEL", reason="x")


def test_cover_is_told_to_the_leads_and_needs_a_reason(world, lead):
    colleague = UserFactory()
    for ref, reason in [(world.file.ref, "too short"), ("26-HT-XXXX", "Bail hearing in ten minutes, counsel is ill")]:
        with nothing_changes(), pytest.raises(services.Refusal):
            world.do("take_cover", by=colleague, ref=ref, reason=reason)

    access = world.do("take_cover", by=colleague, ref=world.file.ref, reason="Bail hearing in ten minutes, counsel is ill")

    assert "casetracker/covered" in told(lead)
    world.do("add_appearance", by=colleague, case_file=world.file, proceedings=world.proceedings, on=clock.today(), purpose="BAIL")
    with pytest.raises(PermissionDenied):
        world.do("begin_intake", by=colleague, proceeding=world.proceeding, happened_on=clock.today())
    world.do("review_cover", by=lead, access=access)
    assert again(access).reviewed_at == clock.now()


def test_cover_opens_no_walled_file_and_looks_like_no_file(world, lead):
    colleague = UserFactory()
    world.do("set_wall", by=lead, case_file=world.file, user=colleague, reason="Acted for the accused")

    with pytest.raises(services.Refusal) as walled:
        world.do("take_cover", by=colleague, ref=world.file.ref, reason="Bail hearing in ten minutes, counsel is ill")
    with pytest.raises(services.Refusal) as missing:
        world.do("take_cover", by=colleague, ref="26-HT-XXXX", reason="Bail hearing in ten minutes, counsel is ill")

    assert str(walled.value) == str(missing.value)


def test_appearances_of_several_accused_and_their_next_date(lead, pro, assistant):
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in("Alder"), accused_in("Birch")])
    day = world.do("add_appearance", case_file=world.file, proceedings=world.proceedings, on=clock.today(), purpose="FIRST", room="504")
    words = {"appearance": day, "result": "ADJOURNED", "next_on": date(2026, 4, 1), "next_purpose": "CPT"}
    for missing in ({"adjourn_reason": "Counsel ill"}, {"adjourned_by": "DEFENCE"}):
        with nothing_changes(), pytest.raises(services.Refusal):
            world.do("record_result", **words, **missing)
    with nothing_changes(), pytest.raises(services.Refusal):
        world.do("record_result", appearance=day, result="HELD", next_on=date(2026, 1, 1))

    world.do("record_result", **words, adjourned_by="DEFENCE", adjourn_reason="Counsel ill")

    following = again(day).next
    assert (following.on, following.purpose, following.room) == (date(2026, 4, 1), "CPT", "")
    assert set(following.proceedings.all()) == set(world.proceedings)


def test_a_day_that_has_not_come_has_no_result(world):
    day = world.appearance()

    with nothing_changes(), pytest.raises(services.Refusal):
        world.do("record_result", appearance=day, result="HELD")


def test_today_is_that_of_the_courthouse(world, later):
    day = world.do(
        "add_appearance",
        case_file=world.file,
        proceedings=world.proceedings,
        on=date(2026, 3, 4),
        purpose="FIRST",
        courthouse=catalogue.courthouse("KENORA"),
    )

    with later(hours=10, minutes=20), pytest.raises(services.Refusal):  # 00:30 in Toronto, 23:30 the day before in the west
        world.do("record_result", appearance=day, result="HELD")
    with later(hours=11):
        world.do("record_result", appearance=day, result="HELD")

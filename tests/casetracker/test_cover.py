"""Cover of a colleague's file: reason, four hours, one event and one notice for each use, review within two working days (T05)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from caseload.covers import late_covers
from casetracker import policies, services
from casetracker.models import CaseFile, FileAccess
from foundation import clock
from foundation.audit.models import Event
from foundation.notifications.models import Notice
from foundation.records import Refusal
from foundation.workflow.transitions import all_steps
from tests.factories.accounts import UserFactory
from tests.factories.casetracker import again

REASON = "Counsel is ill, bail today"
FOUR_HOURS = timedelta(hours=4)

pytestmark = pytest.mark.django_db


def cover(world, colleague, reason=REASON):
    return services.take_cover(ref=world.file.ref, reason=reason, by=colleague, at=clock.now())


def traces(world):
    """What a use leaves: places on the file, events of covers, notices of covers."""
    return (
        FileAccess.objects.filter(file=world.file, acting_as="COVER").count(),
        Event.objects.filter(act__kind="take_cover", label="casetracker.FileAccess").count(),
        Notice.objects.filter(template="casetracker/covered").count(),
    )


@pytest.mark.parametrize("reason", ["", "   ", "Too short", "x" * 19, "  " + "x" * 19 + "  "])
def test_without_twenty_characters_of_reason_nothing_opens(world, client, reason):
    colleague = UserFactory()
    client.force_login(colleague)

    answer = client.post(reverse("casetracker:take_cover"), {"ref": world.file.ref, "reason": reason})
    with pytest.raises(Refusal):
        cover(world, colleague, reason)

    assert answer.status_code == 422
    assert traces(world) == (0, 0, 0)
    assert client.get(world.file.get_absolute_url()).status_code == 404


def test_twenty_characters_open_it(world):
    assert cover(world, UserFactory(), "x" * 20).acting_as == "COVER"


@pytest.mark.parametrize("passed, opens", [(FOUR_HOURS - timedelta(seconds=1), True), (FOUR_HOURS, False)])
def test_it_ends_after_four_hours_to_the_second_on_the_page_the_policy_and_the_list(world, client, at, passed, opens):
    colleague = UserFactory()
    cover(world, colleague)
    client.force_login(colleague)

    with clock.fixed(at + passed):
        client.force_login(colleague)
        seen = client.get(world.file.get_absolute_url()).status_code == 200
        may = policies.may_record_appearance(again(world.file), colleague)
        listed = CaseFile.objects.visible_to(colleague).exists()

    assert (seen, may, listed) == (opens, opens, opens)


def test_each_use_wants_a_reason_of_its_own_and_leaves_one_event_and_one_notice(world, at):
    colleague = UserFactory()

    first = cover(world, colleague)
    once = traces(world)
    with clock.fixed(at + timedelta(hours=3)):
        with pytest.raises(Refusal):
            cover(world, colleague, "again")
        second = cover(world, colleague, "The bail hearing goes on after lunch")
        twice = traces(world)
    first.refresh_from_db()

    assert once == (1, 1, 1)
    assert twice == (2, 2, 2)
    assert first.until_at == at + FOUR_HOURS  # a second use does not lengthen the first
    assert second.until_at == at + timedelta(hours=7)


def test_each_lead_who_may_see_the_file_gets_one_notice_and_no_walled_one(world, lead):
    other, walled = UserFactory(lead=True), UserFactory(lead=True)
    services.set_wall(case_file=world.file, user=walled, reason="Her sister is a witness", by=lead, at=clock.now())

    cover(world, UserFactory())

    told = Notice.objects.filter(template="casetracker/covered").values_list("recipient", flat=True)
    assert sorted(told) == sorted([lead.pk, other.pk])


def test_who_covers_reads_and_records_appearances_and_makes_no_move(world):
    colleague = UserFactory()
    cover(world, colleague)
    case_file = again(world.file)
    subjects = [case_file, *case_file.proceedings.all(), *(count for one in case_file.proceedings.all() for count in one.counts.all())]

    moves = {step.name for subject in subjects for step in all_steps(type(subject)) if step.permission(subject, colleague)}
    rights = {name for name in dir(policies) if name.startswith("may_") and _may(name, case_file, colleague)}

    assert moves == set()
    assert rights == {"may_see", "may_read_notes", "may_record_appearance", "may_open_case_file", "may_cover"}


def _may(name, case_file, person) -> bool:
    """Ask a right that looks at a file, or at the person alone; those that look at one count are among the moves."""
    right = getattr(policies, name)
    if right.__code__.co_argcount == 1:
        return right(person)
    return right.__code__.co_varnames[0] != "count" and right(case_file, person)


def test_who_covers_records_an_appearance_and_is_refused_the_pages_of_counsel(world, client):
    colleague = UserFactory()
    cover(world, colleague)
    client.force_login(colleague)

    def status(name, **refs):
        return client.get(reverse(f"casetracker:{name}", kwargs={"ref": world.file.ref, **refs})).status_code

    assert status("file") == status("dates") == 200
    assert {status(name) for name in ("edit_theory", "assign", "grant_access", "set_wall", "close", "transfer")} == {403}


@pytest.mark.parametrize("role", ["lead", "assistant", "crown", "police", "records", "admin"])
def test_only_a_prosecutor_covers(client, world, role):
    client.force_login(UserFactory(**{role: True}))

    assert client.get(reverse("casetracker:take_cover")).status_code == 403


# Review. Thursday 2 April 2026, 16:00 in Toronto; Friday is Good Friday: the two working days are Monday and Tuesday.

COVERED_AT = datetime(2026, 4, 2, 20, 0, tzinfo=UTC)


@pytest.fixture
def covered(world):
    with clock.fixed(COVERED_AT):
        return cover(world, UserFactory(name="Cora Cover"))


@pytest.mark.parametrize(
    "moment, appears",
    [
        (datetime(2026, 4, 6, 15, 0, tzinfo=UTC), False),  # Monday
        (datetime(2026, 4, 8, 3, 59, tzinfo=UTC), False),  # Tuesday, a minute before midnight in Toronto
        (datetime(2026, 4, 8, 4, 1, tzinfo=UTC), True),  # Wednesday, a minute after it
    ],
)
def test_unreviewed_after_two_working_days_it_is_on_the_leads_page(covered, lead, client, moment, appears):
    with clock.fixed(moment):
        client.force_login(lead)
        page = client.get(reverse("lead")).content.decode()

    assert (REASON in page) == appears
    assert ("Cover not reviewed" in page) == appears


def test_a_reviewed_cover_and_one_of_a_walled_file_are_not_there(world, covered, lead):
    later = COVERED_AT + timedelta(days=9)
    walled = UserFactory(lead=True)
    services.set_wall(case_file=world.file, user=walled, reason="Her sister is a witness", by=lead, at=COVERED_AT)
    with clock.fixed(later):
        before = len(late_covers(lead, clock.today())), len(late_covers(walled, clock.today()))
        services.review_cover(access=covered, by=lead, at=clock.now())

        assert before == (1, 0)
        assert late_covers(lead, clock.today()) == []

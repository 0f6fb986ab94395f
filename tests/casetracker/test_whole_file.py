"""One file with three accused through everything that can happen to charges, with states and delay worked out by hand.

Avery stays in the Ontario Court of Justice by a re-election. Blake goes up by direct indictment, the first trial ends in a mistrial, and
one count, severed, is stayed by the Crown until the stay lapses. Corey pleads guilty, appeals, and is to be tried again.
"""

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from casetracker import ledger, roll, services
from casetracker.models import CaseFile, Count, Proceeding
from foundation import clock
from foundation.law import catalogue
from tests.factories.casetracker import PROCURING, TRAFFICKING, World, accused_in, again, count_in, offence

pytestmark = pytest.mark.django_db
JUDGE = "Justice Q. Rowan"
SWORN = date(2025, 2, 3)
OFFENCE = {"offence_from": date(2024, 6, 1), "offence_to": date(2024, 12, 1)}


@contextmanager
def on(year, month, day):
    """A day of the file, at ten in the morning in Toronto."""
    with clock.fixed(datetime(year, month, day, 15, 0, tzinfo=UTC)):
        yield


def joint(section, group):
    return count_in(section, joint_group=group, **OFFENCE)


def info(number="4811-25-77", sworn_on=SWORN):
    return services.InformationIn(number=number, sworn_on=sworn_on, court=catalogue.court("OCJ"))


@pytest.fixture
def told(lead, pro, assistant):
    """Play the file; give it, with its accused by name."""
    with on(2025, 2, 10):
        counts = [joint(PROCURING, "J1"), joint(TRAFFICKING, "J2")]
        accused = [replace(accused_in(name, counts=counts), information=info()) for name in ("Avery", "Blake", "Corey")]
        world = World(lead=lead, pro=pro, assistant=assistant, accused=accused)
    by_name = {row.accused.family_name: row for row in world.proceedings}
    with on(2025, 3, 10):
        for row in world.proceedings:
            world.proceeding_on_counts(row)
            world.to_intake(row)
    with on(2025, 5, 5):
        for row in world.proceedings:
            old = world.counts(row)[0]
            new = services.CountIn(offence=offence(*PROCURING, on=date(2024, 6, 1)), wording="Amended particulars", **OFFENCE)
            world.do(
                "replace_counts",
                proceeding=row,
                replacements=[services.ReplacementIn(new=new, old=[old])],
                document=info("4811-25-201", date(2025, 5, 5)),
            )
            world.proceeding_on_counts(row)
    avery(world, by_name["Avery"])
    severed = blake(world, by_name["Blake"])
    corey(world, by_name["Corey"])
    with on(2026, 7, 10):
        roll.roll(clock.today())
    return world, {name: again(row) for name, row in by_name.items()} | {"severed": again(severed)}


def avery(world, row):
    """Elects the Superior Court, re-elects into the Ontario Court of Justice with the Crown's consent; thirty days are agreed."""
    with on(2025, 6, 2):
        world.do("await_election", proceeding=row, happened_on=clock.today())
        world.do("record_election", proceeding=row, choice="SCJ_JUDGE", on=clock.today(), prelim_requested=True)
    with on(2025, 7, 7):
        world.do("move", subject=row, name="begin_prelim", happened_on=clock.today())
    with on(2025, 9, 2):
        trial = {"trial_on": date(2026, 6, 8), "trial_ends_on": date(2026, 6, 19)}
        world.do("reelect", proceeding=again(row), choice="OCJ", on=clock.today(), consent_on=clock.today(), **trial)
    with on(2025, 10, 1):
        said = {"said_by": "Counsel", "written_in": "TRANSCRIPT", "kind": "WAIVER", "share": 100, "status": "AGREED"}
        world.do("add_interval", proceeding=again(row), from_on=date(2025, 9, 1), to_on=date(2025, 10, 1), **said)


def blake(world, row):
    """One count severed and stayed until the stay lapses; the other by direct indictment, a mistrial, and a second trial set."""
    trafficking = next(count for count in world.counts(row) if count.offence.section == "279.01")
    with on(2025, 6, 16):
        severed = world.do("sever", proceeding=again(row), counts=[trafficking], happened_on=clock.today(), reason="Tried apart")
    with on(2025, 7, 2):
        asked = world.do(
            "ask_crown_stay", proceeding=severed, counts=world.counts(severed), entered_on=clock.today(), reason="A witness is abroad"
        )
        world.do("decide_crown_stay", by=world.lead, approval=asked, granted=True)
    with on(2025, 11, 3):
        request = world.do("ask_direct_indictment", proceeding=again(row), asked_on=clock.today())
        world.do("record_consent", request=request, consent_on=clock.today(), consent_by="Attorney General of Ontario")
        live = [count for count in world.counts(row) if count.state == "PROCEEDING"]
        world.do("file_indictment", proceeding=again(row), number="CR-25-9", filed_on=clock.today(), counts=live)
    with on(2026, 2, 2):
        trial = {"trial_on": clock.today(), "trial_ends_on": date(2026, 2, 20)}
        world.do("set_trial", proceeding=again(row), happened_on=clock.today(), **trial)
        world.do("start_trial", proceeding=again(row), happened_on=clock.today())
    with on(2026, 2, 13):
        tried = [count for count in world.counts(row) if count.state == "ON_INDICTMENT"]
        mistrial = [services.VerdictIn(count, "MISTRIAL") for count in tried]
        world.do("record_verdict", proceeding=again(row), verdicts=mistrial, decided_by=JUDGE, happened_on=clock.today(), reason="A juror")
    with on(2026, 2, 20):
        tried = [again(count) for count in tried]
        reviews = [services.ReviewIn(count=count, outcome="PROCEED", prospect=True, public_interest=True) for count in tried]
        world.do("record_screening", proceeding=again(row), reviews=reviews, reviewed_on=clock.today())
        world.do("resume_counts", proceeding=again(row), counts=tried, happened_on=clock.today())
    return severed


def corey(world, row):
    """Pleads guilty, is sentenced, appeals, and the Court of Appeal orders a new trial."""
    with on(2026, 1, 15):
        live = [count for count in world.counts(row) if count.state == "PROCEEDING"]
        world.do("record_plea", proceeding=again(row), guilty=live, decided_by=JUDGE, happened_on=clock.today())
    with on(2026, 1, 29):
        world.sentenced(row, appeal_due_on=date(2026, 3, 2))
        world.orders_answered(again(row))
        world.do("conclude_proceeding", proceeding=again(row), happened_on=clock.today())
    with on(2026, 2, 16):
        guilty = [count for count in world.counts(row) if count.state == "SENTENCED"]
        appeal = world.do("record_appeal", proceeding=again(row), side="ACCUSED", notice_on=clock.today(), counts=guilty)
    with on(2026, 7, 6):
        results = [services.AppealResultIn(count=count, result="NEW_TRIAL") for count in guilty]
        world.do(
            "end_appeal",
            by=world.lead,
            appeal=appeal,
            results=results,
            decided_on=clock.today(),
            decided_by="Court of Appeal for Ontario",
            custody="RELEASED_COURT",
        )


def states_of(row):
    return sorted(Count.objects.filter(proceeding=row).values_list("state", flat=True))


def test_each_accused_and_each_count_stands_where_the_story_leaves_it(told):
    world, rows = told

    assert {name: row.state for name, row in rows.items()} == {
        "Avery": "TRIAL_SET",
        "Blake": "TRIAL_SET",
        "Corey": "INTAKE",
        "severed": "CONCLUDED",
    }
    assert states_of(rows["Avery"]) == ["PROCEEDING", "PROCEEDING", "REPLACED"]
    assert states_of(rows["Blake"]) == ["ON_INDICTMENT", "REPLACED"]
    assert states_of(rows["Corey"]) == ["PROCEEDING", "PROCEEDING", "REPLACED"]
    assert states_of(rows["severed"]) == ["STAY_LAPSED"]
    assert again(world.file).state == "CARRIED"


def test_each_ledger_agrees_with_figures_worked_by_hand(told):
    _world, rows = told
    with on(2026, 7, 10):
        avery, blake, corey = (ledger.ledger_of(rows[name], clock.today()) for name in ("Avery", "Blake", "Corey"))

    # Avery: 2025-02-03 to 2026-02-03 is 365 days, to 2026-06-19 another 25 + 31 + 30 + 31 + 19 = 136; September 2025 is waived.
    assert (avery.origin.on, avery.forum, avery.end) == (SWORN, "OCJ", date(2026, 6, 19))
    assert (avery.agreed.total, avery.agreed.defence, avery.agreed.net) == (501, 30, 471)
    assert avery.ceiling.on == date(2026, 8, 3)
    assert avery.projected_on == date(2026, 9, 2)
    # Blake: the clock goes on from the information through replacement, direct indictment and mistrial; thirty months.
    assert (blake.origin.on, blake.ceiling.on) == (SWORN, date(2027, 8, 3))
    # Corey: a new clock on the day of the order; the Ontario Court of Justice again.
    assert (corey.origin.on, corey.origin.kind) == (date(2026, 7, 6), "NEW_TRIAL")
    assert corey.ceiling.on == date(2028, 1, 6)
    assert [origin.on for origin in corey.others] == [SWORN]


def test_lists_keep_what_the_ledgers_say(told):
    world, rows = told
    file = CaseFile.objects.get(pk=world.file.pk)

    assert {name: row.ceiling_on for name, row in rows.items()} == {
        "Avery": date(2026, 9, 2),
        "Blake": date(2027, 8, 3),
        "Corey": date(2028, 1, 6),
        "severed": None,
    }
    assert file.closest_ceiling_on == date(2026, 9, 2)
    assert file.accused_count == 3


def test_statistics_see_the_last_generation_alone(told):
    world, _rows = told
    counted = Count.objects.filter(proceeding__file=world.file).last_generation()

    assert sorted(counted.values_list("state", flat=True)) == ["ON_INDICTMENT", *["PROCEEDING"] * 4, "STAY_LAPSED"]
    assert Proceeding.objects.filter(file=world.file).count() == 4

"""One file with three accused through everything that can happen to charges; states, delay and report worked out by hand.

Avery stays in the Ontario Court of Justice by a re-election. Blake goes up by direct indictment, the first trial ends in a mistrial, and
one count, severed, is stayed by the Crown until the stay lapses. Corey pleads guilty, appeals, and is to be tried again.
"""

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from caseload.outcomes import Asked, Report
from casetracker import ledger, roll, sentence, services
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
            "ask_crown_stay",
            proceeding=severed,
            counts=world.counts(severed),
            entered_on=clock.today(),
            why=services.ReasonIn("WITNESS", "NO"),
            reason="Abroad",
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


# What became of each, and what the report says of it


@pytest.fixture
def ended(told):
    """Play the file to its end: Avery tried, Blake pleads to another offence, Corey's counts are withdrawn."""
    world, rows = told
    avery, blake, corey = (rows[name] for name in ("Avery", "Blake", "Corey"))
    with on(2026, 7, 20):
        world.do("start_trial", proceeding=again(avery), happened_on=clock.today())
    with on(2026, 7, 24):
        world.do("reserve_judgment", proceeding=again(avery), evidence_ended_on=clock.today())
    with on(2026, 9, 1):
        procuring, trafficking = counts_by_section(world, avery)
        part = services.PartIn("CUSTODY", months=48)
        sentenced = services.OutcomeIn(procuring, "FOUND_GUILTY", sentence="SENTENCED", parts=[part])
        outcomes = [sentenced, services.OutcomeIn(trafficking, "ACQUITTED", why=services.ReasonIn("DOUBT", "NO"))]
        decided(world, avery, outcomes, part)
    with on(2026, 9, 8):
        world.do("change_trial_dates", proceeding=again(blake), trial_on=clock.today(), trial_ends_on=date(2026, 9, 18))
        world.do("start_trial", proceeding=again(blake), happened_on=clock.today())
    with on(2026, 9, 18):
        [tried] = [count for count in world.counts(blake) if count.state == "ON_INDICTMENT"]
        part, other = services.PartIn("CUSTODY", months=18), offence("286.2", "(1)", date(2024, 6, 1))
        decided(world, blake, [services.OutcomeIn(tried, "OTHER_PLEA", other, sentence="SENTENCED", parts=[part])], part)
    with on(2026, 10, 5):
        procuring, trafficking = counts_by_section(world, corey)
        for count, why in ((procuring, ("EVIDENCE", "YES")), (trafficking, ("VICTIM_UNAVAILABLE", "NO"))):
            given = {"why": services.ReasonIn(*why), "exception": "DECLINED", "leave_on": clock.today(), "happened_on": clock.today()}
            world.do("withdraw_count", by=world.lead, count=count, **given)
    with on(2026, 10, 6):
        yield world, {name: again(row) for name, row in rows.items()}


def counts_by_section(world, row):
    """The count of procuring and that of trafficking that stand against an accused."""
    standing = {count.offence.section: count for count in world.counts(row) if count.state != "REPLACED"}
    return standing["286.3"], standing["279.01"]


def decided(world, row, outcomes, part):
    """Record outcomes with one part of custody, answer the orders, and conclude the accused."""
    total = sentence.total_of([sentence.Custody(outcomes[0].count.pk, part.months)], clock.today()).digest
    given = {"decided_by": JUDGE, "happened_on": clock.today(), "confirmed_total": total, "custody": "SERVING"}
    world.do("record_outcomes", proceeding=again(row), outcomes=outcomes, **given)
    world.orders_answered(again(row))
    world.do("conclude_proceeding", proceeding=again(row), happened_on=clock.today())


def numbers(report, base):
    return {code.removeprefix(f"{base}."): number for code, number in report.values.items() if code.startswith(f"{base}.") and number}


def test_the_report_counts_charges_and_cases_as_by_hand(ended):
    world, rows = ended
    report = Report(world.lead, Asked(), small_shown=True)

    assert {row.state for row in rows.values()} == {"CONCLUDED"}
    # Charges of the last generation: two against Avery and Corey each, the one Blake pleaded to, and the one severed from his.
    assert numbers(report, "charge") == {"all": 6, "guilty": 1, "guilty_other": 1, "acquitted": 1, "withdrawn": 2, "crown_stay": 1}
    # Cases by the most serious outcome: Avery guilty, Blake of another offence, the severed count stayed, Corey withdrawn.
    assert numbers(report, "case") == {"all": 4, "guilty": 1, "guilty_other": 1, "stayed": 1, "withdrawn": 1}


def test_the_report_counts_reasons_as_by_hand(ended):
    world, _rows = ended

    assert numbers(Report(world.lead, Asked(), small_shown=True), "reason") == {
        **{"all": 4, "all.YES": 1, "all.NO": 3},
        **{"DOUBT": 1, "DOUBT.NO": 1, "WITNESS": 1, "WITNESS.NO": 1},
        **{"EVIDENCE": 1, "EVIDENCE.YES": 1, "VICTIM_UNAVAILABLE": 1, "VICTIM_UNAVAILABLE.NO": 1},
    }


def test_the_report_counts_days_as_by_hand(ended):
    world, _rows = ended
    disposition, evidence = Report(world.lead, Asked(), small_shown=True).spans()

    # From 2025-02-03. To 2026-07-02, when the stay lapsed: 365 + 149 = 514. To 2026-09-01: 365 + 210 = 575 (Avery). To 2026-09-18:
    # 17 more, 592 (Blake). To 2026-10-05: 17 more, 609 (Corey). The median lies between 575 and 592; nine in ten of four is the fourth.
    assert (disposition.number.value, disposition.median, disposition.ninetieth) == (4, 583.5, 609)
    # To the end of evidence: 2026-07-24 is 365 + 171 = 536 days (Avery), Blake pleaded on 2026-09-18. The others have none that stands.
    assert (evidence.number.value, evidence.median, evidence.ninetieth) == (2, 564, 592)


def test_the_report_counts_the_yield_as_by_hand(ended):
    world, _rows = ended

    assert numbers(Report(world.lead, Asked(), small_shown=True), "yield") == {
        # Avery, Corey and the severed count were charged with trafficking; Avery was found guilty, but of procuring.
        **{"trafficking": 3, "trafficking.any": 1},
        # Avery, Blake and Corey with the sex trade; Avery and Blake were found guilty of it.
        **{"sex_trade": 3, "sex_trade.guilty": 2, "sex_trade.any": 2},
        **{"any": 4, "any.guilty": 2},
    }


def test_the_report_of_one_month_counts_what_ended_in_it(ended):
    world, _rows = ended
    report = Report(world.lead, Asked(since=date(2026, 9, 1), until=date(2026, 9, 30)), small_shown=True)

    assert numbers(report, "charge") == {"all": 3, "guilty": 1, "guilty_other": 1, "acquitted": 1}
    assert numbers(report, "case") == {"all": 2, "guilty": 1, "guilty_other": 1}

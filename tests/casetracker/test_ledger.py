"""The delay ledger in the product: what is attributed, what follows from it, and one number wherever it is shown."""

import json
import re
import sys
from datetime import date, timedelta
from io import BytesIO, StringIO, TextIOWrapper

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from caseload.work import work_of
from casetracker import ledger, services
from casetracker.delay.words import SENTENCES as CODES
from casetracker.ledger_words import SENTENCES, sentence, warnings_of
from casetracker.models import ClockOrigin, DelayInterval
from foundation import clock
from foundation.documents.services import store_upload
from foundation.records import Refusal, StaleRecord
from tests.casetracker.pages import at, signed_in
from tests.casetracker.state_of_things import nothing_changes
from tests.factories.accounts import UserFactory
from tests.factories.casetracker import SWORN_ON, World, accused_in, again, count_in, put

pytestmark = pytest.mark.django_db

LATER = date(2026, 8, 1)  # under Part XV.1


def attribute(world, first, last, kind="DEFENCE_CAUSED", status="AGREED", **said):
    """Attribute time of the first accused."""
    given = {"share": 100, "said_by": "Justice Q. Rowan", "written_in": "TRANSCRIPT", "written_at": "p. 4", "note": "", "appearance": None}
    given |= {"proceeding": world.proceeding, "from_on": first, "to_on": last, "kind": kind, "status": status, **said}
    return world.do("add_interval", **given)


def counted(world, **asked):
    return ledger.ledger_of(world.proceeding, clock.today(), **asked)


def refusal(world, *args, **said) -> tuple[str, str]:
    """The sentence and the field of what is refused, which changes nothing."""
    with nothing_changes(), pytest.raises(Refusal) as refused:
        attribute(world, *args, **said)
    return str(refused.value), refused.value.field


# Where it is written


def paper_of(world, *, team_only=False, title="Transcript of March 3"):
    words = {"about": world.file, "by": world.pro, "at": clock.now(), "title": title, "team_only": team_only}
    return store_upload(upload=SimpleUploadedFile("transcript.txt", title.encode()), **words)


def test_an_interval_leads_to_its_paper_for_whoever_may_see_that(world, lead):
    world.file = put(world.file, "SHARED")
    crown = UserFactory(crown=True)
    world.do("grant_access", by=lead, case_file=world.file, to=crown, acting_as="LOCAL_CROWN")
    open_one, team = paper_of(world), paper_of(world, team_only=True, title="Memo on Alder")
    attribute(world, date(2025, 10, 1), date(2025, 11, 1), paper=open_one, page=12)
    attribute(world, date(2025, 11, 1), date(2025, 12, 1), paper=team)
    page = at("delay_ledger", world.file, accused=world.proceeding)

    ours = signed_in(world.pro).get(page).content.decode()
    theirs = signed_in(crown).get(page).content.decode()

    assert reverse("document", kwargs={"ref": open_one.ref}) in ours
    assert "Transcript, p. 4, page 12" in ours
    assert "Memo on Alder" in ours
    assert reverse("document", kwargs={"ref": open_one.ref}) in theirs
    assert "Memo on Alder" not in theirs
    assert team.ref not in theirs
    printed = signed_in(world.pro).post(at("print_delay", world.file, accused=world.proceeding)).content.decode()
    assert "page 12" in printed
    assert "Memo on Alder" not in printed


def test_only_a_paper_of_the_file_is_taken_and_a_page_needs_one(world, lead, pro, assistant):
    other = World(lead=lead, pro=pro, assistant=assistant, occurrence_number="26-2")
    first, last, mine = date(2025, 10, 1), date(2025, 12, 1), paper_of(world)

    assert refusal(world, first, last, paper=paper_of(other)) == ("Choose a paper of this file.", "paper")
    assert refusal(world, first, last, page=3)[1] == "paper"
    assert refusal(world, first, last, paper=mine, page=0) == ("Write the page in figures, from 1.", "page")
    assert refusal(world, first, last, paper=mine, written_in="NOWHERE")[1] == "written_in"


def test_a_claim_is_settled_by_a_ruling_with_its_paper_and_a_severed_ledger_takes_it_along(lead, pro, assistant):
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in(counts=[count_in(), count_in()])])
    paper, kept = paper_of(world), attribute(world, date(2025, 10, 1), date(2025, 12, 1), status="CROWN_POSITION")
    said = {"status": "RULED", "said_by": "Justice Q. Rowan", "written_in": "RULING"}

    world.do("settle_interval", interval=kept, **said, paper=paper, page=7)

    assert (again(kept).paper, again(kept).page) == (paper, 7)
    world.do("sever", proceeding=world.proceeding, counts=world.counts()[1:], happened_on=clock.today(), reason="Apart")
    assert [(row.paper, row.page) for row in world.proceedings[1].delay_intervals.all()] == [(paper, 7)]


# The time of a warrant


def test_the_time_of_a_warrant_is_asked_about_and_counts_nothing_by_itself(world, later, lead):
    issued = clock.today()
    before = counted(world).agreed.projected_on
    page = at("delay_ledger", world.file, accused=world.proceeding)
    with later(days=40):
        world.do("issue_warrant", proceeding=world.proceeding, kind="BENCH_597", issued_on=issued)
        out = signed_in(world.pro).get(page)
        assert "A warrant is out, and its time since March 3, 2026 is not attributed (40 days so far)." in out.content.decode()
        assert not [task for task in work_of(world.pro, clock.today()).now if task.code == "WARRANT-TIME"]
        world.do("execute_warrant", proceeding=world.proceeding, executed_on=issued + timedelta(days=30), custody="DETAINED")

        ((words, url),) = signed_in(world.pro).get(page).context["asked"]
        assert "the time from March 3, 2026 to April 2, 2026 is not attributed (30 days)" in words
        assert signed_in(lead).get(page).context["asked"]
        assert signed_in(world.assistant).get(page).context["asked"] == []
        assert world.proceeding.delay_intervals.count() == 0
        assert counted(world).agreed.projected_on == before
        initial = signed_in(world.pro).get(url).context["form"].initial
        assert (initial["from_on"], initial["to_on"], initial["kind"]) == (issued, issued + timedelta(days=30), "DEFENCE_CAUSED")
        (task,) = [task for task in work_of(world.pro, clock.today()).now if task.code == "WARRANT-TIME"]
        assert task.url == page

        attribute(world, issued + timedelta(days=10), issued + timedelta(days=40), kind="CROWN")
        rest = ledger.warrant_time(world.proceeding, clock.today())
        assert [(start, end) for _warrant, start, end in rest] == [(issued, issued + timedelta(days=10))]
        attribute(world, issued, issued + timedelta(days=10))

        assert ledger.warrant_time(world.proceeding, clock.today()) == []
        assert not [task for task in work_of(world.pro, clock.today()).now if task.code == "WARRANT-TIME"]


# What is attributed moves the day on which the ceiling is reached


def test_defence_delay_moves_the_ceiling_of_this_accused_alone(lead, pro, assistant):
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in("Alder"), accused_in("Birch")])

    attribute(world, date(2025, 10, 1), date(2025, 12, 1))

    first, second = world.proceedings
    assert first.ceiling_on == date(2027, 3, 10) + timedelta(days=61)
    assert second.ceiling_on == date(2027, 3, 10)
    assert again(world.file).closest_ceiling_on == date(2027, 3, 10)


@pytest.mark.parametrize(
    "kind, status, share, moved",
    [
        ("WAIVER", "AGREED", 100, 61),
        ("DEFENCE_CAUSED", "RULED", 50, 30),
        ("DEFENCE_CAUSED", "CROWN_POSITION", 100, 0),
        ("DEFENCE_CAUSED", "DEFENCE_POSITION", 100, 0),
        ("DISCRETE_EVENT", "AGREED", 100, 0),
        ("CO_ACCUSED", "AGREED", 100, 0),
        ("CROWN", "AGREED", 100, 0),
        ("INSTITUTIONAL", "AGREED", 100, 0),
        ("COMPLEXITY", "AGREED", 100, 0),
    ],
)
def test_what_is_agreed_or_ruled_moves_it_and_a_claim_does_not(world, kind, status, share, moved):
    attribute(world, date(2025, 10, 1), date(2025, 12, 1), kind, status, share=share)

    assert world.proceeding.ceiling_on == date(2027, 3, 10) + timedelta(days=moved)


def test_a_claim_that_is_agreed_moves_it(world):
    claim = attribute(world, date(2025, 10, 1), date(2025, 12, 1), status="CROWN_POSITION")

    world.do("settle_interval", interval=claim, status="AGREED", said_by="Both counsel", written_in="LETTER", share=50)

    assert world.proceeding.ceiling_on == date(2027, 3, 10) + timedelta(days=30)
    assert (again(claim).status, again(claim).share, again(claim).said_by) == ("AGREED", 50, "Both counsel")


def test_what_the_court_ruled_is_not_settled_again(world):
    ruled = attribute(world, date(2025, 10, 1), date(2025, 12, 1), status="RULED")

    with nothing_changes(), pytest.raises(Refusal, match="The court ruled on this interval already"):
        world.do("settle_interval", interval=ruled, status="AGREED", said_by="Counsel", written_in="LETTER")


def test_an_interval_is_ended_by_its_last_day_and_taken_off(world):
    kept = attribute(world, date(2025, 10, 1), date(2025, 12, 1))
    said = {name: getattr(kept, name) for name in ("from_on", "kind", "share", "status", "said_by", "written_in", "written_at", "note")}

    world.do("change_interval", interval=kept, **said, to_on=date(2025, 10, 11), appearance=None)
    assert world.proceeding.ceiling_on == date(2027, 3, 20)

    world.do("remove_interval", interval=again(kept))
    assert world.proceeding.ceiling_on == date(2027, 3, 10)
    assert DelayInterval.history.filter(id=kept.pk).order_by("history_id").values_list("history_type", flat=True)[2] == "-"


def test_what_somebody_changed_meanwhile_is_not_overwritten(world):
    kept = attribute(world, date(2025, 10, 1), date(2025, 12, 1), status="CROWN_POSITION")
    world.do("settle_interval", interval=kept, status="AGREED", said_by="Counsel", written_in="LETTER", version=kept.version)

    for name, said in (("remove_interval", {}), ("settle_interval", {"status": "RULED", "said_by": "J", "written_in": "RULING"})):
        with nothing_changes(), pytest.raises(StaleRecord):
            world.do(name, interval=kept, version=kept.version, **said)


def test_what_time_alone_does_not_move_the_ceiling(world, later):
    """While no trial is set, what is attributed ahead counts too, on whatever day it is asked."""
    attribute(world, date(2026, 5, 1), date(2026, 7, 1))
    on = world.proceeding.ceiling_on

    for days in (1, 100, 400):
        with later(days=days):
            assert ledger.ceiling_on(world.proceeding, clock.today()) == on == date(2027, 3, 10) + timedelta(days=61)


def test_a_severed_proceeding_takes_the_ledger_along(lead, pro, assistant):
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in("Alder", counts=[count_in(), count_in(("286.2", "(1)"))])])
    attribute(world, date(2025, 10, 1), date(2025, 12, 1))

    made = world.do("sever", proceeding=world.proceeding, counts=world.counts()[:1], happened_on=clock.today(), reason="Two trials")

    assert again(made).ceiling_on == world.proceeding.ceiling_on == date(2027, 3, 10) + timedelta(days=61)


def test_a_new_trial_leaves_the_first_ones_intervals_uncounted(world, acting):
    attribute(world, date(2025, 10, 1), date(2025, 12, 1))
    with acting(world.lead):
        new = ClockOrigin.objects.create(proceeding=world.proceeding, on=date(2026, 1, 5), kind="NEW_TRIAL", generation=2)
        count = world.count
        count.clock_origin = new
        count.save()

    found = counted(world)

    assert found.origin.on == date(2026, 1, 5)
    assert [row.on for row in found.others] == [SWORN_ON]
    assert found.projected_on == date(2027, 7, 5)
    assert any("lies before January 5, 2026" in line for line in warnings_of(found))


# What is refused, beside which field


def test_an_interval_does_not_begin_before_the_charge(world):
    said, field = refusal(world, SWORN_ON - timedelta(days=1), SWORN_ON + timedelta(days=9))

    assert (said, field) == ("The first day must be on or after September 10, 2025, when the charge was laid.", "from_on")


def test_an_interval_does_not_end_before_it_begins(world):
    for end in (date(2025, 10, 1), date(2025, 9, 20)):
        assert refusal(world, date(2025, 10, 1), end)[1] == "to_on"


def test_shares_of_one_day_do_not_make_more_than_the_whole(world):
    attribute(world, date(2025, 10, 1), date(2025, 12, 1), share=60)

    said, field = refusal(world, date(2025, 11, 1), date(2026, 1, 1), share=50)

    assert field == "share"
    assert "On November 1, 2025 this and the interval from October 1, 2025 to December 1, 2025 (60 %) make more than the whole." in said
    attribute(world, date(2025, 11, 1), date(2026, 1, 1), share=40)
    attribute(world, date(2025, 10, 1), date(2025, 12, 1), "WAIVER")  # whole, and of another kind: a day is taken once
    assert counted(world).agreed.defence == 61 + 12


def test_a_change_of_an_interval_is_not_held_against_itself(world):
    kept = attribute(world, date(2025, 10, 1), date(2025, 12, 1), share=60)
    said = {name: getattr(kept, name) for name in ("from_on", "to_on", "kind", "status", "said_by", "written_in", "written_at", "note")}

    world.do("change_interval", interval=kept, **said, share=70, appearance=None)

    assert again(kept).share == 70


@pytest.mark.parametrize(
    "said, field",
    [
        ({"share": 101}, "share"),
        ({"share": -1}, "share"),
        ({"said_by": " "}, "said_by"),
        ({"kind": "LUNCH"}, "kind"),
        ({"status": "MAYBE"}, "status"),
        ({"written_in": "SAND"}, "written_in"),
        ({"status": "RULED", "written_in": "NOWHERE"}, "written_in"),
    ],
)
def test_what_is_said_of_an_interval_is_said_whole(world, said, field):
    assert refusal(world, date(2025, 10, 1), date(2025, 12, 1), **said)[1] == field


def test_a_day_in_court_of_somebody_else_begins_no_interval(lead, pro, assistant):
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in("Alder"), accused_in("Birch")])
    hers = world.appearance(proceeding=world.proceedings[1], on=date(2026, 3, 1))

    assert refusal(world, date(2026, 3, 1), date(2026, 3, 9), appearance=hers)[1] == "appearance"


def test_nobody_is_charged_and_nothing_is_attributed(lead, pro, assistant):
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in("Cedar", laid=False)], decision="PRECHARGE")

    assert refusal(world, date(2025, 10, 1), date(2025, 12, 1))[1] == "from_on"
    assert counted(world) is None


def test_an_assistant_writes_no_ledger(world):
    with nothing_changes(), pytest.raises(PermissionDenied):
        attribute(world, date(2025, 10, 1), date(2025, 12, 1), by=world.assistant)


# The strip


def test_the_strip_is_cut_at_days_in_court_and_holds_every_day_once(world):
    first = world.appearance(on=date(2025, 10, 1))
    world.do(
        "record_result",
        appearance=first,
        result="ADJOURNED",
        adjourned_by="DEFENCE",
        adjourn_reason="New counsel",
        next_on=date(2025, 12, 1),
    )
    attribute(world, date(2025, 10, 15), date(2025, 12, 1), appearance=first)

    found = counted(world)
    strip = found.strip()

    assert [(one.start, one.end, one.kind, one.is_gap) for one in strip] == [
        (SWORN_ON, date(2025, 10, 1), "", True),
        (date(2025, 10, 1), date(2025, 10, 15), "", True),
        (date(2025, 10, 15), date(2025, 12, 1), "DEFENCE_CAUSED", False),
        (date(2025, 12, 1), found.end, "", True),
    ]
    assert [one.came_from for one in strip][:2] == [None, first]
    assert sum(one.days for one in strip) == (found.end - SWORN_ON).days


def test_a_vacated_day_cuts_nothing(world):
    gone = world.appearance(on=date(2025, 10, 1))
    world.do("record_result", appearance=gone, result="VACATED")

    assert len(counted(world).strip()) == 1


# The end, and what is open


def test_the_end_is_the_last_day_of_evidence_actual_or_scheduled(world):
    assert counted(world).end_kind == "OPEN"
    world.to_trial_set()
    set_for = world.proceeding.trial_ends_on
    assert (counted(world).end, counted(world).end_kind) == (set_for, "SCHEDULED")

    world.appearance(on=set_for + timedelta(days=20), purpose="TRIAL")  # the trial goes on
    assert counted(world).end == set_for + timedelta(days=20)

    world.do("start_trial", proceeding=world.proceeding, happened_on=clock.today())
    world.do("reserve_judgment", proceeding=world.proceeding, evidence_ended_on=clock.today())
    assert (counted(world).end, counted(world).end_kind) == (clock.today(), "ACTUAL")


def test_a_plea_or_an_order_is_the_end_of_what_is_counted(lead, pro, assistant, later):
    pleaded, ended = (World(lead=lead, pro=pro, assistant=assistant) for _number in range(2))
    pleaded.to_sentence()
    ended.proceeding_on_counts()
    order = {
        "result": "QUASHED",
        "why": services.ReasonIn("DEFECT"),
        "decided_by": "Justice Q. Rowan",
        "appeal_due_on": clock.today() + timedelta(days=30),
    }
    ended.do("record_court_order", proceeding=ended.proceeding, counts=ended.counts(), happened_on=clock.today(), **order)
    last = clock.today()

    with later(days=90):
        pleaded.sentenced()
        found = [counted(world) for world in (pleaded, ended)]

    assert [(one.end, str(one.end_kind)) for one in found] == [(last, "ACTUAL"), (last, "DECIDED")]
    for one in found:
        assert "NOTHING_LIVE" in {said.code for said in one.remarks()}
        assert one.proceeding.ceiling_on is None


def test_what_is_open_is_said(world):
    day = world.appearance(on=date(2025, 10, 1))
    world.do("record_result", appearance=day, result="HELD")
    said = {one.code for one in counted(world).remarks()}
    assert said == {"END_OPEN", "NO_NEXT_DATE"}

    world.appearance(on=date(2025, 9, 20))
    assert "RESULT_MISSING" in {one.code for one in counted(world).remarks()}


def test_a_forum_without_its_prelim_is_said(world, acting):
    with acting(world.lead):
        track = world.proceeding
        track.forum = "OCJ_AFTER_PRELIM"
        track.save()

    assert "no result of one is on file" in " ".join(warnings_of(counted(world)))
    assert counted(world).agreed.ceiling.months == 30


def test_a_trial_before_the_charge_is_refused_in_words_and_the_ceiling_stands(world, acting):
    with acting(world.lead):
        track = world.proceeding
        track.trial_on = track.trial_ends_on = SWORN_ON - timedelta(days=5)
        track.save()

    found = counted(world)

    assert found.positions == {}
    assert sentence(found.refused, found).startswith("The end (September 5, 2025) lies before the day the clock began (September 10, 2025)")
    assert found.projected_on == date(2027, 3, 10)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_code_has_a_sentence_that_takes_its_values(language):
    of_the_command_alone = {
        *("EMPTY_INTERVAL", "BEFORE_CHARGE", "UNKNOWN_KIND", "UNKNOWN_STATUS", "BAD_SHARE", "OFFENCE_ENDS_EARLY", "NO_OFFENCE"),
        *("NOT_JSON", "NOT_AN_OBJECT", "NOT_A_LIST", "MISSING_KEY", "UNKNOWN_KEY", "KEY_TWICE", "NOT_TEXT", "NOT_A_DATE", "UNKNOWN_FORUM"),
    }  # the database and the forms refuse these before the engine is asked

    assert set(CODES) - set(SENTENCES) == of_the_command_alone | {"RULE"}
    for code, words in CODES.items():
        if code in SENTENCES:
            with override(language):
                wanted = set(re.findall(r"%\((\w+)\)s", str(SENTENCES[code])))
            assert wanted <= {*re.findall(r"{(\w+)}", words), "note", "source"}, code


def test_warnings_are_sentences_in_both_languages(world):
    attribute(world, date(2025, 10, 1), date(2025, 12, 1), "XV1_EXCLUDED")
    attribute(world, date(2025, 11, 1), date(2025, 12, 2), share=33)
    attribute(world, date(2025, 11, 1), date(2025, 12, 2), "DISCRETE_EVENT", share=50)

    english = warnings_of(counted(world))
    with override("fr"):
        french = warnings_of(counted(world))

    assert len(english) == len(french) >= 5
    assert not set(english) & set(french)
    assert "“Excluded under Part XV.1” does not count: an offence period begins before July 18, 2026." in english


# Part XV.1


def under_the_part(lead, pro, assistant):
    """A file whose only offence lies under Part XV.1."""
    sworn = services.InformationIn(number="1", sworn_on=date(2026, 8, 20), court=None)
    accused = services.AccusedIn(
        family_name="Elm", given_name="Lou", counts=[count_in(offence_from=LATER), count_in(offence_from=LATER)], information=sworn
    )
    return World(lead=lead, pro=pro, assistant=assistant, accused=[accused])


@pytest.fixture
def new_law(lead, pro, assistant):
    with clock.fixed(clock.now().replace(year=2026, month=11, day=20)):
        yield under_the_part(lead, pro, assistant)


def test_excluded_days_count_under_the_part_and_both_computations_are_shown(new_law):
    attribute(new_law, date(2026, 9, 1), date(2026, 10, 1), "XV1_EXCLUDED")

    found = counted(new_law)

    assert (found.agreed.xv1, new_law.proceeding.ceiling_on) == (30, date(2028, 2, 20) + timedelta(days=30))
    assert any("A constitutional challenge is to be expected." in line for line in warnings_of(found))


def test_counts_under_both_laws_give_two_results(new_law, acting):
    with acting(new_law.lead):
        old = new_law.counts()[1]
        old.offence_from = date(2026, 1, 5)
        old.save()
    attribute(new_law, date(2026, 9, 1), date(2026, 10, 1), "XV1_EXCLUDED")

    found = counted(new_law)

    assert [figures.xv1 for _offences, figures in found.regimes] == [0, 30]
    assert found.agreed.xv1 == 0
    assert found.projected_on == min(figures.projected_on for _offences, figures in found.regimes)


def test_victims_are_to_be_told_twice_and_it_stands_on_my_work(new_law):
    asked = new_law.do("record_delay_application", proceeding=new_law.proceeding, filed_on=date(2026, 11, 10))
    assert [(duty.rule.code, duty.done_on) for duty in ledger.duties_of(counted(new_law))] == [("TELL_VICTIMS_FILED", None)]
    assert [task.due for task in work_of(new_law.pro, clock.today()).now if "Tell victims" in task.what] == [date(2026, 11, 10)]

    decided = {"decided_on": date(2026, 11, 18), "answer": "DISMISSED", "told_filed_on": date(2026, 11, 11)}
    new_law.do("record_delay_application", proceeding=new_law.proceeding, application=asked, filed_on=asked.filed_on, **decided)

    assert [duty.done_on for duty in ledger.duties_of(counted(new_law))] == [date(2026, 11, 11), None]
    assert [task.due for task in work_of(new_law.pro, clock.today()).now if "Tell victims" in task.what] == [date(2026, 11, 18)]


def test_offences_of_the_earlier_law_give_rise_to_no_duty(world):
    world.do("record_delay_application", proceeding=world.proceeding, filed_on=clock.today())

    assert ledger.duties_of(counted(world)) == []
    assert not [task for task in work_of(world.pro, clock.today()).now if "victims" in task.what]


@pytest.mark.parametrize(
    "said, field",
    [
        ({"filed_on": SWORN_ON - timedelta(days=1)}, "filed_on"),
        ({"filed_on": date(2099, 1, 1)}, "filed_on"),
        ({"decided_on": date(2026, 1, 9), "answer": "DISMISSED"}, "decided_on"),
        ({"decided_on": date(2026, 1, 20)}, "answer"),
        ({"answer": "STAYED"}, "decided_on"),
        ({"told_filed_on": date(2026, 1, 9)}, "told_filed_on"),
        ({"told_decided_on": date(2026, 1, 12)}, "told_decided_on"),
        ({"decided_on": date(2026, 1, 20), "answer": "STAYED", "told_decided_on": date(2026, 1, 19)}, "told_decided_on"),
    ],
)
def test_days_of_an_application_come_in_their_order(world, said, field):
    with nothing_changes(), pytest.raises(Refusal) as refused:
        world.do("record_delay_application", proceeding=world.proceeding, **{"filed_on": date(2026, 1, 10), **said})

    assert refused.value.field == field


def test_the_file_counts_what_it_knows_and_counsel_the_rest(world):
    day = world.appearance(on=date(2025, 10, 1), purpose="MOTION")
    world.do("record_result", appearance=day, result="ADJOURNED", adjourned_by="COURT", adjourn_reason="No judge", next_on=date(2026, 4, 1))
    gone = world.appearance(on=date(2025, 10, 20), purpose="MOTION")
    world.do("record_result", appearance=gone, result="VACATED")
    world.do("record_complexity", proceeding=world.proceeding, facts={"RULINGS": (3, "two on s. 278"), "MOTIONS": (None, "")})

    found = {factor.rule.code: (factor.of_file, factor.fact and factor.fact.number) for factor in ledger.factors_of(world.proceeding)}

    assert found == {
        "MOTIONS": (2, None),
        "SEPARATE_DATES": (2, None),
        "ADJOURNMENTS": (1, None),
        "RULINGS": (None, 3),
        "COURT_TIME": (2, None),
        "CONTINUATION_DATES": (0, None),
    }
    world.do("record_complexity", proceeding=world.proceeding, facts={"RULINGS": (None, "")})
    assert world.proceeding.complexity_facts.count() == 0


# One number wherever it is shown


def calculator(question: dict) -> dict:
    """Ask the command line."""
    before, sys.stdin = sys.stdin, TextIOWrapper(BytesIO(json.dumps(question).encode()))
    try:
        said = StringIO()
        call_command("calculate_delay", "-", stdout=said)
        return json.loads(said.getvalue())
    finally:
        sys.stdin = before


def test_ledger_file_list_lead_and_calculator_agree(lead, pro, assistant):
    """One test proves that the five say the same: the ledger, the file, the list, the lead's page, the calculator."""
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in("Alder"), accused_in("Birch")])
    world.to_trial_set()
    attribute(world, date(2025, 10, 1), date(2025, 12, 1), "WAIVER")
    attribute(world, date(2025, 11, 15), date(2026, 1, 15), share=50)
    attribute(world, date(2026, 1, 15), date(2026, 2, 1), "DISCRETE_EVENT")
    attribute(world, date(2026, 2, 1), date(2026, 3, 1), status="CROWN_POSITION")
    with clock.fixed(clock.now() + timedelta(days=1)):
        attribute(world, date(2025, 9, 12), date(2025, 9, 20), proceeding=world.proceedings[1])  # so that she is not the closest
        accused = world.proceeding
        asked = {
            "origin": SWORN_ON.isoformat(),
            "end": accused.trial_ends_on.isoformat(),
            "forum": "OCJ",
            "offence_from": world.count.offence_from.isoformat(),
            "intervals": [
                {"from": row.from_on.isoformat(), "to": row.to_on.isoformat(), "kind": row.kind, "share": row.share, "status": row.status}
                for row in accused.delay_intervals.all()
            ],
        }
        told = calculator(asked)
        months, days = told["net"]["c1"]["months"], told["net"]["c1"]["days"]
        net, on = f"net {months} m {days} d of 18 m", date.fromisoformat(told["projected_on"])
        figures = counted(world).agreed
        closest = world.proceedings[1]
        again_closest = ledger.ledger_of(closest, clock.today())
        near = "net {} m {} d of 18 m".format(*again_closest.agreed.length(again_closest.agreed.net).c1)

        pages = {
            name: signed_in(lead).get(url).content.decode()
            for name, url in {
                "ledger": at("delay_ledger", world.file, accused=accused),
                "file": at("file", world.file),
                "tab": at("delay", world.file),
                "list": at("list"),
                "lead": reverse("lead"),
            }.items()
        }

    long = f"{on:%B} {on.day}, {on.year}"
    assert (figures.total, figures.defence, figures.net, figures.projected_on) == (
        told["total_days"],
        told["defence_days"],
        told["net_days"],
        on,
    )
    assert accused.ceiling_on == on
    assert long in pages["ledger"]
    assert f"<strong>{told['net_days']} days</strong>" in pages["ledger"]
    for name in ("file", "tab"):
        assert net in pages[name]
        assert long in pages[name]
    assert again(world.file).closest_ceiling_on == closest.ceiling_on
    for name in ("list", "lead"):
        assert near in pages[name]
        assert f"{closest.ceiling_on:%b} {closest.ceiling_on.day}, {closest.ceiling_on.year}" in pages[name]
    assert near in pages["file"]


# Cost


def test_pages_ask_as_much_with_many_intervals_as_with_one(lead, pro, assistant, django_assert_max_num_queries):
    def filled(number):
        world = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in("Alder")])
        for place in range(number):
            attribute(world, SWORN_ON + timedelta(days=place), SWORN_ON + timedelta(days=place + 1))
        return world

    few, many = filled(1), filled(25)
    browser = signed_in(pro)
    for page in ("delay_ledger", "delay", "file"):
        refs = [{"accused": world.proceeding} if page == "delay_ledger" else {} for world in (few, many)]
        browser.get(at(page, few.file, **refs[0]))
        browser.get(at(page, many.file, **refs[1]))
        with count_queries() as asked:
            browser.get(at(page, few.file, **refs[0]))
        with django_assert_max_num_queries(len(asked)):  # the overview asks less where its last events are of one kind
            browser.get(at(page, many.file, **refs[1]))


def count_queries():
    return CaptureQueriesContext(connection)


def test_the_list_and_the_tab_ask_as_much_with_many_accused(lead, pro, assistant, django_assert_num_queries):
    few = World(lead=lead, pro=pro, assistant=assistant)
    attribute(few, date(2025, 10, 1), date(2025, 12, 1))
    browser = signed_in(pro)
    browser.get(at("list"))
    with count_queries() as asked:
        browser.get(at("list"))
    many = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in(name) for name in ("Alder", "Birch", "Cedar", "Elm")])
    for track in many.proceedings:
        attribute(many, date(2025, 10, 1), date(2025, 12, 1), proceeding=track)
    with django_assert_num_queries(len(asked)):
        browser.get(at("list"))

    for world in (few, many):
        browser.get(at("delay", world.file))
    with count_queries() as asked:
        browser.get(at("delay", few.file))
    with django_assert_num_queries(len(asked)):
        browser.get(at("delay", many.file))

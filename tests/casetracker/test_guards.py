"""Each guard refuses with its sentence, and a refused step leaves nothing behind."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from casetracker import guards, policies, services
from casetracker.models import Count, Participant
from casetracker.services import Refusal, StaleRecord, StaleState, TransitionRefused
from foundation import clock
from foundation.workflow.transitions import Guard
from tests.casetracker.state_of_things import nothing_changes
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.casetracker import (
    HYBRID,
    TRAFFICKING,
    World,
    accused_in,
    again,
    count_in,
    information,
    offence,
    open_file,
    put,
    why,
)

pytestmark = pytest.mark.django_db


def refused(call, *expected):
    """Call a service that must refuse for exactly these guards, and leave nothing changed."""
    with nothing_changes(), pytest.raises(TransitionRefused) as stopped:
        call()
    assert {str(failure.sentence) for failure in stopped.value.failures} == {str(guard.sentence) for guard in expected}
    assert all(str(guard.sentence) in str(stopped.value) for guard in expected)


def refused_typed(call, field):
    """Call a service that must refuse what was typed in a field, and leave nothing changed."""
    with nothing_changes(), pytest.raises(Refusal) as stopped:
        call()
    assert stopped.value.field == field
    assert str(stopped.value)


# The file


def test_f1_needs_complete_names(lead, assistant):
    case_file = open_file(assistant, names_complete=False)

    refused(lambda: services.check_conflicts(case_file=case_file, by=assistant, at=clock.now()), guards.names_entered)


def test_f2_needs_a_clear_check(lead, assistant):
    case_file = open_file(assistant)

    refused(lambda: services.decide_intake(case_file=case_file, decision="ADVISORY", by=lead, at=clock.now()), guards.conflict_dealt_with)


@pytest.mark.parametrize("decision", ["CARRIED", "SHARED"])
def test_f2_needs_a_lead_prosecutor_to_carry(lead, assistant, decision):
    case_file = open_file(assistant)

    refused(
        lambda: services.decide_intake(case_file=case_file, decision=decision, by=lead, at=clock.now(), conflict_cleared=True),
        guards.has_lead_prosecutor,
    )


def test_f2_needs_an_information_where_somebody_is_charged(lead, pro, assistant):
    case_file = open_file(assistant, [accused_in(laid=False)])
    put(case_file.proceedings.get(), "CHARGED", by=lead)

    refused(
        lambda: services.decide_intake(
            case_file=case_file, decision="CARRIED", by=lead, at=clock.now(), conflict_cleared=True, lead_prosecutor=pro
        ),
        guards.information_if_charged,
    )


def test_f2_a_wall_deals_with_the_conflict(lead, pro, assistant):
    case_file = open_file(assistant)
    services.set_wall(case_file=case_file, user=UserFactory(), reason="Acted for the accused", by=lead, at=clock.now())

    services.decide_intake(case_file=case_file, decision="CARRIED", by=lead, at=clock.now(), lead_prosecutor=pro)

    assert again(case_file).state == "CARRIED"


def test_f2_declines_with_a_coded_reason(lead, assistant):
    case_file = open_file(assistant)
    refused_typed(
        lambda: services.decide_intake(case_file=case_file, decision="DECLINED", by=lead, at=clock.now(), decline_reason="x"),
        "decline_reason",
    )

    services.decide_intake(case_file=case_file, decision="DECLINED", by=lead, at=clock.now(), decline_reason="LOCAL_OFFICE")

    assert again(case_file).decline_reason == "LOCAL_OFFICE"


def test_f2_gives_no_file_to_a_walled_prosecutor(lead, pro, assistant):
    case_file = open_file(assistant)
    services.set_wall(case_file=case_file, user=pro, reason="Acted for the accused", by=lead, at=clock.now())

    refused_typed(
        lambda: services.decide_intake(case_file=case_file, decision="CARRIED", by=lead, at=clock.now(), lead_prosecutor=pro),
        "lead_prosecutor",
    )


@pytest.fixture
def precharge(lead, pro, assistant):
    return World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in(laid=False)], decision="PRECHARGE")


def test_f4_needs_the_first_information(precharge):
    refused(
        lambda: precharge.do("take_carriage", by=precharge.lead, case_file=precharge.file, decision="CARRIED", happened_on=clock.today()),
        guards.first_information_sworn,
    )


@pytest.mark.parametrize("decision", ["CARRIED", "SHARED", "ADVISORY"])
def test_f4_after_the_first_information(precharge, decision):
    precharge.do("lay_information", proceeding=precharge.proceeding, information=information(), counts=precharge.counts())

    precharge.do("take_carriage", by=precharge.lead, case_file=precharge.file, decision=decision, happened_on=clock.today())

    assert again(precharge.file).state == decision
    assert precharge.proceeding.state == "CHARGED"


def test_f5_needs_everybody_uncharged(precharge):
    precharge.do("lay_information", proceeding=precharge.proceeding, information=information(), counts=precharge.counts())

    refused(
        lambda: precharge.do(
            "close_without_charge", by=precharge.lead, case_file=precharge.file, confirmed_on=clock.today(), reason="No charge"
        ),
        guards.no_live_accused,
    )


def test_f5_concludes_the_uncharged_with_the_file(precharge):
    refused_typed(
        lambda: precharge.do("close_without_charge", by=precharge.lead, case_file=precharge.file, confirmed_on=clock.today(), reason=" "),
        "reason",
    )

    precharge.do("close_without_charge", by=precharge.lead, case_file=precharge.file, confirmed_on=clock.today(), reason="No charge")

    assert again(precharge.file).state == "CONCLUDED"
    assert precharge.proceeding.state == "CONCLUDED"
    assert {count.state for count in precharge.counts()} == {"NOT_LAID"}


@pytest.mark.parametrize("missing", ["disclosure_done", "exhibits_done", "deadlines_done", "victim_duties_done", "delay_position"])
def test_f8_needs_everything_handed_over(world, missing):
    handed = dict.fromkeys(("disclosure_done", "exhibits_done", "deadlines_done", "victim_duties_done"), True)
    words = {**handed, "delay_position": "Under the ceiling", missing: "" if missing == "delay_position" else False}
    handover = services.HandoverIn(office=OfficeFactory(), contact="A. Crown", accepted_on=clock.today(), **words)

    refused(
        lambda: world.do("transfer_file", by=world.lead, case_file=world.file, handover=handover, happened_on=clock.today()),
        guards.handed_over,
    )


def test_f8_f13_there_and_back(world):
    handover = services.HandoverIn(OfficeFactory(), "A. Crown", clock.today(), True, True, True, True, "Under the ceiling")

    world.do("transfer_file", by=world.lead, case_file=world.file, handover=handover, happened_on=clock.today())
    assert again(world.file).state == "TRANSFERRED"

    world.do(
        "reopen_file",
        by=world.lead,
        case_file=world.file,
        decision="CARRIED",
        reopen_reason="RETURNED",
        reason="The office sent it back",
        happened_on=clock.today(),
    )
    assert again(world.file).state == "CARRIED"


def test_f8_thirty_days_after_the_transfer_the_team_only_reads(world, later):
    handover = services.HandoverIn(OfficeFactory(), "A. Crown", clock.today(), True, True, True, True, "Under the ceiling")
    world.do("transfer_file", by=world.lead, case_file=world.file, handover=handover, happened_on=clock.today())
    people = (world.pro, world.assistant, world.lead)
    with later(days=30):
        file = again(world.file)
        assert all(policies.is_admin(file, person) for person in people)
    with later(days=31):
        file = again(world.file)
        assert not any(policies.is_admin(file, person) or policies.is_pros(file, person) for person in people)
        assert all(policies.may_see(file, person) for person in people)
        assert policies.may_reopen(file, world.lead)
        with nothing_changes(), pytest.raises(PermissionDenied):
            world.do("add_note", by=world.lead, case_file=file, text="Late")


def test_accused_and_counts_move_on_an_active_file_only(world):
    world.appearance()
    put(world.file, "TRANSFERRED", by=world.lead)

    refused(lambda: world.do("begin_intake", proceeding=world.proceeding, happened_on=clock.today()), guards.file_is_active)


@pytest.mark.parametrize("decision", ["CARRIED", "SHARED", "ADVISORY"])
@pytest.mark.parametrize("state", ["CLOSED", "CONCLUDED", "TRANSFERRED", "DECLINED"])
def test_f13_reopens_with_a_reason(world, state, decision):
    extra = {"decline_reason": "OTHER"} if state == "DECLINED" else {}
    put(world.file, state, by=world.lead, **extra)
    words = {"by": world.lead, "case_file": world.file, "decision": decision, "happened_on": clock.today()}
    refused_typed(lambda: world.do("reopen_file", reopen_reason="", reason="Back", **words), "reopen_reason")
    refused_typed(lambda: world.do("reopen_file", reopen_reason="RETURNED", reason=" ", **words), "reason")

    world.do("reopen_file", reopen_reason="RETURNED", reason="The office sent it back", **words)

    assert again(world.file).state == decision


@pytest.mark.parametrize("missing", ["orders_registered", "property_dealt_with", "victim_told", "precedent_harvested", "retention_from"])
def test_f12_needs_every_line_of_the_checklist(world, missing):
    put(world.file, "CONCLUDED", by=world.lead)
    lines = dict.fromkeys(["orders_registered", "property_dealt_with", "victim_told", "precedent_harvested"], True)
    lines = {**lines, "retention_from": clock.today(), missing: None if missing == "retention_from" else False}

    refused(
        lambda: world.do(
            "close_file", by=world.lead, case_file=world.file, checklist=services.ChecklistIn(**lines), happened_on=clock.today()
        ),
        guards.checklist_done,
    )


def test_f14_concludes_advice_with_a_reason(lead, pro, assistant):
    world = World(lead=lead, pro=pro, assistant=assistant, decision="ADVISORY")
    words = {"by": lead, "case_file": world.file, "happened_on": clock.today()}
    refused_typed(lambda: world.do("finish_advice", reason="", **words), "reason")

    world.do("finish_advice", reason="Answered", **words)

    assert again(world.file).state == "CONCLUDED"
    assert world.proceeding.state == "CHARGED"


# The accused


def test_a2_needs_a_first_appearance(world):
    refused(lambda: world.do("begin_intake", proceeding=world.proceeding, happened_on=clock.today()), guards.first_appearance_set)


def test_a3_needs_a_count_by_indictment(lead, pro, assistant):
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in(counts=[count_in(HYBRID)])])
    world.to_intake()

    refused(lambda: world.do("await_election", proceeding=world.proceeding, happened_on=clock.today()), guards.election_available)

    world.do("elect_mode", count=world.count, choice="INDICTMENT", on=clock.today())
    world.do("await_election", proceeding=world.proceeding, happened_on=clock.today())
    assert world.proceeding.state == "ELECTION_PENDING"


def set_trial(world, **words):
    return world.do(
        "set_trial",
        proceeding=world.proceeding,
        **{"trial_on": clock.today() + timedelta(days=60), "happened_on": clock.today(), **words},
    )


def test_a5_needs_a_settled_court(world):
    world.to_intake()
    refused(lambda: set_trial(world), guards.trial_court_settled)

    world.do("record_election", proceeding=world.proceeding, choice="SCJ_JURY", on=clock.today(), prelim_requested=True)
    refused(lambda: set_trial(world), guards.trial_court_settled)

    world.do("record_election", proceeding=world.proceeding, choice="SCJ_JURY", on=clock.today())
    set_trial(world)
    assert (world.proceeding.state, world.proceeding.forum) == ("TRIAL_SET", "SCJ")


def test_a5_needs_a_trial_date(world):
    world.to_intake()
    world.do("record_election", proceeding=world.proceeding, choice="OCJ", on=clock.today())

    refused(lambda: set_trial(world, trial_on=None), guards.trial_date_known)
    refused_typed(lambda: set_trial(world, trial_ends_on=clock.today()), "trial_ends_on")


def test_a5_all_summary_needs_no_election(lead, pro, assistant):
    counts = [count_in(HYBRID, offence_from=clock.today() - timedelta(days=250))]
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in(counts=counts)])
    world.do("elect_mode", count=world.count, choice="SUMMARY", on=clock.today())
    world.to_intake()

    set_trial(world)

    assert world.proceeding.forum == "OCJ"


def test_a11_reserve_needs_the_end_of_evidence(world):
    world.to_in_trial()

    refused_typed(lambda: world.do("reserve_judgment", proceeding=world.proceeding, evidence_ended_on=None), "evidence_ended_on")
    refused_typed(
        lambda: world.do("reserve_judgment", proceeding=world.proceeding, evidence_ended_on=clock.today() + timedelta(days=1)),
        "evidence_ended_on",
    )
    world.do("reserve_judgment", proceeding=world.proceeding, evidence_ended_on=clock.today())
    assert world.proceeding.state == "RESERVED"


def test_a13_needs_an_answer_for_each_live_count(lead, pro, assistant):
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in(counts=[count_in(), count_in(HYBRID)])])
    world.proceeding_on_counts()
    first, second = world.counts()
    plea = {"proceeding": world.proceeding, "guilty": [first], "decided_by": "Justice Q. Rowan", "happened_on": clock.today()}

    refused(lambda: world.do("record_plea", **plea), guards.live_counts_answered)

    world.do("record_plea", to_withdraw=[second], **plea)
    assert world.proceeding.state == "GUILTY_AWAITING_SENTENCE"


def test_a14_lists_everything_that_is_open(world):
    world.to_sentence()
    conclude = {"proceeding": world.proceeding, "happened_on": clock.today()}
    refused(lambda: world.do("conclude_proceeding", **conclude), guards.every_count_over, guards.orders_answered)

    world.sentenced()
    refused(lambda: world.do("conclude_proceeding", **conclude), guards.orders_answered)

    first = world.proceeding.orders_to_answer[0]
    world.do("answer_orders", proceeding=world.proceeding, answers={first: ("MADE", "")}, on=clock.today())
    refused(lambda: world.do("conclude_proceeding", **conclude), guards.orders_answered)

    world.orders_answered()
    world.do("conclude_proceeding", **conclude)
    assert world.proceeding.state == "CONCLUDED"


def test_a15_a16_go_back_to_the_stage_before(world):
    world.to_intake()
    refused_typed(
        lambda: world.do("issue_warrant", proceeding=world.proceeding, kind="", issued_on=clock.today()),
        "kind",
    )

    world.do("issue_warrant", proceeding=world.proceeding, kind="BENCH_597", issued_on=clock.today())
    assert (world.proceeding.state, world.proceeding.parked_from, world.proceeding.custody) == (
        "WARRANT_OUT",
        "INTAKE",
        "AT_LARGE_WARRANT",
    )
    refused_typed(
        lambda: world.do(
            "execute_warrant", proceeding=world.proceeding, executed_on=clock.today() - timedelta(days=1), custody="IN_CUSTODY"
        ),
        "executed_on",
    )

    world.do("execute_warrant", proceeding=world.proceeding, executed_on=clock.today(), custody="IN_CUSTODY")
    assert (world.proceeding.state, world.proceeding.parked_from, world.proceeding.custody) == ("INTAKE", "", "IN_CUSTODY")


def test_a15_from_a_program_keeps_the_stage_stored_first(world):
    put(world.proceeding, "DIVERTED", by=world.lead, parked_from="INTAKE")

    world.do("issue_warrant", proceeding=world.proceeding, kind="ARREST_512", issued_on=clock.today())
    assert world.proceeding.parked_from == "INTAKE"

    world.do("execute_warrant", proceeding=world.proceeding, executed_on=clock.today(), custody="RELEASED_COURT", surrendered=True)
    assert world.proceeding.state == "INTAKE"


def test_a29_by_a_lead_needs_that_nothing_was_laid(world):
    proceeding = put(world.proceeding, "SUSPECT")

    refused(
        lambda: world.do("conclude_uncharged", by=world.lead, proceeding=proceeding, reason="None", happened_on=clock.today()),
        guards.no_count_laid,
    )


# The counts


def proceed(world, count=None):
    return world.do("proceed_on_count", count=count or world.count, happened_on=clock.today())


def test_c2_needs_a_screening_that_says_proceed(world):
    refused(lambda: proceed(world), guards.screened_to_proceed)
    world.screened(outcome="INVESTIGATE")
    refused(lambda: proceed(world), guards.screened_to_proceed)

    world.screened()
    proceed(world)

    assert world.count.state == "PROCEEDING"


def test_c2_a_hybrid_needs_its_mode(lead, pro, assistant):
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in(counts=[count_in(HYBRID)])])
    world.screened()

    refused(lambda: proceed(world), guards.mode_elected)


def test_c2_summary_after_twelve_months_needs_both_sides(lead, pro, assistant, acting):
    late = count_in(HYBRID, offence_from=clock.today() - timedelta(days=800), offence_to=clock.today() - timedelta(days=700))
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in(counts=[late])])
    world.screened()
    election = {"count": world.count, "choice": "SUMMARY", "on": clock.today()}
    refused_typed(lambda: world.do("elect_mode", **election), "limitation_agreed")
    with acting(lead):
        count = world.count
        count.mode = "SUMMARY"
        count.save()
    refused(lambda: proceed(world), guards.summary_in_time)

    world.do("elect_mode", limitation_agreed=True, **{**election, "count": world.count})
    proceed(world)
    assert world.count.state == "PROCEEDING"


@pytest.mark.parametrize("ended, agreed_needed", [(date(2019, 9, 18), True), (date(2019, 9, 19), False)])
def test_c2_an_older_offence_has_the_shorter_limit(lead, pro, assistant, ended, agreed_needed):
    from_before = services.CountIn(offence=offence(*HYBRID, on=ended), offence_from=ended, offence_to=ended)
    sworn = information(sworn_on=date(2020, 5, 4))  # seven and a half months later
    typed = accused_in(counts=[from_before])
    typed.information = sworn
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[typed])

    assert world.count.out_of_time is agreed_needed


def withdraw(world, by=None, **words):
    return world.do(
        "withdraw_count", by=by or world.pro, count=world.count, happened_on=clock.today(), **{"why": why("WITHDRAWN"), **words}
    )


def test_c3_needs_a_reason_and_the_view_of_the_victim(world):
    refused_typed(lambda: withdraw(world, why=services.ReasonIn()), "reason_code")
    refused(lambda: withdraw(world), guards.victim_view_known)
    refused_typed(lambda: withdraw(world, view="Agrees"), "asked_on")
    refused_typed(lambda: withdraw(world, exception="WHATEVER"), "exception")

    world.do("record_victim_view", proceeding=world.proceeding, asked_on=clock.today(), view="Agrees")
    withdraw(world)

    assert world.count.state == "WITHDRAWN"


def test_c3_after_a_plea_needs_leave(world):
    world.to_in_trial()
    assert world.count.pleaded_on == clock.today()

    refused(lambda: withdraw(world, exception="NOT_FOUND"), guards.leave_after_plea)

    withdraw(world, exception="NOT_FOUND", leave_on=clock.today())
    assert world.count.state == "WITHDRAWN"


def test_c3_a_trafficking_count_is_for_a_lead(lead, pro, assistant):
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in(counts=[count_in(TRAFFICKING)])])

    with nothing_changes(), pytest.raises(PermissionDenied):
        withdraw(world, exception="NOT_FOUND")

    withdraw(world, by=lead, exception="NOT_FOUND")
    assert world.count.state == "WITHDRAWN"


def verdict(world, result, **words):
    given = {key: words.pop(key) for key in ("included_offence", "appeal_due_on", "appeal_none") if key in words}
    return world.do(
        "record_verdict",
        proceeding=world.proceeding,
        verdicts=[services.VerdictIn(count=world.count, result=result, why=why(result), **given)],
        **{"decided_by": "Justice Q. Rowan", "happened_on": clock.today(), **words},
    )


def test_c9_needs_who_decided_and_a_count_that_proceeds(world):
    with nothing_changes(), pytest.raises(TransitionRefused):
        verdict(world, "FOUND_GUILTY")
    world.proceeding_on_counts()

    refused_typed(lambda: verdict(world, "FOUND_GUILTY", decided_by=" "), "decided_by")
    refused_typed(lambda: verdict(world, "WITHDRAWN"), "verdicts")
    refused_typed(lambda: verdict(world, ""), "verdicts")
    verdict(world, "FOUND_GUILTY")

    assert world.count.state == "FOUND_GUILTY"
    assert world.proceeding.state == "GUILTY_AWAITING_SENTENCE"


def test_c9_included_needs_the_offence_found(world):
    world.proceeding_on_counts()
    refused_typed(lambda: verdict(world, "GUILTY_INCLUDED"), "included_offence")

    verdict(world, "GUILTY_INCLUDED", included_offence=offence("266"))

    assert world.count.included_offence.section == "266"


def test_c9_an_acquittal_needs_the_appeal_period_and_its_reason(world):
    world.proceeding_on_counts()
    refused_typed(lambda: verdict(world, "ACQUITTED"), "appeal_due_on")
    refused_typed(lambda: verdict(world, "ACQUITTED", appeal_due_on=clock.today(), appeal_none=True), "appeal_due_on")
    refused_typed(lambda: verdict(world, "ACQUITTED", appeal_due_on=clock.today() - timedelta(days=1)), "appeal_due_on")

    unsaid = services.VerdictIn(count=world.count, result="ACQUITTED", appeal_none=True)
    given = {"proceeding": world.proceeding, "decided_by": "Justice Q. Rowan", "happened_on": clock.today()}
    refused_typed(lambda: world.do("record_verdict", verdicts=[unsaid], **given), "reason_code")

    verdict(world, "ACQUITTED", appeal_due_on=clock.today() + timedelta(days=30))

    assert world.count.state == "ACQUITTED"
    assert world.proceeding.state == "CONCLUDED"


def dispose(world, result, count=None, **words):
    row = services.DispositionIn(count=count or world.count, result=result, terms="Terms", appeal_none=True)
    return world.do(
        "record_disposition",
        proceeding=world.proceeding,
        dispositions=[row],
        decided_by="Justice Q. Rowan",
        happened_on=clock.today(),
        **words,
    )


@pytest.mark.parametrize("result", ["DISCHARGED_ABSOLUTE", "DISCHARGED_CONDITIONAL"])
@pytest.mark.parametrize(
    "section, barred",
    [
        (("279.01", "(1)(b)"), True),  # a minimum, and 14 years
        (("286.3", "(1)"), True),  # no minimum, 14 years
        (("279.02", "(1)"), False),  # no minimum, 10 years
        (("286.4", ""), False),
    ],
)
def test_c11_no_discharge_with_a_minimum_or_fourteen_years(lead, pro, assistant, section, barred, result):
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in(counts=[count_in(section)])])
    world.to_sentence()

    if barred:
        refused(lambda: dispose(world, result), guards.discharge_possible)
    else:
        dispose(world, result)
        assert world.count.state == result


def test_c11_a_discharge_looks_at_the_offence_found(world):
    world.proceeding_on_counts()
    verdict(world, "GUILTY_INCLUDED", included_offence=offence("266"))

    dispose(world, "DISCHARGED_CONDITIONAL")

    assert world.count.state == "DISCHARGED_CONDITIONAL"


def test_c11_kienapple_rests_on_another_conviction(lead, pro, assistant):
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in(counts=[count_in(), count_in(HYBRID)])])
    world.to_sentence()
    first, second = world.counts()

    dispose(world, "STAYED_KIENAPPLE", count=second)
    refused(lambda: dispose(world, "STAYED_KIENAPPLE", count=first), guards.another_conviction)

    dispose(world, "SENTENCED", count=first)
    assert [count.state for count in world.counts()] == ["SENTENCED", "STAYED_KIENAPPLE"]


# What was typed, rights and versions


def test_what_is_typed_at_intake_is_checked(assistant):
    today = clock.today()
    refused_typed(lambda: open_file(assistant, [services.AccusedIn(family_name=" ")]), "family_name")
    refused_typed(lambda: open_file(assistant, [accused_in(birth_date=today + timedelta(days=1))]), "birth_date")
    refused_typed(lambda: open_file(assistant, [accused_in(counts=[])]), "counts")
    refused_typed(lambda: open_file(assistant, [accused_in(counts=[count_in(offence_from=today + timedelta(days=1))])]), "offence_from")
    refused_typed(lambda: open_file(assistant, [accused_in(counts=[count_in(offence_to=today - timedelta(days=900))])]), "offence_to")
    late = services.AccusedIn(family_name="Alder", counts=[count_in()], information=information(sworn_on=today + timedelta(days=1)))
    refused_typed(lambda: open_file(assistant, [late]), "sworn_on")
    early = services.AccusedIn(family_name="Alder", counts=[count_in()], information=information(sworn_on=today - timedelta(days=900)))
    refused_typed(lambda: open_file(assistant, [early]), "offence_from")
    nameless = services.AccusedIn(family_name="Alder", counts=[count_in()], information=information(number=" "))
    refused_typed(lambda: open_file(assistant, [nameless]), "information_number")
    refused_typed(
        lambda: services.open_case_file(by=assistant, at=clock.now(), agency=None, office=None, occurrence_number="", accused=[]),
        "accused",
    )


def test_a_step_happens_not_after_today_and_not_before_the_last(world):
    world.appearance()
    refused_typed(
        lambda: world.do("begin_intake", proceeding=world.proceeding, happened_on=clock.today() + timedelta(days=1)), "happened_on"
    )
    world.do("begin_intake", proceeding=world.proceeding, happened_on=clock.today())
    world.proceeding_on_counts()

    refused_typed(
        lambda: world.do("await_election", proceeding=world.proceeding, happened_on=clock.today() - timedelta(days=1)), "happened_on"
    )


def test_who_is_not_on_the_file_makes_no_move(world):
    world.appearance()
    for stranger in (UserFactory(), UserFactory(crown=True), UserFactory(records=True), UserFactory(police=True)):
        with nothing_changes(), pytest.raises(PermissionDenied):
            world.do("begin_intake", by=stranger, proceeding=world.proceeding, happened_on=clock.today())


def test_a_stale_version_is_refused(world):
    world.appearance()
    old = world.proceeding.version - 1

    with nothing_changes(), pytest.raises(StaleState):
        world.do("begin_intake", proceeding=world.proceeding, happened_on=clock.today(), version=old)
    with nothing_changes(), pytest.raises(StaleRecord):
        world.do("edit_theory", case_file=world.file, theory="x", resolution_position="", version=again(world.file).version - 1)


def test_the_ordinary_move_leaves_moves_with_a_page_to_their_service(world):
    with nothing_changes(), pytest.raises(Refusal):
        world.do("move", by=world.lead, subject=world.count, name="withdraw", happened_on=clock.today())
    with nothing_changes(), pytest.raises(Refusal):
        world.do("move", by=world.lead, subject=world.count, name="save", happened_on=clock.today())
    with nothing_changes(), pytest.raises(Refusal):
        world.do("move", by=world.lead, subject=world.count, name="nothing", happened_on=clock.today())


def test_a_screening_that_proceeds_meets_both_tests(world):
    review = services.ReviewIn(count=world.count, outcome="PROCEED", prospect=True, public_interest=False)

    refused_typed(lambda: world.do("record_screening", proceeding=world.proceeding, reviews=[review], reviewed_on=clock.today()), "outcome")


def test_an_accused_is_not_added_as_a_participant(world):
    refused_typed(lambda: world.do("add_participant", case_file=world.file, kind="ACCUSED", family_name="X"), "kind")
    refused_typed(lambda: world.do("add_participant", case_file=world.file, kind="VICTIM", family_name=" "), "family_name")
    assert Participant.objects.count() == 1
    assert Count.objects.count() == 1


@pytest.mark.parametrize("name", sorted(name for name, value in vars(guards).items() if isinstance(value, Guard) and value.fix_url))
def test_every_guard_leads_to_a_page_that_mends_it(world, name):
    guard = getattr(guards, name)

    links = [guard.fix_url(subject) for subject in (world.file, world.proceeding, world.count)]

    assert any(links), name
    assert all(world.file.ref in link for link in links if link)

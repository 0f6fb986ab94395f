"""Who may make which move from which state: every pair that is allowed, and nothing else; and who may do what without a move."""

from datetime import timedelta

import pytest

from casetracker import policies
from casetracker.models import CaseFile, Count, FileAccess, FileWall, Proceeding
from casetracker.states import ENDED, CountState, FileState, ProceedingState
from foundation import clock
from foundation.accounts.models import User
from foundation.workflow.transitions import all_steps, available_moves
from tests.factories.accounts import UserFactory
from tests.factories.casetracker import HYBRID, TRAFFICKING, accused_in, count_in, open_file

pytestmark = pytest.mark.django_db

PROS = {"LEAD", "LEAD_COUNSEL", "COUNSEL"}
ADMIN = {*PROS, "AST"}
BEFORE = {"CHARGED", "INTAKE", "ELECTION_PENDING", "PRELIM", "COMMITTED", "INDICTED", "TRIAL_SET", "IN_TRIAL", "RESERVED"}
IN_COURT = {"LAID", "PROCEEDING", "COMMITTED", "ON_INDICTMENT", "MISTRIAL"}
GUILTY = {"PLEA_GUILTY", "FOUND_GUILTY", "GUILTY_INCLUDED"}
REOPENS = {"CLOSED", "CONCLUDED", "TRANSFERRED", "DECLINED"}
REOPENED = {"ACQUITTED", "NCR", "SENTENCED", "DISCHARGED_ABSOLUTE", "DISCHARGED_CONDITIONAL", "STAYED_KIENAPPLE"}
REOPENED |= {"STAYED_11B", "STAYED_ABUSE", "QUASHED", "DISMISSED"}
CONCLUDES = {"CARRIED", "SHARED", "DORMANT", "APPEAL"}


@pytest.fixture
def case_file(lead):
    return open_file(lead, [accused_in(counts=[count_in(HYBRID), count_in(TRAFFICKING)])])


@pytest.fixture
def subjects(case_file, lead, acting):
    """One person for each way to stand towards a file, walled ones and those from before included."""
    people = {
        "LEAD": lead,
        "AST": UserFactory(assistant=True),
        "REC": UserFactory(records=True),
        "ADM": UserFactory(admin=True),
        "POL": UserFactory(police=True),
        "CRN": UserFactory(crown=True),
        "SVC": User.objects.service(),
        **{name: UserFactory() for name in ("LEAD_COUNSEL", "COUNSEL", "COVER", "OTHER", "BEFORE", "WALLED_COUNSEL")},
        "LOCAL_CROWN": UserFactory(crown=True),
        "WALLED_LEAD": UserFactory(lead=True),
        "WALLED_AST": UserFactory(assistant=True),
        "GONE_LEAD": UserFactory(lead=True, is_active=False),
    }
    now = clock.now()
    with acting(lead):
        for name, kind in [("LEAD_COUNSEL",) * 2, ("COUNSEL",) * 2, ("WALLED_COUNSEL", "COUNSEL"), ("LOCAL_CROWN",) * 2]:
            FileAccess.objects.create(file=case_file, user=people[name], acting_as=kind, from_at=now)
        FileAccess.objects.create(
            file=case_file, user=people["COVER"], acting_as="COVER", from_at=now, until_at=now + timedelta(hours=4), reason="Court today"
        )
        FileAccess.objects.create(
            file=case_file, user=people["BEFORE"], acting_as="COUNSEL", from_at=now - timedelta(days=9), until_at=now - timedelta(days=1)
        )
        for name in ("WALLED_COUNSEL", "WALLED_LEAD", "WALLED_AST"):
            FileWall.objects.create(file=case_file, user=people[name], reason="Acted for the accused", set_at=now)
    return people


@pytest.fixture
def permitted(case_file, subjects):
    """Ask the declared right of a move in every state for every person: the pairs (who, state) that it lets through."""

    def ask(model, name, *, section=HYBRID[0]):
        subject = {
            CaseFile: lambda: CaseFile.objects.get(pk=case_file.pk),
            Proceeding: lambda: Proceeding.objects.get(file=case_file),
            Count: lambda: Count.objects.get(proceeding__file=case_file, offence__section=section),
        }[model]()
        found = set()
        for step in all_steps(model):
            if step.name != name:
                continue
            subject.__dict__["state"] = step.source
            found |= {(who, step.source) for who, person in subjects.items() if step.permission(subject, person)}
        return found

    return ask


def pairs(who, states):
    return {(person, state) for person in who for state in states}


@pytest.mark.parametrize(
    "name, who, states",
    [
        ("start_conflict_check", ADMIN, {"REFERRED"}),
        ("decline", {"LEAD"}, {"CONFLICT_CHECK"}),
        ("take_as_advisory", {"LEAD"}, {"CONFLICT_CHECK"}),
        ("take_before_charge", {"LEAD"}, {"CONFLICT_CHECK"}),
        ("take_carriage", {"LEAD"}, {"CONFLICT_CHECK"}),
        ("share_carriage", {"LEAD"}, {"CONFLICT_CHECK"}),
        ("carry_after_charge", {"LEAD"}, {"PRECHARGE"}),
        ("share_after_charge", {"LEAD"}, {"PRECHARGE"}),
        ("advise_after_charge", {"LEAD"}, {"PRECHARGE"}),
        ("conclude_without_charge", {"LEAD"}, {"PRECHARGE"}),
        ("transfer", {"LEAD"}, {"PRECHARGE", "CARRIED", "SHARED", "DORMANT", "ADVISORY"}),
        ("conclude", {"SVC"}, CONCLUDES),
        ("close", {"LEAD"}, {"CONCLUDED"}),
        ("reopen_as_carried", {"LEAD"}, REOPENS),
        ("reopen_as_shared", {"LEAD"}, REOPENS),
        ("reopen_as_advisory", {"LEAD"}, REOPENS),
        ("finish_advice", {"LEAD"}, {"ADVISORY"}),
        ("share", {"LEAD"}, {"ADVISORY", "CARRIED"}),
        ("carry_alone", {"LEAD"}, {"SHARED"}),
        ("step_back", {"LEAD"}, {"SHARED"}),
        ("make_dormant", {"LEAD"}, {"CARRIED", "SHARED"}),
        ("wake_as_carried", {*PROS, "SVC"}, {"DORMANT"}),
        ("wake_as_shared", {*PROS, "SVC"}, {"DORMANT"}),
        ("await_appeal", {"SVC"}, {"CARRIED", "SHARED", "DORMANT"}),
        ("carry_after_appeal", {*PROS, "SVC"}, {"APPEAL"}),
        ("share_after_appeal", {*PROS, "SVC"}, {"APPEAL"}),
    ],
)
def test_who_moves_a_file(permitted, name, who, states):
    assert permitted(CaseFile, name) == pairs(who, states)


@pytest.mark.parametrize(
    "name, who, states",
    [
        ("charge", ADMIN, {"SUSPECT"}),
        ("begin_intake", ADMIN, {"CHARGED"}),
        ("await_election", PROS, {"INTAKE"}),
        ("set_trial", PROS, {"ELECTION_PENDING", "INTAKE"}),
        ("start_trial", ADMIN, {"TRIAL_SET"}),
        ("reserve", ADMIN, {"IN_TRIAL"}),
        ("find_guilty", ADMIN, BEFORE),
        ("conclude", ADMIN, {"GUILTY_AWAITING_SENTENCE"}),
        ("issue_warrant", ADMIN, {*BEFORE, "GUILTY_AWAITING_SENTENCE", "DIVERTED"}),
        ("execute_warrant", ADMIN, {"WARRANT_OUT"}),
        ("conclude_without_guilt", {"SVC"}, {*BEFORE, "DIVERTED", "UNFIT", "WARRANT_OUT", "CROWN_STAYED"}),
        ("conclude_uncharged", {"LEAD", "SVC"}, {"SUSPECT"}),
        ("begin_prelim", PROS, {"ELECTION_PENDING"}),
        ("commit", PROS, {"PRELIM"}),
        ("indict", PROS, {"CHARGED", "INTAKE", "ELECTION_PENDING", "PRELIM", "COMMITTED", "TRIAL_SET", "CONCLUDED"}),
        ("set_superior_trial", ADMIN, {"INDICTED", "COMMITTED"}),
        ("reelect_to_intake", PROS, {"TRIAL_SET", "COMMITTED", "INDICTED"}),
        ("reelect_to_prelim", PROS, {"TRIAL_SET"}),
        ("reelect_to_trial", PROS, {"PRELIM"}),
        ("declare_mistrial", PROS, {"IN_TRIAL", "RESERVED"}),
        ("find_unfit", ADMIN, BEFORE),
        ("find_fit", ADMIN, {"UNFIT"}),
        ("find_not_responsible", ADMIN, {"IN_TRIAL", "RESERVED"}),
        ("discharge_by_board", ADMIN, {"NCR_SUPERVISED"}),
        ("stay", {"LEAD", "SVC"}, {*BEFORE, "WARRANT_OUT", "UNFIT", "DIVERTED"}),
        ("recommence", PROS, {"CROWN_STAYED"}),
        ("divert", PROS, {"INTAKE"}),
        ("end_diversion", PROS, {"DIVERTED"}),
        ("appeal", PROS, {"CONCLUDED", "NCR_SUPERVISED"}),
        ("conclude_after_appeal", ADMIN, {"UNDER_APPEAL"}),
        ("return_to_board", ADMIN, {"UNDER_APPEAL"}),
        ("return_to_sentence", ADMIN, {"UNDER_APPEAL"}),
        ("try_again_from_intake", {"LEAD"}, {"UNDER_APPEAL"}),
        ("try_again_from_indictment", {"LEAD"}, {"UNDER_APPEAL"}),
        ("try_again_at_trial", {"LEAD"}, {"UNDER_APPEAL"}),
        ("end_by_death", {"LEAD"}, {state for state in ProceedingState.values if state not in ("CONCLUDED", "ABATED")}),
        ("strike_plea_to_intake", ADMIN, {"GUILTY_AWAITING_SENTENCE"}),
        ("strike_plea_to_indictment", ADMIN, {"GUILTY_AWAITING_SENTENCE"}),
        ("strike_plea_to_trial", ADMIN, {"GUILTY_AWAITING_SENTENCE"}),
        ("charge_again", ADMIN, {"CONCLUDED"}),
    ],
)
def test_who_moves_an_accused(permitted, name, who, states):
    assert permitted(Proceeding, name) == pairs(who, states)


@pytest.mark.parametrize(
    "name, who, states",
    [
        ("lay", ADMIN, {"PROPOSED"}),
        ("not_lay", ADMIN, {"PROPOSED"}),
        ("proceed", PROS, {"LAID"}),
        ("withdraw", PROS, IN_COURT),
        ("plead_guilty", ADMIN, {"PROCEEDING", "ON_INDICTMENT"}),
        ("find_guilty", ADMIN, {"PROCEEDING", "ON_INDICTMENT"}),
        ("find_guilty_of_included", ADMIN, {"PROCEEDING", "ON_INDICTMENT"}),
        ("acquit", ADMIN, {"PROCEEDING", "ON_INDICTMENT"}),
        ("sentence", ADMIN, GUILTY),
        ("discharge_absolutely", ADMIN, GUILTY),
        ("discharge_conditionally", ADMIN, GUILTY),
        ("stay_kienapple", ADMIN, GUILTY),
        ("replace", PROS, {"LAID", "PROCEEDING", "COMMITTED", "ON_INDICTMENT"}),
        ("commit", ADMIN, {"PROCEEDING", "PROPOSED"}),
        ("discharge_at_prelim", ADMIN, {"PROCEEDING"}),
        ("put_on_indictment", PROS, {"COMMITTED", "PROCEEDING", "DISCHARGED_PRELIM", "PROPOSED"}),
        ("quash", ADMIN, IN_COURT),
        ("dismiss", ADMIN, IN_COURT),
        ("stay_for_delay", ADMIN, {*IN_COURT, *GUILTY}),
        ("stay_for_abuse", ADMIN, {*IN_COURT, *GUILTY}),
        ("find_ncr", ADMIN, {"PROCEEDING", "ON_INDICTMENT"}),
        ("declare_mistrial", ADMIN, {"PROCEEDING", "ON_INDICTMENT"}),
        ("resume_on_indictment", PROS, {"MISTRIAL"}),
        ("resume", PROS, {"MISTRIAL", "COMMITTED", "ON_INDICTMENT"}),
        ("sentence_after_kienapple", {"LEAD"}, {"STAYED_KIENAPPLE"}),
        ("stay_by_crown", {"LEAD"}, {*IN_COURT, "IN_ALTERNATIVE_MEASURES"}),
        ("recommence", PROS, {"CROWN_STAYED"}),
        ("let_stay_lapse", {"SVC"}, {"CROWN_STAYED"}),
        ("send_to_measures", PROS, {"LAID", "PROCEEDING"}),
        ("complete_measures", PROS, {"IN_ALTERNATIVE_MEASURES"}),
        ("leave_measures", PROS, {"IN_ALTERNATIVE_MEASURES"}),
        ("reopen_on_indictment", {"LEAD"}, REOPENED),
        ("reopen", {"LEAD"}, REOPENED),
        ("end_by_death", {"SVC"}, {state for state in CountState.values if state not in ENDED}),
        ("strike_plea", ADMIN, {"PLEA_GUILTY"}),
        ("strike_plea_on_indictment", ADMIN, {"PLEA_GUILTY"}),
        ("convict_on_appeal", {"LEAD"}, {"ACQUITTED", "SENTENCED", "STAYED_11B", "STAYED_ABUSE"}),
        ("substitute_on_appeal", {"LEAD"}, {"SENTENCED"}),
        ("acquit_on_appeal", {"LEAD"}, {"SENTENCED", "DISCHARGED_ABSOLUTE", "DISCHARGED_CONDITIONAL", "STAYED_KIENAPPLE"}),
    ],
)
def test_who_moves_a_count(permitted, name, who, states):
    assert permitted(Count, name) == pairs(who, states)


def test_a_trafficking_count_is_withdrawn_by_a_lead_alone(permitted):
    assert permitted(Count, "withdraw", section=TRAFFICKING[0]) == pairs({"LEAD"}, IN_COURT)


def test_every_move_is_in_a_table_above():
    tables = [test_who_moves_a_file, test_who_moves_an_accused, test_who_moves_a_count]
    named = [{row[0] for row in table.pytestmark[0].args[1]} for table in tables]

    assert named == [{step.name for step in all_steps(model)} for model in (CaseFile, Proceeding, Count)]


def test_what_the_move_page_offers_is_what_the_rights_say(case_file, subjects):
    offered = {who: [move.name for move in available_moves(case_file, person) if move.permitted] for who, person in subjects.items()}

    assert set(offered["LEAD"]) == {"decline", "take_as_advisory", "take_before_charge", "take_carriage", "share_carriage"}
    assert {who for who, names in offered.items() if names} == {"LEAD"}


EVERY_READER = {"LEAD", "AST", "REC", "LEAD_COUNSEL", "COUNSEL", "COVER"}


@pytest.mark.parametrize(
    "right, who",
    [
        (policies.may_see, {*EVERY_READER}),
        (policies.may_read_notes, EVERY_READER),
        (policies.may_grant_access, {"LEAD"}),
        (policies.may_set_wall, {"LEAD"}),
        (policies.may_see_access, {"LEAD", "REC"}),
        (policies.may_edit_file, ADMIN),
        (policies.may_edit_theory, PROS),
        (policies.may_add_note, ADMIN),
        (policies.may_add_accused, ADMIN),
        (policies.may_add_participant, ADMIN),
        (policies.may_read_contact, ADMIN),
        (policies.may_record_ban, ADMIN),
        (policies.may_record_victim_view, ADMIN),
        (policies.may_record_victim_request, ADMIN),
        (policies.may_record_appearance, {*ADMIN, "COVER"}),
        (policies.may_record_screening, PROS),
        (policies.may_record_crown_election, PROS),
        (policies.may_record_election, ADMIN),
        (policies.may_answer_orders, ADMIN),
        (policies.may_record_outcomes, ADMIN),
        (policies.may_propose_count, ADMIN),
        (policies.may_link_decision, ADMIN),
    ],
)
def test_who_may_do_what_on_a_file(case_file, subjects, right, who):
    assert {name for name, person in subjects.items() if right(case_file, person)} == who


@pytest.mark.parametrize("state", FileState.values)
def test_a_local_crown_reads_shared_and_advisory_files_and_no_notes(case_file, subjects, state):
    case_file.__dict__["state"] = state

    sees = policies.may_see(case_file, subjects["LOCAL_CROWN"])

    assert sees == (state in ("SHARED", "ADVISORY"))
    assert not policies.may_read_notes(case_file, subjects["LOCAL_CROWN"])


def test_who_opens_files(subjects):
    allowed = {name for name, person in subjects.items() if policies.may_open_case_file(person)}

    assert allowed == {
        *("LEAD", "AST", "LEAD_COUNSEL", "COUNSEL", "COVER", "OTHER", "BEFORE", "WALLED_COUNSEL", "WALLED_LEAD", "WALLED_AST"),
    }

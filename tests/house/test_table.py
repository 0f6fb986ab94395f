"""The tables of the machines, written here a second time: every pair once under its id, none beyond, and who may make it (T03)."""

import json
from collections import Counter
from io import StringIO

import pytest
from django.core.management import call_command

from casetracker.models import CaseFile, Count, Proceeding
from foundation.accounts.models import User
from foundation.workflow.transitions import all_steps, targets_of
from tests.factories.casetracker import TRAFFICKING, offence

BEFORE = "CHARGED INTAKE ELECTION_PENDING PRELIM COMMITTED INDICTED TRIAL_SET IN_TRIAL RESERVED"
RUNNING = f"{BEFORE} GUILTY_AWAITING_SENTENCE"
COURT = "LAID PROCEEDING COMMITTED ON_INDICTMENT MISTRIAL"
GUILT = "PLEA_GUILTY FOUND_GUILTY GUILTY_INCLUDED"
NOT_ENDED = f"PROPOSED {COURT} CROWN_STAYED IN_ALTERNATIVE_MEASURES {GUILT}"
BY_APPEAL = "ACQUITTED NCR SENTENCED DISCHARGED_ABSOLUTE DISCHARGED_CONDITIONAL STAYED_KIENAPPLE STAYED_11B STAYED_ABUSE QUASHED DISMISSED"

# id | from | to | who
FILE = """
F1 | REFERRED | CONFLICT_CHECK | ADMIN
F2 | CONFLICT_CHECK | DECLINED ADVISORY PRECHARGE CARRIED SHARED | LEAD
F3 | ADVISORY CARRIED | SHARED | LEAD
F3 | SHARED | ADVISORY CARRIED | LEAD
F4 | PRECHARGE | CARRIED SHARED ADVISORY | LEAD
F5 | PRECHARGE | CONCLUDED | LEAD
F6 | CARRIED SHARED | DORMANT | LEAD
F7 | DORMANT | CARRIED SHARED | PROS SYS
F8 | PRECHARGE CARRIED SHARED DORMANT ADVISORY | TRANSFERRED | LEAD
F9 | CARRIED SHARED DORMANT | APPEAL | SYS
F10 | APPEAL | CARRIED SHARED | PROS SYS
F11 | CARRIED SHARED DORMANT APPEAL | CONCLUDED | SYS
F12 | CONCLUDED | CLOSED | LEAD
F13 | CLOSED CONCLUDED TRANSFERRED DECLINED | CARRIED SHARED ADVISORY | LEAD
F14 | ADVISORY | CONCLUDED | LEAD
"""

PROCEEDING = f"""
A1 | SUSPECT | CHARGED | ADMIN
A2 | CHARGED | INTAKE | ADMIN
A3 | INTAKE | ELECTION_PENDING | PROS
A4 | ELECTION_PENDING | PRELIM | PROS
A5 | ELECTION_PENDING INTAKE | TRIAL_SET | PROS
A6 | PRELIM | COMMITTED | PROS
A8 | CHARGED INTAKE ELECTION_PENDING PRELIM COMMITTED TRIAL_SET CONCLUDED | INDICTED | PROS
A9 | INDICTED COMMITTED | TRIAL_SET | ADMIN
A10 | TRIAL_SET COMMITTED INDICTED | INTAKE | PROS
A10 | TRIAL_SET | PRELIM | PROS
A10 | PRELIM | TRIAL_SET | PROS
A11 | TRIAL_SET | IN_TRIAL | ADMIN
A11 | IN_TRIAL | RESERVED | ADMIN
A12 | IN_TRIAL RESERVED | TRIAL_SET | PROS
A13 | {BEFORE} | GUILTY_AWAITING_SENTENCE | ADMIN
A14 | GUILTY_AWAITING_SENTENCE | CONCLUDED | ADMIN
A15 | {RUNNING} DIVERTED | WARRANT_OUT | ADMIN
A16 | WARRANT_OUT | {RUNNING} | ADMIN
A17 | {BEFORE} WARRANT_OUT UNFIT DIVERTED | CROWN_STAYED | LEAD SYS
A18 | CROWN_STAYED | {BEFORE} | PROS
A19 | {BEFORE} | UNFIT | ADMIN
A19 | UNFIT | {BEFORE} | ADMIN
A20 | IN_TRIAL RESERVED | NCR_SUPERVISED | ADMIN
A20 | NCR_SUPERVISED | CONCLUDED | ADMIN
A21 | INTAKE | DIVERTED | PROS
A21 | DIVERTED | INTAKE | PROS
A22 | {BEFORE} DIVERTED UNFIT WARRANT_OUT CROWN_STAYED | CONCLUDED | SYS
A23 | CONCLUDED NCR_SUPERVISED | UNDER_APPEAL | PROS
A24 | UNDER_APPEAL | CONCLUDED NCR_SUPERVISED GUILTY_AWAITING_SENTENCE | ADMIN
A25 | UNDER_APPEAL | INTAKE INDICTED TRIAL_SET | LEAD
A26 | SUSPECT {RUNNING} DIVERTED UNFIT NCR_SUPERVISED CROWN_STAYED WARRANT_OUT UNDER_APPEAL | ABATED | LEAD
A27 | GUILTY_AWAITING_SENTENCE | INTAKE INDICTED TRIAL_SET | ADMIN
A28 | CONCLUDED | CHARGED | ADMIN
A29 | SUSPECT | CONCLUDED | LEAD SYS
"""

COUNT = f"""
C1 | PROPOSED | LAID NOT_LAID | ADMIN
C2 | LAID | PROCEEDING | PROS
C3 | {COURT} | WITHDRAWN | PROS
C4 | LAID PROCEEDING COMMITTED ON_INDICTMENT | REPLACED | PROS
C5 | PROCEEDING PROPOSED | COMMITTED | ADMIN
C5 | PROCEEDING | DISCHARGED_PRELIM | ADMIN
C6 | COMMITTED PROCEEDING DISCHARGED_PRELIM PROPOSED | ON_INDICTMENT | PROS
C7 | {COURT} IN_ALTERNATIVE_MEASURES | CROWN_STAYED | LEAD
C7 | CROWN_STAYED | {COURT} IN_ALTERNATIVE_MEASURES | PROS
C7 | CROWN_STAYED | STAY_LAPSED | SYS
C8 | {COURT} | QUASHED DISMISSED STAYED_11B STAYED_ABUSE | ADMIN
C8 | {GUILT} | STAYED_11B STAYED_ABUSE | ADMIN
C9 | PROCEEDING ON_INDICTMENT | {GUILT} ACQUITTED NCR MISTRIAL | ADMIN
C10 | MISTRIAL | ON_INDICTMENT PROCEEDING | PROS
C10 | COMMITTED ON_INDICTMENT | PROCEEDING | PROS
C11 | {GUILT} | STAYED_KIENAPPLE SENTENCED DISCHARGED_ABSOLUTE DISCHARGED_CONDITIONAL | ADMIN
C12 | STAYED_KIENAPPLE | SENTENCED | LEAD
C13 | LAID PROCEEDING | IN_ALTERNATIVE_MEASURES | PROS
C13 | IN_ALTERNATIVE_MEASURES | DISMISSED_MEASURES PROCEEDING | PROS
C14 | {BY_APPEAL} | ON_INDICTMENT PROCEEDING | LEAD
C15 | {NOT_ENDED} | ABATED | SYS
C17 | PLEA_GUILTY | PROCEEDING ON_INDICTMENT | ADMIN
C18 | ACQUITTED | FOUND_GUILTY | LEAD
C18 | SENTENCED | FOUND_GUILTY GUILTY_INCLUDED | LEAD
C18 | STAYED_11B STAYED_ABUSE | FOUND_GUILTY | LEAD
C18 | SENTENCED DISCHARGED_ABSOLUTE DISCHARGED_CONDITIONAL STAYED_KIENAPPLE | ACQUITTED | LEAD
"""

ADVICE = """
Q1 | DRAFT | SUBMITTED | -
Q2 | SUBMITTED | TRIAGED | -
Q3 | TRIAGED | ASSIGNED | -
Q4 | ASSIGNED | ASSIGNED | -
Q5 | SUBMITTED TRIAGED ASSIGNED | NEEDS_INFO | -
Q6 | NEEDS_INFO | SUBMITTED TRIAGED ASSIGNED | -
Q7 | ASSIGNED | IN_REVIEW | -
Q8 | IN_REVIEW | ASSIGNED | -
Q9 | IN_REVIEW | DELIVERED | -
Q10 | ASSIGNED | DELIVERED | -
Q11 | DELIVERED | FOLLOW_UP | -
Q12 | FOLLOW_UP DELIVERED CLOSED | ASSIGNED | -
Q13 | DELIVERED FOLLOW_UP ASSIGNED IN_REVIEW NEEDS_INFO | CLOSED | -
Q14 | CLOSED | FOLLOW_UP | -
Q15 | SUBMITTED TRIAGED NEEDS_INFO | DECLINED | -
Q16 | SUBMITTED TRIAGED | ANSWERED_FROM_BANK | -
Q17 | ANSWERED_FROM_BANK | SUBMITTED | -
Q18 | SUBMITTED TRIAGED ASSIGNED IN_REVIEW NEEDS_INFO | WITHDRAWN | -
Q19 | SUBMITTED TRIAGED ASSIGNED | MERGED | -
Q20 | SUBMITTED TRIAGED ASSIGNED | CONVERTED_TO_FILE | -
"""

TABLES = {"file": FILE, "proceeding": PROCEEDING, "count": COUNT, "advice": ADVICE}

# Who of the house stands behind each word of the tables; the worker is SVC.
BEHIND = {"ADMIN": {"AST", "PRO", "LEAD"}, "PROS": {"PRO", "LEAD"}, "LEAD": {"LEAD"}, "SYS": {"SVC"}}


def lines(table: str):
    """The lines of a table: id, sources, targets, who."""
    for line in table.strip().splitlines():
        rule, sources, targets, who = (cell.strip() for cell in line.split("|"))
        yield rule, sources.split(), targets.split(), who.split()


def arrows(table: str) -> list[tuple[str, str, str]]:
    """Every single arrow of a table."""
    return [(rule, source, target) for rule, sources, targets, _who in lines(table) for source in sources for target in targets]


@pytest.mark.parametrize("machine", TABLES)
def test_every_arrow_is_there_once_under_its_id_and_none_beyond(machine):
    said = StringIO()

    call_command("state_diagrams", "--json", stdout=said)

    told = Counter((row["id"], row["from"], row["to"]) for row in json.loads(said.getvalue())[machine])
    assert told == Counter(arrows(TABLES[machine]))


@pytest.mark.parametrize(
    ("machine", "model"), [("file", CaseFile), ("proceeding", Proceeding), ("count", Count)], ids=["file", "proceeding", "count"]
)
def test_who_may_make_which_step_from_which_state_is_the_table_exactly(house, machine, model):
    people = {**house.people, "SVC": User.objects.service()}
    record = model.objects.get(pk={"file": house.file, "proceeding": house.accused, "count": house.hybrid}[machine].pk)
    declared = {
        (rule, source, target, who)
        for rule, sources, targets, words in lines(TABLES[machine])
        for source in sources
        for target in targets
        for word in words
        for who in BEHIND[word]
    }

    allowed = set()
    for step in all_steps(model):
        record.__dict__["state"] = step.source
        for who, person in people.items():
            if step.permission(record, person):
                allowed |= {(step.custom["id"], str(step.source), target, who) for target in targets_of(step)}

    assert allowed == declared


def test_a_trafficking_count_is_withdrawn_by_a_lead_alone(house):
    step = next(step for step in all_steps(Count) if step.name == "withdraw")
    count = Count.objects.get(pk=house.hybrid.pk)
    count.offence = offence(*TRAFFICKING)

    may = {who for who, person in house.people.items() if step.permission(count, person)}

    assert may == {"LEAD"}

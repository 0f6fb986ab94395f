"""What must hold for a file after every act, in plain sentences: the rules of the machines, asked of the rows."""

from casetracker import services
from casetracker.models import CaseFile, Count, CountLineage, Proceeding
from casetracker.states import (
    AFTER_GUILT,
    BEFORE_JUDGMENT,
    ENDED,
    GUILTY,
    LIVE,
    NO_LIVE_STEP,
    PARKED,
    RUNNING,
    TERMINAL,
    CountState,
    FileState,
    ProceedingState,
)
from foundation.workflow.models import Move
from foundation.workflow.transitions import all_steps, machines, targets_of

MAY_REST_ON_ENDED_COUNTS = (
    *(ProceedingState.SUSPECT, ProceedingState.CONCLUDED, ProceedingState.ABATED),
    *(ProceedingState.UNDER_APPEAL, ProceedingState.NCR_SUPERVISED, ProceedingState.GUILTY_AWAITING_SENTENCE),
)
DECLARED = {
    (model._meta.label, step.custom["id"], str(step.source), target)
    for model in machines().values()
    for step in all_steps(model)
    for target in targets_of(step)
}


def broken_rules(case_file: CaseFile) -> list[str]:
    """List, in words, each rule that the rows of a file break."""
    case_file = CaseFile.objects.get(pk=case_file.pk)
    proceedings = list(Proceeding.objects.filter(file=case_file).order_by("pk"))
    found: list[str] = []
    for proceeding in proceedings:
        found += of_accused(proceeding)
    found += of_file(case_file, proceedings)
    found += of_moves(case_file, proceedings)
    if services.base.summary_differs(CaseFile.objects.get(pk=case_file.pk)):
        found.append("a derived column is not what its rows say")
    return found


def of_accused(proceeding: Proceeding) -> list[str]:
    """The rules of one accused and her counts."""
    counts = list(Count.objects.filter(proceeding=proceeding))
    states = [count.state for count in counts]
    state, found = proceeding.state, []
    if state == ProceedingState.CONCLUDED:
        beside = any(one in AFTER_GUILT for one in states)
        if not all(one in ENDED or (one == CountState.CROWN_STAYED and beside) for one in states):
            found.append(f"an accused is concluded with counts {states}")
    if state == ProceedingState.ABATED and not all(one in ENDED for one in states):
        found.append(f"an accused ended by death with counts {states}")
    if counts and all(one in ENDED for one in states) and state not in MAY_REST_ON_ENDED_COUNTS:
        intended = any(row.intended for row in proceeding.direct_indictments.all())
        if not (intended and CountState.DISCHARGED_PRELIM in states):
            found.append(f"every count ended ({states}) and the accused is {state}")
    if state == ProceedingState.SUSPECT and any(one not in (CountState.PROPOSED, CountState.NOT_LAID) for one in states):
        found.append(f"an accused is not charged with counts {states}")
    if any(one in GUILTY for one in states) and ProceedingState.GUILTY_AWAITING_SENTENCE not in (state, proceeding.parked_from):
        found.append(f"a count is guilty and the accused is {state}")
    if any(one in LIVE for one in states) and state in (ProceedingState.SUSPECT, ProceedingState.CROWN_STAYED, *TERMINAL):
        found.append(f"a count is live ({states}) and the accused is {state}")
    if bool(proceeding.parked_from) != (state in PARKED) or (proceeding.parked_from and proceeding.parked_from not in RUNNING):
        found.append(f"parked from {proceeding.parked_from!r} in {state}")
    if state == ProceedingState.CROWN_STAYED and proceeding.parked_from not in BEFORE_JUDGMENT:
        found.append(f"stayed by the Crown from {proceeding.parked_from}")
    if state == ProceedingState.WARRANT_OUT and proceeding.open_warrant is None:
        found.append("a warrant is out and none is on file")
    if state == ProceedingState.UNFIT and not proceeding.fitness_findings.filter(fit_on=None).exists():
        found.append("an accused is unfit without a finding")
    if state == ProceedingState.DIVERTED and not proceeding.measures.filter(completed_on=None, failed_on=None).exists():
        found.append("an accused is in a program and none runs")
    if (state == ProceedingState.UNDER_APPEAL) != proceeding.appeals.filter(decided_on=None).exists():
        found.append(f"an appeal is open or not, and the accused is {state}")
    for count in counts:
        found += of_count(count)
    return found


def of_count(count: Count) -> list[str]:
    """The rules of one count."""
    found = []
    if (count.state == CountState.CROWN_STAYED) != (count.open_stay is not None):
        found.append(f"a count is {count.state} and its stay is {count.open_stay}")
    if count.state == CountState.REPLACED:
        lines = list(CountLineage.objects.filter(old=count).select_related("new__proceeding"))
        if not any(line.new.proceeding.accused_id == count.proceeding.accused_id for line in lines):
            found.append("a replaced count has no successor of the same accused")
    seen, waiting = set(), [count.pk]
    while waiting:
        nexts = list(CountLineage.objects.filter(old__in=waiting).values_list("new", flat=True))
        if count.pk in nexts:
            found.append("a count descends from itself")
            break
        waiting = [pk for pk in nexts if pk not in seen]
        seen.update(waiting)
    return found


def of_file(case_file: CaseFile, proceedings: list[Proceeding]) -> list[str]:
    """The rules of the file among its accused."""
    states = [proceeding.state for proceeding in proceedings]
    counts = list(Count.objects.filter(proceeding__in=proceedings).values_list("state", flat=True))
    over = all(one in (ProceedingState.UNDER_APPEAL, *TERMINAL) for one in states)
    under_appeal = ProceedingState.UNDER_APPEAL in states
    last = Move.objects.of(case_file).made().order_by("-pk").first()
    found = []
    if case_file.state == FileState.CONCLUDED and last and last.rule in ("F5", "F11"):
        if CountState.CROWN_STAYED in counts:
            found.append("a file is concluded with a count stayed by the Crown")
        if not all(one in TERMINAL for one in states):
            found.append(f"a file is concluded with accused {states}")
    if case_file.state == FileState.APPEAL and not (over and under_appeal):
        found.append(f"a file is before the appeal court with accused {states}")
    if case_file.state in (FileState.CARRIED, FileState.SHARED) and over and under_appeal and last and last.rule != "F13":
        found.append(f"a file is {case_file.state} with accused {states}")
    moving = [one for one in states if one not in (*NO_LIVE_STEP, ProceedingState.UNDER_APPEAL, *TERMINAL)]
    if case_file.state == FileState.DORMANT and moving:
        found.append(f"a file is dormant with accused {states}")
    return found


def of_moves(case_file: CaseFile, proceedings: list[Proceeding]) -> list[str]:
    """The rules of what is recorded: declared pairs only, each where the one before it ended, none before it."""
    found = []
    for subject in [case_file, *proceedings, *Count.objects.filter(proceeding__in=proceedings)]:
        where, day = None, None
        for move in Move.objects.of(subject).order_by("pk"):
            if move.step is not None and (move.subject_label, move.rule, move.from_state, move.to_state) not in DECLARED:
                found.append(f"{move} is no declared step")
            if where is not None and move.from_state != where:
                found.append(f"{move} starts where the step before it did not end ({where})")
            if move.step is not None and move.corrected_by_id is None:
                if day is not None and move.happened_on < day:
                    found.append(f"{move} happened before the step before it")
                day = move.happened_on
            where = move.to_state
        if where is not None and where != subject.state:
            found.append(f"{subject._meta.model_name} is {subject.state} and its last step ended in {where}")
    return found

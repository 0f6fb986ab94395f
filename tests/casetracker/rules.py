"""What must hold for a file after every act, in plain sentences: the rules of the machines, asked of the rows."""

from casetracker import bail, deadlines, guards, services
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
from foundation import clock
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
    found: list[str] = []
    with services.base.rows_of(case_file) as proceedings:
        counts = [count for proceeding in proceedings for count in proceeding.counts.all()]
        lines = list(CountLineage.objects.filter(old__in=counts).select_related("new__proceeding"))
        for proceeding in proceedings:
            found += of_accused(proceeding)
        for accused in {proceeding.accused_id for proceeding in proceedings}:
            found += _bail([proceeding for proceeding in proceedings if proceeding.accused_id == accused])
        for count in counts:
            found += of_count(count, lines)
        found += of_file(case_file, proceedings)
        found += of_moves([case_file, *proceedings, *counts])
        found += of_what_follows(case_file, proceedings)
        if services.base.summary_differs(case_file):
            found.append("a derived column is not what its rows say")
    found += of_deadlines(case_file)
    return found


def of_deadlines(case_file: CaseFile) -> list[str]:
    """The deadlines kept beside the accused of a file are those that its rows, read anew, give."""
    today, rows = clock.today(), list(Proceeding.objects.filter(file=case_file).select_related("file").order_by("pk"))
    fresh = deadlines.deadlines_of(rows, today)
    kept = [one for row in rows for one in deadlines.kept_of(row, today)]
    kept.sort(key=lambda one: (one.due, one.rule.code, one.proceeding.pk))
    found = [] if kept == fresh else [f"the deadlines kept are {kept}, and those that run {fresh}"]
    for row in rows:
        nearest = min((one.due for one in fresh if one.proceeding == row), default=None)
        if row.next_due_on != nearest:
            found.append(f"the nearest deadline kept is {row.next_due_on}, and {nearest} is")
    return found


def of_accused(proceeding: Proceeding) -> list[str]:
    """The rules of one accused and her counts."""
    counts = list(proceeding.counts.all())
    states = [count.state for count in counts]
    state, found = proceeding.state, []
    appeals = list(proceeding.appeals.all())
    if state == ProceedingState.CONCLUDED:
        beside = any(one in AFTER_GUILT for one in states)
        if not all(one in ENDED or (one == CountState.CROWN_STAYED and beside) for one in states):
            found.append(f"an accused is concluded with counts {states}")
    if state == ProceedingState.ABATED and not all(one in ENDED for one in states):
        found.append(f"an accused ended by death with counts {states}")
    # An absconder whose counts were all sentenced or withdrawn comes back to where they rest (A16), and is concluded from there.
    rests = (proceeding.parked_from if state == ProceedingState.WARRANT_OUT else "") or state
    if counts and all(one in ENDED for one in states) and rests not in MAY_REST_ON_ENDED_COUNTS:
        intended = any(row.intended for row in proceeding.direct_indictments.all())
        if not (intended and CountState.DISCHARGED_PRELIM in states):
            found.append(f"every count ended ({states}) and the accused is {state}")
    if state == ProceedingState.SUSPECT and any(one not in (CountState.PROPOSED, CountState.NOT_LAID) for one in states):
        found.append(f"an accused is not charged with counts {states}")
    # An appeal does its work on the counts at once; the accused goes on with the last one that is open (ADR 36).
    waits = state == ProceedingState.UNDER_APPEAL and any(appeal.decided_on for appeal in appeals)
    awaits_sentence = ProceedingState.GUILTY_AWAITING_SENTENCE in (state, proceeding.parked_from)
    if any(one in GUILTY for one in states) and not awaits_sentence and not waits:
        found.append(f"a count is guilty and the accused is {state}")
    if any(one in LIVE for one in states) and state in (ProceedingState.SUSPECT, ProceedingState.CROWN_STAYED, *TERMINAL):
        found.append(f"a count is live ({states}) and the accused is {state}")
    if bool(proceeding.parked_from) != (state in PARKED) or (proceeding.parked_from and proceeding.parked_from not in RUNNING):
        found.append(f"parked from {proceeding.parked_from!r} in {state}")
    if state == ProceedingState.CROWN_STAYED and proceeding.parked_from not in BEFORE_JUDGMENT:
        found.append(f"stayed by the Crown from {proceeding.parked_from}")
    if state == ProceedingState.WARRANT_OUT and proceeding.open_warrant is None:
        found.append("a warrant is out and none is on file")
    if (state == ProceedingState.UNFIT) != (proceeding.open_finding is not None):
        found.append(f"the finding that she is unfit is {proceeding.open_finding} and the accused is {state}")
    found += _left_open(proceeding)
    if state == ProceedingState.DIVERTED and not any(measure.is_running for measure in proceeding.measures.all()):
        found.append("an accused is in a program and none runs")
    is_open = any(appeal.decided_on is None for appeal in appeals)
    if (state == ProceedingState.UNDER_APPEAL) != is_open and state != ProceedingState.ABATED:  # nobody decides the appeal of the dead
        found.append(f"an appeal is open or not, and the accused is {state}")
    return found


def _bail(tracks: list[Proceeding]) -> list[str]:
    """What binds one accused: one order at most, on whichever track, and none once every track is over or stayed."""
    found, stand = [], [order for order in bail.orders(tracks[0]) if order.is_open]
    if len(stand) > 1:
        found.append("two release orders are in force for one accused")
    if stand and all(track.state in bail.ENDS_BAIL for track in tracks):
        found.append("a release order is in force of an accused whose matter is over")
    for order in bail.orders(tracks[0]):
        if not order.is_open and any(part.ended_on is None for part in (*order.conditions.all(), *order.sureties.all())):
            found.append("a condition or a surety outlives its order")
    return found


def _left_open(proceeding: Proceeding) -> list[str]:
    """What stays open of an accused who is over or stayed, and requests for a stay that nobody could enter any more."""
    state, counts, found = proceeding.state, list(proceeding.counts.all()), []
    if proceeding.open_warrant is not None and state in (ProceedingState.CROWN_STAYED, *TERMINAL):
        found.append(f"a warrant is out and the accused is {state}")
    if any(measure.is_running for measure in proceeding.measures.all()) and state in TERMINAL:
        found.append(f"a program runs and the accused is {state}")
    if state == ProceedingState.ABATED and any(count.open_stay is not None for count in counts):
        found.append("a stay of the dead runs")
    asked = services.waiting_stay(proceeding)
    if asked is not None and not any(count.ref in asked.facts["counts"] and count.state in LIVE for count in counts):
        found.append("a stay is asked for of counts that cannot be stayed")
    discharged = any(count.state == CountState.DISCHARGED_PRELIM for count in counts)
    if guards.open_request(proceeding) is not None and state in TERMINAL and not (discharged and state == ProceedingState.CONCLUDED):
        found.append(f"a direct indictment is intended and the accused is {state}")
    return found


def of_count(count: Count, lines: list[CountLineage]) -> list[str]:
    """The rules of one count; ``lines`` say who descends from whom in the file."""
    found = []
    if (count.state == CountState.CROWN_STAYED) != (count.open_stay is not None):
        found.append(f"a count is {count.state} and its stay is {count.open_stay}")
    heirs = {line.new.proceeding.accused_id for line in lines if line.old_id == count.pk}
    if count.state == CountState.REPLACED and count.proceeding.accused_id not in heirs:
        found.append("a replaced count has no successor of the same accused")
    seen: set[int] = set()
    waiting = {count.pk}
    while waiting:
        waiting = {line.new_id for line in lines if line.old_id in waiting} - seen
        seen |= waiting
    if count.pk in seen:
        found.append("a count descends from itself")
    return found


def of_what_follows(case_file: CaseFile, proceedings: list[Proceeding]) -> list[str]:
    """Nothing is left undone that follows by rule (A17, A22, A29, F7, F9, F10, F11)."""
    names = [(proceeding, "conclude_without_guilt") for proceeding in proceedings]
    names += [(proceeding, "stay") for proceeding in proceedings if guards.rests_on_stays(proceeding)]
    for proceeding in proceedings:
        states = {count.state for count in proceeding.counts.all()}
        names += [(proceeding, "conclude_uncharged")] if states == {CountState.NOT_LAID} else []
    names += [(case_file, "wake_as_carried"), (case_file, "carry_after_appeal"), (case_file, "await_appeal")]
    names += [] if services.just_reopened(case_file) else [(case_file, "conclude")]
    return [f"{name} did not follow" for subject, name in names if services.is_true(subject, name)]


def of_file(case_file: CaseFile, proceedings: list[Proceeding]) -> list[str]:
    """The rules of the file among its accused."""
    states = [proceeding.state for proceeding in proceedings]
    counts = [count.state for proceeding in proceedings for count in proceeding.counts.all()]
    over = all(one in (ProceedingState.UNDER_APPEAL, *TERMINAL) for one in states)
    under_appeal = ProceedingState.UNDER_APPEAL in states
    last = Move.objects.of(case_file).made().order_by("-pk").first()
    found = []
    if case_file.state == FileState.CONCLUDED and last and last.rule in ("F5", "F11"):
        if CountState.CROWN_STAYED in counts:
            found.append("a file is concluded with a count stayed by the Crown")
        if not all(one in TERMINAL for one in states):
            found.append(f"a file is concluded with accused {states}")
    if case_file.state == FileState.APPEAL and not over:  # where the last appeal ended, F11 waits for the next appeal period
        found.append(f"a file is before the appeal court with accused {states}")
    if case_file.state in (FileState.CARRIED, FileState.SHARED) and over and under_appeal and last and last.rule != "F13":
        found.append(f"a file is {case_file.state} with accused {states}")
    moving = [one for one in states if one not in (*NO_LIVE_STEP, ProceedingState.UNDER_APPEAL, *TERMINAL)]
    if case_file.state == FileState.DORMANT and moving:
        found.append(f"a file is dormant with accused {states}")
    return found


def of_moves(subjects: list) -> list[str]:
    """The rules of what is recorded: declared pairs only, each where the one before it ended, none before it."""
    found = []
    moves: dict[tuple[str, str], list[Move]] = {}
    for move in Move.objects.of(*subjects).order_by("pk"):
        moves.setdefault((move.subject_label, move.subject_ref), []).append(move)
    for subject in subjects:
        where, day = None, None
        for move in moves.get((subject._meta.label, subject.ref), []):
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

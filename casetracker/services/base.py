"""What every service stands on: the act with the file locked first, and what follows once it is done."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _

from casetracker import bail, deadlines, endings, guards, ledger, policies, situations
from casetracker.models import CaseFile, Count, Proceeding
from casetracker.names import TITLE, display_name
from casetracker.states import FILE_LEFT, HELD, LIVE_ACCUSED, TERMINAL, CountState, FileState
from foundation import clock
from foundation.accounts.models import Role, User
from foundation.audit.acts import OpenAct, act
from foundation.notifications.services import notify
from foundation.pages import days
from foundation.records import Refusal, StaleRecord
from foundation.records.related import read_related
from foundation.search.port import reindex
from foundation.workflow.models import Move
from foundation.workflow.transitions import perform

from .loose_ends import by_accused, drop_idle_requests, end_bail, end_what_is_left

LOOKED_AT = (
    "counts__offence",
    "counts__document",
    "counts__clock_origin",
    "counts__decisions",
    "counts__screenings",
    "elections",
    "warrants",
    "order_answers",
    "appearances",
    "direct_indictments",
    "appeals__counts",
    "measures",
    "fitness_findings",
    "counts__crown_stays",
    "counts__appeals",
    "clock_origins",
    "delay_intervals",
    "accused__bans__provision",
)
"""What the situation and the delay of an accused rest on."""

READ_FOR_SUMMARY = (*LOOKED_AT, *deadlines.LOOKED_AT)


@contextmanager
def on_file(subject, *, by, at: datetime, kind: str, key: str | None = None) -> Iterator[tuple[OpenAct, CaseFile]]:
    """Open an act and lock the file first; what follows from the act, the summary and the index come last in it."""
    with act(by=by, at=at, kind=kind, key=key) as this_act:
        case_file = CaseFile.objects.select_for_update().get(pk=policies.file_of(subject).pk)
        yield this_act, case_file


def fresh(record, case_file: CaseFile):
    """Read a record of the locked file as it stands now."""
    found = type(record).objects.get(pk=record.pk)
    if isinstance(found, Count) or hasattr(found, "proceeding"):
        found.proceeding.file = case_file
    elif not isinstance(found, CaseFile):
        found.file = case_file
    return found


def locked(proceeding: Proceeding, case_file: CaseFile) -> Proceeding:
    """Read a proceeding of the locked file as it stands now."""
    found = Proceeding.objects.get(pk=proceeding.pk)
    found.file = case_file
    return found


def allow(permitted: bool) -> None:
    """Stop unless the person may; :raises PermissionDenied: she may not."""
    if not permitted:
        raise PermissionDenied


def over_version(record, version: int | None) -> None:
    """Stop unless the record is the one the form was made from; :raises StaleRecord: somebody saved it since."""
    if version is not None and version != record.version:
        raise StaleRecord(
            record, _("Somebody changed this while you had it open. Your words are kept; look at the change, then send again.")
        )


def not_after_today(day: date | None, field: str) -> None:
    """Stop on a day that has not come; :raises Refusal: it lies in the future."""
    if day is not None and day > clock.today():
        raise Refusal(_("This day has not come yet."), field)


def not_before_charge(proceeding: Proceeding, day: date | None, field: str) -> None:
    """Stop on a day before the first charge of an accused on record; :raises Refusal: it lies before."""
    charged = ledger.first_charged(proceeding)
    if day is not None and charged is not None and day < charged:
        raise Refusal(_("This day must be on or after %(day)s, when the charge was laid.") % {"day": days.day(charged)}, field)


def needed(value, sentence: str, field: str) -> None:
    """Stop where something typed is missing; :raises Refusal: it is."""
    if not value:
        raise Refusal(sentence, field)


@contextmanager
def typed_in(field: str) -> Iterator[None]:
    """Have a step's refusal of its day stand beside the field in which that day was typed."""
    try:
        yield
    except Refusal as refused:
        if refused.field == "happened_on":
            raise Refusal(refused.sentence, field) from None
        raise


def tell(case_file: CaseFile, people, template: str, **words) -> None:
    """Tell people who may see the file; a walled person is told nothing."""
    for person in people:
        if policies.may_see(case_file, person):
            notify(recipient=person, template=template, about=case_file, **words)


def tell_of_review(case_file: CaseFile, template: str, **words) -> None:
    """Tell the prosecutors of a file, and the leads where it has none or rests, that something on it is to be looked at. Inside an act."""
    people = [access.user for access in case_file.accesses.current().counsel().select_related("user")]
    if not people or case_file.state == FileState.DORMANT:
        people += leads_who_may_see(case_file)
    tell(case_file, {person.pk: person for person in people}.values(), template, **words)


def leads_who_may_see(*case_files: CaseFile) -> list[User]:
    """List the team leads who may see every one of these files."""
    leads = User.objects.filter(role=Role.LEAD, is_active=True)
    return [lead for lead in leads if all(policies.may_see(case_file, lead) for case_file in case_files)]


def is_true(subject, name: str) -> bool:
    """Say whether a move starts from the present state and all its guards are met."""
    step = getattr(subject, name)._django_fsm.transitions.get(subject.state)
    return step is not None and all(guard.look(subject).met for guard in step.custom.get("guards", []))


@contextmanager
def rows_of(case_file: CaseFile) -> Iterator[list[Proceeding]]:
    """Read the accused of a file once, with everything that rules and summary look at; ``proceedings.all()`` gives them for the block."""
    if "proceedings" in getattr(case_file, "_prefetched_objects_cache", {}):
        yield list(case_file.proceedings.all())
        return
    rows = Proceeding.objects.order_by("pk").select_related("accused")
    prefetch_related_objects([case_file], Prefetch("proceedings", rows))
    found = list(case_file.proceedings.all())
    read_related(found, *READ_FOR_SUMMARY)
    for proceeding in found:
        bail.tracks_are(proceeding.accused, [one for one in found if one.accused_id == proceeding.accused_id])
    try:
        yield found
    finally:
        case_file._prefetched_objects_cache.pop("proceedings")


def follow(case_file: CaseFile, this_act: OpenAct, cause: Move | None = None, *, on: date | None = None) -> list[Move]:
    """Do what became true: an accused whose counts all ended or are stayed (A17, A22, A29), then the file (F7, F9, F10, F11).

    A move of a person's act follows from ``cause``, or from the last move in the file; the worker's own, when only time passed, from none.
    """
    alone = this_act.by.is_role(Role.SVC)
    made: list[Move] = []
    with rows_of(case_file) as proceedings:
        for subject, name in steps_that_follow(case_file, proceedings):
            if not is_true(subject, name) or (name == "conclude" and just_reopened(case_file)):
                continue
            if cause is None and not alone:
                cause = Move.objects.of(case_file, *proceedings).order_by("-pk").first()
            if cause is None and not alone:
                continue
            move = perform(getattr(subject, name), act=this_act, happened_on=on or clock.today(), followed_from=cause)
            cause = cause and move
            made.append(move)
    return made


def steps_that_follow(case_file: CaseFile, proceedings: list[Proceeding]) -> Iterator[tuple[CaseFile | Proceeding, str]]:
    """Name what may follow by rule, in the order it is looked at: each accused, then the file."""
    for proceeding in proceedings:
        yield proceeding, "conclude_without_guilt"
        if guards.rests_on_stays(proceeding):
            yield proceeding, "stay"
        counts = list(proceeding.counts.all())
        if counts and all(count.state == CountState.NOT_LAID for count in counts):
            yield proceeding, "conclude_uncharged"
    if case_file.state in (FileState.DORMANT, FileState.APPEAL):
        shared = carriage_before(case_file) == FileState.SHARED
        yield case_file, "wake_as_shared" if shared else "wake_as_carried"
        yield case_file, "share_after_appeal" if shared else "carry_after_appeal"
    yield case_file, "await_appeal"
    yield case_file, "conclude"


def tie_up(case_file: CaseFile, this_act: OpenAct) -> None:
    """End what an accused who is over, or stayed by the Crown, leaves open; and a stay asked for that can no longer be entered.

    Whoever asked for the stay is told.
    """
    with rows_of(case_file) as proceedings:
        for proceeding in proceedings:
            end_what_is_left(proceeding)
        for tracks in by_accused(proceedings):
            end_bail(tracks)
        for approval in drop_idle_requests(proceedings, at=this_act.at):
            tell(case_file, [approval.asked_by], "casetracker/stay_fell_away")


def carriage_before(case_file: CaseFile) -> str:
    """Say what the team did before the file came to rest: CARRIED or SHARED; CARRIED where it never did."""
    known = (FileState.CARRIED, FileState.SHARED)
    if case_file.state in known:
        return case_file.state
    last = Move.objects.of(case_file).filter(from_state__in=known, corrected_by=None).order_by("-pk").first()
    return last.from_state if last else FileState.CARRIED


REOPENED_AS: dict[str, str] = {
    FileState.CARRIED: "reopen_as_carried",
    FileState.SHARED: "reopen_as_shared",
    FileState.ADVISORY: "reopen_as_advisory",
}


def reopen_first(case_file: CaseFile, this_act: OpenAct, *, happened_on: date, reason: str, reopen_reason: str) -> Move | None:
    """Reopen a file that is over (F13) before an accused moves in it again; None where it is not over. Inside an act.

    It goes back to what the team did before it concluded. ``follows`` ties the move to the one that called for it.
    """
    if case_file.state not in (FileState.CONCLUDED, FileState.CLOSED):
        return None
    last = Move.objects.of(case_file).filter(to_state=FileState.CONCLUDED, corrected_by=None).order_by("-pk").first()
    after_advice = last is not None and last.rule == "F14"
    name = REOPENED_AS[FileState.ADVISORY if after_advice else carriage_before(case_file)]
    step = getattr(case_file, name)
    return perform(step, act=this_act, happened_on=happened_on, reason=reason, first=True, reopen_reason=reopen_reason)


def just_reopened(case_file: CaseFile) -> bool:
    """Say whether nothing moved in the file since it was last reopened: it would conclude again before anybody could act."""
    reopened = Move.objects.of(case_file).filter(rule="F13").order_by("-pk").first()
    if reopened is None:
        return False
    counts = Count.objects.filter(proceeding__file=case_file)
    return not Move.objects.of(*case_file.proceedings.all(), *counts).filter(pk__gt=reopened.pk).exists()


def refresh_summary(case_file: CaseFile) -> bool:
    """Write the derived columns of a file and its accused as they follow from its rows; say whether any changed."""
    changed = False
    for record, values in summary_of(case_file):
        if any(getattr(record, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(record, name, value)
            record.save_derived()
            changed = True
    return changed


def summary_differs(case_file: CaseFile) -> bool:
    """Say whether a derived column is no longer what its rows say; writes nothing."""
    return any(getattr(record, name) != value for record, values in summary_of(case_file) for name, value in values.items())


def summary_of(case_file: CaseFile) -> list[tuple[CaseFile | Proceeding, dict]]:
    """Compute the derived columns of the accused of a file and of the file itself; writes nothing."""
    with rows_of(case_file) as proceedings:
        return _summary(case_file, proceedings)


def _summary(case_file: CaseFile, proceedings: list[Proceeding]) -> list[tuple[CaseFile | Proceeding, dict]]:
    today = clock.today()
    summary: list[tuple[CaseFile | Proceeding, dict]] = []
    due = deadlines.columns_of(proceedings, today)
    for proceeding in proceedings:
        coming = situations.next_appearance(proceeding, today)
        values = {
            "situation": situations.situation(proceeding, today).code,
            "next_date": coming.on if coming and proceeding.state not in TERMINAL else None,
            "ceiling_on": ledger.ceiling_on(proceeding, today),
            **due[proceeding.pk],
        }
        summary.append((proceeding, values))
    accused = {proceeding.accused_id: proceeding.accused for proceeding in proceedings}
    held = [proceeding for proceeding in proceedings if proceeding.custody in HELD and proceeding.state in LIVE_ACCUSED]
    dates = [values["next_date"] for _proceeding, values in summary if values["next_date"]]
    ceilings = [values["ceiling_on"] for _proceeding, values in summary if values["ceiling_on"]]
    whole = {
        "style_name": display_name(next(iter(accused.values())), channel=TITLE) if accused else "",
        "accused_count": len(accused),
        "situation": situations.file_situation(case_file, [values["situation"] for _proceeding, values in summary], today),
        "next_date": min(dates, default=None),
        "closest_ceiling_on": min(ceilings, default=None),
        "custody_count": len(held),
    }
    return [*summary, (case_file, whole)]


def finish(case_file: CaseFile, this_act: OpenAct, cause: Move | None = None, *, narrowed: bool = False) -> None:
    """End a service: do what follows, end what has no matter any more, write the summary, have the index follow."""
    with rows_of(case_file):
        follow(case_file, this_act, cause)
        tie_up(case_file, this_act)
        refresh_summary(case_file)
    if case_file.state in FILE_LEFT:
        endings.end_with(case_file, this_act)
    reindex(case_file, narrowed=narrowed)

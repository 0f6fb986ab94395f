"""What came of a day in court: for all accused on it or for some, with the steps that followed, in one act; and its correction."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _

from casetracker import policies
from casetracker.models import Appearance, AppearanceOf, CaseFile, Count, Proceeding
from casetracker.names import PAGE, display_name
from foundation import clock
from foundation.accounts.models import User
from foundation.law.models import Courthouse
from foundation.pages import days
from foundation.records import Refusal
from foundation.workflow.transitions import TransitionRefused

from .base import allow, finish, needed, on_file, over_version
from .counts import move, record_plea
from .court import begin_intake, execute_warrant, issue_warrant, make_appearance, reserve_judgment, set_trial, start_trial
from .elections import record_election, reelect
from .inquiry import PrelimResultIn, record_prelim_result


@dataclass
class ElectionIn:
    """What an accused elected on the day, as typed: her election, or a re-election where there is one already."""

    choice: str
    deemed: bool = False
    prelim_requested: bool = False
    as_of_right: bool = False
    consent_on: date | None = None


@dataclass
class TrackResultIn:
    """What came of the day for one accused, as typed; what is left empty is as for the others.

    ``election`` is recorded first, then ``step``, one of STEPS, is made, all in the same act. ``pleads`` and ``to_withdraw`` are the counts
    of a plea, ``inquiry`` the result of a preliminary inquiry on each count.
    """

    proceeding: Proceeding
    result: str = ""
    result_note: str = ""
    without_next: bool = False
    step: str = ""
    pleads: Sequence[Count] = ()
    to_withdraw: Sequence[Count] = ()
    election: ElectionIn | None = None
    inquiry: Sequence[PrelimResultIn] = ()

    @property
    def follows(self) -> bool:
        """Whether something follows from the day for her."""
        return bool(self.step) or self.election is not None


@dataclass
class StepFactsIn:
    """What the steps of a day need beside the day itself."""

    trial_on: date | None = None
    trial_ends_on: date | None = None
    warrant_kind: str = ""
    evidence_ended_on: date | None = None
    decided_by: str = ""
    custody: str = ""
    surrendered: bool = False


@dataclass
class _Part:
    """The accused of a day for whom the same thing came of it."""

    result: str
    note: str
    with_next: bool
    rows: list[AppearanceOf] = field(default_factory=list)


def record_result(
    *,
    appearance: Appearance,
    result: str,
    by: User,
    at: datetime,
    result_note: str = "",
    adjourned_by: str = "",
    adjourn_reason: str = "",
    next_on: date | None = None,
    next_time: time | None = None,
    next_purpose: str = "",
    next_courthouse: Courthouse | None = None,
    next_room: str = "",
    tracks: Sequence[TrackResultIn] = (),
    facts: StepFactsIn | None = None,
    version: int | None = None,
    key: str | None = None,
) -> Appearance:
    """Record what came of a day in court, who asked to adjourn and why, the next date, and the steps that followed, in one act.

    Where something else came of it for some accused, they get a part of the day of their own; where it is recorded for some only, the
    day stays open for the others. One next day is made for all who have one; a day already set for then is used.

    :param tracks: for whom, and what differs; empty stands for everyone on the day, alike
    :raises Refusal: the day has not come (unless vacated), it is recorded already, who adjourned or why is missing, the next date is
        before this one, an accused is not on this day
    :raises TransitionRefused: a step cannot be made; names the accused and lists the guards
    :raises StaleRecord: somebody saved it since
    :raises PermissionDenied: ``by`` may not
    """
    with on_file(appearance, by=by, at=at, kind="record_result", key=key) as (this_act, case_file):
        appearance = Appearance.objects.select_related("courthouse").get(pk=appearance.pk)
        allow(policies.may_record_appearance(case_file, by))
        if appearance.result:
            raise Refusal(_recorded_words(appearance))
        over_version(appearance, version)
        here = {row.proceeding_id: row for row in appearance.of.select_related("proceeding")}
        if any(track.follows and (track.result or result) == Appearance.Result.VACATED for track in tracks):
            raise Refusal(_("Nothing follows from a day that was vacated beforehand."), "result")
        chosen = list(tracks) or [TrackResultIn(row.proceeding) for row in here.values()]
        if any(track.proceeding.pk not in here for track in chosen):
            raise Refusal(_("Choose accused who appear on this day."), "who")
        parts = _parts(chosen, here, result, result_note)
        _check(appearance, {part.result for part in parts}, adjourned_by, adjourn_reason, next_on)
        asked = {"adjourned_by": adjourned_by, "adjourn_reason": adjourn_reason.strip()}
        following = _following(
            appearance,
            [row.proceeding for part in parts if part.with_next for row in part.rows],
            on=next_on,
            at_time=next_time,
            courthouse=next_courthouse or appearance.courthouse,
            room=next_room,
            purpose=next_purpose or appearance.purpose,
        )
        whole = len(chosen) == len(here)
        for place, part in enumerate(parts):
            day = appearance if whole and not place else _split(appearance, part.rows)
            day.result, day.result_note = part.result, part.note
            if part.result == Appearance.Result.ADJOURNED:
                day.adjourned_by, day.adjourn_reason = asked["adjourned_by"], asked["adjourn_reason"]
            day.next = following if part.with_next else None
            day.save()
        if not whole:
            appearance.save()  # a sheet made before is over another version
        finish(case_file, this_act)
        for track in chosen:
            if track.follows:
                _follow(track, facts or StepFactsIn(), on=appearance.on, next_on=next_on, by=by, at=at)
        this_act.result("casetracker:dates", ref=case_file.ref)
    return appearance


def _parts(chosen: Iterable[TrackResultIn], here: dict[int, AppearanceOf], result: str, note: str) -> list[_Part]:
    """Put together the accused for whom the same came of the day, what is said of the day as a whole first."""
    parts: dict[tuple, _Part] = {}
    for track in chosen:
        same = (track.result or result, track.result_note or note, not track.without_next)
        parts.setdefault(same, _Part(*same)).rows.append(here[track.proceeding.pk])
    return sorted(parts.values(), key=lambda part: (part.result != result, part.note != note, not part.with_next))


def _check(appearance: Appearance, results: set[str], adjourned_by: str, adjourn_reason: str, next_on: date | None) -> None:
    """Stop on what cannot have come of this day; :raises Refusal: with the field."""
    for one in results:
        needed(one in Appearance.Result.values, _("Choose what came of the day."), "result")
    today = clock.today(appearance.courthouse.tzinfo if appearance.courthouse else None)
    if appearance.on > today and results != {Appearance.Result.VACATED}:
        raise Refusal(_("This day has not come yet."), "result")
    if Appearance.Result.ADJOURNED in results:
        needed(adjourned_by in Appearance.AskedBy.values, _("Say who asked to adjourn."), "adjourned_by")
        needed(adjourn_reason.strip(), _("Say why it was adjourned."), "adjourn_reason")
    earliest = min(today, appearance.on) if results == {Appearance.Result.VACATED} else appearance.on
    if next_on is not None and next_on < earliest:
        raise Refusal(_("The next date cannot be before this one."), "next_on")


def _following(appearance: Appearance, proceedings: list[Proceeding], *, on: date | None, at_time, courthouse, room, purpose):
    """Give the next day in court: one that is set for then in the same place, or a new one; None where there is none."""
    if on is None or not proceedings:
        return None
    there = Appearance.objects.pending().exclude(pk=appearance.pk)
    there = there.filter(file_id=appearance.file_id, on=on, time=at_time, courthouse=courthouse, purpose=purpose).order_by("pk").first()
    if there is None:
        words: dict[str, Any] = {"at_time": at_time, "courthouse": courthouse, "room": room, "purpose": purpose}
        return make_appearance(appearance.file, proceedings, on=on, **words)
    known = set(there.of.values_list("proceeding_id", flat=True))
    for proceeding in proceedings:
        if proceeding.pk not in known:
            AppearanceOf.objects.create(appearance=there, proceeding=proceeding)
    return there


def _split(appearance: Appearance, rows: list[AppearanceOf]) -> Appearance:
    """Give some accused a part of the day of their own."""
    part = Appearance(
        file_id=appearance.file_id,
        on=appearance.on,
        time=appearance.time,
        courthouse=appearance.courthouse,
        room=appearance.room,
        purpose=appearance.purpose,
        goes=appearance.goes,
        minutes=appearance.minutes,
        split_from=appearance.split_from or appearance,
    )
    part.save()
    for row in rows:
        row.appearance = part
        row.save()
    return part


def _recorded_words(appearance: Appearance) -> str:
    """Say that a day has its result, which, by whom and when."""
    last = appearance.history.select_related("act__by").order_by("-history_id").first()
    return _("The result of this day is recorded: %(result)s (%(who)s, %(when)s). Look at it under the court dates; correct it there.") % {
        "result": appearance.get_result_display(),
        "who": last.act.by.name,
        "when": days.moment(last.act.at),
    }


# The steps that can be made with a result


def _set_trial(track: TrackResultIn, facts: StepFactsIn, next_on: date | None, **words):
    trial_on = facts.trial_on or next_on
    if trial_on is None:
        raise Refusal(_("Enter the day the trial begins."), "trial_on")
    return set_trial(proceeding=track.proceeding, trial_on=trial_on, trial_ends_on=facts.trial_ends_on, **words)


def _begin_intake(track, facts, next_on, **words):
    return begin_intake(proceeding=track.proceeding, **words)


def _start_trial(track, facts, next_on, **words):
    return start_trial(proceeding=track.proceeding, **words)


def _reserve(track, facts, next_on, *, happened_on, **words):
    return reserve_judgment(proceeding=track.proceeding, evidence_ended_on=facts.evidence_ended_on or happened_on, **words)


def _plead(track, facts, next_on, **words):
    needed(track.pleads, _("Choose the counts to which the accused pleaded guilty."), f"{track.proceeding.ref}-pleads")
    plea = {"guilty": list(track.pleads), "to_withdraw": list(track.to_withdraw), "decided_by": facts.decided_by}
    return record_plea(proceeding=track.proceeding, **plea, **words)


def _issue_warrant(track, facts, next_on, *, happened_on, **words):
    needed(facts.warrant_kind, _("Choose the kind of warrant."), "warrant_kind")
    return issue_warrant(proceeding=track.proceeding, kind=facts.warrant_kind, issued_on=happened_on, **words)


def _execute_warrant(track, facts, next_on, *, happened_on, **words):
    needed(facts.custody, _("Choose where the accused is."), "custody")
    found = {"custody": facts.custody, "surrendered": facts.surrendered}
    return execute_warrant(proceeding=track.proceeding, executed_on=happened_on, **found, **words)


def _inquire(track, facts, next_on, **words):
    return record_prelim_result(proceeding=track.proceeding, results=track.inquiry, decided_by=facts.decided_by, **words)


def _ordinary(name: str):
    def make(track, facts, next_on, **words):
        return move(subject=track.proceeding, name=name, **words)

    return make


STEPS: dict[str, Callable] = {
    "begin_intake": _begin_intake,
    "await_election": _ordinary("await_election"),
    "begin_prelim": _ordinary("begin_prelim"),
    "set_trial": _set_trial,
    "set_superior_trial": _set_trial,
    "start_trial": _start_trial,
    "reserve": _reserve,
    "find_guilty": _plead,
    "issue_warrant": _issue_warrant,
    "execute_warrant": _execute_warrant,
    "record_prelim_result": _inquire,
}
ELECTION_FIELDS = ("choice", "prelim_requested", "as_of_right", "consent_on")


def _follow(track: TrackResultIn, facts: StepFactsIn, *, on: date, next_on: date | None, by: User, at: datetime) -> None:
    """Record what one accused elected, then make her step, as of the day in court; what refuses it names the accused."""
    if track.step and track.step not in STEPS:
        raise Refusal(_("Choose one of the steps."), f"{track.proceeding.ref}-step")
    if track.election is not None:
        with _named(track, by) as proceeding:
            _elect(proceeding, track.election, facts, next_on, on=on, by=by, at=at)
    if track.step:
        with _named(track, by) as proceeding:
            STEPS[track.step](replace(track, proceeding=proceeding), facts, next_on, by=by, at=at, happened_on=on)


def _elect(proceeding: Proceeding, typed: ElectionIn, facts: StepFactsIn, next_on: date | None, **words) -> None:
    if proceeding.accused_election is None:
        asked: dict[str, Any] = {"deemed": typed.deemed, "prelim_requested": typed.prelim_requested}
        record_election(proceeding=proceeding, choice=typed.choice, **asked, **words)
        return
    reelect(
        proceeding=proceeding,
        choice=typed.choice,
        prelim_requested=typed.prelim_requested,
        as_of_right=typed.as_of_right,
        consent_on=typed.consent_on,
        trial_on=facts.trial_on or next_on,
        trial_ends_on=facts.trial_ends_on,
        **words,
    )


@contextmanager
def _named(track: TrackResultIn, by: User) -> Iterator[Proceeding]:
    """Give the accused as she stands now; what is refused names her and points to her box."""
    proceeding = Proceeding.objects.select_related("accused").get(pk=track.proceeding.pk)
    proceeding.file = CaseFile.objects.get(pk=proceeding.file_id)
    try:
        yield proceeding
    except Refusal as refused:
        proceeding.accused.file = proceeding.file
        words = {"who": display_name(proceeding.accused, by, PAGE), "why": str(refused)}
        sentence = _("%(who)s: %(why)s") % words
        if isinstance(refused, TransitionRefused):
            raise TransitionRefused(sentence) from refused
        field = f"{proceeding.ref}-{refused.field}" if refused.field in ELECTION_FIELDS else refused.field
        raise Refusal(sentence, field) from refused


def correct_result(
    *,
    appearance: Appearance,
    result: str,
    reason: str,
    by: User,
    at: datetime,
    result_note: str = "",
    adjourned_by: str = "",
    adjourn_reason: str = "",
    version: int | None = None,
    key: str | None = None,
) -> Appearance:
    """Correct what was recorded of a day in court, and why; history keeps what stood before. Steps and the next date stay as they are.

    :raises Refusal: nothing is recorded yet, no reason, nothing changes, who adjourned or why is missing
    :raises StaleRecord: somebody saved it since
    :raises PermissionDenied: ``by`` may not
    """
    with on_file(appearance, by=by, at=at, kind="correct_result", key=key) as (this_act, case_file):
        appearance = Appearance.objects.select_related("courthouse").get(pk=appearance.pk)
        allow(policies.may_correct_result(case_file, by))
        over_version(appearance, version)
        this_act.result("casetracker:dates", ref=case_file.ref)
        if not appearance.result:
            raise Refusal(_("Nothing is recorded of this day yet."))
        needed(reason.strip(), _("Say what was wrong."), "reason")
        _check(appearance, {result}, adjourned_by, adjourn_reason, None)
        if result != Appearance.Result.ADJOURNED:
            adjourned_by, adjourn_reason = "", ""
        meant = (result, result_note, adjourned_by, adjourn_reason.strip())
        if meant == (appearance.result, appearance.result_note, appearance.adjourned_by, appearance.adjourn_reason):
            raise Refusal(_("Nothing is different from what is recorded."), "result")
        appearance.result, appearance.result_note, appearance.adjourned_by, appearance.adjourn_reason = meant
        appearance.corrected_why = reason.strip()
        appearance.save()
        finish(case_file, this_act)
    return appearance


def open_days_before(appearance: Appearance) -> list[date]:
    """The earlier days in court of the same accused whose result is still open: a result can be entered out of order, but not unseen."""
    tracks = appearance.of.values("proceeding_id")
    earlier = Appearance.objects.pending().filter(on__lt=appearance.on, of__proceeding_id__in=tracks)
    return sorted(set(earlier.values_list("on", flat=True)))


__all__ = ["STEPS", "ElectionIn", "StepFactsIn", "TrackResultIn", "correct_result", "open_days_before", "record_result"]

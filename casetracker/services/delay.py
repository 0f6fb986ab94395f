"""The delay ledger of an accused: who caused which time, applications for delay, and numbers for the court."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from casetracker import ledger, policies
from casetracker.models import Appearance, CaseFile, ComplexityFact, DelayApplication, DelayInterval, Proceeding
from foundation import clock
from foundation.accounts.models import User
from foundation.audit.acts import OpenAct
from foundation.documents.models import Document
from foundation.pages import days
from foundation.records import Refusal

from .base import allow, finish, locked, needed, not_after_today, on_file, over_version

SAID = ("from_on", "to_on", "kind", "share", "status", "said_by", "written_in", "written_at", "paper", "page", "note", "appearance")
SETTLES = (DelayInterval.Status.AGREED, DelayInterval.Status.RULED)


def add_interval(
    *, proceeding: Proceeding, by: User, at: datetime, version: int | None = None, key: str | None = None, **said
) -> DelayInterval:
    """Attribute time of an accused; ``said`` are fields of DelayInterval (see SAID).

    :raises Refusal: it begins before the charge, ends before it begins, says nothing of who says so, or makes more than the whole of a day
    :raises PermissionDenied: ``by`` is no counsel on the file
    """
    with on_file(proceeding, by=by, at=at, kind="add_interval", key=key) as (this_act, case_file):
        proceeding = locked(proceeding, case_file)
        allow(policies.may_keep_ledger(proceeding, by))
        interval = _filled(DelayInterval(proceeding=proceeding), said)
        interval.save()
        _close(proceeding, case_file, this_act)
    return interval


def change_interval(
    *, interval: DelayInterval, by: User, at: datetime, version: int | None = None, key: str | None = None, **said
) -> DelayInterval:
    """Change what an interval says, or its days: an interval is ended by its last day.

    :raises Refusal: as ``add_interval`` does
    :raises StaleRecord: somebody saved it since
    :raises PermissionDenied: ``by`` is no counsel on the file
    """
    with on_file(interval.proceeding, by=by, at=at, kind="change_interval", key=key) as (this_act, case_file):
        interval, proceeding = _again(interval, case_file)
        allow(policies.may_keep_ledger(proceeding, by))
        over_version(interval, version)
        _filled(interval, said).save()
        _close(proceeding, case_file, this_act)
    return interval


def settle_interval(
    *,
    interval: DelayInterval,
    status: str,
    said_by: str,
    written_in: str,
    by: User,
    at: datetime,
    written_at: str = "",
    paper: Document | None = None,
    page: int | None = None,
    share: int | None = None,
    version: int | None = None,
    key: str | None = None,
) -> DelayInterval:
    """Record that what one side claims is agreed, or that the court ruled on it; with another share where only a part was.

    :raises Refusal: it is neither, the court ruled already, or as ``add_interval`` does
    :raises StaleRecord: somebody saved it since
    :raises PermissionDenied: ``by`` is no counsel on the file
    """
    with on_file(interval.proceeding, by=by, at=at, kind="settle_interval", key=key) as (this_act, case_file):
        interval, proceeding = _again(interval, case_file)
        allow(policies.may_keep_ledger(proceeding, by))
        over_version(interval, version)
        needed(status in SETTLES, _("Choose whether it is agreed or ruled."), "status")
        if interval.status == DelayInterval.Status.RULED:
            raise Refusal(
                _("The court ruled on this interval already. Change the interval where the ruling was entered wrongly."), "status"
            )
        if interval.status == status:
            raise Refusal(_("This interval is agreed already."), "status")
        said = {"status": status, "said_by": said_by, "written_in": written_in, "written_at": written_at, "paper": paper, "page": page}
        _filled(interval, said if share is None else {**said, "share": share}).save()
        _close(proceeding, case_file, this_act)
    return interval


def remove_interval(*, interval: DelayInterval, by: User, at: datetime, version: int | None = None, key: str | None = None) -> None:
    """Take an interval off the ledger; history keeps it.

    :raises StaleRecord: somebody saved it since
    :raises PermissionDenied: ``by`` is no counsel on the file
    """
    with on_file(interval.proceeding, by=by, at=at, kind="remove_interval", key=key) as (this_act, case_file):
        interval, proceeding = _again(interval, case_file)
        allow(policies.may_keep_ledger(proceeding, by))
        over_version(interval, version)
        interval.delete()
        _close(proceeding, case_file, this_act)


def record_delay_application(
    *,
    proceeding: Proceeding,
    filed_on: date,
    by: User,
    at: datetime,
    application: DelayApplication | None = None,
    decided_on: date | None = None,
    answer: str = "",
    told_filed_on: date | None = None,
    told_decided_on: date | None = None,
    version: int | None = None,
    key: str | None = None,
) -> DelayApplication:
    """Record an application for delay, or what became of one, and when the victims were told (section 492.25).

    :param application: the one on record that is meant; a new one where none is
    :raises Refusal: a day ahead, or one that comes before what it follows
    :raises StaleRecord: somebody saved it since
    :raises PermissionDenied: ``by`` is no counsel on the file
    """
    given = {"filed_on": filed_on, "decided_on": decided_on, "told_filed_on": told_filed_on, "told_decided_on": told_decided_on}
    with on_file(proceeding, by=by, at=at, kind="record_delay_application", key=key) as (this_act, case_file):
        proceeding = locked(proceeding, case_file)
        allow(policies.may_keep_ledger(proceeding, by))
        if application is not None:
            application = DelayApplication.objects.get(pk=application.pk, proceeding=proceeding)
            over_version(application, version)
        for field, day in given.items():
            not_after_today(day, field)
        _in_order(proceeding, filed_on, decided_on, answer, told_filed_on, told_decided_on)
        application = application or DelayApplication(proceeding=proceeding)
        for field, value in {**given, "answer": answer}.items():
            setattr(application, field, value)
        application.save()
        _close(proceeding, case_file, this_act)
    return application


def record_complexity(
    *,
    proceeding: Proceeding,
    facts: dict[str, tuple[int | None, str]],
    by: User,
    at: datetime,
    version: int | None = None,
    key: str | None = None,
) -> list[ComplexityFact]:
    """Keep the numbers that counsel counts for the court (section 492.26); an empty one takes the number off again.

    :param facts: code of the factor -> (number, note)
    :raises Refusal: no such factor
    :raises PermissionDenied: ``by`` is no counsel on the file
    """
    known = {rule.code for rule in ledger.all_rules("FACTOR")}
    with on_file(proceeding, by=by, at=at, kind="record_complexity", key=key) as (this_act, case_file):
        proceeding = locked(proceeding, case_file)
        allow(policies.may_keep_ledger(proceeding, by))
        held = {fact.rule: fact for fact in proceeding.complexity_facts.all()}
        kept = []
        for rule, (number, note) in facts.items():
            needed(rule in known, _("Choose one of the list."), rule)
            fact = held.get(rule)
            if number is None:
                if note.strip():
                    raise Refusal(_("Write the number, or leave the note empty."), rule)
                if fact is not None:
                    fact.delete()
                continue
            if fact is None or (fact.number, fact.note) != (number, note.strip()):
                fact = fact or ComplexityFact(proceeding=proceeding, rule=rule)
                fact.number, fact.note, fact.counted_on = number, note.strip(), clock.today()
                fact.save()
            kept.append(fact)
        _close(proceeding, case_file, this_act)
    return kept


def same_ledger(proceeding: Proceeding, made: Proceeding) -> None:
    """Have what is attributed so far stand on a severed proceeding too: it is the same accused and time. Inside an act."""
    for interval in proceeding.delay_intervals.all():
        made.delay_intervals.create(**{name: getattr(interval, name) for name in SAID if name != "appearance"})


def _again(interval: DelayInterval, case_file: CaseFile) -> tuple[DelayInterval, Proceeding]:
    """Read an interval and its accused as they stand now."""
    interval = DelayInterval.objects.select_related("proceeding").get(pk=interval.pk)
    interval.proceeding.file = case_file
    return interval, interval.proceeding


def _close(proceeding: Proceeding, case_file: CaseFile, this_act: OpenAct) -> None:
    this_act.result("casetracker:delay_ledger", ref=case_file.ref, accused=proceeding.ref)
    finish(case_file, this_act)


def _filled(interval: DelayInterval, said: dict) -> DelayInterval:
    for name, value in said.items():
        if name not in SAID:
            raise TypeError(f"An interval has no {name}.")
        setattr(interval, name, value)
    needed(interval.from_on, _("Enter the first day."), "from_on")
    needed(interval.to_on, _("Enter the day after the last one."), "to_on")
    needed(interval.kind in DelayInterval.Kind.values, _("Choose what the time counts as."), "kind")
    needed(interval.status in DelayInterval.Status.values, _("Choose whose word it is."), "status")
    needed(interval.said_by.strip(), _("Write who says so."), "said_by")
    needed(interval.written_in in DelayInterval.Evidence.values, _("Choose where it is written."), "written_in")
    interval.said_by, interval.written_at = interval.said_by.strip(), interval.written_at.strip()
    if interval.status == DelayInterval.Status.RULED and interval.written_in == DelayInterval.Evidence.NOWHERE:
        raise Refusal(_("A ruling is written somewhere: choose where."), "written_in")
    _check_paper(interval)
    _check_days(interval)
    _check_share(interval)
    return interval


def _check_paper(interval: DelayInterval) -> None:
    """Stop on a paper of another file, one that was taken off it since, or a page of none."""
    if interval.page is not None:
        needed(interval.paper, _("Choose the paper that has this page, or leave the page empty."), "paper")
        needed(interval.page > 0, _("Write the page in figures, from 1."), "page")
    if interval.paper is None:
        return
    if interval.written_in == DelayInterval.Evidence.NOWHERE:
        raise Refusal(_("It is written in the paper that is chosen: say what that paper is."), "written_in")
    known = DelayInterval.objects.filter(pk=interval.pk, paper=interval.paper).exists()  # it may have been taken off the file since
    here = Document.objects.about(interval.proceeding.file).filter(pk=interval.paper.pk, removed_at=None).exists()
    needed(known or here, _("Choose a paper of this file."), "paper")


def _check_days(interval: DelayInterval) -> None:
    charged = ledger.first_charged(interval.proceeding)
    if charged is None:
        raise Refusal(_("The clock has not started: no charge is before a court."), "from_on")
    if interval.from_on < charged:
        sentence = _("The first day must be on or after %(day)s, when the charge was laid.")
        raise Refusal(sentence % {"day": days.day(charged)}, "from_on")
    if interval.to_on <= interval.from_on:
        raise Refusal(_("The interval must end after it begins; its end is the day after the last one counted."), "to_on")
    day: Appearance | None = interval.appearance
    if day is not None and not day.proceedings.filter(pk=interval.proceeding.pk).exists():
        raise Refusal(_("Choose a day in court of this accused."), "appearance")


def _check_share(interval: DelayInterval) -> None:
    if not 0 <= interval.share <= 100:
        raise Refusal(_("The share is a whole number from 0 to 100."), "share")
    rows: Sequence[DelayInterval] = [*interval.proceeding.delay_intervals.exclude(pk=interval.pk), interval]
    found = ledger.check_shares(rows)
    if found is not None:
        one, two, day = found
        other = rows[min(one, two)]
        sentence = _(
            "On %(day)s this and the interval from %(first)s to %(last)s (%(share)d %%) make more than the whole. "
            "Lower the share, or change the days."
        )
        words = {"day": days.day(day), "first": days.day(other.from_on), "last": days.day(other.to_on), "share": other.share}
        raise Refusal(sentence % words, "share")


def _in_order(proceeding, filed_on, decided_on, answer, told_filed_on, told_decided_on) -> None:
    """Stop where a day comes before the one it follows; :raises Refusal: one does."""
    charged = ledger.first_charged(proceeding)
    if charged is None or filed_on < charged:
        raise Refusal(_("An application for delay cannot be filed before the charge was laid."), "filed_on")
    if decided_on is not None and decided_on < filed_on:
        raise Refusal(_("It cannot be decided before it was filed."), "decided_on")
    if decided_on is not None and answer not in DelayApplication.Answer.values:
        raise Refusal(_("Choose how it was decided."), "answer")
    if decided_on is None and answer:
        raise Refusal(_("Enter the day it was decided."), "decided_on")
    if told_filed_on is not None and told_filed_on < filed_on:
        raise Refusal(_("The victims cannot be told before it was filed."), "told_filed_on")
    if told_decided_on is not None and (decided_on is None or told_decided_on < decided_on):
        raise Refusal(_("The victims cannot be told before it was decided."), "told_decided_on")

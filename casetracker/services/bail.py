"""Bail of an accused: what was decided at each hearing, the release order that follows, and what becomes of it."""

from collections.abc import Iterable
from contextlib import contextmanager
from datetime import date, datetime

from django.utils.translation import gettext as _

from casetracker import bail, policies
from casetracker.models import (
    BailBreach,
    BailCondition,
    BailHearing,
    CaseFile,
    Count,
    OrderCopy,
    Participant,
    Proceeding,
    ReleaseOrder,
    Surety,
)
from casetracker.states import ProceedingState
from foundation.accounts.models import User
from foundation.audit.acts import OpenAct
from foundation.law.models import BailOnus
from foundation.pages import days
from foundation.records import Refusal
from foundation.search.port import reindex

from .base import allow, finish, locked, needed, not_after_today, on_file, over_version
from .loose_ends import end_order, order_parts

Kind, Result, Onus = BailHearing.Kind, BailHearing.Result, BailHearing.Onus
ONLY_AT: dict[str, tuple[str, ...]] = {Result.REVOKED: (Kind.REVOCATION_524,), Result.WAIVED: (Kind.REVIEW_525,)}
UNDECIDED = (Result.ADJOURNED, Result.WAIVED)
REVIEWS = (Kind.REVIEW_520, Kind.REVIEW_521, Kind.REVIEW_525)
REMADE_AT = (Kind.REVIEW_520, Kind.REVIEW_521, Kind.REVOCATION_524)


def record_bail_hearing(
    *,
    proceeding: Proceeding,
    on: date,
    kind: str,
    result: str,
    by: User,
    at: datetime,
    decided_by: str = "",
    onus: str = "",
    paragraph: BailOnus | None = None,
    grounds: Iterable[str] = (),
    order_kind: str = "",
    amount: int | None = None,
    conditions: Iterable[str] = (),
    note: str = "",
    version: int | None = None,
    key: str | None = None,
) -> BailHearing:
    """Record a hearing on bail; a release makes the order, detention ends it, and custody follows from the last decision.

    :param order_kind: what the release order is made of (``ReleaseOrder.Kind``), and ``conditions`` what each condition is about
    :raises Refusal: before the charge, after today, a paragraph that did not hold on the day, released while an order is open,
        detained and released at once, or a warrant is out
    :raises StaleRecord: somebody saved the accused since
    """
    said = {"on": on, "kind": kind, "result": result, "decided_by": decided_by, "onus": onus, "paragraph": paragraph, "note": note}
    with on_file(proceeding, by=by, at=at, kind="record_bail_hearing", key=key) as (this_act, case_file):
        proceeding = locked(proceeding, case_file)
        allow(policies.may_record_bail(proceeding, by))
        over_version(proceeding, version)
        hearing = _filled(BailHearing(proceeding=proceeding), said, grounds)
        _follow(hearing, order_kind, amount, list(conditions))
        _close(proceeding, case_file, this_act)
    return hearing


def change_bail_hearing(
    *,
    hearing: BailHearing,
    on: date,
    kind: str,
    result: str,
    by: User,
    at: datetime,
    decided_by: str = "",
    onus: str = "",
    paragraph: BailOnus | None = None,
    grounds: Iterable[str] = (),
    order_kind: str = "",
    amount: int | None = None,
    conditions: Iterable[str] = (),
    note: str = "",
    version: int | None = None,
    key: str | None = None,
) -> BailHearing:
    """Correct what is on record of a hearing; the order it made or ended moves with its day.

    :raises Refusal: as ``record_bail_hearing`` does, or another result where the hearing made or ended an order
    :raises StaleRecord: somebody saved it since
    """
    said = {"on": on, "kind": kind, "result": result, "decided_by": decided_by, "onus": onus, "paragraph": paragraph, "note": note}
    with on_file(hearing.proceeding, by=by, at=at, kind="change_bail_hearing", key=key) as (this_act, case_file):
        hearing = BailHearing.objects.get(pk=hearing.pk)
        proceeding = hearing.proceeding = locked(hearing.proceeding, case_file)
        allow(policies.may_record_bail(proceeding, by))
        over_version(hearing, version)
        before = hearing.result, hearing.on
        made, ended = list(hearing.orders_made.all()), list(hearing.orders_ended.all())
        if (made or ended) and result != before[0]:
            raise Refusal(_("This hearing made or ended a release order: end that order, or record the hearing that changed it."), "result")
        hearing = _filled(hearing, said, grounds)
        if made or ended:
            _move_orders(made, ended, before[1], hearing.on)
            hearing.save()
            if hearing.on != before[1]:
                _custody_follows(proceeding, hearing)
        elif (hearing.result, hearing.on) == before:
            hearing.save()
        else:
            _follow(hearing, order_kind, amount, list(conditions))
        _close(proceeding, case_file, this_act)
    return hearing


def end_release_order(
    *, order: ReleaseOrder, ended_on: date, ended_why: str, by: User, at: datetime, version: int | None = None, key: str | None = None
) -> ReleaseOrder:
    """Record that a release order is in force no more; its conditions and sureties end with it.

    :raises Refusal: it ended already, ends before it was made or before what is recorded of it, or after today
    :raises StaleRecord: somebody saved it since
    """
    with _on_order(order, by, at, "end_release_order", key, version) as (order, close):
        needed(ended_why in ReleaseOrder.End.values, _("Choose why it ended."), "ended_why")
        not_after_today(ended_on, "ended_on")
        _end(order, ended_on, ended_why, "ended_on")
        close()
    return order


def add_bail_condition(
    *, order: ReleaseOrder, kind: str, words: str, from_on: date, by: User, at: datetime, key: str | None = None, version: int | None = None
) -> BailCondition:
    """Add a condition to a release order that is in force.

    :raises Refusal: the order ended, the day lies before it was made or after today, or no words say what another condition is
    """
    with _on_order(order, by, at, "add_bail_condition", key, version) as (order, close):
        needed(kind in BailCondition.Kind.values, _("Choose what the condition is about."), "kind")
        needed(words.strip() or kind != BailCondition.Kind.OTHER, _("Write the words of the condition."), "words")
        not_after_today(from_on, "from_on")
        _not_before(from_on, order, "from_on")
        condition = BailCondition(order=order, kind=kind, words=words.strip(), from_on=from_on)
        condition.save()
        close()
    return condition


def change_bail_condition(
    *,
    condition: BailCondition,
    words: str,
    by: User,
    at: datetime,
    ended_on: date | None = None,
    version: int | None = None,
    key: str | None = None,
) -> BailCondition:
    """Write the words of a condition, or take it off on the day of the variation.

    :raises Refusal: the order ended, or the condition ends before it was set or after today
    :raises StaleRecord: somebody saved it since
    """
    with _on_order(condition.order, by, at, "change_bail_condition", key) as (order, close):
        condition = BailCondition.objects.get(pk=condition.pk)
        over_version(condition, version)
        if condition.ended_on is not None:
            raise Refusal(_("This condition was taken off already."), "ended_on")
        needed(words.strip() or condition.kind != BailCondition.Kind.OTHER, _("Write the words of the condition."), "words")
        not_after_today(ended_on, "ended_on")
        if ended_on is not None and ended_on < condition.from_on:
            sentence = _("The condition was set on %(day)s: it cannot end before.")
            raise Refusal(sentence % {"day": days.day(condition.from_on)}, "ended_on")
        condition.words, condition.ended_on = words.strip(), ended_on
        condition.save()
        close()
    return condition


def add_surety(
    *,
    order: ReleaseOrder,
    from_on: date,
    by: User,
    at: datetime,
    person: Participant | None = None,
    family_name: str = "",
    given_name: str = "",
    amount: int | None = None,
    version: int | None = None,
    key: str | None = None,
) -> Surety:
    """Record who answers for the accused under an order: somebody of the file, or a person entered with it.

    :raises Refusal: nobody is named, she is a surety of this order already, the order ended, or the day is out of order
    """
    with _on_order(order, by, at, "add_surety", key, version) as (order, close):
        case_file = order.proceeding.file
        not_after_today(from_on, "from_on")
        _not_before(from_on, order, "from_on")
        if person is None:
            needed(family_name.strip(), _("Choose a person of the file, or enter the family name."), "family_name")
            names = {"family_name": family_name.strip(), "given_name": given_name.strip()}
            person = Participant(file=case_file, kind=Participant.Kind.OTHER, **names)
            person.save()
            reindex(person)
        else:
            needed(person.file_id == case_file.pk and person.kind == Participant.Kind.OTHER, _("Choose one of the list."), "person")
            if order.sureties.filter(person=person, ended_on=None).exists():
                raise Refusal(_("This person is a surety of this order already."), "person")
        surety = Surety(order=order, person=person, amount=amount, from_on=from_on)
        surety.save()
        close()
    return surety


def end_surety(*, surety: Surety, ended_on: date, by: User, at: datetime, version: int | None = None, key: str | None = None) -> Surety:
    """Record that a person is surety no more.

    :raises Refusal: she is none any more, or the day lies before she became one or after today
    :raises StaleRecord: somebody saved it since
    """
    with _on_order(surety.order, by, at, "end_surety", key, still_open=False) as (order, close):
        surety = Surety.objects.get(pk=surety.pk)
        over_version(surety, version)
        if surety.ended_on is not None:
            raise Refusal(_("This person is no surety any more."), "ended_on")
        not_after_today(ended_on, "ended_on")
        if ended_on < surety.from_on:
            sentence = _("This person became a surety on %(day)s: it cannot end before.")
            raise Refusal(sentence % {"day": days.day(surety.from_on)}, "ended_on")
        surety.ended_on = ended_on
        surety.save()
        close()
    return surety


def record_bail_breach(
    *,
    order: ReleaseOrder,
    on: date,
    alleged: str,
    by: User,
    at: datetime,
    count: Count | None = None,
    version: int | None = None,
    key: str | None = None,
) -> BailBreach:
    """Record a breach of a release order that is alleged, and the count that was laid for it.

    :raises Refusal: before the order was made, after it ended or after today, or a count of somebody else
    """
    with _on_order(order, by, at, "record_bail_breach", key, version, still_open=False) as (order, close):
        needed(alleged.strip(), _("Write what is alleged."), "alleged")
        not_after_today(on, "on")
        if on < order.made_on:
            sentence = _("The order was made on %(day)s: a breach cannot come before it.")
            raise Refusal(sentence % {"day": days.day(order.made_on)}, "on")
        if order.ended_on is not None and on > order.ended_on:
            raise Refusal(_("The order ended on %(day)s: it cannot be breached after.") % {"day": days.day(order.ended_on)}, "on")
        mine = count is None or count.proceeding.accused_id == order.proceeding.accused_id
        needed(mine, _("Choose a count of this accused."), "count")
        breach = BailBreach(order=order, on=on, alleged=alleged.strip(), count=count)
        breach.save()
        close()
    return breach


def record_order_copy(
    *,
    order: ReleaseOrder,
    victim: Participant,
    by: User,
    at: datetime,
    told_on: date | None = None,
    asked_on: date | None = None,
    given_on: date | None = None,
    version: int | None = None,
    key: str | None = None,
) -> OrderCopy:
    """Record that a victim was told of her right to a copy of an order, asked for it, or was given it (sections 515(14) and (14.1)).

    What is on record of her and this order is replaced by what is sent.

    :raises Refusal: no victim of the file, no day at all, a day after today, or one given before it was asked for or made
    """
    with _on_order(order, by, at, "record_order_copy", key, version, still_open=False) as (order, close):
        known = victim is not None and victim.file_id == order.proceeding.file_id and victim.kind == Participant.Kind.VICTIM
        needed(known, _("Choose a victim of the file."), "victim")
        needed(told_on or asked_on or given_on, _("Enter at least one day."), "told_on")
        for name, day in (("told_on", told_on), ("asked_on", asked_on), ("given_on", given_on)):
            not_after_today(day, name)
        if given_on is not None and given_on < order.made_on:
            sentence = _("The order was made on %(day)s: no copy can be given before.")
            raise Refusal(sentence % {"day": days.day(order.made_on)}, "given_on")
        if given_on is not None and asked_on is not None and given_on < asked_on:
            raise Refusal(_("The copy cannot be given before it was asked for."), "given_on")
        copy = order.copies.filter(victim=victim).first() or OrderCopy(order=order, victim=victim)
        copy.told_on, copy.asked_on, copy.given_on = told_on, asked_on, given_on
        copy.save()
        close()
    return copy


# What is checked


def _filled(hearing: BailHearing, said: dict, grounds: Iterable[str]) -> BailHearing:
    """Put what is said of a hearing into it and check it; nothing is saved."""
    for name, value in said.items():
        setattr(hearing, name, value.strip() if isinstance(value, str) else value)
    chosen = set(grounds)
    for code, column in BailHearing.GROUNDS.items():
        setattr(hearing, column, code in chosen)
    needed(hearing.on, _("Enter the day of the hearing."), "on")
    needed(hearing.kind in Kind.values, _("Choose the kind of hearing."), "kind")
    needed(hearing.result in Result.values, _("Choose what came of the hearing."), "result")
    needed(chosen <= set(BailHearing.Ground.values), _("Choose among the list."), "grounds")
    not_after_today(hearing.on, "on")
    charged = bail.first_charged(hearing.proceeding)
    if charged is None:
        raise Refusal(_("No charge is laid yet: a hearing on bail follows the charge."), "on")
    if hearing.on < charged:
        raise Refusal(_("The hearing must be on or after %(day)s, when the charge was laid.") % {"day": days.day(charged)}, "on")
    over = bail.over_on(bail.tracks(hearing.proceeding))
    if over is not None and hearing.on > over[0] and hearing.proceeding.state in bail.ENDS_BAIL:
        sentence = _("The matter of this accused came to its end on %(day)s: no hearing on bail follows it.")
        raise Refusal(sentence % {"day": days.day(over[0])}, "on")
    if hearing.result in ONLY_AT and hearing.kind not in ONLY_AT[hearing.result]:
        where = " / ".join(str(Kind(kind).label) for kind in ONLY_AT[hearing.result])
        raise Refusal(_("This result belongs to another kind of hearing: %(kind)s.") % {"kind": where}, "result")
    needed(hearing.decided_by or hearing.result in UNDECIDED, _("Enter who decided."), "decided_by")
    if hearing.result == Result.DETAINED:
        needed(chosen, _("Choose at least one ground of section 515(10)."), "grounds")
    _check_onus(hearing)
    _check_same_day(hearing)
    return hearing


def _check_onus(hearing: BailHearing) -> None:
    decided = hearing.result in bail.CUSTODY_OF
    needed(hearing.onus in ("", *Onus.values), _("Choose one of the list."), "onus")
    if hearing.kind == Kind.BAIL and decided:
        needed(hearing.onus, _("Choose who had the onus."), "onus")
    row = hearing.paragraph
    if hearing.onus != Onus.ACCUSED:
        needed(row is None, _("A paragraph is chosen only where the onus is on the accused."), "paragraph")
        return
    needed(row, _("Choose the paragraph that puts the onus on the accused."), "paragraph")
    if row is not None and not row.holds_on(hearing.on):
        if row.valid_from is not None and hearing.on < row.valid_from:
            sentence = _("%(paragraph)s holds for hearings from %(day)s on.")
            raise Refusal(sentence % {"paragraph": row.citation, "day": days.day(row.valid_from)}, "paragraph")
        sentence = _("%(paragraph)s held for hearings before %(day)s.")
        raise Refusal(sentence % {"paragraph": row.citation, "day": days.day(row.valid_to)}, "paragraph")


def _check_same_day(hearing: BailHearing) -> None:
    """Stop where the accused is detained and released by the same kind of hearing on one day."""
    against: dict[str, tuple[str, ...]] = {
        Result.RELEASED: (Result.DETAINED, Result.REVOKED),
        Result.DETAINED: (Result.RELEASED,),
        Result.REVOKED: (),
    }
    others = BailHearing.objects.filter(
        proceeding__accused=hearing.proceeding.accused_id,
        on=hearing.on,
        kind=hearing.kind,
        result__in=against.get(hearing.result, ()),
    )
    if hearing.kind != Kind.REVOCATION_524 and others.exclude(pk=hearing.pk).exists():
        sentence = _("On %(day)s the same kind of hearing is on record with the opposite result: nobody is detained and released at once.")
        raise Refusal(sentence % {"day": days.day(hearing.on)}, "result")


def _follow(hearing: BailHearing, order_kind: str, amount: int | None, conditions: list[str]) -> None:
    """Save a hearing with what follows from it: the order it makes or ends, and where the accused is."""
    proceeding, result = hearing.proceeding, hearing.result
    current = bail.open_order(proceeding)
    if result != Result.RELEASED:
        if order_kind or conditions or amount is not None:
            sentence = _("Nobody is detained and released at once: leave the release order empty, or choose that the accused was released.")
            raise Refusal(sentence, "order_kind")
        if result in (Result.VARIED, Result.REVOKED) and (current is None or hearing.on < current.made_on):
            raise Refusal(_("No release order was open on that day."), "result")
    else:
        needed(order_kind in ReleaseOrder.Kind.values, _("Choose what the release order is made of."), "order_kind")
        needed(set(conditions) <= set(BailCondition.Kind.values), _("Choose among the list."), "conditions")
        if order_kind == ReleaseOrder.Kind.WITHOUT_CONDITIONS and conditions:
            raise Refusal(_("This order is without conditions: choose none, or another kind of release."), "conditions")
        if current is not None and (hearing.kind not in REMADE_AT or hearing.on < current.made_on):
            sentence = _("A release order of %(day)s is open. End it first, or record the hearing as one that varied it.")
            raise Refusal(sentence % {"day": days.day(current.made_on)}, "result")
    hearing.save()
    if current is not None and hearing.on >= current.made_on and result in bail.CUSTODY_OF:
        _end(current, hearing.on, _why(hearing), "on", hearing)
    if result == Result.RELEASED:
        order = ReleaseOrder(proceeding=proceeding, hearing=hearing, made_on=hearing.on, kind=order_kind, amount=amount)
        order.save()
        for kind in conditions:
            BailCondition(order=order, kind=kind, from_on=hearing.on).save()
    _custody_follows(proceeding, hearing)


def _why(hearing: BailHearing) -> str:
    """Say why an order ends in a hearing."""
    if hearing.kind == Kind.REVOCATION_524:
        return ReleaseOrder.End.REVOKED
    return ReleaseOrder.End.REVIEWED if hearing.kind in REVIEWS else ReleaseOrder.End.VACATED


def _custody_follows(proceeding: Proceeding, hearing: BailHearing) -> None:
    """Write where the accused is after her last hearing, where this is the one: on each of her tracks that runs."""
    if bail.settling(proceeding) != hearing:
        return
    for track in bail.tracks(proceeding):
        track = proceeding if track == proceeding else track
        custody = bail.custody_after(track)
        if custody == track.custody:
            continue
        if track.state == ProceedingState.WARRANT_OUT:
            raise Refusal(_("A warrant is out; record that it was executed."), "result")
        track.custody = custody
        track.save()


def _end(order: ReleaseOrder, ended_on: date, why: str, field: str, hearing: BailHearing | None = None) -> None:
    """End an order with its conditions and sureties."""
    if order.ended_on is not None:
        raise Refusal(_("This order ended on %(day)s already.") % {"day": days.day(order.ended_on)}, field)
    _not_before(ended_on, order, field)
    later = max((part.from_on for part in order_parts(order)), default=ended_on)
    if later > ended_on:
        sentence = _("Something of this order is recorded for %(day)s: it cannot end before.")
        raise Refusal(sentence % {"day": days.day(later)}, field)
    end_order(order, ended_on, why, hearing)


def _not_before(day: date, order: ReleaseOrder, field: str) -> None:
    if day < order.made_on:
        raise Refusal(_("The order was made on %(day)s: choose that day or a later one.") % {"day": days.day(order.made_on)}, field)


def _move_orders(made: list[ReleaseOrder], ended: list[ReleaseOrder], was: date, on: date) -> None:
    """Have the orders that a hearing made or ended follow its day; :raises Refusal: something on record lies in between."""
    if was == on:
        return
    for order in made:
        parts = [*order.conditions.all(), *order.sureties.all()]
        fixed = [part.from_on for part in parts if part.from_on != was] + [part.ended_on for part in parts if part.ended_on]
        fixed += [breach.on for breach in order.breaches.all()] + [copy.given_on for copy in order.copies.all() if copy.given_on]
        _in_between(on, fixed + ([order.ended_on] if order.ended_on else []))
        order.made_on = on
        order.save()
        for part in parts:
            if part.from_on == was:
                part.from_on = on
                part.save()
    for order in ended:
        parts = [*order.conditions.filter(ended_on=was), *order.sureties.filter(ended_on=was)]
        starts = [order.made_on, *(part.from_on for part in parts)]
        if on < max(starts):
            raise Refusal(_("This hearing ended an order that is recorded for a later day."), "on")
        for row in (*parts, order):
            row.ended_on = on
            row.save()


def _in_between(on: date, fixed: list[date]) -> None:
    if fixed and on > min(fixed):
        sentence = _("Something of the order that was made is recorded for %(day)s: the hearing cannot come after it.")
        raise Refusal(sentence % {"day": days.day(min(fixed))}, "on")


@contextmanager
def _on_order(order: ReleaseOrder, by: User, at: datetime, kind: str, key: str | None, version: int | None = None, *, still_open=True):
    """Open an act on one order of the locked file, read as it stands now; ``close`` ends the service."""
    with on_file(order.proceeding, by=by, at=at, kind=kind, key=key) as (this_act, case_file):
        order = ReleaseOrder.objects.select_related("proceeding").get(pk=order.pk)
        order.proceeding.file = case_file
        allow(policies.may_record_bail(order.proceeding, by))
        over_version(order, version)
        if still_open and order.ended_on is not None:
            raise Refusal(_("This order ended on %(day)s already.") % {"day": days.day(order.ended_on)})
        yield order, lambda: _close(order.proceeding, case_file, this_act)


def _close(proceeding: Proceeding, case_file: CaseFile, this_act: OpenAct) -> None:
    this_act.result("casetracker:bail", ref=case_file.ref, accused=proceeding.ref)
    finish(case_file, this_act)

"""What became of an accused, on one sheet: the outcome of each count, the sentence in parts, orders, what victims were told."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from casetracker import policies, sentence, sentence_law
from casetracker.choices import REASONS_OF, PartKind
from casetracker.models import CaseFile, Count, Proceeding, Ruling, SentencePart, SentenceTotal
from casetracker.states import AFTER_GUILT, CountState
from foundation.accounts.models import User
from foundation.law.models import OffenceVersion
from foundation.records import Refusal

from .base import allow, finish, locked, needed, not_after_today, on_file, over_version
from .counts import (
    DISPOSITIONS,
    OTHER_PLEA,
    VERDICTS,
    DispositionIn,
    VerdictIn,
    mistrial_waits,
    pleaded_instead,
    record_disposition,
    record_verdict,
    withdraw_count,
)
from .court import answer_orders
from .endings import PartIn, ReasonIn, keep_reason
from .notices import ToldIn, keep_plea_notices, keep_victim_notices
from .orders import ORDERS, record_court_order


def set_end_reason(*, count: Count, why: ReasonIn, by: User, at: datetime, version: int | None = None, key: str | None = None) -> Count:
    """Say, or correct, why a count ended without a conviction.

    :raises Refusal: the count did not end so, or the reason does not go with how it ended
    :raises PermissionDenied: ``by`` may not
    """
    with on_file(count, by=by, at=at, kind="set_end_reason", key=key) as (this_act, case_file):
        count = Count.objects.select_related("proceeding").get(pk=count.pk)
        count.proceeding.file = case_file
        allow(policies.may_record_outcomes(count.proceeding, by))
        over_version(count, version)
        this_act.result("casetracker:accused", ref=case_file.ref, accused=count.proceeding.ref)
        needed(count.state in REASONS_OF, _("Only a count that ended without a conviction has such a reason."), "reason_code")
        needed(why.code, _("Choose the reason."), "reason_code")
        keep_reason(count, why, count.state)
        count.save()
        finish(case_file, this_act)
    return count


# The sentence in parts


def standing_parts(proceeding: Proceeding) -> list[SentencePart]:
    """List the parts of the sentences that stand: those of the last decision on each count that is still sentenced."""
    found = SentencePart.objects.filter(count__proceeding=proceeding, count__state__in=AFTER_GUILT)
    parts = list(found.select_related("count__offence", "decision").order_by("pk"))
    last: dict[int, int] = {}
    for part in parts:
        last[part.count_id] = max(last.get(part.count_id, 0), part.decision_id)
    return [part for part in parts if part.decision_id == last[part.count_id]]


def custody_of(parts) -> list[sentence.Custody]:
    """Give what the total is counted from: custody, each part by the count it was imposed on."""
    return [
        sentence.Custody(part.count_id, part.months, part.days, part.life, part.credit_days, part.after_id)
        for part in parts
        if part.kind == PartKind.CUSTODY
    ]


def total_that_stands(proceeding: Proceeding) -> sentence.Total | None:
    """Count the total of custody imposed on an accused from the parts that stand.

    :raises Refusal: parts are consecutive to each other in a circle
    """
    parts = standing_parts(proceeding)
    custody = custody_of(parts)
    if not custody:
        return None
    return counted(custody, max(part.decision.on for part in parts))


def counted(custody: list[sentence.Custody], on: date) -> sentence.Total | None:
    """Count a total; :raises Refusal: custody that never begins."""
    try:
        return sentence.total_of(custody, on)
    except sentence.Circle:
        raise Refusal(
            _("A part is consecutive to a count that has no custody, or two parts wait for each other. Choose again."), "after"
        ) from None


# The sheet


@dataclass
class OutcomeIn:
    """What became of one count, as typed.

    ``finding`` is "" (as it stands), TO_WITHDRAW (at sentence), NOT_TO_WITHDRAW (what was said before no longer holds), WITHDRAWN, a
    verdict, MISTRIAL, an order of the court, or OTHER_PLEA: a plea of guilty to another offence with the Crown's consent (section 606(4)).
    ``sentence`` is "", SENTENCED, a discharge or STAYED_KIENAPPLE.
    """

    count: Count
    finding: str = ""
    offence: OffenceVersion | None = None
    why: ReasonIn | None = None
    leave_on: date | None = None
    sentence: str = ""
    terms: str = ""
    parts: list[PartIn] = field(default_factory=list)
    appeal_due_on: date | None = None
    appeal_none: bool = False


def appeal_day(count: Count, outcome: OutcomeIn, on: date) -> dict:
    """Give until when a decision can be appealed: as typed, else as the law on file counts it."""
    if outcome.appeal_none or outcome.appeal_due_on is not None:
        return {"appeal_due_on": outcome.appeal_due_on, "appeal_none": outcome.appeal_none}
    day = sentence_law.last_day_to_appeal(on, by_summary=count.by_summary)
    return {"appeal_due_on": day.due_on if day else None, "appeal_none": False}


def record_outcomes(
    *,
    proceeding: Proceeding,
    outcomes: list[OutcomeIn],
    by: User,
    at: datetime,
    happened_on: date,
    decided_by: str = "",
    evidence_ended_on: date | None = None,
    custody: str = "",
    plea_agreed_on: date | None = None,
    told: Sequence[ToldIn] = (),
    orders: dict | None = None,
    confirmed_total: str = "",
    reason: str = "",
    version: int | None = None,
    key: str | None = None,
) -> Proceeding:
    """Record what became of the counts of an accused on one day, in one act: endings first, then verdicts, sentences, orders, what victims
    were told. Where custody was imposed, somebody confirms the computed total.

    With a note and nothing more to decide, counsel takes an accused back to a trial date after a mistrial that an assistant recorded (A12).

    :param orders: order -> (answer, reason, months, for life)
    :param confirmed_total: the digest of the total that the person saw and confirmed
    :raises TransitionRefused: a count or the accused is not where the step starts; lists the guards
    :raises Refusal: nothing to record, a reason or who decided is missing, the total is not confirmed or is another now
    :raises PermissionDenied: ``by`` may not; a withdrawal is for counsel, and of some counts for a lead
    """
    not_after_today(happened_on, "happened_on")
    with on_file(proceeding, by=by, at=at, kind="record_outcomes", key=key) as (this_act, case_file):
        proceeding = locked(proceeding, case_file)
        allow(policies.may_record_outcomes(proceeding, by))
        over_version(proceeding, version)
        given: dict[str, Any] = {"by": by, "at": at, "happened_on": happened_on, "reason": reason}
        rows = {count.pk: count for count in Count.objects.filter(proceeding=proceeding).select_related("offence", "included_offence")}
        if any(outcome.count.pk not in rows for outcome in outcomes):
            raise Refusal(_("Choose counts of this accused."), "outcomes")
        days = {outcome.count.pk: appeal_day(rows[outcome.count.pk], outcome, happened_on) for outcome in outcomes}
        for outcome in outcomes:
            if outcome.finding in ORDERS:
                record_court_order(
                    proceeding=proceeding,
                    counts=[outcome.count],
                    result=outcome.finding,
                    decided_by=decided_by,
                    why=outcome.why,
                    **days[outcome.count.pk],
                    **given,
                )
            elif outcome.finding == CountState.WITHDRAWN:
                withdraw_count(count=outcome.count, why=outcome.why or ReasonIn(), leave_on=outcome.leave_on, **given)
        verdicts = [
            VerdictIn(
                count=outcome.count,
                result="" if outcome.finding in WITHDRAWAL_LATER else outcome.finding,
                withdraw_at_sentence=outcome.finding == TO_WITHDRAW,
                included_offence=outcome.offence,
                why=outcome.why,
                **(days[outcome.count.pk] if outcome.finding in NEED_APPEAL else {}),
            )
            for outcome in outcomes
            if outcome.finding in VERDICTS or outcome.finding in (OTHER_PLEA, *WITHDRAWAL_LATER)
        ]
        decides = any(one.finding or one.sentence for one in outcomes)
        waits = not decides and mistrial_waits(proceeding) and policies.may_record_mistrial(proceeding, by)
        back_to_trial = waits and bool(reason.strip())
        if back_to_trial or any(verdict.result for verdict in verdicts):
            record_verdict(proceeding=proceeding, verdicts=verdicts, decided_by=decided_by, evidence_ended_on=evidence_ended_on, **given)
        else:
            mark_for_withdrawal(proceeding, verdicts)
        instead = {outcome.count.pk: pleaded_instead(outcome.count) for outcome in outcomes if outcome.finding == OTHER_PLEA}
        dispositions = [
            DispositionIn(
                count=instead.get(outcome.count.pk, outcome.count),
                result=outcome.sentence,
                terms=outcome.terms,
                parts=[replace(part, after=instead.get(part.after.pk, part.after)) if part.after else part for part in outcome.parts],
                **days[outcome.count.pk],
            )
            for outcome in outcomes
            if outcome.sentence in DISPOSITIONS
        ]
        if dispositions:
            record_disposition(proceeding=proceeding, dispositions=dispositions, decided_by=decided_by, custody=custody, **given)
            confirm_total(proceeding, confirmed_total, by, happened_on)
        reasons = [one for one in outcomes if not one.finding and one.why is not None and _differs(one.count, one.why)]
        for outcome in reasons:
            set_end_reason(count=outcome.count, why=outcome.why or ReasonIn(), by=by, at=at)
        if orders:
            answer_orders(proceeding=proceeding, answers=orders, on=happened_on, by=by, at=at)
        noticed = [
            *keep_plea_notices(proceeding, plea_agreed_on, [one for one in told if not one.duty]),
            *keep_victim_notices(proceeding, happened_on, [one for one in told if one.duty], stages_of(outcomes)),
        ]
        done = verdicts or dispositions or reasons or orders or noticed or back_to_trial or any(outcome.finding for outcome in outcomes)
        needed(done or not waits, _("Say why there was a mistrial."), "reason")
        needed(done, _("Enter what became of at least one count."), "outcomes")
        this_act.result("casetracker:accused", ref=case_file.ref, accused=proceeding.ref)
        case_file = CaseFile.objects.get(pk=case_file.pk)  # the steps above moved it on
        finish(case_file, this_act)
    return locked(proceeding, case_file)


TO_WITHDRAW, NOT_TO_WITHDRAW = "TO_WITHDRAW", "NOT_TO_WITHDRAW"
WITHDRAWAL_LATER = (TO_WITHDRAW, NOT_TO_WITHDRAW)
NEED_APPEAL = (CountState.ACQUITTED, CountState.NCR, OTHER_PLEA)


def _differs(count: Count, why: ReasonIn) -> bool:
    return bool(why.code) and (count.reason_code, count.reason_avoidable, count.reason_note) != (why.code, why.avoidable, why.note.strip())


def mark_for_withdrawal(proceeding: Proceeding, verdicts) -> None:
    """Say of counts that they will be withdrawn at sentence, where no verdict was given with it. Inside an act."""
    for verdict in verdicts:
        count = Count.objects.get(pk=verdict.count.pk, proceeding=proceeding)
        if count.withdraw_at_sentence != verdict.withdraw_at_sentence:
            count.withdraw_at_sentence = verdict.withdraw_at_sentence
            count.save()


def confirm_total(proceeding: Proceeding, confirmed: str, by: User, on: date) -> SentenceTotal | None:
    """Keep that a person confirmed the computed total. Inside an act.

    :raises Refusal: she did not, or the total is another now
    """
    total = total_that_stands(proceeding)
    if total is None:
        return None
    if confirmed != total.digest:
        raise Refusal(_("Look at the total of the sentence, then confirm it."), "total_confirmed")
    return SentenceTotal.objects.create(
        proceeding=proceeding,
        on=on,
        months=total.months,
        days=total.days,
        life=total.life,
        credit_days=total.credit_days,
        confirmed_by=by,
    )


def stages_of(outcomes: Sequence[OutcomeIn]) -> set[str]:
    """Give the stages that outcomes reach, from which victims are told or asked."""
    ended = any(one.finding not in ("", *WITHDRAWAL_LATER, CountState.MISTRIAL) or one.sentence for one in outcomes)
    return ({"ENDED"} if ended else set()) | ({"SENTENCED"} if any(one.sentence for one in outcomes) else set())


def record_ruling(
    *, proceeding: Proceeding, on: date, ruled_by: str, ruling: str, against_crown: bool, by: User, at: datetime, key: str | None = None
) -> Ruling:
    """Record what a judge ruled on the way; one against the Crown calls for a new screening review.

    :raises Refusal: the day lies ahead, or who ruled or what is missing
    :raises PermissionDenied: ``by`` may not
    """
    not_after_today(on, "on")
    with on_file(proceeding, by=by, at=at, kind="record_ruling", key=key) as (this_act, case_file):
        proceeding = locked(proceeding, case_file)
        allow(policies.may_record_outcomes(proceeding, by))
        this_act.result("casetracker:accused", ref=case_file.ref, accused=proceeding.ref)
        needed(ruled_by.strip(), _("Enter who ruled."), "ruled_by")
        needed(ruling.strip(), _("Say what was ruled."), "ruling")
        kept = Ruling.objects.create(proceeding=proceeding, on=on, by=ruled_by.strip(), ruling=ruling.strip(), against_crown=against_crown)
        finish(case_file, this_act)
    return kept

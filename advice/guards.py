"""What must already be on file before a request moves."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation import clock
from foundation.accounts.models import Role
from foundation.audit.acts import current_act
from foundation.workflow.transitions import Guard

from .states import MERGEABLE, OPEN, PRESSING, Level, State

QUIET = timedelta(days=30)
"""How long an answer is left alone before it is closed by itself."""


def _page(name):
    return lambda request: reverse(f"advice:{name}", args=[request.ref])


def _late(request) -> bool:
    return request.reply_by is not None and request.reply_by < clock.today()


def _quiet(request) -> bool:
    return request.delivered_at is not None and clock.now() - request.delivered_at >= QUIET


def _closer_is(request, role: str) -> bool:
    """Say whether who closes has this role: the person a page is drawn for, or the one whose act it is."""
    acting = current_act()
    closer = request.proposed_closer or (acting.by if acting is not None else None)
    return closer is not None and closer.role == role


def _a_year_after(day):
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _within_a_year(request) -> bool:
    return request.closed_at is not None and clock.today() <= _a_year_after(request.closed_at.astimezone(clock.TORONTO).date())


def _target_is_open(request) -> bool:
    target = request.proposed_target
    return target is None or (target.pk != request.pk and target.state in OPEN)


def _target_is_readable(request) -> bool:
    target = request.proposed_target
    return target is None or not any(target.is_walled_from(person) for person in request.readers)


def _answered(request) -> bool:
    version = request.latest_version
    return version is not None and not version.delivered_at and bool(version.short_answer.strip() and version.analysis.strip())


def _approved(request) -> bool:
    version = request.latest_version
    return version is not None and not version.delivered_at and version.is_approved


def _countersigned(request) -> bool:
    version = request.latest_version
    return request.intended_level != Level.SHAREABLE or (version is not None and version.is_countersigned)


has_question = Guard(
    test=lambda request: bool(request.question.strip()),
    sentence=_("Write the question."),
    fix_url=_page("edit_draft"),
)
has_urgency = Guard(
    test=lambda request: bool(request.urgency) and (request.urgency not in PRESSING or bool(request.urgency_reason.strip())),
    sentence=_("Say how urgent it is, and why where it is needed now or today."),
    fix_url=_page("edit_draft"),
)
has_topic = Guard(
    test=lambda request: request.topics.exists(),
    sentence=_("Choose at least one topic."),
    fix_url=_page("triage"),
)
urgency_is_settled = Guard(
    test=has_urgency.test,
    sentence=_("Settle the urgency, with a reason where the answer is needed now or today."),
    fix_url=_page("triage"),
)
adviser_not_walled = Guard(
    test=lambda request: request.proposed_adviser is None or not request.is_walled_from(request.proposed_adviser),
    sentence=_("Choose an adviser whom no wall keeps from the file the request is linked to."),
    fix_url=_page("assign"),
)
has_answer = Guard(
    test=_answered,
    sentence=_("Write the short answer and the analysis."),
    fix_url=_page("write_answer"),
)
is_approved = Guard(
    test=_approved,
    sentence=_("A second reader approves the text as it stands."),
)
is_countersigned = Guard(
    test=_countersigned,
    sentence=_("A team lead countersigns, since the answer is meant to be shared with police."),
)
never_delivered = Guard(
    test=lambda request: request.delivered_at is None,
    sentence=_("This step is open only before the first answer is delivered."),
)
once_delivered = Guard(
    test=lambda request: request.delivered_at is not None,
    sentence=_("This step is open only once an answer was delivered."),
)
lead_waits_for_reply = Guard(
    test=lambda request: not _closer_is(request, Role.LEAD) or _late(request),
    sentence=_("Wait until the date for the asker's reply has passed."),
)
reply_is_late_if_waiting = Guard(
    test=lambda request: request.state != State.NEEDS_INFO or _late(request),
    sentence=_("Wait until the date for the asker's reply has passed."),
)
asker_was_reminded = Guard(
    test=lambda request: request.state != State.NEEDS_INFO or request.reminded_at is not None,
    sentence=_("Remind the asker first."),
    fix_url=_page("remind"),
)
time_waits_thirty_days = Guard(
    test=lambda request: not _closer_is(request, Role.SVC) or _quiet(request),
    sentence=_("By itself it closes thirty days after the latest delivery."),
)
time_waits_for_reading_and_recall = Guard(
    test=lambda request: not _closer_is(request, Role.SVC) or not (request.awaits_reading or request.is_recalled),
    sentence=_("By itself it does not close while the latest answer is recalled, or waits to be read after it was delivered."),
)
is_pressing = Guard(
    test=lambda request: request.urgency in PRESSING,
    sentence=_("Deliver before the second reading only what is needed now or today."),
    fix_url=_page("send_for_review"),
)
within_a_year = Guard(
    test=_within_a_year,
    sentence=_("Ask again within a year after it was closed; later, ask anew."),
    fix_url=lambda request: reverse("advice:ask"),
)
target_is_open = Guard(
    test=_target_is_open,
    sentence=_("Choose another request that is open."),
    fix_url=_page("merge"),
)
target_is_readable = Guard(
    test=_target_is_readable,
    sentence=_("Choose a request whose file no wall keeps from who asked this one."),
    fix_url=_page("merge"),
)
nothing_rests_on_it = Guard(
    test=lambda request: not request.carries_others,
    sentence=_("No other request waits for the answer to this one."),
)
asker_may_leave = Guard(
    test=nothing_rests_on_it.test,
    sentence=_("Withdraw only while no other work of the team rests on the answer."),
)
has_no_file = Guard(
    test=lambda request: request.case_file_id is None or request.state not in MERGEABLE,
    sentence=_("Take off the link to a case file, or work on that file instead."),
    fix_url=_page("link_case_file"),
)

"""What must already be on file before a request moves."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation import clock
from foundation.workflow.transitions import Guard

from .states import PRESSING, Level, State

QUIET = timedelta(days=30)


def _page(name):
    return lambda request: reverse(f"advice:{name}", args=[request.ref])


def _late(request) -> bool:
    return request.reply_by is not None and request.reply_by < clock.today()


def _quiet(request) -> bool:
    return request.delivered_at is not None and clock.now() - request.delivered_at >= QUIET


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
    sentence=_("A wall stands between this adviser and the file the request is linked to. Choose another."),
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
    sentence=_("An answer was delivered already, so this step is no longer open."),
)
once_delivered = Guard(
    test=lambda request: request.delivered_at is not None,
    sentence=_("No answer was delivered yet."),
)
reply_is_late = Guard(
    test=_late,
    sentence=_("The date for the asker's reply has not passed."),
)
reply_is_late_if_waiting = Guard(
    test=lambda request: request.state != State.NEEDS_INFO or _late(request),
    sentence=_("The date for the asker's reply has not passed."),
)
asker_was_reminded = Guard(
    test=lambda request: request.state != State.NEEDS_INFO or request.reminded_at is not None,
    sentence=_("Remind the asker first."),
    fix_url=_page("remind"),
)
is_quiet = Guard(
    test=_quiet,
    sentence=_("Thirty days have not passed since the answer was delivered."),
)

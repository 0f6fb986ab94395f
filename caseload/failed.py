"""Work that failed for good, from every room, in words an operator can act on; no title, number or name of a record is among them."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import Role
from foundation.jobs import dead
from foundation.search import set_aside
from foundation.search.document import label_and_ref

JOB, CHANGE = "job", "change"
WORK = {
    "mail_notice": _("Mail about a notice"),
    "read_document": _("Reading the text of a document"),
    "build_index": _("Building the search index"),
}
RECORDS = {
    "casetracker.CaseFile": _("Case file"),
    "advice.AdviceRequest": _("Advice request"),
    "precedents.Decision": _("Decision"),
    "precedents.PublishedAdvice": _("Published advice"),
}
CAUSES: dict[str, Promise] = {
    **dict.fromkeys(
        (
            "ConnectionRefusedError",
            "ConnectionResetError",
            "TimeoutError",
            "gaierror",
            "OSError",
            "SMTPServerDisconnected",
            "SMTPConnectError",
        ),
        _("A server did not answer. Check that it runs, then retry."),
    ),
    **dict.fromkeys(
        ("SMTPRecipientsRefused", "SMTPSenderRefused", "SMTPDataError", "SMTPResponseException"),
        _("The mail server refused the mail. Check the address of the person and of the sender, then retry."),
    ),
    "SMTPAuthenticationError": _("The mail server did not accept our sign-in. Correct it, then retry."),
    "FileNotFoundError": _("A stored file is missing. Restore it from a backup, then retry."),
    "PermissionError": _("A folder may not be read or written by this account. Correct that, then retry."),
    "MemoryError": _("There was not enough memory. Retry when the machine is less busy."),
    "Refused": _("The search engine did not take the document. Look at its log, then retry."),
    "Unavailable": _("The search engine did not answer. Check that it runs and that its disk has room, then retry."),
    "Busy": _("The index was being written by another process. Retry when that has ended."),
    "DoesNotExist": _("The record is gone. Set this aside."),
}
OTHER = _("A fault in the program. The log of the worker says more; after a new version, retry.")
DIED = _("The worker died each time it did this. It may be too large for this machine.")


@dataclass(frozen=True)
class FailedWork:
    """One piece of work that failed for good."""

    source: str
    code: str
    what: str | Promise
    since: datetime
    tries: int
    cause: str | Promise


def may_settle(user) -> bool:
    """Administrators and leads look after what failed."""
    return user.is_role(Role.ADM, Role.LEAD)


def failed_work() -> list[FailedWork]:
    """Everything that failed for good, the newest first."""
    jobs = [
        FailedWork(JOB, job.ref, WORK.get(job.kind, job.kind), job.finished_at or job.created_at, job.attempts, cause_of(job.error))
        for job in dead.failed_jobs()
    ]
    changes = [
        FailedWork(CHANGE, set_aside.code_of(row), _searchable(row.key), row.at, row.tries, cause_of(row.error))
        for row in set_aside.set_aside()
    ]
    return sorted(jobs + changes, key=lambda work: work.since, reverse=True)


def cause_of(error: str) -> str | Promise:
    """Say in plain words why work failed, from the kind of its error alone: its text may hold what not everybody may read."""
    kind = error.partition(":")[0]
    return DIED if error.startswith("The worker died") else CAUSES.get(kind, OTHER)


def _searchable(key: str) -> str:
    label, _ref = label_and_ref(key)
    return _("Making it findable: %(record)s") % {"record": RECORDS.get(label, label)}


def try_again(*, source: str, code: str, by, at: datetime, key: str | None = None) -> None:
    """Give failed work its tries back; :raises Refusal: somebody dealt with it, or the same work waits already."""
    _open_to(by)
    if source == JOB:
        dead.try_again(ref=code, by=by, at=at, key=key)
    else:
        set_aside.try_again(code=code, by=by, at=at, key=key)


def give_up(*, source: str, code: str, by, at: datetime, key: str | None = None) -> None:
    """Set failed work aside for good; :raises Refusal: somebody dealt with it."""
    _open_to(by)
    if source == JOB:
        dead.give_up(ref=code, by=by, at=at, key=key)
    else:
        set_aside.give_up(code=code, by=by, at=at, key=key)


def _open_to(user) -> None:
    if not may_settle(user):
        raise PermissionDenied

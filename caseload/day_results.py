"""The results of a day, row by row: each row is an act of its own, so that one that is refused does not stop the others."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from casetracker import services
from foundation import clock
from foundation.records import AlreadySent, Refusal, StaleRecord

from .court import CourtLine
from .court_forms import ResultRow

DONE, SKIPPED, FAILED = "done", "skipped", "failed"


@dataclass(frozen=True)
class Recorded:
    """What became of one row."""

    line: CourtLine
    form: ResultRow
    outcome: str
    sentence: str = ""

    @property
    def failed(self) -> bool:
        """Whether the row is to be looked at again."""
        return self.outcome == FAILED


def record_day(*, lines: list[CourtLine], typed, by, key: str) -> list[Recorded]:
    """Record the results of the rows in which one was chosen; give for every row what became of it.

    Each is sent once under the form's key, so that a second send finds what the first one did.
    """
    return [_record(line, ResultRow(typed, prefix=line.appearance.ref, line=line), by, key) for line in lines]


def _record(line: CourtLine, form: ResultRow, by, key: str) -> Recorded:
    if form.is_empty:
        return Recorded(line, form, SKIPPED, _("Nothing was entered."))
    if not form.is_valid():
        return Recorded(line, form, FAILED, _("Something in the row is missing or wrong."))
    typed = dict(form.cleaned_data)
    version = typed.pop("version")
    own_key = f"{key[:40]}:{line.appearance.ref}" if key else None
    try:
        services.record_result(appearance=line.appearance, by=by, at=clock.now(), version=version, key=own_key, **typed)
    except AlreadySent:
        pass
    except (Refusal, StaleRecord) as refused:
        field = getattr(refused, "field", None)
        form.add_error(field if field in form.fields else None, str(refused))
        return Recorded(line, form, FAILED, str(refused))
    except PermissionDenied:
        form.add_error(None, _("This day in court is not yours to record."))
        return Recorded(line, form, FAILED, _("This day in court is not yours to record."))
    return Recorded(line, form, DONE, str(dict(form.fields["result"].choices)[typed["result"]]))

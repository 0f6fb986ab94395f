"""Where the history of a file lies: every tracked table that hangs on it, found from its own columns, and who may read which.

A new tracked model with a key to the file, to an accused, to a count or to a person is found here by itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, reduce
from operator import or_

from django.db.models import ForeignKey, Model, Q, QuerySet

from foundation.accounts.models import Role
from foundation.audit.history import tracked_models

from . import policies
from .models import CaseFile, Count, DuplicateHint, Participant, Proceeding, ReleaseOrder
from .querysets import OfLeads, OfTeam, OfTeamProceeding

# Columns of open tables that are the team's own, and acts that did nothing else.
TEAM_COLUMNS = frozenset({"theory", "resolution_position", "note", "decline_reason", "reason_avoidable", "reason_note", "answer_note"})
TEAM_ACTS = ("edit_theory",)
# Whose tables are part of a file: our own, and what the foundation keeps about our records. A request for advice has a history of its own.
APPS = ("casetracker", "documents", "workflow")
# A match with another file is shown to who sees both; it is no part of what happened here.
ELSEWHERE = (DuplicateHint,)
# The rows of a file that hold others, nearest first, with the way from the file to them.
HOLDERS: dict[type[Model], Callable[[CaseFile], QuerySet]] = {
    Proceeding: lambda case_file: Proceeding.objects.filter(file=case_file.pk),
    ReleaseOrder: lambda case_file: ReleaseOrder.objects.filter(proceeding__file=case_file.pk),
    Count: lambda case_file: Count.objects.filter(proceeding__file=case_file.pk),
    Participant: lambda case_file: Participant.objects.filter(file=case_file.pk),
}


@dataclass(frozen=True)
class Source:
    """One tracked table of a file: its model, and which of its history rows are the file's, by one condition or by several."""

    model: type[Model]
    ways: Callable[[CaseFile], list[Q]]

    @property
    def label(self) -> str:
        """The name of the model, by which filters and words know it."""
        return self.model._meta.label

    @property
    def past(self) -> type[Model]:
        """The model of its history rows."""
        return self.model.history.model

    @property
    def columns(self) -> list:
        """The columns its history keeps."""
        return list(self.past.tracked_fields)

    def where(self, case_file: CaseFile) -> Q:
        """Which of its history rows are the file's."""
        return any_of(self.ways(case_file))

    def rows(self, case_file: CaseFile, user, way: Q | None = None) -> QuerySet:
        """The history rows of the file that this person may read today; those of one of the conditions, where it is given."""
        rows = self.past.objects.filter(way or self.where(case_file)).order_by()
        if not hasattr(self.model, "team_only") or policies.may_read_notes(case_file, user):
            return rows
        # What is the team's own today stays with it, whatever it was on the day of the row.
        return rows.filter(team_only=False, id__in=self.model.objects.filter(team_only=False).values("pk"))


@cache
def sources() -> tuple[Source, ...]:
    """Every tracked table that hangs on a file, the file first."""
    found = [Source(CaseFile, lambda case_file: [Q(id=case_file.pk)])]
    for model in tracked_models():
        if model is CaseFile or model in ELSEWHERE or model._meta.app_label not in APPS:
            continue
        ways = _ways_to(model)
        if ways is not None:
            found.append(Source(model, ways))
    return tuple(found)


def readable(case_file: CaseFile, user) -> list[Source]:
    """The tables this person may read of a file, by today's rights."""
    return [source for source in sources() if may_read(source.model, case_file, user)]


def may_read(model, case_file: CaseFile, user) -> bool:
    """Say whether a person may read the rows of a table of this file, by the rule of the table itself."""
    rows = model._default_manager.all()
    if isinstance(rows, OfLeads):
        return user.is_role(Role.LEAD, Role.REC)
    if isinstance(rows, OfTeam | OfTeamProceeding) or not hasattr(rows, "visible_to"):
        return policies.may_read_notes(case_file, user)
    return policies.may_see(case_file, user)


def shown_columns(source: Source, case_file: CaseFile, user) -> list:
    """The columns of a table that this person may read of a file."""
    team = policies.may_read_notes(case_file, user)
    return [column for column in source.columns if team or column.name not in TEAM_COLUMNS]


def subjects_of(case_file: CaseFile, label_field: str, ref_field: str) -> list[Q]:
    """Say which rows name the file, one of its accused or one of its counts by label and ref, each kind by a condition of its own.

    PostgreSQL finds the rows of each by an index; of all in one it walks the table.
    """
    inside_of = [
        Q(**{label_field: model._meta.label, f"{ref_field}__in": inside(case_file).order_by().values("ref")})
        for model, inside in HOLDERS.items()
    ]
    return [Q(**{label_field: CaseFile._meta.label, ref_field: case_file.ref}), *inside_of]


def any_of(ways: list[Q]) -> Q:
    """Say that any of some conditions holds."""
    return reduce(or_, ways)


def _ways_to(model) -> Callable[[CaseFile], list[Q]] | None:
    """How the rows of a model hang on a file: by a key to it, to what is in it, or by label and ref; None where they do not."""
    keys = [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]
    keys.sort(key=lambda field: field.null)
    for field in keys:
        if field.related_model is CaseFile:
            return lambda case_file, name=field.attname: [Q(**{name: case_file.pk})]
    for holder, inside in HOLDERS.items():
        for field in keys:
            if field.related_model is holder:
                return lambda case_file, name=field.attname, inside=inside: [
                    Q(**{f"{name}__in": inside(case_file).order_by().values("pk")})
                ]
    names = {field.name for field in model._meta.concrete_fields}
    for stem in ("about", "subject"):
        if {f"{stem}_label", f"{stem}_ref"} <= names:
            return lambda case_file, stem=stem: subjects_of(case_file, f"{stem}_label", f"{stem}_ref")
    return None

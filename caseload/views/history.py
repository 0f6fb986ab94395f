"""History across files, for leads and records staff: every step that was taken, and who looked at what."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from advice.models import AdviceRequest
from casetracker.models import CaseFile, Count, Proceeding
from foundation.accounts.models import Role, User
from foundation.audit.gate import log_list
from foundation.audit.models import ChainHead, ReadLog
from foundation.pages.listing import Filter, ListPage
from foundation.workflow.models import Move

SUBJECTS = {
    "casetracker.CaseFile": (_("Case files"), CaseFile),
    "casetracker.Proceeding": (_("Accused"), Proceeding),
    "casetracker.Count": (_("Counts"), Count),
    "advice.AdviceRequest": (_("Requests for advice"), AdviceRequest),
}
READERS = (Role.LEAD, Role.REC)


class AcrossFiles(ListPage):
    """A list of the record of the house, narrowed to what its reader may see."""

    label = ""
    who_field = ""

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_role(*READERS):
            raise PermissionDenied
        log_list(request, self.label)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def filters(self):
        """What it is about, and who."""
        people = [(person.ref, person.name) for person in User.objects.exclude(role=Role.SVC).order_by("name")]
        return [
            Filter("about", _("About"), lambda user: [(label, words) for label, (words, _m) in self.subjects().items()], self._about),
            Filter("person", _("Person"), lambda user: people, lambda rows, values: rows.filter(**{f"{self.who_field}__in": values})),
        ]

    def subjects(self):
        """The kinds of records this list is about."""
        return SUBJECTS

    def _about(self, rows, values):
        raise NotImplementedError

    def seen(self, label_field: str, ref_field: str) -> Q:
        """Say which rows are about a record this reader may see."""
        allowed = Q(pk__in=[])
        for label, (_words, model) in self.subjects().items():
            allowed |= Q(**{label_field: label, f"{ref_field}__in": model.objects.visible_to(self.request.user).values("ref")})
        return allowed


class TeamHistory(AcrossFiles):
    """Every step of files, accused, counts and requests, newest first."""

    template_name = "caseload/history.html"
    label = "workflow.Move"
    who_field = "act__by__ref"

    def _about(self, rows, values):
        return rows.filter(subject_label__in=values)

    def rows(self):
        rows = Move.objects.filter(self.seen("subject_label", "subject_ref"))
        return rows.select_related("act__by").order_by("-act__at", "-pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        homes = _homes(context["page"])
        context["rows"] = [
            (move, str(SUBJECTS[move.subject_label][0]), homes.get((move.subject_label, move.subject_ref))) for move in context["page"]
        ]
        context["links"] = ChainHead.objects.filter(pk=1).values_list("seq", flat=True).first() or 0
        return context


class WhoLookedAcross(AcrossFiles):
    """Who opened which file or request, newest first."""

    template_name = "caseload/who_looked.html"
    label = "audit.ReadLog"
    who_field = "by__ref"

    def subjects(self):
        return {label: SUBJECTS[label] for label in ("casetracker.CaseFile", "advice.AdviceRequest")}

    def _about(self, rows, values):
        return rows.filter(label__in=values)

    def rows(self):
        return ReadLog.objects.filter(self.seen("label", "ref")).select_related("by").order_by("-at", "-pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["rows"] = [(look, str(SUBJECTS[look.label][0])) for look in context["page"]]
        return context


def _homes(moves) -> dict[tuple[str, str], object]:
    """The file or request in which each moved record lies, in one query for each kind."""
    homes = {}
    for label, (_words, model) in SUBJECTS.items():
        refs = {move.subject_ref for move in moves if move.subject_label == label}
        if not refs:
            continue
        rows = model.objects.filter(ref__in=refs)
        if label == "casetracker.Count":
            rows = rows.select_related("proceeding__file")
        elif label == "casetracker.Proceeding":
            rows = rows.select_related("file")
        for row in rows:
            home = row.proceeding.file if label == "casetracker.Count" else row.file if label == "casetracker.Proceeding" else row
            homes[label, row.ref] = home
    return homes

"""History across files, for leads and records staff: every step that was taken, and who looked at what."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from advice.models import AdviceRequest
from casetracker import names, sentences
from casetracker.forms.history import SpanForm, SpanOfMovesForm
from casetracker.models import CaseFile, Count, Proceeding
from casetracker.timeline import RECORDED, day_start
from foundation.accounts.models import Role, User
from foundation.audit.gate import log_list
from foundation.audit.models import ChainHead, ReadLog
from foundation.pages import days
from foundation.pages.listing import CappedPaginator, Filter, ListPage
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
    at_field = ""
    span_form = SpanForm
    paginator_class = CappedPaginator

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

    @cached_property
    def span(self) -> SpanForm:
        """The days that were asked for."""
        return self.span_form(self.request.GET if self.request.GET else None)

    def also_asked(self):
        return [(name, value) for name, value in self.request.GET.items() if value and name.partition("_")[0] in self.span_form.base_fields]

    def in_span(self, rows):
        """Narrow rows to the days that were asked for."""
        asked = self.span.asked_values() if self.span.is_bound else {}
        if "since" in asked:
            rows = rows.filter(**{f"{self.at_field}__gte": day_start(asked["since"])})
        if "until" in asked:
            rows = rows.filter(**{f"{self.at_field}__lt": day_start(asked["until"] + timedelta(days=1))})
        return rows

    def narrowed(self):
        return self.in_span(super().narrowed())

    def get_context_data(self, **kwargs):
        return super().get_context_data(span=self.span, **kwargs)

    def seen(self, label_field: str, ref_field: str) -> Q:
        """Say which rows are about a record this reader may see."""
        allowed = Q(pk__in=[])
        for label, (_words, model) in self.subjects().items():
            record = model.objects.visible_to(self.request.user).order_by().filter(ref=OuterRef(ref_field))
            allowed |= Q(Exists(record), **{label_field: label})
        return allowed


class TeamHistory(AcrossFiles):
    """Every step of files, accused, counts and requests, newest first."""

    template_name = "caseload/history.html"
    label = "workflow.Move"
    who_field = "act__by__ref"
    at_field = "act__at"
    span_form = SpanOfMovesForm

    def _about(self, rows, values):
        return rows.filter(subject_label__in=values)

    def in_span(self, rows):
        asked = self.span.asked_values() if self.span.is_bound else {}
        if asked.get("by") == RECORDED:
            return super().in_span(rows)
        if "since" in asked:
            rows = rows.filter(happened_on__gte=asked["since"])
        if "until" in asked:
            rows = rows.filter(happened_on__lte=asked["until"])
        return rows

    def rows(self):
        rows = Move.objects.filter(self.seen("subject_label", "subject_ref"))
        return rows.select_related("act__by", "corrected_by__act__by").order_by("-act__at", "-pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        homes = _homes(context["page"])
        context["rows"] = [MoveRow(move, *homes.get((move.subject_label, move.subject_ref), (None, ""))) for move in context["page"]]
        context["links"] = ChainHead.objects.filter(pk=1).values_list("seq", flat=True).first() or 0
        return context


class WhoLookedAcross(AcrossFiles):
    """Who opened which file or request, newest first."""

    template_name = "caseload/who_looked.html"
    label = "audit.ReadLog"
    who_field = "by__ref"
    at_field = "at"

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


class MoveRow:
    """One step as the list shows it: the sentence of the file's own history, and where it belongs."""

    def __init__(self, move, home, subject):
        self.move, self.home = move, home
        self.what = sentences.act_words(move.act.kind, move)
        self.line = sentences.move_line(move, subject or str(SUBJECTS[move.subject_label][0]), days.local(move.act.at).date())


def _homes(moves) -> dict[tuple[str, str], tuple[object, str]]:
    """The file or request in which each moved record lies, and what the record is called; one query for each kind, and one for names."""
    homes: dict[tuple[str, str], tuple[object, str]] = {}
    for label, (_words, model) in SUBJECTS.items():
        refs = {move.subject_ref for move in moves if move.subject_label == label}
        if not refs:
            continue
        rows = model.objects.filter(ref__in=refs)
        if label == "casetracker.Count":
            rows = rows.select_related("offence", "proceeding__file", "proceeding__accused")
            rows = rows.prefetch_related("proceeding__accused__bans__provision")
        elif label == "casetracker.Proceeding":
            rows = rows.select_related("file", "accused").prefetch_related("accused__bans__provision")
        for row in rows:
            homes[label, row.ref] = _named(row, label)
    return homes


def _named(row, label: str) -> tuple[object, str]:
    """Give the home of a moved record and its name there."""
    if label == "casetracker.Proceeding":
        return row.file, names.display_name(row.accused, channel=names.LIST)
    if label == "casetracker.Count":
        who = names.display_name(row.proceeding.accused, channel=names.LIST)
        words = {"number": row.number, "section": row.offence.citation, "who": who}
        if row.number:
            return row.proceeding.file, gettext("count %(number)s, %(section)s (%(who)s)") % words
        return row.proceeding.file, gettext("count under %(section)s (%(who)s)") % words
    return row, gettext("the file") if label == "casetracker.CaseFile" else gettext("the request")

"""What is recorded in a delay ledger: time attributed to somebody, applications for delay, and numbers for the court."""

from datetime import date

from django.http import Http404
from django.utils.translation import gettext_lazy

from casetracker import ledger, services
from casetracker.forms.delay import ApplicationForm, ComplexityForm, IntervalForm, RemoveIntervalForm, SettleForm
from casetracker.models import Appearance, DelayApplication, DelayInterval

from .base import FileForm
from .delay import OfLedger
from .delay_told import span_words
from .frame import papers_of


class LedgerForm(OfLedger, FileForm):
    """A form about the ledger of one accused."""

    allowed = "may_keep_ledger"

    def get_context_data(self, **kwargs):
        self.about = self.about or self.who
        return super().get_context_data(**kwargs)


class WithPapers:
    """What the forms that say where something is written need: the papers of the file that this person may see."""

    interval: DelayInterval | None = None

    def get_form_kwargs(self):
        papers = papers_of(self.case_file, self.request.user)
        if self.interval is not None and self.interval.paper_id is not None:
            papers = papers | papers_of(self.case_file, self.request.user, removed=True).filter(pk=self.interval.paper_id)
        return {**super().get_form_kwargs(), "papers": papers.order_by("-uploaded_at", "-pk")}


class IntervalForms(WithPapers):
    """What the forms of an interval need: the days in court of the accused."""

    form_class = IntervalForm

    def get_form_kwargs(self):
        days_in_court = Appearance.objects.filter(pk__in=[day.pk for day in self.proceeding.appearances.all()])
        return {**super().get_form_kwargs(), "appearances": days_in_court.in_order()}


class AddInterval(IntervalForms, LedgerForm):
    """Time attributed to somebody; a gap that was clicked is filled in."""

    heading = gettext_lazy("Attribute time")
    submit = gettext_lazy("Add to the ledger")
    draft_name = "add_interval"

    def get_initial(self):
        asked = self.request.GET
        kind = asked.get("kind", "")
        return {
            "from_on": _day(asked.get("from")),
            "to_on": _day(asked.get("to")),
            "kind": kind if kind in DelayInterval.Kind.values else "",
            "appearance": asked.get("appearance", ""),
            "share": 100,
        }

    def perform(self, form):
        services.add_interval(proceeding=self.proceeding, **self.sent(form))
        return self.back_url()


class OfInterval:
    """A form about one interval."""

    def find(self, *, interval, **refs):
        super().find(**refs)
        self.interval = next((row for row in self.proceeding.delay_intervals.all() if row.ref == interval), None)
        if self.interval is None:
            raise Http404

    def get_record(self):
        return self.interval

    def draft_about(self):
        return self.interval.ref

    def get_context_data(self, **kwargs):
        row = self.interval
        self.about = f"{self.who}: {row.get_kind_display()}, {span_words(row.from_on, row.to_on)}"
        return super().get_context_data(**kwargs)


class ChangeInterval(OfInterval, IntervalForms, LedgerForm):
    """What an interval says, changed; by its last day it is ended."""

    heading = gettext_lazy("Change an interval")
    submit = gettext_lazy("Save")

    def get_initial(self):
        row = self.interval
        return {
            **{name: getattr(row, name) for name in self.form_class.base_fields if hasattr(row, name) and name != "version"},
            "appearance": row.appearance.ref if row.appearance else "",
            "paper": row.paper.ref if row.paper else "",
        }

    def perform(self, form):
        services.change_interval(interval=self.interval, version=form.act_fields()["version"], **self.sent(form))
        return self.back_url()


class SettleInterval(OfInterval, WithPapers, LedgerForm):
    """A claim that is agreed, or on which the court ruled."""

    form_class = SettleForm
    heading = gettext_lazy("Agreed or ruled")
    submit = gettext_lazy("Record")

    def get_initial(self):
        return {"share": self.interval.share}

    def perform(self, form):
        services.settle_interval(interval=self.interval, version=form.act_fields()["version"], **self.sent(form))
        return self.back_url()


class RemoveInterval(OfInterval, LedgerForm):
    """An interval taken off the ledger."""

    form_class = RemoveIntervalForm
    heading = gettext_lazy("Take an interval off the ledger")
    submit = gettext_lazy("Take it off")
    hint = gettext_lazy("History keeps it. The delay is counted without it from now on.")
    danger = True

    def perform(self, form):
        services.remove_interval(interval=self.interval, version=form.act_fields()["version"], **self.sent(form))
        return self.back_url()


# Part XV.1


class RecordApplication(LedgerForm):
    """An application for delay that was filed."""

    form_class = ApplicationForm
    heading = gettext_lazy("Application for delay")
    submit = gettext_lazy("Record")
    hint = gettext_lazy("Victims are to be told when it is filed and again when it is decided (s. 492.25).")
    application: DelayApplication | None = None

    def perform(self, form):
        services.record_delay_application(
            proceeding=self.proceeding, application=self.application, version=form.act_fields()["version"], **self.sent(form)
        )
        return self.back_url()


class ChangeApplication(RecordApplication):
    """What became of an application for delay."""

    def find(self, *, application, **refs):
        super().find(**refs)
        self.application = next((row for row in self.proceeding.delay_applications.all() if row.ref == application), None)
        if self.application is None:
            raise Http404

    def get_record(self):
        return self.application

    def get_initial(self):
        names_of = ("filed_on", "decided_on", "answer", "told_filed_on", "told_decided_on")
        return {name: getattr(self.application, name) for name in names_of}


class RecordComplexity(LedgerForm):
    """The numbers that the court must weigh."""

    form_class = ComplexityForm
    heading = gettext_lazy("Complexity (s. 492.26)")
    submit = gettext_lazy("Save")
    hint = gettext_lazy("Leave a number empty where the count of the file holds.")

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "factors": ledger.factors_of(self.proceeding)}

    def perform(self, form):
        given = {name: value for name, value in self.sent(form).items() if name in ("by", "at", "key")}
        services.record_complexity(proceeding=self.proceeding, facts=form.facts(), **given)
        return self.back_url()


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None

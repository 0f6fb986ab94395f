"""The counts against one accused: proposed, laid, screened, decided."""

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from casetracker import services
from casetracker.forms.base import CountRow, Rows, provisions
from casetracker.forms.charges import LaidRow
from casetracker.forms.counts import (
    AmendCountForm,
    AppealPeriodForm,
    LayInformationForm,
    ModeForm,
    PoliceDecisionForm,
    ProceedForm,
    ScreeningForm,
    ScreeningRow,
    VictimViewForm,
    WithdrawForm,
)
from casetracker.models import Count, Decision, Participant
from casetracker.states import LIVE, CountState
from foundation import clock
from foundation.pages import drafts

from .accused import AccusedForm, kept
from .base import MergingForm, OfCount
from .count_words import count_words
from .intake import MOST_COUNTS, count_in
from .steps import steps_of


class ChooseCounts(AccusedForm):
    """A form in which counts of the accused are chosen."""

    def offered(self):
        """The counts that can be chosen."""
        return Count.objects.filter(proceeding=self.proceeding, state=CountState.PROPOSED).select_related("offence")

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "counts": self.offered(), "words": count_words}

    def get_initial(self):
        return {"counts": [count.ref for count in self.proceeding.counts.all() if count.state == CountState.PROPOSED]}


class LayInformation(ChooseCounts):
    """Counts laid on an information, as they were proposed, otherwise, or though nobody proposed them."""

    template_name = "casetracker/charges/lay.html"
    form_class = LayInformationForm
    heading = _("Lay an information")
    submit = _("Record the information")
    allowed = "may_lay"

    def get_initial(self):
        papers = {
            (one.number, one.sworn_on, one.court.code if one.court else "")
            for one in self.case_file.documents.select_related("court")
            if one.kind == one.Kind.INFORMATION and one.sworn_on
        }
        same = papers.pop() if len(papers) == 1 and not any(count.document for count in self.proceeding.counts.all()) else None
        return {**super().get_initial(), **(dict(zip(("number", "sworn_on", "court"), same, strict=True)) if same else {})}

    def lay_rows(self, typed=None, *, more=0):
        """Lay out a row for each proposed count, and rows for counts that nobody proposed."""
        self.lines = provisions()
        proposed = [count for count in self.proceeding.counts.all() if count.state == CountState.PROPOSED]
        self.laid = []
        for count in proposed:
            stands = {
                "offence": line_of(self.lines, count.offence),
                "offence_from": count.offence_from,
                "offence_to": count.offence_to,
            }
            self.laid.append((count, count_words(count), LaidRow(typed, prefix=count.ref, initial=stands, count=count, offered=self.lines)))
        self.added = Rows(CountRow, "count", typed=typed, checked=typed is not None, more=more, most=MOST_COUNTS, offered=self.lines)

    def get(self, request, *args, **kwargs):
        self.lay_rows()
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        self.lay_rows(request.POST, more=1 if request.POST.get("row") else 0)
        if request.POST.get("row"):
            unsent = kept(self.form_class, request.POST, record=self.get_record(), counts=self.offered(), words=count_words)
            return self.render_to_response(self.get_context_data(form=unsent))
        form = self.get_form()
        holds = form.is_valid()
        chosen = {count.pk for count in form.cleaned_data.get("counts") or ()} if holds else set()
        self.chosen = [(count, row) for count, _words, row in self.laid if count.pk in chosen or not holds]
        typed = [row for row in self.added if not row.is_empty]
        checked = [row.is_valid() for _count, row in self.chosen] + [row.is_valid() for row in typed]
        if holds and not chosen and not typed:
            form.add_error("counts", _("Choose at least one proposed count, or enter one that nobody proposed."))
            holds = False
        return self.form_valid(form) if holds and all(checked) else self.form_invalid(form)

    def perform(self, form):
        typed = form.cleaned_data
        information = services.InformationIn(number=typed["number"], sworn_on=typed["sworn_on"], court=typed["court"])
        otherwise = {count.ref: count_in(row) for count, row in self.chosen if "version" in row.cleaned_data}
        services.lay_information(
            proceeding=self.proceeding,
            information=information,
            counts=list(typed["counts"]),
            laid_as=otherwise,
            added=[count_in(row) for row in self.added if not row.is_empty],
            by=self.request.user,
            at=clock.now(),
            **form.act_fields(),
        )
        return self.back_url()

    def get_context_data(self, **kwargs):
        rows = [row for _count, _words, row in self.laid]
        return super().get_context_data(
            laid=self.laid,
            otherwise=any(row.is_bound and row.has_changed() for row in rows),
            added=self.added,
            row_forms=[*rows, *self.added],
            offered=list(self.lines),
            **kwargs,
        )


def line_of(lines: dict, offence) -> str:
    """Give the line under which an offence is offered, or its own words where it is offered no more."""
    key = (offence.act, offence.section, offence.para)
    return next((line for line, one in lines.items() if one == key), f"{offence.citation} {offence.title}")


class RecordPoliceDecision(ChooseCounts):
    """Counts that police will not lay."""

    form_class = PoliceDecisionForm
    heading = _("Police will not lay")
    submit = _("Record the decision")
    allowed = "may_lay"

    def get_initial(self):
        return {}

    def perform(self, form):
        typed = form.cleaned_data
        services.record_police_decision(
            proceeding=self.proceeding,
            not_laid=list(typed["counts"]),
            decided_on=typed["decided_on"],
            reason=typed["reason"],
            by=self.request.user,
            at=clock.now(),
            **form.act_fields(),
        )
        return self.back_url()


class CountsForm(AccusedForm):
    """A form with one row for each count it may concern."""

    template_name = "casetracker/counts_form.html"
    row_class = None
    nothing = _("Nothing can be recorded here now.")

    def concerned(self) -> list[Count]:
        """The counts that get a row."""
        return [count for count in self.proceeding.counts.all() if count.state in LIVE]

    def row_kwargs(self, count) -> dict:
        """What the row of a count is made with."""
        return {}

    def row_initial(self, count) -> dict:
        """What stands in the row of a count."""
        return {}

    @cached_property
    def rows(self):
        """One row a count: (count, its words, its form)."""
        data = self.request.POST if self.request.method == "POST" else None
        draft = getattr(self, "draft", None)
        made = []
        for count in self.concerned():
            initial = self.row_initial(count)
            row = self.row_class(data=data, prefix=count.ref, initial=initial, **self.row_kwargs(count))
            if draft is not None and data is None:
                typed = drafts.values(draft)
                for name, field in row.fields.items():
                    if not field.widget.value_omitted_from_data(typed, {}, row.add_prefix(name)):
                        row.initial[name] = field.widget.value_from_datadict(typed, {}, row.add_prefix(name))
            made.append((count, count_words(count), row))
        return made

    def post(self, request, *args, **kwargs):
        form = self.get_form()
        holds = form.is_valid()
        checked = [row.is_valid() for _count, _words, row in self.rows]
        holds = holds and all(checked)
        if holds:
            wrong = self.wrong_together(form)
            if wrong:
                form.add_error(None, wrong)
                holds = False
        return self.form_valid(form) if holds else self.form_invalid(form)

    def wrong_together(self, form):
        """What is wrong with the rows taken together, in a sentence, or nothing."""
        return ""

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            rows=self.rows, row_forms=[row for _count, _words, row in self.rows], nothing=self.nothing, **kwargs
        )


class RecordScreening(CountsForm):
    """Screening reviews, count by count."""

    form_class, row_class = ScreeningForm, ScreeningRow
    heading = _("Screening review")
    about = _(
        "Proceed only with a reasonable prospect of conviction and in the public interest. Each review is kept; a new one stands beside it."
    )
    submit = _("Record the review")
    allowed = "may_record_screening"
    draft_name = "screening"
    nothing = _("No count is before a court, so there is nothing to screen.")

    def wrong_together(self, form):
        return "" if any(row.cleaned_data.get("outcome") for _c, _w, row in self.rows) else _("Choose an outcome for at least one count.")

    def perform(self, form):
        reviews = [
            services.ReviewIn(
                count=count,
                outcome=row.cleaned_data["outcome"],
                prospect=row.cleaned_data["prospect"],
                public_interest=row.cleaned_data["public_interest"],
                note=row.cleaned_data["note"],
            )
            for count, _words, row in self.rows
            if row.cleaned_data.get("outcome")
        ]
        services.record_screening(proceeding=self.proceeding, reviews=reviews, **self.sent(form))
        return self.back_url()


class ProceedOnCounts(AccusedForm):
    """Proceed on every laid count that is ready."""

    template_name = "casetracker/proceed_on_counts.html"
    form_class = ProceedForm
    heading = _("Proceed on the counts that are ready")
    submit = _("Proceed")
    allowed = "is_pros"

    def perform(self, form):
        services.proceed_on_counts(proceeding=self.proceeding, **self.sent(form))
        return self.back_url()

    def get_context_data(self, **kwargs):
        laid = []
        for count in self.proceeding.counts.all():
            step = next((step for step in steps_of(count, self.request.user) if step.name == "proceed"), None)
            if step is not None:
                laid.append((count_words(count), step))
        return super().get_context_data(laid=laid, **kwargs)


class SetAppealPeriod(AccusedForm):
    """The last day to appeal one decision."""

    form_class = AppealPeriodForm
    heading = _("Last day to appeal")
    submit = _("Save")
    allowed = "may_record_disposition"

    def find(self, *, decision, **refs):
        super().find(**refs)
        self.decision = Decision.objects.filter(count__proceeding=self.proceeding, ref=decision).first()
        if self.decision is None:
            raise Http404

    def get_record(self):
        return self.decision

    def get_initial(self):
        return {"appeal_due_on": self.decision.appeal_due_on, "appeal_none": self.decision.appeal_none}

    def perform(self, form):
        services.set_appeal_period(decision=self.decision, **self.version_of(form), **self.sent(form))
        return self.back_url()


# One count


class CountForm(OfCount, AccusedForm):
    """A form about one count."""

    def get_record(self):
        return self.count

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["about"] = f"{context['who']}, {count_words(self.count)}"
        return context

    def victims(self) -> dict:
        """The victims of the file, named as lists name them."""
        return {
            "victims": Participant.objects.filter(file=self.case_file, kind="VICTIM").prefetch_related("bans__provision"),
            "words": self.name,
        }


class AmendCount(MergingForm, CountForm):
    """Amend a count (s. 601)."""

    template_name = "casetracker/amend_count.html"
    form_class = AmendCountForm
    heading = _("Amend the count")
    hint = _("The words before are kept, and shown with the charges of the file.")
    submit = _("Save the amendment")
    allowed = "may_propose_count"

    def edited(self):
        return self.count

    def get_form_kwargs(self):
        paper = self.count.document
        return {**super().get_form_kwargs(), **self.victims(), "laid_on": paper.sworn_on if paper else None}

    def get_initial(self):
        count = self.count
        return {
            "offence": line_of(provisions(), count.offence),
            "offence_from": count.offence_from,
            "offence_to": count.offence_to,
            "number": count.number,
            "complainant": count.complainant.ref if count.complainant else "",
            "place": count.place,
            "wording": count.wording,
        }

    def typed_values(self, form):
        typed = form.cleaned_data
        return {
            "offence": typed["version"],
            **{name: typed.get(name) for name in ("offence_from", "offence_to", "number", "complainant", "place", "wording")},
        }

    def save(self, values, version, form):
        typed = form.cleaned_data
        services.amend_count(
            count=self.count,
            by=self.request.user,
            at=clock.now(),
            key=form.act_fields()["key"],
            version=version,
            amended_on=typed.get("amended_on"),
            ordered_by=typed.get("ordered_by") or "",
            chosen={"": values["offence"]} if typed.get("offence_text") else None,
            **values,
        )
        return self.back_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(offered=list(provisions()), **kwargs)


class ElectMode(CountForm):
    """The Crown's election on a hybrid count."""

    form_class = ModeForm
    heading = _("Election of the Crown")
    submit = _("Record the election")
    allowed = "may_record_crown_election"

    def perform(self, form):
        services.elect_mode(count=self.count, **self.version_of(form), **self.sent(form))
        return self.back_url()


class RecordVictimView(CountForm):
    """What the victim thinks of ending a count."""

    form_class = VictimViewForm
    heading = _("View of the victim")
    submit = _("Record the view")
    allowed = "may_record_victim_view"
    draft_name = "victim_view"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), **self.victims()}

    def perform(self, form):
        typed = self.sent(form)
        count = None if typed.pop("for_all") else self.count
        services.record_victim_view(proceeding=self.proceeding, count=count, **typed)
        return self.back_url()


class WithdrawCount(CountForm):
    """The withdrawal of a count."""

    template_name = "casetracker/step_form.html"
    form_class = WithdrawForm
    heading = _("Withdraw the count")
    submit = _("Withdraw the count")
    allowed = "may_withdraw"
    danger = True
    draft_name = "withdraw_count"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), **self.victims(), "view_known": self.count.victim_view is not None}

    def perform(self, form):
        typed = {name: value for name, value in self.sent(form).items() if name not in form.REASON}
        services.withdraw_count(count=self.count, why=form.why(), **self.version_of(form), **typed)
        return self.back_url()

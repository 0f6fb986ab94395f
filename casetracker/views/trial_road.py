"""Pages of the road to trial: preliminary inquiry, indictment, re-election, court orders, replaced and severed counts, fitness."""

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from casetracker import guards, policies, services
from casetracker.forms.base import CountRow, Rows, provisions
from casetracker.forms.trial_road import (
    AnswerDirectIndictmentForm,
    AskDirectIndictmentForm,
    BoardDischargeForm,
    ConfirmClockForm,
    FitForm,
    IndictmentForm,
    InquiryForm,
    PrelimResultForm,
    PrelimResultRow,
    ReelectForm,
    ReplaceForm,
    ReplacementRow,
    ResumeForm,
    SeverForm,
    UnfitForm,
)
from casetracker.models import CountLineage
from casetracker.services import InformationIn, PrelimResultIn, ReplacementIn
from casetracker.states import ENDED, CountState, ProceedingState
from foundation import clock
from foundation.pages import drafts

from .accused import AccusedForm, kept
from .adding import day_boxes
from .count_words import count_words
from .counts import CountForm, CountsForm, line_of
from .intake import MOST_COUNTS, count_in


class WithNewCounts:
    """A form with rows in which counts are typed that were not there before; without script one more row comes by a button."""

    new_row = CountRow

    def new_row_kwargs(self) -> dict:
        """What each row is made with beside the offences."""
        return {}

    def lay_rows(self, typed=None, *, checked=False, more=0):
        """Lay out the rows."""
        self.offered = provisions()
        kwargs = {"offered": self.offered, **self.new_row_kwargs()}
        self.added = Rows(self.new_row, "count", typed=typed, checked=checked, more=more, most=MOST_COUNTS, **kwargs)

    def get(self, request, *args, **kwargs):
        form = self.get_form()
        draft = getattr(self, "draft", None)
        self.lay_rows(drafts.values(draft) if draft is not None else None)
        return self.render_to_response(self.get_context_data(form=form))

    def post(self, request, *args, **kwargs):
        if request.POST.get("row"):
            self.lay_rows(request.POST, more=1)
            unsent = kept(self.form_class, request.POST, record=self.get_record(), **self.form_words())
            return self.render_to_response(self.get_context_data(form=unsent))
        self.lay_rows(request.POST, checked=True)
        form = self.get_form()
        holds = form.is_valid()
        holds = self.added.is_valid() and holds
        holds = self.other_rows_hold() and holds
        if holds:
            wrong = self.wrong_together(form)
            if wrong:
                form.add_error(None, wrong)
                holds = False
        return self.form_valid(form) if holds else self.form_invalid(form)

    def form_words(self) -> dict:
        """What the form is made with beside what was typed."""
        return {}

    def other_rows_hold(self) -> bool:
        """Check other rows of the page."""
        return True

    def wrong_together(self, form):
        """What is wrong with form and rows taken together, in a sentence, or nothing."""
        return ""

    def typed_counts(self):
        """The rows in which something was typed."""
        return [row for row in self.added if not row.is_empty]

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), **self.form_words()}

    def get_context_data(self, **kwargs):
        return super().get_context_data(added=self.added, offered=list(self.offered), **kwargs)


class RecordPrelimResult(WithNewCounts, CountsForm):
    """The result of the preliminary inquiry, count by count."""

    template_name = "casetracker/trial_road/prelim_result.html"
    form_class, row_class = PrelimResultForm, PrelimResultRow
    heading = _("Result of the preliminary inquiry")
    submit = _("Record the result")
    allowed = "may_record_prelim_result"
    draft_name = "prelim_result"
    nothing = _("No count is before a preliminary inquiry.")

    def concerned(self):
        return [count for count in self.proceeding.counts.all() if count.state in (CountState.PROCEEDING, CountState.PROPOSED)]

    def row_kwargs(self, count):
        return {"count": count}

    def form_words(self):
        return {"may_ask": policies.may_ask_direct_indictment(self.proceeding, self.request.user)}

    def other_rows_hold(self):
        checked = [row.is_valid() for _count, _words, row in self.rows]
        return all(checked)

    @property
    def waiting(self):
        """Whether the result was recorded and counsel only has to make the step of the accused."""
        states = [count.state for count in self.proceeding.counts.all()]
        return CountState.COMMITTED in states and CountState.PROCEEDING not in states

    def wrong_together(self, form):
        given = any(row.cleaned_data.get("result") for _c, _w, row in self.rows) or self.typed_counts()
        return "" if given or self.waiting else _("Enter the result on every count that proceeds by indictment.")

    def perform(self, form):
        typed = {**self.sent(form), **self.version_of(form)}
        typed.pop("intended", None)
        typed_rows = [(count, row) for count, _words, row in self.rows if row.cleaned_data.get("result")]
        results = [PrelimResultIn(count, row.cleaned_data["result"], row.why()) for count, row in typed_rows]
        added = [count_in(row) for row in self.typed_counts()]
        services.record_prelim_result(proceeding=self.proceeding, results=results, added=added, **typed)
        return self.back_url()

    def get_context_data(self, **kwargs):
        here = self.proceeding.state == ProceedingState.PRELIM
        context = super().get_context_data(
            open=here and (self.rows or self.waiting), only_step=self.waiting and not self.rows, here=here, **kwargs
        )
        context["row_forms"] = [*context["row_forms"], *self.added]
        return context


class DirectIndictment(AccusedForm):
    """A direct indictment asked for, and what became of the request."""

    heading = _("Direct indictment (s. 577)")
    allowed = "may_ask_direct_indictment"
    template_name = "casetracker/trial_road/direct_indictment.html"

    @cached_property
    def open_request(self):
        """The request that was not answered, or that was granted and is not filed yet."""
        return guards.open_request(self.proceeding)

    @property
    def submit(self):
        """The words of the button."""
        return _("Record the answer") if self.open_request else _("Record the request")

    def get_form_class(self):
        return AnswerDirectIndictmentForm if self.open_request else AskDirectIndictmentForm

    def get_record(self):
        return self.open_request or self.proceeding

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        if self.open_request:
            kwargs["consented"] = self.open_request.consent_on is not None
        return kwargs

    def perform(self, form):
        if self.open_request is None:
            services.ask_direct_indictment(proceeding=self.proceeding, **self.version_of(form), **self.sent(form))
            return self.back_url()
        typed = {"request": self.open_request, "by": self.request.user, "at": clock.now(), **form.act_fields()}
        answer, on = form.cleaned_data["answer"], form.cleaned_data["on"]
        if answer == form.CONSENT:
            services.record_consent(consent_on=on, consent_by=form.cleaned_data["consent_by"], **typed)
        elif answer == form.REFUSED:
            services.refuse_direct_indictment(refused_on=on, **typed)
        else:
            services.withdraw_direct_indictment(withdrawn_on=on, **typed)
        return self.back_url()

    def get_context_data(self, **kwargs):
        asked = sorted(self.proceeding.direct_indictments.all(), key=lambda row: (row.asked_on, row.pk))
        return super().get_context_data(requests=asked, **kwargs)


class ChooseSome(AccusedForm):
    """A form in which some counts of the accused are chosen."""

    def offers(self, count) -> bool:
        """Whether a count can be chosen."""
        return True

    def offered_counts(self):
        """The counts that can be chosen."""
        keys = [count.pk for count in self.proceeding.counts.all() if self.offers(count)]
        return self.proceeding.counts.model.objects.filter(pk__in=keys).select_related("offence")

    def form_words(self) -> dict:
        """What the form is made with beside what was typed."""
        return {"counts": self.offered_counts(), "words": count_words}

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), **self.form_words()}

    def perform(self, form):
        typed = {**self.sent(form), **self.version_of(form)}
        typed["counts"] = list(typed["counts"])
        self.record(typed)
        return self.back_url()

    def record(self, typed: dict):
        """Call the service."""


class FileIndictment(WithNewCounts, ChooseSome):
    """An indictment with its counts."""

    template_name = "casetracker/trial_road/indictment.html"
    form_class = IndictmentForm
    heading = _("File the indictment")
    submit = _("Record the indictment")
    allowed = "may_indict"
    guarded = "indict"
    begins = ("indict",)

    def offers(self, count):
        states = (CountState.COMMITTED, CountState.PROCEEDING, CountState.DISCHARGED_PRELIM, CountState.PROPOSED)
        return count.state in states

    def get_initial(self):
        return {"counts": [count.ref for count in self.proceeding.counts.all() if count.state == CountState.COMMITTED]}

    def form_words(self):
        return {"counts": self.offered_counts(), "words": count_words}

    def wrong_together(self, form):
        return "" if form.cleaned_data.get("counts") or self.typed_counts() else _("Choose at least one count.")

    def record(self, typed):
        services.file_indictment(proceeding=self.proceeding, added=[count_in(row) for row in self.typed_counts()], **typed)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            row_forms=list(self.added), consent=guards.consent_of(self.proceeding), over=self.proceeding.state == "CONCLUDED", **kwargs
        )


class Reelect(AccusedForm):
    """A re-election of the accused."""

    form_class = ReelectForm
    begins = ("reelect_to_intake", "reelect_to_prelim", "reelect_to_trial")
    heading = _("Re-election (s. 561)")
    submit = _("Record the re-election")
    allowed = "may_reelect"
    template_name = "casetracker/trial_road/reelect.html"

    def stands_elsewhere(self):
        early = self.proceeding.state in services.BEFORE_INQUIRY and self.proceeding.accused_election is not None
        return "" if early else super().stands_elsewhere()

    def get_form_kwargs(self):
        state = self.proceeding.state
        return {
            **super().get_form_kwargs(),
            "from_prelim": state == ProceedingState.PRELIM,
            "may_ask_prelim": state in (ProceedingState.TRIAL_SET, ProceedingState.PRELIM, *services.BEFORE_INQUIRY),
        }

    def perform(self, form):
        services.reelect(proceeding=self.proceeding, **self.version_of(form), **self.sent(form))
        return self.back_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(election=self.proceeding.accused_election, **kwargs)


class ResumeCounts(ChooseSome):
    """Counts that proceed again after a mistrial or a re-election."""

    template_name = "casetracker/trial_road/choose.html"
    form_class = ResumeForm
    heading = _("Proceed again on counts")
    hint = _("After a mistrial each count is screened again before it proceeds.")
    submit = _("Proceed again")
    allowed = "may_resume"

    def offers(self, count):
        return count.state == CountState.MISTRIAL or (
            count.state in (CountState.COMMITTED, CountState.ON_INDICTMENT) and guards.rescreened.look(count).met
        )

    def get_initial(self):
        ready = [count for count in self.proceeding.counts.all() if self.offers(count) and guards.rescreened.look(count).met]
        return {"counts": [count.ref for count in ready]}

    def record(self, typed):
        services.resume_counts(proceeding=self.proceeding, **typed)

    def get_context_data(self, **kwargs):
        waiting = [
            count_words(count)
            for count in self.proceeding.counts.all()
            if count.state == CountState.MISTRIAL and not guards.rescreened.look(count).met
        ]
        return super().get_context_data(waiting=waiting, **kwargs)


class ReplaceCounts(WithNewCounts, AccusedForm):
    """Counts replaced by others on a new document."""

    template_name = "casetracker/trial_road/replace.html"
    form_class = ReplaceForm
    new_row = ReplacementRow
    heading = _("Replace counts")
    submit = _("Replace the counts")
    allowed = "may_replace"

    def offered_counts(self):
        """The counts that can be replaced."""
        states = (CountState.LAID, CountState.PROCEEDING, CountState.COMMITTED, CountState.ON_INDICTMENT)
        keys = [count.pk for count in self.proceeding.counts.all() if count.state in states]
        return self.proceeding.counts.model.objects.filter(pk__in=keys).select_related("offence")

    def new_row_kwargs(self):
        return {"counts": self.offered_counts(), "words": count_words}

    def get_initial(self):
        return {"clock": "KEPT", "kind": "INFORMATION"}

    def post(self, request, *args, **kwargs):
        if request.POST.get("row") != "old":
            return super().post(request, *args, **kwargs)
        self.lay_rows(self.with_old_counts(request.POST))
        unsent = kept(self.form_class, request.POST, record=self.get_record(), **self.form_words())
        return self.render_to_response(self.get_context_data(form=unsent))

    def with_old_counts(self, typed):
        """Write the counts that can be replaced into the rows, each replacing itself; what was typed in rows is written over."""
        copied, lines = typed.copy(), provisions()
        old = list(self.offered_counts())[:MOST_COUNTS]
        copied["count-rows"] = str(max(1, len(old)))
        for place, count in enumerate(old):
            copied.setlist(f"count-{place}-replaces", [count.ref])
            copied[f"count-{place}-offence"] = line_of(lines, count.offence)
            days = {**day_boxes("offence_from", count.offence_from), **day_boxes("offence_to", count.offence_to)}
            for box, value in days.items():
                copied[f"count-{place}-{box}"] = value
        return copied

    def wrong_together(self, form):
        return "" if self.typed_counts() else _("Enter at least one new count.")

    def perform(self, form):
        typed = {**self.sent(form), **self.version_of(form)}
        document = InformationIn(number=typed.pop("number"), sworn_on=typed.pop("sworn_on"), court=typed.pop("court"))
        rows = [ReplacementIn(count_in(row), list(row.cleaned_data["replaces"])) for row in self.typed_counts()]
        services.replace_counts(proceeding=self.proceeding, replacements=rows, document=document, **typed)
        return self.back_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(row_forms=list(self.added), possible=self.offered_counts().exists(), **kwargs)


class ConfirmClock(CountForm):
    """That the delay clock of a count goes on from the one it replaced."""

    form_class = ConfirmClockForm
    heading = _("Confirm the delay clock")
    hint = _("The delay clock of this count goes on from the count that it replaced. Counsel decides whether that is right.")
    submit = _("Confirm")
    allowed = "may_replace"

    def find(self, **refs):
        super().find(**refs)
        lines = CountLineage.objects.filter(new=self.count).order_by("pk")
        self.line = lines.filter(confirmed_by=None).first() or lines.first()
        if self.line is None:
            raise Http404

    def get_record(self):
        return self.line

    def perform(self, form):
        services.confirm_clock(line=self.line, **self.version_of(form), **self.sent(form))
        return self.back_url()


class Sever(ChooseSome):
    """Counts that go their own way."""

    template_name = "casetracker/trial_road/choose.html"
    form_class = SeverForm
    heading = _("Sever counts (s. 591(3))")
    hint = _("The chosen counts go on apart, from the stage where the accused stands now. At least one count stays.")
    submit = _("Sever the counts")
    allowed = "may_sever"

    def offers(self, count):
        return count.state not in ENDED

    def record(self, typed):
        self.made = services.sever(proceeding=self.proceeding, **typed)

    def perform(self, form):
        super().perform(form)
        return self.at("accused", accused=self.made.ref)


class RecordUnfit(AccusedForm):
    """A finding that the accused is unfit to stand trial."""

    template_name = "casetracker/step_form.html"
    form_class = UnfitForm
    begins = ("find_unfit",)
    heading = _("Unfit to stand trial")
    submit = _("Record the finding")
    allowed = "may_record_fitness"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "period": services.prima_facie_period(self.proceeding, clock.today())}

    def perform(self, form):
        services.record_unfit(proceeding=self.proceeding, **self.version_of(form), **self.sent(form))
        return self.back_url()


class RecordInquiry(AccusedForm):
    """Whether a prima facie case was shown against an accused who is unfit."""

    template_name = "casetracker/trial_road/inquiry.html"
    form_class = InquiryForm
    heading = _("Prima facie inquiry (s. 672.33)")
    hint = _("Where no prima facie case is shown the court acquits on every count before it, and the accused is concluded.")
    submit = _("Record the inquiry")
    allowed = "may_record_fitness"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "period": services.prima_facie_period(self.proceeding, clock.today())}

    def perform(self, form):
        typed = {**self.sent(form), **self.version_of(form)}
        names = ("held_on", "result", "decided_by", "source", "next_due_on", "appeal_due_on", "appeal_none")
        inquiry = services.InquiryIn(**{name: typed.pop(name) for name in names})
        services.record_inquiry(proceeding=self.proceeding, inquiry=inquiry, **typed)
        return self.back_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            finding=self.proceeding.open_finding, inquiries=list(self.proceeding.inquiries.all()), today=clock.today(), **kwargs
        )


class RecordFit(AccusedForm):
    """A finding that the accused is fit."""

    template_name = "casetracker/step_form.html"
    form_class = FitForm
    begins = ("find_fit",)
    heading = _("Fit to stand trial")
    hint = _("The accused goes back to the stage at which she was found unfit.")
    submit = _("Record the finding")
    allowed = "may_record_fitness"

    def perform(self, form):
        services.record_fit(proceeding=self.proceeding, **self.version_of(form), **self.sent(form))
        return self.back_url()


class RecordBoardDischarge(AccusedForm):
    """An absolute discharge by the Review Board."""

    template_name = "casetracker/step_form.html"
    form_class = BoardDischargeForm
    begins = ("discharge_by_board",)
    heading = _("Absolute discharge by the Review Board")
    submit = _("Record the discharge")
    allowed = "may_record_ncr"

    def perform(self, form):
        services.record_board_discharge(proceeding=self.proceeding, **self.version_of(form), **self.sent(form))
        return self.back_url()

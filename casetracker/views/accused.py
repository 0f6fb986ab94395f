"""The accused of a file and what happens to each."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casetracker import guards, names, policies, services, situations
from casetracker.forms.accused import (
    CustodyForm,
    ElectionForm,
    ExecuteWarrantForm,
    ReserveForm,
    SetTrialForm,
    TrialDatesForm,
    WarrantForm,
)
from casetracker.forms.base import CountRow, Rows, provisions
from casetracker.forms.intake import AddAccusedForm
from casetracker.states import AT_TRIAL, ENDED, LIVE
from foundation import clock
from foundation.pages import days
from foundation.workflow.transitions import all_steps

from .base import FileForm, FilePage, OfAccused
from .count_words import period_words
from .frame import situation_tone
from .intake import MOST_COUNTS, accused_in, says_why
from .outcome_panel import Outcome
from .risk import delay_panel
from .steps import address, called_for, steps_of


class Track:
    """One accused as a page shows her: stage, custody, counsel, election, next date, counts."""

    def __init__(self, proceeding, user, today, *, with_steps=False):
        self.proceeding = proceeding
        self.accused = proceeding.accused
        self.name = names.display_name(proceeding.accused, user, names.PAGE)
        self.url = proceeding.get_absolute_url()
        self.stage = proceeding.get_state_display()
        self.situation = situations.label(proceeding.situation)
        self.tone = situation_tone(proceeding.situation)
        self.custody = proceeding.get_custody_display()
        self.counsel = ", ".join(names.display_name(person, user, names.PAGE) for person in proceeding.accused.counsel.all())
        election = proceeding.accused_election
        self.election = election.get_choice_display() if election else ""
        self.election_on = election.on if election else None
        self.next = situations.next_appearance(proceeding, today)
        self.warrant = proceeding.open_warrant
        self.unfit = proceeding.open_finding
        self.direct_indictment = guards.open_request(proceeding)
        self.counts = [CountLine(count, user, with_steps=with_steps) for count in proceeding.counts.all()]
        self.steps = steps_of(proceeding, user) if with_steps else []


class CountLine:
    """One count as a page shows it."""

    def __init__(self, count, user, *, with_steps=False):
        self.count = count
        self.citation = count.offence.citation
        self.title = count.offence.title
        self.state = count.get_state_display()
        self.period = period_words(count.offence_from, count.offence_to)
        self.document = str(count.document) if count.document else ""
        self.mode = _("by indictment") if count.by_indictment else _("summarily") if count.by_summary else _("mode not elected")
        self.complainant = names.display_name(count.complainant, user, names.LIST) if count.complainant else ""
        self.decision = count.last_decision
        due = self.decision.appeal_due_on if self.decision else None
        self.appeal_passed = due is not None and due < clock.today()
        self.tells_why = policies.may_read_notes(count, user)
        self.screening = count.last_screening if self.tells_why else None
        self.steps = steps_of(count, user) if with_steps else []
        self.is_live = count.state in LIVE
        self.to_elect = self.is_live and count.offence.is_hybrid and not count.mode and policies.may_record_crown_election(count, user)
        self.may_amend = with_steps and policies.may_propose_count(count, user) and (self.is_live or count.state == "PROPOSED")
        self.may_ask_victim = with_steps and self.is_live and policies.may_record_victim_view(count, user)
        self.lead_withdraws = with_steps and self.is_live and policies.is_pros(count, user) and not policies.may_withdraw(count, user)
        self.replaces = list(count.predecessors.all())
        self.replaced_by = list(count.successors.all())
        unconfirmed = any(line.origin_kept and line.confirmed_by_id is None for line in self.replaces)
        self.to_confirm = unconfirmed and (self.is_live or count.state == "PROPOSED")
        self.may_confirm = with_steps and self.to_confirm and policies.may_replace(count, user)
        self.tone = "done" if self.decision else "neutral" if not self.is_live else "action"


class AccusedList(FilePage):
    """Every accused with the counts against her."""

    template_name = "casetracker/accused_list.html"
    current = "accused_list"
    heading = _("Accused and counts")

    def get_context_data(self, **kwargs):
        user, today = self.request.user, clock.today()
        return super().get_context_data(
            tracks=[Track(proceeding, user, today) for proceeding in self.proceedings],
            may_add=policies.may_add_accused(self.case_file, user),
            may_read_screenings=bool(self.proceedings) and policies.may_read_notes(self.case_file, user),
            **kwargs,
        )


class AccusedPage(OfAccused, FilePage):
    """One accused: where she stands, her counts, and every step that can be taken."""

    template_name = "casetracker/accused.html"

    def delay(self, user, today):
        """The line of this accused's delay and the legend of its bar."""
        shown = delay_panel([self.proceeding], user, today)
        return {"jordan": shown["jordan"][0], "looks": shown["looks"]}

    def get_context_data(self, **kwargs):
        user, today = self.request.user, clock.today()
        track = Track(self.proceeding, user, today, with_steps=True)
        answers = {answer.order: answer for answer in self.proceeding.order_answers.all()}
        state = self.proceeding.state
        counts = [line.count for line in track.counts]
        asked = {
            "add_counts": policies.may_propose_count(self.proceeding, user) and state not in services.NOT_BEFORE_COURT,
            "screen": policies.may_record_screening(self.proceeding, user) and any(count.state in LIVE for count in counts),
            "proceed": policies.is_pros(self.proceeding, user) and any(count.state == "LAID" for count in counts),
            "elect": policies.may_record_election(self.proceeding, user)
            and any(count.state in LIVE and count.by_indictment for count in counts),
            "custody": policies.may_record_appearance(self.proceeding, user) and state != "WARRANT_OUT",
            "trial_dates": policies.may_record_trial(self.proceeding, user) and state in ("TRIAL_SET", "IN_TRIAL"),
            "appeal": policies.may_record_disposition(self.proceeding, user),
            "direct_indictment": policies.may_ask_direct_indictment(self.proceeding, user)
            and (track.direct_indictment is not None or state in services.INDICTED_FROM),
            "sever": policies.may_sever(self.proceeding, user)
            and state in services.SEVERED_FROM
            and sum(count.state not in ENDED for count in counts) > 1,
            "stay": policies.may_ask_crown_stay(self.proceeding, user)
            and not policies.may_approve_crown_stay(self.proceeding, user)
            and any(count.state in services.CAN_BE_STAYED for count in counts),
            "warrant_end": policies.may_record_warrant(self.proceeding, user) and track.warrant is not None and state != "WARRANT_OUT",
            "inquiry": policies.may_record_fitness(self.proceeding, user) and state == "UNFIT",
            "appeal_end": policies.may_end_appeal(self.proceeding, user)
            and state == "ABATED"
            and any(appeal.decided_on is None for appeal in self.proceeding.appeals.all()),
            "appeal_too": policies.may_record_appeal(self.proceeding, user) and state == "UNDER_APPEAL",
            "charge_again": policies.may_charge_again(self.proceeding, user)
            and state != "CONCLUDED"
            and state in services.CHARGED_AGAIN_FROM,
        }
        return super().get_context_data(
            heading=track.name,
            track=track,
            called=called_for(self.proceeding, user),
            forward=[step for step in track.steps if step.forward],
            **self.delay(user, today),
            answers=[(order, answers.get(order)) for order in answers],
            orders_open=self.proceeding.orders_to_answer if state == "GUILTY_AWAITING_SENTENCE" else [],
            asked=asked,
            stops=Stops(self.proceeding, user),
            outcome=Outcome(self.proceeding, user),
            sheet_is_a_step=address(self.proceeding, "find_guilty") in {step.url for step in track.steps},
            **kwargs,
        )


class Stops:
    """What stops an accused for now or once sent her elsewhere: stays, a program, appeals, inquiries while she is unfit.

    With them the stay that waits for a lead.
    """

    def __init__(self, proceeding, user):
        asked = services.waiting_stay(proceeding)
        self.asked = asked if asked is not None and policies.may_read_notes(proceeding, user) else None
        self.may_decide = self.asked is not None and policies.may_approve_crown_stay(proceeding, user) and asked.asked_by_id != user.pk
        self.stays = [(count, stay) for count in proceeding.counts.all() for stay in count.crown_stays.all()]
        self.measures = list(proceeding.measures.all())
        self.appeals = list(proceeding.appeals.all())
        self.inquiries = list(proceeding.inquiries.all())

    def __bool__(self):
        return bool(self.asked or self.known)

    @property
    def known(self):
        """Whether anything but the request that waits is there to tell."""
        return bool(self.stays or self.measures or self.appeals or self.inquiries)


class AddAccused(FileForm):
    """An accused added to an open file, with counts."""

    template_name = "casetracker/add_accused.html"
    form_class = AddAccusedForm
    heading = _("Add an accused")
    submit = _("Add the accused")
    current = "accused_list"
    allowed = "may_add_accused"
    back = "accused_list"

    def lay_rows(self, typed=None, *, checked=False, more=0):
        """Lay out the rows of counts."""
        self.offered = provisions()
        self.counts = Rows(CountRow, "count", typed=typed, checked=checked, more=more, most=MOST_COUNTS, offered=self.offered)

    def get(self, request, *args, **kwargs):
        self.lay_rows()
        return self.render_to_response(self.get_context_data(form=self.get_form()))

    def post(self, request, *args, **kwargs):
        if request.POST.get("row"):
            self.lay_rows(request.POST, more=1)
            return self.render_to_response(self.get_context_data(form=kept(self.form_class, request.POST)))
        self.lay_rows(request.POST, checked=True)
        form = self.get_form()
        holds = form.is_valid()
        holds = self.counts.is_valid() and holds
        if holds and form.cleaned_data.get("information_number") and all(row.is_empty for row in self.counts):
            form.add_error("information_number", _("An information has at least one count."))
            holds = False
        holds = holds and says_why(form, self.counts, guards.victims_of(self.case_file))
        return self.form_valid(form) if holds else self.form_invalid(form)

    def perform(self, form):
        services.add_accused(
            case_file=self.case_file,
            accused=accused_in(form, self.counts),
            by=self.request.user,
            at=clock.now(),
            key=form.act_fields()["key"],
        )
        return self.at("accused_list")

    def get_context_data(self, **kwargs):
        return super().get_context_data(counts=self.counts, offered=list(self.offered), **kwargs)


def kept(form_class, typed, **kwargs):
    """Build a form with everything typed and no mistakes shown, because nothing was sent yet."""
    form = form_class(**kwargs)
    for name, field in form.fields.items():
        form.initial[name] = field.widget.value_from_datadict(typed, {}, name)
    return form


class AccusedForm(OfAccused, FileForm):
    """A form about one accused."""

    guarded = ""
    begins: tuple[str, ...] = ()  # the steps that the page makes; where none starts from the present state, the page says so

    def get_record(self):
        return self.proceeding

    def version_of(self, form) -> dict:
        """Give the version the form was made from."""
        return {"version": form.act_fields()["version"]}

    def get_context_data(self, **kwargs):
        about = names.display_name(self.proceeding.accused, self.request.user, names.PAGE)
        step = next((step for step in steps_of(self.proceeding, self.request.user) if step.name == self.guarded), None)
        context = super().get_context_data(**kwargs)
        context.update(about=self.about or about, step=step, who=about, elsewhere=self.stands_elsewhere())
        return context

    def stands_elsewhere(self) -> str:
        """Say where the accused stands, in words, where no step of this page starts from there; else nothing."""
        starts = {str(step.source) for step in all_steps(type(self.proceeding)) if step.name in self.begins}
        return "" if not starts or self.proceeding.state in starts else self.proceeding.get_state_display()


class RecordElection(AccusedForm):
    """The election of the accused."""

    form_class = ElectionForm
    heading = _("Election of the accused")
    submit = _("Record the election")
    allowed = "may_record_election"

    @property
    def hint(self):
        """What is recorded already, and where a change of mind is recorded."""
        election = self.proceeding.accused_election
        if election is None:
            return ""
        words = {"choice": election.get_choice_display(), "day": days.day(election.on)}
        return (
            gettext(
                "Recorded so far: %(choice)s, %(day)s. What the accused elected anew is a re-election (s. 561); "
                "record here only what was recorded wrongly."
            )
            % words
        )

    def perform(self, form):
        services.record_election(proceeding=self.proceeding, **self.version_of(form), **self.sent(form))
        return self.back_url()


class SetTrial(AccusedForm):
    """The trial date."""

    template_name = "casetracker/step_form.html"
    form_class = SetTrialForm
    heading = _("Set the trial date")
    submit = _("Set the trial date")

    @property
    def allowed(self):
        """The right it needs: in the Superior Court an assistant sets the date too."""
        return "may_set_superior_trial" if self.in_superior_court else "may_set_trial"

    @property
    def guarded(self):
        """The step whose guards are shown."""
        return "set_superior_trial" if self.in_superior_court else "set_trial"

    @property
    def in_superior_court(self) -> bool:
        """Whether the date is set after an order to stand trial or an indictment."""
        return self.proceeding.state in ("COMMITTED", "INDICTED")

    def get_initial(self):
        return {"trial_on": self.proceeding.trial_on, "trial_ends_on": self.proceeding.trial_ends_on}

    def perform(self, form):
        services.set_trial(proceeding=self.proceeding, **self.version_of(form), **self.sent(form))
        return self.back_url()


class ChangeTrialDates(AccusedForm):
    """Other days for the trial."""

    form_class = TrialDatesForm
    heading = _("Change the trial dates")
    submit = _("Save the dates")
    allowed = "may_record_trial"

    def get_initial(self):
        return {"trial_on": self.proceeding.trial_on, "trial_ends_on": self.proceeding.trial_ends_on}

    def perform(self, form):
        services.change_trial_dates(proceeding=self.proceeding, **self.version_of(form), **self.sent(form))
        return self.back_url()


class ReserveJudgment(AccusedForm):
    """Judgment reserved."""

    template_name = "casetracker/step_form.html"
    form_class = ReserveForm
    heading = _("Judgment reserved")
    submit = _("Record that judgment is reserved")
    allowed = "may_record_trial"
    guarded = "reserve"

    def perform(self, form):
        services.reserve_judgment(proceeding=self.proceeding, **self.version_of(form), **self.sent(form))
        return self.back_url()


class SetCustody(AccusedForm):
    """Where the accused is."""

    form_class = CustodyForm
    heading = _("Custody")
    submit = _("Save")
    allowed = "may_record_appearance"

    def get_initial(self):
        return {"custody": self.proceeding.custody}

    def perform(self, form):
        services.set_custody(proceeding=self.proceeding, **self.version_of(form), **self.sent(form))
        return self.back_url()


class IssueWarrant(AccusedForm):
    """A warrant for an accused who did not come."""

    template_name = "casetracker/step_form.html"
    form_class = WarrantForm
    begins = ("issue_warrant",)
    heading = _("Record a warrant")
    submit = _("Record the warrant")
    allowed = "may_record_warrant"
    danger = True

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "at_trial": self.proceeding.state in AT_TRIAL}

    def perform(self, form):
        services.issue_warrant(proceeding=self.proceeding, **self.version_of(form), **self.sent(form))
        return self.back_url()


class ExecuteWarrant(AccusedForm):
    """The end of a warrant."""

    template_name = "casetracker/step_form.html"
    form_class = ExecuteWarrantForm
    heading = _("Warrant executed or accused surrendered")
    submit = _("Record the end of the warrant")
    allowed = "may_record_warrant"

    @property
    def hint(self):
        """What is to be looked at where the accused had elected a jury and did not come to the trial."""
        election, before = self.proceeding.accused_election, self.proceeding.parked_from or self.proceeding.state
        jury = election is not None and election.choice == "SCJ_JURY" and before in (*AT_TRIAL, "TRIAL_SET")
        return _("The accused elected a jury: check whether not coming to the trial ended that right (s. 598).") if jury else ""

    def perform(self, form):
        services.execute_warrant(proceeding=self.proceeding, **self.version_of(form), **self.sent(form))
        return self.back_url()

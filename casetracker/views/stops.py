"""What stops a matter or sends it back: Crown stays, programs, appeals, death, a struck plea, a new charge; and a file's carriage."""

from datetime import date

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from casetracker import policies, services
from casetracker.choices import EndReason
from casetracker.forms.base import provisions
from casetracker.forms.stops import (
    AppealForm,
    AppealRow,
    AskStayForm,
    CarriageForm,
    ChargeAgainForm,
    DeathForm,
    DecideStayForm,
    DivertForm,
    DormantForm,
    EndAppealForm,
    EndMeasureForm,
    RecommenceForm,
    ReviewDormantForm,
    StrikePleaForm,
)
from casetracker.models import Count
from casetracker.states import APPEALABLE, CountState
from foundation.pages import days

from .accused import AccusedForm
from .base import FileForm
from .count_words import count_words
from .counts import ChooseCounts, CountsForm
from .steps import steps_of


class Stop(AccusedForm):
    """A step of one accused, with what it still needs."""

    template_name = "casetracker/stop_form.html"
    nothing = ""

    def facts(self) -> list[tuple]:
        """What must be known before the step: pairs of words."""
        return []

    def get_context_data(self, **kwargs):
        return super().get_context_data(known=self.facts(), nothing=self.why_not(), **kwargs)

    def why_not(self):
        """Say why nothing can be recorded here now, or nothing."""
        return ""


class StopOfCounts(ChooseCounts, Stop):
    """A step for which counts of the accused are chosen."""

    states: tuple = ()

    def offered(self):
        return Count.objects.filter(proceeding=self.proceeding, state__in=self.states).select_related("offence")

    def get_initial(self):
        return {"counts": [count.ref for count in self.proceeding.counts.all() if count.state in self.states]}

    def why_not(self):
        return "" if self.get_initial()["counts"] else self.nothing

    def typed(self, form) -> dict:
        """Give what the service takes, the counts as a list."""
        return {**self.sent(form), "counts": list(form.cleaned_data["counts"]), **self.version_of(form)}


# Crown stays


def stay_facts(approval, proceeding) -> list[tuple]:
    """Say in pairs of words what a lead is asked to approve."""
    asked = approval.facts
    counts = [count_words(count) for count in proceeding.counts.all() if count.ref in asked["counts"]]
    code = asked.get("why", {}).get("code", "")
    why = ": ".join([*([str(EndReason(code).label)] if code else []), approval.reason])
    return [(_("Asked by"), approval.asked_by.name), (_("Counts"), "\n".join(counts)), (_("Why"), why)]


class AskCrownStay(StopOfCounts):
    """Ask a lead to approve a stay of counts by the Crown (s. 579)."""

    form_class = AskStayForm
    heading = _("Ask for a Crown stay")
    hint = _("A team lead approves or refuses; until then nothing moves. A stay can be recommenced by notice within a year.")
    submit = _("Ask for the stay")
    allowed = "may_ask_crown_stay"
    danger = True
    states = services.CAN_BE_STAYED
    nothing = _("No count is before the court, so there is nothing to stay.")

    @cached_property
    def waiting(self):
        """The request that waits already, if one does."""
        return services.waiting_stay(self.proceeding)

    def facts(self):
        return stay_facts(self.waiting, self.proceeding) if self.waiting else []

    def why_not(self):
        return _("A stay was asked for already and waits for a lead.") if self.waiting else super().why_not()

    def perform(self, form):
        typed = {name: value for name, value in self.typed(form).items() if name not in form.REASON}
        services.ask_crown_stay(proceeding=self.proceeding, why=form.why(), **typed)
        return self.back_url()


class DecideCrownStay(Stop):
    """Approve or refuse a stay that somebody else asked for."""

    form_class = DecideStayForm
    heading = _("Decide on a Crown stay")
    submit = _("Record your decision")
    allowed = "may_approve_crown_stay"
    danger = True

    @cached_property
    def approval(self):
        """The request that waits, if one does."""
        return services.waiting_stay(self.proceeding)

    def get_record(self):
        return self.approval or self.proceeding

    def why_not(self):
        if self.approval is None:
            return _("No stay waits for a decision.")
        if self.approval.asked_by_id == self.request.user.pk:
            return _("Another lead must decide what you asked for yourself.")
        return ""

    def facts(self):
        return stay_facts(self.approval, self.proceeding) if self.approval else []

    def get_initial(self):
        if self.approval is None:
            return {}
        asked = self.approval.facts
        return {name: date.fromisoformat(asked[name]) for name in ("entered_on", "lapses_on") if asked.get(name)}

    def perform(self, form):
        typed = self.sent(form)
        granted = typed.pop("granted") == "yes"
        if self.approval is None:
            raise services.Refusal(_("No stay waits for a decision."))
        services.decide_crown_stay(approval=self.approval, granted=granted, **self.version_of(form), **typed)
        return self.back_url()


class Recommence(StopOfCounts):
    """Begin stayed counts again by a notice given in time."""

    form_class = RecommenceForm
    heading = _("Recommence after a Crown stay")
    hint = _("Counts stayed beside a judgment go on in a proceeding of their own.")
    submit = _("Record the notice")
    allowed = "may_recommence"
    guarded = "recommence"
    states = (CountState.CROWN_STAYED,)
    nothing = _("No count is stayed by the Crown.")

    def facts(self):
        lapse = lapse_days(self.proceeding)
        return [(_("Can be recommenced before"), "; ".join(days.day(one) for one in lapse))] if lapse else []

    def perform(self, form):
        made = services.recommence(proceeding=self.proceeding, **self.typed(form))
        return self.at("accused", accused=made.ref)


def lapse_days(proceeding) -> list[date]:
    """The days on which the running stays of an accused lapse."""
    return sorted({count.open_stay.lapses_on for count in proceeding.counts.all() if count.open_stay is not None})


# Programs outside court


class Divert(StopOfCounts):
    """Refer counts to a program outside court."""

    form_class = DivertForm
    heading = _("Refer to a program outside court")
    submit = _("Record the referral")
    allowed = "may_divert"
    guarded = "divert"
    states = (CountState.LAID, CountState.PROCEEDING)
    nothing = _("No count is laid or proceeding, so none can be referred.")

    def perform(self, form):
        services.divert(proceeding=self.proceeding, **self.typed(form))
        return self.back_url()


class EndMeasure(Stop):
    """How a program outside court ended."""

    form_class = EndMeasureForm
    heading = _("How the program ended")
    guarded = "end_diversion"
    submit = _("Record how the program ended")
    allowed = "may_divert"

    def why_not(self):
        inside = any(count.state == CountState.IN_ALTERNATIVE_MEASURES for count in self.proceeding.counts.all())
        return "" if inside or services.running_measure(self.proceeding) else _("No program runs for this accused.")

    def perform(self, form):
        typed = self.sent(form)
        completed = typed.pop("completed") == "yes"
        services.end_measure(proceeding=self.proceeding, completed=completed, **self.version_of(form), **typed)
        return self.back_url()


# Appeals


class RecordAppeal(StopOfCounts):
    """A notice of appeal."""

    form_class = AppealForm
    heading = _("Record an appeal")
    submit = _("Record the appeal")
    allowed = "may_record_appeal"
    guarded = "appeal"
    states = APPEALABLE
    nothing = _("No count was decided by a court in a way that can be appealed.")

    def get_initial(self):
        return {"counts": [count.ref for count in self.proceeding.counts.all() if count.state in self.states]}

    def perform(self, form):
        services.record_appeal(proceeding=self.proceeding, **self.typed(form))
        return self.back_url()


class EndAppeal(CountsForm):
    """How an appeal ended, count by count."""

    template_name = "casetracker/end_appeal.html"
    form_class, row_class = EndAppealForm, AppealRow
    heading = _("How the appeal ended")
    submit = _("Record the result of the appeal")
    allowed = "may_end_appeal"
    draft_name = "end_appeal"
    nothing = _("No appeal is open.")

    @cached_property
    def open_appeals(self):
        """The appeals of this accused that are open, the earliest first."""
        return [appeal for appeal in self.proceeding.appeals.all() if appeal.decided_on is None]

    @cached_property
    def appeal(self):
        """The one asked for, else the earliest that is open."""
        asked = self.request.GET.get("appeal", "")
        return next((one for one in self.open_appeals if one.ref == asked), self.open_appeals[0] if self.open_appeals else None)

    def get_record(self):
        return self.appeal or self.proceeding

    def concerned(self):
        if self.appeal is None:
            return []
        inside = {row.count_id for row in self.appeal.counts.all()}
        return [count for count in self.proceeding.counts.all() if count.pk in inside]

    def row_kwargs(self, count):
        changes = policies.may_order_new_trial(self.proceeding, self.request.user)
        allowed = services.POSSIBLE if changes else services.LEAVES_AS_IS
        if self.proceeding.state == "ABATED":
            allowed = [result for result in allowed if result in services.AFTER_DEATH]
        possible = [result for result in allowed if count.state in services.POSSIBLE[result]]
        return {"count": count, "possible": possible or ["AFFIRMED"], "offered": self.provisions}

    @cached_property
    def provisions(self):
        """The offences that a verdict can be substituted by."""
        return provisions()

    def perform(self, form):
        typed = self.sent(form)
        if self.appeal is None:
            raise services.Refusal(_("No appeal is open."))
        results = [
            services.AppealResultIn(
                count=count,
                result=row.cleaned_data["result"],
                appeal_due_on=row.cleaned_data["appeal_due_on"],
                appeal_none=row.cleaned_data["appeal_none"],
                terms=row.cleaned_data["terms"],
                included_offence=row.cleaned_data.get("included_offence"),
                why=row.why(),
            )
            for count, _words, row in self.rows
        ]
        services.end_appeal(appeal=self.appeal, results=results, **self.version_of(form), **typed)
        return self.back_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            offered=list(self.provisions),
            appeal=self.appeal,
            others=[one for one in self.open_appeals if one != self.appeal],
            changes=policies.may_order_new_trial(self.proceeding, self.request.user),
            **kwargs,
        )


# Death, a struck plea, a new charge


class RecordDeath(Stop):
    """The confirmed death of an accused."""

    form_class = DeathForm
    heading = _("Death of the accused")
    guarded = "end_by_death"
    hint = _("Every matter against this accused in the file ends: counts that were not over, warrants, findings, programs and stays.")
    submit = _("Record the death")
    allowed = "may_record_death"
    danger = True

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "open_appeal": services.open_appeals_of(self.proceeding).exists()}

    def perform(self, form):
        typed = self.sent(form)
        appeals = typed.pop("appeals", "")
        services.record_death(
            proceeding=self.proceeding, appeals_end=appeals == "END" if appeals else None, **self.version_of(form), **typed
        )
        return self.back_url()


class StrikePlea(Stop):
    """A plea that the court struck."""

    form_class = StrikePleaForm
    heading = _("Plea struck")
    guarded = "strike_plea_to_intake"
    hint = _("Every count with a plea of guilty proceeds again.")
    submit = _("Record that the plea was struck")
    allowed = "may_strike_plea"

    def why_not(self):
        pleaded = any(count.state == CountState.PLEA_GUILTY for count in self.proceeding.counts.all())
        return "" if pleaded else _("No count stands on a plea of guilty.")

    def perform(self, form):
        services.strike_plea(proceeding=self.proceeding, **self.version_of(form), **self.sent(form))
        return self.back_url()


class ChargeAgain(StopOfCounts):
    """A new information after counts ended without a verdict."""

    form_class = ChargeAgainForm
    heading = _("Record a new charge")
    hint = _("Each count is laid again as a new one, under a delay clock of its own. More can be added afterwards.")
    submit = _("Record the new charge")
    allowed = "may_charge_again"
    states = services.LAID_AGAIN_AFTER
    nothing = _("No count ended in a way after which it can be laid again.")

    def offered(self):
        return super().offered().filter(successors=None)

    def get_initial(self):
        return {}

    def why_not(self):
        if self.proceeding.state not in services.CHARGED_AGAIN_FROM:
            return _("The accused is before the court, or not charged yet: propose the counts and lay them there.")
        return "" if self.offered().exists() else self.nothing

    def perform(self, form):
        typed = self.typed(form)
        information = services.InformationIn(number=typed.pop("number"), sworn_on=typed.pop("sworn_on"), court=typed.pop("court"))
        charged = services.charge_again(proceeding=self.proceeding, information=information, **typed)
        return self.at("accused", accused=charged.ref)


# The file


class AgreeCarriage(FileForm):
    """Who carries the file, agreed anew with the local office."""

    form_class = CarriageForm
    heading = _("Agree on carriage anew")
    about = _("By written agreement with the local office.")
    submit = _("Record the agreement")
    current = "file"
    allowed = "may_agree_carriage"

    def get_record(self):
        return self.case_file

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "state": self.case_file.state}

    def get_initial(self):
        return {"office": self.case_file.office.ref if self.case_file.office else ""}

    def perform(self, form):
        services.agree_carriage(case_file=self.case_file, version=form.act_fields()["version"], **self.sent(form))
        return self.at("file")


class MakeDormant(FileForm):
    """Let a file rest."""

    template_name = "casetracker/stop_form.html"
    form_class = DormantForm
    heading = _("Make the file dormant")
    hint = _("For a file in which every accused is at large, unfit, stayed by the Crown or under appeal.")
    submit = _("Make the file dormant")
    current = "file"
    allowed = "may_make_dormant"

    def get_record(self):
        return self.case_file

    def perform(self, form):
        services.make_dormant(case_file=self.case_file, version=form.act_fields()["version"], **self.sent(form))
        return self.at("file")

    def get_context_data(self, **kwargs):
        step = next((step for step in steps_of(self.case_file, self.request.user) if step.name == "make_dormant"), None)
        return super().get_context_data(step=step, **kwargs)


class ReviewDormant(FileForm):
    """Say that a dormant file was looked at, and when it is again."""

    form_class = ReviewDormantForm
    heading = _("Look at the dormant file again")
    submit = _("Save the day")
    current = "file"
    allowed = "may_make_dormant"

    def get_record(self):
        return self.case_file

    def perform(self, form):
        services.review_dormant(case_file=self.case_file, version=form.act_fields()["version"], **self.sent(form))
        return self.at("file")

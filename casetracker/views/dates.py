"""Days in court of a file."""

from dataclasses import dataclass, field

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casetracker import policies, selectors, services
from casetracker.forms.dates import AddAppearanceForm, CorrectResultForm, EditAppearanceForm, ResultForm
from casetracker.models import Appearance, Count, Proceeding
from casetracker.states import AT_TRIAL, LIVE, NOT_LIVE_ACCUSED, CountState, ProceedingState
from foundation import clock
from foundation.accounts.models import User
from foundation.pages import days
from foundation.records import AlreadySent, Refusal, StaleRecord
from foundation.workflow.transitions import available_moves

from .base import FileForm, FilePage, MergingForm
from .count_words import count_words
from .foresight import foresee
from .steps import Step, address


class DayLine:
    """One day in court as the page shows it."""

    def __init__(self, appearance, name, today):
        self.appearance = appearance
        self.who = ", ".join(name(row.proceeding.accused) for row in appearance.of.all())
        self.away = days.due_words(appearance.on, today)
        self.place = ", ".join(
            part for part in (appearance.courthouse.name if appearance.courthouse else "", self._room(appearance)) if part
        )
        self.is_late = not appearance.result and appearance.on < today
        self.has_come = appearance.on <= clock.today(appearance.courthouse.tzinfo if appearance.courthouse else None)

    @staticmethod
    def _room(appearance):
        return _("room %(room)s") % {"room": appearance.room} if appearance.room else ""


class DatesPage(FilePage):
    """The next day in court on top, then what came of those before."""

    template_name = "casetracker/dates.html"
    current = "dates"
    heading = _("Court dates")

    def get_context_data(self, **kwargs):
        user, today = self.request.user, clock.today()
        rows = (
            Appearance.objects.filter(file=self.case_file)
            .select_related("courthouse", "next", "goes")
            .prefetch_related("of__proceeding__accused__bans__provision")
            .in_order()
        )
        lines = [DayLine(appearance, self.name, today) for appearance in rows]
        open_lines = [line for line in lines if not line.appearance.result]
        return super().get_context_data(
            open_lines=open_lines,
            past=[line for line in reversed(lines) if line.appearance.result],
            may_record=policies.may_record_appearance(self.case_file, user),
            may_correct=policies.may_correct_result(self.case_file, user),
            can_add=any(proceeding.state not in NOT_LIVE_ACCUSED for proceeding in self.proceedings),
            **kwargs,
        )


class DateForm(FileForm):
    """A form about days in court."""

    current = "dates"
    allowed = "may_record_appearance"
    back = "dates"

    def find(self, *, appearance=None, **refs):
        super().find(**refs)
        self.appearance = None
        if appearance is not None:
            self.appearance = (
                Appearance.objects.filter(file=self.case_file, ref=appearance)
                .select_related("courthouse", "goes")
                .prefetch_related("of__proceeding__accused__bans__provision")
                .first()
            )
            if self.appearance is None:
                raise Http404

    def get_record(self):
        return self.appearance

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if self.appearance is not None:
            context["line"] = DayLine(self.appearance, self.name, clock.today())
        return context


class AddAppearance(DateForm):
    """A new day in court."""

    form_class = AddAppearanceForm
    heading = _("Add a day in court")
    submit = _("Add the day")

    def get_form_kwargs(self):
        tracks = Proceeding.objects.filter(file=self.case_file).exclude(state__in=("CONCLUDED", "ABATED")).select_related("accused")
        return {
            **super().get_form_kwargs(),
            "counsel": selectors.counsel_on(self.case_file),
            "tracks": tracks.prefetch_related("accused__bans__provision"),
            "words": lambda proceeding: self.name(proceeding.accused),
        }

    def get_initial(self):
        live = [proceeding.ref for proceeding in self.proceedings if proceeding.state not in ("CONCLUDED", "ABATED")]
        asked = self.request.GET.get("accused", "")
        place = next((proceeding.courthouse.code for proceeding in self.proceedings if proceeding.courthouse), "")
        return {"proceedings": [asked] if asked in live else live, "courthouse": place}

    def perform(self, form):
        typed = self.sent(form)
        typed["proceedings"] = list(typed["proceedings"])
        services.add_appearance(case_file=self.case_file, **typed)
        return self.at("dates")


class EditAppearance(MergingForm, DateForm):
    """Correct a day in court whose result is open."""

    form_class = EditAppearanceForm
    heading = _("Correct a day in court")
    submit = _("Save")

    def edited(self):
        return self.appearance

    def get_form_kwargs(self):
        named = User.objects.filter(pk=self.appearance.goes_id)  # she may have left the file since, and the box must still show her
        return {**super().get_form_kwargs(), "counsel": (selectors.counsel_on(self.case_file) | named).distinct()}

    def get_initial(self):
        return {
            "purpose": self.appearance.purpose,
            "on": self.appearance.on,
            "at_time": self.appearance.time.strftime("%H:%M") if self.appearance.time else "",
            "courthouse": self.appearance.courthouse.code if self.appearance.courthouse else "",
            "room": self.appearance.room,
            "goes": self.appearance.goes.ref if self.appearance.goes else "",
            "minutes": self.appearance.minutes,
        }

    def typed_values(self, form):
        typed = dict(form.cleaned_data)
        typed["time"] = typed.pop("at_time")
        return typed

    def save(self, values, version, form):
        values = dict(values)
        values["at_time"] = values.pop("time")
        services.edit_appearance(
            appearance=self.appearance, by=self.request.user, at=clock.now(), key=form.act_fields()["key"], version=version, **values
        )
        return self.at("dates")


@dataclass
class TrackOnDay:
    """One accused on a day in court: the steps that can be made with its result, those that cannot yet, and the counts of a plea."""

    proceeding: Proceeding
    name: str
    steps: list[Step] = field(default_factory=list)
    not_yet: list[Step] = field(default_factory=list)
    elsewhere: list[Step] = field(default_factory=list)
    pleadable: list[tuple[Count, str]] = field(default_factory=list)
    live: list[tuple[Count, str]] = field(default_factory=list)
    inquiry: list[tuple[Count, str]] = field(default_factory=list)
    elects: str = ""

    FIRST, AGAIN = "first", "again"

    @property
    def at_inquiry(self) -> bool:
        """Whether the preliminary inquiry goes on: a re-election leads from it to a trial date."""
        return self.proceeding.state == ProceedingState.PRELIM

    @property
    def suggested(self) -> str:
        """The step that a day in court makes by itself: the intake appearances begin with the first of them."""
        return "begin_intake" if any(step.name == "begin_intake" for step in self.steps) else ""


# Steps that come about in court and need more than one day's facts: their own page is shown beside the sheet.
ON_THEIR_OWN_PAGE = ("commit", "find_unfit", "find_fit", "conclude")
REELECTS_FROM = (
    *services.BEFORE_INQUIRY,
    ProceedingState.PRELIM,
    ProceedingState.COMMITTED,
    ProceedingState.INDICTED,
    ProceedingState.TRIAL_SET,
)


def elects_now(proceeding, user) -> str:
    """Say whether an election of the accused can be recorded where she stands: the first, one anew, or none."""
    if proceeding.accused_election is not None:
        return TrackOnDay.AGAIN if proceeding.state in REELECTS_FROM and policies.may_reelect(proceeding, user) else ""
    has_choice = any(count.by_indictment for count in proceeding.counts.all() if count.state in LIVE)
    first = has_choice and proceeding.state in services.BEFORE_INQUIRY and policies.may_record_election(proceeding, user)
    return TrackOnDay.FIRST if first else ""


def track_on_day(proceeding, name: str, user) -> TrackOnDay:
    """Sort what may follow for one accused by whether it can be recorded with the day."""
    found = TrackOnDay(proceeding, name)
    counts = [(count, count_words(count)) for count in proceeding.counts.all()]
    found.pleadable = [pair for pair in counts if pair[0].state in (CountState.PROCEEDING, CountState.ON_INDICTMENT)]
    found.live = [pair for pair in counts if pair[0].state in LIVE]
    found.elects = elects_now(proceeding, user)
    election_url = address_of(proceeding, "record_election")
    for option in available_moves(proceeding, user):
        url = address(proceeding, option.name)
        step = Step(option.name, str(option.label), url, option.guards)
        if not option.permitted:
            continue
        if option.name == "find_guilty":
            step = Step(option.name, gettext("Plea of guilty"), url, option.guards)
            if not found.pleadable:
                continue
        if option.name in services.STEPS:
            still_open = [guard for guard in step.open_guards if not (found.elects and guard.url == election_url)]
            (found.not_yet if still_open else found.steps).append(step)
        elif option.name in ON_THEIR_OWN_PAGE:
            found.elsewhere.append(step)
    if found.at_inquiry and policies.may_record_prelim_result(proceeding, user):
        found.inquiry = [pair for pair in found.pleadable if pair[0].by_indictment]
        if found.inquiry:
            url = address_of(proceeding, "record_prelim_result")
            found.steps.append(Step("record_prelim_result", gettext("Result of the preliminary inquiry"), url))
    decided = proceeding.state in (*AT_TRIAL, ProceedingState.GUILTY_AWAITING_SENTENCE)
    if decided and policies.may_record_outcomes(proceeding, user):
        found.elsewhere.append(Step("outcome", gettext("Record the outcome"), address(proceeding, "find_guilty")))
    return found


def address_of(proceeding, page: str) -> str:
    """Give the address of a page of one accused."""
    return reverse(f"casetracker:{page}", kwargs={"ref": proceeding.file.ref, "accused": proceeding.ref})


class RecordResult(DateForm):
    """What came of a day in court: one sheet for everyone on it, which shows what will follow before it is recorded."""

    template_name = "casetracker/record_result.html"
    form_class = ResultForm
    heading = _("Record the result")
    submit = _("Record the result")
    draft_name = "record_result"

    def draft_about(self):
        return self.appearance.ref

    def tracks(self) -> list[TrackOnDay]:
        """Those who appear on the day."""
        on_it = {row.proceeding_id for row in self.appearance.of.all()}
        return [
            track_on_day(proceeding, self.name(proceeding.accused), self.request.user)
            for proceeding in self.proceedings
            if proceeding.pk in on_it
        ]

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "held_on": self.appearance.on, "tracks": self.tracks()}

    def form_valid(self, form):
        """Show what will follow, where anything does; make it when it comes back confirmed."""
        try:
            foreseen = foresee(self.case_file, self.request.user, lambda: self.perform(form))
        except (AlreadySent, Refusal, StaleRecord):
            return super(FileForm, self).form_valid(form)  # what refuses the rehearsal refuses the step, and there it is said
        if (foreseen.moved or foreseen.changed) and self.request.POST.get("confirmed") != foreseen.digest:
            form.confirmed = foreseen.digest
            return self.render_to_response(self.get_context_data(form=form, foreseen=foreseen) | {"submit": _("Confirm and record")})
        response = super(FileForm, self).form_valid(form)
        if response.status_code == 302:
            self.tell_what_followed(foreseen)
        return response

    def perform(self, form):
        typed = self.sent(form)
        services.record_result(
            appearance=self.appearance,
            version=form.act_fields()["version"],
            **{name: typed[name] for name in (*DAY_FIELDS, *SENT_FIELDS)},
            tracks=[self.track_in(form, track) for track in form.tracks if track.proceeding in typed["who"]],
            facts=services.StepFactsIn(**{name: typed[name] for name in STEP_FACTS if name in typed}),
        )
        return self.at("dates")

    @staticmethod
    def track_in(form, track) -> services.TrackResultIn:
        """What was typed for one accused."""

        def typed(name):
            return form.of(form.cleaned_data, track, name)

        election = None
        if typed("choice"):
            election = services.ElectionIn(
                choice=typed("choice"),
                deemed=bool(typed("deemed")),
                prelim_requested=bool(typed("prelim_requested")),
                as_of_right=bool(typed("as_of_right")),
                consent_on=typed("consent_on") or None,
            )
        return services.TrackResultIn(
            proceeding=track.proceeding,
            result=typed("result"),
            result_note=typed("note"),
            without_next=bool(typed("without_next")),
            step=typed("step"),
            pleads=[count for count, _words in track.pleadable if count.ref in typed("pleads")],
            to_withdraw=[count for count, _words in track.live if count.ref in typed("to_withdraw")],
            election=election,
            inquiry=form.inquiry_of(form.cleaned_data, track),
        )

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["recorded"] = bool(self.appearance.result)
        context["may_correct"] = policies.may_correct_result(self.case_file, self.request.user)
        context["days_before"] = services.open_days_before(self.appearance)
        return context


SENT_FIELDS = ("by", "at", "key")
DAY_FIELDS = (
    "result",
    "result_note",
    "adjourned_by",
    "adjourn_reason",
    "next_on",
    "next_time",
    "next_purpose",
    "next_courthouse",
    "next_room",
)
STEP_FACTS = ("trial_on", "trial_ends_on", "warrant_kind", "evidence_ended_on", "decided_by", "custody", "surrendered")


class CorrectResult(DateForm):
    """What was recorded of a day in court was wrong."""

    template_name = "casetracker/correct_result.html"
    form_class = CorrectResultForm
    heading = _("Correct the result")
    submit = _("Correct the result")
    hint = _("What stood before stays in the history. Steps and the next date stay as they are: correct them where they stand.")
    allowed = "may_correct_result"

    def get_initial(self):
        return {name: getattr(self.appearance, name) for name in ("result", "result_note", "adjourned_by", "adjourn_reason")}

    def perform(self, form):
        services.correct_result(appearance=self.appearance, version=form.act_fields()["version"], **self.sent(form))
        return self.at("dates")

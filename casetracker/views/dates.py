"""Days in court of a file."""

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from casetracker import policies, services
from casetracker.forms.dates import AddAppearanceForm, EditAppearanceForm, ResultForm
from casetracker.models import Appearance, Proceeding
from casetracker.states import NOT_LIVE_ACCUSED
from foundation import clock
from foundation.pages import days

from .base import FileForm, FilePage, MergingForm


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
            .select_related("courthouse", "next")
            .prefetch_related("of__proceeding__accused__bans__provision")
            .in_order()
        )
        lines = [DayLine(appearance, self.name, today) for appearance in rows]
        open_lines = [line for line in lines if not line.appearance.result]
        return super().get_context_data(
            open_lines=open_lines,
            past=[line for line in reversed(lines) if line.appearance.result],
            may_record=policies.may_record_appearance(self.case_file, user),
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
                .select_related("courthouse")
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

    def get_initial(self):
        return {
            "purpose": self.appearance.purpose,
            "on": self.appearance.on,
            "at_time": self.appearance.time.strftime("%H:%M") if self.appearance.time else "",
            "courthouse": self.appearance.courthouse.code if self.appearance.courthouse else "",
            "room": self.appearance.room,
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


class RecordResult(DateForm):
    """What came of a day in court."""

    template_name = "casetracker/record_result.html"
    form_class = ResultForm
    heading = _("Record the result")
    submit = _("Record the result")
    draft_name = "record_result"

    def draft_about(self):
        return self.appearance.ref

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "held_on": self.appearance.on}

    def perform(self, form):
        services.record_result(appearance=self.appearance, version=form.act_fields()["version"], **self.sent(form))
        return self.at("dates")

"""Forms about days in court."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casetracker.models import Appearance, Proceeding, Warrant
from foundation.pages.fields import TimeField

from .accused import BACK_IN_COURT
from .base import (
    ActForm,
    FutureDayField,
    LongTextField,
    PastDayField,
    PlainTextField,
    RefChoicesField,
    choice_field,
    courthouse_field,
    reason_field,
)


def short() -> forms.TextInput:
    """Give a narrow box."""
    return forms.TextInput(attrs={"class": "field-short", "autocomplete": "off"})


class EditAppearanceForm(ActForm):
    """A day in court: when and where by the courthouse's own clock, and what for."""

    purpose = choice_field(Appearance, "purpose", label=_("Purpose"))
    on = FutureDayField(label=_("Date of the appearance"), what=_("the date of the appearance"))
    at_time = TimeField(
        label=_("Time"), required=False, widget=short(), help_text=_("By the clock of the courthouse, like 10:00 or 2:15 p.m.")
    )
    courthouse = courthouse_field(required=False, empty_label=_("Not known"))
    room = PlainTextField(label=_("Room"), max_length=40, required=False, widget=short())


class AddAppearanceForm(EditAppearanceForm):
    """A day in court for one or more accused."""

    proceedings = RefChoicesField(Proceeding.objects.none(), label=_("Who appears"))

    field_order = ["proceedings"]

    def __init__(self, *args, tracks=None, words=str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["proceedings"].queryset = tracks if tracks is not None else Proceeding.objects.none()
        self.fields["proceedings"].words = words
        self.fields["proceedings"].error_messages["required"] = _("Choose at least one accused.")


class ResultFields(ActForm):
    """What came of a day in court, and who asked to adjourn."""

    result = choice_field(Appearance, "result", label=_("What came of the day"), widget=forms.RadioSelect)
    result_note = LongTextField(label=_("What happened"), required=False, rows=3, max_length=10_000)
    adjourned_by = choice_field(
        Appearance, "adjourned_by", label=_("Who asked to adjourn"), required=False, empty=_("Nobody: not adjourned")
    )
    adjourn_reason = reason_field(_("Why it was adjourned"), required=False)

    def results(self, typed: dict) -> set[str]:
        """Every result that was chosen."""
        return {typed.get("result", "")}

    def clean(self):
        typed = super().clean()
        if "ADJOURNED" in self.results(typed):
            if not typed.get("adjourned_by") and "adjourned_by" not in self.errors:
                self.add_error("adjourned_by", _("Say who asked to adjourn."))
            if not typed.get("adjourn_reason") and "adjourn_reason" not in self.errors:
                self.add_error("adjourn_reason", _("Say why it was adjourned."))
        return typed


class CorrectResultForm(ResultFields):
    """What came of a day in court after all, and what was wrong with what was recorded."""

    reason = reason_field(_("What was wrong"), error_messages={"required": _("Say what was wrong.")})


class ResultForm(ResultFields):
    """What came of a day in court for those who appear on it, what followed for each, and the next date."""

    who = RefChoicesField(Proceeding.objects.none(), label=_("For whom"))
    next_on = FutureDayField(label=_("Next date"), what=_("the next date"), required=False, help_text=_("Leave empty if none was set."))
    next_time = TimeField(label=_("Time of the next date"), required=False, widget=short())
    next_purpose = choice_field(Appearance, "purpose", label=_("Purpose of the next date"), required=False, empty=_("The same"))
    next_courthouse = courthouse_field(_("Courthouse of the next date"), required=False, empty_label=_("The same"))
    next_room = PlainTextField(label=_("Room of the next date"), max_length=40, required=False, widget=short())
    decided_by = PlainTextField(label=_("Who took the plea"), max_length=200, required=False, help_text=_("The judge or justice."))
    trial_on = FutureDayField(
        label=_("Trial begins"), what=_("the day the trial begins"), required=False, help_text=_("Empty: on the next date.")
    )
    trial_ends_on = FutureDayField(label=_("Trial ends"), what=_("the day the trial ends"), required=False)
    evidence_ended_on = PastDayField(
        label=_("Evidence and argument ended on"),
        what=_("the day evidence and argument ended"),
        required=False,
        help_text=_("Empty: on this day in court. The delay clock stops on it."),
    )
    warrant_kind = choice_field(Warrant, "kind", label=_("Kind of warrant"), required=False)
    custody = choice_field(Proceeding, "custody", only=BACK_IN_COURT, label=_("Where the accused is now"), required=False)
    surrendered = forms.BooleanField(label=_("The accused surrendered"), required=False)

    field_order = ["who", "result", "result_note"]

    # Which facts each step asks for; those that no step on offer needs are left out.
    FACTS = {
        "find_guilty": ("decided_by",),
        "set_trial": ("trial_on", "trial_ends_on"),
        "set_superior_trial": ("trial_on", "trial_ends_on"),
        "reserve": ("evidence_ended_on",),
        "issue_warrant": ("warrant_kind",),
        "execute_warrant": ("custody", "surrendered"),
    }

    def __init__(self, *args, held_on=None, tracks=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.held_on, self.tracks = held_on, list(tracks)
        self.fields["who"].queryset = Proceeding.objects.filter(pk__in=[track.proceeding.pk for track in self.tracks]).order_by("pk")
        names = {track.proceeding.pk: track.name for track in self.tracks}
        self.fields["who"].words = lambda proceeding: names[proceeding.pk]
        self.fields["who"].error_messages["required"] = _("Choose at least one accused.")
        self.initial.setdefault("who", [track.proceeding.ref for track in self.tracks])
        for track in self.tracks:
            self._add_fields_of(track)
        needed = {name for track in self.tracks for step in track.steps for name in self.FACTS.get(step.name, ())}
        for name in {name for names in self.FACTS.values() for name in names} - needed:
            del self.fields[name]

    def _add_fields_of(self, track):
        ref, mine = track.proceeding.ref, {}
        if len(self.tracks) > 1:
            mine["result"] = choice_field(Appearance, "result", label=_("Something else came of it"), required=False, empty=_("As above"))
            mine["note"] = PlainTextField(
                label=_("What happened with this accused"),
                required=False,
                max_length=10_000,
                widget=forms.Textarea(attrs={"rows": 2, "class": "field-low"}),
                help_text=_("Empty: as above."),
            )
            mine["without_next"] = forms.BooleanField(label=_("The next date is not for this accused"), required=False)
        if track.steps:
            steps = [("", _("Nothing moves")), *((step.name, step.label) for step in track.steps)]
            mine["step"] = forms.ChoiceField(
                label=_("What followed in court"), choices=steps, required=False, initial=track.suggested, widget=forms.RadioSelect
            )
        if track.pleadable and any(step.name == "find_guilty" for step in track.steps):
            counts = [(count.ref, words) for count, words in track.pleadable]
            mine["pleads"] = forms.MultipleChoiceField(
                label=_("Pleaded guilty to"), choices=counts, required=False, widget=forms.CheckboxSelectMultiple
            )
            if len(track.live) > 1:
                live = [(count.ref, words) for count, words in track.live]
                mine["to_withdraw"] = forms.MultipleChoiceField(
                    label=_("To be withdrawn at sentence"), choices=live, required=False, widget=forms.CheckboxSelectMultiple
                )
        for name, field in mine.items():
            self.fields[f"{ref}-{name}"] = field

    def sheets(self):
        """Give each accused with her boxes, and whether something is typed or wrong in them."""
        for track in self.tracks:
            names = [name for name in self.fields if name.startswith(f"{track.proceeding.ref}-")]
            yield track, [self[name] for name in names]

    def facts(self):
        """Give the boxes of what the steps on offer need."""
        return [self[name] for name in dict.fromkeys(name for names in self.FACTS.values() for name in names) if name in self.fields]

    def of(self, typed: dict, track, name: str):
        """What was typed for one accused."""
        return typed.get(f"{track.proceeding.ref}-{name}") or ""

    def results(self, typed):
        chosen = [track for track in self.tracks if track.proceeding in (typed.get("who") or [])]
        return {self.of(typed, track, "result") or typed.get("result", "") for track in chosen}

    def clean(self):
        typed = super().clean()
        self._check_next(typed)
        chosen = typed.get("who")
        for track in self.tracks if chosen is not None else ():
            ref, step = track.proceeding.ref, self.of(typed, track, "step")
            if track.proceeding not in chosen:
                said = any(self.of(typed, track, name) for name in ("result", "note", "pleads", "to_withdraw"))
                if said or (step and step != track.suggested):
                    self.add_error("who", _("%(who)s is not chosen, but something is entered for this accused.") % {"who": track.name})
                continue
            if (self.of(typed, track, "result") or typed.get("result")) == "VACATED":
                if step and step != track.suggested:
                    self.add_error(f"{ref}-step", _("Nothing follows from a day that was vacated beforehand."))
                typed[f"{ref}-step"] = ""
                continue
            if step == "find_guilty" and not self.of(typed, track, "pleads") and f"{ref}-pleads" not in self.errors:
                self.add_error(f"{ref}-pleads", _("Choose the counts to which the accused pleaded guilty."))
            if step != "find_guilty" and self.of(typed, track, "pleads"):
                self.add_error(f"{ref}-step", _("Counts are chosen for a plea: choose the plea here, or leave the counts empty."))
            self._check_facts(typed, step)
        return typed

    def _check_next(self, typed):
        next_on = typed.get("next_on")
        if next_on and self.held_on and next_on < self.held_on and self.results(typed) != {"VACATED"}:
            self.add_error("next_on", _("The next date cannot be before this one."))
        if not next_on and "next_on" not in self.errors and (typed.get("next_time") or typed.get("next_purpose")):
            self.add_error("next_on", _("Enter the next date, or leave its time and purpose empty."))

    def _check_facts(self, typed, step):
        sentences = {
            "find_guilty": ("decided_by", _("Enter who took the plea.")),
            "issue_warrant": ("warrant_kind", _("Choose the kind of warrant.")),
            "execute_warrant": ("custody", _("Choose where the accused is.")),
        }
        if step in ("set_trial", "set_superior_trial") and not typed.get("trial_on") and not typed.get("next_on"):
            sentences[step] = ("trial_on", _("Enter the day the trial begins."))
        name, sentence = sentences.get(step, ("", ""))
        if name and not typed.get(name) and name not in self.errors:
            self.add_error(name, sentence)

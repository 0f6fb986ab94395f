"""Forms about days in court."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from casetracker.choices import REASONS_OF
from casetracker.models import Appearance, Count, Election, Proceeding, Warrant
from casetracker.services import PrelimResultIn, ReasonIn
from casetracker.services.court import LONGEST_DAY
from casetracker.states import CountState
from foundation.accounts.models import User
from foundation.pages.fields import TimeField

from .accused import BACK_IN_COURT
from .base import (
    ActForm,
    FutureDayField,
    LongTextField,
    PastDayField,
    PlainTextField,
    RefChoiceField,
    RefChoicesField,
    choice_field,
    courthouse_field,
    reason_field,
    whole_number,
)
from .trial_road import PrelimResultRow

ELECTION_BOXES = ("choice", "prelim_requested", "deemed", "as_of_right", "consent_on")


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
    goes = RefChoiceField(
        User.objects.none(), label=_("Who goes"), required=False, empty_label=_("Whoever leads the file"), words=lambda user: user.name
    )
    minutes = whole_number(
        _("Estimate in minutes"), most=LONGEST_DAY, help_text=_("Leave empty where it is not known: a usual length is taken.")
    )

    def __init__(self, *args, counsel=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["goes"].queryset = counsel if counsel is not None else User.objects.none()


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
    decided_by = PlainTextField(
        label=_("Who took the plea or decided"), max_length=200, required=False, help_text=_("The judge or justice.")
    )
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
        "record_prelim_result": ("decided_by",),
        "leave_inquiry": ("trial_on", "trial_ends_on"),
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
        made = {step.name for track in self.tracks for step in track.steps}
        made |= {"leave_inquiry" for track in self.tracks if track.elects and track.at_inquiry}
        needed = {name for step in made for name in self.FACTS.get(step, ())}
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
        mine |= self._election_of(track)
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
        if any(step.name == "record_prelim_result" for step in track.steps):
            for count, words in track.inquiry:
                mine[f"prelim-{count.ref}"] = forms.ChoiceField(
                    label=format_lazy(_("Result of the inquiry: {count}"), count=words), choices=PrelimResultRow.CHOICES, required=False
                )
                mine[f"why-{count.ref}"] = choice_field(
                    Count,
                    "reason_code",
                    only=REASONS_OF[CountState.DISCHARGED_PRELIM],
                    label=_("Why it ends without a conviction"),
                    required=False,
                    empty=_("No reason"),
                )
                mine[f"more-{count.ref}"] = PlainTextField(label=_("More on the reason"), max_length=500, required=False)
        for name, field in mine.items():
            self.fields[f"{ref}-{name}"] = field

    @staticmethod
    def _election_of(track) -> dict:
        """The boxes of an election, or of a re-election where there is one already."""
        if not track.elects:
            return {}
        label = _("The accused now elects (s. 561)") if track.elects == track.AGAIN else _("The accused elects")
        mine: dict[str, forms.Field] = {
            "choice": choice_field(
                Election, "choice", only=Election.OF_ACCUSED, label=label, required=False, empty=_("Nothing was elected on this day")
            ),
            "prelim_requested": forms.BooleanField(
                label=_("The preliminary inquiry goes on") if track.at_inquiry else _("A preliminary inquiry is requested"), required=False
            ),
        }
        if track.elects == track.AGAIN:
            mine["as_of_right"] = forms.BooleanField(label=_("Of right, no consent needed"), required=False)
            mine["consent_on"] = PastDayField(
                label=_("Crown consented in writing on"), what=_("the day of the Crown's consent"), required=False
            )
        else:
            mine["deemed"] = forms.BooleanField(label=_("Deemed: no election was made"), required=False)
        return mine

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
                said = any(self.of(typed, track, name) for name in ("result", "note", "pleads", "to_withdraw", *ELECTION_BOXES))
                said = said or bool(self.inquiry_of(typed, track))
                if said or (step and step != track.suggested):
                    self.add_error("who", _("%(who)s is not chosen, but something is entered for this accused.") % {"who": track.name})
                continue
            if (self.of(typed, track, "result") or typed.get("result")) == "VACATED":
                if step and step != track.suggested:
                    self.add_error(f"{ref}-step", _("Nothing follows from a day that was vacated beforehand."))
                if self.of(typed, track, "choice"):
                    self.add_error(f"{ref}-choice", _("Nothing follows from a day that was vacated beforehand."))
                typed[f"{ref}-step"] = ""
                continue
            self._check_election(typed, track)
            self._check_inquiry(typed, track, step)
            if step == "find_guilty" and not self.of(typed, track, "pleads") and f"{ref}-pleads" not in self.errors:
                self.add_error(f"{ref}-pleads", _("Choose the counts to which the accused pleaded guilty."))
            if step != "find_guilty" and self.of(typed, track, "pleads"):
                self.add_error(f"{ref}-step", _("Counts are chosen for a plea: choose the plea here, or leave the counts empty."))
            self._check_facts(typed, step)
        return typed

    def inquiry_of(self, typed, track) -> list[PrelimResultIn]:
        """The counts of an inquiry that have a result, each with it and with why it was discharged."""
        found = []
        for count, _words in track.inquiry:
            result, code, note = (self.of(typed, track, f"{name}-{count.ref}") for name in ("prelim", "why", "more"))
            if result:
                found.append(PrelimResultIn(count, result, ReasonIn(code, note=note) if code else None))
        return found

    def _check_election(self, typed, track):
        ref, choice = track.proceeding.ref, self.of(typed, track, "choice")
        if not choice:
            if any(self.of(typed, track, name) for name in ELECTION_BOXES) and f"{ref}-choice" not in self.errors:
                self.add_error(f"{ref}-choice", _("Choose what the accused elected."))
            return
        if choice == "OCJ" and self.of(typed, track, "prelim_requested"):
            sentence = _("There is no preliminary inquiry before a trial in the Ontario Court of Justice.")
            self.add_error(f"{ref}-prelim_requested", sentence)
        if track.elects != track.AGAIN:
            return
        right, consent = self.of(typed, track, "as_of_right"), self.of(typed, track, "consent_on")
        if right and consent:
            self.add_error(f"{ref}-consent_on", _("Of right, or by consent: not both."))
        elif right and choice == "OCJ":
            self.add_error(f"{ref}-as_of_right", _("Into the Ontario Court of Justice the Crown must consent in writing (s. 561)."))
        elif not right and not consent and f"{ref}-consent_on" not in self.errors:
            sentence = _("Enter the day the Crown consented in writing, or say that the re-election is of right.")
            self.add_error(f"{ref}-consent_on", sentence)

    def _check_inquiry(self, typed, track, step):
        ref, given = track.proceeding.ref, {row.count: row for row in self.inquiry_of(typed, track)}
        if step != "record_prelim_result":
            if given:
                sentence = _("Results of the inquiry are entered: choose the result of the inquiry here, or leave them empty.")
                self.add_error(f"{ref}-step", sentence)
            return
        for count, _words in track.inquiry:
            if count not in given and f"{ref}-prelim-{count.ref}" not in self.errors:
                self.add_error(f"{ref}-prelim-{count.ref}", _("Enter the result on every count that proceeds by indictment."))
            elif count in given:
                self._check_why(ref, given[count])

    def _check_why(self, ref, row):
        discharged, box = row.result == CountState.DISCHARGED_PRELIM, f"{ref}-why-{row.count.ref}"
        if discharged and row.why is None and box not in self.errors:
            self.add_error(box, _("Choose why the count ends without a conviction."))
        elif row.why and not discharged:
            self.add_error(box, _("A reason goes only with an outcome without a conviction."))
        elif row.why and row.why.code == "OTHER" and not row.why.note:
            self.add_error(f"{ref}-more-{row.count.ref}", _("Say why."))

    def _check_next(self, typed):
        next_on = typed.get("next_on")
        if next_on and self.held_on and next_on < self.held_on and self.results(typed) != {"VACATED"}:
            self.add_error("next_on", _("The next date cannot be before this one."))
        if not next_on and "next_on" not in self.errors and (typed.get("next_time") or typed.get("next_purpose")):
            self.add_error("next_on", _("Enter the next date, or leave its time and purpose empty."))

    def _check_facts(self, typed, step):
        sentences = {
            "find_guilty": ("decided_by", _("Enter who took the plea.")),
            "record_prelim_result": ("decided_by", _("Enter who decided.")),
            "issue_warrant": ("warrant_kind", _("Choose the kind of warrant.")),
            "execute_warrant": ("custody", _("Choose where the accused is.")),
        }
        if step in ("set_trial", "set_superior_trial") and not typed.get("trial_on") and not typed.get("next_on"):
            sentences[step] = ("trial_on", _("Enter the day the trial begins."))
        name, sentence = sentences.get(step, ("", ""))
        if name and not typed.get(name) and name not in self.errors:
            self.add_error(name, sentence)

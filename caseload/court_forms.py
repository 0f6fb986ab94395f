"""Forms of the court list: which days and whose, the results of a day in rows, and when somebody is away."""

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from casetracker.forms.base import FutureDayField, LongTextField, PlainTextField, choice_field
from casetracker.models import Appearance
from foundation import clock
from foundation.accounts.models import Role, User
from foundation.pages import days
from foundation.pages.fields import DayField, TimeField
from foundation.pages.forms import ActForm

from .court import MINE, TEAM

LONGEST = 92


class CourtListForm(forms.Form):
    """Which days, whose, and of whom; sent by GET."""

    since = DayField(label=pgettext_lazy("days", "From"), what=_("the first day"), required=False)
    until = DayField(label=pgettext_lazy("days", "To"), what=_("the last day"), required=False)
    scope = forms.ChoiceField(
        label=_("Whose"), choices=[(MINE, _("My files")), (TEAM, _("The team's"))], widget=forms.RadioSelect, required=False
    )
    person = forms.ChoiceField(label=_("Prosecutor"), required=False)

    def __init__(self, *args, by_person=False, default_scope=MINE, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["scope"].initial = default_scope
        if self.is_bound and "scope" not in self.data:
            self.data = self.data.copy()
            self.data["scope"] = default_scope
        if by_person:
            people = User.objects.filter(role__in=(Role.PRO, Role.LEAD), is_active=True).order_by("name")
            self.fields["person"].choices = [("", _("Everybody")), *((one.ref, one.name) for one in people)]
        else:
            del self.fields["person"]
        for name in ("scope", "person"):
            if name in self.fields:
                self.fields[name].error_messages["invalid_choice"] = _("Choose one of the list.")

    def clean(self):
        typed = super().clean()
        since, until = typed.get("since"), typed.get("until")
        if since and until and until < since:
            self.add_error("until", gettext("The last day lies before the first one."))
        elif since and until and (until - since).days > LONGEST:
            self.add_error("until", gettext("Choose %(number)d days at most.") % {"number": LONGEST})
        return typed


class ResultRow(forms.Form):
    """What came of one day in court, in one row; a row in which no result is chosen is left out."""

    result = choice_field(Appearance, "result", label=_("What came of the day"), required=False, empty=_("Not yet: leave it out"))
    result_note = LongTextField(label=_("What happened"), required=False, rows=2, max_length=10_000)
    adjourned_by = choice_field(
        Appearance, "adjourned_by", label=_("Who asked to adjourn"), required=False, empty=_("Nobody: not adjourned")
    )
    adjourn_reason = PlainTextField(label=_("Why it was adjourned"), required=False, max_length=500)
    next_on = FutureDayField(label=_("Next date"), what=_("the next date"), required=False)
    next_time = TimeField(label=_("Time of the next date"), required=False)
    next_purpose = choice_field(Appearance, "purpose", label=_("Purpose of the next date"), required=False, empty=_("The same"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2_000_000_000)

    def __init__(self, *args, line=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.line = line
        self.fields["version"].initial = line.appearance.version

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed in this row."""
        typed = [
            self.fields[name].widget.value_from_datadict(self.data, {}, self.add_prefix(name)) for name in self.fields if name != "version"
        ]
        return not any(str(part or "").strip() for value in typed for part in (value if isinstance(value, list) else [value]))

    def clean(self):
        typed = super().clean()
        if self.is_empty:
            return typed
        if not typed.get("result") and "result" not in self.errors:
            self.add_error("result", _("Choose what came of the day, or empty this row."))
        if typed.get("result") == "ADJOURNED":
            if not typed.get("adjourned_by") and "adjourned_by" not in self.errors:
                self.add_error("adjourned_by", _("Say who asked to adjourn."))
            if not typed.get("adjourn_reason") and "adjourn_reason" not in self.errors:
                self.add_error("adjourn_reason", _("Say why it was adjourned."))
        if typed.get("next_on") and typed["next_on"] < self.line.appearance.on and typed.get("result") != "VACATED":
            self.add_error("next_on", _("The next date cannot be before this one."))
        if not typed.get("next_on") and "next_on" not in self.errors and (typed.get("next_time") or typed.get("next_purpose")):
            self.add_error("next_on", _("Enter the next date, or leave its time and purpose empty."))
        return typed


class AbsenceForm(ActForm):
    """From when until when somebody is away."""

    from_on = FutureDayField(label=_("First day away"), what=_("the first day away"))
    to_on = FutureDayField(label=_("Last day away"), what=_("the last day away"))

    def clean(self):
        typed = super().clean()
        first, last = typed.get("from_on"), typed.get("to_on")
        if first and last and last < first:
            self.add_error("to_on", _("The last day away lies before the first one."))
        elif last and last < clock.today():
            self.add_error("to_on", gettext("This absence ended before %(day)s, today.") % {"day": days.day(clock.today())})
        return typed

"""Forms from referral to the lead's decision."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casetracker.models import CaseFile, ConflictName, Proceeding
from casetracker.states import FileState
from foundation.accounts.models import Agency, Office, Role, User

from .base import ActForm, PastDayField, PlainTextField, RefChoiceField, RefChoicesField, choice_field, court_field, reason_field


def person_words(user: User) -> str:
    """Name a person of the team with her office."""
    return f"{user.name}, {user.office.name}" if user.office else user.name


def people(*roles: str):
    """Active people of these roles."""
    return User.objects.filter(role__in=roles, is_active=True).select_related("office").order_by("name")


class OpenCaseFileForm(ActForm):
    """Where the matter comes from, and the information where one is laid."""

    agency = RefChoiceField(Agency.objects.all(), label=_("Police service"), empty_label=_("Choose"), required=False)
    occurrence_number = PlainTextField(
        label=_("Occurrence number"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"class": "field-medium", "autocomplete": "off"}),
    )
    office = RefChoiceField(Office.objects.all(), label=_("Local Crown office"), empty_label=_("Choose"), required=False)
    referred_on = PastDayField(
        label=_("Referred on"), what=_("the day of the referral"), required=False, help_text=_("Leave empty for today.")
    )
    joint_with_ppsc = forms.BooleanField(label=_("Joint with the federal prosecution service"), required=False)
    names_complete = forms.BooleanField(
        label=_("All names known are entered"),
        required=False,
        help_text=_("The conflict check starts at once. Leave it open if a name is still to come."),
    )

    def clean(self):
        typed = super().clean()
        if not typed.get("agency") and not typed.get("occurrence_number") and not typed.get("office") and not self.errors:
            self.add_error("agency", _("Say where the matter comes from: the police service or the local office."))
        return typed


class AccusedFields(forms.Form):
    """One accused as typed."""

    family_name = PlainTextField(
        label=_("Family name"), max_length=120, widget=forms.TextInput(attrs={"class": "field-medium", "autocomplete": "off"})
    )
    given_name = PlainTextField(
        label=_("Given names"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"class": "field-medium", "autocomplete": "off"}),
    )
    birth_date = PastDayField(label=_("Birth date"), what=_("the birth date"), required=False)
    is_youth = forms.BooleanField(label=_("Under 18 at the time"), required=False, help_text=_("The name is then shown as initials."))
    custody = choice_field(Proceeding, "custody", label=_("Custody"), empty=None, required=False)
    information_number = PlainTextField(
        label=_("Information number"),
        max_length=60,
        required=False,
        help_text=_("Only if the counts are laid; else they are proposed."),
        widget=forms.TextInput(attrs={"class": "field-medium", "autocomplete": "off"}),
    )
    sworn_on = PastDayField(label=_("Sworn on"), what=_("the day the information was sworn"), required=False)
    court = court_field(required=False, empty_label=_("Choose"))
    own_services_reason = reason_field(
        _("Why a lead should agree (s. 286.5)"),
        required=False,
        help_text=_("A lead is asked. These counts wait for the answer; everything else is recorded now."),
    )

    @property
    def asks_lead(self) -> bool:
        """Whether the page shows the box in which a lead is asked."""
        box = self["own_services_reason"]
        return bool(box.errors or box.value())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["family_name"].error_messages["required"] = _("Enter the family name of the accused.")

    def clean(self):
        typed = super().clean()
        laid = typed.get("information_number") or typed.get("sworn_on")
        if laid and not typed.get("information_number") and "information_number" not in self.errors:
            self.add_error("information_number", _("Enter the number of the information."))
        if laid and not typed.get("sworn_on") and "sworn_on" not in self.errors:
            self.add_error("sworn_on", _("Enter the day the information was sworn."))
        return typed


class AddAccusedForm(AccusedFields, ActForm):
    """An accused added to a file that is open."""


class NameRow(forms.Form):
    """A name for the conflict check."""

    name = PlainTextField(
        label=_("Name"), max_length=200, required=False, widget=forms.TextInput(attrs={"class": "field-medium", "autocomplete": "off"})
    )
    kind = choice_field(ConflictName, "kind", label=_("Who that is"), required=False, empty=None, initial="VICTIM")


class ConflictNamesForm(ActForm):
    """Whether the names are complete."""

    names_complete = forms.BooleanField(label=_("All names known are entered"), required=False)


class DecideIntakeForm(ActForm):
    """What the team does with a file."""

    CHOICES = [
        (FileState.CARRIED, _("Carry: the team prosecutes")),
        (FileState.SHARED, _("Share: the team prosecutes with the local office")),
        (FileState.PRECHARGE, _("Assign before charge")),
        (FileState.ADVISORY, _("Advise only: the local Crown keeps carriage")),
        (FileState.DECLINED, _("Decline")),
    ]

    decision = forms.ChoiceField(label=_("What the team does"), choices=CHOICES, widget=forms.RadioSelect)
    conflict_cleared = forms.BooleanField(
        label=_("The conflict check is clear"), required=False, help_text=_("Or set up a wall first, on the page Access.")
    )
    lead_prosecutor = RefChoiceField(
        people(Role.PRO),
        label=_("Lead prosecutor"),
        required=False,
        empty_label=_("Nobody yet"),
        words=person_words,
        help_text=_("Needed to carry or share."),
    )
    co_counsel = RefChoicesField(people(Role.PRO), label=_("Co-counsel"), required=False, words=person_words)
    local_crown = RefChoiceField(
        people(Role.CRN),
        label=_("Local Crown"),
        required=False,
        empty_label=_("Nobody"),
        words=person_words,
        help_text=_("Reads a shared or advisory file, never the team's notes."),
    )
    decline_reason = choice_field(
        CaseFile, "decline_reason", label=_("Why the team declines"), required=False, empty=_("Only where declined")
    )
    reason = reason_field(required=False)
    happened_on = PastDayField(
        label=_("Decided on"), what=_("the day of the decision"), required=False, help_text=_("Leave empty for today.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["decision"].error_messages["required"] = _("Choose what the team does.")
        self.fields["decision"].error_messages["invalid_choice"] = _("Choose what the team does.")

    def clean(self):
        typed = super().clean()
        decision = typed.get("decision")
        if decision == FileState.DECLINED and not typed.get("decline_reason"):
            self.add_error("decline_reason", _("Choose why the team declines."))
        if decision in (FileState.CARRIED, FileState.SHARED) and not typed.get("lead_prosecutor") and not self.has_lead:
            self.add_error("lead_prosecutor", _("Name one lead prosecutor."))
        return typed

    has_lead = False

"""Forms about victims, witnesses, counsel and officers, and about bans."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casetracker.models import Participant
from foundation.law import catalogue
from foundation.law.models import BanProvision

from .base import ActForm, LongTextField, PastDayField, PlainTextField, RefChoiceField, choice_field

NOT_ACCUSED = ("VICTIM", "WITNESS", "COUNSEL", "OFFICER", "OTHER")


def medium():
    """Give the box for a name."""
    return forms.TextInput(attrs={"class": "field-medium", "autocomplete": "off"})


class PersonForm(ActForm):
    """A person of the file."""

    kind = choice_field(Participant, "kind", only=NOT_ACCUSED, label=_("What the person is in the file"))
    family_name = PlainTextField(label=_("Family name"), max_length=120, widget=medium())
    given_name = PlainTextField(label=_("Given names"), max_length=120, required=False, widget=medium())
    birth_date = PastDayField(label=_("Birth date"), what=_("the birth date"), required=False)
    is_youth = forms.BooleanField(label=_("Under 18 at the time"), required=False)
    language = choice_field(Participant, "language", label=_("Language"), required=False, empty=_("Not known"))
    acts_for = RefChoiceField(
        Participant.objects.none(), label=_("Acts for"), required=False, empty_label=_("Nobody"), help_text=_("For defence counsel.")
    )
    organisation = PlainTextField(label=_("Firm or service"), max_length=200, required=False)
    phone = PlainTextField(label=_("Telephone"), max_length=100, required=False, widget=medium())
    email = PlainTextField(label=_("E-mail"), max_length=200, required=False, widget=medium())
    address = LongTextField(label=_("Address"), max_length=1000, required=False, rows=2)
    safe_contact = LongTextField(
        label=_("Safe contact"),
        max_length=4000,
        required=False,
        rows=3,
        help_text=_("How and when, what never to do, for example no message left."),
    )

    def __init__(self, *args, accused=None, words=str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["acts_for"].queryset = accused if accused is not None else Participant.objects.none()
        self.fields["acts_for"].words = words
        self.fields["family_name"].error_messages["required"] = _("Enter the family name.")


class EditAccusedPersonForm(PersonForm):
    """The person who is accused: what she is in the file does not change."""

    kind = None
    acts_for = None

    def __init__(self, *args, **kwargs):
        ActForm.__init__(self, *args, **{name: value for name, value in kwargs.items() if name not in ("accused", "words")})
        self.fields["family_name"].error_messages["required"] = _("Enter the family name.")


class BanForm(ActForm):
    """A ban on publication."""

    provision = RefChoiceField(
        BanProvision.objects.none(),
        to_field_name="code",
        label=_("Provision"),
        empty_label=_("Choose"),
        words=lambda provision: f"{provision.citation} {provision.title}",
    )
    participant = RefChoiceField(
        Participant.objects.none(),
        label=_("Whose name is protected"),
        required=False,
        empty_label=_("Nobody in particular"),
        help_text=_("Needed for a ban on identity; the name is then printed as initials everywhere."),
    )
    made_on = PastDayField(label=_("Made on"), what=_("the day the ban was made"))
    made_by = PlainTextField(label=_("Made by"), max_length=200, required=False)
    note = PlainTextField(label=_("Note"), max_length=500, required=False)

    def __init__(self, *args, people=None, words=str, today=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["provision"].queryset = catalogue.bans_on(today) if today else BanProvision.objects.current()
        self.fields["participant"].queryset = people if people is not None else Participant.objects.none()
        self.fields["participant"].words = words

    def clean(self):
        typed = super().clean()
        provision = typed.get("provision")
        if provision is not None and provision.hides_names and not typed.get("participant") and "participant" not in self.errors:
            self.add_error("participant", _("Choose whose name is protected."))
        return typed


class EndBanForm(ActForm):
    """The end of a ban."""

    ended_on = PastDayField(label=_("Ended on"), what=_("the day the ban ended"))
    note = PlainTextField(label=_("Note"), max_length=500, required=False)

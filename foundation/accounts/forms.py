"""The forms of signing in, of the account and of the list of people."""

import copy

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.mfa.adapter import get_adapter as second_factor_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import validate_totp_code
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from foundation.pages.fields import PlainTextField
from foundation.pages.forms import ActForm

from . import policies, second_factor
from .models import Agency, Office, Role, User
from .passwords import LONGEST

LONGEST_TRY = 1000  # characters of a password that are tried at all


def password_input(autocomplete: str) -> forms.PasswordInput:
    """A box for a password that password managers understand."""
    words = {"data-show": _("Show"), "data-hide": _("Hide")}
    return forms.PasswordInput(attrs={"autocomplete": autocomplete, "spellcheck": "false", **words})


def code_input() -> forms.TextInput:
    """A box for a code; pasted codes with spaces are taken."""
    return forms.TextInput(
        attrs={
            "autocomplete": "one-time-code",
            "inputmode": "numeric",
            "class": "field-medium",
            "autocapitalize": "off",
            "spellcheck": "false",
        }
    )


class SignInForm(LoginForm):
    """E-mail and password."""

    login = forms.EmailField(
        label=_("Work e-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autocapitalize": "off", "spellcheck": "false"}),
        error_messages={
            "required": _("Enter your work e-mail."),
            "invalid": _("Write the e-mail in full, like name@ontario.ca."),
            "max_length": _("This e-mail is too long to be one of ours."),
        },
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=LONGEST_TRY,
        widget=password_input("current-password"),
        error_messages={"required": _("Enter your password."), "max_length": _("This is too long to be a password here.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"] = copy.deepcopy(self.base_fields["login"])  # allauth puts its own there

    def clean_login(self):
        return super().clean_login().lower()


class CodeForm(AuthenticateForm):
    """The second step: a code from the app, or a recovery code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=code_input(),
        error_messages={
            "required": _("Enter the 6 digits from your app, or a recovery code."),
            "max_length": _("A code has 6 digits, a recovery code 8."),
        },
    )

    def clean_code(self):
        """Take a code that is right and was not used; five wrong ones close the second step for 15 minutes."""
        clear = check_rate_limit(self.user)
        code = self.cleaned_data["code"]
        for factor in Authenticator.objects.filter(user=self.user):
            if factor.wrap().validate_code(code) and (factor.type != factor.Type.TOTP or second_factor.use_once(self.user, code)):
                factor.user = self.user
                self.authenticator = factor
                clear()
                return code
        raise second_factor_adapter().validation_error("incorrect_code")


class PasswordAgainForm(ReauthenticateForm):
    """The password once more, before something that protects the account is changed."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        max_length=LONGEST_TRY,
        widget=password_input("current-password"),
        error_messages={"required": _("Enter your password."), "max_length": _("This is too long to be a password here.")},
    )


class ActivateForm(forms.Form):
    """The first code from an app, for the key that the page showed; the key travels sealed in the form."""

    sealed = forms.CharField(widget=forms.HiddenInput, max_length=400, required=False)
    code = forms.CharField(
        label=_("Code from the app"),
        help_text=_("6 digits; the app shows a new code every 30 seconds."),
        max_length=40,
        widget=code_input(),
        error_messages={"required": _("Enter the 6 digits that the app shows for this key."), "max_length": _("A code has 6 digits.")},
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        sealed = self.data.get("sealed", "") if self.is_bound else ""
        self.secret = second_factor.open_sealed_secret(user, sealed)
        self.was_replaced = self.is_bound and not self.secret
        if not self.secret:
            sealed = second_factor.new_sealed_secret(user)
            self.secret = second_factor.open_sealed_secret(user, sealed)
            self.initial["sealed"] = sealed
        if self.was_replaced:
            self.data = self.data.copy()
            self.data["sealed"] = sealed

    def clean_code(self):
        """Take the code that fits the key, once; five wrong ones close this for 15 minutes."""
        if self.was_replaced:
            raise ValidationError(_("The key on this page was not whole and was replaced. Add the new one to your app and type its code."))
        clear = check_rate_limit(self.user, error_key="rate_limited")
        code = self.cleaned_data["code"]
        if not validate_totp_code(self.secret, code) or not second_factor.use_once(self.user, code):
            raise second_factor_adapter().validation_error("incorrect_code")
        clear()
        return code


class LanguageForm(ActForm):
    """In which language the pages come."""

    language = forms.ChoiceField(
        label=_("Pages come in"),
        choices=[("en", "English"), ("fr", "Français")],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a language.")},
    )


class NewPasswordForm(ActForm):
    """A new password, typed twice."""

    new_password = forms.CharField(
        label=_("New password"),
        help_text=_("15 characters or more. A few words that you alone would put together are easier to keep than signs."),
        strip=False,
        max_length=LONGEST,
        widget=password_input("new-password"),
        error_messages={"required": _("Enter a new password."), "max_length": _("Shorten this to 128 characters or fewer.")},
    )
    new_password_again = forms.CharField(
        label=_("New password again"),
        strip=False,
        max_length=LONGEST,
        widget=password_input("new-password"),
        error_messages={
            "required": _("Enter the new password a second time."),
            "max_length": _("Shorten this to 128 characters or fewer."),
        },
    )

    def __init__(self, *args, user, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_new_password(self):
        validate_password(self.cleaned_data["new_password"], self.user)
        return self.cleaned_data["new_password"]

    def clean(self):
        cleaned = super().clean()
        first, again = cleaned.get("new_password"), cleaned.get("new_password_again")
        if first and again and first != again:
            self.add_error("new_password_again", _("The two are not the same. Type the new password again."))
        return cleaned


class ChangePasswordForm(NewPasswordForm):
    """A new password, by a person who knows the old one."""

    password = forms.CharField(
        label=_("Present password"),
        strip=False,
        max_length=LONGEST_TRY,
        widget=password_input("current-password"),
        error_messages={"required": _("Enter your present password."), "max_length": _("This is too long to be a password here.")},
    )
    field_order = ["password", "new_password", "new_password_again"]

    def clean_new_password(self):
        new = super().clean_new_password()
        if new == self.cleaned_data.get("password"):
            raise ValidationError(_("Choose a password other than your present one."))
        return new


class PersonForm(ActForm):
    """Who somebody is: name, role, office or agency, language."""

    name = PlainTextField(label=_("Name"), max_length=120, error_messages={"required": _("Enter the name as it should stand on files.")})
    role = forms.ChoiceField(label=_("Role"), error_messages={"required": _("Choose a role.")})
    office = forms.ModelChoiceField(
        label=_("Crown office"),
        queryset=Office.objects.none(),
        to_field_name="ref",
        required=False,
        empty_label=_("None"),
        help_text=_("For everybody but police requesters."),
    )
    agency = forms.ModelChoiceField(
        label=_("Police agency"),
        queryset=Agency.objects.none(),
        to_field_name="ref",
        required=False,
        empty_label=_("None"),
        help_text=_("For police requesters only."),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("en", "English"), ("fr", "Français")],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a language.")},
    )

    def __init__(self, *args, by, record=None, **kwargs):
        super().__init__(*args, record=record, **kwargs)
        labels = dict(Role.choices)
        self.fields["role"].choices = [("", _("Choose")), *((role, labels[role]) for role in policies.roles_to_give(by))]
        self.fields["office"].queryset = Office.objects.visible_to(by)
        self.fields["agency"].queryset = Agency.objects.visible_to(by)


class InviteForm(PersonForm):
    """A new person."""

    email = forms.EmailField(
        label=_("Work e-mail"),
        max_length=254,
        help_text=_("It is typed to sign in, and cannot be changed later."),
        error_messages={
            "required": _("Enter the work e-mail."),
            "invalid": _("Write the e-mail in full, like name@ontario.ca."),
            "max_length": _("Shorten this to 254 characters or fewer."),
        },
    )
    field_order = ["name", "email", "role", "office", "agency", "language"]


class ReasonForm(ActForm):
    """Why an account is locked, or begun anew."""

    reason = PlainTextField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("At least 10 characters; no facts of a case."),
        error_messages={"required": _("Say why.")},
    )


class LostPhoneForm(ActForm):
    """How the team lead reaches a person who lost her phone."""

    reason = PlainTextField(
        label=_("What happened, and how a team lead reaches you"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("At least 10 characters, with a number or a room. A team lead speaks to you before anything changes."),
        error_messages={"required": _("Say what happened and how you are reached.")},
    )


class DecideResetForm(ActForm):
    """Whether it is she who asks, and how that is known."""

    outcome = forms.ChoiceField(
        label=_("Is it she who is asking?"),
        choices=[("yes", _("Yes: take password and second factor away and mail her a link")), ("no", _("No, or I cannot tell: refuse"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )
    how = PlainTextField(
        label=_("How you made sure, or why you refuse"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("At least 10 characters. Meet in person, or call a number you know; never the one in the message."),
        error_messages={"required": _("Say how you made sure, or why you refuse.")},
    )


class ConfirmForm(ActForm):
    """Nothing but the button."""


class OfficeForm(ActForm):
    """The name of a Crown office in both languages, and its region."""

    name_en = PlainTextField(label=_("Name in English"), max_length=200, error_messages={"required": _("Enter the name in English.")})
    name_fr = PlainTextField(label=_("Name in French"), max_length=200, required=False)
    region = PlainTextField(label=_("Region"), max_length=60, required=False)


class AgencyForm(ActForm):
    """The name of a police agency in both languages."""

    name_en = PlainTextField(label=_("Name in English"), max_length=200, error_messages={"required": _("Enter the name in English.")})
    name_fr = PlainTextField(label=_("Name in French"), max_length=200, required=False)


def taken_from(person: User) -> dict:
    """What the form shows of a person."""
    return {
        "name": person.name,
        "role": person.role,
        "office": person.office.ref if person.office else "",
        "agency": person.agency.ref if person.agency else "",
        "language": person.language,
    }

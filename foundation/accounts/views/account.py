"""A person's own account: language, password, second factor, and staying signed in."""

import base64

from allauth.account import views as allauth_views
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.mfa.adapter import get_adapter as second_factor_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.flows import generate_recovery_codes
from allauth.mfa.totp.internal import flows as totp
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse, translate_url
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView, TemplateView

from foundation import clock
from foundation.accounts import forms, second_factor, services
from foundation.accounts.adapters import AccountAdapter
from foundation.audit.acts import act
from foundation.pages.views import ActFormView


class Account(TemplateView):
    """What a person can see and change of her own account."""

    template_name = "accounts/account.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        return super().get_context_data(**kwargs) | {
            "done": self.request.GET.get("done", ""),
            "language_form": forms.LanguageForm(initial={"language": user.language}),
            "has_second_factor": second_factor.is_active(user),
            "codes_left": second_factor.codes_left(user),
            "second_factor_required": settings.REQUIRE_SECOND_FACTOR,
            "has_password": user.has_usable_password(),
        }


class SetLanguage(ActFormView):
    """Remember the language, and go on in it."""

    http_method_names = ["post"]
    form_class = forms.LanguageForm
    template_name = "accounts/language.html"

    def perform(self, form):
        language = form.cleaned_data["language"]
        services.set_language(by=self.request.user, at=clock.now(), language=language, **form.act_fields())
        return translate_url(f"{reverse('account')}?done=language", language)

    def form_valid(self, form):
        response = super().form_valid(form)
        if isinstance(response, HttpResponseRedirect):
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                form.cleaned_data["language"],
                max_age=365 * 24 * 60 * 60,
                samesite="Lax",
                httponly=True,
                secure=settings.SESSION_COOKIE_SECURE,
            )
        return response


class ChangePassword(ActFormView):
    """Choose a new password; every other session of this person ends."""

    form_class = forms.ChangePasswordForm
    template_name = "accounts/change_password.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def form_valid(self, form):
        if not AccountAdapter(self.request).reauthenticate(self.request.user, form.cleaned_data["password"]):
            form.add_error("password", _("This is not your present password. Try again."))
            return self.form_invalid(form)
        return super().form_valid(form)

    def perform(self, form):
        user = self.request.user
        services.change_password(by=user, password=form.cleaned_data["new_password"], at=clock.now(), **form.act_fields())
        update_session_auth_hash(self.request, user)
        return f"{reverse('account')}?done=password"


class PasswordAgain(allauth_views.ReauthenticateView):
    """Ask for the password before something that protects the account is changed."""

    form_class = forms.PasswordAgainForm
    template_name = "accounts/password_again.html"

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response


asks_password_again = method_decorator(reauthentication_required(app="allauth.mfa"), name="dispatch")


def codes_of(factor: Authenticator) -> list[str]:
    """Give the recovery codes that were just made, and remember that they were shown."""
    wrapper = factor.wrap()
    wrapper.mark_as_viewed()
    return wrapper.get_unused_codes()


def show_codes(request, codes: list[str], *, renewed: bool) -> HttpResponse:
    """Show recovery codes in the answer to the form that made them; no other page shows them again."""
    text = "\r\n".join([_("Crown Casebook: recovery codes, each for one sign-in"), "", *codes, ""])
    as_file = base64.b64encode(text.encode()).decode()
    return render(request, "accounts/recovery_codes.html", {"codes": codes, "as_file": as_file, "renewed": renewed})


@asks_password_again
class ActivateSecondFactor(FormView):
    """Show the key for an authenticator app as a picture and in letters; take the first code; show the recovery codes."""

    form_class = forms.ActivateForm
    template_name = "accounts/activate_second_factor.html"

    def dispatch(self, request, *args, **kwargs):
        if second_factor.is_active(request.user):
            return HttpResponseRedirect(reverse("account"))
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        secret = context["form"].secret
        adapter = second_factor_adapter()
        picture = adapter.build_totp_svg(adapter.build_totp_url(self.request.user, secret))
        return context | {
            "picture": f"data:image/svg+xml;base64,{base64.b64encode(picture.encode()).decode()}",
            "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
            "required": settings.REQUIRE_SECOND_FACTOR,
        }

    def form_valid(self, form):
        with act(by=self.request.user, at=clock.now(), kind="activate_second_factor") as this_act:
            _app, recovery = totp.activate_totp(self.request, form)
            codes = codes_of(recovery)
            this_act.record("activated_second_factor", self.request.user)
        self.request.session.cycle_key()
        return show_codes(self.request, codes, renewed=False)

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response


@asks_password_again
class RenewCodes(View):
    """Make new recovery codes; the old ones stop working."""

    def dispatch(self, request, *args, **kwargs):
        if not second_factor.is_active(request.user):
            return HttpResponseRedirect(reverse("account"))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        return render(
            request, "accounts/renew_codes.html", {"form": forms.ConfirmForm(), "codes_left": second_factor.codes_left(request.user)}
        )

    def post(self, request):
        with act(by=request.user, at=clock.now(), kind="renew_recovery_codes") as this_act:
            codes = codes_of(generate_recovery_codes(request))
            this_act.record("renewed_recovery_codes", request.user)
        return show_codes(request, codes, renewed=True)


class RemoveSecondFactor(FormView):
    """Take the authenticator app and the recovery codes away; asks for the password each time."""

    form_class = forms.PasswordAgainForm
    template_name = "accounts/remove_second_factor.html"

    def dispatch(self, request, *args, **kwargs):
        self.factor = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP).first()
        if self.factor is None:
            return HttpResponseRedirect(reverse("account"))
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"required": settings.REQUIRE_SECOND_FACTOR}

    def form_valid(self, form):
        reauthenticate_by_password(self.request)
        with act(by=self.request.user, at=clock.now(), kind="remove_second_factor") as this_act:
            totp.deactivate_totp(self.request, self.factor)
            this_act.record("removed_second_factor", self.request.user)
        return HttpResponseRedirect(f"{reverse('account')}?done=removed")

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response

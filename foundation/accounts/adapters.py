"""Our answers to allauth's questions: nobody signs up by herself, axes counts wrong passwords, every sign-in is in the chain."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation import clock
from foundation.records.fields import decrypt, encrypt

from . import services


class AccountAdapter(DefaultAccountAdapter):
    """People join by invitation and sign in with e-mail and password."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The e-mail or the password is not right. Check both and try again."),
        "incorrect_password": _("This is not your password. Try again."),
        "too_many_login_attempts": _("Five codes were wrong. Wait 15 minutes, then try again with a new code."),
        "rate_limited": _("Five codes were wrong. Wait 15 minutes, then try again with a new code."),
    }

    def is_open_for_signup(self, request):
        return False

    def is_ajax(self, request):
        return False

    def add_message(self, *args, **kwargs):
        """Say nothing at the top of the page: our pages confirm beside the thing that changed."""

    def send_notification_mail(self, *args, **kwargs):
        """Send nothing: what changes in an account is an event, and the person did it herself."""

    def pre_authenticate(self, request, **credentials):
        """Count nothing here: axes counts wrong passwords."""

    def authenticate(self, request, **credentials):
        """Find the person whose e-mail and password these are; a closed account is told the same as a wrong password."""
        user = super().authenticate(request, **credentials)
        if user is not None and not user.is_active:
            self.authentication_failed(request, **credentials)
            return None
        return user

    def authentication_failed(self, request, **credentials):
        if getattr(request, "axes_failures_since_start", None) is not None:  # None: it was closed already
            services.record_failed_sign_in(email=credentials.get("email", ""), locked=request.axes_locked_out, at=clock.now())

    def reauthenticate(self, user, password):
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def get_reauthentication_methods(self, user):
        """Whoever is asked again who she is gives her password."""
        if not user.is_authenticated or not user.has_usable_password():
            return []
        return [{"id": "reauthenticate", "description": _("Use your password"), "url": reverse("account_reauthenticate")}]

    def login(self, request, user):
        if not user.is_active:  # closed between the password and the code
            raise ImmediateHttpResponse(HttpResponseRedirect(reverse("account_login")))
        super().login(request, user)
        services.record_sign_in(user=user, at=clock.now())


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keep the keys of second factors encrypted."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right, or it was used before. Wait for the next one in your app and type it here."),
    }

    def encrypt(self, text):
        return encrypt(text)

    def decrypt(self, encrypted_text):
        return decrypt(encrypted_text)

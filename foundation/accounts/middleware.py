"""The limits of a session, and the second factor where it is required."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponseRedirect
from django.urls import reverse

from . import second_factor, sessions

# What a person without a second factor may reach where one is required: to make one, to prove who she is, and to leave.
WITHOUT_SECOND_FACTOR = frozenset({"mfa_activate_totp", "account_reauthenticate", "account_logout", "stay_signed_in"})


class SessionLimits:
    """End a session that is idle or too old before any page sees it, and renew a living one."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        ended = sessions.end_reason(request) if request.user.is_authenticated else ""
        if ended:
            request.session.flush()
            request.user = AnonymousUser()
        response = self.get_response(request)
        if ended:
            self._say_why(request, response, ended)
        elif request.user.is_authenticated and not request.headers.get("X-Background"):
            sessions.renew(request, response)
        elif not request.user.is_authenticated and sessions.cookie_name() in request.COOKIES:
            response.delete_cookie(sessions.cookie_name(), samesite="Lax")
        return response

    @staticmethod
    def _say_why(request, response, ended):
        """Tell the sign-in page, to which a GET was led, why the person has to sign in again."""
        location = response.get("Location", "")
        if response.status_code == 302 and location.startswith(reverse("account_login")):
            response["Location"] = f"{location}{'&' if '?' in location else '?'}{urlencode({'ended': ended})}"


class SecondFactorFirst:
    """Lead a person without a second factor to making one, and let her go nowhere else, where the installation requires it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not settings.REQUIRE_SECOND_FACTOR or not request.user.is_authenticated or not getattr(view_func, "login_required", True):
            return None
        if request.resolver_match.view_name in WITHOUT_SECOND_FACTOR or second_factor.is_active(request.user):
            return None
        return HttpResponseRedirect(reverse("mfa_activate_totp"))

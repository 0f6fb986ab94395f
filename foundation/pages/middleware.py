"""What every answer of ours carries, and what happens to a form when its session is over."""

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import Http404
from django.middleware.csrf import CsrfViewMiddleware, RejectRequest
from django.shortcuts import render
from django.utils.translation import gettext as _

from . import again
from .views import show_again


class Closed:
    """Give every answer what closes it to caches, frames, guesses and strangers, also one that the layers below made in a hurry.

    Static files bring their own ``Cache-Control``; whatever brings none is kept by no browser and no proxy.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.always = {
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": settings.X_FRAME_OPTIONS,
            "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
            "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
        }

    def __call__(self, request):
        response = self.get_response(request)
        for name, value in self.always.items():
            response.headers.setdefault(name, value)
        return response


class NoSuchAddress:
    """Answer an address with a NUL in it as one that does not exist; PostgreSQL refuses to look for such a word."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\0" in request.path_info:
            raise Http404
        return self.get_response(request)


class TokenOrAgain(CsrfViewMiddleware):
    """Take a form with its token, or one that our page "send again" gave to this browser; where it comes from is checked for both."""

    def _check_token(self, request):
        try:
            super()._check_token(request)
        except RejectRequest:
            if not again.is_ours(request):
                raise


class SignInOrKeep(LoginRequiredMiddleware):
    """Lead a visitor to the sign-in page; a form sent after the session ended is shown again with everything typed."""

    def handle_no_permission(self, request, view_func):
        if request.headers.get("X-Background"):
            return render(request, "errors/send_again.html", status=401)
        if request.method == "POST":
            return show_again(request, heading=_("Your session ended before this was sent"), status=401, signed_out=True)
        return super().handle_no_permission(request, view_func)

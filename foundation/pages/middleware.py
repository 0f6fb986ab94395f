"""What every answer of ours carries, and what happens to a form when its session is over."""

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.shortcuts import render
from django.utils.translation import gettext as _

from .views import typed_fields


class NothingStored:
    """Tell browsers and proxies to keep no page of ours; static files are not served through here."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        return response


class SignInOrKeep(LoginRequiredMiddleware):
    """Lead a visitor to the sign-in page; a form sent after the session ended is shown again with everything typed."""

    def handle_no_permission(self, request, view_func):
        if request.headers.get("X-Background"):
            return render(request, "errors/send_again.html", status=401)
        if request.method == "POST":
            return render(
                request,
                "errors/send_again.html",
                {
                    "typed": typed_fields(request),
                    "action": request.get_full_path(),
                    "heading": _("Your session ended before this was sent"),
                    "signed_out": True,
                },
                status=401,
            )
        return super().handle_no_permission(request, view_func)

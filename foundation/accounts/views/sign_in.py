"""Signing in: password, second step, demonstration buttons, joining by invitation; and signing out."""

from allauth.account import views as allauth_views
from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.flows.logout import logout
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.base import views as second_factor_views
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, translate_url
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, get_language_from_request
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import FormView

from foundation import clock
from foundation.accounts import forms, invitations, second_factor, services
from foundation.accounts.models import Role, User
from foundation.pages.addresses import is_loopback
from foundation.pages.views import ActFormView

DEMO_GROUPS = (
    (_("The team"), (Role.LEAD, Role.PRO, Role.AST)),
    (_("Crown offices"), (Role.CRN,)),
    (_("Police"), (Role.POL,)),
    (_("Records and administration"), (Role.REC, Role.ADM)),
)


def demo_groups(request) -> list[tuple[str, list[User]]]:
    """Give the people of the demonstration who may be signed in by a button here, by where they belong."""
    if not settings.DEMO_SIGN_IN or not is_loopback(request):
        return []
    people = list(User.objects.filter(is_demo=True, is_active=True).select_related("office", "agency"))
    groups = [(label, [person for role in roles for person in people if person.role == role]) for label, roles in DEMO_GROUPS]
    return [(label, members) for label, members in groups if members]


def landing(request, user, wanted: str | None) -> str:
    """Where a person goes after signing in: the page she wanted, else the start page in her language.

    Her stored language counts unless she chose another on the sign-in page, that is, unless that page's language differs from the
    one her browser would have been given.
    """
    if wanted and wanted not in (reverse("home"), "/"):
        return wanted
    here, by_browser = (get_language() or "en")[:2], get_language_from_request(request)[:2]
    return translate_url(reverse("home"), user.language if here == by_browser else here)


class SignIn(allauth_views.LoginView):
    """E-mail and password; then the second step, or the page that was asked for."""

    form_class = forms.SignInForm
    template_name = "accounts/sign_in.html"

    def form_valid(self, form):
        login = form._login
        login.redirect_url = landing(self.request, login.user, get_next_redirect_url(self.request))
        response = perform_password(self.request, login)
        if not self.request.user.is_authenticated:
            self.request.session.cycle_key()  # half signed in is a new session too
        return response

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context.update(
            ended=self.request.GET.get("ended", ""),
            signed_out="signed-out" in self.request.GET,
            idle_minutes=settings.SESSION_IDLE_SECONDS // 60,
            absolute_hours=settings.SESSION_ABSOLUTE_SECONDS // 3600,
            demo_groups=demo_groups(self.request),
        )
        return context


def perform_password(request, login: Login) -> HttpResponse:
    """Take a right password: go on to the second step, or sign in. For five minutes it is not asked again to set up a second factor."""
    record_authentication(request, login.user, method="password", reauthenticated=True)
    response = perform_login(request, login)
    request.session.set_expiry(0)
    return response


class SecondStep(second_factor_views.AuthenticateView):
    """A code from the app, or a recovery code."""

    form_class = forms.CodeForm
    template_name = "accounts/second_step.html"

    def form_invalid(self, form):
        services.record_failed_code(user=self.stage.login.user, at=clock.now())
        response = super().form_invalid(form)
        response.status_code = 422
        return response

    def form_valid(self, form):
        response = super().form_valid(form)
        self.request.session.set_expiry(0)
        return response

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {"codes_left": second_factor.codes_left(self.stage.login.user), "sign_out_url": reverse("account_logout")}


@method_decorator(login_stage_required(stage=AuthenticateStage.key, redirect_urlname="account_login"), name="dispatch")
class LostPhone(ActFormView):
    """Ask, once the password was right, to begin anew without the phone and the recovery codes; it opens nothing by itself."""

    form_class = forms.LostPhoneForm
    template_name = "accounts/lost_phone.html"

    def perform(self, form):
        person = self.request._login_stage.login.user
        services.ask_reset(person=person, by=person, at=clock.now(), **form.act_fields(), **form.cleaned_data)
        return f"{reverse('lost_phone')}?asked"

    def get_context_data(self, **kwargs):
        person = self.request._login_stage.login.user
        return super().get_context_data(**kwargs) | {"waiting": person.resets.waiting().first()}


@method_decorator(login_not_required, name="dispatch")
class SignOut(View):
    """End the session, or a sign-in that was not finished, and ask the browser to forget our pages."""

    http_method_names = ["post"]

    def post(self, request):
        if request.user.is_authenticated:
            services.record_sign_out(user=request.user, at=clock.now())
        logout(request, show_message=False)
        request.session.flush()
        response = HttpResponseRedirect(f"{reverse('account_login')}?signed-out")
        response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
        return response


@method_decorator(login_not_required, name="dispatch")
class DemoSignIn(View):
    """Sign in as one of the invented people, without a password; on this machine and in a demonstration only."""

    http_method_names = ["post"]

    def post(self, request):
        if not settings.DEMO_SIGN_IN or not is_loopback(request):
            raise Http404
        person = get_object_or_404(User, is_demo=True, is_active=True, ref=request.POST.get("person", "")[:12])
        logout(request, show_message=False)
        wanted = get_next_redirect_url(request)
        response = perform_login(request, Login(user=person, redirect_url=landing(request, person, wanted)))
        request.session.set_expiry(0)
        return response


@method_decorator(login_not_required, name="dispatch")
class Join(FormView):
    """Choose the first password, by the link of the invitation, and go on to the second factor."""

    form_class = forms.NewPasswordForm
    template_name = "accounts/join.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.person = invitations.find_invited(kwargs["ref"], kwargs["token"])

    def dispatch(self, request, *args, **kwargs):
        if self.person is None:
            return render(request, "accounts/join_expired.html", {"days": invitations.days_valid()}, status=404)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.person}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"person": self.person}

    def form_valid(self, form):
        services.accept_invitation(person=self.person, password=form.cleaned_data["new_password"], at=clock.now())
        logout(self.request, show_message=False)
        response = perform_password(self.request, Login(user=self.person, redirect_url=reverse("mfa_activate_totp")))
        return response

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response

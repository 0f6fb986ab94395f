"""The list of people, offices and agencies, for administrators and team leads."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models.functions import Lower
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from foundation import clock
from foundation.accounts import forms, invitations, policies, second_factor, services
from foundation.accounts.models import Agency, Office, Reset, Role, User
from foundation.audit.gate import log_list, open_record
from foundation.pages.forms import ActForm
from foundation.pages.listing import Filter, ListPage, Sort
from foundation.pages.views import ActFormView


class ForThoseWhoManage:
    """Close a page to everybody who does not manage people."""

    def dispatch(self, request, *args, **kwargs):
        if not policies.may_manage_people(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


def role_options(user):
    """Every role that a person can have."""
    return [(role.value, role.label) for role in Role if role != Role.SVC]


def place_options(user):
    """Offices and agencies, told apart by a letter."""
    return [(f"o-{office.ref}", office.name) for office in Office.objects.visible_to(user)] + [
        (f"a-{agency.ref}", agency.name) for agency in Agency.objects.visible_to(user)
    ]


def in_places(rows, values):
    """Narrow to people of any of these offices and agencies."""
    refs = [value[2:] for value in values]
    return rows.filter(office__ref__in=refs) | rows.filter(agency__ref__in=refs)


class Manage(ForThoseWhoManage, View):
    """Lead to the list of people."""

    def get(self, request):
        return HttpResponseRedirect(reverse("people"))


class People(ForThoseWhoManage, ListPage):
    """Everybody with an account."""

    template_name = "accounts/people.html"
    filters = [
        Filter("role", gettext_lazy("Role"), role_options, lambda rows, values: rows.filter(role__in=values)),
        Filter(
            "account",
            gettext_lazy("Account"),
            lambda user: [("open", _("Open")), ("closed", _("Closed"))],
            lambda rows, values: rows.filter(is_active__in=[value == "open" for value in values]),
        ),
        Filter("place", gettext_lazy("Office or agency"), place_options, in_places),
    ]
    sorts = [
        Sort("name", gettext_lazy("Name"), (Lower("name"), "pk")),
        Sort("role", gettext_lazy("Role"), ("role", Lower("name"), "pk")),
    ]

    def get_context_data(self, **kwargs):
        waiting = Reset.objects.visible_to(self.request.user).waiting().select_related("person", "asked_by").order_by("asked_at")
        rows = [(reset, policies.may_decide_reset(reset, self.request.user)) for reset in waiting]
        return super().get_context_data(**kwargs) | {"resets": rows}

    def rows(self):
        return User.objects.visible_to(self.request.user).select_related("office", "agency")

    def get(self, request, *args, **kwargs):
        log_list(request, "accounts.User")
        return super().get(request, *args, **kwargs)


class MakesLink:
    """A page that makes a link to choose a password: it is mailed, or, where no mail leaves this machine, shown in the answer, once."""

    invited: User | None = None

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"mails": settings.MAIL_LEAVES, "days": invitations.days_valid()}

    def form_valid(self, form):
        response = super().form_valid(form)
        if settings.MAIL_LEAVES or self.invited is None or response.status_code != 302:
            return response
        return show_link(self.request, self.invited)


def show_link(request, person: User):
    """Show a link in the answer to the form that made it; no other page shows it."""
    words = {
        "person": person,
        "link": request.build_absolute_uri(invitations.path_for(person)),
        "days": invitations.days_valid(),
    }
    return render(request, "accounts/link.html", words)


class InvitePerson(MakesLink, ForThoseWhoManage, ActFormView):
    """Add a person; she is mailed a link."""

    form_class = forms.InviteForm
    template_name = "accounts/invite_person.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"by": self.request.user}

    def get_initial(self):
        return {"language": "en"}

    def perform(self, form):
        self.invited = services.invite_person(by=self.request.user, at=clock.now(), **form.act_fields(), **form.cleaned_data)
        return self.invited.get_absolute_url()


class OfPerson(ForThoseWhoManage):
    """A page about one person."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.person = None
        if request.user.is_authenticated and policies.may_manage_people(request.user):
            self.person = open_record(request, User.objects.select_related("office", "agency"), ref=kwargs["ref"])

    def get_record(self):
        return self.person

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "person": self.person,
            "may_change": policies.may_change_person(self.person, self.request.user),
        }


class ChangesPerson(OfPerson, ActFormView):
    """A page that changes one person."""

    form_class: type[ActForm] = forms.ConfirmForm

    def dispatch(self, request, *args, **kwargs):
        if self.person is None or not policies.may_change_person(self.person, request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def call(self, service, form):
        """Call a service on this person with what the form holds."""
        service(ref=self.person.ref, by=self.request.user, at=clock.now(), **form.act_fields(), **form.cleaned_data)
        return self.person.get_absolute_url()


class Person(OfPerson, ActFormView):
    """Who she is, whether she can sign in, until when her link holds, and what can be done."""

    http_method_names = ["get"]
    form_class = forms.ConfirmForm
    template_name = "accounts/person.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        reset = self.person.resets.waiting().select_related("asked_by", "person").first()
        return super().get_context_data(**kwargs) | {
            "waiting": invitations.is_waiting(self.person),
            "holds_until": invitations.holds_until(self.person),
            "has_second_factor": second_factor.is_active(self.person),
            "is_self": self.person == user,
            "reset": reset,
            "may_decide": reset is not None and policies.may_decide_reset(reset, user),
            "may_hand_over": user.is_role(Role.LEAD),
            "may_ask_reset": policies.may_ask_reset(self.person, user),
        }


class ChangePerson(ChangesPerson):
    """Change name, role, office, agency or language."""

    form_class = forms.PersonForm
    template_name = "accounts/change_person.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"by": self.request.user}

    def get_initial(self):
        return forms.taken_from(self.person)

    def perform(self, form):
        return self.call(services.change_person, form)


class DeactivatePerson(ChangesPerson):
    """Close her account."""

    template_name = "accounts/deactivate_person.html"

    def perform(self, form):
        return self.call(services.deactivate_person, form)


class ReactivatePerson(ChangesPerson):
    """Open her account again."""

    template_name = "accounts/reactivate_person.html"

    def perform(self, form):
        return self.call(services.reactivate_person, form)


class LockPerson(ChangesPerson):
    """Close her account this minute, whatever is in her hands."""

    form_class = forms.ReasonForm
    template_name = "accounts/lock_person.html"

    def perform(self, form):
        return self.call(services.lock_person, form)


class SendLink(MakesLink, ChangesPerson):
    """Mail her a new link to choose a password; the one before is dead, and so is a password she had."""

    template_name = "accounts/send_link.html"

    def perform(self, form):
        url = self.call(services.send_link, form)
        self.invited = User.objects.get(pk=self.person.pk)
        return url


class WithdrawLink(ChangesPerson):
    """Make her link worthless."""

    template_name = "accounts/withdraw_link.html"

    def perform(self, form):
        return self.call(services.withdraw_link, form)


class AskReset(OfPerson, ActFormView):
    """Say that she lost her phone; a second person decides."""

    form_class = forms.ReasonForm
    template_name = "accounts/ask_reset.html"

    def dispatch(self, request, *args, **kwargs):
        if self.person is None or not policies.may_ask_reset(self.person, request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def perform(self, form):
        services.ask_reset(person=self.person, by=self.request.user, at=clock.now(), **form.act_fields(), **form.cleaned_data)
        return self.person.get_absolute_url()


class DecideReset(MakesLink, ForThoseWhoManage, ActFormView):
    """Make sure who is asking, then take her password and second factor away; or refuse."""

    form_class = forms.DecideResetForm
    template_name = "accounts/decide_reset.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.reset = None
        if request.user.is_authenticated and policies.may_manage_people(request.user):
            rows = Reset.objects.select_related("person", "person__office", "person__agency", "asked_by", "decided_by")
            self.reset = open_record(request, rows, ref=kwargs["ref"])

    def dispatch(self, request, *args, **kwargs):
        if request.method == "POST" and (self.reset is None or not policies.may_decide_reset(self.reset, request.user)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_record(self):
        return self.reset

    def get_context_data(self, **kwargs):
        may_decide = not self.reset.outcome and policies.may_decide_reset(self.reset, self.request.user)
        return super().get_context_data(**kwargs) | {"reset": self.reset, "person": self.reset.person, "may_decide": may_decide}

    def perform(self, form):
        confirmed = form.cleaned_data["outcome"] == "yes"
        services.decide_reset(
            reset=self.reset,
            confirmed=confirmed,
            how=form.cleaned_data["how"],
            by=self.request.user,
            at=clock.now(),
            **form.act_fields(),
        )
        if confirmed:
            self.invited = User.objects.get(pk=self.reset.person_id)
        return self.reset.person.get_absolute_url()


class NamedList(ForThoseWhoManage, ActFormView):
    """A list of offices or agencies with the form that adds one."""

    model: type[Office] | type[Agency]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"rows": self.model.objects.visible_to(self.request.user)}


class Offices(NamedList):
    """The Crown offices."""

    model, form_class, template_name = Office, forms.OfficeForm, "accounts/offices.html"

    def perform(self, form):
        services.save_office(by=self.request.user, at=clock.now(), **form.act_fields(), **form.cleaned_data)
        return reverse("offices")


class Agencies(NamedList):
    """The police agencies."""

    model, form_class, template_name = Agency, forms.AgencyForm, "accounts/agencies.html"

    def perform(self, form):
        services.save_agency(by=self.request.user, at=clock.now(), **form.act_fields(), **form.cleaned_data)
        return reverse("agencies")


class RenameNamed(ForThoseWhoManage, ActFormView):
    """Rename one office or agency."""

    model: type[Office] | type[Agency]
    template_name = "accounts/rename.html"
    list_name = ""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.thing = None
        if request.user.is_authenticated and policies.may_manage_people(request.user):
            self.thing = open_record(request, self.model.objects.all(), ref=kwargs["ref"])

    def get_record(self):
        return self.thing

    def get_initial(self):
        return {name: getattr(self.thing, name) for name in ("name_en", "name_fr", "region") if hasattr(self.thing, name)}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"thing": self.thing, "back": reverse(self.list_name)}


class RenameOffice(RenameNamed):
    """Rename a Crown office."""

    model, form_class, list_name = Office, forms.OfficeForm, "offices"

    def perform(self, form):
        services.save_office(by=self.request.user, at=clock.now(), office=self.thing, **form.act_fields(), **form.cleaned_data)
        return reverse("offices")


class RenameAgency(RenameNamed):
    """Rename a police agency."""

    model, form_class, list_name = Agency, forms.AgencyForm, "agencies"

    def perform(self, form):
        services.save_agency(by=self.request.user, at=clock.now(), agency=self.thing, **form.act_fields(), **form.cleaned_data)
        return reverse("agencies")

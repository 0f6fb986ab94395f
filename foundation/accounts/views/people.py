"""The list of people, offices and agencies, for administrators and team leads."""

from django.core.exceptions import PermissionDenied
from django.db.models.functions import Lower
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from foundation import clock
from foundation.accounts import forms, invitations, policies, second_factor, services
from foundation.accounts.models import Agency, Office, Role, User
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

    def rows(self):
        return User.objects.visible_to(self.request.user).select_related("office", "agency")

    def get(self, request, *args, **kwargs):
        log_list(request, "accounts.User")
        return super().get(request, *args, **kwargs)


class InvitePerson(ForThoseWhoManage, ActFormView):
    """Add a person; her page then shows the link to hand over."""

    form_class = forms.InviteForm
    template_name = "accounts/invite_person.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"by": self.request.user}

    def get_initial(self):
        return {"language": "en"}

    def perform(self, form):
        person = services.invite_person(by=self.request.user, at=clock.now(), **form.act_fields(), **form.cleaned_data)
        return person.get_absolute_url()


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
    """Who she is, whether she can sign in, and the link of her invitation while she has not joined."""

    http_method_names = ["get"]
    form_class = forms.ConfirmForm
    template_name = "accounts/person.html"

    def get_context_data(self, **kwargs):
        waiting = invitations.is_waiting(self.person)
        context = super().get_context_data(**kwargs)
        link = self.request.build_absolute_uri(invitations.path_for(self.person)) if waiting and context["may_change"] else ""
        return context | {
            "waiting": waiting,
            "link": link,
            "days": invitations.days_valid(),
            "has_second_factor": second_factor.is_active(self.person),
            "is_self": self.person == self.request.user,
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


class StartOver(ChangesPerson):
    """Take away a lost password and second factor, and give a new link."""

    template_name = "accounts/start_over.html"

    def perform(self, form):
        return self.call(services.start_over, form)


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

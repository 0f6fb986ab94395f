"""Sharing out the files of one person."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from caseload import services
from casetracker.models import CaseFile, FileAccess
from casetracker.states import COUNSEL_ACCESS, FILE_ACTIVE, Access
from foundation import clock
from foundation.accounts.models import Role, User
from foundation.audit.gate import log_list
from foundation.jobs.models import Job
from foundation.pages.fields import LongTextField
from foundation.pages.forms import ActForm
from foundation.pages.views import ActFormView

MOST = 500


class ReassignForm(ActForm):
    """Which files, to whom, and why."""

    files = forms.MultipleChoiceField(
        label=_("Files"), widget=forms.CheckboxSelectMultiple, error_messages={"required": _("Tick at least one file.")}
    )
    to = forms.ChoiceField(label=_("To"), error_messages={"required": _("Choose who takes the files.")})
    acting_as = forms.ChoiceField(
        label=_("As"), choices=[(access, access.label) for access in (Access.LEAD_COUNSEL, Access.COUNSEL)], initial=Access.LEAD_COUNSEL
    )
    reason = LongTextField(label=_("Reason"), max_length=500, rows=3, help_text=_("Both people read it."))

    def __init__(self, *args, files=(), people=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["files"].choices = [(file.ref, f"{file.title} ({file.ref})") for file in files]
        self.fields["to"].choices = [("", _("Choose a person")), *((person.ref, person.name) for person in people)]


class Reassign(ActFormView):
    """Hand some or all of a prosecutor's open files to another, with a reason; the result says what was done and what was not."""

    form_class, template_name = ReassignForm, "caseload/reassign.html"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_role(Role.LEAD):
            raise PermissionDenied
        self.person = User.objects.filter(ref=kwargs["ref"], role__in=(Role.PRO, Role.LEAD)).first()
        if self.person is None:
            raise Http404
        held = FileAccess.objects.current().filter(user=self.person, acting_as__in=COUNSEL_ACCESS, for_intake=False)
        files = CaseFile.objects.visible_to(request.user).filter(state__in=FILE_ACTIVE, pk__in=held.values("file"))
        self.files = list(files.closest_first()[:MOST])
        log_list(request, "casetracker.CaseFile")
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        people = User.objects.filter(role=Role.PRO, is_active=True).exclude(pk=self.person.pk).order_by("name")
        return {**super().get_form_kwargs(), "files": self.files, "people": people}

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "person": self.person, "files": self.files, "today": clock.today()}

    def asked_for(self, form) -> dict:
        """What the services are asked to do."""
        given = form.cleaned_data
        return {
            "files": [file for file in self.files if file.ref in given["files"]],
            "to": User.objects.get(ref=given["to"]),
            "acting_as": given["acting_as"],
            "reason": given["reason"],
            "by": self.request.user,
            "key": form.act_fields()["key"],
        }

    def perform(self, form):
        job = services.hand_files_to_worker(**self.asked_for(form), at=clock.now())
        return reverse("reassigned", kwargs={"ref": job.ref})

    def form_valid(self, form):
        """Show what was done and what was not, file by file, in the answer; a second send shows the same. Many are handed to the worker."""
        if len(form.cleaned_data["files"]) > services.IN_THE_REQUEST:
            return super().form_valid(form)
        return render(self.request, "caseload/reassigned.html", {"done": services.reassign_files(**self.asked_for(form))})


class Reassigned(TemplateView):
    """How far the worker is with files that are handed over, and what became of each; whoever asked for it alone sees it."""

    template_name = "caseload/reassigned.html"

    def get_context_data(self, **kwargs):
        if not self.request.user.is_role(Role.LEAD):
            raise PermissionDenied
        job = Job.objects.filter(kind=services.REASSIGN, requested_by=self.request.user, ref=self.kwargs["ref"]).first()
        if job is None:
            raise Http404
        if job.state == Job.State.DONE:
            log_list(self.request, "casetracker.CaseFile")
            return super().get_context_data(done=services.became_of_files(job), **kwargs)
        return super().get_context_data(job=job, running=job.state in (Job.State.WAITING, Job.State.RUNNING), **kwargs)

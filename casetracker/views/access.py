"""Who is on a file, who may not see it, and cover of a colleague's file."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casetracker import policies, services
from casetracker.forms.access import AssignForm, CoverForm, GrantAccessForm, ReasonForm, WallForm
from casetracker.models import FileAccess, FileWall
from casetracker.states import Access
from foundation import clock
from foundation.pages.forms import ActForm
from foundation.pages.views import ActFormView

from .base import FileForm, FilePage


class AccessPage(FilePage):
    """Who has access and who is walled off."""

    template_name = "casetracker/access.html"
    current = "access"
    heading = _("Access and walls")
    allowed = "may_see_access"

    def get_context_data(self, **kwargs):
        now = clock.now()
        rows = list(FileAccess.objects.filter(file=self.case_file).select_related("user").order_by("-from_at", "-pk"))
        for row in rows:
            row.is_cover = row.acting_as == Access.COVER
        current = [row for row in rows if row.from_at <= now and (row.until_at is None or row.until_at > now)]
        return super().get_context_data(
            current=current,
            ended=[row for row in rows if row not in current],
            walls=list(
                FileWall.objects.visible_to(self.request.user)
                .filter(file=self.case_file)
                .select_related("user")
                .order_by("lifted_at", "-set_at")
            ),
            may_grant=policies.may_grant_access(self.case_file, self.request.user),
            may_wall=policies.may_set_wall(self.case_file, self.request.user),
            **kwargs,
        )


class AccessForm(FileForm):
    """A form about access."""

    current = "access"
    allowed = "may_grant_access"
    back = "access"


class AssignFile(AccessForm):
    """Assign or reassign the file to a prosecutor."""

    form_class = AssignForm
    heading = _("Assign a prosecutor")
    submit = _("Assign")
    hint = _("A new lead prosecutor takes over from the one before; both are told.")

    def get_initial(self):
        return {"acting_as": "LEAD_COUNSEL"}

    def perform(self, form):
        services.assign(case_file=self.case_file, **self.sent(form))
        return self.at("access")


class GrantAccess(AccessForm):
    """A place on the file."""

    form_class = GrantAccessForm
    heading = _("Give access")
    submit = _("Give access")

    def perform(self, form):
        services.grant_access(case_file=self.case_file, **self.sent(form))
        return self.at("access")


class EndAccess(AccessForm):
    """The end of somebody's place on the file."""

    form_class = ReasonForm
    heading = _("End access")
    submit = _("End access")
    danger = True

    def find(self, *, access, **refs):
        super().find(**refs)
        self.access = FileAccess.objects.current().filter(file=self.case_file, ref=access).select_related("user").first()
        if self.access is None:
            raise Http404
        self.access.file = self.case_file
        self.about = f"{self.access.user.name}, {self.access.get_acting_as_display()}"

    def get_record(self):
        return self.access

    def perform(self, form):
        services.end_access(access=self.access, version=form.act_fields()["version"], **self.sent(form))
        return self.at("access")


class ReviewCover(EndAccess):
    """A lead looked at a cover."""

    form_class = ActForm
    heading = _("Review the cover")
    submit = _("I reviewed this cover")
    danger = False

    def find(self, *, access, **refs):
        FileForm.find(self, **refs)
        self.access = (
            FileAccess.objects.filter(file=self.case_file, ref=access, acting_as=Access.COVER, reviewed_at=None)
            .select_related("user")
            .first()
        )
        if self.access is None:
            raise Http404
        self.about = f"{self.access.user.name}: {self.access.reason}"

    def perform(self, form):
        services.review_cover(access=self.access, by=self.request.user, at=clock.now(), **form.act_fields())
        return self.at("access")


class SetWall(AccessForm):
    """A wall between a person and the file."""

    form_class = WallForm
    heading = _("Set up a wall")
    submit = _("Set up the wall")
    hint = _("The person sees nothing of the file from then on, not even a count, and is told nothing. Her places on it end.")
    allowed = "may_set_wall"
    danger = True

    def perform(self, form):
        services.set_wall(case_file=self.case_file, **self.sent(form))
        return self.at("access")


class LiftWall(AccessForm):
    """The end of a wall."""

    form_class = ReasonForm
    heading = _("Lift a wall")
    submit = _("Lift the wall")
    hint = _("The person gets no place on the file by it.")
    allowed = "may_set_wall"

    def find(self, *, wall, **refs):
        super().find(**refs)
        self.wall = (
            FileWall.objects.visible_to(self.request.user).standing().filter(file=self.case_file, ref=wall).select_related("user").first()
        )
        if self.wall is None:
            raise Http404
        self.about = self.wall.user.name

    def get_record(self):
        return self.wall

    def perform(self, form):
        services.lift_wall(wall=self.wall, version=form.act_fields()["version"], **self.sent(form))
        return self.at("access")


class TakeCover(ActFormView):
    """Open a colleague's file for four hours, by its number and with a reason."""

    template_name = "casetracker/take_cover.html"
    form_class = CoverForm

    def dispatch(self, request, *args, **kwargs):
        if not policies.may_cover(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        return {"ref": self.request.GET.get("file", "")[:12]}

    def perform(self, form):
        access = services.take_cover(by=self.request.user, at=clock.now(), key=form.act_fields()["key"], **form.cleaned_data)
        return access.file.get_absolute_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(cancel_url=reverse("casetracker:list"), **kwargs)

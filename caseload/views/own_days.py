"""What a person says of her own days: when she is away, and the secret address of her calendar."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from caseload import absences, feeds, tries
from caseload.court_forms import AbsenceForm
from caseload.models import Absence, CalendarFeed
from foundation import clock
from foundation.audit.gate import log_list, log_read, open_record
from foundation.pages.forms import ActForm
from foundation.pages.views import ActFormView


class Absences(ActFormView):
    """When one is away: a new absence, and those that run or come."""

    template_name = "caseload/absences.html"
    form_class = AbsenceForm

    def dispatch(self, request, *args, **kwargs):
        if not absences.may_be_away(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def perform(self, form):
        absences.add_absence(by=self.request.user, at=clock.now(), key=form.act_fields()["key"], **form.cleaned_data)
        messages.success(self.request, _("Recorded. The court lists of these days say that you are away."))
        return reverse("absences")

    def get_context_data(self, **kwargs):
        log_list(self.request, "caseload.Absence")
        today = clock.today()
        mine = Absence.objects.filter(user=self.request.user).standing().filter(to_on__gte=today)
        return super().get_context_data(absences=list(mine), today=today, **kwargs)


class EndAbsence(ActFormView):
    """The end of an absence of one's own."""

    template_name = "caseload/end_absence.html"
    form_class = ActForm

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.absence = None
        if request.user.is_authenticated and absences.may_be_away(request.user):
            self.absence = open_record(request, Absence.objects.filter(user=request.user), ref=kwargs["ref"])

    def dispatch(self, request, *args, **kwargs):
        if self.absence is None:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_record(self):
        return self.absence

    def perform(self, form):
        absences.end_absence(absence=self.absence, by=self.request.user, at=clock.now(), **form.act_fields())
        return reverse("absences")

    def get_context_data(self, **kwargs):
        return super().get_context_data(absence=self.absence, today=clock.today(), cancel_url=reverse("absences"), **kwargs)


class OwnCalendar(ActFormView):
    """The secret address of one's calendar: made here and shown this once."""

    template_name = "caseload/calendar.html"
    form_class = ActForm
    token = ""

    def dispatch(self, request, *args, **kwargs):
        if not feeds.may_have_feed(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def perform(self, form):
        self.token = feeds.make_feed(by=self.request.user, at=clock.now(), key=form.act_fields()["key"])
        return reverse("calendar")

    def form_valid(self, form):
        response = super().form_valid(form)
        if not self.token:
            return response
        address = f"{settings.PUBLIC_URL.rstrip('/')}{reverse('calendar_feed', kwargs={'token': self.token})}"
        return render(self.request, "caseload/calendar_made.html", {"address": address})

    def get_context_data(self, **kwargs):
        log_list(self.request, "caseload.CalendarFeed")
        feed = CalendarFeed.objects.visible_to(self.request.user).open().first()
        return super().get_context_data(feed=feed, **kwargs)


class RevokeCalendar(ActFormView):
    """The end of the secret address."""

    template_name = "caseload/calendar_revoke.html"
    form_class = ActForm

    def dispatch(self, request, *args, **kwargs):
        if not feeds.may_have_feed(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def perform(self, form):
        feeds.revoke_feed(by=self.request.user, at=clock.now(), key=form.act_fields()["key"])
        messages.success(self.request, _("The address is revoked: whoever holds it gets nothing any more."))
        return reverse("calendar")

    def get_context_data(self, **kwargs):
        log_list(self.request, "caseload.CalendarFeed")
        return super().get_context_data(cancel_url=reverse("calendar"), **kwargs)


@login_not_required
@require_safe
@never_cache
def calendar_feed(request, token):
    """Give the calendar of whoever holds the address; a wrong, revoked or lost one looks like no page at all.

    Addresses that are tried and lead nowhere are counted like wrong passwords: after 20 from one place in 15 minutes it gets none.
    """
    if tries.closed(request):
        return HttpResponse(status=429, headers={"Retry-After": str(round(settings.AXES_COOLOFF_TIME.total_seconds()))})
    feed = feeds.find_feed(token)
    if feed is None:
        tries.count(request)
        raise Http404
    log_read(request, CalendarFeed._meta.label, feed.ref, by=feed.user)
    answer = HttpResponse(feeds.calendar_of(feed.user), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="court.ics"'
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Robots-Tag"] = "noindex"
    return answer

"""The court list: by day, mine or the team's; its results in one go; the day sheet and the page that is carried."""

import uuid
from datetime import date, timedelta
from urllib.parse import urlencode

from django.contrib.staticfiles import finders
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from caseload import court
from caseload.carry import carried_days
from caseload.court_forms import CourtListForm, ResultRow
from caseload.day_results import record_day
from caseload.models import TELLS_THE_TEAM, Absence
from casetracker import names, services
from casetracker.models import Appearance
from foundation import clock
from foundation.accounts.models import Role, User
from foundation.audit.gate import log_list
from foundation.pages import days

PER_PAGE = 25
SHOWN_DAYS = 14
MOST_OF_A_DAY = 200


class OfCourtList:
    """What the list, its printouts and the entry of results share: whose days, and which."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.reads = request.user.is_authenticated and court.reads_court_list(request.user)

    def dispatch(self, request, *args, **kwargs):
        if not self.reads:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def asked(self) -> QueryDict:
        """What the address or the button asked for."""
        return self.request.GET if self.request.method == "GET" else self.request.POST

    @cached_property
    def filters(self) -> CourtListForm:
        """The days and the person as they were asked for."""
        user = self.request.user
        default = court.MINE if user.is_role(Role.PRO) else court.TEAM
        return CourtListForm(self.asked, by_person=not user.is_role(Role.PRO), default_scope=default)

    @cached_property
    def chosen(self) -> dict:
        """What was asked, without what was not understood."""
        self.filters.is_valid()
        return self.filters.cleaned_data

    @property
    def scope(self) -> str:
        """Mine, or the team's."""
        return self.chosen.get("scope") or self.filters.fields["scope"].initial

    def rows(self):
        """The days in court that were asked for, whatever the day."""
        user = self.request.user
        if person := self.chosen.get("person"):
            return court.of_person(court.of_team(user), User.objects.get(ref=person))
        return court.mine(user) if self.scope == court.MINE else court.of_team(user)

    def kept(self, **more) -> dict:
        """What travels with a link or a button."""
        kept = {"scope": self.scope, "person": self.chosen.get("person") or "", **more}
        return {name: value for name, value in kept.items() if value}


class CourtList(OfCourtList, TemplateView):
    """Days in court, day by day."""

    template_name = "caseload/court_list.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        log_list(self.request, "casetracker.Appearance")
        user, today = self.request.user, clock.today()
        since = self.chosen.get("since") or today
        until = self.chosen.get("until") or max(since, today) + timedelta(days=SHOWN_DAYS - 1)
        rows = court.with_people(self.rows().filter(on__range=(since, until))).in_order()
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("page"))
        lines = court.court_lines(list(page.object_list), user)
        context.update(
            filters=self.filters,
            page=page,
            by_day=self._by_day(lines),
            since=since,
            until=until,
            today=today,
            is_team=self.scope == court.TEAM,
            may_cover=user.is_role(Role.PRO),
            may_be_away=user.is_role(*TELLS_THE_TEAM),
            away=self._away(since, until),
        )
        return context

    def _by_day(self, lines):
        """Put lines of one day together, with what can be done with the day."""
        found: dict[date, list] = {}
        for line in lines:
            found.setdefault(line.appearance.on, []).append(line)
        return [
            (
                on,
                of_day,
                self.kept(day=on.isoformat()),
                f"{reverse('court_results')}?{urlencode(self.kept(day=on.isoformat()))}" if any(line.may_record for line in of_day) else "",
                any(line.is_open for line in of_day),
            )
            for on, of_day in found.items()
        ]

    def _away(self, since, until):
        """Who is away within the days shown, for whoever may know; her own alone where she looks at her own."""
        rows = Absence.objects.visible_to(self.request.user).touching(since, until).select_related("user")
        if self.scope == court.MINE:
            rows = rows.filter(user=self.request.user)
        return [
            _("%(who)s: %(from)s to %(to)s") % {"who": one.user.name, "from": days.day(one.from_on), "to": days.day(one.to_on)}
            for one in rows[:50]
        ]


class OfDay(OfCourtList):
    """A page about one day of the list."""

    @cached_property
    def day(self) -> date:
        """The day that was asked for; today where none was, or none that is."""
        try:
            return date.fromisoformat(self.asked.get("day", ""))
        except ValueError:
            return clock.today()

    def back_url(self) -> str:
        """The list at this day."""
        return f"{reverse('court_list')}?{urlencode(self.kept(since=self.day.isoformat()))}"

    def open_rows(self):
        """The days in court of this day whose files this person may open."""
        visible = Appearance.objects.visible_to(self.request.user)
        return self.rows().filter(on=self.day, pk__in=visible.values("pk"))


class HandsOutDay(OfDay, TemplateView):
    """Something of a day that leaves the product: asked for by a button, written down, then given; its address alone leads back."""

    verb = what = ""

    def get(self, request, *args, **kwargs):
        return HttpResponseRedirect(self.back_url())

    def post(self, request, *args, **kwargs):
        rows = list(court.with_everything(self.open_rows()).in_order()[:MOST_OF_A_DAY])
        log_list(request, "casetracker.Appearance")
        files = list({row.file_id: row.file for row in rows}.values())
        services.hand_out_days(case_files=files, verb=self.verb, what=self.what, by=request.user, at=clock.now())
        return self.hand_out(rows)

    def hand_out(self, rows):
        """Give what was asked for."""
        raise NotImplementedError


class DaySheet(HandsOutDay):
    """A day on paper: one block for each day in court, with room for notes."""

    template_name = "caseload/day_sheet.html"
    verb, what = "printed", "day_sheet"

    def hand_out(self, rows):
        lines = court.court_lines(rows, self.request.user)
        banned = {row.file_id for row in rows for of in row.of.all() for ban in of.proceeding.accused.bans.all() if ban.ended_on is None}
        return self.render_to_response(
            self.get_context_data(
                day=self.day,
                blocks=[(line, _tracks(line.appearance), line.appearance.file_id in banned) for line in lines],
                back_url=self.back_url(),
                printed_by=self.request.user.name,
                heading=_("Day sheet"),
            )
        )


def _tracks(appearance):
    """Each accused on a day of a file that is open to the reader, with where she stands."""
    return [(names.display_name(row.proceeding.accused, None, names.PRINT), row.proceeding) for row in appearance.of.all()]


class MorningPage(HandsOutDay):
    """A day as one file that holds everything it needs and nothing that names anybody."""

    verb, what = "exported", "morning_page"

    def hand_out(self, rows):
        user = self.request.user
        page = render_to_string(
            "caseload/morning_page.html",
            {
                "day": self.day,
                "days_in_court": carried_days(rows, user, clock.today()),
                "style": format_html("<style>{}</style>", mark_safe(own_style())),
                "made_at": clock.now(),
                "initials": user.initials,
            },
        )
        answer = HttpResponse(page, content_type="text/html; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="court-{self.day.isoformat()}.html"'
        answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
        answer["Cache-Control"] = "no-store"
        return answer


def own_style() -> str:
    """The style of the page that is carried, which it holds itself."""
    with open(finders.find("caseload/css/morning.css"), encoding="utf-8") as sheet:
        return sheet.read()


class DayResults(OfDay, TemplateView):
    """The results of a day in one go: one row for each day in court, each saved for itself."""

    template_name = "caseload/day_results.html"

    def dispatch(self, request, *args, **kwargs):
        if self.reads and not request.user.is_role(*TELLS_THE_TEAM):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def lines(self) -> list[court.CourtLine]:
        """The open days in court of this day of which this person may record the result."""
        rows = court.with_people(self.open_rows().pending()).in_order()[:MOST_OF_A_DAY]
        return [line for line in court.court_lines(list(rows), self.request.user) if line.may_record]

    def get(self, request, *args, **kwargs):
        log_list(request, "casetracker.Appearance")
        return self.show([ResultRow(prefix=line.appearance.ref, line=line) for line in self.lines])

    def post(self, request, *args, **kwargs):
        log_list(request, "casetracker.Appearance")
        done = record_day(lines=self.all_lines(), typed=request.POST, by=request.user, key=request.POST.get("key", ""))
        failed = [one.form for one in done if one.failed]
        status = 422 if failed else 200
        return self.show(failed, done=done, status=status)

    def all_lines(self) -> list[court.CourtLine]:
        """The lines of this day that were sent, also those that were recorded meanwhile: their rows are told so."""
        rows = court.with_people(self.open_rows()).in_order()[:MOST_OF_A_DAY]
        sent = {name.partition("-")[0] for name in self.request.POST}
        allowed = court.may_record_on(self.request.user, {row.file_id for row in rows})
        rows = [row for row in rows if row.ref in sent and row.file_id in allowed]
        return court.court_lines(rows, self.request.user)

    def show(self, rows, *, done=(), status=200):
        """Show the rows that are open, after what became of those that were sent."""
        return self.render_to_response(
            self.get_context_data(
                day=self.day,
                rows=rows,
                done=done,
                kept=self.kept(day=self.day.isoformat()),
                back_url=self.back_url(),
                key=uuid.uuid4().hex,
                wrong=any(row.is_bound for row in rows),
                to_come=self.day > clock.today(),
            ),
            status=status,
        )

"""My requests, for askers; the queue, for the team. One list, narrowed by what a person may see."""

from datetime import timedelta
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import Case, F, Q, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from advice import policies
from advice.models import AdviceRequest
from advice.states import ASKER_SITUATIONS, ON_THE_TEAM, OPEN, TEAM_SITUATIONS, URGENCY_SHORT, State, Topic
from foundation import clock
from foundation.accounts.models import ASKERS, Agency, Office, Role, User
from foundation.audit.gate import log_list
from foundation.pages.listing import Filter, ListPage, Sort

from .base import tone_of

NOBODY = "nobody"


def _states(situations):
    def options(user):
        wanted = [state for state in State if state != State.DRAFT or user.role in ASKERS]
        return [("open", pgettext_lazy("requests for advice", "Open")), *((state, situations.get(state, state.label)) for state in wanted)]

    return options


def narrow_state(rows, values):
    """Keep the states chosen; "open" stands for all on which somebody owes a step."""
    wanted = set(values) - {"open"}
    if "open" in values:
        wanted |= OPEN
    return rows.filter(state__in=wanted)


def _people(user):
    people = sorted(User.objects.filter(role=Role.PRO, is_active=True), key=lambda person: person.pk != user.pk)
    return [(NOBODY, _("Nobody yet")), *((person.ref, _("Me") if person.pk == user.pk else person.name) for person in people)]


def narrow_person(rows, values):
    """Keep what is in the hands chosen."""
    wanted = Q(assigned_to__ref__in=[value for value in values if value != NOBODY])
    if NOBODY in values:
        wanted |= Q(assigned_to=None)
    return rows.filter(wanted)


def _houses(user):
    return [(house.ref, house.name) for house in [*Agency.objects.all(), *Office.objects.all()]]


def narrow_house(rows, values):
    """Keep what these services and offices asked."""
    return rows.filter(Q(agency__ref__in=values) | Q(office__ref__in=values))


def _due(user):
    return [("overdue", _("Overdue")), ("today", _("Due today")), ("week", _("Due within 7 days"))]


def narrow_due(rows, values):
    """Keep what is promised for the days chosen."""
    today = clock.today()
    wanted = Q(pk__in=[])
    if "overdue" in values:
        wanted |= Q(due_on__lt=today)
    if "today" in values:
        wanted |= Q(due_on=today)
    if "week" in values:
        wanted |= Q(due_on__gte=today, due_on__lte=today + timedelta(days=7))
    return rows.with_the_team().filter(wanted)


def _values(column):
    def narrow(rows, values):
        return rows.filter(**{f"{column}__in": values})

    return narrow


def narrow_topic(rows, values):
    """Keep what has any of these topics."""
    return rows.filter(pk__in=rows.model.topics.rel.related_model.objects.filter(topic__in=values).values("request"))


TEAM_FILTERS = [
    Filter("state", _("State"), _states(TEAM_SITUATIONS), narrow_state),
    Filter("due", _("Promised"), _due, narrow_due),
    Filter("urgency", _("Urgency"), lambda user: list(URGENCY_SHORT.items()), _values("urgency")),
    Filter("person", _("Adviser"), _people, narrow_person),
    Filter("house", _("Who asks"), _houses, narrow_house),
    Filter("topic", _("Topic"), lambda user: Topic.choices, narrow_topic),
]
ASKER_FILTERS = [
    Filter("state", _("State"), _states(ASKER_SITUATIONS), narrow_state),
    Filter("topic", _("Topic"), lambda user: Topic.choices, narrow_topic),
]
WHOSE_TURN = Case(When(state__in=ON_THE_TEAM, then=0), When(state__in=[State.NEEDS_INFO, State.DRAFT], then=1), default=2)
SORTS = [
    Sort("due", _("promised date"), (WHOSE_TURN, F("due_on").asc(nulls_last=True), "asked_at", "pk")),
    Sort("newest", _("newest"), (F("asked_at").desc(nulls_first=True), "-pk")),
    Sort("oldest", _("oldest"), (F("asked_at").asc(nulls_first=True), "pk")),
]


class RequestList(ListPage):
    """The requests a person may see."""

    template_name = "advice/list.html"
    sorts = SORTS
    asks = False

    def rows(self):
        log_list(self.request, AdviceRequest._meta.label)
        rows = AdviceRequest.objects.visible_to(self.request.user).with_reading()
        return rows.select_related("asker", "agency", "office", "assigned_to").prefetch_related("topics")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        for row in context["page"]:
            row.shown_situation = row.asker_situation if self.asks else row.team_situation
            row.tone = tone_of(row, not self.asks)
        return {
            **context,
            "asks": self.asks,
            "may_ask": policies.may_ask(self.request.user),
            "today": clock.today(),
            "numbers": self.numbers(),
        }

    def numbers(self) -> list[tuple]:
        """What waits, each number with the list behind it."""
        return []


class MyRequests(RequestList):
    """What an asker asked or was named on."""

    asks = True
    filters = ASKER_FILTERS


class RequestQueue(RequestList):
    """What the team has before it."""

    filters = TEAM_FILTERS
    waits = [
        ({"due": ["overdue"]}, _("overdue"), "risk"),
        ({"state": [State.SUBMITTED]}, _("to triage"), "action"),
        ({"state": [State.TRIAGED]}, _("without an adviser"), "action"),
        ({"state": [State.IN_REVIEW]}, _("with a second reader"), "action"),
        ({"state": [State.NEEDS_INFO]}, _("waiting for the asker"), "wait"),
    ]

    def numbers(self):
        rows = AdviceRequest.objects.visible_to(self.request.user)
        page = reverse("advice:list")
        return [
            (self.narrow(rows, chosen).count(), words, f"{page}?{urlencode(chosen, doseq=True)}", tone)
            for chosen, words, tone in self.waits
        ]


def list_requests(request):
    """Show an asker her requests and the team its queue."""
    if request.user.role in (Role.ADM, Role.SVC):
        raise PermissionDenied
    page = MyRequests if request.user.role in ASKERS else RequestQueue
    return page.as_view()(request)

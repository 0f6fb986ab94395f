"""A request for advice: its states, who asked, what about, and when its clock stood still."""

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_fsm import RETURN_VALUE, transition

from advice import deadlines, guards, policies
from advice.querysets import AdviceRequestQuerySet
from advice.states import (
    ASKER_SITUATIONS,
    DELIVERY_NEEDED,
    MERGEABLE,
    ON_THE_TEAM,
    OPEN,
    READING_NEEDED,
    RECALLED,
    TEAM_SITUATIONS,
    URGENCY_SHORT,
    DeclineReason,
    Level,
    Reading,
    Stage,
    State,
    Topic,
    Urgency,
)
from casetracker.models import CaseFile, FileWall
from foundation import clock
from foundation.accounts.models import Agency, Office
from foundation.audit.history import TrackedHistory
from foundation.records.fields import RefField
from foundation.records.models import Record
from foundation.workflow.models import StateField, Stateful

LANGUAGES = [("en", "English"), ("fr", "Français")]


def local_day(moment: datetime) -> date:
    """The day of a moment on Toronto's clock."""
    return moment.astimezone(clock.TORONTO).date()


class AdviceRequest(Stateful):
    """A question put to the team, from the first draft to the answer and after it."""

    machine = "advice"

    ref = RefField(kind="request")
    state = StateField(_("state"), choices=State.choices, default=State.DRAFT)
    asker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="asked_requests")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    question = models.CharField(_("question"), max_length=300, blank=True)
    facts = models.TextField(_("facts"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="en")
    stage = models.CharField(_("stage"), max_length=20, choices=Stage.choices, blank=True)
    urgency = models.CharField(_("urgency"), max_length=2, choices=Urgency.choices, blank=True)
    urgency_reason = models.CharField(_("why then"), max_length=500, blank=True)
    needed_by = models.DateField(_("needed by"), null=True, blank=True)
    case_file = models.ForeignKey(CaseFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    occurrence = models.CharField(_("case or occurrence number"), max_length=60, blank=True)
    intended_level = models.CharField(_("meant for"), max_length=12, choices=Level.choices, default=Level.CROWN_ONLY)
    drafted_at = models.DateTimeField(_("last saved as a draft"))
    asked_at = models.DateTimeField(_("asked"), null=True, blank=True)
    triaged_at = models.DateTimeField(_("triaged"), null=True, blank=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="assigned_requests"
    )
    assigned_at = models.DateTimeField(_("assigned"), null=True, blank=True)
    first_reply_at = models.DateTimeField(_("first reply"), null=True, blank=True)
    delivered_at = models.DateTimeField(_("answer delivered"), null=True, blank=True)
    follow_up_at = models.DateTimeField(_("follow-up asked"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    clock_started_on = models.DateField(_("clock started"), null=True, blank=True)
    due_on = models.DateField(_("promised for"), null=True, blank=True)
    returns_to = models.CharField(max_length=40, blank=True)
    reply_by = models.DateField(_("reply by"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_here")
    awaits_reading = models.BooleanField(_("latest answer waits to be read second"), default=False)
    is_recalled = models.BooleanField(_("latest answer is recalled"), default=False)
    decline_reason = models.CharField(_("why declined"), max_length=20, choices=DeclineReason.choices, blank=True)

    objects = AdviceRequestQuerySet.as_manager()
    history = TrackedHistory()

    class Meta:
        verbose_name = _("request for advice")
        verbose_name_plural = _("requests for advice")
        indexes = [
            models.Index(fields=["state", "due_on"], name="advice_state_due"),
            models.Index(fields=["asker", "state"], name="advice_asker"),
            models.Index(fields=["assigned_to", "state"], name="advice_adviser"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="advice_state_known"),
            models.CheckConstraint(
                condition=Q(assigned_to=None, assigned_at=None) | Q(assigned_to__isnull=False, assigned_at__isnull=False),
                name="advice_assigned_both_or_none",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.ASSIGNED, State.IN_REVIEW]) | Q(assigned_to__isnull=False), name="advice_in_hands_has_adviser"
            ),
            models.CheckConstraint(
                condition=Q(state=State.NEEDS_INFO, returns_to__in=[State.SUBMITTED, State.TRIAGED, State.ASSIGNED], reply_by__isnull=False)
                | (~Q(state=State.NEEDS_INFO) & Q(returns_to="", reply_by=None)),
                name="advice_waiting_knows_the_way_back",
            ),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT, asked_at=None) | (~Q(state=State.DRAFT) & Q(asked_at__isnull=False)),
                name="advice_sent_has_asked_at",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.DELIVERED, State.FOLLOW_UP]) | Q(delivered_at__isnull=False),
                name="advice_answered_has_delivered_at",
            ),
            models.CheckConstraint(
                condition=Q(state=State.MERGED, merged_into__isnull=False) | (~Q(state=State.MERGED) & Q(merged_into=None)),
                name="advice_merged_knows_into_which",
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("pk")), name="advice_merged_into_another"),
            models.CheckConstraint(
                condition=~Q(state=State.CONVERTED_TO_FILE) | Q(case_file__isnull=False), name="advice_converted_has_file"
            ),
            models.CheckConstraint(condition=Q(intended_level__in=Level.values), name="advice_intended_level_known"),
        ]

    def __str__(self) -> str:
        return self.ref

    def get_absolute_url(self) -> str:
        """The page of the request; of a draft, the form in which it is written."""
        return reverse("advice:edit_draft" if self.state == State.DRAFT else "advice:request", args=[self.ref])

    # Steps (process.md 5.1)

    @transition(
        field=state,
        source=[State.DRAFT],
        target=State.SUBMITTED,
        permission=policies.may_submit,
        custom={"id": "Q1", "guards": [guards.has_question, guards.has_urgency], "label": _("Send the request")},
    )
    def submit(self, *, at, due_on):
        """Send the question to the team."""
        self.asked_at, self.clock_started_on, self.due_on = at, local_day(at), due_on

    @transition(
        field=state,
        source=[State.SUBMITTED],
        target=State.TRIAGED,
        permission=policies.may_triage,
        custom={"id": "Q2", "guards": [guards.has_topic, guards.urgency_is_settled], "label": _("Accept")},
    )
    def triage(self, *, at, due_on):
        """Take the question up for an answer."""
        self.triaged_at, self.due_on = at, due_on

    @transition(
        field=state,
        source=[State.TRIAGED],
        target=State.ASSIGNED,
        permission=policies.may_assign,
        custom={"id": "Q3", "guards": [guards.adviser_not_walled], "label": _("Assign an adviser")},
    )
    def assign(self, *, to, at):
        """Put the request in an adviser's hands."""
        self.assigned_to, self.assigned_at = to, at

    @transition(
        field=state,
        source=[State.ASSIGNED],
        target=State.ASSIGNED,
        permission=policies.may_hand_over,
        custom={"id": "Q4", "guards": [guards.adviser_not_walled], "label": _("Hand over")},
    )
    def hand_over(self, *, to, at):
        """Put the request in another adviser's hands."""
        self.assigned_to, self.assigned_at = to, at

    @transition(
        field=state,
        source=[State.SUBMITTED, State.TRIAGED, State.ASSIGNED],
        target=State.NEEDS_INFO,
        permission=policies.may_ask_for_more,
        custom={"id": "Q5", "guards": [], "label": _("Ask for more")},
    )
    def ask_for_more(self, *, reply_by, at):
        """Wait for the asker; the clock stands still."""
        self.returns_to, self.reply_by, self.reminded_at = self.state, reply_by, None
        self.first_reply_at = self.first_reply_at or at

    @transition(
        field=state,
        source=[State.NEEDS_INFO],
        target=RETURN_VALUE(State.SUBMITTED, State.TRIAGED, State.ASSIGNED),
        permission=policies.may_reply,
        custom={"id": "Q6", "guards": [], "label": _("Reply")},
    )
    def reply(self, *, due_on):
        """Go back to where the request came from; the clock runs on."""
        back = self.returns_to
        self._stop_waiting()
        self.due_on = due_on
        return back

    @transition(
        field=state,
        source=[State.ASSIGNED],
        target=State.IN_REVIEW,
        permission=policies.may_send_for_review,
        custom={"id": "Q7", "guards": [guards.has_answer], "label": _("Send for a second reading")},
    )
    def send_for_review(self):
        """Put the answer before a second reader."""

    @transition(
        field=state,
        source=[State.IN_REVIEW],
        target=State.ASSIGNED,
        permission=policies.may_return,
        custom={"id": "Q8", "guards": [], "label": _("Return for changes")},
    )
    def return_for_changes(self):
        """Give the answer back to its adviser."""

    @transition(
        field=state,
        source=[State.IN_REVIEW],
        target=State.DELIVERED,
        permission=policies.may_deliver,
        custom={"id": "Q9", "guards": [guards.is_approved, guards.is_countersigned], "label": _("Deliver the answer")},
    )
    def deliver(self, *, at):
        """Give the answer to the asker."""
        self._was_delivered_at(at)

    @transition(
        field=state,
        source=[State.ASSIGNED],
        target=State.DELIVERED,
        permission=policies.may_deliver_unread,
        custom={"id": "Q10", "guards": [guards.is_pressing, guards.has_answer], "label": _("Deliver before the second reading")},
    )
    def deliver_unread(self, *, at):
        """Give the answer to the asker at once; a second reader reads it afterwards."""
        self._was_delivered_at(at)
        self.awaits_reading = True

    @transition(
        field=state,
        source=[State.DELIVERED],
        target=State.FOLLOW_UP,
        permission=policies.may_ask_follow_up,
        custom={"id": "Q11", "guards": [], "label": _("Ask a follow-up question")},
    )
    def ask_follow_up(self, *, at, due_on):
        """Ask again about the answer; the clock starts anew."""
        self._follow_up(at, due_on)

    @transition(
        field=state,
        source=[State.CLOSED],
        target=State.FOLLOW_UP,
        permission=policies.may_ask_again,
        custom={"id": "Q14", "guards": [guards.within_a_year], "label": _("Ask again")},
    )
    def ask_again(self, *, at, due_on):
        """Ask about an answer after the request was closed; the clock starts anew."""
        self._follow_up(at, due_on)
        self.closed_at = None

    @transition(
        field=state,
        source=[State.FOLLOW_UP, State.DELIVERED, State.CLOSED],
        target=State.ASSIGNED,
        permission=policies.may_take_up_again,
        custom={"id": "Q12", "guards": [guards.once_delivered], "label": _("Take up again")},
    )
    def take_up_again(self, *, at, due_on):
        """Work on a new version of the answer."""
        if self.state != State.FOLLOW_UP:
            self.clock_started_on = local_day(at)
        self.due_on, self.closed_at = due_on, None

    @transition(
        field=state,
        source=[State.DELIVERED, State.FOLLOW_UP, State.ASSIGNED, State.IN_REVIEW, State.NEEDS_INFO],
        target=State.CLOSED,
        permission=policies.may_close,
        custom={
            "id": "Q13",
            "guards": [
                guards.once_delivered,
                guards.lead_waits_for_reply,
                guards.time_waits_thirty_days,
                guards.time_waits_for_reading_and_recall,
            ],
            "label": _("Close"),
        },
    )
    def close(self, *, at):
        """End the request: the asker has what she needs, her reply never came, or nothing was asked for thirty days."""
        self._stop_waiting()
        self.closed_at = at

    @transition(
        field=state,
        source=[State.SUBMITTED, State.TRIAGED, State.NEEDS_INFO],
        target=State.DECLINED,
        permission=policies.may_decline,
        custom={
            "id": "Q15",
            "guards": [guards.never_delivered, guards.reply_is_late_if_waiting, guards.asker_was_reminded],
            "label": _("Decline"),
        },
    )
    def decline(self, *, reason_code, at):
        """Say that the team does not answer this."""
        self._stop_waiting()
        self.decline_reason, self.closed_at = reason_code, at
        self.first_reply_at = self.first_reply_at or at

    @transition(
        field=state,
        source=[State.SUBMITTED, State.TRIAGED],
        target=State.ANSWERED_FROM_BANK,
        permission=policies.may_answer_from_bank,
        custom={"id": "Q16", "guards": [], "label": _("Answer from the bank")},
    )
    def answer_from_bank(self, *, at):
        """Point to what answers the question already."""
        self.closed_at = at
        self.first_reply_at = self.first_reply_at or at

    @transition(
        field=state,
        source=[State.ANSWERED_FROM_BANK],
        target=State.SUBMITTED,
        permission=policies.may_say_still_open,
        custom={"id": "Q17", "guards": [], "label": _("Say what is still open")},
    )
    def say_still_open(self, *, at, due_on):
        """Put the question to the team again; the clock starts anew."""
        self.closed_at, self.clock_started_on, self.due_on = None, local_day(at), due_on

    @transition(
        field=state,
        source=[State.SUBMITTED, State.TRIAGED, State.ASSIGNED, State.IN_REVIEW, State.NEEDS_INFO],
        target=State.WITHDRAWN,
        permission=policies.may_withdraw,
        custom={"id": "Q18", "guards": [guards.never_delivered, guards.asker_may_leave], "label": _("Withdraw")},
    )
    def withdraw(self, *, at):
        """Take the question back."""
        self._stop_waiting()
        self.closed_at = at

    @transition(
        field=state,
        source=[State.SUBMITTED, State.TRIAGED, State.ASSIGNED],
        target=State.MERGED,
        permission=policies.may_merge,
        custom={
            "id": "Q19",
            "guards": [guards.never_delivered, guards.target_is_open, guards.target_is_readable],
            "label": _("Merge into another request"),
        },
    )
    def merge(self, *, into, at):
        """Let another request carry the question; who asked it reads that answer."""
        self.merged_into, self.closed_at = into, at
        self.first_reply_at = self.first_reply_at or at

    @transition(
        field=state,
        source=[State.SUBMITTED, State.TRIAGED, State.ASSIGNED],
        target=State.CONVERTED_TO_FILE,
        permission=policies.may_convert,
        custom={
            "id": "Q20",
            "guards": [guards.never_delivered, guards.has_no_file, guards.nothing_rests_on_it],
            "label": _("Make it a case file"),
        },
    )
    def convert(self, *, case_file, at):
        """End the request: it goes on as a case file."""
        self.case_file, self.closed_at = case_file, at
        self.first_reply_at = self.first_reply_at or at

    def _stop_waiting(self):
        self.returns_to, self.reply_by, self.reminded_at = "", None, None

    def _was_delivered_at(self, at):
        self.delivered_at = at
        self.first_reply_at = self.first_reply_at or at
        self.awaits_reading = self.is_recalled = False

    def _follow_up(self, at, due_on):
        self.follow_up_at, self.clock_started_on, self.due_on = at, local_day(at), due_on

    # Facts

    def propose_closer(self, person) -> None:
        """Name who would close it, so that the guards of that step look at her."""
        self.__dict__["_closer"] = person

    @property
    def proposed_closer(self):
        """Who would close it, or None."""
        return self.__dict__.get("_closer")

    def propose_target(self, target) -> None:
        """Name the request this one would go into, so that the guards of that step look at it."""
        self.__dict__["_target"] = target

    @property
    def proposed_target(self):
        """The request this one would go into, or None."""
        return self.__dict__.get("_target")

    @property
    def carries_others(self) -> bool:
        """Say whether another request was merged into it, and so waits for its answer."""
        return self.pk is not None and self.merged_here.exists()

    @property
    def answering(self) -> "AdviceRequest":
        """The request whose answer answers this one: itself, or the last of those it was merged into."""
        request = self
        while request.merged_into is not None:
            request = request.merged_into
        return request

    @property
    def merged(self) -> list["AdviceRequest"]:
        """Every request merged into this one, directly or through another."""
        found: list[AdviceRequest] = []
        for request in self.merged_here.select_related("asker", "case_file").order_by("pk"):
            found += [request, *request.merged]
        return found

    @property
    def latest_delivered(self):
        """The newest version that was delivered, or None."""
        return self.versions.exclude(delivered_at=None).order_by("-number").first()

    @property
    def is_mergeable(self) -> bool:
        """Say whether it can still go into another request or become a case file."""
        return self.state in MERGEABLE and self.delivered_at is None

    @property
    def is_merged(self) -> bool:
        """Say whether another request carries it."""
        return self.state == State.MERGED

    @property
    def became_file(self) -> bool:
        """Say whether it goes on as a case file."""
        return self.state == State.CONVERTED_TO_FILE

    def propose(self, person) -> None:
        """Name the adviser that a step is about to set, so that its guards look at her."""
        self.__dict__["_proposed"] = person

    @property
    def proposed_adviser(self):
        """The adviser a step is about to set, or None."""
        return self.__dict__.get("_proposed")

    def is_walled_from(self, person) -> bool:
        """Say whether a wall stands between a person and the linked file; the walls are asked once for each request read."""
        if self.case_file_id is None:
            return False
        known = self.__dict__.get("_walls")
        if known is None or known[0] != self.case_file_id:
            walls = FileWall.objects.filter(file_id=self.case_file_id, lifted_at=None)
            known = self.__dict__["_walls"] = (self.case_file_id, frozenset(walls.values_list("user_id", flat=True)))
        return person.pk in known[1]

    @cached_property
    def named_ids(self) -> frozenset[int]:
        """The keys of the colleagues who were named on the request."""
        return frozenset(row.person_id for row in self.named.all())

    @property
    def readers(self) -> list:
        """The asker and the colleagues she named."""
        return [self.asker, *(row.person for row in self.named.select_related("person"))]

    @property
    def latest_version(self):
        """The newest version of the answer, or None."""
        return self.versions.order_by("-number").first()

    @property
    def open_version(self):
        """The version that is being written, or None."""
        return self.versions.filter(delivered_at=None).first()

    @property
    def is_waiting(self) -> bool:
        """Say whether the clock stands still."""
        return self.state == State.NEEDS_INFO

    @property
    def is_draft(self) -> bool:
        """Say whether it was not sent yet."""
        return self.state == State.DRAFT

    @property
    def is_open(self) -> bool:
        """Say whether somebody owes a step."""
        return self.state in OPEN

    @property
    def is_with_the_team(self) -> bool:
        """Say whether the team owes the next step."""
        return self.state in ON_THE_TEAM

    @property
    def has_promise(self) -> bool:
        """Say whether a promised date stands before the team."""
        return self.is_with_the_team and self.due_on is not None

    @property
    def is_in_review(self) -> bool:
        """Say whether the answer lies with a second reader."""
        return self.state == State.IN_REVIEW

    @property
    def is_being_answered(self) -> bool:
        """Say whether its adviser may write on the answer."""
        return self.state in (State.ASSIGNED, State.IN_REVIEW)

    @property
    def team_situation(self) -> str:
        """Where it stands, as the team reads it: who acts next."""
        if self.is_in_review and getattr(self, "newest_reading", None) == Reading.APPROVED:
            return str(DELIVERY_NEEDED)
        if self.is_recalled and self.state in (State.DELIVERED, State.CLOSED):
            return str(RECALLED)
        if self.awaits_reading and self.state in (State.DELIVERED, State.CLOSED):
            return str(READING_NEEDED)
        return str(TEAM_SITUATIONS.get(self.state, State(self.state).label))

    @property
    def asker_situation(self) -> str:
        """Where it stands, as the asker reads it."""
        return str(ASKER_SITUATIONS.get(self.state, State(self.state).label))

    @property
    def urgency_short(self) -> str:
        """The urgency in two words."""
        return str(URGENCY_SHORT[Urgency(self.urgency)]) if self.urgency else ""

    @property
    def house(self):
        """The police service or Crown office that asks."""
        return self.agency or self.office

    def due_date(self, *, urgency: str = "", started_on: date | None = None) -> date | None:
        """Compute the promised date from the urgency and the days on which the clock stood still."""
        return deadlines.due_on(
            urgency=urgency or self.urgency,
            started_on=started_on or self.clock_started_on or clock.today(),
            pauses=[pause.days for pause in self.pauses.all()],
            needed_by=self.needed_by,
        )


class RequestTopic(Record):
    """One topic of a request."""

    request = models.ForeignKey(AdviceRequest, on_delete=models.CASCADE, related_name="topics")
    topic = models.CharField(_("topic"), max_length=20, choices=Topic.choices)

    history = TrackedHistory()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "topic"], name="advice_topic_once")]

    def __str__(self) -> str:
        return str(self.get_topic_display())


class Named(Record):
    """A colleague of the asker who may read the request and act as the asker on it."""

    request = models.ForeignKey(AdviceRequest, on_delete=models.CASCADE, related_name="named")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("named"))

    history = TrackedHistory()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "person"], name="advice_named_once")]

    def __str__(self) -> str:
        return str(self.person)


class ClockPause(Record):
    """A time during which the team waited for the asker, so that the promised date moves."""

    request = models.ForeignKey(AdviceRequest, on_delete=models.CASCADE, related_name="pauses")
    started_at = models.DateTimeField(_("clock stopped"))
    ended_at = models.DateTimeField(_("clock ran on"), null=True, blank=True)

    history = TrackedHistory()

    class Meta:
        ordering = ["started_at"]
        constraints = [
            models.UniqueConstraint(fields=["request"], condition=Q(ended_at=None), name="advice_one_open_pause"),
            models.CheckConstraint(condition=Q(ended_at=None) | Q(ended_at__gte=models.F("started_at")), name="advice_pause_forward"),
        ]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d}"

    @property
    def days(self) -> tuple[date, date]:
        """The day on which the clock stopped and the day on which it ran on (today while it stands)."""
        ended_at = self.ended_at or clock.now()
        return local_day(self.started_at), local_day(ended_at)

"""States that only a transition may change, and the moves that record each change."""

from datetime import date

from django.apps import apps
from django.conf import settings
from django.db import models
from django_fsm import FSMField, FSMFieldDescriptor

from foundation.audit.history import TrackedHistory
from foundation.records.fields import RefField
from foundation.records.models import Record


class GuardedState(FSMFieldDescriptor):
    """Let a state be read by anybody and set by loading, a transition or ``restore`` alone."""

    def __set__(self, instance, value):
        settled = self.field.name in instance.__dict__ or not instance._state.adding
        if settled and not instance.__dict__.get("_loading_state"):
            raise AttributeError(f"{self.field.name} changes by a transition, not by assignment.")
        self.field.set_state(instance, value)


class StateField(FSMField):
    """The state of one of the four machines; sources and targets stand on the model's transitions."""

    descriptor_class = GuardedState

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault("db_index", True)
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    def contribute_to_class(self, cls, name, private_only=False, **kwargs):
        if cls.__module__ == "__fake__":  # a migration's model has no transitions, and collecting them slows every later one
            models.CharField.contribute_to_class(self, cls, name, private_only=private_only, **kwargs)
        else:
            super().contribute_to_class(cls, name, private_only=private_only, **kwargs)


class Stateful(Record):
    """A record with a state: it starts in the first one and moves by transitions (see ``transitions.perform``)."""

    machine = ""

    class Meta:
        abstract = True

    def __init__(self, *args, **kwargs):
        if kwargs.get("state", self.first_state()) != self.first_state():
            raise AttributeError("A record starts in its first state; only workflow.restore may set another.")
        super().__init__(*args, **kwargs)

    @classmethod
    def first_state(cls) -> str:
        """The state in which a new record starts."""
        return cls._meta.get_field("state").get_default()

    def reached(self, on: date) -> None:
        """Keep what the record keeps of a move beside its new state, before it is saved: nothing, unless its model says so."""

    def refresh_from_db(self, *args, **kwargs):
        self.__dict__["_loading_state"] = True
        try:
            super().refresh_from_db(*args, **kwargs)
        finally:
            self.__dict__.pop("_loading_state", None)


def standing(queryset: type[models.QuerySet]) -> models.Manager:
    """Make the manager of a ``Correctable`` model: it sees the rows that stand, not those that a correction set aside."""

    class StandingManager(models.Manager.from_queryset(queryset)):  # type: ignore[misc]
        def get_queryset(self):
            return super().get_queryset().filter(corrected_in=None)

    return StandingManager()


class Correctable(Record):
    """A fact written together with a move: where the move is corrected the row is kept and set aside, not deleted."""

    corrected_in = models.ForeignKey("audit.Act", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+")

    class Meta:
        abstract = True


class MoveQuerySet(models.QuerySet):
    """Moves."""

    def made(self):
        """Narrow to moves that stand: not corrected, and not themselves a correction."""
        return self.filter(corrected_by=None).exclude(name=CORRECTION)

    def of(self, *subjects):
        """Narrow to the moves of these records."""
        which = models.Q(pk__in=[])
        for subject in subjects:
            which |= models.Q(subject_label=subject._meta.label, subject_ref=subject.ref)
        return self.filter(which)

    def latest_first(self):
        """Order by the day a move happened, then by when it was recorded, newest first."""
        return self.order_by("-happened_on", "-pk")


CORRECTION = "correct"


class Move(models.Model):
    """One change of state: what moved, from where to where, when it happened, why, and in which act it was recorded."""

    ref = RefField()
    subject_label = models.CharField(max_length=80)
    subject_ref = models.CharField(max_length=12)
    name = models.CharField(max_length=60)
    rule = models.CharField(max_length=6)
    from_state = models.CharField(max_length=40)
    to_state = models.CharField(max_length=40)
    happened_on = models.DateField()
    reason = models.TextField(blank=True)
    act = models.ForeignKey("audit.Act", on_delete=models.PROTECT, related_name="moves")
    followed_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="led_to")
    corrected_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrects")

    objects = MoveQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["subject_label", "subject_ref", "happened_on"], name="move_subject")]

    def __str__(self) -> str:
        return f"{self.rule} {self.from_state} -> {self.to_state}"

    @property
    def subject(self):
        """The record that moved."""
        return apps.get_model(self.subject_label).objects.get(ref=self.subject_ref)

    @property
    def step(self):
        """The transition it was made by, or None: a correction, or the start of a severed proceeding."""
        method = getattr(apps.get_model(self.subject_label), self.name, None)
        meta = getattr(method, "_django_fsm", None)
        return meta.transitions.get(self.from_state) if meta else None

    def state_label(self, state: str) -> str:
        """The words for a state of this move's subject."""
        try:
            choices = dict(apps.get_model(self.subject_label)._meta.get_field("state").choices)
        except LookupError:
            return state
        return str(choices.get(state, state))

    @property
    def from_label(self) -> str:
        """The state it left, in words."""
        return self.state_label(self.from_state)

    @property
    def to_label(self) -> str:
        """The state it reached, in words."""
        return self.state_label(self.to_state)


class ApprovalQuerySet(models.QuerySet):
    """Steps that two persons make together."""

    def of(self, *subjects):
        """Narrow to those about these records."""
        which = models.Q(pk__in=[])
        for subject in subjects:
            which |= models.Q(subject_label=subject._meta.label, subject_ref=subject.ref)
        return self.filter(which)

    def waiting(self):
        """Those nobody decided yet."""
        return self.filter(decided_at=None)


class Approval(Record):
    """A step that one person asks for and another approves or refuses; the move itself is the act of who approves.

    ``facts`` holds what was asked for as refs and days, never words; ``reason`` is why it was asked.
    """

    subject_label = models.CharField(max_length=80)
    subject_ref = models.CharField(max_length=12)
    move = models.CharField(max_length=60)
    facts = models.JSONField(default=dict, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    reason = models.TextField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    granted = models.BooleanField(default=False)
    answer = models.TextField(blank=True)

    objects = ApprovalQuerySet.as_manager()
    history = TrackedHistory(indexes=[models.Index(fields=["subject_label", "subject_ref"], name="past_of_approvals")])

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("asked_by")), name="two_persons"),
            models.CheckConstraint(
                condition=models.Q(decided_at=None, decided_by=None, granted=False)
                | models.Q(decided_at__isnull=False, decided_by__isnull=False),
                name="approval_decided_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["subject_label", "subject_ref", "move"], condition=models.Q(decided_at=None), name="asked_once_at_a_time"
            ),
        ]

    @property
    def subject(self):
        """The record that would move, or None where there is none any more."""
        return apps.get_model(self.subject_label).objects.filter(ref=self.subject_ref).first()

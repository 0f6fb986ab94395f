"""``perform``: the one way a state changes; and what a page needs to know before the click."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import PermissionDenied
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from foundation import clock
from foundation.audit.acts import OpenAct
from foundation.records import Refusal, StaleRecord

from .models import Move, Stateful


@dataclass(frozen=True)
class Guard:
    """A condition of a transition: what must already be on file.

    ``test`` looks at the record and changes nothing; ``sentence`` (lazy) says what is missing; ``fix_url`` leads to where it is mended.
    """

    test: Callable[[Stateful], bool]
    sentence: str | Promise
    fix_url: Callable[[Stateful], str] | None = None

    def look(self, instance: Stateful) -> "GuardResult":
        """Evaluate the guard on a record."""
        met = bool(self.test(instance))
        return GuardResult(met, self.sentence, "" if met or self.fix_url is None else self.fix_url(instance))


@dataclass(frozen=True)
class GuardResult:
    """A guard as it stands on one record: met or not, its sentence, and the page that mends it."""

    met: bool
    sentence: Promise | str
    url: str = ""


@dataclass(frozen=True)
class MoveOption:
    """A transition as it stands for one record and one person."""

    name: str
    id: str
    label: str
    permitted: bool
    targets: list[str]
    guards: list[GuardResult] = field(default_factory=list)
    court: bool = False

    @property
    def ready(self) -> bool:
        """Say whether every guard is met."""
        return all(guard.met for guard in self.guards)

    @property
    def missing(self) -> list[GuardResult]:
        """The guards that are not met."""
        return [guard for guard in self.guards if not guard.met]


class TransitionRefused(Refusal):
    """Tell that a record cannot make this move now; ``failures`` holds every guard that failed."""

    def __init__(self, sentence, failures: list[GuardResult] | None = None):
        super().__init__(sentence)
        self.failures = failures or []

    def __str__(self) -> str:
        return " ".join([str(self.sentence), *(str(failure.sentence) for failure in self.failures)]).strip()


class StaleState(StaleRecord):
    """Tell that somebody moved or changed the record first; nothing was written."""


def perform(
    transition,
    *,
    act: OpenAct,
    happened_on: date,
    version: int | None = None,
    reason: str = "",
    followed_from: Move | None = None,
    first: bool = False,
    **changes,
) -> Move:
    """Make a move: permission, date, guards, transition, save, and the row that records it.

    ``transition`` is a bound method of the record. With ``followed_from`` (a move that another one made true) the guards are asked
    and the permission is not, and the date is that of the first move or of the record's previous one, whichever is later. With
    ``first`` (a move that must come before the one it follows from, as F13 before a new charge) the permission is not asked either;
    ``follows`` then says from which move it followed.

    :raises StaleState: the record changed since ``version`` was read
    :raises PermissionDenied: the person may not make this move
    :raises TransitionRefused: the state is another, or guards fail; lists them all
    :raises Refusal: ``happened_on`` is in the future, or before the record's previous move
    """
    instance: Stateful = transition.__self__
    name = transition.__name__
    if version is not None and version != instance.version:
        raise StaleState(instance, stale_sentence(instance))
    step = _step(transition)
    if step is None:
        raise TransitionRefused(_("This is now “%(state)s”, and this step does not start there.") % {"state": instance.get_state_display()})
    if followed_from is None and not first and not step.permission(instance, act.by):
        raise PermissionDenied
    happened_on = _dated(instance, happened_on, followed_from)
    failures = [result for guard in step.custom.get("guards", []) if not (result := guard.look(instance)).met]
    if failures:
        raise TransitionRefused("", failures)
    before = instance.state
    transition(**changes)
    instance.reached(happened_on)
    try:
        instance.save()
    except StaleRecord:
        raise StaleState(instance, stale_sentence(instance)) from None
    act.record("moved", instance, from_state=before, to_state=instance.state, name=name, happened_on=happened_on, reason=reason)
    return Move.objects.create(
        subject_label=instance._meta.label,
        subject_ref=instance.ref,
        name=name,
        rule=step.custom["id"],
        from_state=before,
        to_state=instance.state,
        happened_on=happened_on,
        reason=reason,
        act=act.row,
        followed_from=followed_from,
    )


def follows(move: Move, cause: Move) -> None:
    """Say from which later move of the same act a move made first followed."""
    move.followed_from = cause
    move.save(update_fields=["followed_from"])


def restore(instance: Stateful, state: str, *, act: OpenAct, happened_on: date, reason: str, rule: str = "", name: str = "restore") -> Move:
    """Set a state outside the transitions, and record it: for a correction, and for a record that starts elsewhere."""
    before = instance.state
    instance.__dict__["_loading_state"] = True
    try:
        instance.state = state
    finally:
        instance.__dict__.pop("_loading_state", None)
    instance.reached(happened_on)
    instance.save()
    act.record("restored", instance, from_state=before, to_state=state, reason=reason)
    return Move.objects.create(
        subject_label=instance._meta.label,
        subject_ref=instance.ref,
        name=name,
        rule=rule,
        from_state=before,
        to_state=state,
        happened_on=happened_on,
        reason=reason,
        act=act.row,
    )


def available_moves(instance: Stateful, user) -> list[MoveOption]:
    """List the transitions that start from the record's state, each with its guards as they stand, for this person."""
    options = []
    for step in _steps_from(type(instance), instance.state):
        options.append(
            MoveOption(
                name=step.name,
                id=step.custom["id"],
                label=step.custom.get("label", step.name),
                permitted=bool(step.permission(instance, user)),
                targets=targets_of(step),
                guards=[guard.look(instance) for guard in step.custom.get("guards", [])],
                court=bool(step.custom.get("court")),
            )
        )
    return sorted(options, key=lambda option: (int(option.id[1:]), option.name))


def targets_of(step) -> list[str]:
    """The states a transition can reach."""
    if step.target is None:
        return [step.source]
    return [str(state) for state in getattr(step.target, "allowed_states", [step.target])]


def all_steps(model: type[Stateful]) -> Iterator:
    """Every (source, transition) of a machine, as django_fsm holds them; needs no database."""
    yield from model._meta.get_field("state").get_all_transitions(model)


def machines() -> dict[str, type[Stateful]]:
    """The machines by name."""
    found = {}
    waiting = list(Stateful.__subclasses__())
    while waiting:
        model = waiting.pop()
        waiting.extend(model.__subclasses__())
        if model.machine and not model._meta.abstract:
            found[model.machine] = model
    return found


def stale_sentence(instance: Stateful) -> str:
    """Say who changed the record and when, in the reader's language."""
    move = Move.objects.of(instance).select_related("act__by").order_by("-pk").first()
    if move is None:
        return _("Somebody changed this while you had it open. Your words are kept; look at the change, then send again.")
    return _("Moved by %(who)s on %(when)s to “%(state)s”. Your words are kept; look at the change, then send again.") % {
        "who": move.act.by.name,
        "when": date_format(localtime(move.act.at), "DATETIME_FORMAT"),
        "state": move.to_label,
    }


def _steps_from(model, state):
    return [step for step in all_steps(model) if step.source == state]


def _step(transition):
    meta = transition._django_fsm
    return meta.transitions.get(transition.__self__.state)


def _dated(instance: Stateful, happened_on: date, followed_from: Move | None) -> date:
    previous = Move.objects.of(instance).made().order_by("-happened_on").values_list("happened_on", flat=True).first()
    if followed_from is not None:
        return max(followed_from.happened_on, previous) if previous else followed_from.happened_on
    if happened_on > clock.today():
        raise Refusal(_("The date it happened cannot be after today."), "happened_on")
    if previous and happened_on < previous:
        raise Refusal(
            _("The date it happened cannot be before %(day)s, the date of the step before it.")
            % {"day": date_format(previous, "DATE_FORMAT")},
            "happened_on",
        )
    return happened_on

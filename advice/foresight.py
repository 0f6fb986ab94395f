"""What follows a step, in sentences, before anybody clicks: where it leads, the clock, the promised date, who is told."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from foundation import clock
from foundation.accounts.models import ASKERS, Role
from foundation.workflow.transitions import all_steps, targets_of

from .models import AdviceRequest
from .services.told import REACHES_THE_MERGED, merged_readers, told_of
from .states import State

STARTS_ANEW = frozenset({"ask_follow_up", "ask_again", "say_still_open"})
"""Steps by which the clock starts anew."""


def of_step(step: str, advice_request: AdviceRequest, user) -> list[str]:
    """Say what follows a step, or an act that is none, of this person."""
    said = [*_state(step, advice_request), *_clock(step, advice_request), *_rest(step, advice_request)]
    told = _names(told_of(step, advice_request, user), user)
    if step == "assign":
        told = [_("the new adviser")]
    elif step == "hand_over":
        told.insert(0, _("the new adviser"))
    elif step == "send_for_review":
        told = [_("the reader you choose, or the team leads")]
    if told:
        said.append(_("Told of it: %(names)s.") % {"names": ", ".join(told)})
    if step in REACHES_THE_MERGED and user.role not in ASKERS:
        others = sum(len(people) for _merged, people in merged_readers(advice_request))
        if others:
            said.append(
                ngettext(
                    "It also reaches %(number)d person whose question was merged into this one.",
                    "It also reaches %(number)d people whose questions were merged into this one.",
                    others,
                )
                % {"number": others}
            )
    return said


def _state(step: str, advice_request: AdviceRequest) -> list[str]:
    for known in all_steps(AdviceRequest):
        if known.name == step and known.source == advice_request.state:
            target = advice_request.returns_to if step == "reply" else targets_of(known)[0]
            return [
                _("It goes from “%(before)s” to “%(after)s”.") % {"before": State(advice_request.state).label, "after": State(target).label}
            ]
    return []


def _clock(step: str, advice_request: AdviceRequest) -> list[str]:
    today = clock.today()
    if step == "ask_for_more":
        return [_("The clock stands still until the asker replies.")]
    if step == "reply":
        return [_("The clock runs on."), *_promised(advice_request.due_date())]
    if step in STARTS_ANEW or (step == "take_up_again" and advice_request.state != State.FOLLOW_UP):
        return [_("The clock starts anew today."), *_promised(advice_request.due_date(started_on=today))]
    if step == "take_up_again":
        return [_("The clock runs on."), *_promised(advice_request.due_date())]
    if step in ("close", "withdraw", "decline", "merge", "convert", "answer_from_bank"):
        return [_("Nothing is promised any more.")]
    return []


def _promised(due_on: date | None) -> list[str]:
    return [_("Promised for %(day)s.") % {"day": date_format(due_on, "DATE_FORMAT")}] if due_on else []


def _rest(step: str, advice_request: AdviceRequest) -> list[str]:
    return {
        "deliver": [_("The text never changes again.")],
        "deliver_unread": [
            _("The text never changes again."),
            _("Reading it second becomes a task of every lead and prosecutor who wrote none of it."),
            _("By itself the request does not close before it was read."),
        ],
        "read_afterwards": [_("Nothing of the delivered text changes; what must be corrected becomes a new version.")],
        "recall": [_("By itself the request does not close before a new version is delivered.")],
        "merge": [_("Her asker and the colleagues she named read what is delivered there, from now on, on the page of this request.")],
        "convert": [_("The file begins at its conflict check; question and facts become its first note, for the team alone.")],
    }.get(step, [])


def _names(people, user) -> list[str]:
    """Names of who is told; to an asker the team is its adviser, its leads and its prosecutors."""
    names = []
    for person in people:
        if user.role in ASKERS and person.role == Role.LEAD:
            names.append(_("the team leads"))
        elif user.role in ASKERS and person.role == Role.PRO and len(people) > 4:
            names.append(pgettext("told of a step", "the prosecutors"))
        else:
            names.append(person.name)
    return list(dict.fromkeys(names))

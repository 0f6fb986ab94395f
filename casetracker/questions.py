"""What a judge is likely to ask about one accused on one day: an ordered list, of which the first three that apply are taken.

Each question rests on states, dates and open facts alone; it says nothing that is not on record and answers nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from casetracker.delay import AMBER_DAYS
from casetracker.states import AT_TRIAL, BEFORE_JUDGMENT, HELD, LIVE, CountState, ProceedingState
from foundation.pages import days

ASKED = 3
BEFORE_TRIAL = tuple(state for state in BEFORE_JUDGMENT if state not in AT_TRIAL)


@dataclass(frozen=True)
class Question:
    """A question: when it is likely, and its words; ``facts`` gives what is put into them."""

    code: str
    test: Callable
    words: object
    facts: Callable = lambda proceeding, appearance, today: {}


def _live(proceeding):
    return [count for count in proceeding.counts.all() if count.state in LIVE]


def _for(*purposes):
    return lambda proceeding, appearance, today: appearance.purpose in purposes


def _in(*states):
    return lambda proceeding, appearance, today: proceeding.state in states


def _ceiling_passed(proceeding, appearance, today):
    return proceeding.ceiling_on is not None and proceeding.ceiling_on < today


def _ceiling_near(proceeding, appearance, today):
    ceiling = proceeding.ceiling_on
    if ceiling is None or ceiling > today + timedelta(days=AMBER_DAYS):
        return False
    return proceeding.trial_ends_on is None or proceeding.trial_ends_on > ceiling


def _ceiling_words(proceeding, appearance, today):
    return {"day": days.day(proceeding.ceiling_on)}


def _held_without_trial(proceeding, appearance, today):
    return proceeding.custody in HELD and proceeding.state in BEFORE_JUDGMENT and proceeding.trial_on is None


def _unscreened(proceeding, appearance, today):
    return any(count.state == CountState.LAID and count.last_screening is None for count in proceeding.counts.all())


def _mode_open(proceeding, appearance, today):
    return any(count.offence.is_hybrid and not count.mode for count in _live(proceeding))


def _election_open(proceeding, appearance, today):
    return proceeding.state == ProceedingState.ELECTION_PENDING and proceeding.accused_election is None


def _last_adjourned(proceeding, appearance):
    before = [day for day in proceeding.appearances.all() if day.on < appearance.on and day.result]
    last = max(before, key=lambda day: (day.on, day.pk), default=None)
    return last if last is not None and last.result == "ADJOURNED" else None


def _adjourned(proceeding, appearance, today):
    return _last_adjourned(proceeding, appearance) is not None


def _adjourned_words(proceeding, appearance, today):
    last = _last_adjourned(proceeding, appearance)
    return {"who": last.get_adjourned_by_display(), "day": days.day(last.on)}


def _no_trial_end(proceeding, appearance, today):
    return proceeding.state == ProceedingState.TRIAL_SET and proceeding.trial_ends_on is None


def _no_counsel(proceeding, appearance, today):
    return proceeding.state in BEFORE_JUDGMENT and not proceeding.accused.counsel.all()


def _always(proceeding, appearance, today):
    return True


QUESTIONS = [
    Question("DELAY_OVER", _ceiling_passed, _("The delay ceiling of %(day)s has passed: what is the position on delay?"), _ceiling_words),
    Question("BAIL", _for("BAIL"), _("On bail: who bears the onus, under which paragraph, and what does the Crown propose?")),
    Question("DELAY_NEAR", _ceiling_near, _("The delay ceiling is %(day)s: can the trial end before it?"), _ceiling_words),
    Question("HELD", _held_without_trial, _("The accused is held and no trial is set: how soon can the next step be heard?")),
    Question("PLEA_TOLD", _for("PLEA"), _("Were the victims told of the agreement to plead guilty (s. 606(4.1) to (4.3))?")),
    Question(
        "POSITION", _in(ProceedingState.GUILTY_AWAITING_SENTENCE), _("What sentence does the Crown propose, and which orders does it seek?")
    ),
    Question("SCREENING", _unscreened, _("Is every count screened, and does the Crown proceed on each?")),
    Question("MODE", _mode_open, _("Does the Crown proceed by indictment or summarily on the hybrid counts?")),
    Question("ELECTION", _election_open, _("Which court does the accused elect, and is a preliminary inquiry asked for?")),
    Question(
        "ADJOURNED",
        _adjourned,
        _("On %(day)s the matter was adjourned (asked by: %(who)s): what has changed since?"),
        _adjourned_words,
    ),
    Question("ESTIMATE", _for("CPT", "JPT"), _("How long will the Crown's case take, how many witnesses are there, and what is admitted?")),
    Question("TRIAL_END", _no_trial_end, _("How many days does the trial need?")),
    Question("COUNSEL", _no_counsel, _("Who appears for the accused, and is counsel retained?")),
    Question("DISCLOSURE", _in(*BEFORE_TRIAL), _("What is still outstanding in disclosure, and when will it be given?")),
    Question("NEXT", _always, _("What is the next step, and which dates suit the Crown?")),
    Question("READY", _always, _("Is the Crown ready for what this day is set for?")),
    Question("TIME", _always, _("How much time does the matter need today?")),
]


def questions_for(proceeding, appearance, today: date, most: int = ASKED) -> list[str]:
    """Give the questions to expect about one accused on one day; reads the rows that the list has fetched beforehand."""
    found = [question for question in QUESTIONS if question.test(proceeding, appearance, today)][:most]
    return [str(question.words) % question.facts(proceeding, appearance, today) for question in found]

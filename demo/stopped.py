"""The stories of matters that stop or come back: Crown stays, a program, an appeal, a new trial, a death, rest, one shared anew, one held."""

import random
from datetime import date, timedelta

from casetracker import services
from casetracker.services import AppealResultIn
from casetracker.states import Custody
from foundation.law import catalogue

from . import names
from .bail import detained
from .cast import Cast
from .files import ADULT, ASSAULT, CONVICTED, SMALL, TAKEN, UNDER_WAY, FileStory, note
from .stage import Step


def ask_stay(story):
    """Counsel asks for a Crown stay of every count."""
    services.ask_crown_stay(
        proceeding=story.track(), counts=story.live(), entered_on=story.today, by=story.pro, at=story.at,
        why=services.ReasonIn("VICTIM_UNAVAILABLE", "NO"), reason="The complainant cannot testify this year; her doctor hopes for the next.",
    )  # fmt: skip


def grant_stay(story):
    """The lead approves it, and it is entered."""
    services.decide_crown_stay(
        approval=services.waiting_stay(story.track()), granted=True, answer="Agreed. Look again in six months.", by=story.cast.lead, at=story.at
    )  # fmt: skip


def rest(story):
    """Nothing can be done on the file for now."""
    services.make_dormant(
        case_file=story.reread(), review_on=story.today + timedelta(days=150), by=story.cast.lead, at=story.at, happened_on=story.today,
        reason="The only accused is stayed.",
    )  # fmt: skip


def divert(story):
    """The accused goes into a program outside court."""
    services.divert(
        proceeding=story.track(), counts=story.live(), kind="ALTERNATIVE", consent_on=story.today, conditions_met=True,
        terms="Forty hours of service and counselling; no contact with the complainant.", by=story.pro, at=story.at,
    )  # fmt: skip


def appeal(story):
    """The accused appeals her convictions."""
    track = story.track()
    counts = [count for count in track.counts.order_by("number") if count.state == "SENTENCED"]
    services.record_appeal(
        proceeding=track, side="ACCUSED", notice_on=story.today, counts=counts, court=catalogue.court("ONCA"),
        number=f"C7{story.number:04d}", by=story.pro, at=story.at,
    )  # fmt: skip


def order_new_trial(story):
    """The appeal court orders a new trial on every count of the appeal."""
    taken = story.track().appeals.get(decided_on=None)
    services.end_appeal(
        appeal=taken, results=[AppealResultIn(row.count, "NEW_TRIAL") for row in taken.counts.select_related("count")],
        decided_on=story.today, decided_by="The Court of Appeal, three judges", custody=Custody.RELEASED_COURT, by=story.cast.lead, at=story.at,
    )  # fmt: skip


def die(story):
    """The accused died."""
    services.record_death(
        proceeding=story.track(), died_on=story.today - timedelta(days=3), by=story.cast.lead, at=story.at, reason="Death certificate on file."
    )  # fmt: skip


def share(story):
    """The local office joins, by an agreement in writing."""
    services.agree_carriage(
        case_file=story.reread(), carriage="SHARED", office=story.cast.offices[0], contact=story.cast.crowns[1].name,
        agreed_on=story.today, effective_on=story.today, by=story.cast.lead, at=story.at, reason="Two trials fall into the same weeks.",
    )  # fmt: skip


STAYED = [
    *UNDER_WAY,
    Step("stay_asked", (5, 12), ask_stay),
    Step("stayed", (1, 4), grant_stay),
    Step("at_rest", (5, 15), rest),
]
LAPSED = [*STAYED[:-1], Step("lapse_seen", (385, 400), note)]
IN_PROGRAM = [*UNDER_WAY, Step("diverted", (5, 12), divert)]
APPEALED = [*CONVICTED[:-1], Step("appealed", (5, 20), appeal), Step("sent_back", (120, 160), order_new_trial)]
DEAD = [*UNDER_WAY, Step("died", (5, 20), die)]
HELD = [
    *TAKEN,
    Step("bail", (0, 1), detained),
    *UNDER_WAY[len(TAKEN) : -2],
    Step("near_review", (20, 30), note),
    Step("review", (2, 2), note),
]
SHARED_ANEW = [*UNDER_WAY, Step("shared", (5, 20), share)]

# (plot, the step it is left at, offences)
PLAN = [
    (STAYED, "stay_asked", ADULT), (STAYED, "stayed", ASSAULT), (STAYED, "at_rest", ADULT), (LAPSED, "lapse_seen", SMALL),
    (IN_PROGRAM, "diverted", SMALL), (APPEALED, "appealed", ADULT), (APPEALED, "sent_back", ADULT), (DEAD, "died", ASSAULT),
    (SHARED_ANEW, "shared", ADULT), (HELD, "near_review", ADULT),
]  # fmt: skip

AGES = {"near_review": 80}  # days since the charge: the ninety of the review of detention are nearly over


def stories(cast: Cast, *, after: int, today_is: date, seed: int) -> list[FileStory]:
    """Write one story of each, numbered after the other files; they draw lots of their own, so that the others stay as they are."""
    chance = random.Random(f"stopped {seed}")
    return [
        FileStory(
            plot,
            last=last,
            today=today_is,
            chance=random.Random(chance.random()),
            age=AGES.get(last),
            cast=cast,
            accused=[names.ACCUSED[(after * 2 + place) % len(names.ACCUSED)]],
            offences=offences,
            pro=cast.prosecutors[place % len(cast.prosecutors)],
            police=cast.police[place % len(cast.police)],
            number=after + place,
        )
        for place, (plot, last, offences) in enumerate(PLAN)
    ]

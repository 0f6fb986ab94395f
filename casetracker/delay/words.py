"""What the calculator says, as a code with values; English here, and a page writes the code in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass, field

SENTENCES = {
    # Said beside a result
    "INDICATIVE": "indicative, counsel decides",
    "WITHIN_ROUNDING": "within rounding",
    "INCLUSIVE": "Counted with its last day the delay is one day longer, and the outcome would be {outcome}.",
    "CLIPPED": "Interval {number} reaches outside the time from {origin} to {end}; only the days inside are counted.",
    "AFTER_END": "Interval {number} lies after {end} and is not counted.",
    "BEFORE_ORIGIN": "Interval {number} lies before {origin} and is not counted.",
    "OVERLAP": "{days} days lie in more than one interval; each day is counted once.",
    "SHARES_MEET": "On {days} days an agreed or ruled share and another one meet; the larger is counted.",
    "SHARE_NOT_APPLIED": "Interval {number} is {kind}, which counts whole; its share of {share} % is not applied.",
    "DISCRETE_SHARE": "If shares held for discrete events, {discrete} days would be deducted, {remaining} would remain, and the outcome "
    "would be {outcome}.",
    "DISCRETE_BEHIND_SHARE": "{days} days of a discrete event lie in defence delay that counts in part, and are not counted a second time.",
    "PART_OF_A_DAY": "The shares come to {exact} days of defence delay; half-days are not counted, so {days} are deducted.",
    "EXCLUDED_EARLIER": "{kind} does not count: the offence period begins before {day}.",
    "EXCLUSIONS_OPEN": "Without {kind} the net delay would be {net} days, {remaining} remaining, and the outcome {outcome}; "
    "a constitutional challenge is to be expected.",
    "STRADDLES": "The offence period reaches over {day}: with {kind} the net delay would be {net} days, {remaining} remaining, and the "
    "outcome {outcome}; counsel decides which law holds.",
    "OFFENCE_AFTER_ORIGIN": "The offence period begins after {origin}, the day the clock began.",
    "CEILING_UNCERTAIN": "The ceiling of {forum} is uncertain: {source}.",
    "FORUM_OPEN": "The forum is not settled: {months} months decide; tried in the Superior Court it would be {other_months} months ({on}).",
    "RULE": "{title_en}",
    # Said instead of a result
    "END_BEFORE_ORIGIN": "The end ({end}) lies before the origin ({origin}).",
    "NO_CEILING": "The law on file gives no ceiling for {forum} on {origin}.",
    "EMPTY_INTERVAL": "Interval {number} ends on {end}, not after it begins ({start}); its last day is the day after the last one counted.",
    "BEFORE_CHARGE": "Interval {number} lies wholly before the origin ({origin}).",
    "UNKNOWN_KIND": 'Interval {number} has the kind "{kind}", which is not one of {known}.',
    "UNKNOWN_STATUS": 'Interval {number} has the status "{status}", which is not one of {known}.',
    "BAD_SHARE": "Interval {number} has a share that is not a whole number from 0 to 100.",
    "MORE_THAN_WHOLE": "Intervals {first} and {number} overlap from {day}, and the shares of that day make more than the whole.",
    "OFFENCE_ENDS_EARLY": "The offence period ends ({last}) before it begins ({first}).",
    "NO_OFFENCE": "No offence period is given.",
    "NOT_JSON": "This is not JSON: {why}.",
    "NOT_AN_OBJECT": "{what} is not an object with keys.",
    "NOT_A_LIST": "{what} is not a list.",
    "MISSING_KEY": '{what} has no "{key}".',
    "UNKNOWN_KEY": '{what} has the unknown key "{key}".',
    "KEY_TWICE": 'The key "{key}" is there twice in one object.',
    "NOT_TEXT": '"{key}" of {what} is not text.',
    "NOT_A_DATE": '"{key}" of {what} is not a date written as 2026-07-18, from 1900 to 2199.',
    "UNKNOWN_FORUM": 'The forum "{forum}" is not one of {known}.',
}


@dataclass(frozen=True)
class Said:
    """One thing to tell, by its code."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return SENTENCES[self.code].format(**self.values)


class WrongInput(ValueError):
    """What was given cannot be counted; ``said`` tells why as a code with values, and the text is one English sentence."""

    def __init__(self, code: str, **values: object):
        self.said = Said(code, values)
        super().__init__(str(self.said))

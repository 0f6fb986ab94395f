"""Which text of the law a count rests on: what held over its period, what changed within it, and why a period fits no text at all."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from foundation.law import catalogue
from foundation.law.models import OffenceVersion
from foundation.pages import days

NO_RULE = "-"


@dataclass(frozen=True)
class Option:
    """One text that may be chosen; without a version, the law before there was such a rule."""

    code: str
    words: str
    text: OffenceVersion | None


@dataclass(frozen=True)
class Question:
    """A provision that changed within the period of a count: counsel decides which text holds.

    ``about`` is "" for the offence itself, else the provision of a rule that goes with it (CC:279.04). ``differs`` lists what is not the
    same in the texts: (label, the words of each option).
    """

    about: str
    citation: str
    options: list[Option]
    differs: list[tuple[str, list[str]]]
    doubts: list[str]

    def option(self, code: str) -> Option | None:
        """Find an option by its code."""
        return next((one for one in self.options if one.code == code), None)

    def chosen(self, choice) -> Option | None:
        """Find the option that counsel chose, where she did."""
        if choice is None:
            return None
        return next((one for one in self.options if (one.text.pk if one.text else None) == choice.text_id), None)


def version_words(version: OffenceVersion) -> str:
    """Name one version of a provision by when it held."""
    words = {"line": f"{version.citation} {version.title}", "from": days.day(version.valid_from), "to": days.day(version.valid_to)}
    if version.valid_from and version.valid_to:
        return _("%(line)s, from %(from)s to %(to)s") % words
    if version.valid_to:
        return _("%(line)s, before %(to)s") % words
    return _("%(line)s, since %(from)s") % words if version.valid_from else words["line"]


def versions_over(offence: OffenceVersion, first: date, last: date | None, charged_on: date | None = None) -> list[OffenceVersion]:
    """List the texts of an offence that touch a period, also those under another number where it was renumbered within it."""
    found = catalogue.version_for(offence.section, offence.para, first, last, act=offence.act, charged_on=charged_on).versions
    if offence.valid_to is not None and offence.valid_to <= (last or first):
        later = [row for row in catalogue.versions_after(offence) if row.valid_from is not None and row.valid_from <= (last or first)]
        found = [*found, *(row for row in later if row not in found)]
    return found


def questions(offence: OffenceVersion, first: date, last: date | None, charged_on: date | None = None) -> list[Question]:
    """List what counsel decides on a count: the offence itself, then each rule that goes with it, where they changed in its period."""
    asked = []
    versions = versions_over(offence, first, last, charged_on)
    if len(versions) > 1:
        options = [Option(row.code, version_words(row), row) for row in versions]
        asked.append(Question("", offence.citation, options, catalogue.differing(versions), _doubts(versions)))
    changes: dict[str, list[OffenceVersion | None]] = {}
    for change in catalogue.rule_changes(offence, first, last):
        changes.setdefault(change.about, [change.before]).append(change.after)
    for about, texts in changes.items():
        none = Option(NO_RULE, _("The law before there was this rule"), None)
        options = [Option(row.code, version_words(row), row) if row else none for row in texts]
        known = [row for row in texts if row is not None]
        asked.append(Question(about, known[-1].citation, options, catalogue.differing(known), _doubts(known)))
    return asked


def _doubts(versions: list[OffenceVersion]) -> list[str]:
    return list(
        dict.fromkeys(
            _("%(label)s: %(words)s") % {"label": name, "words": sentence} for row in versions for name, sentence in row.named_doubts
        )
    )


def why_not(offence: OffenceVersion, first: date, last: date | None) -> str:
    """Say why an offence cannot be charged over a period: it was not there yet, no longer, or in another text; "" where it can."""
    words = {"citation": offence.citation}
    created_on = catalogue.first_day(offence.section, offence.para, act=offence.act)
    if created_on is not None and first < created_on:
        return _("%(citation)s came into force on %(day)s: an offence under it cannot begin before that day.") % {
            **words,
            "day": days.day(created_on),
        }
    versions = versions_over(offence, first, last)
    if not versions:
        return _("This offence was not in force on %(day)s.") % {"day": days.day(first)}
    if offence.pk not in {row.pk for row in versions}:
        return _("This text of %(citation)s did not hold in the period of the offence: choose the text that did.") % words
    return ""

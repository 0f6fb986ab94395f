"""Look-ups in the law: which version applied, which offences exist, where courts sit."""

import datetime
import re
import unicodedata
from functools import cache
from typing import NamedTuple

from foundation.law.models import (
    BailOnus,
    BanProvision,
    CompanionOffence,
    Court,
    Courthouse,
    DatedQuerySet,
    DelayCeiling,
    KeyedOn,
    LawRow,
    LegalPeriod,
    OffenceVersion,
    SummaryLimit,
)
from foundation.law.words import split_para

_BRACKETS = re.compile(r"[()]+")  # 279.01(1)(b) and 279.01(1)b) are one provision


class VersionMatch(NamedTuple):
    """The versions that touch an offence period; more than one means counsel decides."""

    versions: list[OffenceVersion]
    straddles: bool


def offence_versions() -> DatedQuerySet:
    """Every row of the offence catalogue that the data files still contain."""
    return OffenceVersion.objects.current()


def offence_by_code(code: str) -> OffenceVersion | None:
    """Find one version by its code, as forms carry it."""
    return OffenceVersion.objects.current().filter(code=code).first()


def offence_versions_in_force(section: str, para: str, on: datetime.date, *, act: str = "CC") -> list[OffenceVersion]:
    """List the versions of an offence in force on a day, under its present or an earlier number."""
    return version_for(section, para, on, on, act=act).versions


def versions_of(section: str, para: str, *, act: str = "CC") -> list[OffenceVersion]:
    """List every version of an offence that was ever in force, the earliest first.

    An offence that was renumbered carries its earlier number in ``continues``, and the earlier versions are followed through it.
    """
    rows = [row for row in _small_table(OffenceVersion) if (row.act, row.section) == (act, section) and row.in_force]
    own = [row for row in rows if row.para == para]
    before = next((row.continues for row in own if row.continues), "")
    earlier = [row for row in rows if before and row.para != para and f"{row.section}{row.para}" == before]
    return sorted(earlier + own, key=lambda row: row.valid_from or datetime.date.min)


def _applied(row: OffenceVersion, first: datetime.date, last: datetime.date, charged_on: datetime.date | None) -> bool:
    """Say whether a version applies, by the date that decides for it: that of the offence, or of the charge."""
    if row.keyed_on == KeyedOn.CHARGE_DATE:
        first = last = charged_on or last
    return (row.valid_from is None or row.valid_from <= last) and (row.valid_to is None or row.valid_to > first)


def version_for(
    section: str,
    para: str,
    offence_from: datetime.date,
    offence_to: datetime.date | None = None,
    *,
    act: str = "CC",
    charged_on: datetime.date | None = None,
) -> VersionMatch:
    """Find the version that an offence period calls for; a period over a change gives all of them and says so.

    The date that decides is the one the row names (``keyed_on``): the period of the offence, or the day of the charge.
    """
    last = offence_to or offence_from
    versions = [row for row in versions_of(section, para, act=act) if _applied(row, offence_from, last, charged_on)]
    return VersionMatch(versions, straddles=len(versions) > 1)


def versions_after(offence: OffenceVersion) -> list[OffenceVersion]:
    """List the versions under which an offence went on with another number, where it was renumbered or split."""
    own = f"{offence.section}{offence.para}"
    return [
        row for row in _small_table(OffenceVersion) if row.act == offence.act and row.section == offence.section and row.continues == own
    ]


def first_day(section: str, para: str, *, act: str = "CC") -> datetime.date | None:
    """Tell on which day an offence came to be; None where that was not found or there is no such offence."""
    versions = versions_of(section, para, act=act)
    return versions[0].valid_from if versions else None


class RuleChange(NamedTuple):
    """A rule that goes with an offence and changed within its period: the text before (None where there was none) and the one after."""

    before: OffenceVersion | None
    after: OffenceVersion

    @property
    def about(self) -> str:
        """The provision of the rule: CC:279.04."""
        return self.after.provision_key


def rules_of(offence: OffenceVersion) -> list[OffenceVersion]:
    """List every version of the rules that go with an offence: definitions, presumptions, immunities."""
    return [row for row in _small_table(OffenceVersion) if row.applies_to and row.concerns(offence)]


def rule_changes(offence: OffenceVersion, offence_from: datetime.date, offence_to: datetime.date | None = None) -> list[RuleChange]:
    """List the rules that go with an offence and took effect or changed after its first day and not after its last."""
    rules = [row for row in rules_of(offence) if row.in_force]
    found = []
    for after in rules:
        if after.valid_from is not None and offence_from < after.valid_from <= (offence_to or offence_from):
            same = [row for row in rules if row.provision_key == after.provision_key and row.valid_to == after.valid_from]
            found.append(RuleChange(same[0] if same else None, after))
    return sorted(found, key=lambda change: (change.after.valid_from or datetime.date.min, change.about))


def differing(versions: list[OffenceVersion]) -> list[tuple[str, list[str]]]:
    """List what differs between versions of one provision as (label, the words of each version)."""
    figures = [dict(row.figures) for row in versions]
    labels = dict.fromkeys(label for row in figures for label in row)
    lines = [(label, [row.get(label, "") for row in figures]) for label in labels]
    return [line for line in lines if len(set(line[1])) > 1]


def section_page(act: str, section: str) -> list[OffenceVersion]:
    """List what the catalogue holds of a section: each paragraph with its versions, the latest first."""
    rows = list(OffenceVersion.objects.current().filter(act=act, section=section))
    rows.sort(key=lambda row: row.valid_from or datetime.date.min, reverse=True)
    return sorted(rows, key=lambda row: (split_para(row.para)[0], row.para))


def companions() -> dict[str, list[CompanionOffence]]:
    """Give the sets of offences that usually stand together, by code, in the order of the data file."""
    bundles: dict[str, list[CompanionOffence]] = {}
    for row in CompanionOffence.objects.filter(withdrawn_on=None).order_by("pk"):
        bundles.setdefault(row.bundle, []).append(row)
    return {code: sorted(rows, key=lambda row: row.place) for code, rows in bundles.items()}


def offences_on(day: datetime.date) -> DatedQuerySet:
    """List what could be charged for conduct on a day."""
    return OffenceVersion.objects.on(day).filter(kind=OffenceVersion.Kind.OFFENCE)


def offences_between(first: datetime.date, last: datetime.date) -> DatedQuerySet:
    """List what could be charged for conduct in a period, every version that touches it."""
    return OffenceVersion.objects.between(first, last).filter(kind=OffenceVersion.Kind.OFFENCE)


def search_offences(text: str, *, on: datetime.date | None = None) -> list[OffenceVersion]:
    """Find catalogue rows by section or by words of their titles in either language, accents and case aside."""
    rows = offences_on(on) if on else OffenceVersion.objects.current()
    closed = re.sub(r"(?<=[\d)])\s+(?=\()", "", _plain(text))
    wanted = re.sub(r"\b(ss?|arts?|section|article)\.?\s+(?=\d)", "", closed).split()
    return [row for row in rows if wanted and all(_found(word, row) for word in wanted)]


def _found(word: str, row: OffenceVersion) -> bool:
    """Say whether a word is in a row; figures begin its section or stand in its title, and are never the middle of another number."""
    titles = _plain(f"{row.title_en} {row.title_fr}")
    if word[0].isdigit():
        return _BRACKETS.sub("/", _plain(f"{row.section}{row.para}")).startswith(_BRACKETS.sub("/", word)) or word in titles.split()
    return word in f"{_plain(f'{row.act} {row.para} {row.citation}')} {titles}"


def newer_versions(act: str, section: str, since: datetime.date, until: datetime.date) -> DatedQuerySet:
    """List the versions of a section that took effect after one day and not after another: the law changed in between."""
    return OffenceVersion.objects.current().filter(in_force=True, act=act, section=section, valid_from__gt=since, valid_from__lte=until)


@cache
def _small_table(model: type[LawRow]) -> list:
    """Read a table of a few dated rows once in a process: a change of the law comes with a release, which starts the processes anew."""
    return list(model.objects.filter(withdrawn_on=None).order_by("valid_from"))


def forget_small_tables() -> None:
    """Have the small tables read again; the loader calls it when it changed something."""
    _small_table.cache_clear()


def _rows_on(model: type[LawRow], on: datetime.date) -> list:
    return [
        row
        for row in _small_table(model)
        if (row.valid_from is None or row.valid_from <= on) and (row.valid_to is None or row.valid_to > on)
    ]


def delay_months(on: datetime.date) -> dict[str, int]:
    """Tell the delay ceiling of each forum, in months, for a clock that starts on a day."""
    return {row.forum: row.months for row in _rows_on(DelayCeiling, on)}


def summary_limit_months(on: datetime.date) -> int | None:
    """Tell how many months after an offence of that day summary proceedings may begin without both sides agreeing; None: not known."""
    return next((row.months for row in _rows_on(SummaryLimit, on)), None)


def period_months(kind: str, on: datetime.date) -> int | None:
    """Tell how many months the law gives from a day, by kind of period (``LegalPeriod.Kind``); None: not known."""
    found = period(kind, on)
    return found.months if found is not None else None


def period(kind: str, on: datetime.date) -> LegalPeriod | None:
    """Find the period that the law gives from a day, with its source; None: not known."""
    return next((row for row in _rows_on(LegalPeriod, on) if row.kind == kind), None)


def bail_onuses() -> list[BailOnus]:
    """List every paragraph that puts the onus at a bail hearing on the accused, with the days for which it holds."""
    rows = [row for row in _small_table(BailOnus) if row.in_force]
    return sorted(rows, key=lambda row: (row.section, row.para, row.valid_from or datetime.date.min))


def courts():
    """List the courts."""
    return Court.objects.filter(withdrawn_on=None)


def trial_courts():
    """List the courts that try cases."""
    return courts().filter(tries=True)


def court(code: str) -> Court | None:
    """Find a court by its code."""
    return courts().filter(code=code).first()


def courthouses():
    """List the courthouses."""
    return Courthouse.objects.filter(withdrawn_on=None)


def courthouse(code: str) -> Courthouse | None:
    """Find a courthouse by its code."""
    return courthouses().filter(code=code).first()


def bans_on(day: datetime.date):
    """List the provisions under which publication may be limited on a day."""
    return BanProvision.objects.on(day)


def ban_by_code(code: str) -> BanProvision | None:
    """Find a ban provision by its code."""
    return BanProvision.objects.current().filter(code=code).first()


def _plain(text: str) -> str:
    spread = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return "".join(letter for letter in spread if not unicodedata.combining(letter))

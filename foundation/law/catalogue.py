"""Look-ups in the law: which version applied, which offences exist, where courts sit."""

import datetime
import re
import unicodedata
from functools import cache
from typing import NamedTuple

from foundation.law.models import (
    BanProvision,
    Court,
    Courthouse,
    DatedQuerySet,
    DelayCeiling,
    LawRow,
    LegalPeriod,
    OffenceVersion,
    SummaryLimit,
)


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


def version_for(
    section: str, para: str, offence_from: datetime.date, offence_to: datetime.date | None = None, *, act: str = "CC"
) -> VersionMatch:
    """Find the version that an offence period calls for; a period over a change gives all of them and says so.

    An offence that was renumbered carries its earlier number in ``continues``, and the earlier versions are followed through it.
    """
    last = offence_to or offence_from
    rows = OffenceVersion.objects.between(offence_from, last).filter(act=act)
    versions = list(rows.filter(section=section, para=para))
    known = OffenceVersion.objects.current().filter(act=act, section=section, para=para).exclude(continues="").first()
    if known:
        versions = [row for row in rows.filter(section=section) if f"{row.section}{row.para}" == known.continues] + versions
    return VersionMatch(versions, straddles=len(versions) > 1)


def offences_on(day: datetime.date) -> DatedQuerySet:
    """List what could be charged for conduct on a day."""
    return OffenceVersion.objects.on(day).filter(kind=OffenceVersion.Kind.OFFENCE)


def offences_between(first: datetime.date, last: datetime.date) -> DatedQuerySet:
    """List what could be charged for conduct in a period, every version that touches it."""
    return OffenceVersion.objects.between(first, last).filter(kind=OffenceVersion.Kind.OFFENCE)


def search_offences(text: str, *, on: datetime.date | None = None) -> list[OffenceVersion]:
    """Find catalogue rows by section or by words of their titles, accents and case aside."""
    rows = offences_on(on) if on else OffenceVersion.objects.current()
    wanted = _plain(re.sub(r"\b(ss?|arts?|section|article)\.?\s+(?=\d)", "", text, flags=re.IGNORECASE)).split()
    found = []
    for row in rows:
        where = _plain(f"{row.act} {row.section}{row.para} {row.citation} {row.title_en} {row.title_fr}")
        if all(word in where for word in wanted):
            found.append(row)
    return found


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

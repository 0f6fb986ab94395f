"""The header of a file: who it is about, what must be known at a glance, and its pages."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casetracker import policies, situations
from casetracker.models import Appearance, Ban, FileAccess, Proceeding
from casetracker.states import Access
from foundation import clock
from foundation.documents.models import Document
from foundation.pages import days
from foundation.records.related import read_related

from .steps import Step, next_steps

TONE_OF = {
    situations.TEAM: "action",
    situations.LEAD: "action",
    situations.POLICE: "wait",
    situations.DEFENCE: "wait",
    situations.COURT: "wait",
    situations.NOBODY: "done",
}
TAB_NAMES = ("file", "accused_list", "charges", "dates", "delay", "people", "documents", "law", "tasks", "access", "history")

RIGHTS_OF_TABS = {"access": "may_see_access", "tasks": "may_read_notes"}
PAGES_ABOVE = {"tasks": "file_tasks"}
"""Tabs whose page a package above this one serves."""


def situation_tone(code: str) -> str:
    """Give the colour of a situation: we act, or somebody else does."""
    return TONE_OF[situations.BY_CODE[code].who] if code in situations.BY_CODE else "neutral"


@dataclass(frozen=True)
class Next:
    """The next day in court, as the header shows it."""

    on: date
    time: object
    zone: str
    words: str


@dataclass(frozen=True)
class Frame:
    """What stands above every page of a file."""

    title: str
    ref: str
    crumbs: list[tuple[str, str]]
    badges: list[tuple[str, str]]
    counsel: str
    police: str
    next: Next | None
    steps: list[Step]
    pages: list[tuple]
    today: date


SPINE = (
    "accused__bans__provision",
    "accused__counsel__bans__provision",
    "elections",
    "warrants",
    "order_answers",
    "appearances__courthouse",
    "victim_views",
    "clock_origins",
    "delay_intervals",
    "delay_applications",
    "complexity_facts",
    "direct_indictments",
    "fitness_findings",
    "measures",
    "appeals__counts",
    "counts__crown_stays",
    "counts__appeals",
    "counts__successors__new__proceeding",
    "counts__predecessors__old",
    "counts__offence",
    "counts__included_offence",
    "counts__document__court",
    "counts__clock_origin",
    "counts__decisions",
    "counts__screenings",
    "counts__elections",
    "counts__complainant__bans__provision",
    "counts__text_choices",
)
"""What guards and the header look at, beside each accused."""


def load_spine(case_file) -> list[Proceeding]:
    """Read the accused, their counts and all that guards look at, in a number of queries that does not grow with the file."""
    proceedings = Proceeding.objects.select_related("accused", "court", "courthouse").order_by("pk")
    prefetch_related_objects([case_file], Prefetch("proceedings", proceedings))
    spine = list(case_file.proceedings.all())
    read_related(spine, *SPINE)
    for proceeding in spine:
        proceeding.accused.file = case_file
        for counsel in proceeding.accused.counsel.all():
            counsel.file = case_file
        for count in proceeding.counts.all():
            count.proceeding = proceeding
            if count.complainant is not None:
                count.complainant.file = case_file
    return spine


def file_frame(case_file, user, *, proceedings, current: str) -> Frame:
    """Build the header of a file for one reader."""
    accesses = list(FileAccess.objects.current().filter(file=case_file).select_related("user"))
    counsel = [access.user.name for access in accesses if access.acting_as == Access.LEAD_COUNSEL]
    counsel += [access.user.name for access in accesses if access.acting_as == Access.COUNSEL and access.user.name not in counsel]
    bans = list(Ban.objects.filter(file=case_file, ended_on=None).select_related("provision"))
    ahead = Appearance.objects.filter(file=case_file, result="").select_related("courthouse").in_order().first()
    return Frame(
        title=case_file.title,
        ref=case_file.ref,
        crumbs=[(_("Cases"), reverse("casetracker:list")), (case_file.ref, "")],
        badges=_badges(case_file, user, bans, accesses),
        counsel=", ".join(dict.fromkeys(counsel)) or _("nobody yet"),
        police=" ".join(part for part in (case_file.agency.name if case_file.agency else "", case_file.occurrence_number) if part),
        next=_next(ahead),
        steps=next_steps(case_file, proceedings, user),
        pages=_pages(case_file, user, proceedings, current),
        today=clock.today(),
    )


def papers_of(case_file, user, *, removed: bool = False):
    """The papers of a file that was opened through the gate: what is for the team only stays with the team and records.

    :param removed: also those that were taken off the file
    """
    papers = Document.objects.about(case_file)
    papers = papers if removed else papers.filter(removed_at=None)
    return papers if policies.may_read_notes(case_file, user) else papers.filter(team_only=False)


def _next(appearance: Appearance | None) -> Next | None:
    if appearance is None:
        return None
    place = appearance.courthouse.name if appearance.courthouse else ""
    room = _("room %(room)s") % {"room": appearance.room} if appearance.room else ""
    words = ", ".join(part for part in (appearance.get_purpose_display(), place, room) if part)
    return Next(appearance.on, appearance.time, appearance.zone, words)


def _badges(case_file, user, bans, accesses) -> list[tuple[str, str]]:
    badges = [(case_file.get_state_display(), "neutral")]
    if situations.label(case_file.situation) not in ("", badges[0][0]):
        badges.append((situations.label(case_file.situation), situation_tone(case_file.situation)))
    if bans:
        sections = sorted({ban.provision.section for ban in bans})
        badges.append((_("Publication ban, s. %(sections)s") % {"sections": ", ".join(sections)}, "risk"))
    if case_file.custody_count:
        badges.append(
            (
                ngettext("%(number)d in custody", "%(number)d in custody", case_file.custody_count) % {"number": case_file.custody_count},
                "wait",
            )
        )
    cover = next((access for access in accesses if access.user_id == user.pk and access.acting_as == Access.COVER), None)
    if cover is not None:
        badges.append((_("You cover this file until %(time)s") % {"time": time_of_day(cover.until_at)}, "info"))
    return badges


def time_of_day(moment) -> str:
    """Write the time of day of an instant on Toronto's clock."""
    return days.clock_time(days.local(moment))


def _pages(case_file, user, proceedings, current) -> list[tuple]:
    """List the tabs of a file that this person may open, with counts where a number helps."""
    words = {
        "file": _("Overview"),
        "accused_list": _("Accused and counts"),
        "charges": _("Charges"),
        "dates": _("Dates"),
        "delay": _("Delay"),
        "people": _("People"),
        "documents": _("Documents"),
        "law": _("Advice and law"),
        "tasks": _("Tasks"),
        "access": _("Access"),
        "history": _("History"),
    }
    numbers = {
        "accused_list": len(proceedings),
        "documents": papers_of(case_file, user).count(),
    }
    hidden = {name for name, may in RIGHTS_OF_TABS.items() if not getattr(policies, may)(case_file, user)}
    return [
        (
            words[name],
            reverse(PAGES_ABOVE.get(name, f"casetracker:{name}"), kwargs={"ref": case_file.ref}),
            name == current,
            numbers.get(name),
        )
        for name in TAB_NAMES
        if name not in hidden
    ]

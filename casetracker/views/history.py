"""What happened on a file, how it stood on a day, and who looked; each also on paper and as a file, which is written down first."""

from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext, override, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from casetracker import as_it_stood, looks, names, policies, services, situations, timeline
from casetracker.forms.history import AsItStoodForm, HistoryFilterForm, LooksFilterForm
from casetracker.models import Appearance, AppearanceOf, Ban, CaseFile, Count, FileAccess, FileNote, FileWall, Participant, Proceeding
from foundation import clock
from foundation.documents.sheets import csv_answer
from foundation.pages import days

from .accused import Track
from .base import FilePage
from .dates import DayLine
from .people import ORDER, PersonLine
from .risk import jordan_lines

PER_PAGE = 20
MOST_PRINTED = 1000
HISTORY, STOOD, DELAY = "history", "as_it_stood", "delay"


class HandsOut(FilePage):
    """A printout or a file: asked for by a button, written down, then given. Its address alone leads back to the page it is made from."""

    current = "history"
    back = "history"

    def get(self, request, *args, **kwargs):
        query = request.GET.urlencode()
        return HttpResponseRedirect(self.at(self.back) + (f"?{query}" if query else ""))

    def write_down(self, verb: str, what: str, count: int) -> None:
        """Record that this part of the file leaves the product."""
        services.hand_out(case_file=self.case_file, verb=verb, what=what, count=count, by=self.request.user, at=clock.now())

    def file_name(self, what: str) -> str:
        """Call the file by its number, what it holds, and the day."""
        return f"{self.case_file.ref}-{what}-{clock.today().isoformat()}.csv"

    def get_context_data(self, **kwargs):
        courts = [track.court.short for track in self.proceedings if track.court]
        bans = Ban.objects.filter(file=self.case_file, ended_on=None).select_related("provision")
        return super().get_context_data(
            courts=", ".join(dict.fromkeys(courts)),
            ban_sections=", ".join(sorted({ban.provision.section for ban in bans})),
            back_url=self.at(self.back) + (f"?{query}" if (query := self.request.GET.urlencode()) else ""),
            printed_by=self.request.user.name,
            **kwargs,
        )


# What happened


class OfHistory:
    """What the history page, its printout and its file share: the filters in the address."""

    current = "history"
    heading = _("History")
    channel = names.PAGE

    @cached_property
    def told(self) -> timeline.Timeline:
        """The history for this reader."""
        return timeline.Timeline(self.case_file, self.request.user, self.channel)

    @cached_property
    def filters(self) -> HistoryFilterForm:
        """The filters as they were asked for."""
        return HistoryFilterForm(self.request.GET or None, told=self.told)

    @cached_property
    def asked(self) -> timeline.Asked:
        """What was asked of the history."""
        return self.filters.asked() if self.filters.is_bound else timeline.Asked()


class HistoryPage(OfHistory, FilePage):
    """Every act on the file as sentences, newest first."""

    template_name = "casetracker/history.html"

    def get_context_data(self, **kwargs):
        page = Paginator(self.told.acts(self.asked), PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            page=page,
            entries=self.told.entries(page.object_list, self.asked),
            filters=self.filters,
            narrowed=self.asked != timeline.Asked(),
            query=self.request.GET.urlencode(),
            stood_form=AsItStoodForm(),
            may_see_looks=policies.may_see_looks(self.case_file, self.request.user),
            **kwargs,
        )


class PrintHistory(OfHistory, HandsOut):
    """The history on paper."""

    template_name = "casetracker/print_history.html"
    channel = names.PRINT

    def post(self, request, *args, **kwargs):
        acts = self.told.acts(self.asked)
        total = acts.count()
        entries = self.told.entries(acts[:MOST_PRINTED], self.asked)
        self.write_down("printed", HISTORY, len(entries))
        return self.render_to_response(self.get_context_data(entries=entries, total=total, narrowed=self.asked != timeline.Asked()))


class ExportHistory(OfHistory, HandsOut):
    """The history as a file."""

    channel = names.EXPORT

    def post(self, request, *args, **kwargs):
        acts = self.told.acts(self.asked)
        self.write_down("exported", HISTORY, acts.count())
        header = [_("Recorded"), _("Happened"), _("Who"), _("What"), _("Details"), _("Reason"), _("Corrected")]
        return csv_answer(self.file_name("history"), header, self._rows(acts, get_language()))

    def _rows(self, acts, language):
        with override(language):
            for entry in self.told.all_entries(acts, self.asked):
                first = [days.local(entry.at).strftime("%Y-%m-%d %H:%M"), entry.happened_on.isoformat(), entry.who, entry.what]
                if not entry.lines:
                    yield [*first, "", "", ""]
                for line in entry.lines:
                    on = line.happened_on or entry.happened_on
                    yield [first[0], on.isoformat(), *first[2:], line.text, line.reason, line.corrected]


# How it stood


class OfStood:
    """What the page of a day, its printout and its file share: the day in the address, and the file as it was on record then."""

    current = "history"
    heading = _("As it stood")
    channel = names.PAGE

    @cached_property
    def day_form(self) -> AsItStoodForm:
        """The day as it was asked for."""
        return AsItStoodForm(self.request.GET or None)

    @cached_property
    def stood(self) -> as_it_stood.Stood | None:
        """The file on that day; None without a day, or before anything was on record."""
        if not self.day_form.is_bound or not self.day_form.is_valid():
            return None
        return as_it_stood.as_it_stood(self.case_file, self.day_form.cleaned_data["on"])

    def told_apart(self) -> frozenset:
        """The tables of whose rows this person may not see the page today."""
        return frozenset() if policies.may_see_access(self.case_file, self.request.user) else frozenset({FileAccess})

    def sections(self) -> dict:
        """Everything the page shows of the file, by today's rights."""
        stood, user, day = self.stood, self.request.user, self.stood.day
        whole, end = stood.case_file, as_it_stood.end_of(day)
        people = [PersonLine(person, user) for person in stood.of(Participant)]
        names_by_person = {line.person.pk: line.name for line in people}
        groups: dict[str, list] = {}
        for line in sorted(people, key=lambda line: (ORDER.index(line.person.kind), line.person.pk)):
            groups.setdefault(line.kind, []).append(line)
        sees_access = policies.may_see_access(self.case_file, user)
        reads_notes = policies.may_read_notes(self.case_file, user)
        told_above = {CaseFile, Proceeding, Count, Participant, Appearance, AppearanceOf, Ban, FileAccess, FileWall, FileNote}
        others: dict[str, list] = {}
        for line in as_it_stood.describe(stood, self.case_file, user, self.channel, without=frozenset(told_above)):
            others.setdefault(line.kind, []).append(line)
        return {
            "day": day,
            "file_then": whole,
            "situations": [situations.label(track.situation) for track in stood.of(Proceeding)],
            "tracks": [Track(track, user, day) for track in stood.of(Proceeding)],
            "jordan": jordan_lines(stood.of(Proceeding), user, day),
            "dates": [DayLine(row, self.name_then, day) for row in stood.of(Appearance)],
            "people": list(groups.items()),
            "bans": [(ban, names_by_person.get(ban.participant_id, "")) for ban in stood.of(Ban)],
            "sees_access": sees_access,
            "accesses": [row for row in stood.of(FileAccess) if row.from_at < end and (row.until_at is None or row.until_at >= end)],
            "walls": [row for row in stood.of(FileWall) if row.lifted_at is None],
            "reads_notes": reads_notes,
            "notes": stood.of(FileNote) if reads_notes else [],
            "others": list(others.items()),
        }

    def name_then(self, person) -> str:
        """Print the name of a person as it was on record, hidden or shown as it is today."""
        return names.display_name(person, self.request.user, self.channel)


class AsItStood(OfStood, FilePage):
    """The whole file on one page, as recorded at the end of a day."""

    template_name = "casetracker/as_it_stood.html"

    def get_context_data(self, **kwargs):
        found = self.sections() if self.stood is not None else {}
        return super().get_context_data(
            form=self.day_form,
            found=bool(found),
            too_early=self.day_form.is_bound and self.day_form.is_valid() and not found,
            first_day=as_it_stood.first_day(self.case_file),
            query=self.request.GET.urlencode(),
            **found,
            **kwargs,
        )


class PrintAsItStood(OfStood, HandsOut):
    """The file of a day on paper."""

    template_name = "casetracker/print_as_it_stood.html"
    channel = names.PRINT
    back = "as_it_stood"

    def post(self, request, *args, **kwargs):
        if self.stood is None:
            return self.get(request)
        self.write_down("printed", STOOD, len(self.stood.past))
        return self.render_to_response(self.get_context_data(**self.sections()))


class ExportAsItStood(OfStood, HandsOut):
    """The file of a day as a file: one line for each thing that was on record."""

    channel = names.EXPORT
    back = "as_it_stood"

    def post(self, request, *args, **kwargs):
        if self.stood is None:
            return self.get(request)
        lines = as_it_stood.describe(self.stood, self.case_file, request.user, self.channel, without=self.told_apart())
        self.write_down("exported", STOOD, len(lines))
        header = [_("As recorded at the end of"), _("Kind"), pgettext_lazy("history", "Record"), _("Field"), _("Value")]
        day = self.stood.day.isoformat()
        rows = ([day, line.kind, line.title, label, value] for line in lines for label, value in line.facts or [("", "")])
        return csv_answer(self.file_name(f"stood-{day}"), header, rows)


# Who looked


class WhoLooked(FilePage):
    """Who opened the file and what is in it, printed it or took something out of it."""

    template_name = "casetracker/who_looked.html"
    current = "history"
    heading = _("Who looked at this file")
    allowed = "may_see_looks"

    def get_context_data(self, **kwargs):
        filters = LooksFilterForm(self.request.GET or None, people=looks.Looks(self.case_file).people())
        asked = filters.asked() if filters.is_bound else looks.AskedLooks()
        page = Paginator(looks.Looks(self.case_file, asked), looks.PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            page=page,
            looks=[(look, look_words(look)) for look in page.object_list],
            filters=filters,
            narrowed=asked != looks.AskedLooks(),
            **kwargs,
        )


PAGE_WORDS = {
    "casetracker:file": _("Overview"),
    "casetracker:accused_list": _("Accused and counts"),
    "casetracker:accused": _("An accused"),
    "casetracker:dates": _("Dates"),
    "casetracker:people": _("People"),
    "casetracker:person": _("A person's page"),
    "casetracker:participant": _("A person's page"),
    "casetracker:show_name": _("A person's name and contact details"),
    "casetracker:documents": _("Documents"),
    "casetracker:law": _("Advice and law"),
    "casetracker:access": _("Access"),
    "casetracker:delay": _("Delay"),
    "casetracker:delay_ledger": _("The delay ledger of an accused"),
    "casetracker:history": _("History"),
    "casetracker:as_it_stood": _("As it stood on a day"),
    "casetracker:who_looked": _("Who looked at this file"),
    "document": _("A paper"),
}
PART_WORDS = {
    HISTORY: _("the history"),
    STOOD: _("the file as it stood on a day"),
    DELAY: _("a delay ledger"),
    "day_sheet": _("its lines on the day sheet"),
    "morning_page": _("its lines on the morning page"),
}


def page_words(name: str):
    """Name a page of the read log in words."""
    return PAGE_WORDS.get(name, _("A form of the file"))


def look_words(look: looks.Look) -> str:
    """Say what somebody looked at, printed or exported."""
    if look.kind not in looks.VERBS:
        return str(page_words(look.page))
    parts = ", ".join(str(PART_WORDS.get(part, _("a part of the file"))) for part in look.what)
    return (gettext("Printed: %(what)s") if look.kind == looks.PRINT else gettext("Exported: %(what)s")) % {"what": parts}

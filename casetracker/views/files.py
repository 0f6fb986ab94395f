"""The list of files, and the overview of one."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, F, OuterRef, Prefetch, Subquery
from django.utils.functional import cached_property
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from casetracker import ledger, policies, selectors, services, situations, timeline
from casetracker.forms.files import EditFileForm, NoteForm, TheoryForm
from casetracker.models import Ban, CaseFile, Count, FileAccess, FileNote, Proceeding
from casetracker.states import COUNSEL_ACCESS, FileState, ProceedingState
from foundation import clock
from foundation.accounts.models import Office, Role, User
from foundation.audit.gate import log_list
from foundation.law import catalogue
from foundation.law.models import OffenceVersion
from foundation.pages.listing import Filter, ListPage, Sort
from foundation.records.occurring import occurring

from .base import FileForm, FilePage, MergingForm
from .frame import situation_tone
from .linked import linked
from .risk import closest_words, delay_panel, left_words, tone_of
from .steps import Step, steps_of

READERS = (Role.PRO, Role.LEAD, Role.AST, Role.REC, Role.CRN)
RISKS = [("over", _("Over the ceiling")), ("30", _("Under 30 days")), ("90", _("Under 90 days"))]
ME, WITHOUT = "me", "without"


def with_proceedings(rows, **where):
    """Narrow files to those with an accused for whom all of this holds."""
    return rows.filter(Exists(Proceeding.objects.filter(file=OuterRef("pk"), **where)))


def with_section(rows, values):
    """Narrow files to those with a count under one of these sections; a replaced count is no longer one."""
    return rows.filter(Exists(Count.objects.last_generation().filter(proceeding__file=OuterRef("pk"), offence__section__in=values)))


def at_risk(rows, values):
    """Narrow files to those whose closest ceiling is past, or nearer than 30 or 90 days."""
    today = clock.today()
    if values == ["over"]:
        return rows.filter(closest_ceiling_on__lt=today)
    ahead = max({"over": 0, "30": 30, "90": 90}[value] for value in values)
    return rows.filter(closest_ceiling_on__lt=today + timedelta(days=ahead))


class CaseList(ListPage):
    """Every file this person may see, sliced by open filters."""

    template_name = "casetracker/list.html"
    sorts = [
        Sort("ceiling", _("Ceiling soonest"), (F("closest_ceiling_on").asc(nulls_last=True), "-referred_on", "ref")),
        Sort("next", _("Next date"), (F("next_date").asc(nulls_last=True), "-referred_on", "ref")),
        Sort("newest", _("Newest"), ("-referred_on", "-pk")),
        Sort("title", _("Title"), ("style_name", "ref")),
    ]

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_role(*READERS):
            raise PermissionDenied
        log_list(request, "casetracker.CaseFile")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def filters(self) -> list[Filter]:
        """The groups of this list; their choices are read once for each page, and only where the page is drawn."""

        def by(**where):
            return lambda rows, values: rows.filter(**{where["field"]: values})

        def by_track(field):
            return lambda rows, values: with_proceedings(rows, **{field: values})

        return [
            Filter("person", _("Prosecutor"), self._once(self._people), self._of_people),
            Filter("risk", _("Jordan date"), lambda user: RISKS, at_risk),
            Filter(
                "custody",
                _("Custody"),
                lambda user: [("held", _("Somebody in custody"))],
                lambda rows, values: rows.filter(custody_count__gt=0),
            ),
            Filter("state", pgettext_lazy("filter", "File"), lambda user: FileState.choices, by(field="state__in")),
            Filter("situation", _("Situation"), lambda user: situations.choices(of_files=True), by(field="situation__in")),
            Filter("stage", _("Stage of an accused"), lambda user: ProceedingState.choices, by_track("state__in")),
            Filter("court", _("Court"), self._once(self._courts), by_track("court__code__in")),
            Filter("region", _("Region"), self._once(self._regions), by(field="office__region__in")),
            Filter("office", _("Local office"), self._once(self._offices), by(field="office__ref__in")),
            Filter("section", _("Offence"), self._once(self._sections), with_section),
        ]

    @staticmethod
    def _once(read):
        known = []

        def options(user):
            if not known:
                known.append(list(read(user)))
            return known[0]

        return options

    def _people(self, user):
        held = FileAccess.objects.current().filter(acting_as__in=COUNSEL_ACCESS, for_intake=False)
        counsel = User.objects.filter(Exists(held.filter(user=OuterRef("pk")))).exclude(pk=user.pk).order_by("name")
        me = [(ME, _("Me"))] if user.is_role(Role.PRO, Role.LEAD) else []
        return [*me, (WITHOUT, _("Without a prosecutor")), *((person.ref, person.name) for person in counsel)]

    def _courts(self, user):
        return [(court.code, court.short) for court in catalogue.trial_courts()]

    def _office_rows(self, user):
        return Office.objects.filter(Exists(CaseFile.objects.visible_to(user).order_by().filter(office=OuterRef("pk"))))

    def _regions(self, user):
        return [(name, name) for name in sorted(set(self._office_rows(user).order_by().values_list("region", flat=True))) if name]

    def _offices(self, user):
        return [(office.ref, office.name) for office in self._office_rows(user)]

    def _sections(self, user):
        hers = CaseFile.objects.visible_to(user).filter(pk=OuterRef("proceeding__file")).order_by()
        charged = Count.objects.filter(Exists(hers), offence__gte=OuterRef("pk")).order_by("offence_id").values("offence_id")
        used = OffenceVersion.objects.filter(pk=Subquery(charged[:1]))  # as ``occurring`` asks: the first charge from there on
        used = set(used.order_by().values_list("section", flat=True))
        return [(section, section) for section in sorted(used, key=_section_order)]

    def _of_people(self, rows, values):
        refs = [value for value in values if value not in (ME, WITHOUT)]
        held = FileAccess.objects.current().filter(file=OuterRef("pk"), acting_as__in=COUNSEL_ACCESS, for_intake=False)
        found = rows.none()
        if ME in values:
            found |= rows.filter(Exists(held.filter(user=self.request.user)))
        if WITHOUT in values:
            found |= rows.filter(pk__in=CaseFile.objects.without_prosecutor().values("pk"))
        if refs:
            found |= rows.filter(Exists(held.filter(user__ref__in=refs)))
        return found

    def rows(self):
        counsel = FileAccess.objects.current().filter(acting_as__in=COUNSEL_ACCESS, for_intake=False).select_related("user")
        tracks = Proceeding.objects.select_related("court", "courthouse", "accused")
        tracks = tracks.prefetch_related("accused__bans__provision", *ledger.LOOKED_AT)
        return (
            CaseFile.objects.all_visible_to(self.request.user)
            .select_related("office", "agency")
            .prefetch_related(
                Prefetch("accesses", counsel.order_by("-acting_as", "user__name"), to_attr="counsel_now"),
                Prefetch("proceedings", tracks.order_by("pk")),
            )
            .annotate(has_ban=Exists(Ban.objects.filter(file=OuterRef("pk"), ended_on=None)))
        )

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        today = clock.today()
        files = [FileRow(case_file, today) for case_file in context["page"]]
        context.update(
            files=files,
            today=today,
            may_open=policies.may_open_case_file(self.request.user),
            may_cover=policies.may_cover(self.request.user),
        )
        context["groups"] = [self._shown(group) for group in context["groups"]]
        if not context["total"] and context["chips"]:
            context["drops"] = self._without_each(context["chips"])
        return context

    def _shown(self, group):
        """Of a long group show what occurs and what is chosen; a link may still ask for any of them."""
        columns = {"state": (CaseFile, "state"), "situation": (CaseFile, "situation"), "stage": (Proceeding, "state")}
        if group.name not in columns:
            return group
        model, column = columns[group.name]
        present = occurring(model.objects.visible_to(self.request.user), column, [choice.value for choice in group.choices])
        return replace(group, choices=[choice for choice in group.choices if choice.chosen or choice.value in present])

    def _without_each(self, chips):
        """For each chosen value, how many files would show without it: what to say where nothing matches."""
        drops = []
        by_label = {group.label: group.name for group in self.filters}
        for label, choice in chips:
            name = by_label[label]
            kept = {group: [value for value in values if (group, value) != (name, choice.value)] for group, values in self.chosen.items()}
            drops.append((label, choice, self.narrow(CaseFile.objects.all_visible_to(self.request.user), kept).count()))
        return sorted(drops, key=lambda drop: -drop[2])


class FileRow:
    """One file as the list shows it: only what is filled in."""

    def __init__(self, case_file, today):
        self.file = case_file
        self.situation = selectors.headline(case_file)
        self.tone = situation_tone(case_file.situation)
        self.counsel = ", ".join(dict.fromkeys(access.user.name for access in case_file.counsel_now))
        places = [
            track.courthouse.name if track.courthouse else track.court.title
            for track in case_file.proceedings.all()
            if track.courthouse or track.court
        ]
        self.place = ", ".join(dict.fromkeys(places))
        self.ceiling = case_file.closest_ceiling_on
        self.left = left_words(self.ceiling, today) if self.ceiling else ""
        self.closest = closest_words(case_file.proceedings.all(), self.ceiling, today)
        self.left_tone = tone_of(self.ceiling, today) if self.ceiling else "neutral"
        self.row_tone = self.left_tone if self.left_tone in ("risk", "wait") else "neutral"


def _section_order(section: str):
    head, _dot, tail = section.partition(".")
    return (int(head) if head.isdigit() else 0, int(tail) if tail.isdigit() else 0, section)


class Overview(FilePage):
    """Where a file stands: what blocks the next step, the clock of each accused, key facts, last events, notes."""

    template_name = "casetracker/overview.html"
    current = "file"
    heading = _("Overview")

    def get_context_data(self, **kwargs):
        user, today = self.request.user, clock.today()
        context = super().get_context_data(**kwargs)
        reads_notes = policies.may_read_notes(self.case_file, user)
        counts = [count for proceeding in self.proceedings for count in proceeding.counts.all()]
        sections = Counter(count.offence.citation for count in counts if count.is_last_generation)
        context.update(
            **delay_panel(self.proceedings, user, today),
            sections=[f"{section} × {number}" if number > 1 else section for section, number in sections.items()],
            events=timeline.latest(self.case_file, user, 5),
            reads_notes=reads_notes,
            notes=list(FileNote.objects.filter(file=self.case_file).select_related("author")[:5]) if reads_notes else [],
            links=linked(self.case_file, user),
            may_edit=policies.may_edit_file(self.case_file, user),
            may_edit_theory=policies.may_edit_theory(self.case_file, user),
            may_add_note=policies.may_add_note(self.case_file, user),
            other_steps=self.other_steps(context["frame"].steps),
            blocked=[step for step in context["frame"].steps if step.guards],
            hints=list(self.case_file.hints.visible_to(user).filter(resolved_on=None).select_related("other")),
        )
        return context

    def other_steps(self, shown):
        """Steps of the file itself that the header does not offer."""
        urls = {step.url for step in shown}
        steps = [step for step in steps_of(self.case_file, self.request.user) if step.url not in urls]
        if self.case_file.state == FileState.DORMANT and policies.may_make_dormant(self.case_file, self.request.user):
            steps.insert(0, Step("review_dormant", _("Look at the dormant file again"), self.at("review_dormant")))
        return steps


class EditFile(MergingForm, FileForm):
    """Where the file comes from; two people may edit at once."""

    form_class = EditFileForm
    heading = _("Where the file comes from")
    submit = _("Save")
    current = "file"
    allowed = "may_edit_file"

    def get_initial(self):
        initial = super().get_initial()
        for name in ("agency", "office"):
            initial[name] = getattr(getattr(self.case_file, name), "ref", "")
        return initial

    def save(self, values, version, form):
        services.edit_file(
            case_file=self.case_file, by=self.request.user, at=clock.now(), key=form.act_fields()["key"], version=version, **values
        )
        return self.at("file")


class EditTheory(MergingForm, FileForm):
    """The team's own words about the case; two people may edit at once."""

    form_class = TheoryForm
    heading = _("Theory and resolution")
    about = _("Privileged: the team and records read this, a local Crown never does.")
    submit = _("Save")
    current = "file"
    allowed = "may_edit_theory"
    draft_name = "edit_theory"

    def save(self, values, version, form):
        services.edit_theory(
            case_file=self.case_file, by=self.request.user, at=clock.now(), key=form.act_fields()["key"], version=version, **values
        )
        return self.at("file")


class AddNote(FileForm):
    """A privileged note of the team."""

    form_class = NoteForm
    heading = _("Add a note")
    about = _("Notes are privileged: the team and records read them, a local Crown never does.")
    submit = _("Save the note")
    current = "file"
    allowed = "may_add_note"
    draft_name = "file_note"

    def perform(self, form):
        services.add_note(case_file=self.case_file, lang=(get_language() or "en")[:2], **self.sent(form))
        return self.at("file")

"""What happened on a file: its moves and the history of its rows, gathered by act, newest first, for one reader."""

from collections import defaultdict
from collections.abc import Callable

from django.apps import apps
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from foundation.accounts.models import Role, User
from foundation.audit.models import Act
from foundation.documents.models import Document
from foundation.law.models import BanProvision, Court, Courthouse, OffenceVersion
from foundation.pages import days
from foundation.workflow.models import Move

from . import names, policies, sentences
from .models import (
    Appearance,
    Ban,
    CaseFile,
    ChargingDocument,
    ClockOrigin,
    ClosingChecklist,
    ConflictName,
    Count,
    Decision,
    Election,
    FileAccess,
    FileNote,
    FileWall,
    Handover,
    LinkedDecision,
    OrderAnswer,
    Participant,
    Proceeding,
    ScreeningReview,
    VictimView,
    Warrant,
)
from .querysets import OfLeads, OfTeam, OfTeamProceeding

# How each kind of row hangs on the file.
BY_FILE = (
    Participant,
    Proceeding,
    ChargingDocument,
    Appearance,
    Ban,
    FileAccess,
    FileWall,
    FileNote,
    ConflictName,
    LinkedDecision,
    Handover,
    ClosingChecklist,
)
BY_PROCEEDING = (Count, ClockOrigin, Election, ScreeningReview, VictimView, OrderAnswer, Warrant)
TEAM_COLUMNS = frozenset({"theory", "resolution_position", "note", "decline_reason"})
PRIVATE_COLUMNS = frozenset({"given_name", "family_name", "birth_date", "organisation", "language", "is_youth"})


def entries(case_file: CaseFile, user) -> list[sentences.Entry]:
    """Build the whole history of a file for a reader; the number of queries does not depend on its length."""
    return Timeline(case_file, user).entries()


class Timeline:
    """Reads the rows of one file's history and hands them to ``sentences``."""

    def __init__(self, case_file: CaseFile, user):
        self.case_file, self.user = case_file, user
        self.participants = {row.pk: row for row in Participant.objects.filter(file=case_file).prefetch_related("bans__provision")}
        self.proceedings = {row.pk: row for row in Proceeding.objects.filter(file=case_file)}
        self.counts = {row.pk: row for row in Count.objects.filter(proceeding__file=case_file).select_related("offence")}
        for participant in self.participants.values():
            participant.file = case_file
        self.named: dict[tuple[type, object], str] = {}

    def entries(self) -> list[sentences.Entry]:
        """Group every change by the act that made it, newest first by the day it happened."""
        rows = self._rows()
        self._learn_names(rows)
        moves = self._moves()
        acts = Act.objects.select_related("by").in_bulk({row.act_id for row, *_rest in rows} | {move.act_id for move in moves})
        found: dict[int, sentences.Entry] = {}
        for act in acts.values():
            found[act.pk] = sentences.Entry(act.at, act.by.name, sentences.act_words(act.kind), days.local(act.at).date())
        for move in moves:
            entry = found[move.act_id]
            recorded_on = days.local(entry.at).date()
            entry.lines.append(sentences.move_line(move, self._subject(move), recorded_on))
        for moved_on, act_id in ((move.happened_on, move.act_id) for move in moves if move.followed_from_id is None):
            found[act_id].happened_on = moved_on
        made = {(row.act_id, model, row.id) for row, before, model in rows if row.history_type == "+"}
        tracked = {(row.act_id, row.accused_id) for row, before, model in rows if model is Proceeding and row.history_type == "+"}
        for row, before, model in rows:
            follows_its_making = row.history_type == "~" and (row.act_id, model, row.id) in made
            said_by_the_accused = model is Participant and row.history_type == "+" and (row.act_id, row.id) in tracked
            if not follows_its_making and not said_by_the_accused:
                found[row.act_id].lines.extend(self._lines(row, before, model))
        ordered = sorted(acts, key=lambda pk: (found[pk].happened_on, found[pk].at, pk), reverse=True)
        return [found[pk] for pk in ordered]

    # Reading

    def _rows(self) -> list[tuple]:
        """Read (row, the row before it, model) for everything this reader may see."""
        wanted: list[tuple[type, Q]] = [(CaseFile, Q(id=self.case_file.pk))]
        wanted += [(model, Q(file_id=self.case_file.pk)) for model in BY_FILE]
        wanted += [(model, Q(proceeding_id__in=list(self.proceedings))) for model in BY_PROCEEDING]
        wanted += [(Decision, Q(count_id__in=list(self.counts)))]
        wanted += [(Document, Q(about_label=self.case_file._meta.label, about_ref=self.case_file.ref))]
        found = []
        for model, where in wanted:
            if not self._may_read(model):
                continue
            latest: dict[int, object] = {}
            for row in model.history.filter(where).order_by("history_id"):
                if row.act_id is not None and not (model is Document and row.team_only and not self._reads_team()):
                    found.append((row, latest.get(row.id), model))
                latest[row.id] = row
        return found

    def _may_read(self, model) -> bool:
        rows = model.objects.all()
        if isinstance(rows, OfLeads):
            return self.user.is_role(Role.LEAD, Role.REC)
        if isinstance(rows, OfTeam | OfTeamProceeding):
            return self._reads_team()
        return True

    def _reads_team(self) -> bool:
        return policies.may_read_notes(self.case_file, self.user)

    def _moves(self) -> list[Move]:
        subjects = [self.case_file, *self.proceedings.values(), *self.counts.values()]
        refs = defaultdict(list)
        for subject in subjects:
            refs[subject._meta.label].append(subject.ref)
        which = Q(pk__in=[])
        for label, values in refs.items():
            which |= Q(subject_label=label, subject_ref__in=values)
        self.by_ref = {(subject._meta.label, subject.ref): subject for subject in subjects}
        return list(Move.objects.filter(which).select_related("corrected_by__act__by").order_by("pk"))

    def _learn_names(self, rows) -> None:
        """Read the names of what the rows point to, one query for each kind of thing."""
        wanted: dict[type, set] = defaultdict(set)
        for row, before, model in rows:
            for column in model._meta.concrete_fields:
                if column.is_relation and hasattr(row, column.attname):
                    wanted[column.related_model].update(
                        value for value in (getattr(row, column.attname), getattr(before, column.attname, None)) if value
                    )
        say: dict[type, Callable] = {
            User: lambda user: user.name,
            OffenceVersion: lambda offence: offence.citation,
            BanProvision: lambda provision: provision.citation,
            Court: lambda court: court.short,
            Courthouse: lambda house: house.name,
            apps.get_model("accounts", "Agency"): str,
            apps.get_model("accounts", "Office"): str,
            ChargingDocument: str,
            Appearance: lambda appearance: f"{days.day(appearance.on)}, {appearance.get_purpose_display()}",
            ClockOrigin: lambda origin: days.day(origin.on),
        }
        for model, write in say.items():
            for row in model.objects.filter(pk__in=wanted.get(model, ())):
                self.named[model, row.pk] = write(row)
        for participant in self.participants.values():
            self.named[Participant, participant.pk] = names.display_name(participant, self.user, names.PAGE)
        for proceeding in self.proceedings.values():
            self.named[Proceeding, proceeding.pk] = self.named.get((Participant, proceeding.accused_id), "")
        for count in self.counts.values():
            self.named[Count, count.pk] = self._count_title(count.number, count.offence.citation, count.proceeding_id)

    # Words

    def _name(self, model, pk) -> str:
        return self.named.get((model, pk), "")

    def _count_title(self, number, citation, proceeding_id) -> str:
        who = self._name(Proceeding, proceeding_id)
        words = {"number": number, "section": citation, "who": who}
        return _("count %(number)s, %(section)s (%(who)s)") % words if number else _("count under %(section)s (%(who)s)") % words

    def _subject(self, move: Move) -> str:
        subject = self.by_ref[move.subject_label, move.subject_ref]
        if isinstance(subject, CaseFile):
            return _("the file")
        return self._name(type(subject), subject.pk)

    def _title(self, row, model) -> str:
        """Name a row by what a reader knows it by."""
        if model is CaseFile:
            return _("the file")
        if model is Participant:
            return self._name(Participant, row.id)
        if model is Proceeding:
            return self._name(Proceeding, row.id)
        if model is Count:
            return self._count_title(row.number, self._name(OffenceVersion, row.offence_id), row.proceeding_id)
        if model is Appearance:
            return f"{days.day(row.on)}, {row.get_purpose_display()}"
        if model is ChargingDocument:
            return f"{row.get_kind_display()} {row.number}"
        if model in (FileAccess, FileWall):
            place = f", {row.get_acting_as_display()}" if model is FileAccess else ""
            return f"{self._name(User, row.user_id)}{place}"
        if model is Ban:
            return self._name(BanProvision, row.provision_id)
        if model is Document:
            return row.title or row.name
        if model is FileNote:
            return sentences.shorten(row.text)
        if model is ConflictName:
            return names.initials(row.name, "") if row.kind in names.PROTECTED_KINDS else row.name
        if model in (ScreeningReview, Decision):
            outcome = row.get_outcome_display() if model is ScreeningReview else row.get_result_display()
            return f"{self._name(Count, row.count_id)}: {outcome}"
        if model is Election:
            return f"{self._name(Proceeding, row.proceeding_id)}: {row.get_choice_display()}"
        if model is OrderAnswer:
            return f"{row.get_order_display()}: {row.get_answer_display()}"
        if model is Warrant:
            return f"{row.get_kind_display()}, {date_format(row.issued_on)}"
        if model is ClockOrigin:
            return f"{days.day(row.on)}, {self._name(Proceeding, row.proceeding_id)}"
        if model is VictimView:
            return self._name(Proceeding, row.proceeding_id)
        return ""

    def _lines(self, row, before, model) -> list[sentences.Line]:
        title = self._title(row, model)
        if row.history_type == "-":
            return [sentences.removed_line(model._meta.label, title)]
        if row.history_type == "+" or before is None:
            return [] if model is CaseFile else [sentences.added_line(model._meta.label, title)]
        columns = [column for column in row.tracked_fields if column.name not in TEAM_COLUMNS or self._reads_team()]
        changes = sentences.changes_between(before, row, columns, self._say)
        if model is Participant and names.is_protected(self.participants[row.id]):
            hidden = {sentences.label_of(column) for column in columns if column.name in PRIVATE_COLUMNS}
            changes = [sentences.Change(change.label, "", "") if change.label in hidden else change for change in changes]
        return sentences.change_lines(model._meta.label, title, changes)

    def _say(self, column, value) -> str:
        return sentences.say_value(column, value, lambda column, value: self._name(column.related_model, value))

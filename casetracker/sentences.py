"""History as sentences: what an act did to a file, in the reader's language, built anew each time and never stored.

Everything here is pure: rows go in, words come out. Who may see which rows is decided before (``timeline``).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from foundation.pages import days

# Columns that say nothing to a reader, or that a move already says.
SILENT = frozenset(
    {"id", "ref", "version", "state", "state_on", "parked_from", "name_key", "generation", "joint_group"}
    | {"about_label", "about_ref", "subject_label", "subject_ref", "facts", "corrected_in", "stored_as", "sha256"}
)
LONGEST = 240

# What an act was, where the act alone says it best; else its lines speak for it.
ACTS = {
    "open_case_file": gettext_lazy("opened the file"),
    "add_accused": gettext_lazy("added an accused"),
    "edit_file": gettext_lazy("changed where the file comes from"),
    "edit_theory": gettext_lazy("changed theory and resolution"),
    "add_note": gettext_lazy("wrote a note of the team"),
    "add_conflict_names": gettext_lazy("entered names for the conflict check"),
    "check_conflicts": gettext_lazy("started the conflict check"),
    "start_conflict_check": gettext_lazy("started the conflict check"),
    "resolve_hint": gettext_lazy("looked at a match with another file"),
    "decide_intake": gettext_lazy("decided on the file"),
    "take_carriage": gettext_lazy("decided on the file after the charge"),
    "carry_after_charge": gettext_lazy("decided on the file after the charge"),
    "share_after_charge": gettext_lazy("decided on the file after the charge"),
    "advise_after_charge": gettext_lazy("decided on the file after the charge"),
    "add_participant": gettext_lazy("added a person"),
    "edit_participant": gettext_lazy("changed a person's details"),
    "propose_counts": gettext_lazy("proposed counts"),
    "add_charges": gettext_lazy("proposed counts"),
    "choose_texts": gettext_lazy("decided which text of the law a count rests on"),
    "ask_own_services": gettext_lazy("asked whether a victim may be accused (s. 286.5)"),
    "decide_own_services": gettext_lazy("decided whether a victim may be accused (s. 286.5)"),
    "amend_count": gettext_lazy("amended a count"),
    "lay_information": gettext_lazy("recorded an information"),
    "record_police_decision": gettext_lazy("recorded that police lay no count"),
    "record_screening": gettext_lazy("recorded a screening review"),
    "proceed_on_counts": gettext_lazy("proceeded on counts"),
    "proceed": gettext_lazy("proceeded on a count"),
    "elect_mode": gettext_lazy("recorded the Crown's election"),
    "record_election": gettext_lazy("recorded the election of the accused"),
    "record_victim_view": gettext_lazy("recorded the view of a victim"),
    "record_victim_request": gettext_lazy("recorded what a victim or witness asks for"),
    "answer_victim_request": gettext_lazy("recorded the answer to what a victim or witness asked for"),
    "correct_victim_request": gettext_lazy("corrected what a victim or witness asked for"),
    "withdraw_count": gettext_lazy("withdrew a count"),
    "record_verdict": gettext_lazy("recorded a plea or verdict"),
    "record_disposition": gettext_lazy("recorded a sentence"),
    "record_outcomes": gettext_lazy("recorded what became of an accused"),
    "set_end_reason": gettext_lazy("said why a count ended"),
    "record_ruling": gettext_lazy("recorded a ruling"),
    "set_appeal_period": gettext_lazy("changed the last day to appeal"),
    "answer_orders": gettext_lazy("answered the orders at sentence"),
    "begin_intake": gettext_lazy("began the intake appearances"),
    "await_election": gettext_lazy("made ready for the election of the accused"),
    "set_trial": gettext_lazy("set the trial"),
    "change_trial_dates": gettext_lazy("changed the trial dates"),
    "start_trial": gettext_lazy("recorded the start of the trial"),
    "reserve": gettext_lazy("recorded that judgment is reserved"),
    "conclude": gettext_lazy("concluded an accused"),
    "conclude_uncharged": gettext_lazy("concluded a person who will not be charged"),
    "issue_warrant": gettext_lazy("recorded a warrant"),
    "execute_warrant": gettext_lazy("recorded the end of a warrant"),
    "set_custody": gettext_lazy("recorded where the accused is"),
    "add_appearance": gettext_lazy("added a day in court"),
    "edit_appearance": gettext_lazy("corrected a day in court"),
    "record_result": gettext_lazy("recorded what came of a day in court"),
    "correct_result": gettext_lazy("corrected what came of a day in court"),
    "add_ban": gettext_lazy("recorded a publication ban"),
    "end_ban": gettext_lazy("recorded the end of a publication ban"),
    "assign": gettext_lazy("assigned a prosecutor"),
    "grant_access": gettext_lazy("gave access to the file"),
    "end_access": gettext_lazy("ended an access to the file"),
    "take_cover": gettext_lazy("took cover of the file"),
    "review_cover": gettext_lazy("reviewed a cover"),
    "set_wall": gettext_lazy("set up a wall"),
    "lift_wall": gettext_lazy("lifted a wall"),
    "transfer_file": gettext_lazy("transferred the file"),
    "close_without_charge": gettext_lazy("concluded the file: no charge"),
    "close_file": gettext_lazy("closed the file"),
    "reopen_file": gettext_lazy("reopened the file"),
    "finish_advice": gettext_lazy("finished the team's advice"),
    "store_document": gettext_lazy("filed a document"),
    "remove_document": gettext_lazy("took a document off the list"),
    "link_decision": gettext_lazy("linked a decision"),
    "unlink_decision": gettext_lazy("took a linked decision off the file"),
    "agree_carriage": gettext_lazy("recorded the agreement on who carries the file"),
    "ask_crown_stay": gettext_lazy("asked for a stay by the Crown"),
    "ask_direct_indictment": gettext_lazy("recorded the request for a direct indictment"),
    "charge_again": gettext_lazy("recorded a new charge"),
    "confirm_clock": gettext_lazy("confirmed the delay clock"),
    "decide_crown_stay": gettext_lazy("decided on a stay by the Crown"),
    "divert": gettext_lazy("referred an accused to a program outside court"),
    "end_appeal": gettext_lazy("recorded the end of an appeal"),
    "end_measure": gettext_lazy("recorded the end of a program outside court"),
    "file_indictment": gettext_lazy("recorded an indictment"),
    "make_dormant": gettext_lazy("made the file dormant"),
    "recommence": gettext_lazy("recommenced what the Crown had stayed"),
    "record_appeal": gettext_lazy("recorded an appeal"),
    "record_board_discharge": gettext_lazy("recorded the absolute discharge by the Review Board"),
    "record_court_order": gettext_lazy("recorded an order of the court"),
    "record_death": gettext_lazy("recorded the death of an accused"),
    "record_inquiry": gettext_lazy("recorded an inquiry into the evidence against an unfit accused"),
    "record_fit": gettext_lazy("recorded that an accused is fit to stand trial"),
    "record_late_sentence": gettext_lazy("recorded a sentence after another conviction fell"),
    "record_prelim_result": gettext_lazy("recorded the result of the preliminary inquiry"),
    "record_unfit": gettext_lazy("recorded that an accused is unfit to stand trial"),
    "reelect": gettext_lazy("recorded a re-election"),
    "replace_counts": gettext_lazy("replaced counts"),
    "resume_counts": gettext_lazy("proceeded again on counts"),
    "review_dormant": gettext_lazy("looked at the dormant file again"),
    "strike_plea": gettext_lazy("recorded that a plea was struck"),
    "correct_move": gettext_lazy("corrected a step"),
    "rejoin": gettext_lazy("joined severed counts again"),
    "sever": gettext_lazy("severed counts into a proceeding of their own"),
    "add_interval": gettext_lazy("attributed time in the delay ledger"),
    "change_interval": gettext_lazy("changed an interval of the delay ledger"),
    "settle_interval": gettext_lazy("recorded that an interval of the delay ledger is agreed or ruled"),
    "remove_interval": gettext_lazy("took an interval off the delay ledger"),
    "record_delay_application": gettext_lazy("recorded an application for delay"),
    "record_bail_hearing": gettext_lazy("recorded a hearing on bail"),
    "change_bail_hearing": gettext_lazy("corrected a hearing on bail"),
    "end_release_order": gettext_lazy("ended a release order"),
    "add_bail_condition": gettext_lazy("added a condition of release"),
    "change_bail_condition": gettext_lazy("changed a condition of release"),
    "add_surety": gettext_lazy("added a surety"),
    "end_surety": gettext_lazy("ended a surety"),
    "record_bail_breach": gettext_lazy("recorded an alleged breach of a release order"),
    "record_order_copy": gettext_lazy("recorded a victim’s copy of a release order"),
    "record_complexity": gettext_lazy("counted what makes the case complex"),
    "hand_out": gettext_lazy("printed or exported"),
    "roll": gettext_lazy("did what only time does"),
}

NOUNS = {
    "casetracker.CaseFile": gettext_lazy("the file"),
    "casetracker.Participant": gettext_lazy("person"),
    "casetracker.Proceeding": gettext_lazy("accused"),
    "casetracker.Count": gettext_lazy("count"),
    "casetracker.ChargingDocument": gettext_lazy("charging document"),
    "casetracker.ClockOrigin": gettext_lazy("start of the delay clock"),
    "casetracker.Appearance": gettext_lazy("day in court"),
    "casetracker.Election": pgettext_lazy("history", "election"),
    "casetracker.ScreeningReview": gettext_lazy("screening review"),
    "casetracker.VictimView": gettext_lazy("view of a victim"),
    "casetracker.OrderAnswer": gettext_lazy("answer to an order"),
    "casetracker.Warrant": gettext_lazy("warrant"),
    "casetracker.SentencePart": gettext_lazy("part of the sentence"),
    "casetracker.SentenceTotal": gettext_lazy("confirmed total of the sentence"),
    "casetracker.PleaNotice": gettext_lazy("notice of a plea agreement to a victim"),
    "casetracker.VictimNotice": gettext_lazy("what a victim was told or asked"),
    "casetracker.VictimRequest": gettext_lazy("request of a victim or witness"),
    "casetracker.Ruling": gettext_lazy("ruling"),
    "casetracker.Decision": gettext_lazy("decision of the court"),
    "casetracker.Ban": gettext_lazy("publication ban"),
    "casetracker.FileAccess": gettext_lazy("access"),
    "casetracker.FileWall": gettext_lazy("wall"),
    "casetracker.FileNote": gettext_lazy("note"),
    "casetracker.ConflictName": gettext_lazy("name for the conflict check"),
    "casetracker.LinkedDecision": gettext_lazy("linked decision"),
    "casetracker.Handover": gettext_lazy("handover"),
    "casetracker.ClosingChecklist": gettext_lazy("closing checklist"),
    "casetracker.AppearanceOf": gettext_lazy("accused on a day in court"),
    "casetracker.CarriageAgreement": gettext_lazy("agreement on carriage"),
    "casetracker.CountLineage": gettext_lazy("count that came from another"),
    "casetracker.CountAmendment": gettext_lazy("words of a count before its amendment"),
    "casetracker.TextChoice": gettext_lazy("text of the law a count rests on"),
    "casetracker.DirectIndictmentRequest": gettext_lazy("request for a direct indictment"),
    "casetracker.CrownStay": gettext_lazy("stay by the Crown"),
    "casetracker.Measure": gettext_lazy("program outside court"),
    "casetracker.FitnessFinding": gettext_lazy("finding on fitness"),
    "casetracker.PrimaFacieInquiry": gettext_lazy("prima facie inquiry"),
    "casetracker.Appeal": pgettext_lazy("history", "appeal"),
    "casetracker.AppealCount": gettext_lazy("count under appeal"),
    "casetracker.DelayInterval": gettext_lazy("interval of the delay ledger"),
    "casetracker.DelayApplication": gettext_lazy("application for delay"),
    "casetracker.BailHearing": gettext_lazy("hearing on bail"),
    "casetracker.ReleaseOrder": gettext_lazy("release order"),
    "casetracker.BailCondition": gettext_lazy("condition of release"),
    "casetracker.Surety": gettext_lazy("surety"),
    "casetracker.BailBreach": gettext_lazy("alleged breach of a release order"),
    "casetracker.OrderCopy": gettext_lazy("victim’s copy of a release order"),
    "casetracker.ComplexityFact": gettext_lazy("number for the court (s. 492.26)"),
    "workflow.Approval": gettext_lazy("step for two persons"),
    "documents.Document": gettext_lazy("document"),
}


@dataclass(frozen=True)
class Line:
    """One sentence about what an act did, with what belongs to it."""

    text: str
    happened_on: date | None = None
    reason: str = ""
    corrected: str = ""


@dataclass
class Entry:
    """One act on a file as a reader sees it: who, when recorded, what, and its lines."""

    at: datetime
    who: str
    what: str
    happened_on: date
    correct_ref: str = ""
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class Change:
    """One column that changed: its words, its value before and after."""

    label: str
    before: str
    after: str


def act_words(kind: str, step=None) -> str:
    """Say what an act was; one without words of its own is called by the step it took."""
    if kind in ACTS:
        return str(ACTS[kind])
    label = step_label(step) if step is not None else ""
    return _("took the step “%(step)s”") % {"step": label} if label else _("changed the file")


def step_label(move) -> str:
    """The words of the transition that a move made; "" for one that is no transition."""
    try:
        method = getattr(apps.get_model(move.subject_label), move.name, None)
    except LookupError:
        return ""
    steps = getattr(getattr(method, "_django_fsm", None), "transitions", {})
    return next((str(step.custom["label"]) for step in steps.values() if step.custom.get("label")), "")


def noun(label: str) -> str:
    """Say what kind of record it is."""
    if label in NOUNS:
        return str(NOUNS[label])
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except LookupError:
        return _("record")


def move_line(move, subject: str, recorded_on: date) -> Line:
    """Say a move: what went from where to where, why, and when it happened where that is another day than it was recorded."""
    words = {"subject": capital(subject), "before": move.from_label, "after": move.to_label}
    if move.from_label == move.to_label:
        words["step"] = step_label(move) or _("corrected")
        text = _("%(subject)s: “%(step)s”, still “%(after)s”") % words
    else:
        text = _("%(subject)s: from “%(before)s” to “%(after)s”") % words
    if move.followed_from_id:
        text = _("%(sentence)s, which followed from it") % {"sentence": text}
    corrected = ""
    if move.corrected_by_id:
        corrected = _("corrected by %(who)s") % {"who": move.corrected_by.act.by.name}
    return Line(text, move.happened_on if move.happened_on != recorded_on else None, move.reason, corrected)


def added_line(label: str, title: str) -> Line:
    """Say that something new is on the file."""
    return Line(_("Added: %(what)s") % {"what": noun_and_title(label, title)})


def removed_line(label: str, title: str) -> Line:
    """Say that something is no longer on the file."""
    return Line(_("Taken off: %(what)s") % {"what": noun_and_title(label, title)})


def set_aside_line(label: str, title: str) -> Line:
    """Say that a correction set something aside."""
    return Line(_("Set aside: %(what)s") % {"what": noun_and_title(label, title)})


def noun_and_title(label: str, title: str) -> str:
    """Name a record: what it is, then which one; the first is left out where the second says it."""
    kind = noun(label)
    if not title:
        return kind
    return title if title.casefold().startswith(kind.casefold()) else f"{kind}, {title}"


def change_lines(label: str, title: str, changes: Iterable[Change]) -> list[Line]:
    """Say in one sentence what changed in a record; values are left out where ``before`` and ``after`` are both empty."""
    parts = [change_words(change) for change in changes]
    if not parts:
        return []
    what = capital(title or noun(label))
    return [Line(_("%(noun)s: %(changes)s") % {"noun": what, "changes": "; ".join(parts)})]


def change_words(change: Change) -> str:
    """Say how one column changed."""
    words = {"what": change.label, "before": shorten(change.before), "after": shorten(change.after)}
    if not change.before and not change.after:
        return _("%(what)s changed") % words
    if not change.before:
        return _("%(what)s is now “%(after)s”") % words
    if not change.after:
        return _("%(what)s was “%(before)s” and is now empty") % words
    return _("%(what)s changed from “%(before)s” to “%(after)s”") % words


def changes_between(before, after, fields, say: Callable[[object, object], str]) -> list[Change]:
    """Compare two history rows of one record column by column; ``say(field, value)`` writes a value in words."""
    changes = []
    for column in fields:
        if column.name in SILENT:
            continue
        old, new = getattr(before, column.attname), getattr(after, column.attname)
        if old != new:
            changes.append(Change(label_of(column), say(column, old), say(column, new)))
    return changes


def say_value(column, value, named: Callable[[object, object], str] | None = None) -> str:
    """Write one value in words: a choice by its label, a date as people write it, yes and no, a related record by its name."""
    if value is None or value == "":
        return ""
    if column.is_relation:
        return named(column, value) if named else ""
    if getattr(column, "choices", None):
        return str(dict(column.flatchoices).get(value, value))
    if value is True or value is False:
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return days.moment(value)
    if isinstance(value, date):
        return days.day(value)
    if hasattr(value, "hour"):
        return days.clock_time(value)
    return str(value)


def label_of(column) -> str:
    """The words for a column; a column without words of its own is not translated and so is shown by its plain name."""
    return str(COLUMNS.get(column.name) or column.verbose_name)


def shorten(text: str) -> str:
    """Cut a long value so that the sentence stays a sentence."""
    text = " ".join(str(text).split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()} …"


def capital(text: str) -> str:
    """Begin with a capital letter and leave the rest."""
    return text[:1].upper() + text[1:]


# Columns whose model says no words for readers.
COLUMNS = {
    "decline_reason": gettext_lazy("reason to decline"),
    "reopen_reason": gettext_lazy("reason to reopen"),
    "conflict_cleared_on": gettext_lazy("conflict check clear on"),
    "no_charge_confirmed_on": gettext_lazy("police confirmed no charge on"),
    "advice_finished_on": gettext_lazy("advice finished on"),
    "agency": gettext_lazy("police service"),
    "office": gettext_lazy("local office"),
    "acting_as": gettext_lazy("place on the file"),
    "lifted_at": gettext_lazy("lifted"),
    "lift_reason": gettext_lazy("reason to lift"),
    "set_at": gettext_lazy("set up"),
    "reviewed_at": gettext_lazy("reviewed"),
    "until_at": gettext_lazy("until"),
    "from_at": gettext_lazy("from"),
    "acts_for": gettext_lazy("acts for"),
    "offence": gettext_lazy("offence"),
    "included_offence": gettext_lazy("included offence"),
    "document": gettext_lazy("charging document"),
    "clock_origin": gettext_lazy("start of the delay clock"),
    "complainant": gettext_lazy("complainant"),
    "courthouse": gettext_lazy("courthouse"),
    "court": gettext_lazy("court"),
    "next": gettext_lazy("next day in court"),
    "police_decided_on": gettext_lazy("police decided on"),
    "limitation_agreed": gettext_lazy("agreed to proceed after the limit"),
    "withdraw_at_sentence": gettext_lazy("to be withdrawn at sentence"),
    "reason_code": gettext_lazy("reason"),
    "resolved_on": gettext_lazy("settled on"),
    "removed_at": gettext_lazy("taken off the list"),
    "note": gettext_lazy("note"),
    "result": gettext_lazy("result"),
    "order": gettext_lazy("order"),
    "answer": gettext_lazy("answer"),
    "on": gettext_lazy("date"),
    "kind": gettext_lazy("kind"),
    "state": gettext_lazy("where it stands"),
    "opened_by": gettext_lazy("opened by"),
    "asked_by": gettext_lazy("asked by"),
    "asked_at": pgettext_lazy("history", "asked"),
    "decided_by": gettext_lazy("decided by"),
    "decided_at": gettext_lazy("decided"),
    "granted": pgettext_lazy("history", "approved"),
    "reason": gettext_lazy("reason"),
    "move": gettext_lazy("step"),
    "size": gettext_lazy("size in bytes"),
    "team_only": gettext_lazy("for the team only"),
    "media_type": gettext_lazy("kind of file"),
    "text_state": gettext_lazy("text"),
    "text_cause": gettext_lazy("why its text is not read"),
    "uploaded_by": gettext_lazy("filed by"),
    "uploaded_at": gettext_lazy("filed"),
    "confirmed_by": gettext_lazy("confirmed by"),
    "reviewed_by": gettext_lazy("reviewed by"),
    "participant": gettext_lazy("person"),
    "person": gettext_lazy("person"),
    "user": gettext_lazy("person"),
    "author": gettext_lazy("author"),
    "lang": gettext_lazy("language"),
    "written_at": gettext_lazy("written"),
    "for_intake": gettext_lazy("until the intake is decided"),
    "decision_ref": gettext_lazy("decision of the bank"),
    "linked_by": gettext_lazy("linked by"),
    "linked_at": gettext_lazy("linked"),
    "lapsed_on": gettext_lazy("lapsed on"),
    "provision": gettext_lazy("provision"),
    "accused": gettext_lazy("accused"),
    "proceeding": gettext_lazy("accused"),
    "count": gettext_lazy("count"),
    "old": gettext_lazy("count before"),
    "new": gettext_lazy("count after"),
    "appearance": gettext_lazy("day in court"),
    "appeal": pgettext_lazy("history", "appeal"),
    "decision": gettext_lazy("decision of the court"),
    "finding": gettext_lazy("finding on fitness"),
    "after": gettext_lazy("consecutive to"),
    "from_appeal": gettext_lazy("appeal it came from"),
    "hearing": gettext_lazy("hearing on bail"),
    "ended_in": gettext_lazy("ended in"),
    "victim": gettext_lazy("victim"),
    "severed_from": gettext_lazy("severed from"),
    "rejoined_to": gettext_lazy("joined again with"),
    "file": gettext_lazy("file"),
}

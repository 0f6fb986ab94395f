"""The states of a request for advice, and the lists of words that its pages choose from."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Where a request stands."""

    DRAFT = "DRAFT", _("Draft, not sent")
    SUBMITTED = "SUBMITTED", pgettext_lazy("advice request", "Sent")
    TRIAGED = "TRIAGED", _("Accepted")
    ASSIGNED = "ASSIGNED", _("With an adviser")
    IN_REVIEW = "IN_REVIEW", _("With a second reader")
    NEEDS_INFO = "NEEDS_INFO", _("Waiting for the asker")
    DELIVERED = "DELIVERED", _("Answered")
    FOLLOW_UP = "FOLLOW_UP", _("Follow-up question asked")
    CLOSED = "CLOSED", pgettext_lazy("advice request", "Closed")
    ANSWERED_FROM_BANK = "ANSWERED_FROM_BANK", _("Answered from the bank")
    DECLINED = "DECLINED", pgettext_lazy("advice request", "Declined")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn by the asker")
    MERGED = "MERGED", _("Merged into another request")
    CONVERTED_TO_FILE = "CONVERTED_TO_FILE", _("Became a case file")


ON_THE_TEAM = frozenset({State.SUBMITTED, State.TRIAGED, State.ASSIGNED, State.IN_REVIEW, State.FOLLOW_UP})
"""The team owes the next step."""

OPEN = ON_THE_TEAM | {State.NEEDS_INFO}
"""Somebody owes a step."""

ENDED = frozenset({State.CLOSED, State.ANSWERED_FROM_BANK, State.DECLINED, State.WITHDRAWN, State.MERGED, State.CONVERTED_TO_FILE})
"""Nobody owes a step."""

TEAM_SITUATIONS = {
    State.DRAFT: _("Draft, not sent"),
    State.SUBMITTED: _("Triage needed"),
    State.TRIAGED: _("Adviser needed"),
    State.ASSIGNED: _("Answer needed"),
    State.IN_REVIEW: _("Second reading needed"),
    State.NEEDS_INFO: _("Waiting for the asker"),
    State.DELIVERED: _("Answered"),
    State.FOLLOW_UP: _("Reply to a follow-up question needed"),
}
"""What a list says to the team: who acts next."""

MERGEABLE = frozenset({State.SUBMITTED, State.TRIAGED, State.ASSIGNED})
"""From here a request goes into another one, or becomes a case file."""

SETTLED = frozenset({State.DELIVERED, State.FOLLOW_UP, State.CLOSED, State.ANSWERED_FROM_BANK, State.DECLINED})
"""The team has said its word; with OPEN, all that a request into which another was merged can be."""

READING_NEEDED = _("Answered unread: second reading needed")
"""What a list says of an answer that went out before its second reading, until somebody read it."""

RECALLED = _("Answer recalled: new version needed")
"""What a list says while the latest answer is taken back and no new version is written yet."""

DELIVERY_NEEDED = _("Approved: delivery needed")
"""What it says in place of a second reading, once that approved the text as it stands."""

ASKER_SITUATIONS = {
    State.DRAFT: _("Draft: send it when it is ready"),
    State.SUBMITTED: _("Waiting for the team to take it up"),
    State.TRIAGED: _("Waiting for an adviser"),
    State.ASSIGNED: _("Being answered"),
    State.IN_REVIEW: _("Being answered"),
    State.NEEDS_INFO: _("Your reply needed"),
    State.DELIVERED: _("Answer ready to read"),
    State.FOLLOW_UP: _("Waiting for a reply to your follow-up question"),
    State.MERGED: _("Answered together with another question"),
}
"""What a list says to the asker."""


class Urgency(models.TextChoices):
    """How soon an answer is needed."""

    U0 = "U0", _("Now: a victim is in danger, or an accused is held under the 24-hour rule")
    U1 = "U1", _("Today: bail, or a warrant that expires")
    U2 = "U2", _("Within 3 working days: charge decision, or a motion due")
    U3 = "U3", _("Within 10 days: trial planning")
    U4 = "U4", _("By arrangement: training, policy")


URGENCY_SHORT = {
    Urgency.U0: _("Now"),
    Urgency.U1: _("Today"),
    Urgency.U2: _("3 working days"),
    Urgency.U3: _("10 days"),
    Urgency.U4: _("By arrangement"),
}
PRESSING = frozenset({Urgency.U0, Urgency.U1})
"""Urgencies that need a reason."""


class Stage(models.TextChoices):
    """Where the matter stands in which advice is asked."""

    GENERAL = "GENERAL", _("General question, no file")
    INVESTIGATION = "INVESTIGATION", _("Investigation")
    PRE_CHARGE = "PRE_CHARGE", _("Before charges")
    BAIL = "BAIL", _("Bail")
    CHARGED = "CHARGED", _("After charges, before trial")
    TRIAL = "TRIAL", _("Trial")
    SENTENCE = "SENTENCE", _("Sentence")
    APPEAL = "APPEAL", _("Appeal")


class Topic(models.TextChoices):
    """What advice is asked about."""

    ELEMENTS = "ELEMENTS", _("Elements and proof of exploitation")
    CHARGE_CHOICE = "CHARGE_CHOICE", _("Choosing between sections 279.01 and 286")
    WARRANTS = "WARRANTS", _("Warrants, production orders, wiretap")
    INTERVIEW = "INTERVIEW", _("Interviewing a victim, trauma")
    STATEMENTS = "STATEMENTS", _("Reluctant victim, K.G.B. statements")
    SIMILAR_FACT = "SIMILAR_FACT", _("Similar fact")
    ONLINE = "ONLINE", _("Online advertising and telephone evidence")
    EXPERT = "EXPERT", _("Expert evidence")
    AGE = "AGE", _("Knowledge of age")
    BAIL = "BAIL", _("Bail and reverse onus")
    BANS = "BANS", _("Publication bans")
    RECORDS = "RECORDS", _("Applications for private records")
    JOINDER = "JOINDER", _("Joinder and severance")
    DELAY = "DELAY", _("Delay plan")
    PRELIM = "PRELIM", _("Preliminary inquiry or direct indictment")
    CORROBORATION = "CORROBORATION", _("Corroboration")
    FORFEITURE = "FORFEITURE", _("Forfeiture")
    FOREIGN = "FOREIGN", _("Foreign victims, temporary resident permits")
    YOUTH = "YOUTH", _("Young accused")
    SENTENCING = "SENTENCING", _("Sentencing range")
    LABOUR = "LABOUR", _("Labour trafficking")
    OTHER = "OTHER", _("Something else")


class Level(models.TextChoices):
    """Who may read an answer once it is in the bank."""

    CROWN_ONLY = "CROWN_ONLY", _("Crown only: an anonymised answer")
    SHAREABLE = "SHAREABLE", _("Shareable with police: a general note")


class Need(models.TextChoices):
    """What an asker is often asked for."""

    FACTS = "FACTS", _("The facts in order of time")
    DATES = "DATES", _("The dates, and the next court date")
    STATEMENTS = "STATEMENTS", _("What the complainant has said, and how it was recorded")
    CHARGES = "CHARGES", _("The charges laid or proposed")
    DOCUMENTS = "DOCUMENTS", _("A document: warrant, order, information")
    NARROWER = "NARROWER", _("A narrower question")
    OTHER = "OTHER", _("Something else, as written below")


class DeclineReason(models.TextChoices):
    """Why the team does not answer."""

    NOT_TRAFFICKING = "NOT_TRAFFICKING", _("Not about trafficking in persons")
    OPERATIONAL = "OPERATIONAL", _("An operational decision of the police, not a legal question")
    GENERAL_POLICY = "GENERAL_POLICY", _("A general question that goes to the Crown attorney first")
    FEDERAL = "FEDERAL", _("A federal prosecution")
    CONFLICT = "CONFLICT", _("The team cannot act in this matter")
    NO_REPLY = "NO_REPLY", _("What was needed never came")
    OTHER = "OTHER", _("Another reason, as written below")


class MessageKind(models.TextChoices):
    """What a message between asker and team is."""

    NEED = "NEED", _("The team needs more")
    REPLY = "REPLY", pgettext_lazy("advice message", "Reply")
    REMINDER = "REMINDER", _("Reminder")
    FOLLOW_UP = "FOLLOW_UP", _("Follow-up question")
    STILL_OPEN = "STILL_OPEN", _("What is still open")
    FROM_BANK = "FROM_BANK", _("Already answered")
    DECLINED = "DECLINED", _("Where to turn instead")


class Reading(models.TextChoices):
    """How a second reading ended."""

    APPROVED = "APPROVED", _("approved")
    RETURNED = "RETURNED", _("returned for changes")
    COUNTERSIGNED = "COUNTERSIGNED", _("countersigned for sharing")


class Use(models.TextChoices):
    """What an item of the bank did for a question."""

    ANSWERED = "ANSWERED", _("answered it, no request was sent")
    PARTLY = "PARTLY", _("answered it in part, sent with the request")
    GIVEN = "GIVEN", _("given by the team as the answer")


class Mark(models.TextChoices):
    """What in a text might tell who it is about."""

    NAME = "NAME", _("Name of a person on the linked file")
    PHONE = "PHONE", _("Telephone number")
    EMAIL = "EMAIL", _("E-mail address")
    BIRTH = "BIRTH", _("Date of birth or full date")
    OCCURRENCE = "OCCURRENCE", _("Occurrence or file number")
    HANDLE = "HANDLE", _("Account name")
    PLACE = "PLACE", _("Address")
    POLICE = "POLICE", _("Police service")

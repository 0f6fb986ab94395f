"""Case files and what is in them; the three machines stand on CaseFile, Proceeding and Count.

A transition changes its own fields and nothing else; what else happens is in ``services``.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django_fsm import RETURN_VALUE, transition

from foundation.audit.history import TrackedHistory
from foundation.law import catalogue
from foundation.records.fields import EncryptedTextField, RefField
from foundation.records.models import Record
from foundation.workflow.models import StateField, Stateful

from . import choices, delay, guards, policies, querysets
from .matching import name_key
from .states import (
    BEFORE_JUDGMENT,
    COUNT_BEFORE_LAID,
    COUNT_IN_COURT,
    COUNT_PARKED,
    GUILTY,
    LIVE,
    PARKED,
    RUNNING,
    Access,
    CountState,
    Custody,
    FileState,
    Forum,
    ProceedingState,
)

LANGUAGES = [("en", "English"), ("fr", "Français")]


def one_of(field: str, values, name: str) -> models.CheckConstraint:
    """Refuse a stored value that is none of the choices."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": list(values.values)}), name=name)


def ends_after(first: str, last: str, name: str) -> models.CheckConstraint:
    """Refuse a period that ends before it begins."""
    return models.CheckConstraint(condition=Q(**{last: None}) | Q(**{first: None}) | Q(**{f"{last}__gte": models.F(first)}), name=name)


# The file


class CaseFile(Stateful):
    """A matter the team was asked into: from referral to closing, with every accused in it."""

    machine = "file"

    DeclineReason = choices.DeclineReason
    ReopenReason = choices.ReopenReason

    ref = RefField(kind="file")
    state = StateField(choices=FileState.choices, default=FileState.REFERRED)
    occurrence_number = models.CharField(_("occurrence number"), max_length=60, blank=True, db_index=True)
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, null=True, blank=True, related_name="case_files")
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, null=True, blank=True, related_name="case_files")
    referred_on = models.DateField(_("referred on"))
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    joint_with_ppsc = models.BooleanField(_("joint with the federal prosecution service"), default=False)
    theory = models.TextField(_("theory of the case"), blank=True)
    resolution_position = models.TextField(_("resolution position"), blank=True)
    names_complete = models.BooleanField(_("all names known are entered"), default=False)
    conflict_cleared_on = models.DateField(null=True, blank=True)
    decline_reason = models.CharField(max_length=20, choices=DeclineReason.choices, blank=True)
    reopen_reason = models.CharField(max_length=20, choices=ReopenReason.choices, blank=True)
    no_charge_confirmed_on = models.DateField(null=True, blank=True)
    advice_finished_on = models.DateField(null=True, blank=True)
    # derived, rewritten by services.refresh_summary
    style_name = models.CharField(max_length=200, blank=True, editable=False)
    accused_count = models.PositiveIntegerField(default=0, editable=False)
    situation = models.CharField(max_length=40, blank=True, editable=False, db_index=True)
    next_date = models.DateField(null=True, blank=True, editable=False)
    closest_ceiling_on = models.DateField(null=True, blank=True, editable=False, db_index=True)
    custody_count = models.PositiveIntegerField(default=0, editable=False)

    DERIVED = ("style_name", "accused_count", "situation", "next_date", "closest_ceiling_on", "custody_count")

    objects = querysets.CaseFileQuerySet.as_manager()
    history = TrackedHistory(excluded_fields=list(DERIVED))

    class Meta:
        ordering = ["-referred_on", "-pk"]
        constraints = [
            one_of("state", FileState, "file_state_known"),
            models.CheckConstraint(
                condition=Q(state=FileState.DECLINED, decline_reason__gt="") | ~Q(state=FileState.DECLINED),
                name="file_declined_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.title}"

    def get_absolute_url(self) -> str:
        """The overview of the file."""
        return reverse("casetracker:file", kwargs={"ref": self.ref})

    @property
    def file(self) -> "CaseFile":
        """A file belongs to itself."""
        return self

    @property
    def title(self) -> str:
        """The style of cause in the reader's language: "R. v. Alder and 1 more"."""
        name = self.style_name or gettext("unknown")
        more = max(self.accused_count - 1, 0)
        if not more:
            return gettext("R. v. %(name)s") % {"name": name}
        return ngettext("R. v. %(name)s and %(count)d more", "R. v. %(name)s and %(count)d more", more) % {"name": name, "count": more}

    def save_derived(self) -> None:
        """Write the derived columns alone: they are no change of the record, so version and history stay."""
        self.skip_history_when_saving = True
        try:
            models.Model.save(self, update_fields=self.DERIVED)
        finally:
            del self.skip_history_when_saving

    # F1, F2: intake

    @transition(
        field=state,
        source=[FileState.REFERRED],
        target=FileState.CONFLICT_CHECK,
        permission=policies.may_start_conflict_check,
        custom={"id": "F1", "guards": [guards.names_entered], "label": _("Start the conflict check")},
    )
    def start_conflict_check(self):
        """Look for conflicts before anybody reads further."""

    @transition(
        field=state,
        source=[FileState.CONFLICT_CHECK],
        target=FileState.DECLINED,
        permission=policies.may_decide_intake,
        custom={"id": "F2", "guards": [], "label": _("Decline"), "reason": True, "service": "decide_intake"},
    )
    def decline(self, *, decline_reason):
        """Leave the matter where it is."""
        self.decline_reason = decline_reason

    @transition(
        field=state,
        source=[FileState.CONFLICT_CHECK],
        target=FileState.ADVISORY,
        permission=policies.may_decide_intake,
        custom={"id": "F2", "guards": [guards.conflict_dealt_with], "label": _("Advise only"), "service": "decide_intake"},
    )
    def take_as_advisory(self):
        """Advise the local Crown, who keeps carriage."""

    @transition(
        field=state,
        source=[FileState.CONFLICT_CHECK],
        target=FileState.PRECHARGE,
        permission=policies.may_decide_intake,
        custom={"id": "F2", "guards": [guards.conflict_dealt_with], "label": _("Assign before charge"), "service": "decide_intake"},
    )
    def take_before_charge(self):
        """Assign the team before any charge."""

    @transition(
        field=state,
        source=[FileState.CONFLICT_CHECK],
        target=FileState.CARRIED,
        permission=policies.may_decide_intake,
        custom={
            "id": "F2",
            "guards": [guards.conflict_dealt_with, guards.has_lead_prosecutor, guards.information_if_charged],
            "label": _("Carry"),
            "service": "decide_intake",
        },
    )
    def take_carriage(self):
        """Carry the prosecution."""

    @transition(
        field=state,
        source=[FileState.CONFLICT_CHECK],
        target=FileState.SHARED,
        permission=policies.may_decide_intake,
        custom={
            "id": "F2",
            "guards": [guards.conflict_dealt_with, guards.has_lead_prosecutor, guards.information_if_charged],
            "label": _("Share"),
            "service": "decide_intake",
        },
    )
    def share_carriage(self):
        """Carry the prosecution with another office."""

    # F4, F5: after the pre-charge stage

    @transition(
        field=state,
        source=[FileState.PRECHARGE],
        target=FileState.CARRIED,
        permission=policies.may_take_after_charge,
        custom={"id": "F4", "guards": [guards.first_information_sworn], "label": _("Carry, now that a charge is laid")},
    )
    def carry_after_charge(self):
        """Carry the prosecution once the first information is sworn."""

    @transition(
        field=state,
        source=[FileState.PRECHARGE],
        target=FileState.SHARED,
        permission=policies.may_take_after_charge,
        custom={"id": "F4", "guards": [guards.first_information_sworn], "label": _("Share, now that a charge is laid")},
    )
    def share_after_charge(self):
        """Share the prosecution once the first information is sworn."""

    @transition(
        field=state,
        source=[FileState.PRECHARGE],
        target=FileState.ADVISORY,
        permission=policies.may_take_after_charge,
        custom={"id": "F4", "guards": [guards.first_information_sworn], "label": _("Advise only, now that a charge is laid")},
    )
    def advise_after_charge(self):
        """Leave carriage to the local Crown once the first information is sworn, and advise."""

    @transition(
        field=state,
        source=[FileState.PRECHARGE],
        target=FileState.CONCLUDED,
        permission=policies.may_close_without_charge,
        custom={
            "id": "F5",
            "guards": [guards.no_charge_confirmed, guards.no_live_accused, guards.no_crown_stay],
            "label": _("Conclude: no charge"),
            "reason": True,
            "service": "close_without_charge",
        },
    )
    def conclude_without_charge(self):
        """Conclude because police will lay no charge."""

    # F8, F11 to F14

    @transition(
        field=state,
        source=[FileState.PRECHARGE, FileState.CARRIED, FileState.SHARED, FileState.DORMANT, FileState.ADVISORY],
        target=FileState.TRANSFERRED,
        permission=policies.may_transfer,
        custom={"id": "F8", "guards": [guards.handed_over], "label": _("Transfer to another office"), "service": "transfer_file"},
    )
    def transfer(self):
        """Hand the file to the office that accepted it."""

    @transition(
        field=state,
        source=[FileState.CARRIED, FileState.SHARED, FileState.DORMANT, FileState.APPEAL],
        target=FileState.CONCLUDED,
        permission=policies.may_follow,
        custom={
            "id": "F11",
            "guards": [guards.every_accused_terminal, guards.no_crown_stay, guards.appeal_periods_past],
            "label": _("Conclude the file"),
        },
    )
    def conclude(self):
        """Conclude because every accused is, and no appeal can come in time."""

    @transition(
        field=state,
        source=[FileState.CONCLUDED],
        target=FileState.CLOSED,
        permission=policies.may_close,
        custom={"id": "F12", "guards": [guards.checklist_done], "label": _("Close the file"), "service": "close_file"},
    )
    def close(self):
        """Close administratively; retention begins."""

    @transition(
        field=state,
        source=[FileState.CLOSED, FileState.CONCLUDED, FileState.TRANSFERRED, FileState.DECLINED],
        target=FileState.CARRIED,
        permission=policies.may_reopen,
        custom={"id": "F13", "guards": [], "label": _("Reopen and carry"), "reason": True, "service": "reopen_file"},
    )
    def reopen_as_carried(self, *, reopen_reason=""):
        """Take the file up again and carry it."""
        self._reopen(reopen_reason)

    @transition(
        field=state,
        source=[FileState.CLOSED, FileState.CONCLUDED, FileState.TRANSFERRED, FileState.DECLINED],
        target=FileState.SHARED,
        permission=policies.may_reopen,
        custom={"id": "F13", "guards": [], "label": _("Reopen and share"), "reason": True, "service": "reopen_file"},
    )
    def reopen_as_shared(self, *, reopen_reason=""):
        """Take the file up again with another office."""
        self._reopen(reopen_reason)

    @transition(
        field=state,
        source=[FileState.CLOSED, FileState.CONCLUDED, FileState.TRANSFERRED, FileState.DECLINED],
        target=FileState.ADVISORY,
        permission=policies.may_reopen,
        custom={"id": "F13", "guards": [], "label": _("Reopen to advise"), "reason": True, "service": "reopen_file"},
    )
    def reopen_as_advisory(self, *, reopen_reason=""):
        """Take the file up again to advise."""
        self._reopen(reopen_reason)

    def _reopen(self, reopen_reason):
        self.reopen_reason = reopen_reason
        self.decline_reason = ""
        self.advice_finished_on = self.no_charge_confirmed_on = None

    @transition(
        field=state,
        source=[FileState.ADVISORY],
        target=FileState.CONCLUDED,
        permission=policies.may_finish_advice,
        custom={
            "id": "F14",
            "guards": [guards.advice_finished],
            "label": _("Conclude: advice finished"),
            "reason": True,
            "service": "finish_advice",
        },
    )
    def finish_advice(self):
        """Conclude because the team's advice is finished."""


class FileAccess(Record):
    """A person's place on a file, for a time."""

    file = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="accesses")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="file_accesses")
    acting_as = models.CharField(_("as"), max_length=12, choices=Access.choices)
    from_at = models.DateTimeField(_("from"))
    until_at = models.DateTimeField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    for_intake = models.BooleanField(default=False)
    reviewed_at = models.DateTimeField(null=True, blank=True)

    objects = querysets.AccessQuerySet.as_manager()
    history = TrackedHistory()

    class Meta:
        ordering = ["file", "acting_as", "from_at"]
        indexes = [models.Index(fields=["user", "file", "acting_as"], name="access_of_person")]
        constraints = [
            one_of("acting_as", Access, "access_kind_known"),
            models.UniqueConstraint(
                fields=["file"], condition=Q(acting_as=Access.LEAD_COUNSEL, until_at=None), name="one_lead_prosecutor_a_file"
            ),
            ends_after("from_at", "until_at", "access_ends_later"),
            models.CheckConstraint(
                condition=~Q(acting_as=Access.COVER) | Q(until_at__isnull=False, reason__gt=""), name="cover_has_end_and_reason"
            ),
        ]


class FileWall(Record):
    """A person who may not see a file, whatever else she holds."""

    file = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="walls")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="file_walls")
    reason = models.CharField(_("reason"), max_length=500)
    set_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lift_reason = models.CharField(max_length=500, blank=True)

    objects = querysets.WallQuerySet.as_manager()
    history = TrackedHistory()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["file", "user"], condition=Q(lifted_at=None), name="one_wall_a_person"),
            models.CheckConstraint(condition=Q(reason__gt=""), name="wall_has_reason"),
        ]
        indexes = [models.Index(fields=["user", "file"], name="wall_of_person")]


class Participant(Record):
    """A person in one file; there is no list of persons across files."""

    Kind = choices.ParticipantKind

    file = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="participants")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    given_name = models.CharField(_("given names"), max_length=120, blank=True)
    family_name = models.CharField(_("family name"), max_length=120)
    name_key = models.CharField(max_length=260, editable=False, db_index=True)
    birth_date = models.DateField(_("birth date"), null=True, blank=True)
    is_youth = models.BooleanField(_("under 18 at the time"), default=False)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, blank=True)
    acts_for = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="counsel")
    organisation = models.CharField(_("firm or service"), max_length=200, blank=True)
    phone = EncryptedTextField(_("telephone"), blank=True)
    email = EncryptedTextField(_("e-mail"), blank=True)
    address = EncryptedTextField(_("address"), blank=True)
    safe_contact = EncryptedTextField(_("safe contact: how, when, what never to do"), blank=True)

    CONTACT = ("phone", "email", "address", "safe_contact")

    objects = querysets.OfFile.as_manager()
    history = TrackedHistory(excluded_fields=list(CONTACT))

    class Meta:
        ordering = ["file", "kind", "pk"]
        constraints = [one_of("kind", choices.ParticipantKind, "participant_kind_known")]

    def save(self, *args, **kwargs):
        self.name_key = name_key(self.given_name, self.family_name)
        super().save(*args, **kwargs)

    @property
    def full_name(self) -> str:
        """The whole name; pages print ``names.display_name`` instead."""
        return f"{self.given_name} {self.family_name}".strip()


class ConflictName(Record):
    """A name entered for the conflict check of a file."""

    Kind = choices.ConflictNameKind

    file = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="conflict_names")
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    name_key = models.CharField(max_length=260, editable=False, db_index=True)

    objects = querysets.OfTeam.as_manager()
    history = TrackedHistory()

    class Meta:
        ordering = ["file", "kind", "pk"]
        constraints = [one_of("kind", choices.ConflictNameKind, "conflict_name_kind_known")]

    def save(self, *args, **kwargs):
        self.name_key = name_key(self.name)
        super().save(*args, **kwargs)


class DuplicateHint(Record):
    """A sign that two files may be about the same matter or person; only who sees both files sees it."""

    Kind = choices.HintKind

    file = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="hints")
    other = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="hints_from")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    found_on = models.DateField()
    resolved_on = models.DateField(null=True, blank=True)

    objects = querysets.DuplicateHintQuerySet.as_manager()
    history = TrackedHistory()

    class Meta:
        constraints = [
            one_of("kind", choices.HintKind, "hint_kind_known"),
            models.UniqueConstraint(fields=["file", "other", "kind"], name="one_hint_a_pair"),
        ]


class FileNote(Record):
    """A note of the team, privileged."""

    file = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("note"))
    lang = models.CharField(max_length=2, choices=LANGUAGES, default="en")
    written_at = models.DateTimeField()

    objects = querysets.OfTeam.as_manager()
    history = TrackedHistory()

    class Meta:
        ordering = ["-written_at", "-pk"]


class LinkedDecision(Record):
    """A decision of the bank that this file relies on or has to meet."""

    file = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="linked_decisions")
    decision_ref = models.CharField(max_length=12, db_index=True)
    pinpoint = models.CharField(_("paragraph or page"), max_length=60, blank=True)
    note = models.CharField(_("why it matters here"), max_length=500, blank=True)
    linked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    linked_at = models.DateTimeField()

    objects = querysets.OfTeam.as_manager()
    history = TrackedHistory()

    class Meta:
        ordering = ["-linked_at"]
        constraints = [models.UniqueConstraint(fields=["file", "decision_ref"], name="one_link_a_decision")]


class Handover(Record):
    """What was handed over when a file left the team."""

    file = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="handovers")
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    contact = models.CharField(_("who took it"), max_length=200)
    accepted_on = models.DateField(_("accepted in writing on"))
    disclosure_done = models.BooleanField(_("disclosure handed over"), default=False)
    exhibits_done = models.BooleanField(_("exhibits handed over"), default=False)
    deadlines_done = models.BooleanField(_("deadlines handed over"), default=False)
    victim_duties_done = models.BooleanField(_("open duties to victims handed over"), default=False)
    delay_position = models.TextField(_("position on delay, s. 11(b)"))

    objects = querysets.OfTeam.as_manager()
    history = TrackedHistory()

    @property
    def complete(self) -> bool:
        """Whether everything is handed over and said."""
        done = self.disclosure_done and self.exhibits_done and self.deadlines_done and self.victim_duties_done
        return bool(done and self.delay_position and self.contact)


class ClosingChecklist(Record):
    """What is looked at before a file is closed."""

    file = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="checklists")
    orders_registered = models.BooleanField(_("orders registered"), default=False)
    property_dealt_with = models.BooleanField(_("property and exhibits dealt with"), default=False)
    victim_told = models.BooleanField(_("victim told"), default=False)
    precedent_harvested = models.BooleanField(_("precedent considered for the bank"), default=False)
    retention_from = models.DateField(_("retention runs from"), null=True, blank=True)

    objects = querysets.OfTeam.as_manager()
    history = TrackedHistory()

    @property
    def complete(self) -> bool:
        """Whether every line is answered."""
        lines = self.orders_registered and self.property_dealt_with and self.victim_told and self.precedent_harvested
        return bool(lines and self.retention_from)


class Ban(Record):
    """An order or rule that protects one person's name, or evidence, from publication."""

    file = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="bans")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, null=True, blank=True, related_name="bans")
    provision = models.ForeignKey("law.BanProvision", on_delete=models.PROTECT, related_name="+")
    made_on = models.DateField(_("made on"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    made_by = models.CharField(_("made by"), max_length=200, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)

    objects = querysets.OfFile.as_manager()
    history = TrackedHistory()

    class Meta:
        ordering = ["file", "made_on"]
        constraints = [ends_after("made_on", "ended_on", "ban_ends_later")]


# The accused


class Proceeding(Stateful):
    """One accused on one track: court, clock, forum and charging documents."""

    machine = "proceeding"

    state = StateField(choices=ProceedingState.choices, default=ProceedingState.SUSPECT)
    file = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="proceedings")
    accused = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="proceedings")
    custody = models.CharField(_("custody"), max_length=20, choices=Custody.choices, default=Custody.NOT_ARRESTED)
    court = models.ForeignKey("law.Court", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    courthouse = models.ForeignKey("law.Courthouse", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    forum = models.CharField(_("forum"), max_length=20, choices=Forum.choices, blank=True)
    parked_from = models.CharField(max_length=40, choices=ProceedingState.choices, blank=True)
    trial_on = models.DateField(_("trial begins"), null=True, blank=True)
    trial_ends_on = models.DateField(_("trial ends"), null=True, blank=True)
    arraigned_on = models.DateField(_("arraigned on"), null=True, blank=True)
    evidence_ended_on = models.DateField(_("evidence and argument ended"), null=True, blank=True)
    # derived, rewritten by services.refresh_summary
    situation = models.CharField(max_length=40, blank=True, editable=False, db_index=True)
    next_date = models.DateField(null=True, blank=True, editable=False)
    ceiling_on = models.DateField(null=True, blank=True, editable=False, db_index=True)

    DERIVED = ("situation", "next_date", "ceiling_on")

    objects = querysets.ProceedingQuerySet.as_manager()
    history = TrackedHistory(excluded_fields=list(DERIVED))

    class Meta:
        ordering = ["file", "pk"]
        constraints = [
            one_of("state", ProceedingState, "proceeding_state_known"),
            one_of("custody", Custody, "proceeding_custody_known"),
            models.CheckConstraint(
                condition=Q(parked_from="", state__in=[state for state in ProceedingState if state not in PARKED])
                | Q(parked_from__in=RUNNING, state__in=PARKED),
                name="proceeding_parked_from_when_parked",
            ),
            ends_after("trial_on", "trial_ends_on", "trial_ends_later"),
        ]

    save_derived = CaseFile.save_derived

    def get_absolute_url(self) -> str:
        """The page of this accused in the file."""
        return reverse("casetracker:accused", kwargs={"ref": self.file.ref, "accused": self.ref})

    @property
    def accused_election(self) -> "Election | None":
        """The last election of the accused."""
        return max(
            (row for row in self.elections.all() if row.kind == Election.Kind.ACCUSED), key=lambda row: (row.on, row.pk), default=None
        )

    @property
    def open_warrant(self) -> "Warrant | None":
        """The warrant that is out, if one is."""
        return next((warrant for warrant in self.warrants.all() if warrant.executed_on is None), None)

    @property
    def orders_to_answer(self) -> list[str]:
        """The orders that were not answered yet."""
        answered = {answer.order for answer in self.order_answers.all()}
        return [order for order in OrderAnswer.Order.values if order not in answered]

    @property
    def clock_origin(self) -> "ClockOrigin | None":
        """The earliest origin of the last generation's live counts."""
        origins = [count.clock_origin for count in self.counts.all() if count.state in LIVE and count.clock_origin is not None]
        if not origins:
            return None
        last = max(origin.generation for origin in origins)
        return min((origin for origin in origins if origin.generation == last), key=lambda origin: (origin.on, origin.pk))

    @property
    def clock_runs(self) -> bool:
        """Whether the clock to the end of evidence and argument is still running."""
        return self.state in (*BEFORE_JUDGMENT, *PARKED) and self.evidence_ended_on is None

    # A1 to A3, A5

    @transition(
        field=state,
        source=[ProceedingState.SUSPECT],
        target=ProceedingState.CHARGED,
        permission=policies.may_charge,
        custom={
            "id": "A1",
            "guards": [guards.file_is_active, guards.sworn_information, guards.a_count_laid],
            "label": _("Record the charge"),
            "service": "lay_information",
        },
    )
    def charge(self):
        """Record that the accused is charged."""

    @transition(
        field=state,
        source=[ProceedingState.CHARGED],
        target=ProceedingState.INTAKE,
        permission=policies.may_begin_intake,
        custom={"id": "A2", "guards": [guards.file_is_active, guards.first_appearance_set], "label": _("Begin intake appearances")},
    )
    def begin_intake(self):
        """Begin the intake appearances."""

    @transition(
        field=state,
        source=[ProceedingState.INTAKE],
        target=ProceedingState.ELECTION_PENDING,
        permission=policies.may_await_election,
        custom={
            "id": "A3",
            "guards": [guards.file_is_active, guards.election_available],
            "label": _("Ready for the election of the accused"),
        },
    )
    def await_election(self):
        """Wait for the accused to elect the court."""

    @transition(
        field=state,
        source=[ProceedingState.ELECTION_PENDING, ProceedingState.INTAKE],
        target=ProceedingState.TRIAL_SET,
        permission=policies.may_set_trial,
        custom={
            "id": "A5",
            "guards": [guards.file_is_active, guards.trial_court_settled, guards.trial_date_known],
            "label": _("Set the trial date"),
            "service": "set_trial",
        },
    )
    def set_trial(self, *, forum):
        """Set the trial in the court that the election, or the mode, calls for."""
        self.forum = forum

    # A11, A13, A14

    @transition(
        field=state,
        source=[ProceedingState.TRIAL_SET],
        target=ProceedingState.IN_TRIAL,
        permission=policies.may_record_trial,
        custom={"id": "A11", "guards": [guards.file_is_active], "court": True, "label": _("Start the trial"), "service": "start_trial"},
    )
    def start_trial(self, *, arraigned_on):
        """Record the arraignment."""
        self.arraigned_on = arraigned_on

    @transition(
        field=state,
        source=[ProceedingState.IN_TRIAL],
        target=ProceedingState.RESERVED,
        permission=policies.may_record_trial,
        custom={
            "id": "A11",
            "guards": [guards.file_is_active, guards.evidence_ended],
            "court": True,
            "label": _("Judgment reserved"),
            "service": "reserve_judgment",
        },
    )
    def reserve(self):
        """Record that judgment is reserved once evidence and argument ended."""

    @transition(
        field=state,
        source=list(BEFORE_JUDGMENT),
        target=ProceedingState.GUILTY_AWAITING_SENTENCE,
        permission=policies.may_record_guilt,
        custom={
            "id": "A13",
            "guards": [guards.file_is_active, guards.a_count_guilty, guards.live_counts_answered],
            "court": True,
            "label": _("Record a finding of guilt"),
            "service": "record_verdict",
        },
    )
    def find_guilty(self):
        """Wait for sentence on at least one count."""

    @transition(
        field=state,
        source=[ProceedingState.GUILTY_AWAITING_SENTENCE],
        target=ProceedingState.CONCLUDED,
        permission=policies.may_conclude,
        custom={
            "id": "A14",
            "guards": [guards.file_is_active, guards.every_count_over, guards.orders_answered, guards.appeal_dates_set],
            "court": True,
            "label": _("Conclude this accused"),
            "service": "conclude_proceeding",
        },
    )
    def conclude(self):
        """Conclude after sentence."""

    # A15, A16

    @transition(
        field=state,
        source=[*RUNNING, ProceedingState.DIVERTED],
        target=ProceedingState.WARRANT_OUT,
        permission=policies.may_record_warrant,
        custom={
            "id": "A15",
            "guards": [guards.file_is_active, guards.warrant_recorded],
            "court": True,
            "label": _("Record a warrant"),
            "service": "issue_warrant",
        },
    )
    def issue_warrant(self):
        """Park the accused while a warrant is out."""
        self.parked_from = self.parked_from or self.state
        self.custody = Custody.AT_LARGE_WARRANT

    @transition(
        field=state,
        source=[ProceedingState.WARRANT_OUT],
        target=RETURN_VALUE(*RUNNING),
        permission=policies.may_record_warrant,
        custom={
            "id": "A16",
            "guards": [guards.file_is_active, guards.warrant_closed],
            "label": _("Warrant executed or accused surrendered"),
            "service": "execute_warrant",
        },
    )
    def execute_warrant(self, *, custody):
        """Go back to the stage the accused was at."""
        resumed, self.parked_from = self.parked_from, ""
        self.custody = custody
        return resumed

    # A22, A29

    @transition(
        field=state,
        source=[
            *BEFORE_JUDGMENT,
            ProceedingState.DIVERTED,
            ProceedingState.UNFIT,
            ProceedingState.WARRANT_OUT,
            ProceedingState.CROWN_STAYED,
        ],
        target=ProceedingState.CONCLUDED,
        permission=policies.may_follow,
        custom={
            "id": "A22",
            "guards": [guards.every_count_ended, guards.none_found_guilty, guards.none_ncr, guards.appeal_dates_set],
            "label": _("Conclude: every count ended without guilt"),
        },
    )
    def conclude_without_guilt(self):
        """Conclude because every count ended and none in guilt."""
        self.parked_from = ""

    @transition(
        field=state,
        source=[ProceedingState.SUSPECT],
        target=ProceedingState.CONCLUDED,
        permission=policies.may_follow,
        custom={"id": "A29", "guards": [guards.every_count_not_laid], "label": _("Conclude: no count laid")},
    )
    def conclude_not_laid(self):
        """Conclude because police laid none of the counts."""

    @transition(
        field=state,
        source=[ProceedingState.SUSPECT],
        target=ProceedingState.CONCLUDED,
        permission=policies.may_conclude_uncharged,
        custom={
            "id": "A29",
            "guards": [guards.file_is_active, guards.no_count_laid],
            "label": _("Conclude: nothing will be laid"),
            "reason": True,
            "service": "conclude_uncharged",
        },
    )
    def conclude_uncharged(self):
        """Conclude because no charge will be laid against this person."""


class ChargingDocument(Record):
    """An information or an indictment."""

    Kind = choices.DocumentKind

    file = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.INFORMATION)
    number = models.CharField(_("number"), max_length=60)
    court = models.ForeignKey("law.Court", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sworn_on = models.DateField(_("sworn or filed on"), null=True, blank=True)

    objects = querysets.OfFile.as_manager()
    history = TrackedHistory()

    class Meta:
        ordering = ["file", "sworn_on", "pk"]
        constraints = [one_of("kind", choices.DocumentKind, "document_kind_known")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"


class ClockOrigin(Record):
    """A day on which the delay clock of a proceeding began; never overwritten, a later one is a new row."""

    Kind = choices.ClockKind

    proceeding = models.ForeignKey(Proceeding, on_delete=models.PROTECT, related_name="clock_origins")
    on = models.DateField()
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.SWORN)
    generation = models.PositiveSmallIntegerField(default=1)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = querysets.OfProceeding.as_manager()
    history = TrackedHistory()

    class Meta:
        ordering = ["proceeding", "generation", "on"]
        constraints = [one_of("kind", choices.ClockKind, "clock_kind_known")]


class Election(Record):
    """An election: of the mode by the Crown for one count, or of the court by the accused."""

    Kind = choices.ElectionKind
    Choice = choices.ElectionChoice

    OF_CROWN = (Choice.SUMMARY, Choice.INDICTMENT)
    OF_ACCUSED = (Choice.OCJ, Choice.SCJ_JUDGE, Choice.SCJ_JURY)

    proceeding = models.ForeignKey(Proceeding, on_delete=models.PROTECT, related_name="elections")
    count = models.ForeignKey("Count", on_delete=models.PROTECT, null=True, blank=True, related_name="elections")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    choice = models.CharField(_("election"), max_length=12, choices=Choice.choices)
    on = models.DateField(_("made on"))
    deemed = models.BooleanField(_("deemed, none was made"), default=False)
    prelim_requested = models.BooleanField(_("preliminary inquiry requested"), default=False)
    limitation_agreed = models.BooleanField(_("both sides agree to proceed after the limit"), default=False)

    objects = querysets.OfProceeding.as_manager()
    history = TrackedHistory()

    class Meta:
        ordering = ["proceeding", "on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="CROWN", choice__in=("SUMMARY", "INDICTMENT"), count__isnull=False)
                | Q(kind="ACCUSED", choice__in=("OCJ", "SCJ_JUDGE", "SCJ_JURY"), count__isnull=True),
                name="election_of_its_kind",
            )
        ]


class Count(Stateful):
    """One charge against one accused on one charging document."""

    machine = "count"

    WithdrawReason = choices.CountWithdrawReason
    Mode = choices.CountMode

    state = StateField(choices=CountState.choices, default=CountState.PROPOSED)
    proceeding = models.ForeignKey(Proceeding, on_delete=models.PROTECT, related_name="counts")
    document = models.ForeignKey(ChargingDocument, on_delete=models.PROTECT, null=True, blank=True, related_name="counts")
    offence = models.ForeignKey("law.OffenceVersion", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(_("count number"), null=True, blank=True)
    joint_group = models.CharField(max_length=12, blank=True, db_index=True)
    offence_from = models.DateField(_("offence from"))
    offence_to = models.DateField(_("offence to"), null=True, blank=True)
    complainant = models.ForeignKey(Participant, on_delete=models.PROTECT, null=True, blank=True, related_name="counts_as_complainant")
    place = models.CharField(_("place"), max_length=200, blank=True)
    wording = models.TextField(_("wording"), blank=True)
    mode = models.CharField(_("mode elected"), max_length=10, choices=Mode.choices, blank=True)
    limitation_agreed = models.BooleanField(default=False)
    clock_origin = models.ForeignKey(ClockOrigin, on_delete=models.PROTECT, null=True, blank=True, related_name="counts")
    parked_from = models.CharField(max_length=40, choices=CountState.choices, blank=True)
    police_decided_on = models.DateField(null=True, blank=True)
    pleaded_on = models.DateField(_("plea entered on"), null=True, blank=True)
    leave_on = models.DateField(_("leave of the court on"), null=True, blank=True)
    reason_code = models.CharField(_("reason"), max_length=24, choices=WithdrawReason.choices, blank=True)
    included_offence = models.ForeignKey("law.OffenceVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdraw_at_sentence = models.BooleanField(default=False)

    pending_decision: "Decision | None" = None  # set by the service that records what the court did, before the move

    objects = querysets.CountQuerySet.as_manager()
    history = TrackedHistory()

    class Meta:
        ordering = ["proceeding", "number", "pk"]
        constraints = [
            one_of("state", CountState, "count_state_known"),
            models.CheckConstraint(
                condition=Q(document__isnull=False) | Q(state__in=COUNT_BEFORE_LAID), name="count_without_document_only_before_laid"
            ),
            models.CheckConstraint(
                condition=Q(parked_from="", state__in=[state for state in CountState if state not in COUNT_PARKED])
                | Q(parked_from__gt="", state__in=COUNT_PARKED),
                name="count_parked_from_when_parked",
            ),
            models.CheckConstraint(
                condition=~Q(state=CountState.GUILTY_INCLUDED) | Q(included_offence__isnull=False), name="count_included_offence_known"
            ),
            models.CheckConstraint(condition=~Q(state=CountState.WITHDRAWN) | Q(reason_code__gt=""), name="count_withdrawn_with_reason"),
            ends_after("offence_from", "offence_to", "offence_ends_later"),
        ]

    @property
    def file(self) -> CaseFile:
        """The file it is in."""
        return self.proceeding.file

    @property
    def by_indictment(self) -> bool:
        """Whether it proceeds by indictment."""
        return self.offence.mode == "I" or (self.offence.is_hybrid and self.mode == self.Mode.INDICTMENT)

    @property
    def by_summary(self) -> bool:
        """Whether it proceeds summarily."""
        return self.offence.mode == "S" or (self.offence.is_hybrid and self.mode == self.Mode.SUMMARY)

    @property
    def out_of_time(self) -> bool:
        """Whether the charge was laid after the limit for summary proceedings, or no limit is known (section 786(2))."""
        sworn_on = self.document.sworn_on if self.document else None
        if sworn_on is None:
            return False
        return self.summary_limit is None or sworn_on > delay.add_months(self.offence_to or self.offence_from, self.summary_limit)

    @property
    def summary_limit(self) -> int | None:
        """The limit for summary proceedings that held when the offence ended, in months."""
        return catalogue.summary_limit_months(self.offence_to or self.offence_from)

    @property
    def discharge_barred(self) -> bool:
        """Whether a discharge is impossible: a minimum punishment, or a maximum of fourteen years or life (section 730)."""
        offence = self.included_offence if self.state == CountState.GUILTY_INCLUDED and self.included_offence else self.offence
        if self.by_summary:
            minimum, maximum = offence.min_summary, False
        else:
            minimum, maximum = offence.min_indictment, offence.max_is_14_or_life
        return maximum or (minimum not in ("", "none") and offence.min_status != "STRUCK")

    @property
    def last_screening(self) -> "ScreeningReview | None":
        """The last screening review of it."""
        return max(self.screenings.all(), key=lambda row: (row.reviewed_on, row.pk), default=None)

    @property
    def last_decision(self) -> "Decision | None":
        """The decision of a court in which its present state rests."""
        return max((row for row in self.decisions.all() if row.result == self.state), key=lambda row: row.pk, default=None)

    @property
    def victim_view(self) -> "VictimView | None":
        """The last view of a victim, or exception, recorded for it or for all counts of its accused."""
        views = [view for view in self.proceeding.victim_views.all() if view.count_id in (None, self.pk)]
        return max(views, key=lambda view: view.pk, default=None)

    # C1 to C3

    @transition(
        field=state,
        source=[CountState.PROPOSED],
        target=CountState.LAID,
        permission=policies.may_lay,
        custom={
            "id": "C1",
            "guards": [guards.file_is_active, guards.on_sworn_document],
            "label": _("Record as laid"),
            "service": "lay_information",
        },
    )
    def lay(self):
        """Record that it stands on a sworn information."""

    @transition(
        field=state,
        source=[CountState.PROPOSED],
        target=CountState.NOT_LAID,
        permission=policies.may_lay,
        custom={
            "id": "C1",
            "guards": [guards.file_is_active, guards.police_decided],
            "label": _("Record as not laid"),
            "service": "record_police_decision",
        },
    )
    def not_lay(self):
        """Record that police decided not to lay it."""

    @transition(
        field=state,
        source=[CountState.LAID],
        target=CountState.PROCEEDING,
        permission=policies.may_proceed,
        custom={
            "id": "C2",
            "guards": [guards.file_is_active, guards.screened_to_proceed, guards.mode_elected, guards.summary_in_time],
            "label": _("Proceed on the count"),
        },
    )
    def proceed(self):
        """Proceed after screening."""

    @transition(
        field=state,
        source=list(COUNT_IN_COURT),
        target=CountState.WITHDRAWN,
        permission=policies.may_withdraw,
        custom={
            "id": "C3",
            "guards": [guards.file_is_active, guards.withdrawal_reason, guards.victim_view_known, guards.leave_after_plea],
            "court": True,
            "label": _("Withdraw the count"),
            "service": "withdraw_count",
        },
    )
    def withdraw(self):
        """Withdraw for the Crown."""

    # C9

    @transition(
        field=state,
        source=[CountState.PROCEEDING, CountState.ON_INDICTMENT],
        target=CountState.PLEA_GUILTY,
        permission=policies.may_record_verdict,
        custom={
            "id": "C9",
            "guards": [guards.file_is_active, guards.verdict_recorded],
            "court": True,
            "label": _("Record a plea of guilty"),
            "service": "record_verdict",
        },
    )
    def plead_guilty(self, *, pleaded_on):
        """Record a plea of guilty."""
        self.pleaded_on = pleaded_on

    @transition(
        field=state,
        source=[CountState.PROCEEDING, CountState.ON_INDICTMENT],
        target=CountState.FOUND_GUILTY,
        permission=policies.may_record_verdict,
        custom={
            "id": "C9",
            "guards": [guards.file_is_active, guards.verdict_recorded],
            "court": True,
            "label": _("Record a verdict of guilty"),
            "service": "record_verdict",
        },
    )
    def find_guilty(self):
        """Record a verdict of guilty."""

    @transition(
        field=state,
        source=[CountState.PROCEEDING, CountState.ON_INDICTMENT],
        target=CountState.GUILTY_INCLUDED,
        permission=policies.may_record_verdict,
        custom={
            "id": "C9",
            "guards": [guards.file_is_active, guards.verdict_recorded, guards.included_offence_known],
            "court": True,
            "label": _("Record guilt of an included offence"),
            "service": "record_verdict",
        },
    )
    def find_guilty_of_included(self):
        """Record a verdict of guilty of an included offence."""

    @transition(
        field=state,
        source=[CountState.PROCEEDING, CountState.ON_INDICTMENT],
        target=CountState.ACQUITTED,
        permission=policies.may_record_verdict,
        custom={
            "id": "C9",
            "guards": [guards.file_is_active, guards.verdict_recorded],
            "court": True,
            "label": _("Record an acquittal"),
            "service": "record_verdict",
        },
    )
    def acquit(self):
        """Record an acquittal."""

    # C11

    @transition(
        field=state,
        source=list(GUILTY),
        target=CountState.SENTENCED,
        permission=policies.may_record_disposition,
        custom={
            "id": "C11",
            "guards": [guards.file_is_active, guards.sentence_recorded],
            "court": True,
            "label": _("Record the sentence"),
            "service": "record_disposition",
        },
    )
    def sentence(self):
        """Record the sentence."""

    @transition(
        field=state,
        source=list(GUILTY),
        target=CountState.DISCHARGED_ABSOLUTE,
        permission=policies.may_record_disposition,
        custom={
            "id": "C11",
            "guards": [guards.file_is_active, guards.sentence_recorded, guards.discharge_possible],
            "court": True,
            "label": _("Record an absolute discharge"),
            "service": "record_disposition",
        },
    )
    def discharge_absolutely(self):
        """Record an absolute discharge."""

    @transition(
        field=state,
        source=list(GUILTY),
        target=CountState.DISCHARGED_CONDITIONAL,
        permission=policies.may_record_disposition,
        custom={
            "id": "C11",
            "guards": [guards.file_is_active, guards.sentence_recorded, guards.discharge_possible],
            "court": True,
            "label": _("Record a conditional discharge"),
            "service": "record_disposition",
        },
    )
    def discharge_conditionally(self):
        """Record a conditional discharge."""

    @transition(
        field=state,
        source=list(GUILTY),
        target=CountState.STAYED_KIENAPPLE,
        permission=policies.may_record_disposition,
        custom={
            "id": "C11",
            "guards": [guards.file_is_active, guards.sentence_recorded, guards.another_conviction],
            "court": True,
            "label": _("Stay under the rule against multiple convictions"),
            "service": "record_disposition",
        },
    )
    def stay_kienapple(self):
        """Record a stay under the rule against multiple convictions."""


class ScreeningReview(Record):
    """The Crown's view of one count on one day: reasonable prospect, public interest, and what follows."""

    Outcome = choices.ScreeningOutcome

    proceeding = models.ForeignKey(Proceeding, on_delete=models.PROTECT, related_name="screenings")
    count = models.ForeignKey(Count, on_delete=models.PROTECT, related_name="screenings")
    reviewed_on = models.DateField(_("reviewed on"))
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    prospect = models.BooleanField(_("reasonable prospect of conviction"), default=False)
    public_interest = models.BooleanField(_("in the public interest"), default=False)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices)
    note = models.TextField(_("reasons (privileged)"), blank=True)

    objects = querysets.OfTeamProceeding.as_manager()
    history = TrackedHistory()

    class Meta:
        ordering = ["proceeding", "reviewed_on", "pk"]
        constraints = [
            one_of("outcome", choices.ScreeningOutcome, "screening_outcome_known"),
            models.CheckConstraint(
                condition=~Q(outcome="PROCEED") | Q(prospect=True, public_interest=True), name="screening_proceeds_on_both_tests"
            ),
        ]


class VictimView(Record):
    """What a victim thinks of ending a count, or why she was not asked."""

    NotAsked = choices.NotAsked

    proceeding = models.ForeignKey(Proceeding, on_delete=models.PROTECT, related_name="victim_views")
    count = models.ForeignKey(Count, on_delete=models.PROTECT, null=True, blank=True, related_name="victim_views")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, null=True, blank=True, related_name="views")
    asked_on = models.DateField(_("asked on"), null=True, blank=True)
    view = models.TextField(_("view of the victim"), blank=True)
    exception = models.CharField(_("why not asked"), max_length=12, choices=NotAsked.choices, blank=True)

    objects = querysets.OfTeamProceeding.as_manager()
    history = TrackedHistory()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(asked_on__isnull=False, view__gt="", exception="") | Q(exception__gt=""), name="victim_view_or_exception"
            )
        ]


class OrderAnswer(Record):
    """The forced answer to one order at sentence."""

    Order = choices.OrderKind
    Answer = choices.OrderAnswer

    proceeding = models.ForeignKey(Proceeding, on_delete=models.PROTECT, related_name="order_answers")
    order = models.CharField(max_length=20, choices=Order.choices)
    answer = models.CharField(max_length=14, choices=Answer.choices)
    reason = models.CharField(max_length=500, blank=True)
    on = models.DateField()

    objects = querysets.OfProceeding.as_manager()
    history = TrackedHistory()

    class Meta:
        ordering = ["proceeding", "pk"]
        constraints = [
            one_of("order", choices.OrderKind, "order_known"),
            one_of("answer", choices.OrderAnswer, "order_answer_known"),
            models.UniqueConstraint(fields=["proceeding", "order"], name="one_answer_an_order"),
        ]


class Warrant(Record):
    """A warrant for an accused who did not come."""

    Kind = choices.WarrantKind

    proceeding = models.ForeignKey(Proceeding, on_delete=models.PROTECT, related_name="warrants")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    issued_on = models.DateField(_("issued on"))
    executed_on = models.DateField(_("executed or surrendered on"), null=True, blank=True)
    surrendered = models.BooleanField(_("the accused surrendered"), default=False)
    note = models.CharField(max_length=500, blank=True)

    objects = querysets.OfProceeding.as_manager()
    history = TrackedHistory()

    class Meta:
        ordering = ["proceeding", "issued_on"]
        constraints = [
            one_of("kind", choices.WarrantKind, "warrant_kind_known"),
            ends_after("issued_on", "executed_on", "warrant_executed_later"),
            models.UniqueConstraint(fields=["proceeding"], condition=Q(executed_on=None), name="one_open_warrant"),
        ]


class Decision(Record):
    """What a court did to a count, and until when it can be appealed."""

    count = models.ForeignKey(Count, on_delete=models.PROTECT, related_name="decisions")
    result = models.CharField(max_length=40, choices=CountState.choices)
    on = models.DateField(_("decided on"))
    by = models.CharField(_("decided by"), max_length=200)
    reason_code = models.CharField(max_length=24, blank=True)
    terms = models.TextField(_("terms"), blank=True)
    appeal_due_on = models.DateField(_("last day to appeal"), null=True, blank=True)
    appeal_none = models.BooleanField(_("no appeal is possible"), default=False)

    objects = querysets.DecisionQuerySet.as_manager()
    history = TrackedHistory()

    class Meta:
        ordering = ["count", "on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(appeal_none=False) | Q(appeal_due_on=None), name="appeal_date_or_none"),
            models.CheckConstraint(condition=Q(by__gt=""), name="decision_has_maker"),
            ends_after("on", "appeal_due_on", "appeal_after_decision"),
        ]


class Appearance(Record):
    """A day in court for one or more accused; date and time are those on the courthouse's wall."""

    Purpose = choices.AppearancePurpose
    Result = choices.AppearanceResult
    AskedBy = choices.AppearanceAskedBy

    file = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="appearances")
    proceedings = models.ManyToManyField(Proceeding, through="AppearanceOf", related_name="appearances")
    on = models.DateField(_("date"), db_index=True)
    time = models.TimeField(_("time"), null=True, blank=True)
    courthouse = models.ForeignKey("law.Courthouse", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    room = models.CharField(_("room"), max_length=40, blank=True)
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose.choices)
    result = models.CharField(_("result"), max_length=12, choices=Result.choices, blank=True)
    result_note = models.TextField(_("what happened"), blank=True)
    adjourned_by = models.CharField(_("who asked to adjourn"), max_length=8, choices=AskedBy.choices, blank=True)
    adjourn_reason = models.CharField(_("why"), max_length=500, blank=True)
    next = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="came_from")

    objects = querysets.AppearanceQuerySet.as_manager()
    history = TrackedHistory()

    class Meta:
        ordering = ["on", "time", "pk"]
        constraints = [
            one_of("purpose", choices.AppearancePurpose, "appearance_purpose_known"),
            models.CheckConstraint(
                condition=Q(adjourned_by="", adjourn_reason="") | Q(result__gt=""), name="appearance_adjourned_has_result"
            ),
        ]

    def __str__(self) -> str:
        return f"{date_format(self.on)} {self.get_purpose_display()}"

    @property
    def zone(self) -> str:
        """The zone of its date and time."""
        return self.courthouse.zone if self.courthouse else settings.TIME_ZONE


class AppearanceOf(Record):
    """That an accused appears on a day."""

    appearance = models.ForeignKey(Appearance, on_delete=models.PROTECT, related_name="of")
    proceeding = models.ForeignKey(Proceeding, on_delete=models.PROTECT, related_name="appears")

    objects = querysets.OfProceeding.as_manager()
    history = TrackedHistory()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["appearance", "proceeding"], name="once_an_appearance")]

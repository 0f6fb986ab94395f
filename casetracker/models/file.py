"""The case file: the team's involvement in a matter, who is on it, and how it came and goes."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from casetracker import choices, guards, policies, querysets
from casetracker.states import Access, FileState
from foundation.audit.history import TrackedHistory
from foundation.records.fields import RefField
from foundation.records.models import Record
from foundation.workflow.models import Correctable, StateField, Stateful, standing

from .base import LANGUAGES, ends_after, one_of


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
    dormant_review_on = models.DateField(_("look at the dormant file again on"), null=True, blank=True)
    # derived, rewritten by services.refresh_summary
    style_name = models.CharField(max_length=200, blank=True, editable=False)
    accused_count = models.PositiveIntegerField(default=0, editable=False)
    situation = models.CharField(max_length=40, blank=True, editable=False, db_index=True)
    next_date = models.DateField(null=True, blank=True, editable=False)
    closest_ceiling_on = models.DateField(null=True, blank=True, editable=False, db_index=True)
    custody_count = models.PositiveIntegerField(default=0, editable=False)

    pending_agreement: "CarriageAgreement | None" = None  # set by the service that records the agreement, before the move

    DERIVED = ("style_name", "accused_count", "situation", "next_date", "closest_ceiling_on", "custody_count")

    objects = querysets.CaseFileQuerySet.as_manager()
    history = TrackedHistory(excluded_fields=list(DERIVED))

    class Meta:
        ordering = ["-referred_on", "-pk"]
        indexes = [models.Index(fields=["closest_ceiling_on", "-referred_on", "ref"], name="files_by_ceiling")]
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

    # F3: carriage agreed anew with the local office

    @transition(
        field=state,
        source=[FileState.ADVISORY, FileState.CARRIED],
        target=FileState.SHARED,
        permission=policies.may_agree_carriage,
        custom={
            "id": "F3",
            "guards": [guards.agreement_typed, guards.has_lead_prosecutor, guards.information_if_charged],
            "label": _("Share with the local office"),
            "service": "agree_carriage",
        },
    )
    def share(self):
        """Prosecute together with the local office, as agreed in writing."""

    @transition(
        field=state,
        source=[FileState.SHARED],
        target=FileState.CARRIED,
        permission=policies.may_agree_carriage,
        custom={
            "id": "F3",
            "guards": [guards.agreement_typed, guards.has_lead_prosecutor],
            "label": _("Carry alone from now on"),
            "service": "agree_carriage",
        },
    )
    def carry_alone(self):
        """Take carriage alone, as agreed in writing."""

    @transition(
        field=state,
        source=[FileState.SHARED],
        target=FileState.ADVISORY,
        permission=policies.may_agree_carriage,
        custom={
            "id": "F3",
            "guards": [guards.agreement_typed],
            "label": _("Leave carriage to the local office and advise"),
            "service": "agree_carriage",
        },
    )
    def step_back(self):
        """Leave carriage to the local office, as agreed in writing, and advise."""

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

    # F6, F7: no live step, and again one

    @transition(
        field=state,
        source=[FileState.CARRIED, FileState.SHARED],
        target=FileState.DORMANT,
        permission=policies.may_make_dormant,
        custom={
            "id": "F6",
            "guards": [guards.only_parked_accused, guards.dormant_review_set],
            "label": _("Make the file dormant"),
            "service": "make_dormant",
        },
    )
    def make_dormant(self):
        """Let the file rest because no accused can be moved forward."""

    @transition(
        field=state,
        source=[FileState.DORMANT],
        target=FileState.CARRIED,
        permission=policies.may_wake,
        custom={"id": "F7", "guards": [guards.an_accused_moves_again], "label": _("Wake the file and carry")},
    )
    def wake_as_carried(self):
        """Carry again because an accused can be moved forward."""
        self.dormant_review_on = None

    @transition(
        field=state,
        source=[FileState.DORMANT],
        target=FileState.SHARED,
        permission=policies.may_wake,
        custom={"id": "F7", "guards": [guards.an_accused_moves_again], "label": _("Wake the file and share")},
    )
    def wake_as_shared(self):
        """Share again because an accused can be moved forward."""
        self.dormant_review_on = None

    # F8: away to another office

    @transition(
        field=state,
        source=[FileState.PRECHARGE, FileState.CARRIED, FileState.SHARED, FileState.DORMANT, FileState.ADVISORY],
        target=FileState.TRANSFERRED,
        permission=policies.may_transfer,
        custom={"id": "F8", "guards": [guards.handed_over], "label": _("Transfer to another office"), "service": "transfer_file"},
    )
    def transfer(self):
        """Hand the file to the office that accepted it."""

    # F9, F10: before an appeal court, and back

    @transition(
        field=state,
        source=[FileState.CARRIED, FileState.SHARED, FileState.DORMANT],
        target=FileState.APPEAL,
        permission=policies.may_follow,
        custom={
            "id": "F9",
            "guards": [guards.trial_work_over, guards.an_accused_under_appeal],
            "label": _("Leave the file to the appeal court"),
        },
    )
    def await_appeal(self):
        """Wait for the appeal court because nothing is left to do before the trial courts."""
        self.dormant_review_on = None

    @transition(
        field=state,
        source=[FileState.APPEAL],
        target=FileState.CARRIED,
        permission=policies.may_return_from_appeal,
        custom={"id": "F10", "guards": [guards.an_accused_back_at_trial], "label": _("Carry again after the appeal")},
    )
    def carry_after_appeal(self):
        """Carry again because the appeal sent an accused back."""

    @transition(
        field=state,
        source=[FileState.APPEAL],
        target=FileState.SHARED,
        permission=policies.may_return_from_appeal,
        custom={"id": "F10", "guards": [guards.an_accused_back_at_trial], "label": _("Share again after the appeal")},
    )
    def share_after_appeal(self):
        """Share again because the appeal sent an accused back."""

    # F11 to F14: the end, and back

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

    file = models.ForeignKey("CaseFile", on_delete=models.PROTECT, related_name="accesses")
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
        ordering = ["file_id", "acting_as", "from_at"]
        indexes = [
            models.Index(fields=["user", "file", "acting_as"], name="access_of_person"),
            models.Index(fields=["user", "acting_as", "from_at", "until_at", "file"], name="files_of_person"),
            models.Index(fields=["acting_as", "reviewed_at", "file"], name="covers_to_review"),
            models.Index(fields=["file", "acting_as", "from_at", "until_at", "for_intake", "user"], name="places_on_files"),
        ]
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

    file = models.ForeignKey("CaseFile", on_delete=models.PROTECT, related_name="walls")
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


class DuplicateHint(Record):
    """A sign that two files may be about the same matter or person; only who sees both files sees it."""

    Kind = choices.HintKind

    file = models.ForeignKey("CaseFile", on_delete=models.PROTECT, related_name="hints")
    other = models.ForeignKey("CaseFile", on_delete=models.PROTECT, related_name="hints_from")
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

    file = models.ForeignKey("CaseFile", on_delete=models.PROTECT, related_name="notes")
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

    file = models.ForeignKey("CaseFile", on_delete=models.PROTECT, related_name="linked_decisions")
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


class Handover(Correctable):
    """What was handed over when a file left the team."""

    file = models.ForeignKey("CaseFile", on_delete=models.PROTECT, related_name="handovers")
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    contact = models.CharField(_("who took it"), max_length=200)
    accepted_on = models.DateField(_("accepted in writing on"))
    disclosure_done = models.BooleanField(_("disclosure handed over"), default=False)
    exhibits_done = models.BooleanField(_("exhibits handed over"), default=False)
    deadlines_done = models.BooleanField(_("deadlines handed over"), default=False)
    victim_duties_done = models.BooleanField(_("open duties to victims handed over"), default=False)
    delay_position = models.TextField(_("position on delay, s. 11(b)"))

    objects = standing(querysets.OfTeam)
    history = TrackedHistory()

    @property
    def complete(self) -> bool:
        """Whether everything is handed over and said."""
        done = self.disclosure_done and self.exhibits_done and self.deadlines_done and self.victim_duties_done
        return bool(done and self.delay_position and self.contact)


class ClosingChecklist(Correctable):
    """What is looked at before a file is closed."""

    file = models.ForeignKey("CaseFile", on_delete=models.PROTECT, related_name="checklists")
    orders_registered = models.BooleanField(_("orders registered"), default=False)
    property_dealt_with = models.BooleanField(_("property and exhibits dealt with"), default=False)
    victim_told = models.BooleanField(_("victim told"), default=False)
    precedent_harvested = models.BooleanField(_("precedent considered for the bank"), default=False)
    retention_from = models.DateField(_("retention runs from"), null=True, blank=True)

    objects = standing(querysets.OfTeam)
    history = TrackedHistory()

    @property
    def complete(self) -> bool:
        """Whether every line is answered."""
        lines = self.orders_registered and self.property_dealt_with and self.victim_told and self.precedent_harvested
        return bool(lines and self.retention_from)


class CarriageAgreement(Correctable):
    """The written agreement with the local office on who carries a file, and from when."""

    file = models.ForeignKey("CaseFile", on_delete=models.PROTECT, related_name="agreements")
    carriage = models.CharField(_("from then on"), max_length=40, choices=FileState.choices)
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    contact = models.CharField(_("who agreed for the office"), max_length=200)
    agreed_on = models.DateField(_("agreed in writing on"))
    effective_on = models.DateField(_("in effect from"))

    objects = standing(querysets.OfTeam)
    history = TrackedHistory()

    class Meta:
        ordering = ["file_id", "effective_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(carriage__in=("ADVISORY", "SHARED", "CARRIED")), name="agreement_on_carriage"),
        ]

"""The people in one file, the names of its conflict check, the bans that protect them, and what victims and witnesses ask for."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casetracker import choices, querysets, victim_law
from casetracker.matching import name_key
from foundation.audit.history import TrackedHistory
from foundation.records.fields import EncryptedTextField
from foundation.records.models import Record

from .base import LANGUAGES, ends_after, one_of


class Participant(Record):
    """A person in one file; there is no list of persons across files."""

    Kind = choices.ParticipantKind

    file = models.ForeignKey("CaseFile", on_delete=models.PROTECT, related_name="participants")
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

    objects = querysets.ParticipantQuerySet.as_manager()
    history = TrackedHistory(excluded_fields=list(CONTACT))

    class Meta:
        ordering = ["file_id", "kind", "pk"]
        indexes = [models.Index(fields=["acts_for"], condition=Q(acts_for__isnull=False), name="counsel_of_people")]
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

    file = models.ForeignKey("CaseFile", on_delete=models.PROTECT, related_name="conflict_names")
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    name_key = models.CharField(max_length=260, editable=False, db_index=True)

    objects = querysets.OfTeam.as_manager()
    history = TrackedHistory()

    class Meta:
        ordering = ["file_id", "kind", "pk"]
        constraints = [one_of("kind", choices.ConflictNameKind, "conflict_name_kind_known")]

    def save(self, *args, **kwargs):
        self.name_key = name_key(self.name)
        super().save(*args, **kwargs)


class Ban(Record):
    """An order or rule that protects one person's name, or evidence, from publication."""

    file = models.ForeignKey("CaseFile", on_delete=models.PROTECT, related_name="bans")
    participant = models.ForeignKey("Participant", on_delete=models.PROTECT, null=True, blank=True, related_name="bans")
    provision = models.ForeignKey("law.BanProvision", on_delete=models.PROTECT, related_name="+")
    made_on = models.DateField(_("made on"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    made_by = models.CharField(_("made by"), max_length=200, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)

    objects = querysets.OfFile.as_manager()
    history = TrackedHistory()

    class Meta:
        ordering = ["file_id", "made_on"]
        indexes = [models.Index(fields=["participant"], condition=Q(participant__isnull=False), name="bans_of_people")]
        constraints = [ends_after("made_on", "ended_on", "ban_ends_later")]


class VictimRequest(Record):
    """What a victim or witness asked for, and the answer: an aid to testify, her word on a publication ban, or a right of victims."""

    AskedBy = choices.RequestedBy
    Answer = choices.RequestAnswer

    participant = models.ForeignKey("Participant", on_delete=models.PROTECT, related_name="requests")
    kind = models.CharField(_("what is asked for"), max_length=20, choices=victim_law.as_choices)
    asked_on = models.DateField(_("asked on"))
    asked_by = models.CharField(_("who asks"), max_length=8, choices=AskedBy.choices)
    note = models.TextField(_("what was asked, in words"), blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("recorded by"), on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(_("answer"), max_length=10, choices=Answer.choices, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    answer_note = models.TextField(_("what was answered or done"), blank=True)

    objects = querysets.VictimRequestQuerySet.as_manager()
    history = TrackedHistory()

    class Meta:
        ordering = ["participant_id", "asked_on", "pk"]
        indexes = [models.Index(fields=["asked_on"], condition=Q(answered_on=None), name="requests_to_answer")]
        constraints = [
            one_of("asked_by", choices.RequestedBy, "request_asked_by_known"),
            models.CheckConstraint(
                condition=Q(answer="", answered_on=None, answer_note="")
                | Q(answer__in=choices.RequestAnswer.values, answered_on__isnull=False, answered_on__gte=models.F("asked_on")),
                name="request_answered_on_a_day",
            ),
            models.CheckConstraint(condition=~Q(answer="REFUSED") | Q(answer_note__gt=""), name="request_refused_with_reasons"),
            models.UniqueConstraint(fields=["participant", "kind"], condition=Q(answer=""), name="one_open_request_a_kind"),
        ]

    @property
    def file(self):
        """The file of the person who asks."""
        return self.participant.file

"""The people in one file, the names of its conflict check, and the bans that protect them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from casetracker import choices, querysets
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

    objects = querysets.OfFile.as_manager()
    history = TrackedHistory(excluded_fields=list(CONTACT))

    class Meta:
        ordering = ["file_id", "kind", "pk"]
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
        constraints = [ends_after("made_on", "ended_on", "ban_ends_later")]

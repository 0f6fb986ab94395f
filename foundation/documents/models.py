from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.audit.history import TrackedHistory
from foundation.records.models import Record


class DocumentQuerySet(models.QuerySet):
    """Papers, seen by whoever sees what they belong to."""

    def about(self, owner):
        """Narrow to the papers of one record."""
        return self.filter(about_label=owner._meta.label, about_ref=owner.ref)

    def visible_to(self, user):
        """The papers of records this person may see; the rule is the record's own."""
        seen = models.Q(pk__in=[])
        for label in settings.DOCUMENT_OWNERS:
            owner = apps.get_model(label).objects.visible_to(user).order_by().filter(ref=models.OuterRef("about_ref"))
            mine = models.Q(models.Exists(owner), about_label=label)
            seen |= mine if user.is_team or user.is_role("REC") else mine & models.Q(team_only=False)
        return self.filter(seen)


class Document(Record):
    """A stored file: its bytes lie under a name of ours, proved by their hash, and are served through the gate alone."""

    class TextState(models.TextChoices):
        WAITING = "WAITING", _("Text not read yet")
        READ = "READ", _("Searchable")
        NONE = "NONE", _("Not searchable")

    about_label = models.CharField(max_length=80)
    about_ref = models.CharField(max_length=12)
    name = models.CharField(_("file name"), max_length=200)
    title = models.CharField(_("what it is"), max_length=200, blank=True)
    media_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=60, unique=True)
    team_only = models.BooleanField(default=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="documents")
    uploaded_at = models.DateTimeField()
    text = models.TextField(blank=True)
    text_state = models.CharField(max_length=8, choices=TextState.choices, default=TextState.WAITING)
    text_cause = models.CharField(max_length=200, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    history = TrackedHistory(
        excluded_fields=["text"], indexes=[models.Index(fields=["about_label", "about_ref"], name="past_of_documents")]
    )
    objects = DocumentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["about_label", "about_ref", "uploaded_at"], name="document_owner")]
        constraints = [
            models.CheckConstraint(condition=models.Q(text_state__in=["WAITING", "READ", "NONE"]), name="document_text_state_known")
        ]

    def __str__(self) -> str:
        return self.name

    def owner(self):
        """The record it belongs to."""
        return apps.get_model(self.about_label).objects.filter(ref=self.about_ref).first()

from django.conf import settings
from django.db import models

from foundation.records.fields import EncryptedTextField
from foundation.records.models import Record


class DraftQuerySet(models.QuerySet):
    """Drafts."""

    def kept_for(self, owner):
        """Narrow to what this person typed and has not sent."""
        return self.filter(owner=owner, buried_at=None)


class Draft(Record):
    """What a person typed and has not sent: kept on the server, encrypted, per person, form and record."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    form = models.CharField(max_length=60)
    about = models.CharField(max_length=40, blank=True)
    title = EncryptedTextField(blank=True)
    path = models.CharField(max_length=300)
    data = EncryptedTextField()
    saved_at = models.DateTimeField()
    # When the record was thrown away that it belongs to: an empty row stays, so that a page still open somewhere saves nothing more.
    buried_at = models.DateTimeField(null=True, editable=False)

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "form", "about"], name="draft_one_per_form")]

    def __str__(self) -> str:
        return f"{self.form} {self.about}"

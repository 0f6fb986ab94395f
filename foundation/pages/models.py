from django.conf import settings
from django.db import models

from foundation.records.fields import EncryptedTextField
from foundation.records.models import Record


class Draft(Record):
    """What a person typed and has not sent: kept on the server, encrypted, per person, form and record."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    form = models.CharField(max_length=60)
    about = models.CharField(max_length=40, blank=True)
    title = EncryptedTextField(blank=True)
    path = models.CharField(max_length=300)
    data = EncryptedTextField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "form", "about"], name="draft_one_per_form")]

    def __str__(self) -> str:
        return f"{self.form} {self.about}"

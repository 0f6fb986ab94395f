"""What the search keeps in the database: the outbox, the generations of the index, and searches that were typed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.records.fields import EncryptedTextField, RefField


class Change(models.Model):
    """A record whose document must be made again, written in the act that changed it and gone once the index has it.

    Rows are inserted under the chain lock at the end of the act, so the order of their numbers is the order of the commits.
    """

    key = models.CharField(max_length=150, db_index=True)
    narrowed = models.BooleanField(
        default=False, help_text="Words or readers were taken away: hide the old entry until the new one stands."
    )
    at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)
    set_aside = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["set_aside", "id"], name="change_waiting")]

    def __str__(self) -> str:
        return f"{self.pk} {self.key}"


class Generation(models.Model):
    """One build of the index; the newest that is live answers."""

    class State(models.TextChoices):
        BUILDING = "BUILDING", _("Being built")
        LIVE = "LIVE", _("Live")
        RETIRED = "RETIRED", _("Retired")

    ref = RefField()
    engine = models.CharField(max_length=20)
    fingerprint = models.CharField(max_length=32)
    state = models.CharField(max_length=10, choices=State.choices, default=State.BUILDING)
    documents = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    live_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=["BUILDING", "LIVE", "RETIRED"]), name="generation_state_known"),
            models.UniqueConstraint(fields=["engine"], condition=models.Q(state="LIVE"), name="generation_one_live"),
        ]

    def __str__(self) -> str:
        return f"{self.engine} {self.ref}"


class SavedQuery(models.Model):
    """What somebody typed, kept under a random ref so that no address holds words; gone after 90 days."""

    ref = RefField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="saved_queries")
    text = EncryptedTextField(blank=True)
    filters = models.JSONField(default=dict)
    sort = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "saved queries"

    def __str__(self) -> str:
        return self.ref

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.records.models import Record


class Job(Record):
    """What must happen after a commit, or takes long: run by the worker, tried again when it fails, set aside when it keeps failing."""

    class State(models.TextChoices):
        WAITING = "WAITING", _("Waiting")
        RUNNING = "RUNNING", _("Running")
        DONE = "DONE", _("Done")
        DEAD = "DEAD", _("Set aside after too many tries")
        CANCELLED = "CANCELLED", _("Cancelled")

    kind = models.CharField(max_length=60)
    params = models.JSONField(default=dict)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="jobs")
    act = models.ForeignKey("audit.Act", on_delete=models.PROTECT, null=True, related_name="jobs")
    unique_key = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    run_after = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    result = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["state", "run_after"], name="job_next")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "unique_key"],
                condition=~models.Q(unique_key="") & models.Q(state__in=["WAITING", "RUNNING"]),
                name="job_once_while_open",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["WAITING", "RUNNING", "DONE", "DEAD", "CANCELLED"]), name="job_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"

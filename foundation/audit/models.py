"""Who did what: acts, the hash-chained events, and who looked."""

from django.conf import settings
from django.db import models


class Act(models.Model):
    """One thing a person did, in one transaction; moves, events, notices and history rows point to it.

    ``key`` is the form's send-once key, so the second send of a form finds the first act and its ``result`` (where the form leads).
    """

    kind = models.CharField(max_length=60)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="acts")
    at = models.DateTimeField(db_index=True)
    key = models.CharField(max_length=64, null=True)  # noqa: DJ001  null: an act without a form
    result = models.JSONField(default=dict)

    class Meta:
        db_table = "act"
        constraints = [models.UniqueConstraint(fields=["by", "key"], name="act_key_once_per_person")]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"


class Event(models.Model):
    """One link of the chain: ids, verb, field names, states and a keyed digest of the values; no words."""

    seq = models.BigIntegerField(primary_key=True)
    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="events")
    verb = models.CharField(max_length=40)
    label = models.CharField(max_length=80, blank=True)
    ref = models.CharField(max_length=40, blank=True)
    body = models.TextField()
    hash = models.CharField(max_length=64)

    class Meta:
        db_table = "audit_event"
        indexes = [models.Index(fields=["label", "ref"], name="audit_event_subject")]

    def __str__(self) -> str:
        return f"{self.seq} {self.verb}"


class ChainHead(models.Model):
    """The last link: one row, from which the next link takes its number."""

    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        db_table = "chain_head"

    def __str__(self) -> str:
        return str(self.seq)


class ReadLog(models.Model):
    """Who looked at what, on which page and when; written before the page is sent, never changed."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reads")
    label = models.CharField(max_length=80)
    ref = models.CharField(max_length=40, blank=True)
    page = models.CharField(max_length=80)
    at = models.DateTimeField()
    address = models.CharField(max_length=45, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "read_log"
        indexes = [
            models.Index(fields=["label", "ref", "at"], name="read_log_subject"),
            models.Index(fields=["by", "at"], name="read_log_person"),
            models.Index(fields=["at"], name="read_log_time"),
        ]

    def __str__(self) -> str:
        return f"{self.by_id} {self.label} {self.ref}"

from collections.abc import Mapping

from django.apps import apps
from django.conf import settings
from django.db import models
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse

from foundation.records.models import Record


class NoticeQuerySet(models.QuerySet):
    """Notices of a person."""

    def visible_to(self, user):
        """A person sees her own notices of records that she still may see, and those that say that she may no longer.

        A wall takes away what she was told before it too.
        """
        return self.filter(recipient=user).still_seen_by(user, settings.DOCUMENT_OWNERS)

    def still_seen_by(self, user, labels):
        """Leave out those about records of these models that she may not see now."""
        standing = self
        for label in settings.DOCUMENT_OWNERS:
            if label in labels:
                seen = apps.get_model(label).objects.visible_to(user).order_by().filter(ref=models.OuterRef("about_ref"))
                standing = standing.filter(~models.Q(about_label=label) | models.Exists(seen))
        return standing

    def unread(self):
        """Narrow to those she has not marked as read."""
        return self.filter(read_at=None)


class Notice(Record):
    """One line for one person: that something waits for her, with the way there; words are made when it is shown."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices")
    template = models.CharField(max_length=80)
    words = models.JSONField(default=dict)
    url_name = models.CharField(max_length=80, blank=True)
    url_kwargs = models.JSONField(default=dict)
    about_label = models.CharField(max_length=80, blank=True)
    about_ref = models.CharField(max_length=12, blank=True)
    act = models.ForeignKey("audit.Act", on_delete=models.PROTECT, related_name="notices")
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()
    live_words: Mapping[str, object] = {}
    """What the line prints besides, when it is read: foundation/notifications/live.py."""

    class Meta:
        indexes = [models.Index(fields=["recipient", "read_at", "created_at"], name="notice_of_person")]

    def __str__(self) -> str:
        return f"{self.template} {self.about_ref}"

    @property
    def sentence(self) -> str:
        """The line in the reader's language."""
        return render_to_string(f"notices/{self.template}.txt", {**self.words, **self.live_words, "ref": self.about_ref}).strip()

    @property
    def url(self) -> str:
        """The page it leads to, or "" when that page is gone."""
        try:
            return reverse(self.url_name, kwargs=self.url_kwargs) if self.url_name else ""
        except NoReverseMatch:
            return ""

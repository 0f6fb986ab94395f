"""What the worker does for accounts: throws away sessions that are over and counts that no longer matter."""

from datetime import timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction

from foundation.audit.acts import write_turn
from foundation.jobs.queue import periodic

from .models import CacheEntry


@periodic(seconds=3600)
def throw_away(at):
    """Delete ended sessions, old tries to sign in and cache rows that expired."""
    with write_turn(), transaction.atomic():
        Session.objects.filter(expire_date__lt=at).delete()
        AccessAttempt.objects.filter(attempt_time__lt=at - settings.AXES_COOLOFF_TIME - timedelta(days=1)).delete()
        CacheEntry.objects.filter(expires__lt=at).delete()

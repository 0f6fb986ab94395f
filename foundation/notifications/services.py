"""Who is told what: a notice in the application, and a mail that holds a link and no case facts."""

from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.urls import resolve

from foundation import clock
from foundation.audit.acts import act, current_act, require_act
from foundation.jobs.queue import enqueue

from .models import Notice


def notify(*, recipient, template: str, about: models.Model, parting: bool = False, **words) -> Notice | None:
    """Tell one person, in the act that made it true; the mail leaves after the commit.

    ``template`` names ``notices/<template>.txt``, one translated line that may use ``ref`` and ``words`` (refs, dates, no names of
    victims). Who acts is not told of her own act. Inactive people are not told. A ``parting`` notice says that she may no longer see the
    record: it leads nowhere, and she keeps it when the others of that record are taken from her.
    """
    opened = require_act(about)
    if recipient.pk == opened.by.pk or not recipient.is_active:
        return None
    match = resolve(about.get_absolute_url())
    if not match.view_name:
        raise ImproperlyConfigured(f"{about!r} has no named page to lead to.")
    notice = Notice.objects.create(
        recipient=recipient,
        template=template,
        words={name: str(value) for name, value in words.items()},
        url_name="" if parting else match.view_name,
        url_kwargs={} if parting else {name: str(value) for name, value in match.kwargs.items()},
        about_label="" if parting else about._meta.label,
        about_ref=about.ref,
        act=opened.row,
        created_at=opened.at,
    )
    opened.record("notified", notice)
    enqueue("mail_notice", {"notice": notice.ref}, by=opened.by, act=current_act(), unique_key=notice.ref)
    return notice


def unread_count(user) -> int:
    """Count the notices a person has not put away; every page asks, so only what she has notices of is asked for what she may see."""
    unread = Notice.objects.filter(recipient=user).unread()
    labels = set(unread.order_by().values_list("about_label", flat=True).distinct())
    return unread.still_seen_by(user, labels).count() if labels else 0


def mark_read(*, recipient, refs: list[str]) -> int:
    """Put notices away; only her own, only unread ones."""
    with act(by=recipient, at=clock.now(), kind="mark_notices_read") as this_act:
        count = 0
        for notice in Notice.objects.visible_to(recipient).unread().filter(ref__in=refs):
            notice.read_at = this_act.at
            notice.save()
            count += 1
        this_act.record("read_notices", recipient, count=count)
    return count

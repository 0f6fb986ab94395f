"""The worker's half: mail."""

from django.conf import settings
from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _

from foundation.jobs.queue import handler

from .models import Notice


@handler("mail_notice")
def mail_notice(job, progress):
    """Send the mail of a notice: a fixed subject, a link, no case facts.

    Who left, is invented, or may no longer see what it is about is not written to.
    """
    notice = Notice.objects.select_related("recipient").filter(ref=job.params["notice"]).first()
    if notice is None or not notice.recipient.is_active or notice.recipient.is_demo or notice.read_at:
        return {"sent": False}
    if not Notice.objects.visible_to(notice.recipient).filter(pk=notice.pk).exists():
        return {"sent": False}
    with translation.override(notice.recipient.language):
        send_mail(
            subject=_("Crown Casebook: something waits for you"),
            message=_("Something waits for you in the Crown Casebook. Sign in to read it:")
            + f"\n\n{settings.PUBLIC_URL}/{notice.recipient.language}/notices/\n",
            from_email=settings.DEFAULT_FROM_EMAIL,
            recipient_list=[notice.recipient.email],
        )
    return {"sent": True}

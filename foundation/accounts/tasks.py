"""What the worker does for accounts: mails links and news, and throws away what is over. A job holds refs; words are made here."""

from datetime import timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.mail import send_mail
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from foundation.audit.acts import write_turn
from foundation.jobs.queue import handler, periodic
from foundation.pages import drafts

from . import invitations, policies
from .models import CacheEntry, Reset, Role, User


@handler("mail_link")
def mail_link(job, progress):
    """Mail a person the link by which she chooses her password, and say why she gets it."""
    person = User.objects.filter(ref=job.params["person"]).first()
    if person is None or invitations.holds_until(person) is None or not _is_written_to(person):
        return {"sent": False}
    with translation.override(person.language):
        why = {
            "joining": _("An account in the Crown Casebook was opened for you. With this link you choose your password:"),
            "password": _("Your password in the Crown Casebook was taken away because it was lost. With this link you choose a new one:"),
            "reset": _(
                "Your password, your authenticator app and your recovery codes in the Crown Casebook were taken away because they "
                "were lost. With this link you begin anew:"
            ),
        }[job.params["why"]]
        days = _("It works once, within %(days)d days. If you did not expect this, call your team lead.") % {
            "days": invitations.days_valid()
        }
        _send(person, _("Crown Casebook: choose your password"), f"{why}\n\n{invitations.url_for(person)}\n\n{days}\n")
    return {"sent": True}


@handler("mail_reset_waiting")
def mail_reset_waiting(job, progress):
    """Tell who may decide that somebody lost her phone, and the person herself that it was said; no name is in the mail."""
    reset = Reset.objects.waiting().select_related("person", "asked_by").filter(ref=job.params["reset"]).first()
    if reset is None:
        return {"sent": 0}
    deciders = [one for one in User.objects.filter(role__in=(Role.LEAD, Role.ADM), is_active=True) if policies.may_decide_reset(reset, one)]
    for one in filter(_is_written_to, deciders):
        with translation.override(one.language):
            words = _("Somebody lost her phone or password. Make sure who is asking, then decide:")
            _send(one, _("Crown Casebook: something waits for you"), f"{words}\n\n{settings.PUBLIC_URL}{reset.get_absolute_url()}\n")
    if _is_written_to(reset.person):
        with translation.override(reset.person.language):
            words = _(
                "It was said that you lost your phone or password in the Crown Casebook. A team lead will speak to you. If you lost "
                "nothing, call your team lead at once."
            )
            _send(reset.person, _("Crown Casebook: your account"), f"{words}\n")
    return {"sent": len(deciders)}


@handler("mail_reset_refused")
def mail_reset_refused(job, progress):
    """Tell a person that her password and second factor stay as they were."""
    person = User.objects.filter(ref=job.params["person"]).first()
    if person is None or not _is_written_to(person):
        return {"sent": False}
    with translation.override(person.language):
        words = _("It was asked to take away your password and second factor in the Crown Casebook. That was refused: nothing changed.")
        _send(person, _("Crown Casebook: your account"), f"{words}\n")
    return {"sent": True}


def _is_written_to(person: User) -> bool:
    """Say whether mail goes to this person: nobody who left or is invented, and nobody where no mail leaves this machine."""
    return settings.MAIL_LEAVES and person.is_active and not person.is_demo


def _send(person: User, subject: str, words: str) -> None:
    send_mail(subject=subject, message=words, from_email=settings.DEFAULT_FROM_EMAIL, recipient_list=[person.email])


@periodic(seconds=3600)
def throw_away(at):
    """Delete ended sessions, old tries to sign in, cache rows that expired and old drafts."""
    with write_turn(), transaction.atomic():
        Session.objects.filter(expire_date__lt=at).delete()
        AccessAttempt.objects.filter(attempt_time__lt=at - settings.AXES_COOLOFF_TIME - timedelta(days=1)).delete()
        CacheEntry.objects.filter(expires__lt=at).delete()
        drafts.throw_away(at)

"""What victims are told or asked: of a plea agreement, of outcomes, at sentence, and when a new trial is ordered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from casetracker import sentence_law
from casetracker.models import Participant, PleaNotice, Proceeding, VictimNotice
from foundation.records import Refusal

from .base import needed, not_after_today


@dataclass
class ToldIn:
    """What one victim was told or asked, as typed: of a plea agreement, or what ``duty`` names (``VictimNotice.Duty``)."""

    participant: Participant | None
    told_on: date | None = None
    exception: str = ""
    duty: str = ""


def keep_plea_notices(proceeding: Proceeding, agreed_on: date | None, told: Sequence[ToldIn]) -> list[PleaNotice]:
    """Keep what victims were told of an agreement to plead guilty; what was kept before is replaced and history keeps it. Inside an act.

    :raises Refusal: told or not without the day of the agreement, or told before it
    """
    kept: list[PleaNotice] = []
    typed = [one for one in told if one.told_on or one.exception]
    if agreed_on is None:
        if typed:
            raise Refusal(_("Enter the day of the plea agreement."), "plea_agreed_on")
        return kept
    not_after_today(agreed_on, "plea_agreed_on")
    for one in told:
        if one.participant is not None and one.participant.file_id != proceeding.file_id:
            raise Refusal(_("Choose a person of this file."), "participant")
        not_after_today(one.told_on, "told_on")
        if one.told_on is not None and one.told_on < agreed_on:
            raise Refusal(_("A victim cannot be told of an agreement before it was made."), "told_on")
        row = PleaNotice.objects.filter(proceeding=proceeding, participant=one.participant).first() or PleaNotice(
            proceeding=proceeding, participant=one.participant, agreed_on=agreed_on
        )
        new = (agreed_on, one.told_on, "" if one.told_on else one.exception)
        if row.pk is None or (row.agreed_on, row.told_on, row.exception) != new:
            row.agreed_on, row.told_on, row.exception = new
            row.save()
            kept.append(row)
    return kept


def keep_victim_notices(proceeding: Proceeding, on: date, told: Sequence[ToldIn], stages: set[str]) -> list[VictimNotice]:
    """Keep what victims were told or asked, and that the others are still to be; what was kept before is replaced. Inside an act.

    Who was told before a later outcome, sentence or order is to be told again.

    :param on: the day in court from which a victim is to be told or asked
    :param stages: what was reached on that day: SENTENCED, ENDED
    :raises Refusal: nobody of this file, a day ahead, or both a day and why not
    """
    kept: list[VictimNotice] = []
    rows = VictimNotice.objects.filter(proceeding=proceeding).order_by("since_on", "pk")
    stand = {(row.participant_id, row.duty): row for row in rows}
    typed = [one for one in told if one.told_on or one.exception or (one.participant and (one.participant.pk, one.duty) in stand)]
    for one in typed:
        needed(one.duty in VictimNotice.Duty.values, _("Choose one of the list."), "duty")
        if one.participant is None or one.participant.file_id != proceeding.file_id:
            raise Refusal(_("Choose a person of this file."), "participant")
        not_after_today(one.told_on, "told_on")
        if one.told_on is not None and one.exception:
            raise Refusal(_("Give the day she was told, or why she was not; not both."), "exception")
        row = stand.get((one.participant.pk, one.duty)) or VictimNotice(
            proceeding=proceeding, participant=one.participant, duty=one.duty, since_on=on
        )
        if row.pk is None or (row.told_on, row.exception) != (one.told_on, one.exception):
            row.told_on, row.exception = one.told_on, one.exception
            row.save()
            kept.append(row)
        stand[one.participant.pk, one.duty] = row
    reached = [row.duty for row in sentence_law.victim_duties(on) if row.stage in stages]
    for victim in Participant.objects.filter(file=proceeding.file_id, kind=Participant.Kind.VICTIM) if reached else ():
        for duty in reached:
            last = stand.get((victim.pk, duty))
            if last is None or (last.since_on < on and last.told_on is not None and last.told_on < on):
                kept.append(VictimNotice.objects.create(proceeding=proceeding, participant=victim, duty=duty, since_on=on))
    return kept

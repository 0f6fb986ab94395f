"""What pages show of an outcome: parts of the sentence and their total, appeals as counted, what victims were told, screening reviews."""

from casetracker import names, policies, screening, sentence_law, services
from casetracker.choices import REASONS_OF
from casetracker.forms.outcomes import findings_from
from casetracker.models import Count, ScreeningReview
from foundation.records import Refusal

from .count_words import count_words


class Reviews:
    """The screening reviews of some accused, newest first, and which are due again."""

    def __init__(self, proceedings, user):
        self.due, self.rows = [], []
        if not proceedings or not policies.may_read_notes(proceedings[0], user):
            return
        counts = Count.objects.filter(proceeding__in=[one.pk for one in proceedings])
        self.due = screening.reviews_due(counts)
        rows = ScreeningReview.objects.filter(proceeding__in=[one.pk for one in proceedings])
        rows = rows.select_related("count__offence", "reviewed_by", "proceeding__accused").prefetch_related(
            "proceeding__accused__bans__provision"
        )
        file = proceedings[0].file
        self.rows = self._together(rows.order_by("-reviewed_on", "-pk"), user, file)
        for due in self.due:
            due.proceeding.file = file
        self.may_review = policies.may_record_screening(proceedings[0], user)

    @staticmethod
    def _together(rows, user, file):
        """Put the reviews of one accused on one day by one person with the same answers in one line: counts differ where the tests do."""
        groups: dict[tuple, list] = {}
        for row in rows:
            row.proceeding.accused.file = file
            key = (row.proceeding_id, row.reviewed_on, row.reviewed_by_id, row.outcome, row.prospect, row.public_interest, row.note)
            groups.setdefault(key, []).append(row)
        return [ReviewLine(group, user) for group in groups.values()]


class ReviewLine:
    """One review of one or more counts of an accused."""

    def __init__(self, rows, user):
        self.first = rows[0]
        self.who = names.display_name(self.first.proceeding.accused, user, names.PAGE)
        self.counts = [count_words(row.count) for row in reversed(rows)]
        self.url = self.first.proceeding.get_absolute_url()


class Outcome:
    """What the page of an accused says of her outcome: parts of the sentence with their total, what victims were told, rulings, reviews."""

    def __init__(self, proceeding, user):
        self.may_record = policies.may_record_outcomes(proceeding, user) and any(
            findings_from(count.state) or count.state in REASONS_OF for count in proceeding.counts.all()
        )
        self.may_rule = policies.may_record_outcomes(proceeding, user)
        self.parts = [PartLine(part) for part in services.standing_parts(proceeding)]
        self.total = self._total(proceeding)
        totals = list(proceeding.sentence_totals.select_related("confirmed_by").order_by("-pk")[:1])
        self.confirmed = totals[0] if totals and self.total and _same(totals[0], self.total) else None
        self.total_text = sentence_law.length_words(self.total.months, self.total.days, self.total.life) if self.total else ""
        self.appeals = [line for count in proceeding.counts.all() if (line := appeal_line(count)) is not None]
        self.rulings = list(proceeding.rulings.all())
        team = policies.may_read_notes(proceeding, user)
        self.notices, self.told = [], []
        if team:
            notices = proceeding.plea_notices.select_related("participant").prefetch_related("participant__bans__provision")
            for notice in notices:
                self.notices.append((notice, self._name(notice, proceeding, user)))
            told = proceeding.victim_notices.select_related("participant").prefetch_related("participant__bans__provision")
            self.told = [(notice, self._name(notice, proceeding, user)) for notice in told]
        self.reviews = Reviews([proceeding], user)

    @staticmethod
    def _name(notice, proceeding, user) -> str:
        if notice.participant is None:
            return ""
        notice.participant.file = proceeding.file
        return names.display_name(notice.participant, user, names.LIST)

    @staticmethod
    def _total(proceeding):
        try:
            return services.total_that_stands(proceeding)
        except Refusal:
            return None

    def __bool__(self):
        return bool(self.parts or self.appeals or self.rulings or self.notices or self.told)


def _same(stored, total) -> bool:
    return (stored.months, stored.days, stored.credit_days, stored.life) == (total.months, total.days, total.credit_days, total.life)


class PartLine:
    """One part of a sentence as the page shows it."""

    def __init__(self, part):
        self.part = part
        self.count = count_words(part.count)
        timed = part.months or part.days or part.life
        self.length = sentence_law.length_words(part.months, part.days, part.life) if timed else ""
        self.after = count_words(part.after) if part.after else ""


class AppealLine:
    """Until when one decision can be appealed, and how the law on file counts it."""

    def __init__(self, count, decision, counted):
        self.words, self.decision, self.counted = count_words(count), decision, counted
        self.as_counted = counted is not None and counted.due_on == decision.appeal_due_on


def appeal_line(count) -> AppealLine | None:
    """Give the appeal period of the decision on which a count rests, where it has a last day."""
    decision = count.last_decision
    if decision is None or decision.appeal_due_on is None:
        return None
    return AppealLine(count, decision, sentence_law.last_day_to_appeal(decision.on, by_summary=count.by_summary))

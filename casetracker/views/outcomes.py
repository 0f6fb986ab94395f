"""What became of one accused: the sheet of outcomes, a ruling on the way, and the screening reviews of a file."""

import hashlib

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from casetracker import guards, policies, sentence, sentence_law, services
from casetracker.choices import REASONS_OF
from casetracker.forms.base import Rows, provisions
from casetracker.forms.outcomes import CONVICTS, DutyRow, OutcomeRow, OutcomesForm, PartRow, RulingForm, ToldRow, findings_from
from casetracker.models import Count, Participant, PleaNotice, VictimNotice
from casetracker.states import AFTER_GUILT, ENDED, GUILTY, CountState
from foundation import clock
from foundation.pages import drafts
from foundation.pages.views import ActFormView
from foundation.records import AlreadySent, Refusal, StaleRecord

from .accused import AccusedForm, CountLine, kept
from .base import FilePage
from .count_words import count_words
from .foresight import foresee
from .outcome_panel import Reviews

MOST_PARTS = 8


class SheetLine:
    """One count on the sheet: its words, where it stands, and the boxes that its state allows."""

    def __init__(self, count, user, row, parts):
        self.line = CountLine(count, user)
        self.count, self.words, self.row, self.parts = count, count_words(count), row, parts
        offence = sentence_law.found_offence(count)
        self.maximum = offence.max_summary_text if count.by_summary else offence.max_indictment_text
        self.minimum, self.courts = sentence_law.minimum_words(count), ""
        if sentence_law.minimum_of(count) is not None:
            self.courts = sentence_law.what_courts_said(count)
        self.cautions: list[sentence_law.Caution] = []

    @property
    def forms(self):
        """Every form of the line."""
        return [*([self.row] if self.row else []), *(self.parts or [])]

    def outcome(self) -> services.OutcomeIn | None:
        """Give the outcome as the service takes it; None where nothing was typed for this count."""
        typed = self.row.cleaned_data if self.row else {}
        why = self.row.why() if self.row else None
        finding = typed.get("finding", "")
        if not (finding or typed.get("sentence") or (why and self.count.state in REASONS_OF)):
            return None
        return services.OutcomeIn(
            count=self.count,
            finding=finding,
            offence=typed.get("offence"),
            why=why,
            leave_on=typed.get("leave_on"),
            sentence=typed.get("sentence", ""),
            terms=typed.get("terms", ""),
            parts=self.typed_parts(),
            appeal_due_on=typed.get("appeal_due_on"),
            appeal_none=bool(typed.get("appeal_none")),
        )

    def typed_parts(self) -> list[services.PartIn]:
        """Give the parts that were typed."""
        return [one.part() for one in self.parts or [] if not one.is_empty]


class RecordOutcomes(AccusedForm):
    """Every count of an accused with its outcome, the sentence in parts, orders, and what victims were told."""

    template_name = "casetracker/outcomes_sheet.html"
    form_class = OutcomesForm
    heading = _("Outcome sheet")
    submit = _("Record the outcomes")
    allowed = "may_record_outcomes"
    draft_name = "outcomes"

    def concerned(self) -> list[Count]:
        """The counts on the sheet: each that no other came from."""
        replaced = {line.old_id for count in self.proceeding.counts.all() for line in count.successors.all()}
        return [count for count in self.proceeding.counts.all() if count.pk not in replaced and count.state != CountState.REPLACED]

    @cached_property
    def victims(self):
        """The victims of the file."""
        return list(Participant.objects.filter(file=self.case_file, kind="VICTIM").prefetch_related("bans__provision"))

    @cached_property
    def offers(self):
        """How each order stands to the counts that are, or can be, found guilty."""
        counts = self.concerned()
        guilty = [count for count in counts if count.state in (*GUILTY, *AFTER_GUILT)]
        open_ = [count for count in counts if count.state not in ENDED]
        return {offer.order: offer for offer in sentence_law.offers(guilty or open_ or counts, clock.today())}

    def lay_rows(self, typed=None, *, checked=False, more=""):
        """Lay out the boxes of each count and of each victim, everything typed kept."""
        self.provisions = provisions()
        notices = {notice.participant_id: notice for notice in PleaNotice.objects.filter(proceeding=self.proceeding)}
        named = [(count, count_words(count)) for count in self.concerned()]
        self.lines = []
        for count in self.concerned():
            row = parts = None
            if findings_from(count.state) or count.state in REASONS_OF or self.may_sentence_late(count):
                words = {"count": count, "offered": self.provisions, "may_withdraw": policies.may_withdraw(count, self.request.user)}
                row = Rows(OutcomeRow, count.ref, typed=typed, checked=checked, most=1, **words).forms[0]
                if typed is None:
                    row.initial = self.row_initial(count)
                if row.may_sentence:
                    prefix = f"{count.ref}-part"
                    others = [pair for pair in named if pair[0].pk != count.pk]
                    more_here = int(more == prefix)
                    parts = Rows(PartRow, prefix, typed=typed, checked=checked, most=MOST_PARTS, more=more_here, others=others)
            self.lines.append(SheetLine(count, self.request.user, row, parts))
        self.told, self.done = [], []
        stand = {(one.participant_id, one.duty): one for one in VictimNotice.objects.filter(proceeding=self.proceeding)}
        duties = sentence_law.victim_duties(clock.today())
        for victim in self.victims:
            row = Rows(ToldRow, victim.ref, typed=typed, checked=checked, most=1).forms[0]
            notice = notices.get(victim.pk)
            if typed is None and notice is not None:
                row.initial = {"told_on": notice.told_on, "exception": notice.exception}
            self.told.append((victim, self.name(victim), row))
            of_hers = [one for one in duties if one.stage in ("ENDED", "SENTENCED") or (victim.pk, one.duty) in stand]
            self.done.append([(duty, self.duty_row(victim, duty, stand, typed, checked=checked)) for duty in of_hers])
        self.agreed_on = max((notice.agreed_on for notice in notices.values()), default=None)

    def may_sentence_late(self, count) -> bool:
        """Whether a count stayed beside another conviction can be sentenced, because that one fell (C12)."""
        return (
            count.state == CountState.STAYED_KIENAPPLE
            and policies.may_impose_after_kienapple(count, self.request.user)
            and guards.no_other_conviction.look(count).met
        )

    @staticmethod
    def duty_row(victim, duty, stand, typed, *, checked) -> DutyRow:
        """Lay out the boxes of one thing that a victim is told or asked."""
        row = Rows(DutyRow, f"{victim.ref}-{duty.duty}", typed=typed, checked=checked, most=1).forms[0]
        notice = stand.get((victim.pk, duty.duty))
        if typed is None and notice is not None:
            row.initial = {"told_on": notice.told_on, "exception": notice.exception}
        row.is_open = notice is not None and notice.told_on is None and not notice.exception
        return row

    @staticmethod
    def row_initial(count) -> dict:
        """What stands in the boxes of a count."""
        return {
            "reason_code": count.reason_code,
            "reason_avoidable": count.reason_avoidable,
            "reason_note": count.reason_note,
        }

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "orders": list(self.offers)}

    def get_initial(self):
        initial = {"plea_agreed_on": getattr(self, "agreed_on", None)}
        initial |= OutcomesForm.initial_of(self.proceeding.order_answers.all())
        for order, offer in self.offers.items():
            if not offer.offered:
                initial.setdefault(f"answer_{order}", "NOT_AVAILABLE")
                initial.setdefault(f"reason_{order}", str(offer.words))
        return initial

    def row_forms(self):
        """Every row of the page, so that every mistake is shown at once."""
        of_victims = [row for (_v, _n, row), done in zip(self.told, self.done, strict=True) for row in (row, *(one for _d, one in done))]
        return [form for line in self.lines for form in line.forms] + of_victims

    def get(self, request, *args, **kwargs):
        self.lay_rows()
        form = self.get_form()
        draft = getattr(self, "draft", None)
        if draft is not None:
            self.lay_rows(drafts.values(draft))
        return self.render_to_response(self.get_context_data(form=form))

    def post(self, request, *args, **kwargs):
        if request.POST.get("row"):
            self.lay_rows(request.POST, more=request.POST["row"])
            form = kept(self.form_class, request.POST, orders=list(self.offers), record=self.get_record())
            return self.render_to_response(self.get_context_data(form=form))
        self.lay_rows(request.POST, checked=True)
        form = self.get_form()
        holds = form.is_valid()
        checked = [row.is_valid() for row in self.row_forms()]
        if holds and all(checked):
            for line in self.lines:
                if line.parts is not None and line.typed_parts() and not line.row.cleaned_data.get("sentence"):
                    line.row.add_error("sentence", _("Choose the sentence of which these are the parts."))
                    holds = False
                termed = line.row and line.row.cleaned_data.get("sentence") in ("SENTENCED", "DISCHARGED_CONDITIONAL")
                if termed and not line.typed_parts() and not line.row.cleaned_data.get("terms"):
                    line.row.add_error("terms", _("Enter the sentence in parts, or write its terms."))
                    holds = False
        return self.form_valid(form) if holds and all(checked) else self.form_invalid(form)

    def outcomes(self) -> list[services.OutcomeIn]:
        """What was typed of the counts."""
        given = [line.outcome() for line in self.lines]
        return [one for one in given if one is not None]

    def total(self, on) -> sentence.Total | None:
        """The total of custody as typed, with what stands of earlier sentences; :raises Refusal: custody that never begins."""
        typed = [(one.count.pk, part) for one in self.outcomes() if one.sentence for part in one.parts if part.kind == "CUSTODY"]
        if not typed:
            return None
        custody = [
            sentence.Custody(pk, part.months, part.days, part.life, part.credit_days, part.after.pk if part.after else None)
            for pk, part in typed
        ]
        return services.counted(services.custody_of(services.standing_parts(self.proceeding)) + custody, on)

    def form_valid(self, form):
        on = form.cleaned_data["happened_on"]
        try:
            total = self.total(on)
        except Refusal as refused:
            form.add_error(None, refused.sentence)
            return self.form_invalid(form)
        self.seen = total
        looked = self.look(on)
        seen_before = self.request.POST.get("total")
        ticked = form.cleaned_data.get("total_confirmed")
        confirmed = total is None or (ticked and seen_before == total.digest)
        if confirmed and looked in ("", self.request.POST.get("looked")):
            return super().form_valid(form)
        try:
            foreseen = foresee(self.case_file, self.request.user, lambda: self.perform(form))
        except (AlreadySent, Refusal, StaleRecord):
            return ActFormView.form_valid(self, form)  # what refuses the rehearsal refuses the step, and there it is said
        if seen_before is not None and not confirmed:
            sentence_ = _("The total is another now: look at it, then confirm it.") if ticked else _("Confirm the total of the sentence.")
            form.add_error("total_confirmed", sentence_)
        form.confirmed = foreseen.digest
        words = TotalWords(total, self.lines, on) if total is not None else None
        context = self.get_context_data(form=form, foreseen=foreseen, total=words)
        return self.render_to_response(context | {"submit": _("Confirm and record")})

    def look(self, on) -> str:
        """Put beside each count what is to be looked at of its sentence; give what tells these words from others, nothing for none."""
        for line in self.lines:
            one = line.outcome()
            if one is None or not one.sentence:
                continue
            count = Count.objects.select_related("offence", "included_offence").get(pk=one.count.pk)
            count.included_offence = one.offence or count.included_offence
            line.cautions = sentence_law.cautions(count, one.parts, on)
        self.looked = hashlib.sha256(repr([line.cautions for line in self.lines]).encode()).hexdigest()[:16]
        return self.looked if any(line.cautions for line in self.lines) else ""

    def perform(self, form):
        typed = self.sent(form)
        outcomes = self.outcomes()
        convicts = any(one.finding in CONVICTS or one.sentence for one in outcomes) or any(
            count.state in (*GUILTY, *AFTER_GUILT) for count in self.proceeding.counts.all()
        )
        day, names_ = form.cleaned_data["happened_on"], ("decided_by", "evidence_ended_on", "custody", "plea_agreed_on", "reason")
        services.record_outcomes(
            proceeding=self.proceeding,
            outcomes=outcomes,
            happened_on=day,
            told=[self.told_in(victim, row) for victim, _n, row in self.told]
            + [
                self.told_in(victim, row, duty.duty)
                for (victim, _n, _row), done in zip(self.told, self.done, strict=True)
                for duty, row in done
            ],
            orders=self.answered_anew(form) if convicts else {},
            confirmed_total=self.seen.digest if getattr(self, "seen", None) else "",
            **{name: typed[name] for name in ("by", "at", "key")},
            **{name: form.cleaned_data[name] for name in names_},
            **self.version_of(form),
        )
        return self.back_url()

    @staticmethod
    def told_in(victim, row, duty="") -> services.ToldIn:
        """What was typed of one thing that a victim was told or asked."""
        return services.ToldIn(victim, row.cleaned_data["told_on"], row.cleaned_data["exception"], duty)

    def answered_anew(self, form) -> dict:
        """The orders answered on the sheet, without the answers that stand already as they were typed."""
        stands = {one.order: (one.answer, one.reason, one.months, one.for_life) for one in self.proceeding.order_answers.all()}
        return {order: answer for order, answer in form.answered().items() if answer != stands.get(order)}

    def get_context_data(self, **kwargs):
        form = kwargs["form"]
        groups = [(*group, self.offers[order]) for order, group in zip(form.orders, form.groups(), strict=True)]
        kwargs.setdefault("total", None)
        return super().get_context_data(
            proceeding=self.proceeding,
            lines=self.lines,
            to_look_at=[line for line in self.lines if line.cautions],
            looked=getattr(self, "looked", ""),
            told=[(*one, done) for one, done in zip(self.told, self.done, strict=True)],
            orders=groups,
            row_forms=self.row_forms(),
            offered=list(self.provisions),
            convicts=" ".join(CONVICTS),
            guilty=any(line.count.state in (*GUILTY, *AFTER_GUILT) for line in self.lines),
            decided=any(line.count.state in (*GUILTY, *ENDED) for line in self.lines),
            may_ask_stay=policies.may_ask_crown_stay(self.proceeding, self.request.user),
            mistrial_waits=services.mistrial_waits(self.proceeding) and policies.may_record_mistrial(self.proceeding, self.request.user),
            **kwargs,
        )


class TotalWords:
    """A computed total as the page shows it, with how it was counted."""

    def __init__(self, total: sentence.Total, lines, on):
        words = {line.count.pk: line.words for line in lines}
        self.digest = total.digest
        self.text = sentence_law.length_words(total.months, total.days, total.life)
        self.credit = total.credit_days
        self.chain = [
            (words.get(part.count, ""), sentence_law.length_words(part.months, part.days, part.life), part.credit_days)
            for part in total.chain
        ]


class RecordRuling(AccusedForm):
    """A ruling on the way."""

    form_class = RulingForm
    heading = _("Record a ruling")
    submit = _("Record the ruling")
    allowed = "may_record_outcomes"

    def get_record(self):
        return None

    def perform(self, form):
        services.record_ruling(proceeding=self.proceeding, **self.sent(form))
        return self.back_url()


class Screenings(FilePage):
    """Every screening review of a file: both tests, by whom, why, and what calls for the next."""

    template_name = "casetracker/screenings.html"
    current = "accused_list"
    heading = _("Screening reviews")
    allowed = "may_read_notes"

    def get_context_data(self, **kwargs):
        return super().get_context_data(reviews=Reviews(self.proceedings, self.request.user), **kwargs)

"""The charges of a file: its charging documents, how counts descend, what police laid against what was advised, what counsel decides."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casetracker import advised, guards, lineage, names, policies, services
from casetracker.forms.charges import AskOwnServicesForm, DecideOwnServicesForm, RejoinForm, TextsForm
from casetracker.models import ChargingDocument, CountAmendment, TextChoice
from casetracker.states import ENDED, LIVE, CountState
from foundation.law import catalogue
from foundation.law.models import OffenceVersion
from foundation.law.words import provision_text
from foundation.pages import days

from .accused import CountLine
from .base import FilePage
from .count_words import count_words, period_words
from .counts import CountForm
from .stops import Stop

TO_REPLACE = (CountState.LAID, CountState.PROCEEDING, CountState.COMMITTED, CountState.ON_INDICTMENT)


@dataclass(frozen=True)
class Act:
    """One thing that can be done with the charges of an accused, with its page."""

    label: str
    url: str


class ChargesPage(FilePage):
    """Every charging document of the file, the counts on it, and where each came from."""

    template_name = "casetracker/charges/charges.html"
    current = "charges"
    heading = _("Charges")

    def get_context_data(self, **kwargs):
        counts = [count for proceeding in self.proceedings for count in proceeding.counts.all()]
        self.papers = {paper.pk: paper for paper in ChargingDocument.objects.filter(file=self.case_file).select_related("court")}
        self.stood = advised.papers_by_count(counts)
        compared = advised.compare(counts)
        standing = [count for count in counts if count.is_last_generation and count.state != CountState.NOT_LAID]
        return super().get_context_data(
            tracks=[ChargesOf(proceeding, self) for proceeding in self.proceedings],
            papers=[(paper, self.on_paper(paper)) for paper in sorted(self.papers.values(), key=lambda paper: (paper.sworn_on, paper.pk))],
            off_paper=self.on_paper(None),
            standing=len(standing),
            replaced=sum(count.state == CountState.REPLACED for count in counts),
            compared=[Comparison(row, self.name(row.count.proceeding.accused)) for row in compared],
            amended=list(self.amendments(counts)),
            may_read=policies.may_read_notes(self.case_file, self.request.user),
            **kwargs,
        )

    def on_paper(self, paper) -> list[tuple[str, list[CountLine]]]:
        """The counts that stand on a paper, or on none, by accused."""
        found = []
        for proceeding in self.proceedings:
            lines = [
                CountLine(count, self.request.user)
                for count in proceeding.counts.all()
                if count.document_id == (paper.pk if paper is not None else None)
            ]
            if lines:
                found.append((self.name(proceeding.accused), lines))
        return found

    def amendments(self, counts) -> Iterator[tuple]:
        """Each amendment with the words before and after it, the first first."""
        rows: dict[int, list] = {}
        past = CountAmendment.objects.filter(count__in=counts).select_related("offence", "complainant").order_by("on", "pk")
        for row in past:
            rows.setdefault(row.count_id, []).append(row)
        for count in counts:
            known = rows.get(count.pk, [])
            for before, after in zip(known, [*known[1:], count], strict=False):
                yield count, self.name(count.proceeding.accused), before, self.words_of(before, after)

    def words_of(self, before, after) -> list[tuple[str, str, str]]:
        """What an amendment changed: (label, words before, words after)."""

        def person(row):
            return names.display_name(row.complainant, self.request.user, names.LIST) if row.complainant else ""

        lines = [
            (_("Offence"), f"{before.offence.citation} {before.offence.title}", f"{after.offence.citation} {after.offence.title}"),
            (
                _("Period"),
                period_words(before.offence_from, before.offence_to),
                period_words(after.offence_from, after.offence_to),
            ),
            (_("Count number"), str(before.number or ""), str(after.number or "")),
            (_("Complainant"), person(before), person(after)),
            (_("Place"), before.place, after.place),
            (_("Wording"), before.wording, after.wording),
        ]
        return [line for line in lines if line[1] != line[2]]


class ChargesOf:
    """The charges of one accused: what can be done, what counsel decides, and how her counts descend."""

    def __init__(self, proceeding, page: ChargesPage):
        user = page.request.user
        self.proceeding, self.name, self.url = proceeding, page.name(proceeding.accused), proceeding.get_absolute_url()
        self.stage = proceeding.get_state_display()
        self.acts = list(acts_of(proceeding, user, page.at))
        self.rejoined = proceeding.rejoined_to_id is not None
        self.severed = proceeding.severed_from_id is not None and not self.rejoined
        counts = list(proceeding.counts.all())
        self.counts = counts
        self.texts = [(count_words(count), asked) for count in counts if (asked := texts_of(count, user, page.at))]
        self.request = next((row for row in proceeding.direct_indictments.all() if row.consent_on), None)
        self.lines = [
            (count_words(line.old), count_words(line.new), line, self._clock(line, user, page.at))
            for count in counts
            for line in count.predecessors.all()
        ]
        self.asked = services.waiting_own_services(proceeding) if policies.may_read_notes(proceeding, user) else None
        other = self.asked is not None and self.asked.asked_by_id != user.pk
        self.may_decide = other and policies.may_decide_own_services(proceeding, user)
        self.to_look_at = [
            count.offence.citation
            for count in counts
            if count.offence.own_services and count.state not in ENDED and not guards.own_services_approved_for(proceeding, count.offence)
        ]
        self.picture = lineage.draw(
            counts, lambda count: [page.papers[key] for key in page.stood.get(count.pk, []) if key in page.papers], short_words
        )

    @staticmethod
    def _clock(line, user, at) -> tuple[str, str]:
        """Say how the delay clock goes on, and where counsel confirms it."""
        if not line.origin_kept:
            return gettext("begins anew"), ""
        if line.confirmed_by_id is not None:
            return gettext("goes on, confirmed by counsel"), ""
        new = line.new
        may = policies.may_replace(new, user) and new.state in (*LIVE, CountState.PROPOSED)
        url = at("confirm_clock", accused=new.proceeding.ref, count=new.ref) if may else ""
        return gettext("goes on, counsel to confirm"), url


def short_words(count) -> str:
    """Name a count in a small box: its number and its provision."""
    cited = provision_text(count.offence.act, count.offence.section, count.offence.para.split(" ")[0], prefix=False)
    return f"{count.number}: {cited}" if count.number else cited


def acts_of(proceeding, user, at) -> Iterator[Act]:
    """List what this person can do with the charges of an accused where she stands now."""
    counts = list(proceeding.counts.all())
    refs = {"accused": proceeding.ref}
    before_court = proceeding.state not in services.NOT_BEFORE_COURT
    states = {count.state for count in counts}
    if before_court and policies.may_propose_count(proceeding, user):
        yield Act(gettext("Add counts"), at("add_counts", **refs))
    if before_court and policies.may_lay(proceeding, user) and CountState.PROPOSED in states:
        yield Act(gettext("Lay an information"), at("lay_information", **refs))
        yield Act(gettext("Police will not lay"), at("record_police_decision", **refs))
    if policies.may_replace(proceeding, user) and states.intersection(TO_REPLACE):
        yield Act(gettext("Replace counts"), at("replace_counts", **refs))
    severable = proceeding.state in services.SEVERED_FROM and sum(count.state not in ENDED for count in counts) > 1
    if policies.may_sever(proceeding, user) and severable:
        yield Act(gettext("Sever counts (s. 591(3))"), at("sever", **refs))
    if policies.may_rejoin(proceeding, user) and proceeding.severed_from_id and not services.why_not_rejoined(proceeding):
        yield Act(gettext("Join with the counts they were severed from"), at("rejoin", **refs))
    indictable = proceeding.state in services.INDICTED_FROM and before_court
    if policies.may_indict(proceeding, user) and indictable and states.intersection((CountState.PROCEEDING, CountState.COMMITTED)):
        yield Act(gettext("File the indictment"), at("file_indictment", **refs))
    if policies.may_ask_direct_indictment(proceeding, user) and proceeding.state in services.INDICTED_FROM:
        yield Act(gettext("Direct indictment (s. 577)"), at("ask_direct_indictment", **refs))
    if policies.may_charge_again(proceeding, user) and proceeding.state in services.CHARGED_AGAIN_FROM and counts:
        yield Act(gettext("Record a new charge"), at("charge_again", **refs))
    for count in counts:
        if policies.may_propose_count(count, user) and count.state in (*LIVE, CountState.PROPOSED):
            words = gettext("Amend %(count)s") % {"count": short_words(count)}
            yield Act(words, at("amend_count", count=count.ref, **refs))


@dataclass(frozen=True)
class Decided:
    """A text that counsel decides or decided: its question, what was chosen, by whom, and where it is decided."""

    question: object
    chosen: str
    choice: TextChoice | None
    url: str


def texts_of(count, user, at) -> list[Decided]:
    """What changed in the law within the period of a count, each with counsel's decision; none for a count that is over."""
    if count.state in ENDED:
        return []
    may = policies.may_choose_text(count, user)
    url = at("choose_texts", accused=count.proceeding.ref, count=count.ref) if may else ""
    found = []
    for question, choice in count.texts_to_decide:
        option = question.chosen(choice)
        found.append(Decided(question, option.words if option else "", choice, url))
    return found


class Comparison:
    """One count of the table that holds what police laid against what was advised."""

    WORDS = {
        advised.Compared.AS_ADVISED: (_("as advised"), "done"),
        advised.Compared.ONLY_ADVISED: (_("advised, not laid"), "risk"),
        advised.Compared.ONLY_LAID: (_("laid, not advised"), "wait"),
        advised.Compared.OPEN: (_("not laid yet"), "neutral"),
    }

    def __init__(self, row: advised.Compared, who: str):
        self.who, self.number = who, row.count.number
        self.advised, self.laid = self.words(row.advised), self.words(row.laid)
        if row.outcome == row.OTHERWISE:
            both = row.other_offence and row.other_days
            self.label = _("other offence and days") if both else _("other offence") if row.other_offence else _("other days")
            self.tone = "wait"
        else:
            self.label, self.tone = self.WORDS[row.outcome]

    @staticmethod
    def words(charged) -> str:
        """Write an offence over a period."""
        if charged is None:
            return ""
        return f"{charged.offence.citation} {charged.offence.title}, {period_words(charged.first, charged.last)}"


class ChooseTexts(CountForm):
    """Which text a count rests on, where the law changed within its period."""

    current = "charges"
    template_name = "casetracker/charges/choose_texts.html"
    form_class = TextsForm
    heading = _("Which text of the law")
    hint = _(
        "The text that the count stands on now is marked: confirm it, or choose another. Your choice is recorded as counsel’s decision. "
        "It can be made anew; the earlier one stays in history."
    )
    submit = _("Record the decision")
    allowed = "may_choose_text"

    @cached_property
    def asked(self):
        """The questions of this count with what was chosen."""
        return self.count.texts_to_decide

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "questions": [question for question, _choice in self.asked]}

    def get_initial(self):
        codes = {}
        for place, (question, choice) in enumerate(self.asked):
            option = question.chosen(choice)
            if option is not None:
                codes[f"text_{place}"] = option.code
            elif not question.about:  # what whoever typed the count chose, for counsel to confirm
                codes[f"text_{place}"] = self.count.offence.code
        return codes

    def perform(self, form):
        sent = self.sent(form)
        words = {name: sent[name] for name in ("by", "at", "key")}
        services.choose_texts(count=self.count, chosen=form.chosen(), **words, **self.version_of(form))
        return self.at("charges")

    def get_context_data(self, **kwargs):
        return super().get_context_data(questions=[question for question, _choice in self.asked], **kwargs)

    def back_url(self):
        return self.at("charges")


# A victim of the file as accused


class AskOwnServices(Stop):
    """Ask a lead whether a victim of the file may be accused of what s. 286.5 protects."""

    current = "charges"
    form_class = AskOwnServicesForm
    heading = _("Ask a lead: a victim as accused (s. 286.5)")
    hint = _("Nobody is prosecuted for her own sexual services. Until a lead agrees, no such count is proposed or laid.")
    submit = _("Ask the lead")
    allowed = "may_propose_count"

    @cached_property
    def waiting(self):
        """The request that waits already, if one does."""
        return services.waiting_own_services(self.proceeding)

    def facts(self):
        return own_services_facts(self.waiting) if self.waiting else []

    def why_not(self):
        if self.waiting:
            return _("A lead was asked already and has not decided.")
        if not guards.is_victim_of_file(self.proceeding):
            return _("This accused bears the name of no victim of this file: no lead needs to be asked.")
        return ""

    @cached_property
    def offences(self) -> dict[str, OffenceVersion]:
        """The offences that section 286.5 speaks of, by provision, each in its latest text."""
        return {row.provision_key: row for row in catalogue.offence_versions().filter(own_services=True).order_by("valid_from")}

    def get_form_kwargs(self):
        offered = [(key, f"{row.citation} {row.title}") for key, row in sorted(self.offences.items())]
        return {**super().get_form_kwargs(), "offered": offered}

    def perform(self, form):
        sent = self.sent(form)
        offences = [self.offences[key] for key in sent.pop("offences")]
        services.ask_own_services(proceeding=self.proceeding, offences=offences, **self.version_of(form), **sent)
        return self.back_url()


def own_services_facts(approval) -> list[tuple]:
    """Say in pairs of words what a lead is asked."""
    rows = {row.provision_key: row for row in catalogue.offence_versions().filter(own_services=True).order_by("valid_from")}
    cited = [f"{rows[key].citation} {rows[key].title}" for key in approval.facts["provisions"] if key in rows]
    asked_on = days.day(approval.asked_at)
    facts = [(_("Asked by"), f"{approval.asked_by.name}, {asked_on}"), (_("Offences"), "; ".join(cited)), (_("Why"), approval.reason)]
    waiting = [
        f"{count.offence.citation}, {period_words(count.offence_from, count.offence_to)}" for count in services.counts_asked(approval)
    ]
    if waiting:
        facts.append((_("Counts that wait for the answer"), "; ".join(waiting)))
    if paper := approval.facts.get("information"):
        facts.append((_("Laid on the information"), paper["number"]))
    return facts


class DecideOwnServices(Stop):
    """Say as a lead whether a victim of the file may be accused."""

    current = "charges"
    form_class = DecideOwnServicesForm
    heading = _("Decide: a victim as accused (s. 286.5)")
    hint = _(
        "Agreeing charges nobody by itself: counts are proposed and laid as usual. Counts that were typed when you were asked are entered "
        "as they stand here, and your answer stands in history."
    )
    submit = _("Record your decision")
    allowed = "may_decide_own_services"

    @cached_property
    def approval(self):
        """The request that waits, if one does."""
        return services.waiting_own_services(self.proceeding)

    def get_record(self):
        return self.approval or self.proceeding

    def facts(self):
        return own_services_facts(self.approval) if self.approval else []

    def why_not(self):
        if self.approval is None:
            return _("No such request waits for a decision.")
        if self.approval.asked_by_id == self.request.user.pk:
            return _("Another lead must decide what you asked for yourself.")
        return ""

    def perform(self, form):
        typed = self.sent(form)
        if self.approval is None:
            raise services.Refusal(_("No such request waits for a decision."))
        granted = typed.pop("granted") == "yes"
        services.decide_own_services(approval=self.approval, granted=granted, **self.version_of(form), **typed)
        return self.back_url()


class Rejoin(Stop):
    """Severed counts joined again with those they left."""

    current = "charges"
    form_class = RejoinForm
    heading = _("Join severed counts again")
    hint = _("The counts go back to the proceeding they left, each with its delay clock.")
    submit = _("Join the counts")
    allowed = "may_rejoin"

    def why_not(self):
        return services.why_not_rejoined(self.proceeding)

    def perform(self, form):
        first = services.rejoin(proceeding=self.proceeding, **self.version_of(form), **self.sent(form))
        return self.at("accused", accused=first.ref)

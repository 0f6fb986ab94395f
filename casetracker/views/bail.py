"""Bail of one accused: who has the onus, the hearings, the release order that is open, and when detention is reviewed."""

from django.db.models import prefetch_related_objects
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casetracker import bail, deadlines, policies, services
from casetracker.forms.bail import (
    BreachForm,
    ChangeConditionForm,
    ConditionForm,
    CopyForm,
    EndOrderForm,
    EndSuretyForm,
    HearingForm,
    SuretyForm,
)
from casetracker.models import Count, Participant, Proceeding
from casetracker.states import COUNT_IN_COURT, ProceedingState
from foundation import clock
from foundation.pages import days

from .base import FileForm, FilePage, OfAccused, bail_of
from .count_words import count_words

ROWS = (
    "accused__proceedings__counts__offence",
    "accused__proceedings__clock_origins",
    "accused__proceedings__bail_hearings__paragraph",
    "accused__proceedings__bail_hearings__orders_made",
    "accused__proceedings__bail_hearings__orders_ended",
    "accused__proceedings__release_orders__conditions",
    "accused__proceedings__release_orders__sureties__person__bans__provision",
    "accused__proceedings__release_orders__breaches__count__offence",
    "accused__proceedings__release_orders__copies__victim__bans__provision",
)


class OfBail(OfAccused):
    """A page about the bail of one accused."""

    def find(self, **refs):
        super().find(**{name: value for name, value in refs.items() if name == "accused"})
        prefetch_related_objects([self.proceeding], *ROWS)
        self.find_row(**{name: value for name, value in refs.items() if name != "accused"})

    def find_row(self, **refs):
        """Find the row of this accused's bail that is named in the address; :raises Http404: there is none."""

    def back_url(self) -> str:
        return self.at("bail", accused=self.proceeding.ref)

    @property
    def who(self) -> str:
        """The accused as this page may name her."""
        return self.name(self.proceeding.accused)

    @property
    def may_record(self) -> bool:
        """Whether this person records bail on this file."""
        return policies.may_record_bail(self.proceeding, self.request.user)

    def onus_words(self) -> dict:
        """What the counts make of the onus before and after each day on which the rule changed, and what counsel is asked."""
        today = clock.today()
        found = bail.rules(self.proceeding)
        return {
            "onus_rules": [
                {
                    "period": _period(rule),
                    "holds": rule.holds_on(today),
                    "lines": [
                        {
                            "row": one.row,
                            "words": f"{one.row.citation} – {one.row.title}",
                            "counts": "; ".join(count_words(count) for count in one.counts),
                        }
                        for one in rule.proposals
                    ],
                }
                for rule in found
            ],
            "onus_changed": len(found) > 1,
            "onus_asked": [f"{row.citation} – {row.title}" for row in bail.facts_to_ask(today)],
        }


def _period(rule: bail.Rule) -> str:
    if rule.from_on is None and rule.to_on is None:
        return _("Hearings on any day")
    if rule.from_on is None:
        return _("Hearings before %(day)s") % {"day": days.day(rule.to_on)}
    if rule.to_on is None:
        return _("Hearings from %(day)s") % {"day": days.day(rule.from_on)}
    return _("Hearings from %(first)s until before %(last)s") % {"first": days.day(rule.from_on), "last": days.day(rule.to_on)}


class BailPage(OfBail, FilePage):
    """The onus by the rule of the day, every hearing, every release order with what belongs to it, and the 90-day review."""

    template_name = "casetracker/bail.html"

    def get_context_data(self, **kwargs):
        today = clock.today()
        tracks = bail.tracks(self.proceeding)
        orders = sorted(bail.orders(self.proceeding), key=lambda row: (row.is_open, row.made_on, row.pk), reverse=True)
        review = bail.review_due(self.proceeding)
        return super().get_context_data(
            heading=_("Bail: %(who)s") % {"who": self.who},
            proceeding=self.proceeding,
            may_record=self.may_record,
            reads_notes=policies.may_read_notes(self.case_file, self.request.user),
            several_tracks=len(tracks) > 1,
            over=all(track.state in bail.ENDS_BAIL for track in tracks),
            not_said=any(order.is_open for order in orders) and any(track.state == ProceedingState.NCR_SUPERVISED for track in tracks),
            hearings=bail.hearings(self.proceeding)[::-1],
            orders=[self._order(order) for order in orders],
            review=review,
            counted=deadlines.Deadline(review.rule, self.proceeding, review.from_on, review.due_on) if review else None,
            overdue=review is not None and review.is_overdue(today),
            **self.onus_words(),
            **kwargs,
        )

    def _order(self, order) -> dict:
        return {
            "order": order,
            "sureties": [(row, self.name(row.person)) for row in order.sureties.all()],
            "copies": [(row, self.name(row.victim)) for row in order.copies.all()],
            "breaches": [(row, count_words(row.count) if row.count else "") for row in order.breaches.all()],
        }


class BailForm(OfBail, FileForm):
    """A form about the bail of one accused."""

    allowed = "may_record_bail"

    def get_context_data(self, **kwargs):
        self.about = self.about or self.who
        return super().get_context_data(**kwargs)

    def perform(self, form):
        self.record(version=form.act_fields()["version"], **self.sent(form))
        return self.back_url()

    def record(self, **typed):
        """Call the service."""

    def watched(self, case_file):
        return bail_of(Proceeding.objects.filter(file=case_file), self.name)


class HearingPage(BailForm):
    """The form of a hearing, under what the counts make of the onus."""

    form_class = HearingForm
    template_name = "casetracker/bail_hearing.html"
    foretold = True
    hint = gettext_lazy("Where the accused is now follows from the result; you see it before it is recorded.")

    def get_form_kwargs(self):
        named = [one.row for rule in bail.rules(self.proceeding) for one in rule.proposals]
        return {**super().get_form_kwargs(), "named": named}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**self.onus_words(), **kwargs)


class RecordHearing(HearingPage):
    """A hearing on bail that was held."""

    heading = gettext_lazy("Hearing on bail")
    submit = gettext_lazy("Record the hearing")
    draft_name = "record_bail_hearing"

    def get_record(self):
        return self.proceeding

    def record(self, **typed):
        services.record_bail_hearing(proceeding=self.proceeding, **typed)


class ChangeHearing(HearingPage):
    """What is on record of a hearing, corrected."""

    heading = gettext_lazy("Correct a hearing on bail")
    submit = gettext_lazy("Save")

    def find_row(self, *, hearing):
        self.hearing = _one(bail.hearings(self.proceeding), hearing)

    def get_record(self):
        return self.hearing

    def draft_about(self):
        return self.hearing.ref

    def get_initial(self):
        row = self.hearing
        said = {name: getattr(row, name) for name in ("on", "kind", "decided_by", "onus", "result", "grounds", "note")}
        return {**said, "paragraph": row.paragraph.code if row.paragraph else ""}

    def record(self, **typed):
        services.change_bail_hearing(hearing=self.hearing, **typed)


class OfOrder:
    """A form about one release order."""

    def find_row(self, *, order, **refs):
        self.order = _one(bail.orders(self.proceeding), order)
        self.find_part(**refs)

    def find_part(self, **refs):
        """Find the row of the order that is named in the address; :raises Http404: there is none."""

    def get_record(self):
        return self.order

    def draft_about(self):
        return self.get_record().ref

    def get_context_data(self, **kwargs):
        words = {"who": self.who, "day": days.day(self.order.made_on)}
        self.about = _("%(who)s: release order of %(day)s") % words
        return super().get_context_data(**kwargs)


class EndOrder(OfOrder, BailForm):
    """A release order that is in force no more."""

    form_class = EndOrderForm
    heading = gettext_lazy("End the release order")
    submit = gettext_lazy("End the order")
    hint = gettext_lazy(
        "Its conditions and sureties end with it. Where the accused is does not change: record the hearing, or the custody."
    )

    def record(self, **typed):
        services.end_release_order(order=self.order, **typed)


class AddCondition(OfOrder, BailForm):
    """A condition added to an order."""

    form_class = ConditionForm
    heading = gettext_lazy("Add a condition")
    submit = gettext_lazy("Add the condition")

    def get_initial(self):
        return {"from_on": self.order.made_on}

    def record(self, **typed):
        services.add_bail_condition(order=self.order, **typed)


class ChangeCondition(OfOrder, BailForm):
    """The words of a condition, or that it was taken off."""

    form_class = ChangeConditionForm
    heading = gettext_lazy("Change a condition")
    submit = gettext_lazy("Save")

    def find_part(self, *, condition):
        self.condition = _one(self.order.conditions.all(), condition)

    def get_record(self):
        return self.condition

    def get_initial(self):
        return {"words": self.condition.words, "ended_on": self.condition.ended_on}

    def record(self, **typed):
        services.change_bail_condition(condition=self.condition, **typed)


class AddSurety(OfOrder, BailForm):
    """Who answers for the accused."""

    form_class = SuretyForm
    heading = gettext_lazy("Add a surety")
    submit = gettext_lazy("Add the surety")

    def get_form_kwargs(self):
        people = Participant.objects.filter(file=self.case_file, kind=Participant.Kind.OTHER).prefetch_related("bans__provision")
        return {**super().get_form_kwargs(), "people": people, "words": self.name}

    def get_initial(self):
        return {"from_on": self.order.made_on}

    def record(self, **typed):
        services.add_surety(order=self.order, **typed)


class EndSurety(OfOrder, BailForm):
    """A person who is surety no more."""

    form_class = EndSuretyForm
    heading = gettext_lazy("End a surety")
    submit = gettext_lazy("Save")

    def find_part(self, *, surety):
        self.surety = _one(self.order.sureties.all(), surety)

    def get_record(self):
        return self.surety

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"about": f"{self.about}, {self.name(self.surety.person)}"}

    def record(self, **typed):
        services.end_surety(surety=self.surety, **typed)


class RecordBreach(OfOrder, BailForm):
    """A breach that is alleged."""

    form_class = BreachForm
    heading = gettext_lazy("Alleged breach")
    submit = gettext_lazy("Record the breach")

    def get_form_kwargs(self):
        counts = Count.objects.filter(proceeding__accused=self.proceeding.accused, state__in=COUNT_IN_COURT)
        counts = counts.select_related("offence").order_by("pk")
        return {**super().get_form_kwargs(), "counts": counts, "words": count_words}

    def record(self, **typed):
        services.record_bail_breach(order=self.order, **typed)


class RecordCopy(OfOrder, BailForm):
    """A victim told of the right to a copy, asking for it, given it."""

    form_class = CopyForm
    heading = gettext_lazy("Copy for a victim")
    submit = gettext_lazy("Record")
    hint = gettext_lazy(
        "The court asks whether victims were told of their right to a copy (s. 515(14.1)), and gives one on request (s. 515(14))."
    )

    def get_form_kwargs(self):
        victims = Participant.objects.filter(file=self.case_file, kind=Participant.Kind.VICTIM).prefetch_related("bans__provision")
        return {**super().get_form_kwargs(), "victims": victims, "words": self.name}

    def get_initial(self):
        asked = self.request.GET.get("victim", "")
        known = next((row for row in self.order.copies.all() if row.victim.ref == asked), None)
        return {"victim": asked} | ({name: getattr(known, name) for name in ("told_on", "asked_on", "given_on")} if known else {})

    def record(self, **typed):
        services.record_order_copy(order=self.order, **typed)


def _one(rows, ref):
    found = next((row for row in rows if row.ref == ref), None)
    if found is None:
        raise Http404
    return found

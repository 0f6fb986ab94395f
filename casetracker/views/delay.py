"""The delay ledger: the time since the charge, who caused it, and what the figures come to."""

from dataclasses import replace

from django.db.models import Count as Number
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casetracker import ledger, names, policies
from casetracker.choices import DelayKind
from casetracker.forms.delay import WhatIfForm
from casetracker.ledger_words import days_words, title_of
from casetracker.models import Participant
from foundation import clock
from foundation.pages import days

from .base import FilePage, OfAccused
from .delay_told import Told
from .frame import papers_of
from .risk import delay_panel, jordan_lines


class DelayPage(FilePage):
    """Every accused of the file with her bar, and the same numbers as a table."""

    template_name = "casetracker/delay.html"
    current = "delay"
    heading = gettext_lazy("Delay")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**delay_panel(self.proceedings, self.request.user, clock.today()), **kwargs)


class OfLedger(OfAccused):
    """A page about the ledger of one accused."""

    current = "delay"
    channel = names.PAGE

    def back_url(self) -> str:
        return self.at("delay_ledger", accused=self.proceeding.ref)

    @cached_property
    def found(self) -> ledger.Ledger | None:
        """The ledger as the file stands; None where no clock ever began."""
        return ledger.ledger_of(self.proceeding, clock.today())

    @cached_property
    def told(self) -> Told | None:
        """The ledger in words."""
        if self.found is None:
            return None
        may_keep = policies.may_keep_ledger(self.proceeding, self.request.user)
        add_url = self.at("add_interval", accused=self.proceeding.ref) if may_keep else ""
        user = self.request.user
        named = {row.paper_id for row in self.found.rows if row.paper_id}
        papers = {paper.pk: paper for paper in papers_of(self.case_file, user).filter(pk__in=named)} if named else {}
        return Told(self.found, reads_notes=policies.may_read_notes(self.case_file, user), add_url=add_url, papers=papers)

    @property
    def who(self) -> str:
        """The accused as this page may name her."""
        self.proceeding.accused.file = self.case_file
        return names.display_name(self.proceeding.accused, self.request.user, self.channel)

    def ledger_words(self) -> dict:
        """What the page and the paper show of the ledger."""
        if self.told is None:
            return {"told": None}
        told = self.told
        return {"told": told, "bar": told.bar(clock.today()), "looks": told.looks(), "facts": self.facts(), **self.under_the_part()}

    def facts(self) -> list[tuple[str, str]]:
        """Where the clock began and ends, in which court, and by which other origins it could be counted."""
        found = self.found
        facts = [
            (_("Clock began"), f"{days.day(found.origin.on)} ({found.origin.get_kind_display()})"),
            (_("Counted to"), f"{days.day(found.end)} ({self.told.end_words})"),
            (_("Court"), self.told.forum),
        ]
        others = ", ".join(f"{days.day(row.on)} ({row.get_kind_display()})" for row in found.others)
        if others:
            facts.append((_("Other starts on file, not counted from"), others))
        return facts

    def under_the_part(self) -> dict:
        """What Part XV.1 asks to be counted and to be told, and whether it holds for these offences."""
        return {
            "part_holds": bool(ledger.rules_of(self.found, "FACTOR")),
            "factors": [
                (title_of(factor.rule), factor.of_file, factor.fact if factor.fact else None)
                for factor in ledger.factors_of(self.proceeding)
            ],
            "of_file": self.of_file(),
            "applications": list(self.proceeding.delay_applications.all()),
            "duties": [(title_of(duty.rule), duty) for duty in ledger.duties_of(self.found)],
        }

    def of_file(self) -> list[tuple[str, int]]:
        """Numbers that the file knows and that tell of its size."""
        people = Participant.objects.filter(file=self.case_file).order_by().values("kind").annotate(number=Number("pk"))
        by_kind = {row["kind"]: row["number"] for row in people}
        return [
            (_("Accused on the file"), len({proceeding.accused_id for proceeding in self.proceedings})),
            (_("Counts that carry this clock"), len(self.found.counts)),
            (_("Complainants"), len({count.complainant_id for count in self.found.counts if count.complainant_id})),
            (_("Witnesses on file"), by_kind.get(Participant.Kind.WITNESS, 0)),
            (_("Days in court"), len(ledger.in_court(self.proceeding))),
            (_("Papers on file, disclosure among them"), papers_of(self.case_file, self.request.user).count()),
        ]


class DelayLedger(OfLedger, FilePage):
    """The time since the charge, the three positions, what-if, and what Part XV.1 asks for."""

    template_name = "casetracker/delay_ledger.html"

    def get_context_data(self, **kwargs):
        words = self.ledger_words()
        if self.told is not None:
            words |= self.what_if()
        return super().get_context_data(
            heading=_("Delay: %(who)s") % {"who": self.who},
            proceeding=self.proceeding,
            may_keep=policies.may_keep_ledger(self.proceeding, self.request.user),
            jordan=replace(jordan_lines([self.proceeding], self.request.user, clock.today())[0], ledger_url=""),
            asked=self.asked(),
            **words,
            **kwargs,
        )

    def asked(self) -> list[tuple[str, str]]:
        """The time of a warrant that nobody attributed, as a question to whoever keeps the ledger: its words, and where it is answered."""
        if self.told is None or not policies.may_keep_ledger(self.proceeding, self.request.user):
            return []
        found = []
        for warrant, start, end in ledger.warrant_time(self.proceeding, clock.today()):
            if warrant.is_out:
                sentence = _(
                    "A warrant is out, and its time since %(first)s is not attributed (%(days)s so far). Is it delay caused by the defence?"
                )
            else:
                sentence = _(
                    "A warrant was out, and the time from %(first)s to %(last)s is not attributed (%(days)s). "
                    "Is it delay caused by the defence?"
                )
            said = {"first": days.day(start), "last": days.day(end), "days": days_words((end - start).days)}
            query = f"from={start.isoformat()}&to={end.isoformat()}&kind={DelayKind.DEFENCE_CAUSED}"
            found.append((sentence % said, f"{self.at('add_interval', accused=self.proceeding.ref)}?{query}"))
        return found

    def what_if(self) -> dict:
        """The answer to what is asked in the address; nothing is stored."""
        asked = any(name.startswith(("end", "forum")) for name in self.request.GET)
        form = WhatIfForm(self.request.GET if asked else None, found=self.found)
        answer = None
        if asked and form.is_valid():
            changed = ledger.ledger_of(self.proceeding, clock.today(), **form.changes())
            answer = Told(changed, reads_notes=False) if changed else None
        return {"what_if_form": form, "what_if": answer, "what_if_end": days.day(answer.found.end) if answer else ""}

"""Adding counts: found by a section or a word, taken from a ready set or copied, and reviewed once before anything is kept."""

from dataclasses import dataclass
from hashlib import sha256

from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casetracker import guards, policies, services, texts
from casetracker.forms.base import Rows, provisions
from casetracker.forms.charges import AddChargesForm, ChargeRow, ChosenTexts
from casetracker.models import Participant, Proceeding
from casetracker.states import LIVE, CountState
from foundation.law import catalogue
from foundation.law.models import OffenceVersion
from foundation.pages import drafts

from .accused import AccusedForm, kept
from .base import FilePage, OfAccused
from .count_words import count_words, period_words
from .intake import MOST_COUNTS

PREFIX = "count"
ROW_FIELDS = ("offence", "number", *(f"{name}_{box}" for name in ("offence_from", "offence_to") for box in ("day", "month", "year")))
BUTTONS = ("row", "look", "change", "add-pick", "add-bundle", "add-copy", "drop-row")
MOST_FOUND = 12


def found_offences(words: str) -> list[tuple[str, str]]:
    """Find what can be charged by part of a section or by words: (its code, its words), one line a provision."""
    lines = {}
    for row in catalogue.search_offences(words):
        if row.kind == row.Kind.OFFENCE and row.in_force:
            lines[row.act, row.section, row.para] = f"{row.citation} {row.title}"
    return [("|".join(key), line) for key, line in lines.items()][:MOST_FOUND]


def read_rows(data) -> list[dict]:
    """Read the rows of a page as plain boxes, without those in which nothing stands."""
    try:
        number = max(0, min(int(data.get(f"{PREFIX}-rows", 0)), MOST_COUNTS))
    except ValueError:
        number = 0
    rows = [{name: data.get(f"{PREFIX}-{place}-{name}", "") for name in ROW_FIELDS} for place in range(number)]
    return [row for row in rows if any(value.strip() for value in row.values())]


def write_rows(data, rows: list[dict]):
    """Write rows into a copy of what was typed, in place of those that stood there."""
    copied = data.copy()
    for name in [name for name in copied if name.startswith(f"{PREFIX}-")]:
        del copied[name]
    for place, row in enumerate(rows[:MOST_COUNTS]):
        for name, value in row.items():
            copied[f"{PREFIX}-{place}-{name}"] = value
    copied[f"{PREFIX}-rows"] = str(max(1, min(len(rows), MOST_COUNTS)))
    return copied


def day_boxes(name: str, day) -> dict:
    """Write a day into its three boxes."""
    return {f"{name}_{box}": str(getattr(day, box)) if day else "" for box in ("day", "month", "year")}


@dataclass
class Asked:
    """A question of the review page: which text a count rests on, under the name of its box."""

    name: str
    question: texts.Question
    decides: bool
    box: object = None

    @property
    def needed(self) -> bool:
        """Whether it must be answered: the text of the offence is always chosen, that of a rule may wait for counsel."""
        return self.question.about == ""

    @property
    def is_asked(self) -> bool:
        """Whether this person is asked at all."""
        return self.needed or self.decides

    @property
    def words(self) -> str:
        """Ask."""
        words = {"citation": self.question.citation}
        if self.needed:
            return gettext("The text of %(citation)s changed within the period: which one?") % words
        return gettext("%(citation)s, which goes with it, changed within the period: which text?") % words

    @property
    def hint(self) -> str:
        """Say whose decision it is."""
        if self.decides:
            return gettext("Your choice is recorded as counsel’s decision.")
        return gettext("Counsel on the file is asked to decide.")


@dataclass
class Planned:
    """One count on the review page: what it says, what changed in the law within its period, and what stands there already."""

    row: ChargeRow
    version: OffenceVersion
    period: str
    questions: list[Asked]
    known_for: list[str]

    @property
    def figures(self) -> list[tuple[str, str]]:
        """The mode, the maximum and the minimum of the text that was in force; where it changed, what differs is shown instead."""
        return [] if any(asked.needed for asked in self.questions) else self.version.figures[:3]

    def drawn(self, choices) -> "Planned":
        """Give each question its box."""
        for asked in self.questions:
            asked.box = choices[asked.name] if asked.is_asked else None
        return self


class AddCounts(AccusedForm):
    """Counts against one or several accused: chosen, filled from the file, reviewed, then proposed in one act."""

    current = "charges"
    template_name = "casetracker/charges/add.html"
    form_class = AddChargesForm
    heading = _("Add counts")
    submit = _("Look at the whole")
    allowed = "may_propose_count"
    draft_name = "add_counts"
    found: list | None = None

    def get_record(self):
        return None

    def draft_about(self):
        return self.proceeding.ref

    @cached_property
    def could_be_charged(self) -> list[Proceeding]:
        """The accused of the file whose matter is before the court, or not charged yet."""
        return [one for one in self.proceedings if one.state not in services.NOT_BEFORE_COURT]

    def form_words(self) -> dict:
        """What the form is made with beside what was typed."""
        victims = Participant.objects.filter(file=self.case_file, kind="VICTIM").prefetch_related("bans__provision")
        rows = Proceeding.objects.filter(pk__in=[one.pk for one in self.could_be_charged])
        rows = rows.select_related("accused").prefetch_related("accused__bans__provision").order_by("pk")
        return {"accused": rows, "victims": victims, "words": self.name}

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), **self.form_words()}

    def get_initial(self):
        counts = [count for one in self.proceedings for count in one.counts.all() if count.is_last_generation]
        days = [count.offence_from for count in counts]
        last = [count.offence_to or count.offence_from for count in counts]
        victims = list(Participant.objects.filter(file=self.case_file, kind="VICTIM")[:2])
        places = {count.place for count in counts if count.place}
        return {
            "accused": [self.proceeding.ref],
            "jointly": True,
            "offence_from": min(days, default=None),
            "offence_to": max(last) if days and max(last) != min(days) else None,
            "complainant": victims[0].ref if len(victims) == 1 else "",
            "place": places.pop() if len(places) == 1 else "",
        }

    @cached_property
    def offered(self) -> dict:
        """The lines under which offences are offered."""
        return provisions()

    def lay_rows(self, typed=None, *, checked=False, common=None):
        """Lay out the rows of counts."""
        self.rows = Rows(ChargeRow, PREFIX, typed=typed, checked=checked, most=MOST_COUNTS, offered=self.offered, common=common)

    def get(self, request, *args, **kwargs):
        form = self.get_form()
        draft = getattr(self, "draft", None)
        self.lay_rows(drafts.values(draft) if draft is not None else None)
        return self.render_to_response(self.get_context_data(form=form))

    def post(self, request, *args, **kwargs):
        pressed = [name for name in BUTTONS if name in request.POST and (name != "look" or request.POST.get("find", "").strip())]
        if pressed:
            return self.answer_button(request.POST)
        form = self.get_form()
        holds = form.is_valid()
        self.lay_rows(request.POST, checked=True, common=form)
        holds = self.rows.is_valid() and holds
        if holds and not self.typed_rows():
            self.rows.forms[0].add_error("offence", _("Choose at least one offence."))
            holds = False
        if not holds:
            return self.form_invalid(form)
        return self.checked(form)

    def answer_button(self, typed):
        """Do what a button of the page asks: look, add rows, take one away; nothing is checked and nothing kept."""
        rows = read_rows(typed)
        if "look" in typed:
            self.found = found_offences(typed.get("find", ""))
        if "row" in typed:
            rows = [*rows, dict.fromkeys(ROW_FIELDS, "")]
        if "drop-row" in typed:
            place = typed["drop-row"]
            rows = [row for number, row in enumerate(rows) if str(number) != place]
        rows += self.rows_asked_for(typed)
        data = write_rows(typed, rows)
        self.lay_rows(data)
        unsent = kept(self.form_class, data, **self.form_words())
        return self.render_to_response(self.get_context_data(form=unsent))

    def rows_asked_for(self, typed) -> list[dict]:
        """Build the rows that a button adds: one offence, a set, or the counts of another accused."""
        lines = {"|".join(key): line for line, key in self.offered.items()}
        if typed.get("add-pick") in lines:
            return [{"offence": lines[typed["add-pick"]]}]
        if bundle := catalogue.companions().get(typed.get("add-bundle", "")):
            return [{"offence": lines["|".join(row.key)]} for row in bundle if "|".join(row.key) in lines]
        source = next((one for one in self.proceedings if one.ref == typed.get("add-copy")), None)
        if source is None:
            return []
        return [
            {
                "offence": lines[count.offence.act + "|" + count.offence.section + "|" + count.offence.para],
                **day_boxes("offence_from", count.offence_from),
                **day_boxes("offence_to", count.offence_to),
            }
            for count in copied_counts(source)
            if f"{count.offence.act}|{count.offence.section}|{count.offence.para}" in lines
        ]

    def typed_rows(self) -> list[ChargeRow]:
        """The rows in which something was typed."""
        return [row for row in self.rows if not row.is_empty]

    # The review

    @cached_property
    def decides(self) -> bool:
        """Whether this person decides as counsel which text a count rests on."""
        return policies.may_choose_text(self.proceeding, self.request.user)

    def plans_of(self, form) -> list["Planned"]:
        """Lay out the counts as they would be kept, each with what changed in the law within its period."""
        against = self.chosen(form)
        plans = []
        for place, row in enumerate(self.typed_rows()):
            version, first, last = (row.cleaned_data.get(name) for name in ("version", "offence_from", "offence_to"))
            asked = [
                Asked(f"text-{place}-{number}", question, self.decides)
                for number, question in enumerate(texts.questions(version, first, last))
            ]
            plans.append(Planned(row, version, period_words(first, last), asked, self.known_for(against, version, first, last)))
        return plans

    def chosen(self, form) -> list[Proceeding]:
        """The accused who were chosen, as the page read them."""
        keys = {one.pk for one in form.cleaned_data["accused"]}
        return [one for one in self.proceedings if one.pk in keys]

    def known_for(self, against, version, first, last) -> list[str]:
        """Name the counts that already stand for the same offence and days."""
        return [
            gettext("%(who)s: %(count)s") % {"who": self.name(one.accused), "count": count_words(count)}
            for one in against
            for count in copied_counts(one)
            if (count.offence.provision_key, count.offence_from, count.offence_to) == (version.provision_key, first, last)
        ]

    def stopped(self, form) -> list[tuple[str, str, str]]:
        """Say who is a victim of the file and needs a lead first (s. 286.5): (name, the offences, the page where a lead is asked)."""
        found = []
        for proceeding in self.chosen(form):
            versions = {row.cleaned_data["version"] for row in self.typed_rows()}
            needing = [version for version in versions if not guards.own_services_approved_for(proceeding, version)]
            if needing:
                cited = ", ".join(sorted(version.citation for version in needing))
                found.append((self.name(proceeding.accused), cited, self.at("ask_own_services", accused=proceeding.ref)))
        return found

    def digest(self, form) -> str:
        """What was reviewed, in short: another count or accused calls for another look."""
        said = [sorted(form.data.getlist("accused")), form.data.get("jointly", ""), read_rows(form.data)]
        said += [[form.data.get(f"{name}_{box}", "") for box in ("day", "month", "year")] for name in ("offence_from", "offence_to")]
        said += [form.data.get("complainant", ""), form.data.get("place", "")]
        return sha256(repr(said).encode()).hexdigest()[:20]

    def checked(self, form):
        """Keep what was looked at and confirmed; show the whole once where it was not, or where something is to be chosen first."""
        self.plans = self.plans_of(form)
        came_back = self.request.POST.get("confirmed") == self.digest(form)
        asked = [one for plan in self.plans for one in plan.questions if one.is_asked]
        data = self.request.POST if came_back else None
        self.choices = ChosenTexts(data, initial={one.name: self.request.POST.get(one.name, "") for one in asked}, asked=asked)
        stopped = self.stopped(form)
        if came_back and not stopped and self.choices.is_valid():
            return self.form_valid(form)
        return self.review(form, stopped)

    def review(self, form, stopped):
        """Show what would be kept, with what must be decided first."""
        left_out = ("csrfmiddlewaretoken", "confirmed", *BUTTONS)
        typed = [
            (name, value)
            for name, values in self.request.POST.lists()
            if name not in left_out and not name.startswith(("text-", "draft_"))
            for value in values
        ]
        against, complainant = [self.name(one.accused) for one in self.chosen(form)], form.cleaned_data["complainant"]
        context = self.get_context_data(
            form=form,
            choices=self.choices,
            plans=[plan.drawn(self.choices) for plan in self.plans],
            typed=typed,
            against=against,
            named=self.name(complainant) if complainant else "",
            number=len(self.plans) * len(against),
            digest=self.digest(form),
            stopped=stopped,
        )
        self.template_name = "casetracker/charges/review.html"
        return self.render_to_response(context, status=422 if self.choices.errors else 200)

    def perform(self, form):
        typed = form.cleaned_data
        charges = []
        for plan in self.plans:
            row = plan.row.cleaned_data
            chosen = self.choices.texts_of(plan.questions)
            count = services.CountIn(
                offence=chosen.get("") or plan.version,
                offence_from=row["offence_from"],
                offence_to=row.get("offence_to"),
                number=row.get("number"),
                place=typed["place"],
                complainant=typed["complainant"],
                texts=chosen,
            )
            charges.append(services.ChargeIn(count=count, accused=list(typed["accused"]), jointly=typed["jointly"]))
        services.add_charges(case_file=self.case_file, charges=charges, **self.act_words(form))
        return self.at("charges")

    def act_words(self, form) -> dict:
        """Give who acts, when, and the send-once key."""
        sent = self.sent(form)
        return {name: sent[name] for name in ("by", "at", "key")}

    def get_context_data(self, **kwargs):
        others = [(self.name(one.accused), one.ref) for one in self.proceedings if copied_counts(one)]
        bundles = [(code, rows[0].title, rows) for code, rows in catalogue.companions().items()]
        return super().get_context_data(
            counts=self.rows,
            offered=list(self.offered),
            found=self.found,
            bundles=bundles,
            others=others,
            suggest_url=self.at("suggest_offences", accused=self.proceeding.ref),
            **kwargs,
        )


def copied_counts(proceeding) -> list:
    """List the counts of an accused that can be charged against another: proposed, or before a court, of the last generation."""
    return [count for count in proceeding.counts.all() if count.is_last_generation and count.state in (*LIVE, CountState.PROPOSED)]


class SuggestOffences(OfAccused, FilePage):
    """What is offered while a section or a word is being typed; nothing is kept."""

    http_method_names = ["post"]
    allowed = "may_propose_count"

    def post(self, request, *args, **kwargs):
        """Answer with a piece of the page."""
        words = request.POST.get("find", "").strip()
        found = found_offences(words) if words else None
        return render(request, "casetracker/charges/_found.html", {"found": found})

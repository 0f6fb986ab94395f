"""Pages of the bank."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from foundation import clock
from foundation.audit.gate import log_list, open_record
from foundation.law import catalogue
from foundation.law.models import OffenceVersion
from foundation.law.words import provision_text
from foundation.pages.listing import Filter, ListPage, Sort
from foundation.pages.merging import MergingForm
from foundation.pages.views import ActFormView
from foundation.search.places import REASONS
from precedents import forms, policies, search_documents, selectors, services
from precedents.citations import COURT, COURTS, format_core
from precedents.models import Decision, PublishedAdvice, Topic
from precedents.reading import Reading, marks_asked_for

LEVELS = {
    "final": (_("Supreme Court of Canada"), ("F",), ""),
    "ontario_appeal": (_("Ontario, court of appeal"), ("A",), "ON"),
    "ontario_trial": (_("Ontario, trial courts"), ("S", "P"), "ON"),
    "other": (_("Courts elsewhere"), ("A", "S", "P", "X", "M"), "other"),
}


def _codes(level: str) -> list[str]:
    _label, ranks, where = LEVELS[level]
    return [
        code for code, court in COURTS.items() if court.level in ranks and (not where or (court.jurisdiction == "ON") == (where == "ON"))
    ]


def _by_level(rows, values):
    return rows.filter(court_code__in=[code for value in values for code in _codes(value)])


COURT_FILTER = Filter("court", _("Court"), lambda user: [(name, parts[0]) for name, parts in LEVELS.items()], _by_level)
TREATMENT_FILTER = Filter(
    "treatment",
    _("Treatment"),
    lambda user: [("standing", _("Not reversed or overtaken")), ("doubtful", _("Reversed or overtaken"))],
    lambda rows, values: (
        rows
        if len(values) == 2
        else rows.filter(treatment__in=["REVERSED", "OVERTAKEN"])
        if values == ["doubtful"]
        else rows.exclude(treatment__in=["REVERSED", "OVERTAKEN"])
    ),
)
CONFIDENCE_FILTER = Filter(
    "checked", _("How far checked"), lambda user: Decision.Confidence.choices, lambda rows, values: rows.filter(confidence__in=values)
)
SORTS = [
    Sort("newest", _("newest"), ("-year", "-decided_on", "style", "pk")),
    Sort("oldest", _("oldest"), ("year", "decided_on", "style", "pk")),
    Sort("style", _("style"), ("style", "year", "pk")),
]


class DecisionList(ListPage):
    """A list of decisions."""

    template_name = "precedents/bank.html"
    filters = [COURT_FILTER, TREATMENT_FILTER, CONFIDENCE_FILTER]
    sorts = SORTS

    def get(self, request, *args, **kwargs):
        """Show the list and write down that it was looked at."""
        log_list(request, "precedents.Decision")
        return super().get(request, *args, **kwargs)

    def rows(self):
        """Every decision the person may see."""
        return Decision.objects.visible_to(self.request.user).for_list()


class Bank(DecisionList):
    """The home of the bank: search, decisions, topics, provisions, latest advice."""

    def get_context_data(self, **kwargs):
        """Add what stands beside the list."""
        advice = PublishedAdvice.objects.visible_to(self.request.user).standing()
        return super().get_context_data(
            topics=selectors.topics_with_counts()[:12],
            provisions=selectors.provisions_with_counts()[:60],
            latest_advice=advice.order_by("-published_on", "-pk")[:5],
            may_add=policies.may_add_decision(self.request.user),
            **kwargs,
        )


class TopicPage(DecisionList):
    """Decisions filed under one topic."""

    template_name = "precedents/topic.html"

    def setup(self, request, *args, **kwargs):
        """Find the topic."""
        super().setup(request, *args, **kwargs)
        self.topic = Topic.objects.filter(key=kwargs["key"]).first()

    def get(self, request, *args, **kwargs):
        """Show the topic, or say that there is none."""
        if self.topic is None:
            raise Http404
        return super().get(request, *args, **kwargs)

    def rows(self):
        """Decisions under the topic."""
        return super().rows().filter(topics=self.topic)

    def get_context_data(self, **kwargs):
        """Add the topic and its advice."""
        advice = PublishedAdvice.objects.visible_to(self.request.user).standing().filter(topics=self.topic)[:10]
        return super().get_context_data(topic=self.topic, advice=advice, **kwargs)


class Topics(TemplateView):
    """Every topic and every provision, with the number of decisions under each."""

    template_name = "precedents/topics.html"

    def get_context_data(self, **kwargs):
        """Sort the topics by the name the reader sees."""
        topics = sorted(selectors.topics_with_counts(), key=lambda topic: topic.label.casefold())
        return super().get_context_data(topics=topics, provisions=selectors.provisions_with_counts(), **kwargs)


class ProvisionPage(DecisionList):
    """A statute provision: its dated versions, and what is filed under it."""

    template_name = "precedents/provision.html"

    def setup(self, request, *args, **kwargs):
        """Find the provision."""
        super().setup(request, *args, **kwargs)
        self.provision = selectors.provision_of(kwargs["code"])

    def get(self, request, *args, **kwargs):
        """Show the provision, or say that nothing is filed under it."""
        if self.provision is None:
            raise Http404
        return super().get(request, *args, **kwargs)

    def rows(self):
        """Decisions under the provision or a part of it."""
        return selectors.decisions_under(self.provision).visible_to(self.request.user).for_list()

    def get_context_data(self, **kwargs):
        """Add the law and the advice."""
        advice = PublishedAdvice.objects.visible_to(self.request.user).standing().filter(provisions=self.provision)[:10]
        return super().get_context_data(
            provision=self.provision, versions=selectors.law_versions(self.provision), advice=advice, today=clock.today(), **kwargs
        )


class DecisionPage(TemplateView):
    """One decision."""

    template_name = "precedents/decision.html"

    def get_context_data(self, **kwargs):
        """Open the decision through the gate and gather what stands around it."""
        decision = open_record(self.request, Decision.objects.with_page_parts(), ref=kwargs["ref"])
        reading, beside = reading_of(decision, marks_asked_for(self.request, decision))
        cites, cited_by = selectors.edges_of(decision)
        return super().get_context_data(
            decision=decision,
            reading=reading,
            held_part=f"held_{decision.held_language}",
            note_part=f"note_{decision.note_language}",
            beside=beside,
            cites=cites,
            cited_by=cited_by,
            warnings=[edge for edge in cited_by if edge.kind in ("REVERSES", "OVERTAKES")],
            sentences=decision.sentences.all(),
            may_edit=policies.may_edit_decision(decision, self.request.user),
            source_links=[{"text": text, "url": text if text.startswith(("https://", "http://")) else ""} for text in decision.sources],
            **kwargs,
        )


def reading_of(decision: Decision, marks) -> tuple[Reading, list[tuple[str, str]]]:
    """Make the reading of a decision, and name the parts in the other language that are shown only because a search found them there."""
    topics = list(decision.topics.all())
    other = "en" if decision.language == "fr" else "fr"
    texts = {
        "title": [("title", decision.title)],
        "body": search_documents.texts_of_decision(decision, topics, decision.language),
        "other body": search_documents.texts_of_decision(decision, topics, other),
    }
    shown = ["title", f"held_{decision.held_language}", f"note_{decision.note_language}", REASONS]
    more = [(f"{name}_{language}", language) for language in ("en", "fr") for name in ("held", "note") if f"{name}_{language}" not in shown]
    reading = Reading(texts, [*shown, *(name for name, _language in more)], marks)
    return reading, [(name, language) for name, language in more if reading.holds_marks(name)]


class DecisionFormPage(ActFormView):
    """The form of a decision."""

    form_class = forms.DecisionForm
    template_name = "precedents/decision_form.html"
    draft_name = "precedents.decision"


class AddDecision(DecisionFormPage):
    """Enter a decision by hand."""

    def dispatch(self, request, *args, **kwargs):
        """Only the team adds decisions."""
        if not policies.may_add_decision(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def perform(self, form):
        """Enter it."""
        key = form.act_fields()["key"]
        decision = services.add_decision(by=self.request.user, at=clock.now(), key=key, **form.cleaned_data)
        return decision.get_absolute_url()


class EditDecision(MergingForm, DecisionFormPage):
    """Change what the bank says of a decision."""

    def dispatch(self, request, *args, **kwargs):
        """Open the decision, then ask whether it may be changed."""
        self.decision = open_record(request, Decision.objects.with_page_parts(), ref=kwargs["ref"])
        if not policies.may_edit_decision(self.decision, request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_record(self):
        """The decision as it was opened."""
        return self.decision

    def get_initial(self):
        """Fill the form with what stands there."""
        decision = self.decision
        return {
            **{
                name: getattr(decision, name)
                for name in (
                    "style",
                    "court_code",
                    "decided_on",
                    "language",
                    "held_en",
                    "held_fr",
                    "note_en",
                    "note_fr",
                    "treatment",
                    "text",
                )
            },
            "citations": "\n".join(format_core(core, COURT) for core in decision.cores),
            "provisions": ", ".join(tag.key for tag in decision.provisions.all()),
            "topics": [topic.key for topic in decision.topics.all()],
            "sources": "\n".join(decision.sources),
        }

    def standing_values(self, record):
        """The citations and tags, which are rows of their own, as the form reads them."""
        self.decision = record
        standing = self.form_class(data=self.get_initial())
        standing.is_valid()
        return {name: standing.cleaned_data[name] for name in ("cores", "provisions", "topics") if name in standing.cleaned_data}

    def label_of(self, form, name):
        """Call the citations as the form does."""
        return super().label_of(form, "citations" if name == "cores" else name)

    def shown(self, form, name, value):
        """Write the citations as the form does."""
        if name == "cores" and isinstance(value, list):
            return "; ".join(format_core(core, COURT) for core in value)
        return super().shown(form, name, value)

    def save(self, values, version, form):
        """Change it."""
        words = {**form.act_fields(), "version": version}
        return services.edit_decision(ref=self.decision.ref, by=self.request.user, at=clock.now(), **words, **values).get_absolute_url()

    def get_context_data(self, **kwargs):
        """Name the decision on the page."""
        return super().get_context_data(decision=self.decision, **kwargs)


def _by_law_state(rows, values):
    today = clock.today()
    kept = rows.none()
    if "in_force" in values:
        kept |= rows & OffenceVersion.objects.on(today)
    if "earlier" in values:
        kept |= rows.filter(valid_to__lte=today)
    if "not_in_force" in values:
        kept |= rows.filter(in_force=False)
    return kept


class Offences(ListPage):
    """The offence catalogue, every dated version; what is typed finds sections, and is posted so that it stands in no address."""

    template_name = "precedents/offences.html"
    filters = [
        Filter(
            "state",
            _("In force"),
            lambda user: [("in_force", _("In force today")), ("earlier", _("Earlier text")), ("not_in_force", _("Enacted, not in force"))],
            _by_law_state,
        ),
        Filter("kind", _("Kind"), lambda user: OffenceVersion.Kind.choices, lambda rows, values: rows.filter(kind__in=values)),
        Filter(
            "mode", _("Mode of prosecution"), lambda user: OffenceVersion.Mode.choices, lambda rows, values: rows.filter(mode__in=values)
        ),
    ]
    sorts = [Sort("section", _("section"), ("act", "sort_section", "para", "valid_from", "pk"))]

    def rows(self):
        """Every version that the data files contain."""
        return OffenceVersion.objects.current()

    def post(self, request, *args, **kwargs):
        """Show the sections in which the typed words are found."""
        form = forms.FindOffenceForm(request.POST)
        words = form.cleaned_data["words"] if form.is_valid() else ""
        found = sections_of(catalogue.search_offences(words)) if words else []
        return self.render_to_response(self.get_context_data(find=form, found=found, looked=form.is_valid()))

    def get_context_data(self, **kwargs):
        """Add the box in which a section or a word is typed."""
        kwargs.setdefault("find", forms.FindOffenceForm())
        return super().get_context_data(**kwargs)


def sections_of(rows: list[OffenceVersion]) -> list[tuple[str, str, list[OffenceVersion]]]:
    """Group versions by section: (its citation, its address, one row a paragraph, the latest)."""
    sections: dict[str, dict[str, OffenceVersion]] = {}
    for row in rows:
        sections.setdefault(row.section_key, {})[row.para] = row
    return [
        (provision_text(first.act, first.section), reverse("precedents:offence", kwargs={"section": key}), list(paras.values()))
        for key, paras in sections.items()
        for first in [next(iter(paras.values()))]
    ]


class OffencePage(TemplateView):
    """One section: each paragraph with its dated versions, what changed from one to the next, and the rules that go with it."""

    template_name = "precedents/offence.html"

    def get_context_data(self, **kwargs):
        """Read the section; :raises Http404: the catalogue has none."""
        act, _dash, section = self.kwargs["section"].partition("-")
        rows = catalogue.section_page(act, section)
        if not rows:
            raise Http404
        paras: dict[str, list[OffenceVersion]] = {}
        for row in rows:
            paras.setdefault(row.para, []).append(row)
        rules = {rule.pk: rule for row in rows if row.kind == row.Kind.OFFENCE for rule in catalogue.rules_of(row)}
        return super().get_context_data(
            heading=provision_text(act, section),
            paras=[Paragraph(versions) for versions in paras.values()],
            rules=[row for row in rules.values() if row.section_key != rows[0].section_key],
            provision=selectors.provision_of_section(act, section),
            **kwargs,
        )


class Paragraph:
    """One paragraph of a section: its versions, the latest first, each with what it changed."""

    def __init__(self, versions: list[OffenceVersion]):
        self.latest = versions[0]
        before = [*versions[1:], None]
        self.versions = [
            (row, catalogue.differing([earlier, row]) if earlier else []) for row, earlier in zip(versions, before, strict=True)
        ]


class AdviceList(ListPage):
    """Published advice that the person may read."""

    template_name = "precedents/advice_list.html"
    filters = [
        Filter(
            "level",
            _("Who may read it"),
            lambda user: [(value, label) for value, label in PublishedAdvice.Level.choices if value in selectors.levels_of(user)],
            lambda rows, values: rows.filter(level__in=values),
        ),
        Filter(
            "review",
            _("Review"),
            lambda user: [("due", _("Review date passed"))],
            lambda rows, values: rows.due_for_review(clock.today()),
        ),
    ]
    sorts = [
        Sort("newest", _("newest"), ("-published_on", "-pk")),
        Sort("used", _("most used"), ("-used_count", "-published_on", "-pk")),
        Sort("review", _("review date"), ("review_on", "pk")),
    ]

    def get(self, request, *args, **kwargs):
        """Show the list and write down that it was looked at."""
        log_list(request, "precedents.PublishedAdvice")
        return super().get(request, *args, **kwargs)

    def rows(self):
        """What the person may read."""
        return PublishedAdvice.objects.visible_to(self.request.user).prefetch_related("topics", "provisions")

    def get_context_data(self, **kwargs):
        """Add today, to tell which reviews are late."""
        return super().get_context_data(today=clock.today(), **kwargs)


class PublishedAdvicePage(TemplateView):
    """One piece of published advice."""

    template_name = "precedents/published_advice.html"

    def get_context_data(self, **kwargs):
        """Open the advice through the gate; say whether the law changed since."""
        rows = PublishedAdvice.objects.select_related("prepared_by", "approved_by").prefetch_related("topics", "provisions")
        advice = open_record(self.request, rows, ref=kwargs["ref"])
        texts = {"title": [("title", advice.title)], "body": search_documents.texts_of_advice(advice)}
        shown = ["title", "question", "short_answer", "analysis"]
        today = clock.today()
        return super().get_context_data(
            advice=advice,
            reading=Reading(texts, shown, marks_asked_for(self.request, advice)),
            today=today,
            changes=selectors.law_changes(advice, today),
            review_is_due=advice.review_on <= today,
            may_see_source=policies.may_see_source(self.request.user),
            may_withdraw=policies.may_withdraw_publication(advice, self.request.user),
            **kwargs,
        )


class WithdrawPublication(ActFormView):
    """Take published advice back."""

    form_class = forms.WithdrawForm
    template_name = "precedents/withdraw_publication.html"

    def dispatch(self, request, *args, **kwargs):
        """Open the advice, then ask whether it may be withdrawn."""
        self.advice = open_record(request, PublishedAdvice.objects.all(), ref=kwargs["ref"])
        if not policies.may_withdraw_publication(self.advice, request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_record(self):
        """The advice as it was opened."""
        return self.advice

    def perform(self, form):
        """Withdraw it."""
        advice = services.withdraw_publication(
            ref=self.advice.ref, by=self.request.user, at=clock.now(), **form.act_fields(), **form.cleaned_data
        )
        return advice.get_absolute_url()

    def get_context_data(self, **kwargs):
        """Name the advice on the page."""
        return super().get_context_data(advice=self.advice, **kwargs)

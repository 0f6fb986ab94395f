"""What the bank holds: decisions with their citations, tags and edges, and advice that was published."""

from functools import cached_property

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from foundation.audit.history import TrackedHistory
from foundation.records.models import Record
from precedents.citations import COURT, COURTS, FRENCH, MCGILL, Core, find_citations, format_citation
from precedents.provisions import provision_label, sort_number, split_key
from precedents.querysets import DecisionQuerySet, PublishedAdviceQuerySet


def _french() -> bool:
    return (get_language() or "en").startswith("fr")


class Topic(models.Model):
    """A subject that decisions and advice are filed under. Filled from a data file; nobody edits it in a page."""

    key = models.CharField(max_length=40, unique=True)
    label_en = models.CharField(max_length=100)
    label_fr = models.CharField(max_length=100)

    class Meta:
        ordering = ["label_en"]

    def __str__(self):
        return self.label

    @property
    def label(self) -> str:
        """The subject in the reader's language."""
        return self.label_fr if _french() else self.label_en


class Provision(models.Model):
    """A statute provision as a topic; made when the first decision or advice is filed under it."""

    key = models.CharField(max_length=60, unique=True)
    act = models.CharField(max_length=10)
    section = models.CharField(max_length=30)
    para = models.CharField(max_length=30, blank=True)
    sort = models.FloatField(default=0)

    class Meta:
        ordering = ["act", "sort", "key"]

    def __str__(self):
        return self.label

    def get_absolute_url(self):
        """The page that lists what is filed under it."""
        return reverse("precedents:provision", kwargs={"code": self.key})

    @classmethod
    def of_key(cls, key: str) -> "Provision":
        """Build the tag of a key, unsaved; :raises ValueError: the key is none."""
        parts = split_key(key)
        if parts is None:
            raise ValueError(key)
        act, section, para = parts
        return cls(key=key, act=act, section=section, para=para, sort=sort_number(section))

    @property
    def label(self) -> str:
        """The provision as the reader's language cites it."""
        return provision_label(self.act, self.section, self.para)


class Decision(Record):
    """A decision of a court. Nothing in it comes from a file of ours."""

    class Confidence(models.TextChoices):
        """How far the entry was checked."""

        VERIFIED = "VERIFIED", _("citation and point read in a source")
        PARTLY = "PARTLY", _("partly read; see the note")
        BY_HAND = "BY_HAND", _("entered by a person, not checked again")

    class Treatment(models.TextChoices):
        """What later courts did to it."""

        NONE = "", _("nothing known")
        REVERSED = "REVERSED", _("reversed")
        OVERTAKEN = "OVERTAKEN", _("overtaken")
        AFFIRMED = "AFFIRMED", _("affirmed")

    class Language(models.TextChoices):
        """The language of the reasons."""

        ENGLISH = "en", _("English")
        FRENCH = "fr", _("French")

    style = models.CharField(max_length=300, blank=True)
    court_code = models.CharField(max_length=12)
    decided_on = models.DateField(null=True, blank=True)
    year = models.PositiveSmallIntegerField()
    held_en = models.TextField(blank=True)
    held_fr = models.TextField(blank=True)
    french_is_working = models.BooleanField(default=False)
    note_en = models.TextField(blank=True)
    note_fr = models.TextField(blank=True)
    confidence = models.CharField(max_length=10, choices=Confidence.choices)
    result_known = models.BooleanField(default=True)
    treatment = models.CharField(max_length=10, choices=Treatment.choices, blank=True, default=Treatment.NONE)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.ENGLISH)
    sources = models.JSONField(default=list, blank=True)
    text = models.TextField(blank=True)
    starter_key = models.CharField(max_length=80, unique=True, null=True, blank=True, editable=False)
    topics = models.ManyToManyField(Topic, related_name="decisions", blank=True)
    provisions = models.ManyToManyField(Provision, related_name="decisions", blank=True)

    objects = DecisionQuerySet.as_manager()
    history = TrackedHistory()

    class Meta:
        ordering = ["-year", "-decided_on", "style"]
        constraints = [
            models.CheckConstraint(condition=~Q(held_en="", held_fr=""), name="decision_says_something"),
            models.CheckConstraint(condition=Q(year__gte=1800, year__lte=2200), name="decision_year_possible"),
        ]
        indexes = [models.Index(fields=["court_code", "year"], name="decision_court_year")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        """The page of the decision."""
        return reverse("precedents:decision", kwargs={"ref": self.ref})

    @property
    def display_style(self) -> str:
        """The style of cause exactly as published, or a sign that it was withheld."""
        return self.style or gettext("[style withheld]")

    @cached_property
    def cores(self) -> list[Core]:
        """The identifiers, best first."""
        return [core for citation in self.citations.all() for core in citation.cores]

    @property
    def citation(self) -> str:
        """The best identifier alone, as the reader's language writes it."""
        return format_citation(None, self.cores[:1], FRENCH if _french() else MCGILL)

    @property
    def title(self) -> str:
        """Style and citation: never the style alone, since many decisions share one."""
        return f"{self.display_style}, {self.citation or self.year}"

    @property
    def mcgill(self) -> str:
        """The full citation as the McGill guide writes it."""
        return format_citation(self.style, self.cores, MCGILL)

    @property
    def court_style(self) -> str:
        """The full citation as Ontario courts write it."""
        return format_citation(self.style, self.cores, COURT)

    @property
    def french_style(self) -> str:
        """The full citation as French reasons write it."""
        return format_citation(self.style, self.cores, FRENCH)

    @property
    def court_name(self) -> str:
        """The court in the reader's language."""
        court = COURTS.get(self.court_code)
        return self.court_code if court is None else court.name_fr if _french() else court.name_en

    @property
    def held(self) -> str:
        """What was decided, in the reader's language, or in the other where that is all there is."""
        return (self.held_fr or self.held_en) if _french() else (self.held_en or self.held_fr)

    @property
    def held_language(self) -> str:
        """The language ``held`` is really in, for the lang attribute."""
        return ("fr" if self.held_fr else "en") if _french() else ("en" if self.held_en else "fr")

    @property
    def note(self) -> str:
        """What to know about the entry, in the reader's language or the other."""
        return (self.note_fr or self.note_en) if _french() else (self.note_en or self.note_fr)

    @property
    def note_language(self) -> str:
        """The language ``note`` is really in."""
        return ("fr" if self.note_fr else "en") if _french() else ("en" if self.note_en else "fr")

    @property
    def shows_working_french(self) -> bool:
        """Whether what stands there is our own working translation."""
        return self.french_is_working and self.held_language == "fr"

    @property
    def is_doubtful_authority(self) -> bool:
        """Whether it was reversed or overtaken, which is shown wherever it is named."""
        return self.treatment in (self.Treatment.REVERSED, self.Treatment.OVERTAKEN)


class DecisionCitation(models.Model):
    """One identifier of a decision; two decisions cannot share one."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="citations")
    key = models.CharField(max_length=80, unique=True)
    text = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField(default=0)
    history = TrackedHistory()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self):
        return self.text

    @property
    def cores(self) -> list[Core]:
        """The identifier, read again from its text."""
        return [core for mention in find_citations(self.text) for core in mention.cores][:1]


class CitationEdge(models.Model):
    """One decision speaks of another; the other may not be in the bank yet."""

    class Kind(models.TextChoices):
        """What the citing decision does to the cited one."""

        CITES = "CITES", _("cites")
        APPEAL_FROM = "APPEAL_FROM", _("on appeal from")
        REVERSES = "REVERSES", _("reverses")
        AFFIRMS = "AFFIRMS", _("affirms")
        OVERTAKES = "OVERTAKES", _("overtakes")

    citing = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="cites")
    cited = models.ForeignKey(Decision, on_delete=models.SET_NULL, null=True, blank=True, related_name="cited_by")
    cited_key = models.CharField(max_length=80, db_index=True)
    cited_text = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.CITES)
    history = TrackedHistory()

    class Meta:
        ordering = ["citing_id", "pk"]
        constraints = [models.UniqueConstraint(fields=["citing", "cited_key", "kind"], name="citation_edge_once")]

    def __str__(self):
        return f"{self.citing_id} {self.kind} {self.cited_key}"

    @property
    def kind_of_being_cited(self) -> str:
        """The same edge, told from the cited decision."""
        return {
            self.Kind.CITES: gettext("Cited by"),
            self.Kind.APPEAL_FROM: gettext("Appealed in"),
            self.Kind.REVERSES: gettext("Reversed by"),
            self.Kind.AFFIRMS: gettext("Affirmed by"),
            self.Kind.OVERTAKES: gettext("Overtaken by"),
        }[self.Kind(self.kind)]


class ReportedSentence(models.Model):
    """A sentence that a source reports for a decision, with how its figure was made."""

    class Stage(models.TextChoices):
        """Who imposed it."""

        FIRST_INSTANCE = "FIRST_INSTANCE", _("first instance")
        APPEAL = "APPEAL", _("on appeal")

    class Mode(models.TextChoices):
        """What kind of sentence it is."""

        JAIL = "JAIL", _("imprisonment")
        CONDITIONAL = "CONDITIONAL", _("conditional sentence")
        YOUTH = "YOUTH", _("youth custody")

    class SourceKind(models.TextChoices):
        """What the figure was read in."""

        REASONS = "REASONS", _("reasons or a summary of them")
        NEWS = "NEWS", _("news")

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="sentences")
    months = models.DecimalField(max_digits=6, decimal_places=2)
    mode = models.CharField(max_length=12, choices=Mode.choices)
    stage = models.CharField(max_length=16, choices=Stage.choices)
    guilty_plea = models.BooleanField(null=True)
    basis_en = models.TextField()
    basis_fr = models.TextField()
    source_kind = models.CharField(max_length=10, choices=SourceKind.choices)
    source = models.URLField(max_length=300)
    for_ranges = models.BooleanField(default=True)
    history = TrackedHistory()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.months}"

    @property
    def length(self) -> str:
        """The sentence in years where it is whole years, else in months."""
        if self.months % 12 == 0:
            years = int(self.months // 12)
            return ngettext("%(years)d year", "%(years)d years", years) % {"years": years}
        months = int(self.months)
        return ngettext("%(months)d month", "%(months)d months", months) % {"months": months}

    @property
    def basis(self) -> str:
        """How the figure was made, in the reader's language."""
        return self.basis_fr if _french() else self.basis_en


class PublishedAdvice(Record):
    """Advice without names or facts that identify, for the readers of its level. Advice prepares it; the bank holds it.

    ``source_ref`` is a plain reference: the bank does not know requests.
    """

    class Level(models.TextChoices):
        """Who reads it."""

        INTERNAL_TEAM = "INTERNAL_TEAM", _("team only")
        CROWN_ONLY = "CROWN_ONLY", _("Crown only")
        SHAREABLE = "SHAREABLE", _("may be shared with police")

    source_ref = models.CharField(max_length=20, db_index=True)
    level = models.CharField(max_length=14, choices=Level.choices)
    title = models.CharField(max_length=200)
    question = models.TextField()
    short_answer = models.TextField()
    analysis = models.TextField(blank=True)
    language = models.CharField(max_length=2, choices=Decision.Language.choices)
    prepared_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    published_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)
    law_as_of = models.DateField()
    review_on = models.DateField()
    used_count = models.PositiveIntegerField(default=0)
    topics = models.ManyToManyField(Topic, related_name="advice", blank=True)
    provisions = models.ManyToManyField(Provision, related_name="advice", blank=True)

    objects = PublishedAdviceQuerySet.as_manager()
    history = TrackedHistory()

    class Meta:
        ordering = ["-published_on", "-pk"]
        verbose_name_plural = "published advice"
        constraints = [
            models.CheckConstraint(condition=~Q(prepared_by=models.F("approved_by")), name="advice_two_lawyers"),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | Q(withdrawn_on__gte=models.F("published_on")), name="advice_withdrawn_later"
            ),
            models.CheckConstraint(condition=Q(level__in=["INTERNAL_TEAM", "CROWN_ONLY", "SHAREABLE"]), name="advice_level_known"),
            models.CheckConstraint(condition=Q(law_as_of__lte=models.F("published_on")), name="advice_law_known"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        """The page of the advice."""
        return reverse("precedents:published_advice", kwargs={"ref": self.ref})

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was taken back."""
        return self.withdrawn_on is not None

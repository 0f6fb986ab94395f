"""The law as dated rows. The CSV files beside this module are the source; the tables are a copy that can be queried.

Law rows are public reference data: everybody reads them, nobody edits them in a page, and git keeps their history.
"""

from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from foundation.law.words import FIELD_NAMES, NOTES, VARIANTS, penalty_text, provision_text, split_para
from foundation.pages import days


def in_reader_language(row, name: str) -> str:
    """Read the English or the French column of a row, whichever the reader speaks."""
    language = "fr" if (get_language() or "en").startswith("fr") else "en"
    return getattr(row, f"{name}_{language}")


class KeyedOn(models.TextChoices):
    """Which date decides that a version applies."""

    OFFENCE_DATE = "offence_date", _("date of the offence")
    CHARGE_DATE = "charge_date", _("date of the charge")
    HEARING_DATE = "hearing_date", _("date of the hearing")


class DatedQuerySet(models.QuerySet):
    """Versions of the law by the dates they hold for."""

    def current(self):
        """Rows that the data files still contain."""
        return self.filter(withdrawn_on=None)

    def on(self, day):
        """Versions in force on a day; a version whose start was not found counts as old."""
        return self.between(day, day)

    def between(self, first, last):
        """Versions in force on at least one day from first to last, both included."""
        return (
            self.current()
            .filter(in_force=True)
            .filter(Q(valid_from=None) | Q(valid_from__lte=last))
            .filter(Q(valid_to=None) | Q(valid_to__gt=first))
        )


class LawRow(models.Model):
    """What every row of law has: a stable code, where it was read, and what is uncertain about it."""

    code = models.CharField(max_length=80, unique=True, editable=False)
    source = models.CharField(max_length=300)
    uncertain = models.JSONField(default=dict, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    def doubts(self) -> list[tuple[str, str]]:
        """List what is uncertain as (field, sentence)."""
        return [(name, str(NOTES.get(note, note))) for name, note in sorted(self.uncertain.items())]

    @property
    def named_doubts(self) -> list[tuple[str, str]]:
        """List what is uncertain as (words for the field, sentence)."""
        return [(str(FIELD_NAMES.get(name, name)), sentence) for name, sentence in self.doubts()]


class DatedVersion(LawRow):
    """One version of one provision, from a day to the day before another."""

    act = models.CharField(max_length=10)
    section = models.CharField(max_length=20)
    para = models.CharField(max_length=40, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    title_en = models.CharField(max_length=300)
    title_fr = models.CharField(max_length=300, blank=True)
    keyed_on = models.CharField(max_length=20, choices=KeyedOn.choices)
    in_force = models.BooleanField(default=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.citation} {self.title}"

    @staticmethod
    def code_of(values: dict) -> str:
        """Build the code from the key: act, section, paragraph and first day."""
        start = values["valid_from"].isoformat() if values["valid_from"] else ""
        return f"{values['act']}:{values['section']}{values['para'].replace(' ', '-')}@{start}"

    @property
    def title(self) -> str:
        """The title in the reader's language, marked where no French title was found."""
        title = in_reader_language(self, "title")
        if title:
            return title
        return gettext("%(title)s (French title to be checked)") % {"title": self.title_en}

    @property
    def title_language(self) -> str:
        """The language ``title`` is really in, for the lang attribute."""
        return "fr" if self.title_fr and (get_language() or "en").startswith("fr") else "en"

    @property
    def citation(self) -> str:
        """The provision as the reader's language cites it."""
        para, variant = split_para(self.para)
        text = provision_text(self.act, self.section, para)
        return f"{text}, {VARIANTS[variant]}" if variant else text

    @property
    def section_key(self) -> str:
        """The section as an address names it: CC-279.01."""
        return f"{self.act}-{self.section}"

    @property
    def provision_key(self) -> str:
        """The provision without dates or variant: CC:279.01(1)(a)."""
        return f"{self.act}:{self.section}{split_para(self.para)[0]}"


class OffenceVersion(DatedVersion):
    """One version of an offence, or of a rule that goes with one (a definition, a presumption, an immunity)."""

    class Kind(models.TextChoices):
        """Whether the row can be charged."""

        OFFENCE = "OFFENCE", _("offence")
        RULE = "RULE", _("rule")

    class Mode(models.TextChoices):
        """How the offence may be prosecuted."""

        INDICTABLE = "I", _("indictable only")
        HYBRID = "H", _("hybrid")
        SUMMARY = "S", _("summary only")

    class MinimumStatus(models.TextChoices):
        """What became of the minimum sentence."""

        NONE = "NONE", _("no minimum")
        IN_FORCE = "IN_FORCE", _("in force")
        STRUCK = "STRUCK", _("struck by a court")
        AFFIRMED_2026 = "AFFIRMED_2026", _("affirmed in 2026")
        UNKNOWN = "UNKNOWN", _("not checked")

    class Dna(models.TextChoices):
        """The class of the offence for DNA orders, section 487.051."""

        PRIMARY_A = "PRIMARY_A", _("primary, mandatory")
        PRIMARY_A1 = "PRIMARY_A1", _("primary, near mandatory")
        SECONDARY = "SECONDARY", _("secondary")
        UNKNOWN = "", _("not checked")

    class Soira(models.TextChoices):
        """The class of the offence for the sex offender registry, sections 490.011 to 490.013."""

        PRIMARY = "PRIMARY", _("primary")
        SECONDARY = "SECONDARY", _("secondary")
        UNKNOWN = "", _("not checked")

    class IdentityBan(models.TextChoices):
        """Whether section 486.4 protects a complainant."""

        MANDATORY = "MANDATORY", _("mandatory on application")
        MANDATORY_NO_APPLICATION = "MANDATORY_NO_APPLICATION", _("mandatory without application")
        NO = "NO", _("not listed")
        UNKNOWN = "", _("not checked")

    class Forfeiture(models.TextChoices):
        """What section 462.37 says of proceeds of the offence."""

        REVERSE_RULE = "REVERSE_RULE", _("reverse rule since June 21, 2019")
        UNKNOWN = "", _("not checked")

    class YesNo(models.TextChoices):
        """A fact that may also be unknown."""

        YES = "YES", _("yes")
        NO = "NO", _("no")
        UNKNOWN = "", _("not checked")

    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.OFFENCE)
    mode = models.CharField(max_length=1, choices=Mode.choices, blank=True)
    max_indictment = models.CharField(max_length=60, blank=True)
    max_months = models.PositiveSmallIntegerField(null=True, blank=True)
    max_life = models.BooleanField(default=False)
    max_summary = models.CharField(max_length=60, blank=True)
    min_indictment = models.CharField(max_length=80, blank=True)
    min_summary = models.CharField(max_length=80, blank=True)
    min_status = models.CharField(max_length=20, choices=MinimumStatus.choices)
    court_history_en = models.CharField(max_length=400, blank=True)
    court_history_fr = models.CharField(max_length=400, blank=True)
    continues = models.CharField(max_length=40, blank=True)
    under18_variant_of = models.CharField(max_length=40, blank=True)
    reverse_onus_from = models.DateField(null=True, blank=True)
    prelim_eligible = models.CharField(max_length=3, choices=YesNo.choices, blank=True)
    dna_class = models.CharField(max_length=10, choices=Dna.choices, blank=True)
    soira_class = models.CharField(max_length=10, choices=Soira.choices, blank=True)
    ban_486_4 = models.CharField(max_length=30, choices=IdentityBan.choices, blank=True)
    forfeiture_462_37 = models.CharField(max_length=20, choices=Forfeiture.choices, blank=True)
    wiretap_183 = models.CharField(max_length=3, choices=YesNo.choices, blank=True)
    cvbr_offence = models.CharField(max_length=3, choices=YesNo.choices, blank=True)
    lead_withdraws = models.BooleanField(default=False)
    own_services = models.BooleanField(default=False)
    applies_to = models.CharField(max_length=200, blank=True)
    sort_section = models.DecimalField(max_digits=10, decimal_places=4, default=0, editable=False)

    class Meta:
        ordering = ["act", "sort_section", "para", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["act", "section", "para", "valid_from"], name="offence_version_key"),
            models.UniqueConstraint(fields=["act", "section", "para"], condition=Q(valid_from=None), name="offence_version_key_open_start"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gt=models.F("valid_from")), name="offence_version_ends_later"
            ),
        ]

    @property
    def max_is_14_or_life(self) -> bool:
        """Whether the maximum is fourteen years or life, so that no discharge is possible (section 730)."""
        return self.max_life or (self.max_months or 0) >= 168

    @property
    def max_is_known(self) -> bool:
        """Whether the maximum on indictment was found."""
        return self.max_life or self.max_months is not None

    @property
    def has_minimum(self) -> bool:
        """Whether the text carries a minimum sentence, whatever became of it in court."""
        return any(code not in ("", "none") for code in (self.min_indictment, self.min_summary))

    @property
    def is_hybrid(self) -> bool:
        """Whether the Crown elects the mode of prosecution."""
        return self.mode == self.Mode.HYBRID

    @property
    def max_indictment_text(self) -> str:
        """The maximum on indictment in words."""
        return penalty_text(self.max_indictment)

    @property
    def max_summary_text(self) -> str:
        """The maximum on summary conviction in words."""
        return penalty_text(self.max_summary)

    @property
    def min_indictment_text(self) -> str:
        """The minimum on indictment in words."""
        return penalty_text(self.min_indictment)

    @property
    def min_summary_text(self) -> str:
        """The minimum on summary conviction in words."""
        return penalty_text(self.min_summary)

    @property
    def court_history(self) -> str:
        """What courts said of the minimum, in the reader's language."""
        return in_reader_language(self, "court_history")

    def _facts(self) -> list[tuple[str, str, bool]]:
        """List what the catalogue says of the offence as (label, words, known)."""
        if self.kind != self.Kind.OFFENCE:
            return []
        facts = [
            (gettext("Maximum on indictment"), self.max_indictment_text, bool(self.max_indictment)),
            (gettext("Minimum on indictment"), self.min_indictment_text, bool(self.min_indictment)),
        ]
        if self.is_hybrid:
            facts += [
                (gettext("Maximum on summary conviction"), self.max_summary_text, bool(self.max_summary)),
                (gettext("Minimum on summary conviction"), self.min_summary_text, bool(self.min_summary)),
            ]
        if self.has_minimum:
            facts.append((gettext("Status of the minimum"), self.get_min_status_display(), self.min_status != self.MinimumStatus.UNKNOWN))
        for label, name in (
            (gettext("Preliminary inquiry"), "prelim_eligible"),
            (gettext("DNA order"), "dna_class"),
            (gettext("Sex offender registry"), "soira_class"),
            (gettext("Ban on identity, s. 486.4"), "ban_486_4"),
            (gettext("Forfeiture, s. 462.37"), "forfeiture_462_37"),
            (gettext("Interception, s. 183"), "wiretap_183"),
            (gettext("Victims Bill of Rights"), "cvbr_offence"),
        ):
            facts.append((label, str(getattr(self, f"get_{name}_display")()), bool(getattr(self, name))))
        return facts

    @property
    def known_facts(self) -> list[tuple[str, str]]:
        """List what was found about the offence as (label, words)."""
        return [(label, words) for label, words, known in self._facts() if known]

    @property
    def unknown_facts(self) -> list[str]:
        """List what was not checked about the offence."""
        return [label for label, _words, known in self._facts() if not known]

    @property
    def figures(self) -> list[tuple[str, str]]:
        """List what can differ from one version to another: (label, words), unknown figures as "not checked"."""
        if self.kind != self.Kind.OFFENCE:
            return [(gettext("Text"), self.title)]
        onus = days.day(self.reverse_onus_from) if self.reverse_onus_from else gettext("not listed")
        return [
            (gettext("Mode of prosecution"), str(self.get_mode_display()) if self.mode else gettext("not checked")),
            *((label, words) for label, words, _known in self._facts()),
            (gettext("Reverse onus on bail from"), onus),
        ]

    def concerns(self, offence: "OffenceVersion") -> bool:
        """Whether this rule goes with an offence: its section, or its section and paragraph, is named in ``applies_to``."""
        named = set(self.applies_to.split(";")) - {""}
        return self.act == offence.act and bool(named & {offence.section, f"{offence.section}{split_para(offence.para)[0]}"})

    def reverse_onus_on(self, day) -> bool:
        """Whether the accused must show cause at a bail hearing held on a day, because of this offence by its number."""
        return self.reverse_onus_from is not None and self.reverse_onus_from <= day and "reverse_onus_from" not in self.uncertain


class CompanionOffence(LawRow):
    """One offence of a set that usually stands together; whoever charges chooses among them."""

    bundle = models.CharField(max_length=20)
    title_en = models.CharField(max_length=120)
    title_fr = models.CharField(max_length=120)
    place = models.PositiveSmallIntegerField()
    act = models.CharField(max_length=10)
    section = models.CharField(max_length=20)
    para = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["bundle", "place"], name="one_companion_a_place")]

    @property
    def title(self) -> str:
        """The name of the set in the reader's language."""
        return in_reader_language(self, "title")

    @property
    def key(self) -> tuple[str, str, str]:
        """The provision: act, section and paragraph."""
        return self.act, self.section, self.para


class BanProvision(DatedVersion):
    """A provision under which names or evidence may not be published."""

    class Protects(models.TextChoices):
        """What may not be published."""

        IDENTITY = "IDENTITY", _("identity")
        EVIDENCE = "EVIDENCE", _("evidence")

    class Made(models.TextChoices):
        """How the ban comes about."""

        ON_APPLICATION = "ON_APPLICATION", _("must be ordered on application")
        DISCRETIONARY = "DISCRETIONARY", _("may be ordered")
        AUTOMATIC = "AUTOMATIC", _("holds without an order")
        UNKNOWN = "", _("not checked")

    protects = models.CharField(max_length=10, choices=Protects.choices)
    made = models.CharField(max_length=20, choices=Made.choices, blank=True)
    hides_names = models.BooleanField(default=False)

    class Meta:
        ordering = ["act", "section", "para", "valid_from"]


class Court(LawRow):
    """A court or tribunal in which our proceedings may stand."""

    class Level(models.TextChoices):
        """The rank of a court."""

        PROVINCIAL = "PROVINCIAL", _("provincial court")
        SUPERIOR = "SUPERIOR", _("superior court")
        APPEAL = "APPEAL", _("court of appeal")
        FINAL = "FINAL", _("final court of appeal")
        BOARD = "BOARD", _("review board")

    level = models.CharField(max_length=12, choices=Level.choices)
    title_en = models.CharField(max_length=100)
    title_fr = models.CharField(max_length=100)
    short_en = models.CharField(max_length=10)
    short_fr = models.CharField(max_length=10)
    neutral_code = models.CharField(max_length=10, blank=True)
    tries = models.BooleanField(default=False)

    class Meta:
        ordering = ["code"]

    def __str__(self):
        return self.title

    @property
    def title(self) -> str:
        """The court's name in the reader's language."""
        return in_reader_language(self, "title")

    @property
    def short(self) -> str:
        """The court's initials in the reader's language."""
        return in_reader_language(self, "short")


class Courthouse(LawRow):
    """A place where courts sit, with the clock on its wall."""

    city_en = models.CharField(max_length=60)
    city_fr = models.CharField(max_length=60)
    name_en = models.CharField(max_length=120)
    name_fr = models.CharField(max_length=120)
    courts = models.CharField(max_length=60)
    zone = models.CharField(max_length=40)

    class Meta:
        ordering = ["city_en", "code"]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        """The courthouse's name in the reader's language."""
        return in_reader_language(self, "name")

    @property
    def city(self) -> str:
        """The city in the reader's language."""
        return in_reader_language(self, "city")

    @property
    def court_codes(self) -> list[str]:
        """Which courts sit here."""
        return self.courts.split(";")

    @property
    def tzinfo(self) -> ZoneInfo:
        """The zone its dates and times are kept in."""
        return ZoneInfo(self.zone)


class SummaryLimit(LawRow):
    """How many months after an offence summary proceedings may begin without both sides agreeing (section 786(2))."""

    months = models.PositiveSmallIntegerField()
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    keyed_on = models.CharField(max_length=20, choices=KeyedOn.choices)

    class Meta:
        ordering = ["valid_from"]

    def __str__(self):
        return str(self.months)

    @staticmethod
    def code_of(values: dict) -> str:
        """Build the code from the key: the first day."""
        start = values["valid_from"].isoformat() if values["valid_from"] else ""
        return f"786(2)@{start}"


class DelayCeiling(LawRow):
    """How many months from charge to the end of the trial before delay is presumed unreasonable."""

    class Forum(models.TextChoices):
        """The court and route that decide which ceiling holds."""

        OCJ = "OCJ", _("Ontario Court of Justice")
        SCJ = "SCJ", _("Superior Court of Justice")
        OCJ_AFTER_PRELIM = "OCJ_AFTER_PRELIM", _("Ontario Court of Justice after a preliminary inquiry")
        DIRECT_INDICTMENT = "DIRECT_INDICTMENT", _("direct indictment")

    forum = models.CharField(max_length=20, choices=Forum.choices)
    months = models.PositiveSmallIntegerField()
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    keyed_on = models.CharField(max_length=20, choices=KeyedOn.choices)

    class Meta:
        ordering = ["forum", "valid_from"]

    def __str__(self):
        return f"{self.get_forum_display()}: {self.months}"

    @staticmethod
    def code_of(values: dict) -> str:
        """Build the code from the key: forum and first day."""
        start = values["valid_from"].isoformat() if values["valid_from"] else ""
        return f"{values['forum']}@{start}"


class BailOnus(DatedVersion):
    """A paragraph that puts the onus at a bail hearing on the accused, for hearings held while it holds."""

    class Hearing(models.TextChoices):
        """At which hearing it holds."""

        BAIL = "BAIL", _("bail hearing")
        REVOCATION = "REVOCATION", _("hearing after an alleged breach")

    hearing = models.CharField(max_length=12, choices=Hearing.choices)
    applies_to = models.CharField(max_length=200, blank=True)
    turns_on_facts = models.BooleanField()

    class Meta:
        ordering = ["section", "para", "valid_from"]

    def concerns(self, offence: OffenceVersion) -> bool:
        """Whether the paragraph names this offence; one that names none turns on facts that no count tells."""
        return f"{offence.act}:{offence.section}" in self.applies_to.split(";")

    def holds_on(self, day) -> bool:
        """Whether the paragraph holds for a hearing held on a day; a start that was not found counts as old."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or self.valid_to > day)


class LegalPeriod(LawRow):
    """How many months the law gives for a step, by the day the period begins."""

    class Kind(models.TextChoices):
        """Which period."""

        CROWN_STAY = "CROWN_STAY", _("recommencing after a Crown stay")
        PRIMA_FACIE = "PRIMA_FACIE", _("showing a prima facie case again while the accused is unfit")
        PRIMA_FACIE_YOUTH = "PRIMA_FACIE_YOUTH", _("showing a prima facie case again while a young accused is unfit")

    kind = models.CharField(max_length=20, choices=Kind.choices)
    months = models.PositiveSmallIntegerField()
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    keyed_on = models.CharField(max_length=20, choices=KeyedOn.choices)

    class Meta:
        ordering = ["kind", "valid_from"]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.months}"

    @staticmethod
    def code_of(values: dict) -> str:
        """Build the code from the key: kind and first day."""
        start = values["valid_from"].isoformat() if values["valid_from"] else ""
        return f"{values['kind']}@{start}"

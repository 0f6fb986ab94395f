"""What people type into the bank."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from foundation import clock
from foundation.pages.fields import DayField, LongTextField, PlainTextField
from foundation.pages.forms import ActForm
from precedents.citations import COURTS, read_cores
from precedents.models import Decision, Topic
from precedents.provisions import read_provisions

MOST_CITATIONS = 12
MOST_SOURCES = 20


def court_choices():
    """List the courts in the reader's language, ours first."""
    from_ontario = [court for court in COURTS.values() if court.code == court.canonical and court.jurisdiction in ("CA", "ON")]
    others = [court for court in COURTS.values() if court.code == court.canonical and court.jurisdiction not in ("CA", "ON")]
    french = (get_language() or "en").startswith("fr")
    return [("", gettext("Choose a court"))] + [
        (court.canonical, f"{court.name_fr if french else court.name_en} ({court.code})") for court in [*from_ontario, *others]
    ]


def topic_choices():
    """List the topics in the reader's language."""
    return sorted(((topic.key, topic.label) for topic in Topic.objects.all()), key=lambda pair: pair[1].casefold())


class FindOffenceForm(forms.Form):
    """What is looked for in the offence catalogue."""

    words = PlainTextField(
        label=_("Section or word"),
        help_text=_("Part of a section, like 286, or a word of the title in English or French."),
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["words"].error_messages["required"] = _("Type a section or a word.")


class DecisionForm(ActForm):
    """A decision of a court."""

    style = PlainTextField(
        label=_("Style of cause"),
        help_text=_("Exactly as the court published it, initials included. Leave it empty only where the publisher withholds it."),
        max_length=300,
        required=False,
    )
    citations = LongTextField(
        label=_("Citations"), help_text=_("One on each line, the neutral citation first: 2019 ONCA 663."), max_length=2000, rows=3
    )
    court_code = forms.ChoiceField(label=_("Court"), choices=court_choices)
    decided_on = DayField(
        label=_("Date of the decision"), what=_("the date of the decision"), required=False, help_text=_("Leave it empty if not known.")
    )
    language = forms.ChoiceField(label=_("Language of the reasons"), choices=Decision.Language.choices)
    provisions = PlainTextField(
        label=_("Provisions"), help_text=_("Divided by commas: 279.01, 286.3(2), Charter 11(b)."), max_length=500, required=False
    )
    topics = forms.MultipleChoiceField(
        label=_("Topics"), choices=topic_choices, required=False, widget=forms.SelectMultiple(attrs={"size": 10})
    )
    held_en = LongTextField(
        label=_("What was decided, in English"),
        help_text=_("In your own words; English or French is enough."),
        max_length=5000,
        rows=4,
        required=False,
    )
    held_fr = LongTextField(label=_("What was decided, in French"), max_length=5000, rows=4, required=False)
    note_en = LongTextField(
        label=_("Note, in English"), help_text=_("What to know before relying on it."), max_length=5000, rows=3, required=False
    )
    note_fr = LongTextField(label=_("Note, in French"), max_length=5000, rows=3, required=False)
    treatment = forms.ChoiceField(label=_("What later courts did to it"), choices=Decision.Treatment.choices, required=False)
    treated_by = PlainTextField(
        label=_("By which decision"), help_text=_("The citation of a decision in the bank, if known."), max_length=200, required=False
    )
    sources = LongTextField(
        label=_("Sources"), help_text=_("Where it was read: one address or title on each line."), max_length=6000, rows=3, required=False
    )
    text = LongTextField(
        label=_("Text of the reasons"),
        help_text=_("May be pasted in; it is searched. Nothing under a ban."),
        max_length=1_000_000,
        rows=6,
        required=False,
    )

    def __init__(self, *args, **kwargs):
        """Take today as the latest day a decision can have."""
        super().__init__(*args, **kwargs)
        self.fields["decided_on"].latest = clock.today()

    def clean_citations(self):
        """Read each line as citations."""
        lines = self.cleaned_data["citations"].splitlines()
        try:
            cores = read_cores(lines)
        except ValueError as unread:
            line = str(unread)
            raise ValidationError(
                gettext("“%(line)s” is not a citation that can be read. Write it like 2019 ONCA 663 or [1991] 3 S.C.R. 326.")
                % {"line": line[:80] + ("…" if len(line) > 80 else "")}
            ) from None
        if len({core.key for core in cores}) > MOST_CITATIONS:
            raise ValidationError(
                gettext("Give %(most)d citations or fewer; these are %(count)d.") % {"most": MOST_CITATIONS, "count": len(cores)}
            )
        return cores

    def clean_provisions(self):
        """Read the provisions."""
        try:
            return read_provisions(self.cleaned_data["provisions"])
        except ValueError as unread:
            raise ValidationError(
                gettext("“%(piece)s” is not a provision that can be read. Write it like 279.01(1)(a) or Charter 11(b).")
                % {"piece": str(unread)[:60]}
            ) from None

    def clean_sources(self):
        """Keep one source a line."""
        lines = [line.strip() for line in self.cleaned_data["sources"].splitlines() if line.strip()]
        if len(lines) > MOST_SOURCES:
            raise ValidationError(
                gettext("Give %(most)d sources or fewer; these are %(count)d.") % {"most": MOST_SOURCES, "count": len(lines)}
            )
        if any(len(line) > 500 for line in lines):
            raise ValidationError(gettext("Shorten each source to 500 characters or fewer."))
        return lines

    def clean(self):
        """Ask for one holding, and for a court that agrees with the neutral citation."""
        cleaned = super().clean()
        if not cleaned.get("held_en") and not cleaned.get("held_fr") and not {"held_en", "held_fr"} & self.errors.keys():
            self.add_error("held_en", gettext("Say what was decided, in English or in French."))
        neutral = next((core for core in cleaned.get("citations") or [] if core.kind == "neutral"), None)
        code = cleaned.get("court_code")
        if neutral and code and COURTS[neutral.code].court != COURTS[code].court:
            self.add_error(
                "court_code",
                gettext("%(citation)s is the citation of another court. Choose the court again, or mend the citation.")
                % {"citation": f"{neutral.year} {neutral.code} {neutral.number}"},
            )
        if cleaned.get("treated_by") and not cleaned.get("treatment"):
            self.add_error("treatment", gettext("Say what that decision did to this one."))
        if "citations" in cleaned:
            cleaned["cores"] = cleaned.pop("citations")
        return cleaned


class WithdrawForm(ActForm):
    """Why published advice is taken back."""

    reason = LongTextField(
        label=_("Reason"), help_text=_("For the team. Readers only see that it was withdrawn."), max_length=2000, rows=4, min_length=10
    )

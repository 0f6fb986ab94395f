"""Forms of the pages that look across files."""

from django import forms
from django.utils.translation import gettext_lazy as _

from caseload import wording
from caseload.facets import KINDS, LANGUAGES
from foundation.pages.fields import LongTextField, PlainTextField
from foundation.pages.forms import ActForm
from foundation.search import query

COMPARED = ("decision", "advice", "request")
MOST_PASTED = 4_000_000


class TakeOutForm(forms.Form):
    """As what a report is taken out, and whether it leaves the office."""

    outside = forms.ChoiceField(
        label=_("Are you taking this out of the office?"),
        choices=[("yes", _("Yes: leave out what could tell who it is about")), ("no", _("No, it stays in the office"))],
        widget=forms.RadioSelect,
    )
    kind = forms.ChoiceField(
        label=_("As what"),
        choices=[("csv", _("Table as CSV")), ("xlsx", _("Workbook (XLSX)")), ("print", _("Printout"))],
        widget=forms.RadioSelect,
        initial="csv",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outside"].error_messages["required"] = _("Say whether it leaves the office.")
        self.fields["kind"].error_messages["required"] = _("Choose as what it is taken out.")


class NarrowForm(forms.Form):
    """What of the finds that are like a text is wanted."""

    kind = forms.MultipleChoiceField(
        label=_("What to find"),
        help_text=_("Nothing ticked finds all of them."),
        choices=[(kind, KINDS[kind]) for kind in COMPARED],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": _("Tick what to find."), "invalid_list": _("Tick what to find.")},
    )
    language = forms.ChoiceField(
        label=_("Language of what is found"),
        help_text=_("A text finds what is in the other language by its names and section numbers only."),
        choices=[("", _("Both")), *LANGUAGES.items()],
        required=False,
        error_messages={"invalid_choice": _("Choose a language.")},
    )

    def filters(self) -> dict[str, list[str]]:
        """Give what was chosen as the search takes it."""
        language = self.cleaned_data["language"]
        return {"kind": self.cleaned_data["kind"] or list(COMPARED), "language": [language] if language else []}


class SavedSearchForm(ActForm):
    """The name by which a person finds a search of hers again, and whether it tells what is new."""

    name = PlainTextField(label=_("Name"), max_length=100)
    tells_new = forms.BooleanField(
        label=_("Tell me what is new"),
        help_text=_("Once an hour at most, and only of what you may see then. The notice says how many and holds no words."),
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].error_messages["required"] = _("Give it a name by which you find it again.")
        self.fields["name"].widget.attrs["autocomplete"] = "off"


class FactsForm(NarrowForm):
    """The facts for which decisions and earlier advice are looked for."""

    facts = LongTextField(
        label=_("Facts"),
        help_text=_("Up to 20 pages, in English or French; names are not needed. Not stored, not logged, in no address."),
        max_length=MOST_PASTED,
        rows=12,
    )
    field_order = ["facts"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["facts"].error_messages["required"] = _("Paste the facts, or describe them in a few sentences.")
        self.fields["facts"].widget.attrs["autocomplete"] = "off"


def _box(label, help_text="", longest=200):
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=longest, strip=True)


def _year(label):
    wrong = _("Write the year with four digits.")
    bounds = {"min_value": 1800, "max_value": 2200}
    errors = {"invalid": wrong, "min_value": wrong, "max_value": wrong}
    return forms.IntegerField(label=label, required=False, error_messages=errors, **bounds)


class WriteSearchForm(forms.Form):
    """Boxes from which a search is written."""

    all_words = _box(_("All of these words"))
    phrase = _box(_("These words in this order"))
    any_words = _box(_("At least one of these words"))
    none_words = _box(_("None of these words"))
    near_one = _box(_("Near each other: this"), longest=80)
    near_other = _box(_("and this"), longest=80)
    within = forms.ChoiceField(
        label=_("Distance"), choices=list(wording.WITHIN.items()), error_messages={"invalid_choice": _("Choose one of the list.")}
    )
    section = _box(_("Section"), _("For example 279.01(1)(a)"), longest=30)
    court = _box(_("Court"), _("For example ONCA"), longest=80)
    from_year = _year(_("From the year"))
    to_year = _year(_("To the year"))

    def clean(self):
        """Refuse boxes that say nothing, years in the wrong order, and one side of a nearness without the other."""
        boxes = super().clean()
        if self.errors:
            return boxes
        if boxes["from_year"] and boxes["to_year"] and boxes["from_year"] > boxes["to_year"]:
            self.add_error("to_year", _("The last year cannot come before the first."))
        sides = [name for name in ("near_one", "near_other") if not wording.words_of(boxes[name])]
        if len(sides) == 1:
            self.add_error(sides[0], _("Write what it must be near to."))
        if self.errors:
            return boxes
        text = wording.written(boxes)
        if not text:
            self.add_error("all_words", _("Fill in at least one box with words."))
        try:
            query.parse(text)
        except query.QueryError as wrong:
            of_section = boxes["section"] and text[wrong.start :].startswith(tuple(wording.words_of(boxes["section"])))
            self.add_error("section" if of_section else "all_words", wrong.sentence)
        return boxes

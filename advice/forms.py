"""What people type about requests for advice."""

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import User
from foundation.pages.fields import DayField, LongTextField, PlainTextField
from foundation.pages.forms import ActForm
from precedents.models import Topic as BankTopic
from precedents.provisions import read_provisions

from .models.request import LANGUAGES
from .states import PRESSING, DeclineReason, Level, Mark, Need, Stage, Topic, Urgency

MOST_FOUND = 20
MOST_COLLEAGUES = 20


class PersonField(forms.ChoiceField):
    """One person out of those the view allows; gives the person."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.people = {}
        self.error_messages["invalid_choice"] = _("This person cannot be chosen. Choose another.")

    def offer(self, people, words=str, empty: str = "") -> None:
        """Let these people be chosen."""
        self.people = {person.ref: person for person in people}
        first = [("", empty or _("Choose a person"))]
        self.choices = first + [(ref, words(person)) for ref, person in self.people.items()]

    def clean(self, value):
        return self.people.get(super().clean(value))


def with_load(person) -> str:
    """A prosecutor with how many requests she has in hand."""
    return gettext("%(name)s (%(count)d in hand)") % {"name": person.name, "count": person.in_hand}


class AskForm(ActForm):
    """A question for the team; kept as a draft it may be incomplete."""

    question = PlainTextField(label=_("Your question in one sentence"), max_length=300)
    facts = LongTextField(
        label=_("Facts that matter"),
        help_text=_("No names are needed: write “the complainant”, “the accused”. Never name an informer."),
        required=False,
        max_length=20_000,
        rows=8,
    )
    topics = forms.MultipleChoiceField(label=_("Topics"), choices=Topic.choices, required=False, widget=forms.CheckboxSelectMultiple)
    stage = forms.ChoiceField(label=_("Where the matter stands"), choices=[("", _("Choose")), *Stage.choices], required=False)
    urgency = forms.ChoiceField(
        label=_("How soon an answer is needed"),
        choices=Urgency.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how soon an answer is needed.")},
    )
    urgency_reason = PlainTextField(
        label=_("Why then"), help_text=_("Needed where the answer is wanted now or today."), required=False, max_length=500
    )
    needed_by = DayField(
        label=_("Date by which you need it"),
        what=_("the date by which you need it"),
        required=False,
        help_text=_("If there is one: a court date, the expiry of a warrant."),
    )
    reference = PlainTextField(
        label=_("Case or occurrence number"), required=False, max_length=60, widget=forms.TextInput(attrs={"class": "field-medium"})
    )
    colleagues = LongTextField(
        label=_("Colleagues who may read along and reply for you"),
        help_text=_("Their work e-mail addresses, one on each line. Only colleagues of your own service or office."),
        required=False,
        max_length=2000,
        rows=2,
    )
    language = forms.ChoiceField(label=_("Language of your question"), choices=LANGUAGES, required=False)
    found = forms.Field(required=False, widget=forms.SelectMultiple)

    def __init__(self, *args, asker=None, as_draft=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.asker = asker
        self.as_draft = as_draft
        self.fields["language"].initial = get_language()
        if as_draft:
            for field in self.fields.values():
                field.required = False
        else:
            self.fields["question"].error_messages["required"] = _("Write the question.")

    def clean_colleagues(self):
        written = [word for word in self.cleaned_data["colleagues"].replace(",", " ").replace(";", " ").split() if word]
        if len(written) > MOST_COLLEAGUES:
            raise forms.ValidationError(_("Name %(count)d colleagues or fewer.") % {"count": MOST_COLLEAGUES})
        people = []
        for address in dict.fromkeys(word.lower() for word in written):
            person = self._colleague(address)
            if person is None:
                raise forms.ValidationError(_("No colleague of yours has the address %(address)s.") % {"address": address[:120]})
            people.append(person)
        return people

    def _colleague(self, address: str):
        asker = self.asker
        people = User.objects.filter(email=address, role=asker.role, is_active=True).exclude(pk=asker.pk)
        house = {"agency": asker.agency_id} if asker.agency_id else {"office": asker.office_id}
        return people.filter(**house).first()

    def clean_found(self):
        value = self.cleaned_data["found"] or []
        return list(dict.fromkeys(value if isinstance(value, list) else [value]))[:MOST_FOUND]

    def clean(self):
        cleaned = super().clean()
        if not self.as_draft and cleaned.get("urgency") in PRESSING and not cleaned.get("urgency_reason"):
            self.add_error("urgency_reason", _("Say why the answer is needed now or today."))
        cleaned["language"] = cleaned.get("language") or self.asker.language
        return cleaned


class AcceptFields(forms.Form):
    """What accepting a question settles."""

    topics = forms.MultipleChoiceField(label=_("Topics"), choices=Topic.choices, required=False, widget=forms.CheckboxSelectMultiple)
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Urgency.choices, required=False, widget=forms.RadioSelect)
    urgency_reason = PlainTextField(label=_("Why the urgency changes"), required=False, max_length=500)
    case_file = PlainTextField(
        label=_("Case file"),
        help_text=_("The number of a file you may open, like 26-HT-7K3M. Who is walled off that file no longer sees this request."),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"class": "field-medium"}),
    )
    to = PersonField(label=_("Adviser"), required=False)


class NeedFields(forms.Form):
    """What is missing, and until when it is waited for."""

    needs = forms.MultipleChoiceField(label=_("What is needed"), choices=Need.choices, required=False, widget=forms.CheckboxSelectMultiple)
    text = LongTextField(label=_("In your words, to the asker"), required=False, max_length=5000, rows=4)
    reply_by = DayField(label=_("Reply by"), what=_("the date for the reply"), required=False)


class BankFields(forms.Form):
    """What of the bank answers the question."""

    chosen = forms.ChoiceField(label=_("What the asker may read and the bank offers"), required=False, widget=forms.RadioSelect)
    item = PlainTextField(
        label=_("Or another item"),
        help_text=_("A citation, or the number or address of an item of the bank."),
        required=False,
        max_length=300,
    )
    note = LongTextField(label=_("Note to the asker"), required=False, max_length=5000, rows=3)

    def offer(self, hits) -> None:
        """Let these items of the bank be chosen."""
        self.fields["chosen"].choices = [(f"{hit.label}:{hit.ref}", hit.title) for hit in hits]
        if not hits:
            self.fields["chosen"].widget = forms.HiddenInput()


class DeclineFields(forms.Form):
    """Why not, and where to turn."""

    reason_code = forms.ChoiceField(label=_("Why"), choices=[("", _("Choose")), *DeclineReason.choices], required=False)
    turn_to = LongTextField(label=_("Where the asker can turn instead"), required=False, max_length=5000, rows=3)


class TriageForm(AcceptFields, NeedFields, BankFields, DeclineFields, ActForm):
    """One decision about a new question, with what that decision needs."""

    ACCEPT, MORE, BANK, DECLINE = "accept", "more", "bank", "decline"
    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            (ACCEPT, _("Accept")),
            (MORE, _("Need more from the asker")),
            (BANK, _("Already answered in the bank")),
            (DECLINE, _("Not for this team")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what to do with the question.")},
    )
    NEEDED = ("topics", "urgency", "reply_by", "reason_code", "turn_to")  # each by one decision: never marked as optional

    def clean(self):
        cleaned = super().clean()
        decision = cleaned.get("decision")
        if decision == self.ACCEPT:
            if not cleaned.get("topics"):
                self.add_error("topics", _("Choose at least one topic."))
            if not cleaned.get("urgency"):
                self.add_error("urgency", _("Choose the urgency."))
        if decision == self.MORE:
            _need_is_said(self, cleaned)
        if decision == self.BANK:
            _item_is_named(self, cleaned)
        if decision == self.DECLINE:
            _decline_is_said(self, cleaned)
        return cleaned


def _need_is_said(form, cleaned) -> None:
    if not cleaned.get("text") and not cleaned.get("needs") and "text" not in form.errors:
        form.add_error("text", _("Say what is needed."))
    if not cleaned.get("reply_by") and "reply_by" not in form.errors:
        form.add_error("reply_by", _("Enter the date for the reply."))


def _item_is_named(form, cleaned) -> None:
    if not cleaned.get("chosen") and not cleaned.get("item") and not {"chosen", "item"} & set(form.errors):
        form.add_error("item", _("Choose or name the item that answers the question."))


def _decline_is_said(form, cleaned) -> None:
    if not cleaned.get("reason_code") and "reason_code" not in form.errors:
        form.add_error("reason_code", _("Choose why."))
    if not cleaned.get("turn_to") and "turn_to" not in form.errors:
        form.add_error("turn_to", _("Say where the asker can turn instead."))


class NeedForm(NeedFields, ActForm):
    """Ask the asker for more."""

    reply_by = DayField(label=_("Reply by"), what=_("the date for the reply"))

    def clean(self):
        cleaned = super().clean()
        _need_is_said(self, cleaned)
        return cleaned


class BankForm(BankFields, ActForm):
    """Answer from the bank."""

    def clean(self):
        cleaned = super().clean()
        _item_is_named(self, cleaned)
        return cleaned


class DeclineForm(DeclineFields, ActForm):
    """Decline."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in ("reason_code", "turn_to"):
            self.fields[field].required = True
        self.fields["reason_code"].error_messages["required"] = _("Choose why.")
        self.fields["turn_to"].error_messages["required"] = _("Say where the asker can turn instead.")


class AssignForm(ActForm):
    """Who becomes the adviser."""

    to = PersonField(label=_("Adviser"), error_messages={"required": _("Choose an adviser.")})
    note = LongTextField(label=_("Note to the adviser"), required=False, max_length=2000, rows=3)


class HandOverForm(ActForm):
    """Who becomes the adviser, and why it changes hands."""

    to = PersonField(label=_("New adviser"), error_messages={"required": _("Choose an adviser.")})
    reason = LongTextField(label=_("Why it changes hands"), max_length=2000, rows=3)


class TextForm(ActForm):
    """Words to the other side, or why."""

    text = LongTextField(label=_("Your words"), max_length=20_000, rows=8)

    def __init__(self, *args, label=None, help_text="", required=True, rows=8, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["text"]
        field.label, field.help_text, field.required = label or field.label, help_text, required
        field.widget.attrs["rows"] = rows


class ConfirmForm(ActForm):
    """Nothing to type: the button is the decision."""


class ColleagueForm(ActForm):
    """The address of a colleague."""

    address = forms.EmailField(label=_("Work e-mail of your colleague"), max_length=254)


class LinkForm(ActForm):
    """The number of a case file, or nothing."""

    case_file = PlainTextField(
        label=_("Case file"),
        required=False,
        max_length=20,
        help_text=_("Like 26-HT-7K3M."),
        widget=forms.TextInput(attrs={"class": "field-medium"}),
    )


class AnswerForm(ActForm):
    """The answer, and what the team keeps to itself."""

    short_answer = LongTextField(label=_("Short answer"), required=False, max_length=5000, rows=4)
    analysis = LongTextField(
        label=_("Analysis"),
        help_text=_("Markdown: *emphasis*, **strong**, - lists, > quotes. The decisions you cite are listed under the answer, with links."),
        required=False,
        rows=18,
    )
    caveats = LongTextField(
        label=_("Caveats"), help_text=_("What was assumed; what would change the answer."), required=False, max_length=10_000, rows=4
    )
    intended_level = forms.ChoiceField(
        label=_("Meant for"),
        choices=Level.choices,
        widget=forms.RadioSelect,
        help_text=_("What police may read is countersigned by a lead before it is delivered."),
    )
    note = LongTextField(
        label=_("Internal note"), help_text=_("For the team alone; it is never sent."), required=False, max_length=10_000, rows=3
    )


class SendForReviewForm(ActForm):
    """Who is asked to read."""

    reader = PersonField(label=_("Second reader"), required=False)


class AfterwardsForm(ActForm):
    """How a second reader found an answer that went out before its reading."""

    GOOD, WANTING = "good", "wanting"
    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[(GOOD, _("The answer is right as it was delivered")), (WANTING, _("Something must be corrected"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how you found the answer.")},
    )
    comment = LongTextField(label=_("Comments"), help_text=_("The asker never sees them."), required=False, max_length=10_000, rows=6)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("decision") == self.WANTING and not cleaned.get("comment"):
            self.add_error("comment", _("Say what should change."))
        return cleaned


class MergeForm(ActForm):
    """Which open request carries the question."""

    chosen = forms.ChoiceField(label=_("Open requests on the same topics"), required=False, widget=forms.RadioSelect)
    into = PlainTextField(
        label=_("Or another open request"),
        help_text=_("Its number, like AR-26-4QXB."),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"class": "field-medium"}),
    )
    reason = LongTextField(label=_("Why they are one question"), required=False, max_length=2000, rows=3)

    def offer(self, requests) -> None:
        """Let these requests be chosen."""
        self.fields["chosen"].choices = [(row.ref, f"{row.ref}: {row.question}") for row in requests]
        if not requests:
            self.fields["chosen"].widget = forms.HiddenInput()
            self.fields["into"].label = _("The open request")

    def clean(self):
        cleaned = super().clean()
        cleaned["into"] = cleaned.get("into") or cleaned.get("chosen") or ""
        if not cleaned["into"] and not {"chosen", "into"} & set(self.errors):
            self.add_error("into", _("Choose or name the request that carries this question."))
        return cleaned


class ConvertForm(ActForm):
    """What a case file needs that a request never holds."""

    family_name = PlainTextField(
        label=_("Family name of the accused"), max_length=100, error_messages={"required": _("Enter the family name of the accused.")}
    )
    given_name = PlainTextField(label=_("Given name of the accused"), required=False, max_length=100)
    occurrence = PlainTextField(
        label=_("Occurrence number"), required=False, max_length=60, widget=forms.TextInput(attrs={"class": "field-medium"})
    )


class ReviewForm(ActForm):
    """How a second reader, or a lead beside her, found the answer."""

    APPROVE, RETURN, COUNTERSIGN = "approve", "return", "countersign"
    decision = forms.ChoiceField(
        label=_("Decision"), widget=forms.RadioSelect, error_messages={"required": _("Choose how you found the answer.")}
    )
    comment = LongTextField(label=_("Comments"), help_text=_("The asker never sees them."), required=False, max_length=10_000, rows=6)

    def __init__(self, *args, may_countersign=False, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(self.APPROVE, _("Approve the text as it stands")), (self.RETURN, _("Return it for changes"))]
        if may_countersign:
            choices.append((self.COUNTERSIGN, _("Countersign, as a lead, an answer meant for police")))
        self.fields["decision"].choices = choices

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("decision") == self.RETURN and not cleaned.get("comment"):
            self.add_error("comment", _("Say what should change."))
        return cleaned


class PublicationForm(ActForm):
    """A copy for the bank that tells nobody's story."""

    title = PlainTextField(label=_("Title"), max_length=200)
    question = LongTextField(label=_("Question"), max_length=5000, rows=3)
    short_answer = LongTextField(label=_("Short answer"), max_length=5000, rows=4)
    analysis = LongTextField(label=_("Analysis"), rows=16)
    level = forms.ChoiceField(label=_("Who may read it"), choices=Level.choices, widget=forms.RadioSelect)
    law_as_of = DayField(label=_("Law as of"), what=_("the day the law was stated"))
    review_on = DayField(label=_("Review on"), what=_("the day it is reviewed"))


class MarkForm(ActForm):
    """Why something that looks like an identifier may stand."""

    kind = forms.ChoiceField(choices=Mark.choices, widget=forms.HiddenInput)
    found = forms.CharField(max_length=200, widget=forms.HiddenInput, strip=False)
    reason = PlainTextField(label=_("Why it may stand"), max_length=300)


def bank_topics():
    """The subjects of the bank, in the reader's language."""
    return sorted(((topic.key, topic.label) for topic in BankTopic.objects.all()), key=lambda pair: pair[1].casefold())


class ApproveForm(ActForm):
    """Under what the bank files it."""

    provisions = PlainTextField(
        label=_("Provisions"), help_text=_("Divided by commas: 279.01, 286.3(2), Charter 11(b)."), max_length=500, required=False
    )
    topics = forms.MultipleChoiceField(label=_("Topics"), choices=bank_topics, required=False, widget=forms.CheckboxSelectMultiple)

    def clean_provisions(self):
        try:
            return read_provisions(self.cleaned_data["provisions"])
        except ValueError as wrong:
            raise forms.ValidationError(_("“%(text)s” is not a provision as we read them.") % {"text": str(wrong)[:80]}) from None


class UploadForm(ActForm):
    """A paper for a request."""

    file = forms.FileField(label=_("File"), error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")})
    title = PlainTextField(label=_("What it is"), required=False, max_length=200)
    team_only = forms.BooleanField(label=_("For the team alone; the asker does not see it"), required=False)

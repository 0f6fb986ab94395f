"""``/components/``: every component with invented data, the model for new pages and their test. In debug and tests only."""

from collections import namedtuple
from datetime import UTC, date, datetime
from types import SimpleNamespace

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from .fields import DayField, LongTextField, PlainTextField
from .forms import ActForm
from .listing import Choice, Group, Sort

TODAY = date(2026, 3, 3)
Guard = namedtuple("Guard", "met sentence url")
Entry = namedtuple("Entry", "when who text corrected")


class SampleForm(ActForm):
    """One field of every kind."""

    title = PlainTextField(label=_("Your question in one sentence"), help_text=_("No names are needed."), max_length=200)
    facts = LongTextField(label=_("Facts that matter"), required=False, rows=4)
    topic = forms.ChoiceField(
        label=_("Topic"), choices=[("", _("Choose a topic")), ("a", _("Elements of the offence")), ("b", _("Sentence"))]
    )
    needed = forms.ChoiceField(
        label=_("Needed by"),
        choices=[("today", _("Today, someone is in custody")), ("date", _("A date")), ("open", _("No rush"))],
        widget=forms.RadioSelect,
    )
    on = DayField(label=_("Date it happened"), help_text=_("Not the date on which you type it. For example 3 3 2026."))
    tags = forms.MultipleChoiceField(
        label=_("Applies to"), choices=[("1", "Alder, M."), ("2", "Alder, P.")], widget=forms.CheckboxSelectMultiple, required=False
    )
    bank = forms.BooleanField(label=_("Offer the answer for the bank"), required=False, help_text=_("Facts are removed first."))
    paper = forms.FileField(label=_("Attach a file"), required=False, help_text=_("PDF, Word or text, up to 500 MB."))


def sample():
    """Build the invented data of the page."""
    files = [
        SimpleNamespace(
            ref="26-HT-7K3M", title=_("R. v. Alder and 1 more"), situation=_("Disclosure reply needed"), tone="action", row_tone="risk",
            court=_("Toronto, Ontario Court of Justice"), next=date(2026, 3, 11), ceiling=date(2026, 4, 12), custody=1, ban=True,
        ),
        SimpleNamespace(
            ref="25-HT-C4XQ", title=_("R. v. Cedar"), situation=_("Waiting for the defence's election"), tone="wait", row_tone="neutral",
            court=_("Kenora, Ontario Court of Justice"), next=date(2026, 3, 5), ceiling=date(2026, 12, 1), custody=0, ban=False,
        ),
        SimpleNamespace(
            ref="25-HT-9BFN", title=_("R. v. Elm"), situation=_("Ready for judicial pre-trial"), tone="action", row_tone="neutral",
            court=_("Ottawa, Superior Court of Justice"), next=date(2026, 3, 4), ceiling=date(2026, 9, 21), custody=0, ban=False,
        ),
        SimpleNamespace(
            ref="24-HT-V8LD", title=_("R. v. Fir"), situation=_("Concluded: sentenced"), tone="done", row_tone="neutral",
            court="", next=None, ceiling=None, custody=0, ban=False,
        ),
    ]  # fmt: skip
    empty_form = SampleForm()
    wrong_form = SampleForm(data={"title": "", "needed": "", "on_day": "30", "on_month": "2", "on_year": "2026", "topic": "zz"})
    for form, prefix in ((empty_form, "plain_%s"), (wrong_form, "wrong_%s")):
        form.auto_id = prefix
    state = Group(
        "state",
        _("State of an accused"),
        [Choice("d", _("Disclosure reply needed"), True, "?"), Choice("e", _("Waiting for election"), False, "?")],
    )
    risk = Group("risk", _("Jordan date"), [Choice("90", _("Under 90 days"), True, "?"), Choice("30", _("Under 30 days"), False, "?")])
    sorts = [Sort("ceiling", _("Ceiling soonest"), ("ceiling",)), Sort("next", _("Next date"), ("next",))]
    moved = datetime(2026, 3, 3, 19, 10, tzinfo=UTC)
    return {
        "today": TODAY,
        "files": files,
        "file": files[0],
        "crumbs": [(_("Cases"), "#"), ("26-HT-7K3M", "")],
        "file_pages": [
            (_("Overview"), "#", True),
            (_("Accused and charges"), "#", False, 2),
            (_("Court dates"), "#", False),
            (_("Disclosure"), "#", False, 3),
            (_("Victims and witnesses"), "#", False),
            (_("Advice and law"), "#", False, 5),
            (_("Documents"), "#", False, 61),
            (_("History"), "#", False),
        ],
        "guards_now": [
            Guard(False, _("Log a reply to the disclosure request of February 20, 2026"), "#"),
            Guard(False, _("Record the accused's election"), "#"),
            Guard(True, _("The ban is on file"), ""),
            Guard(True, _("The victim was contacted"), ""),
        ],
        "entries": [
            Entry(moved, "Simone Roy", _("Alder, M.: from Waiting for disclosure reply to Ready for judicial pre-trial"), ""),
            Entry(moved.replace(hour=15), "Simone Roy", _("Next date changed from March 9 to March 11, 2026"), _("corrected by Kenji Ito")),
            Entry(datetime(2026, 2, 27, 15, 0, tzinfo=UTC), "Kenji Ito", _("Opened the file to cover court"), ""),
        ],
        "moved": moved,
        "groups": [state, risk],
        "chips": [(group.label, choice) for group in (state, risk) for choice in group.choices if choice.chosen],
        "sorts": sorts,
        "sort": sorts[0],
        "page": Paginator(range(143), 25).page(3),
        "plain_form": empty_form,
        "wrong_form": wrong_form,
        "draft": {"form": "sample", "about": "", "path": "/en/components/", "saved_at": moved},
        "dates": [date(2026, 2, 27), TODAY, date(2026, 3, 4), date(2026, 3, 14), date(2026, 4, 1)],
        "tones": [
            ("neutral", _("Closed")),
            ("action", _("Reply needed")),
            ("wait", _("Waiting for police")),
            ("done", _("Sentenced")),
            ("risk", _("Over the ceiling")),
        ],  # fmt: skip
    }


@login_not_required
def show_components(request):
    """Show every component; the page does not exist outside debug and tests."""
    if not (settings.DEBUG or getattr(settings, "SHOW_COMPONENTS", False)):
        raise Http404
    return render(request, "pages/components.html", sample())

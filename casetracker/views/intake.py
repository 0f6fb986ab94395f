"""From referral to the lead's decision."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casetracker import guards, policies, services
from casetracker.forms.base import CountRow, Rows, provisions
from casetracker.forms.intake import AccusedFields, ConflictNamesForm, DecideIntakeForm, NameRow, OpenCaseFileForm
from casetracker.matching import name_key
from casetracker.models import ConflictName, DuplicateHint
from casetracker.states import Access
from foundation import clock
from foundation.audit.acts import was_sent
from foundation.pages import drafts
from foundation.pages.views import ActFormView
from foundation.workflow.transitions import available_moves

from .base import FileForm

MOST_ACCUSED, MOST_COUNTS, MOST_NAMES = 20, 40, 60


def count_in(row) -> "services.CountIn":
    """Turn a checked row of a count into what the service takes."""
    typed = row.cleaned_data
    return services.CountIn(
        offence=typed["version"],
        offence_from=typed["offence_from"],
        offence_to=typed.get("offence_to"),
        number=typed.get("number"),
        texts={"": typed["version"]} if typed.get("offence_text") else {},
    )


def accused_in(form, rows) -> "services.AccusedIn":
    """Turn a checked accused with her counts into what the service takes."""
    typed = form.cleaned_data
    information = None
    if typed.get("information_number"):
        information = services.InformationIn(number=typed["information_number"], sworn_on=typed["sworn_on"], court=typed.get("court"))
    return services.AccusedIn(
        family_name=typed["family_name"],
        given_name=typed["given_name"],
        birth_date=typed["birth_date"],
        is_youth=typed["is_youth"],
        custody=typed["custody"] or "NOT_ARRESTED",
        counts=[count_in(row) for row in rows if not row.is_empty],
        information=information,
        own_services_reason=typed["own_services_reason"],
    )


def says_why(person, rows, victims) -> bool:
    """Ask why a lead should agree where somebody named as a victim is accused of her own services (s. 286.5), unless it is said."""
    typed = person.cleaned_data
    versions = [row.cleaned_data["version"] for row in rows if not row.is_empty]
    cited = sorted({version.citation for version in versions if version.own_services})
    key = name_key(typed["given_name"], typed["family_name"])
    if not cited or typed["own_services_reason"].strip() or not guards.is_among(key, typed["birth_date"], victims):
        return True
    sentence = gettext(
        "This accused is named as a victim, and nobody is prosecuted for one’s own sexual services (s. 286.5): say why %(cited)s "
        "should be charged all the same, and a lead is asked."
    )
    person.add_error("own_services_reason", sentence % {"cited": ", ".join(cited)})
    return False


class OpenCaseFile(ActFormView):
    """Open a file on one page: where it comes from, who is accused of what, names to check, and a look at what exists already."""

    template_name = "casetracker/open_case_file.html"
    form_class = OpenCaseFileForm
    draft_name = "open_case_file"

    def dispatch(self, request, *args, **kwargs):
        if not policies.may_open_case_file(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        form = self.get_form()
        draft = getattr(self, "draft", None)
        self.lay_rows(drafts.values(draft) if draft is not None else None)
        return self.render_to_response(self.get_context_data(form=form))

    def post(self, request, *args, **kwargs):
        asked = request.POST.get("row", "")
        if asked:
            self.lay_rows(request.POST, more=asked)
            form = self.kept_form()
            return self.render_to_response(self.get_context_data(form=form))
        self.lay_rows(request.POST, checked=True)
        form = self.get_form()
        rows_hold = all([self.accused.is_valid(), *[counts.is_valid() for counts in self.counts], self.names.is_valid()])
        if not (form.is_valid() and rows_hold):
            return self.form_invalid(form)
        if not self.information_has_counts() or not self.leads_are_asked():
            return self.form_invalid(form)
        self.duplicates = self.find_duplicates(form)
        is_second_send = was_sent(by=request.user, key=form.act_fields()["key"])  # what it would warn of is what the first send opened
        if self.duplicates and request.POST.get("seen") != self.seen_value() and not is_second_send:
            response = self.render_to_response(self.get_context_data(form=form))
            response.status_code = 422
            return response
        return self.form_valid(form)

    def lay_rows(self, typed, *, checked=False, more=""):
        """Lay out the rows of accused, counts and names as they stand in the page, one more where a button asked for it."""
        offered = provisions()
        self.offered = offered
        self.accused = Rows(AccusedFields, "accused", typed=typed, checked=checked, most=MOST_ACCUSED, more=more == "accused")
        self.counts = [
            Rows(
                CountRow,
                f"accused-{place}-count",
                typed=typed,
                checked=checked,
                most=MOST_COUNTS,
                more=more == f"accused-{place}-count",
                offered=offered,
            )
            for place in range(len(self.accused))
        ]
        self.names = Rows(NameRow, "name", typed=typed, checked=checked, most=MOST_NAMES, more=more == "name")

    def kept_form(self):
        """The main form with everything typed and no mistakes shown, because nothing was sent yet."""
        form = self.form_class(initial={})
        for name, field in form.fields.items():
            form.initial[name] = field.widget.value_from_datadict(self.request.POST, {}, name)
        return form

    def information_has_counts(self) -> bool:
        """An information has at least one count."""
        holds = True
        for person, counts in zip(self.accused, self.counts, strict=True):
            if person.cleaned_data.get("information_number") and all(row.is_empty for row in counts):
                person.add_error("information_number", _("An information has at least one count."))
                holds = False
            sworn_on = person.cleaned_data.get("sworn_on")
            for row in counts:
                if sworn_on and not row.is_empty and row.cleaned_data["offence_from"] > sworn_on:
                    row.add_error("offence_from", _("An offence cannot begin after the information was sworn."))
                    holds = False
        return holds

    def leads_are_asked(self) -> bool:
        """Whoever is named as a victim is accused of her own services only where a lead is asked."""
        victims = [(name_key(row.cleaned_data["name"]), None) for row in self.names if row.cleaned_data.get("kind") == "VICTIM"]
        said = [says_why(person, counts, victims) for person, counts in zip(self.accused, self.counts, strict=True)]
        return all(said)

    def find_duplicates(self, form):
        people = [
            (f"{person.cleaned_data['given_name']} {person.cleaned_data['family_name']}", person.cleaned_data["birth_date"])
            for person in self.accused
        ]
        people += [(row.cleaned_data["name"], None) for row in self.names if row.cleaned_data.get("name")]
        return services.duplicates_for(
            self.request.user, agency=form.cleaned_data["agency"], occurrence_number=form.cleaned_data["occurrence_number"], people=people
        )

    def seen_value(self) -> str:
        """What the button "Open it all the same" carries: the files it was pressed over."""
        return " ".join(sorted({match.case_file.ref for match in self.duplicates}))

    def perform(self, form):
        accused = [accused_in(person, counts) for person, counts in zip(self.accused, self.counts, strict=True)]
        names = [
            services.NameIn(
                name=row.cleaned_data["name"], kind=row.cleaned_data["kind"] or ConflictName._meta.get_field("kind").choices[-1][0]
            )
            for row in self.names
            if row.cleaned_data.get("name")
        ]
        case_file = services.open_case_file(
            by=self.request.user,
            at=clock.now(),
            key=form.act_fields()["key"],
            accused=accused,
            conflict_names=names,
            **form.cleaned_data,
        )
        return case_file.get_absolute_url()

    def get_context_data(self, **kwargs):
        duplicates = getattr(self, "duplicates", [])
        seen = {}
        for match in duplicates:
            seen.setdefault(match.case_file.pk, (match.case_file, []))[1].append(match.kind)
        kinds = dict(DuplicateHint._meta.get_field("kind").choices)
        return super().get_context_data(
            offered=list(self.offered),
            cards=list(zip(self.accused, self.counts, strict=True)),
            accused=self.accused,
            names=self.names,
            duplicates=[(case_file, [kinds[kind] for kind in found]) for case_file, found in seen.values()],
            seen=self.seen_value() if duplicates else "",
            all_forms=[*self.accused, *[row for counts in self.counts for row in counts], *self.names],
            submit=_("Open the file"),
            cancel_url=reverse("casetracker:list"),
            **kwargs,
        )


class CheckConflicts(FileForm):
    """Names for the conflict check, what they match, and its start."""

    template_name = "casetracker/conflicts.html"
    form_class = ConflictNamesForm
    heading = _("Conflict check")
    submit = _("Save the names")
    current = "file"
    allowed = "may_start_conflict_check"
    draft_name = "conflict_names"

    def get_initial(self):
        return {"names_complete": self.case_file.names_complete}

    def get(self, request, *args, **kwargs):
        form = self.get_form()
        draft = getattr(self, "draft", None)
        self.names = Rows(NameRow, "name", typed=drafts.values(draft) if draft is not None else None, most=MOST_NAMES)
        return self.render_to_response(self.get_context_data(form=form))

    def post(self, request, *args, **kwargs):
        if request.POST.get("row"):
            self.names = Rows(NameRow, "name", typed=request.POST, more=1, most=MOST_NAMES)
            form = self.form_class(record=self.case_file, initial={"names_complete": "names_complete" in request.POST})
            return self.render_to_response(self.get_context_data(form=form))
        self.names = Rows(NameRow, "name", typed=request.POST, checked=True, most=MOST_NAMES)
        form = self.get_form()
        return self.form_valid(form) if form.is_valid() and self.names.is_valid() else self.form_invalid(form)

    def perform(self, form):
        typed = self.sent(form)
        typed["names"] = [
            services.NameIn(name=row.cleaned_data["name"], kind=row.cleaned_data["kind"])
            for row in self.names
            if row.cleaned_data.get("name")
        ]
        services.add_conflict_names(case_file=self.case_file, **typed)
        return self.at("conflicts")

    def get_context_data(self, **kwargs):
        user = self.request.user
        return super().get_context_data(
            names=self.names,
            entered=list(ConflictName.objects.visible_to(user).filter(file=self.case_file)),
            hints=list(self.case_file.hints.visible_to(user).select_related("other")),
            may_resolve=policies.is_lead(self.case_file, user),
            walls=list(self.case_file.walls.visible_to(user).standing().select_related("user")),
            **kwargs,
        )


class ResolveHint(FileForm):
    """Say that a match with another file was looked at."""

    http_method_names = ["post"]

    def find(self, *, hint, **refs):
        super().find(**refs)
        self.hint_row = self.child(DuplicateHint.objects.filter(resolved_on=None), hint)

    def post(self, request, *args, **kwargs):
        services.resolve_hint(hint=self.hint_row, by=request.user, at=clock.now())
        return HttpResponseRedirect(self.at("conflicts"))


class DecideIntake(FileForm):
    """The lead's decision on a file."""

    template_name = "casetracker/decide_intake.html"
    form_class = DecideIntakeForm
    heading = _("Decide on the file")
    submit = _("Record the decision")
    current = "file"
    allowed = "may_decide_intake"
    draft_name = "decide_intake"

    def get_record(self):
        return self.case_file

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.has_lead = self.case_file.accesses.current().filter(acting_as=Access.LEAD_COUNSEL).exists()
        return form

    def perform(self, form):
        services.decide_intake(case_file=self.case_file, version=form.act_fields()["version"], **self.sent(form))
        return self.at("file")

    def get_context_data(self, **kwargs):
        options = [option for option in available_moves(self.case_file, self.request.user) if option.id == "F2"]
        return super().get_context_data(
            options=options,
            hints=list(self.case_file.hints.visible_to(self.request.user).filter(resolved_on=None).select_related("other")),
            **kwargs,
        )

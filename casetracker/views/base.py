"""What every page inside a file is made of: opened through the gate, under the file's header."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from casetracker import names, policies, selectors
from casetracker.merging import Conflict, merge
from casetracker.models import CaseFile
from foundation import clock
from foundation.audit.gate import open_record
from foundation.pages import days
from foundation.pages.views import ActFormView
from foundation.records import AlreadySent, Refusal, StaleRecord

from .foresight import foresee
from .frame import file_frame, load_spine
from .steps import STEP_PAGES


class InFile:
    """A page inside one file. ``current`` names its tab; ``allowed`` names the right it needs, in policies."""

    current = ""
    heading = ""
    allowed = ""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        rows = CaseFile.objects.select_related("agency", "office", "opened_by")
        self.case_file = open_record(request, rows, reason=self.why, ref=kwargs["ref"])
        self.proceedings = load_spine(self.case_file)
        self.find(**{name: value for name, value in kwargs.items() if name != "ref"})
        if self.allowed and not getattr(policies, self.allowed)(self.subject, request.user):
            raise PermissionDenied

    def why(self, record) -> str:
        """Say for the log of reading why this person may look, where that hangs on a reason she gave."""
        return selectors.cover_reason(policies.file_of(record), self.request.user)

    def find(self, **refs):
        """Find what lies inside the file and is named in the address."""

    @property
    def subject(self):
        """What the right is asked about: the file, where the page is not about something inside it."""
        return self.case_file

    def name(self, person) -> str:
        """Print a person's name on a page of this file."""
        person.file = self.case_file
        return names.display_name(person, self.request.user, names.PAGE)

    def child(self, rows, ref):
        """Find a row of this file that this person may see; :raises Http404: there is none."""
        found = rows.visible_to(self.request.user).filter(file=self.case_file, ref=ref).first()
        if found is None:
            raise Http404
        return found

    def at(self, name: str, **refs) -> str:
        """Give the address of a page of this file."""
        return reverse(f"casetracker:{name}", kwargs={"ref": self.case_file.ref, **refs})

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context.setdefault("heading", self.heading)
        context["case_file"] = self.case_file
        context["today"] = clock.today()
        context["frame"] = file_frame(self.case_file, self.request.user, proceedings=self.proceedings, current=self.current)
        return context


class FilePage(InFile, TemplateView):
    """A page of a file that only shows."""

    def get(self, request, *args, **kwargs):
        return self.render_to_response(self.get_context_data())


class FileForm(InFile, ActFormView):
    """A page of a file with one form and one service call."""

    template_name = "casetracker/form.html"
    submit = ""
    hint = ""
    about = ""
    danger = False
    back = "file"

    def back_url(self) -> str:
        """Where Cancel leads, and the form when it was sent."""
        return self.at(self.back)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            submit=self.submit, hint=self.hint, about=self.about, danger=self.danger, cancel_url=self.back_url(), **kwargs
        )

    def form_valid(self, form):
        """Make the step; where more than itself would follow, show that first and make it when it comes back confirmed."""
        if self.request.resolver_match.url_name not in STEP_PAGES:
            return super().form_valid(form)
        try:
            foreseen = foresee(self.case_file, self.request.user, lambda: self.perform(form))
        except (AlreadySent, Refusal, StaleRecord):
            return super().form_valid(form)  # what refuses the rehearsal refuses the step, and there it is said
        if foreseen.matters and self.request.POST.get("confirmed") != foreseen.digest:
            form.confirmed = foreseen.digest
            return self.render_to_response(self.get_context_data(form=form, foreseen=foreseen) | {"submit": _("Confirm and record")})
        response = super().form_valid(form)
        if response.status_code == 302:
            self.tell_what_followed(foreseen)
        return response

    def tell_what_followed(self, foreseen) -> None:
        """Say on the next page what else moved and which dates changed."""
        also = [f"{one.who}: {one.after}" for one in foreseen.moved if one.follows]
        also += [f"{one.who}, {one.what}: {one.before} → {one.after}" for one in foreseen.changed]
        if also:
            messages.success(self.request, _("Recorded. With it: %(what)s.") % {"what": "; ".join(also)})

    def sent(self, form) -> dict:
        """Give what every service takes: who, when, the key; and what was typed."""
        return {"by": self.request.user, "at": clock.now(), "key": form.act_fields()["key"], **form.cleaned_data}

    def draft_about(self) -> str:
        return self.subject.ref


class OfAccused:
    """A page about one accused of the file."""

    current = "accused_list"

    def find(self, *, accused, **refs):
        self.proceeding = next((one for one in self.proceedings if one.ref == accused), None)
        if self.proceeding is None:
            raise Http404
        super().find(**refs)

    @property
    def subject(self):
        return self.proceeding

    def back_url(self) -> str:
        return self.at("accused", accused=self.proceeding.ref)


class OfCount(OfAccused):
    """A page about one count of one accused."""

    def find(self, *, count, **refs):
        super().find(**refs)
        self.count = next((one for one in self.proceeding.counts.all() if one.ref == count), None)
        if self.count is None:
            raise Http404

    @property
    def subject(self):
        return self.count


class Collision(StaleRecord):
    """Tell that two people changed the same field; nothing was written."""


class MergingForm:
    """An edit over which two people can meet: different fields are joined, the same field is put to the second person.

    ``edited()`` gives the record; the form's fields bear the names of its fields; ``save(values, version, form)`` calls the service.
    """

    def edited(self):
        """The record this form edits."""
        return self.case_file

    def get_record(self):
        return self.edited()

    def get_initial(self):
        record = self.edited()
        return {name: getattr(record, name) for name in self.get_form_class().base_fields if hasattr(record, name) and name != "version"}

    def perform(self, form):
        asked = form.act_fields()["version"]
        for _attempt in range(3):
            record = type(self.edited()).objects.get(pk=self.edited().pk)
            typed = self.typed_values(form)
            values = self.joined(form, typed, record, asked) if asked is not None and asked != record.version else typed
            try:
                url = self.save(values, record.version, form)
            except StaleRecord as stale:
                last = stale
                continue
            self.tell_of_others(form, typed, values)
            return url
        raise last

    def tell_of_others(self, form, typed: dict, values: dict) -> None:
        """Say on the next page that somebody else changed other fields meanwhile, and that both changes stand."""
        others = [str(form.fields[name].label) for name in values if name in form.fields and (values[name] or "") != (typed[name] or "")]
        if others:
            sentence = _("Saved. Somebody else had changed this meanwhile: %(fields)s. Both changes are kept.")
            messages.success(self.request, sentence % {"fields": ", ".join(others)})

    def typed_values(self, form) -> dict:
        """What was typed, by the names of the record's fields."""
        return form.cleaned_data

    def joined(self, form, typed: dict, record, asked: int) -> dict:
        """Join what was typed with what was saved since; :raises Collision: both changed the same field."""
        old = record.history.filter(version=asked).order_by("-history_id").first()
        before = {name: getattr(old, name, None) for name in typed}
        now = {name: getattr(record, name) for name in typed}
        values, both = merge(before, now, typed)
        if both:
            form.conflicts = [
                Conflict(name, form.fields[name].label, shown(form, name, before[name]), shown(form, name, now[name]), values[name])
                for name in both
            ]
            raise Collision(
                record, _("Somebody changed the same thing while you were typing. Nothing of yours is lost; look, then send again.")
            )
        return values

    def save(self, values: dict, version: int, form) -> str:
        """Call the service; give the address to go to."""
        return self.back_url()


def shown(form, name: str, value) -> str:
    """Write a value as a reader of the form knows it."""
    choices = getattr(form.fields[name], "choices", None)
    if choices and not hasattr(value, "pk"):
        return str(dict(choices).get(value, value or ""))
    if value is True or value is False:
        return _("yes") if value else _("no")
    if hasattr(value, "year"):
        return days.day(value)
    return str(value or "")

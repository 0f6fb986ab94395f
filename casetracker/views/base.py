"""What every page inside a file is made of: opened through the gate, under the file's header."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from casetracker import bail, names, policies, selectors
from casetracker.models import BailHearing, CaseFile, Proceeding
from foundation import clock
from foundation.audit.gate import open_record
from foundation.pages import days
from foundation.pages.merging import MergingForm as Merging
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
    foretold = False
    """Whether what follows is shown first though the page makes no step of a machine."""

    def back_url(self) -> str:
        """Where Cancel leads, and the form when it was sent."""
        return self.at(self.back)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            submit=self.submit, hint=self.hint, about=self.about, danger=self.danger, cancel_url=self.back_url(), **kwargs
        )

    def form_valid(self, form):
        """Make the step; where more than itself would follow, show that first and make it when it comes back confirmed."""
        if self.request.resolver_match.url_name not in STEP_PAGES and not self.foretold:
            return super().form_valid(form)
        try:
            foreseen = foresee(self.case_file, self.request.user, lambda: self.perform(form), watch=self.watched)
        except (AlreadySent, Refusal, StaleRecord):
            return super().form_valid(form)  # what refuses the rehearsal refuses the step, and there it is said
        if foreseen.matters and self.request.POST.get("confirmed") != foreseen.digest:
            form.confirmed = foreseen.digest
            return self.render_to_response(self.get_context_data(form=form, foreseen=foreseen) | {"submit": _("Confirm and record")})
        response = super().form_valid(form)
        if response.status_code == 302:
            self.tell_what_followed(foreseen)
        return response

    def watched(self, case_file) -> dict[tuple[str, str], str]:
        """What else of a file is compared before and after, (whose, what) -> its words: the bail of those who had a hearing."""
        heard = BailHearing.objects.filter(proceeding__file=case_file)
        return bail_of(Proceeding.objects.filter(accused__in=heard.values("proceeding__accused")), self.name)

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


def bail_of(proceedings, name) -> dict[tuple[str, str], str]:
    """Where each of these accused is, and which release order is in force, in words."""
    found = {}
    rows = proceedings.select_related("accused").prefetch_related("accused__bans__provision", "accused__proceedings__release_orders")
    for proceeding in rows.order_by("pk"):
        who, order = name(proceeding.accused), bail.open_order(proceeding)
        found[who, _("Custody")] = proceeding.get_custody_display()
        found[who, _("Release order")] = _("in force since %(day)s") % {"day": days.day(order.made_on)} if order else _("none")
    return found


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


class MergingForm(Merging):
    """An edit of a file over which two people can meet; its form starts from the record's own fields."""

    def edited(self):
        """The record this form edits."""
        return self.case_file

    def get_record(self):
        return self.edited()

    def get_initial(self):
        record = self.edited()
        return {name: getattr(record, name) for name in self.get_form_class().base_fields if hasattr(record, name) and name != "version"}

    def save(self, values: dict, version: int, form) -> str:
        """Call the service; give the address to go to."""
        return self.back_url()

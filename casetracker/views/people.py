"""Victims, witnesses, counsel and officers of a file; names stay initials until shown, and showing is written down."""

from collections import Counter

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from casetracker import choices, names, policies, services, victim_law
from casetracker.forms.people import BanForm, EditAccusedPersonForm, EndBanForm, PersonForm
from casetracker.models import Ban, Participant, VictimRequest, VictimView
from foundation import clock
from foundation.audit.gate import log_read, open_record

from .base import FileForm, FilePage, MergingForm

ORDER = ("VICTIM", "WITNESS", "ACCUSED", "COUNSEL", "OFFICER", "OTHER")


class PersonLine:
    """One person as a list shows her."""

    def __init__(self, person, user):
        self.person = person
        self.name = names.display_name(person, user, names.PAGE)
        self.protected = names.is_protected(person)
        self.kind = person.get_kind_display()
        self.acts_for = names.display_name(person.acts_for, user, names.PAGE) if person.acts_for else ""
        self.bans = [ban for ban in person.bans.all() if ban.ended_on is None]


def people_of(case_file):
    """The people of a file with what their names hang on."""
    rows = (
        Participant.objects.filter(file=case_file)
        .select_related("acts_for")
        .prefetch_related("bans__provision", "acts_for__bans__provision")
    )
    for person in rows:
        person.file = case_file
        if person.acts_for:
            person.acts_for.file = case_file
        yield person


class PeoplePage(FilePage):
    """Everybody in the file by what they are in it, and the bans."""

    template_name = "casetracker/people.html"
    current = "people"
    heading = _("People")

    def get_context_data(self, **kwargs):
        user = self.request.user
        lines = sorted(
            (PersonLine(person, user) for person in people_of(self.case_file)),
            key=lambda line: (ORDER.index(line.person.kind), line.person.pk),
        )
        unanswered = Counter(
            VictimRequest.objects.open().filter(participant__file=self.case_file).order_by().values_list("participant_id", flat=True)
        )
        groups = {}
        for line in lines:
            line.unanswered = unanswered[line.person.pk]
            groups.setdefault(line.kind, []).append(line)
        by_person = {line.person.pk: line.name for line in lines}
        bans = [
            (ban, by_person.get(ban.participant_id, ""))
            for ban in Ban.objects.visible_to(user).filter(file=self.case_file).select_related("provision").order_by("ended_on", "made_on")
        ]
        return super().get_context_data(
            groups=list(groups.items()),
            bans=bans,
            may_add=policies.may_add_participant(self.case_file, user),
            may_ban=policies.may_record_ban(self.case_file, user),
            **kwargs,
        )


def requests_of(person, case_file, user) -> list[tuple[str, list[VictimRequest]]]:
    """What a person of a file asked for, by group, for a reader; in one query."""
    rows = list(VictimRequest.objects.filter(participant=person).select_related("recorded_by").order_by("asked_on", "pk"))
    if not policies.may_read_notes(case_file, user):
        for row in rows:
            row.note = row.answer_note = ""
    groups = []
    for group, kinds in victim_law.as_choices():
        codes = [code for code, _words in kinds]
        groups.append((group, [row for row in rows if row.kind in codes]))
    return [(group, found) for group, found in groups if found]


class OfPerson:
    """A page about one person of the file."""

    current = "people"

    def find(self, *, person, **refs):
        rows = Participant.objects.filter(file=self.case_file).select_related("acts_for").prefetch_related("bans__provision")
        self.person = open_record(self.request, rows, reason=lambda found: self.why(self.case_file), ref=person)
        self.person.file = self.case_file
        super().find(**refs)


class PersonPage(OfPerson, FilePage):
    """One person: initials until her name is asked for by a button, which is written down."""

    template_name = "casetracker/person.html"
    http_method_names = ["get", "post"]

    def post(self, request, *args, **kwargs):
        if not policies.may_read_contact(self.person, request.user):
            raise PermissionDenied
        log_read(request, Participant._meta.label, self.person.ref, page="casetracker:show_name", reason=self.why(self.case_file))
        return self.render_to_response(self.get_context_data(shown=True))

    def get_context_data(self, shown=False, **kwargs):
        user = self.request.user
        protected = names.is_protected(self.person)
        may_show = policies.may_read_contact(self.person, user)
        name = names.display_name(self.person, user, names.OWN_PAGE if shown else names.PAGE)
        views = []
        if policies.may_read_notes(self.case_file, user):
            views = list(VictimView.objects.filter(participant=self.person).select_related("proceeding__accused", "count__offence"))
            for view in views:
                view.proceeding.accused.file = self.case_file
        return super().get_context_data(
            person=self.person,
            heading=names.display_name(self.person, user, names.PAGE),
            name=name,
            shown=shown,
            protected=protected,
            may_show=may_show,
            may_edit=policies.may_add_participant(self.case_file, user),
            has_contact=bool(self.person.phone or self.person.email or self.person.address or self.person.safe_contact),
            views=views,
            requests=requests_of(self.person, self.case_file, user),
            asks=self.person.kind in choices.PROTECTED_KINDS,
            may_ask=policies.may_record_victim_request(self.case_file, user),
            bans=[ban for ban in self.person.bans.all() if ban.ended_on is None],
            acts_for=names.display_name(self._acts_for(), user, names.PAGE) if self.person.acts_for else "",
            **kwargs,
        )

    def _acts_for(self):
        self.person.acts_for.file = self.case_file
        return self.person.acts_for


class PersonForms:
    """What the forms of a person need: the accused a counsel may act for."""

    current = "people"
    back = "people"

    def get_form_kwargs(self):
        return {
            **super().get_form_kwargs(),
            "accused": Participant.objects.filter(file=self.case_file, kind="ACCUSED").prefetch_related("bans__provision"),
            "words": self.name,
        }


class AddPerson(PersonForms, FileForm):
    """A person added to the file."""

    form_class = PersonForm
    heading = _("Add a person")
    submit = _("Add the person")
    allowed = "may_add_participant"
    draft_name = "add_participant"

    def perform(self, form):
        services.add_participant(case_file=self.case_file, **self.sent(form))
        return self.at("people")


class EditPerson(OfPerson, PersonForms, MergingForm, FileForm):
    """What is kept of a person; her name and contact details are in the form, so opening it is written down as showing them."""

    heading = _("Change details")
    submit = _("Save")
    allowed = "may_add_participant"

    def find(self, **refs):
        super().find(**refs)
        if policies.may_read_contact(self.person, self.request.user):
            log_read(self.request, Participant._meta.label, self.person.ref, page="casetracker:show_name", reason=self.why(self.case_file))

    def get_form_class(self):
        return EditAccusedPersonForm if self.person.kind == "ACCUSED" else PersonForm

    def edited(self):
        return self.person

    def get_initial(self):
        initial = super().get_initial()
        if self.person.acts_for:
            initial["acts_for"] = self.person.acts_for.ref
        return initial

    def back_url(self):
        return self.at("person", person=self.person.ref)

    def save(self, values, version, form):
        services.edit_participant(
            participant=self.person, by=self.request.user, at=clock.now(), key=form.act_fields()["key"], version=version, **values
        )
        return self.back_url()


class AddBan(FileForm):
    """A ban on publication."""

    form_class = BanForm
    heading = _("Record a publication ban")
    submit = _("Record the ban")
    current = "people"
    allowed = "may_record_ban"
    back = "people"

    def get_form_kwargs(self):
        kinds = dict(Participant._meta.get_field("kind").choices)
        return {
            **super().get_form_kwargs(),
            "people": Participant.objects.filter(file=self.case_file).prefetch_related("bans__provision"),
            "words": lambda person: f"{self.name(person)} ({kinds[person.kind]})",
            "today": clock.today(),
        }

    def get_initial(self):
        return {"participant": self.request.GET.get("person", "")}

    def perform(self, form):
        services.add_ban(case_file=self.case_file, **self.sent(form))
        return self.at("people")


class EndBan(FileForm):
    """The end of a ban."""

    form_class = EndBanForm
    heading = _("End a publication ban")
    submit = _("Record the end of the ban")
    current = "people"
    allowed = "may_record_ban"
    back = "people"

    def find(self, *, ban, **refs):
        super().find(**refs)
        self.ban = Ban.objects.filter(file=self.case_file, ref=ban, ended_on=None).select_related("provision").first()
        if self.ban is None:
            raise Http404

    def get_record(self):
        return self.ban

    def get_context_data(self, **kwargs):
        self.about = f"{self.ban.provision.citation} {self.ban.provision.title}"
        return super().get_context_data(**kwargs)

    def perform(self, form):
        services.end_ban(ban=self.ban, version=form.act_fields()["version"], **self.sent(form))
        return self.at("people")

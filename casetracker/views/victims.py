"""What a victim or witness asks for, on pages of her own; and the answers."""

from urllib.parse import urlencode

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from casetracker import choices, policies, services, victim_law
from casetracker.forms.victims import AnswerVictimRequestForm, CorrectVictimRequestForm, VictimRequestForm
from casetracker.models import VictimRequest
from foundation import clock

from .base import FileForm, MergingForm
from .people import OfPerson


class VictimForm(OfPerson, FileForm):
    """A form about what one victim or witness asks for."""

    allowed = "may_record_victim_request"

    def back_url(self):
        return self.at("person", person=self.person.ref)

    def get_context_data(self, **kwargs):
        self.about = self.about or self.name(self.person)
        return super().get_context_data(**kwargs)


class RecordVictimRequest(VictimForm):
    """What she asks for."""

    form_class = VictimRequestForm
    heading = _("Record what she asks for")
    submit = _("Record it")

    def find(self, **refs):
        super().find(**refs)
        if self.person.kind not in choices.PROTECTED_KINDS:
            raise Http404

    def perform(self, form):
        services.record_victim_request(participant=self.person, **self.sent(form))
        return self.back_url()


class OfRequest:
    """A page about one thing that she asked for."""

    def find(self, *, victim_request, **refs):
        super().find(**refs)
        self.victim_request = VictimRequest.objects.filter(participant=self.person, ref=victim_request).first()
        if self.victim_request is None:
            raise Http404
        self.about = f"{self.name(self.person)}: {self.victim_request.get_kind_display()}"

    def get_record(self):
        return self.victim_request


class AnswerVictimRequest(OfRequest, VictimForm):
    """How it was answered."""

    form_class = AnswerVictimRequestForm
    heading = _("Answer to what she asked for")
    submit = _("Record the answer")

    def get_form_kwargs(self):
        asked_for = victim_law.row_on(self.victim_request.kind, self.victim_request.asked_on)
        return {**super().get_form_kwargs(), "answers": asked_for.answers if asked_for else ()}

    def perform(self, form):
        answered = services.answer_victim_request(
            victim_request=self.victim_request, version=form.act_fields()["version"], **self.sent(form)
        )
        granted = (answered.kind, answered.answer) == (victim_law.BAN_WANTED, VictimRequest.Answer.GRANTED)
        if granted and policies.may_record_ban(self.case_file, self.request.user):
            return f"{self.at('add_ban')}?{urlencode({'person': self.person.ref})}"  # the court made it: her name is protected from now on
        return self.back_url()


class CorrectVictimRequest(OfRequest, MergingForm, VictimForm):
    """What was recorded of it and of its answer."""

    form_class = CorrectVictimRequestForm
    heading = _("Correct what she asked for")
    submit = _("Save")

    def edited(self):
        return self.victim_request

    def save(self, values, version, form):
        services.correct_victim_request(
            victim_request=self.victim_request,
            by=self.request.user,
            at=clock.now(),
            key=form.act_fields()["key"],
            version=version,
            **values,
        )
        return self.back_url()

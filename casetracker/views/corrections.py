"""*Correct this*: set back what one act recorded, with both entries kept."""

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from casetracker import services
from casetracker.forms.moves import CorrectForm
from casetracker.models import CaseFile, Count, Proceeding
from foundation.workflow.corrections import moves_of
from foundation.workflow.models import Move

from .base import FileForm
from .foresight import words_of


class CorrectMove(FileForm):
    """Correct one recorded step, and all that its act recorded with it."""

    template_name = "casetracker/correct.html"
    form_class = CorrectForm
    heading = _("Correct this")
    submit = _("Correct it")
    current = "history"
    back = "history"

    def find(self, *, move):
        self.move = Move.objects.select_related("act__by").filter(ref=move).first()
        if self.move is None or not self._lies_here(self.move):
            raise Http404

    def _lies_here(self, move: Move) -> bool:
        mine = {(CaseFile._meta.label, self.case_file.ref)}
        mine |= {(Proceeding._meta.label, one.ref) for one in self.proceedings}
        mine |= {(Count._meta.label, count.ref) for one in self.proceedings for count in one.counts.all()}
        return (move.subject_label, move.subject_ref) in mine

    def draft_about(self) -> str:
        return self.move.ref

    def perform(self, form):
        services.correct_move(move=self.move, **self.sent(form))
        return self.back_url()

    def get_context_data(self, **kwargs):
        words = words_of(self.case_file, self.request.user)
        made = moves_of(self.move.act)
        return super().get_context_data(
            act=self.move.act,
            made=[(words.get((one.subject_label, one.subject_ref), ""), one) for one in made],
            resting=[(words.get((one.subject_label, one.subject_ref), ""), one) for one in services.moves_resting_on(self.move)],
            permitted=services.may_correct_move(self.move, self.request.user),
            **kwargs,
        )

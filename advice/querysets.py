"""Which requests a person may see, and the ways lists narrow them."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery

from casetracker.models import FileWall
from foundation.accounts.models import ASKERS, TEAM, Role

from .states import ON_THE_TEAM, OPEN, Reading, State


class AdviceRequestQuerySet(models.QuerySet):
    """Requests for advice."""

    def visible_to(self, user):
        """Narrow to what this person may see.

        Askers see what they asked or were named on, inside their own agency or office; team and records every request; nobody one
        linked to a file walled from her; a draft its asker alone; an administrator none.
        """
        if not user.is_authenticated or not user.is_active or user.role in (Role.ADM, Role.SVC):
            return self.none()
        walled = FileWall.objects.filter(user=user, file=OuterRef("case_file"), lifted_at=None)
        rows = self.filter(~Exists(walled))
        named = Exists(self.model.named.rel.related_model.objects.filter(request=OuterRef("pk"), person=user))
        if user.role in ASKERS:
            house = Q(agency=user.agency_id) if user.role == Role.POL else Q(office=user.office_id)
            return rows.filter(house, Q(asker=user) | (~Q(state=State.DRAFT) & Q(named)))
        return rows.filter(~Q(state=State.DRAFT) | Q(asker=user))

    def open(self):
        """Narrow to those on which somebody owes a step."""
        return self.filter(state__in=OPEN)

    def with_the_team(self):
        """Narrow to those on which the team owes the next step."""
        return self.filter(state__in=ON_THE_TEAM)

    def overdue(self, on):
        """Narrow to those whose promised date has passed while the team owes the next step."""
        return self.with_the_team().filter(due_on__lt=on)

    def due_by(self, on):
        """Narrow to those promised for this day or before, while the team owes the next step."""
        return self.with_the_team().filter(due_on__lte=on)

    def of_adviser(self, user):
        """Narrow to those in this prosecutor's hands."""
        return self.filter(assigned_to=user)

    def to_read(self, user):
        """Narrow to those waiting for a second reader, before or after their delivery, where this person may be the one."""
        if user.role not in (Role.PRO, Role.LEAD):
            return self.none()
        return self.filter(Q(state=State.IN_REVIEW) | Q(awaits_reading=True)).exclude(assigned_to=user)

    def to_correct(self, user):
        """Narrow to those whose recalled answer this prosecutor owes anew."""
        return self.filter(assigned_to=user, state=State.DELIVERED, is_recalled=True)

    def with_reading(self):
        """Bring along how the newest second reading of the text as it stands ended, for the situation."""
        answers = self.model.versions.rel.related_model
        readings = answers.readings.rel.related_model.objects.filter(
            answer__request=OuterRef("pk"),
            answer__delivered_at=None,
            at__gte=F("answer__changed_at"),
            result__in=[Reading.APPROVED, Reading.RETURNED],
        )
        return self.annotate(newest_reading=Subquery(readings.order_by("-pk").values("result")[:1]))

    def quiet_since(self, moment):
        """Narrow to answered ones whose latest delivery was at this moment or before, and is neither recalled nor still to be read."""
        return self.filter(state=State.DELIVERED, delivered_at__lte=moment, awaits_reading=False, is_recalled=False)

    def soonest_first(self):
        """Order by promised date, those without one last, then by the day they were asked."""
        return self.order_by(F("due_on").asc(nulls_last=True), "asked_at", "pk")


class OfRequest(models.QuerySet):
    """Rows that belong to a request and are seen by who sees everything of it."""

    def visible_to(self, user):
        """Narrow to rows of requests whose inner side this person may see: the team and records."""
        if not user.is_authenticated or not (user.role in TEAM or user.role == Role.REC):
            return self.none()
        requests = self.model._meta.get_field("request").related_model
        return self.filter(request__in=requests.objects.visible_to(user).exclude(state=State.DRAFT))

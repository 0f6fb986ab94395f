"""Who sees what: each queryset narrows to what a person may see, in one statement and through the file."""

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from foundation import clock
from foundation.accounts.models import Role

from .access import PROSECUTOR_ACCESS, READS_EVERY_FILE, holds_at
from .choices import PROTECTED_KINDS
from .states import ENDED, FILE_ACTIVE, FILE_INTAKE, FILE_LOCAL_CROWN_READS, LIVE, NOT_LIVE_ACCUSED, Access, CountState


def file_is_visible(user, path: str = "", *, from_places: bool = False) -> Q:
    """Say which rows belong to a file that a person may see; ``path`` leads from the row to the file, "" being the file itself.

    Her walls, of which there are few, are asked once for the whole list. Whether she has a place on the file is asked of each row, so that
    a few rows do not walk her places on all other files; ``from_places`` begins from those instead, for a list of everything she may see.
    """
    if not getattr(user, "is_active", False):
        return Q(pk__in=[])
    file_in = f"{path or 'pk'}__in"
    walls = apps.get_model("casetracker", "FileWall").objects.filter(user=user, lifted_at=None).order_by()
    owner, _dunder, _file = path.rpartition("__")
    if owner.endswith("proceeding"):  # the accused behind her walls are few as well, and then no row has to be joined to its accused
        behind = apps.get_model("casetracker", "Proceeding").objects.filter(file__in=walls.values("file")).order_by()
        open_to_her = ~Q(**{f"{owner}__in": behind.values("pk")})
    else:
        open_to_her = ~Q(**{file_in: walls.values("file")})
    if user.is_role(*READS_EVERY_FILE):
        return open_to_her
    access = apps.get_model("casetracker", "FileAccess").objects.filter(holds_at(clock.now()), user=user).order_by()

    def placed_as(*acting_as: str) -> Q:
        held = access.filter(acting_as__in=acting_as)
        return Q(**{file_in: held.values("file")}) if from_places else Q(Exists(held.filter(file=OuterRef(path or "pk"))))

    if user.is_role(Role.PRO):
        return open_to_her & placed_as(*PROSECUTOR_ACCESS)
    if user.is_role(Role.CRN):
        state = f"{path}__state__in" if path else "state__in"
        return open_to_her & placed_as(Access.LOCAL_CROWN) & Q(**{state: FILE_LOCAL_CROWN_READS})
    return Q(pk__in=[])


class OfFile(models.QuerySet):
    """Rows inside a file: whoever sees the file sees them."""

    file_path = "file"

    def visible_to(self, user):
        """Narrow to what this person may see."""
        return self.filter(file_is_visible(user, self.file_path))


class OfTeam(OfFile):
    """Rows inside a file that are the team's own: a local Crown never sees them."""

    def visible_to(self, user):
        """Narrow to what this person may see."""
        return self.none() if user.is_role(Role.CRN) else super().visible_to(user)


class OfLeads(OfFile):
    """Rows that only team leads and records staff see."""

    def visible_to(self, user):
        """Narrow to what this person may see."""
        return super().visible_to(user) if user.is_role(Role.LEAD, Role.REC) else self.none()


class OfProceeding(OfFile):
    """Rows inside a proceeding."""

    file_path = "proceeding__file"


class ParticipantQuerySet(OfFile):
    """The people of files."""

    def found_by_name(self):
        """Those whom a search may find by name, with what :func:`casetracker.names.is_protected` asks: a ban may still keep one back."""
        named = self.exclude(kind__in=PROTECTED_KINDS).filter(is_youth=False)
        return named.select_related("file").prefetch_related("bans__provision")


class VictimRequestQuerySet(OfFile):
    """What victims and witnesses asked for: whoever sees the person sees it."""

    file_path = "participant__file"

    def open(self):
        """Those that nobody answered."""
        return self.filter(answered_on=None)


class OfReleaseOrder(OfProceeding):
    """Rows inside a release order of an accused."""

    file_path = "order__proceeding__file"


class OfTeamProceeding(OfProceeding):
    """Rows inside a proceeding that are the team's own: a local Crown never sees them."""

    def visible_to(self, user):
        """Narrow to what this person may see."""
        return self.none() if user.is_role(Role.CRN) else super().visible_to(user)


class CaseFileQuerySet(models.QuerySet):
    """Case files."""

    def visible_to(self, user):
        """Narrow to the files this person may see: a wall beats everything, then her role and her place on the file."""
        return self.filter(file_is_visible(user))

    def all_visible_to(self, user):
        """The same files, for a list of all of them: begun from her places."""
        return self.filter(file_is_visible(user, from_places=True))

    def active(self):
        """Files on which the team has live work."""
        return self.filter(state__in=FILE_ACTIVE)

    def in_intake(self):
        """Files whose intake is not decided."""
        return self.filter(state__in=FILE_INTAKE)

    def of(self, user):
        """Files on which this person is counsel now."""
        access = apps.get_model("casetracker", "FileAccess").objects.filter(
            holds_at(clock.now()), user=user, acting_as__in=(Access.LEAD_COUNSEL, Access.COUNSEL), for_intake=False
        )
        return self.filter(pk__in=access.order_by().values("file"))

    def open_of(self, user):
        """Files in work on which this person is counsel now, walls aside; begun from the files in work, of which there are few
        however many she carried before."""
        if not user.is_active:
            return self.none()
        access = apps.get_model("casetracker", "FileAccess").objects.filter(
            holds_at(clock.now()),
            user=user,
            file=OuterRef("pk"),
            acting_as__in=(Access.LEAD_COUNSEL, Access.COUNSEL),
            for_intake=False,
        )
        walls = apps.get_model("casetracker", "FileWall").objects.filter(user=user, file=OuterRef("pk"), lifted_at=None)
        return self.filter(Exists(access.order_by()), ~Exists(walls.order_by()), state__in=(*FILE_ACTIVE, *FILE_INTAKE))

    def without_prosecutor(self):
        """Active files on which nobody is lead prosecutor now."""
        access = apps.get_model("casetracker", "FileAccess").objects.filter(
            holds_at(clock.now()), file=OuterRef("pk"), acting_as=Access.LEAD_COUNSEL
        )
        return self.active().filter(~Exists(access))

    def closest_first(self):
        """Order by the delay ceiling that comes first; files without one last."""
        return self.order_by(models.F("closest_ceiling_on").asc(nulls_last=True), "-referred_on", "ref")


class ProceedingQuerySet(OfFile):
    """Proceedings."""

    def live(self):
        """Those of accused who are live."""
        return self.exclude(state__in=NOT_LIVE_ACCUSED)


class CountQuerySet(models.QuerySet):
    """Counts."""

    def visible_to(self, user):
        """Narrow to what this person may see."""
        return self.filter(file_is_visible(user, "proceeding__file"))

    def live(self):
        """Counts before a court."""
        return self.filter(state__in=LIVE)

    def ended(self):
        """Counts that are over."""
        return self.filter(state__in=ENDED)

    def last_generation(self):
        """Counts that no other came from and that were not replaced: what is counted, so that a charge laid again counts once."""
        lineage = apps.get_model("casetracker", "CountLineage").objects.filter(old=OuterRef("pk"))
        return self.filter(~Exists(lineage)).exclude(state=CountState.REPLACED)


class OfCount(models.QuerySet):
    """Rows about one count."""

    def visible_to(self, user):
        """Narrow to what this person may see."""
        return self.filter(file_is_visible(user, "count__proceeding__file"))


class DecisionQuerySet(OfCount):
    """What courts did to counts."""


class LineageQuerySet(models.QuerySet):
    """How counts descend from each other."""

    def visible_to(self, user):
        """Narrow to what this person may see."""
        return self.filter(file_is_visible(user, "new__proceeding__file"))


class AccessQuerySet(OfTeam):
    """Rights of access to files."""

    def current(self):
        """Those that hold now."""
        return self.filter(holds_at(clock.now()))

    def counsel(self):
        """Those of the file's prosecutors."""
        return self.filter(acting_as__in=(Access.LEAD_COUNSEL, Access.COUNSEL))


class WallQuerySet(OfLeads):
    """Walls between a person and a file."""

    def standing(self):
        """Those that were not lifted."""
        return self.filter(lifted_at=None)


class DuplicateHintQuerySet(OfTeam):
    """Signs that two files may be about the same matter or person."""

    def visible_to(self, user):
        """Narrow to those of which this person may see both files."""
        return super().visible_to(user).filter(file_is_visible(user, "other"))


class AppearanceQuerySet(OfFile):
    """Days in court."""

    def pending(self):
        """Those whose result is not recorded."""
        return self.filter(result="")

    def in_order(self):
        """Order as they happen."""
        return self.order_by("on", "time", "pk")

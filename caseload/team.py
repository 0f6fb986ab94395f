"""The team in numbers, each of which is the length of a list that it opens."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from advice.models import AdviceRequest
from advice.states import ON_THE_TEAM
from advice.views.lists import RequestQueue
from casetracker.models import CaseFile, FileAccess, Proceeding
from casetracker.states import COUNSEL_ACCESS, FILE_ACTIVE, ProceedingState
from casetracker.views.files import CaseList
from foundation.accounts.models import Role, User


@dataclass(frozen=True)
class Figure:
    """A number, its words, and the address of the list it counts."""

    number: int
    words: str
    url: str
    tone: str = "neutral"


@dataclass(frozen=True)
class Load:
    """What one person carries."""

    person: User
    files: Figure
    at_risk: Figure
    advice: Figure


class Lists:
    """The lists as this reader would open them: a number is taken with the list's own filters."""

    def __init__(self, request):
        self.user = request.user
        self._cases, self._advice = CaseList(), RequestQueue()
        self._cases.setup(request)
        self._advice.setup(request)

    def cases(self, words: str, tone: str = "neutral", **chosen) -> Figure:
        """Count the files that the list shows with these filters."""
        number = self._cases.narrow(CaseFile.objects.visible_to(self.user), chosen).count()
        return Figure(number, words, self.address("casetracker:list", **chosen), tone)

    def advice(self, words: str, tone: str = "neutral", **chosen) -> Figure:
        """Count the requests that the list shows with these filters."""
        number = self._advice.narrow(AdviceRequest.objects.visible_to(self.user), chosen).count()
        return Figure(number, words, self.address("advice:list", **chosen), tone)

    def name_in_filter(self, person) -> str:
        """What the filter of prosecutors calls a person: the reader is "me" in her own list of files."""
        return "me" if person.pk == self.user.pk else person.ref

    @staticmethod
    def address(url_name: str, **chosen) -> str:
        """The address of a list with these filters."""
        pairs = [(name, value) for name, values in chosen.items() for value in values]
        return f"{reverse(url_name)}?{urlencode(pairs)}" if pairs else reverse(url_name)


ACTIVE = [str(state) for state in FILE_ACTIVE]
ON_TEAM = sorted(str(state) for state in ON_THE_TEAM)


def figures(lists: Lists) -> list[Figure]:
    """The numbers at the top of the team's page."""
    return [
        lists.cases(_("open files"), state=ACTIVE),
        lists.cases(_("files without a prosecutor"), "action", person=["without"]),
        lists.cases(_("Jordan dates under 90 days"), "risk", risk=["90"]),
        lists.advice(_("requests waiting for the team"), "action", state=ON_TEAM),
        lists.advice(_("requests overdue"), "risk", due=["overdue"]),
    ]


def risks(lists: Lists) -> list[Figure]:
    """Jordan dates by how near they are; each line holds the ones above it."""
    return [
        lists.cases(_("over the ceiling"), "risk", risk=["over"]),
        lists.cases(_("under 30 days, or over"), "risk", risk=["30"]),
        lists.cases(_("under 90 days, or over"), "wait", risk=["90"]),
    ]


def stages(lists: Lists, user) -> list[Figure]:
    """How many files have an accused at each stage, in the order of a prosecution."""
    rows = Proceeding.objects.visible_to(user).order_by().values("state").annotate(files=Count("file", distinct=True))
    found = {row["state"]: row["files"] for row in rows}
    return [
        Figure(found[state], str(state.label), lists.address("casetracker:list", stage=[state]))
        for state in ProceedingState
        if state in found
    ]


def loads(lists: Lists, user, at_risk_on) -> list[Load]:
    """What each prosecutor carries: active files as counsel, those with a Jordan date within 90 days, advice in hand."""
    people = User.objects.filter(role__in=(Role.PRO, Role.LEAD), is_active=True).order_by("name")
    held = FileAccess.objects.current().filter(acting_as__in=COUNSEL_ACCESS, for_intake=False)
    visible = CaseFile.objects.visible_to(user)
    files = _by_person(held.filter(file__in=visible.filter(state__in=FILE_ACTIVE).values("pk")), "user", "file")
    risky = _by_person(held.filter(file__in=visible.filter(closest_ceiling_on__lte=at_risk_on).values("pk")), "user", "file")
    advice = _by_person(AdviceRequest.objects.visible_to(user).with_the_team().exclude(assigned_to=None), "assigned_to", "pk")
    return [
        Load(
            person,
            Figure(
                files.get(person.pk, 0),
                _("open files"),
                lists.address("casetracker:list", person=[lists.name_in_filter(person)], state=ACTIVE),
            ),
            Figure(
                risky.get(person.pk, 0),
                _("Jordan under 90 days"),
                lists.address("casetracker:list", person=[lists.name_in_filter(person)], risk=["90"]),
            ),
            Figure(advice.get(person.pk, 0), _("requests in hand"), lists.address("advice:list", person=[person.ref], state=ON_TEAM)),
        )
        for person in people
    ]


def _by_person(rows, person: str, what: str) -> dict[int, int]:
    counted = rows.order_by().values(person).annotate(number=Count(what, distinct=True))
    return {row[person]: row["number"] for row in counted}

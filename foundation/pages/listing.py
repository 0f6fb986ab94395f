"""Lists: filters always open, OR inside a group and AND across groups, chosen values as chips, paging in the database."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.db.models.expressions import Combinable
from django.utils.functional import Promise, cached_property
from django.views.generic import TemplateView

PER_PAGE = 25


@dataclass(frozen=True)
class Filter:
    """One group of checkboxes.

    ``options(user)`` gives (value, label) pairs; ``narrow(rows, values)`` gives the rows that have any of the chosen values.
    """

    name: str
    label: str | Promise
    options: Callable[[object], Iterable[tuple[str, str | Promise]]]
    narrow: Callable[[QuerySet, list[str]], QuerySet]


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    chosen: bool
    url_without: str


@dataclass(frozen=True)
class Group:
    """A filter as the page shows it."""

    name: str
    label: str | Promise
    choices: list[Choice]


@dataclass(frozen=True)
class Sort:
    """One order of the list: its name in the URL, its words, and the columns."""

    name: str
    label: str | Promise
    columns: tuple[str | Combinable, ...]


class CappedPaginator(Paginator):
    """Pages of a list that may be very long: it is counted up to a limit and no further, and pages beyond it are not offered.

    Whoever looks for something older narrows the list; the count then says "more than".
    """

    limit = 10_000

    @cached_property
    def counted(self) -> int:
        """How many there are, counted one past the limit at most."""
        return self.object_list.order_by()[: self.limit + 1].count()

    @property
    def count(self) -> int:
        """How many the pages hold."""
        return min(self.counted, self.limit)

    @property
    def is_capped(self) -> bool:
        """Whether there are more than the pages hold."""
        return self.counted > self.limit


class ListPage(TemplateView):
    """A list with filters, sorting and pages of 25.

    Give ``template_name``, ``filters``, ``sorts`` (the first is the default) and ``rows()`` (already narrowed by ``visible_to``).
    The context has ``page`` (Django's Page), ``total``, ``groups``, ``chips``, ``sorts``, ``sort``, ``clear_url`` and ``page_url``
    (the address up to the page number).
    """

    filters: list[Filter] = []
    sorts: list[Sort] = []
    per_page = PER_PAGE
    paginator_class = Paginator

    def rows(self) -> QuerySet:
        """Every row this person may see."""
        raise NotImplementedError

    @cached_property
    def chosen(self) -> dict[str, list[str]]:
        """The values chosen in each group; unknown ones are dropped."""
        picked = {}
        for group in self.filters:
            known = {str(value) for value, _label in group.options(self.request.user)}
            picked[group.name] = [value for value in dict.fromkeys(self.request.GET.getlist(group.name)) if value in known]
        return picked

    def narrow(self, rows: QuerySet, chosen: dict[str, list[str]]) -> QuerySet:
        """Narrow rows by chosen values; a page that counts them calls this too, so that its number is the list's."""
        for group in self.filters:
            if values := chosen.get(group.name):
                rows = group.narrow(rows, values)
        return rows

    def narrowed(self) -> QuerySet:
        """The rows after every filter."""
        return self.narrow(self.rows(), self.chosen)

    def also_asked(self) -> list[tuple[str, str]]:
        """What else the address asks for, besides the groups and the order; kept when a value is taken away."""
        return []

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        sort = next((entry for entry in self.sorts if entry.name == self.request.GET.get("sort")), self.sorts[0] if self.sorts else None)
        rows = self.narrowed()
        if sort:
            rows = rows.order_by(*sort.columns)
        paginator = self.paginator_class(rows, self.per_page)
        page = paginator.get_page(self.request.GET.get("page"))
        kept = [(name, value) for name, values in self.chosen.items() for value in values]
        kept += self.also_asked()
        if sort and sort is not self.sorts[0]:
            kept.append(("sort", sort.name))
        groups = [self._group(group, kept) for group in self.filters]
        context.update(
            page=page,
            total=paginator.count,
            capped=getattr(paginator, "is_capped", False),
            groups=groups,
            chips=[(group.label, choice) for group in groups for choice in group.choices if choice.chosen],
            sorts=self.sorts,
            sort=sort,
            clear_url=self.request.path,
            page_url=f"{self.request.path}?{urlencode(kept)}{'&' if kept else ''}page=",
        )
        return context

    def _group(self, group: Filter, kept) -> Group:
        choices = []
        for value, label in group.options(self.request.user):
            others = [pair for pair in kept if pair != (group.name, str(value))]
            url = f"{self.request.path}?{urlencode(others)}" if others else self.request.path
            choices.append(Choice(str(value), str(label), str(value) in self.chosen[group.name], url))
        return Group(group.name, group.label, choices)

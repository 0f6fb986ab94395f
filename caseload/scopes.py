"""The scopes of a search: what it looks among. A scope is a choice of kinds, the same filter that the address holds for one kind alone."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from caseload.facets import KINDS

TOGETHER: list[tuple[str | Promise, tuple[str, ...]]] = [(_("Our advice"), ("advice", "request"))]
"""Kinds that are looked among as one; every other kind is a scope of its own."""


@dataclass(frozen=True)
class Scope:
    """One scope as the page offers it; no kinds stand for everything."""

    label: str | Promise
    kinds: tuple[str, ...]
    count: int
    current: bool


def scopes(found_at_all: Collection[str], counts: Mapping[str, int], chosen: Collection[str]) -> list[Scope]:
    """List the scopes of a person.

    :param found_at_all: the kinds of which she may find anything
    :param counts: how many of each kind this search finds
    :param chosen: the kinds that are filtered by
    """
    together = {kind: (label, kinds) for label, kinds in TOGETHER for kind in kinds}
    offered = dict.fromkeys(together.get(kind, (KINDS[kind], (kind,))) for kind in KINDS if kind in found_at_all)
    offered |= dict.fromkeys((kind, (kind,)) for kind in sorted(set(found_at_all) - set(KINDS)))
    picked = set(chosen)
    return [
        Scope(pgettext("scope of a search", "Everything"), (), sum(counts.values()), not picked),
        *(
            Scope(label, kinds, sum(counts.get(kind, 0) for kind in kinds), bool(picked) and picked <= set(kinds))
            for label, kinds in offered
        ),
    ]

"""Two people edit one record: what each changed is kept, and what both changed is put to the second."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Conflict:
    """One field that two people changed in different ways: how it was, how it is now, and what the second typed."""

    name: str
    label: str
    before: object
    now: object
    typed: object


def merge(before: dict, now: dict, typed: dict) -> tuple[dict, list[str]]:
    """Join what was typed over an old version with what was saved since.

    Gives the values to save and the names of the fields that both changed, in different ways; for these the typed value stands.
    """
    merged, both = {}, []
    for name, value in typed.items():
        if _same(value, before.get(name)):
            merged[name] = now.get(name)
            continue
        merged[name] = value
        if not _same(now.get(name), before.get(name)) and not _same(now.get(name), value):
            both.append(name)
    return merged, both


def _same(one, other) -> bool:
    return (one or "") == (other or "") if isinstance(one, str) or isinstance(other, str) else one == other

"""Whether work is in a person's hands: asked of the packages above, which register how to find out; this room knows none of them."""

from collections.abc import Callable

from .models import Role, User

_asks: list[Callable[[User, User | None], bool]] = []
_endings: list[Callable[[User], None]] = []


def register(ask: Callable[[User, User | None], bool]) -> Callable[[User, User | None], bool]:
    """Register ``ask(person, viewer) -> bool``; a viewer of None stands for nobody in particular, for whom nothing is hidden."""
    if ask not in _asks:
        _asks.append(ask)
    return ask


def register_ending(ending: Callable[[User], None]) -> Callable[[User], None]:
    """Register ``ending(person)``: what ends with an account that is closed for good. It runs inside the act that closes it."""
    if ending not in _endings:
        _endings.append(ending)
    return ending


def end_all(person: User) -> None:
    """End what is only for the eyes of somebody whose account is closed. Inside an act."""
    for ending in _endings:
        ending(person)


def in_hands(person: User, by: User) -> bool:
    """Say whether work is left in this person's hands, as far as who asks may know: a lead learns nothing of what is walled from her.

    An administrator, who reads no content, learns that there is something, and nothing of what.
    """
    viewer = None if by.is_role(Role.ADM) else by
    return any(ask(person, viewer) for ask in _asks)

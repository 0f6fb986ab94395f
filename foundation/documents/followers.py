"""What follows when a paper comes, is read or goes: the package whose record it belongs to registers it; this room knows none of them."""

from collections.abc import Callable

from .models import Document

_followers: dict[str, Callable[[Document], None]] = {}


def register(label: str, follow: Callable[[Document], None]) -> None:
    """Register ``follow(document)`` for the papers of the records of one model. It runs inside the act that changed the paper."""
    _followers[label] = follow


def tell(document: Document) -> None:
    """Have whoever keeps the record follow a change of its paper."""
    follow = _followers.get(document.about_label)
    if follow is not None:
        follow(document)

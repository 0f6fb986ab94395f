"""Numbers in a notice that must be true when it is read: asked of the package that sent it, for all notices of a page at once."""

from collections.abc import Callable, Collection, Iterable, Mapping

from .models import Notice

_asked: dict[str, Callable[..., Mapping[str, dict]]] = {}


def register(template: str, words: Callable[..., Mapping[str, dict]]) -> None:
    """Register ``words(user, refs) -> {ref: words}`` for a template: what its line prints besides what was stored with the notice."""
    _asked[template] = words


def fill(user, notices: Iterable[Notice]) -> list[Notice]:
    """Give the notices with the words that hold now."""
    filled = list(notices)
    by_template: dict[str, list[Notice]] = {}
    for notice in filled:
        by_template.setdefault(notice.template, []).append(notice)
    for template, some in by_template.items():
        if template in _asked:
            refs: Collection[str] = {notice.about_ref for notice in some}
            words = _asked[template](user, refs)
            for notice in some:
                notice.live_words = words.get(notice.about_ref, {})
    return filled

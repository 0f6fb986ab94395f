"""Server drafts: what was typed survives sign-out, a crash and a new release."""

import hashlib
import json
from datetime import timedelta

from django.core.cache import cache
from django.db import transaction
from django.http import QueryDict

from foundation import clock

from .models import Draft

LIFE = timedelta(days=30)
NEVER_KEPT = frozenset({"csrfmiddlewaretoken", "key", "password", "code", "send_again"})
NEVER_KEPT |= {"draft_form", "draft_about", "draft_path", "draft_title", "draft_page", "draft_turn"}
NOT_TYPED = frozenset({"version", "draft_turn"})  # the version is kept: what is sent from a draft is joined with what was saved since
MOST = 400_000  # characters of one draft
LATE = 3600  # seconds in which a saving may still arrive after its form was sent


def save(owner, *, form: str, about: str, path: str, data: QueryDict, title: str = "") -> Draft | None:
    """Keep what stands in a form now; an empty form keeps nothing, nor does one that was sent. The newest saving wins.

    A page counts its savings in ``draft_turn``, since one that it makes while it is left can overtake the one before. What page it is says
    ``draft_page``, anew each time it is loaded: a form shown again after a mistake keeps its ``key`` and counts from the start.
    """
    values = {name: data.getlist(name) for name in data if name not in NEVER_KEPT}
    page, turn = data.get("draft_page", "")[:40], data.get("draft_turn", "")
    if page and turn.isdecimal():
        values["draft_turn"] = [page, turn[:9]]
    text = json.dumps(values, ensure_ascii=False)
    if len(text) > MOST or not any(entry.strip() for name, entries in values.items() if name not in NOT_TYPED for entry in entries):
        return None
    with transaction.atomic():
        draft, made = Draft.objects.select_for_update().get_or_create(
            owner=owner, form=form, about=about, defaults={"saved_at": clock.now()}
        )
        if draft.buried_at is not None:
            return None
        if made or not _overtaken(draft, values):
            draft.path, draft.data, draft.title, draft.saved_at = path, text, title[:200], clock.now()
            draft.save()
    if cache.get(_sent(owner, data.get("key", ""))):  # asked after the write, as discard() says so before it deletes
        discard(owner, form=form, about=about)
        return None
    return draft


def find(owner, *, form: str, about: str) -> Draft | None:
    """Give a person's draft of a form, unless it is older than ``LIFE``."""
    return Draft.objects.kept_for(owner).filter(form=form, about=about, saved_at__gt=clock.now() - LIFE).first()


def values(draft: Draft) -> QueryDict:
    """What was typed, as a form reads it."""
    typed = QueryDict(mutable=True)
    for name, entries in json.loads(draft.data).items():
        if name != "draft_turn":
            typed.setlist(name, entries)
    return typed


def discard(owner, *, form: str, about: str, key: str = "") -> None:
    """Throw a draft away once its form was sent; a saving of the same page that arrives late is thrown away too."""
    if key:
        cache.set(_sent(owner, key), True, LATE)
    Draft.objects.filter(owner=owner, form=form, about=about, buried_at=None).delete()


def bury(owner, *, form: str, about: str) -> None:
    """Throw away the draft of a record that is gone for good; no page of it that is still open somewhere brings it back."""
    draft = Draft.objects.filter(owner=owner, form=form, about=about).first() or Draft(owner=owner, form=form, about=about)
    draft.path, draft.data, draft.title, draft.saved_at, draft.buried_at = "", "", "", clock.now(), clock.now()
    draft.save()


def throw_away(at) -> None:
    """Delete drafts that nobody touched for ``LIFE``, and the empty rows of buried ones."""
    Draft.objects.filter(saved_at__lt=at - LIFE).delete()


def _overtaken(draft: Draft, values: dict) -> bool:
    """Whether a later saving of the same page is kept already."""
    page, turn = values.get("draft_turn") or ("", "0")
    kept_page, kept_turn = json.loads(draft.data).get("draft_turn") or ("", "0")
    return page == kept_page != "" and int(turn) < int(kept_turn)


def _sent(owner, key: str) -> str:
    return f"sent:{owner.pk}:{hashlib.sha256(key.encode()).hexdigest()}"

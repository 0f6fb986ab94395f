"""Server drafts: what was typed survives sign-out, a crash and a new release."""

import json
from datetime import timedelta

from django.db import transaction
from django.http import QueryDict

from foundation import clock

from .models import Draft

LIFE = timedelta(days=30)
NEVER_KEPT = frozenset(
    {"csrfmiddlewaretoken", "key", "version", "password", "code", "draft_form", "draft_about", "draft_path", "draft_title"}
)
MOST = 400_000  # characters of one draft


def save(owner, *, form: str, about: str, path: str, data: QueryDict, title: str = "") -> Draft | None:
    """Keep what stands in a form now; an empty form keeps nothing. The newest saving wins."""
    values = {name: data.getlist(name) for name in data if name not in NEVER_KEPT}
    text = json.dumps(values, ensure_ascii=False)
    if len(text) > MOST or not any(entry.strip() for entries in values.values() for entry in entries):
        return None
    with transaction.atomic():
        draft = Draft.objects.filter(owner=owner, form=form, about=about).first() or Draft(owner=owner, form=form, about=about)
        draft.path, draft.data, draft.title, draft.saved_at = path, text, title[:200], clock.now()
        draft.save()
    return draft


def find(owner, *, form: str, about: str) -> Draft | None:
    """Give a person's draft of a form, unless it is older than ``LIFE``."""
    return Draft.objects.filter(owner=owner, form=form, about=about, saved_at__gt=clock.now() - LIFE).first()


def values(draft: Draft) -> QueryDict:
    """What was typed, as a form reads it."""
    typed = QueryDict(mutable=True)
    for name, entries in json.loads(draft.data).items():
        typed.setlist(name, entries)
    return typed


def discard(owner, *, form: str, about: str) -> None:
    """Throw a draft away once its form was sent."""
    Draft.objects.filter(owner=owner, form=form, about=about).delete()

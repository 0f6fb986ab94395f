"""Taking a file in, and taking it off the record."""

from foundation import clock
from foundation.audit.acts import act
from foundation.jobs.queue import enqueue

from . import followers, store
from .kinds import UploadRefused, examine
from .models import Document

__all__ = ["UploadRefused", "remove_document", "store_upload"]


def store_upload(*, upload, about, by, at=None, key=None, title: str = "", team_only: bool = False) -> Document:
    """Keep an upload and tie it to a record; its text is read by the worker afterwards.

    The bytes are on disk before the row is written, so a crash leaves an orphan that is swept, never a row without its file.

    :raises UploadRefused: empty, too large, of a kind not taken in, not what its name says, or named like a path
    """
    kind = examine(upload)
    stored = store.keep(upload.chunks())
    with act(by=by, at=at or clock.now(), kind="store_document", key=key) as this_act:
        document = Document.objects.create(
            about_label=about._meta.label,
            about_ref=about.ref,
            name=kind.name,
            title=title,
            media_type=kind.media_type,
            size=stored.size,
            sha256=stored.sha256,
            stored_as=stored.name,
            team_only=team_only,
            uploaded_by=by,
            uploaded_at=this_act.at,
        )
        enqueue("read_document", {"document": document.ref}, by=by, act=this_act, unique_key=document.ref)
        followers.tell(document)
        this_act.result("document", ref=document.ref)
    return document


def remove_document(*, document: Document, by, at=None, key=None, version=None) -> None:
    """Take a paper off the list; its bytes and its history stay."""
    with act(by=by, at=at or clock.now(), kind="remove_document", key=key) as this_act:
        document.removed_at = this_act.at
        document.save()
        followers.tell(document)

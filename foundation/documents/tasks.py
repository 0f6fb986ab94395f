"""The worker's half: reading text, and sweeping what a crash left behind."""

from foundation import clock
from foundation.audit.acts import act
from foundation.jobs.queue import handler, periodic

from . import followers, store
from .extract import NotReadable, text_of
from .models import Document


@handler("read_document")
def read_document(job, progress):
    """Read a document's text once; a file without text is marked not searchable, with the cause."""
    document = Document.objects.get(ref=job.params["document"])
    try:
        text, state, cause = text_of(document), Document.TextState.READ, ""
    except NotReadable as fault:
        text, state, cause = "", Document.TextState.NONE, str(fault)
    with act(by=None, at=clock.now(), kind="read_document"):
        document.text, document.text_state, document.text_cause = text, state, cause
        document.save()
        followers.tell(document)
    return {"state": state}


@periodic(seconds=3600)
def sweep_orphans(at):
    """Remove files that no row names."""
    store.sweep(set(Document.objects.values_list("stored_as", flat=True)))

"""The text of PDF, Word and plain files, for search."""

from django.utils.translation import gettext_noop

from . import store
from .kinds import DOCX
from .models import Document

MOST_PAGES = 5000
MOST_TEXT = 5_000_000


class NotReadable(Exception):
    """Tell why no text can be had; the sentence is shown on the document's page."""


def text_of(document: Document) -> str:
    """Read the text of a stored file; :raises NotReadable: with the cause."""
    place = store.path_of(document.stored_as)
    if document.media_type == "application/pdf":
        text = _pdf(place)
    elif document.media_type == DOCX:
        text = _docx(place)
    elif document.media_type in ("text/plain", "text/csv"):
        text = _plain(place)
    else:
        raise NotReadable(gettext_noop("files of this kind are not read for search"))
    text = text.replace("\x00", "").strip()[:MOST_TEXT]
    if not text:
        raise NotReadable(gettext_noop("it holds no text; it may be a scan"))
    return text


def _pdf(place) -> str:
    import pypdf  # when the first paper is read: no process need begin with it
    from pypdf.errors import PyPdfError

    try:
        reader = pypdf.PdfReader(place)
        if reader.is_encrypted and not reader.decrypt(""):
            raise NotReadable(gettext_noop("it is locked with a password"))
        if len(reader.pages) > MOST_PAGES:
            raise NotReadable(gettext_noop("it has more than 5,000 pages"))
        return "\n".join(page.extract_text() for page in reader.pages)
    except (PyPdfError, OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, NotImplementedError) as fault:
        raise NotReadable(gettext_noop("it is damaged")) from fault


def _docx(place) -> str:
    import docx

    try:
        paper = docx.Document(str(place))
    except (KeyError, ValueError, OSError, SyntaxError) as fault:  # lxml's syntax errors are SyntaxErrors
        raise NotReadable(gettext_noop("it is damaged")) from fault
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in paper.paragraphs), *cells])


def _plain(place) -> str:
    raw = place.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")

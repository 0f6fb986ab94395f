"""Which files are taken in, by what they are and not only by what they are called."""

import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath

import filetype
from django.conf import settings
from django.utils.translation import gettext as _

from foundation.records import Refusal

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ALLOWED = {
    ".pdf": "application/pdf",
    ".docx": DOCX,
    ".xlsx": XLSX,
    ".pptx": PPTX,
    ".txt": "text/plain",
    ".csv": "text/csv",
    ".rtf": "application/rtf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
}
OFFICE = {DOCX, XLSX, PPTX}
MOST_UNPACKED = 1024 * 1024 * 1024
MOST_RATIO = 200


class UploadRefused(Refusal):
    """Say why a file is not taken in."""

    def __init__(self, sentence):
        super().__init__(sentence, "file")


@dataclass(frozen=True)
class Kind:
    """What a file is: the name we show, and its media type."""

    name: str
    media_type: str


def examine(upload) -> Kind:
    """Look at the name, the size and the first bytes of an upload; :raises UploadRefused: with the reason."""
    name = safe_name(upload.name or "")
    if upload.size == 0:
        raise UploadRefused(_("“%(name)s” is empty. Choose the file again.") % {"name": name})
    if upload.size > settings.UPLOAD_LIMIT_BYTES:
        raise UploadRefused(
            _("“%(name)s” is %(size)d MB; the limit is %(limit)d MB. Split it, or ask for a disclosure drop.")
            % {"name": name, "size": -(-upload.size // 1048576), "limit": settings.UPLOAD_LIMIT_BYTES // 1048576}
        )
    ending = PurePosixPath(name).suffix.lower()
    expected = ALLOWED.get(ending)
    if expected is None:
        raise UploadRefused(
            _(
                "“%(name)s” is of a kind that is not taken in. "
                "Send PDF, Word (.docx), Excel (.xlsx), PowerPoint (.pptx), text, CSV, RTF, PNG or JPEG."
            )
            % {"name": name}
        )
    if not _is_what_it_says(upload, expected):
        raise UploadRefused(
            _("“%(name)s” is not what its name says: its content is not that of a %(ending)s file. Save it again in that format.")
            % {"name": name, "ending": ending}
        )
    return Kind(name, expected)


def safe_name(name: str) -> str:
    """The last part of a name without control characters; a path, or a name too long, is refused.

    :raises UploadRefused: the name leads out of its folder, is empty, or is longer than 200 characters
    """
    shown = "".join(letter for letter in name if letter.isprintable()).strip()
    if "\x00" in name or "/" in name or "\\" in name or PureWindowsPath(name).drive or shown in ("", ".", "..") or "\u202e" in name:
        raise UploadRefused(_("The name of this file cannot be used. Rename it with letters, digits and an ending, then send it again."))
    if len(shown) > 200:
        raise UploadRefused(_("The name of this file is longer than 200 characters. Shorten it, then send it again."))
    return shown


def _is_what_it_says(upload, expected: str) -> bool:
    upload.seek(0)
    head = upload.read(8192)
    upload.seek(0)
    if expected in ("text/plain", "text/csv"):
        return _is_text(head)
    guess = filetype.guess(head)
    mime = guess.mime if guess else ""
    if expected in OFFICE:
        return mime in (expected, "application/zip") and _is_office(upload, expected)
    return mime == expected


def _is_text(head: bytes) -> bool:
    """Text has no control characters but tab, line ends and form feed, in UTF-8 as in the older Windows code."""
    return not head.startswith((b"%PDF", b"PK\x03\x04", b"{\\rtf")) and not any(byte < 32 and byte not in b"\t\n\x0c\r" for byte in head)


def _is_office(upload, expected: str) -> bool:
    folder = {DOCX: "word/", XLSX: "xl/", PPTX: "ppt/"}[expected]
    try:
        with zipfile.ZipFile(upload) as packed:
            entries = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
    finally:
        upload.seek(0)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(upload.size, 1):
        raise UploadRefused(_("This file unpacks to far more than its size and is not taken in."))
    if any(entry.filename.endswith("vbaProject.bin") for entry in entries):
        raise UploadRefused(_("This file holds macros and is not taken in. Save it without macros, then send it again."))
    return any(entry.filename.startswith(folder) for entry in entries)

"""Which files are taken in: by name, by size, and by what they are."""

import io
import zipfile

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from foundation.documents.kinds import UploadRefused, examine, safe_name

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def packed(**entries):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return content.getvalue()


def word():
    content = io.BytesIO()
    paper = docx.Document()
    paper.add_paragraph("A note")
    paper.save(content)
    return content.getvalue()


def upload(name, content):
    made = SimpleUploadedFile("x", content)
    made._name = name  # as a hostile client would send it
    return made


@pytest.mark.parametrize(
    "name, content",
    [
        ("note.pdf", PDF),
        ("note.docx", word()),
        ("note.txt", "Déposé à Timmins".encode()),
        ("note.txt", "Déposé à Timmins".encode("cp1252")),
        ("PHOTO.PNG", PNG),
    ],
)
def test_a_file_that_is_what_it_says_is_taken_in(name, content):
    assert examine(upload(name, content)).name == name


@pytest.mark.parametrize(
    "name, content, word_in_reason",
    [
        ("empty.pdf", b"", "empty"),
        ("note.pdf", b"MZ\x90\x00 a program", "not what its name says"),
        ("note.pdf", word(), "not what its name says"),
        ("note.txt", PDF, "not what its name says"),
        ("note.txt", b"abc\x00def", "not what its name says"),
        ("note.docx", packed(a=b"x"), "not what its name says"),
        ("note.docx", PDF, "not what its name says"),
        ("note.png", b"<svg onload=alert(1)>", "not what its name says"),
        ("note.svg", b"<svg/>", "not taken in"),
        ("note.exe", b"MZ", "not taken in"),
        ("note", b"text", "not taken in"),
        ("note.html", b"<script>", "not taken in"),
        ("macro.docx", packed(word__document="x", word__vbaProject_dot_bin="x"), "macros"),
        ("bomb.docx", packed(word__document="0" * 40_000_000), "unpacks"),
    ],
)
def test_another_file_is_refused_with_the_reason(name, content, word_in_reason):
    with pytest.raises(UploadRefused, match=word_in_reason) as refused:
        examine(upload(name, content))

    assert refused.value.field == "file"


def test_a_file_over_the_limit_is_refused_with_both_sizes(settings):
    settings.UPLOAD_LIMIT_BYTES = 1024 * 1024

    with pytest.raises(UploadRefused, match="2 MB; the limit is 1 MB"):
        examine(upload("note.txt", b"a" * (1024 * 1024 + 1)))


@pytest.mark.parametrize(
    "name",
    ["../x", "../../etc/passwd.pdf", "/etc/x.pdf", "C:\\x.pdf", "a\\b.pdf", "x\x00.pdf", "gpj.\u202efdp", "..", "", "a" * 201 + ".pdf"],
)
def test_a_name_that_could_lead_elsewhere_is_refused(name):
    with pytest.raises(UploadRefused):
        safe_name(name)

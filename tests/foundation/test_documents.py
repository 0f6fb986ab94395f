"""Papers: kept whole, proved by their hash, read for search, handed out through the gate alone."""

import io
import os
import re
import zipfile
from datetime import timedelta
from email.message import Message
from urllib.parse import unquote

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfWriter

from casetracker.services import set_wall
from foundation import clock
from foundation.audit.models import ReadLog
from foundation.documents import services, store
from foundation.documents.models import Document
from foundation.jobs import queue
from tests.factories.accounts import UserFactory
from tests.factories.casetracker import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(at, settings, tmp_path):
    """A carried file with its people, and a store of the test's own."""
    settings.DATA_DIR = tmp_path
    return World(lead=UserFactory(lead=True), pro=UserFactory(), assistant=UserFactory(assistant=True))


def paper(case, name="note.txt", content=b"Hotel records, page one.", **words):
    return services.store_upload(upload=SimpleUploadedFile(name, content), about=case.file, by=case.pro, **words)


def word(text):
    content, document = io.BytesIO(), docx.Document()
    document.add_paragraph(text)
    document.save(content)
    return content.getvalue()


def pdf(*, password=""):
    content, writer = io.BytesIO(), PdfWriter()
    writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password)
    writer.write(content)
    return content.getvalue()


def test_a_paper_is_kept_byte_for_byte_under_a_name_of_ours(case):
    document = paper(case)

    place = store.path_of(document.stored_as)
    assert place.read_bytes() == b"Hotel records, page one."
    assert store.is_whole(document.stored_as, document.sha256)
    assert "note" not in str(place)


def test_a_changed_byte_shows(case):
    document = paper(case)

    store.path_of(document.stored_as).write_bytes(b"Hotel records, page two.")

    assert not store.is_whole(document.stored_as, document.sha256)


def test_a_refused_upload_leaves_neither_row_nor_file(case, settings):
    with pytest.raises(services.UploadRefused):
        paper(case, name="note.pdf", content=b"MZ")

    assert not Document.objects.exists()
    assert [path for path in (settings.DATA_DIR / "documents").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    "name, content, state, text",
    [
        ("note.txt", "Déposé à Timmins".encode(), "READ", "Déposé à Timmins"),
        ("note.txt", "Déposé à Timmins".encode("cp1252"), "READ", "Déposé à Timmins"),
        ("note.docx", word("Rooms were paid in cash."), "READ", "Rooms were paid in cash."),
        ("scan.pdf", pdf(), "NONE", ""),
        ("locked.pdf", pdf(password="secret"), "NONE", ""),
        ("broken.pdf", b"%PDF-1.7\n" + os.urandom(300), "NONE", ""),
    ],
)
def test_the_worker_reads_the_text_or_says_why_there_is_none(case, name, content, state, text):
    document = paper(case, name=name, content=content)

    queue.run_due()

    document.refresh_from_db()
    assert (document.text_state, document.text) == (state, text)
    assert bool(document.text_cause) == (state == "NONE")


def test_a_paper_is_handed_out_as_an_attachment_and_the_look_is_written_down(case, client):
    document = paper(case, name="Rapport d'été.txt")
    client.force_login(case.pro)

    answer = client.get(reverse("document", kwargs={"ref": document.ref}))

    assert b"".join(answer.streaming_content) == b"Hotel records, page one."
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert ReadLog.objects.filter(by=case.pro, label="documents.Document", ref=document.ref).exists()


def test_who_does_not_see_the_file_does_not_see_its_papers(case, client):
    document, stranger = paper(case), UserFactory()
    set_wall(case_file=case.file, user=case.assistant, reason="Related to a witness", by=case.lead, at=clock.now())
    address = reverse("document", kwargs={"ref": document.ref})

    def status(person):
        client.force_login(person)
        return client.get(address).status_code

    people = (stranger, case.assistant, UserFactory(police=True), UserFactory(admin=True))
    assert [status(person) for person in people] == [404, 404, 404, 404]
    assert status(case.lead) == 200


def test_a_removed_paper_is_handed_out_no_more_and_its_bytes_stay(case, client):
    document = paper(case)
    services.remove_document(document=document, by=case.pro)
    client.force_login(case.pro)

    assert client.get(reverse("document", kwargs={"ref": document.ref})).status_code == 404
    assert store.path_of(document.stored_as).exists()


def test_the_sweep_takes_what_a_crash_left_and_nothing_else(case, at):
    document, orphan = paper(case), store.keep([b"left behind"])
    known = {document.stored_as}

    with clock.fixed(clock.now() + timedelta(days=3650)):
        removed = store.sweep(known)

    assert removed == 1
    assert not store.path_of(orphan.name).exists()
    assert store.path_of(document.stored_as).exists()


def test_a_fresh_orphan_is_left_alone(case):
    orphan = store.keep([b"just arriving"])
    with clock.fixed(clock.now() - timedelta(days=3650)):
        assert store.sweep(set()) == 0

    assert store.path_of(orphan.name).exists()


def test_a_name_that_is_not_ours_has_no_place():
    with pytest.raises(ValueError, match="badly formed"):
        store.path_of("../../etc/passwd")


NAMES = {
    "../../up.txt": None,
    "..\\..\\up.txt": None,
    "/etc/cron.d/up.txt": None,
    "C:\\Windows\\up.txt": None,
    "C:up.txt": None,
    "no\x00te.txt": None,
    "exe\u202etxt.txt": None,
    "x" * 300 + ".txt": None,
    "..": None,
    "": None,
    "CON.txt": "CON.txt",
    "aux.txt": "aux.txt",
    "note.txt ": "note.txt",
    "note\r\nSet-Cookie: a=b.txt": "noteSet-Cookie: a=b.txt",
    'quo"te;.txt': 'quo"te;.txt',
    "R\u0430pport.txt": "R\u0430pport.txt",  # a Cyrillic twin
    "e\u0301te\u0301.txt": "e\u0301te\u0301.txt",
    "\u00e9t\u00e9.txt": "\u00e9t\u00e9.txt",
    "%2e%2e%2fup.txt": "%2e%2e%2fup.txt",
    "\uff0e\uff0e\uff0fup.txt": "\uff0e\uff0e\uff0fup.txt",  # full-width dots and stroke
}


@pytest.mark.parametrize("name, kept", NAMES.items(), ids=range(len(NAMES)))
def test_no_name_leads_out_of_the_store_or_out_of_the_header(case, client, settings, name, kept):
    """A name is shown or refused; where the bytes lie it never says (T35)."""
    before = {path for path in settings.DATA_DIR.parent.rglob("*") if path.is_file()}
    upload = SimpleUploadedFile("x.txt", b"Words.")
    upload._name = name

    try:
        document = services.store_upload(upload=upload, about=case.file, by=case.pro)
    except services.UploadRefused:
        document = None

    added = {path for path in settings.DATA_DIR.parent.rglob("*") if path.is_file()} - before
    if kept is None:
        assert document is None
        assert added == set()
        return
    assert document is not None
    assert document.name == kept
    assert {path for path in added if path.suffix not in (".sqlite3-wal", ".sqlite3-shm")} == {store.path_of(document.stored_as)}
    assert len(document.stored_as) == 32
    client.force_login(case.pro)
    header = client.get(reverse("document", kwargs={"ref": document.ref}))["Content-Disposition"]
    read = Message()
    read["Content-Disposition"] = header
    assert read.get_content_disposition() == "attachment"
    assert "\r" not in header
    assert "\n" not in header
    assert header.isascii()
    told = re.search(r"filename\*=utf-8''([^;]+)$", header)
    assert (unquote(told[1]) if told else read.get_filename()) == kept


def test_a_link_in_an_archive_leads_nowhere(case, settings):
    """A zip that holds a symbolic link out of the store is no paper; a docx with one is kept whole and never unpacked to disk."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        link = zipfile.ZipInfo("word/link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")

    with pytest.raises(services.UploadRefused):
        paper(case, name="bundle.zip", content=content.getvalue())
    document = paper(case, name="linked.docx", content=content.getvalue())
    queue.run_due()

    document.refresh_from_db()
    assert "root:" not in document.text
    assert not any(path.is_symlink() for path in settings.DATA_DIR.rglob("*"))

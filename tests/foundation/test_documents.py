"""Papers: kept whole, proved by their hash, read for search, handed out through the gate alone."""

import io
import os
from datetime import timedelta

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

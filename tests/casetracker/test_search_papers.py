"""The papers of a file are found by exactly those who may open them; no name that is kept back stands in what the search keeps."""

from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casetracker import search_documents, services
from foundation import clock
from foundation.documents.models import Document
from foundation.documents.services import remove_document, store_upload
from foundation.jobs.queue import run_due
from foundation.search import indexer, live, port
from foundation.search.breaker import Breaker
from foundation.search.models import Change
from tests.factories.accounts import UserFactory
from tests.factories.casetracker import World

TEXT = "The motel clerk saw Jordana Mapleworth with the accused. Her passport was kept in a drawer named zebrawood."
LABEL = "documents.Document"


def file_paper(case_file, by, name="statement.txt", text=TEXT, **words):
    return store_upload(upload=SimpleUploadedFile(name, text.encode()), about=case_file, by=by, **words)


def index():
    run_due()
    while indexer.drain():
        pass


def found(user, text="zebrawood", **words):
    return {hit.ref for hit in port.search(user, text, per_page=50, **words).hits if hit.label == LABEL}


def start(settings, tmp_path, monkeypatch, engine):
    settings.DATA_DIR, settings.SEARCH_ENGINE = tmp_path, engine
    monkeypatch.setattr(live, "breaker", Breaker())
    port.forget_engines()
    indexer.rebuild()


@pytest.fixture
def case(at, db, settings, tmp_path, monkeypatch):
    """A shared file with a paper for all its readers and one for the team, another file with one, and people on every side."""
    start(settings, tmp_path, monkeypatch, "oracle")
    lead, pro, crown, walled = UserFactory(lead=True), UserFactory(), UserFactory(crown=True), UserFactory()
    assistant = UserFactory(assistant=True)
    world = World(lead=lead, pro=pro, assistant=assistant, decision="SHARED")
    world.do("grant_access", by=lead, case_file=world.file, to=crown, acting_as="LOCAL_CROWN")
    world.do("grant_access", by=lead, case_file=world.file, to=walled, acting_as="COUNSEL")
    world.do("set_wall", by=lead, case_file=world.file, user=walled, reason="Acted for the accused")
    other = World(lead=lead, pro=UserFactory(), assistant=assistant, occurrence_number="25-9")
    people = {
        "lead": lead,
        "pro": pro,
        "crown": crown,
        "walled": walled,
        "assistant": assistant,
        "stranger": other.pro,
        "police": UserFactory(police=True, agency=world.file.agency) if world.file.agency else UserFactory(police=True),
        "elsewhere": UserFactory(crown=True),
        "records": UserFactory(records=True),
        "admin": UserFactory(admin=True),
    }
    papers = {
        "open": file_paper(world.file, pro),
        "team": file_paper(world.file, pro, "memo.txt", "Zebrawood: we think the clerk lies.", team_only=True),
        "other": file_paper(other.file, other.pro, "zebrawood.txt", "Nothing of note."),
    }
    index()
    yield SimpleNamespace(world=world, file=world.file, other=other.file, people=people, papers=papers)
    port.forget_engines()


@pytest.mark.parametrize("engine", ["oracle", "tantivy", pytest.param("elasticsearch", marks=pytest.mark.needs("elasticsearch"))])
def test_each_person_finds_exactly_the_papers_that_she_may_open(case, settings, tmp_path, monkeypatch, engine):
    start(settings, tmp_path, monkeypatch, engine)
    refs = {name: paper.ref for name, paper in case.papers.items()}
    wanted = {
        "lead": set(refs.values()),
        "assistant": set(refs.values()),
        "records": set(refs.values()),
        "pro": {refs["open"], refs["team"]},
        "crown": {refs["open"]},
        "stranger": {refs["other"]},
    }

    for name, person in case.people.items():
        may_open = set(Document.objects.visible_to(person).values_list("ref", flat=True))
        for text in ("zebrawood", "zebra*", "EXACT(zebrawood)", 'title:zebrawood OR "named zebrawood" OR zebrawood /s we', "kind:document"):
            assert found(person, text) == may_open == wanted.get(name, set()), (name, text)
        results = port.search(person, "kind:document", facets=("kind", "file"))
        files = {value.value: value.count for value in results.facets["file"]}
        assert files == {
            ref: number
            for ref, number in ((case.file.ref, len(may_open - {refs["other"]})), (case.other.ref, len(may_open & {refs["other"]})))
            if number
        }
        assert {hit.ref for hit in port.suggestions(person, "zebrawood drawer passport", ["document"])} <= may_open
        assert {hit.ref for hit in port.fallback(person, "memo") if hit.label == LABEL} == may_open & {refs["team"]}


def test_a_right_that_ends_bites_before_the_worker_has_told_the_index(case):
    pro, crown, file = case.people["pro"], case.people["crown"], case.file
    assert found(pro)
    assert found(crown)

    services.set_wall(case_file=file, user=pro, reason="Acted for the accused", by=case.people["lead"], at=clock.now())
    access = file.accesses.get(user=crown, until_at=None)
    services.end_access(access=access, reason="Moved", by=case.people["lead"], at=clock.now())

    for person in (pro, crown):
        results = port.search(person, "zebrawood", facets=("kind", "file"))
        assert (results.total, results.facets) == (0, {"kind": [], "file": []})
    remove_document(document=Document.objects.get(pk=case.papers["open"].pk), by=case.people["lead"])
    assert found(case.people["lead"]) == {case.papers["team"].ref, case.papers["other"].ref}
    index()
    assert found(case.people["lead"]) == {case.papers["team"].ref, case.papers["other"].ref}
    assert not indexer.verify()


def kept(paper):
    return search_documents.of_paper(Document.objects.get(pk=paper.pk)).to_json()


def test_names_that_are_kept_back_stand_nowhere_and_follow_the_people_of_the_file(case):
    pro, lead, paper = case.people["pro"], case.people["lead"], case.papers["open"]
    assert found(lead, "Mapleworth") == {paper.ref}
    titled = file_paper(case.file, pro, "Mapleworth.txt", "Of Mrs. MAPLEWORTH.", title="Statement of Mapleworth")

    victim = services.add_participant(
        case_file=case.file, kind="VICTIM", given_name="Jordana", family_name="Mapleworth", by=pro, at=clock.now()
    )

    assert paper.ref not in found(lead)  # hidden until the index has it without the name
    index()
    assert found(lead, "Mapleworth") == found(lead, "maple*") == set()
    assert found(lead) >= {paper.ref}
    assert "aplewort" not in (kept(paper) + kept(titled)).lower().replace("zebrawood", "")
    shown = port.search(lead, "drawer").hits[0]
    assert "J. M. with the accused" in "".join(snippet.text for snippet in shown.snippets)
    for name in ("Mapleworth", "Jordana"):
        assert not any(name.casefold() in hit.title.casefold() for hit in port.search(lead, "kind:document", per_page=50).hits)
    assert not indexer.verify()

    services.edit_participant(
        participant=victim, kind="OTHER", given_name="Jordana", family_name="Mapleworth", by=pro, at=clock.now(), version=victim.version
    )
    index()
    assert found(lead, "Mapleworth") == {paper.ref, titled.ref}


def test_the_box_of_a_file_searches_its_papers_alone(case, client):
    for person, wanted in (("lead", {"open", "team"}), ("crown", {"open"})):
        client.force_login(case.people[person])
        page = client.get(reverse("casetracker:documents", kwargs={"ref": case.file.ref})).content.decode()
        address = reverse("search_papers", kwargs={"ref": case.file.ref})
        assert f'action="{address}"' in page
        results = client.post(address, {"q": "zebrawood"}, follow=True)
        assert {shown.hit.ref for shown in results.context["shown"]} == {case.papers[name].ref for name in wanted}
        assert reverse("document", kwargs={"ref": case.papers["open"].ref}) in results.content.decode()
        assert "zebrawood" not in results.redirect_chain[-1][0]
        assert client.post(address, {"q": "  "}).url == reverse("casetracker:documents", kwargs={"ref": case.file.ref})

    for person in ("stranger", "walled", "police", "elsewhere", "admin"):
        client.force_login(case.people[person])
        assert client.post(address, {"q": "zebrawood"}).status_code in (403, 404)
        assert case.file.ref not in client.get(results.redirect_chain[-1][0].partition("?")[0]).content.decode()


def test_a_paper_is_searched_by_name_at_once_and_by_its_text_once_it_is_read(case):
    lead = case.people["lead"]
    paper = file_paper(case.file, case.people["pro"], "quaggafile.txt", "It speaks of yellowroot. " + "x " * 200_000 + "tailword")
    while indexer.drain():
        pass
    assert (found(lead, "quaggafile"), found(lead, "yellowroot")) == ({paper.ref}, set())

    index()

    assert found(lead, "yellowroot") == {paper.ref}
    assert found(lead, "tailword") == set()  # beyond what is searched of one paper, and the list says so
    assert not Change.objects.exists()


def test_a_rebuild_asks_once_for_the_people_of_a_file_and_the_list_of_papers_reads_no_text(case, client):
    client.force_login(case.people["lead"])
    client.get(reverse("casetracker:documents", kwargs={"ref": case.file.ref}))
    counted = []
    for more in (0, 3):
        for number in range(more):
            file_paper(case.file, case.people["pro"], f"more{number}.txt")
        with CaptureQueriesContext(connection) as asked:
            assert len([search_documents.of_paper(paper) for paper in search_documents.papers()]) == 3 + more
        with CaptureQueriesContext(connection) as listed:
            client.get(reverse("casetracker:documents", kwargs={"ref": case.file.ref}))
        assert not any('"documents_document"."text"' in one["sql"].replace('LENGTH("documents_document"."text")', "") for one in listed)
        counted.append((len(asked), len(listed)))

    assert counted[0] == counted[1]

"""Adding and editing decisions: rights, what is refused, what is kept, what odd input does."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from foundation.audit.models import Event
from foundation.jobs.queue import run_due
from foundation.records import Refusal, StaleRecord
from precedents import services
from precedents.citations import read_cores
from precedents.models import CitationEdge, Decision, DecisionCitation
from precedents.provisions import read_provisions
from tests.factories.accounts import UserFactory
from tests.factories.precedents import make_decision, make_topics

pytestmark = pytest.mark.django_db
ROLES = ["POL", "CRN", "PRO", "AST", "LEAD", "REC", "ADM"]


def typed(**changes):
    make_topics()
    return {
        "style": "R. v. Cedar",
        "citations": "2024 ONCA 12\n155 O.R. (3d) 523",
        "court_code": "ONCA",
        "decided_on": "2024-01-09",
        "language": "en",
        "provisions": "279.01, Charter 11(b)",
        "topics": ["exploitation"],
        "held_en": "A point.",
        "held_fr": "",
        "note_en": "",
        "note_fr": "",
        "treatment": "",
        "treated_by": "",
        "sources": "https://example.invalid/c",
        "text": "",
        "key": "k1",
    } | changes


def values_of(decision, **changes):
    names = ("style", "court_code", "decided_on", "language", "held_en", "held_fr", "note_en", "note_fr", "sources", "text")
    return (
        {name: getattr(decision, name) for name in names}
        | {
            "cores": decision.cores,
            "provisions": [tag.key for tag in decision.provisions.all()],
            "topics": [topic.key for topic in decision.topics.all()],
        }
        | changes
    )


def test_the_team_adds_and_edits_and_nobody_else(at, person, sign_in):
    decision = make_decision()
    edit = reverse("precedents:edit_decision", kwargs={"ref": decision.ref})

    may_add = {role for role in ROLES if sign_in(person(role)).get(reverse("precedents:add_decision")).status_code == 200}
    may_edit = {role for role in ROLES if sign_in(person(role)).get(edit).status_code == 200}

    assert may_add == may_edit == {"PRO", "AST", "LEAD"}
    with pytest.raises(PermissionDenied):
        make_decision(by=person("CRN"))
    assert Decision.objects.count() == 1


def test_a_typed_decision_is_stored_with_its_parts(at, person, sign_in):
    answer = sign_in(person("PRO")).post(reverse("precedents:add_decision"), typed())

    decision = Decision.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == decision.get_absolute_url()
    assert (decision.year, decision.confidence) == (2024, "BY_HAND")
    assert [citation.key for citation in decision.citations.all()] == ["neutral:2024:ONCA:12", "rep:OR:3d:155:523"]
    assert {tag.key for tag in decision.provisions.all()} == {"CC:279.01", "CHARTER:11(b)"}
    assert decision.history.count() == 1
    assert decision.history.get().act.kind == "add_decision"


def test_a_second_click_leads_to_the_first_decision(at, person, sign_in):
    client = sign_in(person("PRO"))

    first = client.post(reverse("precedents:add_decision"), typed())
    second = client.post(reverse("precedents:add_decision"), typed())

    assert first["Location"] == second["Location"]
    assert Decision.objects.count() == 1


def test_a_citation_that_is_held_is_refused_beside_its_field_and_nothing_is_written(at, person, sign_in):
    make_decision(citations=["2024 ONCA 12"], court_code="ONCA", style="R. v. Birch")
    events = Event.objects.count()

    answer = sign_in(person("PRO")).post(reverse("precedents:add_decision"), typed())

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "2024 ONCA 12 is in the bank already: R. v. Birch, 2024 ONCA 12." in page
    assert "155 O.R. (3d) 523" in page
    assert Decision.objects.count() == 1
    assert Event.objects.count() == events


@pytest.mark.parametrize(
    "changes, sentence",
    [
        ({"citations": ""}, "required"),
        ({"citations": "not a citation"}, "is not a citation that can be read"),
        ({"citations": "2024 ONCA 12\n<script>alert(1)</script>"}, "&lt;script&gt;alert(1)&lt;/script&gt;” is not a citation"),
        ({"citations": "\n".join(f"2024 ONCA {n}" for n in range(1, 20))}, "12 citations or fewer"),
        ({"citations": "2" * 3000}, "Shorten this to 2000"),
        ({"court_code": ""}, "required"),
        ({"court_code": "MOON"}, "Court: choose from the list."),
        ({"court_code": "ONSC"}, "2024 ONCA 12 is the citation of another court"),
        ({"decided_on": "2026-02-30"}, "There is no such day"),
        ({"decided_on": "2026-03-04"}, "it must be 2026-03-03 or earlier"),
        ({"decided_on": "1066-10-14"}, "1900-01-01 or later"),
        ({"provisions": "279.01, section nine"}, "is not a provision that can be read"),
        ({"provisions": "😀"}, "is not a provision that can be read"),
        ({"topics": ["no-such-topic"]}, "Topics: choose from the list."),
        ({"held_en": "", "held_fr": "  "}, "Say what was decided"),
        ({"held_en": "x" * 6000}, "Shorten this to 5000"),
        ({"style": "x" * 400}, "Shorten this to 300"),
        ({"sources": "\n".join(["a"] * 30)}, "20 sources or fewer"),
        ({"sources": "a" * 600}, "500 characters or fewer"),
        ({"treatment": "", "treated_by": "2022 ONCA 160"}, "Say what that decision did to this one"),
        ({"treatment": "REVERSED", "treated_by": "2022 ONCA 160"}, "The bank holds no decision with the citation"),
        ({"treatment": "REVERSED", "treated_by": "\x00<b>"}, "The bank holds no decision with the citation"),
        ({"language": "de"}, "Language of the reasons: choose from the list."),
    ],
)
def test_odd_input_is_answered_with_a_sentence_and_everything_typed(at, person, sign_in, changes, sentence):
    answer = sign_in(person("PRO")).post(reverse("precedents:add_decision"), typed(note_en="Kept words.", **changes))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "Kept words." in page
    assert not Decision.objects.exists()


@pytest.mark.parametrize("words", ["<b>bold</b>", "a\x00b", "😀 point", "“quoted” – dash", "=1+1", "../x"])
def test_odd_words_are_stored_as_words_and_shown_harmless(at, person, sign_in, words):
    client = sign_in(person("PRO"))

    answer = client.post(reverse("precedents:add_decision"), typed(held_en=words, style=words))
    page = client.get(answer["Location"]).content.decode()

    assert "<b>bold" not in page
    assert Decision.objects.get().held_en == words.replace("\x00", "")


def test_an_edit_over_a_stale_page_is_told_and_keeps_what_was_typed(at, person, sign_in):
    decision = make_decision()
    client = sign_in(person("PRO"))
    url = reverse("precedents:edit_decision", kwargs={"ref": decision.ref})
    version = client.get(url).context["form"]["version"].value()
    services.edit_decision(
        ref=decision.ref, by=UserFactory(lead=True), at=at, key=None, version=None, **values_of(decision, held_en="Changed first.")
    )

    answer = client.post(url, typed(citations="2024 ONSC 9", court_code="ONSC", held_en="Changed second.", version=version, key="k9"))

    assert answer.status_code == 409
    assert "Changed second." in answer.content.decode()
    assert Decision.objects.get().held_en == "Changed first."


def test_an_edit_changes_the_row_once_and_keeps_history(at):
    decision = make_decision(citations=["2024 ONSC 9", "155 O.R. (3d) 523"])
    cores = read_cores(["2024 ONSC 9", "[2024] O.J. No. 77"])

    services.edit_decision(
        ref=decision.ref,
        by=UserFactory(lead=True),
        at=at,
        key=None,
        version=1,
        **values_of(decision, cores=cores, held_en="New words.", topics=["bail"]),
    )

    decision = Decision.objects.get()
    assert decision.version == 2
    assert [row.held_en for row in decision.history.order_by("history_id")] == ["Influence can leave some room for choice.", "New words."]
    assert [citation.key for citation in decision.citations.all()] == ["neutral:2024:ONSC:9", "ql:OJ:2024:77"]
    assert [topic.key for topic in decision.topics.all()] == ["bail"]


def test_a_stale_service_call_changes_nothing(at):
    decision = make_decision()
    history = decision.history.count()

    with pytest.raises(StaleRecord):
        services.edit_decision(
            ref=decision.ref, by=UserFactory(lead=True), at=at, key=None, version=7, **values_of(decision, held_en="No.")
        )

    assert Decision.objects.get().history.count() == history


def test_when_the_last_write_fails_the_first_is_gone(at, monkeypatch):
    def fail(decision, **kwargs):
        raise RuntimeError("the index outbox is gone")

    monkeypatch.setattr(services, "reindex", fail)

    with pytest.raises(RuntimeError):
        make_decision()

    assert not Decision.objects.exists()
    assert not DecisionCitation.objects.exists()


def test_citing_words_draw_edges_that_wait_for_the_cited_decision(at):
    citing = make_decision(held_en="Follows R. v. Jordan, 2016 SCC 27, [2016] 1 S.C.R. 631, at para. 49.")
    edge = CitationEdge.objects.get()
    assert (edge.citing, edge.cited, edge.cited_key) == (citing, None, "neutral:2016:SCC:27")

    jordan = make_decision(citations=["2016 SCC 27"], court_code="SCC", style="R. v. Jordan")

    edge.refresh_from_db()
    assert edge.cited == jordan


def test_the_worker_reads_long_reasons_for_what_they_cite(at):
    jordan = make_decision(citations=["2016 SCC 27"], court_code="SCC", style="R. v. Jordan")
    citing = make_decision(text="See R. v. Jordan, 2016 SCC 27, at para. 5. Again Jordan, at para. 6; and R. v. Cody, 2017 SCC 31.")
    assert not CitationEdge.objects.exists()

    run_due()
    run_due()

    assert set(citing.cites.values_list("cited_key", "cited")) == {("neutral:2016:SCC:27", jordan.pk), ("neutral:2017:SCC:31", None)}
    assert services.draw_edges(ref=citing.ref, at=at, progress=lambda done, total: None) == 0


def test_a_reversing_decision_marks_the_reversed_one(at):
    below = make_decision(citations=["2021 ONSC 1628"])
    above = make_decision(citations=["2022 ONCA 160"], court_code="ONCA")

    services.edit_decision(
        ref=below.ref,
        by=UserFactory(lead=True),
        at=at,
        key=None,
        version=None,
        **values_of(below, treatment="REVERSED", treated_by="2022 ONCA 160"),
    )

    below.refresh_from_db()
    assert below.treatment == "REVERSED"
    assert [(edge.citing, edge.kind) for edge in below.cited_by.all()] == [(above, "REVERSES")]


def test_a_decision_whose_citations_name_no_year_asks_for_its_date(at):
    with pytest.raises(Refusal, match="Give the date"):
        make_decision(citations=["250 C.C.C. (3d) 139"], court_code="ONCA")


@pytest.mark.parametrize(
    "text, keys",
    [
        ("279.01", ["CC:279.01"]),
        ("s. 279.01(1)(a); art. 286.1(2)a)", ["CC:279.01(1)(a)", "CC:286.1(2)(a)"]),
        ("Charter 11(b), 7 Charte", ["CHARTER:11(b)", "CHARTER:7"]),
        ("s. 11(b) of the Charter", ["CHARTER:11(b)"]),
        ("IRPA 118", ["IRPA:118"]),
        ("CC:278.1-278.91, CC:Part-VI", ["CC:278.1-278.91", "CC:Part-VI"]),
        (" , ;\n", []),
    ],
)
def test_provisions_are_read_as_people_write_them(text, keys):
    assert read_provisions(text) == keys

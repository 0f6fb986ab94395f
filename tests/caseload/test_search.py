"""The search page: kept words, results of the reader's own, filters with true counts, and a page when the engine is down."""

import csv
import io
import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from caseload.views import take_results
from foundation.audit.models import Event
from foundation.search import indexer, live, port
from foundation.search.breaker import Breaker
from foundation.search.models import SavedQuery
from precedents.models import Decision
from tests.factories.precedents import make_advice, make_decision
from tests.foundation.search.hostile import queries


@pytest.fixture
def bank(house, settings, tmp_path, monkeypatch):
    """Two decisions beside the files and requests of the house, all of them indexed."""
    settings.SEARCH_ENGINE, settings.DATA_DIR = "oracle", tmp_path
    monkeypatch.setattr(live, "breaker", Breaker())
    port.forget_engines()
    found = [
        make_decision(
            by=house.lead,
            style="R. v. Example",
            court_code="ONCA",
            citations=["2019 ONCA 663"],
            held_en="Influence over movements is enough for exploitation.",
        ),
        make_decision(
            by=house.lead,
            style="R. v. Sample",
            court_code="SCC",
            citations=["2020 SCC 9"],
            held_en="Sentences for exploitation of the young were too low.",
        ),
    ]
    indexer.rebuild()
    return found


def search_for(client, text):
    """Send a search as the box does, and open what it leads to."""
    return client.post(reverse("search"), {"q": text}, follow=True)


def titles(page) -> list[str]:
    return [shown.hit.title for shown in page.context["shown"]]


def test_words_stand_in_no_address(house, bank, signed_in):
    page = search_for(signed_in(house.pro), "exploitation")

    assert len(titles(page)) == 2
    assert "exploitation" not in page.redirect_chain[-1][0]
    assert SavedQuery.objects.get().owner == house.pro


def test_hostile_words_end_in_a_page(house, bank, signed_in):
    client = signed_in(house.pro)

    for text in queries()[::20]:
        page = search_for(client, text)

        assert page.status_code == 200
        assert not text.strip() or "results" not in page.context or not page.context["results"].unavailable


def test_nearness_spelling_and_patterns_reach_the_page(house, bank, signed_in):
    client = signed_in(house.pro)

    assert len(titles(search_for(client, "influence /s exploitation"))) == 1
    assert len(titles(search_for(client, "exploit* NOT EXACT(sentences)"))) == 1
    page = search_for(client, "influence /999 exploitation")
    assert "write a number from 1 to 255" in page.content.decode()
    assert client.get(page.redirect_chain[-1][0], {"sort": "unheard-of"}).status_code == 200


def test_the_most_cited_comes_first_when_asked(house, bank, signed_in):
    make_decision(
        by=house.lead,
        style="R. v. Later",
        court_code="ONCJ",
        citations=["2021 ONCJ 4"],
        held_en="It follows 2019 ONCA 663 on exploitation.",
    )
    while indexer.drain():
        pass
    client = signed_in(house.pro)
    address = search_for(client, "exploitation").redirect_chain[-1][0]

    assert titles(client.get(address, {"sort": "cited"}))[0] == bank[0].title
    assert titles(client.get(address, {"sort": "newest"}))[0] != bank[0].title
    assert len(titles(search_for(client, "exploitation citations>=1"))) == 1


def test_the_highest_court_comes_first_when_asked(house, bank, signed_in):
    for style, code, year in (
        ("R. v. Trial", "ONSC", 2021),
        ("R. v. Below", "ONCJ", 2022),
        ("R. c. Haut", "CSC", 1999),
        ("R. v. Other", "BCCA", 2023),
    ):
        make_decision(by=house.lead, style=style, court_code=code, citations=[f"{year} {code} 7"], held_en="Exploitation.")
    while indexer.drain():
        pass
    client = signed_in(house.police)
    address = search_for(client, "exploitation").redirect_chain[-1][0]

    styles = [title.split(",")[0] for title in titles(client.get(address, {"sort": "court"}))]

    assert styles == ["R. v. Sample", "R. c. Haut", "R. v. Other", "R. v. Example", "R. v. Trial", "R. v. Below"]


def test_other_wordings_are_named_and_can_be_left_out(house, bank, signed_in):
    make_decision(by=house.lead, style="R. v. Wording", citations=["2021 ONCJ 5"], held_en="Trafficking in persons was proved.")
    while indexer.drain():
        pass
    client = signed_in(house.pro)
    page = search_for(client, "human trafficking")
    address = page.redirect_chain[-1][0]

    assert "R. v. Wording" in str(titles(page))
    assert "trafficking in persons" in page.content.decode()
    only = client.get(f"{address}{page.context['synonyms_url']}")
    assert "R. v. Wording" not in str(titles(only))
    again = client.get(f"{address}{only.context['synonyms_url']}")
    assert titles(again) == titles(page)


@pytest.mark.parametrize(("asked", "given"), [("20", 20), ("50", 50), ("7", 10), ("", 10), ("ten", 10)])
def test_ten_twenty_or_fifty_stand_on_a_page(house, bank, signed_in, asked, given):
    client = signed_in(house.pro)
    address = search_for(client, "exploitation").redirect_chain[-1][0]

    page = client.get(address, {"size": asked, "sort": "newest"})

    assert page.context["page"].paginator.per_page == given
    assert [link["label"] for link in page.context["sizes"] if link["current"]] == [str(given)]
    chips = [choice for group in page.context["groups"] for choice in group.choices]
    assert all("sort=newest" in choice.url_without for choice in chips)


def test_a_word_nobody_wrote_is_offered_as_the_bank_spells_it(house, bank, signed_in):
    client = signed_in(house.pro)
    found = search_for(client, "exploitatoin")
    address = f"{found.redirect_chain[-1][0]}?court=ONCA"

    page = client.get(address)

    assert "Did you mean:" in page.content.decode()
    assert "exploitation" not in page.request["QUERY_STRING"]
    offered = page.context["results"].corrections
    assert (offered.text, offered.total) == ("exploitation", 1)
    corrected = client.post(reverse("search"), {"q": offered.text, "court": "ONCA"}, follow=True)
    assert titles(corrected) == [bank[0].title]
    assert "Did you mean" not in corrected.content.decode()


def test_finds_past_the_last_numbered_page_are_reached(house, bank, signed_in, monkeypatch):
    for number in range(21):
        make_decision(by=house.lead, style=f"R. v. More{number}", citations=[f"2021 ONCJ {100 + number}"], held_en="Exploitation.")
    while indexer.drain():
        pass
    monkeypatch.setattr(port, "MOST_OFFSET", 10)
    client = signed_in(house.pro)
    address = search_for(client, "exploitation").redirect_chain[-1][0]

    pages = [client.get(address, {"sort": "title"})]
    while pages[-1].context["next_url"]:
        pages.append(client.get(f"{address}{pages[-1].context['next_url']}"))

    shown = [title for page in pages for title in titles(page)]
    assert (len(pages), len(shown), len(set(shown))) == (3, 23, 23)
    assert "Page 3" in pages[2].content.decode()
    assert client.get(f"{address}{pages[2].context['first_url']}").context["results"].page == 1
    assert client.get(address, {"after": "forged"}).status_code == 200


def test_a_citation_typed_opens_the_decision(house, bank, signed_in):
    answer = signed_in(house.police).post(reverse("search"), {"q": "2019onca663"})

    assert answer["Location"] == bank[0].get_absolute_url()


def test_a_kept_search_gives_its_opener_her_own_results(house, bank, signed_in):
    text = house.mine[0].file.ref
    page = search_for(signed_in(house.pro), text)

    address = page.redirect_chain[-1][0]
    assert house.mine[0].file.ref in str(titles(page))
    assert titles(signed_in(house.police).get(address)) == []
    assert titles(signed_in(house.other).get(address)) == []


def test_a_filter_shows_as_many_as_it_counts(house, bank, signed_in):
    client = signed_in(house.pro)
    page = search_for(client, "exploitation")
    address = page.redirect_chain[-1][0]
    court = next(group for group in page.context["groups"] if group.name == "court")

    for choice in court.choices:
        count = int(re.search(r"\((\d+)\)$", choice.label)[1])
        assert client.get(address, {"court": choice.value}).context["results"].total == count


def offered(page) -> dict[str, int]:
    return {str(scope.label): scope.count for scope, _url in page.context["scopes"]}


def test_scopes_are_the_kinds_a_reader_may_find_and_keep_the_other_filters(house, bank, signed_in):
    client = signed_in(house.pro)
    make_advice(by=house.lead, short_answer="Exploitation without movement.")
    while indexer.drain():
        pass
    address = search_for(client, "exploitation OR movement OR 25").redirect_chain[-1][0]

    everything = client.get(address, {"language": "en", "sort": "newest", "size": "20", "synonyms": "off", "page": "2"})

    assert list(offered(everything)) == ["Everything", "Decisions", "Our advice", "Case files", "People"]
    assert offered(everything)["Everything"] == everything.context["results"].total
    for scope, url in everything.context["scopes"]:
        page = client.get(f"{address}{url}")
        assert page.context["results"].total == scope.count
        assert [each.label for each, _url in page.context["scopes"] if each.current] == [scope.label]
        assert {shown.hit.kind for shown in page.context["shown"]} <= set(scope.kinds or ("decision", "advice", "request", "file"))
        assert "language=en" in url
        assert "size=20" in url
        assert "page=" not in url
        kept = page.context["kept"]
        assert dict(kept)["size"] == "20"
        assert dict(kept)["synonyms"] == "off"
        assert ("kind", "decision") in kept or scope.label != "Decisions"
    assert list(offered(search_for(signed_in(house.police), "exploitation"))) == ["Everything", "Decisions", "Our advice"]


def test_our_advice_can_be_narrowed_to_one_of_its_kinds(house, bank, signed_in):
    client = signed_in(house.lead)
    advice = make_advice(by=house.lead, question=house.requests[0].question)
    while indexer.drain():
        pass
    address = search_for(client, f'"{advice.question}"').redirect_chain[-1][0]

    both = client.get(address, {"kind": ["advice", "request"]})
    one = client.get(address, {"kind": "request"})

    for page, chosen in ((both, ["advice", "request"]), (one, ["request"])):
        assert [scope.label for scope, _url in page.context["scopes"] if scope.current] == ["Our advice"]
        (kinds,) = [group for group in page.context["panel"] if group.name == "kind"]
        assert sorted(choice.value for choice in kinds.choices) == ["advice", "request"]
        assert sorted(choice.value for choice in kinds.choices if choice.chosen) == chosen
    assert both.context["results"].total > one.context["results"].total
    assert both.context["chips"] == []
    assert [choice.value for _label, choice in one.context["chips"]] == ["request"]


def test_kinds_of_several_scopes_are_chosen_in_the_filters(house, bank, signed_in):
    client = signed_in(house.lead)
    address = search_for(client, "exploitation").redirect_chain[-1][0]

    page = client.get(address, {"kind": ["decision", "file", "nonsense"]})

    assert not [scope for scope, _url in page.context["scopes"] if scope.current]
    assert "kind" in [group.name for group in page.context["panel"]]
    assert not [pair for pair in page.context["kept"] if pair[0] == "kind"]


def test_a_query_that_cannot_be_read_is_answered_in_a_sentence(house, bank, signed_in):
    page = search_for(signed_in(house.pro), "date:yesterday")

    assert page.status_code == 200
    assert page.context["results"].error
    assert "This cannot be searched as it stands" in page.content.decode()


def test_no_result_says_what_to_do(house, bank, signed_in):
    page = search_for(signed_in(house.pro), "zzzunheardof")

    assert "Nothing matches" in page.content.decode()


def test_where_nothing_is_found_each_filter_says_what_there_is_without_it(house, bank, signed_in):
    client = signed_in(house.pro)
    address = search_for(client, "exploitation").redirect_chain[-1][0]

    page = client.get(address, {"court": ["ONCA"], "year": ["2020"]})

    assert page.context["results"].total == 0
    offered = {choice.value: (choice, total) for _words, choice, total in page.context["in_the_way"]}
    assert {value: total for value, (_choice, total) in offered.items()} == {"ONCA": 1, "2020": 1}
    assert "Without 2020: 1 result" in page.content.decode()
    for choice, total in offered.values():
        assert client.get(f"{address}{choice.url_without}").context["results"].total == total
        assert choice.url_without in page.content.decode().replace("&amp;", "&")


def test_with_the_engine_down_the_database_answers_and_the_page_says_so(house, bank, signed_in, monkeypatch):
    def down(request):
        raise port.Unavailable("down")

    monkeypatch.setattr(live, "ask", down)

    page = search_for(signed_in(house.pro), "Example")

    assert page.status_code == 200
    assert "Full-text search is unavailable" in page.content.decode()
    assert any("Example" in title for title in titles(page))


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "\x00", "😀" * 300, "a" * 5000, '"((((', "' OR 1=1 --", '{"query": {}}', "NOT", "%"]
)
def test_whatever_is_typed_is_answered_and_never_runs(house, bank, signed_in, text):
    page = search_for(signed_in(house.pro), text)

    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()


def test_a_ref_that_was_never_given_is_not_found(house, signed_in):
    assert signed_in(house.pro).get(reverse("search_results", kwargs={"ref": "BCDFGHJKLM"})).status_code == 404


def test_a_find_says_its_paragraph_and_opens_the_decision_there(house, bank, signed_in):
    make_decision(
        by=house.lead,
        style="R. v. Pinpoint",
        citations=["2021 ONCJ 6"],
        held_en="Nothing of it here.",
        text="[30] Nothing yet.\n\n[31] The quokka was seen.",
    )
    while indexer.drain():
        pass
    client = signed_in(house.police)
    page = search_for(client, "quokka")
    (shown,) = page.context["shown"]

    assert [excerpt.where for excerpt in shown.excerpts] == ["para 31"]
    assert "quokka" not in shown.excerpts[0].url
    opened, _, anchor = shown.excerpts[0].url.partition("#")
    html = client.get(opened).content.decode()
    assert f'<p id="{anchor}">[31] The <span class="found"' in html
    assert "<mark>quokka</mark>" in html
    assert "par. 31" in client.get(page.redirect_chain[-1][0].replace("/en/", "/fr/")).content.decode()


def test_what_is_said_in_the_other_language_is_called_so(house, bank, signed_in):
    make_decision(by=house.lead, citations=["2021 ONCJ 8"], held_en="The quokka.", held_fr="Le quokka.")
    while indexer.drain():
        pass
    page = search_for(signed_in(house.pro), "quokka")

    (shown,) = page.context["shown"]
    assert [(each.where, each.language) for each in shown.excerpts] == [("What was decided", "en"), ("What was decided, in French", "fr")]
    assert '<span lang="fr">' in page.content.decode()
    (shown,) = page.client.get(page.redirect_chain[-1][0].replace("/en/", "/fr/")).context["shown"]
    assert [each.language for each in shown.excerpts] == ["fr", "en"]


def test_a_text_that_is_not_shown_by_paragraphs_is_opened_as_ever(house, bank, signed_in):
    page = search_for(signed_in(house.pro), house.mine[0].file.ref)

    (shown,) = [each for each in page.context["shown"] if each.hit.kind == "file"]
    assert shown.url == shown.hit.url
    assert all(not excerpt.url for excerpt in shown.excerpts)


def test_what_this_reader_opened_before_is_marked_as_seen(house, bank, signed_in):
    client = signed_in(house.other)
    client.get(bank[1].get_absolute_url())
    client = signed_in(house.pro)
    client.get(bank[0].get_absolute_url())
    client.get(reverse("precedents:bank"))

    page = search_for(client, "exploitation")

    assert [shown.hit.ref for shown in page.context["shown"] if shown.seen] == [bank[0].ref]
    assert page.content.decode().count("seen <time") == 1


def test_a_decision_can_be_cited_and_linked_from_where_it_was_found(house, bank, signed_in):
    page = search_for(signed_in(house.pro), "exploitation").content.decode()

    for decision in bank:
        assert f'value="{decision.mcgill}"' in page
        assert reverse("link_decision", kwargs={"ref": decision.ref}) in page
    assert "link/decision" not in search_for(signed_in(house.police), "exploitation").content.decode()


def test_a_decision_that_was_reversed_says_so_among_the_results(house, signed_in, bank):
    Decision.objects.filter(pk=bank[0].pk).update(treatment="REVERSED")

    page = search_for(signed_in(house.crown), "exploitation").content.decode()

    assert page.count('badge-risk">reversed') == 1


def test_the_file_or_answer_is_chosen_and_its_form_names_the_decision(house, bank, signed_in):
    client = signed_in(house.pro)
    address = reverse("link_decision", kwargs={"ref": bank[0].ref})

    page = client.get(address)

    assert {file.ref for file in page.context["page"]} == {world.file.ref for world in house.mine}
    assert [row.ref for row in page.context["answers"]] == [house.requests[1].ref]
    for url in re.findall(r'href="([^"]*[?]decision=[^"]*)"', page.content.decode()):
        assert "2019 ONCA 663" in client.get(url).content.decode()
    one = house.mine[1].file.ref
    assert [file.ref for file in client.get(address, {"number": one.lower()}).context["page"]] == [one]
    assert not client.get(address, {"number": house.hers.file.ref}).context["page"].object_list
    assert len(signed_in(house.lead).get(address).context["page"].object_list) == 3
    assert client.get(address, {"number": "\x00%"}).status_code == 200


def test_the_paragraph_of_a_find_is_carried_into_the_form_that_links_it(house, bank, signed_in):
    reasons = "[30] The bail was set.\n\n[31] She kept her quillfeather in a drawer.\n\nAnother word."
    numbered = make_decision(by=house.lead, style="R. v. Numbered", citations=["2021 ONSC 31"], text=reasons, held_en="Of drawers.")
    while indexer.drain():
        pass
    client = signed_in(house.pro)
    address = reverse("link_decision", kwargs={"ref": numbered.ref})

    assert f'href="{address}?para=31"' in search_for(client, "quillfeather").content.decode()
    assert f'href="{address}"' in search_for(client, "title:Numbered").content.decode(), "a find without a number carries none"

    page = client.get(address, {"para": "31", "number": house.mine[0].file.ref})
    links = [url.replace("&amp;", "&") for url in re.findall(r'href="([^"]*[?]decision=[^"]*)"', page.content.decode())]
    assert len(links) == 2
    assert all(url.endswith("&para=31") for url in links)
    assert '<input type="hidden" name="para" value="31">' in page.content.decode()
    answer, law = (client.get(url) for url in sorted(links))
    assert law.context["form"]["pinpoint"].value() == "para 31"
    assert 'data-cite-insert="R. v. Numbered, 2021 ONSC 31 at para 31"' in answer.content.decode().replace("&#x27;", "'")
    with translation.override("fr"):
        in_french = reverse("casetracker:law", kwargs={"ref": house.mine[0].file.ref})
    assert client.get(in_french, {"decision": numbered.ref, "para": "31"}).context["form"]["pinpoint"].value() == "par. 31"


@pytest.mark.parametrize("para", ["", "x", "31 OR 1", "-1", "٣١", "12345", "\x00", '"><b>'])
def test_what_is_no_number_of_a_paragraph_fills_in_nothing(house, bank, signed_in, para):
    client, asked = signed_in(house.pro), {"decision": bank[0].ref, "para": para}

    assert client.get(reverse("casetracker:law", kwargs={"ref": house.mine[0].file.ref}), asked).context["form"]["pinpoint"].value() == ""
    page = client.get(reverse("link_decision", kwargs={"ref": bank[0].ref}), asked).content.decode()
    links = re.findall(r'href="[^"]*/(?:law|answer)/[?]decision=[^"]*"', page)
    assert links
    assert not any("para=" in link for link in links)
    page = client.get(reverse("advice:write_answer", args=[house.requests[1].ref]), asked).content.decode()
    assert 'data-cite-insert="' in page
    assert " at para" not in page


def test_a_paragraph_alone_fills_in_nothing(house, bank, signed_in):
    url = reverse("casetracker:law", kwargs={"ref": house.mine[0].file.ref})

    assert signed_in(house.pro).get(url, {"decision": "NOSUCHREF2", "para": "31"}).context["form"]["pinpoint"].value() == ""


def test_a_form_is_told_nothing_by_a_ref_that_is_none(house, bank, signed_in):
    client = signed_in(house.pro)
    url = reverse("casetracker:law", kwargs={"ref": house.mine[0].file.ref})

    for ref in ("", "\x00", "NOSUCHREF2", "é" * 12, "x" * 400):
        assert client.get(url, {"decision": ref}).context["form"]["decision"].value() == ""


def taken(client, page) -> list[list[str]]:
    answer = client.post(page.context["take_url"])
    assert answer["Content-Disposition"].endswith('.csv"')
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


def test_what_was_found_is_taken_along_as_far_as_she_may_see_it(house, bank, signed_in):
    make_decision(
        by=house.lead, style="=cmd|exploitation", court_code="SCC", citations=["2018 SCC 3"], decided_on=date(2018, 5, 4), held_en="No."
    )
    while indexer.drain():
        pass
    client = signed_in(house.pro)
    address = search_for(client, f"exploitation OR {house.mine[0].file.ref}").redirect_chain[-1][0]
    page = client.get(address, {"sort": "newest"})

    header, *rows = taken(client, page)

    assert header == ["Title", "Citation", "Court", "Date", "What it is", "Address"]
    assert len(rows) == page.context["results"].total == 5
    by_citation = {row[1]: row for row in rows}
    assert by_citation["2019 ONCA 663"][2:5] == ["Court of Appeal for Ontario", "2019", "Decision"]
    assert by_citation["2018 SCC 3"][0].startswith("'=cmd")
    assert by_citation["2018 SCC 3"][3] == "2018-05-04"
    assert by_citation[house.mine[0].file.ref][5] == f"http://testserver{house.mine[0].file.get_absolute_url()}"
    event = Event.objects.latest("seq")
    assert (event.act.by, event.verb, event.act.kind) == (house.pro, "exported", "take_out_results")
    assert "exploitation" not in event.body
    assert len(taken(client, client.get(address, {"court": "SCC"}))) == 3
    police = signed_in(house.police)
    assert house.mine[0].file.ref not in str(taken(police, police.get(address)))


def test_a_table_that_was_cut_says_so(house, bank, signed_in, monkeypatch):
    monkeypatch.setattr(port, "MOST_PER_PAGE", 1)
    monkeypatch.setattr(take_results, "MOST_TAKEN", 1)
    client = signed_in(house.pro)

    rows = taken(client, search_for(client, "exploitation"))

    assert len(rows) == 3
    assert rows[-1] == ["Only the first 1 of 2 results are in this table. Narrow the search to have the others."]


def test_many_pages_make_one_table(house, bank, signed_in, monkeypatch):
    monkeypatch.setattr(port, "MOST_PER_PAGE", 1)
    client = signed_in(house.pro)

    assert len(taken(client, search_for(client, "exploitation"))) == 3


def test_nothing_is_taken_where_the_search_does_not_answer(house, bank, signed_in):
    client = signed_in(house.pro)
    ref = port.remember(house.pro, "date:yesterday").ref
    before = Event.objects.count()

    assert client.post(reverse("take_results", kwargs={"ref": ref})).status_code == 302
    assert client.post(reverse("take_results", kwargs={"ref": "BCDFGHJKLM"})).status_code == 404
    assert client.get(reverse("take_results", kwargs={"ref": ref})).status_code == 405
    assert Event.objects.count() == before


def test_titles_alone_are_shown_when_asked_and_stay_so(house, bank, signed_in):
    client = signed_in(house.pro)
    address = search_for(client, "exploitation").redirect_chain[-1][0]

    full, brief = client.get(address, {"detail": "everything"}), client.get(address, {"detail": "brief"})

    assert 'class="snippet"' in full.content.decode()
    assert titles(brief) == titles(full)
    assert 'class="snippet"' not in brief.content.decode()
    assert ("detail", "brief") in brief.context["kept"]
    assert all("detail=brief" in choice.url_without for group in brief.context["groups"] for choice in group.choices)
    assert all("detail=brief" in url for _scope, url in brief.context["scopes"])


def test_the_number_of_questions_does_not_grow_with_the_hits(house, bank, signed_in, django_assert_max_num_queries):
    client = signed_in(house.pro)
    few = search_for(client, "Sample").redirect_chain[-1][0]
    many = search_for(client, "exploitation").redirect_chain[-1][0]
    client.get(few)
    with django_assert_max_num_queries(40) as asked:
        client.get(few)

    with django_assert_max_num_queries(len(asked)):
        client.get(many)

"""Paste the facts, and more like this: what is found and why, words left out, and nothing of the text kept anywhere."""

import logging
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.urls import reverse

from foundation.search import indexer, live, port
from foundation.search.breaker import Breaker
from foundation.search.entry import Unavailable
from foundation.search.models import SavedQuery
from precedents import selectors
from tests.factories.precedents import make_advice, make_decision

FACTS = (
    "He kept her passport in a locked drawer, drove her from hotel to hotel, and took the earnings of every night. "
    "She feared for her sister. Is that exploitation under s. 279.04?"
)


@pytest.fixture
def bank(house, settings, tmp_path, monkeypatch):
    """Decisions that cite each other, advice on two levels, all of them indexed."""
    settings.SEARCH_ENGINE, settings.DATA_DIR = "tantivy", tmp_path
    monkeypatch.setattr(live, "breaker", Breaker())
    port.forget_engines()
    held = {
        "PASSPORT": ("2019 ONCA 663", "He kept the passport in a locked drawer and took her earnings. 2021 SCC 40 is followed."),
        "HOTEL": ("2020 ONSC 9", "Hotel to hotel, the earnings of every night went to him."),
        "CITED": ("2021 SCC 40", "Every night has its sister."),
        "BOAT": ("2018 ONCA 12", "A boat sank in the harbour."),
        "FRENCH": ("2022 QCCA 5", "Il gardait le passeport dans un tiroir; l'hôtel changeait chaque nuit."),
    }
    found = {
        name: make_decision(
            by=house.lead,
            style=f"R. v. {name.title()}",
            citations=[citation],
            held_en="" if name == "FRENCH" else text,
            held_fr=text if name == "FRENCH" else "",
            language="fr" if name == "FRENCH" else "en",
            text=text,
        )
        for name, (citation, text) in held.items()
    }
    found["SHAREABLE"] = make_advice(by=house.lead, title="Earnings of every night", question="May a hotel drawer be searched?")
    found["INNER"] = make_advice(
        "INTERNAL_TEAM", by=house.lead, title="Locked drawer and earnings", short_answer="The zanzibar passport of every hotel night."
    )
    indexer.rebuild()
    return found


def paste(browser, facts=FACTS, **typed):
    return browser.post(reverse("facts"), {"facts": facts, **typed})


def titles(page):
    return [row.hit.title for _like, row in page.context["shown"]]


def found_in(page):
    return {like.hit.ref: like for like, _row in page.context["shown"]}


def test_facts_find_decisions_and_advice_and_say_why(house, bank, signed_in):
    page = paste(signed_in(house.pro))

    found = found_in(page)
    assert {bank[name].ref for name in ("PASSPORT", "HOTEL", "SHAREABLE", "INNER")} <= set(found)
    assert "locked drawer" in {word.spelling for word in found[bank["PASSPORT"].ref].shared}
    shown = page.content.decode()
    assert 'name="without" value="locked_drawer"' in shown
    assert shown.count("He kept her passport") == 1, "the text stands in its box and nowhere else"


def test_the_best_lift_what_they_cite_and_the_page_says_so(house, bank, signed_in):
    found = found_in(paste(signed_in(house.pro)))

    assert found[bank["CITED"].ref].ties == 1
    assert "of the best 10" in paste(signed_in(house.pro)).content.decode()


def test_a_word_left_out_finds_nothing_any_more_and_stays_ticked(house, bank, signed_in):
    page = paste(signed_in(house.pro), "the boat and the passport", without=["boat"])

    assert bank["BOAT"].ref not in found_in(page)
    assert bank["PASSPORT"].ref in found_in(page)
    assert 'value="boat" id="left-out-1" checked' in page.content.decode()


def test_kinds_and_languages_narrow(house, bank, signed_in):
    browser = signed_in(house.pro)

    assert {like.hit.kind for like in found_in(paste(browser, kind=["advice"])).values()} == {"advice"}
    french = paste(browser, "Il gardait son passeport dans un tiroir de l'hôtel chaque nuit", language="fr")
    assert list(found_in(french)) == [bank["FRENCH"].ref]
    assert "hôtel" in {word.spelling for word in found_in(french)[bank["FRENCH"].ref].shared} | {
        part for word in found_in(french)[bank["FRENCH"].ref].shared for part in word.spelling.split()
    }


def test_the_police_see_what_is_shared_and_no_word_of_the_rest(house, bank, signed_in):
    page = paste(signed_in(house.police), FACTS + " zanzibar")

    found = found_in(page)
    assert bank["INNER"].ref not in found
    assert bank["SHAREABLE"].ref in found
    assert "file" not in {like.hit.kind for like in found.values()}
    assert "zanzibar" not in {word.token for like in found.values() for word in like.shared}
    assert 'value="zanzibar"' not in page.content.decode()


def test_a_withdrawn_right_holds_before_the_index_knows(house, bank, signed_in, monkeypatch):
    monkeypatch.setattr("precedents.querysets.READERS", {"SHAREABLE": (), "CROWN_ONLY": (), "INTERNAL_TEAM": ()})

    assert {like.hit.kind for like in found_in(paste(signed_in(house.police))).values()} <= {"decision", "request"}


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ("", "Paste the facts, or describe them in a few sentences."),
        ("   \n ", "Paste the facts, or describe them in a few sentences."),
        ("the of and \x00", "Nothing in this text can be compared"),
        ("qwertz uiopu", "Nothing in this text can be compared"),
        ("<b>passport</b>", "So few words are found as well by the search."),
        ("passport " * 120_000, "its first 10000 words were used"),
        ("1.1.1.1" * 150_000 + "x", "Nothing in this text can be compared"),
        ("((((279(" * 100_000, ""),
    ],
    ids=["empty", "blanks", "function words", "unknown", "markup", "a megabyte", "numbers", "brackets"],
)
def test_whatever_is_pasted_the_page_answers(house, bank, signed_in, facts, sentence):
    page = paste(signed_in(house.pro), facts)

    assert page.status_code == 200
    assert sentence in page.content.decode().replace("10,000", "10000").replace("10\xa0000", "10000")
    assert page.context["form"]["facts"].value() == facts


@pytest.mark.parametrize("typed", [{"kind": "nonsense"}, {"language": "xx"}, {"without": ["x" * 5_000, "\x00", "<script>"]}, {"more": "x"}])
def test_bad_choices_are_told_or_do_no_harm(house, bank, signed_in, typed):
    page = paste(signed_in(house.pro), **typed)

    assert page.status_code == 200
    assert FACTS in page.content.decode().replace("&#x27;", "'")
    assert ("found" in page.context) == (not {"kind", "language"} & set(typed))


def test_nothing_of_the_text_is_kept_in_the_database_or_the_log(house, bank, signed_in, caplog):
    caplog.set_level(logging.DEBUG)
    page = paste(signed_in(house.pro), FACTS + " wombatical")

    assert SavedQuery.objects.count() == 0
    assert "wombatical" in page.content.decode()
    written = "\n".join(record.getMessage() + str(record.__dict__) for record in caplog.records if record.name != "django.db.backends")
    assert "wombatical" not in written
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            assert not any("wombatical" in str(row) for row in cursor.fetchall()), table


def test_while_the_engine_is_down_the_text_stays_in_the_box(house, bank, signed_in, monkeypatch):
    def gone(question):
        raise Unavailable("gone")

    monkeypatch.setattr(live, "answer", gone)
    page = paste(signed_in(house.pro))

    assert "Full-text search is unavailable" in page.content.decode()
    assert page.context["form"]["facts"].value() == FACTS


def test_more_like_a_decision_leaves_it_out_and_is_linked_from_it(house, bank, signed_in):
    browser = signed_in(house.police)
    address = reverse("like_decision", kwargs={"ref": bank["PASSPORT"].ref})

    assert address in browser.get(bank["PASSPORT"].get_absolute_url()).content.decode()
    page = browser.get(address)
    assert bank["PASSPORT"].ref not in found_in(page)
    assert bank["HOTEL"].ref in found_in(page)
    again = browser.post(address, {"kind": ["advice"], "without": ["earnings"]})
    assert {like.hit.kind for like in found_in(again).values()} <= {"advice"}


def test_more_like_advice_is_for_its_readers(house, bank, signed_in):
    inner = reverse("like_published_advice", kwargs={"ref": bank["INNER"].ref})
    shared = reverse("like_published_advice", kwargs={"ref": bank["SHAREABLE"].ref})

    assert signed_in(house.police).get(inner).status_code == 404
    assert bank["INNER"].ref not in found_in(signed_in(house.police).get(shared))
    assert shared in signed_in(house.police).get(bank["SHAREABLE"].get_absolute_url()).content.decode()
    assert bank["SHAREABLE"].ref in found_in(signed_in(house.pro).get(inner))


def test_neighbours_are_both_ways_and_dated(house, bank):
    refs = {bank["PASSPORT"].ref, bank["CITED"].ref}

    near = selectors.neighbours(house.pro, refs)
    assert near == {
        bank["PASSPORT"].ref: {f"precedents.Decision:{bank['CITED'].ref}"},
        bank["CITED"].ref: {f"precedents.Decision:{bank['PASSPORT'].ref}"},
    }
    assert selectors.neighbours(house.pro, refs, date(2021, 1, 2)) == near
    assert not any(selectors.neighbours(house.pro, refs, date(2021, 1, 1)).values())
    assert not any(selectors.neighbours(AnonymousUser(), refs).values())


def test_the_number_of_questions_does_not_grow_with_the_finds(house, bank, signed_in, django_assert_max_num_queries):
    browser = signed_in(house.pro)
    with django_assert_max_num_queries(40) as asked:
        paste(browser)

    for _number in range(8):
        make_decision(by=house.lead, held_en="The passport and the earnings of every night in a locked drawer.")
    indexer.drain()
    with django_assert_max_num_queries(len(asked) + 1):
        assert len(found_in(paste(browser))) == 10

"""What is typed: how it is understood, what is repaired and said, what is refused and where."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.search import query, synonyms
from foundation.search.marks import QueryError
from foundation.search.query import And, Citation, Code, Days, Everything, Near, Not, Or, Section, Value, Words, parse


@pytest.mark.parametrize(
    "typed, understood",
    [
        ("control influence", "control AND influence"),
        ("a1 OR b1 c1", "a1 OR (b1 AND c1)"),
        ("(a1 OR b1) c1", "(a1 OR b1) AND c1"),
        ("dog NOT cat -bird", "dog AND NOT cat AND NOT bird"),
        ("NOT (a1 b1)", "NOT (a1 AND b1)"),
        ("chien ET chat OU oiseau SAUF loup", "(chien AND chat) OR (oiseau AND NOT loup)"),
        ("title:(dog OR cat)", "title:dog OR title:cat"),
        ('court:"Court of Appeal" fear', 'court:"Court of Appeal" AND fear'),
        ("tribunal:ONCA langue:fr", "court:ONCA AND lang:fr"),
        ("s. 279.01(1)(a)", "279.01(1)(a)"),
        ("section 279.01(1)(a)", "279.01(1)(a)"),
        ("§ 286.1", "286.1"),
        ("R. v. Smith, 2019 ONCA 663", "R. v AND Smith AND 2019 ONCA 663"),
        ("(279.01 OR 286.1)", "279.01 OR 286.1"),
        ("“fear  for her”", '"fear for her"'),
        ("« peur pour elle »", '"peur pour elle"'),
        ("or and not dog", "dog"),
        ("the", "the"),
        ('"of the"', '"of the"'),
        ("year>=2018", "year>=2018"),
        ("facts: the dog", "facts: AND dog"),
        ("http://example.invalid/x", "http://example.invalid/x"),
        ("fear /5 safety", "fear /5 safety"),
        ("fear /S safety", "fear /s safety"),
        ("fear /5 her /p safety", "(fear /5 her) AND (her /p safety)"),
        ("NOT fear /p safety", "NOT (fear /p safety)"),
        ("a1 OR b1 /5 c1 d1", "a1 OR ((b1 /5 c1) AND d1)"),
        ("(fear OR “her safety”) /3 279.01(1)", '(fear OR "her safety") /3 279.01(1)'),
        ("title:(fear /2 safety)", "title:fear /2 title:safety"),
        ("EXACT(sentenced)", "EXACT(sentenced)"),
        ('EXACT("sentenced to") fear', 'EXACT("sentenced to") AND fear'),
        ("EXACT(a1 OR (b1 c1))", "EXACT(a1) OR (EXACT(b1) AND EXACT(c1))"),
        ("#damage #“her fear”", 'EXACT(damage) AND EXACT("her fear")'),
        ("exploit* wom?n exploit!", "exploit* AND wom?n AND exploit!"),
        ("title:exploit*", "title:exploit*"),
        ("What is exploitation?", "What AND exploitation?"),
        ("cites:(2016 SCC 27 OR 2019 ONCA 663)", "cites:2016 SCC 27 OR cites:2019 ONCA 663"),
        ("citant:2016 CSC 27", "cites:2016 CSC 27"),
        ("citations>10", "citations>10"),
        ("HT debt", "HT AND debt"),
        ("human trafficking debt", "human AND trafficking AND debt"),
        ("debt OR human trafficking", "debt OR (human AND trafficking)"),
        ("NOT HT", "NOT HT"),
        ("w/5 and/s", "w/5 AND and/s"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_echoes_what_was_understood(typed, understood):
    assert parse(typed).understood_as == understood


def test_makes_a_tree_of_nodes_and_leaves():
    tree = parse('(fear OR title:"her safety") NOT court:ONCA section:279.01(1) cite:2019 ONCA 663 lang:fr date:2019').tree

    assert isinstance(tree, And)
    kinds = [type(part) for part in tree.parts]
    assert kinds == [Or, Not, Section, Citation, Code, Days]
    assert isinstance(tree.parts[1].part, Value)
    assert tree.parts[0].parts[1] == Words(("title",), (("her", "safeti"), ("fr/her", "fr/safety")), 'title:"her safety"', quoted=True)
    assert (tree.parts[3].own, tree.parts[3].citing) == (True, False)


def test_a_citation_alone_can_be_opened():
    assert parse(" 2019 onca 0663 ").citation.key == "2019 onca 663"
    assert parse("2019 ONCA 663 fear").citation is None


@pytest.mark.parametrize(
    "typed, notice",
    [
        ('"fear for her', "The quotation that opens at character 1 was not closed"),
        ("(dog", "A bracket was not closed"),
        ("((dog", "2 brackets were not closed"),
        ("dog) cat", "The bracket at character 4 closes nothing"),
        ("fear of the victim", "Left out as too common: of, the."),
        ('dog "--"', 'nothing can be searched for in it: "--"'),
    ],
)
def test_says_what_was_repaired_or_left_out(typed, notice):
    assert any(notice in each for each in parse(typed).notices)


@pytest.mark.parametrize(
    "typed, sentence, start",
    [
        ("foo:bar", "“foo:” at character 1 is not a field. The fields are: title: cite: cites: court:", 0),
        ("dog AND", "There is nothing after AND at character 5.", 4),
        ("OR dog", "There is nothing before OR at character 1.", 0),
        ("dog OR AND cat", "There is nothing after OR at character 5.", 4),
        ("dog ET OU cat", "There is nothing after ET at character 5.", 4),
        ("dog NOT", "There is nothing after NOT at character 5.", 4),
        ("NOT OR", "There is nothing after NOT at character 1.", 0),
        ("dog ()", "There is nothing between the brackets at character 5.", 4),
        ("title:", "There is nothing after “title:” at character 1.", 0),
        ("title:court:x", "There is nothing after “title:” at character 1.", 0),
        ("court:---", "There is nothing to search for after “court:” at character 1.", 0),
        ("section:abc", "“abc” at character 9 is not a section", 8),
        ("court>=2019", "“court>=” at character 1: more and less than work with date, year and citations only.", 0),
        ("date:2026-02-30", "“2026-02-30” at character 6 is not a date", 5),
        ("date:soon", "“soon” at character 6 is not a date", 5),
        ("year:2020..2019", "“2020..2019” at character 6 ends before it begins.", 5),
        ("date:..", "“..” at character 6 is not a date", 5),
        ("date>2019..2020", "“2019..2020” at character 6 is not a date", 5),
        ("citations:many", "“many” at character 11 is not a number", 10),
        ("citations:9..3", "“9..3” at character 11 ends before it begins.", 10),
        ("citations<0", "ends before it begins", 10),
        ("/5 dog", "There is nothing before /5 at character 1.", 0),
        ("dog /5", "There is nothing after /5 at character 5.", 4),
        ("dog /s /p cat", "There is nothing after /s at character 5.", 4),
        ("dog AND /5 cat", "There is nothing after AND at character 5.", 4),
        ("(/p cat)", "There is nothing before /p at character 2.", 1),
        ("dog /5 NOT cat", "There is nothing after /5 at character 5.", 4),
        ("dog /0 cat", "“/0” at character 5: write a number from 1 to 255.", 4),
        ("dog /256 cat", "“/256” at character 5: write a number from 1 to 255.", 4),
        ("dog /5 (cat bird)", "Beside /5 at character 5 there can be a word, a phrase", 4),
        ("dog /5 court:SCC", "Beside /5 at character 5 there can be a word, a phrase", 4),
        ("dog /5 ---", "There is nothing after /5 at character 5.", 4),
        ("dog /5 title:cat", "Both sides of /5 at character 5 must be in one field", 4),
        ("*ation", "“*ation” at character 1: at least 3 letters must stand before the first * or ?.", 0),
        ("fear ab*", "“ab*” at character 6: at least 3 letters", 5),
        ("w?men", "“w?men” at character 1: at least 3 letters", 0),
        ("judge:gagn*", "“gagn*” at character 7: * and ? work in the text and after title: only.", 6),
        ("EXACT()", "There is nothing between the brackets at character 1.", 0),
        ("EXACT(dog AND", "There is nothing after AND at character 11.", 10),
        ("🙂", "There is nothing to search for in “🙂”.", 0),
        ("-- ** !!", "There is nothing to search for", 0),
        ("x" * 1_001, "That is 1001 characters long; a search has at most 1000.", 1_000),
        ("a1 " * 65, "That is more than 64 words", 192),
        ("(" * 17 + "dog", "There are more than 16 brackets", 16),
        ("NOT " * 17 + "dog", "There are more than 16 brackets or NOTs", 64),
    ],
)
def test_refuses_with_a_sentence_that_says_where(typed, sentence, start):
    with pytest.raises(QueryError) as refused:
        parse(typed)

    assert sentence in refused.value.sentence
    assert refused.value.start == start


@pytest.mark.parametrize(
    "typed, first, last",
    [
        ("date:2019", "2019-01-01", "2019-12-31"),
        ("date:2020-02", "2020-02-01", "2020-02-29"),
        ("date:2019-5-1", "2019-05-01", "2019-05-01"),
        ("date:2015..2020-03", "2015-01-01", "2020-03-31"),
        ("year:2015..", "2015-01-01", "9999-12-31"),
        ("date:..2015", "0001-01-01", "2015-12-31"),
        ("year>2018", "2019-01-01", "9999-12-31"),
        ("date<2018-01-02", "0001-01-01", "2018-01-01"),
        ("année>=2018", "2018-01-01", "9999-12-31"),
    ],
)
def test_reads_dates_and_ranges(typed, first, last):
    days = parse(typed).tree

    assert (days.first, days.last) == (datetime.date.fromisoformat(first), datetime.date.fromisoformat(last))


# ── Synonyms ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("typed", ["HT", "ht", "human trafficking", '"human trafficking"', "Human AND Trafficking", "traite des personnes"])
def test_a_wording_of_the_table_is_searched_for_under_the_others_too(typed):
    parsed = parse(typed)
    added = [leaf for leaf in query.leaves(parsed.tree) if leaf.added]

    assert len(added) == 1
    assert len(parsed.also_searched) == 4
    assert parse(typed, with_synonyms=False).also_searched == ()
    assert not any(leaf.added for leaf in query.leaves(parse(typed, with_synonyms=False).tree))


@pytest.mark.parametrize(
    "typed", ["EXACT(HT)", "#HT", "title:HT", "judge:HT", "R. v. HT", "R. c. SCC", "ht*", "court:SCC", "2016 SCC 27", "human -trafficking"]
)
def test_names_spellings_and_fields_have_no_synonyms(typed):
    try:
        assert parse(typed).also_searched == ()
    except QueryError:
        assert typed == "ht*"


def test_synonyms_stand_beside_what_they_stand_for_in_proximity_too():
    near = parse("HT /10 debt").tree

    assert isinstance(near, Near)
    assert [words.added for words in near.left] == [False, True]
    assert ("human", "traffick") in near.left[1].forms
    assert ("fr/trait", "fr/de", "fr/person") in near.left[1].forms


def test_the_table_names_every_wording_once():
    spelled = [synonyms.spelling(wording.text) for group in synonyms.GROUPS for wording in group]

    assert len(set(spelled)) == len(spelled)
    assert all(len(group) > 1 for group in synonyms.GROUPS)
    assert datetime.date.fromisoformat(synonyms.VERSION)


def test_words_for_suggestions_leave_common_ones_out_and_never_fail():
    tree = query.any_word('May an officer (who "saw it keep the passport AND title:x' + " word" * 500)

    assert [leaf.typed for leaf in tree.parts] == ["May", "officer", "saw", "keep", "passport", "title", "word"]
    assert query.any_word("…") == Or(())


def test_a_common_word_after_an_elision_is_left_out_too():
    tree = query.any_word("d'une promesse qu'elle a faite l'été")

    assert [leaf.typed for leaf in tree.parts] == ["promesse", "faite", "l'été"]


@settings(max_examples=400, deadline=None)
@given(
    st.one_of(
        st.text(max_size=200),
        st.lists(
            st.sampled_from(
                [
                    '"',
                    "(",
                    ")",
                    "-",
                    "AND",
                    "OR",
                    "NOT",
                    "title:",
                    "date:",
                    "a",
                    "279.01(1)",
                    "2019 SCC 1",
                    " ",
                    "«",
                    "..",
                    "/5",
                    " /s ",
                    "*",
                    "?",
                    "!",
                    "#",
                    "EXACT(",
                    "exploit",
                    "HT",
                    "citations>",
                    "cites:",
                ]
            )
        ).map("".join),
    )
)
def test_anything_typed_is_a_tree_or_a_sentence(typed):
    parsed, refused = None, None
    try:
        parsed = parse(typed)
    except QueryError as error:
        refused = error

    if refused is not None:
        assert refused.sentence
        assert 0 <= refused.start <= refused.end
    else:
        assert isinstance(parsed.tree, Everything) or parsed.understood_as


@settings(max_examples=200, deadline=None)
@given(
    st.recursive(
        st.sampled_from(
            [
                "alpha",
                "beta*",
                '"gamma delta"',
                "court:ONCA",
                "279.01",
                "2019 SCC 1",
                "HT",
                "EXACT(beta)",
                "alpha /3 beta",
                "a1 /s HT /p b1",
            ]
        ),
        lambda parts: st.one_of(
            st.tuples(parts, st.sampled_from([" AND ", " OR ", " "]), parts).map(lambda three: f"({three[0]}{three[1]}{three[2]})"),
            parts.map(lambda one: f"NOT {one}"),
        ),
        max_leaves=8,
    )
)
def test_the_echo_typed_again_means_the_same(typed):
    parsed = parse(typed)

    again = parse(parsed.understood_as)

    assert again.tree == parsed.tree or again.understood_as == parsed.understood_as

"""What is typed: how it is understood, what is repaired and said, what is refused and where."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.search import query
from foundation.search.query import And, Citation, Code, Days, Everything, Not, Or, QueryError, Section, Value, Words, parse


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
    assert tree.parts[3].own


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
        ("exploit* fear", "“exploit*” at character 1: wildcards"),
        ("dog /5 cat", "nothing can be searched for in it: /5"),
    ],
)
def test_says_what_was_repaired_or_left_out(typed, notice):
    assert any(notice in each for each in parse(typed).notices)


@pytest.mark.parametrize(
    "typed, sentence, start",
    [
        ("foo:bar", "“foo:” at character 1 is not a field. The fields are: title: cite: court:", 0),
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
        ("court>=2019", "“court>=” at character 1: more and less than work with date and year only.", 0),
        ("date:2026-02-30", "“2026-02-30” at character 6 is not a date", 5),
        ("date:soon", "“soon” at character 6 is not a date", 5),
        ("year:2020..2019", "“2020..2019” at character 6 ends before it begins.", 5),
        ("date:..", "“..” at character 6 is not a date", 5),
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
                ['"', "(", ")", "-", "AND", "OR", "NOT", "title:", "date:", "a", "279.01(1)", "2019 SCC 1", " ", "«", "..", "/5", "*"]
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
        st.sampled_from(["alpha", "beta", '"gamma delta"', "court:ONCA", "279.01", "2019 SCC 1"]),
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

"""Searches are written for people who fill in boxes, and every example of the help page is one."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from caseload import wording
from caseload.forms import WriteSearchForm
from foundation.search import query
from foundation.search.models import SavedQuery

EMPTY = dict.fromkeys(WriteSearchForm.base_fields, "") | {"within": "5", "from_year": None, "to_year": None}


@pytest.mark.parametrize(
    ("boxes", "text"),
    [
        ({"all_words": "control influence"}, "control influence"),
        ({"all_words": 'his "OR" (her) NOT so'}, "his or her not so"),
        ({"phrase": "fear for her safety"}, '"fear for her safety"'),
        ({"any_words": "hotel motel"}, "(hotel OR motel)"),
        ({"all_words": "hotel", "none_words": "youth child"}, "hotel NOT youth NOT child"),
        ({"near_one": "control", "near_other": "her movements", "within": "s"}, '(control /s "her movements")'),
        ({"section": "s. 279.01(1)(a)"}, "section:s"),
        ({"section": "279.01(1)(a)", "court": "ONCA"}, "section:279.01(1)(a) court:ONCA"),
        ({"all_words": "bail", "from_year": 2015, "to_year": 2020}, "bail year:2015..2020"),
        ({"all_words": "bail", "from_year": 2015}, "bail year>=2015"),
        ({"all_words": "bail", "to_year": 2020}, "bail year<=2020"),
        ({"all_words": "« l’argent »"}, "l’argent"),
        ({}, ""),
    ],
)
def test_boxes_are_written_as_a_search(boxes, text):
    assert wording.written(EMPTY | boxes) == text


TYPED = st.text(max_size=30) | st.lists(st.sampled_from(["OR", "NOT", "(", ")", '"', "/5", "279.01(1)(a)", "exploit*", "a:b", "été"])).map(
    " ".join
)


@given(
    boxes=st.fixed_dictionaries(
        {name: TYPED for name in EMPTY if name not in ("within", "from_year", "to_year")}
        | {"within": st.sampled_from(list(wording.WITHIN)), "from_year": st.none() | st.integers(1900, 2100)}
    )
)
def test_whatever_is_typed_into_boxes_is_a_search_that_can_be_read(boxes):
    form = WriteSearchForm({name: "" if value is None else value for name, value in boxes.items()})

    if form.is_valid():
        query.parse(wording.written(form.cleaned_data))


@pytest.mark.parametrize("text", [text for text, _finds in wording.EXAMPLES])
def test_every_example_can_be_read(text):
    assert query.parse(text).tree


def test_boxes_lead_to_the_results_of_what_they_stand_for(house, signed_in):
    answer = signed_in(house.pro).post(reverse("write_search"), {"phrase": "fear for her safety", "none_words": "youth", "within": "5"})

    kept = SavedQuery.objects.get()
    assert kept.text == '"fear for her safety" NOT youth'
    assert answer["Location"] == reverse("search_results", kwargs={"ref": kept.ref})


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({}, "all_words", "Fill in at least one box with words."),
        ({"all_words": "((("}, "all_words", "Fill in at least one box with words."),
        ({"near_one": "control"}, "near_other", "Write what it must be near to."),
        ({"all_words": "bail", "from_year": "2020", "to_year": "2015"}, "to_year", "The last year cannot come before the first."),
        ({"all_words": "bail", "from_year": "twenty"}, "from_year", "Write the year with four digits."),
        ({"section": "00000"}, "section", "00000"),
        ({"all_words": "bail", "within": "900"}, "within", "Choose one of the list."),
    ],
)
def test_boxes_that_say_nothing_are_told_so_and_kept(house, signed_in, typed, field, sentence):
    answer = signed_in(house.pro).post(reverse("write_search"), {"within": "5", **typed})

    assert answer.status_code == 422
    assert sentence in " ".join(answer.context["form"].errors[field])
    for word in [value for name, value in typed.items() if name != "within"]:
        assert word in answer.content.decode()


def test_each_example_of_the_help_page_can_be_tried(house, signed_in):
    client = signed_in(house.pro)
    page = client.get(reverse("help")).content.decode()

    assert page.count('name="q"') >= len(wording.EXAMPLES)
    assert client.post(reverse("search"), {"q": wording.EXAMPLES[0][0]}).status_code == 302

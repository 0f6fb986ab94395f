"""The components page draws every component, in both languages, without inline style, script or a word left in English."""

import re
from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.test import override_settings
from django.utils import translation

from foundation.pages import days
from foundation.pages.templatetags import components

INLINE = re.compile(r"<style\b|<script\b(?![^>]*\bsrc=)|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']", re.IGNORECASE)


def draw(source: str, **words) -> str:
    """Render a scrap of template with the components loaded."""
    return Template("{% load i18n components %}" + source).render(Context(words))


def words_of(html: str) -> str:
    """Give the text of a page, without marks and without what is written in the other language on purpose."""
    body = re.sub(r"<(a)\b[^>]*\bhreflang=[^>]*>.*?</\1>", " ", html, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", "\n", body).split())


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_component_is_drawn_without_inline_style_or_script(client, language):
    answer = client.get(f"/{language}/components/")

    page = answer.content.decode()
    assert answer.status_code == 200
    assert INLINE.findall(page) == []
    for name in ("panel", "facts", "table", "records", "history", "identity", "subnav", "filters", "filtertags", "pagination", "guards"):
        assert re.search(rf'class="[^"]*\b{name}\b', page), name
    for name in (
        "empty",
        "errorsummary",
        "notice",
        "badge",
        "due",
        "masked",
        "progress",
        "draftstatus",
        "copybutton",
        "postbutton",
        "daybox",
    ):
        assert re.search(rf'class="[^"]*\b{name}\b', page), name


@pytest.mark.django_db
def test_the_french_page_holds_no_english_sentence(client):
    english = {
        line for line in re.split(r"(?<=[.:?])\s", words_of(client.get("/en/components/").content.decode())) if len(line.split()) > 3
    }
    french = words_of(client.get("/fr/components/").content.decode())

    assert sorted(line for line in english if line in french) == []


@pytest.mark.django_db
@override_settings(SHOW_COMPONENTS=False, DEBUG=False)
def test_the_page_does_not_exist_in_use(client):
    assert client.get("/en/components/").status_code == 404


def test_empty_values_are_not_shown():
    assert draw('{% fact "Court" "" %}{% fact "Court" none %}{% facts %}{% endfacts %}{% badge "" %}{% count 0 %}', none=None).strip() == ""
    assert "<dd>0</dd>" in draw('{% fact "Counts" 0 %}')


def test_what_is_typed_cannot_become_markup():
    nasty = "<b onclick=x>&</b>"

    page = draw(
        "{% badge nasty %}{% fact nasty nasty %}{% panel title=nasty %}x{% endpanel %}{% empty nasty %}{% masked nasty %}"
        "{% copybutton text=nasty label=nasty %}{% cell nasty %}{{ nasty }}{% endcell %}"
        '{% record url="/" title=nasty select=nasty %}x{% endrecord %}',
        nasty=nasty,
    )

    assert "<b " not in page
    assert "&lt;b " in page


def test_an_unknown_tone_is_refused():
    with pytest.raises(TemplateSyntaxError):
        components.badge("Ready", "green")


@pytest.mark.parametrize(
    "value, english, french",
    [
        (date(2026, 2, 27), "overdue 4 days", "en retard de 4 jours"),
        (date(2026, 3, 2), "overdue 1 day", "en retard de 1 jour"),
        (date(2026, 3, 3), "today", "aujourd'hui"),
        (date(2026, 3, 4), "tomorrow", "demain"),
        (date(2026, 3, 14), "11 days", "dans 11 jours"),
    ],
)
def test_a_due_date_says_how_far_it_is(value, english, french):
    today = date(2026, 3, 3)

    with translation.override("en"):
        assert days.due_words(value, today) == english
    with translation.override("fr"):
        assert days.due_words(value, today) == french


def test_dates_are_written_as_people_write_them():
    assert days.day(date(2026, 3, 3), language="en") == "March 3, 2026"
    assert days.day(date(2026, 3, 1), language="fr") == "1er mars 2026"
    assert days.day(date(2026, 3, 3), short=True, weekday=True, language="en") == "Tuesday, Mar 3, 2026"
    assert days.day(date(2026, 8, 3), weekday=True, language="fr") == "lundi 3 août 2026"
    assert days.day(None) == ""


def test_an_instant_is_written_on_the_clock_of_its_zone():
    instant = datetime(2026, 3, 3, 19, 5, tzinfo=UTC)

    assert days.moment(instant, language="en").replace("\xa0", " ") == "Mar 3, 2026, 2:05 p.m. EST"
    assert days.moment(instant, "America/Winnipeg", language="fr").replace("\xa0", " ") == "3 mars 2026, 13 h 05 HNC"
    assert days.clock_time(datetime(2026, 3, 3, 0, 0), language="en").replace("\xa0", " ") == "12:00 a.m."


def test_a_date_near_midnight_is_the_day_in_toronto():
    assert days.day(datetime(2026, 3, 4, 3, 0, tzinfo=UTC), language="en") == "March 3, 2026"


@pytest.mark.django_db
def test_a_field_ties_its_label_hint_and_error_together(client):
    page = client.get("/en/components/").content.decode()

    assert '<label class="label" for="wrong_title">' in page
    assert re.search(r'<input[^>]*aria-describedby="wrong_title_helptext wrong_title_error"[^>]*id="wrong_title"', page) or re.search(
        r'<input[^>]*id="wrong_title"[^>]*aria-describedby="wrong_title_helptext wrong_title_error"', page
    )
    assert re.search(r'<fieldset[^>]*aria-describedby="wrong_on_helptext wrong_on_error"', page)
    assert '<ul class="errorlist" id="wrong_on_error">' in page
    assert 'href="#wrong_on_0"' in page
    assert 'href="#wrong_needed_0"' in page


@pytest.mark.django_db
def test_the_switch_keeps_the_page_and_its_filters(client):
    page = client.get("/en/components/?state=d&page=3").content.decode()

    assert 'href="/fr/components/?state=d&amp;page=3"' in page
    assert 'href="?state=d&amp;page=4"' in page

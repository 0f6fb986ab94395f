"""A form takes what it shows and nothing else: whatever more is sent changes nothing (T06).

Every form of the product is sent twice by each of eleven subjects from the same world: once as its page offers it to her, and once with
every field name of every model beside it, filled with what she would like to set. Both leave the same rows. Who may not open the form
sends all of it at once, and no row changes. The sender of the form gets it through: a form whose step does not start where the world
stands is given its start in tests/house/starts.py.
"""

import re
from datetime import date, datetime, time
from functools import cache
from urllib.parse import urlencode

import pytest
from django import forms
from django.apps import apps
from django.urls import resolve
from django.views.generic import FormView

from foundation import clock
from foundation.pages.fields import DayField
from tests.access import ACCESS, PUBLIC
from tests.casetracker.pages import confirmed
from tests.house.addresses import filled
from tests.house.conftest import undone
from tests.house.crawling import names
from tests.house.row_changes import beyond_reading, counted
from tests.house.starts import sender_of, started, words_for
from tests.house.world import upload
from tests.sizes import LONG

APPS = ("casetracker", "advice", "caseload", "precedents", "documents", "notifications", "accounts", "workflow")
# What differs from one sending to the next by itself.
BY_CHANCE = re.compile(r"^(ref|.*_ref|url_kwargs|stored_as|password|hash|digest|token|last_login|sealed|expires)$")

# What has no form of its own to fill, or is not one record's form: signing in and out, and the second factor (tests/foundation).
APART = {"account_login", "mfa_authenticate", "join", "account_reauthenticate", "account_change_password", "demo_sign_in", "lost_phone"}
APART |= {"mfa_activate_totp", "mfa_generate_recovery_codes", "mfa_deactivate_totp"}
APART |= {"several_tasks"}  # each task has a form of its own beside it: tests/caseload/test_tasks.py
APART |= {"write_search"}  # writes the words of a search for her and changes no record: tests/caseload/test_wording.py
APART |= {"take_outcomes"}  # hands a report out and changes no record: tests/caseload/test_outcomes.py


def view_of(house, name):
    return getattr(resolve(filled(house, name, names()[name])).func, "view_class", None)


def is_form(house, name) -> bool:
    view = view_of(house, name)
    return name not in APART and isinstance(view, type) and issubclass(view, FormView) and {"get", "post"} <= set(view.http_method_names)


class Form:
    """Sends a form as a browser does: one without a paper in one line, which is read in a fraction of the time of several parts."""

    def __init__(self, browser):
        self.browser = browser

    def post(self, address, typed):
        if any(hasattr(value, "read") for value in typed.values()):
            return self.browser.post(address, typed)
        return self.browser.post(address, urlencode(typed, doseq=True), content_type="application/x-www-form-urlencoded")


def sent(browser, address, typed):
    """Send a form; where the page first shows what will follow, confirm it."""
    form = Form(browser)
    return confirmed(form, address, typed, form.post(address, typed))


def all_names() -> list[str]:
    return sorted(names())


def as_typed(bound) -> dict[str, str | list[str]]:
    """What a browser sends of one field as the page shows it; what is empty and needed gets something that fits."""
    field, name, value = bound.field, bound.html_name, bound.value()
    if isinstance(field, DayField):
        day = value if isinstance(value, date) else None
        return {name: (day or clock.today()).isoformat()} if day or field.required else {}
    if isinstance(field, forms.FileField):
        return {name: upload("more.txt", "More was found.\n")}
    if isinstance(field, forms.BooleanField):
        return {name: "on"} if value else {}
    if hasattr(field, "choices"):
        offered = [str(code) for code, _label in flat(field.choices) if str(code)]
        if isinstance(field.widget, forms.SelectMultiple | forms.CheckboxSelectMultiple):
            chosen = [str(one) for one in value or []] or (offered[:1] if field.required else [])
            return {name: chosen} if chosen else {}
        chosen = str(getattr(value, "ref", value) or "") or (offered[0] if field.required and offered else "")
        return {name: chosen} if chosen else {}
    if value in (None, "") and not field.required:
        return {}
    if isinstance(value, time):
        return {name: f"{value:%H:%M}"}
    if isinstance(field, forms.EmailField) and not value:
        return {name: "somebody.new@example.invalid"}
    return {name: str(value) if value not in (None, "") else "Words that fit"}


def flat(choices):
    for code, label in choices:
        if isinstance(label, list | tuple):
            yield from flat(label)
        else:
            yield code, label


def forms_in(context) -> list:
    """Every form that a page shows: the one it is about, and its rows."""
    found, waiting = [], [value for layer in context for value in getattr(layer, "dicts", [layer]) for value in list(dict(value).values())]
    for value in waiting:
        rows = value if isinstance(value, list | tuple) else getattr(value, "forms", None) or [value]
        found += [one for one in rows if isinstance(one, forms.BaseForm)]
        found += [one for row in rows if isinstance(row, tuple) for one in row if isinstance(one, forms.BaseForm)]
    return found


@cache
def hostile() -> dict[str, str]:
    """Every field name of every model of the product, with what somebody would like to set."""
    wanted = {}
    for model in apps.get_models():
        if model._meta.app_label in APPS and not model.__name__.startswith("Historical"):
            for one in model._meta.get_fields():
                if not getattr(one, "concrete", False):
                    continue
                kind = one.get_internal_type()
                value = {"BooleanField": "on", "DateField": "2020-02-02", "DateTimeField": "2020-02-02T02:02", "JSONField": "{}"}.get(kind)
                value = value or ("1" if "Integer" in kind or "Auto" in kind or one.is_relation else "HOSTILE")
                if one.name == "role":
                    value = "LEAD"
                if one.name == "state":
                    value = "CLOSED"
                wanted[one.name] = value
                wanted[one.attname] = value
    wanted |= {
        "id": "1",
        "pk": "1",
        "is_superuser": "on",
        "is_staff": "on",
        "by": "1",
        "at": "2020-02-02",
        "act": "1",
        "user": wanted["user"],
    }
    return wanted


def rows(tables: set[str]) -> dict[tuple[str, object], dict]:
    """Every row of some tables of the product as it stands."""
    found = {}
    for model in apps.get_models():
        if model._meta.app_label in APPS and model._meta.db_table in tables:
            kept = [one.attname for one in model._meta.concrete_fields if not BY_CHANCE.match(one.attname)]
            for values in model.objects.order_by("pk").values("pk", *kept):
                found[model._meta.label, values.pop("pk")] = {
                    name: value.isoformat() if isinstance(value, date | datetime | time) else value for name, value in values.items()
                }
    return found


def tried(browser, address, typed, changed) -> tuple[int, dict]:
    """Send a form and undo it: how it was answered, and every row of the tables it touched that it left other than before (None: gone)."""
    changed()
    with undone():
        status = sent(browser, address, typed).status_code
        tables = {table for table, _way in changed()}
        after = rows(tables)
    before = rows(tables)
    different = {key: values for key, values in after.items() if before.get(key) != values}
    return status, different | dict.fromkeys(before.keys() - after)


def offered(answer, house, name) -> tuple[dict, set[str]]:
    """What a browser sends of a page, with what is typed into it; and the names of all its fields."""
    shown = forms_in(answer.context)
    assert shown, f"{name}: its page shows no form"
    typed: dict = {}
    for form in shown:
        for bound in form:
            typed |= as_typed(bound)
    declared = {bound.html_name for form in shown for bound in form}
    return {**typed, **words_for(house, name, sorted(declared)), "key": "k" * 32}, declared


def beside(declared: set[str]) -> dict[str, str]:
    """Every name of a field of a model that the form does not show."""
    return {
        key: value for key, value in hostile().items() if key not in declared and not any(one.startswith(f"{key}_") for one in declared)
    }


def again(typed: dict) -> dict:
    """The same fields, with papers that were not read yet."""
    return {key: upload("more.txt", "More was found.\n") if hasattr(value, "read") else value for key, value in typed.items()}


@pytest.fixture(scope="module")
def changed(_standing):
    """Count the rows that change, in every table; the triggers are made once for all forms."""
    with counted() as read:
        yield read


def shut_out(name: str, person) -> bool:
    """Whether the table of addresses stops this person before the form: tests/house/test_crawl.py and test_actions.py hold it to that."""
    return not LONG and ACCESS[name] != PUBLIC and (person is None or person.role not in ACCESS[name])


@pytest.mark.parametrize("name", all_names())
def test_a_form_takes_what_it_shows_and_nothing_else(house, visit, changed, name):
    if not is_form(house, name):
        return
    world = started(house, name)
    address, sender = filled(world, name, names()[name]), sender_of(name)
    answer = visit(house.people[sender]).get(address)
    assert answer.status_code == 200, f"{name} does not open for {sender}: name its sender in tests/house/starts.py"
    of_sender, shown_to_sender = offered(answer, world, name)
    wrong, shown_before = [], set()

    for subject, person in sorted(house.people.items(), key=lambda entry: entry[0] != sender):
        if shut_out(name, person):
            continue
        browser = visit(person)
        opened = answer if subject == sender else browser.get(address)
        if opened.status_code != 200:
            changed()
            with undone():
                status = Form(browser).post(address, {**beside(shown_to_sender), **again(of_sender)}).status_code
                written = beyond_reading(changed())
            if status not in (302, 403, 404, 405) or written:
                wrong.append((subject, status, written))
            continue
        typed, declared = offered(opened, world, name)
        if (shows := frozenset(declared)) in shown_before:
            continue  # the same form was tried already; who may send it is tests/house/test_services.py
        shown_before.add(shows)
        plain, as_shown = tried(browser, address, again(typed), changed)
        full, with_more = tried(browser, address, {**beside(declared), **again(typed)}, changed)
        if plain != full or as_shown != with_more:
            wrong.append((subject, plain, full, {key: with_more.get(key) for key in with_more if with_more.get(key) != as_shown.get(key)}))
        if subject == sender and not (plain in (200, 302) and as_shown):
            wrong.append((subject, plain, "its step does not start here: give it its start in tests/house/starts.py"))

    assert wrong == []

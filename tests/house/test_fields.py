"""A form takes what it shows and nothing else: whatever more is sent changes nothing (T06).

Every form of the product is sent twice from the same world: once as its page offers it, and once with every field name of every model
beside it, filled with what somebody would like to set. Both leave the same rows.
"""

import re
from datetime import date, datetime, time

import pytest
from django import forms
from django.apps import apps
from django.urls import resolve
from django.views.generic import FormView

from foundation import clock
from foundation.pages.fields import DayField
from tests.house.addresses import filled
from tests.house.conftest import undone
from tests.house.test_crawl import names
from tests.house.world import upload

APPS = ("casetracker", "advice", "precedents", "documents", "notifications", "accounts", "workflow")
# What differs from one sending to the next by itself.
BY_CHANCE = re.compile(r"^(ref|.*_ref|url_kwargs|stored_as|password|hash|token|last_login|sealed|expires)$")

# Forms whose step does not start from where the world stands: both sendings are refused, and show that nothing slips in beside a refusal.
REFUSED = {
    "withdraw_link",
    "advice:answer_mark",
    "advice:assign",
    "advice:decline",
    "advice:deliver",
    "advice:return_for_changes",
    "advice:say_still_open",
    "advice:send_for_review",
    "casetracker:answer_orders",
    "casetracker:change_trial_dates",
    "casetracker:charge_again",
    "casetracker:close",
    "casetracker:decide_crown_stay",
    "casetracker:divert",
    "casetracker:end_appeal",
    "casetracker:end_measure",
    "casetracker:execute_warrant",
    "casetracker:law",
    "casetracker:lay_information",
    "casetracker:make_dormant",
    "casetracker:move_count",
    "casetracker:move_file",
    "casetracker:proceed_on_counts",
    "casetracker:recommence",
    "casetracker:record_appeal",
    "casetracker:record_disposition",
    "casetracker:record_police_decision",
    "casetracker:record_screening",
    "casetracker:record_verdict",
    "casetracker:reopen",
    "casetracker:reserve",
    "casetracker:review_dormant",
    "casetracker:set_trial",
    "casetracker:strike_plea",
    "person",
}

SENDERS = {
    "PRO": {"advice:write_answer", "advice:send_for_review", "advice:deliver", "advice:deliver_unread", "casetracker:take_cover"},
    "PRO_OFF": {"advice:review", "advice:read_afterwards", "advice:return_for_changes"},
    "POL": {
        f"advice:{name}"
        for name in (
            "ask",
            "edit_draft",
            "discard_draft",
            "reply",
            "ask_follow_up",
            "say_still_open",
            "withdraw",
            "name_colleague",
            "close",
        )
    },
}
# What has no form of its own to fill, or is not one record's form: signing in and out, and the second factor (tests/foundation).
APART = {"account_login", "mfa_authenticate", "join", "account_reauthenticate", "account_change_password", "demo_sign_in", "lost_phone"}
APART |= {"mfa_activate_totp", "mfa_generate_recovery_codes", "mfa_deactivate_totp"}
# What a form needs beside what its page offers; the third word is another record to send it to.
TYPED = {
    "casetracker:open_case_file": {"occurrence_number": "26-777", "accused-0-family_name": "Elm"},
    "casetracker:add_accused": {"family_name": "Elm", "given_name": "Lou"},
    "casetracker:add_counts": {"count-0-offence": "286.4", "count-0-offence_from": "2025-06-01"},
    "casetracker:conflicts": {"name-0-name": "Robin Quill", "name-0-kind": "VICTIM"},
    "casetracker:decide_intake": {"decision": "ADVISORY", "conflict_cleared": "on"},
    "casetracker:take_cover": {"reason": "Her colleague fell ill this very morning"},
    "casetracker:grant_access": {"acting_as": "COUNSEL"},
    "casetracker:record_result": {"result": "VACATED"},
    "casetracker:edit_participant": {"family_name": "Quill-Smith"},
    "casetracker:record_victim_view": {"asked_on": "2026-03-02", "view": "Agrees"},
    "casetracker:withdraw": {"reason_code": "NO_PROSPECT", "exception": "NOT_FOUND"},
    "casetracker:set_appeal_period": {"appeal_due_on": "2026-06-01"},
    "casetracker:elect_mode": {"choice": "SUMMARY", "limitation_agreed": "on"},
    "casetracker:set_trial": {"trial_on": "2026-05-04", "trial_ends_on": "2026-05-08"},
    "casetracker:transfer": dict.fromkeys(("disclosure_done", "exhibits_done", "deadlines_done", "victim_duties_done"), "on"),
    "casetracker:record_screening": {"outcome": "PROCEED"},
    "advice:ask": {"question": "May we?", "urgency": "U2", "topics": ["ONLINE"]},
    "advice:ask_for_more": {"text": "Who paid?", "reply_by": "2026-03-10"},
    "advice:read_afterwards": {"decision": "good"},
    "advice:decline": {"reason_code": "OPERATIONAL", "turn_to": "Your own counsel"},
    "precedents:add_decision": {"style": "R. v. Fir", "citations": "2018 ONSC 4321", "court_code": "ONSC", "held_en": "So it was held."},
    "invite_person": {"role": "PRO"},
    "decide_reset": {"outcome": "no"},
    "advice:prepare_publication": {"level": "SHAREABLE", "law_as_of": "2026-03-01", "review_on": "2027-03-01"},
}


def view_of(house, name):
    return getattr(resolve(filled(house, name, names()[name])).func, "view_class", None)


def is_form(house, name) -> bool:
    view = view_of(house, name)
    return name not in APART and isinstance(view, type) and issubclass(view, FormView) and "get" in view.http_method_names


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


def rows() -> dict[tuple[str, object], dict]:
    """Every row of the product as it stands."""
    found = {}
    for model in apps.get_models():
        if model._meta.app_label in APPS:
            kept = [one.attname for one in model._meta.concrete_fields if not BY_CHANCE.match(one.attname)]
            for values in model.objects.order_by("pk").values("pk", *kept):
                found[model._meta.label, values.pop("pk")] = {
                    name: value.isoformat() if isinstance(value, date | datetime | time) else value for name, value in values.items()
                }
    return found


def changes(before, after) -> dict:
    return {key: values for key, values in after.items() if before.get(key) != values} | {key: None for key in before if key not in after}


@pytest.mark.parametrize("name", all_names())
def test_a_form_takes_what_it_shows_and_nothing_else(house, visit, name):
    if not is_form(house, name):
        return
    sender = next((who for who, forms_of_hers in SENDERS.items() if name in forms_of_hers), "LEAD")
    browser, address = visit(house.people[sender]), filled(house, name, names()[name])
    answer = browser.get(address)
    assert answer.status_code == 200, answer.status_code
    shown = forms_in(answer.context)
    assert shown, "no form on its page"
    typed: dict = {}
    for form in shown:
        for bound in form:
            typed |= as_typed(bound)
    typed |= {**TYPED.get(name, {}), "key": "k" * 32}
    if name == "advice:name_colleague":
        typed["address"] = type(house.people["POL"]).objects.get(name="Cole Colleague").email
    if name == "advice:merge":
        typed["into"] = house.waiting.ref
    if name == "casetracker:take_cover":
        typed["ref"] = house.file.ref
    if name == "casetracker:grant_access":
        typed["to"] = house.people["PRO_OFF"].ref
    if name in ("casetracker:law", "advice:answer_from_bank"):
        typed["decision" if name == "casetracker:law" else "item"] = (
            house.shareable.ref if name.startswith("advice") else house.decision.ref
        )
    declared = {bound.html_name for form in shown for bound in form}
    more = {
        key: value for key, value in hostile().items() if key not in declared and not any(one.startswith(f"{key}_") for one in declared)
    }

    before = rows()
    with undone():
        plain = browser.post(address, dict(typed)).status_code
        as_shown = changes(before, rows())
    typed = {key: upload("more.txt", "More was found.\n") if hasattr(value, "read") else value for key, value in typed.items()}
    with undone():
        full = browser.post(address, {**more, **typed}).status_code
        with_more = changes(before, rows())

    assert plain == full
    assert with_more == as_shown
    assert (plain in (200, 302)) == (name not in REFUSED), plain

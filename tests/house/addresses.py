"""Every address of the product with a record of the world behind it, by the name it bears in the URL table."""

from django.urls import reverse

from foundation.accounts.models import Agency, Office
from precedents.models import Provision, Topic
from tests.factories.casetracker import again
from tests.house.world import House

# Which record of the world fills a name of an address: for a whole app, and where one page needs another.
FILLED = {
    "casetracker": {
        "ref": "file",
        "accused": "accused",
        "count": "hybrid",
        "appearance": "appearance",
        "person": "victim",
        "ban": "ban",
        "victim_request": "victim_request",
        "link": "link",
        "access": "access",
        "wall": "wall",
        "hint": "hint",
        "move": "move",
        "interval": "interval",
        "application": "application",
        "hearing": "bail_hearing",
        "order": "release_order",
        "condition": "bail_condition",
        "surety": "surety",
    },
    "advice": {"ref": "asked"},
    "precedents": {"ref": "decision"},
}
EXCEPT = {
    "casetracker:conflicts": {"ref": "intake"},
    "casetracker:resolve_hint": {"ref": "twin"},
    "casetracker:decide_intake": {"ref": "twin"},
    "casetracker:review_cover": {"access": "cover"},
    "casetracker:set_appeal_period": {"ref": "sentenced", "accused": "sentenced_accused", "decision": "sentence"},
    "advice:edit_draft": {"ref": "draft"},
    "advice:discard_draft": {"ref": "draft"},
    "advice:triage": {"ref": "of_colleague"},
    "advice:review": {"ref": "written"},
    "advice:return_for_changes": {"ref": "written"},
    "advice:reply": {"ref": "waiting"},
    "advice:publication": {"ref": "proposal"},
    "advice:answer_mark": {"ref": "proposal"},
    "advice:close": {"ref": "answered"},
    "advice:ask_follow_up": {"ref": "answered"},
    "advice:take_up_again": {"ref": "answered"},
    "advice:prepare_publication": {"ref": "answered"},
    "advice:remind": {"ref": "waiting"},
    "advice:deliver_unread": {"ref": "pressing"},
    "advice:read_afterwards": {"ref": "unread"},
    "advice:recall": {"ref": "answered"},
    "advice:merge": {"ref": "of_colleague"},
    "advice:convert": {"ref": "of_colleague"},
    "advice:set_back_merge": {"ref": "merged"},
    "advice:answer_from_bank": {"ref": "of_colleague"},
    "precedents:published_advice": {"ref": "shareable"},
    "precedents:withdraw_publication": {"ref": "shareable"},
    "document": {"ref": "paper"},
    "end_absence": {"ref": "absence"},
    "change_reminder": {"ref": "reminder"},
    "finish_reminder": {"ref": "reminder"},
    "end_snooze": {"ref": "snooze"},
    "several_tasks_result": {"ref": "several"},
    "reassigned": {"ref": "reassigned"},
    "search_papers": {"ref": "file"},
    "file_tasks": {"ref": "file"},
    "add_file_reminder": {"ref": "file"},
    "snooze_task": {"ref": "file", "subject": "file"},
    "decide_reset": {"ref": "reset"},
    "search_results": {"ref": "kept_search"},
    "take_results": {"ref": "kept_search"},
    "save_search": {"ref": "kept_search"},
    "saved_search": {"ref": "saved_search"},
    "see_search_news": {"ref": "saved_search"},
    "run_saved_search": {"ref": "saved_search"},
    "change_saved_search": {"ref": "saved_search"},
    "delete_saved_search": {"ref": "saved_search"},
    "like_decision": {"ref": "decision"},
    "link_decision": {"ref": "decision"},
    "like_published_advice": {"ref": "shareable"},
}
MOVES = {"move_file": "finish_advice", "move_proceeding": "begin_intake", "move_count": "proceed"}


def filled(house: House, name: str, wanted) -> str:
    """Give the address of a name, with a record of the world in each of its places."""
    app, _colon, short = name.rpartition(":")
    refs = {**FILLED.get(app, {}), **EXCEPT.get(name, {})}
    values = {place: getattr(house, refs[place]).ref for place in wanted if place in refs}
    if "name" in wanted:
        values["name"] = MOVES[short]
    if "key" in wanted:
        values["key"] = Topic.objects.earliest("pk").key
    if "code" in wanted:
        values["code"] = Provision.objects.earliest("pk").key
    if "section" in wanted:
        values["section"] = "CC-279.01"
    if "task" in wanted:
        values["task"] = f"STEP-{again(house.file).situation}"
    if "token" in wanted:
        values["token"] = "x"
    if "ref" in wanted and "ref" not in values:
        values["ref"] = {
            "rename_office": Office.objects.earliest("pk").ref,
            "rename_agency": Agency.objects.earliest("pk").ref,
            "reassign": house.people["PRO"].ref,
            "withdraw_link": house.records.get("invited", house.people["POL_ELSEWHERE"]).ref,
        }.get(short, house.people["POL_ELSEWHERE"].ref)
    without = [place for place in wanted if place not in values]
    assert not without, (
        f"{name} has no record for <{without[0]}>: name one of tests/house/world.py in FILLED or EXCEPT of tests/house/addresses.py"
    )
    return reverse(name, kwargs=values)

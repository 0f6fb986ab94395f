"""From where each form starts: who sends it, what she types, and the state of the world in which its step can be made (T06, T40).

A form needs a line here only where the page alone does not do:

    SENDERS   the lead sends it, unless a subject of world.SUBJECTS is named here
    TYPED     what is typed beside what the page offers. A name that begins with a star is every field that ends so; a callable is given
              the world.
    STARTS    a function of the world that brings a record to where the step starts, and gives the records that take another's place
"""

from collections.abc import Callable
from datetime import date, timedelta

from caseload import feeds
from casetracker.services import ReasonIn, ReplacementIn, ReviewIn
from foundation import clock
from foundation.accounts import services as accounts
from foundation.accounts.models import User
from foundation.audit.acts import act
from foundation.workflow.models import Move
from tests.casetracker.test_trial_road import prelim, to_indicted, to_prelim, to_superior_trial, verdict
from tests.factories.accounts import UserFactory
from tests.factories.advice import AdviceRequestFactory, write
from tests.factories.casetracker import HYBRID, World, again, count_in, information, put
from tests.factories.precedents import make_decision
from tests.house.world import House

SENDERS = {
    "PRO": {
        "end_absence",
        "change_reminder",
        "finish_reminder",
        "end_snooze",
        "change_saved_search",
        "delete_saved_search",
        "advice:write_answer",
        "advice:send_for_review",
        "advice:deliver",
        "advice:deliver_unread",
        "casetracker:take_cover",
    },
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

TYPED: dict[str, dict] = {
    "casetracker:open_case_file": {"occurrence_number": "26-777", "accused-0-family_name": "Elm"},
    "casetracker:add_accused": {"family_name": "Elm", "given_name": "Lou"},
    "casetracker:add_counts": {"count-0-offence": "286.4", "count-0-offence_from": "2025-06-01"},
    "casetracker:choose_texts": {"text_0": "CC:286.4@2014-12-06"},
    "casetracker:ask_own_services": {"offences": ["CC:286.4"]},
    "casetracker:decide_own_services": {"granted": "no"},
    "casetracker:conflicts": {"name-0-name": "Robin Quill", "name-0-kind": "VICTIM"},
    "casetracker:decide_intake": {"decision": "ADVISORY", "conflict_cleared": "on"},
    "casetracker:take_cover": {"ref": lambda house: house.file.ref, "reason": "Her colleague fell ill this very morning"},
    "casetracker:grant_access": {"to": lambda house: house.people["PRO_OFF"].ref, "acting_as": "COUNSEL"},
    "casetracker:law": {"decision": lambda house: house.second_decision.ref},
    "casetracker:record_result": {"result": "VACATED"},
    "casetracker:correct_result": {"result": "VACATED", "result_note": "The court told us by mail"},
    "casetracker:edit_participant": {"family_name": "Quill-Smith"},
    "casetracker:record_victim_view": {"asked_on": "2026-03-02", "view": "Agrees"},
    "casetracker:record_victim_request": {"kind": "NO_CROSS", "asked_on": "2026-03-02"},
    "casetracker:answer_victim_request": {"answer": "GRANTED", "answered_on": "2026-03-03"},
    "casetracker:correct_victim_request": {"note": "She fears his brother"},
    "casetracker:withdraw": {"reason_code": "NO_PROSPECT", "exception": "NOT_FOUND"},
    "casetracker:set_appeal_period": {"appeal_due_on": "2026-06-01"},
    "casetracker:elect_mode": {"choice": "SUMMARY", "limitation_agreed": "on"},
    "casetracker:set_trial": {"trial_on": "2026-05-04", "trial_ends_on": "2026-05-08"},
    "casetracker:transfer": dict.fromkeys(("disclosure_done", "exhibits_done", "deadlines_done", "victim_duties_done"), "on"),
    "casetracker:close": dict.fromkeys(("orders_registered", "property_dealt_with", "victim_told", "precedent_harvested"), "on"),
    "casetracker:record_screening": {"*-outcome": "PROCEED", "*-prospect": "on", "*-public_interest": "on"},
    "casetracker:record_outcomes": {"*-finding": "TO_WITHDRAW", "plea_agreed_on": "", "answer_DNA": ""},
    "casetracker:record_police_decision": {"counts": lambda house: [house.proposed.ref]},
    "casetracker:lay_information": {"number": "4811-26-7", "court": "OCJ", "counts": lambda house: [house.proposed.ref]},
    "casetracker:charge_again": {"number": "4811-26-9", "court": "OCJ"},
    "casetracker:divert": {"conditions_met": "on"},
    "casetracker:end_appeal": {"*-result": "AFFIRMED", "*-appeal_none": "on"},
    "casetracker:make_dormant": {"review_on": "2026-06-01"},
    "casetracker:review_dormant": {"review_on": "2026-07-02"},
    "casetracker:record_prelim_result": {"*-result": "COMMITTED"},
    "casetracker:reelect": {"consent_on": "2026-03-03"},
    "casetracker:replace_counts": {
        "number": "4811-26-8",
        "count-0-offence": "286.4",
        "count-0-offence_from": "2025-06-01",
        "count-0-replaces": lambda house: [house.hybrid.ref],
    },
    "casetracker:add_interval": {
        "from_on": "2025-12-01",
        "to_on": "2026-01-05",
        "kind": "WAIVER",
        "status": "AGREED",
        "written_in": "LETTER",
    },
    "casetracker:change_interval": {"said_by": "Defence counsel"},
    "casetracker:settle_interval": {"status": "AGREED", "written_in": "LETTER"},
    "casetracker:change_delay_application": {"decided_on": "2026-03-03", "answer": "DISMISSED"},
    "casetracker:record_complexity": {"MOTIONS": "4"},
    "casetracker:record_bail_hearing": {"kind": "REVIEW_520", "result": "DISMISSED", "decided_by": "R. Elm"},
    "casetracker:change_bail_hearing": {"note": "Counsel was ill"},
    "casetracker:end_release_order": {"ended_on": "2026-03-02", "ended_why": "OTHER"},
    "casetracker:add_bail_condition": {"kind": "STAY_AWAY", "from_on": "2026-03-02"},
    "casetracker:change_bail_condition": {"words": "Not with R.Q. in any way"},
    "casetracker:add_surety": {"family_name": "Rowan", "from_on": "2026-03-02"},
    "casetracker:end_surety": {"ended_on": "2026-03-02"},
    "casetracker:record_bail_breach": {"on": "2026-03-02", "alleged": "Came to the house"},
    "casetracker:record_order_copy": {"victim": lambda house: house.victim.ref, "told_on": "2026-03-02"},
    "advice:ask": {"question": "May we?", "urgency": "U2", "topics": ["ONLINE"]},
    "advice:ask_for_more": {"text": "Who paid?", "reply_by": "2026-03-10"},
    "advice:decline": {"reason_code": "OPERATIONAL", "turn_to": "Your own counsel"},
    "advice:answer_from_bank": {"item": lambda house: house.shareable.ref},
    "advice:name_colleague": {"address": lambda house: User.objects.get(name="Cole Colleague").email},
    "advice:read_afterwards": {"decision": "good"},
    "advice:merge": {"into": lambda house: house.waiting.ref},
    "advice:return_for_changes": {"text": "Say more about knowledge"},
    "advice:answer_mark": {"kind": "PHONE", "found": "416 555 0100", "reason": "The number of the registry"},
    "advice:prepare_publication": {"level": "SHAREABLE", "law_as_of": "2026-03-01", "review_on": "2027-03-01"},
    "precedents:add_decision": {"style": "R. v. Fir", "citations": "2018 ONSC 4321", "court_code": "ONSC", "held_en": "So it was held."},
    **dict.fromkeys(("add_reminder", "add_file_reminder"), {"what": "Call the officer", "due_on": "2026-06-01"}),
    "snooze_task": {"until_on": "2026-03-20", "reason": "The clerk was asked"},
    "save_search": {"name": "What was searched"},
    "invite_person": {"role": "PRO"},
    "rename_office": {"name_en": "The office by another name"},
    "rename_agency": {"name_en": "The service by another name"},
}


def at_work(house: House) -> World:
    """The carried file, with the people who carry it."""
    work = World.__new__(World)
    work.lead, work.pro, work.assistant, work.file = house.people["LEAD"], house.people["PRO"], house.people["AST"], house.file
    return work


def request(**reach) -> Callable[[House], dict]:
    """A request of the police in a state, in the place of the one that is with an adviser."""

    def made(house):
        people = {
            "asker": house.people["POL"],
            "adviser": house.people["PRO"],
            "lead": house.people["LEAD"],
            "reader": house.people["PRO_OFF"],
        }
        return {"asked": AdviceRequestFactory(**people, **reach)}

    return made


def answer_written(house):
    """The request with its answer written and not sent to anybody."""
    write(house.asked.ref, house.people["PRO"])
    return {"asked": again(house.asked)}


def number_in_the_copy(house):
    """The copy for the bank with a telephone number in it."""
    with act(by=house.people["PRO"], at=clock.now(), kind="test_put"):
        copied = again(house.proposal)
        copied.analysis = "It depends on knowledge. Call 416 555 0100."
        copied.save()
    return {"proposal": copied}


def proposed(house):
    """A count proposed against the accused, and not laid."""
    accused = at_work(house).do("propose_counts", proceeding=house.accused, counts=[count_in(HYBRID)])
    found = house.accused.counts.get(state="PROPOSED")
    return {"proposed": found, "accused": again(accused if hasattr(accused, "pk") else house.accused)}


def elected(house):
    """Every count screened, and the mode of the hybrid one elected."""
    work = at_work(house)
    work.screened(house.accused)
    work.do("elect_mode", count=house.hybrid, choice="INDICTMENT", on=clock.today())
    return {}


def trial(*reach: str | Callable[[World], object]) -> Callable[[House], dict]:
    """The accused brought on to a stage by the steps before it: a step of the factory by its name, or a function of the file at work."""

    def brought(house):
        work = at_work(house)
        for step in reach:
            getattr(work, step)() if isinstance(step, str) else step(work)
        return {"file": again(house.file), "accused": again(house.accused), "hybrid": again(house.hybrid)}

    return brought


def stay_asked(work):
    """Counsel asked for a stay of every count, and a lead is to decide."""
    return work.do(
        "ask_crown_stay",
        proceeding=work.proceeding,
        counts=work.counts(),
        entered_on=clock.today(),
        why=ReasonIn("WITNESS"),
        reason="The witness is ill",
    )


def stayed(work):
    """The Crown stayed every count."""
    work.do("decide_crown_stay", by=work.lead, approval=stay_asked(work), granted=True)


def resting(work):
    """The file rests, because its accused is stayed."""
    stayed(work)
    soon = clock.today() + timedelta(days=100)
    work.do("make_dormant", by=work.lead, case_file=work.file, review_on=soon, happened_on=clock.today())


def diverted(work):
    """Every count is in a program outside court."""
    work.do(
        "divert",
        proceeding=work.proceeding,
        counts=work.counts(),
        kind="ALTERNATIVE",
        consent_on=clock.today(),
        conditions_met=True,
        terms="Forty hours",
    )


def appealed(work):
    """The accused appeals from every count."""
    work.do("record_appeal", proceeding=work.proceeding, counts=work.counts(), side="ACCUSED", notice_on=clock.today(), number="C70001")


def withdrawn(work):
    """Every count was withdrawn, and the accused is concluded."""
    given = {"why": ReasonIn("NO_PROSPECT"), "exception": "NOT_FOUND", "happened_on": clock.today()}
    for count in work.counts():
        work.do("withdraw_count", by=work.lead, count=count, **given)


def unfit(work):
    """The accused was found unfit."""
    work.do("record_unfit", proceeding=work.proceeding, unfit_on=clock.today())


def committed(work):
    """Every count was ordered to trial at the preliminary inquiry."""
    to_prelim(work)
    prelim(work, *["COMMITTED"] * len(work.counts()))


def not_responsible(work):
    """The verdict on every count is not criminally responsible, and the Review Board has the accused."""
    to_superior_trial(work)
    verdict(work, *["NCR"] * len(work.counts()))


def victim_as_accused(work):
    """The accused bears the name of a victim of the file."""
    accused = work.proceeding.accused
    words = {"family_name": accused.family_name, "given_name": accused.given_name}
    work.do("add_participant", case_file=work.file, kind="VICTIM", **words)


def own_services_asked(work):
    """A lead is asked whether a victim of the file may be accused."""
    victim_as_accused(work)
    work.do("ask_own_services", proceeding=work.proceeding, offences=[work.counts()[1].offence], reason="She advertised others")


def over_a_change(work):
    """The period of the hybrid count reaches over a change of its text."""
    count = work.counts()[1]
    work.do("amend_count", count=count, offence=count.offence, offence_from=date(2019, 9, 1), offence_to=date(2019, 10, 1))


def severed(house):
    """The hybrid count was severed, and stands where the other does."""
    work = at_work(house)
    made = work.do("sever", proceeding=house.accused, counts=[house.hybrid], happened_on=clock.today(), reason="Apart")
    return {"accused": made, "hybrid": again(house.hybrid)}


def screened_after_mistrial(work):
    """The trial failed, and every count was screened again."""
    to_superior_trial(work)
    verdict(work, *["MISTRIAL"] * len(work.counts()))
    reviews = [ReviewIn(count, "PROCEED", True, True) for count in work.counts()]
    work.do("record_screening", proceeding=work.proceeding, reviews=reviews, reviewed_on=clock.today())


def replaced(house):
    """The hybrid count was replaced by another, and counsel is to confirm its delay clock."""
    work = at_work(house)
    row = ReplacementIn(count_in(HYBRID), [house.hybrid])
    work.do("replace_counts", proceeding=house.accused, replacements=[row], document=information("4811-26-8", clock.today()), clock="KEPT")
    return {"hybrid": house.accused.counts.latest("pk"), "accused": again(house.accused)}


def to_correct(house):
    """The last step of the accused was recorded by mistake, and nothing rests on it."""
    warrant = warrant_out(house)
    return {**warrant, "move": Move.objects.of(house.accused).latest("pk")}


def invited(house):
    """Somebody who has not chosen a password yet was sent a link."""
    person = UserFactory(police=True, agency=house.people["POL"].agency, name="Ines Invited")
    accounts.send_link(ref=person.ref, by=house.people["ADM"], at=clock.now(), version=person.version)
    return {"invited": again(person)}


def in_intake(house):
    """The accused elected and waits for a trial date."""
    work = at_work(house)
    work.proceeding_on_counts(house.accused)
    work.to_intake(house.accused)
    work.do("record_election", proceeding=again(house.accused), choice="OCJ", on=clock.today())
    return {"accused": again(house.accused)}


def warrant_out(house):
    """The accused did not come, and a warrant is out."""
    at_work(house).do("issue_warrant", proceeding=house.accused, kind="BENCH_597", issued_on=clock.today())
    return {"accused": again(house.accused)}


def over(house):
    """Everything in the file is over, and no appeal is possible."""
    work = at_work(house)
    work.concluded(house.accused, appeal_none=True)
    return {"file": again(house.file)}


def closed(house):
    """The file is closed."""
    over(house)
    return {"file": put(house.file, "CLOSED", by=house.people["LEAD"])}


def advisory(house):
    """The file is advice alone, and every accused is before somebody else."""
    return {"file": put(house.file, "ADVISORY", by=house.people["LEAD"])}


def second_decision(house):
    """A decision of the bank that no file cites yet."""
    return {"second_decision": make_decision(by=house.people["LEAD"], style="R. v. Second", citations=["2019 ONCA 777"])}


def vacated(house):
    """A day in court that was recorded as vacated."""
    at_work(house).do("record_result", appearance=house.appearance, result="VACATED")
    return {"appearance": again(house.appearance)}


def calendar_made(house):
    """The lead has a calendar."""
    feeds.make_feed(by=house.people["LEAD"], at=clock.now())
    return {}


STARTS: dict[str, Callable[[House], dict]] = {
    "advice:answer_mark": number_in_the_copy,
    "advice:assign": request(triaged=True),
    "advice:decline": request(submitted=True),
    "advice:deliver": request(approved=True),
    "advice:return_for_changes": request(in_review=True),
    "advice:say_still_open": request(answered_from_bank=True),
    "advice:send_for_review": answer_written,
    "casetracker:change_trial_dates": trial("to_trial_set"),
    "casetracker:charge_again": trial("proceeding_on_counts", withdrawn),
    "casetracker:ask_own_services": trial(victim_as_accused),
    "casetracker:choose_texts": trial(over_a_change),
    "casetracker:close": over,
    "casetracker:confirm_clock": replaced,
    "casetracker:correct": to_correct,
    "casetracker:decide_own_services": trial(own_services_asked),
    "casetracker:rejoin": severed,
    "casetracker:correct_result": vacated,
    "casetracker:decide_crown_stay": trial("proceeding_on_counts", stay_asked),
    "casetracker:divert": trial("proceeding_on_counts", "to_intake"),
    "casetracker:end_appeal": trial("concluded", appealed),
    "casetracker:end_measure": trial("proceeding_on_counts", "to_intake", diverted),
    "casetracker:execute_warrant": warrant_out,
    "casetracker:file_indictment": trial(committed),
    "casetracker:law": second_decision,
    "casetracker:lay_information": proposed,
    "casetracker:make_dormant": trial("proceeding_on_counts", stayed),
    "casetracker:move_count": elected,
    "casetracker:move_file": advisory,
    "casetracker:proceed_on_counts": elected,
    "casetracker:recommence": trial("proceeding_on_counts", stayed),
    "casetracker:record_appeal": trial("concluded"),
    "casetracker:record_board_discharge": trial(not_responsible),
    "casetracker:record_fit": trial(unfit),
    "casetracker:record_inquiry": trial(unfit),
    "casetracker:record_police_decision": proposed,
    "casetracker:record_prelim_result": trial(to_prelim),
    "casetracker:reelect": trial(to_indicted),
    "casetracker:reopen": closed,
    "casetracker:reserve": trial("to_in_trial"),
    "casetracker:resume_counts": trial(screened_after_mistrial),
    "casetracker:review_dormant": trial("proceeding_on_counts", resting),
    "casetracker:set_trial": in_intake,
    "casetracker:strike_plea": trial("to_sentence"),
    "withdraw_link": invited,
    "revoke_calendar": calendar_made,
}


def sender_of(name: str) -> str:
    """Who sends a form."""
    return next((who for who, hers in SENDERS.items() if name in hers), "LEAD")


def started(house: House, name: str) -> House:
    """The world in which the step of a form can be made; the one it was made from is left as it was."""
    begun = House(house.people, dict(house.records))
    begun.records.update(STARTS[name](begun) if name in STARTS else {})
    return begun


def words_for(house: House, name: str, shown: list[str]) -> dict:
    """What is typed into a form beside what its page offers, by the names of its fields."""
    typed = {}
    for key, value in TYPED.get(name, {}).items():
        value = value(house) if callable(value) else value
        for one in [field for field in shown if field.endswith(key[1:])] if key.startswith("*") else [key]:
            typed[one] = value
    return typed

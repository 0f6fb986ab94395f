"""Who does what: for every right the table, the policy, the page and the service say the same (T02).

Each row names an action, who may, and the ways to ask: the yes-or-no function, the page (a POST with nothing typed, which is refused to who
may not and answered with a form to who may), and the service (which raises to who may not). Nothing is left of any of it. A row without a
service call of its own has it in tests/house/test_services.py, which makes the call of every form as everybody.

A new page that takes a POST needs a row in ACTIONS, or one in APART that says where else its right is proved:

    "what she does": on_file("PRO LEAD", rights.may_x, "url_name", subject="accused", accused="accused"),
    "what she does": on_request("POL", advice_rights.may_x, "url_name", record="answered"),

Who may is written as the subjects of tests/house/world.py; ``record``, ``subject`` and the places of the address name its records.
"""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import resolve

from advice import policies as advice_rights
from advice import services as advice
from caseload import absences, feeds, leaving, news, reminders, saved
from caseload.services import take_out
from casetracker import policies as rights
from casetracker import services
from foundation import clock
from foundation.accounts import policies as account_rights
from foundation.accounts import services as accounts
from foundation.accounts.models import Agency, Office
from foundation.audit.models import Act, Event
from foundation.records import Refusal, StaleRecord
from foundation.workflow.models import Move
from precedents import policies as bank_rights
from precedents import services as bank
from tests.house.addresses import filled
from tests.house.conftest import undone
from tests.house.crawling import names
from tests.house.world import SUBJECTS, House, in_file, page

ADMIN = "PRO LEAD AST"
PROS = "PRO LEAD"
LAWYERS = "PRO PRO_OFF PRO_WALLED LEAD"
TEAM = f"{LAWYERS} AST"
ANYBODY = [name for name in SUBJECTS if name != "ANON"]


@dataclass
class Action:
    """One thing that people do to one record; without an address where no page sends it as it stands."""

    who: str
    may: Callable
    address: Callable | None = None
    call: Callable | None = None


def on_file(who, right, name, call=None, subject="file", at="file", **refs):
    """An action in the carried file, or in another."""
    return Action(
        who,
        lambda house, person: right(getattr(house, subject), person),
        lambda house: in_file(name, getattr(house, at), **{key: getattr(house, record) for key, record in refs.items()}),
        call,
    )


def by_the_sheet(right, call):
    """An action of the team's on an accused that the outcome sheet makes among others, so that no page sends it as it stands."""
    return Action(ADMIN, lambda house, person: right(house.accused, person), None, call)


def on_request(who, right, name, call=None, record="asked"):
    """An action on a request."""
    return Action(
        who,
        lambda house, person: right(getattr(house, record), person),
        lambda house: page(f"advice:{name}", ref=getattr(house, record).ref),
        call and (lambda house, given: call(house, {**given, "ref": getattr(house, record).ref})),
    )


def moved(house, person):
    """The same person after she went to another service and another office."""
    gone = copy.copy(person)
    gone.agency_id, gone.office_id = house.people["POL_ELSEWHERE"].agency_id, house.people["CRN_ELSEWHERE"].office_id
    return gone


def publish(house, given, level):
    """Put advice into the bank; let through, it is refused because one person prepared and approved it."""
    words = {"source_ref": "AR-26-4QXB", "title": "x", "question": "x", "short_answer": "x", "analysis": "x", "language": "en"}
    lawyer = house.people["PRO"]
    return bank.publish(
        level=level, prepared_by=lawyer, approved_by=lawyer, law_as_of=today(), review_on=today() + timedelta(days=9), **words, **given
    )


def today():
    return clock.today()


def sees(record, person) -> bool:
    """Whether a record is visible to a person."""
    return type(record).objects.visible_to(person).filter(pk=record.pk).exists()


ACCUSED = {"accused": "accused"}
ORDER = {"accused": "accused", "order": "release_order"}
COUNT = {"accused": "accused", "count": "hybrid"}

ACTIONS = {
    # casetracker
    "open a file": Action(
        TEAM,
        lambda house, person: rights.may_open_case_file(person),
        lambda house: page("casetracker:open_case_file"),
        lambda house, given: services.open_case_file(agency=None, office=None, occurrence_number="1", accused=[], **given),
    ),
    "cover a file": Action(
        "PRO PRO_OFF PRO_WALLED",
        lambda house, person: rights.may_cover(person),
        lambda house: page("casetracker:take_cover"),
        lambda house, given: services.take_cover(ref=house.file.ref, reason="x", **given),
    ),
    "decide on an intake": Action(
        "LEAD",
        lambda house, person: rights.may_decide_intake(house.intake, person),
        lambda house: in_file("decide_intake", house.intake),
        lambda house, given: services.decide_intake(case_file=house.intake, decision="DECLINED", **given),
    ),
    "check conflicts": on_file(
        ADMIN,
        rights.may_start_conflict_check,
        "conflicts",
        lambda house, given: services.add_conflict_names(case_file=house.file, names=[], names_complete=True, **given),
    ),
    "transfer": on_file("LEAD", rights.may_transfer, "transfer"),
    "close": on_file("LEAD", rights.may_close, "close"),
    "reopen": on_file("LEAD", rights.may_reopen, "reopen"),
    "edit the file": on_file(ADMIN, rights.may_edit_file, "edit_file"),
    "edit the theory": on_file(
        PROS,
        rights.may_edit_theory,
        "edit_theory",
        lambda house, given: services.edit_theory(case_file=house.file, theory="x", resolution_position="", **given),
    ),
    "add a note": on_file(
        ADMIN, rights.may_add_note, "add_note", lambda house, given: services.add_note(case_file=house.file, text="x", **given)
    ),
    "assign": on_file(
        "LEAD",
        rights.may_grant_access,
        "assign",
        lambda house, given: services.assign(case_file=house.file, to=house.people["PRO_OFF"], acting_as="COUNSEL", reason="x", **given),
    ),
    "give access": on_file(
        "LEAD",
        rights.may_grant_access,
        "grant_access",
        lambda house, given: services.grant_access(case_file=house.file, to=house.people["PRO_OFF"], acting_as="COUNSEL", **given),
    ),
    "set a wall": on_file(
        "LEAD",
        rights.may_set_wall,
        "set_wall",
        lambda house, given: services.set_wall(case_file=house.file, user=house.people["PRO_OFF"], reason="x", **given),
    ),
    "end access": on_file(
        "LEAD",
        rights.may_grant_access,
        "end_access",
        lambda house, given: services.end_access(access=house.access, reason="x", **given),
        access="access",
    ),
    "lift a wall": on_file(
        "LEAD",
        rights.may_set_wall,
        "lift_wall",
        lambda house, given: services.lift_wall(wall=house.wall, reason="x", **given),
        wall="wall",
    ),
    "add an accused": on_file(ADMIN, rights.may_add_accused, "add_accused"),
    "add a person": on_file(
        ADMIN,
        rights.may_add_participant,
        "add_participant",
        lambda house, given: services.add_participant(case_file=house.file, kind="WITNESS", family_name="Ash", **given),
    ),
    "edit a person": on_file(
        ADMIN,
        rights.may_add_participant,
        "edit_participant",
        lambda house, given: services.edit_participant(participant=house.victim, family_name="Ash", **given),
        person="victim",
    ),
    "show a name": on_file(ADMIN, rights.may_read_contact, "person", subject="victim", person="victim"),
    "record a ban": on_file(ADMIN, rights.may_record_ban, "add_ban"),
    "end a ban": on_file(
        ADMIN, rights.may_record_ban, "end_ban", lambda house, given: services.end_ban(ban=house.ban, ended_on=today(), **given), ban="ban"
    ),
    "record what a victim asks for": on_file(
        ADMIN,
        rights.may_record_victim_request,
        "record_victim_request",
        lambda house, given: services.record_victim_request(
            participant=house.victim, kind="NO_CROSS", asked_on=today(), asked_by="HERSELF", **given
        ),
        person="victim",
    ),
    "answer what a victim asked for": on_file(
        ADMIN,
        rights.may_record_victim_request,
        "answer_victim_request",
        lambda house, given: services.answer_victim_request(
            victim_request=house.victim_request, answer="GRANTED", answered_on=today(), **given
        ),
        person="victim",
        victim_request="victim_request",
    ),
    "correct what a victim asked for": on_file(
        ADMIN,
        rights.may_record_victim_request,
        "correct_victim_request",
        lambda house, given: services.correct_victim_request(victim_request=house.victim_request, note="x", **given),
        person="victim",
        victim_request="victim_request",
    ),
    "upload a paper": on_file(ADMIN, rights.may_edit_file, "documents"),
    "link a decision": on_file(ADMIN, rights.may_link_decision, "law"),
    "unlink a decision": on_file(
        ADMIN,
        rights.may_link_decision,
        "unlink_decision",
        lambda house, given: services.unlink_decision(link=house.link, **given),
        link="link",
    ),
    "add a day in court": on_file(ADMIN, rights.may_record_appearance, "add_appearance"),
    "edit a day in court": on_file(
        ADMIN,
        rights.may_record_appearance,
        "edit_appearance",
        lambda house, given: services.edit_appearance(appearance=house.appearance, on=today(), purpose="FIRST", **given),
        appearance="appearance",
    ),
    "record a result": on_file(
        ADMIN,
        rights.may_record_appearance,
        "record_result",
        lambda house, given: services.record_result(appearance=house.appearance, result="HELD", **given),
        appearance="appearance",
    ),
    "correct a result": on_file(
        ADMIN,
        rights.may_correct_result,
        "correct_result",
        lambda house, given: services.correct_result(appearance=house.appearance, result="HELD", reason="x", **given),
        appearance="appearance",
    ),
    "say that one is away": Action(
        TEAM,
        lambda house, person: absences.may_be_away(person),
        lambda house: page("absences"),
        lambda house, given: absences.add_absence(from_on=today() + timedelta(days=9), to_on=today() + timedelta(days=9), **given),
    ),
    "end one's absence": Action(
        "PRO",
        lambda house, person: absences.may_be_away(person) and house.absence.user_id == person.pk,
        lambda house: page("end_absence", ref=house.absence.ref),
        lambda house, given: absences.end_absence(absence=house.absence, **given),
    ),
    "remind oneself": Action(
        TEAM,
        lambda house, person: reminders.may_keep_tasks(person),
        lambda house: page("add_reminder"),
        lambda house, given: reminders.add_reminder(what="x", due_on=today() + timedelta(days=9), **given),
    ),
    "remind oneself in a file": Action(
        ADMIN,
        lambda house, person: reminders.may_keep_tasks(person) and sees(house.file, person),
        lambda house: page("add_file_reminder", ref=house.file.ref),
        lambda house, given: reminders.add_reminder(what="x", due_on=today() + timedelta(days=9), case_file=house.file, **given),
    ),
    "change one's reminder": Action(
        "PRO",
        lambda house, person: reminders.may_keep_tasks(person) and house.reminder.user_id == person.pk,
        lambda house: page("change_reminder", ref=house.reminder.ref),
        lambda house, given: reminders.change_reminder(reminder=house.reminder, what="x", due_on=today(), **given),
    ),
    "finish one's reminder": Action(
        "PRO",
        lambda house, person: reminders.may_keep_tasks(person) and house.reminder.user_id == person.pk,
        lambda house: page("finish_reminder", ref=house.reminder.ref),
        lambda house, given: reminders.finish_reminder(reminder=house.reminder, **given),
    ),
    "put a task off": Action(
        ADMIN,
        lambda house, person: reminders.may_keep_tasks(person) and sees(house.file, person),
        lambda house: filled(house, "snooze_task", ["ref", "subject", "task"]),
        lambda house, given: reminders.snooze_task(
            case_file=house.file,
            task="STEP-X",
            subject=("casetracker.CaseFile", house.file.ref),
            due=None,
            until_on=today() + timedelta(days=2),
            reason="x",
            **given,
        ),
    ),
    "take a task up again": Action(
        "PRO",
        lambda house, person: reminders.may_keep_tasks(person) and house.snooze.user_id == person.pk,
        lambda house: page("end_snooze", ref=house.snooze.ref),
        lambda house, given: reminders.end_snooze(snooze=house.snooze, **given),
    ),
    "keep a search": Action(
        " ".join(ANYBODY),
        lambda house, person: True,
        lambda house: page("save_search", ref=house.kept_search.ref),
        lambda house, given: saved.save_search(name="x", text="x", **given),
    ),
    "change one's search": Action(
        "PRO",
        lambda house, person: house.saved_search.user_id == person.pk,
        lambda house: page("change_saved_search", ref=house.saved_search.ref),
        lambda house, given: saved.change_saved_search(search=house.saved_search, name="x", **given),
    ),
    "delete one's search": Action(
        "PRO",
        lambda house, person: house.saved_search.user_id == person.pk,
        lambda house: page("delete_saved_search", ref=house.saved_search.ref),
        lambda house, given: saved.delete_saved_search(search=house.saved_search, **given),
    ),
    "put away what is new for one's search": Action(
        "PRO",
        lambda house, person: house.saved_search.user_id == person.pk,
        lambda house: page("see_search_news", ref=house.saved_search.ref),
        lambda house, given: news.see(search=house.saved_search, **given),
    ),
    "run one's search": Action(
        "PRO",
        lambda house, person: house.saved_search.user_id == person.pk,
        lambda house: page("run_saved_search", ref=house.saved_search.ref),
    ),
    "make a calendar": Action(
        TEAM,
        lambda house, person: feeds.may_have_feed(person),
        lambda house: page("calendar"),
        lambda house, given: feeds.make_feed(**given),
    ),
    "revoke a calendar": Action(
        TEAM,
        lambda house, person: feeds.may_have_feed(person),
        lambda house: page("revoke_calendar"),
        lambda house, given: feeds.revoke_feed(**given),
    ),
    "set custody": on_file(
        ADMIN,
        rights.may_record_appearance,
        "set_custody",
        lambda house, given: services.set_custody(proceeding=house.accused, custody="DETAINED", **given),
        **ACCUSED,
    ),
    "add counts": on_file(ADMIN, rights.may_propose_count, "add_counts", subject="accused", **ACCUSED),
    "look for an offence to add": on_file(ADMIN, rights.may_propose_count, "suggest_offences", subject="accused", **ACCUSED),
    "choose a text of the law": on_file(
        PROS,
        rights.may_choose_text,
        "choose_texts",
        lambda house, given: services.choose_texts(count=house.hybrid, chosen={}, **given),
        subject="hybrid",
        **COUNT,
    ),
    "ask about a victim as accused": on_file(
        ADMIN,
        rights.may_propose_count,
        "ask_own_services",
        lambda house, given: services.ask_own_services(proceeding=house.accused, offences=[], reason="x", **given),
        subject="accused",
        **ACCUSED,
    ),
    "decide about a victim as accused": on_file(
        "LEAD", rights.may_decide_own_services, "decide_own_services", subject="accused", **ACCUSED
    ),
    "join severed counts again": on_file(
        PROS,
        rights.may_rejoin,
        "rejoin",
        lambda house, given: services.rejoin(proceeding=house.accused, happened_on=today(), reason="x", **given),
        subject="accused",
        **ACCUSED,
    ),
    "lay an information": on_file(ADMIN, rights.may_lay, "lay_information", subject="accused", **ACCUSED),
    "record what police decided": on_file(ADMIN, rights.may_lay, "record_police_decision", subject="accused", **ACCUSED),
    "screen": on_file(
        PROS,
        rights.may_record_screening,
        "record_screening",
        lambda house, given: services.record_screening(proceeding=house.accused, reviews=[], reviewed_on=today(), **given),
        subject="accused",
        **ACCUSED,
    ),
    "proceed on counts": on_file(PROS, rights.is_pros, "proceed_on_counts", subject="accused", **ACCUSED),
    "record an election": on_file(
        ADMIN,
        rights.may_record_election,
        "record_election",
        lambda house, given: services.record_election(proceeding=house.accused, choice="OCJ", on=today(), **given),
        subject="accused",
        **ACCUSED,
    ),
    "set a trial": on_file(PROS, rights.may_set_trial, "set_trial", subject="accused", **ACCUSED),
    "change trial dates": on_file(ADMIN, rights.may_record_trial, "change_trial_dates", subject="accused", **ACCUSED),
    "reserve judgment": on_file(ADMIN, rights.may_record_trial, "reserve", subject="accused", **ACCUSED),
    "record a verdict": by_the_sheet(
        rights.may_record_guilt,
        lambda house, given: services.record_verdict(proceeding=house.accused, verdicts=[], decided_by="J", happened_on=today(), **given),
    ),
    "record a sentence": by_the_sheet(
        rights.may_record_disposition,
        lambda house, given: services.record_disposition(
            proceeding=house.accused, dispositions=[], decided_by="J", happened_on=today(), **given
        ),
    ),
    "answer orders": by_the_sheet(
        rights.may_answer_orders,
        lambda house, given: services.answer_orders(proceeding=house.accused, answers={}, on=today(), **given),
    ),
    "record outcomes": on_file(
        ADMIN,
        rights.may_record_outcomes,
        "record_outcomes",
        lambda house, given: services.record_outcomes(proceeding=house.accused, outcomes=[], happened_on=today(), **given),
        subject="accused",
        **ACCUSED,
    ),
    "record a ruling": on_file(
        ADMIN,
        rights.may_record_outcomes,
        "record_ruling",
        lambda house, given: services.record_ruling(
            proceeding=house.accused, on=today(), ruled_by="J", ruling="Out", against_crown=True, **given
        ),
        subject="accused",
        **ACCUSED,
    ),
    "issue a warrant": on_file(ADMIN, rights.may_record_warrant, "issue_warrant", subject="accused", **ACCUSED),
    "execute a warrant": on_file(ADMIN, rights.may_record_warrant, "execute_warrant", subject="accused", **ACCUSED),
    "amend a count": on_file(ADMIN, rights.may_propose_count, "amend_count", subject="hybrid", **COUNT),
    "elect the mode": on_file(
        PROS,
        rights.may_record_crown_election,
        "elect_mode",
        lambda house, given: services.elect_mode(count=house.hybrid, choice="SUMMARY", on=today(), **given),
        subject="hybrid",
        **COUNT,
    ),
    "record the victim's view": on_file(ADMIN, rights.may_record_victim_view, "record_victim_view", subject="hybrid", **COUNT),
    "withdraw a count": on_file(PROS, rights.may_withdraw, "withdraw", subject="hybrid", **COUNT),
    "record a preliminary inquiry": on_file(
        ADMIN,
        rights.may_record_prelim_result,
        "record_prelim_result",
        lambda house, given: services.record_prelim_result(
            proceeding=house.accused, results=[], decided_by="J", happened_on=today(), **given
        ),
        subject="accused",
        **ACCUSED,
    ),
    "ask for a direct indictment": on_file(
        PROS,
        rights.may_ask_direct_indictment,
        "ask_direct_indictment",
        lambda house, given: services.ask_direct_indictment(proceeding=house.accused, asked_on=today(), **given),
        subject="accused",
        **ACCUSED,
    ),
    "file an indictment": on_file(
        PROS,
        rights.may_indict,
        "file_indictment",
        lambda house, given: services.file_indictment(proceeding=house.accused, number="1", counts=[], filed_on=today(), **given),
        subject="accused",
        **ACCUSED,
    ),
    "record a re-election": on_file(
        PROS,
        rights.may_reelect,
        "reelect",
        lambda house, given: services.reelect(proceeding=house.accused, choice="OCJ", on=today(), **given),
        subject="accused",
        **ACCUSED,
    ),
    "proceed again": on_file(
        PROS,
        rights.may_resume,
        "resume_counts",
        lambda house, given: services.resume_counts(proceeding=house.accused, counts=[], happened_on=today(), **given),
        subject="accused",
        **ACCUSED,
    ),
    "record an order of a court": by_the_sheet(
        rights.may_end_by_court,
        lambda house, given: services.record_court_order(
            proceeding=house.accused, counts=[], result="QUASHED", decided_by="J", happened_on=today(), **given
        ),
    ),
    "replace counts": on_file(
        PROS,
        rights.may_replace,
        "replace_counts",
        lambda house, given: services.replace_counts(
            proceeding=house.accused, replacements=[], document=services.InformationIn("1", today(), None), **given
        ),
        subject="accused",
        **ACCUSED,
    ),
    "sever counts": on_file(
        PROS,
        rights.may_sever,
        "sever",
        lambda house, given: services.sever(proceeding=house.accused, counts=[], happened_on=today(), reason="x", **given),
        subject="accused",
        **ACCUSED,
    ),
    "record that an accused is unfit": on_file(
        ADMIN,
        rights.may_record_fitness,
        "record_unfit",
        lambda house, given: services.record_unfit(proceeding=house.accused, unfit_on=today(), **given),
        subject="accused",
        **ACCUSED,
    ),
    "record a prima facie inquiry": on_file(
        ADMIN,
        rights.may_record_fitness,
        "record_inquiry",
        lambda house, given: services.record_inquiry(
            proceeding=house.accused, inquiry=services.InquiryIn(today(), "SHOWN", "J", "Transcript"), **given
        ),
        subject="accused",
        **ACCUSED,
    ),
    "record that an accused is fit": on_file(
        ADMIN,
        rights.may_record_fitness,
        "record_fit",
        lambda house, given: services.record_fit(proceeding=house.accused, fit_on=today(), **given),
        subject="accused",
        **ACCUSED,
    ),
    "record a discharge by the Board": on_file(
        ADMIN,
        rights.may_record_ncr,
        "record_board_discharge",
        lambda house, given: services.record_board_discharge(proceeding=house.accused, discharged_on=today(), **given),
        subject="accused",
        **ACCUSED,
    ),
    "ask for a Crown stay": on_file(
        PROS,
        rights.may_ask_crown_stay,
        "ask_crown_stay",
        lambda house, given: services.ask_crown_stay(
            proceeding=house.accused, counts=[], entered_on=today(), why=services.ReasonIn(), reason="x", **given
        ),
        subject="accused",
        **ACCUSED,
    ),
    "decide on a Crown stay": on_file("LEAD", rights.may_approve_crown_stay, "decide_crown_stay", subject="accused", **ACCUSED),
    "recommence": on_file(
        PROS,
        rights.may_recommence,
        "recommence",
        lambda house, given: services.recommence(proceeding=house.accused, counts=[], notice_on=today(), **given),
        subject="accused",
        **ACCUSED,
    ),
    "refer to a program": on_file(
        PROS,
        rights.may_divert,
        "divert",
        lambda house, given: services.divert(
            proceeding=house.accused, counts=[], kind="ALTERNATIVE", consent_on=today(), conditions_met=True, **given
        ),
        subject="accused",
        **ACCUSED,
    ),
    "end a program": on_file(
        PROS,
        rights.may_divert,
        "end_measure",
        lambda house, given: services.end_measure(proceeding=house.accused, completed=True, ended_on=today(), **given),
        subject="accused",
        **ACCUSED,
    ),
    "record an appeal": on_file(
        PROS,
        rights.may_record_appeal,
        "record_appeal",
        lambda house, given: services.record_appeal(proceeding=house.accused, side="CROWN", notice_on=today(), counts=[], **given),
        subject="accused",
        **ACCUSED,
    ),
    "end an appeal": on_file(ADMIN, rights.may_end_appeal, "end_appeal", subject="accused", **ACCUSED),
    "record a death": on_file(
        "LEAD",
        rights.may_record_death,
        "record_death",
        lambda house, given: services.record_death(proceeding=house.accused, died_on=today(), reason="x", **given),
        subject="accused",
        **ACCUSED,
    ),
    "strike a plea": on_file(
        ADMIN,
        rights.may_strike_plea,
        "strike_plea",
        lambda house, given: services.strike_plea(proceeding=house.accused, struck_on=today(), reason="x", **given),
        subject="accused",
        **ACCUSED,
    ),
    "charge again": on_file(
        ADMIN,
        rights.may_charge_again,
        "charge_again",
        lambda house, given: services.charge_again(
            proceeding=house.accused, counts=[], information=services.InformationIn("1", today(), None), **given
        ),
        subject="accused",
        **ACCUSED,
    ),
    "agree on carriage": on_file(
        "LEAD",
        rights.may_agree_carriage,
        "agree_carriage",
        lambda house, given: services.agree_carriage(
            case_file=house.file, carriage="SHARED", office=house.file.office, contact="x", agreed_on=today(), effective_on=today(), **given
        ),
    ),
    "make a file dormant": on_file(
        "LEAD",
        rights.may_make_dormant,
        "make_dormant",
        lambda house, given: services.make_dormant(
            case_file=house.file, review_on=today() + timedelta(days=9), happened_on=today(), **given
        ),
    ),
    "look at a dormant file": on_file(
        "LEAD",
        rights.may_make_dormant,
        "review_dormant",
        lambda house, given: services.review_dormant(case_file=house.file, review_on=today() + timedelta(days=9), **given),
    ),
    # advice
    "ask": Action(
        "POL POL_ELSEWHERE CRN CRN_ELSEWHERE",
        lambda house, person: advice_rights.may_ask(person),
        lambda house: page("advice:ask"),
        lambda house, given: advice.save_request_draft(question="May we?", **given),
    ),
    "edit a draft": on_request(
        "POL", advice_rights.may_edit_draft, "edit_draft", lambda house, given: advice.save_request_draft(question="x", **given), "draft"
    ),
    "throw a draft away": on_request(
        "POL", advice_rights.may_discard, "discard_draft", lambda house, given: advice.discard_request_draft(**given), "draft"
    ),
    "triage": on_request(
        LAWYERS,
        advice_rights.may_triage,
        "triage",
        lambda house, given: advice.triage_request(topics=["ONLINE"], urgency="U2", **given),
        "of_colleague",
    ),
    "assign a request": on_request(LAWYERS, advice_rights.may_assign, "assign"),
    "hand a request over": on_request(
        PROS,
        advice_rights.may_hand_over,
        "hand_over",
        lambda house, given: advice.hand_over_request(to=house.people["PRO_OFF"], reason="x", **given),
    ),
    "ask for more": on_request(
        LAWYERS,
        advice_rights.may_ask_for_more,
        "ask_for_more",
        lambda house, given: advice.ask_for_more(text="x", reply_by=today(), **given),
    ),
    "remind": on_request(LAWYERS, advice_rights.may_remind, "remind", lambda house, given: advice.remind_asker(**given), "waiting"),
    "decline": on_request(
        LAWYERS,
        advice_rights.may_decline,
        "decline",
        lambda house, given: advice.decline_request(reason_code="OPERATIONAL", turn_to="x", **given),
    ),
    "answer from the bank": on_request(
        LAWYERS,
        advice_rights.may_answer_from_bank,
        "answer_from_bank",
        lambda house, given: advice.answer_from_bank(item=house.decision, **given),
        "of_colleague",
    ),
    "reply": on_request("POL", advice_rights.may_reply, "reply", lambda house, given: advice.reply_to_team(text="x", **given), "waiting"),
    "ask again": on_request(
        "POL", advice_rights.may_ask_follow_up, "ask_follow_up", lambda house, given: advice.ask_follow_up(text="x", **given), "answered"
    ),
    "withdraw a request": on_request("POL", advice_rights.may_withdraw, "withdraw", lambda house, given: advice.withdraw_request(**given)),
    "close a request": on_request("POL", advice_rights.may_close, "close", lambda house, given: advice.close_request(**given), "answered"),
    "close a request without the reply": on_request(
        "POL LEAD", advice_rights.may_close, "close", lambda house, given: advice.close_request(**given), "waiting"
    ),
    "deliver before the second reading": on_request(
        "PRO", advice_rights.may_deliver_unread, "deliver_unread", lambda house, given: advice.deliver_unread(reason="x", **given)
    ),
    "read second after delivery": on_request(
        "PRO_OFF PRO_WALLED LEAD",
        advice_rights.may_read_afterwards,
        "read_afterwards",
        lambda house, given: advice.read_afterwards(is_good=True, **given),
        "answered",
    ),
    "recall an answer": on_request(
        PROS, advice_rights.may_recall, "recall", lambda house, given: advice.recall_answer(reason="x", **given), "answered"
    ),
    "ask again about a closed request": on_request(
        "POL", advice_rights.may_ask_again, "ask_follow_up", lambda house, given: advice.ask_follow_up(text="x", **given), "answered"
    ),
    "merge a request": on_request(
        LAWYERS,
        advice_rights.may_merge,
        "merge",
        lambda house, given: advice.merge_request(into=house.waiting.ref, **given),
        "of_colleague",
    ),
    "set a merger back": on_request(
        "LEAD",
        advice_rights.may_set_back_merge,
        "set_back_merge",
        lambda house, given: advice.set_back_merge(reason="x", **given),
        "merged",
    ),
    "make a request a file": on_request(
        "LEAD",
        advice_rights.may_convert,
        "convert",
        lambda house, given: advice.convert_request(family_name="Alder", **given),
        "of_colleague",
    ),
    "name a colleague": on_request("POL", advice_rights.may_name_colleague, "name_colleague"),
    "link a file": on_request(
        TEAM, advice_rights.may_link_file, "link_case_file", lambda house, given: advice.link_case_file(case_file="", **given)
    ),
    "add a note to a request": on_request(
        TEAM, advice_rights.may_add_note, "add_note", lambda house, given: advice.add_note(text="x", **given)
    ),
    "add a paper to a request": on_request(f"POL {TEAM}", advice_rights.may_add_document, "add_document"),
    "write an answer": on_request(
        "PRO",
        advice_rights.may_write_answer,
        "write_answer",
        lambda house, given: advice.write_answer(short_answer="x", analysis="", caveats="", **given),
    ),
    "send for review": on_request(
        "PRO", advice_rights.may_send_for_review, "send_for_review", lambda house, given: advice.send_for_review(**given)
    ),
    "read second": on_request(
        "PRO_OFF PRO_WALLED LEAD", advice_rights.may_approve, "review", lambda house, given: advice.approve_answer(**given), "written"
    ),
    "return an answer": on_request(
        LAWYERS,
        advice_rights.may_return,
        "return_for_changes",
        lambda house, given: advice.return_for_changes(comment="x", **given),
        "written",
    ),
    "deliver": on_request("PRO", advice_rights.may_deliver, "deliver", lambda house, given: advice.deliver_answer(**given), "written"),
    "take up again": on_request(
        PROS, advice_rights.may_take_up_again, "take_up_again", lambda house, given: advice.take_up_again(reason="x", **given), "answered"
    ),
    "prepare a publication": on_request(PROS, advice_rights.may_prepare_publication, "prepare_publication", record="answered"),
    "assign a request to somebody else": Action(
        "LEAD",
        lambda house, person: advice_rights.may_assign_to(house.of_colleague, person, house.cover.user),
        call=lambda house, given: advice.assign_request(ref=house.of_colleague.ref, to=house.cover.user, **given),
    ),
    "take a request": Action(
        LAWYERS,
        lambda house, person: advice_rights.may_assign_to(house.of_colleague, person, person),
        call=lambda house, given: advice.assign_request(ref=house.of_colleague.ref, to=given["by"], **given),
    ),
    "countersign": Action(
        "LEAD",
        lambda house, person: advice_rights.may_countersign(house.written, person),
        call=lambda house, given: advice.countersign_answer(ref=house.written.ref, **given),
    ),
    "reply after a move to another service or office": Action(
        "",
        lambda house, person: advice_rights.may_reply(house.waiting, moved(house, person)),
        call=lambda house, given: advice.reply_to_team(ref=house.waiting.ref, text="x", **{**given, "by": moved(house, given["by"])}),
    ),
    "approve a publication for police": Action(
        "LEAD",
        lambda house, person: advice_rights.may_approve_publication(house.proposal, person),
        lambda house: page("advice:publication", ref=house.proposal.ref),
        lambda house, given: advice.approve_publication(ref=house.proposal.ref, **given),
    ),
    # the bank
    "add a decision": Action(
        TEAM,
        lambda house, person: bank_rights.may_add_decision(person),
        lambda house: page("precedents:add_decision"),
    ),
    "edit a decision": Action(
        TEAM,
        lambda house, person: bank_rights.may_edit_decision(house.decision, person),
        lambda house: page("precedents:edit_decision", ref=house.decision.ref),
    ),
    "publish inside the Crown": Action(
        LAWYERS,
        lambda house, person: bank_rights.may_publish(person, "CROWN_ONLY"),
        call=lambda house, given: publish(house, given, "CROWN_ONLY"),
    ),
    "publish for police": Action(
        "LEAD",
        lambda house, person: bank_rights.may_publish(person, "SHAREABLE"),
        call=lambda house, given: publish(house, given, "SHAREABLE"),
    ),
    "take advice back": Action(
        LAWYERS,
        lambda house, person: bank_rights.may_withdraw_publication(house.shareable, person),
        lambda house: page("precedents:withdraw_publication", ref=house.shareable.ref),
        lambda house, given: bank.withdraw_publication(ref=house.shareable.ref, reason="x", key=None, version=None, **given),
    ),
    # steps that were added to the long forms
    **{
        words: on_file(f"{ADMIN} REC", rights.may_see, name)
        for words, name in (
            ("print a history", "print_history"),
            ("hand out a history", "export_history"),
            ("print a file as it stood", "print_as_it_stood"),
            ("hand out a file as it stood", "export_as_it_stood"),
        )
    },
    **{
        words: on_file(f"{ADMIN} REC", rights.may_see, name, subject="accused", **ACCUSED)
        for words, name in (
            ("print a delay ledger", "print_delay"),
            ("hand out a delay ledger", "export_delay"),
            ("hand out a delay ledger for a factum", "delay_pdf"),
        )
    },
    "attribute time": on_file(PROS, rights.may_keep_ledger, "add_interval", subject="accused", **ACCUSED),
    "change an interval": on_file(PROS, rights.may_keep_ledger, "change_interval", subject="accused", interval="interval", **ACCUSED),
    "settle an interval": on_file(
        PROS,
        rights.may_keep_ledger,
        "settle_interval",
        lambda house, given: services.settle_interval(
            interval=house.interval, status="AGREED", said_by="Counsel", written_in="LETTER", **given
        ),
        subject="accused",
        interval="interval",
        **ACCUSED,
    ),
    "take an interval off": on_file(
        PROS,
        rights.may_keep_ledger,
        "remove_interval",
        lambda house, given: services.remove_interval(interval=house.interval, **given),
        subject="accused",
        interval="interval",
        **ACCUSED,
    ),
    "record an application for delay": on_file(
        PROS,
        rights.may_keep_ledger,
        "record_delay_application",
        lambda house, given: services.record_delay_application(proceeding=house.accused, filed_on=today(), **given),
        subject="accused",
        **ACCUSED,
    ),
    "change an application for delay": on_file(
        PROS, rights.may_keep_ledger, "change_delay_application", subject="accused", application="application", **ACCUSED
    ),
    "count what makes a case complex": on_file(
        PROS,
        rights.may_keep_ledger,
        "record_complexity",
        lambda house, given: services.record_complexity(proceeding=house.accused, facts={"MOTIONS": (3, "")}, **given),
        subject="accused",
        **ACCUSED,
    ),
    "record a hearing on bail": on_file(
        ADMIN,
        rights.may_record_bail,
        "record_bail_hearing",
        lambda house, given: services.record_bail_hearing(proceeding=house.accused, on=today(), kind="FIRST", result="ADJOURNED", **given),
        subject="accused",
        **ACCUSED,
    ),
    "correct a hearing on bail": on_file(
        ADMIN,
        rights.may_record_bail,
        "change_bail_hearing",
        lambda house, given: services.change_bail_hearing(
            hearing=house.bail_hearing, on=today(), kind="FIRST", result="ADJOURNED", note="x", **given
        ),
        subject="accused",
        hearing="bail_hearing",
        **ACCUSED,
    ),
    "end a release order": on_file(
        ADMIN,
        rights.may_record_bail,
        "end_release_order",
        lambda house, given: services.end_release_order(order=house.release_order, ended_on=today(), ended_why="OTHER", **given),
        subject="accused",
        **ORDER,
    ),
    "add a condition of release": on_file(
        ADMIN,
        rights.may_record_bail,
        "add_bail_condition",
        lambda house, given: services.add_bail_condition(order=house.release_order, kind="REPORT", words="", from_on=today(), **given),
        subject="accused",
        **ORDER,
    ),
    "change a condition of release": on_file(
        ADMIN,
        rights.may_record_bail,
        "change_bail_condition",
        lambda house, given: services.change_bail_condition(condition=house.bail_condition, words="x", **given),
        subject="accused",
        condition="bail_condition",
        **ORDER,
    ),
    "add a surety": on_file(
        ADMIN,
        rights.may_record_bail,
        "add_surety",
        lambda house, given: services.add_surety(order=house.release_order, family_name="Rowan", from_on=today(), **given),
        subject="accused",
        **ORDER,
    ),
    "end a surety": on_file(
        ADMIN,
        rights.may_record_bail,
        "end_surety",
        lambda house, given: services.end_surety(surety=house.surety, ended_on=today(), **given),
        subject="accused",
        surety="surety",
        **ORDER,
    ),
    "record an alleged breach": on_file(
        ADMIN,
        rights.may_record_bail,
        "record_bail_breach",
        lambda house, given: services.record_bail_breach(order=house.release_order, on=today(), alleged="x", **given),
        subject="accused",
        **ORDER,
    ),
    "record a copy of a release order": on_file(
        ADMIN,
        rights.may_record_bail,
        "record_order_copy",
        lambda house, given: services.record_order_copy(order=house.release_order, victim=house.victim, told_on=today(), **given),
        subject="accused",
        **ORDER,
    ),
    "resolve a hint": on_file("LEAD", rights.may_decide_intake, "resolve_hint", subject="twin", at="twin", hint="hint"),
    "review a cover": on_file("LEAD", rights.may_grant_access, "review_cover", access="cover"),
    "set the last day to appeal": on_file(
        ADMIN,
        rights.may_record_disposition,
        "set_appeal_period",
        subject="sentenced_accused",
        at="sentenced",
        accused="sentenced_accused",
        decision="sentence",
    ),
    "take outcomes out": Action(
        "LEAD REC",
        lambda house, person: person.is_role("LEAD", "REC"),
        lambda house: page("take_outcomes"),
        lambda house, given: take_out(what="report", kind="csv", outside=False, count=1, **given),
    ),
    "hand over files": Action(
        "LEAD", lambda house, person: person.is_role("LEAD"), lambda house: page("reassign", ref=house.people["PRO"].ref)
    ),
    "answer a mark": Action(
        PROS,
        lambda house, person: advice_rights.may_prepare_publication(house.answered, person),
        lambda house: page("advice:answer_mark", ref=house.proposal.ref),
    ),
    "say what is still open": on_request("POL", advice_rights.may_say_still_open, "say_still_open"),
    "cite in an answer": on_request("PRO", advice_rights.may_write_answer, "cite"),
    "look for advice while asking": Action(
        "POL POL_ELSEWHERE CRN CRN_ELSEWHERE",
        lambda house, person: advice_rights.may_ask(person),
        lambda house: page("advice:suggestions"),
    ),
    "say that the bank was of use": Action(
        "POL POL_ELSEWHERE CRN CRN_ELSEWHERE",
        lambda house, person: advice_rights.may_ask(person),
        lambda house: page("advice:count_bank_use"),
    ),
    # accounts
    **{
        f"{words} a person": Action(
            "LEAD ADM",
            lambda house, person: account_rights.may_change_person(house.people["POL_ELSEWHERE"], person),
            lambda house, name=name: page(name, ref=house.people["POL_ELSEWHERE"].ref),
        )
        for words, name in {"change": "change_person", "reopen": "reactivate_person"}.items()
    },
    **{
        words: Action(
            "LEAD ADM",
            lambda house, person: account_rights.may_manage_people(person),
            lambda house, name=name, model=model: page(name, **({"ref": model.objects.earliest("pk").ref} if model else {})),
        )
        for words, name, model in (
            ("add an office", "offices", None),
            ("rename an office", "rename_office", Office),
            ("add a service", "agencies", None),
            ("rename a service", "rename_agency", Agency),
        )
    },
    "invite a person": Action(
        "LEAD ADM", lambda house, person: account_rights.may_manage_people(person), lambda house: page("invite_person")
    ),
    "close an account": Action(
        "LEAD ADM",
        lambda house, person: account_rights.may_change_person(house.people["POL_ELSEWHERE"], person),
        lambda house: page("deactivate_person", ref=house.people["POL_ELSEWHERE"].ref),
        lambda house, given: accounts.deactivate_person(ref=house.people["POL_ELSEWHERE"].ref, version=None, **given),
    ),
    "say that somebody lost her phone": Action(
        "LEAD ADM",
        lambda house, person: account_rights.may_ask_reset(house.cover.user, person),
        lambda house: page("ask_reset", ref=house.cover.user.ref),
        lambda house, given: accounts.ask_reset(person=house.cover.user, reason="", **given),
    ),
    "decide on a lost phone that an administrator spoke of": Action(
        "LEAD",
        lambda house, person: account_rights.may_decide_reset(house.reset, person),
        lambda house: page("decide_reset", ref=house.reset.ref),
        lambda house, given: accounts.decide_reset(reset=house.reset, confirmed=True, how="x", **given),
    ),
    "hand over everything of somebody who leaves": Action(
        "LEAD",
        lambda house, person: person.is_role("LEAD"),
        lambda house: page("leaving", ref=house.people["PRO"].ref),
        lambda house, given: leaving.hand_over_everything(person=house.people["PRO"], to={}, shown="", reason="x", close=False, **given),
    ),
    # what is read on a page that others open too: test_visibility.py looks for its words
    "read the notes of a shared file": Action(f"{ADMIN} REC", lambda house, person: rights.may_read_notes(house.shared, person)),
    "read which request is behind advice": Action(f"{TEAM} REC", lambda house, person: bank_rights.may_see_source(person)),
}


# Addresses that take a POST and have no row above, each with the place where its right is proved.
APART = {
    **dict.fromkeys(("casetracker:move_file", "casetracker:move_proceeding", "casetracker:move_count"), "test_machines.py, for every step"),
    **dict.fromkeys(("account_login", "account_logout", "demo_sign_in", "join", "mfa_authenticate"), "who is not signed in yet, or leaves"),
    "casetracker:confirm_clock": "tests/casetracker, the road to trial: its page opens only for a count that replaced another",
    **dict.fromkeys(("retry_failed_work", "give_up_failed_work", "build_index"), "tests/test_access.py: leads and administrators"),
    **dict.fromkeys(("account_change_password", "account_reauthenticate", "set_language"), "everybody's own account"),
    **dict.fromkeys(("mfa_activate_totp", "mfa_deactivate_totp", "mfa_generate_recovery_codes"), "everybody's own second factor"),
    **dict.fromkeys(("lock_person", "send_link", "withdraw_link"), "tests/foundation/test_people.py and test_joining.py"),
    "lost_phone": "tests/foundation/test_joining.py: who signed in by half, for herself",
    "clear_recent_searches": "everybody's own; tests/caseload/test_saved.py tries those of somebody else",
    "search_papers": "as for the search, in a file that she may see: tests/casetracker/test_search_papers.py",
    "mark_notices_read": "everybody's own; test_visibility.py tries those of somebody else",
    "save_draft": "everybody's own; tests/foundation/test_drafts.py tries those of somebody else",
    "precedents:offences": "everybody who signed in; a word is looked up, nothing is written",
    **dict.fromkeys(
        ("court_results", "day_sheet", "morning_page"), "tests/caseload/test_court_list.py: every row by the right of its file"
    ),
    "several_tasks": "tests/caseload/test_tasks.py: each task by the right of its file, each reminder by whose it is",
    "search": "everybody; what is found is tests/foundation/search",
    **dict.fromkeys(
        ("search_completions", "write_search", "facts", "like_decision", "like_published_advice"), "as for the search; nothing is written"
    ),
    "take_results": "everybody who signed in, her own finds: tests/caseload/test_search.py",
    "casetracker:correct": "tests/casetracker/test_corrections.py; its page opens for every reader, its service asks who",
    **dict.fromkeys(("root", "healthz", "metrics", "readyz", "components", "advice:list", "calendar_feed"), "takes no POST"),
}
SENT = [name for name, action in ACTIONS.items() if action.address]
"""The actions that a page sends."""


def test_every_address_that_takes_a_post_has_a_row(house):
    known = {resolve(ACTIONS[name].address(house)).view_name for name in SENT}
    takes = set()
    for name, places in names().items():
        view = getattr(resolve(filled(house, name, places)).func, "view_class", None)
        if view is None or ("post" in view.http_method_names and hasattr(view, "post")):
            takes.add(name)

    without = takes - known - set(APART)
    assert without == set(), f"say who may send {sorted(without)}: a row in ACTIONS of tests/house/test_actions.py, which says how"
    assert set(APART) - takes == set(), "a reason in APART for an address that takes nothing"


class Fresh(House):
    """The world with each record read anew when it is first asked for, so that nothing is remembered of the person asked before."""

    def __getattr__(self, name):
        record = self.records[name]
        setattr(self, name, type(record).objects.get(pk=record.pk))
        return vars(self)[name]


def fresh(house):
    """Give such a world."""
    return Fresh(house.people, house.records)


def named(who: str) -> list[str]:
    return [subject for subject in ANYBODY if subject in who.split()]


@pytest.mark.parametrize("name", ACTIONS)
def test_the_table_is_what_the_policy_says(house, name):
    action, world = ACTIONS[name], fresh(house)

    assert [subject for subject in ANYBODY if action.may(world, house.people[subject])] == named(action.who)


@pytest.mark.parametrize("name", SENT)
def test_the_page_answers_as_the_table_says(house, visit, name):
    action = ACTIONS[name]
    let_in, wrote = [], []

    for subject in ANYBODY:
        with undone():
            before = Act.objects.count(), Event.objects.count(), Move.objects.count()
            status = visit(house.people[subject]).post(action.address(house), {}).status_code
            after = Act.objects.count(), Event.objects.count(), Move.objects.count()
        assert status < 500
        if status not in (403, 404):
            let_in.append(subject)
        elif before != after:
            wrote.append(subject)

    assert let_in == named(action.who)
    assert wrote == []


@pytest.mark.parametrize("name", SENT)
def test_a_visitor_changes_nothing(house, visit, name):
    before = Act.objects.count()

    answer = visit().post(ACTIONS[name].address(house), {})

    assert answer.status_code == 401
    assert Act.objects.count() == before


@pytest.mark.parametrize("name", [name for name, action in ACTIONS.items() if action.call])
def test_the_service_refuses_as_the_table_says(house, name):
    action = ACTIONS[name]
    let_in = []

    for subject in ANYBODY:
        with undone():
            before = Act.objects.count(), Event.objects.count(), Move.objects.count()
            try:
                action.call(fresh(house), {"by": house.people[subject], "at": clock.now()})
            except PermissionDenied:
                assert (Act.objects.count(), Event.objects.count(), Move.objects.count()) == before
                continue
            except (Refusal, StaleRecord):
                pass  # let through, and stopped by the state of the record or by what is missing
            let_in.append(subject)

    assert let_in == named(action.who)


def test_a_cover_ends_after_four_hours(house, visit):
    covering = house.people["PRO_OFF"]
    services.take_cover(ref=house.file.ref, reason="Her colleague fell ill this morning", by=covering, at=clock.now())
    assert visit(covering).get(in_file("file", house.file)).status_code == 200

    with clock.fixed(clock.now() + timedelta(hours=4, seconds=1)):
        visit(covering).force_login(covering)

        assert visit(covering).get(in_file("file", house.file)).status_code == 404

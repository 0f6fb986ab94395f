"""A file from intake to closing, by its pages alone: every form once as a browser sends it."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from casetracker.models import CaseFile, Count, Proceeding
from foundation import clock
from foundation.law import catalogue
from tests.casetracker.pages import at, day, send, sent, signed_in
from tests.factories.accounts import AgencyFactory, OfficeFactory

pytestmark = pytest.mark.django_db

SWORN = date(2025, 9, 10)
OFFENCE = date(2025, 6, 1)


def intake(agency, office) -> dict:
    """Two accused as a browser sends them: one with two laid counts, one with one."""
    typed = {
        "agency": agency.ref,
        "office": office.ref,
        "occurrence_number": "LS-1",
        "names_complete": "on",
        "accused-rows": "2",
        "name-rows": "1",
    }
    typed |= {"name-0-name": "Ana Birch", "name-0-kind": "VICTIM", **day("referred_on", None)}
    for place, (family, sections) in enumerate((("Alder", ("286.3", "286.4")), ("Cedar", ("286.4",)))):
        mine = f"accused-{place}"
        typed |= {f"{mine}-family_name": family, f"{mine}-given_name": "Morgan", f"{mine}-custody": "RELEASED_COURT"}
        typed |= {f"{mine}-information_number": "4811-1", f"{mine}-court": "OCJ", **day(f"{mine}-sworn_on", SWORN)}
        typed |= {f"{mine}-count-rows": str(len(sections)), **day(f"{mine}-birth_date", date(1990, 1, 2))}
        for row, section in enumerate(sections):
            typed |= {
                f"{mine}-count-{row}-offence": "286.3(1)" if section == "286.3" else "advertising",
                **day(f"{mine}-count-{row}-offence_from", OFFENCE),
            }
    return typed


def again(record):
    return type(record).objects.get(pk=record.pk)


def test_a_file_goes_from_intake_to_closing_by_its_pages(lead, pro, assistant):
    helper, leader, counsel = signed_in(assistant), signed_in(lead), signed_in(pro)
    today = clock.today()

    sent(send(helper, at("open_case_file"), **intake(AgencyFactory(), OfficeFactory())))
    case_file = CaseFile.objects.get()
    sent(
        send(
            leader,
            at("decide_intake", case_file),
            decision="CARRIED",
            conflict_cleared="on",
            lead_prosecutor=pro.ref,
            reason="Fits",
            **day("happened_on", None),
        )
    )
    first, second = Proceeding.objects.filter(file=case_file).order_by("pk")
    counts = list(Count.objects.filter(proceeding=first).order_by("pk"))
    other = Count.objects.get(proceeding=second)

    sent(
        send(
            counsel,
            at("add_appearance", case_file),
            proceedings=[first.ref, second.ref],
            purpose="FIRST",
            at_time="9:30 a.m.",
            courthouse="TORONTO_OCJ",
            room="504",
            **day("on", today),
        )
    )
    appearance = case_file.appearances.get()
    sent(
        send(
            counsel,
            at("record_result", case_file, appearance=appearance),
            who=[first.ref, second.ref],
            result="ADJOURNED",
            adjourned_by="DEFENCE",
            adjourn_reason="Counsel to be retained",
            next_time="10:00",
            next_purpose="JPT",
            **day("next_on", today + timedelta(days=8)),
        )
    )
    for proceeding in (first, second):
        typed = day("reviewed_on", today)
        for count in Count.objects.filter(proceeding=proceeding):
            typed |= {f"{count.ref}-outcome": "PROCEED", f"{count.ref}-prospect": "on", f"{count.ref}-public_interest": "on"}
        sent(send(counsel, at("record_screening", case_file, accused=proceeding), **typed))
        for count in Count.objects.filter(proceeding=proceeding):
            if count.offence.is_hybrid:
                sent(send(counsel, at("elect_mode", case_file, accused=proceeding, count=count), choice="INDICTMENT", **day("on", today)))
        sent(send(counsel, at("proceed_on_counts", case_file, accused=proceeding), **day("happened_on", today)))
        sent(send(counsel, at("move_proceeding", case_file, accused=proceeding, name="begin_intake"), **day("happened_on", today)))
    sent(send(counsel, at("record_election", case_file, accused=first), choice="OCJ", **day("on", today)))
    sent(
        send(
            counsel,
            at("set_trial", case_file, accused=first),
            **day("trial_on", today + timedelta(days=60)),
            **day("trial_ends_on", None),
            **day("happened_on", today),
        )
    )
    sent(
        send(
            counsel,
            at("change_trial_dates", case_file, accused=first),
            **day("trial_on", today + timedelta(days=60)),
            **day("trial_ends_on", today + timedelta(days=64)),
        )
    )

    sent(
        send(
            counsel,
            at("record_outcomes", case_file, accused=first),
            decided_by="Justice Example",
            **day("happened_on", today),
            **{f"{counts[0].ref}-0-finding": "PLEA_GUILTY", f"{counts[1].ref}-0-finding": "TO_WITHDRAW"},
        )
    )
    assert again(first).state == "GUILTY_AWAITING_SENTENCE"
    sent(
        send(
            counsel,
            at("record_outcomes", case_file, accused=first),
            decided_by="Justice Example",
            custody="SERVING",
            **day("happened_on", today),
            **{f"{counts[0].ref}-0-sentence": "SENTENCED", f"{counts[0].ref}-0-terms": "3 years"},
            **day(f"{counts[0].ref}-0-appeal_due_on", today + timedelta(days=30)),
        )
    )
    sent(
        send(
            leader,
            at("withdraw", case_file, accused=first, count=counts[1]),
            reason_code="PLEA_TO_OTHER",
            exception="NO_VICTIM",
            **day("happened_on", today),
            **day("leave_on", today),
        )
    )
    answers = {f"answer_{order}": "NOT_SOUGHT" for order in again(first).orders_to_answer}
    sent(send(counsel, at("record_outcomes", case_file, accused=first), **day("happened_on", today), **answers))
    sent(send(counsel, at("move_proceeding", case_file, accused=first, name="conclude"), **day("happened_on", today)))
    sent(send(counsel, at("record_victim_view", case_file, accused=second, count=other), exception="NOT_FOUND"))
    sent(
        send(
            leader,
            at("withdraw", case_file, accused=second, count=other),
            reason_code="NO_PROSPECT",
            **day("happened_on", today),
            **day("leave_on", None),
        )
    )

    assert {again(first).state, again(second).state} == {"CONCLUDED"}
    assert again(case_file).state == "CARRIED"
    decision = counts[0].decisions.get(result="SENTENCED")
    sent(
        send(counsel, at("set_appeal_period", case_file, accused=first, decision=decision), appeal_none="on", **day("appeal_due_on", None))
    )
    assert again(case_file).state == "CONCLUDED"
    ticked = dict.fromkeys(("orders_registered", "property_dealt_with", "victim_told", "precedent_harvested"), "on")
    sent(send(leader, at("close", case_file), **ticked, **day("retention_from", today), **day("happened_on", today)))
    assert again(case_file).state == "CLOSED"
    sent(
        send(
            leader,
            at("reopen", case_file),
            decision="CARRIED",
            reopen_reason="NEW_REFERRAL",
            reason="New complainant",
            **day("happened_on", today),
        )
    )

    assert again(case_file).state == "CARRIED"
    history = leader.get(at("history", case_file))
    assert history.status_code == 200
    assert "opened the file" in leader.get(at("history", case_file) + "?page=2").content.decode() + history.content.decode()


def test_warrant_and_its_end(world, pro):
    client = signed_in(pro)

    sent(send(client, at("issue_warrant", world.file, accused=world.proceeding), kind="BENCH_597", **day("issued_on", clock.today())))
    assert world.proceeding.state == "WARRANT_OUT"
    sent(
        send(client, at("execute_warrant", world.file, accused=world.proceeding), custody="IN_CUSTODY", **day("executed_on", clock.today()))
    )

    assert (world.proceeding.state, world.proceeding.custody) == ("CHARGED", "IN_CUSTODY")


def test_people_bans_notes_facts_papers_and_access(world, pro, lead, assistant):
    client, leader = signed_in(pro), signed_in(lead)
    case_file = world.file
    sent(
        send(
            client,
            at("add_participant", case_file),
            kind="VICTIM",
            family_name="Birch",
            given_name="Ana",
            phone="555-0101",
            safe_contact="Text only",
        )
    )
    person = case_file.participants.get(family_name="Birch")
    sent(
        send(
            client,
            at("edit_participant", case_file, person=person),
            kind="WITNESS",
            family_name="Birch",
            given_name="Ana",
            phone="555-0102",
        )
    )
    provision = catalogue.bans_on(clock.today()).filter(section="486.4").first()
    sent(send(client, at("add_ban", case_file), provision=provision.code, participant=person.ref, **day("made_on", clock.today())))
    sent(send(client, at("end_ban", case_file, ban=case_file.bans.get()), **day("ended_on", clock.today())))
    sent(send(client, at("add_note", case_file), text="Call her counsel on Tuesday."))
    sent(send(client, at("edit_file", case_file), occurrence_number="LS-77", agency=case_file.agency.ref, office=case_file.office.ref))
    sent(send(client, at("edit_theory", case_file), theory="One operation", resolution_position="Plea to count 1"))
    sent(send(client, at("set_custody", case_file, accused=world.proceeding), custody="DETAINED"))
    sent(
        send(
            client,
            at("documents", case_file),
            title="Brief",
            paper=SimpleUploadedFile("brief.txt", b"plain words", content_type="text/plain"),
        )
    )
    sent(
        send(
            leader,
            at("grant_access", case_file),
            to=assistant.ref,
            acting_as="ASSISTANT",
            **day("until_at", clock.today() + timedelta(days=9)),
        )
    )
    sent(send(leader, at("end_access", case_file, access=case_file.accesses.get(user=assistant, until_at__isnull=False)), reason="Done"))
    sent(send(leader, at("set_wall", case_file), user=assistant.ref, reason="Related to a witness"))
    sent(send(leader, at("lift_wall", case_file, wall=case_file.walls.get()), reason="Set by mistake"))
    sent(send(leader, at("assign", case_file), to=pro.ref, acting_as="LEAD_COUNSEL", reason="Continues"))

    assert CaseFile.objects.get().occurrence_number == "LS-77"
    assert case_file.participants.get(pk=person.pk).phone == "555-0102"
    page = client.get(at("file", case_file)).content.decode()
    assert "One operation" in page
    assert "Call her counsel on Tuesday." in page
    assert "Brief" in client.get(at("documents", case_file)).content.decode()

"""One world for the tests of the whole house: twelve people, two case files, requests in several states, a bank; made by the services."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from advice import services as advice_services
from advice.models import AdviceRequest
from caseload import absences, reminders, saved, several
from caseload.services import hand_files_to_worker
from casetracker import services
from casetracker.models import CaseFile, FileAccess, FileWall, Participant
from foundation import clock
from foundation.accounts import services as accounts
from foundation.accounts.models import User
from foundation.documents.services import store_upload
from foundation.law import catalogue
from foundation.notifications.models import Notice
from foundation.search import port
from foundation.workflow.models import Move
from tests.factories.accounts import AgencyFactory, OfficeFactory, UserFactory
from tests.factories.advice import AdviceRequestFactory
from tests.factories.advice import write as write_answer
from tests.factories.casetracker import HYBRID, PROCURING, World, accused_in, count_in
from tests.factories.precedents import make_advice, make_decision

SUBJECTS = (
    "ANON",
    "POL",
    "POL_ELSEWHERE",
    "CRN",
    "CRN_ELSEWHERE",
    "PRO",
    "PRO_OFF",
    "PRO_WALLED",
    "LEAD",
    "AST",
    "REC",
    "ADM",
)
"""Who opens: nobody signed in; an asker of the service and one of another; a local Crown of the file's office and one of another office; a
prosecutor on the file, one not on it, one walled off it; lead, assistant, records, administrator."""


@dataclass(repr=False)
class House:
    """The people by the names above, and the records by the names the tables use."""

    people: dict[str, User] = field(default_factory=dict)
    records: dict[str, object] = field(default_factory=dict)

    def __getattr__(self, name):
        return self.records[name]


def upload(name="note.txt", text="The accused was seen twice.\n"):
    """A small paper."""
    return SimpleUploadedFile(name, text.encode(), content_type="text/plain")


def make_people() -> dict[str, User]:
    """Eleven people who can sign in."""
    service, office = AgencyFactory(), OfficeFactory()
    return {
        "POL": UserFactory(police=True, agency=service, name="Pat Police"),
        "POL_ELSEWHERE": UserFactory(police=True, name="Paul Elsewhere"),
        "CRN": UserFactory(crown=True, office=office, name="Cleo Crown"),
        "CRN_ELSEWHERE": UserFactory(crown=True, name="Carl Elsewhere"),
        "PRO": UserFactory(office=office, name="Petra Prosecutor"),
        "PRO_OFF": UserFactory(office=office, name="Olga Off"),
        "PRO_WALLED": UserFactory(office=office, name="Walt Walled"),
        "LEAD": UserFactory(lead=True, office=office, name="Lee Lead"),
        "AST": UserFactory(assistant=True, office=office, name="Ada Assistant"),
        "REC": UserFactory(records=True, office=office, name="Rex Records"),
        "ADM": UserFactory(admin=True, office=office, name="Admira Admin"),
    }


def build() -> House:
    """Play the world into the database."""
    house = House(people=make_people())
    make_files(house)
    make_requests(house)
    make_bank(house)
    keep_search(house)
    house.records["absence"] = absences.add_absence(
        from_on=clock.today(), to_on=clock.today() + timedelta(days=2), by=house.people["PRO"], at=clock.now()
    )
    house.records["reminder"] = reminders.add_reminder(
        what="Call the officer", due_on=clock.today() + timedelta(days=3), by=house.people["PRO"], at=clock.now()
    )
    house.records["snooze"] = reminders.snooze_task(
        case_file=house.file,
        task="RESULT",
        subject=("casetracker.Appearance", house.appearance.ref),
        due=None,
        until_on=clock.today() + timedelta(days=2),
        reason="The clerk was asked",
        by=house.people["PRO"],
        at=clock.now(),
    )
    house.records["several"] = several.hand_to_worker(
        what=several.DONE, tokens=["GONE.REMINDER"], by=house.people["PRO"], at=clock.now(), key=""
    )
    house.records["reassigned"] = hand_files_to_worker(
        files=[], to=house.people["PRO"], acting_as="LEAD_COUNSEL", reason="None", by=house.people["LEAD"], at=clock.now(), key=""
    )
    return house


def make_files(house: House) -> None:
    """A carried file with a charged accused, and a shared one that a local Crown reads; a prosecutor is walled off both."""
    people, records = house.people, house.records
    lead, pro, assistant = people["LEAD"], people["PRO"], people["AST"]
    places = {"agency": people["POL"].agency, "office": people["CRN"].office}
    for name, decision in (("file", "CARRIED"), ("shared", "SHARED")):
        accused = accused_in("Alder" if name == "file" else "Birch", counts=[count_in(PROCURING), count_in(HYBRID)])
        world = World(lead=lead, pro=pro, assistant=assistant, accused=[accused], decision=decision, **places)
        case_file = world.file
        appearance = world.appearance(on=clock.today() + timedelta(days=7))
        victim = world.do(
            "add_participant", case_file=case_file, kind="VICTIM", family_name="Quill", given_name="Robin", phone="416 555 0100"
        )
        ban = world.do(
            "add_ban", case_file=case_file, provision=catalogue.ban_by_code("CC:486.4@"), participant=victim, made_on=clock.today()
        )
        asked = world.do(
            "record_victim_request", participant=victim, kind="SCREEN", asked_on=clock.today(), asked_by="HERSELF", note="She fears him"
        )
        world.do("add_note", case_file=case_file, text="A privileged thought.")
        if decision == "SHARED":
            world.do("grant_access", by=lead, case_file=case_file, to=people["CRN"], acting_as="LOCAL_CROWN")
        world.do("grant_access", by=lead, case_file=case_file, to=people["PRO_WALLED"], acting_as="COUNSEL")
        wall = world.do("set_wall", by=lead, case_file=case_file, user=people["PRO_WALLED"], reason="Acted for the accused")
        paper = store_upload(upload=upload(), about=case_file, by=pro, at=clock.now())
        privileged = store_upload(upload=upload("memo.txt"), about=case_file, by=pro, at=clock.now(), team_only=True)
        records[name] = CaseFile.objects.get(pk=case_file.pk)
        of = {
            "accused": world.proceeding,
            "count": world.count,
            "appearance": appearance,
            "victim": victim,
            "accused_person": Participant.objects.get(file=case_file, kind="ACCUSED"),
            "ban": ban,
            "victim_request": asked,
            "wall": wall,
            "move": Move.objects.of(world.proceeding).earliest("pk"),
            "access": FileAccess.objects.filter(file=case_file, user=pro).last(),
            "paper": paper,
            "privileged_paper": privileged,
        }
        records.update({label if name == "file" else f"shared_{label}": record for label, record in of.items()})
    records["hybrid"] = house.file.proceedings.get().counts.get(offence__section=HYBRID[0])
    records["interval"] = of_ledger(pro, house.accused)
    records["application"] = services.record_delay_application(proceeding=house.accused, filed_on=clock.today(), by=pro, at=clock.now())
    records.update(of_bail(assistant, house.accused))
    records["untouched_wall"] = FileWall.objects.get(file=house.file)
    fresh = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in("Cedar", laid=False)], decision="", **places)
    records["intake"] = fresh.file
    twin = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in("Cedar", laid=False)], decision="", **places)
    records["twin"], records["hint"] = twin.file, twin.file.hints.earliest("pk")
    over = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in("Dogwood")], **places)
    over.to_sentence()
    over.sentenced()
    records.update(sentenced=over.file, sentenced_accused=over.proceeding, sentence=over.count.decisions.last())
    cover = UserFactory(office=people["CRN"].office, name="Cora Covering")
    records["cover"] = services.take_cover(ref=house.file.ref, reason="Her colleague fell ill this morning", by=cover, at=clock.now())
    records["notice"] = Notice.objects.filter(recipient=pro).first()


def of_ledger(by, accused):
    """A month of an accused that the Crown puts down to the defence."""
    start = accused.clock_origin.on + timedelta(days=30)
    return services.add_interval(
        proceeding=accused,
        from_on=start,
        to_on=start + timedelta(days=30),
        kind="DEFENCE_CAUSED",
        share=100,
        status="CROWN_POSITION",
        said_by="P. Prosecutor",
        written_in="TRANSCRIPT",
        written_at="p. 4",
        note="",
        appearance=None,
        by=by,
        at=clock.now(),
    )


def of_bail(by, accused):
    """A release with a condition and a surety, after a hearing that was adjourned."""
    given = {"by": by, "at": clock.now()}
    on = accused.clock_origin.on
    adjourned = services.record_bail_hearing(proceeding=accused, on=on, kind="FIRST", result="ADJOURNED", **given)
    hearing = services.record_bail_hearing(
        proceeding=accused,
        on=on,
        kind="BAIL",
        result="RELEASED",
        onus="CROWN",
        decided_by="R. Elm",
        order_kind="SURETIES",
        conditions=["NO_CONTACT"],
        **given,
    )
    order = hearing.orders_made.get()
    surety = services.add_surety(order=order, family_name="Hazel", given_name="Kim", from_on=on, **given)
    return {"bail_hearing": adjourned, "release_order": order, "bail_condition": order.conditions.get(), "surety": surety}


NEW_ENDS = ("unread", "pressing", "carrying", "merged", "converted")


def make_requests(house: House) -> None:
    """Requests of the police and of a local Crown, one in each state that the tables open."""
    people, records = house.people, house.records
    pro, lead = people["PRO"], people["LEAD"]
    colleague = UserFactory(police=True, agency=people["POL"].agency, name="Cole Colleague")
    crown_colleague = UserFactory(crown=True, office=people["CRN"].office, name="Kim Colleague")
    by = {"adviser": pro, "lead": lead}
    records["asked"] = AdviceRequestFactory(assigned=True, asker=people["POL"], **by)
    records["draft"] = AdviceRequestFactory(asker=people["POL"], **by)
    records["of_colleague"] = AdviceRequestFactory(submitted=True, asker=colleague, **by)
    records["of_crown"] = AdviceRequestFactory(assigned=True, asker=people["CRN"], case_file=house.shared, **by)
    records["crown_colleague"] = AdviceRequestFactory(submitted=True, asker=crown_colleague, **by)
    records["written"] = AdviceRequestFactory(in_review=True, asker=people["POL"], **by)
    records["waiting"] = AdviceRequestFactory(needs_info=True, asker=people["POL"], **by)
    records["answered"] = AdviceRequestFactory(delivered=True, asker=people["POL"], intended_level="SHAREABLE", **by)
    pressed = {"urgency": "U1", "urgency_reason": "Bail today"}
    records["unread"] = AdviceRequestFactory(delivered=True, unread=True, asker=people["POL"], **pressed, **by)
    records["pressing"] = AdviceRequestFactory(assigned=True, asker=people["POL"], **pressed, **by)
    write_answer(records["pressing"].ref, pro)
    records["carrying"] = AdviceRequestFactory(assigned=True, asker=people["CRN"], **by)
    records["merged"] = AdviceRequestFactory(merged=True, asker=people["POL"], into=records["carrying"], **by)
    records["converted"] = AdviceRequestFactory(converted=True, asker=people["POL"], **by)
    at = {"at": clock.now()}
    records["request_paper"] = store_upload(upload=upload("facts.txt"), about=house.asked, by=people["POL"], **at)
    records["request_memo"] = store_upload(upload=upload("memo.txt"), about=house.asked, by=pro, team_only=True, **at)
    advice_services.add_note(ref=house.asked.ref, text="Ask the lead first.", by=pro, **at)
    records["proposal"] = advice_services.prepare_publication(
        ref=house.answered.ref,
        title="Advertising by a friend",
        question="Is it an offence?",
        short_answer="It can be.",
        analysis="It depends on knowledge.",
        level="SHAREABLE",
        law_as_of=clock.today(),
        review_on=clock.today() + timedelta(days=365),
        by=pro,
        **at,
    )
    for name in ("asked", "draft", "of_colleague", "of_crown", "crown_colleague", "written", "waiting", "answered", *NEW_ENDS):
        records[name] = AdviceRequest.objects.get(pk=records[name].pk)


def make_bank(house: House) -> None:
    """A decision and advice on each level."""
    by = {"by": house.people["LEAD"]}
    house.records["decision"] = make_decision(style="R. v. Whitlow", **by)
    house.records["crown_only"] = make_advice("CROWN_ONLY", title="For Crowns", **by)
    house.records["shareable"] = make_advice("SHAREABLE", title="For police too", **by)
    house.records["link"] = services.link_decision(
        case_file=house.file, decision_ref=house.decision.ref, by=house.people["PRO"], at=clock.now()
    )


def keep_search(house: House) -> None:
    """A search that somebody sent, one that somebody keeps, and a lost phone that waits for a second person."""
    house.records["reset"] = accounts.ask_reset(
        person=house.people["PRO_OFF"], reason="Her telephone fell into the lake", by=house.people["ADM"], at=clock.now()
    )
    house.records["kept_search"] = port.remember(house.people["LEAD"], "exploitation")
    house.records["saved_search"] = saved.save_search(name="Exploitation", text="exploitation", by=house.people["PRO"], at=clock.now())


def page(name: str, /, **refs) -> str:
    """The English address of a page by its name."""
    return reverse(name, kwargs=refs)


def in_file(name: str, case_file, **refs) -> str:
    """The address of a page inside a case file."""
    return reverse(f"casetracker:{name}", kwargs={"ref": case_file.ref, **{key: one.ref for key, one in refs.items()}})

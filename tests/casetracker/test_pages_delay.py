"""The pages of the delay ledger: what they show to whom, what they take, what they say to what is wrong, and what they hand out."""

import csv
import io
from datetime import date, timedelta

import pytest
from pypdf import PdfReader

from casetracker.models import DelayInterval
from foundation import clock
from foundation.audit.models import Event
from foundation.documents.pdf import Paper, PaperTable, pdf
from foundation.law import catalogue
from tests.casetracker.pages import at, day, problems, send, sent, signed_in, written
from tests.casetracker.test_ledger import attribute
from tests.factories.accounts import UserFactory
from tests.factories.casetracker import SWORN_ON, World, accused_in, again

pytestmark = pytest.mark.django_db

SAID = {"kind": "DEFENCE_CAUSED", "status": "AGREED", "share": "100", "said_by": "Justice Q. Rowan", "written_in": "TRANSCRIPT"}


def ledger_page(world, name="delay_ledger", **refs):
    return at(name, world.file, accused=world.proceeding, **refs)


def page(client, world, query="") -> str:
    return client.get(ledger_page(world) + query).content.decode()


@pytest.fixture
def counsel(pro):
    return signed_in(pro)


def test_a_gap_leads_to_a_form_with_its_days(world, counsel):
    held = world.appearance(on=date(2025, 10, 1))
    world.do("record_result", appearance=held, result="ADJOURNED", adjourned_by="DEFENCE", adjourn_reason="New counsel")

    shown = page(counsel, world)

    query = f"from=2025-10-01&amp;to={clock.today().isoformat()}&amp;appearance={held.ref}"
    assert shown.count(query) == 2  # in the strip and in the table
    assert "Adjourned (Defence: New counsel)" in shown
    form = counsel.get(ledger_page(world, "add_interval") + "?" + query.replace("&amp;", "&")).content.decode()
    assert 'value="2025"' in form
    assert f'<option value="{held.ref}" selected>' in form


def test_what_is_typed_is_added_and_shown(world, counsel):
    url = ledger_page(world, "add_interval")

    where = sent(
        send(counsel, url, **SAID, **day("from_on", date(2025, 10, 1)), **day("to_on", date(2025, 12, 1)), note="Ask for the tape")
    )

    assert where == ledger_page(world)
    row = DelayInterval.objects.get()
    assert (row.from_on, row.to_on, row.share, row.note) == (date(2025, 10, 1), date(2025, 12, 1), 100, "Ask for the tape")
    shown = page(counsel, world)
    assert "Justice Q. Rowan" in shown
    assert "Ask for the tape" in shown
    assert "Oct 1, 2025 to Dec 1, 2025 (not counted): 61 days, interval 1" in shown


WRONG = {
    "before the charge": (day("from_on", SWORN_ON - timedelta(days=1)), "from_on", "when the charge was laid"),
    "an end before its beginning": (day("to_on", date(2025, 9, 20)), "to_on", "must end after it begins"),
    "no such day": (day("from_on", None) | {"from_on_day": "31", "from_on_month": "2", "from_on_year": "2026"}, "from_on", "no such day"),
    "more than ten years ahead": (day("to_on", date(2060, 1, 1)), "to_on", "more than ten years ahead"),
    "a share above the whole": ({"share": "101"}, "share", "a whole number from 0 to 100"),
    "a share in words": ({"share": "half"}, "share", "a whole number from 0 to 100"),
    "shares that make more than the whole": ({"share": "60"}, "share", "make more than the whole"),
    "nobody says so": ({"said_by": ""}, "said_by", "Who says so"),
    "a ruling written nowhere": ({"status": "RULED", "written_in": "NOWHERE"}, "written_in", "A ruling is written somewhere"),
    "a kind there is not": ({"kind": "LUNCH"}, "kind", "Choose one of the list."),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_is_kept(world, counsel, wrong):
    attribute(world, date(2025, 10, 1), date(2025, 12, 1), share=50)
    typed, field, words = WRONG[wrong]
    form = {**SAID, "share": "40", **day("from_on", date(2025, 10, 1)), **day("to_on", date(2025, 12, 1)), "note": "kept", **typed}
    before = written()

    answer = send(counsel, ledger_page(world, "add_interval"), **form)

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert words in " ".join(problems(answer))
    assert "kept" in answer.content.decode()
    assert written() == before


def test_a_change_over_a_change_is_told(world, counsel):
    kept = attribute(world, date(2025, 10, 1), date(2025, 12, 1), status="CROWN_POSITION")
    url = ledger_page(world, "settle_interval", interval=kept)
    counsel.get(url)
    world.do("settle_interval", interval=kept, status="AGREED", said_by="Counsel", written_in="LETTER")

    answer = counsel.post(url, {"version": kept.version, "status": "RULED", "share": "100", "said_by": "J. Fir", "written_in": "RULING"})

    assert answer.status_code == 409
    assert "Somebody changed this" in answer.content.decode()
    assert again(kept).status == "AGREED"


def test_settled_changed_and_taken_off_by_their_pages(world, counsel):
    kept = attribute(world, date(2025, 10, 1), date(2025, 12, 1), status="CROWN_POSITION")

    sent(
        send(
            counsel, ledger_page(world, "settle_interval", interval=kept), status="AGREED", share="50", said_by="Both", written_in="LETTER"
        )
    )
    assert world.proceeding.ceiling_on == date(2027, 3, 10) + timedelta(days=30)

    whole = {**SAID, "status": "AGREED", **day("from_on", date(2025, 10, 1)), **day("to_on", date(2025, 10, 5))}
    sent(send(counsel, ledger_page(world, "change_interval", interval=kept), **whole))
    assert world.proceeding.ceiling_on == date(2027, 3, 14)

    sent(send(counsel, ledger_page(world, "remove_interval", interval=kept)))
    assert world.proceeding.ceiling_on == date(2027, 3, 10)
    history = counsel.get(at("history", world.file)).content.decode()
    assert "took an interval off the delay ledger" in history
    assert "share in per cent changed from “100” to “50”" in history


def test_who_reads_the_file_reads_the_ledger_and_counsel_alone_writes(world, lead, assistant):
    attribute(world, date(2025, 10, 1), date(2025, 12, 1), note="Ours to lose")
    records = UserFactory(records=True)

    for reader in (lead, assistant, records):
        shown = page(signed_in(reader), world)
        assert "Justice Q. Rowan" in shown
        assert "Ours to lose" in shown
        assert ("Attribute time" in shown) == (reader == lead)


def test_a_local_crown_reads_the_ledger_without_the_teams_notes(lead, pro, assistant):
    crown = UserFactory(crown=True)
    world = World(lead=lead, pro=pro, assistant=assistant, decision="SHARED")
    world.do("grant_access", by=lead, case_file=world.file, to=crown, acting_as="LOCAL_CROWN")
    attribute(world, date(2025, 10, 1), date(2025, 12, 1), note="Ours to lose")

    shown = page(signed_in(crown), world)

    assert "Justice Q. Rowan" in shown
    assert "Ours to lose" not in shown
    handed = b"".join(signed_in(crown).post(ledger_page(world, "export_delay")).streaming_content).decode()
    assert "Ours to lose" not in handed


def test_an_interval_is_no_page_under_another_accused(lead, pro, assistant):
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in("Alder"), accused_in("Birch")])
    hers = attribute(world, date(2025, 10, 1), date(2025, 12, 1), proceeding=world.proceedings[1])

    assert signed_in(pro).get(ledger_page(world, "change_interval", interval=hers)).status_code == 404


def test_a_name_under_a_ban_is_initials_on_every_page_of_the_ledger(world, counsel):
    ban = catalogue.bans_on(clock.today()).filter(hides_names=True).first()
    world.do("add_ban", case_file=world.file, provision=ban, participant=world.proceeding.accused, made_on=clock.today())

    for name in ("delay_ledger", "add_interval"):
        assert "Alder" not in counsel.get(ledger_page(world, name)).content.decode()
    assert "Alder" not in counsel.get(at("delay", world.file)).content.decode()
    assert "Alder" not in counsel.post(ledger_page(world, "print_delay")).content.decode()
    assert "Alder" not in text_of(counsel.post(ledger_page(world, "delay_pdf")))


# What if


def test_what_if_counts_and_stores_nothing(world, counsel):
    world.to_trial_set()
    before = written()

    shown = page(counsel, world, "?end_day=1&end_month=12&end_year=2028&forum=SCJ")

    assert "Counted to December 1, 2028, Superior Court of Justice." in shown
    assert "1178 days" in shown  # of 2025-09-10 to 2028-12-01
    assert "presumptively unreasonable" in shown
    assert written() == before
    assert again(world.proceeding).forum == "OCJ"


@pytest.mark.parametrize(
    "query, words",
    [
        ("?end_day=1&end_month=9&end_year=2025", "The trial cannot end before September 10, 2025, when the clock began."),
        ("?end_day=31&end_month=2&end_year=2026", "There is no such day"),
        ("?end_day=x&end_month=&end_year=", "Write the day the trial ends as day, month and year"),
        ("?forum=OCJ_AFTER_PRELIM", "No preliminary inquiry was held, runs or was asked for"),
        ("?forum=MOON", "Choose one of the list."),
    ],
)
def test_what_if_says_what_cannot_be_asked(world, counsel, query, words):
    answer = counsel.get(ledger_page(world) + query)

    assert answer.status_code == 200
    assert words in " ".join(error for errors in answer.context["what_if_form"].errors.values() for error in errors)
    assert answer.context["what_if"] is None


def test_a_prelim_that_was_asked_for_may_be_asked_about(world, counsel):
    world.proceeding_on_counts()
    world.do("record_election", proceeding=world.proceeding, choice="SCJ_JURY", on=clock.today(), prelim_requested=True)

    assert counsel.get(ledger_page(world) + "?forum=OCJ_AFTER_PRELIM").context["what_if"].found.agreed.ceiling.months == 30


# Out of the product


def text_of(answer) -> str:
    return "\n".join(one.extract_text() for one in PdfReader(io.BytesIO(answer.content)).pages)


def test_paper_file_and_pdf_are_written_down_and_say_the_same(world, counsel):
    attribute(world, date(2025, 10, 1), date(2025, 12, 1), share=50, note="=Ours to lose")

    paper = counsel.post(ledger_page(world, "print_delay")).content.decode()
    table = list(csv.reader(io.StringIO(b"".join(counsel.post(ledger_page(world, "export_delay")).streaming_content).decode("utf-8-sig"))))
    factum = counsel.post(ledger_page(world, "delay_pdf"))

    printed = [event.verb for event in Event.objects.order_by("seq") if event.verb in ("printed", "exported")]
    assert printed == ["printed", "exported", "exported"]
    attributed = next(row for row in table if row[0] == "attributed")
    assert attributed[1:7] == ["1", "2025-10-01", "2025-12-01", "61", "Caused by the defence", "50"]
    assert attributed[-1] == "'=Ours to lose"
    assert '<details class="more small" open>' in paper
    assert "Crown work product" in paper
    words = text_of(factum)
    assert "Delay since the charge: Morgan Alder" in words
    assert "October 1, 2025" in words
    assert "30 days" in words
    assert "Ours to lose" not in words
    assert factum["Content-Type"] == "application/pdf"


def test_the_address_of_a_printout_alone_leads_back(world, counsel):
    for name in ("print_delay", "export_delay", "delay_pdf"):
        assert counsel.get(ledger_page(world, name))["Location"] == ledger_page(world)


def test_what_somebody_typed_is_no_markup_of_the_paper(settings):
    made = pdf(Paper("A #eval(1) *b*", head=[("x", "$1$")], tables=[PaperTable("c", ["", "d"], [["<e>", "#[f]\u202e"]])], notes=["_g_"]))

    read = PdfReader(io.BytesIO(made))
    words = read.pages[0].extract_text()
    for typed in ("A #eval(1) *b*", "$1$", "<e>", "#[f]", "_g_"):
        assert typed in words
    assert read.metadata.title == "A #eval(1) *b*"
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_a_ledger_without_a_clock_says_so(lead, pro, assistant, counsel):
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in("Cedar", laid=False)], decision="PRECHARGE")

    assert "The clock has not started" in page(counsel, world)
    assert "The clock has not started" in counsel.get(at("delay", world.file)).content.decode()
    assert "The clock has not started" in counsel.post(ledger_page(world, "print_delay")).content.decode()
    assert "The clock has not started" in text_of(counsel.post(ledger_page(world, "delay_pdf")))


def test_part_xv1_on_the_page(world, counsel):
    sent(send(counsel, ledger_page(world, "record_complexity"), RULINGS="3", RULINGS_note="two on s. 278"))
    sent(send(counsel, ledger_page(world, "record_delay_application"), **day("filed_on", date(2026, 1, 10))))
    application = world.proceeding.delay_applications.get()

    wrong = send(
        counsel, ledger_page(world, "change_delay_application", application=application), **day("filed_on", date(2026, 1, 10)),
        **day("decided_on", date(2026, 1, 9)), answer="DISMISSED",
    )  # fmt: skip
    assert problems(wrong) == ["It cannot be decided before it was filed."]
    later = send(
        counsel, ledger_page(world, "change_delay_application", application=application), **day("filed_on", date(2026, 1, 10)),
        **day("decided_on", clock.today() + timedelta(days=1)), answer="DISMISSED",
    )  # fmt: skip
    assert "today" in problems(later)[0]

    shown = page(counsel, world)
    assert "two on s. 278" in shown
    assert "January 10, 2026" in shown
    assert "For offences before July 18, 2026 the Code asks for no notice" in shown
    bad = send(counsel, ledger_page(world, "record_complexity"), RULINGS="many")
    assert problems(bad) == ["Write a whole number from 0 to 9999."]

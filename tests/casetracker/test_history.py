"""The history of a file: found, filtered and paged by the database; told in words that know every kind of record."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.functional import Promise

from casetracker import sentences, timeline, trail
from casetracker.models import Count, FileNote, Proceeding
from foundation import clock
from foundation.audit.acts import act
from foundation.audit.history import tracked_models
from foundation.audit.models import Event, ReadLog
from foundation.documents.sheets import csv_lines, safe_cell
from foundation.law import catalogue
from foundation.workflow.models import Move
from tests.casetracker.pages import at, signed_in
from tests.factories.accounts import UserFactory
from tests.factories.casetracker import World, accused_in, again, count_in

pytestmark = pytest.mark.django_db

MARCH_3 = date(2026, 3, 3)


def told(case_file, user, **asked) -> list[sentences.Entry]:
    """What the history says to a reader who asks for this."""
    history = timeline.Timeline(case_file, user)
    wanted = timeline.Asked(**asked)
    return history.entries(history.acts(wanted), wanted)


def whats(entries) -> list[str]:
    return [str(entry.what) for entry in entries]


def words(entries) -> str:
    return " ".join([line.text for entry in entries for line in entry.lines])


@pytest.fixture
def lived(world, pro, lead, assistant, later):
    """A file with a few days of life: 3, 4 and 5 March."""
    world.appearance(on=clock.today())
    world.do("begin_intake", proceeding=world.proceeding, happened_on=clock.today(), reason="First day held")
    with later(days=1):
        world.do("edit_theory", by=lead, case_file=world.file, theory="One operation", resolution_position="")
        world.do("set_custody", by=assistant, proceeding=world.proceeding, custody="DETAINED")
    with later(days=2):
        world.do("issue_warrant", proceeding=world.proceeding, kind="BENCH_597", issued_on=MARCH_3)
        world.do("edit_theory", by=lead, case_file=again(world.file), theory="Two operations", resolution_position="Trial")
    return world


# Filters


def test_filter_by_person(lived, pro, lead):
    assert set(whats(told(lived.file, pro, person=lead.ref))) == {"changed theory and resolution", "decided on the file"}
    assert told(lived.file, pro, person=UserFactory().ref) == []


def test_filter_by_kind(lived, pro):
    theory = told(lived.file, pro, kinds=("casetracker.CaseFile",))
    steps = told(lived.file, pro, kinds=(timeline.MOVES,))

    assert "changed theory and resolution" in whats(theory)
    assert "added a day in court" not in whats(theory)
    assert {"recorded a warrant", "began the intake appearances"} < set(whats(steps))
    assert "changed theory and resolution" not in whats(steps)
    assert "Warrant" not in words(steps)[: words(steps).index("Intake appearances")].replace("Warrant outstanding", "")


def test_filter_by_field_finds_each_change_of_it_and_says_no_other(lived, pro):
    found = told(lived.file, pro, column="casetracker.CaseFile.theory")
    custody = told(lived.file, pro, column="casetracker.Proceeding.custody")

    assert [line.text for entry in found for line in entry.lines] == [
        "The file: theory of the case changed from “One operation” to “Two operations”",
        "The file: theory of the case is now “One operation”",
    ]
    assert whats(custody) == ["recorded a warrant", "recorded where the accused is"] or len(custody) == 2
    assert told(lived.file, pro, column="casetracker.CaseFile.no_such_column") == []
    assert told(lived.file, pro, column="nonsense") == []


def test_filter_by_days_on_which_it_happened_or_was_recorded(lived, pro):
    happened = told(lived.file, pro, since=MARCH_3, until=MARCH_3)
    recorded = told(lived.file, pro, since=MARCH_3, until=MARCH_3, by=timeline.RECORDED)
    last = told(lived.file, pro, since=date(2026, 3, 5), by=timeline.RECORDED)

    assert "recorded a warrant" in whats(happened)
    assert "recorded a warrant" not in whats(recorded)
    assert whats(last) == ["changed theory and resolution", "recorded a warrant"]


@pytest.fixture
def shared(lead, pro, assistant):
    """A file shared with a local Crown, and she."""
    world = World(lead=lead, pro=pro, assistant=assistant, decision="SHARED")
    crown = UserFactory(crown=True)
    world.do("grant_access", by=lead, case_file=world.file, to=crown, acting_as="LOCAL_CROWN")
    return world, crown


def test_a_local_crown_cannot_ask_for_what_is_the_teams(shared):
    world, crown = shared
    world.do("edit_theory", case_file=again(world.file), theory="One operation", resolution_position="")
    world.do("add_note", case_file=again(world.file), text="Our own words")

    assert "opened the file" in whats(told(world.file, crown))
    assert told(world.file, crown, column="casetracker.CaseFile.theory") == []
    assert told(world.file, crown, kinds=("casetracker.FileNote",)) == []
    assert "changed theory and resolution" not in whats(told(world.file, crown))
    assert "Our own" not in words(told(world.file, crown))


def test_the_page_takes_filters_from_the_address_and_answers_nonsense_beside_the_field(lived, pro, lead):
    client = signed_in(pro)

    narrowed = client.get(at("history", lived.file), {"person": lead.ref, "kinds": ["casetracker.CaseFile"]})
    wrong = client.get(at("history", lived.file), {"person": "x", "kinds": "y", "column": "z", "since_day": "40", "until": "\0", "by": "q"})
    turned = client.get(at("history", lived.file), {"since": "2026-03-05", "until": "2026-03-01"})

    assert whats(narrowed.context["entries"]) == ["changed theory and resolution", "changed theory and resolution", "decided on the file"]
    assert wrong.status_code == 200
    assert {"person", "kinds", "column", "since", "by"} <= set(wrong.context["filters"].errors)
    assert "The last day lies before the first one." in turned.content.decode()


# Every kind of record, also one nobody has thought of


def test_every_tracked_table_of_a_file_is_found_by_its_own_columns():
    tied = {source.model for source in trail.sources()}
    ours = {model for model in tracked_models() if model._meta.app_label == "casetracker"}

    assert ours - tied == set(trail.ELSEWHERE)
    assert "documents.Document" in {source.label for source in trail.sources()}


def test_requests_for_advice_are_no_part_of_it():
    assert {source.model._meta.app_label for source in trail.sources()} == set(trail.APPS)


def test_every_kind_of_record_and_every_column_has_words_in_both_languages():
    bare = [
        (source.label, column.name)
        for source in trail.sources()
        for column in source.columns
        if column.name not in sentences.SILENT and column.name not in sentences.COLUMNS and not isinstance(column.verbose_name, Promise)
    ]

    assert [source.label for source in trail.sources() if source.label not in sentences.NOUNS] == []
    assert bare == []


def test_a_correction_is_told_and_what_can_be_corrected_leads_there(lived, lead, later):
    warrant = Move.objects.get(name="issue_warrant")
    page = signed_in(lead).get(at("history", lived.file)).content.decode()
    with later(days=3):
        lived.do("correct_move", by=lead, move=warrant, reason="The wrong accused")

    found = told(lived.file, lead)

    assert at("correct", lived.file, move=warrant) in page
    assert str(found[0].what) == "corrected a step"
    assert found[0].lines[0].reason == "The wrong accused"
    assert "Set aside: warrant" in words(found[:1])
    assert next(line.corrected for entry in found for line in entry.lines if line.corrected) == "corrected by Lee Lead"
    assert at("correct", lived.file, move=warrant) not in signed_in(lead).get(at("history", lived.file)).content.decode()
    assert "/correct/" not in signed_in(UserFactory(records=True)).get(at("history", lived.file)).content.decode()


def test_an_act_without_words_is_called_by_its_step(lived, pro, lead):
    with act(by=lead, at=clock.now(), kind="a_new_kind_of_act") as this_act:
        Move.objects.create(
            subject_label="casetracker.Proceeding",
            subject_ref=lived.proceeding.ref,
            name="charge",
            rule="A1",
            from_state="SUSPECT",
            to_state="SUSPECT",
            happened_on=clock.today(),
            act=this_act.row,
        )
        Move.objects.create(
            subject_label="casetracker.Proceeding",
            subject_ref=lived.proceeding.ref,
            name="no_such_step",
            rule="A99",
            from_state="CHARGED",
            to_state="NOT_A_STATE",
            happened_on=clock.today(),
            act=this_act.row,
        )

    found = next(entry for entry in told(lived.file, pro) if "took the step" in str(entry.what))

    assert str(found.what) == "took the step “Record the charge”"
    assert [line.text for line in found.lines] == [
        "Morgan Alder: “Record the charge”, still “Not charged”",
        "Morgan Alder: from “Charged” to “NOT_A_STATE”",
    ]


def test_a_record_that_went_away_is_told(lived, pro):
    lived.do("add_note", case_file=lived.file, text="To be struck")
    with act(by=pro, at=clock.now(), kind="test"):
        FileNote.objects.get(text="To be struck").delete()

    assert "Taken off: note, To be struck" in words(told(lived.file, pro))


# Size


def long_history(world, number: int) -> None:
    for turn in range(number):
        world.do("set_custody", by=world.assistant, proceeding=world.proceeding, custody=("DETAINED", "RELEASED_COURT")[turn % 2])


def measured(client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def test_queries_and_rows_read_do_not_grow_with_the_history(world, pro, monkeypatch):
    client = signed_in(pro)
    long_history(world, 25)
    few = measured(client, at("history", world.file))
    long_history(world, 100)
    read = []
    plain = timeline.Timeline._rows
    monkeypatch.setattr(timeline.Timeline, "_rows", lambda self, *args: read.append(plain(self, *args)) or read[-1])

    many = measured(client, at("history", world.file))
    last = measured(client, at("history", world.file) + "?page=6")

    assert few == many
    assert last <= many + 4  # the oldest page holds more kinds of record
    assert max(len(rows) for rows in read) <= 60


def test_pages_hold_every_entry_once_in_order(world, pro):
    long_history(world, 45)
    client = signed_in(pro)
    whole = told(world.file, pro)

    paged = [entry for page in (1, 2, 3) for entry in client.get(at("history", world.file), {"page": page}).context["entries"]]

    assert [(entry.at, entry.what, words([entry])) for entry in paged] == [(entry.at, entry.what, words([entry])) for entry in whole]
    history = timeline.Timeline(world.file, pro)
    assert [words([entry]) for entry in history.all_entries(history.acts())] == [words([entry]) for entry in whole]


# Paper and files


@pytest.mark.parametrize(
    ("typed", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+1 416", "'+1 416"),
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("  =1", "'  =1"),
        ("\x00=1", "'=1"),
        ("\u202e=1", "'=1"),
        ("\uff1d1", "'\uff1d1"),
        ("|cmd", "'|cmd"),
        ("a=b", "a=b"),
        ("R. v. Alder", "R. v. Alder"),
        ("", ""),
        (None, ""),
        (7, "7"),
    ],
)
def test_no_cell_is_a_formula(typed, cell):
    assert safe_cell(typed) == cell


def test_a_table_reads_back_as_it_was(tmp_path):
    import csv

    rows = [["a", 'quote "this"', "two\nlines", "comma, semicolon;"], ["é", "", "x", "y"]]

    text = "".join(csv_lines(["1", "2", "3", "4"], rows))

    assert text.startswith("\ufeff")
    assert list(csv.reader(text[1:].splitlines(keepends=True)))[1:] == rows


def csv_of(answer) -> str:
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    return b"".join(answer.streaming_content).decode()


def test_history_leaves_as_a_file_and_that_is_written_down(lived, pro):
    lived.do("edit_theory", case_file=again(lived.file), theory="=HYPERLINK(1)", resolution_position="Trial")
    victim = lived.do("add_participant", case_file=lived.file, kind="VICTIM", family_name="Birchwood", given_name="Ana")
    client = signed_in(pro)

    text = csv_of(client.post(at("export_history", lived.file)))

    assert text.splitlines()[0] == "\ufeffRecorded,Happened,Who,What,Details,Reason,Corrected"
    assert "Birchwood" not in text
    assert "A.B." in text
    assert "First day held" in text
    assert str(victim.pk) not in [cell for line in text.splitlines() for cell in line.split(",")]
    event = Event.objects.latest("seq")
    assert (event.verb, event.label, event.ref) == ("exported", "casetracker.CaseFile", lived.file.ref)
    assert "operation" not in event.body


def test_the_file_holds_what_was_filtered(lived, pro, lead):
    text = csv_of(signed_in(pro).post(at("export_history", lived.file) + f"?person={lead.ref}&column=casetracker.CaseFile.theory"))

    assert len(text.strip().splitlines()) == 3
    assert "Two operations" in text


def test_history_is_printed_with_its_head_and_that_is_written_down(lived, pro):
    lived.do(
        "add_ban",
        case_file=lived.file,
        provision=catalogue.ban_by_code("CC:486.4@"),
        participant=lived.proceeding.accused,
        made_on=clock.today(),
    )

    page = signed_in(pro).post(at("print_history", lived.file)).content.decode()

    assert "Publication ban, s. 486.4" in page
    assert lived.file.ref in page
    assert "M.A." in page
    assert "Morgan Alder" not in page
    assert Event.objects.latest("seq").verb == "printed"


def test_the_address_of_a_printout_leads_back_and_records_nothing(lived, pro):
    client = signed_in(pro)
    before = Event.objects.count()

    for name, back in (("print_history", "history"), ("export_history", "history"), ("export_as_it_stood", "as_it_stood")):
        answer = client.get(at(name, lived.file) + "?page=2")
        assert answer["Location"] == at(back, lived.file) + "?page=2"

    assert Event.objects.count() == before


def test_without_script_in_french(lived, pro):
    client = signed_in(pro)

    page = client.get(at("history", lived.file).replace("/en/", "/fr/"), {"column": "casetracker.CaseFile.theory"}).content.decode()
    text = csv_of(client.post(at("export_history", lived.file).replace("/en/", "/fr/")))

    assert "a modifié" in page
    assert text.splitlines()[0].startswith("\ufeffConsigné le")


def test_names_follow_todays_bans_everywhere(world, pro):
    person = Proceeding.objects.get(pk=world.proceeding.pk).accused
    assert "Morgan Alder" in words(told(world.file, pro))

    world.do("add_ban", case_file=world.file, provision=catalogue.ban_by_code("CC:486.4@"), participant=person, made_on=clock.today())

    assert "Alder" not in words(told(world.file, pro))


def test_a_paper_that_became_the_teams_is_not_told_to_a_local_crown(shared, pro):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from foundation.documents.services import store_upload

    world, crown = shared
    paper = store_upload(upload=SimpleUploadedFile("plan.txt", b"A plan.", content_type="text/plain"), about=world.file, by=pro)
    assert "plan.txt" in words(told(world.file, crown))

    with act(by=pro, at=clock.now(), kind="test"):
        paper.team_only = True
        paper.save()

    assert "plan.txt" not in words(told(world.file, crown))
    assert "plan.txt" in words(told(world.file, pro))


def test_of_two_accused_each_is_named(lead, pro, assistant):
    world = World(
        lead=lead,
        pro=pro,
        assistant=assistant,
        accused=[accused_in("Alder", counts=[count_in()]), accused_in("Birch", counts=[count_in()])],
    )

    said = words(told(world.file, pro))

    assert "Morgan Alder" in said
    assert "Morgan Birch" in said
    assert Count.objects.count() == 2


def test_opening_history_is_written_down(lived, pro):
    signed_in(pro).get(at("history", lived.file))

    assert ReadLog.objects.filter(by=pro, ref=lived.file.ref, page="casetracker:history").exists()
    assert clock.now() - ReadLog.objects.latest("pk").at < timedelta(minutes=5)

"""The list of files: filters, order, what an empty list says, and who sees which file in it."""

from datetime import date

import pytest

from casetracker import services
from casetracker.models import CaseFile
from casetracker.views.files import CaseList
from foundation import clock
from foundation.audit.models import ReadLog
from tests.casetracker.pages import at, signed_in
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.casetracker import HYBRID, TRAFFICKING, World, accused_in, count_in, information, open_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(lead, pro, assistant):
    """Three files: one past its ceiling and in custody, one far from it with another prosecutor, one in intake."""
    old = [accused_in("Cedar", counts=[count_in(TRAFFICKING, offence_from=date(2024, 1, 5))], custody="DETAINED")]
    old[0].information = information("1", date(2024, 3, 1))
    other = UserFactory(name="Olga Other")
    north = OfficeFactory(name_en="Kenora", name_fr="Kenora", region="North West")
    return {
        "late": World(lead=lead, pro=pro, assistant=assistant, accused=old).file,
        "far": World(
            lead=lead, pro=other, assistant=assistant, accused=[accused_in("Alder", counts=[count_in(HYBRID)])], office=north
        ).file,
        "new": open_file(assistant, [accused_in("Birch", laid=False)], names_complete=False),
    }


def listed(client, query="") -> list[str]:
    answer = client.get(at("list") + query)
    assert answer.status_code == 200
    return [row.file.ref for row in answer.context["files"]]


def names(files, refs) -> list[str]:
    by_ref = {case_file.ref: name for name, case_file in files.items()}
    return [by_ref[ref] for ref in refs]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["late", "far", "new"]),
        ("?sort=title", ["far", "new", "late"]),
        ("?risk=over", ["late"]),
        ("?risk=90", ["late"]),
        ("?custody=held", ["late"]),
        ("?state=REFERRED", ["new"]),
        ("?state=REFERRED&state=CARRIED", ["late", "far", "new"]),
        ("?situation=NAMES_NEEDED", ["new"]),
        ("?stage=SUSPECT", ["new"]),
        ("?court=OCJ", ["late", "far"]),
        ("?region=North+West", ["far"]),
        ("?section=286.4", ["far"]),
        ("?section=286.4&custody=held", []),
        ("?state=NO_SUCH", ["late", "far", "new"]),
        ("?page=99", ["late", "far", "new"]),
        ("?page=x&sort=no_such", ["late", "far", "new"]),
        ("?risk=over%00&person=%3Cscript%3E", ["late", "far", "new"]),
    ],
)
def test_filters_join_or_inside_a_group_and_and_across(files, lead, query, expected):
    assert names(files, listed(signed_in(lead), query)) == expected


def test_prosecutors_filter_on_themselves_and_leads_on_anybody(files, lead, pro):
    other = files["far"].accesses.current().get(acting_as="LEAD_COUNSEL").user

    assert names(files, listed(signed_in(pro), "?person=me")) == ["late"]
    assert names(files, listed(signed_in(lead), f"?person={other.ref}")) == ["far"]
    assert names(files, listed(signed_in(lead), f"?person={other.ref}&person={pro.ref}")) == ["late", "far"]
    assert listed(signed_in(lead), "?person=without") == []


def test_a_page_that_counts_uses_the_rule_of_the_list(files, lead):
    rows = CaseFile.objects.visible_to(lead)

    counted = CaseList().narrow(rows, {"risk": ["90"], "custody": ["held"]}).count()

    assert counted == len(listed(signed_in(lead), "?risk=90&custody=held")) == 1


def test_an_empty_list_says_which_filter_to_drop(files, lead):
    answer = signed_in(lead).get(at("list") + "?section=286.4&custody=held")

    page = answer.content.decode()
    assert "Remove “Custody: Somebody in custody”" in page
    assert {str(choice.label) for _group, choice, _number in answer.context["drops"]} == {"286.4", "Somebody in custody"}
    assert {number for _group, _choice, number in answer.context["drops"]} == {1}


def test_each_person_lists_what_she_may_see(files, lead, pro):
    walled = UserFactory(lead=True)
    seen = {
        "lead": listed(signed_in(lead)),
        "pro": listed(signed_in(pro)),
        "elsewhere": listed(signed_in(UserFactory())),
        "crown": listed(signed_in(UserFactory(crown=True))),
    }
    services.set_wall(case_file=files["late"], user=walled, reason="Related", by=lead, at=clock.now())

    assert {who: names(files, refs) for who, refs in seen.items()} == {
        "lead": ["late", "far", "new"],
        "pro": ["late"],
        "elsewhere": [],
        "crown": [],
    }
    assert names(files, listed(signed_in(walled))) == ["far", "new"]
    assert signed_in(UserFactory(police=True)).get(at("list")).status_code == 403
    assert signed_in(UserFactory(admin=True)).get(at("list")).status_code == 403


def test_a_list_is_written_down_without_what_stood_on_it(files, lead):
    signed_in(lead).get(at("list") + "?risk=over")

    look = ReadLog.objects.get(by=lead)
    assert (look.label, look.ref, look.page) == ("casetracker.CaseFile", "", "casetracker:list")


def test_a_row_shows_only_what_is_filled_in(files, lead):
    page = signed_in(lead).get(at("list")).content.decode()

    assert "over by" in page
    assert "Ceiling:" in page
    new = next(row for row in page.split('<li class="record')[1:] if files["new"].ref in row)
    assert "Ceiling:" not in new
    assert "Next:" not in new
    assert "Without a prosecutor" in new


def test_the_list_reads_in_french(files, lead):
    page = signed_in(lead).get(at("list").replace("/en/", "/fr/")).content.decode()

    assert "Dossiers (3)" in page
    assert "dépassé de" in page
    assert "Plafond :" in page

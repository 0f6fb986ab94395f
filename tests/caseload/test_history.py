"""History across files, and who looked: for leads and records staff, never beyond a wall."""

import pytest
from django.urls import reverse

from casetracker.services import set_wall
from foundation import clock
from foundation.pages.listing import CappedPaginator
from tests.factories.accounts import UserFactory


@pytest.mark.parametrize("name", ["team_history", "team_who_looked"])
def test_leads_and_records_read_it_and_nobody_else(house, signed_in, name):
    open_to = {
        person.role
        for person in (
            house.lead,
            UserFactory(records=True),
            house.pro,
            house.assistant,
            house.crown,
            house.police,
            UserFactory(admin=True),
        )
        if signed_in(person).get(reverse(name)).status_code == 200
    }

    assert open_to == {"LEAD", "REC"}


def test_every_step_stands_there_with_who_and_from_where_to_where(house, signed_in):
    page = signed_in(house.lead).get(reverse("team_history"), {"about": "casetracker.CaseFile"})

    words = page.content.decode()
    assert page.context["total"] == 7  # three files: conflict check and decision; one in intake: conflict check
    assert "The file: from “Conflict check running” to “Carried by the team”" in words
    assert house.lead.name in words


def test_what_is_walled_from_the_reader_does_not_stand_there(house, signed_in):
    records = UserFactory(records=True)
    set_wall(case_file=house.hers.file, user=records, reason="Related to the accused", by=house.lead, at=clock.now())

    page = signed_in(records).get(reverse("team_history"))

    assert house.hers.file.ref not in page.content.decode()
    assert page.context["total"] == signed_in(house.lead).get(reverse("team_history")).context["total"] - 4


def test_who_looked_names_the_person_and_the_file(house, signed_in):
    signed_in(house.pro).get(house.mine[0].file.get_absolute_url())

    words = signed_in(house.lead).get(reverse("team_who_looked")).content.decode()

    assert house.pro.name in words
    assert house.mine[0].file.ref in words


def test_the_number_of_questions_does_not_grow_with_the_rows(house, signed_in, django_assert_max_num_queries):
    client = signed_in(house.lead)
    client.get(reverse("team_history"))
    with django_assert_max_num_queries(40) as few:
        client.get(reverse("team_history"), {"about": "casetracker.CaseFile"})

    with django_assert_max_num_queries(len(few) + 7):  # counts, accused and requests are one question each, bans on names two
        client.get(reverse("team_history"))


def test_both_are_narrowed_to_days_and_nonsense_is_answered_beside_the_field(house, signed_in):
    client = signed_in(house.lead)
    client.get(house.mine[0].file.get_absolute_url())
    today = clock.today().isoformat()

    for name, asked in (("team_history", {"by": "recorded"}), ("team_who_looked", {})):
        whole = client.get(reverse(name)).context["total"]
        assert client.get(reverse(name), {"since": today, "until": today, **asked}).context["total"] == whole > 0
        assert client.get(reverse(name), {"until": "2001-01-01", **asked}).context["total"] == 0
        wrong = client.get(reverse(name), {"since_day": "41", "until": "\0"})
        assert (wrong.status_code, set(wrong.context["span"].errors)) == (200, {"since", "until"})


def test_a_long_list_is_counted_up_to_a_limit(house, signed_in, monkeypatch):
    monkeypatch.setattr(CappedPaginator, "limit", 5)

    page = signed_in(house.lead).get(reverse("team_history"))

    assert page.context["total"] == 5
    assert "more than 5" in page.content.decode()

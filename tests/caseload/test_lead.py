"""The team's page: every number is the length of the list it opens."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from caseload import services
from casetracker.models import CaseFile
from casetracker.services import set_wall
from foundation import clock
from foundation.audit.models import ReadLog
from foundation.jobs import queue
from foundation.jobs.models import Job
from foundation.notifications.models import Notice
from tests.factories.accounts import UserFactory
from tests.factories.casetracker import World

LINK = re.compile(r'<a[^>]*href="(?P<url>/en/(?:cases|advice)/\?[^"]+)"[^>]*>\s*(?:<strong>)?(?P<number>\d+)<')


def numbers_on(page: str) -> list[tuple[str, int]]:
    return [(match["url"].replace("&amp;", "&"), int(match["number"])) for match in LINK.finditer(page)]


def length_of(client, url: str) -> int:
    return client.get(url).context["total"]


def test_every_number_opens_a_list_of_that_length(house, signed_in, at):
    client = signed_in(house.lead)
    with clock.fixed(at + timedelta(days=350)):  # some files near their ceiling by then
        client.force_login(house.lead)
        numbers = numbers_on(client.get(reverse("lead")).content.decode())

        assert len(numbers) >= 14
        assert {number for _url, number in numbers} - {0}
        assert [(url, length_of(client, url)) for url, _number in numbers] == numbers


def test_a_file_walled_from_the_lead_is_in_no_number(house, signed_in, acting):
    other_lead = type(house.lead).objects.create_user("lead2@example.invalid", name="Other Lead", role="LEAD")
    client = signed_in(house.lead)
    before = dict(numbers_on(client.get(reverse("lead")).content.decode()))

    set_wall(case_file=house.hers.file, user=house.lead, reason="Her sister is a witness", by=other_lead, at=clock.now())
    after = dict(numbers_on(client.get(reverse("lead")).content.decode()))

    active = next(url for url in before if "state=ADVISORY" in url and "person" not in url)
    assert after[active] == before[active] - 1
    assert house.hers.file.ref not in client.get(reverse("lead")).content.decode()


@pytest.mark.parametrize("role", ["pro", "assistant", "crown", "police"])
def test_only_a_lead_opens_it(house, signed_in, role):
    client = signed_in(getattr(house, role))

    assert client.get(reverse("lead")).status_code == 403
    assert client.get(reverse("reassign", kwargs={"ref": house.pro.ref})).status_code == 403


def test_the_page_asks_the_same_number_of_questions_with_more_files(house, signed_in, django_assert_max_num_queries):
    client = signed_in(house.lead)
    client.get(reverse("lead"))
    with django_assert_max_num_queries(80) as few:
        client.get(reverse("lead"))
    for number in range(4):
        World(lead=house.lead, pro=house.other, assistant=house.assistant, occurrence_number=f"25-6{number}")

    with django_assert_max_num_queries(len(few)):
        client.get(reverse("lead"))


def posted(house, *worlds, **changed):
    files = [world.file.ref for world in worlds]
    return {
        "files": files,
        "to": house.other.ref,
        "acting_as": "LEAD_COUNSEL",
        "reason": "Balance of trial days",
        "key": "k" * 20,
        **changed,
    }


def test_files_are_handed_over_with_a_reason_and_everybody_is_told(house, signed_in):
    client = signed_in(house.lead)

    page = client.post(reverse("reassign", kwargs={"ref": house.pro.ref}), posted(house, *house.mine))

    assert page.content.decode().count("Reassigned") >= 2
    assert set(CaseFile.objects.of(house.other)) >= {world.file for world in house.mine}
    assert not CaseFile.objects.visible_to(house.pro).filter(pk=house.mine[0].file.pk).exists()
    assert Notice.objects.filter(recipient=house.other, about_ref=house.mine[0].file.ref).exists()


def test_a_second_send_changes_nothing_more(house, signed_in):
    client = signed_in(house.lead)
    address = reverse("reassign", kwargs={"ref": house.pro.ref})
    client.post(address, posted(house, house.mine[0]))
    rows = house.mine[0].file.accesses.count()

    services.reassign_files(
        files=[house.mine[0].file], to=house.other, acting_as="LEAD_COUNSEL", reason="Again", by=house.lead, key="k" * 20
    )

    assert house.mine[0].file.accesses.count() == rows


def test_many_are_handed_over_by_the_worker_and_the_page_says_what_became_of_each(house, signed_in, monkeypatch):
    monkeypatch.setattr(services, "IN_THE_REQUEST", 1)
    set_wall(case_file=house.mine[0].file, user=house.other, reason="Former defence counsel", by=house.lead, at=clock.now())
    client, address = signed_in(house.lead), reverse("reassign", kwargs={"ref": house.pro.ref})

    answer = client.post(address, posted(house, *house.mine))
    assert client.post(address, posted(house, *house.mine))["Location"] == answer["Location"]
    waiting = client.get(answer["Location"]).content.decode()
    assert "It goes on when you close this page" in waiting
    assert not CaseFile.objects.of(house.other).filter(pk__in=[world.file.pk for world in house.mine]).exists()
    queue.run_due()
    page = client.get(answer["Location"]).content.decode()

    assert (page.count("Not done"), page.count("Reassigned")) == (1, len(house.mine) - 1)
    assert set(CaseFile.objects.of(house.other)) >= {world.file for world in house.mine[1:]}
    job = Job.objects.get(kind="reassign_files")
    assert (job.done, job.total) == (len(house.mine), len(house.mine))
    assert [row.label for row in ReadLog.objects.filter(by=house.lead, page="reassigned")] == ["casetracker.CaseFile"]
    assert signed_in(house.other).get(answer["Location"]).status_code == 403
    assert signed_in(UserFactory(lead=True)).get(answer["Location"]).status_code == 404
    assert services.run_reassigning(job, lambda done, total: None)["handed"] == job.result["handed"]


def test_a_refused_file_does_not_stop_the_others_and_says_why(house, signed_in):
    set_wall(case_file=house.mine[0].file, user=house.other, reason="Former defence counsel", by=house.lead, at=clock.now())

    page = signed_in(house.lead).post(reverse("reassign", kwargs={"ref": house.pro.ref}), posted(house, *house.mine)).content.decode()

    assert "Not done" in page
    assert list(CaseFile.objects.of(house.other).filter(pk__in=[world.file.pk for world in house.mine])) == [house.mine[1].file]


@pytest.mark.parametrize(
    "changed, sentence",
    [
        ({"reason": ""}, "Reason"),
        ({"reason": "x" * 501}, "Shorten this to 500"),
        ({"files": []}, "Tick at least one file"),
        ({"to": ""}, "Choose who takes the files"),
        ({"to": "NOBODY1234"}, "choose from the list"),
        ({"files": ["<script>alert(1)</script>"]}, "choose from the list"),
        ({"acting_as": "LEAD\x00"}, "choose from the list"),
    ],
)
def test_bad_input_is_answered_beside_the_field_and_nothing_changes(house, signed_in, changed, sentence):
    page = signed_in(house.lead).post(reverse("reassign", kwargs={"ref": house.pro.ref}), posted(house, house.mine[0], **changed))

    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert "<script>alert" not in page.content.decode()
    assert not CaseFile.objects.of(house.other).filter(pk=house.mine[0].file.pk).exists()


def test_links_stay_in_the_house(house, signed_in):
    page = signed_in(house.lead).get(reverse("lead")).content.decode()

    assert all(not urlsplit(url).netloc for url, _number in numbers_on(page))

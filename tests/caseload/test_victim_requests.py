"""What victims and witnesses asked for and nobody answered is work, on the first page and on that of the file."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from caseload.work import work_of
from casetracker import victim_law
from foundation import clock
from tests.factories.casetracker import again


def asked_of(world, kind="SCREEN", family_name="Quill"):
    victim = world.do("add_participant", case_file=world.file, kind="VICTIM", family_name=family_name, given_name="Robin")
    return world.do(
        "record_victim_request", participant=victim, kind=kind, asked_on=clock.today(), asked_by="HERSELF", note="She fears him"
    )


def tasks_of(user):
    return [task for task in work_of(user, clock.today()).now if task.code == "VICTIM-REQUEST"]


def test_what_is_open_is_a_task_until_it_is_answered(house, signed_in):
    world = house.mine[0]
    request = asked_of(world)

    (task,) = tasks_of(house.pro)
    assert task.what == "Answer what was asked for: Testimony behind a screen (s. 486.2)"
    assert (task.who, task.due, task.ref) == ("R.Q.", None, world.file.ref)
    client = signed_in(house.pro)
    page = client.get(reverse("file_tasks", kwargs={"ref": world.file.ref})).content.decode()
    assert task.url in page
    assert "R.Q." in page
    assert "Quill" not in page
    assert client.get(task.url).status_code == 200
    assert client.get(task.snooze_url).status_code == 200

    world.do("answer_victim_request", victim_request=request, answer="GRANTED", answered_on=clock.today())
    assert tasks_of(house.pro) == []


def test_it_is_work_of_the_team_on_the_file_and_of_nobody_behind_a_wall(house):
    world = house.mine[0]
    asked_of(world)
    assert len(tasks_of(house.assistant)) == 1

    world.do("set_wall", by=house.lead, case_file=again(world.file), user=house.pro, reason="Acted for the accused")

    assert tasks_of(house.pro) == []


def test_the_list_asks_as_many_queries_for_many_as_for_few(house):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            work_of(house.pro, clock.today())
        return len(queries)

    asked_of(house.mine[0])
    few = asked()
    for world in house.mine:
        for row in [row for row in victim_law.rows() if row.valid_from is None][:4]:
            asked_of(world, row.code)

    assert len(tasks_of(house.pro)) > 4
    assert asked() == few

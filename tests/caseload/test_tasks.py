"""Tasks: deadlines and reminders among them, what is put off, several at a time, and what ends with a file."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from caseload import reminders, several, work
from caseload.models import Reminder, Snooze
from caseload.work import Task, work_of
from casetracker import services
from casetracker.models import CaseFile
from foundation import clock
from foundation.accounts.models import User
from foundation.audit.acts import act
from foundation.audit.models import ReadLog
from foundation.jobs import queue
from foundation.jobs.models import Job
from foundation.law import catalogue
from foundation.records import Refusal
from tests.casetracker.pages import hidden
from tests.casetracker.test_stops import stayed
from tests.factories.casetracker import World, again


def soon(days=3):
    return clock.today() + timedelta(days=days)


def remind(by, file=None, what="Call the officer", due_on=None):
    return reminders.add_reminder(what=what, due_on=due_on or soon(), case_file=file, by=by, at=clock.now())


def put_off(task, by, until=None, reason="The clerk was asked"):
    return reminders.snooze_task(
        case_file=CaseFile.objects.get(ref=task.ref),
        task=task.code,
        subject=task.about,
        due=task.due,
        until_on=until or soon(),
        reason=reason,
        by=by,
        at=clock.now(),
    )


def step_of(house):
    """The next step of her first file, as a task."""
    return next(task for task in work_of(house.pro, clock.today()).now if task.ref == house.mine[0].file.ref and task.kind == work.STEP)


def typed_day(name, day):
    return {f"{name}_{part}": getattr(day, part) for part in ("day", "month", "year")}


def test_a_deadline_of_a_file_is_work_when_it_comes_near(house, at):
    world = house.mine[0]
    stayed(world)
    lapses = world.counts()[0].open_stay.lapses_on

    far = [task for task in work_of(house.pro, clock.today()).now if task.code.startswith("RECOMMENCE")]
    near = [task for task in work_of(house.pro, lapses - timedelta(days=5)).now if task.code.startswith("RECOMMENCE")]

    assert far == []
    assert [(task.due, task.ref) for task in near] == [(lapses - timedelta(days=1), world.file.ref)]
    assert near[0].url.endswith("/stay/recommence/")
    assert near[0].place(lapses - timedelta(days=5)) == work.WEEK


def test_what_the_defence_must_do_is_waited_for(house):
    world = house.mine[0]
    world.to_trial_set()

    found = work_of(house.pro, clock.today())

    assert [task.who for task in found.waiting if task.code.startswith("REELECTION")] == ["the defence"]
    assert not [task for task in found.now if task.code.startswith("REELECTION")]


def test_a_reminder_stands_among_the_tasks_of_whoever_wrote_it_until_it_is_done(house):
    note = remind(house.pro, house.mine[0].file, due_on=clock.today())

    mine = [task for task in work_of(house.pro, clock.today()).now if task.kind == work.REMINDER]
    assert [(task.what, task.place(clock.today())) for task in mine] == [("Call the officer", work.TODAY)]
    assert not [task for task in work_of(house.lead, clock.today()).now if task.kind == work.REMINDER]
    reminders.finish_reminder(reminder=note, by=house.pro, at=clock.now(), version=note.version)
    assert not [task for task in work_of(house.pro, clock.today()).now if task.kind == work.REMINDER]


def test_a_wall_takes_a_reminder_with_its_file(house):
    file = house.mine[0].file
    note = remind(house.pro, file)
    house.mine[0].do("set_wall", by=house.lead, case_file=again(file), user=house.pro, reason="Acted for the accused")

    assert not Reminder.objects.visible_to(house.pro).filter(pk=note.pk).exists()
    assert file.ref not in {task.ref for task in work_of(house.pro, clock.today()).now}


@pytest.mark.parametrize(
    "words, field, sentence",
    [
        ({"what": "  "}, "what", "Say what is to be done."),
        ({"due_on": -1}, "due_on", "This day has passed: today is "),
        ({"due_on": 800}, "due_on", "A reminder lies two years ahead at most: check the year."),
    ],
)
def test_a_reminder_that_is_none_is_refused(house, words, field, sentence):
    given = {"what": "Call", "due_on": soon(), **words}
    given["due_on"] = soon(words["due_on"]) if "due_on" in words else given["due_on"]

    with pytest.raises(Refusal, match=sentence) as refused:
        reminders.add_reminder(**given, by=house.pro, at=clock.now())

    assert refused.value.field == field
    assert not Reminder.objects.exists()


def test_the_page_of_a_reminder_says_what_is_wrong_beside_the_field_and_keeps_the_words(house, signed_in):
    client = signed_in(house.pro)
    past = clock.today() - timedelta(days=1)

    answer = client.post(reverse("add_reminder"), {"what": "Call the officer", **typed_day("due_on", past)})
    empty = client.post(reverse("add_reminder"), {"what": "", "due_on_day": "x"})

    assert answer.status_code == empty.status_code == 422
    assert "This day has passed" in answer.content.decode()
    assert 'value="Call the officer"' in answer.content.decode()
    assert "Say what is to be done." in empty.content.decode()
    assert not Reminder.objects.exists()


def test_a_reminder_is_added_changed_and_done_on_its_pages(house, signed_in):
    client, file = signed_in(house.pro), house.mine[0].file
    client.post(reverse("add_file_reminder", kwargs={"ref": file.ref}), {"what": "Call the officer", **typed_day("due_on", soon())})
    note = Reminder.objects.get()
    assert (note.file, note.user, note.due_on) == (file, house.pro, soon())

    change = reverse("change_reminder", kwargs={"ref": note.ref})
    assert "Call the officer" in client.get(change).content.decode()
    client.post(change, {"what": "Call the clerk", "version": note.version, **typed_day("due_on", soon(4))})
    stale = client.post(change, {"what": "Too late", "version": note.version, **typed_day("due_on", soon(4))})
    assert stale.status_code == 409
    assert (again(note).what, again(note).due_on) == ("Call the clerk", soon(4))

    client.post(reverse("finish_reminder", kwargs={"ref": note.ref}), {"version": again(note).version})
    assert again(note).done_at is not None
    twice = client.post(reverse("finish_reminder", kwargs={"ref": note.ref}), {})
    assert "This reminder is done already." in twice.content.decode()


def test_somebody_elses_reminder_is_not_there(house, signed_in):
    note = remind(house.other)
    client = signed_in(house.pro)

    assert [client.get(reverse(name, kwargs={"ref": note.ref})).status_code for name in ("change_reminder", "finish_reminder")] == [404] * 2
    with pytest.raises(PermissionDenied):
        reminders.finish_reminder(reminder=note, by=house.pro, at=clock.now())
    with pytest.raises(PermissionDenied):
        remind(house.other, house.mine[0].file)


def test_a_task_that_is_put_off_is_left_out_of_her_own_list_until_its_day(house, at):
    task = step_of(house)
    put_off(task, house.pro)

    found = work_of(house.pro, clock.today())
    assert task not in found.now
    assert [(one, row.reason) for one, row in found.snoozed] == [(task, "The clerk was asked")]
    assert task.key in {one.key for one in work_of(house.pro, soon()).now}
    again_taken = reminders.end_snooze(snooze=Snooze.objects.get(), by=house.pro, at=clock.now())
    assert again_taken.ended_at is not None
    assert task in work_of(house.pro, clock.today()).now


@pytest.mark.parametrize(
    "until, due, reason, sentence",
    [
        (0, None, "why", "must lie after today"),
        (-3, None, "why", "must lie after today"),
        (91, None, "why", "Put it off by 90 days at most."),
        (6, 5, "why", "it must come back on that day or before"),
        (15, -1, "why", "It is overdue: put it off by 14 days at most."),
        (3, None, " ", "Say why it can wait."),
    ],
)
def test_putting_off_is_refused_where_it_would_lose_the_task(db, at, until, due, reason, sentence):
    with pytest.raises(Refusal, match=sentence):
        reminders.check_snooze(soon(until), reason, None if due is None else soon(due))


def test_a_task_is_put_off_on_its_page_and_no_task_is_invented(house, signed_in):
    client, task = signed_in(house.pro), step_of(house)

    bad = client.post(task.snooze_url, {"reason": "", **typed_day("until_on", clock.today())})
    gone = client.get(reverse("snooze_task", kwargs={"ref": task.ref, "subject": task.about[1], "task": "STEP-NOTHING"}))
    late = client.post(
        reverse("snooze_task", kwargs={"ref": task.ref, "subject": task.about[1], "task": "STEP-NOTHING"}),
        {"reason": "Later", **typed_day("until_on", soon())},
    )
    assert (bad.status_code, gone.status_code, late.status_code) == (422, 404, 422)
    assert "This was done in the meantime" in late.content.decode()
    assert not Snooze.objects.exists()

    good = client.post(task.snooze_url, {"reason": "The clerk was asked", **typed_day("until_on", soon())})
    assert good.status_code == 302
    assert Snooze.objects.get().key == task.key
    assert "The clerk was asked" in client.get(good.url).content.decode()


def test_closing_a_file_clears_reminders_and_what_was_put_off(house):
    world = house.mine[0]
    note, kept = remind(house.pro, world.file), remind(house.pro, house.mine[1].file)
    row = put_off(step_of(house), house.pro)
    with act(by=house.lead, at=clock.now(), kind="test_close") as this_act:
        reminders.clear_with_file(again(world.file), this_act)

    assert again(note).cleared_at is not None
    assert again(row).ended_at is not None
    assert again(kept).cleared_at is None


def test_transferring_a_file_clears_it_in_the_same_act(house):
    world = house.mine[0]
    note = remind(house.pro, world.file)
    handed = dict.fromkeys(("disclosure_done", "exhibits_done", "deadlines_done", "victim_duties_done"), True)
    world.do(
        "transfer_file",
        by=house.lead,
        case_file=again(world.file),
        handover=services.HandoverIn(
            contact="Crown of Peel", accepted_on=clock.today(), office=world.file.office, delay_position="Below", **handed
        ),
        happened_on=clock.today(),
    )

    assert again(note).cleared_at is not None
    assert not Reminder.objects.visible_to(house.pro).open().exists()


def test_the_list_has_filters_and_each_number_leads_to_as_many(house, signed_in):
    remind(house.pro, due_on=clock.today())
    client = signed_in(house.pro)
    found = work_of(house.pro, clock.today())

    numbers = {
        "": len(found.now),
        "?show=today": found.due_today,
        "?show=overdue": found.overdue,
        "?show=risk": found.at_risk,
        "?kind=advice": found.advice,
        "?show=waiting": len(found.waiting),
        "?show=nonsense": len(found.now),
    }
    for query, number in numbers.items():
        assert f"My tasks ({number})" in client.get(reverse("tasks") + query).content.decode(), query


def test_several_are_put_off_with_what_is_left_out_and_why(house, signed_in):
    note = remind(house.pro)
    client = signed_in(house.pro)
    steps = [task for task in work_of(house.pro, clock.today()).now if task.kind == work.STEP]
    tokens = [task.token for task in steps] + [f"{note.ref}.REMINDER", "nothing.STEP-X"]

    asked = client.post(reverse("several_tasks"), {"what": "snooze", "selected": tokens})
    assert "A reminder has a day of its own: change that." in asked.content.decode()
    assert "It is not among your tasks any more" in asked.content.decode()
    assert not Snooze.objects.exists()
    wrong = client.post(reverse("several_tasks"), {"what": "snooze", "selected": tokens, "confirmed": "1", "reason": ""})
    assert wrong.status_code == 422

    sent = {"what": "snooze", "selected": tokens, "confirmed": "1", "reason": "In trial", "key": "k1", **typed_day("until_on", soon())}
    page = client.post(reverse("several_tasks"), sent).content.decode()
    assert "What became of them" in page
    assert Snooze.objects.filter(user=house.pro).count() == len(steps) > 1


def as_a_job(client, monkeypatch, what, tokens, **typed):
    """Send several tasks where even a few are many; the address of the job's page."""
    monkeypatch.setattr(several, "IN_THE_REQUEST", 1)
    sent = {"what": what, "selected": tokens, "confirmed": "1", "key": "j" * 32, **typed}
    answer = client.post(reverse("several_tasks"), sent)
    assert client.post(reverse("several_tasks"), sent)["Location"] == answer["Location"]
    return answer["Location"]


def test_many_are_put_off_by_the_worker_and_the_page_says_how_far_it_is(house, signed_in, monkeypatch):
    note = remind(house.pro)
    client = signed_in(house.pro)
    tokens = [task.token for task in work_of(house.pro, clock.today()).now if task.kind == work.STEP] + [f"{note.ref}.REMINDER"]

    url = as_a_job(client, monkeypatch, "snooze", tokens, reason="In trial", **typed_day("until_on", soon()))

    waiting = client.get(url).content.decode()
    assert "It goes on when you close this page" in waiting
    assert not Snooze.objects.exists()
    assert Job.objects.filter(kind="several_tasks").count() == 1
    queue.run_due()
    page = client.get(url).content.decode()
    assert "What became of them" in page
    assert "A reminder has a day of its own: change that." in page
    assert Snooze.objects.filter(user=house.pro, reason="In trial").count() == len(tokens) - 1 > 1
    job = Job.objects.get(kind="several_tasks")
    assert (job.done, job.total) == (len(tokens) - 1, len(tokens) - 1)
    assert page.count(house.mine[0].file.title) >= 1
    assert [row.label for row in ReadLog.objects.filter(by=house.pro, page="several_tasks_result")] == ["casetracker.CaseFile"]
    assert house.mine[0].file.title not in str(job.result) + str(job.params)


def test_a_job_that_died_half_way_goes_on_where_it_stood(house, signed_in, monkeypatch):
    notes = [remind(house.pro) for _ in range(3)]
    client = signed_in(house.pro)
    url = as_a_job(client, monkeypatch, "done", [f"{note.ref}.REMINDER" for note in notes])
    job, whole = Job.objects.get(kind="several_tasks"), reminders.finish_reminder

    def dies(*, reminder, **words):
        if reminder.pk == notes[1].pk:
            raise MemoryError
        return whole(reminder=reminder, **words)

    with monkeypatch.context() as patch:
        patch.setattr(reminders, "finish_reminder", dies)
        with pytest.raises(MemoryError):
            several.run(job, lambda done, total: None)
    assert [again(note).done_at is None for note in notes] == [False, True, True]
    queue.run_due()

    job.refresh_from_db()
    assert sorted(job.result["done"]) == sorted(f"{note.ref}.REMINDER" for note in notes)
    assert (job.result["failed"], job.result["left_out"]) == ([], [])
    assert client.get(url).content.decode().count("Call the officer") == 3


def test_the_page_of_a_job_is_its_persons_alone_and_nothing_is_done_for_who_left(house, signed_in, monkeypatch):
    notes = [remind(house.pro) for _ in range(2)]
    url = as_a_job(signed_in(house.pro), monkeypatch, "done", [f"{note.ref}.REMINDER" for note in notes])

    assert signed_in(house.other).get(url).status_code == 404
    User.objects.filter(pk=house.pro.pk).update(is_active=False)
    queue.run_due()

    assert {again(note).done_at for note in notes} == {None}
    assert Job.objects.get(kind="several_tasks").state == "CANCELLED"


def test_each_task_sent_together_has_a_key_of_its_own():
    tokens = ["VM9XD6VMBD.APPEAL_NOTICE-2026-03-03", "VM9XD6VMBD.APPEAL_NOTICE-2026-03-05"]

    keys = {several.own_key("k" * 32, token) for token in tokens}

    assert len(keys) == 2
    assert {len(key) for key in keys} == {64}


def test_several_reminders_are_done_and_nothing_else_is(house, signed_in):
    notes, foreign = [remind(house.pro) for _ in range(2)], remind(house.other)
    step = step_of(house)
    client = signed_in(house.pro)
    tokens = [f"{note.ref}.REMINDER" for note in [*notes, foreign]] + [step.token]

    page = client.post(reverse("several_tasks"), {"what": "done", "selected": tokens, "confirmed": "1", "key": "k2"}).content.decode()

    assert all(again(note).done_at is not None for note in notes)
    assert again(foreign).done_at is None
    assert "It is computed, and done by doing the thing." in page
    assert client.post(reverse("several_tasks"), {"what": "done"}).status_code == 302


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_tasks_of_a_file_are_on_its_page(house, signed_in, language):
    world = house.mine[0]
    world.to_trial_set()
    client = signed_in(house.pro)

    page = client.get(f"/{language}/cases/{world.file.ref}/tasks/").content.decode()

    assert {"en": "60 days before", "fr": "60 jours avant le"}[language] in page
    assert {"en": "Periods that are not counted here", "fr": "Délais qui ne sont pas comptés ici"}[language] in page
    assert client.get(f"/{language}/cases/{house.hers.file.ref}/tasks/").status_code == 404


def test_a_text_that_an_assistant_chose_is_a_task_of_counsel_until_she_confirms_it(house, signed_in):
    world = house.mine[0]
    versions = catalogue.version_for("286.4", "", date(2019, 1, 1), date(2020, 1, 1)).versions
    typed = services.CountIn(offence=versions[1], offence_from=date(2019, 1, 1), offence_to=date(2020, 1, 1), texts={"": versions[1]})
    words = {"proceeding": world.proceeding, "counts": [typed]}
    (count,) = world.do("propose_counts", by=house.assistant, **words)

    def tasks(user):
        return [task for task in work_of(user, clock.today()).now if task.code == "TEXT"]

    (task,) = tasks(house.pro)
    assert (task.about[1], task.ref) == (count.ref, world.file.ref)
    assert [tasks(user) for user in (house.other, house.assistant, house.lead)] == [[], [], []]
    assert "Confirm which text of the law holds" in signed_in(house.assistant).get(f"/en/cases/{world.file.ref}/tasks/").content.decode()

    page = signed_in(house.pro).get(task.url)
    assert page.context["form"].initial["text_0"] == versions[1].code
    answer = signed_in(house.pro).post(task.url, {**hidden(page), "text_0": page.context["form"].initial["text_0"]})

    assert answer.status_code == 302
    assert again(count).offence == versions[1]
    assert tasks(house.pro) == []


def test_my_work_asks_as_many_questions_with_more_files_and_more_deadlines(house, signed_in, django_assert_max_num_queries):
    def more(number):
        world = World(lead=house.lead, pro=house.pro, assistant=house.assistant, occurrence_number=f"25-7{number}")
        world.to_trial_set()
        text = catalogue.version_for("286.4", "", date(2019, 1, 1), date(2020, 1, 1)).versions[1]
        typed = services.CountIn(offence=text, offence_from=date(2019, 1, 1), offence_to=date(2020, 1, 1))
        world.do("propose_counts", proceeding=world.proceeding, counts=[typed])
        remind(house.pro, world.file)

    client = signed_in(house.pro)
    more(0)
    client.get(reverse("home"))
    with django_assert_max_num_queries(75) as few:
        client.get(reverse("home"))
    for number in range(1, 4):
        more(number)

    with django_assert_max_num_queries(len(few)) as many:
        client.get(reverse("home"))
    assert len(many) == len(few)


def test_the_order_of_the_list_is_by_day_and_a_reminder_keeps_to_it(at):
    today = at.date()
    rows = [Task("w", "t", "r", "/", "b", today + timedelta(days=days), kind=work.REMINDER) for days in (9, 3, 1, 0, -2)]

    assert [row.place(today) for row in sorted(rows, key=lambda row: row.rank(today))] == [
        work.OVERDUE,
        work.TODAY,
        work.TOMORROW,
        work.WEEK,
        work.LATER,
    ]

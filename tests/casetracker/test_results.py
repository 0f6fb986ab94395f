"""The result sheet: one day in court for everyone on it or for some, what differs, the steps that follow, and who comes second."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from casetracker import services
from casetracker.models import Appearance
from casetracker.services import StepFactsIn, TrackResultIn
from foundation import clock
from foundation.law import catalogue, loader
from foundation.workflow.models import Move
from tests.casetracker.pages import at, day, hidden, problems, send, sent, signed_in
from tests.casetracker.state_of_things import nothing_changes
from tests.casetracker.test_race import at_once
from tests.factories.accounts import UserFactory
from tests.factories.casetracker import PROCURING, TRAFFICKING, World, accused_in, again, count_in


@pytest.fixture
def three(lead, pro, assistant):
    """A file with three charged accused who appear today."""
    accused = [accused_in(name, counts=[count_in(PROCURING)]) for name in ("Alder", "Birch", "Cedar")]
    world = World(lead=lead, pro=pro, assistant=assistant, accused=accused)
    world.day = world.do("add_appearance", case_file=world.file, proceedings=world.proceedings, on=clock.today(), purpose="SET_DATE")
    return world


def on_days(world) -> dict[str, list[tuple]]:
    """Each accused with her days: day, result and note."""
    found: dict[str, list[tuple]] = {}
    for appearance in Appearance.objects.filter(file=world.file).order_by("on", "pk"):
        for row in appearance.of.select_related("proceeding__accused"):
            found.setdefault(row.proceeding.accused.family_name, []).append((appearance.on, appearance.result, appearance.result_note))
    return found


def test_one_sheet_is_for_everyone_and_the_next_day_is_linked(three):
    following = clock.today() + timedelta(days=14)

    three.do("record_result", appearance=three.day, result="HELD", result_note="All here", next_on=following, next_purpose="JPT")

    whole = again(three.day)
    assert (whole.next.on, whole.next.purpose, whole.next.of.count()) == (following, "JPT", 3)
    assert Appearance.objects.filter(file=three.file).count() == 2
    assert set(on_days(three)) == {"Alder", "Birch", "Cedar"}


def test_what_differs_for_one_accused_is_a_part_of_the_day(three):
    alder, birch, cedar = three.proceedings
    following = clock.today() + timedelta(days=14)

    three.do(
        "record_result",
        appearance=three.day,
        result="ADJOURNED",
        result_note="Counsel ill",
        adjourned_by="DEFENCE",
        adjourn_reason="Counsel ill",
        next_on=following,
        tracks=[
            TrackResultIn(alder),
            TrackResultIn(birch, result="NO_SHOW", result_note="Not in the building", without_next=True),
            TrackResultIn(cedar),
        ],
    )

    days_of = on_days(three)
    assert days_of["Alder"] == days_of["Cedar"] == [(clock.today(), "ADJOURNED", "Counsel ill"), (following, "", "")]
    assert days_of["Birch"] == [(clock.today(), "NO_SHOW", "Not in the building")]
    part = Appearance.objects.get(result="NO_SHOW")
    assert part.split_from == three.day
    assert (part.adjourned_by, part.adjourn_reason, part.next) == ("", "", None)
    assert again(three.day).adjourned_by == "DEFENCE"


def test_for_some_accused_only_the_day_stays_open_for_the_others(three):
    alder, birch, cedar = three.proceedings

    three.do("record_result", appearance=three.day, result="HELD", tracks=[TrackResultIn(birch)])

    assert {name: found[0][1] for name, found in on_days(three).items()} == {"Alder": "", "Birch": "HELD", "Cedar": ""}
    three.do("record_result", appearance=three.day, result="NOT_REACHED", tracks=[TrackResultIn(alder), TrackResultIn(cedar)])
    assert again(three.day).result == "NOT_REACHED"
    assert {name: len(found) for name, found in on_days(three).items()} == {"Alder": 1, "Birch": 1, "Cedar": 1}


def test_the_same_next_day_given_twice_is_one_day(three):
    alder, birch, _cedar = three.proceedings
    words = {"appearance": three.day, "result": "HELD", "next_on": clock.today() + timedelta(days=9)}

    three.do("record_result", **words, tracks=[TrackResultIn(alder)])
    three.do("record_result", **words, tracks=[TrackResultIn(birch)])

    coming = Appearance.objects.get(on=words["next_on"])
    assert {row.proceeding for row in coming.of.all()} == {alder, birch}
    assert coming.came_from.count() == 2


def test_the_steps_of_a_day_are_made_in_the_one_act(three):
    alder, birch, cedar = three.proceedings
    for track in (alder, birch):
        three.proceeding_on_counts(track)
    trial_on = clock.today() + timedelta(days=90)

    before = Move.objects.count()
    three.do(
        "record_result",
        appearance=three.day,
        result="HELD",
        next_on=trial_on,
        next_purpose="TRIAL",
        tracks=[
            TrackResultIn(alder, step="find_guilty", pleads=three.counts(alder), without_next=True),
            TrackResultIn(birch, step="begin_intake"),
            TrackResultIn(cedar, result="NO_SHOW", step="issue_warrant", without_next=True),
        ],
        facts=StepFactsIn(decided_by="Justice Q. Rowan", warrant_kind="BENCH_597"),
    )

    assert [again(track).state for track in (alder, birch, cedar)] == ["GUILTY_AWAITING_SENTENCE", "INTAKE", "WARRANT_OUT"]
    assert three.counts(alder)[0].state == "PLEA_GUILTY"
    made = Move.objects.order_by("pk")[before:]
    assert {move.happened_on for move in made} == {clock.today()}
    assert len({move.act_id for move in made}) == 1
    assert made[0].act.kind == "record_result"


def test_a_trial_is_set_for_the_next_date_where_no_other_day_is_given(world):
    world.proceeding_on_counts()
    world.to_intake()
    world.do("record_election", proceeding=world.proceeding, choice="OCJ", on=clock.today())
    day_in_court = world.do("add_appearance", case_file=world.file, proceedings=world.proceedings, on=clock.today(), purpose="SET_DATE")
    trial_on = clock.today() + timedelta(days=100)

    world.do(
        "record_result",
        appearance=day_in_court,
        result="HELD",
        next_on=trial_on,
        next_purpose="TRIAL",
        tracks=[TrackResultIn(world.proceeding, step="set_trial")],
    )

    assert (world.proceeding.state, world.proceeding.trial_on) == ("TRIAL_SET", trial_on)


# Elections and the result of an inquiry


@pytest.fixture
def today_in_court(lead, pro, assistant):
    """A file whose accused waits to elect, on counts that are open to an inquiry, with a day in court today."""
    counts = [count_in(TRAFFICKING), count_in(PROCURING)]
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in(counts=counts)])
    world.proceeding_on_counts()
    world.to_intake()
    world.do("await_election", proceeding=world.proceeding, happened_on=clock.today())
    world.day = world.do("add_appearance", case_file=world.file, proceedings=world.proceedings, on=clock.today(), purpose="SET_DATE")
    return world


def of_the_accused(world) -> list[tuple]:
    return [(row.choice, row.on, row.is_reelection, row.prelim_requested) for row in world.proceeding.elections.filter(kind="ACCUSED")]


def test_an_election_and_the_trial_date_that_rests_on_it_are_one_sheet(today_in_court):
    world, trial_on = today_in_court, clock.today() + timedelta(days=60)
    track = TrackResultIn(world.proceeding, election=services.ElectionIn("OCJ"), step="set_trial")

    world.do("record_result", appearance=world.day, result="HELD", next_on=trial_on, next_purpose="TRIAL", tracks=[track])

    assert of_the_accused(world) == [("OCJ", clock.today(), False, False)]
    assert (world.proceeding.state, world.proceeding.forum, world.proceeding.trial_on) == ("TRIAL_SET", "OCJ", trial_on)


def test_a_reelection_in_court_leads_from_the_inquiry_to_trial(today_in_court):
    world, trial_on = today_in_court, clock.today() + timedelta(days=60)
    world.do("record_election", proceeding=world.proceeding, choice="SCJ_JURY", on=clock.today(), prelim_requested=True)
    world.do("move", subject=world.proceeding, name="begin_prelim", happened_on=clock.today())
    words = {"appearance": world.day, "result": "HELD"}
    with nothing_changes(), pytest.raises(services.Refusal, match="Alder: Enter the day the Crown consented") as caught:
        world.do("record_result", **words, tracks=[TrackResultIn(world.proceeding, election=services.ElectionIn("OCJ"))])
    assert caught.value.field == f"{world.proceeding.ref}-consent_on"
    track = TrackResultIn(world.proceeding, election=services.ElectionIn("OCJ", consent_on=clock.today()))
    with nothing_changes(), pytest.raises(services.Refusal, match="Enter the trial date"):
        world.do("record_result", **words, tracks=[track])

    world.do("record_result", **words, tracks=[track], facts=StepFactsIn(trial_on=trial_on))

    assert (world.proceeding.state, world.proceeding.forum, world.proceeding.trial_on) == ("TRIAL_SET", "OCJ", trial_on)
    assert of_the_accused(world)[-1] == ("OCJ", clock.today(), True, False)


def test_the_sheet_takes_the_result_of_an_inquiry_count_by_count_and_shows_what_follows(today_in_court):
    world, client = today_in_court, signed_in(today_in_court.pro)
    world.do("record_election", proceeding=world.proceeding, choice="SCJ_JURY", on=clock.today(), prelim_requested=True)
    world.do("move", subject=world.proceeding, name="begin_prelim", happened_on=clock.today())
    url, track = at("record_result", world.file, appearance=world.day), world.proceeding
    first, second = world.counts()
    typed = {"who": [track.ref], "result": "HELD", f"{track.ref}-step": "record_prelim_result"}
    with nothing_changes():
        wrong = send(client, url, **typed, **{f"{track.ref}-prelim-{first.ref}": "COMMITTED"})
    assert set(problems(wrong)) == {"Enter the result on every count that proceeds by indictment.", "Enter who decided."}
    with nothing_changes():
        no_step = send(client, url, who=[track.ref], result="HELD", **{f"{track.ref}-prelim-{first.ref}": "COMMITTED"})
    assert any("Results of the inquiry are entered" in problem for problem in problems(no_step))
    typed |= {f"{track.ref}-prelim-{first.ref}": "COMMITTED", f"{track.ref}-prelim-{second.ref}": "DISCHARGED_PRELIM"}
    typed |= {"decided_by": "Justice Q. Rowan", **hidden(client.get(url))}
    with nothing_changes():
        assert problems(client.post(url, typed)) == ["Choose why the count ends without a conviction."]
    why = {f"{track.ref}-why-{second.ref}": "OTHER"}
    with nothing_changes():
        assert problems(client.post(url, {**typed, **why, f"{track.ref}-why-{first.ref}": "EVIDENCE"})) == [
            "A reason goes only with an outcome without a conviction.",
            "Say why.",
        ]
    typed |= {f"{track.ref}-why-{second.ref}": "EVIDENCE"}

    with nothing_changes():
        shown = client.post(url, typed)
    assert "Ordered to stand trial" in shown.content.decode()
    sent(client.post(url, {**typed, "confirmed": hidden(shown)["confirmed"]}))

    assert [(count.state, count.reason_code) for count in world.counts()] == [("COMMITTED", ""), ("DISCHARGED_PRELIM", "EVIDENCE")]
    assert world.proceeding.state == "COMMITTED"
    assert {decision.by for count in world.counts() for decision in count.decisions.all()} == {"Justice Q. Rowan"}
    assert Move.objects.latest("pk").act.kind == "record_result"


def test_an_election_is_typed_on_the_sheet_with_its_mistakes_beside_it(today_in_court):
    world, client = today_in_court, signed_in(today_in_court.pro)
    url, ref = at("record_result", world.file, appearance=world.day), world.proceeding.ref
    whole = {"who": [ref], "result": "HELD"}
    for typed, sentence in (
        ({"choice": "OCJ", "prelim_requested": "on"}, "There is no preliminary inquiry before a trial in the Ontario Court of Justice."),
        ({"deemed": "on"}, "Choose what the accused elected."),
        ({"choice": "x"}, "Choose one of the list."),
    ):
        with nothing_changes():
            assert sentence in problems(send(client, url, **whole, **{f"{ref}-{name}": value for name, value in typed.items()}))
    with nothing_changes():
        vacated = send(client, url, who=[ref], result="VACATED", **{f"{ref}-choice": "OCJ"})
    assert "Nothing follows from a day that was vacated beforehand." in problems(vacated)
    assert f"{ref}-consent_on_day" not in client.get(url).content.decode()

    sent(send(client, url, **whole, **{f"{ref}-choice": "SCJ_JUDGE", f"{ref}-prelim_requested": "on"}))

    assert of_the_accused(world) == [("SCJ_JUDGE", clock.today(), False, True)]
    other = world.do("add_appearance", case_file=world.file, proceedings=world.proceedings, on=clock.today(), purpose="OTHER")
    url = at("record_result", world.file, appearance=other)
    with nothing_changes():
        no_consent = send(client, url, **whole, **{f"{ref}-choice": "OCJ", **day(f"{ref}-consent_on", None)})
    assert "Enter the day the Crown consented in writing, or say that the re-election is of right." in problems(no_consent)
    sent(send(client, url, **whole, **{f"{ref}-choice": "OCJ", **day(f"{ref}-consent_on", clock.today())}))
    assert of_the_accused(world)[-1] == ("OCJ", clock.today(), True, False)


def test_an_election_recorded_twice_is_said(today_in_court):
    words = {"proceeding": today_in_court.proceeding, "choice": "OCJ", "on": clock.today()}
    today_in_court.do("record_election", **words)

    with nothing_changes(), pytest.raises(services.Refusal, match="recorded already"):
        today_in_court.do("record_election", **words)
    page = signed_in(today_in_court.pro).get(at("record_election", today_in_court.file, accused=today_in_court.proceeding))
    assert "What the accused elected anew is a re-election (s. 561)" in page.content.decode()


def test_a_step_that_is_refused_takes_the_result_with_it_and_names_the_accused(three):
    alder = three.proceedings[0]

    with nothing_changes(), pytest.raises(services.TransitionRefused, match="Alder: .*does not start there"):
        three.do("record_result", appearance=three.day, result="HELD", tracks=[TrackResultIn(alder, step="start_trial")])
    with nothing_changes(), pytest.raises(services.Refusal, match="kind of warrant"):
        three.do("record_result", appearance=three.day, result="NO_SHOW", tracks=[TrackResultIn(alder, step="issue_warrant")])
    with nothing_changes(), pytest.raises(services.Refusal, match="one of the steps"):
        three.do("record_result", appearance=three.day, result="HELD", tracks=[TrackResultIn(alder, step="conclude")])


def test_nothing_follows_from_a_day_that_was_vacated(three):
    alder = three.proceedings[0]

    with nothing_changes(), pytest.raises(services.Refusal, match="Nothing follows"):
        three.do("record_result", appearance=three.day, result="VACATED", tracks=[TrackResultIn(alder, step="begin_intake")])
    client, url = signed_in(three.pro), at("record_result", three.file, appearance=three.day)
    everyone = [track.ref for track in three.proceedings]
    with nothing_changes():
        wrong = send(client, url, who=everyone, result="VACATED", warrant_kind="BENCH_597", **{f"{alder.ref}-step": "issue_warrant"})
    assert "Nothing follows from a day that was vacated beforehand." in problems(wrong)
    sent(send(client, url, who=everyone, result="VACATED", **{f"{alder.ref}-step": "begin_intake"}))  # as the page suggests it

    assert again(alder).state == "CHARGED"


def test_who_covers_records_the_day_and_makes_no_step_of_counsel(three):
    cover = UserFactory()
    three.do("take_cover", by=cover, ref=three.file.ref, reason="Bail hearing in ten minutes, counsel is ill")
    track = three.proceedings[0]

    with nothing_changes(), pytest.raises(PermissionDenied):
        three.do("record_result", by=cover, appearance=three.day, result="HELD", tracks=[TrackResultIn(track, step="begin_intake")])
    three.do("record_result", by=cover, appearance=three.day, result="HELD")

    assert again(three.day).result == "HELD"


# Twice, two people at once, out of order


def test_a_result_entered_twice_says_who_entered_it(three, assistant):
    three.do("record_result", appearance=three.day, result="HELD")

    with nothing_changes(), pytest.raises(services.Refusal, match=r"recorded: Held, completed \(Petra Pro, Mar 3, 2026, 2:10"):
        three.do("record_result", by=assistant, appearance=three.day, result="NOT_REACHED")


def test_the_second_send_of_a_sheet_is_the_first(three):
    three.do("record_result", appearance=three.day, result="HELD", key="k" * 32)

    with nothing_changes(), pytest.raises(services.AlreadySent):
        three.do("record_result", appearance=three.day, result="HELD", key="k" * 32)


def test_a_sheet_opened_before_part_of_the_day_was_recorded_is_stale(three, assistant):
    alder, birch, _cedar = three.proceedings
    seen = three.day.version

    three.do("record_result", appearance=three.day, result="HELD", tracks=[TrackResultIn(alder)], version=seen)

    with nothing_changes(), pytest.raises(services.StaleRecord):
        three.do("record_result", by=assistant, appearance=three.day, result="HELD", tracks=[TrackResultIn(birch)], version=seen)
    with nothing_changes(), pytest.raises(services.Refusal, match="appear on this day"):
        three.do("record_result", by=assistant, appearance=three.day, result="HELD", tracks=[TrackResultIn(alder)])


def test_of_two_people_at_once_one_records_the_day(transactional_db, at):
    loader.load_law()
    world = World(lead=UserFactory(lead=True), pro=UserFactory(), assistant=UserFactory(assistant=True))
    seen = world.appearance(on=clock.today())
    words = {"appearance": seen, "at": clock.now(), "version": seen.version}

    ends = at_once(
        lambda: services.record_result(result="HELD", by=world.pro, next_on=clock.today() + timedelta(days=7), **words),
        lambda: services.record_result(result="NOT_REACHED", by=world.assistant, next_on=clock.today() + timedelta(days=9), **words),
    )

    assert sum(end is None for end in ends) == 1
    assert Appearance.objects.filter(file=world.file).count() == 2


def test_a_later_day_recorded_first_is_shown_and_its_steps_bind_the_earlier_one(world, later):
    first = world.appearance(on=clock.today())
    with later(days=5):
        second = world.appearance(on=clock.today())
        page = signed_in(world.pro).get(at("record_result", world.file, appearance=second)).content.decode()
        assert "An earlier day is still open" in page
        assert "March 3, 2026" in page
        world.do("record_result", appearance=second, result="HELD", tracks=[TrackResultIn(world.proceeding, step="begin_intake")])
        world.proceeding_on_counts()

        late = TrackResultIn(world.proceeding, step="issue_warrant")
        with nothing_changes(), pytest.raises(services.Refusal, match="cannot be before March 8, 2026"):
            world.do("record_result", appearance=first, result="NO_SHOW", tracks=[late], facts=StepFactsIn(warrant_kind="BENCH_597"))
        world.do("record_result", appearance=first, result="HELD")

    assert again(first).result == "HELD"


def test_a_vacated_day_may_have_an_earlier_next_one(world):
    far = world.appearance(on=clock.today() + timedelta(days=60))

    with nothing_changes(), pytest.raises(services.Refusal, match="before this one"):
        world.do("record_result", appearance=far, result="VACATED", next_on=clock.today() - timedelta(days=1))
    world.do("record_result", appearance=far, result="VACATED", next_on=clock.today() + timedelta(days=30))

    assert again(far).next.on == clock.today() + timedelta(days=30)


# Corrected


def test_a_result_is_corrected_with_a_reason_and_history_keeps_both(world):
    seen = world.appearance(on=clock.today())
    words = {"appearance": seen, "result": "ADJOURNED", "adjourned_by": "CROWN", "adjourn_reason": "Witness ill"}
    with nothing_changes(), pytest.raises(services.Refusal, match="Nothing is recorded"):
        world.do("correct_result", **words, reason="x")
    world.do("record_result", **words | {"adjourned_by": "DEFENCE"})
    for wrong, sentence in (
        ({"reason": " "}, "what was wrong"),
        ({"adjourn_reason": ""}, "why it was adjourned"),
        ({"adjourned_by": "DEFENCE"}, "Nothing is different"),
    ):
        with nothing_changes(), pytest.raises(services.Refusal, match=sentence):
            world.do("correct_result", **{**words, "reason": "Read the endorsement", **wrong})

    world.do("correct_result", **words, reason="Read the endorsement")

    assert (again(seen).adjourned_by, again(seen).corrected_why) == ("CROWN", "Read the endorsement")
    assert set(seen.history.values_list("adjourned_by", flat=True)) == {"", "DEFENCE", "CROWN"}


# The page


def test_the_sheet_has_everyone_ticked_and_says_which_steps_cannot_be_made(three):
    page = signed_in(three.pro).get(at("record_result", three.file, appearance=three.day))

    assert page.context["form"]["who"].value() == [track.ref for track in three.proceedings]
    words = page.content.decode()
    assert words.count("Begin intake appearances") == 3
    assert words.count("Plea of guilty") == 0  # no count proceeds yet


def test_what_will_follow_is_shown_before_it_is_recorded(three):
    client = signed_in(three.pro)
    url = at("record_result", three.file, appearance=three.day)
    alder, birch, cedar = three.proceedings
    typed = {
        **hidden(client.get(url)),
        "who": [track.ref for track in three.proceedings],
        "result": "HELD",
        f"{alder.ref}-step": "begin_intake",
        f"{cedar.ref}-result": "NO_SHOW",
        f"{cedar.ref}-without_next": "on",
        **day("next_on", clock.today() + timedelta(days=7)),
    }

    with nothing_changes():
        shown = client.post(url, typed)
    assert shown.status_code == 200
    assert [(one.who, one.after) for one in shown.context["foreseen"].moved] == [("Morgan Alder", "Intake appearances")]
    assert "March 10, 2026" in shown.content.decode()
    sent(client.post(url, {**typed, "confirmed": hidden(shown)["confirmed"]}))

    assert again(alder).state == "INTAKE"
    assert again(birch).next_date == clock.today() + timedelta(days=7)
    assert again(cedar).next_date is None


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"who": []}, "Choose at least one accused."),
        ({"FIRST-result": "ADJOURNED"}, "Say who asked to adjourn."),
        ({"FIRST-step": "issue_warrant"}, "Choose the kind of warrant."),
        ({"FIRST-step": "start_trial"}, "FIRST-step"),
        ({"who": "SECOND", "FIRST-note": "Ran"}, "Morgan Alder is not chosen, but something is entered for this accused."),
        (day("next_on", date(2026, 3, 1)), "The next date cannot be before this one."),
        ({"next_time": "10:00"}, "Enter the next date, or leave its time and purpose empty."),
    ],
)
def test_bad_input_is_said_and_kept(three, typed, sentence):
    client, (alder, birch, _cedar) = signed_in(three.pro), three.proceedings
    names = {"FIRST": alder.ref, "SECOND": birch.ref}
    typed = {key.replace("FIRST", alder.ref): names.get(value, value) if isinstance(value, str) else value for key, value in typed.items()}
    whole = {"who": [track.ref for track in three.proceedings], "result": "HELD", "result_note": "A word kept"}

    with nothing_changes():
        answer = send(client, at("record_result", three.file, appearance=three.day), **{**whole, **typed})

    assert answer.status_code == 422
    if sentence == "FIRST-step":
        assert f"{alder.ref}-step" in answer.context["form"].errors
    else:
        assert sentence in problems(answer)
    assert "A word kept" in answer.content.decode()


def test_a_recorded_day_is_shown_as_recorded_and_can_be_corrected(world):
    seen = world.appearance(on=clock.today())
    client = signed_in(world.pro)
    sheet = at("record_result", world.file, appearance=seen)
    form = {**hidden(client.get(sheet)), "who": [world.proceeding.ref], "result": "HELD", "result_note": "Mine"}
    world.do("record_result", by=world.assistant, appearance=seen, result="NOT_REACHED")

    second = client.post(sheet, form)
    assert second.status_code == 422
    assert "The result of this day is recorded: Not reached (Ada Assistant" in second.content.decode()
    assert "Mine" in second.content.decode()

    sent(send(client, at("correct_result", world.file, appearance=seen), result="HELD", reason="It was held"))
    assert again(seen).result == "HELD"
    assert "It was held" in client.get(at("dates", world.file)).content.decode()


def test_the_day_of_a_courthouse_in_the_west_is_its_own(world, later):
    kenora = catalogue.courthouse("KENORA")
    seen = world.do(
        "add_appearance",
        case_file=world.file,
        proceedings=world.proceedings,
        on=date(2026, 3, 4),
        purpose="FIRST",
        courthouse=kenora,
    )

    with later(hours=10, minutes=20):
        page = signed_in(world.pro).get(at("record_result", world.file, appearance=seen)).content.decode()

    assert "This day has not come yet" in page

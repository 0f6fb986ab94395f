"""Charges: several counts against several accused, the text each rests on, s. 286.5, amendments, lineage, laid against advised."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from casetracker import advised, as_it_stood, lineage, services, situations
from casetracker.models import Count, CountAmendment, Proceeding, TextChoice
from foundation import clock
from foundation.law import catalogue
from foundation.workflow.models import Approval
from tests.factories.accounts import UserFactory
from tests.factories.casetracker import (
    HYBRID,
    PROCURING,
    SWORN_ON,
    TRAFFICKING,
    World,
    accused_in,
    again,
    count_in,
    information,
    offence,
)

pytestmark = pytest.mark.django_db
CHANGED_ON = date(2026, 7, 18)


@pytest.fixture
def after_the_change(at):
    """The clock in November 2026, when the 2026 amendments are in force."""
    with clock.fixed(at.replace(month=11)) as moment:
        yield moment


@pytest.fixture
def pair(lead, pro, assistant):
    """A carried file with two accused, of whom nothing is laid."""
    two = [accused_in("Alder", counts=[], laid=False), accused_in("Birch", counts=[], laid=False)]
    return World(lead=lead, pro=pro, assistant=assistant, accused=two, decision="PRECHARGE")


def refused(call, field=None) -> str:
    with pytest.raises(services.Refusal) as caught:
        call()
    assert caught.value.field == field
    return str(caught.value)


def add(world, *charges, by=None):
    return world.do("add_charges", by=by, case_file=world.file, charges=list(charges))


def charge(world, section=PROCURING, accused=None, jointly=True, **fields):
    return services.ChargeIn(count=count_in(section, **fields), accused=accused or world.proceedings, jointly=jointly)


# Several at once


def test_several_counts_against_two_accused_come_in_one_act(pair):
    made = add(pair, charge(pair, PROCURING), charge(pair, HYBRID), charge(pair, TRAFFICKING, place="Hotel"))

    first, second = pair.proceedings
    assert [(count.proceeding, count.number) for count in made] == [(one, n) for n in (1, 2, 3) for one in (first, second)]
    assert {count.place for count in made} == {"", "Hotel"}
    groups = {count.joint_group for count in made}
    assert len(groups) == 3
    assert "" not in groups
    assert all(len({count.history.get().act_id for count in made}) == 1 for _once in [0])


def test_counts_not_charged_jointly_share_no_group(pair):
    made = add(pair, charge(pair, jointly=False), charge(pair, HYBRID, accused=pair.proceedings[:1]))

    assert {count.joint_group for count in made} == {""}


def test_what_cannot_be_added_leaves_nothing(pair, assistant):
    before = Count.objects.count()

    assert refused(lambda: add(pair), "counts") == "Choose at least one offence."
    assert refused(lambda: add(pair, services.ChargeIn(count_in(), [])), "accused") == "Choose against whom."
    assert "came into force on December 6, 2014" in refused(
        lambda: add(pair, charge(pair, HYBRID), charge(pair, HYBRID, offence_from=date(2014, 12, 5), offence_to=date(2015, 1, 1))),
        "offence_from",
    )
    with pytest.raises(PermissionDenied):
        add(pair, charge(pair), by=UserFactory())
    assert Count.objects.count() == before


def test_an_accused_of_another_file_is_refused(pair, world):
    refused(lambda: add(pair, charge(pair, accused=world.proceedings)), "accused")


@pytest.mark.parametrize(
    "first, last, sentence",
    [
        (date(2014, 12, 5), None, "s. 286.4 came into force on December 6, 2014: an offence under it cannot begin before that day."),
        (
            date(2014, 12, 5),
            date(2020, 1, 1),
            "s. 286.4 came into force on December 6, 2014: an offence under it cannot begin before that day.",
        ),
        (date(2016, 1, 1), None, "This text of s. 286.4 did not hold in the period of the offence: choose the text that did."),
    ],
)
def test_a_period_that_no_text_covers_is_refused_in_a_sentence(pair, first, last, sentence):
    said = refused(lambda: add(pair, charge(pair, HYBRID, offence_from=first, offence_to=last)), "offence_from")

    assert said == sentence


def test_a_period_after_the_information_is_refused(pair):
    counts = add(pair, charge(pair, accused=pair.proceedings[:1], offence_from=SWORN_ON, offence_to=date(2025, 9, 11)))

    said = refused(lambda: pair.do("lay_information", proceeding=pair.proceeding, information=information(), counts=counts), "offence_to")

    assert said == "An offence cannot end after the information was sworn."
    assert again(counts[0]).state == "PROPOSED"


# Which text


def test_counsel_who_enters_a_count_over_the_change_of_2026_decides_its_text(after_the_change, pair):
    before, after = catalogue.version_for("286.1", "(2)", date(2026, 3, 1), date(2026, 8, 1)).versions
    period = {"offence_from": date(2026, 3, 1), "offence_to": date(2026, 8, 1)}
    typed = services.CountIn(offence=after, texts={"": after}, **period)

    (count,) = add(pair, services.ChargeIn(typed, pair.proceedings[:1]))

    choice = TextChoice.objects.get()
    assert (choice.count, choice.text, choice.chosen_by, choice.chosen_on) == (count, after, pair.pro, clock.today())
    question, chosen = again(count).texts_to_decide[0]
    assert [option.text for option in question.options] == [before, after]
    assert chosen == choice


def test_what_an_assistant_enters_waits_for_counsel(after_the_change, pair, assistant):
    after = offence("286.1", "(2)", CHANGED_ON)
    typed = services.CountIn(offence=after, texts={"": after}, offence_from=date(2026, 3, 1), offence_to=date(2026, 8, 1))
    (count,) = add(pair, services.ChargeIn(typed, pair.proceedings[:1]), by=assistant)

    assert not TextChoice.objects.exists()
    assert [choice for _question, choice in count.texts_to_decide] == [None, None]
    with pytest.raises(PermissionDenied):
        pair.do("choose_texts", by=assistant, count=count, chosen={"": after})
    before = offence("286.1", "(2)", date(2026, 3, 1))

    pair.do("choose_texts", count=count, chosen={"": before})

    assert again(count).offence == before
    assert again(count).texts_to_decide[0][1].chosen_by == pair.pro


def test_the_definition_of_exploitation_that_changed_within_the_period_is_asked_about(after_the_change, pair):
    count = add(pair, charge(pair, TRAFFICKING, accused=pair.proceedings[:1], offence_from=date(2026, 5, 1), offence_to=date(2026, 8, 1)))[
        0
    ]

    (question, choice) = count.texts_to_decide[0]
    assert (question.about, question.citation, choice) == ("CC:279.04", "s. 279.04", None)
    old, new = (option.text for option in question.options)

    pair.do("choose_texts", count=count, chosen={"CC:279.04": old})
    pair.do("choose_texts", count=again(count), chosen={"CC:279.04": new})

    assert again(count).texts_to_decide[0][1].text == new
    assert TextChoice.objects.filter(count=count).count() == 2
    assert again(count).offence == count.offence


def test_a_choice_that_is_not_asked_about_is_refused(after_the_change, pair):
    count = add(pair, charge(pair, TRAFFICKING, accused=pair.proceedings[:1]))[0]

    refused(lambda: pair.do("choose_texts", count=count, chosen={"": count.offence}), "texts")
    refused(lambda: pair.do("choose_texts", count=count, chosen={}), "texts")


def test_a_choice_falls_when_the_period_no_longer_reaches_over_the_change(after_the_change, pair):
    count = add(pair, charge(pair, TRAFFICKING, accused=pair.proceedings[:1], offence_from=date(2026, 5, 1), offence_to=date(2026, 8, 1)))[
        0
    ]
    pair.do("choose_texts", count=count, chosen={"CC:279.04": count.texts_to_decide[0][0].options[0].text})

    pair.do("amend_count", count=again(count), offence=count.offence, offence_from=date(2026, 5, 1), offence_to=date(2026, 7, 17))

    assert again(count).texts_to_decide == []


# Section 286.5


def with_victim(world, **fields):
    world.do("add_participant", case_file=world.file, kind="VICTIM", family_name="alder", given_name="Mörgan", **fields)


def test_a_victim_is_not_accused_of_her_own_services_before_a_lead_agreed(pair, lead):
    with_victim(pair)

    said = refused(lambda: add(pair, charge(pair, HYBRID)), "offence")

    assert "nobody is prosecuted for one’s own sexual services (s. 286.5)" in said
    assert not Count.objects.exists()
    assert add(pair, charge(pair, ("266", ""), accused=pair.proceedings[:1]))
    assert add(pair, charge(pair, HYBRID, accused=pair.proceedings[1:]))

    approval = pair.do("ask_own_services", proceeding=pair.proceeding, offences=[offence("286.4")], reason="She advertised others")
    refused(lambda: add(pair, charge(pair, HYBRID)), "offence")
    pair.do("decide_own_services", by=lead, approval=approval, granted=True, answer="The messages speak of other women")

    assert len(add(pair, charge(pair, HYBRID, accused=pair.proceedings[:1]))) == 1
    assert "286.2" in refused(lambda: add(pair, charge(pair, ("286.2", "(1)"), accused=pair.proceedings[:1])), "offence")


def test_a_lead_who_does_not_agree_keeps_the_guard(pair, lead):
    with_victim(pair)
    approval = pair.do("ask_own_services", proceeding=pair.proceeding, offences=[offence("286.4")], reason="Her page")

    refused(lambda: pair.do("decide_own_services", by=lead, approval=approval, granted=False, answer=" "), "answer")
    pair.do("decide_own_services", by=lead, approval=approval, granted=False, answer="These are her own services")

    refused(lambda: add(pair, charge(pair, HYBRID)), "offence")
    refused(lambda: pair.do("decide_own_services", by=lead, approval=approval, granted=True, answer="x"))


def test_two_persons_decide_on_section_286_5(pair, lead, assistant):
    with_victim(pair)
    approval = pair.do("ask_own_services", by=lead, proceeding=pair.proceeding, offences=[offence("286.4")], reason="x")

    refused(lambda: pair.do("decide_own_services", by=lead, approval=approval, granted=True, answer="x"))
    with pytest.raises(PermissionDenied):
        pair.do("decide_own_services", approval=approval, granted=True, answer="x")
    refused(lambda: pair.do("ask_own_services", by=assistant, proceeding=pair.proceeding, offences=[offence("286.4")], reason="x"))
    assert Approval.objects.get().granted is False


def test_a_lead_is_not_asked_about_who_is_no_victim_or_about_other_offences(pair):
    ask = {"proceeding": pair.proceeding, "reason": "x"}
    refused(lambda: pair.do("ask_own_services", offences=[offence("286.4")], **ask))
    with_victim(pair, birth_date=date(2001, 1, 1))

    refused(lambda: pair.do("ask_own_services", offences=[offence("266")], **ask), "offences")
    refused(lambda: pair.do("ask_own_services", offences=[], **ask), "offences")


def test_a_victim_of_another_birth_date_is_somebody_else(lead, pro, assistant):
    accused = accused_in("Alder", counts=[], laid=False, birth_date=date(1990, 5, 5))
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[accused], decision="PRECHARGE")
    with_victim(world, birth_date=date(2001, 1, 1))

    assert add(world, charge(world, HYBRID))


def test_a_count_proposed_before_she_was_known_as_a_victim_is_not_laid(pair, lead):
    counts = add(pair, charge(pair, HYBRID, accused=pair.proceedings[:1]))
    with_victim(pair)
    lay = {"proceeding": pair.proceeding, "information": information(), "counts": counts}

    with pytest.raises(services.TransitionRefused) as caught:
        pair.do("lay_information", **lay)

    assert "named as a victim on this file (s. 286.5)" in str(caught.value)
    assert again(counts[0]).state == "PROPOSED"
    approval = pair.do("ask_own_services", proceeding=pair.proceeding, offences=[offence("286.4")], reason="x")
    pair.do("decide_own_services", by=lead, approval=approval, granted=True, answer="Others")
    pair.do("lay_information", **lay)
    assert again(counts[0]).state == "LAID"


def test_intake_refuses_what_only_a_lead_may_say(lead, pro, assistant):
    from tests.factories.casetracker import open_file

    said = refused(
        lambda: open_file(
            assistant,
            [accused_in("Alder", counts=[count_in(HYBRID)])],
            conflict_names=[services.NameIn(name="Morgan Alder", kind="VICTIM")],
        ),
        "offence",
    )

    assert "ask a lead" in said


def opened_with_a_victim(assistant, **fields):
    from tests.factories.casetracker import open_file

    counts = [count_in(HYBRID), count_in(("266", ""))]
    accused = accused_in("Alder", counts=counts, **fields)
    return open_file(assistant, [accused], conflict_names=[services.NameIn(name="Morgan Alder", kind="VICTIM")]), counts


@pytest.mark.parametrize("laid", [True, False])
def test_counts_typed_at_intake_wait_for_the_lead_and_are_entered_when_she_agrees(lead, assistant, laid):
    file, counts = opened_with_a_victim(assistant, laid=laid, own_services_reason="She advertised others")

    proceeding, approval = file.proceedings.get(), Approval.objects.get()
    assert [count.offence.section for count in proceeding.counts.all()] == ["266"]
    assert services.counts_asked(approval) == [counts[0]]
    assert approval.reason == "She advertised others"

    services.decide_own_services(approval=approval, granted=True, answer="Others", by=lead, at=clock.now())

    assert {count.state for count in proceeding.counts.all()} == {"LAID" if laid else "PROPOSED"}
    assert {count.offence.section for count in proceeding.counts.all()} == {"266", "286.4"}
    assert len({count.document_id for count in proceeding.counts.all()}) == 1


def test_nothing_is_entered_where_the_lead_does_not_agree(lead, assistant):
    file, _counts = opened_with_a_victim(assistant, laid=True, own_services_reason="She advertised others")

    services.decide_own_services(approval=Approval.objects.get(), granted=False, answer="Her own", by=lead, at=clock.now())

    assert [count.offence.section for count in file.proceedings.get().counts.all()] == ["266"]


@pytest.mark.parametrize("granted, then", [(True, "CHARGE_DECISION"), (False, "COUNTS_NEEDED")])
def test_who_has_no_count_but_those_that_wait_is_listed_as_waiting_for_the_lead(lead, assistant, granted, then):
    from tests.factories.casetracker import open_file

    accused = accused_in("Alder", counts=[count_in(HYBRID)], laid=False, own_services_reason="She advertised others")
    file = open_file(assistant, [accused], conflict_names=[services.NameIn(name="Morgan Alder", kind="VICTIM")])
    proceeding = file.proceedings.get()

    assert proceeding.situation == "LEAD_ASKED"
    assert situations.label("LEAD_ASKED") == "Decision of a lead on s. 286.5 needed"
    assert situations.who("LEAD_ASKED") == "the team lead"
    with clock.fixed(clock.now() + timedelta(days=2)):
        services.decide_own_services(approval=Approval.objects.get(), granted=granted, answer="So be it", by=lead, at=clock.now())
        assert file.proceedings.get().situation == then
        then_stood = as_it_stood.as_it_stood(again(file), clock.today() - timedelta(days=1))
        assert [track.situation for track in then_stood.of(Proceeding)] == ["LEAD_ASKED"]


def test_a_count_that_waits_for_the_lead_is_checked_before_it_waits(assistant):
    from tests.factories.casetracker import open_file

    wrong = accused_in("Alder", counts=[count_in(HYBRID, offence_from=date(2026, 2, 1))], own_services_reason="x")
    names = [services.NameIn(name="Morgan Alder", kind="VICTIM")]

    refused(lambda: open_file(assistant, [wrong], conflict_names=names), "offence_from")

    assert not Approval.objects.exists()


# Amendments


def test_an_amendment_keeps_the_words_before(world):
    count = world.count
    world.do(
        "amend_count",
        count=count,
        offence=count.offence,
        offence_from=date(2025, 6, 2),
        offence_to=date(2025, 6, 9),
        wording="between June 2 and June 9",
        amended_on=date(2026, 2, 1),
        ordered_by="Justice Q. Rowan",
    )

    kept = CountAmendment.objects.get()
    assert (kept.offence_from, kept.offence_to, kept.wording) == (date(2025, 6, 1), None, "")
    assert (kept.on, kept.ordered_by) == (date(2026, 2, 1), "Justice Q. Rowan")
    assert again(count).wording == "between June 2 and June 9"


@pytest.mark.parametrize(
    "typed, field",
    [
        ({"offence_from": date(2025, 9, 11)}, "offence_from"),
        ({"offence_to": date(2025, 9, 11)}, "offence_to"),
        ({"offence_from": date(2014, 12, 5)}, "offence_from"),
        ({"amended_on": date(2025, 9, 9)}, "amended_on"),
        ({"amended_on": date(2026, 3, 4)}, "amended_on"),
    ],
)
def test_an_amendment_that_does_not_hold_keeps_nothing(world, typed, field):
    count = world.count

    refused(
        lambda: world.do(
            "amend_count", count=count, **{"offence": count.offence, "offence_from": count.offence_from, "offence_to": None, **typed}
        ),
        field,
    )

    assert not CountAmendment.objects.exists()
    assert again(count).version == count.version


# Statistics see the last generation


def test_only_the_last_generation_is_counted(world):
    old = world.count
    rows = [services.ReplacementIn(count_in(HYBRID), [old]), services.ReplacementIn(count_in(PROCURING), [old])]
    new = world.do("replace_counts", proceeding=world.proceeding, replacements=rows, document=information("4811-26-8", clock.today()))

    assert set(Count.objects.last_generation()) == set(new)
    assert [again(count).is_last_generation for count in (old, *new)] == [False, True, True]


def test_a_replacement_that_was_corrected_no_longer_counts_against_the_old(world, lead):
    from foundation.workflow.models import Move

    old = world.count
    rows = [services.ReplacementIn(count_in(HYBRID), [old])]
    world.do("replace_counts", proceeding=world.proceeding, replacements=rows, document=information("4811-26-8", clock.today()))
    move = Move.objects.of(again(old)).latest("pk")

    world.do("correct_move", by=lead, move=move, reason="Wrong paper")

    assert again(old).is_last_generation
    assert old in Count.objects.last_generation()


# Sever and rejoin


@pytest.fixture
def severed(lead, pro, assistant):
    """A file whose accused has three counts in intake, one of them severed."""
    accused = accused_in("Alder", counts=[count_in(PROCURING), count_in(HYBRID), count_in(TRAFFICKING)])
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[accused])
    world.to_intake()
    world.made = world.do("sever", proceeding=world.proceeding, counts=world.counts()[2:], happened_on=clock.today(), reason="Apart")
    return world


def test_severed_counts_are_joined_again_with_their_clock(severed):
    first = severed.proceeding
    before = severed.counts(severed.made)[0]

    severed.do("rejoin", proceeding=severed.made, happened_on=clock.today(), reason="Tried together")

    count = again(before)
    assert count.proceeding == first
    assert (count.clock_origin.proceeding, count.clock_origin.on) == (first, before.clock_origin.on)
    assert (again(severed.made).state, again(severed.made).rejoined_to) == ("CONCLUDED", first)
    assert again(first).state == "INTAKE"
    assert again(severed.file).state == "CARRIED"


def test_what_cannot_be_joined_again(severed, assistant):
    words = {"happened_on": clock.today(), "reason": "x"}
    refused(lambda: severed.do("rejoin", proceeding=severed.proceeding, **words))
    refused(lambda: severed.do("rejoin", proceeding=severed.made, happened_on=clock.today(), reason=" "), "reason")
    with pytest.raises(PermissionDenied):
        severed.do("rejoin", by=assistant, proceeding=severed.made, **words)
    severed.proceeding_on_counts(severed.made)
    severed.do("record_election", proceeding=severed.made, choice="SCJ_JUDGE", on=clock.today())
    assert "elected otherwise" in refused(lambda: severed.do("rejoin", proceeding=severed.made, **words))


def test_counts_that_stand_at_another_stage_are_not_joined_again(severed):
    severed.to_trial_set(severed.proceeding) if severed.proceeding.state == "CHARGED" else severed.proceeding_on_counts(severed.proceeding)
    severed.do("record_election", proceeding=severed.proceeding, choice="OCJ", on=clock.today())
    severed.do(
        "set_trial",
        proceeding=severed.proceeding,
        trial_on=date(2026, 5, 4),
        trial_ends_on=date(2026, 5, 8),
        happened_on=clock.today(),
    )

    said = refused(lambda: severed.do("rejoin", proceeding=severed.made, happened_on=clock.today(), reason="x"))

    assert "stand at the same stage" in said


# Laid against advised


def outcomes(world, proceeding=None):
    found = advised.compare(list(Count.objects.filter(proceeding=proceeding or world.proceeding).order_by("pk")))
    return [(row.outcome, row.other_offence, row.other_days) for row in found]


def test_what_police_laid_is_held_against_what_was_advised(pair):
    one = pair.proceedings[:1]
    as_it_was, other_days, other_offence, not_laid, open_still = add(
        pair, *(charge(pair, section, accused=one) for section in (PROCURING, TRAFFICKING, HYBRID, ("266", ""), ("267", "")))
    )
    pair.do(
        "lay_information",
        proceeding=pair.proceeding,
        information=information(),
        counts=[as_it_was, other_days, other_offence],
        laid_as={
            other_days.ref: count_in(TRAFFICKING, offence_from=date(2025, 5, 1)),
            other_offence.ref: count_in(("286.2", "(1)")),
        },
        added=[count_in(("279", "(2)"))],
    )
    pair.do("record_police_decision", proceeding=pair.proceeding, not_laid=[not_laid], decided_on=clock.today())

    assert outcomes(pair) == [
        ("AS_ADVISED", False, False),
        ("OTHERWISE", False, True),
        ("OTHERWISE", True, False),
        ("ONLY_ADVISED", False, False),
        ("OPEN", False, False),
        ("ONLY_LAID", False, False),
    ]
    assert again(other_days).offence_from == date(2025, 5, 1)
    assert again(open_still).state == "PROPOSED"


def test_what_replaces_a_count_is_no_answer_to_advice(world):
    assert outcomes(world) == [("ONLY_LAID", False, False)]
    rows = [services.ReplacementIn(count_in(HYBRID), [world.count])]
    world.do("replace_counts", proceeding=world.proceeding, replacements=rows, document=information("4811-26-8", clock.today()))

    assert outcomes(world) == [("ONLY_LAID", False, False)]


def test_a_laying_that_was_corrected_is_open_again(pair, lead):
    from foundation.workflow.models import Move

    (count,) = add(pair, charge(pair, accused=pair.proceedings[:1]))
    laid = {count.ref: count_in(PROCURING, offence_from=date(2025, 5, 1))}
    pair.do("lay_information", proceeding=pair.proceeding, information=information(), counts=[count], laid_as=laid)
    pair.do("correct_move", by=lead, move=Move.objects.of(again(count)).latest("pk"), reason="Another paper")

    assert outcomes(pair) == [("OPEN", False, False)]
    assert again(count).offence_from == date(2025, 6, 1)


# The picture


def test_the_picture_has_a_box_a_count_and_a_line_a_descent(world):
    old = world.count
    rows = [services.ReplacementIn(count_in(HYBRID), [old]), services.ReplacementIn(count_in(PROCURING), [old])]
    paper = information("4811-26-8", clock.today())
    world.do("replace_counts", proceeding=world.proceeding, replacements=rows, document=paper)
    counts = list(Count.objects.filter(proceeding=world.proceeding).select_related("document").order_by("pk"))

    picture = lineage.draw(counts, lambda count: [count.document], lambda count: str(count.number))

    assert [paper for _x, paper in picture.columns] == ["4811-25-100", "4811-26-8"]
    assert [(box.title, box.standing) for box in picture.boxes] == [("1", False), ("2", True), ("3", True)]
    assert len(picture.lines) == 2
    assert all(not line.same for line in picture.lines)
    assert picture.boxes[0].right < picture.boxes[1].x


def test_a_count_that_went_onto_the_indictment_is_drawn_on_both(world):
    count = world.count
    papers = [type(count.document)(pk=1, number="A", sworn_on=SWORN_ON), type(count.document)(pk=2, number="B", sworn_on=clock.today())]

    picture = lineage.draw([count], lambda count: papers, lambda count: "1")

    assert [box.standing for box in picture.boxes] == [False, True]
    assert [line.same for line in picture.lines] == [True]
    assert lineage.draw([count], lambda count: papers[:1], lambda count: "1") is None

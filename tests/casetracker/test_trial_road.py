"""The road to trial and off it, through the services: each guard refuses and leaves nothing, each effect is seen."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from casetracker import guards, services
from casetracker.models import ClockOrigin, Count, CountLineage, DirectIndictmentRequest, Election, FitnessFinding, Proceeding
from casetracker.services import Refusal, TransitionRefused
from foundation import clock
from foundation.law import catalogue
from foundation.workflow.models import Move
from tests.casetracker.state_of_things import nothing_changes
from tests.casetracker.test_guards import refused, refused_typed
from tests.factories.casetracker import HYBRID, PROCURING, SWORN_ON, TRAFFICKING, World, accused_in, again, count_in, information, put, why

pytestmark = pytest.mark.django_db
JUDGE = "Justice Q. Rowan"


@pytest.fixture
def two(lead, pro, assistant):
    """A carried file with one accused on two counts that can go to a preliminary inquiry."""
    return World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in(counts=[count_in(), count_in(TRAFFICKING)])])


def rules(*subjects):
    return list(Move.objects.of(*subjects).order_by("pk").values_list("rule", flat=True))


def states(world, proceeding=None):
    return [count.state for count in world.counts(proceeding)]


def to_prelim(world, proceeding=None):
    """Bring an accused to the preliminary inquiry."""
    proceeding = proceeding or world.proceeding
    world.proceeding_on_counts(proceeding)
    world.to_intake(proceeding)
    world.do("await_election", proceeding=proceeding, happened_on=clock.today())
    world.do("record_election", proceeding=proceeding, choice="SCJ_JURY", on=clock.today(), prelim_requested=True)
    return world.do("move", subject=proceeding, name="begin_prelim", happened_on=clock.today())


def prelim(world, *results, proceeding=None, by=None, **words):
    """Record results in the order of the counts."""
    proceeding = proceeding or world.proceeding
    rows = [services.PrelimResultIn(count, result, why(result)) for count, result in zip(world.counts(proceeding), results, strict=False)]
    return world.do(
        "record_prelim_result",
        by=by,
        proceeding=proceeding,
        results=rows,
        **{"decided_by": JUDGE, "happened_on": clock.today(), **words},
    )


def indict(world, counts=None, by=None, **words):
    chosen = [count for count in world.counts() if count.state in ("COMMITTED", "PROCEEDING")] if counts is None else counts
    given = {"proceeding": world.proceeding, "number": "CR-26-7", "filed_on": clock.today(), **words}
    return world.do("file_indictment", by=by, counts=chosen, **given)


def to_indicted(world):
    to_prelim(world)
    prelim(world, *["COMMITTED"] * len(world.counts()))
    return indict(world)


def to_superior_trial(world, *, started=True):
    to_indicted(world)
    world.do(
        "set_trial",
        proceeding=world.proceeding,
        trial_on=clock.today() + timedelta(days=90),
        trial_ends_on=clock.today() + timedelta(days=95),
        happened_on=clock.today(),
    )
    return world.do("start_trial", proceeding=world.proceeding, happened_on=clock.today()) if started else world.proceeding


def asked(world, **words):
    return world.do("ask_direct_indictment", proceeding=world.proceeding, asked_on=clock.today(), **words)


def consented(world):
    return world.do("record_consent", request=asked(world), consent_on=clock.today(), consent_by="Attorney General of Ontario")


def verdict(world, *results, by=None, **words):
    appeal = {"appeal_none": True}
    rows = [
        services.VerdictIn(count, result, why=why(result), **(appeal if result in ("ACQUITTED", "NCR") else {}))
        for count, result in zip(world.counts(), results, strict=False)
    ]
    given = {"decided_by": JUDGE, "happened_on": clock.today(), "reason": "The jury could not agree", **words}
    return world.do("record_verdict", by=by, proceeding=world.proceeding, verdicts=rows, **given)


# The preliminary inquiry: C5, A6


def test_a4_needs_a_request_and_a_count_that_can_go(world):
    world.proceeding_on_counts()
    world.to_intake()
    world.do("await_election", proceeding=world.proceeding, happened_on=clock.today())
    world.do("record_election", proceeding=world.proceeding, choice="SCJ_JUDGE", on=clock.today())

    refused(
        lambda: world.do("move", subject=world.proceeding, name="begin_prelim", happened_on=clock.today()),
        guards.prelim_asked,
    )


def test_c5_with_the_first_order_to_stand_trial_comes_a6(two):
    to_prelim(two)

    prelim(two, "COMMITTED", "DISCHARGED_PRELIM")

    assert states(two) == ["COMMITTED", "DISCHARGED_PRELIM"]
    assert two.proceeding.state == "COMMITTED"
    assert rules(two.proceeding)[-1] == "A6"
    decision = two.counts()[0].last_decision
    assert (decision.by, decision.on, decision.appeal_due_on) == (JUDGE, clock.today(), None)


def test_c5_only_at_the_preliminary_inquiry(two):
    two.proceeding_on_counts()

    refused(lambda: prelim(two, "COMMITTED", "COMMITTED"), guards.at_prelim)


def test_c5_asks_for_every_count_who_decided_and_a_result_that_is_one(two):
    to_prelim(two)

    refused_typed(lambda: prelim(two), "results")
    refused_typed(lambda: prelim(two, "COMMITTED"), "results")
    refused_typed(lambda: prelim(two, "COMMITTED", "ACQUITTED"), "results")
    refused_typed(lambda: prelim(two, "COMMITTED", "COMMITTED", decided_by=" "), "decided_by")
    refused_typed(
        lambda: prelim(two, "COMMITTED", "COMMITTED", direct_indictment_asked_on=clock.today() + timedelta(days=1)),
        "direct_indictment_asked_on",
    )


def test_c5_the_judge_may_add_counts(two):
    to_prelim(two)
    proposed = two.do("propose_counts", proceeding=two.proceeding, counts=[count_in(HYBRID)])[0]
    rows = [services.PrelimResultIn(count, "COMMITTED") for count in two.counts()]
    refused_typed(
        lambda: prelim(two, "COMMITTED", "COMMITTED", "DISCHARGED_PRELIM"),
        "results",
    )

    two.do(
        "record_prelim_result",
        proceeding=two.proceeding,
        results=rows,
        added=[count_in(PROCURING)],
        decided_by=JUDGE,
        happened_on=clock.today(),
    )

    assert states(two) == ["COMMITTED"] * 4
    assert {count.document.number for count in two.counts()} == {"4811-25-100"}
    assert len({count.clock_origin_id for count in two.counts()}) == 1
    assert again(proposed).state == "COMMITTED"


def test_a6_is_for_counsel_where_an_assistant_recorded_the_result(two, assistant):
    to_prelim(two)
    prelim(two, "COMMITTED", "DISCHARGED_PRELIM", by=assistant)
    assert two.proceeding.state == "PRELIM"
    with nothing_changes(), pytest.raises(PermissionDenied):
        prelim(two, by=assistant)

    prelim(two)

    assert two.proceeding.state == "COMMITTED"


def test_a22_follows_where_every_count_is_discharged(two):
    to_prelim(two)

    prelim(two, "DISCHARGED_PRELIM", "DISCHARGED_PRELIM")

    assert two.proceeding.state == "CONCLUDED"
    assert Move.objects.of(two.proceeding).get(rule="A22").followed_from.rule == "C5"


@pytest.mark.parametrize("answer, field", [("refuse_direct_indictment", "refused_on"), ("withdraw_direct_indictment", "withdrawn_on")])
def test_a22_waits_for_an_intended_direct_indictment(two, answer, field):
    to_prelim(two)
    prelim(two, "DISCHARGED_PRELIM", "DISCHARGED_PRELIM", direct_indictment_asked_on=clock.today())
    assert two.proceeding.state == "PRELIM"
    request = DirectIndictmentRequest.objects.get()

    two.do(answer, request=request, **{field: clock.today()})

    assert two.proceeding.state == "CONCLUDED"
    assert rules(two.proceeding)[-1] == "A22"


# The direct indictment


def test_a_request_is_asked_once_and_answered_once(two):
    two.proceeding_on_counts()
    refused_typed(lambda: two.do("ask_direct_indictment", proceeding=two.proceeding, asked_on=None), "asked_on")
    refused_typed(
        lambda: two.do("ask_direct_indictment", proceeding=two.proceeding, asked_on=clock.today() + timedelta(days=1)), "asked_on"
    )
    request = asked(two)
    refused_typed(lambda: asked(two), "asked_on")
    refused_typed(lambda: two.do("record_consent", request=request, consent_on=clock.today(), consent_by=" "), "consent_by")
    refused_typed(
        lambda: two.do("record_consent", request=request, consent_on=clock.today() - timedelta(days=1), consent_by="AG"), "consent_on"
    )

    two.do("record_consent", request=request, consent_on=clock.today(), consent_by="Deputy Attorney General")

    assert again(request).consent_by == "Deputy Attorney General"
    refused_typed(lambda: two.do("refuse_direct_indictment", request=request, refused_on=clock.today()), "refused_on")
    two.do("withdraw_direct_indictment", request=request, withdrawn_on=clock.today())
    refused_typed(lambda: two.do("withdraw_direct_indictment", request=request, withdrawn_on=clock.today()), "withdrawn_on")
    assert asked(two).pk != request.pk


def test_no_direct_indictment_is_asked_from_where_none_can_be_filed(world):
    world.to_sentence()

    refused_typed(lambda: asked(world), "asked_on")


def test_only_counsel_asks_and_records_consent(two, assistant):
    two.proceeding_on_counts()
    with nothing_changes(), pytest.raises(PermissionDenied):
        asked(two, by=assistant)
    request = asked(two)

    with nothing_changes(), pytest.raises(PermissionDenied):
        two.do("record_consent", by=assistant, request=request, consent_on=clock.today(), consent_by="AG")


def test_c6_after_a_discharge_needs_consent(two):
    to_prelim(two)
    prelim(two, "COMMITTED", "DISCHARGED_PRELIM")
    refused(lambda: indict(two, counts=two.counts()), guards.consent_after_discharge)

    consented(two)
    indict(two, counts=two.counts())

    assert states(two) == ["ON_INDICTMENT", "ON_INDICTMENT"]
    assert two.proceeding.state == "INDICTED"


def test_a8_from_charged_only_with_consent(two):
    two.proceeding_on_counts()
    refused(lambda: indict(two), guards.consent_where_needed)

    consented(two)
    indict(two)

    proceeding = two.proceeding
    assert (proceeding.state, proceeding.forum, proceeding.court.code) == ("INDICTED", "SCJ", "SCJ")
    election = proceeding.accused_election
    assert (election.choice, election.deemed, election.is_reelection) == ("SCJ_JURY", True, False)
    assert [origin.kind for origin in proceeding.clock_origins.all()] == ["SWORN"]
    assert proceeding.clock_origin.on == SWORN_ON


def test_c6_the_same_row_changes_its_document(two):
    to_prelim(two)
    prelim(two, "COMMITTED", "COMMITTED")
    before = [count.pk for count in two.counts()]

    indict(two, added=[count_in(HYBRID)])

    counts = two.counts()
    assert [count.pk for count in counts][:2] == before
    assert {str(count.document) for count in counts} == {"Indictment CR-26-7"}
    assert [count.state for count in counts] == ["ON_INDICTMENT"] * 3
    assert {count.clock_origin.on for count in counts} == {SWORN_ON}
    assert counts[0].history.filter(document__kind="INFORMATION").exists()
    assert two.proceeding.ceiling_on == services.summary_of(again(two.file))[0][1]["ceiling_on"]


def test_the_indictment_is_typed_whole(two, assistant):
    to_prelim(two)
    prelim(two, "COMMITTED", "COMMITTED")

    refused_typed(lambda: indict(two, number=" "), "number")
    refused_typed(lambda: indict(two, counts=[]), "counts")
    refused_typed(lambda: indict(two, filed_on=clock.today() + timedelta(days=1)), "filed_on")
    with nothing_changes(), pytest.raises(PermissionDenied):
        indict(two, by=assistant)
    stranger = World(lead=two.lead, pro=two.pro, assistant=two.assistant)
    refused_typed(lambda: indict(two, counts=stranger.counts()), "counts")


def test_a_count_follows_onto_the_indictment_without_a_second_step(two):
    to_prelim(two)
    prelim(two, "COMMITTED", "COMMITTED")
    first, second = two.counts()
    indict(two, counts=[first])

    indict(two, counts=[second], number="CR-26-7")

    assert states(two) == ["ON_INDICTMENT", "ON_INDICTMENT"]
    assert rules(two.proceeding).count("A8") == 1
    assert again(first).document_id == again(second).document_id


def test_a8_from_concluded_reopens_the_file_first(two):
    to_prelim(two)
    prelim(two, "DISCHARGED_PRELIM", "DISCHARGED_PRELIM")
    assert again(two.file).state == "CONCLUDED"
    refused_typed(lambda: indict(two, counts=two.counts()), "reason")
    consented(two)

    indict(two, counts=two.counts()[:1], reason="The Attorney General consented")

    assert (two.proceeding.state, again(two.file).state) == ("INDICTED", "CARRIED")
    f13 = Move.objects.of(two.file).get(rule="F13")
    assert f13.followed_from.rule == "A8"
    assert f13.reason == "The Attorney General consented"


def test_a8_from_concluded_not_without_consent_or_discharge(two):
    for count in two.counts():
        two.do(
            "withdraw_count",
            by=two.lead,
            count=count,
            why=services.ReasonIn("NO_PROSPECT"),
            exception="NOT_FOUND",
            happened_on=clock.today(),
        )

    refused_typed(lambda: asked(two), "asked_on")
    with nothing_changes(), pytest.raises(TransitionRefused):
        indict(two, counts=two.counts(), reason="x")


def test_a_direct_indictment_that_was_filed_holds_nobody_open(two):
    two.proceeding_on_counts()
    consented(two)
    indict(two)

    for count in two.counts():
        two.do(
            "withdraw_count",
            by=two.lead,
            count=count,
            why=services.ReasonIn("NO_PROSPECT"),
            exception="NOT_FOUND",
            happened_on=clock.today(),
        )

    assert two.proceeding.state == "CONCLUDED"


# The trial date: A9


def test_a9_sets_the_trial_in_the_superior_court(two, assistant):
    to_indicted(two)
    given = {"proceeding": two.proceeding, "trial_on": clock.today() + timedelta(days=80), "happened_on": clock.today()}

    two.do("set_trial", by=assistant, **given)

    assert (two.proceeding.state, two.proceeding.forum) == ("TRIAL_SET", "SCJ")
    assert rules(two.proceeding)[-1] == "A9"


def test_a9_before_the_indictment_and_the_indictment_after_it(two):
    to_prelim(two)
    prelim(two, "COMMITTED", "COMMITTED")
    two.do("set_trial", proceeding=two.proceeding, trial_on=clock.today() + timedelta(days=80), happened_on=clock.today())

    indict(two)

    assert two.proceeding.state == "TRIAL_SET"
    assert states(two) == ["ON_INDICTMENT", "ON_INDICTMENT"]


# Re-election: A10, C10


def reelect(world, choice="OCJ", **words):
    given = {"consent_on": clock.today()} if "as_of_right" not in words else {}
    return world.do("reelect", proceeding=world.proceeding, choice=choice, **{"on": clock.today(), **given, **words})


def test_a10_into_the_ontario_court_after_a_prelim_takes_the_longer_ceiling(two):
    to_indicted(two)

    reelect(two)

    assert (two.proceeding.state, two.proceeding.forum, two.proceeding.court.code) == ("INTAKE", "OCJ_AFTER_PRELIM", "OCJ")
    assert states(two) == ["PROCEEDING", "PROCEEDING"]
    assert rules(two.counts()[0])[-1] == "C10"
    election = two.proceeding.accused_election
    assert (election.is_reelection, election.consent_on, election.as_of_right) == (True, clock.today(), False)
    two.do("set_trial", proceeding=two.proceeding, trial_on=clock.today() + timedelta(days=80), happened_on=clock.today())
    assert (two.proceeding.state, two.proceeding.forum) == ("TRIAL_SET", "OCJ_AFTER_PRELIM")


def test_a10_from_the_prelim_to_a_trial_in_the_ontario_court_takes_the_shorter_one(two):
    to_prelim(two)
    assert two.proceeding.forum == "SCJ"
    refused_typed(lambda: reelect(two), "trial_on")

    reelect(two, trial_on=clock.today() + timedelta(days=50), trial_ends_on=clock.today() + timedelta(days=55))

    assert (two.proceeding.state, two.proceeding.forum) == ("TRIAL_SET", "OCJ")
    months = catalogue.delay_months(SWORN_ON)
    assert two.proceeding.ceiling_on == guards_ceiling(two, months["OCJ"])
    assert states(two) == ["PROCEEDING", "PROCEEDING"]


def guards_ceiling(world, months):
    from casetracker.delay import add_months

    return add_months(world.proceeding.clock_origin.on, months)


def test_a10_from_a_trial_date_to_a_preliminary_inquiry(two):
    two.to_trial_set()

    reelect(two, "SCJ_JURY", prelim_requested=True)

    assert (two.proceeding.state, two.proceeding.forum, two.proceeding.trial_on) == ("PRELIM", "SCJ", None)


def test_a10_no_preliminary_inquiry_where_none_is_possible(lead, pro, assistant):
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in(counts=[count_in(HYBRID)])])
    world.to_trial_set()

    refused_typed(lambda: reelect(world, "SCJ_JURY", prelim_requested=True), "prelim_requested")


def test_a10_between_judge_and_jury_nobody_moves(two):
    to_superior_trial(two, started=False)
    before = rules(two.proceeding)

    reelect(two, "SCJ_JUDGE", as_of_right=True)

    assert two.proceeding.state == "TRIAL_SET"
    assert rules(two.proceeding) == before
    assert two.proceeding.accused_election.choice == "SCJ_JUDGE"


def test_a10_asks_for_consent_where_it_is_not_of_right(two, later):
    two.to_trial_set()

    refused_typed(lambda: reelect(two, "SCJ_JURY", consent_on=None), "consent_on")
    refused_typed(lambda: reelect(two, "SCJ_JURY", as_of_right=True, consent_on=clock.today()), "consent_on")
    refused_typed(lambda: reelect(two, consent_on=clock.today()), "choice")
    refused_typed(lambda: reelect(two, "SCJ_JURY", on=clock.today() - timedelta(days=1)), "on")
    refused_typed(lambda: reelect(two, "x"), "choice")
    with later(days=1):
        refused_typed(lambda: reelect(two, "SCJ_JURY", as_of_right=True), "as_of_right")
    reelect(two, "SCJ_JURY", as_of_right=True)

    assert two.proceeding.state == "INTAKE"


def test_a10_into_the_ontario_court_always_by_consent(two, later):
    to_indicted(two)

    refused_typed(lambda: reelect(two, as_of_right=True), "as_of_right")
    with later(days=63):  # the sixtieth day is a Saturday, so that the Monday is the last one
        refused_typed(lambda: reelect(two, "SCJ_JUDGE", as_of_right=True), "as_of_right")


def test_a10_needs_an_election_before_it_and_a_stage_that_allows_it(world):
    refused_typed(lambda: reelect(world), "choice")
    world.proceeding_on_counts()
    world.to_intake()
    world.do("record_election", proceeding=world.proceeding, choice="SCJ_JUDGE", on=clock.today())
    put(world.proceeding, "IN_TRIAL")

    with nothing_changes(), pytest.raises(TransitionRefused):
        reelect(world)


def waiting_for_the_inquiry(world):
    """An accused who elected judge and jury and asked for an inquiry that has not begun."""
    world.proceeding_on_counts()
    world.to_intake()
    world.do("await_election", proceeding=world.proceeding, happened_on=clock.today())
    world.do("record_election", proceeding=world.proceeding, choice="SCJ_JURY", on=clock.today(), prelim_requested=True)


def test_a_reelection_before_the_inquiry_is_a_fact_and_the_trial_date_follows_it(two):
    waiting_for_the_inquiry(two)
    before = rules(two.proceeding)
    assert two.proceeding.forum == "SCJ"

    reelect(two)

    assert (two.proceeding.state, two.proceeding.forum) == ("ELECTION_PENDING", "OCJ")
    assert rules(two.proceeding) == before
    assert two.proceeding.ceiling_on == guards_ceiling(two, catalogue.delay_months(SWORN_ON)["OCJ"])
    two.do("set_trial", proceeding=two.proceeding, trial_on=clock.today() + timedelta(days=80), happened_on=clock.today())
    assert (two.proceeding.state, two.proceeding.forum) == ("TRIAL_SET", "OCJ")


def test_a_reelection_before_the_inquiry_may_ask_for_one_and_keeps_the_rules_of_consent(two):
    waiting_for_the_inquiry(two)
    refused_typed(lambda: reelect(two, consent_on=None), "consent_on")
    refused_typed(lambda: reelect(two, as_of_right=True), "as_of_right")
    refused_typed(lambda: reelect(two, prelim_requested=True), "prelim_requested")
    refused_typed(lambda: reelect(two, "SCJ_JURY", as_of_right=True), "choice")
    reelect(two)

    reelect(two, "SCJ_JUDGE", as_of_right=True, prelim_requested=True)
    two.do("move", subject=two.proceeding, name="begin_prelim", happened_on=clock.today())

    assert (two.proceeding.state, two.proceeding.forum) == ("PRELIM", "SCJ")


def test_between_judge_and_jury_an_inquiry_goes_on(two):
    to_prelim(two)
    before, choice = rules(two.proceeding), two.proceeding.accused_election.choice
    other = "SCJ_JUDGE" if choice == "SCJ_JURY" else "SCJ_JURY"
    refused_typed(lambda: reelect(two, choice, as_of_right=True, prelim_requested=True), "choice")
    refused_typed(lambda: reelect(two, other, as_of_right=True), "trial_on")

    reelect(two, other, as_of_right=True, prelim_requested=True)

    assert (two.proceeding.state, two.proceeding.forum, rules(two.proceeding)) == ("PRELIM", "SCJ", before)
    assert two.proceeding.accused_election.choice == other


# Verdicts: C9, A12, A20; resuming: C10


def test_a12_a_mistrial_takes_the_accused_back_to_a_trial_date(two):
    to_superior_trial(two)
    refused_typed(lambda: verdict(two, "MISTRIAL", "MISTRIAL", reason=" "), "reason")

    verdict(two, "MISTRIAL", "ACQUITTED")

    assert states(two) == ["MISTRIAL", "ACQUITTED"]
    proceeding = two.proceeding
    assert (proceeding.state, proceeding.trial_on, proceeding.arraigned_on) == ("TRIAL_SET", None, None)
    move = Move.objects.of(proceeding).get(rule="A12")
    assert move.reason == "The jury could not agree"
    assert proceeding.clock_origin.on == SWORN_ON


def test_a12_waits_for_the_other_counts_and_for_counsel(two, assistant):
    to_superior_trial(two)
    verdict(two, "MISTRIAL", "", by=assistant)
    assert two.proceeding.state == "IN_TRIAL"

    rows = [services.VerdictIn(two.counts()[1], "MISTRIAL")]
    two.do(
        "record_verdict",
        by=assistant,
        proceeding=two.proceeding,
        verdicts=rows,
        decided_by=JUDGE,
        happened_on=clock.today(),
        reason="Hung jury",
    )
    assert two.proceeding.state == "IN_TRIAL"
    with nothing_changes(), pytest.raises(Refusal):
        two.do("record_verdict", proceeding=two.proceeding, verdicts=[], decided_by=JUDGE, happened_on=clock.today())

    two.do("record_verdict", proceeding=two.proceeding, verdicts=[], decided_by=JUDGE, happened_on=clock.today(), reason="Hung jury")

    assert two.proceeding.state == "TRIAL_SET"


def test_c9_a_mistrial_only_at_trial(two):
    two.proceeding_on_counts()

    refused(lambda: verdict(two, "MISTRIAL", "MISTRIAL"), guards.at_trial)
    refused(lambda: verdict(two, "NCR", "NCR"), guards.at_trial)


def test_a13_a_count_of_a_mistrial_wants_its_answer(two):
    to_superior_trial(two)

    refused(lambda: verdict(two, "FOUND_GUILTY", "MISTRIAL"), guards.live_counts_answered)


def resume(world, **words):
    waiting = [count for count in world.counts() if count.state == "MISTRIAL"]
    return world.do("resume_counts", proceeding=world.proceeding, counts=waiting, happened_on=clock.today(), **words)


def test_c10_only_once_the_count_was_screened_again(two, later):
    to_superior_trial(two)
    with later(days=1):
        verdict(two, "MISTRIAL", "MISTRIAL")
        refused(lambda: resume(two), guards.rescreened)
        reviews = [services.ReviewIn(count, "PROCEED", True, True) for count in two.counts()]
        two.do("record_screening", proceeding=two.proceeding, reviews=reviews, reviewed_on=clock.today())

        resume(two)

    assert states(two) == ["ON_INDICTMENT", "ON_INDICTMENT"]
    assert {rules(count)[-1] for count in two.counts()} == {"C10"}


def test_c10_in_the_ontario_court_a_count_proceeds(world, later):
    world.to_in_trial()
    with later(days=1):
        verdict(world, "MISTRIAL")
        review = services.ReviewIn(world.count, "PROCEED", True, True)
        world.do("record_screening", proceeding=world.proceeding, reviews=[review], reviewed_on=clock.today())
        resume(world)

    assert (world.count.state, world.proceeding.state) == ("PROCEEDING", "TRIAL_SET")


def test_c10_is_for_counsel(two, assistant):
    to_superior_trial(two)
    verdict(two, "MISTRIAL", "MISTRIAL")

    with nothing_changes(), pytest.raises(PermissionDenied):
        resume(two, by=assistant)
    refused_typed(lambda: two.do("resume_counts", proceeding=two.proceeding, counts=[], happened_on=clock.today()), "counts")


def test_a20_not_responsible_leaves_the_accused_to_the_board(two):
    to_superior_trial(two)

    verdict(two, "NCR", "ACQUITTED")

    assert two.proceeding.state == "NCR_SUPERVISED"
    assert rules(two.proceeding)[-1] == "A20"
    assert again(two.file).state == "CARRIED"


def test_a20_needs_every_other_count_over_and_the_appeal_period(two):
    to_superior_trial(two)
    rows = [services.VerdictIn(two.counts()[0], "NCR")]

    refused(lambda: verdict(two, "NCR", ""), guards.no_count_live)
    refused_typed(
        lambda: two.do("record_verdict", proceeding=two.proceeding, verdicts=rows, decided_by=JUDGE, happened_on=clock.today()),
        "appeal_due_on",
    )


def test_a13_where_another_count_is_guilty(two):
    to_superior_trial(two)

    verdict(two, "NCR", "FOUND_GUILTY")

    assert two.proceeding.state == "GUILTY_AWAITING_SENTENCE"


def test_a20_the_board_discharges_absolutely(two, assistant):
    to_superior_trial(two)
    verdict(two, "NCR", "NCR")
    given = {"proceeding": two.proceeding, "by": assistant}
    refused_typed(lambda: two.do("record_board_discharge", discharged_on=None, **given), "discharged_on")
    refused_typed(lambda: two.do("record_board_discharge", discharged_on=clock.today() + timedelta(days=1), **given), "discharged_on")

    two.do("record_board_discharge", discharged_on=clock.today(), **given)

    assert (two.proceeding.state, two.proceeding.board_discharged_on) == ("CONCLUDED", clock.today())
    assert again(two.file).state == "CONCLUDED"


def test_a20_the_board_discharges_only_whom_it_supervises(two):
    to_superior_trial(two)

    with nothing_changes(), pytest.raises(TransitionRefused):
        two.do("record_board_discharge", proceeding=two.proceeding, discharged_on=clock.today())


# What a court ends: C8


def order(world, result="STAYED_11B", counts=None, by=None, **words):
    given = {"decided_by": JUDGE, "happened_on": clock.today(), "appeal_due_on": clock.today() + timedelta(days=30), "why": why(result)}
    given |= words
    chosen = world.counts() if counts is None else counts
    return world.do("record_court_order", by=by, proceeding=world.proceeding, counts=chosen, result=result, **given)


@pytest.mark.parametrize(
    "result, name", [("QUASHED", "quash"), ("DISMISSED", "dismiss"), ("STAYED_11B", "stay_for_delay"), ("STAYED_ABUSE", "stay_for_abuse")]
)
def test_c8_each_order_ends_the_counts_and_the_accused(two, assistant, result, name):
    order(two, result, by=assistant)

    assert states(two) == [result, result]
    assert two.proceeding.state == "CONCLUDED"
    assert Move.objects.of(two.counts()[0]).get(rule="C8").name == name
    assert Move.objects.of(two.proceeding).get(rule="A22").followed_from.rule == "C8"
    assert again(two.file).state == "CARRIED"
    assert two.counts()[0].last_decision.appeal_due_on == clock.today() + timedelta(days=30)


def test_c8_asks_for_what_who_when_and_until_when(two):
    refused_typed(lambda: order(two, "SENTENCED"), "result")
    refused_typed(lambda: order(two, counts=[]), "counts")
    refused_typed(lambda: order(two, "QUASHED", why=None), "reason_code")
    refused_typed(lambda: order(two, "QUASHED", why=services.ReasonIn("DOUBT")), "reason_code")
    refused_typed(lambda: order(two, decided_by=""), "decided_by")
    refused_typed(lambda: order(two, appeal_due_on=None), "appeal_due_on")
    refused_typed(lambda: order(two, appeal_none=True), "appeal_due_on")
    refused_typed(lambda: order(two, appeal_due_on=clock.today() - timedelta(days=1)), "appeal_due_on")
    refused_typed(lambda: order(two, happened_on=clock.today() + timedelta(days=1)), "on")


def test_c8_after_guilt_only_a_stay_and_before_sentence(world):
    world.to_sentence()
    with nothing_changes(), pytest.raises(TransitionRefused):
        order(world, "QUASHED")
    put(world.proceeding, "WARRANT_OUT", parked_from="GUILTY_AWAITING_SENTENCE")
    refused(lambda: order(world), guards.awaiting_sentence)
    put(world.proceeding, "GUILTY_AWAITING_SENTENCE", parked_from="")

    order(world)

    assert (world.count.state, world.proceeding.state) == ("STAYED_11B", "GUILTY_AWAITING_SENTENCE")
    world.orders_answered()
    world.do("conclude_proceeding", proceeding=world.proceeding, happened_on=clock.today())
    assert world.proceeding.state == "CONCLUDED"


def test_c8_ends_the_matter_of_somebody_unfit(world):
    world.do("record_unfit", proceeding=world.proceeding, unfit_on=clock.today())

    order(world, "STAYED_ABUSE")

    assert (world.proceeding.state, world.proceeding.parked_from) == ("CONCLUDED", "")


# Replaced counts: C4


def replace(world, *pairs, by=None, number="4811-26-1", **words):
    rows = [services.ReplacementIn(new, old) for new, old in pairs]
    paper = services.InformationIn(number=number, sworn_on=words.pop("sworn_on", clock.today()), court=catalogue.court("OCJ"))
    return world.do("replace_counts", by=by, proceeding=world.proceeding, replacements=rows, document=paper, **words)


def test_c4_many_to_many_with_the_clock_kept(two):
    first, second = two.counts()

    made = replace(two, (count_in(PROCURING), [first]), (count_in(HYBRID), [first]), (count_in(TRAFFICKING), [first, second]))

    assert [again(first).state, again(second).state] == ["REPLACED", "REPLACED"]
    assert [count.state for count in made] == ["LAID", "LAID", "LAID"]
    lines = {(line.old_id, line.new_id): line for line in CountLineage.objects.all()}
    assert len(lines) == 4
    assert lines[first.pk, made[0].pk].kind == "SPLIT"
    assert lines[second.pk, made[2].pk].kind == "JOINED"
    assert all(line.origin_kept and line.confirmed_by is None for line in lines.values())
    assert {count.clock_origin.on for count in made} == {SWORN_ON}
    assert {count.document.number for count in made} == {"4811-26-1"}
    assert two.proceeding.state == "CHARGED"
    assert two.proceeding.clock_origin.on == SWORN_ON


def test_c4_counsel_confirms_that_the_clock_goes_on(two, assistant):
    first, _second = two.counts()
    replace(two, (count_in(HYBRID), [first]))
    line = CountLineage.objects.get()
    assert line.kind == "REWORDED"
    with nothing_changes(), pytest.raises(PermissionDenied):
        two.do("confirm_clock", by=assistant, line=line)

    two.do("confirm_clock", line=line)

    assert again(line).confirmed_by == two.pro
    with nothing_changes(), pytest.raises(Refusal):
        two.do("confirm_clock", line=line)


def test_c4_counsel_may_begin_a_new_clock(two):
    made = replace(two, (count_in(HYBRID), two.counts()), clock="NEW")

    line = CountLineage.objects.first()
    assert (line.origin_kept, line.confirmed_by) == (False, two.pro)
    assert (made[0].clock_origin.on, made[0].clock_origin.kind) == (clock.today(), "NEW_INFORMATION")
    assert two.proceeding.clock_origin.on == clock.today()
    assert ClockOrigin.objects.filter(proceeding=two.proceeding).count() == 2


def test_c4_on_a_new_indictment_the_counts_stand_at_once(two):
    to_indicted(two)

    made = replace(two, (count_in(PROCURING), two.counts()), number="CR-26-8", kind="INDICTMENT")

    assert [count.state for count in made] == ["ON_INDICTMENT"]
    assert (str(made[0].document), two.proceeding.state) == ("Indictment CR-26-8", "INDICTED")


def test_c4_after_the_prelim_a_new_indictment_indicts(two):
    to_prelim(two)
    prelim(two, "COMMITTED", "COMMITTED")

    replace(two, (count_in(PROCURING), two.counts()), number="CR-26-8", kind="INDICTMENT")

    assert two.proceeding.state == "INDICTED"


def test_c4_is_typed_whole(two, assistant):
    first, second = two.counts()

    refused_typed(lambda: replace(two), "replacements")
    refused_typed(lambda: replace(two, (count_in(HYBRID), [])), "replacements")
    refused_typed(lambda: replace(two, (count_in(HYBRID), [first]), number=" "), "number")
    refused_typed(lambda: replace(two, (count_in(HYBRID), [first]), sworn_on=clock.today() + timedelta(days=1)), "sworn_on")
    refused_typed(lambda: replace(two, (count_in(HYBRID), [first]), clock="x"), "clock")
    refused_typed(lambda: replace(two, (count_in(HYBRID), [first]), kind="INDICTMENT"), "kind")
    late = count_in(HYBRID, offence_from=clock.today())
    refused_typed(lambda: replace(two, (late, [first]), sworn_on=clock.today() - timedelta(days=3)), "offence_from")
    with nothing_changes(), pytest.raises(PermissionDenied):
        replace(two, (count_in(HYBRID), [first]), by=assistant)


def test_c4_not_a_count_that_is_over(two):
    first, second = two.counts()
    put(second, "WITHDRAWN", reason_code="OTHER")

    with nothing_changes(), pytest.raises(TransitionRefused):
        replace(two, (count_in(HYBRID), [first, again(second)]))


# Severed counts


def sever(world, counts, by=None, **words):
    return world.do("sever", by=by, proceeding=world.proceeding, counts=counts, happened_on=clock.today(), **{"reason": "s. 591", **words})


def test_severed_counts_go_their_own_way_with_clock_election_and_views(two):
    two.proceeding_on_counts()
    two.to_intake()
    two.do("record_election", proceeding=two.proceeding, choice="SCJ_JUDGE", on=clock.today())
    first, second = two.counts()
    two.do("record_victim_view", proceeding=two.proceeding, count=second, asked_on=clock.today(), view="Wants to go on")

    made = sever(two, [second])

    assert (made.state, made.severed_from) == ("INTAKE", two.proceeding)
    assert [count.pk for count in made.counts.all()] == [second.pk]
    assert made.clock_origin.on == SWORN_ON
    assert made.accused_election.choice == "SCJ_JUDGE"
    assert again(second).victim_view.view == "Wants to go on"
    assert Move.objects.of(made).get().reason == "s. 591"
    assert [count.pk for count in two.proceedings[0].counts.all()] == [first.pk]


def test_what_parks_the_accused_stands_on_both_tracks_and_ends_on_each(two):
    two.proceeding_on_counts()
    two.to_intake()
    two.do("record_unfit", proceeding=two.proceeding, unfit_on=clock.today())

    made = sever(two, two.counts()[1:])

    assert made.fitness_findings.get().prima_facie_due_on == two.proceedings[0].fitness_findings.get().prima_facie_due_on
    two.do("record_fit", proceeding=made, fit_on=clock.today())
    assert [one.state for one in two.proceedings] == ["UNFIT", "INTAKE"]
    two.do("record_fit", proceeding=two.proceeding, fit_on=clock.today())
    assert [one.state for one in two.proceedings] == ["INTAKE", "INTAKE"]


def test_a_warrant_that_is_out_stands_on_both_tracks(two):
    two.do("issue_warrant", proceeding=two.proceeding, kind="BENCH_597", issued_on=clock.today(), note="Did not come")

    made = sever(two, two.counts()[1:])

    assert (made.state, made.open_warrant.kind, made.open_warrant.note) == ("WARRANT_OUT", "BENCH_597", "Did not come")
    two.do("execute_warrant", proceeding=made, executed_on=clock.today(), custody="IN_CUSTODY")
    assert (again(made).state, two.proceeding.open_warrant is None) == ("CHARGED", False)


def test_what_cannot_be_severed(two, assistant):
    first, second = two.counts()
    refused_typed(lambda: sever(two, []), "counts")
    refused_typed(lambda: sever(two, two.counts()), "counts")
    refused_typed(lambda: sever(two, [first], reason=" "), "reason")
    with nothing_changes(), pytest.raises(PermissionDenied):
        sever(two, [first], by=assistant)
    put(two.proceeding, "DIVERTED", parked_from="INTAKE")
    refused_typed(lambda: sever(two, [first]), "counts")
    put(two.proceeding, "CHARGED", parked_from="")
    put(two.file, "TRANSFERRED")
    refused_typed(lambda: sever(two, [first]), "counts")


# Fitness: A19


def test_a19_unfit_parks_and_fit_resumes(two, assistant):
    two.to_trial_set()
    refused_typed(lambda: two.do("record_unfit", proceeding=two.proceeding, unfit_on=None), "unfit_on")
    refused_typed(
        lambda: two.do(
            "record_unfit", proceeding=two.proceeding, unfit_on=clock.today(), prima_facie_due_on=clock.today() - timedelta(days=1)
        ),
        "prima_facie_due_on",
    )

    two.do("record_unfit", by=assistant, proceeding=two.proceeding, unfit_on=clock.today())

    finding = FitnessFinding.objects.get()
    assert (two.proceeding.state, two.proceeding.parked_from) == ("UNFIT", "TRIAL_SET")
    assert finding.prima_facie_due_on == clock.today().replace(year=clock.today().year + 2)
    refused_typed(lambda: two.do("record_fit", proceeding=two.proceeding, fit_on=clock.today() - timedelta(days=1)), "fit_on")

    two.do("record_fit", by=assistant, proceeding=two.proceeding, fit_on=clock.today())

    assert (two.proceeding.state, two.proceeding.parked_from, again(finding).fit_on) == ("TRIAL_SET", "", clock.today())


def test_a19_not_after_judgment_and_not_twice(world):
    world.to_sentence()
    with nothing_changes(), pytest.raises(TransitionRefused):
        world.do("record_unfit", proceeding=world.proceeding, unfit_on=clock.today())
    with nothing_changes(), pytest.raises(TransitionRefused):
        world.do("record_fit", proceeding=world.proceeding, fit_on=clock.today())


# A late sentence: C12


def late_sentence(world, count, by=None, decided_by=JUDGE, **words):
    row = services.DispositionIn(**{"count": count, "result": "SENTENCED", "terms": "Two years", "appeal_none": True, **words})
    given = {"proceeding": world.proceeding, "decided_by": decided_by, "happened_on": clock.today()}
    return world.do("record_disposition", by=by or world.lead, dispositions=[row], **given)


@pytest.fixture
def kienapple(two):
    """One count sentenced, the other stayed because of it."""
    two.to_sentence()
    first, second = two.counts()
    rows = [
        services.DispositionIn(first, "SENTENCED", terms="Six years", appeal_due_on=clock.today() + timedelta(days=30)),
        services.DispositionIn(second, "STAYED_KIENAPPLE", appeal_due_on=clock.today() + timedelta(days=30)),
    ]
    two.do("record_disposition", proceeding=two.proceeding, dispositions=rows, decided_by=JUDGE, happened_on=clock.today())
    return two


def test_c12_needs_that_the_other_conviction_fell(kienapple):
    first, second = kienapple.counts()
    refused(lambda: late_sentence(kienapple, second), guards.no_other_conviction)
    put(first, "ACQUITTED")
    refused_typed(lambda: late_sentence(kienapple, second, terms=" "), "terms")
    refused_typed(lambda: late_sentence(kienapple, second, decided_by=" "), "decided_by")
    refused_typed(lambda: late_sentence(kienapple, second, appeal_none=False), "appeal_due_on")
    with nothing_changes(), pytest.raises(PermissionDenied):
        late_sentence(kienapple, second, by=kienapple.pro)

    late_sentence(kienapple, second)

    assert again(second).state == "SENTENCED"
    assert again(second).last_decision.terms == "Two years"


# Rights, versions, one act


def test_a_second_send_of_a_form_changes_nothing(two):
    to_prelim(two)
    prelim(two, "COMMITTED", "COMMITTED", key="k" * 32)

    with nothing_changes(), pytest.raises(services.AlreadySent):
        prelim(two, "COMMITTED", "COMMITTED", key="k" * 32)


def test_a_stale_form_is_refused(two):
    to_prelim(two)

    with nothing_changes(), pytest.raises(services.StaleRecord):
        prelim(two, "COMMITTED", "COMMITTED", version=two.proceeding.version - 1)


def test_two_accused_share_an_indictment(lead, pro, assistant):
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in("Alder"), accused_in("Birch")])
    for proceeding in world.proceedings:
        to_prelim(world, proceeding)
        prelim(world, "COMMITTED", proceeding=proceeding)
        world.do("file_indictment", proceeding=again(proceeding), counts=world.counts(proceeding), number="CR-1", filed_on=clock.today())

    assert Proceeding.objects.filter(state="INDICTED").count() == 2
    assert Count.objects.values("document").distinct().count() == 1
    assert information().number == "4811-25-100"
    assert Election.objects.filter(is_reelection=True).count() == 0

"""Stays, programs, appeals, death, a struck plea, a new charge, carriage: each step by its page, as a browser sends it."""

from datetime import timedelta

import pytest

from caseload.outcomes import Asked, Report
from casetracker import services
from casetracker.models import AppealCount, Count, CrownStay
from foundation import clock
from foundation.workflow.models import Approval
from tests.casetracker.pages import at, day, hidden, problems, send, sent, signed_in, written
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.casetracker import HYBRID, World, accused_in, again, count_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(lead, pro, assistant):
    """A carried file with one accused and two counts that proceed."""
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in(counts=[count_in(), count_in(HYBRID)])])
    world.proceeding_on_counts()
    return world


def page_of(world, name, proceeding=None):
    return at(name, world.file, accused=proceeding or world.proceeding)


def refs(world):
    return [count.ref for count in world.counts()]


def ask(world, client=None, **typed):
    given = {
        "counts": refs(world),
        "reason_code": "VICTIM_UNAVAILABLE",
        "reason": "The complainant cannot testify",
        **day("entered_on", clock.today()),
        **day("lapses_on", None),
    }
    return send(client or signed_in(world.pro), page_of(world, "ask_crown_stay"), **{**given, **typed})


def decide(world, **typed):
    given = {"granted": "yes", "answer": "", **day("entered_on", clock.today()), **day("lapses_on", None)}
    return send(signed_in(world.lead), page_of(world, "decide_crown_stay"), **{**given, **typed})


def test_a_stay_goes_from_counsel_to_lead_and_back_by_its_pages(two):
    sent(ask(two))
    shown = signed_in(two.lead).get(at("accused", two.file, accused=two.proceeding)).content.decode()
    listed = signed_in(two.lead).get("/en/lead/").content.decode()
    way = page_of(two, "decide_crown_stay")
    assert way in shown
    assert way in listed
    assert "The complainant cannot testify" in listed

    sent(decide(two))
    assert two.proceeding.state == "CROWN_STAYED"
    sent(send(signed_in(two.pro), page_of(two, "recommence"), counts=refs(two), reason="She came back", **day("notice_on", clock.today())))

    assert two.proceeding.state == "CHARGED"
    assert CrownStay.objects.filter(recommenced_on=clock.today()).count() == 2


def test_what_follows_from_a_stay_is_shown_before_the_click(two):
    sent(ask(two))
    client, url = signed_in(two.lead), page_of(two, "decide_crown_stay")
    form = {**hidden(client.get(url)), "granted": "yes", "answer": "", **day("entered_on", clock.today()), **day("lapses_on", None)}

    answer = client.post(url, form)

    assert answer.status_code == 200
    assert "What will follow" in answer.content.decode()
    assert two.proceeding.state == "CHARGED"


def test_mistakes_stand_beside_their_fields_and_what_was_typed_stays(two):
    before = written()

    answer = ask(two, counts=[], reason="", **day("lapses_on", clock.today()))

    assert answer.status_code == 422
    assert len(problems(answer)) == 3
    assert written() == before
    sent(ask(two))
    refused = decide(two, granted="no")
    assert refused.status_code == 422
    assert "Say why the stay is refused." in refused.content.decode()
    assert Approval.objects.waiting().count() == 1


def test_a_page_says_that_nothing_waits(two):
    assert "No stay waits for a decision." in signed_in(two.lead).get(page_of(two, "decide_crown_stay")).content.decode()
    sent(ask(two))
    assert "waits for a lead" in signed_in(two.pro).get(page_of(two, "ask_crown_stay")).content.decode()
    for name, who in (("end_measure", two.pro), ("recommence", two.pro), ("end_appeal", two.lead), ("strike_plea", two.pro)):
        answer = signed_in(who).get(page_of(two, name))
        assert answer.status_code == 200
        assert "<form" not in answer.content.decode().split("<main")[1].split("</main")[0]


def test_a_lead_does_not_decide_what_she_asked_for(two):
    sent(ask(two, signed_in(two.lead)))

    assert "Another lead must decide" in signed_in(two.lead).get(page_of(two, "decide_crown_stay")).content.decode()


def test_a_program_is_begun_and_ended_by_its_pages(two):
    two.to_intake()
    client = signed_in(two.pro)
    typed = {"counts": refs(two), "kind": "ALTERNATIVE", "terms": "Forty hours", **day("consent_on", clock.today())}
    refused = send(client, page_of(two, "divert"), **typed, **day("happened_on", clock.today()))
    assert refused.status_code == 422

    sent(send(client, page_of(two, "divert"), conditions_met="on", **typed, **day("happened_on", clock.today())))
    assert two.proceeding.state == "DIVERTED"
    assert send(client, page_of(two, "end_measure"), completed="no", **day("ended_on", clock.today())).status_code == 422
    sent(send(client, page_of(two, "end_measure"), completed="yes", **day("ended_on", clock.today())))

    assert two.proceeding.state == "CONCLUDED"
    assert {count.state for count in two.counts()} == {"DISMISSED_MEASURES"}


@pytest.fixture
def over(lead, pro, assistant):
    """A file with one accused sentenced on two counts and concluded."""
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in(counts=[count_in(), count_in(HYBRID)])])
    world.concluded()
    return world


def appeal(world, **typed):
    given = {"counts": refs(world), "side": "ACCUSED", "number": "C70001", **day("notice_on", clock.today()), **typed}
    return send(signed_in(world.pro), page_of(world, "record_appeal"), **given)


def test_an_appeal_is_recorded_and_a_new_trial_ordered_by_their_pages(over):
    sent(appeal(over))
    assert over.proceeding.state == "UNDER_APPEAL"
    client, url = signed_in(over.lead), page_of(over, "end_appeal")
    assert url in client.get(at("accused", over.file, accused=over.proceeding)).content.decode()
    first, second = over.counts()
    typed = {"decided_by": "Court of Appeal", "custody": "RELEASED_COURT", "target": "TRIAL_SET", **day("decided_on", clock.today())}
    typed |= {f"{first.ref}-result": "NEW_TRIAL", f"{second.ref}-result": "AFFIRMED", f"{second.ref}-appeal_none": "on"}

    refused = send(client, url, **typed)
    assert refused.status_code == 422
    sent(send(client, url, **typed, **day("trial_on", clock.today() + timedelta(days=90))))

    assert over.proceeding.state == "TRIAL_SET"
    assert [count.state for count in over.counts()] == ["PROCEEDING", "SENTENCED"]
    assert set(AppealCount.objects.values_list("result", flat=True)) == {"NEW_TRIAL", "AFFIRMED"}


def test_an_acquittal_entered_asks_for_its_reason(over):
    sent(appeal(over))
    client, url = signed_in(over.lead), page_of(over, "end_appeal")
    first, second = over.counts()
    typed = {"decided_by": "Court of Appeal", **day("decided_on", clock.today())}
    typed |= {f"{one.ref}-appeal_none": "on" for one in (first, second)}
    typed |= {f"{first.ref}-result": "ACQUITTAL_ENTERED", f"{second.ref}-result": "AFFIRMED"}

    without = send(client, url, **typed)
    astray = send(client, url, **typed, **{f"{first.ref}-reason_code": "EVIDENCE", f"{second.ref}-reason_code": "DOUBT"})
    assert problems(without) == ["Choose why the count ends without a conviction."]
    assert problems(astray) == ["A reason goes only with an outcome without a conviction."]
    sent(send(client, url, **typed, **{f"{first.ref}-reason_code": "EVIDENCE", f"{first.ref}-reason_avoidable": "YES"}))

    assert [(count.state, count.reason_code, count.reason_avoidable) for count in over.counts()] == [
        ("ACQUITTED", "EVIDENCE", "YES"),
        ("SENTENCED", "", ""),
    ]
    values = Report(over.lead, Asked(), small_shown=True).values
    assert (values["charge.acquitted"], values["reason.EVIDENCE"], values["reason.EVIDENCE.YES"]) == (1, 1, 1)


def test_who_may_not_change_a_verdict_is_not_offered_to(over):
    sent(appeal(over))

    shown = signed_in(over.assistant).get(page_of(over, "end_appeal")).content.decode()

    assert 'value="AFFIRMED"' in shown
    assert 'value="NEW_TRIAL"' not in shown
    assert "recorded by a team lead" in shown


def test_each_count_needs_its_result_and_the_next_appeal(over):
    sent(appeal(over))
    first, _second = over.counts()

    answer = send(
        signed_in(over.lead),
        page_of(over, "end_appeal"),
        decided_by="Court of Appeal",
        **day("decided_on", clock.today()),
        **{f"{first.ref}-result": "AFFIRMED"},
    )

    assert answer.status_code == 422
    assert len(problems(answer)) == 2


def test_the_appeal_of_the_other_side_is_reached_from_the_first(over):
    sent(appeal(over))
    sent(appeal(over, side="CROWN"))
    other = over.proceeding.appeals.get(side="CROWN")

    shown = signed_in(over.lead).get(page_of(over, "end_appeal")).content.decode()

    assert f"?appeal={other.ref}" in shown


def test_a_death_a_struck_plea_and_a_new_charge_by_their_pages(lead, pro, assistant):
    world = World(lead=lead, pro=pro, assistant=assistant)
    world.to_sentence()
    helper, leader = signed_in(assistant), signed_in(lead)

    sent(
        send(
            helper,
            page_of(world, "strike_plea"),
            target="INTAKE",
            reason="No inquiry",
            **day("struck_on", clock.today()),
            **day("trial_on", None),
        )
    )
    assert world.proceeding.state == "INTAKE"
    world.do(
        "withdraw_count", by=lead, count=world.count, why=services.ReasonIn("NO_PROSPECT"), exception="NOT_FOUND", happened_on=clock.today()
    )
    sent(
        send(helper, page_of(world, "charge_again"), counts=refs(world), number="4811-26-1", court="OCJ", **day("sworn_on", clock.today()))
    )
    assert (world.proceeding.state, again(world.file).state) == ("CHARGED", "CARRIED")
    assert Count.objects.filter(state="LAID").count() == 1
    sent(send(leader, page_of(world, "record_death"), reason="Death certificate", **day("died_on", clock.today())))
    assert world.proceeding.state == "ABATED"


def test_carriage_and_rest_of_a_file_by_their_pages(two):
    leader, office = signed_in(two.lead), OfficeFactory()
    typed = {"carriage": "SHARED", "office": office.ref, "contact": "C. Whitfield", "lead_prosecutor": ""}
    assert send(leader, at("agree_carriage", two.file), **typed).status_code == 422
    sent(send(leader, at("agree_carriage", two.file), **typed, **day("agreed_on", clock.today()), **day("effective_on", clock.today())))
    assert again(two.file).state == "SHARED"
    sent(ask(two))
    sent(decide(two))

    far = send(
        leader, at("make_dormant", two.file), **day("review_on", clock.today() + timedelta(days=300)), **day("happened_on", clock.today())
    )
    assert far.status_code == 422
    sent(
        send(
            leader,
            at("make_dormant", two.file),
            **day("review_on", clock.today() + timedelta(days=100)),
            **day("happened_on", clock.today()),
        )
    )
    assert again(two.file).state == "DORMANT"
    assert at("review_dormant", two.file) in leader.get(at("file", two.file)).content.decode()
    sent(send(leader, at("review_dormant", two.file), **day("review_on", clock.today() + timedelta(days=120))))

    assert again(two.file).dormant_review_on == clock.today() + timedelta(days=120)


PAGES = ["ask_crown_stay", "decide_crown_stay", "recommence", "divert", "end_measure", "record_appeal", "end_appeal"]


@pytest.mark.parametrize("name", [*PAGES, "record_death", "strike_plea", "charge_again"])
def test_each_page_speaks_french_and_is_closed_to_who_is_not_on_the_file(two, name):
    url = page_of(two, name)
    two.lead.language = "fr"

    assert signed_in(two.lead).get(url.replace("/en/", "/fr/")).status_code == 200
    assert signed_in(UserFactory()).get(url).status_code == 404
    assert signed_in(UserFactory(records=True)).get(url).status_code == 403

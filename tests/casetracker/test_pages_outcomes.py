"""The pages of an outcome: the sheet, the screening reviews of a file, a ruling; what is typed wrong is said beside its box and kept."""

import re
from datetime import timedelta

import pytest

from casetracker.models import Count, OrderAnswer, PleaNotice, SentenceTotal, VictimNotice
from foundation import clock
from tests.casetracker.pages import at, day, hidden, problems, send, sent, signed_in
from tests.factories.casetracker import HYBRID, PROCURING, World, accused_in, again, count_in

JUDGE = "Justice Q. Rowan"


@pytest.fixture
def two(lead, pro, assistant):
    """A file with two counts that proceed."""
    made = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in(counts=[count_in(PROCURING), count_in(HYBRID)])])
    made.proceeding_on_counts()
    return made


@pytest.fixture
def counsel(two):
    return signed_in(two.pro)


def sheet(world) -> str:
    return at("record_outcomes", world.file, accused=world.proceeding)


def row(count, **typed) -> dict:
    return {f"{count.ref}-0-{name}": value for name, value in typed.items()}


def part(count, place=0, **typed) -> dict:
    return {f"{count.ref}-part-{place}-{name}": value for name, value in typed.items()}


def seen_total(answer) -> str:
    return re.search(r'name="total" value="(\w+)"', answer.content.decode())[1]


def test_the_sheet_shows_the_total_and_records_it_once_confirmed(two, counsel):
    first, second = two.counts()
    typed = {
        **day("happened_on", clock.today()),
        "decided_by": JUDGE,
        **row(first, finding="PLEA_GUILTY", sentence="SENTENCED"),
        **part(first, kind="CUSTODY", years="4", credit_days="210"),
        **row(second, finding="PLEA_GUILTY", sentence="SENTENCED"),
        **part(second, kind="CUSTODY", months="12", served="CONSECUTIVE", after=first.ref),
    }
    opened = counsel.get(sheet(two))
    form = {**hidden(opened), **typed}

    shown = counsel.post(sheet(two), form)

    body = shown.content.decode()
    assert shown.status_code == 200
    assert "5 years" in body
    assert "less 210 days of credit" in body
    assert not SentenceTotal.objects.exists()
    again_ = counsel.post(sheet(two), {**form, **hidden(shown)})
    assert "Confirm the total of the sentence." in problems(again_)[0]
    done = counsel.post(sheet(two), {**form, **hidden(shown), "total_confirmed": "on"})
    assert sent(done) == at("accused", two.file, accused=two.proceeding)
    assert [one.state for one in two.counts()] == ["SENTENCED", "SENTENCED"]
    page = counsel.get(done["Location"]).content.decode()
    assert "5 years" in page
    assert "Confirmed by Petra Pro." in page
    assert "30 days after the day of the decision" in page


def test_a_sentence_above_the_maximum_is_warned_of_and_recorded(two, counsel):
    first, second = two.counts()
    typed = {
        **day("happened_on", clock.today()),
        "decided_by": JUDGE,
        **row(first, finding="FOUND_GUILTY", sentence="SENTENCED"),
        **part(first, kind="CUSTODY", years="15"),
        **row(second, finding="TO_WITHDRAW"),
    }
    opened = counsel.get(sheet(two))
    shown = counsel.post(sheet(two), {**hidden(opened), **typed})

    body = shown.content.decode()
    assert body.count("This is above the maximum (14 years).") == 1, "beside the boxes of the count"
    assert "Look at this before you confirm" in body
    assert not SentenceTotal.objects.exists()
    sent(counsel.post(sheet(two), {**typed, **hidden(shown), "total_confirmed": "on"}))
    assert again(first).state == "SENTENCED"


def test_a_conditional_sentence_below_the_minimum_is_warned_of_without_any_total(lead, pro, assistant):
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in(counts=[count_in(("279.011", "(1)(b)"))])])
    world.to_sentence()
    browser, count = signed_in(pro), world.count
    typed = {
        **day("happened_on", clock.today()),
        "decided_by": JUDGE,
        **row(count, sentence="SENTENCED"),
        **part(count, kind="CONDITIONAL", months="18"),
    }
    opened = browser.get(sheet(world))
    assert "R. v. Ahmed" in opened.content.decode()

    shown = browser.post(sheet(world), {**hidden(opened), **typed})

    body = shown.content.decode()
    assert shown.status_code == 200
    assert "This is below the minimum of the text (5 years)." in body
    assert "A court struck this minimum. Court history: R. v. Ahmed" in body
    assert "A conditional sentence is not open for an offence with a minimum (s. 742.1)." in body
    assert again(count).state == "PLEA_GUILTY"
    unlooked = browser.post(sheet(world), {**hidden(shown), **typed, "looked": "another"})
    assert (unlooked.status_code, again(count).state) == (200, "PLEA_GUILTY")
    sent(browser.post(sheet(world), {**hidden(unlooked), **typed}))
    assert again(count).state == "SENTENCED"


def test_what_was_to_be_withdrawn_no_longer_is(two, counsel):
    first, second = two.counts()
    form = {**day("happened_on", clock.today())}
    sent(send(counsel, sheet(two), **form, **row(second, finding="TO_WITHDRAW")))
    assert again(second).withdraw_at_sentence
    page = counsel.get(sheet(two)).content.decode()
    assert "To be withdrawn at sentence." in page

    sent(send(counsel, sheet(two), **form, **row(second, finding="NOT_TO_WITHDRAW")))

    assert not again(second).withdraw_at_sentence
    assert problems(send(counsel, sheet(two), **form, **row(first, finding="NOT_TO_WITHDRAW"))) == ["Choose what became of the count."]


def test_orders_that_stand_are_not_answered_again(two, counsel, later):
    two.do("record_plea", proceeding=two.proceeding, guilty=two.counts(), decided_by=JUDGE, happened_on=clock.today())
    two.sentenced()
    two.orders_answered()
    with later(days=4):
        counsel = signed_in(two.pro)
        nothing = send(counsel, sheet(two), **day("happened_on", clock.today()))
        sent(send(counsel, sheet(two), **day("happened_on", clock.today()), answer_DNA="MADE"))

    assert problems(nothing) == ["Enter what became of at least one count."]
    assert {one.on for one in OrderAnswer.objects.exclude(order="DNA")} == {clock.today()}
    assert OrderAnswer.objects.get(order="DNA").answer == "MADE"


def test_counsel_takes_the_accused_back_to_a_trial_date_after_a_mistrial(lead, pro, assistant):
    two = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in(counts=[count_in(PROCURING), count_in(PROCURING)])])
    two.to_in_trial()
    counsel, helper, today = signed_in(pro), signed_in(assistant), clock.today()
    typed = {**day("happened_on", today), "decided_by": JUDGE, "reason": "Hung jury"}
    first, second = two.counts()
    findings = {**row(first, finding="MISTRIAL"), **row(second, finding="ACQUITTED", reason_code="DOUBT")}
    sent(send(helper, sheet(two), **typed, **findings))
    assert two.proceeding.state == "IN_TRIAL"
    assert "A mistrial was recorded" in counsel.get(sheet(two)).content.decode()

    silent = send(counsel, sheet(two), **day("happened_on", today))
    sent(send(counsel, sheet(two), **typed))

    assert problems(silent) == ["Say why there was a mistrial."]
    assert two.proceeding.state == "TRIAL_SET"


def test_a_part_is_added_by_its_button_and_everything_typed_is_kept(two, counsel):
    first = two.count
    opened = counsel.get(sheet(two))
    typed = {**hidden(opened), "decided_by": JUDGE, **row(first, terms="As said"), **part(first, kind="FINE", amount="500")}

    more = counsel.post(sheet(two), {**typed, "row": f"{first.ref}-part"}).content.decode()

    assert f'name="{first.ref}-part-1-kind"' in more
    assert JUDGE in more
    assert "As said" in more
    assert 'value="500"' in more


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ({"finding": "ACQUITTED"}, "Choose why the count ends without a conviction."),
        ({"finding": "ACQUITTED", "reason_code": "PEACE_BOND"}, "This reason does not go with this outcome. Choose another."),
        ({"finding": "ACQUITTED", "reason_code": "OTHER"}, "Say why."),
        ({"finding": "OTHER_PLEA"}, "Choose the offence that was found or pleaded to."),
        (
            {"finding": "ACQUITTED", "reason_code": "DOUBT", "sentence": "SENTENCED"},
            "Only a count with a finding of guilt can be sentenced.",
        ),
        ({"finding": "PLEA_GUILTY", "reason_code": "DOUBT"}, "A reason goes only with an outcome without a conviction."),
        ({"finding": "PLEA_GUILTY", "sentence": "SENTENCED"}, "Enter the sentence in parts, or write its terms."),
        ({"finding": "NONSENSE"}, "Choose what became of the count."),
        ({"reason_note": "because"}, "Choose the reason."),
    ],
)
def test_what_is_wrong_with_a_count_is_said_beside_it(two, counsel, what, sentence):
    answer = send(counsel, sheet(two), **day("happened_on", clock.today()), decided_by=JUDGE, **row(two.count, **what))

    assert answer.status_code == 422
    assert any(sentence in problem for problem in problems(answer)), problems(answer)
    assert JUDGE in answer.content.decode()


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ({"kind": "CUSTODY"}, "Enter how long it is."),
        ({"months": "3"}, "Choose what the part is."),
        ({"kind": "CUSTODY", "months": "three"}, "Months: write it in figures."),
        ({"kind": "CUSTODY", "months": "99999"}, "Months: write a number from 0 to 1200."),
        ({"kind": "CUSTODY", "months": "-3"}, "Months: write a number from 0 to 1200."),
        ({"kind": "PROBATION", "months": "3", "credit_days": "9"}, "Only custody has credit."),
        ({"kind": "FINE"}, "Enter the amount of the fine."),
        ({"kind": "FINE", "amount": "much"}, "Write the amount in figures, like 500 or 1500.50."),
        ({"kind": "CUSTODY", "life": "on", "months": "3"}, "Only custody is for life, and then it has no length beside it."),
        ({"kind": "CUSTODY", "months": "3", "served": "CONSECUTIVE"}, "Choose the count to which it is consecutive."),
        ({"kind": "CUSTODY", "months": "3", "after": "nobody"}, "Choose one of the list."),
        ({"kind": "OTHER"}, "Say what was imposed."),
    ],
)
def test_what_is_wrong_with_a_part_is_said_beside_it(two, counsel, what, sentence):
    typed = {**row(two.count, finding="PLEA_GUILTY", sentence="SENTENCED"), **part(two.count, **what)}

    answer = send(counsel, sheet(two), **day("happened_on", clock.today()), decided_by=JUDGE, **typed)

    assert answer.status_code == 422
    assert any(sentence in problem for problem in problems(answer)), problems(answer)


def test_results_entered_twice_and_out_of_order_are_refused_with_a_sentence(two, counsel):
    first = two.count
    typed = {**day("happened_on", clock.today()), "decided_by": JUDGE, **row(first, finding="DISMISSED", reason_code="DOUBT")}
    opened = counsel.get(sheet(two))
    form = {**hidden(opened), **typed}

    answer = counsel.post(sheet(two), form)
    twice = counsel.post(sheet(two), form)  # the very same form
    stale = counsel.post(sheet(two), {**form, "key": "another"})

    assert (answer.status_code, twice.status_code) == (302, 302)
    assert twice["Location"] == answer["Location"]
    assert stale.status_code in (409, 422)
    assert problems(stale)
    early = send(counsel, sheet(two), **{**typed, **day("happened_on", clock.today() - timedelta(days=900))})
    assert early.status_code == 422


def test_orders_are_answered_on_the_sheet_with_their_length(two, counsel):
    two.do("record_plea", proceeding=two.proceeding, guilty=two.counts(), decided_by=JUDGE, happened_on=clock.today())
    given = {**day("happened_on", clock.today()), "answer_WEAPONS": "MADE", "length_WEAPONS": "10", "unit_WEAPONS": "YEARS"}

    wrong = send(counsel, sheet(two), **{**given, "answer_WEAPONS": "NOT_SOUGHT"})
    sent(send(counsel, sheet(two), **given))

    assert "Only an order that was made has a length." in problems(wrong)[0]
    found = {one.order: (one.answer, one.months) for one in OrderAnswer.objects.all()}
    assert found["WEAPONS"] == ("MADE", 120)
    page = counsel.get(sheet(two)).content.decode()
    assert "Primary designated offence" in page


def test_victims_are_told_on_the_sheet(two, counsel):
    victim = two.do("add_participant", case_file=two.file, kind="VICTIM", family_name="Quill", given_name="Robin")
    today = clock.today()
    told = {f"{victim.ref}-0-{name}": value for name, value in day("told_on", today).items()}

    wrong = send(counsel, sheet(two), **day("happened_on", today), **told)
    sent(send(counsel, sheet(two), **day("happened_on", today), **day("plea_agreed_on", today), **told))

    assert problems(wrong) == ["Enter the day of the plea agreement."]
    assert PleaNotice.objects.get().told_on == today


def test_at_sentence_each_victim_is_to_be_told_and_asked(two, counsel):
    first, second = two.counts()
    victim, other = (two.do("add_participant", case_file=two.file, kind="VICTIM", family_name=name) for name in ("Quill", "Rush"))
    today = clock.today()
    typed = {**day("happened_on", today), "decided_by": JUDGE, **row(second, finding="TO_WITHDRAW")}
    typed |= row(first, finding="PLEA_GUILTY", sentence="SENTENCED", terms="As said")
    asked = {f"{victim.ref}-RESTITUTION-0-{name}": value for name, value in day("told_on", today).items()}
    asked[f"{victim.ref}-CORRECTIONS-0-exception"] = "DECLINED"
    both = {**asked, **{f"{victim.ref}-CORRECTIONS-0-{name}": value for name, value in day("told_on", today).items()}}
    assert "Give the day she was told, or why she was not; not both." in problems(send(counsel, sheet(two), **typed, **both))[0]

    sent(send(counsel, sheet(two), **typed, **asked))

    found = {(one.participant_id, one.duty): (one.told_on, one.exception) for one in VictimNotice.objects.all()}
    duties = ("OUTCOME", "IMPACT_STATEMENT", "RESTITUTION", "CORRECTIONS")
    assert found == {(person.pk, duty): (None, "") for person in (victim, other) for duty in duties} | {
        (victim.pk, "RESTITUTION"): (today, ""),
        (victim.pk, "CORRECTIONS"): (None, "DECLINED"),
    }
    page = counsel.get(at("accused", two.file, accused=two.proceeding)).content.decode()
    assert page.count("not told yet") == 6
    later_told = {f"{other.ref}-OUTCOME-0-{name}": value for name, value in day("told_on", today).items()}
    sent(send(counsel, sheet(two), **day("happened_on", today), **later_told))
    assert VictimNotice.objects.get(participant=other, duty="OUTCOME").told_on == today
    assert VictimNotice.objects.filter(told_on=None, exception="").count() == 7, "what the form left empty is open again"


def test_the_sheet_is_asked_in_a_constant_number_of_queries(two, counsel, lead, pro, assistant, django_assert_max_num_queries):
    many = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in(counts=[count_in(PROCURING) for _ in range(12)])])
    many.proceeding_on_counts()
    numbers = []
    for world in (two, many):
        counsel.get(sheet(world))
        with django_assert_max_num_queries(400) as asked:
            assert counsel.get(sheet(world)).status_code == 200
        numbers.append(len(asked))

    assert numbers[0] == numbers[1]


def test_the_accused_and_the_reviews_are_asked_in_a_constant_number_of_queries(
    two, counsel, lead, pro, assistant, django_assert_max_num_queries
):
    many = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in(counts=[count_in(PROCURING) for _ in range(12)])])
    many.proceeding_on_counts()
    for world in (two, many):
        world.do("record_victim_view", proceeding=world.proceeding, asked_on=clock.today(), view="No more", withdraws=True)
    numbers = []
    for page in ("screenings", "accused_list"):
        for world in (two, many):
            counsel.get(at(page, world.file))
            with django_assert_max_num_queries(400) as asked:
                assert counsel.get(at(page, world.file)).status_code == 200
            numbers.append(len(asked))

    assert numbers[0] == numbers[1]
    assert numbers[2] == numbers[3]


def test_screening_reviews_are_a_list_with_both_tests_by_whom_and_why(two, counsel, later):
    review = {f"{two.count.ref}-{name}": value for name, value in {"outcome": "INVESTIGATE", "prospect": "on", "note": "Ask again"}.items()}
    with later(days=3):
        counsel = signed_in(two.pro)
        sent(send(counsel, at("record_screening", two.file, accused=two.proceeding), **day("reviewed_on", clock.today()), **review))

        page = counsel.get(at("screenings", two.file)).content.decode()

    assert page.count("Petra Pro") >= 2
    assert "Ask again" in page
    assert "Ask for more investigation" in page


def test_a_ruling_against_the_crown_calls_for_a_review(two, counsel, later):
    with later(days=2):
        counsel = signed_in(two.pro)
        sent(
            send(
                counsel,
                at("record_ruling", two.file, accused=two.proceeding),
                **day("on", clock.today()),
                ruled_by=JUDGE,
                ruling="The statement is out",
                against_crown="on",
            )
        )

        page = counsel.get(at("accused", two.file, accused=two.proceeding)).content.decode()

    assert "Screen the counts again" in page
    assert "The statement is out" in page
    assert Count.objects.filter(proceeding=two.proceeding).count() == 2


def test_an_assistant_is_not_offered_a_withdrawal(two, assistant):
    page = signed_in(assistant).get(sheet(two)).content.decode()

    assert 'value="TO_WITHDRAW"' in page
    assert 'value="WITHDRAWN"' not in page

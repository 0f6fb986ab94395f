"""The road to trial by its pages: each form once as a browser sends it, each link where it is needed, each mistake beside its field."""

from datetime import date, timedelta

import pytest

from casetracker import services
from casetracker.models import CountLineage, DirectIndictmentRequest, Proceeding
from foundation import clock
from tests.casetracker.pages import at, day, problems, send, sent, signed_in
from tests.casetracker.test_trial_road import (
    consented,
    indict,
    prelim,
    to_indicted,
    to_prelim,
    to_superior_trial,
    verdict,
    waiting_for_the_inquiry,
)
from tests.factories.casetracker import TRAFFICKING, World, accused_in, again, count_in, put

pytestmark = pytest.mark.django_db
NO_ROWS = {"count-rows": "1"}


@pytest.fixture
def two(lead, pro, assistant):
    return World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in(counts=[count_in(), count_in(TRAFFICKING)])])


@pytest.fixture
def counsel(pro):
    return signed_in(pro)


def page(world, name, count=None):
    return at(name, world.file, accused=world.proceeding, **({"count": count} if count else {}))


def shown(client, world) -> str:
    return client.get(at("accused", world.file, accused=world.proceeding)).content.decode()


def states(world):
    return [count.state for count in world.counts()]


def test_from_the_preliminary_inquiry_to_a_trial_date(two, counsel, assistant):
    to_prelim(two)
    today = clock.today()
    assert page(two, "record_prelim_result") in shown(counsel, two)
    first, second = two.counts()
    answer = send(
        counsel,
        page(two, "record_prelim_result"),
        decided_by="Justice Example",
        intended="NO",
        **NO_ROWS,
        **{f"{first.ref}-result": "COMMITTED"},
        **day("happened_on", today),
        **day("direct_indictment_asked_on", None),
    )
    assert answer.status_code == 422
    assert any("Choose the result" in words for words in problems(answer))
    sent(
        send(
            counsel,
            page(two, "record_prelim_result"),
            decided_by="Justice Example",
            intended="NO",
            **{"count-rows": "1", "count-0-offence": "advertising", **day("count-0-offence_from", date(2025, 6, 1))},
            **{f"{first.ref}-result": "COMMITTED", f"{second.ref}-result": "DISCHARGED_PRELIM", f"{second.ref}-reason_code": "WITNESS"},
            **day("happened_on", today),
            **day("direct_indictment_asked_on", None),
        )
    )
    assert states(two) == ["COMMITTED", "DISCHARGED_PRELIM", "COMMITTED"]
    assert two.proceeding.state == "COMMITTED"

    assert page(two, "file_indictment") in shown(counsel, two)
    committed = [count.ref for count in two.counts() if count.state == "COMMITTED"]
    sent(send(counsel, page(two, "file_indictment"), number="CR-26-9", counts=committed, **NO_ROWS, **day("filed_on", today)))
    assert two.proceeding.state == "INDICTED"

    helper = signed_in(assistant)
    assert page(two, "set_trial") in shown(helper, two)
    sent(
        send(
            helper,
            page(two, "set_trial"),
            **day("trial_on", today + timedelta(days=70)),
            **day("trial_ends_on", today + timedelta(days=72)),
            **day("happened_on", today),
        )
    )
    assert (two.proceeding.state, two.proceeding.forum) == ("TRIAL_SET", "SCJ")


def test_the_prelim_page_asks_whether_a_direct_indictment_is_intended(two, counsel):
    to_prelim(two)
    rows = {f"{count.ref}-result": "DISCHARGED_PRELIM" for count in two.counts()}
    typed = {"decided_by": "Justice Example", **NO_ROWS, **rows, **day("happened_on", clock.today())}

    silent = send(counsel, page(two, "record_prelim_result"), intended="NO", **typed)
    assert problems(silent) == ["Choose why the count ends without a conviction."] * 2
    typed |= {f"{count.ref}-reason_code": "EVIDENCE" for count in two.counts()}
    unsaid = send(counsel, page(two, "record_prelim_result"), intended="YES", **typed, **day("direct_indictment_asked_on", None))
    assert unsaid.status_code == 422

    sent(send(counsel, page(two, "record_prelim_result"), intended="YES", **typed, **day("direct_indictment_asked_on", clock.today())))
    assert two.proceeding.state == "PRELIM"
    assert "Waiting for the answer of the Attorney General" in shown(counsel, two)
    assert page(two, "ask_direct_indictment") in shown(counsel, two)
    sent(send(counsel, page(two, "ask_direct_indictment"), answer="REFUSED", **day("on", clock.today())))
    assert two.proceeding.state == "CONCLUDED"


def test_an_assistant_records_the_result_and_counsel_makes_the_step(two, counsel, assistant):
    to_prelim(two)
    helper = signed_in(assistant)
    rows = {f"{count.ref}-result": "COMMITTED" for count in two.counts()}
    assert "direct_indictment_asked_on" not in helper.get(page(two, "record_prelim_result")).content.decode()
    sent(
        send(
            helper, page(two, "record_prelim_result"), decided_by="Justice Example", **NO_ROWS, **rows, **day("happened_on", clock.today())
        )
    )
    assert two.proceeding.state == "PRELIM"

    sent(
        send(
            counsel,
            page(two, "record_prelim_result"),
            decided_by="Justice Example",
            **NO_ROWS,
            **day("happened_on", clock.today()),
            **day("direct_indictment_asked_on", None),
        )
    )
    assert two.proceeding.state == "COMMITTED"


def test_a_direct_indictment_is_asked_for_and_consented_to(two, counsel):
    two.proceeding_on_counts()
    assert page(two, "ask_direct_indictment") in shown(counsel, two)
    sent(send(counsel, page(two, "ask_direct_indictment"), **day("asked_on", clock.today())))
    nobody = send(counsel, page(two, "ask_direct_indictment"), answer="CONSENT", consent_by="", **day("on", clock.today()))
    assert nobody.status_code == 422

    sent(send(counsel, page(two, "ask_direct_indictment"), answer="CONSENT", consent_by="Attorney General", **day("on", clock.today())))

    assert DirectIndictmentRequest.objects.get().consent_by == "Attorney General"
    refs = [count.ref for count in two.counts()]
    sent(send(counsel, page(two, "file_indictment"), number="CR-26-9", counts=refs, **NO_ROWS, **day("filed_on", clock.today())))
    assert two.proceeding.state == "INDICTED"


def test_the_indictment_page_says_what_is_missing(two, counsel):
    two.proceeding_on_counts()
    none = send(counsel, page(two, "file_indictment"), number="CR-1", **NO_ROWS, **day("filed_on", clock.today()))
    assert problems(none) == ["Choose at least one count."]
    refs = [count.ref for count in two.counts()]

    early = send(counsel, page(two, "file_indictment"), number="CR-1", counts=refs, **NO_ROWS, **day("filed_on", clock.today()))

    assert early.status_code == 422
    assert "Attorney General" in problems(early)[0]
    assert 'value="CR-1"' in early.content.decode()


def test_another_row_of_a_count_comes_without_script_and_keeps_what_was_typed(two, counsel):
    to_prelim(two)
    opened = send(counsel, page(two, "record_prelim_result"), row="count", decided_by="Justice Example", **NO_ROWS)
    assert 'name="count-1-offence"' in opened.content.decode()
    assert 'value="Justice Example"' in opened.content.decode()
    more = send(counsel, page(two, "replace_counts"), row="count", number="77", **NO_ROWS)
    assert 'name="count-1-offence"' in more.content.decode()
    assert 'value="77"' in more.content.decode()


def test_a_reelection_shows_the_new_ceiling_before_the_click(two, counsel):
    to_indicted(two)
    url = page(two, "reelect")
    assert url in shown(counsel, two)
    wrong = send(counsel, url, choice="OCJ", as_of_right="on", **day("on", clock.today()), **day("consent_on", None))
    assert wrong.status_code == 422
    typed = {"choice": "OCJ", **day("on", clock.today()), **day("consent_on", clock.today())}
    first = counsel.post(url, {**typed, "version": str(two.proceeding.version), "key": "k" * 32})
    assert first.status_code == 200
    assert two.proceeding.state == "INDICTED"

    sent(send(counsel, url, **typed))

    assert (two.proceeding.state, two.proceeding.forum) == ("INTAKE", "OCJ_AFTER_PRELIM")


def test_a_reelection_before_the_inquiry_is_recorded_on_its_page(two, counsel):
    waiting_for_the_inquiry(two)
    url = page(two, "reelect")
    assert url in shown(counsel, two)
    typed = {"choice": "OCJ", **day("on", clock.today()), **day("consent_on", clock.today())}
    both = send(counsel, url, prelim_requested="on", **typed)
    assert "There is no preliminary inquiry before a trial in the Ontario Court of Justice." in problems(both)

    sent(send(counsel, url, **typed))

    assert (two.proceeding.state, two.proceeding.forum) == ("ELECTION_PENDING", "OCJ")


def test_a_reelection_from_the_prelim_asks_for_the_trial_date(two, counsel):
    to_prelim(two)
    typed = {"choice": "OCJ", **day("on", clock.today()), **day("consent_on", clock.today())}
    assert send(counsel, page(two, "reelect"), **typed, **day("trial_on", None), **day("trial_ends_on", None)).status_code == 422

    sent(
        send(
            counsel,
            page(two, "reelect"),
            **typed,
            **day("trial_on", clock.today() + timedelta(days=40)),
            **day("trial_ends_on", clock.today() + timedelta(days=44)),
        )
    )

    assert two.proceeding.forum == "OCJ"


def test_a_mistrial_and_the_way_back_to_trial(two, pro, later):
    to_superior_trial(two)
    with later(days=1):
        counsel = signed_in(pro)
        rows = {f"{count.ref}-0-finding": "MISTRIAL" for count in two.counts()}
        typed = {"decided_by": "Justice Example", **rows, **day("happened_on", clock.today())}
        silent = send(counsel, page(two, "record_outcomes"), reason="", **typed)
        assert problems(silent) == ["Say why there was a mistrial."]
        sent(send(counsel, page(two, "record_outcomes"), reason="Hung jury", **typed))
        assert two.proceeding.state == "TRIAL_SET"

        assert "Decision on a new trial needed" in shown(counsel, two)
        assert page(two, "resume_counts") in shown(counsel, two)
        assert page(two, "record_screening") in counsel.get(page(two, "resume_counts")).content.decode()
        review = [services.ReviewIn(count, "PROCEED", True, True) for count in two.counts()]
        two.do("record_screening", proceeding=two.proceeding, reviews=review, reviewed_on=clock.today())
        refs = [count.ref for count in two.counts()]
        sent(send(counsel, page(two, "resume_counts"), counts=refs, **day("happened_on", clock.today())))
        assert states(two) == ["ON_INDICTMENT", "ON_INDICTMENT"]
        assert page(two, "change_trial_dates") in shown(counsel, two)


def test_not_responsible_and_the_discharge_by_the_board(two, counsel):
    to_superior_trial(two)
    refs = [count.ref for count in two.counts()]
    rows = {f"{ref}-0-finding": "NCR" for ref in refs}
    typed = {**rows, **day("happened_on", clock.today())}
    assert problems(send(counsel, page(two, "record_outcomes"), **typed)) == ["Enter who decided."]
    sent(send(counsel, page(two, "record_outcomes"), **typed, decided_by="Justice Example"))
    assert two.proceeding.state == "NCR_SUPERVISED"

    assert page(two, "record_board_discharge") in shown(counsel, two)
    sent(send(counsel, page(two, "record_board_discharge"), **day("discharged_on", clock.today())))

    assert two.proceeding.state == "CONCLUDED"


def test_an_order_of_the_court_ends_counts(two, counsel):
    assert page(two, "record_outcomes") in shown(counsel, two)
    typed = {"decided_by": "Justice Example", **day("happened_on", clock.today())}
    for count in two.counts():
        typed |= {f"{count.ref}-0-finding": "STAYED_11B", f"{count.ref}-0-reason_note": "31 months net"}
    wrong = send(counsel, page(two, "record_outcomes"), **typed, **{f"{two.count.ref}-0-reason_code": "DOUBT"})
    assert problems(wrong) == ["This reason does not go with this outcome. Choose another."]

    sent(send(counsel, page(two, "record_outcomes"), **typed))

    assert states(two) == ["STAYED_11B", "STAYED_11B"]
    assert [count.reason_code for count in two.counts()] == ["DELAY", "DELAY"]
    assert "31 months net" in shown(counsel, two)


def test_counts_are_replaced_and_counsel_confirms_the_clock(two, counsel):
    first, second = two.counts()
    url = page(two, "replace_counts")
    assert url in shown(counsel, two)
    typed = {"kind": "INFORMATION", "number": "4811-26-2", "clock": "KEPT", "count-rows": "1", **day("sworn_on", clock.today())}
    typed |= {"count-0-offence": "advertising", **day("count-0-offence_from", date(2025, 6, 1))}
    nothing = send(counsel, url, **typed)
    assert "Say of each new count which count it replaces." in problems(nothing)[0]

    sent(send(counsel, url, **typed, **{"count-0-replaces": [first.ref, second.ref]}))

    assert states(two) == ["REPLACED", "REPLACED", "LAID"]
    new = two.counts()[2]
    assert "Counsel to confirm the delay clock" in shown(counsel, two)
    sent(send(counsel, page(two, "confirm_clock", new)))
    sent(send(counsel, page(two, "confirm_clock", new)))
    assert not CountLineage.objects.filter(confirmed_by=None).exists()
    assert "Counsel to confirm the delay clock" not in shown(counsel, two)


def test_counts_are_severed(two, counsel):
    first, _second = two.counts()
    assert page(two, "sever") in shown(counsel, two)
    assert send(counsel, page(two, "sever"), counts=[first.ref], reason="", **day("happened_on", clock.today())).status_code == 422

    where = sent(send(counsel, page(two, "sever"), counts=[first.ref], reason="s. 591(3)", **day("happened_on", clock.today())))

    made = Proceeding.objects.get(severed_from=two.proceeding)
    assert where == at("accused", two.file, accused=made)
    assert "from the other proceeding" in counsel.get(where).content.decode()


def test_unfit_and_fit_again(two, assistant):
    helper = signed_in(assistant)
    assert page(two, "record_unfit") in shown(helper, two)
    sent(send(helper, page(two, "record_unfit"), **day("unfit_on", clock.today()), **day("prima_facie_due_on", None)))
    assert two.proceeding.state == "UNFIT"
    assert "prima facie case by" in shown(helper, two)
    assert page(two, "record_fit") in shown(helper, two)

    sent(send(helper, page(two, "record_fit"), **day("fit_on", clock.today())))

    assert two.proceeding.state == "CHARGED"


def test_an_inquiry_while_unfit_by_its_page(two, assistant):
    helper = signed_in(assistant)
    answer = helper.get(page(two, "record_inquiry")).content.decode()
    assert "not unfit to stand trial" in answer
    two.do("record_unfit", proceeding=two.proceeding, unfit_on=clock.today())
    assert page(two, "record_inquiry") in shown(helper, two)
    empty = {**day("next_due_on", None), **day("appeal_due_on", None)}
    told = {"decided_by": "Justice Example", "source": "Transcript", **day("held_on", clock.today())}
    for typed, words in [
        ({"result": "NOT_SHOWN"}, "Enter the last day to appeal"),
        ({"result": "EXTENDED"}, "Enter the day that the court gave"),
        ({"result": "SHOWN", "appeal_none": "on"}, "goes with an acquittal"),
        ({"result": "SHOWN", "source": ""}, "Where this is taken from"),
    ]:
        answer = send(helper, page(two, "record_inquiry"), **{**told, **empty, **typed})
        assert answer.status_code == 422
        assert any(words in problem for problem in problems(answer)), words
        assert "Justice Example" in answer.content.decode()

    sent(send(helper, page(two, "record_inquiry"), result="SHOWN", **told, **empty))

    text = shown(helper, two)
    assert "A prima facie case was shown" in text
    assert "Transcript" in text
    sent(send(helper, page(two, "record_inquiry"), result="NOT_SHOWN", appeal_none="on", **told, **empty))
    assert two.proceeding.state == "CONCLUDED"


@pytest.mark.parametrize("name", ["record_fit", "record_board_discharge", "reelect"])
def test_a_page_says_where_its_step_does_not_start(two, counsel, name):
    assert "this step does not start there" in counsel.get(page(two, name)).content.decode()
    assert "this step does not start there" not in counsel.get(page(two, "record_unfit")).content.decode()


def test_counts_that_were_not_screened_again_are_not_chosen_beforehand(two, later):
    to_prelim(two)
    prelim(two, "COMMITTED", "COMMITTED")
    consented(two)
    indict(two)
    two.do("set_trial", proceeding=two.proceeding, trial_on=clock.today(), happened_on=clock.today())
    with later(days=1):
        two.do("start_trial", proceeding=two.proceeding, happened_on=clock.today())
        verdict(two, "MISTRIAL", "")

        text = signed_in(two.pro).get(page(two, "resume_counts")).content.decode()
    assert 'name="counts"' in text
    assert " checked" not in text


def test_a_result_that_is_needed_is_not_called_optional(two, counsel):
    to_prelim(two)

    text = counsel.get(page(two, "record_prelim_result")).content.decode()

    first = two.counts()[0]
    label = text.split(f'for="id_{first.ref}-result"')[1].split("</label>")[0]
    assert "optional" not in label


def test_a_sentence_after_the_other_conviction_fell(two, lead):
    two.to_sentence()
    first, second = two.counts()
    put(first, "ACQUITTED")
    put(second, "STAYED_KIENAPPLE")
    leader, url = signed_in(lead), page(two, "record_outcomes")
    assert url in shown(leader, two)
    assert f"{second.ref}-0-sentence" not in signed_in(two.pro).get(url).content.decode(), "it is for a lead"
    typed = {"decided_by": "Justice Example", f"{second.ref}-0-sentence": "SENTENCED", **day("happened_on", clock.today())}
    assert problems(send(leader, url, **typed)) == ["Enter the sentence in parts, or write its terms."]

    sent(send(leader, url, **typed, **{f"{second.ref}-0-terms": "Two years", f"{second.ref}-0-appeal_none": "on"}))

    assert again(second).state == "SENTENCED"


def test_every_page_speaks_french(two, counsel, lead):
    to_prelim(two)
    prelim(two, "COMMITTED", "COMMITTED")
    consented(two)
    indict(two)
    two.do("set_trial", proceeding=two.proceeding, trial_on=clock.today(), happened_on=clock.today())
    two.do("start_trial", proceeding=two.proceeding, happened_on=clock.today())
    verdict(two, "MISTRIAL", "")
    words = {
        "record_prelim_result": "Résultat de l’enquête préliminaire",
        "ask_direct_indictment": "Mise en accusation directe",
        "file_indictment": "Déposer l’acte d’accusation",
        "reelect": "Nouveau choix",
        "resume_counts": "Poursuivre de nouveau",
        "replace_counts": "Remplacer des chefs",
        "sever": "Séparer des chefs",
        "record_unfit": "Inapte à subir son procès",
        "record_fit": "Apte à subir son procès",
        "record_inquiry": "Audience sur la preuve prima facie",
        "record_board_discharge": "Libération inconditionnelle",
        "record_outcomes": "Procès avorté",
    }
    for name, expected in words.items():
        text = counsel.get(page(two, name).replace("/en/", "/fr/")).content.decode()
        assert expected in text, name

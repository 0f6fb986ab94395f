"""Pages of charges: adding with a review, the charging documents, texts of the law, s. 286.5, laying otherwise."""

import re
from datetime import date
from html import unescape

import pytest

from casetracker import services
from casetracker.models import Count, CountAmendment, TextChoice
from foundation import clock
from foundation.law import catalogue
from foundation.workflow.models import Approval
from tests.casetracker.pages import at, confirmed, day, hidden, problems, send, sent, signed_in
from tests.factories.casetracker import HYBRID, PROCURING, TRAFFICKING, World, accused_in, again, count_in, information

pytestmark = pytest.mark.django_db
EMPTY = {**day("offence_from", None), **day("offence_to", None)}


@pytest.fixture
def pair(lead, pro, assistant):
    """A file before charge with two accused and one victim."""
    two = [accused_in("Alder", counts=[], laid=False), accused_in("Birch", counts=[], laid=False)]
    world = World(lead=lead, pro=pro, assistant=assistant, accused=two, decision="PRECHARGE")
    world.victim = world.do("add_participant", case_file=world.file, kind="VICTIM", family_name="Quill", given_name="Robin")
    return world


@pytest.fixture
def counsel(pro):
    return signed_in(pro)


def url_of(world, name="add_counts", proceeding=None, **refs):
    return at(name, world.file, accused=proceeding or world.proceeding, **refs)


def words(answer) -> str:
    """What a page says, without its markup."""
    main = re.search(r"<main.*</main>", answer.content.decode(), re.DOTALL)[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def typed_rows(answer) -> list[str]:
    """The offences in the rows of a page."""
    return [unescape(value) for value in re.findall(r'name="count-\d+-offence" value="([^"]+)"', answer.content.decode())]


def boxes(answer) -> dict:
    """Every box of a page as a browser would send it back."""
    page, found = answer.content.decode(), {}
    main = re.search(r"<main.*</main>", page, re.DOTALL)[0]
    for tag in re.findall(r"<input[^>]+>", main):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if not name or name[1] == "csrfmiddlewaretoken" or name[1].startswith("draft_"):
            continue
        if 'type="checkbox"' in tag or 'type="radio"' in tag:
            if " checked" in tag:
                found.setdefault(name[1], []).append(unescape(value[1]) if value else "on")
        elif name[1] == "accused":
            found.setdefault("accused", []).append(value[1])
        else:
            found[name[1]] = unescape(value[1]) if value else ""
    return found


def looked_at(review) -> dict:
    """What a review page adds once it was looked at."""
    return {"confirmed": boxes(review)["confirmed"]}


def test_the_page_is_filled_from_the_file(world, counsel):
    victim = world.do("add_participant", case_file=world.file, kind="VICTIM", family_name="Quill", given_name="Robin")

    page = counsel.get(url_of(world))

    shown = boxes(page)
    assert shown["accused"] == [world.proceeding.ref]
    assert [shown[f"offence_from_{box}"] for box in ("day", "month", "year")] == ["1", "6", "2025"]
    assert f'value="{victim.ref}" selected' in page.content.decode()
    assert "R.Q." in words(page)
    assert "Quill" not in words(page)


def test_an_offence_is_found_without_script_and_picked(pair, counsel):
    found = counsel.post(url_of(pair), {"find": "avantage", "look": "1", "count-rows": "1"})
    assert "4 offences found" in words(found) or "offences found" in words(found)
    picked = counsel.post(url_of(pair), {"add-pick": "CC|286.4|", "count-rows": "1", "place": "Hotel"})

    assert [line.split(" ")[1] for line in typed_rows(picked)] == ["286.4"]
    assert 'value="Hotel"' in picked.content.decode()
    nothing = counsel.post(url_of(pair), {"find": "zzz", "look": "1", "count-rows": "1"})
    assert "No offence of the catalogue has these words." in words(nothing)


def test_suggestions_come_while_typing_and_keep_nothing(pair, counsel, assistant):
    answer = counsel.post(url_of(pair, "suggest_offences"), {"find": "286.4"})

    assert "1 offence found" in answer.content.decode()
    assert 'value="CC|286.4|"' in answer.content.decode()
    assert counsel.post(url_of(pair, "suggest_offences"), {"find": " "}).status_code == 200
    assert counsel.get(url_of(pair, "suggest_offences")).status_code == 405


def test_a_ready_set_is_added_a_count_taken_away_and_the_counts_of_another_copied(pair, counsel):
    page = counsel.post(url_of(pair), {"add-bundle": "ADULT", "count-rows": "1"})
    assert [line.split(" ")[1] for line in typed_rows(page)] == ["279.01(1)(b)", "279.02(1)", "286.2(1)", "286.3(1)", "286.4"]
    fewer = counsel.post(url_of(pair), {**boxes(page), "drop-row": "1"})
    assert [line.split(" ")[1] for line in typed_rows(fewer)] == ["279.01(1)(b)", "286.2(1)", "286.3(1)", "286.4"]
    pair.do("add_charges", case_file=pair.file, charges=[services.ChargeIn(count_in(HYBRID), pair.proceedings[1:])])

    copied = counsel.post(url_of(pair), {"add-copy": pair.proceedings[1].ref, "count-rows": "1"})

    assert [line.split(" ")[1] for line in typed_rows(copied)] == ["286.4"]
    assert boxes(copied)["count-0-offence_from_year"] == "2025"
    assert typed_rows(counsel.post(url_of(pair), {"add-bundle": "\x00", "add-copy": "x", "add-pick": "y", "count-rows": "99999"})) == []


def chosen(pair, **more):
    return {
        "accused": [one.ref for one in pair.proceedings],
        "jointly": "on",
        "count-rows": "2",
        "count-0-offence": "286.4",
        "count-1-offence": "266",
        "complainant": pair.victim.ref,
        "place": "Hotel Maple",
        "key": "k" * 32,
        **day("offence_from", date(2025, 6, 1)),
        **day("offence_to", date(2025, 6, 9)),
        **more,
    }


def test_nothing_is_kept_before_the_whole_was_looked_at(pair, counsel):
    review = counsel.post(url_of(pair), chosen(pair))

    assert review.status_code == 200
    assert Count.objects.count() == 0
    said = words(review)
    assert "Against: Morgan Alder, Morgan Birch" in said
    assert "Add the 4 counts" in said
    assert "Maximum on indictment 5 years" in said
    assert "R.Q." in said

    sent(counsel.post(url_of(pair), {**chosen(pair), **looked_at(review)}))

    rows = list(Count.objects.order_by("proceeding", "number"))
    assert [(row.offence.section, row.number) for row in rows] == [("286.4", 1), ("266", 2)] * 2
    assert {(row.complainant, row.place, row.offence_to) for row in rows} == {(pair.victim, "Hotel Maple", date(2025, 6, 9))}
    assert rows[0].joint_group == rows[2].joint_group != rows[1].joint_group


def test_the_review_goes_back_with_everything_typed_and_a_change_is_reviewed_anew(pair, counsel):
    review = counsel.post(url_of(pair), chosen(pair))
    back = counsel.post(url_of(pair), {**boxes(review), "change": "1"})
    assert boxes(back)["place"] == "Hotel Maple"
    assert len(typed_rows(back)) == 2
    assert sorted(boxes(back)["accused"]) == sorted(one.ref for one in pair.proceedings)

    other = counsel.post(url_of(pair), {**chosen(pair, place="Motel"), "confirmed": boxes(review)["confirmed"]})

    assert other.status_code == 200
    assert Count.objects.count() == 0


def test_what_stands_there_already_is_said_on_the_review(pair, counsel):
    sent(send(counsel, url_of(pair), **chosen(pair)))
    assert Count.objects.count() == 4

    review = counsel.post(url_of(pair), chosen(pair, key="l" * 32))

    assert "It stands there already" in words(review)


@pytest.mark.parametrize(
    "typed, sentence",
    [
        ({"accused": []}, "Choose against whom."),
        ({"count-0-offence": "", "count-1-offence": ""}, "Choose at least one offence."),
        ({"count-0-offence": "zzz"}, "No offence of the catalogue matches “zzz”."),
        ({**day("offence_from", None)}, "Enter the day the offence began, here or for all counts."),
        ({**day("offence_from", date(2025, 6, 10))}, "The offence ends before it begins."),
        ({**day("offence_from", date(2014, 12, 5))}, "s. 286.4 came into force on December 6, 2014"),
        ({**day("offence_from", date(2026, 3, 4)), **day("offence_to", None)}, "it must be on or before March 3, 2026, today."),
        ({"complainant": "x"}, "Choose one of the list."),
        ({"count-0-number": "x"}, "Write the count number in figures."),
    ],
)
def test_what_does_not_hold_is_said_beside_its_box(pair, counsel, typed, sentence):
    answer = counsel.post(url_of(pair), chosen(pair, **typed))

    assert answer.status_code == 422
    assert any(sentence in problem for problem in problems(answer)), problems(answer)
    assert 'value="Hotel Maple"' in answer.content.decode()
    assert Count.objects.count() == 0


def test_a_period_over_a_change_shows_both_texts_and_asks_counsel(pair, counsel, assistant):
    period = {**day("offence_from", date(2019, 9, 1)), **day("offence_to", date(2019, 10, 1)), "count-1-offence": ""}
    review = counsel.post(url_of(pair), chosen(pair, **period))
    assert "The text of s. 286.4 changed within the period: which one?" in words(review)
    assert "Maximum on summary conviction: not checked → two years less a day and/or $5,000" in words(review)
    form = {**chosen(pair, **period), **looked_at(review)}

    unanswered = counsel.post(url_of(pair), form)
    assert unanswered.status_code == 422
    assert problems(unanswered) == ["Choose which text the count rests on."]
    sent(counsel.post(url_of(pair), {**form, "text-0-0": "CC:286.4@2019-09-19"}))

    assert {count.offence.code for count in Count.objects.all()} == {"CC:286.4@2019-09-19"}
    assert {choice.chosen_by for choice in TextChoice.objects.all()} == {pair.pro}
    charges = words(counsel.get(at("charges", pair.file)))
    assert "Decided by Petra Pro" in charges


def test_what_an_assistant_chose_is_put_to_counsel(pair, counsel, assistant):
    period = {**day("offence_from", date(2019, 9, 1)), **day("offence_to", date(2019, 10, 1)), "count-1-offence": ""}
    helper = signed_in(assistant)
    review = helper.post(url_of(pair), chosen(pair, **period))
    assert "Counsel on the file is asked to decide." in words(review)
    sent(helper.post(url_of(pair), {**chosen(pair, **period), **looked_at(review), "text-0-0": "CC:286.4@2014-12-06"}))

    count = pair.count
    page = counsel.get(at("charges", pair.file))
    assert "counsel to decide" in words(page)
    url = url_of(pair, "choose_texts", count=count)
    assert url in page.content.decode()
    assert url not in helper.get(at("charges", pair.file)).content.decode()
    assert problems(send(counsel, url)) == ["Choose which text the count rests on."]
    sent(send(counsel, url, text_0="CC:286.4@2019-09-19"))

    assert again(count).offence.code == "CC:286.4@2019-09-19"


def test_the_definition_of_2026_is_asked_about_and_may_wait(pair):
    with clock.fixed(clock.now().replace(month=11)):
        counsel = signed_in(pair.pro)
        period = {**day("offence_from", date(2026, 5, 1)), **day("offence_to", date(2026, 8, 1))}
        form = chosen(pair, **{**period, "count-0-offence": "279.01(1)(b)", "count-1-offence": ""})
        review = counsel.post(url_of(pair), form)
        assert "s. 279.04, which goes with it, changed within the period: which text?" in words(review)

        sent(counsel.post(url_of(pair), {**form, **looked_at(review)}))

        assert Count.objects.count() == 2
        assert not TextChoice.objects.exists()
        assert all(choice is None for count in Count.objects.all() for _question, choice in count.texts_to_decide)


def test_a_victim_as_accused_is_stopped_on_the_review_with_the_way_to_a_lead(pair, counsel, lead):
    pair.do("add_participant", case_file=pair.file, kind="VICTIM", family_name="Alder", given_name="Morgan")
    review = counsel.post(url_of(pair), chosen(pair))
    ask = url_of(pair, "ask_own_services")
    assert "Morgan Alder is named as a victim on this file." in words(review)
    assert ask in review.content.decode()
    assert "Add the 4 counts" not in words(review)
    assert counsel.post(url_of(pair), {**chosen(pair), **looked_at(review)}).status_code == 200
    assert Count.objects.count() == 0

    assert problems(send(counsel, ask, reason="x")) == ["Choose at least one offence."]
    sent(send(counsel, ask, offences=["CC:286.4"], reason="She advertised others"))
    boss = signed_in(lead)
    decide = url_of(pair, "decide_own_services")
    assert decide in boss.get(at("charges", pair.file)).content.decode()
    assert "She advertised others" in words(boss.get(decide))
    assert problems(send(boss, decide, granted="yes", answer=""))
    sent(send(boss, decide, granted="yes", answer="The messages say so"))

    assert Approval.objects.get().granted
    sent(send(counsel, url_of(pair), **chosen(pair)))
    assert Count.objects.count() == 4


def test_intake_asks_why_a_lead_should_agree_and_keeps_every_count_typed(pair, lead, assistant):
    client = signed_in(assistant)
    form = {
        "agency": pair.file.agency.ref,
        "accused-rows": "1",
        "name-rows": "1",
        "accused-0-count-rows": "2",
        "accused-0-family_name": "Birchwood",
        "accused-0-custody": "NOT_ARRESTED",
        "accused-0-count-0-offence": "286.4",
        "accused-0-count-1-offence": "266",
        **day("accused-0-count-0-offence_from", date(2025, 6, 1)),
        **day("accused-0-count-1-offence_from", date(2025, 6, 1)),
        "name-0-name": "Birchwood",
        "name-0-kind": "VICTIM",
    }
    assert "own_services_reason" not in client.get(at("open_case_file")).content.decode()

    asked = send(client, at("open_case_file"), **form)

    assert asked.status_code == 422
    assert ["s. 286.4" in one and "a lead is asked" in one for one in problems(asked)] == [True]
    assert 'value="286.4"' in asked.content.decode()
    sent(client.post(at("open_case_file"), {**hidden(asked), **form, "accused-0-own_services_reason": "She advertised others"}))
    approval = Approval.objects.get()
    proceeding = approval.subject
    assert [count.offence.section for count in proceeding.counts.all()] == ["266"]

    boss = signed_in(lead)
    decide = at("decide_own_services", proceeding.file, accused=proceeding)
    said = words(boss.get(decide))
    assert "She advertised others" in said
    assert "Counts that wait for the answer" in said
    assert "Jun 1, 2025" in said
    sent(send(boss, decide, granted="yes", answer="The messages say so"))
    assert {count.offence.section for count in proceeding.counts.all()} == {"266", "286.4"}


def test_an_accused_added_to_a_file_who_is_its_victim_is_asked_about_too(pair, counsel):
    pair.do("add_participant", case_file=pair.file, kind="VICTIM", family_name="Birchwood", given_name="Lou")
    form = {
        "family_name": "Birchwood",
        "given_name": "Lou",
        "custody": "NOT_ARRESTED",
        "count-rows": "1",
        "count-0-offence": "286.4",
        **day("count-0-offence_from", date(2025, 6, 1)),
    }
    asked = send(counsel, at("add_accused", pair.file), **form)
    assert ["a lead is asked" in one for one in problems(asked)] == [True]

    sent(counsel.post(at("add_accused", pair.file), {**hidden(asked), **form, "own_services_reason": "She recruited"}))

    (kept,) = Approval.objects.get().facts["counts"]
    assert (kept["from"], kept["to"], kept["number"]) == ("2025-06-01", None, None)


def test_police_laid_otherwise_than_was_advised(pair, counsel):
    one = pair.proceedings[:1]
    made = pair.do(
        "add_charges",
        case_file=pair.file,
        charges=[services.ChargeIn(count_in(section), one) for section in (PROCURING, TRAFFICKING, ("266", ""))],
    )
    url = url_of(pair, "lay_information")
    form = boxes(counsel.get(url))
    form |= {"number": "4811-26-1", "court": "OCJ", "counts": [made[0].ref, made[1].ref], **day("sworn_on", date(2026, 1, 5))}
    form |= {f"{made[1].ref}-offence": "279.02(1)", "count-0-offence": "279(2)", **day("count-0-offence_from", date(2025, 6, 3))}

    late = counsel.post(url, {**form, **day(f"{made[1].ref}-offence_from", date(2026, 1, 6))})
    assert "An offence cannot begin after the information was sworn." in problems(late)
    sent(confirmed(counsel, url, form, counsel.post(url, form)))

    assert [again(count).state for count in made] == ["LAID", "LAID", "PROPOSED"]
    said = words(counsel.get(at("charges", pair.file)))
    for label in ("as advised", "other offence", "not laid yet", "laid, not advised"):
        assert label in said
    second = boxes(counsel.get(url_of(pair, "lay_information", pair.proceedings[1])))
    assert (second["number"], second["sworn_on_year"]) == ("4811-26-1", "2026")


def test_the_page_of_charges_shows_documents_lineage_and_amendments(world, counsel):
    old = world.count
    sent(
        send(
            counsel,
            url_of(world, "amend_count", count=old),
            offence="286.3(1)",
            wording="did procure R.Q.",
            ordered_by="Justice Example",
            **day("offence_from", date(2025, 6, 1)),
            **day("offence_to", None),
            **day("amended_on", date(2026, 1, 9)),
        )
    )
    world.do(
        "replace_counts",
        proceeding=world.proceeding,
        replacements=[services.ReplacementIn(count_in(HYBRID), [old]), services.ReplacementIn(count_in(PROCURING), [old])],
        document=information("4811-26-8", clock.today()),
    )

    page = counsel.get(at("charges", world.file))
    said = words(page)

    assert "2 counts stand; 1 replaced, not counted" in said
    assert "Information 4811-25-100" in said
    assert "Information 4811-26-8" in said
    assert page.content.decode().count('class="lineage-box') == 3
    assert page.content.decode().count('class="lineage-line') == 2
    assert "goes on, counsel to confirm" in said
    assert "Confirm the delay clock" in said
    assert "Wording before –" in said
    assert "did procure R.Q." in said
    assert CountAmendment.objects.get().ordered_by == "Justice Example"
    overview = words(counsel.get(at("file", world.file)))
    assert "s. 286.4, s. 286.3(1)" in overview
    assert "×" not in overview


def test_the_list_by_offence_sees_the_last_generation(world, counsel):
    rows = [services.ReplacementIn(count_in(HYBRID), [world.count])]
    world.do("replace_counts", proceeding=world.proceeding, replacements=rows, document=information("4811-26-8", clock.today()))

    assert counsel.get(at("list") + "?section=286.4").context["total"] == 1
    assert counsel.get(at("list") + "?section=286.3").context["total"] == 0


def test_an_amendment_before_the_charge_is_refused_beside_its_box(world, counsel):
    url = url_of(world, "amend_count", count=world.count)
    typed = {"offence": "286.3(1)", **day("offence_from", date(2025, 6, 1)), **day("offence_to", date(2025, 9, 11))}

    answer = send(counsel, url, **typed, **day("amended_on", date(2025, 9, 9)))

    assert "A count cannot be amended before it was laid." in problems(answer)
    assert "An offence cannot end after the information was sworn." in problems(answer)


def test_severed_counts_are_joined_again_from_the_page_of_charges(lead, pro, assistant):
    accused = accused_in("Alder", counts=[count_in(PROCURING), count_in(HYBRID)])
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[accused])
    world.to_intake()
    made = world.do("sever", proceeding=world.proceeding, counts=world.counts()[1:], happened_on=clock.today(), reason="Apart")
    counsel = signed_in(pro)
    url = url_of(world, "rejoin", made)
    assert url in counsel.get(at("charges", world.file)).content.decode()

    sent(send(counsel, url, reason="One trial", **day("happened_on", clock.today())))

    assert len(world.counts()) == 2
    assert "joined again" in words(counsel.get(at("charges", world.file)))
    assert "These counts were not severed from others." in words(counsel.get(url))


def test_a_local_crown_reads_the_charges_and_changes_nothing(lead, pro, assistant):
    from tests.factories.accounts import UserFactory

    world = World(lead=lead, pro=pro, assistant=assistant, decision="SHARED")
    crown = UserFactory(crown=True)
    world.do("grant_access", by=lead, case_file=world.file, to=crown, acting_as="LOCAL_CROWN")

    page = signed_in(crown).get(at("charges", world.file))

    assert page.status_code == 200
    assert "286.3(1)" in words(page)
    assert "/amend" not in page.content.decode()
    assert url_of(world) not in page.content.decode()


def test_every_offence_that_can_be_charged_is_offered_under_its_key(pair, counsel):
    for rows in catalogue.companions().values():
        for row in rows:
            picked = counsel.post(url_of(pair), {"add-pick": "|".join(row.key), "count-rows": "1"})
            assert len(typed_rows(picked)) == 1, row.code


def test_a_replacement_begins_with_the_old_counts(world, counsel):
    url = url_of(world, "replace_counts")
    form = {"kind": "INFORMATION", "number": "4811-26-8", "clock": "KEPT", "key": "k" * 32, **day("sworn_on", clock.today())}

    page = counsel.post(url, {**form, "row": "old", "count-rows": "1", "count-0-offence_from_day": "9"})
    assert [line.split(" ")[1] for line in typed_rows(page)] == ["286.3(1)"]
    shown = boxes(page)
    assert (shown["number"], shown["count-0-offence_from_day"], shown["count-0-replaces"]) == ("4811-26-8", "1", [world.count.ref])
    sent(confirmed(counsel, url, {**form, **shown}, counsel.post(url, {**form, **shown})))

    assert [count.state for count in world.counts()] == ["REPLACED", "LAID"]

"""Lists and pages: filters, numbers that open their lists, a constant number of queries, both languages."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from advice import services
from advice.models import AdviceRequest
from advice.urls import urlpatterns
from foundation import clock
from precedents.citations import find_citations
from precedents.services import add_decision
from tests.factories.advice import AdviceRequestFactory, PublishedAdviceFactory, write
from tests.sizes import LONG


def listed(client, **chosen):
    return client.get(reverse("advice:list"), chosen).context["page"].object_list


def test_filters_narrow_with_or_inside_a_group_and_and_across(request_in, cast, signed_in):
    sent, assigned = request_in("SUBMITTED"), request_in("ASSIGNED", topics=("BAIL",))
    pressing = request_in("ASSIGNED", urgency="U1", urgency_reason="Bail today")
    client = signed_in(cast.lead)

    assert set(listed(client, state=["SUBMITTED", "ASSIGNED"])) == {sent, assigned, pressing}
    assert set(listed(client, state="ASSIGNED", urgency="U1")) == {pressing}
    assert set(listed(client, person="nobody")) == {sent}
    assert set(listed(client, person=cast.adviser.ref)) == {assigned, pressing}
    assert set(listed(client, topic="BAIL")) == {assigned}
    assert set(listed(client, house=cast.asker.agency.ref)) == {sent, assigned, pressing}
    assert set(listed(client, due="today")) == {pressing}
    assert set(listed(client, state="NONSENSE")) == {sent, assigned, pressing}


def test_each_number_opens_a_list_of_that_many(request_in, cast, signed_in, later):
    for state in ("SUBMITTED", "SUBMITTED", "TRIAGED", "IN_REVIEW", "NEEDS_INFO", "DELIVERED"):
        request_in(state)
    with later(days=20):
        client = signed_in(cast.lead)
        numbers = client.get(reverse("advice:list")).context["numbers"]

        counted = [(number, client.get(url).context["total"]) for number, _words, url, _tone in numbers]

    assert counted == [(4, 4), (2, 2), (1, 1), (1, 1), (1, 1)]


def test_the_queue_shows_what_is_promised_soonest_first(request_in, cast, signed_in):
    later_due, pressing, none = (
        request_in("SUBMITTED", urgency="U3"),
        request_in("SUBMITTED", urgency="U1", urgency_reason="Bail"),
        request_in("SUBMITTED", urgency="U4"),
    )

    assert list(listed(signed_in(cast.lead))) == [pressing, later_due, none]


@pytest.mark.parametrize("who", ["asker", "lead"])
def test_a_list_takes_the_same_number_of_queries_however_long(who, request_in, cast, signed_in):
    client = signed_in(getattr(cast, who))
    request_in("DELIVERED")  # both are told of something before it is counted
    request_in("ASSIGNED")
    client.get(reverse("advice:list"))
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(reverse("advice:list"))
    for _ in range(6):
        request_in("DELIVERED", adviser=cast.prosecutor, topics=("BAIL", "AGE"))

    with CaptureQueriesContext(connection) as many:
        client.get(reverse("advice:list"))

    assert len(many) == len(few)
    assert len(many) < 30


@pytest.mark.parametrize("who", ["asker", "lead", "adviser"])
def test_the_page_of_a_request_takes_the_same_number_of_queries_however_much_happened(who, request_in, cast, signed_in):
    client = signed_in(getattr(cast, who))
    short, long = request_in("DELIVERED"), request_in("DELIVERED")
    for number in range(4):
        services.take_up_again(ref=long.ref, reason="New", by=cast.adviser, at=clock.now())
        services.add_note(ref=long.ref, text="Note", by=cast.lead, at=clock.now())
        services.ask_for_more(ref=long.ref, text="Which?", reply_by=clock.today(), by=cast.adviser, at=clock.now())
        services.reply_to_team(ref=long.ref, text="This.", by=cast.asker, at=clock.now())
        write(long.ref, cast.adviser, short_answer=f"Version {number}")
        services.send_for_review(ref=long.ref, by=cast.adviser, at=clock.now())
        services.approve_answer(ref=long.ref, by=cast.reader, at=clock.now())
        services.deliver_answer(ref=long.ref, by=cast.adviser, at=clock.now())
    counts = []
    for asked in (short, long):
        client.get(asked.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            client.get(asked.get_absolute_url())
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert counts[0] < 60


STATES = ("SUBMITTED", "ASSIGNED", "IN_REVIEW", "NEEDS_INFO", "DELIVERED", "ANSWERED_FROM_BANK")
SEEN = [(state, language) for state in STATES for language in ("en", "fr")] if LONG else [("IN_REVIEW", "en"), ("DELIVERED", "fr")]


@pytest.mark.parametrize(("state", "language"), SEEN)
def test_every_page_opens_in_both_languages(state, language, request_in, cast, signed_in):
    asked = request_in(state)
    answers = {}
    for person in (cast.asker, cast.adviser, cast.lead, cast.reader):
        client = signed_in(person)
        for pattern in urlpatterns:
            names_a_record = "<ref:ref>" in str(pattern.pattern)
            if str(pattern.pattern).startswith("publications/"):
                continue
            address = reverse(f"advice:{pattern.name}", args=[asked.ref] if names_a_record else []).replace("/en/", f"/{language}/", 1)
            answers[person.name, pattern.name] = client.get(address).status_code

    assert set(answers.values()) <= {200, 302, 403, 404, 405}
    assert 200 in answers.values()


def test_a_step_that_is_not_open_says_so(request_in, cast, signed_in):
    asked = request_in("DELIVERED")

    page = signed_in(cast.lead).get(reverse("advice:triage", args=[asked.ref])).content.decode()

    assert "This step is not open now" in page
    assert "The request stands at “Answered”." in page


def test_what_a_step_needs_is_said_before_the_click(request_in, cast, signed_in):
    asked = request_in("IN_REVIEW", intended_level="SHAREABLE")

    page = signed_in(cast.adviser).get(asked.get_absolute_url()).content.decode()

    assert "not yet: 2 things" in page
    assert "A second reader approves the text as it stands." in page
    assert "A team lead countersigns" in page


def test_a_list_says_who_acts_next_once_the_answer_was_read(request_in, cast, signed_in):
    request_in("IN_REVIEW")
    read, returned = request_in("IN_REVIEW", is_approved=True), request_in("IN_REVIEW", is_approved=True)
    services.return_for_changes(ref=returned.ref, comment="Name the paragraph.", by=cast.reader, at=clock.now())
    services.send_for_review(ref=returned.ref, by=cast.adviser, at=clock.now())

    shown = {row.ref: str(row.shown_situation) for row in listed(signed_in(cast.lead))}

    assert shown.pop(read.ref) == "Approved: delivery needed"
    assert set(shown.values()) == {"Second reading needed"}
    assert "Approved: delivery needed" in signed_in(cast.adviser).get(read.get_absolute_url()).content.decode()


def test_the_file_shows_its_advice_to_who_may_see_it(request_in, cast):
    asked = request_in("ASSIGNED")
    other = AdviceRequestFactory(submitted=True)
    template = Template("{% load advice %}{% advice_for_case case_file %}")
    shown = {}

    for who in ("lead", "walled_lead"):
        request = RequestFactory().get("/")
        request.user = getattr(cast, who)
        shown[who] = template.render(Context({"request": request, "case_file": asked.case_file}))

    assert asked.ref in shown["lead"]
    assert other.ref not in shown["lead"]
    assert asked.ref not in shown["walled_lead"]


def test_citations_lead_to_the_bank(request_in, cast, signed_in):
    decision = add_decision(
        by=cast.lead,
        at=clock.now(),
        key=None,
        cores=[core for mention in find_citations("2019 ONCA 1") for core in mention.cores],
        provisions=[],
        topics=[],
        style="R. v. Example",
        court_code="ONCA",
        decided_on=date(2019, 1, 4),
        held_en="A holding.",
    )
    asked = request_in("ASSIGNED")
    write(asked.ref, cast.adviser, analysis="See 2019 ONCA 1, at para 3, and 2001 SCC 99.")
    services.send_for_review(ref=asked.ref, by=cast.adviser, at=clock.now())

    page = signed_in(cast.reader).get(reverse("advice:review", args=[asked.ref])).content.decode()

    assert decision.get_absolute_url() in page
    assert "not in the bank" in page


def test_the_cite_panel_offers_what_she_may_read(request_in, cast, signed_in):
    item = PublishedAdviceFactory()
    asked = request_in("ASSIGNED")
    client = signed_in(cast.adviser)

    piece = client.post(reverse("advice:cite", args=[asked.ref]), {"cite": "Advertising"}).content.decode()
    whole = client.post(
        reverse("advice:write_answer", args=[asked.ref]), {"look": "1", "cite": "Advertising", "analysis": "TYPEDWORDS"}
    ).content.decode()

    assert item.get_absolute_url() in piece
    assert item.get_absolute_url() in whole
    assert "TYPEDWORDS" in whole
    assert asked.versions.count() == 0


def test_overdue_counts_follow_the_day(request_in, cast, later):
    asked = request_in("ASSIGNED")

    with later(days=10):
        assert list(AdviceRequest.objects.overdue(clock.today())) == [asked]
    assert list(AdviceRequest.objects.overdue(clock.today())) == []
    assert list(AdviceRequest.objects.due_by(clock.today() + timedelta(days=3))) == [asked]

"""Requests for advice in any state, made by the services as people would make them."""

from datetime import timedelta

import factory

from advice import services
from advice.models import AdviceRequest
from advice.states import State
from casetracker.models import CaseFile, FileWall
from foundation import clock
from foundation.accounts.models import Role, User
from foundation.audit.acts import act
from precedents.services import publish
from tests.factories.accounts import UserFactory

FORWARD = [
    State.DRAFT,
    State.SUBMITTED,
    State.TRIAGED,
    State.ASSIGNED,
    State.IN_REVIEW,
    State.DELIVERED,
    State.FOLLOW_UP,
    State.CLOSED,
]


def somebody(role: str) -> User:
    """The person of a role who was made first, or a new one."""
    return User.objects.filter(role=role, is_active=True).order_by("pk").first() or UserFactory(role=role)


class AdviceRequestFactory(factory.Factory):
    """A request in a state: ``AdviceRequestFactory(delivered=True, asker=constable)``; the people are made where they are not given."""

    class Meta:
        model = AdviceRequest

    class Params:
        submitted = factory.Trait(reach=State.SUBMITTED)
        triaged = factory.Trait(reach=State.TRIAGED)
        assigned = factory.Trait(reach=State.ASSIGNED)
        in_review = factory.Trait(reach=State.IN_REVIEW)
        approved = factory.Trait(reach=State.IN_REVIEW, is_approved=True)
        needs_info = factory.Trait(reach=State.NEEDS_INFO)
        delivered = factory.Trait(reach=State.DELIVERED)
        follow_up = factory.Trait(reach=State.FOLLOW_UP)
        closed = factory.Trait(reach=State.CLOSED)
        declined = factory.Trait(reach=State.DECLINED)
        withdrawn = factory.Trait(reach=State.WITHDRAWN)
        answered_from_bank = factory.Trait(reach=State.ANSWERED_FROM_BANK)
        merged = factory.Trait(reach=State.MERGED)
        converted = factory.Trait(reach=State.CONVERTED_TO_FILE)

    reach = State.DRAFT
    is_approved = False
    unread = False
    into = None
    asker = factory.LazyFunction(lambda: UserFactory(police=True))
    adviser = factory.LazyFunction(lambda: UserFactory(role=Role.PRO))
    reader = factory.LazyFunction(lambda: UserFactory(role=Role.PRO))
    lead = factory.LazyFunction(lambda: somebody(Role.LEAD))
    colleagues = ()
    case_file = None
    question = "Does advertising by a third person meet section 286.4?"
    facts = "The advertisements were placed by a friend of the accused."
    urgency = "U2"
    urgency_reason = ""
    topics = ("ONLINE",)
    intended_level = ""
    item = None

    @classmethod
    def _create(cls, model_class, *args, **given):
        return carry(**given)


def carry(
    *, reach, is_approved, asker, adviser, reader, lead, colleagues, case_file, question, facts, urgency, urgency_reason, topics,
    intended_level, item, unread, into,
) -> AdviceRequest:  # fmt: skip
    """Take a request from its draft to a state, step by step."""

    def now():
        return clock.now()

    typed = {
        "question": question,
        "facts": facts,
        "urgency": urgency,
        "urgency_reason": urgency_reason,
        "topics": topics,
        "colleagues": colleagues,
    }
    made = services.save_request_draft(by=asker, at=now(), **typed)
    if case_file is not None:
        with act(by=asker, at=now(), kind="link"):
            made.case_file = case_file
            made.save()
    ref = made.ref
    if reach != State.DRAFT:
        services.submit_request(ref=ref, by=asker, at=now(), **typed)
        if case_file is not None:
            with act(by=asker, at=now(), kind="link"):
                made = AdviceRequest.objects.get(ref=ref)
                made.case_file = case_file
                made.save()
    way = {
        State.NEEDS_INFO: [State.TRIAGED, State.ASSIGNED, State.NEEDS_INFO],
        State.DECLINED: [State.DECLINED],
        State.WITHDRAWN: [State.WITHDRAWN],
        State.ANSWERED_FROM_BANK: [State.ANSWERED_FROM_BANK],
        State.MERGED: [State.TRIAGED, State.MERGED],
        State.CONVERTED_TO_FILE: [State.TRIAGED, State.CONVERTED_TO_FILE],
        State.CLOSED: [state for state in FORWARD[2:] if state != State.FOLLOW_UP],
    }.get(reach, FORWARD[2 : FORWARD.index(reach) + 1] if reach in FORWARD else [])
    if unread:
        way = [state for state in way if state != State.IN_REVIEW]
    for state in way:
        if state == State.TRIAGED:
            services.triage_request(ref=ref, topics=topics, urgency=urgency, by=lead, at=now())
        elif state == State.ASSIGNED:
            services.assign_request(ref=ref, to=adviser, by=lead, at=now())
        elif state == State.IN_REVIEW:
            write(ref, adviser, intended_level=intended_level)
            services.send_for_review(ref=ref, by=adviser, at=now())
            if is_approved or reach != State.IN_REVIEW:
                services.approve_answer(ref=ref, by=reader, at=now())
                if intended_level == "SHAREABLE" and not reader.is_role(Role.LEAD):
                    services.countersign_answer(ref=ref, by=lead, at=now())
        elif state == State.DELIVERED and unread:
            write(ref, adviser, intended_level=intended_level)
            services.deliver_unread(ref=ref, reason="The hearing is at two.", by=adviser, at=now())
        elif state == State.DELIVERED:
            services.deliver_answer(ref=ref, by=adviser, at=now())
        elif state == State.FOLLOW_UP:
            services.ask_follow_up(ref=ref, text="And where the friend is paid?", by=asker, at=now())
        elif state == State.CLOSED:
            services.close_request(ref=ref, by=asker, at=now())
        elif state == State.NEEDS_INFO:
            services.ask_for_more(ref=ref, text="Who paid for them?", reply_by=clock.today() + timedelta(days=7), by=adviser, at=now())
        elif state == State.DECLINED:
            services.decline_request(ref=ref, reason_code="OPERATIONAL", turn_to="Your service's counsel.", by=lead, at=now())
        elif state == State.WITHDRAWN:
            services.withdraw_request(ref=ref, by=asker, at=now())
        elif state == State.MERGED:
            target = into or AdviceRequestFactory(submitted=True, lead=lead)
            services.merge_request(ref=ref, into=target.ref, by=lead, at=now())
        elif state == State.CONVERTED_TO_FILE:
            services.convert_request(ref=ref, family_name="Alder", by=lead, at=now())
        elif state == State.ANSWERED_FROM_BANK:
            services.answer_from_bank(ref=ref, item=item or PublishedAdviceFactory(), by=lead, at=now())
    return AdviceRequest.objects.get(ref=ref)


def write(ref: str, adviser: User, **words):
    """Write an answer that can be read second."""
    text = {"short_answer": "Yes, it does.", "analysis": "Anyone who *knowingly* advertises is caught: 2019 ONCA 1.", "caveats": ""}
    return services.write_answer(ref=ref, by=adviser, at=clock.now(), **{**text, **words})


def CaseFileLinked(*, walled=(), opened_by=None, **fields) -> CaseFile:  # noqa: N802
    """A case file, with people walled off it."""
    opened_by = opened_by or somebody(Role.LEAD)
    with act(by=opened_by, at=clock.now(), kind="open"):
        case_file = CaseFile.objects.create(opened_by=opened_by, referred_on=clock.today(), **fields)
        for person in walled:
            FileWall.objects.create(file=case_file, user=person, reason="Former counsel", set_at=clock.now())
    return case_file


def PublishedAdviceFactory(*, level="SHAREABLE", **fields):  # noqa: N802
    """An item of the bank."""
    lead, other = somebody(Role.LEAD), UserFactory(role=Role.PRO)
    words = {
        "source_ref": "AR-25-2222",
        "title": "Advertising by a friend",
        "question": "Is it an offence?",
        "short_answer": "It can be.",
        "analysis": "It depends on knowledge.",
        "language": "en",
        "law_as_of": clock.today(),
        "review_on": clock.today() + timedelta(days=365),
    }
    return publish(by=lead, at=clock.now(), level=level, prepared_by=other, approved_by=lead, **{**words, **fields})

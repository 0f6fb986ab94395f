"""The stories of requests for advice, from a question to an answer in the bank."""

import random
from datetime import date, timedelta

from advice import services
from advice.models import AdviceRequest
from advice.states import OPEN, Level, State
from precedents.models import Decision

from .cast import Cast
from .stage import Step, Story

QUESTIONS = [  # language, question, facts, topics, stage, short answer, analysis, what the bank calls it
    (
        "en",
        "Is a promise of shared rent enough to show control over movements?",
        "Complainant moved in on a promise that rent would be shared. She paid nothing, was driven to calls, and was told when to come back.",
        ["ELEMENTS"],
        "PRE_CHARGE",
        "Yes, together with the driving and the rules on when to return; the promise alone is not.",
        "Control is read from the whole of the conduct. Influence over movements is a lower bar than control or direction: see 2019 ONCA 663. "
        "Here the driving, the times and the debt should be proved by messages and location records.\n\n"
        "- Put the messages in order of time.\n- Ask for the records of the driver's account.\n- Do not rest on the promise alone.",
        "Control over movements where housing was promised",
    ),
    (
        "en",
        "Which section for taking documents from an adult without keeping them?",
        "Passport was taken for one night and given back the next day.",
        ["CHARGE_CHOICE"],
        "PRE_CHARGE",
        "Section 279.03(1) if the purpose was to facilitate the trafficking; one night can be enough.",
        "The section speaks of withholding as well as of destroying. Time matters for weight, not for the offence. "
        "Prove the purpose by what was said when the document was taken.",
        "Withholding documents for a short time",
    ),
    (
        "fr",
        "L'annonce en ligne suffit-elle pour une accusation de publicité?",
        "Une annonce publiée depuis un téléphone saisi; le compte est au nom d'un tiers.",
        ["ONLINE", "CHARGE_CHOICE"],
        "INVESTIGATION",
        "Pas seule : il faut relier le compte à la personne par les données du téléphone ou du paiement.",
        "L'annonce prouve qu'il y a eu publicité, non qui l'a faite. Obtenez les données de connexion et de paiement par ordonnance de "
        "communication, et faites analyser le téléphone saisi.",
        "Relier une annonce en ligne à une personne",
    ),
    (
        "en",
        "Can we oppose bail on the new reverse onus for conduct that ended before July 2026?",
        "Charge under s. 279.01; conduct ended in May 2026; bail hearing tomorrow.",
        ["BAIL"],
        "BAIL",
        "The rule applies at the hearing, not at the date of the offence; say so and name the paragraph relied on.",
        "The change applies to bail matters already under way. Record the onus and the paragraph relied on, and be ready with the "
        "release plan's weaknesses in case the court reads it otherwise.",
        "Reverse onus at bail for earlier conduct",
    ),
    (
        "en",
        "How do we keep a complainant's counselling records out?",
        "Defence says it will apply for therapeutic records. Charges were laid in August 2026.",
        ["RECORDS"],
        "CHARGED",
        "Hold the defence to sixty days' service and to the test for therapeutic records in force since July 2026.",
        "For charges laid on or after 18 July 2026 therapeutic records are open only where they hold evidence that could raise a reasonable doubt "
        "and is not to be had elsewhere. Arrange independent counsel for the complainant at once.",
        "Therapeutic records after July 2026",
    ),
    (
        "en",
        "Does the delay clock start again when a replacement information is sworn?",
        "First information sworn in 2025; replacement adds two counts for the same transaction.",
        ["DELAY"],
        "TRIAL",
        "Treat the first information as the origin for the same transaction; say that this is common practice and not settled.",
        "The prudent course is to count from the first information and to show the other figure beside it. New counts about another "
        "transaction have a clock of their own.",
        "Replacement information and the delay clock",
    ),
    (
        "fr",
        "Peut-on joindre deux plaignantes dans une même dénonciation?",
        "Même accusé, deux villes, méthodes semblables, périodes qui se suivent.",
        ["JOINDER", "SIMILAR_FACT"],
        "PRE_CHARGE",
        "Oui, si la preuve de l'une éclaire celle de l'autre; préparez la requête de faits similaires avant de choisir.",
        "La réunion des chefs se justifie par la méthode commune. Si la preuve de faits similaires n'est pas admise, la séparation sera "
        "demandée : prévoyez les deux plans.",
        "Réunion des chefs pour deux plaignantes",
    ),
    (
        "en",
        "What proves that the accused knew the complainant was under eighteen?",
        "She told him nineteen; her messages mention school.",
        ["AGE"],
        "PRE_CHARGE",
        "All reasonable steps are asked of him; the messages about school defeat a bare belief.",
        "Collect every sign of age that was in front of him: messages, photographs, the school timetable. A stated age alone is seldom a "
        "reasonable step.",
        "All reasonable steps to learn age",
    ),
]
FOLLOW_UPS = ["Does the answer change if the driver was paid by her?", "May we share this with the other service in the joint project?"]
NEEDED = "Please put the facts in order of time and say whether anything was recorded."
REPLY = "Facts in order attached above: contact in March, move in April, first advertisement 2 May, statement recorded on 9 June."


class RequestStory(Story):
    """One request: who asks, who answers, who reads, and what about."""

    cast: Cast
    number: int
    asker: object
    adviser: object
    reader: object
    ref: str = ""

    @property
    def said(self):
        """The words of this request."""
        return QUESTIONS[self.number % len(QUESTIONS)]

    def row(self) -> AdviceRequest:
        """The request as it stands now."""
        return AdviceRequest.objects.get(ref=self.ref)


def typed(story) -> dict:
    """What the asker types."""
    language, question, facts, topics, stage, *_rest = story.said
    urgency = ("U2", "U3", "U4", "U3", "U1")[story.number % 5]
    return {
        "question": question,
        "facts": facts,
        "stage": stage,
        "urgency": urgency,
        "urgency_reason": "The hearing is tomorrow morning." if urgency == "U1" else "",
        "language": language,
        "topics": topics,
    }


def draft(story):
    """Keep a draft."""
    story.ref = services.save_request_draft(by=story.asker, at=story.at, **typed(story)).ref


def ask(story):
    """Send the question."""
    story.ref = services.submit_request(by=story.asker, at=story.at, **typed(story)).ref


def triage(story):
    """Accept the question."""
    services.triage_request(ref=story.ref, topics=story.said[3], urgency=story.row().urgency, by=story.cast.lead, at=story.at)


def assign(story):
    """Give it to an adviser."""
    services.assign_request(ref=story.ref, to=story.adviser, by=story.cast.lead, at=story.at)


def need(story):
    """Ask the asker for more."""
    services.ask_for_more(
        ref=story.ref, text=NEEDED, reply_by=story.today + timedelta(days=7), by=story.adviser, at=story.at, needs=["FACTS"]
    )


def reply(story):
    """Give what was asked for."""
    services.reply_to_team(ref=story.ref, text=REPLY, by=story.asker, at=story.at)


def write(story):
    """Write the answer."""
    _language, _question, _facts, _topics, _stage, short, analysis, _title = story.said
    level = Level.SHAREABLE if story.number % 4 == 3 else Level.CROWN_ONLY
    services.write_answer(
        ref=story.ref, short_answer=short, analysis=analysis, caveats="The law is stated as of the date of this answer.", by=story.adviser,
        at=story.at, note="Same point came up in the spring; see whether it can go to the bank.", intended_level=level,
    )  # fmt: skip


def send(story):
    """Put it before a second reader."""
    services.send_for_review(ref=story.ref, by=story.adviser, at=story.at, reader=story.reader)


def give_back(story):
    """The reader wants a change."""
    services.return_for_changes(ref=story.ref, by=story.reader, at=story.at, comment="Say which records prove the times.")


def approve(story):
    """The reader approves; a lead signs what police may read."""
    services.approve_answer(ref=story.ref, by=story.reader, at=story.at, comment="Agreed.")
    if story.row().intended_level == Level.SHAREABLE:
        services.countersign_answer(ref=story.ref, by=story.cast.lead, at=story.at)


def deliver(story):
    """Give the answer."""
    services.deliver_answer(ref=story.ref, by=story.adviser, at=story.at)


def follow_up(story):
    """Ask again."""
    services.ask_follow_up(ref=story.ref, text=FOLLOW_UPS[story.number % 2], by=story.asker, at=story.at)


def close(story):
    """The asker is content."""
    if story.row().state == State.DELIVERED:
        services.close_request(ref=story.ref, by=story.asker, at=story.at, reason="That answered it.")


def publish(story):
    """Prepare a copy for the bank; a second lawyer approves it."""
    language, question, _facts, topics, _stage, short, analysis, title = story.said
    shareable = story.row().intended_level == Level.SHAREABLE
    proposal = services.prepare_publication(
        ref=story.ref, title=title, question=question, short_answer=short, analysis=analysis,
        level=Level.SHAREABLE if shareable else Level.CROWN_ONLY, law_as_of=story.today, review_on=story.today + timedelta(days=365),
        by=story.adviser, at=story.at,
    )  # fmt: skip
    for mark in services.open_marks(proposal):
        services.answer_mark(ref=proposal.ref, kind=mark.kind, found=mark.text, reason="Not an identifier: the words of the law.",
                             by=story.adviser, at=story.at)  # fmt: skip
    services.approve_publication(ref=proposal.ref, by=story.cast.lead if shareable else story.reader, at=story.at, topics=topics)


def decline(story):
    """Say that it is not for the team."""
    services.decline_request(ref=story.ref, reason_code="OPERATIONAL", turn_to="The service's own legal adviser decides on operations.",
                             by=story.cast.lead, at=story.at)  # fmt: skip


def from_bank(story):
    """Point to a decision that answers it."""
    item = Decision.objects.order_by("pk").first()
    if item is None:
        triage(story)
        return
    services.answer_from_bank(ref=story.ref, item=item, by=story.cast.lead, at=story.at, note="The passage on influence answers this.")


def still_open(story):
    """Say what is left open."""
    if story.row().state == State.ANSWERED_FROM_BANK:
        services.say_still_open(ref=story.ref, text="It speaks of adults; ours is seventeen.", by=story.asker, at=story.at)


def withdraw(story):
    """Take the question back, unless another rests on it."""
    if story.row().carries_others:
        return
    services.withdraw_request(ref=story.ref, by=story.asker, at=story.at, reason="Resolved with the local office.")


def ask_now(story):
    """Send a question that cannot wait."""
    words = {**typed(story), "urgency": "U1", "urgency_reason": "The hearing is this afternoon."}
    story.ref = services.submit_request(by=story.asker, at=story.at, **words).ref


def deliver_unread(story):
    """Give an answer that cannot wait for its second reader."""
    services.deliver_unread(ref=story.ref, reason="Bail is heard at two o'clock.", by=story.adviser, at=story.at)


def read_afterwards(story):
    """Read second what went out unread."""
    services.read_afterwards(ref=story.ref, is_good=True, comment="Right as it went out.", by=story.reader, at=story.at)


def recall(story):
    """Take an answer back that no longer holds."""
    services.recall_answer(ref=story.ref, reason="The decision it rests on was set aside.", by=story.adviser, at=story.at)


def finish(story):
    """The asker closes it, unless time did."""
    close(story)


def ask_again(story):
    """Ask about a closed answer."""
    if story.row().state == State.CLOSED:
        services.ask_follow_up(ref=story.ref, text=FOLLOW_UPS[story.number % 2], by=story.asker, at=story.at)


def merge(story):
    """Put it with another open question on the same topics; where there is none, it stays."""
    alike = AdviceRequest.objects.visible_to(story.cast.lead).filter(state__in=OPEN).exclude(ref=story.ref)
    target = alike.filter(topics__topic__in=story.said[3]).order_by("pk").first() or alike.order_by("pk").first()
    if target is not None:
        services.merge_request(ref=story.ref, into=target.ref, reason="The same point of law.", by=story.cast.lead, at=story.at)


def convert(story):
    """The question grew into a prosecution: open a file from it, unless another question rests on it."""
    if story.row().carries_others:
        return
    services.convert_request(ref=story.ref, family_name=ACCUSED_LATER[story.number % len(ACCUSED_LATER)], occurrence=f"OC-{story.number:04}",
                             by=story.cast.lead, at=story.at)  # fmt: skip


ACCUSED_LATER = ["Quillfeather", "Brandywell", "Tarnowick"]

ASKED = [Step("ask", (0, 0), ask)]
TAKEN = [*ASKED, Step("triage", (0, 1), triage), Step("assign", (0, 1), assign)]
ANSWERED = [
    *TAKEN,
    Step("write", (1, 3), write),
    Step("send", (0, 1), send),
    Step("approve", (1, 2), approve),
    Step("deliver", (0, 1), deliver),
]
PUBLISHED = [*ANSWERED, Step("publish", (3, 9), publish), Step("close", (4, 20), close)]
ASKED_BACK = [*TAKEN, Step("need", (0, 1), need), Step("reply", (2, 5), reply), *ANSWERED[3:]]
RETURNED = [
    *ANSWERED[:5],
    Step("give_back", (1, 2), give_back),
    Step("rewrite", (0, 1), write),
    Step("resend", (0, 1), send),
    *ANSWERED[5:],
]
AGAIN = [*ANSWERED, Step("follow_up", (2, 6), follow_up)]
KEPT = [Step("draft", (0, 0), draft)]
TURNED = [*ASKED, Step("decline", (0, 1), decline)]
BANKED = [*ASKED, Step("bank", (0, 1), from_bank), Step("open", (1, 3), still_open)]
TAKEN_BACK = [*TAKEN, Step("withdraw", (1, 2), withdraw)]
AT_ONCE = [
    Step("ask_now", (0, 0), ask_now),
    Step("triage", (0, 0), triage),
    Step("assign", (0, 0), assign),
    Step("write", (0, 0), write),
    Step("deliver_unread", (0, 0), deliver_unread),
    Step("read_afterwards", (1, 2), read_afterwards),
]
CALLED_BACK = [*ANSWERED, Step("recall", (2, 6), recall)]
ASKED_LATER = [*ANSWERED, Step("finish", (4, 20), finish), Step("ask_again", (20, 60), ask_again)]
PUT_TOGETHER = [*ASKED, Step("merge", (0, 1), merge)]
GROWN = [*ASKED, Step("take", (0, 1), triage), Step("convert", (1, 3), convert)]

PLAN = [
    (PUBLISHED, "publish"), (TAKEN, "assign"), (ASKED, "ask"), (PUBLISHED, "close"), (ANSWERED, "deliver"), (ASKED_BACK, "need"),
    (RETURNED, "give_back"), (ANSWERED, "send"), (TAKEN, "triage"), (AGAIN, "follow_up"), (KEPT, "draft"), (PUBLISHED, "publish"),
    (BANKED, "bank"), (TURNED, "decline"), (ASKED_BACK, "deliver"), (TAKEN_BACK, "withdraw"), (ANSWERED, "write"), (PUBLISHED, "close"),
    (RETURNED, "deliver"), (BANKED, "open"), (AT_ONCE, "deliver_unread"), (CALLED_BACK, "recall"), (ASKED_LATER, "ask_again"),
    (PUT_TOGETHER, "merge"), (GROWN, "convert"), (AT_ONCE, "read_afterwards"),
]  # fmt: skip


OVER = {
    "publish",
    "close",
    "deliver",
    "bank",
    "decline",
    "withdraw",
    "merge",
    "convert",
    "read_afterwards",
}  # where nobody owes a step; the others are of these days


def stories(cast: Cast, *, number: int, today_is: date, chance: random.Random) -> list[RequestStory]:
    """Write the stories of so many requests."""
    askers = [*cast.police, *cast.crowns]
    made = []
    for place in range(number):
        plot, last = PLAN[place % len(PLAN)]
        adviser = cast.prosecutors[place % len(cast.prosecutors)]
        made.append(
            RequestStory(
                plot,
                last=last,
                today=today_is
                - timedelta(days=0 if place < len(PLAN) else chance.randint(3, 300) if last in OVER else chance.randint(0, 4)),
                chance=random.Random(chance.random()),
                cast=cast,
                number=place,
                asker=askers[place % len(askers)],
                adviser=adviser,
                reader=cast.prosecutors[(place + 1) % len(cast.prosecutors)],
            )
        )
    return made

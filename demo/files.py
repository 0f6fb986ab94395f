"""The stories of case files: every state that a file, an accused and a count can reach in this version stands in one of them."""

import random
from datetime import date, time, timedelta

from casetracker import services
from casetracker.choices import EndReason, NotAsked
from casetracker.models import CaseFile
from casetracker.services import (
    AccusedIn,
    ChecklistIn,
    CountIn,
    DispositionIn,
    HandoverIn,
    InformationIn,
    NameIn,
    PrelimResultIn,
    ReasonIn,
    ReviewIn,
    VerdictIn,
)
from casetracker.states import GUILTY, LIVE, Access, CountState, Custody, FileState
from foundation.law import catalogue

from . import names
from .bail import breach, released
from .cast import Cast
from .delay import keep_ledger
from .stage import Step, Story

ADULT = [("279.01", "(1)(b)"), ("286.3", "(1)"), ("286.2", "(1)"), ("286.4", "")]
ASSAULT = [("279.01", "(1)(b)"), ("286.2", "(1)"), ("266", "")]
YOUNG = [("279.011", "(1)(b)"), ("286.3", "(2)"), ("286.2", "(2)")]
SMALL = [("286.4", ""), ("286.2", "(1)"), ("264.1", "(1)(a)")]
APPEAL_DAYS = 30


class FileStory(Story):
    """One file: who works on it, whom it is about, and the file itself once it is opened."""

    cast: Cast
    accused: list[tuple[str, str]]
    offences: list[tuple[str, str]]
    pro: object
    police: object
    number: int
    file: CaseFile
    laid: bool = True

    @property
    def tracks(self):
        """The accused on their tracks, as they stand now."""
        return list(self.file.proceedings.order_by("pk"))

    def track(self, place: int = 0):
        """One of them."""
        return self.tracks[place]

    def reread(self) -> CaseFile:
        """The file as it stands now."""
        self.file = CaseFile.objects.get(pk=self.file.pk)
        return self.file

    def live(self, place: int = 0):
        """The live counts of one accused."""
        return [count for count in self.track(place).counts.order_by("number") if count.state in LIVE]


# What is typed


def counts_of(story: FileStory) -> list[CountIn]:
    """The counts of an accused, each under the version of the law of its period."""
    sworn = min(story.day("laid"), story.day("open")) if story.knows("laid") else story.day("open")
    first, last = sworn - timedelta(days=120), sworn - timedelta(days=12)
    place = story.chance.choice(names.PLACES)
    found = []
    for section, para in story.offences:
        version = catalogue.version_for(section, para, first, last).versions[-1]
        found.append(CountIn(offence=version, offence_from=first, offence_to=last, place=place))
    return found


def people_of(story: FileStory, *, charged: bool) -> list[AccusedIn]:
    """The accused as intake types them."""
    information = None
    if charged:
        information = InformationIn(f"998 26 {4000 + story.number}", story.day("laid"), catalogue.court("OCJ"))
    return [
        AccusedIn(
            family_name=family,
            given_name=given,
            birth_date=date(1985 + (story.number + place) % 18, 1 + place * 3, 11),
            custody=_custody_at_intake(story, place) if charged else Custody.NOT_ARRESTED,
            counts=counts_of(story),
            information=information,
        )
        for place, (given, family) in enumerate(story.accused)
    ]


def _custody_at_intake(story: FileStory, place: int) -> str:
    custody = [Custody.DETAINED, Custody.RELEASED_COURT, Custody.RELEASED_POLICE]
    return Custody.IN_CUSTODY if story.knows("bail") else custody[(story.number + place) % 3]


# Scenes


def laid(story):
    """Police swore the information; nothing is known to us yet."""


def open_file(story, *, charged=True, complete=True):
    """Type the intake."""
    given, family = names.VICTIMS[story.number % len(names.VICTIMS)]
    story.file = services.open_case_file(
        by=story.cast.assistant if story.number % 3 else story.pro,
        at=story.at,
        agency=story.police.agency,
        office=story.cast.offices[story.number % 3],
        occurrence_number=f"{story.day('open').year % 100}-{20000 + story.number * 137}",
        accused=people_of(story, charged=charged),
        conflict_names=[NameIn(f"{given} {family}", "VICTIM"), *(NameIn(f"{one} {two}", "ACCUSED") for one, two in story.accused)],
        names_complete=complete,
        referred_on=story.today,
    )


def open_uncharged(story):
    """Type the intake of a matter without a charge."""
    open_file(story, charged=False)


def open_incomplete(story):
    """Type an intake whose names are not complete."""
    open_file(story, complete=False)


def decide(decision, **extra):
    """The lead decides what the team does."""

    def scene(story):
        services.decide_intake(
            case_file=story.reread(),
            decision=decision,
            by=story.cast.lead,
            at=story.at,
            conflict_cleared=True,
            lead_prosecutor=story.pro if decision in ("CARRIED", "SHARED", "PRECHARGE") else None,
            local_crown=story.cast.crowns[story.number % 3] if decision in ("SHARED", "ADVISORY") else None,
            reason=extra.get("reason", ""),
            decline_reason=extra.get("decline_reason", ""),
        )

    return scene


def people(story):
    """Enter the victim, the officer, counsel, and a ban."""
    given, family = names.VICTIMS[story.number % len(names.VICTIMS)]
    young = story.offences is YOUNG
    victim = services.add_participant(
        case_file=story.reread(),
        by=story.pro,
        at=story.at,
        kind="VICTIM",
        given_name=given,
        family_name=family,
        is_youth=young,
        language="en",
        safe_contact="Call after 4 p.m.; never leave a message; ask first whether it is a good time.",
        phone=f"705-555-01{story.number % 100:02d}",
    )
    officer = names.OFFICERS[story.number % len(names.OFFICERS)]
    services.add_participant(
        case_file=story.reread(), by=story.pro, at=story.at, kind="OFFICER", given_name=officer[0], family_name=officer[1],
        organisation=story.police.agency.name_en,
    )  # fmt: skip
    given, family = names.COUNSEL[story.number % len(names.COUNSEL)]
    services.add_participant(
        case_file=story.reread(), by=story.pro, at=story.at, kind="COUNSEL", given_name=given, family_name=family,
        organisation="Castellan Bastide LLP", acts_for=story.track().accused,
    )  # fmt: skip
    if story.number % 2 == 0 or young:
        services.add_ban(
            case_file=story.reread(), provision=next(ban for ban in catalogue.bans_on(story.today) if ban.section == "486.4"),
            made_on=story.today, by=story.pro, at=story.at, participant=victim, made_by="OCJ",
        )  # fmt: skip
    if story.number % 3 == 0:
        asked_for(story, victim)
    services.edit_theory(
        case_file=story.reread(), theory=story.chance.choice(names.THEORIES), resolution_position="", by=story.pro, at=story.at
    )


def asked_for(story, victim):
    """Record what the victim asks for; what she wants to know is answered at once, and of some files the rest stays open."""

    def ask(kind, asked_by="HERSELF", note="", **answer):
        on = {"by": story.cast.assistant, "at": story.at}
        request = services.record_victim_request(participant=victim, kind=kind, asked_on=story.today, asked_by=asked_by, note=note, **on)
        if answer:
            services.answer_victim_request(victim_request=request, answered_on=story.today, **answer, **on)

    ask("INFO_CASE", answer="DONE", answer_note="The next day in court and the name of counsel were told to her by telephone.")
    if victim.bans.exists():
        ask("BAN_WANTED", answer="GRANTED", answer_note="She was told that she can have it varied or revoked.")
    if story.number % 2 == 0:
        ask("SCREEN", "CROWN", note="She does not want to see him while she testifies.")


def note(story):
    """Leave a note of the team."""
    services.add_note(case_file=story.reread(), text=names.NOTES[story.number % len(names.NOTES)], by=story.pro, at=story.at,
                      lang="fr" if story.number % len(names.NOTES) == 2 else "en")  # fmt: skip


def courthouse(story):
    """The courthouse of the file; some are not on Toronto's clock."""
    houses = list(catalogue.courthouses())
    return houses[story.number % len(houses)]


def first_date(story):
    """Set the first appearance."""
    on = story.day("first") if story.knows("first") else story.today + timedelta(days=12)
    services.add_appearance(
        case_file=story.reread(), proceedings=story.tracks, on=on, purpose="FIRST", by=story.cast.assistant, at=story.at,
        at_time=time(9, 30), courthouse=courthouse(story), room="104",
    )  # fmt: skip


def held(step, next_step, purpose, *, adjourned=False):
    """Record the result of the day that this step is about, and the next date."""

    def scene(story):
        day = story.file.appearances.filter(on=story.day(step), result="").first() or story.file.appearances.filter(result="").first()
        if day is None:
            return
        extra = {"adjourned_by": "DEFENCE", "adjourn_reason": "Counsel needs the second disclosure"} if adjourned else {}
        coming = story.day(next_step) if next_step and story.knows(next_step) else None
        services.record_result(
            appearance=day, result="ADJOURNED" if adjourned else "HELD", by=story.pro, at=story.at,
            result_note="Disclosure made in part; counsel on record." if step == "first" else "Held as planned.",
            next_on=coming if coming and coming > day.on else None, next_time=time(10, 0), next_purpose=purpose,
            next_courthouse=day.courthouse, next_room="305", **extra,
        )  # fmt: skip

    return scene


def screen(story):
    """Screen every count, elect the mode of hybrids, proceed."""
    for track in story.tracks:
        counts = [count for count in track.counts.all() if count.state == CountState.LAID]
        reviews = [ReviewIn(count, "PROCEED", True, True, "Both tests met on the records and the statement.") for count in counts]
        services.record_screening(proceeding=track, reviews=reviews, reviewed_on=story.today, by=story.pro, at=story.at)
        for count in counts:
            count.refresh_from_db()
            if count.offence.is_hybrid:
                services.elect_mode(count=count, choice="INDICTMENT", on=story.today, by=story.pro, at=story.at)
        services.proceed_on_counts(proceeding=story.file.proceedings.get(pk=track.pk), by=story.pro, at=story.at, happened_on=story.today)


def each(service, **words):
    """Do one thing for every accused."""

    def scene(story):
        for track in story.tracks:
            service(
                proceeding=track,
                by=story.pro,
                at=story.at,
                **{name: value(story) if callable(value) else value for name, value in words.items()},
            )

    return scene


def in_turn(*scenes):
    """Play one scene after the other, on the same day."""

    def scene(story):
        for one in scenes:
            one(story)

    return scene


def also(plot, **scenes):
    """Play more scenes in a plot, each before the step of its name."""
    return [Step(step.name, step.gap, in_turn(scenes[step.name], step.do)) if step.name in scenes else step for step in plot]


def today(story):
    """The day that is played."""
    return story.today


def begin_prelim(story):
    """The preliminary inquiry that was asked for begins."""
    for track in story.tracks:
        services.move(subject=track, name="begin_prelim", by=story.pro, at=story.at, happened_on=story.today)


def prelim_result(story):
    """Ordered to stand trial on all counts but the last."""
    for place, track in enumerate(story.tracks):
        live = story.live(place)
        results = [PrelimResultIn(count, "COMMITTED") for count in live[:-1]]
        results.append(PrelimResultIn(live[-1], "DISCHARGED_PRELIM", ReasonIn(EndReason.EVIDENCE)))
        services.record_prelim_result(proceeding=track, results=results, decided_by="Justice Fernwater", by=story.pro, at=story.at,
                                      happened_on=story.today)  # fmt: skip


def indict(story):
    """File the indictment on every count that can go there."""
    for place, track in enumerate(story.tracks):
        services.file_indictment(proceeding=track, number=f"CR-{story.today.year % 100}-{300 + story.number}", filed_on=story.today,
                                 counts=story.live(place), by=story.pro, at=story.at)  # fmt: skip


def ask_consent(story):
    """Ask the Attorney General for a direct indictment."""
    services.ask_direct_indictment(proceeding=story.track(), asked_on=story.today, by=story.pro, at=story.at)


def consent(story):
    """The Attorney General consents."""
    services.record_consent(request=story.track().direct_indictments.get(), consent_on=story.today, consent_by="Attorney General of Ontario",
                            by=story.pro, at=story.at)  # fmt: skip


def mistrial(story):
    """The jury cannot agree."""
    for place, track in enumerate(story.tracks):
        verdicts = [VerdictIn(count, CountState.MISTRIAL) for count in story.live(place)]
        services.record_verdict(proceeding=track, verdicts=verdicts, decided_by="Justice Quarrystone", by=story.pro, at=story.at,
                                happened_on=story.today, reason="The court lost jurisdiction: a juror was discharged.")  # fmt: skip


def unfit(story):
    """The accused is found unfit to stand trial."""
    services.record_unfit(proceeding=story.track(), unfit_on=story.today, by=story.pro, at=story.at)


def stayed_for_delay(story):
    """The court stays the matter for delay."""
    services.record_court_order(
        proceeding=story.track(), counts=story.live(), result="STAYED_11B", decided_by="Justice Amberline", by=story.pro, at=story.at,
        happened_on=story.today, appeal_due_on=story.today + timedelta(days=APPEAL_DAYS), terms="Net delay above the ceiling; no exceptional circumstance.",
    )  # fmt: skip


def sever_last(story):
    """The last count goes its own way."""
    services.sever(proceeding=story.track(), counts=story.live()[-1:], by=story.pro, at=story.at, happened_on=story.today,
                   reason="Ordered severed: another complainant, another year.")  # fmt: skip


begin_intake = each(services.begin_intake, happened_on=today)
await_election = each(services.await_election, happened_on=today)
elect_ocj = each(services.record_election, choice="OCJ", on=today)
elect_scj = each(services.record_election, choice="SCJ_JUDGE", on=today)
elect_prelim = each(services.record_election, choice="SCJ_JURY", on=today, prelim_requested=True)
set_trial = each(
    services.set_trial, trial_on=lambda story: story.day("trial"), trial_ends_on=lambda story: story.day("argued"), happened_on=today
)
start_trial = each(services.start_trial, happened_on=today)
reserve = each(services.reserve_judgment, evidence_ended_on=today)


def plead(place=0):
    """One accused pleads to her first count; the others of hers will be withdrawn at sentence."""

    def scene(story):
        track = story.track(place)
        live = story.live(place)
        services.record_plea(proceeding=track, guilty=live[:1], to_withdraw=live[1:], decided_by="Justice Amberline", by=story.pro, at=story.at,
                             happened_on=story.today)  # fmt: skip

    return scene


def verdict(result):
    """Every accused has a verdict on every count."""

    def scene(story):
        for place, track in enumerate(story.tracks):
            acquitted = result == "ACQUITTED"
            verdicts = [
                VerdictIn(
                    count,
                    result,
                    why=ReasonIn(EndReason.DOUBT) if acquitted else None,
                    appeal_due_on=story.today + timedelta(days=APPEAL_DAYS) if acquitted else None,
                )
                for count in story.live(place)
            ]
            services.record_verdict(proceeding=track, verdicts=verdicts, decided_by="Justice Quarrystone", by=story.pro, at=story.at,
                                    happened_on=story.today)  # fmt: skip

    return scene


def sentence(*, discharge=False):
    """Sentence on each guilty count; the counts to be withdrawn are withdrawn; each order is answered."""

    def scene(story):
        for place, _track in enumerate(story.tracks):
            track = story.track(place)
            guilty = [count for count in track.counts.all() if count.state in GUILTY]
            if not guilty:
                continue
            due = story.today + timedelta(days=APPEAL_DAYS)
            result = "DISCHARGED_CONDITIONAL" if discharge else "SENTENCED"
            terms = "Twelve months on conditions" if discharge else "Four years, less credit for 210 days; concurrent on the other counts"
            services.record_disposition(
                proceeding=track, dispositions=[DispositionIn(count, result, terms=terms, appeal_due_on=due) for count in guilty],
                decided_by="Justice Amberline", by=story.pro, at=story.at, happened_on=story.today,
                custody=Custody.RELEASED_COURT if discharge else Custody.SERVING,
            )  # fmt: skip
            withdraw_live(story, place, EndReason.PLEA_TO_OTHER)
            track = story.track(place)
            answers = {order: ("MADE", "") if order in ("DNA", "WEAPONS") else ("NOT_SOUGHT", "") for order in track.orders_to_answer}
            services.answer_orders(proceeding=track, answers=answers, on=story.today, by=story.pro, at=story.at)

    return scene


def conclude(story):
    """Conclude every accused after sentence."""
    for track in story.tracks:
        if track.state == "GUILTY_AWAITING_SENTENCE":
            services.conclude_proceeding(proceeding=track, by=story.pro, at=story.at, happened_on=story.today)


def withdraw_live(story, place, reason_code):
    """Withdraw what is still live of one accused."""
    for count in story.live(place):
        leave = story.today if story.track(place).state in ("GUILTY_AWAITING_SENTENCE", "IN_TRIAL", "RESERVED") else None
        services.withdraw_count(
            count=count, why=ReasonIn(reason_code), by=story.cast.lead, at=story.at, happened_on=story.today,
            reason="As put on the record in court.", exception=NotAsked.UNSAFE, leave_on=leave,
        )  # fmt: skip


def withdraw_all(place=0, reason_code=EndReason.NO_PROSPECT):
    """Withdraw every count of one accused."""

    def scene(story):
        withdraw_live(story, place, reason_code)

    return scene


def warrant(story):
    """The accused did not come: a bench warrant."""
    services.issue_warrant(
        proceeding=story.track(), kind="BENCH_597", issued_on=story.today, by=story.pro, at=story.at, note="Did not appear."
    )


def executed(story):
    """The warrant is executed."""
    services.execute_warrant(proceeding=story.track(), executed_on=story.today, custody=Custody.IN_CUSTODY, by=story.pro, at=story.at)


def close(story):
    """Close the concluded file."""
    if story.reread().state != FileState.CONCLUDED:
        return
    services.close_file(
        case_file=story.file, checklist=ChecklistIn(True, True, True, True, story.today), by=story.cast.lead, at=story.at,
        happened_on=story.today, reason="Checklist done.",
    )  # fmt: skip


def reopen(story):
    """A closed matter comes back."""
    if story.reread().state not in (FileState.CONCLUDED, FileState.CLOSED):
        return
    services.reopen_file(
        case_file=story.file, decision="ADVISORY", reopen_reason="NEW_REFERRAL", reason="The local office asks about the property order.",
        by=story.cast.lead, at=story.at, happened_on=story.today,
    )  # fmt: skip


def no_charge(story):
    """Police lay no charge."""
    services.record_police_decision(
        proceeding=story.track(), not_laid=list(story.track().counts.all()), decided_on=story.today, by=story.pro, at=story.at
    )
    services.close_without_charge(
        case_file=story.reread(), confirmed_on=story.today, reason="Police will lay no charge; the complainant has left the province.",
        by=story.cast.lead, at=story.at,
    )  # fmt: skip


def charge(story):
    """Police lay the proposed counts, and the team carries the file."""
    for track in story.tracks:
        services.lay_information(
            proceeding=track, information=InformationIn(f"998 26 {7000 + story.number}", story.today, catalogue.court("OCJ")),
            counts=list(track.counts.all()), by=story.cast.assistant, at=story.at,
        )  # fmt: skip
    services.take_carriage(case_file=story.reread(), decision="CARRIED", by=story.cast.lead, at=story.at, happened_on=story.today)


def transfer(story):
    """Hand the file to the local office."""
    services.transfer_file(
        case_file=story.reread(),
        handover=HandoverIn(story.cast.offices[0], story.cast.crowns[1].name, story.today, True, True, True, True,
                            "No waiver; total delay well under the ceiling."),
        by=story.cast.lead, at=story.at, happened_on=story.today, reason="The trafficking counts are gone; local matters remain.",
    )  # fmt: skip


def advised(story):
    """The advice is finished."""
    services.finish_advice(case_file=story.reread(), reason="Advice given on joinder; nothing further asked.", by=story.cast.lead, at=story.at,
                           happened_on=story.today)  # fmt: skip


def reassign(story):
    """The lead gives the file to another prosecutor."""
    others = [person for person in story.cast.prosecutors if person != story.pro]
    story.pro = others[story.number % len(others)]
    services.assign(case_file=story.reread(), to=story.pro, acting_as=Access.LEAD_COUNSEL, reason="Balance of trial days this spring.",
                    by=story.cast.lead, at=story.at)  # fmt: skip


# Plots

CHARGED = [Step("laid", (0, 0), laid), Step("open", (2, 9), open_file)]
TAKEN = [*CHARGED, Step("decided", (1, 4), decide("CARRIED")), Step("people", (1, 3), people), Step("first_set", (0, 1), first_date)]
UNDER_WAY = [
    *TAKEN,
    Step("screened", (3, 9), screen),
    Step("intake", (1, 3), begin_intake),
    Step("first", (9, 20), held("first", "jpt", "JPT")),
    Step("noted", (4, 14), note),
    Step("jpt", (25, 50), held("jpt", "second_jpt", "JPT", adjourned=True)),
    Step("second_jpt", (30, 60), held("second_jpt", "election", "ELECTION")),
]
TO_TRIAL = [
    *UNDER_WAY,
    Step("pending", (2, 6), await_election),
    Step("election", (5, 25), elect_ocj),
    Step("elected_day", (0, 0), held("election", "trial", "TRIAL")),
    Step("trial_set", (2, 9), set_trial),
    Step("trial", (60, 150), start_trial),
    Step("trial_day", (0, 0), held("trial", "argued", "TRIAL")),
    Step("argued", (4, 10), reserve),
    Step("argued_day", (0, 0), held("argued", "judgment", "VERDICT")),
]
SUPERIOR = [Step(step.name, step.gap, elect_scj) if step.name == "election" else step for step in TO_TRIAL]
SENTENCE = [
    Step("sentence", (30, 55), sentence()),
    Step("sentence_day", (0, 0), held("sentence", None, "")),
    Step("concluded", (1, 5), conclude),
    Step("closed", (45, 60), close),
]
CONVICTED = [
    *TO_TRIAL,
    Step("judgment", (20, 45), verdict("FOUND_GUILTY")),
    Step("judgment_day", (0, 0), held("judgment", "sentence", "SENTENCE")),
    *SENTENCE,
]
ACQUITTED = [*SUPERIOR, Step("judgment", (20, 45), verdict("ACQUITTED")), Step("closed", (45, 60), close)]
PLEADED = [
    *UNDER_WAY,
    Step("plea", (10, 25), plead(0)),
    *SENTENCE,
    Step("reopened", (20, 40), reopen),
]
LIGHT = [
    *UNDER_WAY,
    Step("plea", (10, 25), plead(0)),
    Step("sentence", (20, 30), sentence(discharge=True)),
    Step("concluded", (1, 5), conclude),
]
TWO_WAYS = [
    *UNDER_WAY,
    Step("plea", (5, 15), plead(0)),
    Step("dropped", (10, 20), withdraw_all(1)),
    *SENTENCE,
]
DROPPED = [*UNDER_WAY, Step("dropped", (10, 25), withdraw_all(0)), Step("closed", (5, 20), close)]
ABSCONDED = [
    *also(UNDER_WAY, first=released()),
    Step("warrant", (5, 12), warrant),
    Step("executed", (40, 90), in_turn(executed, breach)),
    Step("after", (3, 8), note),
]
MOVED = [*UNDER_WAY, Step("reassigned", (5, 15), reassign), Step("later", (4, 9), note)]
SHARED = [
    *CHARGED,
    Step("decided", (1, 4), decide("SHARED", reason="Co-counsel with the local office.")),
    *UNDER_WAY[3:],
]
HANDED = [*UNDER_WAY, Step("transferred", (5, 20), transfer)]
BEFORE = [Step("open", (0, 0), open_uncharged), Step("decided", (1, 3), decide("PRECHARGE")), Step("people", (1, 4), people)]
UNCHARGED = [*BEFORE, Step("no_charge", (30, 70), no_charge), Step("closed", (10, 30), close)]
CHARGED_LATER = [*BEFORE, Step("laid", (20, 50), charge), Step("first_set", (1, 3), first_date), Step("screened", (3, 9), screen),
                 Step("intake", (1, 3), begin_intake), Step("first", (9, 20), held("first", None, ""))]  # fmt: skip
ADVISED = [
    *CHARGED,
    Step("decided", (1, 4), decide("ADVISORY", reason="The local Crown keeps carriage.")),
    Step("advised", (40, 80), advised),
]
REFUSED = [
    *CHARGED,
    Step(
        "decided",
        (1, 4),
        decide("DECLINED", decline_reason="NOT_TRAFFICKING", reason="No exploitation on the facts; the local office has carriage."),
    ),
]
COMMITTED = [
    *UNDER_WAY,
    Step("pending", (2, 6), await_election),
    Step("election", (5, 25), elect_prelim),
    Step("elected_day", (0, 0), held("election", "prelim", "PRELIM")),
    Step("prelim_begun", (1, 4), begin_prelim),
    Step("prelim", (40, 90), prelim_result),
    Step("prelim_day", (0, 0), held("prelim", "assignment", "SET_DATE")),
    Step("indicted", (10, 25), indict),
    Step("assignment", (9, 20), held("assignment", None, "")),
]
DIRECT = [
    *UNDER_WAY,
    Step("asked", (5, 12), ask_consent),
    Step("consent", (15, 40), consent),
    Step("indicted", (2, 7), indict),
]
MISTRIED = [*SUPERIOR, Step("judgment", (20, 45), mistrial), Step("judgment_day", (0, 0), held("judgment", None, ""))]
TIMED = [Step(step.name, step.gap, in_turn(set_trial, keep_ledger(1))) if step.name == "trial_set" else step for step in TO_TRIAL]
UNFIT = [*UNDER_WAY, Step("unfit", (5, 20), unfit), Step("after", (10, 20), note)]
DELAYED = [
    step
    for each_one in TO_TRIAL
    for step in ([each_one, Step("stayed", (20, 40), stayed_for_delay)] if each_one.name == "trial_set" else [each_one])
]
ON_BAIL = also(UNDER_WAY, first=released(("Doris", "Alderman", 5000), ("Hal", "Birchwood", 2500)))
SEVERED = [*ON_BAIL, Step("severed", (5, 15), sever_last), Step("after", (10, 20), note)]
UNREAD = [Step("laid", (0, 0), laid), Step("open", (2, 9), open_incomplete)]

# (plot, the step it is left at, offences, how many accused)
PLAN = [
    (CONVICTED, "closed", ADULT, 1), (TIMED, "trial_set", ADULT, 2), (UNDER_WAY, "first", ASSAULT, 1), (PLEADED, "reopened", ADULT, 1),
    (TWO_WAYS, "concluded", ADULT, 2), (CHARGED, "open", ADULT, 1), (SUPERIOR, "trial_set", YOUNG, 1), (UNREAD, "open", ASSAULT, 1),
    (TO_TRIAL, "trial_day", ADULT, 1), (BEFORE, "people", ADULT, 2), (UNDER_WAY, "jpt", YOUNG, 2), (TO_TRIAL, "argued", ADULT, 1),
    (REFUSED, "decided", SMALL, 1), (TAKEN, "first_set", ADULT, 1), (CONVICTED, "judgment", ADULT, 1), (ABSCONDED, "warrant", ASSAULT, 1),
    (ADVISED, "decided", ADULT, 1), (ACQUITTED, "judgment", ADULT, 1), (SHARED, "first", ADULT, 2), (HANDED, "transferred", SMALL, 1),
    (DROPPED, "closed", SMALL, 1), (TO_TRIAL, "pending", ADULT, 1), (UNCHARGED, "no_charge", ADULT, 1), (PLEADED, "plea", ADULT, 1),
    (MOVED, "later", ADULT, 1), (CONVICTED, "concluded", YOUNG, 1), (LIGHT, "concluded", SMALL, 1), (CHARGED_LATER, "first", ADULT, 1),
    (ABSCONDED, "after", ADULT, 1), (ADVISED, "advised", ASSAULT, 2), (UNDER_WAY, "second_jpt", ADULT, 2), (SUPERIOR, "trial_day", ADULT, 2),
    (UNCHARGED, "closed", ASSAULT, 1), (TAKEN, "people", YOUNG, 1), (UNDER_WAY, "screened", ASSAULT, 1), (DROPPED, "dropped", SMALL, 1),
    (TO_TRIAL, "election", ADULT, 1), (ACQUITTED, "closed", SMALL, 1), (TWO_WAYS, "closed", ADULT, 2), (UNDER_WAY, "intake", ADULT, 3),
    (COMMITTED, "indicted", ADULT, 1), (DIRECT, "indicted", ADULT, 1), (MISTRIED, "judgment_day", YOUNG, 1), (UNFIT, "unfit", ASSAULT, 1),
    (DELAYED, "stayed", ADULT, 1), (SEVERED, "severed", ADULT, 1),
]  # fmt: skip


OLD_FILES = {1: 500, 10: 535, 21: 470, 30: 560, 36: 515}  # days since the charge: some stand near or over their delay ceiling


def stories(cast: Cast, *, files: int, today_is: date, chance: random.Random) -> list[FileStory]:
    """Write the stories of so many files; more than the plan holds begin it anew with other people."""
    made, used = [], 0
    for number in range(files):
        plot, last, offences, accused = PLAN[number % len(PLAN)]
        names_of = [names.ACCUSED[(used + place) % len(names.ACCUSED)] for place in range(accused)]
        used += accused
        made.append(
            FileStory(
                plot,
                last=last,
                today=today_is,
                chance=random.Random(chance.random()),
                age=OLD_FILES.get(number % len(PLAN)),
                cast=cast,
                accused=names_of,
                offences=offences,
                pro=cast.prosecutors[number % len(cast.prosecutors)],
                police=cast.police[number % len(cast.police)],
                number=number,
            )
        )
    return made

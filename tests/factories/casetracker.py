"""Case files for tests, made through the services, and rows put into any state where a test needs only the row."""

from datetime import date, timedelta

from casetracker import services
from casetracker.models import CaseFile, Count, Proceeding
from foundation import clock
from foundation.audit.acts import act
from foundation.law import catalogue
from foundation.workflow.transitions import restore
from tests.factories.accounts import AgencyFactory, OfficeFactory, UserFactory

OFFENCE_ON = date(2025, 6, 1)
SWORN_ON = date(2025, 9, 10)


def offence(section="286.4", para="", on=OFFENCE_ON):
    """The catalogue row of an offence in force on a day."""
    return catalogue.offence_versions_in_force(section, para, on)[0]


HYBRID = ("286.4", "")
TRAFFICKING = ("279.01", "(1)(b)")
PROCURING = ("286.3", "(1)")


def count_in(section=PROCURING, **fields):
    """One count as typed at intake."""
    return services.CountIn(offence=offence(*section), **{"offence_from": OFFENCE_ON, **fields})


def information(number="4811-25-100", sworn_on=SWORN_ON):
    """An information as typed."""
    return services.InformationIn(number=number, sworn_on=sworn_on, court=catalogue.court("OCJ"))


def accused_in(family_name="Alder", counts=None, laid=True, **fields):
    """One accused as typed at intake, charged unless told otherwise."""
    return services.AccusedIn(
        family_name=family_name,
        given_name=fields.pop("given_name", "Morgan"),
        counts=[count_in()] if counts is None else counts,
        information=information() if laid else None,
        **fields,
    )


def open_file(by, accused=None, names_complete=True, **fields):
    """A file as intake leaves it."""
    given = {"agency": AgencyFactory(), "office": OfficeFactory(), "occurrence_number": "", **fields}
    return services.open_case_file(by=by, at=clock.now(), accused=accused or [accused_in()], names_complete=names_complete, **given)


WHY = {
    "CROWN_STAYED": "WITNESS",
    "WITHDRAWN": "NO_PROSPECT",
    "ACQUITTED": "DOUBT",
    "DISMISSED": "EVIDENCE",
    "QUASHED": "DEFECT",
    "STAYED_ABUSE": "ABUSE",
    "DISCHARGED_PRELIM": "EVIDENCE",
}


def why(outcome):
    """A reason that goes with an outcome; None where it needs none."""
    return services.ReasonIn(WHY[outcome]) if outcome in WHY else None


def put(record, state, *, by=None, on=None, **fields):
    """Put a record into a state without the way there, with the fields that state needs."""
    with act(by=by, at=clock.now(), kind="test_put") as this_act:
        record = type(record).objects.get(pk=record.pk)
        for name, value in fields.items():
            setattr(record, name, value)
        restore(record, state, act=this_act, happened_on=on or clock.today(), reason="test")
    return record


def again(record):
    """The record as it stands now."""
    return type(record).objects.get(pk=record.pk)


class World:
    """A file carried by the team with charged accused; its methods call the services as the people of the file."""

    def __init__(self, *, lead, pro, assistant, accused=None, decision="CARRIED", **fields):
        self.lead, self.pro, self.assistant = lead, pro, assistant
        self.file = open_file(assistant, accused, **fields)
        if decision:
            self.file = services.decide_intake(
                case_file=self.file,
                decision=decision,
                by=lead,
                at=clock.now(),
                conflict_cleared=True,
                lead_prosecutor=pro if decision != "DECLINED" else None,
                decline_reason="NOT_TRAFFICKING" if decision == "DECLINED" else "",
                reason="Fits the team",
            )

    def do(self, service, /, *, by=None, **words):
        """Call a service as somebody, now."""
        return getattr(services, service)(by=by or self.pro, at=clock.now(), **words)

    @property
    def proceedings(self):
        return list(Proceeding.objects.filter(file=self.file).order_by("pk"))

    @property
    def proceeding(self):
        return self.proceedings[0]

    def counts(self, proceeding=None):
        return list(Count.objects.filter(proceeding=proceeding or self.proceeding).order_by("pk"))

    @property
    def count(self):
        return self.counts()[0]

    def today(self):
        return clock.today()

    def appearance(self, proceeding=None, on=None, purpose="FIRST"):
        return self.do(
            "add_appearance",
            case_file=self.file,
            proceedings=[proceeding or self.proceeding],
            on=on or clock.today() + timedelta(days=7),
            purpose=purpose,
        )

    def screened(self, proceeding=None, outcome="PROCEED"):
        proceeding = proceeding or self.proceeding
        yes = outcome == "PROCEED"
        reviews = [
            services.ReviewIn(count=count, outcome=outcome, prospect=yes, public_interest=yes)
            for count in self.counts(proceeding)
            if count.state == "LAID"
        ]
        return self.do("record_screening", proceeding=proceeding, reviews=reviews, reviewed_on=clock.today())

    def proceeding_on_counts(self, proceeding=None):
        """Screen every count and proceed on it; hybrids by indictment."""
        proceeding = proceeding or self.proceeding
        self.screened(proceeding)
        for count in self.counts(proceeding):
            if count.offence.is_hybrid and count.state == "LAID":
                self.do("elect_mode", count=count, choice="INDICTMENT", on=clock.today())
        return self.do("proceed_on_counts", proceeding=proceeding, happened_on=clock.today())

    def to_intake(self, proceeding=None):
        proceeding = proceeding or self.proceeding
        self.appearance(proceeding)
        return self.do("begin_intake", proceeding=proceeding, happened_on=clock.today())

    def to_trial_set(self, proceeding=None, choice="OCJ"):
        proceeding = proceeding or self.proceeding
        self.proceeding_on_counts(proceeding)
        self.to_intake(proceeding)
        self.do("record_election", proceeding=proceeding, choice=choice, on=clock.today())
        return self.do(
            "set_trial",
            proceeding=proceeding,
            trial_on=clock.today() + timedelta(days=60),
            trial_ends_on=clock.today() + timedelta(days=65),
            happened_on=clock.today(),
        )

    def to_in_trial(self, proceeding=None):
        proceeding = self.to_trial_set(proceeding)
        return self.do("start_trial", proceeding=proceeding, happened_on=clock.today())

    def to_sentence(self, proceeding=None):
        proceeding = proceeding or self.proceeding
        self.proceeding_on_counts(proceeding)
        return self.do(
            "record_plea",
            proceeding=proceeding,
            guilty=self.counts(proceeding),
            decided_by="Justice Q. Rowan",
            happened_on=clock.today(),
        )

    def sentenced(self, proceeding=None, **appeal):
        proceeding = proceeding or self.proceeding
        appeal = appeal or {"appeal_due_on": clock.today() + timedelta(days=30)}
        return self.do(
            "record_disposition",
            proceeding=proceeding,
            dispositions=[
                services.DispositionIn(count=count, result="SENTENCED", terms="Six years", **appeal)
                for count in self.counts(proceeding)
                if count.state in ("PLEA_GUILTY", "FOUND_GUILTY", "GUILTY_INCLUDED")
            ],
            decided_by="Justice Q. Rowan",
            happened_on=clock.today(),
            custody="SERVING",
        )

    def orders_answered(self, proceeding=None):
        proceeding = proceeding or self.proceeding
        answers = dict.fromkeys(proceeding.orders_to_answer, ("NOT_SOUGHT", ""))
        return self.do("answer_orders", proceeding=proceeding, answers=answers, on=clock.today())

    def concluded(self, proceeding=None, **appeal):
        proceeding = self.to_sentence(proceeding)
        self.sentenced(proceeding, **appeal)
        self.orders_answered(proceeding)
        return self.do("conclude_proceeding", proceeding=proceeding, happened_on=clock.today())


def people():
    """One person of each role that has something to do with files."""
    return {
        "LEAD": UserFactory(lead=True),
        "AST": UserFactory(assistant=True),
        "PRO": UserFactory(),
        "CRN": UserFactory(crown=True),
        "POL": UserFactory(police=True),
        "REC": UserFactory(records=True),
        "ADM": UserFactory(admin=True),
    }


def find(ref):
    """A file by its ref."""
    return CaseFile.objects.get(ref=ref)

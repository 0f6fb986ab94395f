"""What the benchmarks share: a temporary database on either engine, a fast loader, peak memory, and the words about this machine."""

import os
import platform
import random
import resource
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FAMILY = (
    "Alder",
    "Birch",
    "Cedar",
    "Dogwood",
    "Elm",
    "Fir",
    "Gum",
    "Hazel",
    "Ironwood",
    "Juniper",
    "Larch",
    "Maple",
    "Oak",
    "Pine",
    "Rowan",
)
ENDINGS = ("WITHDRAWN", "WITHDRAWN", "ACQUITTED", "SENTENCED", "STAYED_11B", "DISMISSED")
GIVEN = ("Morgan", "Robin", "Alex", "Sam", "Jordan", "Casey", "Taylor", "Dana", "Jamie", "Kit")


def prepare(engine: str) -> tempfile.TemporaryDirectory:
    """Point the settings at an empty database of this engine in a folder of its own, migrate it, and give the folder to clean up.

    ``postgresql`` takes the server of ``TEST_POSTGRES_URL`` and a new database on it.
    """
    sys.path.insert(0, str(ROOT))
    kept = tempfile.TemporaryDirectory(prefix="casetracker-bench-")
    os.environ["DATA_DIR"] = kept.name
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    if engine == "postgresql":
        os.environ["DATABASE_URL"] = new_database(os.environ["TEST_POSTGRES_URL"], f"casetracker_bench_{os.getpid()}")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    return kept


def new_database(server: str, name: str) -> str:
    """Make an empty database on a server; give its address."""
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')
    return server.rsplit("/", 1)[0] + f"/{name}"


def drop_database() -> None:
    """Drop the database made for this run, where it lies on a server."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return
    import psycopg

    name = connection.settings_dict["NAME"]
    connection.close()
    with psycopg.connect(os.environ["TEST_POSTGRES_URL"], autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def machine() -> str:
    """Say on what this was measured."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GB, {platform.system()} {platform.machine()}, Python {platform.python_version()}"


def peak_memory_mb() -> float:
    """The most memory this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class Loader:
    """Fills the tables without the services: rows as the services leave them, in bulk, with no act behind them.

    The people: a lead, ten prosecutors with about sixty open files each at every size (what is more is over), a police asker. Everything
    is drawn from one seed.
    """

    CHUNK = 2_000
    OPEN_FILES_EACH = 60

    def __init__(self, seed: int = 1):
        self.random = random.Random(seed)
        self.loaded = self.open_files = 0
        self.numbers: defaultdict[str, Iterator[int]] = defaultdict(lambda: count(1))
        self.people()

    def people(self) -> None:
        from django.contrib.auth.hashers import make_password

        from foundation import clock
        from foundation.accounts.models import Agency, Office, Role, User
        from foundation.audit.acts import act
        from foundation.law import catalogue

        self.now, self.today = clock.now(), clock.today()
        password = make_password("a password that nobody uses")

        def person(name, role, **places):
            return User.objects.create(
                email=f"{name.lower().replace(' ', '.')}@bench.invalid", name=name, role=role, password=password, **places
            )

        with act(by=None, at=self.now, kind="bench"):
            self.agency = Agency.objects.create(name_en="Bench Police Service", name_fr="Service de police")
            self.offices = [
                Office.objects.create(name_en=f"Bench Crown Office {number}", name_fr=f"Bureau de la Couronne {number}", region=region)
                for number, region in enumerate(("Central", "East", "North", "West") * 2, start=1)
            ]
            self.office = self.offices[0]
            self.lead = person("Lee Lead", Role.LEAD, office=self.office)
            self.pros = [person(f"Petra Pro {number}", Role.PRO, office=self.office) for number in range(1, 11)]
            self.police = person("Pat Police", Role.POL, agency=self.agency)
        self.offences = [catalogue.offence_by_code(code) for code in self.codes()]
        self.court = catalogue.court("OCJ")

    @staticmethod
    def codes() -> list[str]:
        from foundation.law.models import OffenceVersion

        rows = OffenceVersion.objects.filter(act="CC", section__in=("279.01", "286.3", "286.4"), valid_to=None, kind="OFFENCE")
        return [row.code for row in rows if row.in_force][:4]

    def load(self, accused: int) -> None:
        """Load files until so many accused are there: five files in four have one accused, the others two."""
        from config.databases import refresh_statistics

        while self.loaded < accused:
            self.chunk(min(self.CHUNK, accused - self.loaded))
        refresh_statistics()

    def chunk(self, accused: int) -> None:
        from django.db import transaction

        from casetracker.models import (
            Appearance,
            AppearanceOf,
            CaseFile,
            ChargingDocument,
            ClockOrigin,
            Count,
            FileAccess,
            Participant,
            Proceeding,
        )
        from foundation.audit.models import Act
        from foundation.workflow.models import Move

        pick, today, now = self.random, self.today, self.now
        groups, left = [], accused
        while left > 0:
            groups.append(min(left, 2 if pick.random() < 0.2 else 1))
            left -= groups[-1]

        def stated(model, state, **fields):
            row = model(**fields)
            row.__dict__["state"] = state
            return row

        with transaction.atomic():
            files = []
            for number, size in enumerate(groups):
                open_file = self.open_files < self.OPEN_FILES_EACH * len(self.pros) and pick.random() < 0.75
                self.open_files += open_file
                days = pick.randint(1, 700) if open_file else pick.randint(700, 5_000)
                files.append(
                    stated(
                        CaseFile,
                        pick.choice(["CARRIED", "CARRIED", "SHARED", "ADVISORY"]) if open_file else "CLOSED",
                        ref=self.bulk_ref("file"),
                        occurrence_number=f"LS-{self.loaded + number}",
                        agency=self.agency,
                        office=pick.choice(self.offices),
                        referred_on=today - timedelta(days=days),
                        opened_by=self.pros[0],
                        names_complete=True,
                        style_name=pick.choice(FAMILY),
                        accused_count=size,
                        situation="TRIAL_READY" if open_file else "CLOSED",
                        next_date=today + timedelta(days=pick.randint(0, 90)) if open_file else None,
                        closest_ceiling_on=today + timedelta(days=pick.randint(-20, 500)) if open_file else None,
                    )
                )
            files = CaseFile.objects.bulk_create(files)
            places = FileAccess.objects.bulk_create(
                FileAccess(file=row, user=pick.choice(self.pros), acting_as="LEAD_COUNSEL", from_at=now, ref=self.bulk_ref())
                for row in files
            )
            people, owners = [], []
            for row, size in zip(files, groups, strict=True):
                for _ in range(size):
                    given, family = pick.choice(GIVEN), pick.choice(FAMILY)
                    people.append(
                        Participant(
                            file=row,
                            kind="ACCUSED",
                            given_name=given,
                            family_name=family,
                            name_key=f"{family} {given}".lower(),
                            ref=self.bulk_ref(),
                        )
                    )
                    owners.append(row)
            people = Participant.objects.bulk_create(people)
            proceedings = Proceeding.objects.bulk_create(
                stated(
                    Proceeding,
                    "CONCLUDED" if row.state == "CLOSED" else pick.choice(["INTAKE", "TRIAL_SET", "ELECTION_PENDING", "CHARGED"]),
                    ref=self.bulk_ref(),
                    file=row,
                    accused=person,
                    court=self.court,
                    situation=row.situation if row.state != "CLOSED" else "CONCLUDED",
                    next_date=row.next_date,
                    ceiling_on=row.closest_ceiling_on,
                    trial_on=today + timedelta(days=pick.randint(30, 400)) if row.state != "CLOSED" else None,
                )
                for person, row in zip(people, owners, strict=True)
            )
            papers = ChargingDocument.objects.bulk_create(
                ChargingDocument(file=row, number=f"4811-{row.pk}", court=self.court, sworn_on=row.referred_on, ref=self.bulk_ref())
                for row in files
            )
            paper_of = {paper.file_id: paper for paper in papers}
            origins = ClockOrigin.objects.bulk_create(
                ClockOrigin(proceeding=one, on=row.referred_on, ref=self.bulk_ref()) for one, row in zip(proceedings, owners, strict=True)
            )
            ended_on = {row.pk: min(row.referred_on + timedelta(days=pick.randint(200, 900)), today) for row in files}
            counts = Count.objects.bulk_create(
                stated(
                    Count,
                    "PROCEEDING" if row.state != "CLOSED" else pick.choice(ENDINGS),
                    ref=self.bulk_ref(),
                    state_on=ended_on[row.pk] if row.state == "CLOSED" else row.referred_on,
                    proceeding=one,
                    document=paper_of[row.pk],
                    offence=pick.choice(self.offences),
                    number=number,
                    offence_from=row.referred_on - timedelta(days=60),
                    clock_origin=origin,
                    mode="INDICTMENT",
                    reason_code="" if row.state != "CLOSED" else pick.choice(["EVIDENCE", "NO_PROSPECT", "WITNESS"]),
                    reason_avoidable="" if row.state != "CLOSED" else pick.choice(["", "YES", "NO"]),
                )
                for one, row, origin in zip(proceedings, owners, origins, strict=True)
                for number in (1, 2)
            )
            of_track = defaultdict(list)
            for one in counts:
                of_track[one.proceeding_id].append(one)
            live = [one for one in proceedings if one.file.state != "CLOSED"]
            self.delay(live)
            self.bail(live)
            self.victims([one for one in proceedings if one.file.state == "CLOSED"], ended_on)
            self.reminders(places)
            days = Appearance.objects.bulk_create(
                Appearance(
                    file=row,
                    on=row.next_date or row.referred_on,
                    purpose="SET_DATE",
                    result="" if row.next_date else "HELD",
                    ref=self.bulk_ref(),
                )
                for row in files
            )
            self.elections([one for one in live if one.state == "TRIAL_SET"])
            self.deadlines(live)
            acts = Act.objects.bulk_create(Act(kind="bench", by=self.lead, at=now) for _ in files)
            act_of = {row.pk: one for row, one in zip(files, acts, strict=True)}
            day_of = {day.file_id: day for day in days}
            AppearanceOf.objects.bulk_create(
                AppearanceOf(appearance=day_of[row.pk], proceeding=one, ref=self.bulk_ref())
                for one, row in zip(proceedings, owners, strict=True)
            )
            Move.objects.bulk_create(
                Move(
                    ref=self.bulk_ref(),
                    subject_label=record._meta.label,
                    subject_ref=record.ref,
                    name=name,
                    rule=rule,
                    from_state=before,
                    to_state=after,
                    happened_on=on,
                    act=act_of[row.pk],
                )
                for record, row, on, name, rule, before, after in (
                    *((row, row, row.referred_on, "take_carriage", "F2", "CONFLICT_CHECK", "CARRIED") for row in files),
                    *(
                        (one, row, row.referred_on, "charge", "A1", "SUSPECT", "CHARGED")
                        for one, row in zip(proceedings, owners, strict=True)
                    ),
                    *(
                        (count, one.file, ended_on[one.file_id], "withdraw", "C3", "PROCEEDING", count.state)
                        for one in proceedings
                        if one.file.state == "CLOSED"
                        for count in of_track[one.pk]
                    ),
                )
            )
            for model, rows, their_files in ((CaseFile, files, files), (Proceeding, proceedings, owners)):
                history = model.history.model
                names = [
                    field.attname
                    for field in model._meta.concrete_fields
                    if field.attname in {one.attname for one in history._meta.concrete_fields}
                ]
                history.objects.bulk_create(
                    history(
                        **{name: getattr(row, name) for name in names},
                        history_date=now,
                        history_type="+",
                        history_user_id=self.lead.pk,
                        act=act_of[of.pk],
                    )
                    for row, of in zip(rows, their_files, strict=True)
                )
                self.events("created", model, [(row, act_of[of.pk]) for row, of in zip(rows, their_files, strict=True)])
        self.loaded += accused

    def delay(self, tracks) -> None:
        """Four intervals of the delay ledger for each accused before a court."""
        from casetracker.models import DelayInterval

        pick, rows = self.random, []
        for one in tracks:
            for number in range(4):
                start = one.file.referred_on + timedelta(days=30 * number + pick.randint(0, 10))
                rows.append(
                    DelayInterval(
                        proceeding=one,
                        ref=self.bulk_ref(),
                        from_on=start,
                        to_on=start + timedelta(days=pick.randint(1, 15)),
                        kind=pick.choice(["DEFENCE_CAUSED", "WAIVER", "DISCRETE_EVENT", "CROWN"]),
                        status=pick.choice(["AGREED", "CROWN_POSITION", "DEFENCE_POSITION"]),
                        said_by="Counsel",
                        written_in="TRANSCRIPT",
                    )
                )
        DelayInterval.objects.bulk_create(rows)

    def bail(self, tracks) -> None:
        """A hearing on bail for each accused before a court, and an order with two conditions for those released."""
        from casetracker.models import BailCondition, BailHearing, Proceeding, ReleaseOrder

        results = [self.random.choice(["RELEASED", "RELEASED", "DETAINED"]) for _ in tracks]
        for result, custody in (("RELEASED", "RELEASED_COURT"), ("DETAINED", "DETAINED")):
            pks = [one.pk for one, of_hearing in zip(tracks, results, strict=True) if of_hearing == result]
            Proceeding.objects.filter(pk__in=pks).update(custody=custody)
        hearings = BailHearing.objects.bulk_create(
            BailHearing(
                proceeding=one,
                ref=self.bulk_ref(),
                on=one.file.referred_on,
                kind="BAIL",
                onus="CROWN",
                on_secondary=True,
                result=result,
                decided_by="A justice",
            )
            for one, result in zip(tracks, results, strict=True)
        )
        orders = ReleaseOrder.objects.bulk_create(
            ReleaseOrder(proceeding=one.proceeding, hearing=one, ref=self.bulk_ref(), made_on=one.on, kind="CONDITIONS")
            for one in hearings
            if one.result == "RELEASED"
        )
        BailCondition.objects.bulk_create(
            BailCondition(order=order, ref=self.bulk_ref(), kind=kind, words="As the court said", from_on=order.made_on)
            for order in orders
            for kind in ("REPORT", "NO_CONTACT")
        )

    def victims(self, tracks, ended_on) -> None:
        """A victim for each accused who is over: told of the outcome, of every third plea agreement, and asked before every second end."""
        from casetracker.models import Participant, PleaNotice, VictimNotice, VictimView

        pick = self.random
        victims = Participant.objects.bulk_create(
            Participant(file=one.file, kind="VICTIM", family_name="Quill", name_key="quill", ref=self.bulk_ref()) for one in tracks
        )
        pairs = list(zip(tracks, victims, strict=True))
        VictimNotice.objects.bulk_create(
            VictimNotice(
                proceeding=one,
                participant=victim,
                ref=self.bulk_ref(),
                duty=duty,
                since_on=ended_on[one.file_id],
                told_on=pick.choice([None, ended_on[one.file_id]]),
            )
            for one, victim in pairs
            for duty in ("OUTCOME", "IMPACT_STATEMENT")
        )
        PleaNotice.objects.bulk_create(
            PleaNotice(
                proceeding=one, participant=victim, ref=self.bulk_ref(), agreed_on=ended_on[one.file_id], told_on=ended_on[one.file_id]
            )
            for one, victim in pairs[::3]
        )
        VictimView.objects.bulk_create(
            VictimView(proceeding=one, participant=victim, ref=self.bulk_ref(), asked_on=ended_on[one.file_id], view="As she said")
            for one, victim in pairs[::2]
        )

    def elections(self, tracks) -> None:
        """The election of each accused whose trial is set."""
        from casetracker.models import Election

        Election.objects.bulk_create(
            Election(proceeding=one, ref=self.bulk_ref(), kind="ACCUSED", choice="OCJ", on=one.file.referred_on) for one in tracks
        )

    def deadlines(self, tracks) -> None:
        """Which deadlines run for each accused, kept beside her as the services keep it."""
        from casetracker import deadlines, ledger
        from casetracker.models import Proceeding

        needs = (
            "elections",
            "warrants",
            "fitness_findings",
            "counts__crown_stays",
            "counts__appeals",
            "accused__proceedings__bail_hearings",
        )
        rows = Proceeding.objects.filter(pk__in=[one.pk for one in tracks]).select_related("file").order_by("pk")
        rows = rows.prefetch_related(*needs, *deadlines.LOOKED_AT, *ledger.LOOKED_AT, "accused__proceedings__clock_origins")
        of_file = defaultdict(list)
        for row in rows.iterator(chunk_size=200):
            of_file[row.file_id].append(row)
        for theirs in of_file.values():
            columns = deadlines.columns_of(theirs, self.today)
            for row in theirs:
                if columns[row.pk]["deadlines"]:
                    Proceeding.objects.filter(pk=row.pk).update(**columns[row.pk])

    def reminders(self, places) -> None:
        """A reminder of whoever leads it in every third open file."""
        from caseload.models import Reminder

        ahead = [place for place in places if place.file.state != "CLOSED"][::3]
        Reminder.objects.bulk_create(
            Reminder(
                user=place.user,
                file=place.file,
                ref=self.bulk_ref(),
                what="Call the officer",
                due_on=self.today + timedelta(days=self.random.randint(-5, 60)),
            )
            for place in ahead
        )

    @staticmethod
    def events(verb: str, model, rows) -> None:
        """Say in the log that these rows were written by these acts; the chain is not computed."""
        from foundation.audit.models import ChainHead, Event

        head = ChainHead.objects.get()
        links = []
        for row, one in rows:
            head.seq += 1
            links.append(Event(seq=head.seq, act=one, verb=verb, label=model._meta.label, ref=row.ref, body="{}", hash=head.hash))
        Event.objects.bulk_create(links)
        head.save()

    def bulk_ref(self, kind: str = "child") -> str:
        """A ref that cannot meet another of this run: a running number in the alphabet of refs, since chance would collide at this size."""
        from foundation.records.refs import ALPHABET

        number, letters = next(self.numbers[kind]), ""
        while number:
            number, place = divmod(number, len(ALPHABET))
            letters = ALPHABET[place] + letters
        return f"26-HT-{letters.rjust(4, ALPHABET[0])}" if kind == "file" else letters.rjust(10, ALPHABET[0])

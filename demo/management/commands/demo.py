import random
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from advice.roll import roll as roll_advice
from casetracker.roll import roll as roll_files
from demo import files, requests, stopped
from demo.cast import hire
from demo.stage import play
from foundation import clock
from foundation.accounts.models import User
from foundation.records import refs


class Command(BaseCommand):
    help = "Play a demonstration into a migrated, empty database: invented people, files and requests, in the order of time."

    def add_arguments(self, parser):
        parser.add_argument(
            "--files", type=int, default=len(files.PLAN), help="how many case files; from 40 on those stopped or appealed beside"
        )
        parser.add_argument("--requests", type=int, default=None, help="how many requests for advice; one and a half for each file")
        parser.add_argument("--today", type=date.fromisoformat, default=None, help="the day on which the demonstration stands")
        parser.add_argument("--seed", type=int, default=1, help="the same seed and day repeat exactly")

    def handle(self, *args, **options):
        if settings.PRODUCTION:
            raise CommandError("A demonstration is never played into production.")
        if User.objects.exclude(role="SVC").exists():
            raise CommandError("There are people in this database already; a demonstration is played into an empty one.")
        today, chance = options["today"] or clock.today(), random.Random(options["seed"])
        number = options["requests"] if options["requests"] is not None else options["files"] * 3 // 2
        with refs.seeded(options["seed"]):
            with clock.fixed(datetime.combine(today - timedelta(days=1100), time(9), clock.TORONTO)):
                cast = hire()
            made = files.stories(cast, files=options["files"], today_is=today, chance=chance)
            made += requests.stories(cast, number=number, today_is=today, chance=chance)
            if options["files"] >= len(files.PLAN):
                made += stopped.stories(cast, after=options["files"], today_is=today, seed=options["seed"])
            play(made, every_day=self.every_day, today=today, told=self.tell)
        self.stderr.write(f"\r{options['files']} files and {number} requests were played up to {today}.      ")

    @staticmethod
    def every_day(day):
        """What only time does."""
        roll_files(day)
        roll_advice(clock.now())

    def tell(self, done, total):
        """Show how far it is, on one line."""
        if done % 25 == 0 or done == total:
            self.stderr.write(f"\r{done * 100 // total} % ", ending="")
            self.stderr.flush()

import logging
import signal
import threading

from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection

from foundation import clock
from foundation.jobs import heartbeat, queue

logger = logging.getLogger("casetracker.jobs")


class Command(BaseCommand):
    help = "Do what must happen after a commit: index, mail, long jobs, and what only time brings."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="do what is due now, then stop")
        parser.add_argument("--pause", type=float, default=0.3, help="seconds to rest when nothing was due")

    def handle(self, *args, **options):
        stop = threading.Event()
        if not options["once"]:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: stop.set())
        while not stop.is_set():
            ran = self.turn()
            if options["once"] and not ran:
                break
            if not ran:
                stop.wait(options["pause"])

    def turn(self) -> int:
        """One round: jobs that are due, then periodic work; a database that is away is waited for."""
        try:
            heartbeat.beat()
            queue.run_periodic(clock.now())
            return queue.run_due(limit=20)
        except DatabaseError:
            logger.exception("the database did not answer; trying again")
            connection.close()
            return 0

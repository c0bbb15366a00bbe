"""`manage.py work`: sends what the delivery ledger holds, and forgets what is kept for a day only."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from crm.delivery.actions import RetryPolicy
from crm.delivery.notifications import ROUTES, Bell, Hourly, Pace, Sender, Worker
from crm.wire.repeats import forget_answers

STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)


class Command(BaseCommand):
    help = (
        "Sends planned notifications until stopped. SIGTERM and SIGINT (Ctrl-C) let it finish the delivery "
        "at hand. Run as many as you like, on as many machines; they share the work."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Send what is due now, then exit.")

    def handle(self, *_args: Any, **options: Any) -> None:
        self.verbosity: int = options["verbosity"]
        pace = Pace.from_settings()
        with stopped_by_signals() as bell:
            sender = Sender(
                {channel: route() for channel, route in ROUTES.items()},
                pace=pace,
                policy=RetryPolicy.from_settings(),
                clock=timezone.now,
                bell=bell,
                report=self.report,
            )
            # What a worker does each round, a line each.
            rounds: list[Callable[[], int]] = [sender.round, Hourly(forget_answers, timezone.now)]
            worker = Worker(rounds, bell=bell, poll=pace.poll, report=self.report)
            if options["once"]:
                worker.drain()
                return
            self.report(1, "Worker started.")
            worker.run()
            self.report(1, "Worker stopped.")

    def report(self, level: int, line: str) -> None:
        """Prints a line that is of interest from that verbosity on, at once even into a pipe."""
        if self.verbosity >= level:
            self.stdout.write(line)
            self.stdout.flush()


@contextmanager
def stopped_by_signals() -> Iterator[Bell]:
    """A bell that SIGTERM and SIGINT ring; their former handlers come back afterwards."""
    bell = Bell()
    former = {number: signal.signal(number, bell.ring) for number in STOP_SIGNALS}
    try:
        yield bell
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
        bell.close()

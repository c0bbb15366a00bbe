"""`manage.py seed`: a demo world to look at, and a database full of tickets to measure with."""

from __future__ import annotations

import datetime
import resource
import sys
import time
from argparse import ArgumentTypeError
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from tqdm import tqdm

from crm.appointments.seeds import seed as seed_appointments
from crm.directory.models import Associate
from crm.directory.seeds import DEMO_SIGN_INS, anchor, is_demo
from crm.directory.seeds import seed as seed_directory
from crm.events.seeds import seed as seed_events
from crm.messages.seeds import seed as seed_messages
from crm.tickets.models import Ticket, TicketStatus
from crm.tickets.seeds import seed as seed_tickets
from crm.tickets.seeds.bulk import fill, missing
from crm.wire import lists
from crm.wire.kinds import INT32
from crm.workflows.seeds import seed as seed_workflows

# Later ones point at rows of earlier ones.
SEEDS: tuple[Callable[[datetime.datetime], int], ...] = (
    seed_directory,
    seed_tickets,
    seed_appointments,
    seed_events,
    seed_messages,
    seed_workflows,
)

FIRST_YEAR, LAST_YEAR = 1980, 2500
HELP = """Plants the demo world: users with public passwords, companies, people, lists, tickets, diaries.
What is missing is made, what is there stays as it is, and nobody is mailed."""
IN_PRODUCTION = "FJORD_ENV is production, and demo accounts have public passwords: nothing was seeded. --force does not change that."
FOREIGN = """This database is in use and was not made by `seed` (users: {users}, tickets: {tickets}).
Seeding would add {accounts} accounts with public passwords (one an administrator), and invented tickets among yours.
Nothing was changed. If that is what you want: manage.py seed --force"""
SET_UP = """This database was set up for work: the demo world would clash with its statuses and priorities. Nothing was changed.
Seed an empty one, which DATABASE_URL or FJORD_VAR names."""
CLASH = "Rows of this database stand in the way, and nothing was changed: {error}"
SPEED = (
    "{total:,} tickets now. {tickets:,} more in {seconds:.1f} s: {rows:,} rows, {speed:,.0f} a second, "
    "at most {memory:.0f} MB of memory."
)
NO_TABLES = "The database has no tables yet: run `manage.py migrate` first."
STOPPED = "Stopped: none of the tickets in bulk were kept, and the tables are as they were."


class Command(BaseCommand):
    help = HELP

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--at",
            type=instant,
            metavar="DATE",
            help="The instant around which everything happens, such as 2026-11-20 (noon, UTC) or 2026-11-20T09:00. "
            "Left out, it is the present hour, or in a seeded database the hour of its seeding.",
        )
        parser.add_argument(
            "--tickets",
            type=number,
            metavar="TOTAL",
            help="Also makes tickets up until there are TOTAL, so that the same number twice changes nothing. "
            "From 50,000 more tickets on, nobody else can use the tables while it runs.",
        )
        parser.add_argument(
            "--force", action="store_true", help="Seeds a database that is in use and was not made by `seed`."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if refusal := refusal_here(force=options["force"]):
            raise CommandError(refusal)
        at = options["at"] or (anchor() if is_demo() else None) or this_hour()
        quiet = not options["verbosity"]
        say: Callable[[str], object] = (lambda _line: None) if quiet else self.stdout.write
        say(plant_world(at))
        if options["tickets"] is not None:
            say(fill_up(options["tickets"], at, quiet=quiet))
        for name, password, what in DEMO_SIGN_INS:
            say(f"  {name:10}{password:10}{what}")


def number(text: str) -> int:
    """How many, for the command line. Raises ArgumentTypeError."""
    if not (text.isascii() and text.isdigit() and int(text) <= INT32):
        raise ArgumentTypeError(f"a number of tickets is a whole number from 0 on, not {text!r}")
    return int(text)


def instant(text: str) -> datetime.datetime:
    """A date (its noon) or a date and time; UTC unless it says otherwise. Raises ValueError.

    The demo world reaches years into the past and the future, so the years 1980 to 2500 have room for it.
    """
    at = datetime.datetime.fromisoformat(text)
    if len(text) <= len("2026-11-20"):
        at = at.replace(hour=12)
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise ArgumentTypeError(f"a year from {FIRST_YEAR} to {LAST_YEAR}, please, not {text!r}")
    return at if at.tzinfo else at.replace(tzinfo=datetime.UTC)


def this_hour() -> datetime.datetime:
    return timezone.now().replace(minute=0, second=0, microsecond=0)


def refusal_here(*, force: bool) -> str | None:
    """Why this database must not be seeded, in words for whoever asked; None when it may."""
    if settings.PRODUCTION:
        return IN_PRODUCTION
    if Ticket._meta.db_table not in connection.introspection.table_names():
        return NO_TABLES
    users, tickets = Associate.objects.count(), Ticket.objects.count()
    if force or is_demo():
        return None
    if not (users or tickets):
        return SET_UP if TicketStatus.objects.exists() else None
    return FOREIGN.format(users=users, tickets=tickets, accounts=len(DEMO_SIGN_INS))


def plant_world(at: datetime.datetime) -> str:
    """Plants what is missing, all or nothing, and says what that was. Raises CommandError when rows are in the way."""
    try:
        with transaction.atomic():
            lists.touch()  # two who seed at once take turns
            planted = sum(seed(at) for seed in SEEDS)
    except IntegrityError as error:
        raise CommandError(CLASH.format(error=error)) from error
    return f"The demo world of {at:%Y-%m-%d %H:%M} UTC stands; {planted:,} rows were missing."


def fill_up(total: int, at: datetime.datetime, *, quiet: bool) -> str:
    """Makes tickets up until there are `total`, and says how quickly that went. Ctrl-C leaves none of them."""
    started = time.monotonic()
    # tqdm shows nothing where no terminal is.
    with tqdm(total=missing(total), unit=" tickets", unit_scale=True, disable=quiet or None) as bar:
        try:
            filled = fill(total, at, bar)
        except KeyboardInterrupt as interrupt:
            raise CommandError(STOPPED, returncode=130) from interrupt
    seconds = max(time.monotonic() - started, 0.001)
    return SPEED.format(
        tickets=filled.tickets,
        rows=filled.rows,
        seconds=seconds,
        speed=filled.rows / seconds,
        memory=peak_memory(),
        total=Ticket.objects.count(),
    )


def peak_memory() -> float:
    """The most memory that this process has held, in MB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1e6 if sys.platform == "darwin" else most / 1e3  # bytes there, kilobytes elsewhere

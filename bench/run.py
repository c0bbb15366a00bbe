"""`python -m bench`: Fjord, the limit app and naive DRF side by side, interleaved, on one scratch database."""

from __future__ import annotations

import argparse
import json
import tempfile
from contextlib import ExitStack
from pathlib import Path

from bench import sqlite_writers
from bench.database import Database, manage
from bench.goals import LANES, Lane
from bench.load import Load
from bench.report import Report, Result
from bench.server import Server

NAIVE = {"DJANGO_SETTINGS_MODULE": "bench.naive.settings"}
WARM_UP_SECONDS = 2


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--tickets", type=int, default=100_000, help="rows to fill the database with")
    parser.add_argument("--rounds", type=int, default=5, help="how often everything is measured")
    parser.add_argument("--seconds", type=int, default=3, help="how long each stretch of load lasts")
    parser.add_argument("--threads", type=int, default=4, help="threads of each of Fjord's workers")
    parser.add_argument("--limit-class", default="gthread", choices=["sync", "gthread"])
    parser.add_argument(
        "--limit-threads", type=int, default=4, help="threads of each of the limit app's workers"
    )
    parser.add_argument("--keep", metavar="NAME", help="use this database, fill it once and leave it")
    parser.add_argument("--only", metavar="CALL", help="only this call: get_ticket, post_ticket...")
    return parser.parse_args()


def naive_token(environment: dict[str, str], name: str) -> str:
    """Makes the table of DRF's tokens and one token."""
    django = ("-m", "django")
    manage(environment | NAIVE, *django, "migrate", "authtoken", "--verbosity", "0", "--skip-checks")
    words = manage(environment | NAIVE, *django, "drf_create_token", name, "--skip-checks")
    return words.split()[2]


def servers(stack: ExitStack, environment: dict[str, str], choice: argparse.Namespace) -> dict[str, Server]:
    """The three of them, running until the stack ends."""
    manage(environment, "manage.py", "collectstatic", "--no-input", "--verbosity", "0")
    fjord = environment | {"FJORD_WORKERS": "2", "FJORD_THREADS": str(choice.threads)}
    plain = ("--keep-alive", "75", "--log-level", "warning", "--no-control-socket")
    bare = ("--worker-class", choice.limit_class, "--threads", str(choice.limit_threads), *plain)
    threads = ("--worker-class", "gthread", "--threads", str(choice.threads), *plain)
    started = (
        Server("fjord", "config.wsgi", fjord, "-c", "python:config.server"),
        Server("limit", "bench.limit.app:application", environment, *bare),
        Server("naive", "bench.naive.wsgi", environment | NAIVE, *threads),
    )
    return {server.name: stack.enter_context(server) for server in started}


def measure(lane: Lane, load: Load, server: Server, database: Database, seconds: int) -> Result:
    """One stretch of a lane, with what it cost."""
    app, behind = server.cpu(), database.cpu()
    stretch = load.run(lane.call, server.port, seconds, scheme=lane.scheme)
    each = 1000 / max(1, stretch.requests)
    return Result(stretch, (server.cpu() - app) * each, (database.cpu() - behind) * each)


def compare(choice: argparse.Namespace, stack: ExitStack) -> tuple[Report, dict[str, int]]:
    """Fills, starts, warms up, and goes round and round; the order of the lanes turns with every round."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="fjord-bench-")))
    database = stack.enter_context(Database(folder, choice.keep))
    print(f"Filling {database.name} with {choice.tickets:,} tickets...", flush=True)
    world = database.world(choice.tickets)
    load = Load(world, folder, naive_token(database.environment, world.name))
    running = servers(stack, database.environment, choice)
    lanes = [lane for lane in LANES if choice.only in (None, lane.call)]
    for lane in lanes:
        load.run(lane.call, running[lane.server].port, WARM_UP_SECONDS, scheme=lane.scheme)
    report = Report(lanes)
    for number in range(choice.rounds):
        print(f"Round {number + 1} of {choice.rounds}...", flush=True)
        turn = number % len(lanes)
        for lane in lanes[turn:] + lanes[:turn]:
            result = measure(lane, load, running[lane.server], database, choice.seconds)
            report.results[lane].append(result)
    statements = json.loads(manage(database.environment, "-m", "bench.statements"))
    return report, statements


def main() -> int:
    """Prints the figures; 0 when every goal is reached."""
    choice = options()
    with ExitStack() as stack:
        report, statements = compare(choice, stack)
    print(f"\n{report.table(statements)}\n\n{report.ratios()}")
    errors = 0 if choice.only else sqlite_writers.run()
    return 0 if report.reached() and not errors else 1

"""Pages of the ticket list wherever they lie: the first, one far behind by `odata.nextLink`, one far behind by `$skip`.

`python -m bench.deep` fills two scratch databases on the server of DATABASE_URL, 10,000 tickets and a million, asks for
the same pages of both, and prints milliseconds (the least of several tries, in one process) with their ratios. The exit
code is 0 when the newest hundred and a page by `nextLink` cost at most `MOST` times as much among a million.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode

from bench.database import Database, manage
from bench.statements import Application, environ_of, send
from bench.world import World

MOST = 1.3
TRIES = 15
PAGE = 100
NEWEST = "/api/v1/Ticket?" + urlencode(
    {"$select": "ticketId,title,createdAt", "$orderBy": "createdAt desc", "$top": PAGE}
)


def asked(application: Application, world: World, address: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(send(application, environ_of(world, "GET", address)))
    return found


def behind(application: Application, world: World, page: int) -> str:
    """The address of a page by `odata.nextLink`: that of the page before it is made by `$skip`, once."""
    before = f"{NEWEST}&$skip={(page - 2) * PAGE}"
    link = str(asked(application, world, before)["odata.nextLink"])
    return link[link.index("/api/") :]


def least(application: Application, world: World, address: str, tries: int = TRIES) -> float:
    """Milliseconds from asking to the last byte, the least of several tries."""
    spent = []
    for _ in range(tries + 2):  # the first two compile and prepare
        started = time.perf_counter()
        asked(application, world, address)
        spent.append((time.perf_counter() - started) * 1000)
    return min(spent[2:])


def measure(path: Path) -> dict[str, float]:
    """The pages of the database of DATABASE_URL, in milliseconds."""
    import django

    django.setup()
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
    world = World(**json.loads(path.read_text(encoding="utf-8")))
    pages = world.tickets // PAGE
    return {
        "newest 100": least(application, world, NEWEST),
        f"page {pages // 2:,} by nextLink": least(application, world, behind(application, world, pages // 2)),
        f"page {pages:,} by nextLink": least(application, world, behind(application, world, pages)),
        f"$skip={world.tickets * 9 // 10:,}": least(
            application, world, f"{NEWEST}&$skip={world.tickets * 9 // 10}", 3
        ),
    }


def compare(tickets: int) -> dict[str, float]:
    """Fills a scratch database and measures it in a process of its own."""
    with (
        tempfile.TemporaryDirectory(prefix="fjord-bench-") as folder,
        Database(Path(folder), None) as database,
    ):
        print(f"Filling {database.name} with {tickets:,} tickets...", flush=True)
        database.world(tickets)
        words = manage(database.environment, "-m", "bench.deep", "--measure")
        found: dict[str, float] = json.loads(words)
        return found


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.deep", description=__doc__)
    parser.add_argument("--few", type=int, default=10_000)
    parser.add_argument("--many", type=int, default=1_000_000)
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(Path(os.environ["BENCH_WORLD"]))))
        return 0
    few, many = compare(options.few), compare(options.many)
    ratios = []
    for (small, ours), (large, theirs) in zip(few.items(), many.items(), strict=True):
        ratios.append(theirs / ours)
        print(f"{small:28} {ours:9.2f} ms   {large:28} {theirs:9.2f} ms   {ratios[-1]:8.2f}")
    return int(max(ratios[:-1]) > MOST)


if __name__ == "__main__":
    sys.exit(main())

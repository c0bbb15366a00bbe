"""CPU per call, in one process: Fjord and the limit app by turns, called as a WSGI server would, on one connection each.

`python -m bench.cpu` works on the database that `python -m bench.world` filled, with the world that it printed in the
file that BENCH_WORLD names. Wall-clock rates need a quiet machine; these figures do not, and show what a change to
the code is worth. `--profile get_ticket` says where the time of one call goes.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import itertools
import json
import os
import pstats
import secrets
import statistics
import time
from pathlib import Path

from bench.statements import Application, calls, environ_of, send
from bench.world import World

ROUNDS, EACH, PROFILED = 60, 20, 300
_numbers = itertools.count()


def applications() -> dict[str, Application]:
    """Fjord as gunicorn runs it, and the limit app."""
    import django

    django.setup()
    from django.core.wsgi import get_wsgi_application

    from bench.limit.app import application as limit
    from config.charsets import KnownCharsets

    return {"fjord": KnownCharsets(get_wsgi_application()), "limit": limit}


def run(application: Application, world: World, call: str, times: int, salt: str) -> float:
    """Milliseconds of CPU of this process per call."""
    environs = [environ_of(world, *calls(world, f"{salt} {next(_numbers)}")[call]) for _ in range(times)]
    started = time.process_time()
    for environ in environs:
        send(application, environ)
    return (time.process_time() - started) * 1000 / times


def measure(found: dict[str, Application], world: World, call: str, rounds: int, salt: str) -> str:
    """A line of figures: the median and the least of each, and the ratio of the medians."""
    spent: dict[str, list[float]] = {name: [] for name in found}
    for number in range(rounds):
        for name in sorted(found, reverse=bool(number % 2)):
            spent[name].append(run(found[name], world, call, EACH, salt))
    ours, limit = spent["fjord"], spent["limit"]
    pairs = statistics.median(theirs / mine for mine, theirs in zip(ours, limit, strict=True))
    return (
        f"{call:18} {statistics.median(ours):8.3f} {min(ours):8.3f} {statistics.median(limit):8.3f}"
        f" {min(limit):8.3f} {pairs:8.2f} {min(limit) / min(ours):8.2f}"
    )


def profile(application: Application, world: World, call: str, salt: str) -> None:
    """Prints what the time of a call goes to."""
    profiler = cProfile.Profile()
    environs = [environ_of(world, *calls(world, f"{salt} {next(_numbers)}")[call]) for _ in range(PROFILED)]
    with profiler:
        for environ in environs:
            send(application, environ)
    print(f"{call}: {pstats.Stats(profiler).total_calls / PROFILED:.0f} function calls")  # type: ignore[attr-defined]  # typeshed leaves it out
    pstats.Stats(profiler).sort_stats("tottime").print_stats(45)
    pstats.Stats(profiler).sort_stats("cumtime").print_stats(60)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.cpu", description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--only", metavar="CALL")
    parser.add_argument("--profile", metavar="CALL")
    options = parser.parse_args()
    world = World(**json.loads(Path(os.environ["BENCH_WORLD"]).read_text(encoding="utf-8")))
    salt = secrets.token_hex(4)
    found = applications()
    for application, call in itertools.product(found.values(), calls(world, "")):
        run(application, world, call, EACH, salt)
    gc.collect()
    gc.freeze()
    if options.profile:
        profile(found["fjord"], world, options.profile, salt)
        return
    print(f"{'ms of CPU':18} {'fjord':>8} {'least':>8} {'limit':>8} {'least':>8} {'ratio':>8} {'least':>8}")
    for call in calls(world, ""):
        if options.only in (None, call):
            print(measure(found, world, call, options.rounds, salt), flush=True)


if __name__ == "__main__":
    main()

"""`python -m tests.fuzz`: calls made of the schema against the server in this process, on a database of its own."""

from __future__ import annotations

import argparse
import logging
import os
import secrets
import sys
import tempfile
from typing import Any

import django
from tqdm import tqdm


def main() -> int:
    """Runs the calls and prints what was found; 1 when there is something."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    wanted = argparse.ArgumentParser(description="Generated calls against the schema.")
    wanted.add_argument("--calls", type=int, default=20_000)
    wanted.add_argument("--seed", type=int, default=secrets.randbelow(2**31))
    wanted.add_argument("--only", default="", help="operations whose label holds this")
    asked = wanted.parse_args()
    django.setup()
    logging.disable(logging.ERROR)  # a refusal is no news here, and a failure is told with its call
    from tests.conftest import set_up

    set_up()
    with tempfile.TemporaryDirectory() as folder:
        return _run(asked.calls, asked.seed, asked.only, folder)


def _run(calls: int, number: int, only: str, folder: str) -> int:
    from django.test.runner import DiscoverRunner
    from django.test.utils import override_settings

    from tests.callers import Api
    from tests.fuzz.calls import Fuzz
    from tests.fuzz.others import run_others
    from tests.fuzz.rows import crowd, signed_in
    from tests.world import build

    runner = DiscoverRunner(verbosity=0, interactive=False)
    runner.setup_test_environment()
    databases = runner.setup_databases()
    try:
        with override_settings(MEDIA_ROOT=folder):
            world = build()
            crowd(world)
            fuzz = Fuzz(signed_in(world), number)
            chosen = [operation for operation in fuzz.operations if only in operation.label]
            each = max(1, -(-calls // len(chosen)))
            print(f"{len(chosen)} operations, {each} calls each, seed {number}", flush=True)
            others = 0 if only else calls // 20
            with tqdm(total=each * len(chosen) + 5 * others, unit="call", mininterval=5) as progress:
                for operation in chosen:
                    fuzz.run(operation, each, progress.update)
                run_others(Api(world.tove), others, number, fuzz.outcome, progress.update)
    finally:
        runner.teardown_databases(databases)
        runner.teardown_test_environment()
    _report(fuzz, chosen)
    return 1 if fuzz.outcome.findings else 0


def _report(fuzz: Any, chosen: list[Any]) -> None:
    outcome = fuzz.outcome
    print(f"{outcome.calls} calls, seed {fuzz.seed}: {dict(sorted(outcome.statuses.items()))}")
    idle = sorted({operation.label for operation in chosen} - outcome.went_well)
    print(f"{len(idle)} operations were only refused: {', '.join(idle)}")
    for finding in outcome.findings.values():
        print(f"\n{finding.operation} -> {finding.status}\n{finding.why}\n{finding.again}")
    print(f"\n{len(outcome.findings)} findings")


if __name__ == "__main__":
    sys.exit(main())

"""`python -m tests.fidelity DIR` writes the pages from the evidence in DIR; with `--check` it only compares."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

import django

REMEDY = "`make fidelity` runs the tests and writes the pages again."


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from tests.fidelity.comparison import compare, rows_of, write

    parser = argparse.ArgumentParser(prog="python -m tests.fidelity", description=__doc__)
    parser.add_argument("evidence", type=Path, metavar="DIR", help="what pytest --evidence=DIR noted")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; fail when the pages are not true"
    )
    given = parser.parse_args()
    if not given.evidence.is_dir():
        sys.stderr.write(f"There is no evidence in {given.evidence}. {REMEDY}\n")
        return 1
    rows, wrong = rows_of(given.evidence)
    if given.check:
        wrong += compare(rows)
    else:
        write(rows)
    for line in wrong:
        sys.stderr.write(f"{line}\n")
    if wrong:
        remedy = "Write the missing tests, or declare what departs beside the code (crm/wire/deviations.py)."
        sys.stderr.write(f"{len(wrong)} complaints about docs/fidelity.md. {remedy} {REMEDY}\n")
    return 1 if wrong else 0


sys.exit(main())

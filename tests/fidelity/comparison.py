"""Whether the pages are true: every documented name has a row, every row a passing test, every page is as made."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tests.fidelity.facts import Facts
from tests.fidelity.inventory import Inventory
from tests.fidelity.marks import Marking, Row
from tests.fidelity.pages import REPOSITORY, Claim, claimed, documents, read_claims
from tests.fidelity.recording import evidence_in


def rows_of(folder: Path) -> tuple[list[Row], list[str]]:
    """All rows, and what is missing of them."""
    return judged(Marking(Inventory(), evidence_in(folder), Facts()))


def judged(marking: Marking) -> tuple[list[Row], list[str]]:
    """The rows of a marking, and a sentence for each that lacks something."""
    rows = marking.rows()
    lacking = [f"{row.key}: {row.lacks}" for row in rows if row.lacks]
    stale = [f"{name}: a deviation of what is not documented" for name in marking.stale_deviations(rows)]
    return rows, lacking + stale


def compare(rows: Iterable[Row], root: Path = REPOSITORY) -> list[str]:
    """What the pages say and the evidence does not, or the other way round."""
    said = read_claims(root)
    wrong, claims = [], []
    for row in rows:
        if row.lacks:
            claims.append(Claim(row, ""))
            continue
        mark, test = said.pop(row.key, ("", ""))
        if mark != row.mark:
            wrong.append(f"{row.key}: the page says {mark or 'nothing'}, the tests say {row.mark}")
        elif test not in row.tests:
            wrong.append(f"{row.key}: {test} is not, or no longer, a test that shows it")
        claims.append(Claim(row, test))
    wrong += [f"{key}: a row of what is not documented" for key in said]
    return wrong or stale_pages(claims, root)


def stale_pages(claims: list[Claim], root: Path = REPOSITORY) -> list[str]:
    """The files that are not what the claims make."""
    stale = []
    for path, text in documents(claims).items():
        file = root / path
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            stale.append(f"{path} is stale")
    return stale


def write(rows: Iterable[Row], root: Path = REPOSITORY) -> None:
    """Writes all pages."""
    for path, text in documents(claimed(rows)).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")

"""The pages of `docs/fidelity.md` and `docs/fidelity/`, and the claims behind them in `docs/fidelity/claims.json`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.fidelity.inventory import ROOT
from tests.fidelity.marks import APPROXIMATE, IGNORED, KINDS, MARKS, Row, totals

REPOSITORY = Path(__file__).parents[2]
CLAIMS = "docs/fidelity/claims.json"
INDEX = "docs/fidelity.md"
PLURALS = {
    "endpoint": "Endpoints",
    "parameter": "Query parameters",
    "method": "Agents' methods",
    "argument": "Arguments of methods",
    "field": "Fields of carriers",
    "enum": "Members of enums",
    "header": "Headers",
}
INTRODUCTION = """# How true this desk is to the original

Every name that the documentation of the original has for this part of its API, and how far it holds here. The page is
made from the contracts, the routes and the tests by `make fidelity`, and `make check` fails when it is stale: nobody
writes it by hand.

| Mark | Means |
|---|---|
| exact | A test calls it as documented, and the answer is of the documented type: names, order and kinds. |
| approximate | It is there and departs from the documentation in what is said beside it. |
| ignored | It is accepted and has no effect. |
| refused | It answers 501 or 400 in words, so that nobody takes it for done. |
"""


@dataclass(frozen=True)
class Claim:
    """A row as the pages have it: its mark and the one test that is named."""

    row: Row
    test: str


@dataclass(frozen=True)
class Page:
    """A page of details: its title, which rows stand on it, and by what they are grouped."""

    name: str
    title: str
    kinds: tuple[str, ...]
    section: Callable[[str], str]
    short: Callable[[str], str]


def _resource(name: str) -> str:
    address = name.split(" ")[1]
    return address.removeprefix(ROOT).split("/")[0] if address.startswith(ROOT) else "Discovery"


PAGES = (
    Page("endpoints", "Endpoints", ("endpoint", "parameter"), _resource, lambda name: name.replace(ROOT, "")),
    Page(
        "methods",
        "Agents' methods",
        ("method", "argument"),
        lambda name: name.partition("/")[0],
        lambda name: name.partition("/")[2],
    ),
    Page(
        "fields",
        "Fields",
        ("field",),
        lambda name: name.rpartition(".")[0],
        lambda name: name.rpartition(".")[2],
    ),
    Page(
        "enums",
        "Enums",
        ("enum",),
        lambda name: name.rpartition(".")[0],
        lambda name: name.rpartition(".")[2],
    ),
    Page(
        "headers", "Headers", ("header",), lambda name: name.split(" ")[0], lambda name: name.split(" ", 1)[1]
    ),
)


def claimed(rows: Iterable[Row]) -> list[Claim]:
    """The rows with the first test that shows each."""
    return [Claim(row, row.test) for row in rows]


def documents(claims: list[Claim]) -> dict[str, str]:
    """Every file by its path: the index, the pages, and the claims."""
    made = {INDEX: _index(claims), CLAIMS: _claims(claims)}
    for page in PAGES:
        on_it = [claim for claim in claims if claim.row.kind in page.kinds]
        made[f"docs/fidelity/{page.name}.md"] = "\n".join(_page(page, on_it)) + "\n"
    return made


def _claims(claims: list[Claim]) -> str:
    found: dict[str, dict[str, list[str]]] = {mark: {} for mark in MARKS}
    for claim in claims:
        if not claim.row.lacks:
            found[claim.row.mark].setdefault(claim.test, []).append(claim.row.key)
    return json.dumps(found, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def read_claims(root: Path = REPOSITORY) -> dict[str, tuple[str, str]]:
    """Mark and test of each row, by its key; empty when there are none yet."""
    path = root / CLAIMS
    if not path.exists():
        return {}
    marks = json.loads(path.read_text(encoding="utf-8"))
    return {
        key: (mark, test) for mark, tests in marks.items() for test, keys in tests.items() for key in keys
    }


def _index(claims: list[Claim]) -> str:
    counted = totals(claim.row for claim in claims)
    lines = [
        INTRODUCTION,
        "| Documented | " + " | ".join(MARKS) + " | all |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for kind in KINDS:
        numbers = [counted[kind, mark] for mark in MARKS]
        page = next(page.name for page in PAGES if kind in page.kinds)
        cells = " | ".join(f"{number:,}" for number in (*numbers, sum(numbers)))
        lines.append(f"| [{PLURALS[kind]}](fidelity/{page}.md) | {cells} |")
    unshown = [claim for claim in claims if claim.row.lacks]
    if unshown:
        lines += ["", f"{len(unshown):,} more are documented and not shown by a test yet."]
    lines += ["", "## What departs, and why", "", *_table(_departing(claims), str)]
    return "\n".join(lines) + "\n"


def _departing(claims: list[Claim]) -> list[Claim]:
    return [claim for claim in claims if claim.row.mark in (APPROXIMATE, IGNORED)]


def _page(page: Page, claims: list[Claim]) -> Iterator[str]:
    yield f"# {page.title}"
    yield ""
    yield "Made by `make fidelity`; [the marks](../fidelity.md)."
    sections: dict[str, list[Claim]] = {}
    for claim in claims:
        sections.setdefault(page.section(claim.row.name), []).append(claim)
    for title, within in sorted(sections.items()):
        yield from ("", f"## {title}")
        for kind in page.kinds:
            of_kind = [claim for claim in within if claim.row.kind == kind and not claim.row.lacks]
            if of_kind:
                yield ""
                yield from _table(of_kind, page.short)


def _table(claims: list[Claim], short: Callable[[str], str]) -> Iterator[str]:
    groups: dict[tuple[int, str, str], list[str]] = {}
    for claim in claims:
        if claim.row.lacks:
            continue
        key = MARKS.index(claim.row.mark), claim.row.why, claim.test
        groups.setdefault(key, []).append(short(claim.row.name))
    yield "| Mark | Names | Why | Shown by |"
    yield "|---|---|---|---|"
    for (mark, why, test), names in sorted(groups.items(), key=lambda item: (item[0][0], item[1])):
        listed = ", ".join(f"`{name}`" for name in names)
        yield f"| {MARKS[mark]} | {listed} | {why.replace('|', chr(92) + '|')} | `{test.removeprefix('tests/')}` |"

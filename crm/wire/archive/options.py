"""The options of an archive call, in any case: what is asked for, before anything is looked up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from django.http import QueryDict
from rest_framework.exceptions import ParseError

from crm.wire.archive.grammar import Tree, parse
from crm.wire.deviations import approximate, ignored

DEVIATIONS = {
    "parameter GET * $context": ignored("no archive here asks for a context"),
    "parameter GET * $output": approximate(
        "Display answers booleans as the words for yes and no: how the original names its icons is documented nowhere"
    ),
}
OUTPUTS = {"logical": False, "": False, "display": True}
MODES = {"slim": False, "wide": False, "full": True}  # Wide is in the enum and described nowhere
COUNTS = {"false": False, "": False, "estimate": True, "true": True, "allpages": True}
MOST_COLUMNS = 200
MOST_ORDERS = 8
INT32 = 2_147_483_647
QUERIES_KEPT = 512
# Every option of an archive by its lower-case name.
KNOWN = {
    name.lower(): name
    for name in [
        "$select",
        "$filter",
        "$orderBy",
        "$entities",
        "$top",
        "$skip",
        "$skiptoken",
        "$mode",
        "$output",
        "$options",
        "$context",
        "$format",
        "$jsonSafe",
        "$metadata",
        "$inlineCount",
    ]
}
PASSED_OVER = {"_"}  # what browsers' libraries add so that nothing is cached


@dataclass(frozen=True)
class Order:
    column: str
    descending: bool = False


@dataclass(frozen=True)
class Options:
    """One question to an archive. `select` of None asks for all plain columns; `token` continues an earlier page."""

    select: tuple[str, ...] | None = None
    filter: Tree | None = None
    order: tuple[Order, ...] = ()
    entities: tuple[str, ...] = ()
    top: int | None = None
    skip: int = 0
    full: bool = False
    json_safe: bool = False
    display: bool = False
    counted: bool = False
    grand_total: bool = False
    metadata: bool = False
    token: str = ""
    plain: tuple[tuple[str, str], ...] = ()  # what is no option: plain filters, by lower-case name


def read_options(text: Callable[[str], str | None]) -> Options:
    """The options that `text` gives by name. Raises ParseError (400) that names the one at fault."""
    select = text("$select")
    return Options(
        select=names_in(select) if select and select.strip(" ?") else None,
        filter=parse(text("$filter") or ""),
        order=orders_in(text("$orderBy") or ""),
        entities=names_in(text("$entities") or ""),
        top=_number("$top", text("$top")),
        skip=_number("$skip", text("$skip")) or 0,
        full=_one_of("$mode", text("$mode") or "slim", MODES),
        json_safe=_truth(text("$jsonSafe")),
        display=_one_of("$output", text("$output") or "", OUTPUTS),
        counted=_one_of("$inlineCount", text("$inlineCount") or "", COUNTS),
        grand_total="grandtotal=true" in (text("$options") or "").lower().replace(" ", ""),
        metadata=text("$metadata") is not None,
        token=text("$skiptoken") or "",
    )


@lru_cache(QUERIES_KEPT)
def options_in(query: str) -> Options:
    """The options in the query of an address; the last value of a name counts. Raises ParseError."""
    named = {name.strip().lower(): values[-1] for name, values in QueryDict(query).lists() if values}
    plain = tuple(item for item in named.items() if item[0] not in KNOWN and item[0] not in PASSED_OVER)
    return replace(read_options(lambda name: named.get(name.lower())), plain=plain)


def names_in(text: str) -> tuple[str, ...]:
    """The names of a list with commas; commas inside parentheses do not part them. A stray `?` is forgiven."""
    names, depth, begin = [], 0, 0
    for place, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth <= 0:
            names.append(text[begin:place])
            begin = place + 1
    stripped = [name.strip(" ?\t\r\n") for name in [*names, text[begin:]]]
    return tuple(name for name in stripped if name)[:MOST_COLUMNS]


def orders_in(text: str) -> tuple[Order, ...]:
    """Columns with their directions. Raises ParseError on a direction that is none."""
    orders = []
    for part in names_in(text)[:MOST_ORDERS]:
        column, _, direction = part.partition(" ")
        if direction.strip().lower() not in ("", "asc", "desc", "ascending", "descending"):
            raise ParseError(f"$orderBy: {direction.strip()!r} is neither asc nor desc.")
        orders.append(Order(column, direction.strip().lower().startswith("desc")))
    return tuple(orders)


def _number(name: str, text: str | None) -> int | None:
    if text is None or not text.strip():
        return None
    if not text.strip().isdecimal():
        raise ParseError(f"{name}: {text!r} is not a whole number from 0 up.")
    digits = text.strip().lstrip("0")
    return INT32 if len(digits) > len(str(INT32)) else min(int(digits or 0), INT32)


def _truth(text: str | None) -> bool:
    return (text or "").strip().lower() in ("true", "1")


def _one_of(name: str, text: str, known: dict[str, bool]) -> bool:
    found = known.get(text.strip().lower())
    if found is None:
        raise ParseError(f"{name}: {text!r} is none of {', '.join(word for word in known if word)}.")
    return found

"""Everything documented of the slice, as data: `tests/wire/documented` and `tests/wire/carriers.json`, copied facts."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

WIRE = Path(__file__).parents[1] / "wire"
ROOT = "/api/v1/"
AGENTS = "/api/v1/agents/"
_PLACE = re.compile(r"\{(\w+)\}")
_NUMBERS = ("id", "from", "to", "position", "primaryKey")


def _rank(part: str) -> int:
    """How well a part of an address says what it matches: words, then numbers, then any text."""
    found = _PLACE.fullmatch(part)
    if not found:
        return 0
    return 1 if found[1] in _NUMBERS or found[1].endswith("Id") else 2


@dataclass(frozen=True)
class Endpoint:
    """A documented address with one verb: its query, what goes in, what comes out, and with which statuses."""

    verb: str
    address: str
    query: tuple[str, ...]
    body: str
    ok: frozenset[int]
    answer: str

    @property
    def name(self) -> str:
        return f"{self.verb} {self.address}"

    @property
    def resource(self) -> str:
        """The first part below the root."""
        return self.address.removeprefix(ROOT).split("/")[0] if self.address.startswith(ROOT) else ""

    @property
    def ranks(self) -> list[int]:
        return [_rank(part) for part in self.address.split("/")]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        kinds = (re.escape, lambda _part: "[0-9]+", lambda _part: "[^/$]+")
        parts = [kinds[_rank(part)](part) for part in self.address.split("/")]
        return re.compile("/".join(parts) + "/?", re.IGNORECASE)

    def filled(self, number: str = "1", text: str = "x") -> str:
        """The address with something in each place."""
        return "/".join((part, number, text)[_rank(part)] for part in self.address.split("/"))


@dataclass(frozen=True)
class Method:
    """A documented agents' method: arguments with their types, and what it answers."""

    agent: str
    called: str
    tier: str
    query: tuple[str, ...]
    body: str
    arguments: dict[str, str]
    ok: int
    answer: str

    @property
    def name(self) -> str:
        return f"{self.agent}/{self.called}"

    @property
    def asked(self) -> tuple[str, ...]:
        """The names of all arguments, in the query and in the body."""
        return (*self.query, *self.arguments)


@dataclass(frozen=True)
class Header:
    """A documented header; with a value, only that value of it."""

    direction: str
    called: str
    value: str

    @property
    def name(self) -> str:
        return f"{self.called}: {self.value}" if self.value else self.called


def _rows(name: str) -> list[dict[str, str]]:
    with (WIRE / "documented" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _json(path: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((WIRE / path).read_text(encoding="utf-8"))
    return found


class Inventory:
    """All that is documented, and which of it a call is."""

    def __init__(self) -> None:
        self.endpoints = [
            Endpoint(
                row["verb"],
                row["address"],
                tuple(row["query"].split()),
                row["body"],
                frozenset(map(int, row["ok"].split())),
                row["answer"],
            )
            for row in _rows("endpoints")
        ]
        self.methods = list(map(_method, _rows("methods")))
        self.headers = [Header(row["direction"], row["name"], row["value"]) for row in _rows("headers")]
        known, more = _json("carriers.json"), _json("documented/carriers.json")
        carriers: dict[str, dict[str, str]] = {**more["carriers"], **known["carriers"]}
        # A request that is named after its method has that method's arguments for members.
        self.carriers = {name: members for name, members in carriers.items() if not name.endswith("Request")}
        self.enums: dict[str, dict[str, int]] = {**more["enums"], **known["enums"]}
        self._by_address: dict[tuple[str, str], list[Endpoint]] = {}
        for endpoint in sorted(self.endpoints, key=lambda each: each.ranks):
            key = endpoint.verb, endpoint.resource.lower()
            self._by_address.setdefault(key, []).append(endpoint)
        self._by_name = {method.name.lower(): method for method in self.methods}

    def endpoint(self, verb: str, path: str) -> Endpoint | None:
        """The documented endpoint of a call: words before numbers, numbers before any text."""
        below = path.lower().startswith(ROOT)
        resource = path[len(ROOT) :].split("/", 1)[0].lower() if below else ""
        known = self._by_address.get((verb, resource), ())
        return next((each for each in known if each.pattern.fullmatch(path)), None)

    def method(self, verb: str, path: str) -> Method | None:
        """The documented agents' method of a call."""
        lower = path.lower()
        if verb != "POST" or not lower.startswith(AGENTS):
            return None
        return self._by_name.get(lower.removeprefix(AGENTS).rstrip("/"))

    def within(self, *types: str) -> set[str]:
        """The carriers of some types, and all that they hold."""
        found: set[str] = set()
        waiting = list(types)
        while waiting:
            name = carrier_in(waiting.pop())
            if name in self.carriers and name not in found:
                found.add(name)
                waiting.extend(self.carriers[name].values())
        return found

    def enum_members(self) -> Iterator[tuple[str, str]]:
        """Every member of every enum that a carrier has."""
        used = {told.removeprefix("enum ") for told in self._types() if told.startswith("enum ")}
        for enum in sorted(used & set(self.enums)):
            for member in self.enums[enum]:
                yield enum, member

    def _types(self) -> Iterator[str]:
        for members in self.carriers.values():
            for told in members.values():
                yield told.removeprefix("array of ").removeprefix("dict of ")


def _method(row: dict[str, str]) -> Method:
    arguments = dict(pair.split(" ", 1) for pair in row["arguments"].split("; ") if pair)
    query = tuple(row["query"].split())
    return Method(
        row["agent"],
        row["method"],
        row["tier"],
        query,
        row["body"],
        arguments,
        int(row["ok"]),
        row["answer"],
    )


def carrier_in(told: str) -> str:
    """The name inside of a type such as `array of Person`, `Person[]` or `PersonEntityWithLinks`."""
    *_, inner = re.split(r"array of |dict of ", told)
    return inner.removesuffix("[]").removesuffix("WithLinks")


@cache
def documented() -> Inventory:
    """The inventory, read once."""
    return Inventory()

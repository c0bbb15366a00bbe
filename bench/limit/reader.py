"""Tables of members and columns become one SELECT and one dict literal each."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bench.limit import names

Members = dict[str, "str | Nested"]
Row = tuple[Any, ...]
_COLUMN = re.compile(r"\{([a-z]+\.[a-z_0-9]+)\}")
UNSET = "0001-01-01T00:00:00"


def date(moment: datetime.datetime | None) -> str:
    return UNSET if moment is None else moment.isoformat()[:-6]


def clock(time: datetime.time | None) -> str:
    return UNSET if time is None else f"0001-01-01T{time.isoformat(timespec='seconds')}"


def joined(separator: str, *parts: str | None) -> str:
    return separator.join(filter(None, parts))


def flags(bits: int, known: dict[int, str]) -> str:
    return ", ".join(name for bit, name in known.items() if bits & bit) or "Unknown"


_WORDS = {name: value for name, value in vars(names).items() if name.isupper()} | {
    "date": date,
    "clock": clock,
    "joined": joined,
    "flags": flags,
}


@dataclass(frozen=True)
class Nested:
    """A carrier inside a carrier, null when the column `key` is."""

    key: str
    members: Members


class Reader:
    """A SELECT with the columns of a carrier, and the function that makes the carrier of a row.

    A member stands for a Python expression in which `{alias.column}` is a selected column; `m` holds the short
    lists and what is constant, `k` the collections.
    """

    def __init__(self, members: Members, source: str, also: str = "") -> None:
        self.columns: list[str] = []
        body = self._literal(members)
        self.make: Callable[[Row, Any, Any], dict[str, Any]] = eval(f"lambda r, m, k: {body}", dict(_WORDS))
        self.columns += [also] if also else []
        self.sql = f"SELECT {', '.join(self.columns)} FROM {source}".encode()

    def _literal(self, members: Members) -> str:
        inner = ", ".join(f"{name!r}: {self._value(value)}" for name, value in members.items())
        return f"{{{inner}}}"

    def _value(self, value: str | Nested) -> str:
        if isinstance(value, Nested):
            return f"(None if {self._value(value.key)} is None else {self._literal(value.members)})"
        return _COLUMN.sub(self._place, value)

    def _place(self, column: re.Match[str]) -> str:
        if column[1] not in self.columns:
            self.columns.append(column[1])
        return f"r[{self.columns.index(column[1])}]"


def columns(alias: str, text: str, blank: str | None = None) -> Members:
    """Members that are one column each, from lines of `Name column`; `blank` stands for NULL."""
    pairs = [line.split() for line in text.strip().splitlines()]
    otherwise = "" if blank is None else f" or {blank}"
    return {name: f"{{{alias}.{column}}}{otherwise}" for name, column in pairs}


def dates(alias: str, text: str) -> Members:
    """Members that are a date each, from lines of `Name column`."""
    pairs = [line.split() for line in text.strip().splitlines()]
    return {name: f"date({{{alias}.{column}}})" for name, column in pairs}


def ids(alias: str, text: str) -> Members:
    """Members that are the id of a relation each, 0 for none."""
    return columns(alias, text, "0")

"""What the pages and the official client document, and what an answer lacks of it.

The sample calls lie in `tests/wire/seeds` as printed, the field tables in `tests/wire/carriers.json`.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

WIRE = Path(__file__).parents[1] / "wire"
UNSET, FOREVER = "0001-01-01T00:00:00", "9999-12-31T23:59:59"
_DATE = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?(Z|[+-]\d\d:\d\d)?$")
_SPAN = re.compile(r"^\d{2,}:\d\d:\d\d$")  # hh:mm:ss; the client reads `d.hh:mm:ss` as nothing


@dataclass(frozen=True)
class Sample:
    """A documented call: what is sent, and what the page shows as its answer."""

    method: str
    path: str
    headers: dict[str, str]
    status: int
    answer: Any
    _body: Any = field(repr=False)

    @property
    def body(self) -> Any:
        """A copy of the body that a test may change."""
        return deepcopy(self._body)

    @property
    def content_type(self) -> str:
        return self.headers["Content-Type"]


@cache
def sample(name: str) -> Sample:
    """The sample call of a page, such as `post_ticket`."""
    call = json.loads((WIRE / "seeds" / f"{name}.json").read_text(encoding="utf-8"))
    shown = json.loads((WIRE / "seeds" / f"{name}.response.json").read_text(encoding="utf-8"))
    return Sample(
        call["method"], call["path"], call["headers"], shown["status"], shown["body"], _body=call["body"]
    )


@cache
def tables() -> dict[str, Any]:
    """The documented carriers and enums."""
    found: dict[str, Any] = json.loads((WIRE / "carriers.json").read_text(encoding="utf-8"))
    return found


def fields_of(carrier: str) -> dict[str, str]:
    """The documented members of a carrier with their types, in order."""
    found: dict[str, str] = tables()["carriers"][carrier]
    return found


def instant(text: str) -> datetime.datetime:
    """The moment that a date on the wire means, to the microsecond; without an offset it is UTC."""
    whole, fraction, zone = _parts(text)
    moment = datetime.datetime.fromisoformat(f"{whole}.{fraction[:6]:0<6}{zone}")
    return moment.astimezone(datetime.UTC)


def _parts(text: str) -> tuple[str, str, str]:
    found = re.fullmatch(r"(.{19})(?:\.(\d+))?(Z|[+-]\d\d:\d\d)?", text)
    assert found, f"{text!r} is no date"
    return found[1], found[2] or "0", found[3] or "+00:00"


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -(2**31) <= value < 2**31


def _is_date(value: Any) -> bool:
    if not (isinstance(value, str) and _DATE.match(value)):
        return False
    instant(value)
    return True


PLAIN: dict[str, Callable[[Any], bool]] = {
    "int32": _is_number,
    "double": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "bool": lambda value: isinstance(value, bool),
    "string": lambda value: value is None or isinstance(value, str),
    "date-time": _is_date,
    "timespan": lambda value: isinstance(value, str) and bool(_SPAN.match(value)),
}
NUMERIC_FLAGS = ("ETableRight", "EFieldRight", "Weekday", "TicketCategoryFlags", "TicketPriorityFlags")


def lacks(carrier: str, answer: Any, path: str = "$") -> list[str]:
    """Where an answer is not what is documented of its carrier: names, order, types, enum spelling."""
    if not isinstance(answer, dict):
        return [f"{path} is no {carrier} but {answer!r}"]
    documented = fields_of(carrier)
    found = [name for name in answer if name != "_Links"]
    if found != list(documented):
        return [f"{path} has {found} instead of {list(documented)}"]
    return [
        lack for name, kind in documented.items() for lack in _lacks_of(kind, answer[name], f"{path}.{name}")
    ]


def _lacks_of(kind: str, value: Any, path: str) -> list[str]:
    if kind in PLAIN:
        return [] if PLAIN[kind](value) else [f"{path} is no {kind} but {value!r}"]
    group, _, inner = kind.partition(" ")
    if group == "enum":
        return [] if _spelled(inner, value) else [f"{path} is no {inner} but {value!r}"]
    if group == "array":
        return _each(inner, value, path, list)
    if group == "dict":
        return _each(inner, value, path, dict)
    return [] if value is None else lacks(kind, value, path)


def _each(inner: str, value: Any, path: str, shape: type[Any]) -> list[str]:
    if not isinstance(value, shape):
        return [f"{path} is no {shape.__name__} but {value!r}"]
    kind, keys = inner.removeprefix("of "), value if shape is dict else range(len(value))
    return [lack for key in keys for lack in _lacks_of(kind, value[key], f"{path}[{key!r}]")]


def _spelled(enum: str, value: Any) -> bool:
    names = tables()["enums"][enum]
    if not isinstance(value, str):
        return False
    return value in names or (enum in NUMERIC_FLAGS and all(part in names for part in value.split(", ")))

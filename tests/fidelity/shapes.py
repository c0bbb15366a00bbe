"""Whether a JSON value is of its documented type, and what it shows of carriers and enums when it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.changes import comes_back
from tests.fidelity.inventory import Inventory, carrier_in, documented

_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?(Z|[+-]\d\d:\d\d)?")
_SPAN = re.compile(r"\d{2,}:\d\d:\d\d")
_SIMPLE: dict[str, Callable[[Any], bool]] = {
    "int32": lambda value: type(value) is int,
    "double": lambda value: type(value) in (int, float),
    "bool": lambda value: type(value) is bool,
    "string": lambda value: value is None or type(value) is str,
    "date-time": lambda value: type(value) is str and _DATE.fullmatch(value) is not None,
    "timespan": lambda value: type(value) is str and _SPAN.fullmatch(value) is not None,
    "object": lambda _value: True,
}
_ALSO = {"int": "int32", "base64 bytes": "string", "StringDictionary": "dict of string"}
# What a member answers before anybody gave it a value.
_BLANK = ("", "0001-01-01T00:00:00", "0001-01-01T00:00:00Z", "00:00:00", "[]")


def is_blank(value: Any) -> bool:
    return not value or value in _BLANK


class Shape:
    """What one answer or body shows: `read`, `valued` (other than blank) and `enum` rows."""

    def __init__(self, inventory: Inventory | None = None) -> None:
        self.inventory = inventory or documented()
        self.shown: set[str] = set()

    def fits(self, value: Any, told: str) -> bool:
        """Whether a value is of its type; names, order and kinds of all members within count."""
        simple = _SIMPLE.get(_ALSO.get(told, told))
        if simple:
            return simple(value)
        told = _ALSO.get(told, told)
        if told.startswith("enum "):
            return self._enum(value, told.removeprefix("enum "))
        if told.startswith("array of ") or told.endswith("[]"):
            inner = told.removeprefix("array of ").removesuffix("[]")
            return isinstance(value, list) and all(self.fits(each, inner) for each in value)
        if told.startswith("dict of "):
            inner = told.removeprefix("dict of ")
            return isinstance(value, dict) and all(self.fits(each, inner) for each in value.values())
        return value is None or self._carrier(value, told.removesuffix("WithLinks"))

    def _enum(self, value: Any, enum: str) -> bool:
        names = self.inventory.enums[enum]
        if not isinstance(value, str):
            return False
        parts = value.split(", ")
        self.shown.update(f"enum {enum}.{part}" for part in parts)
        return all(part in names for part in parts)

    def _carrier(self, value: Any, carrier: str) -> bool:
        members = self.inventory.carriers.get(carrier)
        if members is None:
            return True  # known by name only
        if not isinstance(value, dict) or [name for name in value if name != "_Links"] != list(members):
            return False
        for name, told in members.items():
            self.shown.add(f"read {carrier}.{name}")
            if not is_blank(value[name]):
                self.shown.add(f"valued {carrier}.{name}")
            if not self.fits(value[name], told):
                return False
        return True

    def sent(self, value: Any, told: str) -> None:
        """Notes the enum members of a body, whose names are in any case and need not be complete."""
        if told.startswith("enum ") and isinstance(value, str):
            by_name = {name.lower(): name for name in self.inventory.enums[told.removeprefix("enum ")]}
            parts = [by_name.get(part.strip().lower()) for part in value.split(",")]
            self.shown.update(f"sent {told.removeprefix('enum ')}.{part}" for part in parts if part)
        elif isinstance(value, list):
            for each in value:
                self.sent(each, told.removeprefix("array of ").removesuffix("[]"))
        elif isinstance(value, dict):
            members = self.inventory.carriers.get(told.removesuffix("WithLinks"), {})
            by_name = {name.lower(): name for name in members}
            for key, each in value.items():
                name = by_name.get(key.lower())
                if name:
                    self.shown.add(f"sent {told}.{name}")
                    self.sent(each, members[name])

    def changed(self, sent: Any, answered: Any, told: str) -> None:
        """Notes the members of a body that came back with the value, other than blank, that they were sent with."""
        members = self.inventory.carriers.get(carrier_in(told), {})
        if isinstance(sent, list) and isinstance(answered, list) and len(sent) == len(answered):
            for one, other in zip(sent, answered, strict=True):
                self.changed(one, other, carrier_in(told))
        if not isinstance(sent, dict) or not isinstance(answered, dict):
            return
        by_name = {name.lower(): name for name in members}
        for key, value in sent.items():
            name = by_name.get(key.lower())
            if name is None or is_blank(value):
                continue
            self.changed(value, answered.get(name), members[name])
            if comes_back(value, answered.get(name)):
                self.shown.add(f"changed {carrier_in(told)}.{name}")

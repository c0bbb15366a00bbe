"""The documented carriers as data, and whether a value or a contract agrees with them.

`wire/carriers.json` holds names, order and types as the documentation and the official client print them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from crm.appointments.contracts import APPOINTMENT, FLAT, INFO, MASKED, MASKED_INFO
from crm.appointments.contracts import SUMMARY as ACTIVITY_SUMMARY
from crm.directory.contracts import (
    CONTACT_ENTITY,
    HEADING,
    LIST_ENTITY,
    PERSON_ENTITY,
    PROJECT_ENTITY,
    SALE_ENTITY,
    SALE_SUMMARY,
    SIMPLE_TASK,
    USER,
    USER_INFO,
)
from crm.directory.views.lists import SHAPE
from crm.events.contracts import SYSTEM_EVENT
from crm.messages.contracts import SEND_SYSTEM_MESSAGE, SYSTEM_MESSAGE
from crm.tickets.contracts import (
    CATEGORY_CHOICE,
    PRIORITY_CHOICE,
    SUMMARY,
    TICKET,
    TICKET_MESSAGE,
    TICKET_TYPE_ENTITY,
)
from crm.wire.contract import Collection, Contract, FieldProperties, Owned, Reference, Spec, TableRight
from crm.wire.kinds import Kind
from crm.wire.values import EnumNames, FlagNames
from crm.workflows.contracts import WORKFLOW_EVENT, WORKFLOW_EVENT_RESULT

_DOCUMENTED = json.loads((Path(__file__).parent / "wire" / "carriers.json").read_text(encoding="utf-8"))
CARRIERS: dict[str, dict[str, str]] = _DOCUMENTED["carriers"]
ENUMS: dict[str, dict[str, int]] = _DOCUMENTED["enums"]
ROOTS = (
    CONTACT_ENTITY,
    PERSON_ENTITY,
    PROJECT_ENTITY,
    SALE_ENTITY,
    USER,
    USER_INFO,
    TICKET,
    TICKET_MESSAGE,
    SUMMARY,
    TICKET_TYPE_ENTITY,
    CATEGORY_CHOICE,
    PRIORITY_CHOICE,
    SIMPLE_TASK,
    SHAPE,
    LIST_ENTITY,
    HEADING,
    APPOINTMENT,
    FLAT,
    ACTIVITY_SUMMARY,
    SALE_SUMMARY,
    MASKED,
    INFO,
    MASKED_INFO,
    SYSTEM_EVENT,
    WORKFLOW_EVENT,
    WORKFLOW_EVENT_RESULT,
    SEND_SYSTEM_MESSAGE,
    SYSTEM_MESSAGE,
)
# The documentation names the body after its agent.
CALLED_THERE = {"SendSystemMessageRequest": "Diagnostics_SendSystemMessageRequest"}

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?")
_SPAN = re.compile(r"\d{2,}:\d\d:\d\d")


def documented(contract: Contract) -> dict[str, str]:
    """The documented type of each member, in order."""
    return CARRIERS[CALLED_THERE.get(contract.name, contract.name)]


def contracts() -> list[Contract]:
    """Every contract of this desk, each once: those that stand behind a call, and all that they hold."""
    found: dict[int, Contract] = {}

    def visit(contract: Contract) -> None:
        if id(contract) not in found:
            found[id(contract)] = contract
            for spec in contract.specs.values():
                if isinstance(spec, (Reference, Owned, Collection)) and not getattr(spec, "only", ""):
                    visit(spec.contract)

    for root in ROOTS:
        visit(root)
    return list(found.values())


def type_of(contract: Contract, spec: Spec) -> str:
    """What a contract says of a member, in the words of the documentation; `array` and `carrier` stay open."""
    if isinstance(spec, TableRight):
        return "TableRight"
    if isinstance(spec, FieldProperties):
        return "dict of FieldProperty"
    if isinstance(spec, (Reference, Owned)):
        return spec.contract.name
    if isinstance(spec, Collection):
        return "array of int32" if spec.only else f"array of {spec.contract.name}"
    name = contract.kind_of(spec).name
    return "dict of string" if name == "dict" else name


def agrees(said: str, told: str) -> bool:
    """Whether the type of a contract's member is the documented one."""
    if said == "array":
        return told.startswith("array of ")
    return told in CARRIERS if said == "carrier" else said == told


def names_of(kind: Kind) -> EnumNames | FlagNames | None:
    """The names behind an enum's or flags' kind."""
    names = getattr(kind.write, "__self__", None)
    return names if isinstance(names, (EnumNames, FlagNames)) else None


def _is_enum(value: Any, enum: str) -> bool:
    return isinstance(value, str) and all(name in ENUMS[enum] for name in value.split(", "))


_SIMPLE: dict[str, Callable[[Any], bool]] = {
    "int32": lambda value: type(value) is int and -(2**31) <= value < 2**31,
    "double": lambda value: type(value) in (int, float),
    "bool": lambda value: type(value) is bool,
    "string": lambda value: type(value) is str,
    "date-time": lambda value: type(value) is str and _INSTANT.fullmatch(value) is not None,
    "timespan": lambda value: type(value) is str and _SPAN.fullmatch(value) is not None,
}


def misfits(value: Any, told: str, path: str = "$") -> Iterator[str]:
    """What of a JSON value is not of its documented type, as paths with the reason."""
    if told in _SIMPLE:
        fits = _SIMPLE[told](value)
    elif told.startswith("enum "):
        fits = _is_enum(value, told.removeprefix("enum "))
    elif told.startswith("array of "):
        fits = isinstance(value, list)
        for number, element in enumerate(value if fits else ()):
            yield from misfits(element, told.removeprefix("array of "), f"{path}[{number}]")
    elif told.startswith("dict of "):
        fits = isinstance(value, dict)
        for name, element in (value if fits else {}).items():
            yield from misfits(element, told.removeprefix("dict of "), f"{path}.{name}")
    else:
        fits = value is None or isinstance(value, dict)
        yield from _carrier_misfits(value or {}, told, path) if fits else ()
    if not fits:
        yield f"{path}: {value!r} is no {told}"


def _carrier_misfits(value: dict[str, Any], told: str, path: str) -> Iterator[str]:
    if value and list(value) != list(CARRIERS[told]):
        yield f"{path}: the members are {list(value)}"
        return
    for name, element in value.items():
        yield from misfits(element, CARRIERS[told][name], f"{path}.{name}")

"""The closures that make each member of a carrier from a row: small, and built once per plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from crm.wire.contract import Computed, Contract, FieldProperties, TableRight
from crm.wire.kinds import Kind
from crm.wire.rights import Caller, rights_of
from crm.wire.select import Selection, narrowed
from crm.wire.sql import Row

Carrier = dict[str, Any]
Make = Callable[[Row, "Reading"], Any]


@dataclass(slots=True)
class Reading:
    """One act of reading: who asks, what is remembered, and the collections found so far by (name, parent id)."""

    caller: Caller
    memory: dict[Any, Any]
    children: dict[str, dict[int, list[Carrier]]] = field(default_factory=dict)


def nothing(row: Row, reading: Reading) -> None:
    return None


def column(place: int, kind: Kind) -> Make:
    write = kind.write
    if write is not None:
        return lambda row, reading: write(row[place])
    blank = kind.blank
    if blank == "" or isinstance(blank, (dict, list)):
        return lambda row, reading: blank if row[place] is None else row[place]
    return lambda row, reading: row[place] if row[place] is not None else blank


def identifier(place: int, none: int) -> Make:
    return lambda row, reading: none if row[place] is None else row[place]


def computed(spec: Computed, places: list[int]) -> Make:
    make, write = spec.make, spec.kind.write
    if write is not None:
        return lambda row, reading: write(make(*[row[place] for place in places]))
    return lambda row, reading: make(*[row[place] for place in places])


def related(steps: list[tuple[str, Make]], key: int, row: Row, reading: Reading) -> Carrier | None:
    if row[key] is None:
        return None
    return {name: make(row, reading) for name, make in steps}


def grouped(steps: list[tuple[str, Make]], row: Row, reading: Reading) -> Carrier:
    return {name: make(row, reading) for name, make in steps}


def narrowing(make: Make, selection: Selection) -> Make:
    return lambda row, reading: narrowed(make(row, reading), selection)


def rights(contract: Contract, spec: TableRight | FieldProperties, *, nested: bool) -> Make:
    which = 0 if isinstance(spec, TableRight) else 1
    if nested and (contract.nested_rights == "none" or (which and contract.nested_rights == "table")):
        return (lambda row, reading: {}) if which else nothing
    return lambda row, reading: rights_of(reading.caller, contract)[which]

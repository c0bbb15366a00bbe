"""How each member of a carrier is made from a row: a Python expression each, and one function for the whole carrier.

The expressions know `row` (the values of the columns) and `reading`; whatever else they need, they have by a name
from `Names`. Compiled together they cost a third of what a closure per member did.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from crm.wire.clock import PLAIN, Clock
from crm.wire.contract import Computed, Constant, Contract, FieldProperties, TableRight
from crm.wire.kinds import Kind
from crm.wire.members import Told
from crm.wire.rights import LIMITED, Caller, owned_rights_of, rights_of, row_rights_of
from crm.wire.select import Selection, narrowed
from crm.wire.sql import Row

Carrier = dict[str, Any]
Make = Callable[[Row, Any], Any]
Expression = str
NOTHING: Expression = "None"
GROUP = "__of_this_row__"  # a step in a path that leads nowhere: the members of a grouped carrier


@dataclass(slots=True)
class Reading:
    """One act of reading: who asks, what is remembered, how dates are told, and the collections found so far.

    Those stand by name, then by the parent's id.
    """

    caller: Caller
    memory: dict[Any, Any]
    clock: Clock = PLAIN
    children: dict[str, dict[int, list[Carrier]]] = field(default_factory=dict)
    limited: bool = False  # whether each row ends with what of `LIMITED` the caller may do to it


class Columns:
    """The flat list of columns that a plan selects, each once."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        self.annotations: dict[str, Any] = {}
        self.plain: set[str] = set()  # those that lead to the row itself and to the one it was found by
        self.closed: dict[
            Any, Sequence[str]
        ] = {}  # those that come out null where they are closed, by shape of caller

    def are_fewer_than(self, rows: Sequence[Row]) -> bool:
        """Whether rows go on behind these: with what the caller may do to each."""
        return bool(rows) and len(rows[0]) > len(self.paths) + len(self.annotations)

    def place(self, path: str) -> int:
        path = path.replace(GROUP, "")
        if path not in self.paths:
            self.paths.append(path)
        return self.paths.index(path)


class Names:
    """The things that the expressions of one plan speak of, each under a name of its own."""

    def __init__(self) -> None:
        self._things: dict[str, Any] = {}

    def of(self, thing: Any) -> Expression:
        """The name of a thing; small plain values stand for themselves."""
        if thing is None or type(thing) in (int, bool, str):
            return repr(thing)
        name = f"thing{len(self._things)}"
        self._things[name] = thing
        return name

    def compile(self, expression: Expression) -> Make:
        """The function of an expression."""
        make: Make = eval(f"lambda row, reading: {expression}", self._things)  # noqa: S307  # written by this module
        return make


def carrier(members: dict[str, Expression]) -> Expression:
    return "{" + ", ".join(f"{name!r}: {member}" for name, member in members.items()) + "}"


def column(names: Names, place: int, kind: Kind, *, by_clock: bool) -> Expression:
    if by_clock and kind.tell:
        return f"{names.of(kind.tell)}(reading.clock, row[{place}])"
    value = f"{names.of(kind.write)}(row[{place}])" if kind.write else f"row[{place}]"
    return _unless_null(place, names.of(kind.blank), value)


def identifier(names: Names, place: int, none: int) -> Expression:
    return _unless_null(place, names.of(none), f"row[{place}]")


def computed(names: Names, spec: Computed, places: list[int], *, by_clock: bool) -> Expression:
    value = f"{names.of(spec.make)}({', '.join(f'row[{place}]' for place in places)})"
    if by_clock and spec.kind.tell:
        return f"{names.of(spec.kind.tell)}(reading.clock, {value})"
    return f"{names.of(spec.kind.write)}({value})" if spec.kind.write else value


def told(names: Names, spec: Told, places: list[int]) -> Expression:
    return f"{names.of(spec.make)}(reading.memory, {', '.join(f'row[{place}]' for place in places)})"


def constant(names: Names, spec: Constant, *, by_clock: bool) -> Expression:
    value = names.of(spec.value)
    return f"reading.clock.tag({value})" if by_clock and spec.kind.name == "date-time" else value


def related(key: int, members: dict[str, Expression]) -> Expression:
    return _unless_null(key, NOTHING, carrier(members))


def narrowing(names: Names, expression: Expression, selection: Selection) -> Expression:
    return f"{names.of(narrowed)}({expression}, {names.of(selection)})"


def rights(
    names: Names,
    contract: Contract,
    spec: TableRight | FieldProperties,
    owner: int | None,
    *,
    nested: bool,
) -> Expression:
    """The caller's rights; `owner` is the place of whom the row belongs to, where that matters."""
    which = 0 if isinstance(spec, TableRight) else 1
    if nested and (contract.nested_rights == "none" or (which and contract.nested_rights == "table")):
        return "{}" if which else NOTHING
    common = f"{names.of(rights_of)}(reading.caller, {names.of(contract)})[{which}]"
    if owner is not None:
        common = f"{names.of(owned_rights_of)}(reading.caller, {names.of(contract)}, row[{owner}])[{which}]"
    if nested:
        return common
    own = f"{names.of(row_rights_of)}(reading.caller, {names.of(contract)}, *row[-{len(LIMITED)}:])[{which}]"
    return f"({own} if reading.limited else {common})"


def _unless_null(place: int, null: Expression, value: Expression) -> Expression:
    return f"({null} if row[{place}] is None else {value})"

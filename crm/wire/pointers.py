"""Places in a carrier, found by a path: names in any case, a leading slash or none, `~0` and `~1`, indexes and `-`.

Source: RFC 6901, loosened as the documentation of PATCH asks. Paths may lead through a relation that is still empty,
as in `Category/Id`: it is made on the way. What stands at a place is told by the contract, since null does not show it.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from crm.wire import kinds
from crm.wire.contract import (
    Collection,
    Contract,
    FieldProperties,
    Owned,
    Reference,
    Spec,
    TableRight,
)
from crm.wire.errors import BadMember
from crm.wire.kinds import Kind
from crm.wire.steps import Carrier

LONGEST = 32  # parts of a path; bodies are not nested deeper either
END = "-"
LINKS = "_links"
MARKED = "SelectableMDOListItem[]"


class Shape(Enum):
    """What stands at a place, beside the objects that a contract tells of."""

    VALUE = auto()
    ARRAY = auto()
    DICTIONARY = auto()  # its keys are data, and any may be set
    OURS = auto()  # the server's business: answered, and never read


@dataclass(frozen=True, slots=True)
class Sort:
    """What may stand at a place: its shape, the contract of an object or of an array's elements, the kind of a value."""

    shape: Shape
    contract: Contract | None = None
    kind: Kind | None = None
    is_marked: bool = (
        False  # an array of choices of which some are selected; its elements are known by their ids
    )


PLAIN = Sort(Shape.VALUE)
OURS = Sort(Shape.OURS)
DICTIONARY = Sort(Shape.DICTIONARY, kind=kinds.DICTIONARY)


def sort_of(contract: Contract, spec: Spec) -> Sort:
    """What may stand at a member."""
    if isinstance(spec, (TableRight, FieldProperties)):
        return OURS
    if isinstance(spec, (Reference, Owned)):
        return Sort(Shape.VALUE, spec.contract)
    if isinstance(spec, Collection):
        return Sort(Shape.ARRAY, None if spec.only else spec.contract)
    kind = contract.kind_of(spec)
    if kind.name in ("dict", "array"):
        return (
            DICTIONARY if kind.name == "dict" else Sort(Shape.ARRAY, is_marked=kind.dotnet.endswith(MARKED))
        )
    return Sort(Shape.VALUE, kind=kind)


def parts_of(path: str) -> tuple[str, ...]:
    """The parts of a path: `/Category/Id`, `category/id`."""
    return tuple(
        part.replace("~1", "/").replace("~0", "~") for part in path.removeprefix("/").split("/", LONGEST)
    )


def path_of(parts: Sequence[str]) -> str:
    """The path of parts, as RFC 6901 writes it."""
    return "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in parts)


@dataclass(frozen=True, slots=True)
class Place:
    """A place: the object or array that holds it, under which name or index, and what may stand there.

    The name of an object's member is the one that is there, or the contract's. The index of `-` is the length.
    """

    holder: Any
    key: Any
    sort: Sort
    held_by: Sort

    @property
    def value(self) -> Any:
        """What stands here; None when nothing does."""
        if isinstance(self.holder, list):
            return self.holder[self.key] if self.key < len(self.holder) else None
        return self.holder.get(self.key)

    @property
    def is_dictionary(self) -> bool:
        """Whether this is a member whose keys are data, and not data below one."""
        return self.sort.shape is Shape.DICTIONARY and self.held_by.contract is not None

    @property
    def exists(self) -> bool:
        if isinstance(self.holder, list):
            return bool(self.key < len(self.holder))
        return self.key in self.holder or self.held_by.contract is not None


class Draft:
    """A carrier that may be changed: the members that were changed are copies, and `touched` names them."""

    def __init__(self, contract: Contract, carrier: Carrier) -> None:
        self.contract = contract
        self.touched: dict[str, None] = {}
        self._carrier = dict(carrier)

    def changes(self) -> Carrier:
        """The members that were touched, as they are now."""
        return {name: self._carrier[name] for name in self.touched}

    def place(self, path: str, parts: Sequence[str], *, to_write: bool) -> Place:
        """The place at a path. Raises BadMember that names the path when there can be none.

        To write, the member is copied, and empty relations on the way are made.
        """
        holder: Any = self._carrier
        sort = Sort(Shape.VALUE, self.contract)
        if parts[0].lower() == LINKS:
            return Place({}, parts[0], OURS, sort)
        for number, part in enumerate(parts):
            place = _place(holder, part, sort, path)
            if place.sort is OURS and to_write:
                return place
            if number == 0 and to_write:
                self._touch(place.key)
            if number + 1 == len(parts):
                return place
            if not place.exists:
                raise unknown(path, part)
            holder, sort = _entered(place, to_write=to_write), place.sort
        raise BadMember(path, "A path names at least one member.")

    def _touch(self, name: str) -> None:
        if name not in self.touched:
            self.touched[name] = None
            self._carrier[name] = deepcopy(self._carrier[name])


def _entered(place: Place, *, to_write: bool) -> Any:
    """What stands at a place, to go on from there; an empty relation is an object without members."""
    value = place.value
    if value is None and place.sort.contract is not None and place.sort.shape is Shape.VALUE:
        value = {}
        if to_write:
            place.holder[place.key] = value
    return value


def _place(holder: Any, part: str, sort: Sort, path: str) -> Place:
    if isinstance(holder, list):
        return Place(holder, _index(holder, part, path), _element(sort), sort)
    if not isinstance(holder, dict):
        raise unknown(path, part)
    if sort.contract is not None:
        return _member(holder, part, sort, path)
    there = name_in(holder, part)
    if there is None and sort.shape is not Shape.DICTIONARY:
        raise unknown(path, part)
    return Place(holder, part if there is None else there, _below(sort), sort)


def _member(holder: Carrier, part: str, sort: Sort, path: str) -> Place:
    contract = sort.contract
    name = contract.lower_names.get(part.lower()) if contract else None
    if contract is None or name is None:
        raise unknown(path, part)
    there = name_in(holder, name)  # an element that was just added has the names that the client gave it
    return Place(holder, there or name, sort_of(contract, contract.specs[name]), sort)


def _element(sort: Sort) -> Sort:
    return _below(sort) if sort.contract is None else Sort(Shape.VALUE, sort.contract)


def _below(sort: Sort) -> Sort:
    """Below a dictionary everything is data; below anything else that no contract tells of, what is there is known."""
    return Sort(Shape.DICTIONARY) if sort.shape is Shape.DICTIONARY else PLAIN


def name_in(holder: Carrier, name: str) -> str | None:
    """The name as it is spelled there, in any case; None when it is not there."""
    if name in holder:
        return name
    wanted = name.lower()
    return next((there for there in holder if there.lower() == wanted), None)


def _index(holder: list[Any], part: str, path: str) -> int:
    if part == END:
        return len(holder)
    if not (part.isascii() and part.isdecimal() and len(part) < 10):
        raise unknown(path, part)
    return int(part)


def unknown(path: str, part: str) -> BadMember:
    """The refusal of a path that leads nowhere."""
    return BadMember(path, f"There is no {part[:60]!r} there.")

"""A filter meets an archive: names become columns and operators, literals become values of their types.

What comes out is the shape of the filter, by which compiled SQL is kept, and its values, which fill it.
"""

from __future__ import annotations

import difflib
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import DateTimeField, FloatField, IntegerField, Q, TextField, Value
from rest_framework.exceptions import ParseError

from crm.wire.archive.closed import Guard
from crm.wire.archive.columns import Archive, Place
from crm.wire.archive.convert import Asking
from crm.wire.archive.grammar import Condition, Junction, Tree
from crm.wire.archive.operators import OPERATORS, Operator
from crm.wire.sql import Mark, mark, moment_mark, real_mark, text_mark

_FIRST_SLOT = 2_000  # marks below are other people's
_KINDS = {"int": "i", "str": "t", "float": "f", "datetime": "m"}


class Slots:
    """The values of one statement, each behind a mark that its text is compiled with."""

    def __init__(self) -> None:
        self.values: dict[Mark, Any] = {}

    def take(self, value: Any) -> Any:
        """What stands in the statement for a value; None and booleans stand for themselves."""
        if value is None or isinstance(value, bool):
            return value
        name, field = self._mark(value, len(self.values))
        self.values[name] = value
        return Value(name, field())

    def keep(self, value: Any) -> None:
        """Takes a value of a statement that is compiled already."""
        if value is not None and not isinstance(value, bool):
            self.values[self._mark(value, len(self.values))[0]] = value

    def _mark(self, value: Any, number: int) -> tuple[Mark, Any]:
        if isinstance(value, str):
            return text_mark(f"slot {number}"), TextField
        if isinstance(value, datetime):
            return moment_mark(number + 1), DateTimeField
        if isinstance(value, float):
            return real_mark(_FIRST_SLOT + number), FloatField
        return mark(_FIRST_SLOT + number), IntegerField


def kind_of(value: Any) -> Hashable:
    """What of a value decides the text of a statement: a boolean and None themselves, of others the type."""
    return value if value is None or isinstance(value, bool) else _KINDS[type(value).__name__]


@dataclass(frozen=True)
class Leaf:
    """One condition, looked up and read."""

    place: Place
    operator: Operator
    values: tuple[Any, ...]

    def condition(self, slots: Slots, guard: Guard) -> Q:
        restricts = self.place.column.restricts
        expression = guard.over(restricts(self.place.prefix)) if restricts else None
        condition = self.operator.build(self.place, expression, [slots.take(value) for value in self.values])
        return guard.among(self.place, condition) if self.place.column.collection else condition


class Restriction:
    """A filter on an archive: `key` is its shape, `condition` its Q with the values in slots."""

    def __init__(self, tree: Tree | None, archive: Archive, asking: Asking) -> None:
        self.tree = tree
        self.archive = archive
        self.leaves: list[Leaf] = []
        self.key: Hashable = None if tree is None else self._read(tree, asking)

    def _read(self, tree: Tree, asking: Asking) -> Hashable:
        if isinstance(tree, Condition):
            leaf = self._leaf(tree, asking)
            self.leaves.append(leaf)
            column = (leaf.place.name, leaf.place.column.version)
            return (*column, tree.operator.lower(), *(kind_of(value) for value in leaf.values))
        if isinstance(tree, Junction):
            return (tree.every, *(self._read(part, asking) for part in tree.parts))
        return ("not", self._read(tree.part, asking))

    def _leaf(self, given: Condition, asking: Asking) -> Leaf:
        place = column_of(self.archive, given.column, asking, "$filter")
        operator = _operator_of(place, given.operator)
        least, most = operator.takes
        if not least <= len(given.values) <= most:
            wanted = str(least) if least == most else f"{least} to {most}"
            raise ParseError(
                f"$filter: {place.name} {given.operator} takes {wanted} values, not {len(given.values)}."
            )
        try:
            converted = operator.convert(given.values, place, asking)
        except (ValueError, OverflowError) as error:
            raise ParseError(f"$filter: {place.name} {given.operator}: {error}") from None
        return Leaf(place, operator, tuple(converted))

    def condition(self, slots: Slots, guard: Guard) -> Q:
        """The Q of the whole filter; its values go into the slots in the order of their conditions."""
        if self.tree is None:
            return Q()
        conditions = iter([leaf.condition(slots, guard) for leaf in self.leaves])
        return self._build(self.tree, conditions)

    def _build(self, tree: Tree, conditions: Iterator[Q]) -> Q:
        if isinstance(tree, Condition):
            return next(conditions)
        if isinstance(tree, Junction):
            joined = self._build(tree.parts[0], conditions)
            for part in tree.parts[1:]:
                other = self._build(part, conditions)
                joined = joined & other if tree.every else _either(joined, other)
            return joined
        inner = self._build(tree.part, conditions)
        return ~inner if inner else Q(pk__in=[])

    def fill(self, slots: Slots) -> None:
        """Puts the values into slots as `condition` would, without building anything."""
        for leaf in self.leaves:
            for value in leaf.values:
                slots.keep(value)


def _either(one: Q, other: Q) -> Q:
    """An empty Q is every row, which `|` would forget."""
    return one | other if one and other else Q()


def column_of(archive: Archive, name: str, asking: Asking, option: str) -> Place:
    """The column that a filter or an order names. Raises ParseError that offers the nearest."""
    insider = asking.caller.is_internal
    place = archive.find(name, insider=insider)
    if place is None:
        known = [place.name for place in archive.every(insider=insider)]
        raise ParseError(
            f"{option}: the archive {archive.name} has no column {name!r}{_nearest(name, known)}"
        )
    reached = place.column.filters if option == "$filter" else place.column.sorts is not None
    if not reached:
        verb = "filtered by" if option == "$filter" else "sorted by"
        raise ParseError(f"{option}: {place.name} cannot be {verb}.")
    return place


def _operator_of(place: Place, name: str) -> Operator:
    known = OPERATORS[place.column.type]
    operator = known.get(name.lower())
    if operator is None:
        raise ParseError(
            f"$filter: {place.name} is of type {place.column.type}, which has no operator {name!r}"
            f"{_nearest(name, list(known))}"
        )
    return operator


def _nearest(name: str, known: list[str]) -> str:
    by_lower = {each.lower(): each for each in known}
    found = difflib.get_close_matches(name.lower(), by_lower, n=1, cutoff=0.5)
    return f"; did you mean {by_lower[found[0]]}?" if found else "."

"""Rows of an archive as clients read them: one compiled function of a row per selection and mode."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from crm.wire import dates, kinds, lists
from crm.wire.archive.columns import Archive, ArchiveColumn, Place
from crm.wire.clock import Clock
from crm.wire.dates import UNSET
from crm.wire.sql import Row
from crm.wire.steps import Expression, Names

_UNSAFE = re.compile(r"\W", re.ASCII)
YES, NO = "[SR_YES]", "[SR_NO]"  # told in the language of the caller
KEY, FIRST = 0, 1  # places in a row: its key, and the first of what is shown


@dataclass(frozen=True)
class Shown:
    """A column under the name that the client asked for."""

    name: str
    place: Place

    def safe(self) -> Shown:
        """Under a name of letters, digits and `_` alone."""
        return Shown(_UNSAFE.sub("_", self.name), self.place)


@dataclass
class Reading:
    """What the function of a row needs besides the row: texts of listed rows, sets by key, and how dates are told."""

    listed: list[dict[int, Any]]
    sets: list[dict[int, str]] = field(default_factory=list)
    when: Callable[[Any], str] = dates.instant_to_text
    stamp: Callable[[Any], str] = dates.instant_to_text
    right: dict[str, Any] | None = None


class RowWriter:
    """Which columns of the database a selection needs, and what a row of them becomes."""

    def __init__(
        self, archive: Archive, shown: Sequence[Shown], *, full: bool, plain: bool, display: bool = False
    ) -> None:
        self.archive = archive
        self.plain = plain  # dates are told as they are stored
        self.paths: list[str] = ["pk"]
        self.listed: list[Place] = []
        self.collections: list[Place] = []
        self._names = Names()
        if full:
            members = {one.name: self._cell(one.place) for one in shown}
            self.make = self._names.compile(self._full(_object(members)))
        else:
            members = {one.name: self._display(one.place) for one in shown}
            if display:
                members |= {
                    one.name: f"({YES!r} if {members[one.name]} else {NO!r})"
                    for one in shown
                    if one.place.column.kind is kinds.BOOLEAN
                }
            self.make = self._names.compile(self._slim(members))

    def _slim(self, members: dict[str, Expression]) -> Expression:
        head = {"PrimaryKey": f"str(row[{KEY}])", "EntityName": repr(self.archive.entity)}
        return _object({**head, **members})

    def _full(self, columns: Expression) -> Expression:
        link = self._names.of(self.archive.link)
        return _object(
            {
                "PrimaryKey": f"row[{KEY}]",
                "EntityName": repr(self.archive.entity),
                "StyleHint": "''",
                "LinkHint": f"{link} and {link} + str(row[{KEY}])",
                "TableRight": "reading.right",
                "Column": columns,
            }
        )

    def _cell(self, place: Place) -> Expression:
        """A value as it is, and as people read it."""
        display = self._display(place)
        column = place.column
        keyed = column.path and (column.make or column.names) and column.collection is None
        raw = f"row[{self._at(place, column.path)}]" if keyed else display
        return _object({"RawValue": raw, "DisplayValue": display, "LinkHint": "''", "TooltipHint": "''"})

    def _at(self, place: Place, path: str) -> int:
        whole = f"{place.prefix}{path}"
        if whole not in self.paths:
            self.paths.append(whole)
        return self.paths.index(whole)

    def _display(self, place: Place) -> Expression:
        column = place.column
        if column.collection is not None and column.make is None:
            self.collections.append(place)
            at = self._at(place, "pk")
            return f"reading.sets[{len(self.collections) - 1}].get(row[{at}], '')"
        if column.listed is not None:
            self.listed.append(place)
            blank = self._names.of(column.kind.blank)
            return f"reading.listed[{len(self.listed) - 1}].get(row[{self._at(place, column.path)}], {blank})"
        if column.make is not None:
            needed = ", ".join(f"row[{self._at(place, path)}]" for path in column.needs)
            return self._written(column, f"{self._names.of(column.make)}({needed})")
        at = self._at(place, column.path)
        if column.kind is kinds.DATE_TIME:
            return self._date(column, f"row[{at}]")
        if column.names is not None:
            names, first = column.names.by_value, column.names.name(None)
            return f"{self._names.of(names)}.get(row[{at}], {first!r})"
        blank = self._names.of(column.kind.blank)
        return f"({blank} if row[{at}] is None else {self._written(column, f'row[{at}]')})"

    def _date(self, column: ArchiveColumn, value: Expression) -> Expression:
        """A date as it is stored, which is UTC, or as a clock tells it."""
        if self.plain:
            return f"({UNSET!r} if {value} is None else {value}.isoformat()[:-6])"
        return f"reading.{'stamp' if column.stamp else 'when'}({value})"

    def _written(self, column: ArchiveColumn, value: Expression) -> Expression:
        if column.kind is kinds.DATE_TIME:
            return self._date(column, value)
        return f"{self._names.of(column.kind.write)}({value})" if column.kind.write else value

    def reading(self, rows: Sequence[Row], clock: Clock, right: dict[str, Any] | None) -> Reading:
        """What the rows of one page need: a statement per collection, none for listed rows that are remembered."""
        reading = Reading([texts_of(place) for place in self.listed], right=right)
        reading.sets = [self._set(place, rows) for place in self.collections]
        if not clock.is_plain:
            reading.when, reading.stamp = clock.tell, clock.tell_stamp
        return reading

    def _set(self, place: Place, rows: Sequence[Row]) -> dict[int, str]:
        """The texts of a collection of every row, joined."""
        collection = place.column.collection
        if collection is None or not rows:
            return {}
        at = self.paths.index(f"{place.prefix}pk")
        parents = {row[at] for row in rows}
        found = (
            collection.through()
            ._default_manager.filter(**{f"{collection.parent}__in": parents})
            .order_by("pk")
            .values_list(collection.parent, collection.text)
        )
        texts: dict[int, list[str]] = {}
        for parent, text in found:
            texts.setdefault(parent, []).append(text)
        return {parent: ", ".join(parts) for parent, parts in texts.items()}


def texts_of(place: Place) -> dict[int, Any]:
    """What each row of a small table shows in this column, remembered with the table."""
    column = place.column
    memory, key = lists.remembered(), ("shown", column)
    known: dict[int, Any] | None = memory.get(key)
    if known is None:
        rows = column.listed._default_manager.all().catalog()  # type: ignore[union-attr]  # listed tables have it
        write = column.kind.write or _same
        known = {pk: write(column.make(row)) for pk, row in rows.items()} if column.make else {}
        memory[key] = known
    return known


def _same(value: Any) -> Any:
    return value


def _object(members: dict[str, Expression]) -> Expression:
    return "{" + ", ".join(f"{name!r}: {member}" for name, member in members.items()) + "}"

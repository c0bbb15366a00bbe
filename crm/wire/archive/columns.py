"""The table language of archives: column name on the left, what it shows and how it is compared on the right.

A column's `type` is its restriction type, which decides the operators (`crm.wire.archive.operators`). What a client
writes is looked up here and goes no further: only the paths of these tables reach the ORM.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import models

from crm.wire import kinds
from crm.wire.kinds import Kind
from crm.wire.values import EnumNames

MAX_STEPS = 4  # of relations, from one table to the next
ModelClass = type[models.Model]  # named here, since a column has a type of its own
Expression = Callable[[str], Any]  # makes an expression of the model, given the prefix of its paths


@dataclass(frozen=True)
class ArchiveColumn:
    """What a column shows, compares and sorts by; all paths are those of the ORM, below a prefix.

    `listed` is the model of a small remembered table whose row stands behind the key in `path`; `inside` columns are
    not offered to callers from outside. Without `restricts`
    the column cannot stand in `$filter`, without `sorts` not in `$orderBy`. `heading` is what people read above it
    where that is not its name.
    """

    type: str
    path: str = ""
    kind: Kind = kinds.STRING
    restricts: Expression | None = None
    sorts: Expression | None = None
    make: Callable[..., Any] | None = None
    needs: Sequence[str] = ()
    listed: ModelClass | None = None
    names: EnumNames | None = None
    list_name: str = ""
    stamp: bool = False
    collection: Collection | None = None
    constant: bool = False
    inside: bool = False
    heading: str = ""
    tooltip: str = ""
    version: Hashable = None  # of a column that an installation lays out: what its statements depend on

    @property
    def filters(self) -> bool:
        """Whether it can stand in `$filter`."""
        return self.restricts is not None or self.collection is not None or not self.shows

    @property
    def shows(self) -> bool:
        """Whether it has a value; two columns stand in filters only."""
        return self.type not in _BARE


@dataclass(frozen=True)
class Collection:
    """Several values of a row, such as its tags: the table between, and both of its columns."""

    through: Callable[[], type[models.Model]]
    parent: str
    child: str
    text: str  # the path of what is shown, from the table between


@dataclass(frozen=True)
class Related:
    """All columns of another table, below the name of the relation: `person/fullName`; without a path, of this one.

    Callers from outside are not offered them: what belongs to a ticket of theirs may belong to others too.
    """

    columns: Callable[[], Columns]
    path: str

    def below(self, prefix: str) -> str:
        """The prefix of its columns' paths."""
        return f"{prefix}{self.path}__" if self.path else prefix


class Columns(dict[str, "ArchiveColumn | Related"]):
    """A table of columns by their documented names; those of relations end with a slash (`person/`)."""

    @cached_property
    def lower(self) -> dict[str, tuple[str, ArchiveColumn | Related]]:
        """By lower-case name."""
        return {name.lower(): (name, found) for name, found in self.items()}

    def find(self, wanted: str, named: str, prefix: str, *, insider: bool) -> Place | None:
        """The column of a lower-case name below what is `named` already."""
        if wanted in self.lower:
            name, found = self.lower[wanted]
            if not isinstance(found, ArchiveColumn) or (found.inside and not insider):
                return None
            return Place(f"{named}{name}", found, prefix)
        relation, slash, rest = wanted.partition("/")
        if not slash or relation + slash not in self.lower or not insider or named.count("/") >= MAX_STEPS:
            return None
        name, found = self.lower[relation + slash]
        if isinstance(found, ArchiveColumn):
            return None
        return found.columns().find(rest, f"{named}{name}", found.below(prefix), insider=insider)

    def places(self, named: str, prefix: str, *, insider: bool) -> Iterator[Place]:
        """All columns, and those of relations one step away."""
        for name, found in self.items():
            if isinstance(found, ArchiveColumn):
                if insider or not found.inside:
                    yield Place(f"{named}{name}", found, prefix)
            elif insider and not named:
                yield from found.columns().places(name, found.below(prefix), insider=insider)


_BARE = ("allRows", "noRows")  # for filters only, with nothing to show
_ALL_ROWS, _NO_ROWS = (
    ArchiveColumn("allRows", kind=kinds.BOOLEAN),
    ArchiveColumn("noRows", kind=kinds.BOOLEAN),
)


@dataclass(frozen=True)
class Place:
    """A column where a request found it: its documented name, and the prefix of its paths."""

    name: str
    column: ArchiveColumn
    prefix: str = ""


@dataclass(eq=False)
class Archive:
    """One archive: what it is called, the rows it shows, and its columns.

    `entity` stands as `EntityName` in every row; `order` is what rows come by when nobody asks; `narrowed` is the Q
    that leaves the caller their rows where the model's own `visible_to` does not go far enough; `filters` are those for
    people, by lower-case name (`crm.wire.archive.plain`).
    """

    name: str
    model: type[models.Model]
    entity: str
    columns: Columns
    order: Sequence[str] = ("pk",)
    entities: Sequence[str] = ()
    link: str = ""
    narrowed: Callable[[Any], Any] | None = None
    filters: Mapping[str, Any] = field(default_factory=dict)
    open: frozenset[str] = frozenset()  # relations to rows that whoever sees this one sees too
    kept: dict[Any, Any] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self.columns = Columns({"getAllRows": _ALL_ROWS, "getNoRows": _NO_ROWS, **self.columns})

    def find(self, name: str, *, insider: bool) -> Place | None:
        """The column of a name in any case, None when there is none for this caller."""
        return self.columns.find(name.strip(" ?").lower(), "", "", insider=insider)

    def plain(self, *, insider: bool) -> list[Place]:
        """The columns of the row itself, which are shown when nobody selects."""
        own = Columns({name: column for name, column in self.columns.items() if "/" not in name})
        return [place for place in own.places("", "", insider=insider) if place.column.shows]

    def every(self, *, insider: bool) -> list[Place]:
        """All columns, those of relations included."""
        return list(self.columns.places("", "", insider=insider))

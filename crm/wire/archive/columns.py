"""The table language of archives: column name on the left, what it shows and how it is compared on the right.

A column's `type` is its restriction type, which decides the operators (`crm.wire.archive.operators`). What a client
writes is looked up here and goes no further: only the paths of these tables reach the ORM.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Case, CharField, F, Value, When
from django.db.models.functions import Concat, Substr

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
    the column cannot stand in `$filter`, without `sorts` not in `$orderBy`.
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
    """All columns of another table, below the name of the relation: `person/fullName`.

    Callers from outside are not offered them: what belongs to a ticket of theirs may belong to others too.
    """

    columns: Callable[[], Columns]
    path: str


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
        return found.columns().find(rest, f"{named}{name}", f"{prefix}{found.path}__", insider=insider)

    def places(self, named: str, prefix: str, *, insider: bool) -> Iterator[Place]:
        """All columns, and those of relations one step away."""
        for name, found in self.items():
            if isinstance(found, ArchiveColumn):
                if insider or not found.inside:
                    yield Place(f"{named}{name}", found, prefix)
            elif insider and not named:
                yield from found.columns().places(name, f"{prefix}{found.path}__", insider=insider)


def _field(path: str) -> Expression:
    return lambda prefix: F(f"{prefix}{path}")


def _plain(type_: str, kind: Kind, path: str, **more: Any) -> ArchiveColumn:
    compared = _field(path)
    return ArchiveColumn(type_, path, kind, restricts=compared, sorts=compared, **more)


def Whole(path: str) -> ArchiveColumn:
    """A whole number."""
    return _plain("int", kinds.INTEGER, path)


def Decimal(path: str) -> ArchiveColumn:
    return _plain("decimal", kinds.DOUBLE, path)


def Truth(path: str) -> ArchiveColumn:
    return _plain("bool", kinds.BOOLEAN, path)


def Text(path: str, *, type_: str = "string") -> ArchiveColumn:
    return _plain(type_, kinds.STRING, path)


def Moment(path: str, *, stamp: bool = False) -> ArchiveColumn:
    """A date with its time; `stamp` tells when a row was made or changed, which no time zone shifts."""
    return _plain("datetime", kinds.DATE_TIME, path, stamp=stamp)


def Day(path: str, *, stamp: bool = False) -> ArchiveColumn:
    """A date with its time, compared by the day."""
    return _plain("date", kinds.DATE_TIME, path, stamp=stamp)


def Span(path: str) -> ArchiveColumn:
    """A number of seconds or minutes, as the entity has it."""
    return _plain("timeSpan", kinds.INTEGER, path)


def Choice(path: str, names: EnumNames, *, list_name: str = "") -> ArchiveColumn:
    """An enum: shows the name, compares the number; names are understood too."""
    return _plain("listAny", kinds.enum_kind(names), path, names=names, list_name=list_name)


def Listed(
    path: str,
    model: ModelClass,
    shows: str = "name",
    *,
    type_: str = "listAny",
    list_name: str = "",
) -> ArchiveColumn:
    """A row of a small table: shows its name, compares its id, sorts by the name."""
    return ArchiveColumn(
        type_,
        f"{path}_id",
        kinds.STRING,
        restricts=_field(f"{path}_id"),
        sorts=_field(f"{path}__{shows}"),
        make=lambda row: getattr(row, shows),
        listed=model,
        list_name=list_name,
    )


def Of(path: str, model: type[models.Model], shows: str | Callable[[Any], Any], kind: Kind) -> ArchiveColumn:
    """Something of a row of a small table, shown only: `createdBy/assocName`, without a join."""
    shown = shows if callable(shows) else lambda row: getattr(row, shows)
    return ArchiveColumn("none", f"{path}_id", kind, make=shown, listed=model)


def Made(make: Callable[..., Any], needs: Sequence[str], kind: Kind = kinds.STRING) -> ArchiveColumn:
    """A value made of columns, shown only."""
    return ArchiveColumn("none", kind=kind, make=make, needs=needs)


def Joined(separator: str, *needs: str) -> ArchiveColumn:
    """Texts put together, those that are empty left out."""

    def joined(*parts: str | None) -> str:
        return separator.join(part for part in parts if part)

    def expression(prefix: str) -> Any:
        # Each part that is there, after a separator; the first separator is cut off by the comparison of ours.
        pieces = [
            Case(
                When(**{f"{prefix}{path}__gt": ""}, then=Concat(Value(separator), F(f"{prefix}{path}"))),
                default=Value(""),
                output_field=CharField(),
            )
            for path in needs
        ]
        whole = Concat(Value(""), *pieces, output_field=CharField())
        return Substr(whole, len(separator) + 1)

    return ArchiveColumn(
        "string", kind=kinds.STRING, make=joined, needs=needs, restricts=expression, sorts=expression
    )


def Fixed(value: Any, kind: Kind = kinds.STRING) -> ArchiveColumn:
    """A value that is answered but not stored; the fidelity page says so."""
    return ArchiveColumn("none", kind=kind, make=lambda: value, constant=True)


def Many(
    through: Callable[[], type[models.Model]], parent: str, child: str, text: str, *, list_name: str = ""
) -> ArchiveColumn:
    """Several rows of a small table, such as tags: shows their names, compares their ids as a set."""
    return ArchiveColumn(
        "intArray", "pk", collection=Collection(through, parent, child, text), list_name=list_name
    )


def Said(through: Callable[[], type[models.Model]], parent: str, text: str) -> ArchiveColumn:
    """The texts of rows that belong to a row, to search in; shown as nothing."""
    return ArchiveColumn(
        "content",
        make=lambda: "",
        needs=(),
        collection=Collection(through, parent, text, text),
        inside=True,
    )


def shown_only(column: ArchiveColumn) -> ArchiveColumn:
    """The column, out of reach for `$filter` and `$orderBy`."""
    return replace(column, restricts=None, sorts=None)


def unsorted(column: ArchiveColumn) -> ArchiveColumn:
    """The column, out of reach for `$orderBy`."""
    return replace(column, sorts=None)


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
    that leaves the caller their rows where the model's own `visible_to` does not go far enough.
    """

    name: str
    model: type[models.Model]
    entity: str
    columns: Columns
    order: Sequence[str] = ("pk",)
    entities: Sequence[str] = ()
    link: str = ""
    narrowed: Callable[[Any], Any] | None = None
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

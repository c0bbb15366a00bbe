"""The words of the archives' tables: what a column can be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from django.db import models
from django.db.models import BooleanField, Case, CharField, F, Value, When
from django.db.models.functions import Concat, Substr

from crm.wire import kinds
from crm.wire.archive.columns import ArchiveColumn, Collection, Expression, ModelClass
from crm.wire.kinds import Kind
from crm.wire.values import EnumNames


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


def Named(path: str, *texts: str, type_: str = "listAny") -> ArchiveColumn:
    """A related row: shows its texts, compares its id, sorts by the texts."""
    shown = Joined(" ", *texts)
    return replace(shown, type=type_, path=f"{path}_id", restricts=_field(f"{path}_id"))


def Whether(path: str, *values: Any) -> ArchiveColumn:
    """Whether a column holds one of the values; without any, whether it holds something."""

    def holds(value: Any) -> bool:
        return value in values if values else value is not None

    def expression(prefix: str) -> Any:
        test = {f"{prefix}{path}__in": values} if values else {f"{prefix}{path}__isnull": False}
        return Case(When(**test, then=Value(True)), default=Value(False), output_field=BooleanField())

    return ArchiveColumn(
        "bool", kind=kinds.BOOLEAN, make=holds, needs=[path], restricts=expression, sorts=expression
    )


def Made(make: Callable[..., Any], needs: Sequence[str], kind: Kind = kinds.STRING) -> ArchiveColumn:
    """A value made of columns, shown only."""
    return ArchiveColumn("none", kind=kind, make=make, needs=needs)


def Joined(separator: str, *needs: str) -> ArchiveColumn:
    """Texts put together, those that are empty left out."""

    def joined(*parts: str | None) -> str:
        return separator.join(filter(None, parts))

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


def inside(column: ArchiveColumn) -> ArchiveColumn:
    """The column, not offered to callers from outside."""
    return replace(column, inside=True)

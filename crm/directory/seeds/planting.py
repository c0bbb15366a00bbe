"""Planting: rows with fixed keys are created where they are missing, and never touched again."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TypeVar

from django.db import connection, models

Row = TypeVar("Row", bound=models.Model)


def plant(rows: Iterable[Row]) -> list[Row]:
    """Creates those of `rows` whose keys are free and returns them; rows that exist keep what people made of them.

    What belongs to a row (messages, members, links) is planted by its caller only with the row itself, so that
    something a person took out of an existing row does not come back. Call inside a transaction.
    """
    wanted = list(rows)
    if not wanted:
        return []
    model = type(wanted[0])
    taken = set(model._default_manager.filter(pk__in=[row.pk for row in wanted]).values_list("pk", flat=True))
    missing = [row for row in wanted if row.pk not in taken]
    if missing:
        _create(model, missing)
        raise_sequence(model, max(row.pk for row in missing))
    return missing


def _create(model: type[Row], rows: list[Row]) -> None:
    """Inserts `rows` with their own times, where Django would write the present into `auto_now` columns."""
    stamps = [
        field.attname
        for field in model._meta.concrete_fields
        if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    ]
    times = [{name: getattr(row, name) for name in stamps} for row in rows]
    model._default_manager.bulk_create(rows)
    if not stamps:
        return
    for row, values in zip(rows, times, strict=True):
        for name, value in values.items():
            setattr(row, name, value)
    model._default_manager.bulk_update(rows, stamps)


def raise_sequence(model: type[models.Model], key: int) -> None:
    """The next row that the database numbers comes after `key`. SQLite sees to it by itself."""
    if connection.vendor != "postgresql":
        return
    table, column = model._meta.db_table, _column(model)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table}"', column])
        (sequence,) = cursor.fetchone()
        cursor.execute(
            f"SELECT setval(%s, greatest(%s, (SELECT last_value FROM {sequence})))",  # noqa: S608  # PostgreSQL named it
            [sequence, key],
        )


def last_key(model: type[models.Model]) -> int:
    """The highest key ever handed out, so that numbers of deleted rows are not used again."""
    highest = model._default_manager.aggregate(highest=models.Max("pk"))["highest"] or 0
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT pg_get_serial_sequence(%s, %s)", [f'"{model._meta.db_table}"', _column(model)]
            )
            cursor.execute(f"SELECT last_value FROM {cursor.fetchone()[0]}")  # noqa: S608  # PostgreSQL named it
        else:
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
        row = cursor.fetchone()
    return max(highest, row[0] if row else 0)


def _column(model: type[models.Model]) -> str:
    column = model._meta.pk.column
    if column is None:
        raise TypeError(f"{model} has no key of its own")
    return column


def ago(now: datetime.datetime, **span: float) -> datetime.datetime:
    """The instant that lies `span` (days, hours, minutes...) before `now`."""
    return now - datetime.timedelta(**span)

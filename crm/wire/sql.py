"""SQL that the ORM compiles once per shape and that then runs with new values.

Compiling is the largest cost of a query in Django, and the text of a shape never changes. A queryset is built once
with marks where values will stand; `Statement` keeps its text and puts the values of each call in their places. On
PostgreSQL the statements are prepared and their results come in binary form over Django's own connection, so they
see and share its transaction. `tests/wire/test_sql.py` holds the answers equal to those of the ORM.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from typing import Any, cast

import psycopg
from django.core.exceptions import EmptyResultSet
from django.db import connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper

Mark = int | str
Row = tuple[Any, ...]
_FIRST_MARK = 2_147_400_000
_TEXT_MARK = "\u241fmark "


def mark(number: int) -> int:
    """A number that stands for a value in a queryset: an int32 that no row will reach."""
    return _FIRST_MARK + number


def text_mark(name: str) -> str:
    """A text that stands for a value in a queryset."""
    return _TEXT_MARK + name


def _is_mark(param: object) -> bool:
    if isinstance(param, str):
        return param.startswith(_TEXT_MARK)
    return isinstance(param, int) and param >= _FIRST_MARK


def _run(connection: BaseDatabaseWrapper, sql: str, params: Sequence[Any]) -> list[Row]:
    """Runs one statement on Django's connection, in its transaction, and logs it as Django would."""
    if connection.vendor != "postgresql":
        with connection.cursor() as plain:
            plain.execute(sql, params)
            return cast("list[Row]", plain.fetchall())
    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    started = time.monotonic()
    try:
        with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
            cursor.execute(sql.encode(), params, prepare=True, binary=True)
            return cursor.fetchall()
    finally:
        if connection.queries_logged:
            connection.queries_log.append({"sql": sql, "time": f"{time.monotonic() - started:.3f}"})


class _Compiled:
    """The text of a statement for one database, and where its marks stand."""

    def __init__(self, queryset: models.QuerySet[Any, Any], connection: BaseDatabaseWrapper) -> None:
        compiler = queryset.query.get_compiler(connection=connection)
        self.sql = ""  # stays so when no row can ever match: the sales that a customer sees
        params: Sequence[Any] = ()
        with suppress(EmptyResultSet):
            self.sql, params = compiler.as_sql()
        self.params = list(params)
        self.places = [(place, param) for place, param in enumerate(self.params) if _is_mark(param)]
        self.converters: dict[int, tuple[list[Any], Any]] = {}
        if self.sql and connection.vendor != "postgresql":  # there, binary results are Python values already
            self.converters = compiler.get_converters([column[0] for column in compiler.select])


class Statement:
    """A SELECT compiled from a queryset with marks: `values_list`, in the order of its columns."""

    def __init__(self, queryset: models.QuerySet[Any, Any]) -> None:
        self.queryset = queryset
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, values: Mapping[Mark, Any]) -> list[Row]:
        """The rows, with each marked place filled from `values`."""
        alias = router.db_for_read(self.queryset.model)
        connection = connections[alias]
        compiled = self._compiled.get(alias)
        if compiled is None:
            compiled = self._compiled[alias] = _Compiled(self.queryset, connection)
        if not compiled.sql:
            return []
        params = compiled.params.copy()
        for place, name in compiled.places:
            params[place] = values[name]
        found = _run(connection, compiled.sql, params)
        if not compiled.converters:
            return found
        return [_converted(row, compiled.converters, connection) for row in found]


def _converted(
    row: Row, converters: dict[int, tuple[list[Any], Any]], connection: BaseDatabaseWrapper
) -> Row:
    values = list(row)
    for place, (steps, expression) in converters.items():
        for step in steps:
            values[place] = step(values[place], expression, connection)
    return tuple(values)


@cache
def _insert_text(model: type[models.Model], count: int, alias: str) -> tuple[str, tuple[Any, ...]]:
    """The INSERT of `count` rows that gives back their keys, and its fields in the order of the places."""
    quote = connections[alias].ops.quote_name
    fields = tuple(field for field in model._meta.concrete_fields if not field.primary_key)
    columns = ", ".join(quote(cast("str", field.column)) for field in fields)
    rows = ", ".join(["(" + ", ".join(["%s"] * len(fields)) + ")"] * count)
    table, key = quote(model._meta.db_table), quote(cast("str", model._meta.pk.column))
    return f"INSERT INTO {table} ({columns}) VALUES {rows} RETURNING {key}", fields  # noqa: S608  # names of our own models, quoted


def insert(*rows: models.Model) -> None:
    """Inserts new rows of one model in one statement and gives them their keys.

    Like `bulk_create`, it sends no `pre_save` or `post_save`: facts are stated in `crm.signals`, by actions.
    """
    if not rows:
        return
    model = type(rows[0])
    alias = router.db_for_write(model)
    connection = connections[alias]
    sql, fields = _insert_text(model, len(rows), alias)
    params = [
        field.get_db_prep_save(field.pre_save(row, add=True), connection=connection)
        for row in rows
        for field in fields
    ]
    for row, (key,) in zip(rows, _run(connection, sql, params), strict=True):
        row.pk = key
        row._state.adding = False
        row._state.db = alias

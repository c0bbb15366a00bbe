"""SQL that the ORM compiles once per shape and that then runs with new values.

Compiling is the largest cost of a query in Django, and the text of a shape never changes. A queryset is built once
with marks where values will stand; `Statement` keeps its text and puts the values of each call in their places. On
PostgreSQL the statements are prepared and their results come in binary form over Django's own connection, so they
see and share its transaction. `tests/wire/test_sql.py` holds the answers equal to those of the ORM.
"""

from __future__ import annotations

import datetime
import itertools
import re
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from typing import Any, cast

import psycopg
from django.core.exceptions import EmptyResultSet
from django.db import InterfaceError, OperationalError, connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper

from crm.wire.bounds import is_cut_off
from crm.wire.dumps import Dump, dump_of
from crm.wire.prepared import runner_of

Row = tuple[Any, ...]
Mark = int | str | float | datetime.datetime
_FIRST_MARK = 2_147_400_000
_MOMENT_MARK = datetime.datetime(9000, 1, 1, tzinfo=datetime.UTC)
_TEXT_MARK = "\u241fmark "
_MOMENT_TEXT = "9000-01-01 00:00:00"  # as SQLite has it
_PLACE = re.compile("%([%s])")
MANY = 16  # keys at most in one compiled statement
BATCH = 500  # rows at most in one INSERT


def mark(number: int) -> int:
    """A number that stands for a value in a queryset: an int32 that no row will reach."""
    return _FIRST_MARK + number


def text_mark(name: str) -> str:
    """A text that stands for a value in a queryset."""
    return _TEXT_MARK + name


def moment_mark(number: int) -> datetime.datetime:
    """An instant that stands for an instant in a queryset."""
    return _MOMENT_MARK + datetime.timedelta(microseconds=number)


def real_mark(number: int) -> float:
    """A number that stands for a floating-point number in a queryset."""
    return _FIRST_MARK + number + 0.25


def many(keys: Sequence[int]) -> dict[Mark, int]:
    """Marks and values for 1, 2, 4, 8... keys, the last being repeated: few lengths make few statements."""
    size = 1 << (len(keys) - 1).bit_length()
    return {mark(10 + number): keys[min(number, len(keys) - 1)] for number in range(size)}


def _mark_of(param: object) -> Mark | None:
    """The mark that a parameter is, as the database's adapter left it; None of any other value."""
    if isinstance(param, str):
        if param.startswith(_MOMENT_TEXT):
            return moment_mark(int(param[len(_MOMENT_TEXT) :].lstrip(".") or "0"))
        return param if param.startswith(_TEXT_MARK) else None
    if isinstance(param, datetime.datetime):
        return param if param.year == _MOMENT_MARK.year else None
    return param if isinstance(param, (int, float)) and param >= _FIRST_MARK else None


class _Text:
    """A statement as Django writes it, and with numbered places as the server wants it."""

    def __init__(self, sql: str) -> None:
        self.sql = sql
        numbers = itertools.count(1)
        self.raw = _PLACE.sub(lambda place: "%" if place[1] == "%" else f"${next(numbers)}", sql).encode()


def _run(
    connection: BaseDatabaseWrapper, text: _Text, params: Sequence[Any], *, prepare: bool | None = None
) -> list[Row]:
    """Runs one statement on Django's connection, in its transaction, and logs it as Django would."""
    if connection.vendor != "postgresql":
        with connection.cursor() as plain:
            plain.execute(text.sql, params)
            return cast("list[Row]", plain.fetchall())
    if connection.connection is None:
        connection.ensure_connection()
    connection.validate_no_broken_transaction()
    started = time.monotonic()
    try:
        return runner_of(connection.connection).run(text.raw, params, prepare=prepare)
    except psycopg.Error:
        with connection.wrap_database_errors:
            raise
    finally:
        if connection.queries_logged:
            connection.queries_log.append({"sql": text.sql, "time": f"{time.monotonic() - started:.3f}"})


def _read(connection: BaseDatabaseWrapper, text: _Text, params: Sequence[Any]) -> list[Row]:
    """Runs one SELECT; on a connection that has died since the last request, again on a new one.

    That saves the question whether it still lives, which Django would ask first.
    """
    health = cast("Any", connection)  # django-stubs leave these two attributes out
    untested = health.health_check_enabled and not health.health_check_done and health.connection is not None
    try:
        rows = _run(connection, text, params, prepare=True)
    except (OperationalError, InterfaceError) as error:
        if not untested or connection.in_atomic_block or is_cut_off(error):
            raise
        connection.close()
        rows = _run(connection, text, params, prepare=True)
    health.health_check_done = True
    return rows


class _Compiled:
    """The text of a statement for one database, and where its marks stand."""

    def __init__(self, queryset: models.QuerySet[Any, Any], connection: BaseDatabaseWrapper) -> None:
        compiler = queryset.query.get_compiler(connection=connection)
        sql = ""  # stays so when no row can ever match: the sales that a customer sees
        params: Sequence[Any] = ()
        with suppress(EmptyResultSet):
            sql, params = compiler.as_sql()
        self.text = _Text(sql)
        self.params = list(params)
        self.places = [
            (place, name) for place, param in enumerate(self.params) if (name := _mark_of(param)) is not None
        ]
        self.adapt_moment = connection.ops.adapt_datetimefield_value
        self.converters: dict[int, tuple[list[Any], Any]] = {}
        if sql and connection.vendor != "postgresql":  # there, binary results are Python values already
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
        if not compiled.text.sql:
            return []
        params = compiled.params.copy()
        for place, name in compiled.places:
            value = values[name]
            params[place] = compiled.adapt_moment(value) if isinstance(value, datetime.datetime) else value
        found = _read(connection, compiled.text, params)
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
def _insert_text(model: type[models.Model], count: int, alias: str, ending: str) -> tuple[_Text, list[Dump]]:
    """The INSERT of `count` rows, and what gives the values of a row in the order of the places."""
    connection = connections[alias]
    quote = connection.ops.quote_name
    fields = tuple(field for field in model._meta.concrete_fields if not field.primary_key)
    columns = ", ".join(quote(cast("str", field.column)) for field in fields)
    rows = ", ".join(["(" + ", ".join(["%s"] * len(fields)) + ")"] * count)
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES {rows} {ending}"  # noqa: S608  # names of our own models, quoted
    return _Text(sql), [dump_of(field, connection) for field in fields]


def _insert(rows: Sequence[models.Model], ending: str) -> list[Row]:
    model = type(rows[0])
    alias = router.db_for_write(model)
    connection = connections[alias]
    text, dumps = _insert_text(model, len(rows), alias, ending)
    return _run(connection, text, [dump(row) for row in rows for dump in dumps])


def _key_of(row: models.Model) -> str:
    """The column of the primary key."""
    connection = connections[router.db_for_write(type(row))]
    return connection.ops.quote_name(cast("str", row._meta.pk.column))


def _mark_stored(row: models.Model, key: int) -> None:
    row.pk = key
    row._state.adding = False
    row._state.db = router.db_for_write(type(row))


def insert(*rows: models.Model) -> None:
    """Inserts new rows of one model in one statement and gives them their keys.

    Like `bulk_create`, it sends no `pre_save` or `post_save`: facts are stated in `crm.signals`, by actions.
    """
    if rows:
        keys = _insert(rows, f"RETURNING {_key_of(rows[0])}")
        for row, (key,) in zip(rows, keys, strict=True):
            _mark_stored(row, key)


def insert_new(row: models.Model) -> bool:
    """Inserts a row and gives it its key, unless a unique constraint forbids it: False then, and nothing is undone."""
    for (key,) in _insert([row], f"ON CONFLICT DO NOTHING RETURNING {_key_of(row)}"):
        _mark_stored(row, key)
        return True
    return False


def insert_missing(*rows: models.Model) -> None:
    """Inserts those rows that no unique constraint forbids, in one statement for up to `BATCH`; the rest is left out.

    The rows are not given their keys.
    """
    for start in range(0, len(rows), BATCH):
        _insert(rows[start : start + BATCH], "ON CONFLICT DO NOTHING")

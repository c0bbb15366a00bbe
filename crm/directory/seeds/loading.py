"""Loading rows in bulk: COPY on PostgreSQL, one statement with many parameters on SQLite."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Protocol

from django.db import connection, models

Value = str | int | None
_LINES_AT_ONCE = 4_000  # what is held as text at a time


class Sheet:
    """The rows of one table in bulk: `varying` columns come with each row, all others are the same in every row.

    What is not in `shared` is the default of its field, so a column that is added to a model needs no word here
    as long as it has a constant default; a key that does not vary is given by the database.
    Raises TypeError for a column whose default is not a constant.
    """

    def __init__(self, model: type[models.Model], *varying: str, **shared: Any) -> None:
        fields = {field.attname: field for field in model._meta.local_concrete_fields if not field.generated}
        self.model = model
        self._varying = [fields.pop(name).column for name in varying]
        self._shared = {
            field.column: shared.pop(name, field.get_default())
            for name, field in fields.items()
            if not isinstance(field, models.AutoField)
        }
        if shared:
            raise TypeError(f"{model.__name__} has no columns {', '.join(shared)}")

    def _target(self) -> str:
        quote = connection.ops.quote_name
        columns = ", ".join(quote(str(column)) for column in [*self._varying, *self._shared])
        return f"{quote(self.model._meta.db_table)} ({columns})"

    def copy_statement(self) -> str:
        return f"COPY {self._target()} FROM STDIN"

    def copy_line(self) -> str:
        """A line of COPY's text format, to be filled with `%` from a tuple of prepared values."""
        shared = [_copy_text(value).replace("%", "%%") for value in self._shared.values()]
        return "\t".join(["%s"] * len(self._varying) + shared) + "\n"

    def insert_statement(self) -> str:
        """An INSERT with a parameter for each varying column."""
        shared = [_literal(value).replace("%", "%%") for value in self._shared.values()]
        values = ", ".join(["%s"] * len(self._varying) + shared)
        return f"INSERT INTO {self._target()} VALUES ({values})"  # noqa: S608  # columns and constants of our models


class Loader(Protocol):
    """Puts prepared rows into the database. `null` and `text` prepare the values of a row."""

    null: Value

    def text(self, value: str) -> str: ...

    def load(self, sheet: Sheet, rows: Sequence[tuple[Value, ...]]) -> None: ...


class CopyLoader:
    """PostgreSQL's COPY. Values go into lines of text as they are, so they are escaped once, when prepared."""

    null: Value = r"\N"

    def text(self, value: str) -> str:
        return _copy_text(value)

    def load(self, sheet: Sheet, rows: Sequence[tuple[Value, ...]]) -> None:
        line = sheet.copy_line()
        with connection.cursor() as cursor, cursor.copy(sheet.copy_statement()) as copy:
            for start in range(0, len(rows), _LINES_AT_ONCE):
                copy.write("".join([line % row for row in rows[start : start + _LINES_AT_ONCE]]))


class InsertLoader:
    """SQLite's INSERT, prepared once and run for each row."""

    null: Value = None

    def text(self, value: str) -> str:
        return value

    def load(self, sheet: Sheet, rows: Sequence[tuple[Value, ...]]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(sheet.insert_statement(), rows)


def loader() -> Loader:
    """The quickest loader of the database at hand."""
    return CopyLoader() if connection.vendor == "postgresql" else InsertLoader()


def _plain(value: Any) -> Value:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    raise TypeError(f"{value!r} is no constant that rows can share; give it with each row")


def _copy_text(value: Any) -> str:
    plain = _plain(value)
    if plain is None:
        return r"\N"
    text = str(plain).replace("\\", r"\\")
    return text.replace("\t", r"\t").replace("\n", r"\n").replace("\r", r"\r")


def _literal(value: Any) -> str:
    plain = _plain(value)
    if plain is None:
        return "NULL"
    return str(plain) if isinstance(plain, int) else "'" + plain.replace("'", "''") + "'"

"""Taking indexes and foreign keys off tables while rows are loaded, and putting the very same ones back.

Everything happens in the transaction of the caller: whatever goes wrong, down to a lost connection, leaves the
tables as they were. While it runs, nobody else can use the tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from django.db import connection
from django.db.transaction import TransactionManagementError

_CONSTRAINTS = """
SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)
FROM pg_constraint AS own
WHERE conrelid = ANY (%s::text[]::regclass[]) AND (contype = 'f' OR contype = 'u' AND NOT EXISTS (
    SELECT FROM pg_constraint AS other WHERE other.contype = 'f' AND other.conindid = own.conindid))
ORDER BY contype DESC, conname
"""
_INDEXES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid)
FROM pg_index
WHERE indrelid = ANY (%s::text[]::regclass[]) AND NOT indisprimary AND NOT EXISTS (
    SELECT FROM pg_constraint WHERE conindid = indexrelid)
ORDER BY 1
"""
_SQLITE_INDEXES = """
SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({})
"""


class Taken(NamedTuple):
    """A thing that was taken off, by the statements that take it and put it back."""

    off: str
    back: str


@contextmanager
def taken_off(tables: Sequence[str]) -> Iterator[None]:
    """Inside, the tables have no index but their key and no foreign key; afterwards they have them all again."""
    if not connection.in_atomic_block:
        raise TransactionManagementError("Indexes are taken off inside a transaction only.")
    found = _on_sqlite(tables) if connection.vendor == "sqlite" else _on_postgres(tables)
    _settle()
    _run([taken.off for taken in reversed(found)])
    yield
    _settle()
    _run([taken.back for taken in found])


def _on_postgres(tables: Sequence[str]) -> list[Taken]:
    """Indexes come back before the constraints, unique ones before the foreign keys."""
    quoted = [connection.ops.quote_name(table) for table in tables]
    with connection.cursor() as cursor:
        cursor.execute(_INDEXES, [quoted])
        found = [Taken(f"DROP INDEX {name}", definition) for name, definition in cursor.fetchall()]
        cursor.execute(_CONSTRAINTS, [quoted])
        return found + [
            Taken(
                f"ALTER TABLE {table} DROP CONSTRAINT {name}",
                f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}",
            )
            for table, name, definition in cursor.fetchall()
        ]


def _on_sqlite(tables: Sequence[str]) -> list[Taken]:
    with connection.cursor() as cursor:
        cursor.execute(_SQLITE_INDEXES.format(", ".join(["%s"] * len(tables))), list(tables))
        return [Taken(f'DROP INDEX "{name}"', sql) for name, sql in cursor.fetchall()]


def _settle() -> None:
    """Asks the deferred checks now: PostgreSQL changes no table that still waits for one."""
    if connection.vendor == "postgresql":
        _run(["SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL DEFERRED"])


def _run(statements: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)

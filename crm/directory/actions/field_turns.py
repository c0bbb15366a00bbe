"""Who writes values of custom fields and who publishes a layout, in turn: nobody stores a value by a layout that has gone.

On PostgreSQL both lock the table of the rows. Whoever changes a row holds such a lock already, as locking the row takes
it; and whoever publishes takes the stamp of the lists first, the table then, so that the two never wait for each
other. On SQLite one transaction at a time writes, and there is nothing to lock.
"""

from __future__ import annotations

from django.db import connection, models


def hold_out_writers(model: type[models.Model]) -> None:
    """Waits for those who are writing rows of the model, and lets nobody else begin until the transaction ends."""
    _lock(model, "EXCLUSIVE")


def hold_out_publishers(model: type[models.Model]) -> None:
    """Waits for who is moving values of such rows, and lets nobody else begin until the transaction ends.

    For a new row: one that is there is locked itself, which does the same.
    """
    _lock(model, "ROW SHARE")


def _lock(model: type[models.Model], mode: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"LOCK TABLE {table} IN {mode} MODE")

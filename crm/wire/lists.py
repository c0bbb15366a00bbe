"""Small list tables, remembered by each process and forgotten the moment a row of them changes anywhere.

`ListStamp` holds one random number that every write to a cached table replaces, in the same transaction.
Whoever signs a request in reads it in the same statement and calls `begin`; the rows remembered under that
number serve the request. Outside a request nothing is remembered, so commands and workers always read afresh.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import models, transaction

Row = TypeVar("Row", bound=models.Model)
Remembered = dict[Any, Any]


class ListStamp(models.Model):
    """The one row that tells processes when to forget."""

    stamp = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="list_stamp_one_row")]

    def __str__(self) -> str:
        return str(self.stamp)


class _Memory:
    """The rows of the newest stamp, shared by the threads of a process."""

    def __init__(self) -> None:
        self._newest: tuple[int, Remembered] | None = None
        self._thread = threading.local()

    def begin(self, stamp: int) -> None:
        newest = self._newest
        if newest is None or newest[0] != stamp:
            newest = (stamp, {})
            self._newest = newest
        self._thread.stamp, self._thread.rows = newest

    def is_of(self, stamp: int) -> bool:
        return self.remembers() and stamp == self._thread.stamp

    def rows(self) -> Remembered:
        rows: Remembered | None = getattr(self._thread, "rows", None)
        return {} if rows is None else rows

    def remembers(self) -> bool:
        return getattr(self._thread, "rows", None) is not None

    def forget(self) -> None:
        """From here on this thread reads afresh: what it wrote may yet be rolled back."""
        self._thread.rows = None


_memory = _Memory()
begin = _memory.begin
remembered = _memory.rows
remembers = _memory.remembers
"""Whether this thread serves a request that may remember."""


def touch() -> None:
    """Tells every process that a cached table has changed. Call inside the writing transaction.

    The stamp stays locked until that ends. Whoever writes a cached table takes it first, so that two who write
    several of its rows wait for one another instead of blocking each other.
    """
    ListStamp.objects.update_or_create(pk=1, defaults={"stamp": secrets.randbits(62)})
    _memory.forget()


def refresh() -> bool:
    """Forgets what was remembered if a cached table has changed since. Answers whether it is forgotten; one statement."""
    stamp = ListStamp.objects.values_list("stamp", flat=True).first() or 0
    if _memory.is_of(stamp):
        return False
    _memory.forget()
    return True


def end() -> None:
    """Leaves the remembered rows: for tests and for the end of a request."""
    _memory.forget()


class ListQuerySet(models.QuerySet[Row]):
    """Rows of a cached table; bulk writes touch the stamp too."""

    def catalog(self) -> dict[int, Row]:
        """Every row by its key, remembered. The rows are shared: read them, never change them."""
        memory = remembered()
        key = ("catalog", self.model)
        if key not in memory:
            memory[key] = {row.pk: row for row in self.all()}
        rows: dict[int, Row] = memory[key]
        return rows

    def update(self, **values: Any) -> int:
        with transaction.atomic(savepoint=False):
            touch()
            return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        with transaction.atomic(savepoint=False):
            touch()
            return super().delete()

    def bulk_create(self, objs: Iterable[Row], *args: Any, **options: Any) -> list[Row]:
        with transaction.atomic(savepoint=False):
            touch()
            return super().bulk_create(objs, *args, **options)


class ListRow(models.Model):
    """A row of a cached table."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        with transaction.atomic(savepoint=False):
            touch()
            super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic(savepoint=False):
            touch()
            return super().delete(*args, **options)

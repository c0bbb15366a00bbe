"""How long one statement may take where people wait for it: in the processes that serve requests, and only there.

PostgreSQL counts itself (`statement_timeout`). SQLite asks every so many steps of its machine whether to go on, and is
told so by a clock that starts with each statement; waiting for the lock on writing is no step.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import psycopg
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

STEPS = 100_000  # of SQLite's machine between two looks at the clock: a few milliseconds
Clock = Callable[[], float]


class Deadline:
    """When the statement that runs now is to end."""

    def __init__(self, seconds: float, clock: Clock) -> None:
        self.seconds, self.clock = seconds, clock
        self.at = clock() + seconds

    def __call__(self, execute: Callable[..., Any], *statement: Any) -> Any:
        """Runs a statement, as one of Django's wrappers around them."""
        self.at = self.clock() + self.seconds
        return execute(*statement)

    def is_over(self) -> bool:
        return self.clock() > self.at


def bound(connection: BaseDatabaseWrapper, seconds: float, clock: Clock = time.monotonic) -> None:
    """Has every statement of an open connection cut off after so many seconds; 0 for never."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            milliseconds = str(round(seconds * 1000))
            cursor.execute("SELECT set_config('statement_timeout', %s, false)", [milliseconds])
        return
    wrappers = connection.execute_wrappers
    wrappers[:] = [wrapper for wrapper in wrappers if not isinstance(wrapper, Deadline)]
    deadline = Deadline(seconds, clock) if seconds else None
    if deadline is not None:
        wrappers.append(deadline)
    connection.connection.set_progress_handler(deadline and deadline.is_over, STEPS)


def bound_all(seconds: float) -> None:
    """Bounds the statements of every connection that this process opens from now on."""
    receiver = partial(_opened, seconds) if seconds else None
    connection_created.disconnect(dispatch_uid="bounds")
    if receiver is not None:
        connection_created.connect(receiver, weak=False, dispatch_uid="bounds")


def _opened(seconds: float, connection: BaseDatabaseWrapper, **_others: object) -> None:
    bound(connection, seconds)


def is_cut_off(error: BaseException | None) -> bool:
    """Whether the database ended a statement because it took too long."""
    if not isinstance(error, OperationalError):
        return False
    code = getattr(error.__cause__, "sqlite_errorcode", None)
    return code == sqlite3.SQLITE_INTERRUPT or isinstance(error.__cause__, psycopg.errors.QueryCanceled)

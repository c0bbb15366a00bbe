"""One at a time: two who set up the same database wait for one another."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

KEY = 0x666A6F7264  # "fjord", the name of our lock in PostgreSQL


@contextmanager
def in_turn() -> Iterator[None]:
    """Waits until nobody else sets up: on PostgreSQL anywhere, on SQLite in the same FJORD_VAR."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [KEY])
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [KEY])
        return
    with (settings.VAR_DIR / "setting-up.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield

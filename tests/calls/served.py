"""A desk that one command started, in an empty folder and on an empty database of the kind that the suite runs on."""

from __future__ import annotations

import os
import signal
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from django.db import connection

from tests.house.conftest import Desk


@dataclass(frozen=True)
class Served:
    """Where a desk answers, and the settings with which commands find its database."""

    address: str
    environment: dict[str, str]


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """A desk with the demo world, for as long as the block lasts."""
    with _database_url() as url:
        bare = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("FJORD_", "DATABASE_URL"))
        }
        environment = bare | url | {"FJORD_VAR": str(folder), "FJORD_WORKERS": "1"}
        desk = Desk(environment)
        try:
            yield Served(desk.address, environment)
        finally:
            desk.stop(signal.SIGTERM)
            desk.process.communicate()


@contextmanager
def _database_url() -> Iterator[dict[str, str]]:
    """DATABASE_URL of an empty database; none for SQLite, which makes a file in the folder."""
    if connection.vendor != "postgresql":
        yield {}
        return
    name, there = f"fjord_served_{uuid.uuid4().hex}", connection.settings_dict
    user, password = quote(there["USER"] or ""), quote(there["PASSWORD"] or "")
    login = f"{user}:{password}" if password else user
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    try:
        yield {
            "DATABASE_URL": f"postgres://{login}@{there['HOST'] or 'localhost'}:{there['PORT'] or 5432}/{name}"
        }
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')

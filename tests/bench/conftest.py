"""The bench's world, small, in the database of the test."""

import dataclasses
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection

from bench.limit import app as limit_app
from bench.statements import Application
from bench.world import World, build, describe
from crm.wire import lists

PLACE = re.compile(r"(?:FROM|INTO) (\w+)")


@pytest.fixture
def fjord() -> Iterator[Application]:
    """Fjord, leaving the transaction of the test alone."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield get_wsgi_application()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    lists.end()


@pytest.fixture
def world(transactional_db: None) -> World:
    build(10)
    return describe()


@pytest.fixture
def limit(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Application]:
    """The limit app on the database of the test."""
    (tmp_path / "world.json").write_text(json.dumps(dataclasses.asdict(world)), encoding="utf-8")
    there = connection.settings_dict
    login = f"{there['USER']}:{there['PASSWORD']}" if there["PASSWORD"] else there["USER"]
    address = f"postgres://{login}@{there['HOST']}:{there['PORT'] or 5432}/{there['NAME']}"
    monkeypatch.setenv("DATABASE_URL", address)
    monkeypatch.setenv("BENCH_WORLD", str(tmp_path / "world.json"))
    yield limit_app.application
    limit_app.forget()


def kinds(statements: list[str]) -> list[tuple[str, str]]:
    """What each statement does, and to which table."""
    plain = [statement.replace('"', "").strip() for statement in statements]
    places = [PLACE.search(statement) for statement in plain]
    return [
        (statement.split()[0], place[1] if place else "")
        for statement, place in zip(plain, places, strict=True)
    ]

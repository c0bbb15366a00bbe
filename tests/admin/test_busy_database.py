"""A database that is locked, full or away makes people wait; it is no fault of the desk."""

from __future__ import annotations

import sqlite3
from typing import Any

import psycopg
import pytest
from django.db import OperationalError
from django.test import Client

from crm.tickets.models.which import TicketQuerySet
from tests.callers import basic
from tests.world import World

pytestmark = pytest.mark.django_db


def of_sqlite(code: int) -> OperationalError:
    cause = sqlite3.OperationalError("as SQLite says it")
    cause.sqlite_errorcode = code
    error = OperationalError("as Django says it")
    error.__cause__ = cause
    return error


def of_postgresql() -> OperationalError:
    error = OperationalError("deadlock detected")
    error.__cause__ = psycopg.errors.DeadlockDetected()
    return error


BUSY = {
    "locked": of_sqlite(sqlite3.SQLITE_BUSY),
    "locked by a snapshot": of_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT),
    "full": of_sqlite(sqlite3.SQLITE_FULL),
    "deadlock": of_postgresql(),
}


def fail_with(error: OperationalError, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: Any, **_options: Any) -> Any:
        raise error

    monkeypatch.setattr(TicketQuerySet, "visible_to", fail)
    monkeypatch.setattr("crm.directory.admin.base.visible", fail)


@pytest.mark.parametrize("why", BUSY)
def test_a_call_is_told_to_come_again(why: str, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    fail_with(BUSY[why], monkeypatch)
    client = Client(headers={"authorization": basic("ada", "Ada")})
    answer = client.put("/api/v1/Ticket/1", {"Title": "x"}, content_type="application/json")
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert answer.json()["ErrorType"] == "SoServiceUnavailableException"


@pytest.mark.parametrize("why", BUSY)
def test_a_person_is_told_to_come_again(why: str, tove: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    tove.raise_request_exception = False
    fail_with(BUSY[why], monkeypatch)
    answer = tove.get("/admin/crm/ticket/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "Try again in a moment." in answer.content.decode()


def test_a_table_that_is_not_there_is_a_fault(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    fail_with(of_sqlite(sqlite3.SQLITE_ERROR), monkeypatch)
    client = Client(headers={"authorization": basic("ada", "Ada")}, raise_request_exception=False)
    assert client.put("/api/v1/Ticket/1", {"Title": "x"}, content_type="application/json").status_code == 500

"""Filling a database with made-up tickets."""

from __future__ import annotations

import datetime
from contextlib import nullcontext
from typing import NamedTuple, Protocol

from django.db import connection, transaction

from crm.directory.models import Contact, Person
from crm.directory.seeds.crowd import grow_crowd
from crm.directory.seeds.indexes import taken_off
from crm.directory.seeds.loading import loader
from crm.tickets.models import Ticket, TicketMessage
from crm.tickets.seeds.bulk.run import LINKS, Run
from crm.wire import lists

__all__ = ["Filled", "Progress", "fill", "missing"]

# Below, taking indexes off and putting them back costs more than it saves.
WITHOUT_INDEXES_FROM = 50_000
_TICKETS_A_PERSON = 20
_PEOPLE_AT_LEAST, _PEOPLE_AT_MOST = 100, 50_000


class Progress(Protocol):
    """What is told how far a run has come: a progress bar."""

    def update(self, n: float = 1) -> object: ...

    def set_description(self, desc: str | None = None) -> None: ...


class Filled(NamedTuple):
    """How many tickets were added, and how many rows that took in all tables."""

    tickets: int
    rows: int


def missing(total: int) -> int:
    """How many tickets there are too few for `total`."""
    return max(total - Ticket.objects.count(), 0)


def fill(total: int, now: datetime.datetime, progress: Progress) -> Filled:
    """Adds tickets until there are `total`; they were made in the three years before `now`, in that order.

    All or nothing, in one transaction. A large number keeps everybody else out of the tables until the end, since
    their indexes are made anew.
    """
    tables = [model._meta.db_table for model in (Ticket, TicketMessage, *LINKS)]
    with transaction.atomic():
        lists.touch()  # two who fill at once take turns, so the second counts what the first made
        count = missing(total)
        if not count:
            return Filled(0, 0)
        large = count >= WITHOUT_INDEXES_FROM
        load = loader()
        people = min(max(total // _TICKETS_A_PERSON, _PEOPLE_AT_LEAST), _PEOPLE_AT_MOST)
        rows = grow_crowd(load, people, now)
        with taken_off(tables) if large else nullcontext():
            rows += Run(load, count, int(now.timestamp()) // 60).write(progress.update)
            progress.set_description("indexes" if large else None)
    progress.set_description("statistics")
    _look_over([*tables, Contact._meta.db_table, Person._meta.db_table], large=large)
    return Filled(count, rows)


def _look_over(tables: list[str], *, large: bool) -> None:
    """Lets the database count what it has, so that its plans fit.

    After a large run PostgreSQL also marks its pages as seen; otherwise it would do so during the first hour of use.
    """
    names = ", ".join(connection.ops.quote_name(table) for table in tables)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("ANALYZE")
        elif large and not connection.in_atomic_block:
            cursor.execute(f"VACUUM (ANALYZE) {names}")
        else:
            cursor.execute(f"ANALYZE {names}")

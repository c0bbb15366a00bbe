"""A page of a list in a usual order is read from an index, the first one and those behind it: nothing is sorted."""

import itertools
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from crm.urls import ARCHIVES
from crm.wire.archive.ask import ask
from crm.wire.archive.convert import Asking
from tests.archive.conftest import options
from tests.world import World

BY_NAME = {archive.name: archive for archive in ARCHIVES}
ORDERS = [
    ("Ticket", "createdAt desc", "ticket_newest"),
    ("TicketMessage", "createdAt desc", "message_newest"),
    ("TicketMessage", "createdAt asc", "message_newest"),
    ("SystemEvents", "", "system_event_newest"),
    ("SimpleContact", "", "contact_name"),
    ("SimpleContact", "registeredDate desc", "contact_registered"),
    ("SimpleContact", "updatedDate asc", "contact_updated"),
    ("Person", "", "person_name"),
    ("Person", "personRegisteredDate desc", "person_registered"),
    ("Person", "personUpdatedDate asc", "person_updated"),
    ("FindProject", "", "project_name"),
]


@pytest.fixture
def eager(db: None) -> None:
    """Few rows are sorted sooner than an index is read; here the planner takes an index wherever one fits."""
    switches = ("enable_sort", "enable_incremental_sort", "enable_seqscan", "enable_bitmapscan")
    with connection.cursor() as cursor:
        for switch in switches:
            cursor.execute(f"SET LOCAL {switch} = off")
        cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan")


def plan(sql: str) -> str:
    """How PostgreSQL reads it for any values, as a prepared statement does."""
    with connection.cursor() as cursor:
        numbers = itertools.count(1)
        cursor.execute(f"PREPARE page AS {re.sub('%s', lambda _: f'${next(numbers)}', sql)}")
        values = ", ".join(["NULL"] * (next(numbers) - 1))
        cursor.execute(f"EXPLAIN EXECUTE page{f'({values})' if values else ''}")
        rows = cursor.fetchall()
        cursor.execute("DEALLOCATE page")
        return "\n".join(row[0] for row in rows)


def asked(world: World, name: str, **given: str) -> tuple[str | None, str]:
    """The token of the next page, and the statement that read this one."""
    with CaptureQueriesContext(connection) as captured:
        page = ask(BY_NAME[name], options(top="1", **given), Asking(world.ada, timezone.now()))
    texts = [query["sql"] for query in captured.captured_queries if "LIMIT 2" in query["sql"]]
    assert len(texts) == 1
    return page.token, texts[0]


@pytest.mark.postgres
@pytest.mark.django_db
@pytest.mark.parametrize(("name", "order", "index"), ORDERS)
def test_a_page_is_read_from_an_index(world: World, eager: None, name: str, order: str, index: str) -> None:
    given = {"orderby": order} if order else {}
    token, first = asked(world, name, **given)
    texts = [first]
    if token:
        texts.append(asked(world, name, skiptoken=token, **given)[1])
    for text in texts:
        found = plan(text)
        assert index in found, found
        assert "Sort" not in found, found

"""However many tickets there are, the overviews read the indexes that are made for them."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from crm.tickets.admin.overviews import BY_KEY, Reader, counts
from crm.tickets.models import BaseStatus, Ticket
from tests.world import World

pytestmark = pytest.mark.django_db
INDEXES = {
    "late": "ticket_due",
    "today": "ticket_due",
    "escalated": "ticket_escalated",
    "closed": "ticket_closed",
}


@pytest.fixture
def reader(world: World) -> Reader:
    """Somebody in front of 4,000 closed and 1,000 open tickets, few of which are in any overview."""
    now = timezone.now()
    made = [
        Ticket(
            title=f"Ticket {place}",
            status=world.open if place % 5 == 0 else world.solved,
            base_status=BaseStatus.ACTIVE if place % 5 == 0 else BaseStatus.CLOSED,
            created_at=now - datetime.timedelta(hours=place),
            closed_at=None if place % 5 == 0 else now - datetime.timedelta(hours=place),
            last_changed=now,
            deadline=now + datetime.timedelta(hours=place - 20),
            alert_level=1 if place % 500 == 0 else 0,
            owner=world.ada,
        )
        for place in range(5000)
    ]
    Ticket.objects.bulk_create(made, batch_size=400)
    if connection.vendor == "postgresql":  # it counts rows by itself; SQLite never does unless told to
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE crm_ticket")
    return Reader(world.ada, now)


@pytest.mark.parametrize(("key", "index"), INDEXES.items())
def test_an_overview_with_an_order_of_its_own_reads_its_index(reader: Reader, key: str, index: str) -> None:
    overview = BY_KEY[key]
    plan = Ticket.objects.filter(overview.which(reader)).order_by(*overview.order)[:51].explain()
    assert index in plan
    assert "TEMP B-TREE" not in plan


def test_the_counts_read_the_same_indexes(reader: Reader) -> None:
    with CaptureQueriesContext(connection) as queries:
        counts(Ticket.objects.all(), reader)
    with connection.cursor() as cursor:
        explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
        cursor.execute(f"{explain} {queries[0]['sql']}")
        plan = " ".join(str(row) for row in cursor.fetchall())
    assert {index for index in INDEXES.values() if index in plan} == set(INDEXES.values())

"""However long the ledger grows, what is asked often reads an index and not the table."""

import pytest
from django.db import connection

from crm.delivery.models import Channel, Delivery, State
from tests.delivery.plans import MINUTE, NOON, note, planned

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_long_ledger(db: None) -> None:
    Delivery.objects.bulk_create(
        Delivery(
            kind="test.note",
            subject_type="ticket",
            subject_id=number,
            recipient="ann@example.org",
            channel=Channel.EMAIL,
            message_id=f"<{number}@example.org>",
            state=State.DELIVERED,
            attempts=1,
            fence=1,
            due_at=NOON,
            created_at=NOON + number * MINUTE,
            finished_at=NOON,
        )
        for number in range(5000)
    )
    planned(*map(note, range(6000, 6010)))
    if connection.vendor == "postgresql":  # it counts rows by itself; SQLite never does unless told to
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE crm_delivery")


def test_the_look_of_a_worker_reads_an_index() -> None:
    assert "delivery_" in Delivery.objects.due(NOON).order_by("due_at", "id")[:50].explain()
    assert "delivery_" in Delivery.objects.expired().explain()


def test_what_waits_is_counted_from_an_index() -> None:
    assert "delivery_" in Delivery.objects.pending().filter(due_at__lte=NOON).order_by().explain()


def test_what_was_told_about_a_ticket_is_found_by_an_index() -> None:
    assert "delivery_once" in said(Delivery.objects.filter(subject_type="ticket", subject_id=77).explain())


def test_a_list_by_state_needs_no_sorting() -> None:
    plan = Delivery.objects.filter(state=State.DELIVERED).order_by("-created_at", "-id")[:50].explain()
    assert "delivery_state_newest" in plan
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan


def said(plan: str) -> str:
    """The plan, with the name that SQLite gives to the index of a constraint put right."""
    return plan.replace("sqlite_autoindex_crm_delivery_2", "delivery_once")

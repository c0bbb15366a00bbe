"""A ticket's base status is that of its status: the database itself holds it, whoever writes."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from crm.tickets.models import BaseStatus, Ticket, TicketStatus
from crm.tickets.models.defence import defend_base_status
from tests.world import World, again

pytestmark = pytest.mark.django_db


def run(sql: str, *params: int) -> None:
    """Runs a raw statement in a transaction of its own, as somebody at the console would."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
        connection.check_constraints()  # what PostgreSQL does at the end of a transaction


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE crm_ticket SET base_status = 2 WHERE id = %s",
        "UPDATE crm_ticket SET status_id = (SELECT id FROM crm_ticketstatus WHERE base = 2 LIMIT 1) WHERE id = %s",
        "UPDATE crm_ticketstatus SET base = 2 WHERE id = (SELECT status_id FROM crm_ticket WHERE id = %s)",
        "UPDATE crm_ticket SET base_status = 0 WHERE id = %s",
        "UPDATE crm_ticket SET status_id = 999999 WHERE id = %s",
    ],
)
def test_a_raw_update_that_parts_them_is_refused(sql: str, world: World) -> None:
    with pytest.raises(IntegrityError):
        run(sql, world.ticket.pk)
    ticket = again(world.ticket)
    assert (ticket.status, ticket.base_status) == (world.open, BaseStatus.ACTIVE)


def test_a_raw_insert_that_parts_them_is_refused(world: World) -> None:
    columns = [str(field.column) for field in Ticket._meta.concrete_fields if not field.primary_key]
    values = ", ".join("2" if column == "base_status" else column for column in columns)
    with pytest.raises(IntegrityError):
        run(f"INSERT INTO crm_ticket ({', '.join(columns)}) SELECT {values} FROM crm_ticket")
    assert Ticket.objects.count() == 1


def test_a_raw_update_that_moves_both_is_taken(world: World) -> None:
    run("UPDATE crm_ticket SET base_status = 2, status_id = %s", world.solved.pk)
    ticket = again(world.ticket)
    assert (ticket.status, ticket.base_status) == (world.solved, BaseStatus.CLOSED)


def test_the_orm_is_refused_like_everybody(world: World) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Ticket.objects.update(base_status=BaseStatus.CLOSED)
        connection.check_constraints()


def test_a_status_that_no_ticket_has_may_change_its_base(world: World) -> None:
    TicketStatus.objects.filter(pk=world.waiting.pk).update(base=BaseStatus.CLOSED)
    assert again(world.waiting).base == BaseStatus.CLOSED


def test_a_base_status_has_one_default(world: World) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        TicketStatus.objects.filter(pk=world.solved.pk).update(is_default=True)


def test_the_rule_is_laid_once_however_often_the_database_is_migrated(world: World) -> None:
    for _ in range(2):
        defend_base_status(using="default")
    with pytest.raises(IntegrityError):
        run("UPDATE crm_ticket SET base_status = 2 WHERE id = %s", world.ticket.pk)

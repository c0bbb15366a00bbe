"""The next row that the database numbers does not meet a planted one."""

import datetime

import pytest
from django.db import connection
from django.db.models import Max

from crm.directory.models import Person
from crm.directory.seeds.planting import last_key, plant
from crm.tickets.models import Ticket, TicketMessage, TicketStatus, TicketTag
from crm.tickets.seeds.bulk import fill
from tests.seeds.test_bulk import Quiet

pytestmark = pytest.mark.django_db


def new_ticket(at: datetime.datetime) -> Ticket:
    status = TicketStatus.objects.get(name="Open")
    return Ticket.objects.create(title="New", status=status, created_at=at, last_changed=at)


def test_a_new_row_comes_after_the_planted_ones(world: datetime.datetime) -> None:
    assert new_ticket(world).pk > 10467
    assert TicketTag.objects.create(name="new").pk > 112
    assert Person.objects.create(lastname="New").pk > 2034


def test_a_new_row_comes_after_the_made_up_ones(world: datetime.datetime) -> None:
    fill(200, world, Quiet())
    highest = Ticket.objects.aggregate(highest=Max("pk"))["highest"]
    ticket = new_ticket(world)
    assert ticket.pk > highest
    TicketMessage.objects.create(ticket=ticket, created_at=world)
    ticket.tags.add(112)
    ticket.secondary_persons.add(745)


def test_the_number_of_a_deleted_row_is_not_given_out_again(world: datetime.datetime) -> None:
    gone = new_ticket(world)
    key = gone.pk
    gone.delete()
    assert last_key(Ticket) == key
    plant([Ticket(id=3, status_id=2, created_at=world, last_changed=world)])
    assert new_ticket(world).pk > key
    fill(80, world, Quiet())
    assert not Ticket.objects.filter(pk=key).exists()


@pytest.mark.postgres
def test_every_sequence_is_at_least_at_its_highest_key(world: datetime.datetime) -> None:
    fill(200, world, Quiet())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, pg_get_serial_sequence(quote_ident(table_name), 'id') "
            "FROM information_schema.columns WHERE column_name = 'id' AND table_name LIKE 'crm\\_%' AND table_name <> 'crm_liststamp'"
        )
        sequences = {table: sequence for table, sequence in cursor.fetchall() if sequence}
        assert len(sequences) > 25
        for table, sequence in sequences.items():
            cursor.execute(f"SELECT max(id) FROM {table}")
            (highest,) = cursor.fetchone()
            cursor.execute(f"SELECT last_value, is_called FROM {sequence}")
            last, called = cursor.fetchone()
            assert highest is None or (called and last >= highest), table

"""Many tickets at once, each with something in every collection."""

from __future__ import annotations

import datetime

from crm.tickets.models import SecurityLevel, Ticket, TicketMessage, TicketMessageHeader
from tests.world import HOUR, NOON, World, plant

MINUTE = datetime.timedelta(minutes=1)


def tickets(world: World, number: int) -> list[Ticket]:
    """Tickets of Ada's with all that a ticket can have."""
    rows = plant(*[_ticket(world, place) for place in range(number)])
    plant(*[Ticket.tags.through(ticket=row, tickettag=tag) for row in rows for tag in (world.vip, world.bug)])
    plant(*[Ticket.secondary_persons.through(ticket=row, person=world.dan) for row in rows])
    messages = plant(*[message for row in rows for message in _messages(world, row)])
    plant(
        *[TicketMessageHeader(message=message, name="To", value="desk@desk.example") for message in messages]
    )
    return list(rows)


def _ticket(world: World, place: int) -> Ticket:
    at = NOON - HOUR - place * MINUTE
    return Ticket(
        title=f"Ticket {place}",
        created_at=at,
        last_changed=at,
        read_by_owner=at,
        activate=at + HOUR,
        deadline=at + 2 * HOUR,
        created_by=world.bo,
        author="Bo Dahl",
        owner=world.ada,
        category=world.support,
        priority=world.normal,
        status=world.open,
        base_status=world.open.base,
        slevel=SecurityLevel.EXTERNAL,
        person=world.cleo_person,
        connected_to=world.ticket,
        suggested_category=world.loud,
        orig_human_category=world.secret,
        sale=world.deal,
        project=world.rollout,
        ticket_type=world.incident,
        custom_fields={"SuperOffice:1": "[I:3]"},
        extra_fields={"x_place": str(place)},
    )


def _messages(world: World, ticket: Ticket) -> tuple[TicketMessage, TicketMessage]:
    return (
        TicketMessage(ticket=ticket, created_at=NOON - HOUR, created_by=world.ada, author="Ada Berg"),
        TicketMessage(
            ticket=ticket, created_at=NOON, person=world.cleo_person, slevel=SecurityLevel.EXTERNAL
        ),
    )

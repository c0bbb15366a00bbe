"""Many tickets at once, each with something in every collection."""

from __future__ import annotations

import datetime

from crm.tickets.models import (
    Attachment,
    MessageType,
    SecurityLevel,
    Ticket,
    TicketMessage,
    TicketMessageHeader,
)
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


def messages(world: World, number: int) -> list[TicketMessage]:
    """Messages in one ticket of Ada's with all that a message can have."""
    rows = plant(*[_message(world, place) for place in range(number)])
    plant(*[TicketMessageHeader(message=row, name="To", value="desk@desk.example") for row in rows])
    files = attachments(world, number)
    link = TicketMessage.attachments.through
    plant(*[link(ticketmessage=row, attachment=file) for row, file in zip(rows, files, strict=True)])
    return list(rows)


def _message(world: World, place: int) -> TicketMessage:
    return TicketMessage(
        ticket=world.ticket,
        created_at=NOON - place * MINUTE,
        created_by=world.ada,
        author="Ada Berg",
        person=world.cleo_person,
        slevel=SecurityLevel.EXTERNAL,
        type=MessageType.HTML,
        body=f"Message {place}",
        html_body=f"<p>Message {place}</p>",
        message_id=f"<{place}@desk.example>",
        num_attachments=1,
        custom_fields={"SuperOffice:1": "[I:3]"},
        extra_fields={"x_place": str(place)},
    )


def attachments(world: World, number: int) -> list[Attachment]:
    """Attachments that Ada has brought, without their bytes."""
    return list(
        plant(
            *[
                Attachment(
                    name=f"Report {place}.pdf",
                    content_type="application/pdf",
                    size=place + 1,
                    created_at=NOON,
                    created_by=world.ada,
                )
                for place in range(number)
            ]
        )
    )


def _messages(world: World, ticket: Ticket) -> tuple[TicketMessage, TicketMessage]:
    return (
        TicketMessage(ticket=ticket, created_at=NOON - HOUR, created_by=world.ada, author="Ada Berg"),
        TicketMessage(
            ticket=ticket, created_at=NOON, person=world.cleo_person, slevel=SecurityLevel.EXTERNAL
        ),
    )

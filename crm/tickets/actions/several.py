"""The same change of several tickets at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from crm.directory.models import Associate
from crm.signals import message_announced, ticket_announced
from crm.tickets.actions.message import lock_tickets
from crm.tickets.actions.ticket import save_ticket
from crm.tickets.models import BaseStatus, Ticket
from crm.wire.rights import must_reach


def accept_tickets(tickets: Sequence[Ticket], *, by: Associate) -> list[int]:
    """Makes the caller the owner of tickets; returns the ids of those that were not theirs before."""
    return _change(tickets, lambda ticket: {} if ticket.owner_id == by.pk else {"owner_id": by.pk}, by)


def throw_away(tickets: Sequence[Ticket], base: BaseStatus, *, by: Associate) -> list[int]:
    """Moves tickets to the recycle bin, as deleted or as spam; returns the ids of those that were not there.

    Raises PermissionDenied for a ticket that the user may not delete, or not change where it is spam.
    """
    for ticket in tickets if base == BaseStatus.DELETED else ():
        must_reach("delete", ticket, by)
    return _change(tickets, lambda ticket: {} if ticket.base_status == base else {"base_status": base}, by)


def restore_tickets(tickets: Sequence[Ticket], *, by: Associate) -> list[int]:
    """Takes tickets out of the recycle bin: they are active again; returns the ids of those that were in it."""
    binned = (BaseStatus.DELETED, BaseStatus.SPAM)
    return _change(
        tickets, lambda ticket: {"base_status": BaseStatus.ACTIVE} if ticket.base_status in binned else {}, by
    )


def _change(tickets: Sequence[Ticket], values_of: Any, by: Associate) -> list[int]:
    """Saves each ticket for which there are values, in the order given. All or nothing."""
    with transaction.atomic():
        locked = lock_tickets({ticket.pk for ticket in tickets})
        changed: list[int] = []
        for ticket in tickets:
            values: Mapping[str, Any] = values_of(locked[ticket.pk])
            if values:
                save_ticket(locked[ticket.pk], values, by=by)
                changed.append(ticket.pk)
    return changed


def announce_ticket(ticket: Ticket, *, by: Associate) -> None:
    """Has those concerned told of a ticket that was saved in silence; whoever was told already is not told again."""
    with transaction.atomic():
        ticket_announced.send(sender=Ticket, ticket=ticket, by=by)


def announce_message(ticket: Ticket, *, by: Associate) -> None:
    """Has those concerned told of the newest message of a ticket, unless they were told already."""
    message = ticket.messages.order_by("created_at", "pk").last()
    if message is not None:
        with transaction.atomic():
            message_announced.send(sender=Ticket, message=message, by=by)

"""Who has read a ticket, and when."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from crm.directory.models import Associate
from crm.tickets.actions.message import lock_tickets
from crm.tickets.actions.ticket import write_ticket
from crm.tickets.models import ReadStatus, Ticket


def set_read_status(tickets: Sequence[Ticket], status: int, *, by: Associate) -> list[int]:
    """Says of those of the tickets that are the caller's own how far they have read; returns the ids of these.

    `ReadStatus.UNKNOWN` says nothing. All or nothing.
    """
    if status == ReadStatus.UNKNOWN:
        return []
    with transaction.atomic():
        locked = lock_tickets({ticket.pk for ticket in tickets})
        own = [locked[ticket.pk] for ticket in tickets if locked[ticket.pk].owner_id == by.pk]
        for ticket in own:
            write_ticket(
                ticket, {"read_status": status, **_stamps(ticket, by, read=status == ReadStatus.GREEN)}, by=by
            )
    return [ticket.pk for ticket in own]


def read_ticket(ticket: Ticket, *, by: Associate) -> Ticket:
    """Notes that somebody has opened a ticket: its first reader, and for its owner that it is read."""
    with transaction.atomic():
        ticket = lock_tickets({ticket.pk})[ticket.pk]
        values: dict[str, object] = dict(_stamps(ticket, by, read=True))
        if ticket.owner_id == by.pk:
            values["read_status"] = ReadStatus.GREEN
        return write_ticket(ticket, values, by=by) if values else ticket


def _stamps(ticket: Ticket, by: Associate, *, read: bool) -> dict[str, object]:
    """When it was read, by whom that matters."""
    if not read:
        return {}
    at = timezone.now()
    stamps: dict[str, object] = {}
    if ticket.first_read_by_user is None:
        stamps["first_read_by_user"] = at
    if ticket.owner_id == by.pk:
        stamps["read_by_owner"] = at
        stamps["first_read_by_owner"] = ticket.first_read_by_owner or at
    return stamps

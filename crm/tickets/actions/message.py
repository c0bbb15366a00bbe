"""Saving messages."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from crm.directory.models import Associate
from crm.tickets.models import ReadStatus, SecurityLevel, Ticket, TicketMessage

MOVED = ["num_messages", "num_replies", "has_attachment", "replied_at", "read_status", "last_changed"]


def save_message(message: TicketMessage, values: Mapping[str, Any], *, by: Associate) -> TicketMessage:
    """Adds a message to its ticket or changes one, and keeps the ticket's counters true. All or nothing.

    The first external message of a colleague is the ticket's first answer. Nobody is told of a message yet.
    """
    with transaction.atomic():
        created = message._state.adding
        for name, value in values.items():
            setattr(message, name, value)
        at = timezone.now()
        ticket = Ticket.objects.select_for_update(of=("self",)).get(pk=message.ticket_id)
        if created:
            message.created_at = values.get("created_at") or at
            message.created_by = by if message.person_id is None else message.created_by
            message.author = message.author or by.full_name or by.name
        message.changed_at = at
        message.save()
        _move_ticket(ticket, message, by, at, created=created)
    return message


def _move_ticket(
    ticket: Ticket, message: TicketMessage, by: Associate, at: datetime.datetime, *, created: bool
) -> None:
    """What a message does to its ticket: counters, the first answer, and new information for the owner."""
    _recount(ticket)
    is_answer = message.slevel == SecurityLevel.EXTERNAL and message.person_id is None
    if created and is_answer and ticket.replied_at is None:
        ticket.replied_at = message.created_at
    if created and ticket.read_status == ReadStatus.GREEN and ticket.owner_id != by.pk:
        ticket.read_status = ReadStatus.YELLOW
    ticket.last_changed = at
    ticket.save(update_fields=MOVED)


def _recount(ticket: Ticket) -> None:
    answers = Q(slevel=SecurityLevel.EXTERNAL, person=None)
    counted = TicketMessage.objects.filter(ticket=ticket).aggregate(
        messages=Count("pk"),
        answers=Count("pk", filter=answers),
        attached=Count("pk", filter=Q(num_attachments__gt=0)),
    )
    ticket.num_messages = counted["messages"]
    ticket.num_replies = counted["answers"]
    ticket.has_attachment = counted["attached"] > 0

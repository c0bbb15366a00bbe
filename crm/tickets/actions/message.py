"""Saving messages."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.directory.actions import with_fields
from crm.directory.models import Associate
from crm.signals import message_saved
from crm.tickets.models import ReadStatus, SecurityLevel, Ticket, TicketMessage, TicketMessageHeader
from crm.wire.rights import must_reach
from crm.wire.sql import insert

COUNTED = ["num_messages", "num_replies", "has_attachment", "time_spent"]
MOVED = [*COUNTED, "replied_at", "read_status", "last_changed"]
HEADERS = ("name", "value", "std_item", "std_item_column")


def new_message(*, by: Associate) -> TicketMessage:
    """An unsaved message with the defaults that a new one gets."""
    return TicketMessage(created_at=timezone.now(), created_by=by, author=by.full_name or by.name)


def save_message(
    message: TicketMessage, values: Mapping[str, Any], *, by: Associate, notify: bool = False
) -> TicketMessage:
    """Adds a message to its ticket or changes one, keeps the ticket's counters true, and states the fact.

    `values` go by attribute (`body`, `ticket_id`); `headers` are dicts of theirs. The first external message of a
    colleague is the ticket's first answer. With `notify` those concerned are told. All or nothing.
    """
    with transaction.atomic():
        created = message._state.adding
        wanted = values.get("ticket_id", message.ticket_id)
        tickets = lock_tickets({wanted, message.ticket_id} - {None})
        if not created:
            message = TicketMessage.objects.select_for_update(of=("self",)).get(pk=message.pk)
        if wanted not in tickets:
            raise ValidationError({"ticket": _("A message belongs to a ticket.")})
        for ticket in tickets.values():
            must_reach("change", ticket, by)
        for name, value in with_fields(message, values).items():
            if name != "headers":
                setattr(message, name, value)
        message.ticket = tickets[wanted]
        at = timezone.now()
        if created:
            message.created_at = values.get("created_at") or at
            message.created_by = by if message.person_id is None else message.created_by
            message.author = message.author or by.full_name or by.name
        message.changed_at = at
        message.save()
        write_headers(message, values.get("headers"))
        if created:
            _receive(message, by)
        for ticket in tickets.values():
            recount(ticket, at)
        message_saved.send(sender=TicketMessage, message=message, created=created, by=by, notify=notify)
    return message


def hold_message(key: int) -> None:
    """Locks the ticket of a message, as whoever saves or deletes a message does before the message itself."""
    lock_tickets(set(TicketMessage.objects.filter(pk=key).values_list("ticket_id", flat=True)))


def lock_tickets(keys: set[Any]) -> dict[int, Ticket]:
    """Locks tickets in the order of their keys, so that two callers never wait for each other."""
    rows = Ticket.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    return {ticket.pk: ticket for ticket in rows}


def _receive(message: TicketMessage, by: Associate) -> None:
    """What a new message does to its ticket: the first answer, and new information for the owner."""
    ticket = message.ticket
    is_answer = message.slevel == SecurityLevel.EXTERNAL and message.person_id is None
    if is_answer and ticket.replied_at is None:
        ticket.replied_at = message.created_at
    if ticket.read_status == ReadStatus.GREEN and ticket.owner_id != by.pk:
        ticket.read_status = ReadStatus.YELLOW


def recount(ticket: Ticket, at: datetime.datetime) -> None:
    """Counts a locked ticket's messages anew and saves what they decide about it."""
    answers = Q(slevel=SecurityLevel.EXTERNAL, person=None)
    counted = TicketMessage.objects.filter(ticket=ticket).aggregate(
        messages=Count("pk"),
        answers=Count("pk", filter=answers),
        attached=Count("pk", filter=Q(num_attachments__gt=0)),
        minutes=Sum("time_spent"),
    )
    ticket.num_messages = counted["messages"]
    ticket.num_replies = counted["answers"]
    ticket.has_attachment = counted["attached"] > 0
    ticket.time_spent = counted["minutes"] or 0
    ticket.last_changed = at
    ticket.save(update_fields=MOVED)


def write_headers(message: TicketMessage, headers: Sequence[Mapping[str, Any]] | None) -> None:
    """Makes the headers these; equal ones keep their rows, and None changes nothing."""
    if headers is None:
        return
    wanted = [TicketMessageHeader(message=message, **header) for header in headers]
    kept = list(message.headers.order_by("pk"))
    if [_told(header) for header in kept] != [_told(header) for header in wanted]:
        message.headers.all().delete()
        insert(*wanted)


def delete_headers(headers: Sequence[TicketMessageHeader], *, by: Associate) -> None:
    """Takes headers off their messages, which count as changed. All or nothing."""
    with transaction.atomic():
        messages = {header.message_id: header.message for header in headers}
        lock_tickets({message.ticket_id for message in messages.values()})
        TicketMessageHeader.objects.filter(pk__in=[header.pk for header in headers]).delete()
        for key in sorted(messages):
            save_message(messages[key], {}, by=by)


def _told(header: TicketMessageHeader) -> tuple[Any, ...]:
    return tuple(getattr(header, name) for name in HEADERS)

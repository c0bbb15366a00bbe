"""Saving and deleting tickets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.directory.actions import with_fields
from crm.directory.models import Associate, Function
from crm.signals import ticket_saved
from crm.tickets.actions.status import resolve_status
from crm.tickets.models import (
    AUTO_ASSIGN,
    BaseStatus,
    CategoryFlag,
    PriorityFlag,
    PriorityState,
    SecurityLevel,
    Ticket,
    TicketCategory,
    TicketPriority,
    TicketType,
)
from crm.wire.rights import must_reach
from crm.wire.sql import insert

COLLECTIONS = ("secondary_persons", "tags")
Values = Mapping[str, Any]


def new_ticket(*, by: Associate, ticket_type_id: int | None = None) -> Ticket:
    """An unsaved ticket with the defaults that a new one gets, of a type if that is given."""
    ticket = Ticket(ticket_type_id=ticket_type_id)
    ticket.created_at = ticket.last_changed = timezone.now()
    _fill_defaults(ticket, by, {})
    resolve_status(ticket, {}, ticket.created_at)
    return ticket


def save_ticket(ticket: Ticket, values: Values, *, by: Associate, notify: bool = False) -> Ticket:
    """Creates or changes a ticket and states the fact; with `notify` those concerned are told.

    `values` go by attribute (`title`, `owner_id`); `secondary_persons` and `tags` are lists of ids. An owner of
    `AUTO_ASSIGN` asks for the category's choice. All or nothing.
    """
    with transaction.atomic():
        if ticket._state.adding:
            ticket = write_ticket(ticket, values, by=by, notify=notify)
            must_reach("add", ticket, by)
            return ticket
        must_reach("change", ticket, by)
        return write_ticket(ticket, values, by=by, notify=notify)


def write_ticket(ticket: Ticket, values: Values, *, by: Associate, notify: bool = False) -> Ticket:
    """The same for a ticket that the user was found to be allowed to write, as whoever notes that it was read is."""
    with transaction.atomic(savepoint=False):  # whoever calls it in a transaction loses all of it anyway
        created = ticket._state.adding
        if not created:
            ticket = Ticket.objects.select_for_update(of=("self",)).get(pk=ticket.pk)
        values = with_fields(ticket, values)
        columns = {name: value for name, value in values.items() if name not in COLLECTIONS}
        before = {} if created else _columns(ticket)
        at = timezone.now()
        for name, value in columns.items():
            setattr(ticket, name, value)
        if ticket.connected_to_id and ticket.connected_to_id == ticket.pk:
            raise ValidationError({"connected_to": _("A ticket cannot be merged into itself.")})
        ticket.last_changed = at
        if created:
            ticket.created_at = values.get("created_at") or at
            _fill_defaults(ticket, by, columns)
        else:
            ticket.created_at = values.get("created_at") or before["created_at"]
        _assign(ticket)
        resolve_status(ticket, columns, at, before=None if created else before)
        _may_bin(ticket, None if created else before["base_status"], by)
        changes = _write(ticket, before, created=created)
        _write_collections(ticket, values, created=created)
        ticket_saved.send(
            sender=Ticket, ticket=ticket, created=created, changes=changes, by=by, notify=notify
        )
    return ticket


def delete_ticket(ticket: Ticket, *, by: Associate) -> None:
    """Moves a ticket to the recycle bin: its base status becomes Deleted, and it can still be read and undeleted."""
    with transaction.atomic():
        must_reach("delete", ticket, by)
        write_ticket(ticket, {"base_status": BaseStatus.DELETED}, by=by)


BINS = {
    BaseStatus.DELETED: (Function.DELETE_TICKETS, Function.SERVICE),
    BaseStatus.SPAM: (Function.SPAM, Function.SERVICE),
}


def _may_bin(ticket: Ticket, before: int | None, by: Associate) -> None:
    """Raises PermissionDenied when a ticket would go into a bin that is not open to a colleague."""
    bins = BINS.get(BaseStatus(ticket.base_status))
    if bins is None or ticket.base_status == before or not by.is_internal or by.has(*bins):
        return
    words = _("You do not have the right to move tickets to %(status)s.")
    raise PermissionDenied(words % {"status": BaseStatus(ticket.base_status).label})


def _fill_defaults(ticket: Ticket, by: Associate, given: Values) -> None:
    ticket.created_by = by
    ticket.author = ticket.author or by.full_name or by.name
    ticket_type = TicketType.objects.catalog().get(ticket.ticket_type_id or 0)
    if ticket.priority_id is None:
        ticket.priority_id = (ticket_type and ticket_type.default_priority_id) or _default_priority()
    if ticket_type is not None and ticket_type.external_as_default and "slevel" not in given:
        ticket.slevel = SecurityLevel.EXTERNAL


def _default_priority() -> int | None:
    for priority in TicketPriority.objects.catalog().values():
        if priority.flags & PriorityFlag.DEFAULT and priority.status == PriorityState.NORMAL:
            return priority.pk
    return None


def _assign(ticket: Ticket) -> None:
    """Turns the instruction to assign by the category's rules into an owner, or nobody."""
    if ticket.owner_id != AUTO_ASSIGN:
        return
    category = TicketCategory.objects.catalog().get(ticket.category_id or 0)
    falls_back = category is not None and category.flags & CategoryFlag.DEFAULT_TO_CATEGORY_MASTER
    ticket.owner_id = category.category_master_id if category is not None and falls_back else None


def _columns(ticket: Ticket) -> dict[str, Any]:
    return {field.attname: getattr(ticket, field.attname) for field in ticket._meta.concrete_fields}


def _write(ticket: Ticket, before: dict[str, Any], *, created: bool) -> dict[str, tuple[Any, Any]]:
    if created:
        insert(ticket)
        return {}
    changes = {
        name: (old, getattr(ticket, name)) for name, old in before.items() if old != getattr(ticket, name)
    }
    ticket.save(update_fields=[*changes])
    return changes


def _write_collections(ticket: Ticket, values: Values, *, created: bool) -> None:
    for name in COLLECTIONS:
        if name not in values:
            continue
        ids = list(dict.fromkeys(values[name]))
        if not created:
            getattr(ticket, name).set(ids)
            continue
        relation: Any = Ticket._meta.get_field(name)
        through = relation.remote_field.through
        insert(*[through(None, ticket.pk, key) for key in ids])  # its own key, the ticket's, the other's

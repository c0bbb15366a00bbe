"""Saving tickets as tests do it: by Ada, and read again."""

from __future__ import annotations

from typing import Any

from crm.tickets.actions import save_ticket
from crm.tickets.models import Ticket
from tests.world import World, again


def created(world: World, **values: Any) -> Ticket:
    """A new ticket of Ada's with these values, as the database has it."""
    return again(save_ticket(Ticket(), values, by=world.ada))


def changed(world: World, ticket: Ticket, **values: Any) -> Ticket:
    """The ticket after Ada's change, as the database has it."""
    return again(save_ticket(ticket, values, by=world.ada))

"""Tickets whose answers to every filter are known by heart."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest

from crm.tickets.archives import TICKET
from crm.tickets.models import BaseStatus, ReadStatus, SecurityLevel, Ticket
from crm.wire.archive.ask import ask
from crm.wire.archive.convert import Asking
from crm.wire.archive.options import Options, read_options
from crm.wire.clock import PLAIN, Clock
from crm.wire.zones import zone_of
from tests.world import World, plant

NOW = datetime.datetime(2025, 10, 15, 11, 30, tzinfo=datetime.UTC)  # a Wednesday
OSLO = Clock(zone_of("NO"))
Find = Callable[..., set[str]]


def at(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.UTC)


def options(**given: str) -> Options:
    """Options by name without the dollar sign."""
    named = {f"${name.lower()}": value for name, value in given.items()}
    return read_options(lambda name: named.get(name.lower()))


@pytest.fixture
def tickets(world: World) -> dict[str, Ticket]:
    """Four tickets by a letter; what they hold stands here and nowhere else."""
    Ticket.objects.all().delete()
    shared = {"status": world.open, "last_changed": NOW}
    a, b, c, d = plant(
        Ticket(title="Crane stops", created_at=at("2025-10-15T08:00"), owner=world.ada, category=world.support,
               priority=world.normal, person=world.cleo_person, num_messages=0, has_attachment=True,
               deadline=at("2025-10-16T22:30"), slevel=SecurityLevel.EXTERNAL, read_status=ReadStatus.GREEN,
               author="Åse", time_spent=90, **shared),
        Ticket(title="crane 100% O'Brien_x", created_at=at("2025-10-12T23:00"), owner=world.bo,
               category=world.loud, person=world.dan, num_messages=3, deadline=at("2025-10-15T12:00:30"), **shared),
        Ticket(title="Pump", created_at=at("2025-07-01T00:00"), category=world.support, num_messages=7,
               base_status=BaseStatus.CLOSED, last_changed=NOW, status=world.closed, priority=world.urgent),
        Ticket(title="", created_at=at("2024-12-31T23:30"), owner=world.ada, num_messages=7,
               priority=world.normal, person=world.erik, deadline=at("2024-01-01T00:00"), **shared),
    )  # fmt: skip
    through = Ticket.tags.through
    plant(
        through(ticket=a, tickettag=world.vip),
        through(ticket=a, tickettag=world.bug),
        through(ticket=b, tickettag=world.bug),
    )
    return {"a": a, "b": b, "c": c, "d": d}


@pytest.fixture
def find(world: World, tickets: dict[str, Ticket]) -> Find:
    """The letters of the tickets that a filter finds, asked by an administrator on 15 October 2025."""
    letters = {str(ticket.pk): letter for letter, ticket in tickets.items()}

    def found(text: str, clock: Clock = PLAIN) -> set[str]:
        page = ask(TICKET, options(filter=text, select="ticketId"), Asking(world.tove, NOW, clock))
        return {letters[row["PrimaryKey"]] for row in page.rows}

    return found

"""The limit app is an honest limit: its answers, its rows and its statements are Fjord's."""

import json
from typing import Any

import pytest
from django.db import models

from bench.statements import Application, answer, calls, of_fjord, of_limit
from bench.world import World
from crm.models import Delivery, SystemEvent, Ticket
from tests.bench.conftest import kinds

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
CALLS = ("post_ticket", "get_ticket", "post_system_event", "list_tickets")
OWN = {"TicketId", "SystemEventId", "Eventkey", "LastChanged", "Registered", "_Links", "odata.nextLink"}


def flat(value: Any, path: str = "$") -> dict[str, Any]:
    """Every single value by its path, in the order of the answer."""
    if isinstance(value, dict):
        inner = [flat(child, f"{path}.{name}") for name, child in value.items() if name not in OWN]
    elif isinstance(value, list):
        inner = [flat(child, f"{path}[{number}]") for number, child in enumerate(value)]
    else:
        return {path: value}
    return {name: child for part in inner for name, child in part.items()} or {path: value}


@pytest.mark.parametrize("call", CALLS)
def test_it_answers_every_member_as_fjord_does(
    call: str, fjord: Application, limit: Application, world: World
) -> None:
    ours = json.loads(answer(fjord, world, *calls(world, "ours")[call]))
    theirs = json.loads(answer(limit, world, *calls(world, "theirs")[call]))
    assert list(theirs) == list(ours)
    assert list(flat(theirs).items()) == list(flat(ours).items())


@pytest.mark.parametrize("call", CALLS)
def test_it_runs_the_same_statements(call: str, fjord: Application, limit: Application, world: World) -> None:
    for application in (fjord, limit):
        answer(application, world, *calls(world, f"warm {application}")[call])
    ours = of_fjord(fjord, world, calls(world, "ours")[call])
    theirs = of_limit(limit, world, calls(world, "theirs")[call])
    assert kinds(theirs) == kinds(ours)


def rows(queryset: "models.QuerySet[Any]", *without: str) -> list[dict[str, Any]]:
    return [
        {name: value for name, value in row.items() if name not in ("id", *without)}
        for row in queryset.order_by("pk").values()
    ]


def test_a_posted_ticket_leaves_the_same_rows(fjord: Application, limit: Application, world: World) -> None:
    written = []
    for application in (fjord, limit):
        key = json.loads(answer(application, world, *calls(world, "")["post_ticket"]))["TicketId"]
        ticket = Ticket.objects.filter(pk=key)
        persons = list(ticket.get().secondary_persons.values_list("pk", flat=True))
        tags = list(ticket.get().tags.values_list("pk", flat=True))
        told = Delivery.objects.filter(subject_id=key)
        ledger = rows(told, "message_id", "created_at", "due_at", "subject_id", "context")
        contexts = [{**row.context, "ticket_id": 0} for row in told.order_by("pk")]
        written.append((rows(ticket, "last_changed"), persons, tags, ledger, contexts))
    ours, theirs = written
    assert theirs == ours
    assert len(ours[3]) == 2


def test_a_posted_event_leaves_the_same_row(fjord: Application, limit: Application, world: World) -> None:
    for application, key in ((fjord, "ours"), (limit, "theirs")):
        answer(application, world, *calls(world, key)["post_system_event"])
    ours, theirs = rows(SystemEvent.objects.filter(key__in=("ours", "theirs")), "key", "registered")
    assert theirs == ours

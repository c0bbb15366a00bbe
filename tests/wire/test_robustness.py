"""Whatever a member holds, the answer is 200, or 400 with the path of a member: never a failure of the server."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

import pytest

from crm.appointments.contracts import APPOINTMENT
from crm.events.contracts import SYSTEM_EVENT
from crm.tickets.contracts import TICKET
from crm.wire.contract import Contract
from tests.appointments.crowd import appointments
from tests.callers import JSON, Api
from tests.events.crowd import events
from tests.tickets.crowd import tickets
from tests.world import World

pytestmark = pytest.mark.django_db
BODIES, MEMBERS = 40, 4
ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**31 - 1, -(2**31), 2**31, 2**63, 1.5, 1e308,
    "", " ", "0", "-1", "1e5", "x" * 300, "\x00", "🚀", "Active", "voluptatum",
    "9999-12-31T23:59:59", "0001-01-01T00:00:00", "0000-12-31T23:06:32Z", "0002-01-01T00:00:00+14:00",
    "2026-02-30", "+010000-01-01T00:00:00Z", "P99999D", "99999.99:99:99",
    {}, [], [None], [[]], [{}], {"a": None}, {"Id": 10**10}, [{"Id": -5}], {"a": {"b": [1e308]}}, [1] * 1001,
    2_147_400_001, 2_147_401_001,  # what stands for values in compiled statements
)  # fmt: skip
ENTITIES = (
    ("Ticket", TICKET, tickets),
    ("Appointment", APPOINTMENT, appointments),
    ("SystemEvent", SYSTEM_EVENT, events),
)


@pytest.mark.parametrize(
    ("resource", "contract", "plant"), ENTITIES, ids=[resource for resource, *_ in ENTITIES]
)
def test_no_body_makes_the_server_fail(
    resource: str, contract: Contract, plant: Callable[[World, int], list[Any]], world: World
) -> None:
    chance, (row,) = random.Random(resource), plant(world, 1)
    names = [member.name for member in contract.writable.values()]
    client, failures = Api(world.tove).client, []
    for _ in range(BODIES):
        body = {"Eventkey": "k"} | {name: chance.choice(ODD) for name in chance.choices(names, k=MEMBERS)}
        method, path = chance.choice([("POST", resource), ("PUT", f"{resource}/{row.pk}")])
        answer = client.generic(method, f"/api/v1/{path}", json.dumps(body), content_type=JSON)
        refused = answer.status_code == 400 and answer.json()["ErrorMessage"].startswith("$")
        if answer.status_code != 200 and not refused:
            failures.append((method, body, answer.status_code, answer.content[:200]))
    assert failures == []

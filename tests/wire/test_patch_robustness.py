"""Whatever patch is sent: 200, or a refusal in the error shape, and never a failure of the server."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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


@pytest.fixture
def api(world: World) -> Api:
    return Api(world.tove)


ENTITIES: tuple[tuple[str, Contract], ...] = (
    ("Ticket", TICKET),
    ("Appointment", APPOINTMENT),
    ("SystemEvent", SYSTEM_EVENT),
)
NAMES = sorted({name for _, contract in ENTITIES for name in contract.specs})
ODD: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, 0, -1, 2**31, 2**63, 1.5, 1e308, "", "\x00", "🚀", "Active", "9999-12-31T23:59:59", "0000-01-01",
     {}, [], [None], [[]], [{}], {"Id": -1}, {"a": {"b": [1e308]}}, [1] * 1001, 2_147_483_647]
)  # fmt: skip
PLAIN = st.one_of(ODD, st.text(max_size=5), st.integers(-(2**70), 2**70), st.floats())
VALUES = st.recursive(
    PLAIN,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.one_of(st.sampled_from(NAMES), st.text(max_size=4)), inner, max_size=3),
    ),
    max_leaves=6,
)
PARTS = st.one_of(
    st.sampled_from([*NAMES, "Id", "0", "1", "-", "AssociateId", "Name", "Cycle", "DayPattern", "Mask", ""]),
    st.text(max_size=3),
)
PATHS = st.one_of(st.lists(PARTS, min_size=1, max_size=4).map("/".join), PLAIN)
STEPS = st.fixed_dictionaries(
    {"op": st.sampled_from(["add", "replace", "remove", "test", "move"]), "path": PATHS},
    optional={"value": VALUES},
)
PATCHES = st.one_of(
    st.lists(STEPS, max_size=4), st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=4), VALUES
)


@pytest.fixture
def rows(world: World) -> dict[str, int]:
    return {
        "Ticket": tickets(world, 1)[0].pk,
        "Appointment": appointments(world, 1)[0].pk,
        "SystemEvent": events(world, 1)[0].pk,
    }


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(entity=st.sampled_from([name for name, _ in ENTITIES]), body=PATCHES)
def test_no_patch_makes_the_server_fail(entity: str, body: Any, api: Api, rows: dict[str, int]) -> None:
    answer = api.client.generic(
        "PATCH", f"/api/v1/{entity}/{rows[entity]}", json.dumps(body), content_type=JSON
    )
    assert answer.status_code in (200, 400, 409), answer.content
    if answer.status_code != 200:
        assert answer.json()["Error"] is True

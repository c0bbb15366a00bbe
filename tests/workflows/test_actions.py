"""Workflow events: whatever comes in is recorded, a null event too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from crm.workflows.actions import record_event
from crm.workflows.models import EventType, WorkflowEvent
from tests.callers import Api
from tests.carriers import ENUMS, misfits
from tests.fidelity.recording import Shown
from tests.world import NOON, World, again

pytestmark = pytest.mark.django_db
SEND = "Agents/Workflow/SendEvent"


@pytest.fixture(autouse=True)
def noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def test_an_event_is_recorded_with_who_sent_it_and_when(world: World) -> None:
    event = again(record_event(EventType.ADDED_MESSAGE, '{"ticketId": 2}', by=world.ada))
    assert (event.event_type, event.attributes) == (EventType.ADDED_MESSAGE, '{"ticketId": 2}')
    assert (event.received_from, event.received_at) == (world.ada, NOON)


def test_every_event_is_a_record_of_its_own(world: World) -> None:
    for _ in range(2):
        record_event(EventType.RUN, "", by=world.ada)
    assert WorkflowEvent.objects.count() == 2


def test_who_may_not_add_events_sends_none(world: World) -> None:
    assert world.ada.user is not None
    world.ada.user.groups.clear()
    for who in (world.ada, world.cleo):
        Api(who).post(SEND, {"WorkflowEvent": {"EventType": "Run"}}, status=403)
    assert not WorkflowEvent.objects.exists()


@pytest.mark.parametrize("body", [{"WorkflowEvent": None}, {"workflowEvent": None}, {}, None])
def test_a_null_event_is_recorded_as_one_of_no_type(body: Any, world: World) -> None:
    answer = Api(world.ada).post(SEND, body)
    event = WorkflowEvent.objects.get()
    assert (event.event_type, event.attributes, event.received_from) == (EventType.NONE, "", world.ada)
    assert (answer["EventType"], answer["Attributes"]) == ("None", "")
    assert list(misfits(answer, "WorkflowEventResult")) == []


@pytest.mark.parametrize("name", sorted(ENUMS["WorkflowEventType"]))
def test_every_documented_type_is_recorded_under_its_number(name: str, world: World, shown: Shown) -> None:
    answer = Api(world.ada).post(SEND, {"workflowEvent": {"eventType": name, "attributes": "omnis"}})
    assert (answer["EventType"], answer["Attributes"]) == (name, "omnis")
    event = WorkflowEvent.objects.get()
    assert (event.event_type, event.attributes) == (ENUMS["WorkflowEventType"][name], "omnis")
    # No call answers the event that it takes; what is kept of it is its effect.
    for member in ("EventType", "Attributes"):
        shown(f"changed WorkflowEvent.{member}")


@pytest.mark.parametrize(
    ("event", "path"),
    [
        ({"EventType": "SunRose"}, "$.WorkflowEvent.EventType: "),
        ({"Attributes": {"a": 1}}, "$.WorkflowEvent.Attributes: "),
    ],
)
def test_an_event_that_cannot_be_read_is_refused_and_not_recorded(
    event: Any, path: str, world: World
) -> None:
    answer = Api(world.ada).post(SEND, {"WorkflowEvent": event}, status=400)
    assert answer["ErrorMessage"].startswith(path)
    assert not WorkflowEvent.objects.exists()


def test_what_is_sent_along_need_not_make_sense(world: World) -> None:
    text = "x" * 100_000 + " 日本 'quoted' {"
    Api(world.ada).post(SEND, {"WorkflowEvent": {"EventType": 1, "Attributes": text}})
    assert WorkflowEvent.objects.get().attributes == text


def test_a_selection_narrows_the_answer(world: World) -> None:
    answer = Api(world.ada).post(
        f"{SEND}?$select=attributes", {"WorkflowEvent": {"EventType": 1, "Attributes": "x"}}
    )
    assert (answer["EventType"], answer["Attributes"]) == (None, "x")

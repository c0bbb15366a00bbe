"""The Workflow agent besides SendEvent."""

from __future__ import annotations

import pytest

from crm.workflows.models import EventType, WorkflowEvent
from tests.callers import Api
from tests.carriers import misfits
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["WorkflowEvent", "WorkflowEventResult"])
def test_a_blank_one_is_of_no_type(world: World, name: str) -> None:
    blank = Api(world.ada).post(f"Agents/Workflow/CreateDefault{name}", None)
    assert list(misfits(blank, name)) == []
    assert (blank["EventType"], blank["Attributes"]) == ("None", "")


def test_running_is_recorded_and_need_not_be_repeated_while_there_are_no_flows(world: World) -> None:
    assert Api(world.ada).post("Agents/Workflow/Run", None) == "9999-12-31T23:59:59"
    assert WorkflowEvent.objects.get().event_type == EventType.RUN


def test_running_needs_the_right_to_send_events(world: World) -> None:
    Api(world.cleo).post("Agents/Workflow/Run", None, status=403)
    assert not WorkflowEvent.objects.exists()

"""System events over REST and Agents."""

from __future__ import annotations

from typing import Any

from crm.events.actions import delete_system_event, new_system_event, save_system_event
from crm.events.archives import SYSTEM_EVENTS
from crm.events.contracts import SYSTEM_EVENT
from crm.events.models import SystemEvent
from crm.wire.agents import AgentCall, AgentMethod, EntityAgent
from crm.wire.bind import Values
from crm.wire.entities import EntityRoutes, EntityViewSet
from crm.wire.kinds import STRING


class SystemEventViewSet(EntityViewSet):
    """`/SystemEvent`."""

    contract = SYSTEM_EVENT
    archive = SYSTEM_EVENTS

    def new(self, by: Any) -> SystemEvent:
        return new_system_event(by=by)

    def save(self, row: Any, values: Values, by: Any, *, notify: bool) -> SystemEvent:
        return save_system_event(row, values, by=by)

    def remove(self, row: Any, by: Any) -> None:
        delete_system_event(row, by=by)


def exists(call: AgentCall) -> bool:
    """Whether an event with this key is running that the caller can see."""
    return SystemEvent.objects.visible_to(call.caller).filter(key=call.value("Key", STRING)).exists()


ROUTES = [EntityRoutes("SystemEvent", SystemEventViewSet)]
AGENT_METHODS = [
    *EntityAgent("Configuration", SystemEventViewSet).methods(),
    AgentMethod(
        "Configuration",
        "ExistsSystemEvent",
        exists,
        "Whether an event with this key is running.",
        "bool",
        "{Key}",
    ),
]

"""The system event passes the contract kit."""

from typing import Any

import pytest

from crm.directory.models import Associate
from crm.events.actions import new_system_event, save_system_event
from crm.events.contracts import SYSTEM_EVENT
from crm.events.models import SystemEvent
from tests.contract import Carrier, EntityContract
from tests.events.crowd import events
from tests.world import World

pytestmark = pytest.mark.django_db


class TestSystemEventContract(EntityContract):
    contract = SYSTEM_EVENT
    resource = "SystemEvent"
    agent = "Configuration"
    stamps = frozenset({"UpdatedCount"})

    def new(self, by: Associate) -> SystemEvent:
        return new_system_event(by=by)

    def save(self, row: Any, values: dict[str, Any], by: Associate) -> SystemEvent:
        return save_system_event(row, values, by=by)

    def plant(self, world: World, number: int) -> list[SystemEvent]:
        return events(world, number)

    def body(self, world: World) -> Carrier:
        return {
            "scope": "Database",
            "eta": "2026-03-04T09:00:00.000Z",
            "eventkey": "import.running",
            "eventmess": "People are imported",
            "extraInfo": 7,
            "owner": world.ada.pk,
        }

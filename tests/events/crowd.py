"""Many system events at once."""

from __future__ import annotations

from crm.events.models import Scope, SystemEvent
from tests.world import HOUR, NOON, World, plant


def events(world: World, number: int) -> list[SystemEvent]:
    """Running events of the database, which everybody sees."""
    return list(
        plant(
            *[
                SystemEvent(
                    scope=Scope.DATABASE,
                    key=f"rebuild.{place}",
                    message="The index is built again",
                    extra_info=place,
                    eta=NOON + HOUR,
                    registered=NOON,
                    updated_count=2,
                    activated_by=world.tove,
                )
                for place in range(number)
            ]
        )
    )

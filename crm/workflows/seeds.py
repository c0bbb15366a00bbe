"""What has happened to the people of the demo world, as events for workflows."""

from __future__ import annotations

import datetime
import json

from crm.directory.seeds.cast import KEYS
from crm.directory.seeds.companies import people_by_name
from crm.directory.seeds.planting import ago, plant
from crm.workflows.models import EventType, WorkflowEvent

# event, whom it concerns, hours ago, what else is known
EVENTS: tuple[tuple[EventType, str, float, dict[str, object]], ...] = (
    (EventType.PERSON_CREATED, "민준 김", 240, {}),
    (EventType.SALE_CREATED, "민준 김", 216, {"key": "web"}),
    (EventType.LINK_CLICKED, "Casimer Lebsack", 150, {"key": "autumn-letter", "data": {"link": "prices"}}),
    (EventType.FORM_SUBMITTED, "Íñigo Ibáñez", 120, {"key": "contact"}),
    (EventType.ADDED_TO_PROJECT, "Turid Hætta", 96, {"data": {"projectId": 301}}),
    (EventType.SALE_SOLD, "Oskar Lind", 72, {"data": {"saleId": 407}}),
    (EventType.PERSON_UPDATED, "Inês Gonçalves", 50, {"data": {"field": "email"}}),
    (EventType.STARTED_CHAT, "Sam 🚀 O'Brien", 30, {}),
    (EventType.ORDER_PLACED, "Łukasz Zając", 26, {"key": "shop"}),
    (EventType.CREATED_REQUEST, "Peder Ås", 8, {}),
    (EventType.ADDED_MESSAGE, "Ingrid Dahl", 3, {}),
    (EventType.RUN, "", 1, {}),
)


def seed(now: datetime.datetime) -> int:
    """Plants the events that are missing and returns how many that were. Call inside a transaction."""
    return len(
        plant(
            WorkflowEvent(
                id=key,
                event_type=event,
                attributes=_attributes(name, known),
                received_at=ago(now, hours=hours),
                received_from_id=KEYS["aha0"],
            )
            for key, (event, name, hours, known) in enumerate(EVENTS, 1)
        )
    )


def _attributes(name: str, known: dict[str, object]) -> str:
    whom = {"personId": people_by_name()[name]} if name else {}
    return json.dumps(whom | known, ensure_ascii=False) if whom or known else ""

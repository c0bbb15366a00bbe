"""The carriers of a workflow event and of what became of it, as the wire spells them."""

from __future__ import annotations

from crm.wire.contract import RIGHTS, Contract, Enum
from crm.wire.values import EnumNames
from crm.workflows.models import EventType, WorkflowEvent

EVENT_TYPE = EnumNames("WorkflowEventType", EventType)

WORKFLOW_EVENT = Contract(
    "WorkflowEvent",
    WorkflowEvent,
    {"EventType": Enum("event_type", EVENT_TYPE), "Attributes": "attributes", **RIGHTS},
)

WORKFLOW_EVENT_RESULT = Contract(
    "WorkflowEventResult",
    WorkflowEvent,
    {"EventType": Enum("event_type", EVENT_TYPE, read_only=True), "Attributes": "attributes", **RIGHTS},
)

"""Workflow events over the Workflow agent."""

from __future__ import annotations

from typing import Any

from crm.wire.agents import AgentCall, AgentMethod
from crm.wire.bind import bind
from crm.wire.errors import BadMember
from crm.wire.forms import check_form
from crm.wire.read import read
from crm.wire.steps import Carrier
from crm.workflows.actions import record_event
from crm.workflows.contracts import WORKFLOW_EVENT, WORKFLOW_EVENT_RESULT
from crm.workflows.models import WorkflowEvent


def send(call: AgentCall) -> Carrier:
    """`SendEvent`: records the event, a null one too, and answers its type and what became of it."""
    if call.body is not None and not isinstance(call.body, dict):
        raise BadMember("$", "An object with a WorkflowEvent is expected as the request body.")
    check_form(call.body, ["WorkflowEvent"])
    given: Any = call.argument("WorkflowEvent")
    values = (
        {}
        if given is None
        else bind(WORKFLOW_EVENT, given, call.caller, path="$.WorkflowEvent", dialect=call.dialect)
    )
    event = record_event(values.get("event_type", 0), values.get("attributes", ""), by=call.caller)
    rows = WorkflowEvent.objects.filter(pk=event.pk)
    return read(WORKFLOW_EVENT_RESULT, rows, call.caller, call.selection, call.dialect)[0]


AGENT_METHODS = [
    AgentMethod(
        "Workflow",
        "SendEvent",
        send,
        "Sends a workflow event, which is recorded durably.",
        "WorkflowEventResult",
        "{WorkflowEvent: WorkflowEvent}",
        answers=WORKFLOW_EVENT_RESULT,
    )
]

"""Workflow events over the Workflow agent."""

from __future__ import annotations

from typing import Any

from crm.wire.agents import AgentCall, AgentMethod, agent_method
from crm.wire.bind import bind
from crm.wire.dates import FOREVER
from crm.wire.errors import BadMember
from crm.wire.forms import check_form
from crm.wire.read import read, read_unsaved
from crm.wire.steps import Carrier
from crm.workflows.actions import record_event
from crm.workflows.contracts import WORKFLOW_EVENT, WORKFLOW_EVENT_RESULT
from crm.workflows.models import EventType, WorkflowEvent

AGENT = "Workflow"


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


@agent_method(AGENT, "", "WorkflowEvent", answers=WORKFLOW_EVENT)
def create_default_workflow_event(call: AgentCall) -> Carrier:
    """One blank WorkflowEvent."""
    return read_unsaved(WORKFLOW_EVENT, WorkflowEvent(), call.caller, call.dialect)


@agent_method(AGENT, "", "WorkflowEventResult", answers=WORKFLOW_EVENT_RESULT)
def create_default_workflow_event_result(call: AgentCall) -> Carrier:
    """One blank WorkflowEventResult."""
    return read_unsaved(WORKFLOW_EVENT_RESULT, WorkflowEvent(), call.caller, call.dialect)


@agent_method(AGENT, "", "date-time")
def run(call: AgentCall) -> str:
    """Records that flows were asked to run; answers when to ask again, which is never while there are none."""
    record_event(EventType.RUN, "", by=call.caller)
    return call.dialect.clock.tell(FOREVER)


AGENT_METHODS = [
    AgentMethod(
        AGENT,
        "SendEvent",
        send,
        "Sends a workflow event, which is recorded durably.",
        "WorkflowEventResult",
        "{WorkflowEvent: WorkflowEvent}",
        answers=WORKFLOW_EVENT_RESULT,
    ),
    create_default_workflow_event,
    create_default_workflow_event_result,
    run,
]

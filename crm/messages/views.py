"""System messages over the Diagnostics agent."""

from __future__ import annotations

from crm.directory.models import Associate
from crm.messages.actions import send_system_message
from crm.messages.contracts import SEND_SYSTEM_MESSAGE
from crm.wire.agents import AgentCall, AgentMethod
from crm.wire.bind import bind
from crm.wire.errors import BadMember


def send(call: AgentCall) -> None:
    """`SendSystemMessage`: the same id again replaces the message."""
    values = bind(SEND_SYSTEM_MESSAGE, call.body, call.caller, dialect=call.dialect)
    associate = Associate.objects.filter(pk=values.pop("associate_id", None)).first()
    if associate is None:
        raise BadMember("$.AssociateId", "The id of the user who is told is missing.")
    send_system_message(
        by=call.caller,
        associate=associate,
        system_message_id=values.get("system_message_id", ""),
        markdown=values.get("markdown", ""),
        expire=values.get("expire"),
        type=values.get("type", 0),
    )


AGENT_METHODS = [
    AgentMethod(
        "Diagnostics",
        "SendSystemMessage",
        send,
        "Adds a system message for one user; the same id again replaces it.",
        None,
        "{SystemMessageId, AssociateId, MarkdownMessage, Expire, Type}",
        body=SEND_SYSTEM_MESSAGE,
    )
]

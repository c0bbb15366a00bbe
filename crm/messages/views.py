"""System messages over the Diagnostics agent."""

from __future__ import annotations

from django.utils import timezone

from crm.directory.models import Associate
from crm.messages.actions import remove_expired, send_system_message
from crm.messages.actions import remove_system_message as remove_message
from crm.messages.contracts import SEND_SYSTEM_MESSAGE, SYSTEM_MESSAGE
from crm.messages.models import SystemMessage
from crm.wire.agents import AgentCall, AgentMethod, agent_method
from crm.wire.bind import bind
from crm.wire.errors import BadMember
from crm.wire.steps import Carrier

AGENT = "Diagnostics"


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


@agent_method(AGENT, "{OnlineappId, SystemMessageId: string}")
def remove_system_message(call: AgentCall) -> None:
    """Removes a message of the caller's own, which dismisses it; one that is gone already stays gone."""
    _remove(call, call.caller.pk)


@agent_method(AGENT, "{OnlineappId, SystemMessageId: string, AssociateId}")
def remove_system_message_for_associate(call: AgentCall) -> None:
    """Removes a message of one user; another's only for an administrator."""
    _remove(call, call.number("AssociateId"))


@agent_method(AGENT, "{AssociateId}", "SystemMessage[]", answers=SYSTEM_MESSAGE)
def get_system_messages(call: AgentCall) -> list[Carrier]:
    """The messages of one user that have not expired, errors first; another's only for an administrator."""
    rows = SystemMessage.objects.visible_to(call.caller).current(timezone.now())
    return call.all(SYSTEM_MESSAGE, rows.filter(associate=call.number("AssociateId") or call.caller.pk))


@agent_method(AGENT)
def remove_expired_system_messages(call: AgentCall) -> None:
    """Removes the caller's expired messages, for an administrator everybody's."""
    remove_expired(by=call.caller)


def _remove(call: AgentCall, associate: int) -> None:
    known = {
        "associate": associate,
        "onlineapp_id": call.number("OnlineappId"),
        "system_message_id": call.text("SystemMessageId"),
    }
    for message in SystemMessage.objects.visible_to(call.caller).filter(**known):
        remove_message(message, by=call.caller)


AGENT_METHODS = [
    AgentMethod(
        AGENT,
        "SendSystemMessage",
        send,
        "Adds a system message for one user; the same id again replaces it.",
        None,
        "{SystemMessageId, AssociateId, MarkdownMessage, Expire, Type}",
        body=SEND_SYSTEM_MESSAGE,
    ),
    remove_system_message,
    remove_system_message_for_associate,
    get_system_messages,
    remove_expired_system_messages,
]

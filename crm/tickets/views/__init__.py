"""Tickets, their messages and files, and the lists that sort them, over REST and Agents."""

from crm.tickets.views import (
    agent,
    attachment,
    conversation,
    lists,
    members,
    message,
    provided,
    sending,
    ticket,
)
from crm.tickets.views.lists import ASSORTMENTS, LISTS
from crm.tickets.views.outside import OUTSIDE

__all__ = ["ADDRESSES", "AGENT_METHODS", "ASSORTMENTS", "LISTS", "OUTSIDE", "ROUTES"]

ADDRESSES = [*lists.ADDRESSES, *sending.ADDRESSES]
ROUTES = [*ticket.ROUTES, *message.ROUTES, *attachment.ROUTES, *lists.ROUTES]
AGENT_METHODS = [
    *agent.AGENT_METHODS,
    *conversation.AGENT_METHODS,
    *sending.AGENT_METHODS,
    *provided.AGENT_METHODS,
    *lists.AGENT_METHODS,
    *members.AGENT_METHODS,
]

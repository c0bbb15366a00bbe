"""Tickets, their messages and files, and the lists that sort them, over REST and Agents."""

from crm.tickets.views import agent, attachment, conversation, message, ticket
from crm.tickets.views.outside import OUTSIDE, OUTSIDE_METHODS

__all__ = ["AGENT_METHODS", "OUTSIDE", "OUTSIDE_METHODS", "ROUTES"]

ROUTES = [*ticket.ROUTES, *message.ROUTES, *attachment.ROUTES]
AGENT_METHODS = [*agent.AGENT_METHODS, *conversation.AGENT_METHODS]

"""Tickets, what is said in them, and the lists that sort them."""

from crm.tickets.models.category import (
    CategoryFlag,
    CategoryMembership,
    ClosingStatus,
    DelegateMethod,
    TicketCategory,
)
from crm.tickets.models.message import MessageCategory, MessageType, TicketMessage, TicketMessageHeader
from crm.tickets.models.priority import (
    EscalateEvent,
    EscalationLevel,
    PriorityFlag,
    PriorityState,
    TicketPriority,
)
from crm.tickets.models.status import BaseStatus, TicketStatus, TimeCounter
from crm.tickets.models.tag import TicketTag
from crm.tickets.models.ticket import Origin, ReadStatus, SecurityLevel, Ticket
from crm.tickets.models.type import TicketType

__all__ = [
    "BaseStatus",
    "CategoryFlag",
    "CategoryMembership",
    "ClosingStatus",
    "DelegateMethod",
    "EscalateEvent",
    "EscalationLevel",
    "MessageCategory",
    "MessageType",
    "Origin",
    "PriorityFlag",
    "PriorityState",
    "ReadStatus",
    "SecurityLevel",
    "Ticket",
    "TicketCategory",
    "TicketMessage",
    "TicketMessageHeader",
    "TicketPriority",
    "TicketStatus",
    "TicketTag",
    "TicketType",
    "TimeCounter",
]

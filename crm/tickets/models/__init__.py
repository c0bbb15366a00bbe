"""Tickets, what is said in them, and the lists that sort them."""

from crm.tickets.models.attachment import Attachment, is_safe
from crm.tickets.models.category import (
    CategoryFlag,
    CategoryMembership,
    ClosingStatus,
    DelegateMethod,
    TicketCategory,
)
from crm.tickets.models.enums import Origin, ReadStatus, SecurityLevel
from crm.tickets.models.message import Badge, MessageCategory, MessageType, TicketMessage, TicketMessageHeader
from crm.tickets.models.priority import (
    EscalateEvent,
    EscalationLevel,
    PriorityFlag,
    PriorityState,
    TicketPriority,
    days_off,
)
from crm.tickets.models.status import BaseStatus, Postponement, TicketStatus, TimeCounter
from crm.tickets.models.tag import TicketTag
from crm.tickets.models.ticket import AUTO_ASSIGN, Ticket
from crm.tickets.models.type import TicketType

__all__ = [
    "AUTO_ASSIGN",
    "Attachment",
    "Badge",
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
    "Postponement",
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
    "days_off",
    "is_safe",
]

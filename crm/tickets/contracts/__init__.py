"""The carriers of tickets, their messages, and the lists that sort them, as the wire spells them."""

from crm.tickets.contracts.attachment import ATTACHMENT
from crm.tickets.contracts.conversation import TICKET_MESSAGE
from crm.tickets.contracts.enums import READ_STATUS
from crm.tickets.contracts.lists import (
    CATEGORY_CHOICE,
    PRIORITY_CHOICE,
    TICKET_CATEGORY,
    TICKET_PRIORITY,
    TICKET_STATUS,
    TICKET_TAG,
    TICKET_TYPE,
    TICKET_TYPE_ENTITY,
)
from crm.tickets.contracts.message import TICKET_MESSAGE_INFO
from crm.tickets.contracts.simple import SIMPLE_TICKET
from crm.tickets.contracts.ticket import SUMMARY, TICKET

__all__ = [
    "ATTACHMENT",
    "CATEGORY_CHOICE",
    "PRIORITY_CHOICE",
    "READ_STATUS",
    "SIMPLE_TICKET",
    "SUMMARY",
    "TICKET",
    "TICKET_CATEGORY",
    "TICKET_MESSAGE",
    "TICKET_MESSAGE_INFO",
    "TICKET_PRIORITY",
    "TICKET_STATUS",
    "TICKET_TAG",
    "TICKET_TYPE",
    "TICKET_TYPE_ENTITY",
]

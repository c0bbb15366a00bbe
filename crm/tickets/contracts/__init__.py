"""The carriers of tickets, their messages, and the lists that sort them, as the wire spells them."""

from crm.tickets.contracts.lists import (
    TICKET_CATEGORY,
    TICKET_PRIORITY,
    TICKET_STATUS,
    TICKET_TAG,
    TICKET_TYPE,
)
from crm.tickets.contracts.message import TICKET_MESSAGE_INFO
from crm.tickets.contracts.ticket import TICKET

__all__ = [
    "TICKET",
    "TICKET_CATEGORY",
    "TICKET_MESSAGE_INFO",
    "TICKET_PRIORITY",
    "TICKET_STATUS",
    "TICKET_TAG",
    "TICKET_TYPE",
]

"""What the ledger is told of tickets: who is notified, and what goes to customers."""

from crm.tickets.notifications.sent import send_letters, send_texts
from crm.tickets.notifications.told import (
    new_message_plans,
    new_ticket_plans,
    tell_of_message,
    tell_of_message_now,
    tell_of_ticket,
    tell_of_ticket_now,
)

__all__ = [
    "new_message_plans",
    "new_ticket_plans",
    "send_letters",
    "send_texts",
    "tell_of_message",
    "tell_of_message_now",
    "tell_of_ticket",
    "tell_of_ticket_now",
]

"""Everything that writes tickets."""

from crm.tickets.actions.attachment import (
    attach,
    delete_message,
    detach,
    fill_attachment,
    new_attachment,
    save_attachment,
)
from crm.tickets.actions.category import name_categories
from crm.tickets.actions.lists import (
    move_tickets,
    replace_status,
    replace_type,
    retire_category,
    retire_priority,
    retire_status,
    retire_type,
    save_category,
    save_members,
    save_priority,
    save_status,
    save_type,
)
from crm.tickets.actions.merge import merge_tickets, resolve_ticket
from crm.tickets.actions.message import delete_headers, hold_message, new_message, save_message
from crm.tickets.actions.reading import read_ticket, set_read_status
from crm.tickets.actions.sending import send_message, text_message
from crm.tickets.actions.several import (
    accept_tickets,
    announce_message,
    announce_ticket,
    restore_tickets,
    throw_away,
)
from crm.tickets.actions.ticket import delete_ticket, new_ticket, save_ticket

__all__ = [
    "accept_tickets",
    "announce_message",
    "announce_ticket",
    "attach",
    "delete_headers",
    "delete_message",
    "delete_ticket",
    "detach",
    "fill_attachment",
    "hold_message",
    "merge_tickets",
    "move_tickets",
    "name_categories",
    "new_attachment",
    "new_message",
    "new_ticket",
    "read_ticket",
    "replace_status",
    "replace_type",
    "resolve_ticket",
    "restore_tickets",
    "retire_category",
    "retire_priority",
    "retire_status",
    "retire_type",
    "save_attachment",
    "save_category",
    "save_members",
    "save_message",
    "save_priority",
    "save_status",
    "save_ticket",
    "save_type",
    "send_message",
    "set_read_status",
    "text_message",
    "throw_away",
]

"""Everything that writes tickets."""

from crm.tickets.actions.message import save_message
from crm.tickets.actions.ticket import delete_ticket, new_ticket, save_ticket

__all__ = ["delete_ticket", "new_ticket", "save_message", "save_ticket"]

"""Everything that writes tickets."""

from crm.tickets.actions.category import name_categories
from crm.tickets.actions.message import save_message
from crm.tickets.actions.ticket import delete_ticket, new_ticket, save_ticket

__all__ = ["delete_ticket", "name_categories", "new_ticket", "save_message", "save_ticket"]

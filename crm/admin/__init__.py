"""An index of every admin page, so that Django finds them."""

from crm.appointments import admin as appointments
from crm.delivery import admin as delivery
from crm.directory import admin as directory
from crm.events import admin as events
from crm.messages import admin as messages
from crm.tickets import admin as tickets
from crm.urls import SHELF
from crm.workflows import admin as workflows

__all__ = ["appointments", "delivery", "directory", "events", "messages", "tickets", "workflows"]

directory.custom_lists.CustomListAdmin.reserved = SHELF.reserved

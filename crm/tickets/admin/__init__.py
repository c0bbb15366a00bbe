"""Admin of tickets and of what sorts them."""

from crm.tickets.admin import attachment, message, records, setup, ticket

__all__ = ["attachment", "message", "records", "setup", "ticket"]

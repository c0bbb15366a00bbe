"""Admin of tickets and of what sorts them."""

from crm.tickets.admin import message, records, setup, ticket

__all__ = ["message", "records", "setup", "ticket"]

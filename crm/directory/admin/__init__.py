"""Admin of the directory, and what the admin pages of all features stand on."""

from crm.directory.admin import accounts, associates, business, fields, lists, people, roles, tokens

__all__ = ["accounts", "associates", "business", "fields", "lists", "people", "roles", "tokens"]

"""Admin of the directory, and what the admin pages of all features stand on."""

from crm.directory.admin import (
    accounts,
    associates,
    business,
    custom_lists,
    fields,
    lists,
    people,
    roles,
    tokens,
)

__all__ = [
    "accounts",
    "associates",
    "business",
    "custom_lists",
    "fields",
    "lists",
    "people",
    "roles",
    "tokens",
]

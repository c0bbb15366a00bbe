"""Naming categories."""

from __future__ import annotations

from django.db import transaction

from crm.tickets.models import TicketCategory


def name_categories(top: TicketCategory) -> None:
    """Writes the paths of a category and of all below it, which are made of the names above. All or nothing."""
    with transaction.atomic():
        above = top.parent
        top.fullname = f"{above.fullname or above.name}/{top.name}" if above else top.name
        top.save(update_fields=["fullname"])
        for child in top.children.all():
            name_categories(child)

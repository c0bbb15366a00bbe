"""Naming categories."""

from __future__ import annotations

from django.db import transaction

from crm.tickets.models import TicketCategory
from crm.wire import lists


def name_categories(top: TicketCategory) -> None:
    """Writes the paths of a category and of all below it, which are made of the names above. All or nothing.

    The name above is read afresh, and only once nobody else can be writing one.
    """
    with transaction.atomic():
        lists.touch()
        above = TicketCategory.objects.filter(pk=top.parent_id or 0).first()
        top.fullname = f"{above.fullname or above.name}/{top.name}" if above else top.name
        top.save(update_fields=["fullname"])
        for child in top.children.all():
            name_categories(child)

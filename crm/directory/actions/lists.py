"""Everything that writes the short lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from crm.directory.models import Associate, Function
from crm.directory.models.lists import ListItem
from crm.wire.lists import ListRow

Row = TypeVar("Row", bound=ListRow)
Item = TypeVar("Item", bound=ListItem)
LISTS = (Function.LISTS, Function.SERVICE)
"""The rights of which one lets a user change lists."""


def save_item(item: Item, values: Mapping[str, Any], *, by: Associate) -> Item:
    """Adds an item to a list or changes one. All or nothing."""
    must_have(by, *LISTS)
    with transaction.atomic():
        item = locked_row(item)
        for name, value in values.items():
            setattr(item, name, value)
        must_have_name(item)
        item.save()
    return item


def retire_item(item: ListItem, *, by: Associate) -> None:
    """Marks an item as deleted: what has it keeps it, nobody chooses it any more."""
    save_item(item, {"deleted": True}, by=by)


def must_have(by: Associate, *functions: Function) -> None:
    """Raises PermissionDenied unless the user has one of these functional rights."""
    if not by.has(*functions):
        words = _("This takes one of these rights: %(rights)s.")
        raise PermissionDenied(words % {"rights": ", ".join(str(each.label) for each in functions)})


def locked_row(row: Row) -> Row:
    """The row as it is now, locked; a new one is itself."""
    if row._state.adding:
        return row
    rows: Any = type(row)._default_manager
    found: Row = rows.select_for_update(of=("self",)).get(pk=row.pk)
    return found


def must_have_name(row: Any) -> None:
    """Raises ValidationError for a row that nobody could choose."""
    row.name = row.name.strip()
    if not row.name:
        raise ValidationError({"name": _("A name is needed.")})

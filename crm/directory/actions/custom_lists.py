"""Everything that writes lists that people make themselves, and how the items of any list are laid out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from crm.directory.actions.lists import LISTS, must_have, must_have_name, save_item
from crm.directory.models import (
    Associate,
    CustomList,
    CustomListItem,
    HeadedItem,
    ItemGroup,
    ListHeading,
    UserGroup,
)
from crm.directory.models.custom_lists import FIRST_CUSTOM
from crm.wire.lists import touch

Values = Mapping[str, Any]


def save_list(
    definition: CustomList, values: Values, *, by: Associate, reserved: Collection[str] = ()
) -> CustomList:
    """Makes a list or changes one; a built-in one keeps its name. All or nothing.

    `reserved` are the names of the built-in lists.
    """
    must_have(by, *LISTS)
    with transaction.atomic():
        touch()  # numbers are given one at a time
        definition = CustomList.objects.filter(pk=definition.pk).first() or definition
        before = definition.name
        for name, value in values.items():
            setattr(definition, name, value)
        must_have_name(definition)
        if definition.is_custom:
            _must_have_own_name(definition, reserved)
        elif definition.name != before or definition.deleted:
            raise ValidationError({"name": _("This list is built in: it keeps its name and is not deleted.")})
        if not definition.pk:
            last = CustomList.objects.aggregate(last=Max("pk"))["last"] or 0
            definition.pk = max(last + 1, FIRST_CUSTOM)
        definition.save()
    return definition


def retire_list(definition: CustomList, *, by: Associate) -> None:
    """Marks a list as deleted: its items stay for what has them, nobody chooses from it any more."""
    save_list(definition, {"deleted": True}, by=by)


def _must_have_own_name(definition: CustomList, reserved: Collection[str]) -> None:
    """Raises ValidationError for a name that no address could lead to, or that leads to another list."""
    name = definition.name.lower()
    if name.isdecimal() or "/" in name or not name.isprintable() or name in ("default", ".", ".."):
        raise ValidationError({"name": _("A list is found by its name: letters are needed, and no slash.")})
    others = CustomList.objects.filter(is_custom=True, deleted=False, name__iexact=name)
    if name in reserved or (not definition.deleted and others.exclude(pk=definition.pk).exists()):
        raise ValidationError({"name": _("There is a list of this name already.")})


def save_custom_item(
    custom: CustomList, item: CustomListItem, values: Values, *, by: Associate
) -> CustomListItem:
    """Adds an item to a list that was made here, or changes one of it. All or nothing."""
    return save_item(item, {**values, "list_id": custom.pk}, by=by)


def save_heading(list_number: int, heading: ListHeading, values: Values, *, by: Associate) -> ListHeading:
    """Adds a heading to a list or changes one. All or nothing."""
    must_have(by, *LISTS)
    return save_item(heading, {**values, "list_number": list_number}, by=by)


def retire_headings(list_number: int, *, by: Associate) -> None:
    """Marks all headings of a list as deleted; their items stand on the top level then."""
    must_have(by, *LISTS)
    ListHeading.objects.filter(list_number=list_number).update(deleted=True)


def head_item(headings: Iterable[ListHeading], item: int, chosen: Collection[int], *, by: Associate) -> None:
    """Puts an item below those of the headings that are chosen, and below no other of them. All or nothing."""
    must_have(by, *LISTS)
    known = [heading.pk for heading in headings]
    with transaction.atomic():
        HeadedItem.objects.filter(heading__in=known, item_number=item).delete()
        HeadedItem.objects.bulk_create(
            HeadedItem(heading_id=key, item_number=item) for key in known if key in chosen
        )


def show_item(list_number: int, item: int, groups: Iterable[UserGroup], *, by: Associate) -> None:
    """Shows an item to these groups alone, to everybody when there are none. All or nothing."""
    must_have(by, *LISTS)
    with transaction.atomic():
        ItemGroup.objects.filter(list_number=list_number, item_number=item).delete()
        ItemGroup.objects.bulk_create(
            ItemGroup(list_number=list_number, item_number=item, group=group) for group in groups
        )

"""All lists there are: those that features bring, what was changed of them, and those that people made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from crm.directory.actions import retire_item, save_custom_item
from crm.directory.contracts import CUSTOM_ITEM
from crm.directory.models import CustomList, CustomListItem, HeadedItem, ItemGroup, ListHeading
from crm.wire.catalogue import Arrangement, Entry, ListDefinition, entry_of_row
from crm.wire.steps import Carrier


@dataclass(frozen=True)
class CustomDefinition(ListDefinition):
    """A list that was made here."""

    def catalog(self) -> dict[int, Any]:
        rows = CustomListItem.objects.catalog().items()
        return {key: row for key, row in rows if row.list_id == self.id}


def definition_of(row: CustomList) -> ListDefinition:
    """The definition of a list that was made here."""
    save = partial(save_custom_item, row)
    return CustomDefinition(
        row.pk or 0,
        row.name,
        (row.name,),
        CustomListItem,
        CUSTOM_ITEM,
        save,
        retire_item,
        arrange=arrangement,
    )


def arrangement(number: int, caller: Any) -> Arrangement | None:
    """How a list is laid out for a caller; None where it uses no groups and headings."""
    row = CustomList.objects.catalog().get(number)
    if row is None or not row.uses_headings:
        return None
    groups: dict[int, set[int]] = {}
    for each in ItemGroup.objects.catalog().values():
        if each.list_number == number:
            groups.setdefault(each.item_number, set()).add(each.group_id)
    hidden = frozenset(item for item, seen_by in groups.items() if caller.group_id not in seen_by)
    headings = [(entry_of_heading(each), items_below(each)) for each in headings_of(number)]
    return Arrangement(frozenset() if caller.is_administrator else hidden, headings)


def headings_of(number: int) -> list[ListHeading]:
    """The headings of a list, in their order, without those marked as deleted."""
    rows = ListHeading.objects.catalog().values()
    return [row for row in rows if row.list_number == number and not row.deleted]


def items_below(heading: ListHeading) -> frozenset[int]:
    """The items that stand below a heading."""
    rows = HeadedItem.objects.catalog().values()
    return frozenset(row.item_number for row in rows if row.heading_id == heading.pk)


def entry_of_heading(heading: ListHeading) -> Entry:
    """A heading as those who choose see it."""
    entry = entry_of_row(heading)
    return Entry(entry.id, entry.name, entry.tooltip, rank=entry.rank, kind="heading")


class Lists:
    """The shelf of all lists."""

    def __init__(self, built_in: Sequence[ListDefinition]) -> None:
        self.built_in = built_in

    @property
    def reserved(self) -> frozenset[str]:
        """The names, in lower case, that no list that is made here may have."""
        return frozenset(name.lower() for each in self.built_in for name in (each.name, *each.names))

    def all(self, *, with_retired: bool = False) -> list[ListDefinition]:
        rows = CustomList.objects.catalog().values()
        made = [row for row in rows if row.is_custom and (with_retired or not row.deleted)]
        return [*self.built_in, *map(definition_of, made)]

    def find(self, name: str = "", key: int = 0) -> ListDefinition | None:
        wanted = name.lower()
        for each in self.all(with_retired=bool(key)):
            if (key and each.id == key) or (wanted and each.name.lower() == wanted):
                return each
        return None

    def row(self, definition: ListDefinition) -> CustomList:
        """The row of a list, an unsaved one as long as nothing was changed of a built-in list."""
        known = CustomList.objects.filter(pk=definition.id).first()
        if known is not None:
            return known
        told = definition.carrier()
        return CustomList(
            id=definition.id,
            name=definition.name,
            tooltip=told["Tooltip"],
            rank=told["Rank"],
            is_custom=False,
        )

    def carrier(self, definition: ListDefinition) -> Carrier:
        told = definition.carrier()
        row = CustomList.objects.catalog().get(definition.id)
        return told if row is None else overlaid(told, row)


def overlaid(told: Carrier, row: CustomList) -> Carrier:
    """A `ListEntity` with what its row says."""
    return {
        **told,
        "Name": row.name,
        "Tooltip": row.tooltip,
        "Deleted": row.deleted,
        "Rank": row.rank,
        "IsCustomList": row.is_custom,
        "UseGroupsAndHeadings": row.uses_headings,
        "ListType": row.list_type or ("udlist" if row.is_custom else told["ListType"]),
    }

"""Lists to choose from: what a list is called, what stands in it, and who may change it. A new list is one line.

Every list is an `Assortment`; one whose rows are kept in a table of their own, with a carrier and actions, is also a
`ListDefinition`. Features give them as tables, the index of addresses joins these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol

from django.db import models

from crm.wire.contract import Contract
from crm.wire.dates import UNSET
from crm.wire.deviations import approximate, ignored
from crm.wire.lists import ListRow
from crm.wire.steps import Carrier

DEVIATIONS = {
    f"field {carrier}.{member}": approximate(why)
    for carrier in ("MDOListItem", "SelectableMDOListItem")
    for member, why in {
        "ColorBlock": "always 0: no list has colours",
        "StyleHint": "always empty: no list has styles",
        "ExtraInfo": "always empty: no list has more to say of an item",
    }.items()
} | {
    "field MDOListItem.IconHint": approximate("always empty: no list has icons"),
    "field SelectableMDOListItem.Hidden": approximate("always false: what is hidden is not answered"),
    "field SelectableMDOListItem.LastChanged": approximate("always unset: nobody has chosen yet"),
    "parameter * additional": ignored("no list here asks for more"),
    "argument MDO/* AdditionalInfo": ignored("no list here asks for more"),
}
LONGEST = 100  # rows that a list of a large table shows


@dataclass(frozen=True)
class Entry:
    """One choice, as every list shows it."""

    id: int
    name: str
    tooltip: str = ""
    deleted: bool = False
    rank: int = 0
    kind: str = ""
    icon: str = ""
    color: int = 0
    extra: str = ""
    full_name: str = ""
    parent: int | None = None


def entry_of_row(row: Any) -> Entry:
    """The choice that a row of a list table is."""
    return Entry(row.pk, row.name, getattr(row, "tooltip", ""), row.deleted, row.rank)


@dataclass(frozen=True)
class Arrangement:
    """How the items of a list are laid out: who does not see which, and which stand below a heading."""

    hidden: frozenset[int] = frozenset()
    headings: Sequence[tuple[Entry, frozenset[int]]] = ()

    def rows(self, entries: Sequence[Entry], *, flat: bool) -> list[tuple[Entry, list[Entry]]]:
        """What is shown on the top level, each with what stands below it; an item may stand below several headings."""
        seen = [entry for entry in entries if entry.id not in self.hidden]
        if flat:
            return [(entry, []) for entry in seen]
        headed = frozenset[int]().union(*(items for _, items in self.headings))
        return [
            *[(heading, [entry for entry in seen if entry.id in items]) for heading, items in self.headings],
            *[(entry, []) for entry in seen if entry.id not in headed],
        ]


Arrange = Callable[[int, Any], Arrangement | None]


@dataclass(frozen=True)
class Assortment:
    """A list under its conceptual names; `entries` gives what the caller may choose.

    With `searches` it looks for what is searched itself, and gives no more than a page shows. `arranged` lays the
    items out for a caller, where the list uses headings and groups.
    """

    names: Sequence[str]
    model: type[models.Model]  # whose rows one must be allowed to see
    entries: Callable[[Any, str], Iterable[Entry]]
    searches: bool = False
    arranged: Callable[[Any], Arrangement | None] | None = None


@dataclass(frozen=True)
class ListDefinition:
    """A list with a table of its own: `List/{name}`, and under its conceptual `names` for those who choose.

    `save` and `retire` are the actions that write a row; a retired one can be read but not chosen any more.
    """

    id: int
    name: str
    names: Sequence[str]
    model: type[ListRow]
    contract: Contract
    save: Callable[..., Any]
    retire: Callable[..., None]
    entry: Callable[[Any], Entry] = field(default=entry_of_row)
    shape: Contract | None = None  # the contract that the API docs show, where several lists share one
    has_choices: bool = True  # `List/{name}/MDOItems` is an address of it
    arrange: Arrange | None = None

    @property
    def assortment(self) -> Assortment:
        arranged = partial(self.arrange, self.id) if self.arrange and self.has_choices else None
        return Assortment(self.names, self.model, self._entries, arranged=arranged)

    def catalog(self) -> dict[int, Any]:
        """Every row of the list by its key."""
        rows: Any = self.model._default_manager
        catalog: dict[int, Any] = rows.catalog()
        return catalog

    def _entries(self, _caller: Any, _query: str) -> Iterable[Entry]:
        return [self.entry(row) for row in self.catalog().values()]

    def carrier(self) -> Carrier:
        """The `ListEntity` of the list."""
        return {
            "Id": self.id,
            "Name": self.name,
            "Tooltip": str(self.model._meta.verbose_name_plural),
            "Deleted": False,
            "Rank": self.id,
            "IsCustomList": False,
            "IsMDOList": True,
            "UseGroupsAndHeadings": False,
            "ListType": self.names[0],
            "InUseByUserDefinedFields": False,
            "TableRight": None,
            "FieldProperties": {},
        }


class Shelf(Protocol):
    """All lists there are: those that features bring and those that were made here."""

    def all(self, *, with_retired: bool = False) -> Sequence[ListDefinition]:
        """Every list, in their order."""

    def find(self, name: str = "", key: int = 0) -> ListDefinition | None:
        """The list of this name, in any case, or of this number."""

    def carrier(self, definition: ListDefinition) -> Carrier:
        """The `ListEntity` of a list."""


def choices(
    assortment: Assortment, caller: Any, query: str, *, flat: bool, with_deleted: bool = False
) -> list[Carrier]:
    """`MDOListItem`s: nested by parent unless they are to be flat; those whose name holds the search, in any case."""
    entries = assortment.entries(caller, query)
    shown = [entry for entry in entries if with_deleted or not entry.deleted]
    if query and not assortment.searches:
        shown = [entry for entry in shown if query.lower() in (entry.full_name or entry.name).lower()]
    arrangement = assortment.arranged(caller) if assortment.arranged else None
    if arrangement is not None:
        rows = arrangement.rows(shown, flat=flat or bool(query))
        return [
            {**_choice(top, {}), "ChildItems": [_choice(entry, {}) for entry in under]} for top, under in rows
        ]
    below: dict[int | None, list[Entry]] = {}
    known = {entry.id for entry in shown}
    for entry in shown:
        nested = not flat and not query and entry.parent in known
        below.setdefault(entry.parent if nested else None, []).append(entry)
    return [_choice(entry, below) for entry in below.get(None, [])]


def _choice(entry: Entry, below: dict[int | None, list[Entry]]) -> Carrier:
    return {
        "Id": entry.id,
        "Name": entry.name,
        "ToolTip": entry.tooltip,
        "Deleted": entry.deleted,
        "Rank": entry.rank,
        "Type": entry.kind,
        "ChildItems": [_choice(child, below) for child in below.get(entry.id, [])],
        "IconHint": entry.icon,
        "ColorBlock": entry.color,
        "ExtraInfo": entry.extra,
        "StyleHint": "",
        "FullName": entry.full_name or entry.name,
        "TableRight": None,
        "FieldProperties": {},
    }


def selectable(items: Iterable[Carrier]) -> list[Carrier]:
    """The same as `SelectableMDOListItem`s; none is selected, for nobody has chosen yet."""
    return [
        {
            **{name: item[name] for name in ("Id", "Name", "ToolTip", "Deleted", "Rank", "Type")},
            "ColorBlock": item["ColorBlock"],
            "IconHint": item["IconHint"],
            "Selected": False,
            "LastChanged": UNSET,
            "ChildItems": selectable(item["ChildItems"]),
            "ExtraInfo": item["ExtraInfo"],
            "StyleHint": item["StyleHint"],
            "Hidden": False,
            "FullName": item["FullName"],
            "TableRight": None,
            "FieldProperties": {},
        }
        for item in items
    ]

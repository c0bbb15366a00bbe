"""What the List agent does with items of any list, by the list's number or name."""

from __future__ import annotations

from typing import Any

from django.db import models

from crm.directory.views.shelf import Lists
from crm.wire.bind import bind, refusing
from crm.wire.calls import AgentCall, AgentMethod
from crm.wire.catalogue import Entry, ListDefinition
from crm.wire.errors import BadMember, RowNotFound
from crm.wire.listing import live_keys
from crm.wire.steps import Carrier

AGENT, ITEM = "List", "ListItemEntity"


def listed_methods(shelf: Lists) -> list[AgentMethod]:
    """Each twice: with `UdListDefinitionId`, and with `UdListDefinitionName`."""
    by_number = _Listed(shelf, "UdListDefinitionId")
    by_name = _Listed(shelf, "UdListDefinitionName")
    return [
        method
        for listed, tail in ((by_number, "FromListDefinition"), (by_name, "FromListName"))
        for method in listed.methods(tail)
    ]


class _Listed:
    """The methods for one way of naming a list."""

    def __init__(self, shelf: Lists, argument: str) -> None:
        self.shelf, self.argument = shelf, argument

    def methods(self, tail: str) -> list[AgentMethod]:
        named = self.argument
        table: tuple[tuple[str, Any, str, str, str], ...] = (
            ("GetAll", self.get_all, "The items of a list.", f"{ITEM}[]", "IncludeDeleted: bool"),
            ("Get", self.get, "One item of a list, or null.", ITEM, "Id"),
            ("Add", self.add, "Adds an item to a list.", ITEM, f"Item: {ITEM}"),
            ("Save", self.save, "Changes one item of a list.", ITEM, f"Id, Item: {ITEM}"),
        )
        return [
            AgentMethod(AGENT, f"{name}{tail}", call, summary, returns, f"{{{named}, {takes}}}")
            for name, call, summary, returns, takes in table
        ]

    def get_all(self, call: AgentCall) -> list[Carrier]:
        found = self._found(call, "view")
        keys = live_keys(found, with_retired=call.truth("IncludeDeleted"))
        if found.contract.name == ITEM:
            rows: models.QuerySet[Any] = found.model._default_manager.filter(pk__in=keys)
            return call.all(found.contract, rows)
        catalog = found.catalog()
        return call.dialect.spoken([plain(found, found.entry(catalog[key])) for key in keys])

    def get(self, call: AgentCall) -> Carrier | None:
        return self._told(call, self._found(call, "view"), call.number("Id"))

    def add(self, call: AgentCall) -> Carrier | None:
        return self._saved(call, self._found(call, "add"), 0)

    def save(self, call: AgentCall) -> Carrier | None:
        return self._saved(call, self._found(call, "change"), call.number("Id"))

    def _saved(self, call: AgentCall, found: ListDefinition, key: int) -> Carrier | None:
        contract = found.contract
        if contract.name != ITEM:
            raise BadMember(f"$.{self.argument}", f"The items of {found.name} are {contract.name}s.")
        if key and key not in found.catalog():
            raise BadMember("$.Id", f"The list {found.name} has no item {key}.")
        rows: Any = found.model._default_manager
        row = rows.get(pk=key) if key else found.model()
        values = bind(
            contract,
            call.argument("Item"),
            call.caller,
            replacing=bool(key),
            path="$.Item",
            dialect=call.dialect,
        )
        with refusing(contract, "$.Item"):
            saved = found.save(row, values, by=call.caller)
        return self._told(call, found, saved.pk)

    def _told(self, call: AgentCall, found: ListDefinition, key: int) -> Carrier | None:
        row = found.catalog().get(key)
        if row is None:
            return None
        if found.contract.name == ITEM:
            return call.one(found.contract, key)
        return call.dialect.spoken(plain(found, found.entry(row)))

    def _found(self, call: AgentCall, verb: str) -> ListDefinition:
        number = self.argument == "UdListDefinitionId"
        found = (
            self.shelf.find(key=call.number(self.argument))
            if number
            else self.shelf.find(call.text(self.argument))
        )
        if found is None:
            raise RowNotFound("List", call.argument(self.argument))
        call.must(verb, found.model)
        return found


def plain(definition: ListDefinition, entry: Entry) -> Carrier:
    """An item of a list of another carrier as a `ListItemEntity`."""
    return {
        "Id": entry.id,
        "Name": entry.name,
        "Tooltip": entry.tooltip,
        "Deleted": entry.deleted,
        "UdListDefinitionId": definition.id,
        "Rank": entry.rank,
        "TableRight": None,
        "FieldProperties": {},
    }

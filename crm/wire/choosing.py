"""Lists over Agents: the MDO agent, and what the List agent does alike for every list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crm.wire.calls import AgentCall, AgentMethod
from crm.wire.catalogue import Assortment, ListDefinition, Shelf, choices, selectable
from crm.wire.listing import assortment_of, by_names, names_of
from crm.wire.steps import Carrier


def listing_methods(
    definitions: Sequence[ListDefinition], others: Sequence[Assortment], shelf: Shelf
) -> list[AgentMethod]:
    """The methods of the MDO agent, and those of the List agent that are the same for every list."""
    return [*_mdo_methods(by_names(definitions, others), shelf), *_list_methods(shelf)]


def _mdo_methods(assortments: Mapping[str, Assortment], shelf: Shelf) -> list[AgentMethod]:
    def items(
        call: AgentCall, name: str, *, flat: bool, query: str = "", gone: bool = False
    ) -> list[Carrier]:
        found = assortment_of(shelf, assortments, name)
        call.must("view", found.model)
        shown = choices(found, call.caller, query, flat=flat, with_deleted=gone)
        return call.dialect.spoken(shown)

    def get_list(call: AgentCall) -> list[Carrier]:
        if call.truth("OnlyHistory"):
            return []  # nobody's last choices are kept
        return items(call, call.text("Name"), flat=call.truth("ForceFlatList"))

    def get_item(call: AgentCall) -> Carrier | None:
        key = call.number("Id")
        found = items(call, call.text("ListName"), flat=True, gone=True)
        return next((item for item in found if item["Id"] == key), None)

    def number(call: AgentCall) -> int:
        name = call.text("Name").lower()
        return next((each.id for each in shelf.all() if name in map(str.lower, (each.name, *each.names))), 0)

    several = "MDOListItem[]"
    arguments = "{Name, ForceFlatList: bool, AdditionalInfo, OnlyHistory: bool}"
    return [
        AgentMethod("MDO", "GetList", get_list, "What can be chosen from a list.", several, arguments),
        AgentMethod(
            "MDO",
            "GetSimpleList",
            lambda call: items(call, call.text("Name"), flat=True),
            "What can be chosen from a list, flat.",
            several,
            "{Name}",
        ),
        AgentMethod(
            "MDO", "GetListItem", get_item, "One item of a list, or null.", "MDOListItem", "{ListName, Id}"
        ),
        AgentMethod(
            "MDO",
            "GetListWithHistory",
            get_list,
            "What can be chosen from a list; nobody's last choices are kept.",
            several,
            "{Name, ForceFlatList: bool, AdditionalInfo, HistoryItems: int[], OnlyHistory: bool}",
        ),
        AgentMethod(
            "MDO",
            "GetListWithRestriction",
            lambda call: items(call, call.text("Name"), flat=True, query=call.text("SearchValue").strip()),
            "What can be chosen from a list and holds the search, flat.",
            several,
            "{Name, AdditionalInfo, SearchValue}",
        ),
        AgentMethod(
            "MDO",
            "GetListNames",
            lambda _call: names_of(shelf, assortments),
            "The names of all lists to choose from.",
            "string[]",
        ),
        AgentMethod("MDO", "GetListIdByListName", number, "The number of a list, or 0.", "int", "{Name}"),
        AgentMethod(
            "MDO",
            "GetSelectableSimpleList",
            lambda call: selectable(items(call, call.text("Name"), flat=True)),
            "What can be chosen from a list, flat, with marks of what is chosen.",
            "SelectableMDOListItem[]",
            "{Name}",
        ),
        AgentMethod(
            "MDO",
            "GetSelectableList",
            lambda call: selectable(get_list(call)),
            "What can be chosen from a list, with marks of what is chosen.",
            "SelectableMDOListItem[]",
            arguments,
        ),
    ]


def _list_methods(shelf: Shelf) -> list[AgentMethod]:
    def answered(call: AgentCall, found: ListDefinition | None) -> Carrier | None:
        if found is None or not call.caller.may("view", found.model):
            return None
        return call.dialect.spoken(shelf.carrier(found))

    def everything(call: AgentCall) -> list[Carrier]:
        lists = shelf.all(with_retired=call.truth("IncludeDeleted"))
        seen = [shelf.carrier(each) for each in lists if call.caller.may("view", each.model)]
        return call.dialect.spoken(seen)

    return [
        AgentMethod(
            "List",
            "GetListEntity",
            lambda call: answered(call, shelf.find(key=call.number("listEntityId"))),
            "The definition of one list, or null.",
            "ListEntity",
            "?listEntityId=",
        ),
        AgentMethod(
            "List",
            "GetListEntityByName",
            lambda call: answered(call, shelf.find(call.text("Name"))),
            "The definition of the list of this name, or null.",
            "ListEntity",
            "{Name}",
        ),
        AgentMethod(
            "List",
            "GetListDefinitions",
            everything,
            "The definitions of all lists.",
            "ListEntity[]",
            "{IncludeDeleted: bool}",
        ),
    ]

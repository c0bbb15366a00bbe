"""Archives over Agents: the same rows by name, columns, order and restrictions, as arrays or as texts.

Values come in the encoded form (`[I:3]`, `[D:2026-02-03]`); a negative page is a number of rows to skip.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils import timezone
from rest_framework import exceptions

from crm.wire.archive.ask import ask, entities_of, page_size, shown
from crm.wire.archive.columns import Archive
from crm.wire.archive.convert import Asking
from crm.wire.archive.grammar import parse
from crm.wire.archive.metadata import described
from crm.wire.archive.options import Options, Order, names_in, orders_in
from crm.wire.archive.restrictions import tree_of
from crm.wire.archive.views import ArchiveView
from crm.wire.calls import AgentCall, AgentMethod, agent_method
from crm.wire.deviations import ignored
from crm.wire.errors import BadMember
from crm.wire.kinds import BOOLEAN, DATE_TIME, DAY, DOUBLE, INT32, INTEGER, Kind

AGENT = "Archive"
BY_ARRAYS = "{ProviderName, Columns: string[], SortOrder: ArchiveOrderByInfo[], Restriction: ArchiveRestrictionInfo[], Entities: string[], Page: int, PageSize: int}"
BY_TEXTS = "{ProviderName, Columns, SortOrder, Restrictions, Entities, Page: int, PageSize: int}: texts, as in $select, $orderBy, $filter"
Rows = list[dict[str, Any]]
NO_RIGHTS: dict[str, Any] = {"TableRight": None, "FieldProperties": {}}  # as in all carriers that tell none

DEVIATIONS = {"argument Archive/* Context": ignored("no archive here asks for a context")}


def archive_of(call: AgentCall) -> Archive:
    """The archive that a call names. Raises NotFound."""
    name = str(call.argument("ProviderName") or "")
    found = ArchiveView.archives.get(name.lower())
    if found is None:
        raise exceptions.NotFound(f"There is no archive {name!r}.")
    call.must("view", found.model)
    return found


def _names(call: AgentCall, name: str) -> tuple[str, ...]:
    given = call.argument(name)
    if given is None or isinstance(given, str):
        return names_in(given or "")
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise BadMember(f"$.{name}", "An array of names is expected here.")
    return tuple(given)


def _orders(call: AgentCall) -> tuple[Order, ...]:
    given = call.argument("SortOrder")
    if given is None or isinstance(given, str):
        return orders_in(given or "")
    if not isinstance(given, list):
        raise BadMember("$.SortOrder", "An array of columns with directions is expected here.")
    orders = []
    for number, element in enumerate(given):
        members = (
            {str(name).lower(): value for name, value in element.items()}
            if isinstance(element, Mapping)
            else {}
        )
        if not isinstance(members.get("name"), str):
            raise BadMember(f"$.SortOrder[{number}]", "A Name and a Direction are expected here.")
        orders.append(Order(members["name"], str(members.get("direction") or "ASC").upper() == "DESC"))
    return tuple(orders)


def _options(call: AgentCall) -> Options:
    given = call.argument("Restriction")
    given = call.argument("Restrictions") if given is None else given
    page, size = call.number("Page"), call.number("PageSize")
    top = page_size(size if size > 0 else None)
    return Options(
        select=_names(call, "Columns"),
        filter=parse(given) if isinstance(given, str) else tree_of(given, "$.Restriction"),
        order=_orders(call),
        entities=_names(call, "Entities"),
        top=top,
        skip=min(-page if page < 0 else page * top, INT32),
        full=True,
        counted=True,
    )


def _rows(call: AgentCall, *, counted: bool) -> tuple[Rows, int]:
    archive = archive_of(call)
    asking = Asking(call.caller, timezone.now(), call.dialect.clock)
    options = _options(call)
    page = ask(archive, options if counted else replace(options, counted=False), asking)
    kinds = {one.name: one.place.column.kind for one in shown(archive, options, asking)}
    return [_row(row, kinds) for row in page.rows], page.count or 0


def _row(row: dict[str, Any], kinds: Mapping[str, Kind]) -> dict[str, Any]:
    return {
        "EntityName": row["EntityName"],
        "PrimaryKey": row["PrimaryKey"],
        "ColumnData": {
            name: {
                "DisplayValue": encoded(kinds[name], cell["DisplayValue"]),
                "TooltipHint": cell["TooltipHint"],
                "LinkHint": cell["LinkHint"],
            }
            for name, cell in row["Column"].items()
        },
        "LinkHint": row["LinkHint"],
        "StyleHint": row["StyleHint"],
        **NO_RIGHTS,
    }


def encoded(kind: Kind, value: Any) -> str:
    """A value in the encoded form of the agents; texts are never encoded."""
    if kind is INTEGER:
        return f"[I:{value}]"
    if kind is DOUBLE:
        return f"[F:{value}]"
    if kind is BOOLEAN:
        return f"[I:{int(value)}]"
    if kind in (DATE_TIME, DAY):
        day, _, time = str(value).partition("T")
        return f"[D:{day}]" if time.startswith("00:00:00") else f"[DT:{day} {time}]"
    return str(value)


@agent_method(AGENT, returns="ArchiveListResult")
def create_default_archive_list_result(_call: AgentCall) -> dict[str, Any]:
    """An empty result."""
    return {"RowCount": 0, "Rows": [], **NO_RIGHTS}


@agent_method(AGENT, returns="string[]")
def get_provider_names(_call: AgentCall) -> list[str]:
    """The names of all archives."""
    return [archive.name for archive in ArchiveView.archives.values()]


@agent_method(AGENT, "{ProviderName, Context}", "ArchiveColumnInfo[]")
def get_available_columns(call: AgentCall) -> Rows:
    """The columns of an archive."""
    return described(archive_of(call), call.caller)


@agent_method(AGENT, "{ProviderName, Context}", "MDOListItem[]")
def get_available_entities(call: AgentCall) -> Rows:
    """The kinds of rows of an archive."""
    archive = archive_of(call)
    return [_item(number, name) for number, name in enumerate(entities_of(archive).values(), start=1)]


def _item(number: int, name: str) -> dict[str, Any]:
    return {
        "Id": number, "Name": name, "ToolTip": "", "Deleted": False, "Rank": number, "Type": name, "ChildItems": [],
        "IconHint": "", "ColorBlock": 0, "ExtraInfo": "", "StyleHint": "", "FullName": name, "TableRight": None,
        "FieldProperties": {},
    }  # fmt: skip


def _page(call: AgentCall) -> Rows:
    return _rows(call, counted=False)[0]


def _result(call: AgentCall) -> dict[str, Any]:
    rows, count = _rows(call, counted=True)
    return {"RowCount": count, "Rows": rows, **NO_RIGHTS}


def _lists() -> list[AgentMethod]:
    """The list methods: with arrays and, ending in 2, with texts; `WithHeader` counts all rows."""
    return [
        AgentMethod(AGENT, f"GetArchiveListByColumns{ending}{two}", call, summary, returns, takes)
        for two, takes in (("", BY_ARRAYS), ("2", BY_TEXTS))
        for ending, call, returns, summary in (
            ("", _page, "ArchiveListItem[]", "A page of an archive."),
            ("WithContext", _page, "ArchiveListItem[]", "A page of an archive; the context has no effect."),
            (
                "WithHeader",
                _result,
                "ArchiveListResult",
                "A page of an archive, and how many rows there are.",
            ),
        )
    ]


AGENT_METHODS = [
    create_default_archive_list_result,
    get_provider_names,
    get_available_columns,
    get_available_entities,
    *_lists(),
]

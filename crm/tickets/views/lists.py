"""The lists that sort tickets, over REST and Agents."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpResponse
from rest_framework.request import Request

from crm.directory.actions import must_have
from crm.directory.models import Function
from crm.tickets.actions import (
    move_tickets,
    name_categories,
    replace_status,
    replace_type,
    retire_category,
    retire_priority,
    retire_status,
    retire_type,
    save_category,
    save_priority,
    save_status,
    save_type,
)
from crm.tickets.contracts import (
    CATEGORY_CHOICE,
    PRIORITY_CHOICE,
    TICKET_CATEGORY,
    TICKET_PRIORITY,
    TICKET_STATUS,
    TICKET_TYPE_ENTITY,
)
from crm.tickets.models import (
    Origin,
    PriorityState,
    Ticket,
    TicketCategory,
    TicketPriority,
    TicketStatus,
    TicketType,
)
from crm.wire.agents import AgentCall, AgentMethod, EntityAgent, agent_method, getter
from crm.wire.bind import refusing
from crm.wire.catalogue import Assortment, Entry, ListDefinition
from crm.wire.contract import Contract
from crm.wire.entities import EntityRoutes
from crm.wire.errors import BadMember
from crm.wire.listing import live_keys, view_of
from crm.wire.read import rows_of
from crm.wire.routes import templated
from crm.wire.schema import operation
from crm.wire.steps import Carrier
from crm.wire.views import NO_CONTENT, ROOT, ApiView

AGENT = "List"


def _category(row: TicketCategory) -> Entry:
    path = row.fullname or row.name
    return Entry(row.pk, row.name, path, row.deleted, full_name=path, parent=row.parent_id)


def _priority(row: TicketPriority) -> Entry:
    return Entry(row.pk, row.name, deleted=row.status == PriorityState.DELETED, rank=row.sort_order)


CATEGORIES = ListDefinition(
    11,
    "TicketCategory",
    ("ejcategory", "ticketcategory"),
    TicketCategory,
    TICKET_CATEGORY,
    save_category,
    retire_category,
    _category,
    has_choices=False,
)
PRIORITIES = ListDefinition(
    12,
    "TicketPriority",
    ("ticketpriority",),
    TicketPriority,
    TICKET_PRIORITY,
    save_priority,
    retire_priority,
    _priority,
    has_choices=False,
)
STATUSES = ListDefinition(
    13,
    "TicketStatus",
    ("ticketstatus",),
    TicketStatus,
    TICKET_STATUS,
    save_status,
    retire_status,
    has_choices=False,
)
TYPES = ListDefinition(
    14,
    "TicketType",
    ("TicketType",),
    TicketType,
    TICKET_TYPE_ENTITY,
    save_type,
    retire_type,
    has_choices=False,
)
LISTS = [CATEGORIES, PRIORITIES, STATUSES, TYPES]


def _origins(_caller: Any, _query: str) -> Iterable[Entry]:
    return [Entry(int(origin), str(origin.label)) for origin in Origin]


ASSORTMENTS = [Assortment(("ticketorigin",), Ticket, _origins)]


class StatusChangeView(ApiView):
    """`GET /List/TicketStatus/{from}/ChangeTo/{to}`, which writes, as documented."""

    @operation()
    def change(self, request: Request, fromId: str, toId: str) -> HttpResponse:  # noqa: N803  # parts of the address
        """Gives another status to everything that has this one; the header Authorization is needed."""
        if "HTTP_AUTHORIZATION" not in request.META:
            raise PermissionDenied(
                "This GET writes: sign in with the header Authorization, not with a cookie."
            )
        caller = self.caller(request)
        self.must("change", TicketStatus, caller)
        self.must("change", Ticket, caller)
        old, new = rows_of(TICKET_STATUS, [int(fromId), int(toId)], caller, every=True)
        with refusing(TICKET_STATUS):
            replace_status(old, new, by=caller)
        return HttpResponse(status=NO_CONTENT)


def _pair(call: AgentCall, contract: Contract, names: tuple[str, str]) -> list[Any]:
    """The two rows that a method names. Raises BadMember."""
    call.must("change", contract.model)
    call.must("change", Ticket)
    return [rows_of(contract, [call.number(name)], call.caller, f"$.{name}", every=True)[0] for name in names]


def _live(call: AgentCall, definition: ListDefinition, contract: Contract | None = None) -> list[Carrier]:
    """The rows of a list that can be chosen, all of them with `IncludeDeleted`."""
    call.must("view", definition.model)
    keys = live_keys(definition, with_retired=call.truth("IncludeDeleted"))
    rows: models.QuerySet[Any] = definition.model._default_manager.filter(pk__in=keys)
    return call.all(contract or definition.contract, rows)


def _of_ids(call: AgentCall, contract: Contract) -> list[Carrier]:
    """The rows of the ids that are the body, in their order."""
    call.must("view", contract.model)
    keys = call.numbers()
    rows = call.all(contract, contract.model._default_manager.filter(pk__in=keys))
    return sorted(rows, key=lambda carrier: keys.index(next(iter(carrier.values()))))


@agent_method(AGENT, "int[]", "TicketCategoryEntity[]", answers=TICKET_CATEGORY)
def get_ticket_category_list(call: AgentCall) -> list[Carrier]:
    """The categories of these ids, in this order."""
    return _of_ids(call, TICKET_CATEGORY)


@agent_method(AGENT, "", "TicketCategoryEntity[]", answers=TICKET_CATEGORY)
def get_ticket_categories(call: AgentCall) -> list[Carrier]:
    """All categories that can be chosen."""
    return _live(call, CATEGORIES)


@agent_method(AGENT, "int[]", "TicketPriority[]", answers=PRIORITY_CHOICE)
def get_ticket_priority_list(call: AgentCall) -> list[Carrier]:
    """The priorities of these ids, in this order, by their names."""
    return _of_ids(call, PRIORITY_CHOICE)


@agent_method(AGENT, "", "TicketPriority[]", answers=PRIORITY_CHOICE)
def get_ticket_priorities(call: AgentCall) -> list[Carrier]:
    """All priorities that can be chosen, by their names."""
    return _live(call, PRIORITIES, PRIORITY_CHOICE)


@agent_method(AGENT, "{IncludeDeleted: bool}", "TicketPriorityEntity[]", answers=TICKET_PRIORITY)
def get_all_ticket_priorities(call: AgentCall) -> list[Carrier]:
    """All priorities with what they bring, retired ones too with IncludeDeleted."""
    return _live(call, PRIORITIES)


@agent_method(AGENT, "int[]", "TicketStatusEntity[]", answers=TICKET_STATUS)
def get_ticket_status_list(call: AgentCall) -> list[Carrier]:
    """The statuses of these ids, in this order."""
    return _of_ids(call, TICKET_STATUS)


@agent_method(AGENT, "", "TicketStatusEntity[]", answers=TICKET_STATUS)
def get_ticket_statuses(call: AgentCall) -> list[Carrier]:
    """All statuses that can be chosen."""
    return _live(call, STATUSES)


@agent_method(AGENT, "int[]", "TicketTypeEntity[]", answers=TICKET_TYPE_ENTITY)
def get_ticket_type_list(call: AgentCall) -> list[Carrier]:
    """The ticket types of these ids, in this order."""
    return _of_ids(call, TICKET_TYPE_ENTITY)


@agent_method(AGENT, "", "TicketTypeEntity[]", answers=TICKET_TYPE_ENTITY)
def get_ticket_types(call: AgentCall) -> list[Carrier]:
    """All ticket types that can be chosen."""
    return _live(call, TYPES)


@agent_method(AGENT, "{FromTicketStatusId, ToTicketStatusId}")
def global_change_ticket_status(call: AgentCall) -> None:
    """Gives another status to everything that has this one."""
    old, new = _pair(call, TICKET_STATUS, ("FromTicketStatusId", "ToTicketStatusId"))
    with refusing(TICKET_STATUS):
        replace_status(old, new, by=call.caller)


@agent_method(AGENT, "{FromTicketTypeId, ToTicketTypeId}")
def global_change_ticket_type(call: AgentCall) -> None:
    """Gives another type to every ticket of this one."""
    old, new = _pair(call, TICKET_TYPE_ENTITY, ("FromTicketTypeId", "ToTicketTypeId"))
    replace_type(old, new, by=call.caller)


@agent_method(AGENT, "{FromTicketCategoryId, ToTicketCategoryId}")
def move_all_tickets(call: AgentCall) -> None:
    """Moves every ticket of a category into another."""
    old, new = _pair(call, TICKET_CATEGORY, ("FromTicketCategoryId", "ToTicketCategoryId"))
    move_tickets(old, new, by=call.caller)


@agent_method(AGENT)
def rebuild_fullnames(call: AgentCall) -> None:
    """Names every category by the path to it."""
    call.must("change", TicketCategory)
    must_have(call.caller, Function.CATEGORIES, Function.SERVICE)
    for top in TicketCategory.objects.filter(parent=None):
        name_categories(top)


def _sorter(name: str, definition: ListDefinition, column: str) -> AgentMethod:
    """The method that puts one row of a list in its place."""

    def sort(call: AgentCall) -> None:
        call.must("change", definition.model)
        key = f"{definition.name}Id"
        (row,) = rows_of(definition.contract, [call.number(key)], call.caller, f"$.{key}", every=True)
        place = call.number("SortOrder")
        if not 0 <= place <= 32767:
            raise BadMember("$.SortOrder", f"{place} lies outside 0 to 32767.")
        definition.save(row, {column: place}, by=call.caller)

    return AgentMethod(
        AGENT, name, sort, "Puts one row in its place.", None, f"{{{definition.name}Id, SortOrder: int}}"
    )


ROUTES = [EntityRoutes("TicketType", view_of(TYPES))]
ADDRESSES = [
    templated(f"{ROOT}/List/TicketStatus/{{fromId}}/ChangeTo/{{toId}}", StatusChangeView, {"get": "change"})
]
AGENT_METHODS = [
    *[method for each in LISTS for method in EntityAgent(AGENT, view_of(each)).methods()],
    getter(AGENT, CATEGORY_CHOICE, "GetTicketCategory", "ticketCategoryId"),
    getter(AGENT, PRIORITY_CHOICE, "GetTicketPriority", "ticketPriorityId"),
    get_ticket_category_list,
    get_ticket_categories,
    get_ticket_priority_list,
    get_ticket_priorities,
    get_all_ticket_priorities,
    get_ticket_status_list,
    get_ticket_statuses,
    get_ticket_type_list,
    get_ticket_types,
    global_change_ticket_status,
    global_change_ticket_type,
    move_all_tickets,
    rebuild_fullnames,
    _sorter("SetTicketPrioritySortOrder", PRIORITIES, "sort_order"),
    _sorter("SetTicketStatusSortOrder", STATUSES, "rank"),
    _sorter("SetTicketTypeSortOrder", TYPES, "rank"),
]

"""The short lists over REST and Agents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models
from django.db.models import Q

from crm.directory.actions import retire_item, save_item
from crm.directory.contracts import PRIORITY, SIMPLE_TASK, TASK, item_contract
from crm.directory.models import (
    Associate,
    Business,
    Contact,
    ContactCategory,
    ContactInterest,
    Country,
    Currency,
    Person,
    PersonInterest,
    Position,
    Priority,
    Project,
    ProjectStatus,
    ProjectType,
    RejectReason,
    Sale,
    SaleType,
    Task,
    UserGroup,
)
from crm.directory.models.lists import ListItem
from crm.directory.views.roles import ROLES
from crm.wire.agents import AgentCall, AgentMethod, EntityAgent, agent_method, getter
from crm.wire.catalogue import LONGEST, Assortment, Entry, ListDefinition
from crm.wire.contract import Contract
from crm.wire.listing import view_of
from crm.wire.steps import Carrier

AGENT = "List"
SHAPE = item_contract(Priority, 0)  # stands for every ordinary list in the API docs


def _list(number: int, name: str, names: Sequence[str], model: type[ListItem]) -> ListDefinition:
    """An ordinary list."""
    contract = item_contract(model, number)
    return ListDefinition(number, name, names, model, contract, save_item, retire_item, shape=SHAPE)


TASKS = ListDefinition(2, "Task", ("task",), Task, TASK, save_item, retire_item)
LISTS = [
    _list(1, "Priority", ("priority",), Priority),
    TASKS,
    _list(3, "RejectReason", ("rejectReason",), RejectReason),
    _list(4, "Category", ("category",), ContactCategory),
    _list(5, "Business", ("business",), Business),
    _list(6, "Country", ("country",), Country),
    _list(7, "Position", ("perspos", "position"), Position),
    _list(8, "Currency", ("currency",), Currency),
    _list(9, "ContactInterest", ("contint",), ContactInterest),
    _list(10, "PersonInterest", ("persint",), PersonInterest),
    _list(15, "ProjectStatus", ("projectstatus",), ProjectStatus),
    _list(16, "ProjectType", ("projecttype",), ProjectType),
    _list(17, "SaleType", ("saletype",), SaleType),
]


def _associates(caller: Any, query: str) -> Iterable[Entry]:
    """Users by name; only themselves for those from outside."""
    known = Associate.objects.catalog().values()
    for user in known:
        if caller.is_internal or user.pk == caller.pk:
            yield Entry(user.pk, str(user), user.tooltip or user.name, user.deleted, user.rank, "associate")


def _groups(_caller: Any, _query: str) -> Iterable[Entry]:
    for group in UserGroup.objects.catalog().values():
        yield Entry(group.pk, group.name, group.tooltip, group.deleted, group.rank, "usergroup")


def _found(rows: models.QuerySet[Any], names: Sequence[str], query: str) -> Iterable[Any]:
    """The first rows whose names hold every word of the search."""
    for word in query.split():
        told = Q()
        for name in names:
            told |= Q(**{f"{name}__icontains": word})
        rows = rows.filter(told)
    return rows.order_by(*names, "pk")[:LONGEST]


def _people(caller: Any, query: str) -> Iterable[Entry]:
    rows = Person.objects.visible_to(caller).filter(retired=False).select_related("contact")
    for person in _found(rows, ("lastname", "firstname", "middle_name"), query):
        tooltip = str(person.contact or "")
        yield Entry(person.pk, str(person), tooltip, kind="person", full_name=str(person))


def _companies(caller: Any, query: str) -> Iterable[Entry]:
    for company in _found(Contact.objects.visible_to(caller), ("name", "department"), query):
        yield Entry(company.pk, str(company), company.department, kind="contact")


def _projects(caller: Any, query: str) -> Iterable[Entry]:
    for project in _found(Project.objects.visible_to(caller), ("name",), query):
        yield Entry(project.pk, project.name, project.description[:254], kind="project")


def _sales(caller: Any, query: str) -> Iterable[Entry]:
    for sale in _found(Sale.objects.visible_to(caller), ("title",), query):
        yield Entry(sale.pk, sale.title, kind="sale")


ASSORTMENTS = [
    Assortment(("associate",), Associate, _associates),
    Assortment(("usergroup",), UserGroup, _groups),
    ROLES,
    Assortment(("person", "person_new"), Person, _people, searches=True),
    Assortment(("contact", "contact_new"), Contact, _companies, searches=True),
    Assortment(("project",), Project, _projects, searches=True),
    Assortment(("sale",), Sale, _sales, searches=True),
]


def _several(call: AgentCall, contract: Contract, keys: list[int]) -> list[Carrier]:
    """The carriers of list rows of these ids, in this order."""
    call.must("view", contract.model)
    rows = call.all(contract, contract.model._default_manager.filter(pk__in=keys))
    return sorted(rows, key=lambda carrier: keys.index(next(iter(carrier.values()))))


def _live(call: AgentCall, contract: Contract, *, with_retired: bool = False) -> list[Carrier]:
    call.must("view", contract.model)
    rows = contract.model._default_manager.all()
    return call.all(contract, rows if with_retired else rows.filter(deleted=False))


@agent_method(AGENT, "int[]", "Priority[]", answers=PRIORITY)
def get_priority_list(call: AgentCall) -> list[Carrier]:
    """The priorities of appointments of these ids, in this order."""
    return _several(call, PRIORITY, call.numbers())


@agent_method(AGENT, "", "Priority[]", answers=PRIORITY)
def get_priorities(call: AgentCall) -> list[Carrier]:
    """All priorities of appointments that can be chosen."""
    return _live(call, PRIORITY)


@agent_method(AGENT, "", "SoTask[]", answers=SIMPLE_TASK)
def get_tasks(call: AgentCall) -> list[Carrier]:
    """All activity types that can be chosen, by their names."""
    return _live(call, SIMPLE_TASK)


@agent_method(AGENT, "int[]", "SoTask[]", answers=SIMPLE_TASK)
def get_task_list(call: AgentCall) -> list[Carrier]:
    """The activity types of these ids, in this order, by their names."""
    return _several(call, SIMPLE_TASK, call.numbers())


@agent_method(AGENT, "{IncludeDeleted: bool}", "TaskListItem[]", answers=TASK)
def get_all_tasks(call: AgentCall) -> list[Carrier]:
    """All activity types with what they bring, retired ones too with IncludeDeleted."""
    return _live(call, TASK, with_retired=call.truth("IncludeDeleted"))


@agent_method("Appointment", "{IncludeDeleted: bool}", "TaskListItem[]", answers=TASK)
def get_task_list_items(call: AgentCall) -> list[Carrier]:
    """All activity types with what they bring, retired ones too with IncludeDeleted."""
    return _live(call, TASK, with_retired=call.truth("IncludeDeleted"))


# The agent of appointments makes and changes activity types, and deletes none.
OF_APPOINTMENTS = [
    each
    for each in EntityAgent("Appointment", view_of(TASKS)).methods()
    if not each.name.startswith("Delete")
]
AGENT_METHODS: list[AgentMethod] = [
    *OF_APPOINTMENTS,
    get_task_list_items,
    getter(AGENT, PRIORITY, "GetPriority", "priorityId"),
    getter(AGENT, SIMPLE_TASK, "GetSoTask", "soTaskId"),
    get_priority_list,
    get_priorities,
    get_tasks,
    get_task_list,
    get_all_tasks,
]

"""Lists over REST and Agents: definitions, items, and what there is to choose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db import models
from django.http import HttpResponse
from django.urls import URLPattern
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from crm.wire.bind import Values
from crm.wire.catalogue import Assortment, ListDefinition, choices, selectable
from crm.wire.entities import EntityViewSet
from crm.wire.errors import RowNotFound
from crm.wire.media import QueryOptions, json_answer
from crm.wire.outside import Refusing
from crm.wire.read import read
from crm.wire.rights import must
from crm.wire.routes import templated
from crm.wire.schema import OWN, operation
from crm.wire.steps import Carrier
from crm.wire.views import ROOT

FLAT = OpenApiParameter("flat", bool, description="Whether the list is flat rather than nested.")
QUERY = OpenApiParameter("query", str, description="What the names must hold; the list is flat then.")
DELETED = OpenApiParameter("includeDeleted", bool, description="Whether retired ones are answered too.")
LIST_ENTITY = {"type": "object", "title": "ListEntity"}
CHOICE = {"type": "object", "title": "MDOListItem"}
HEADING = {"type": "object", "title": "HeadingEntity"}
# What the original does to headings and groups of items; lists have neither here.
OUTSIDE_LISTS = {
    "List/{name}/Items/{itemId}/Headings": "get put",
    "List/{name}/Items/{itemId}/UserGroups": "get put",
}


class ItemViewSet(Refusing, EntityViewSet):
    """`/List/{name}` and below: one list's definition and its items, which carry no `_Links`."""

    definition: ClassVar[ListDefinition]
    links_on_save = False

    def new(self, by: Any) -> models.Model:
        return self.definition.model()

    def save(self, row: Any, values: Values, by: Any, *, notify: bool) -> models.Model:
        saved: models.Model = self.definition.save(row, values, by=by)
        return saved

    def remove(self, row: Any, by: Any) -> None:
        self.definition.retire(row, by=by)

    @operation(OWN)
    def item(self, request: Request, key: str) -> HttpResponse:
        """Answers one item of the list."""
        caller = self.caller(request)
        self.must("view", self.contract.model, caller)
        return self._answer(request, self._number(key), caller, links=False)

    @operation(OWN, many=True, parameters=[DELETED])
    def items(self, request: Request) -> HttpResponse:
        """Answers all items of the list, without retired ones unless asked for."""
        caller = self.caller(request)
        self.must("view", self.contract.model, caller)
        keys = live_keys(self.definition, with_retired=QueryOptions(request).truth("includeDeleted"))
        rows = self.contract.model._default_manager.filter(pk__in=keys)
        return json_answer(read(self.contract, rows, caller, dialect=self.dialect))

    @operation(LIST_ENTITY)
    def define(self, request: Request) -> HttpResponse:
        """Answers the definition of the list."""
        self.must("view", self.contract.model, self.caller(request))
        return json_answer(self.dialect.spoken(defined(self.definition, request)))

    @operation(HEADING, many=True)
    def headings(self, request: Request) -> HttpResponse:
        """Answers the headings of the list; lists have none here."""
        self.must("view", self.contract.model, self.caller(request))
        return json_answer([])

    @operation(CHOICE, many=True, parameters=[FLAT, QUERY])
    def choices(self, request: Request) -> HttpResponse:
        """Answers what can be chosen from the list."""
        return json_answer(chosen(self.definition.assortment, request, self.caller(request), self.dialect))


def live_keys(definition: ListDefinition, *, with_retired: bool = False) -> list[int]:
    """The ids of the rows of a list, in its order; without retired ones unless asked for."""
    catalog: dict[int, Any] = definition.model._default_manager.catalog()  # type: ignore[attr-defined]  # a list's
    return [key for key, row in catalog.items() if with_retired or not definition.entry(row).deleted]


def defined(definition: ListDefinition, request: Request) -> Carrier:
    """The `ListEntity` of a list with its links."""
    address = request.build_absolute_uri(f"{ROOT}/List")
    return {
        **definition.carrier(),
        "_Links": {"Self": f"{address}/{definition.name}", "Archive": f"{address}/{definition.name}/Items"},
    }


def chosen(assortment: Assortment, request: Request, caller: Any, dialect: Any) -> list[Carrier]:
    """What the caller may choose from a list, as the query string asks."""
    must("view", assortment.model, caller)
    options = QueryOptions(request)
    query = (options.text("query") or "").strip()
    found = choices(assortment, caller, query, flat=options.truth("flat"))
    spoken: list[Carrier] = dialect.spoken(found)
    return spoken


class ListsView(Refusing):
    """`/List` and `/MDOList`: all lists, one by its name or number, and what there is to choose from it."""

    definitions: ClassVar[Sequence[ListDefinition]] = ()
    assortments: ClassVar[Mapping[str, Assortment]] = {}

    @operation(LIST_ENTITY, many=True)
    def all(self, request: Request) -> HttpResponse:
        """Answers the definitions of all lists that the caller may see."""
        caller = self.caller(request)
        seen = [each for each in self.definitions if caller.may("view", each.model)]
        return json_answer(self.dialect.spoken([each.carrier() for each in seen]))

    @operation(LIST_ENTITY)
    def one(self, request: Request, name: str) -> HttpResponse:
        """Answers the definition of one list, by its name or number."""
        found = definition_of(self.definitions, name, int(name) if name.isdecimal() else 0)
        if found is None:
            raise RowNotFound("List", name)
        self.must("view", found.model, self.caller(request))
        return json_answer(self.dialect.spoken(defined(found, request)))

    @operation({"type": "array", "items": {"type": "string"}})
    def names(self, request: Request) -> HttpResponse:
        """Answers the names of all lists to choose from."""
        return json_answer(sorted(name for each in set_of(self.assortments) for name in each.names))

    @operation(CHOICE, many=True, parameters=[FLAT, QUERY])
    def choices(self, request: Request, name: str) -> HttpResponse:
        """Answers what can be chosen from one list; nested unless it is to be flat or is searched."""
        return json_answer(chosen(self._assortment(name), request, self.caller(request), self.dialect))

    @operation(CHOICE, many=True, parameters=[FLAT])
    def selectable(self, request: Request, name: str) -> HttpResponse:
        """Answers what can be chosen from one list, with marks of what is chosen."""
        found = chosen(self._assortment(name), request, self.caller(request), self.dialect)
        return json_answer(selectable(found))

    def _assortment(self, name: str) -> Assortment:
        found = self.assortments.get(name.lower())
        if found is None:
            raise RowNotFound("List", name)
        return found


def set_of(assortments: Mapping[str, Assortment]) -> list[Assortment]:
    """The assortments behind their names, each once."""
    return list({id(each): each for each in assortments.values()}.values())


def definition_of(
    definitions: Sequence[ListDefinition], name: str = "", key: int = 0
) -> ListDefinition | None:
    """The list of this name, in any case, or of this number."""
    wanted = name.lower()
    return next((each for each in definitions if each.name.lower() == wanted or each.id == key), None)


def by_names(definitions: Sequence[ListDefinition], others: Sequence[Assortment]) -> dict[str, Assortment]:
    """Every list to choose from, by its lower-case names."""
    assortments = [*[each.assortment for each in definitions], *others]
    return {name.lower(): each for each in assortments for name in each.names}


def list_patterns(definitions: Sequence[ListDefinition], others: Sequence[Assortment]) -> list[URLPattern]:
    """The addresses of all lists."""
    ListsView.definitions = definitions
    ListsView.assortments = by_names(definitions, others)
    general = {
        "List": {"get": "all", "post": "refuse"},
        "List/default": {"get": "refuse"},
        "List/{name}": {"get": "one", "put": "refuse", "patch": "refuse", "delete": "refuse"},
        "MDOList": {"get": "names"},
        "MDOList/{name}": {"get": "choices"},
        "MDOList/{name}/selectable": {"get": "selectable"},
    }
    return [
        *[pattern for each in definitions for pattern in _patterns(each)],
        *[templated(f"{ROOT}/{tail}", ListsView, verbs) for tail, verbs in general.items()],
    ]


def view_of(definition: ListDefinition) -> type[ItemViewSet]:
    """The view of one list's items."""
    own = {
        "contract": definition.contract,
        "shape": definition.shape,
        "definition": definition,
        "__doc__": ItemViewSet.__doc__,
    }
    return type(f"{definition.name}Items", (ItemViewSet,), own)


def _patterns(definition: ListDefinition) -> list[URLPattern]:
    table = {
        "": {"get": "define", "put": "refuse"},
        "/Items": {"get": "items", "post": "create", "put": "refuse", "delete": "refuse"},
        "/Items/Default": {"get": "default"},
        "/Items/{key}": {"get": "item", "put": "update", "delete": "destroy"},
        "/Headings": {"get": "headings", "post": "refuse", "put": "refuse", "delete": "refuse"},
    }
    if definition.has_choices:
        table["/MDOItems"] = {"get": "choices"}
    view = view_of(definition)
    return [templated(f"{ROOT}/List/{definition.name}{tail}", view, verbs) for tail, verbs in table.items()]

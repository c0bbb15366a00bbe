"""Lists over REST: their items, and what there is to choose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db import models, transaction
from django.http import HttpResponse
from django.urls import URLPattern
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from crm.wire.bind import MAX_ELEMENTS, Values, bind, key_in
from crm.wire.catalogue import Assortment, ListDefinition, Shelf, choices, selectable
from crm.wire.entities import EntityViewSet
from crm.wire.errors import BadMember, RowNotFound
from crm.wire.lists import touch
from crm.wire.media import QueryOptions, json_answer
from crm.wire.outside import Refusing
from crm.wire.read import read
from crm.wire.rights import must
from crm.wire.routes import templated
from crm.wire.schema import OWN, operation
from crm.wire.steps import Carrier
from crm.wire.views import NO_CONTENT, ROOT, body_of

FLAT = OpenApiParameter("flat", bool, description="Whether the list is flat rather than nested.")
QUERY = OpenApiParameter("query", str, description="What the names must hold; the list is flat then.")
DELETED = OpenApiParameter("includeDeleted", bool, description="Whether retired ones are answered too.")
ADDITIONAL = OpenApiParameter("additional", str, description="Accepted, without effect.")
CHOICE = {"type": "object", "title": "MDOListItem"}
SELECTABLE = {"type": "object", "title": "SelectableMDOListItem"}


class ItemViewSet(Refusing, EntityViewSet):
    """`/List/{name}/Items` and below: the items of one list, which carry no `_Links`."""

    definition: ListDefinition
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

    @operation(OWN, body=OWN, many=True)
    def save_items(self, request: Request) -> HttpResponse:
        """Saves the items that the body holds, those without an id as new ones, and answers the list."""
        caller, body = self.caller(request), body_of(request)
        self.must("change", self.contract.model, caller)
        self.must("add", self.contract.model, caller)
        if not isinstance(body, list) or len(body) > MAX_ELEMENTS:
            raise BadMember(
                "$", f"An array of at most {MAX_ELEMENTS} {self.contract.name}s is expected here."
            )
        with transaction.atomic():
            touch()
            for number, element in enumerate(body):
                path = f"$[{number}]"
                key = key_in(self.contract, element, path)
                row = self._row(str(key), caller) if key > 0 else self.new(caller)
                there = row if key > 0 else None
                values = bind(
                    self.contract,
                    element,
                    caller,
                    replacing=key > 0,
                    path=path,
                    row=there,
                    dialect=self.dialect,
                )
                self.saved(row, values, caller, notify=False, path=path)
        answer: HttpResponse = self.items(request)
        return answer

    @operation()
    def retire_items(self, request: Request) -> HttpResponse:
        """Marks every item of the list as deleted."""
        caller = self.caller(request)
        self.must("delete", self.contract.model, caller)
        with transaction.atomic():
            touch()
            for key in live_keys(self.definition):
                self.removed(self._row(str(key), caller), caller)
        return HttpResponse(status=NO_CONTENT)

    @operation(CHOICE, many=True, parameters=[FLAT, QUERY])
    def choices(self, request: Request) -> HttpResponse:
        """Answers what can be chosen from the list."""
        return json_answer(chosen(self.definition.assortment, request, self.caller(request), self.dialect))


def live_keys(definition: ListDefinition, *, with_retired: bool = False) -> list[int]:
    """The ids of the rows of a list, in its order; without retired ones unless asked for."""
    return [
        key for key, row in definition.catalog().items() if with_retired or not definition.entry(row).deleted
    ]


def chosen(assortment: Assortment, request: Request, caller: Any, dialect: Any) -> list[Carrier]:
    """What the caller may choose from a list, as the query string asks."""
    must("view", assortment.model, caller)
    options = QueryOptions(request)
    query = (options.text("query") or "").strip()
    found = choices(assortment, caller, query, flat=options.truth("flat"))
    spoken: list[Carrier] = dialect.spoken(found)
    return spoken


class ChoicesView(Refusing):
    """`/MDOList`: what there is to choose from each list."""

    shelf: ClassVar[Shelf]
    assortments: ClassVar[Mapping[str, Assortment]] = {}

    @operation({"type": "array", "items": {"type": "string"}})
    def names(self, request: Request) -> HttpResponse:
        """Answers the names of all lists to choose from."""
        return json_answer(names_of(self.shelf, self.assortments))

    @operation(CHOICE, many=True, parameters=[FLAT, QUERY, ADDITIONAL])
    def choices(self, request: Request, name: str) -> HttpResponse:
        """Answers what can be chosen from one list; nested unless it is to be flat or is searched."""
        return json_answer(chosen(self._assortment(name), request, self.caller(request), self.dialect))

    @operation(SELECTABLE, many=True, parameters=[FLAT, ADDITIONAL])
    def selectable(self, request: Request, name: str) -> HttpResponse:
        """Answers what can be chosen from one list, with marks of what is chosen."""
        found = chosen(self._assortment(name), request, self.caller(request), self.dialect)
        return json_answer(selectable(found))

    def _assortment(self, name: str) -> Assortment:
        return assortment_of(self.shelf, self.assortments, name)


def assortment_of(shelf: Shelf, assortments: Mapping[str, Assortment], name: str) -> Assortment:
    """The list to choose from of this name, in any case. Raises RowNotFound."""
    found = assortments.get(name.lower())
    if found is None and (made := shelf.find(name)) is not None:
        found = made.assortment
    if found is None:
        raise RowNotFound("List", name)
    return found


def names_of(shelf: Shelf, assortments: Mapping[str, Assortment]) -> list[str]:
    """The names of all lists to choose from."""
    known = {name.lower(): name for each in assortments.values() for name in each.names}
    made = {name.lower(): name for each in shelf.all() for name in each.names}
    return sorted({**made, **known}.values())


def by_names(definitions: Sequence[ListDefinition], others: Sequence[Assortment]) -> dict[str, Assortment]:
    """Every list to choose from that is not made by people, by its lower-case names."""
    assortments = [*[each.assortment for each in definitions], *others]
    return {name.lower(): each for each in assortments for name in each.names}


def list_patterns(
    definitions: Sequence[ListDefinition], others: Sequence[Assortment], shelf: Shelf
) -> list[URLPattern]:
    """The addresses of the lists that features bring, and of what there is to choose."""
    ChoicesView.shelf = shelf
    ChoicesView.assortments = by_names(definitions, others)
    general = {
        "MDOList": {"get": "names"},
        "MDOList/{name}": {"get": "choices"},
        "MDOList/{name}/selectable": {"get": "selectable"},
    }
    return [
        *[pattern for each in definitions for pattern in _patterns(each)],
        *[templated(f"{ROOT}/{tail}", ChoicesView, verbs) for tail, verbs in general.items()],
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


ITEMS: Mapping[str, Mapping[str, str]] = {
    "/Items": {"get": "items", "post": "create"},
    "/Items/Default": {"get": "default"},
    "/Items/{key}": {"get": "item", "put": "update", "delete": "destroy"},
}
CHOSEN: Mapping[str, Mapping[str, str]] = {
    **ITEMS,
    "/Items": {**ITEMS["/Items"], "put": "save_items", "delete": "retire_items"},
    "/MDOItems": {"get": "choices"},
}


def _patterns(definition: ListDefinition) -> list[URLPattern]:
    view = view_of(definition)
    table = CHOSEN if definition.has_choices else ITEMS
    return [templated(f"{ROOT}/List/{definition.name}{tail}", view, verbs) for tail, verbs in table.items()]

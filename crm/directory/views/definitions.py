"""`/List`: the lists themselves, built in or made here, by number or by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import quote

from django.http import HttpResponse
from django.urls import URLPattern
from rest_framework.request import Request

from crm.directory.actions import retire_list, save_list
from crm.directory.contracts import LIST_ENTITY
from crm.directory.models import CustomList
from crm.directory.views.shelf import Lists, definition_of, overlaid
from crm.wire.bind import bind, refusing
from crm.wire.catalogue import ListDefinition
from crm.wire.errors import BadMember, RowNotFound
from crm.wire.listing import DELETED
from crm.wire.media import QueryOptions, json_answer
from crm.wire.outside import Refusing
from crm.wire.patch import patched
from crm.wire.repeats import once
from crm.wire.routes import templated
from crm.wire.schema import SELECT, operation
from crm.wire.select import narrowed, parse_select
from crm.wire.serializers import patch_of
from crm.wire.steps import Carrier
from crm.wire.views import NO_CONTENT, ROOT, body_of


class ShelfView(Refusing):
    """What the addresses below `/List` share."""

    shelf: ClassVar[Lists]

    def found(self, name: str) -> ListDefinition:
        """The list of a name or number. Raises RowNotFound."""
        found = self.shelf.find(name, int(name) if name.isdecimal() and len(name) < 10 else 0)
        if found is None:
            raise RowNotFound("List", name)
        return found


class DefinitionsView(ShelfView):
    """`/List` and `/List/{name}`."""

    @operation(LIST_ENTITY, many=True, parameters=[DELETED])
    def all(self, request: Request) -> HttpResponse:
        """Answers the definitions of all lists that the caller may see."""
        caller = self.caller(request)
        lists = self.shelf.all(with_retired=QueryOptions(request).truth("includeDeleted"))
        seen = [self.shelf.carrier(each) for each in lists if caller.may("view", each.model)]
        return json_answer(self.dialect.spoken(seen))

    @operation(LIST_ENTITY)
    def blank(self, request: Request) -> HttpResponse:
        """Answers a blank list."""
        row = CustomList()
        return json_answer(self.dialect.spoken(overlaid(definition_of(row).carrier(), row)))

    @operation(LIST_ENTITY, parameters=[SELECT])
    def one(self, request: Request, name: str) -> HttpResponse:
        """Answers the definition of one list, by its name or number."""
        found = self.found(name)
        self.must("view", found.model, self.caller(request))
        return self._told(request, found)

    @operation(LIST_ENTITY, body=LIST_ENTITY, parameters=[SELECT])
    def make(self, request: Request) -> HttpResponse:
        """Makes a list of one's own."""
        caller, body = self.caller(request), body_of(request)
        self.must("add", CustomList, caller)

        def made() -> HttpResponse:
            return self._saved(request, CustomList(), bind(LIST_ENTITY, body, caller, dialect=self.dialect))

        return once(request, caller, made)

    @operation(LIST_ENTITY, body=LIST_ENTITY, parameters=[SELECT])
    def change(self, request: Request, name: str) -> HttpResponse:
        """Replaces the definition of one list; a built-in one keeps its name."""
        caller, body = self.caller(request), body_of(request)
        self.must("change", CustomList, caller)
        row = self.shelf.row(self.found(name))
        if not body:
            raise BadMember("$", "A ListEntity is expected here.")
        return self._saved(
            request, row, bind(LIST_ENTITY, body, caller, replacing=True, dialect=self.dialect)
        )

    @operation(LIST_ENTITY, body=patch_of(LIST_ENTITY), parameters=[SELECT])
    def amend(self, request: Request, name: str) -> HttpResponse:
        """Changes the members of one definition that a patch names."""
        caller, body = self.caller(request), body_of(request)
        self.must("change", CustomList, caller)
        found = self.found(name)
        touched = patched(LIST_ENTITY, self.shelf.carrier(found), body, self.dialect.clock)
        return self._saved(
            request, self.shelf.row(found), bind(LIST_ENTITY, touched, caller, dialect=self.dialect)
        )

    @operation()
    def retire(self, request: Request, name: str) -> HttpResponse:
        """Marks one list that was made here as deleted."""
        caller = self.caller(request)
        self.must("delete", CustomList, caller)
        with refusing(LIST_ENTITY):
            retire_list(self.shelf.row(self.found(name)), by=caller)
        return HttpResponse(status=NO_CONTENT)

    def _saved(self, request: Request, row: CustomList, values: Mapping[str, Any]) -> HttpResponse:
        with refusing(LIST_ENTITY):
            saved = save_list(row, values, by=self.caller(request), reserved=self.shelf.reserved)
        return self._told(request, self.found(str(saved.pk)))

    def _told(self, request: Request, found: ListDefinition) -> HttpResponse:
        address = request.build_absolute_uri(f"{ROOT}/List/{quote(found.name, safe='')}")
        selection = parse_select(QueryOptions(request).text("$select"))
        carrier: Carrier = self.shelf.carrier(found)
        if selection is not None:
            carrier = narrowed(carrier, selection)
        links = {"Self": address, "Archive": f"{address}/Items"}
        return json_answer(self.dialect.spoken({**carrier, "_Links": links}))


def definition_patterns(shelf: Lists) -> list[URLPattern]:
    """The addresses of the lists themselves."""
    ShelfView.shelf = shelf
    table: Mapping[str, Mapping[str, str]] = {
        "List": {"get": "all", "post": "make"},
        "List/default": {"get": "blank"},
        "List/{name}": {"get": "one", "put": "change", "patch": "amend", "delete": "retire"},
    }
    return [templated(f"{ROOT}/{tail}", DefinitionsView, verbs) for tail, verbs in table.items()]

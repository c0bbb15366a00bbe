"""Headings of lists, which items stand below them, and which groups see an item."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.urls import URLPattern
from rest_framework.request import Request

from crm.directory.actions import head_item, retire_headings, save_heading, show_item
from crm.directory.contracts import HEADING
from crm.directory.models import ItemGroup, ListHeading, UserGroup
from crm.directory.views.definitions import ShelfView
from crm.directory.views.shelf import entry_of_heading, headings_of, items_below
from crm.wire.bind import MAX_ELEMENTS, bind, key_in, refusing
from crm.wire.catalogue import Assortment, Entry, ListDefinition, choices, entry_of_row, selectable
from crm.wire.errors import BadMember, RowNotFound
from crm.wire.lists import touch
from crm.wire.media import json_answer
from crm.wire.read import read, read_one
from crm.wire.repeats import once
from crm.wire.routes import templated
from crm.wire.schema import operation
from crm.wire.steps import Carrier
from crm.wire.views import NO_CONTENT, ROOT, body_of

MARKED = {"type": "object", "title": "SelectableMDOListItem"}


class HeadingsView(ShelfView):
    """`/List/{name}/Headings`."""

    @operation(HEADING, many=True)
    def all(self, request: Request, name: str) -> HttpResponse:
        """Answers the headings of a list."""
        caller, found = self.caller(request), self.found(name)
        self.must("view", found.model, caller)
        keys = [heading.pk for heading in headings_of(found.id)]
        return json_answer(
            read(HEADING, ListHeading.objects.filter(pk__in=keys), caller, dialect=self.dialect)
        )

    @operation(HEADING, body=HEADING, many=True)
    def save_all(self, request: Request, name: str) -> HttpResponse:
        """Saves the headings that the body holds, those without an id as new ones, and answers all of the list."""
        caller, found = self.caller(request), self.found(name)
        self.must("change", found.model, caller)
        body = _array(body_of(request), "HeadingEntity")
        with transaction.atomic():
            touch()
            for number, element in enumerate(body):
                self._saved(element, found, caller, f"$[{number}]")
        answer: HttpResponse = self.all(request, name)
        return answer

    @operation(HEADING, body=HEADING)
    def add(self, request: Request, name: str) -> HttpResponse:
        """Adds one heading to a list."""
        caller, found, body = self.caller(request), self.found(name), body_of(request)
        self.must("change", found.model, caller)

        def added() -> HttpResponse:
            with refusing(HEADING):
                row = save_heading(
                    found.id, ListHeading(), bind(HEADING, body, caller, dialect=self.dialect), by=caller
                )
            return json_answer(read_one(HEADING, row.pk, caller, dialect=self.dialect))

        return once(request, caller, added)

    @operation()
    def retire(self, request: Request, name: str) -> HttpResponse:
        """Marks all headings of a list as deleted; their items stay."""
        caller, found = self.caller(request), self.found(name)
        self.must("change", found.model, caller)
        retire_headings(found.id, by=caller)
        return HttpResponse(status=NO_CONTENT)

    def _saved(self, element: Any, found: ListDefinition, caller: Any, path: str) -> None:
        key = key_in(HEADING, element, path)
        row = ListHeading.objects.filter(pk=key, list_number=found.id).first() if key > 0 else ListHeading()
        if row is None:
            raise BadMember(path, f"The list has no heading {key}.")
        values = bind(HEADING, element, caller, replacing=key > 0, path=path, dialect=self.dialect)
        with refusing(HEADING, path):
            save_heading(found.id, row, values, by=caller)


class ItemMarksView(ShelfView):
    """`/List/{name}/Items/{itemId}/Headings` and `/UserGroups`: what is chosen for one item, of all there is."""

    @operation(MARKED, many=True)
    def headings(self, request: Request, name: str, itemId: str) -> HttpResponse:  # noqa: N803  # of the address
        """Answers the headings of the list, those that the item stands below as selected."""
        found, item = self._item(request, name, itemId, "view")
        return self._told_headings(found, item)

    @operation(MARKED, body=MARKED, many=True)
    def set_headings(self, request: Request, name: str, itemId: str) -> HttpResponse:  # noqa: N803  # as above
        """Puts the item below the headings that are selected in the body, and below no other."""
        found, item = self._item(request, name, itemId, "change")
        chosen = _selected(body_of(request), {heading.pk for heading in headings_of(found.id)})
        head_item(headings_of(found.id), item, chosen, by=self.caller(request))
        return self._told_headings(found, item)

    @operation(MARKED, many=True)
    def groups(self, request: Request, name: str, itemId: str) -> HttpResponse:  # noqa: N803  # as above
        """Answers the groups of users, those that alone see the item as selected; without any everybody does."""
        found, item = self._item(request, name, itemId, "view")
        return self._told_groups(found, item)

    @operation(MARKED, body=MARKED, many=True)
    def set_groups(self, request: Request, name: str, itemId: str) -> HttpResponse:  # noqa: N803  # as above
        """Shows the item to the groups that are selected in the body alone; to everybody when none is."""
        found, item = self._item(request, name, itemId, "change")
        groups = UserGroup.objects.catalog()
        chosen = _selected(body_of(request), groups)
        show_item(found.id, item, [groups[key] for key in chosen], by=self.caller(request))
        return self._told_groups(found, item)

    def _item(self, request: Request, name: str, key: str, verb: str) -> tuple[ListDefinition, int]:
        found = self.found(name)
        self.must(verb, found.model, self.caller(request))
        if not found.has_choices or int(key) not in found.catalog():
            raise RowNotFound("ListItemEntity", key)
        return found, int(key)

    def _told_headings(self, found: ListDefinition, item: int) -> HttpResponse:
        headings = headings_of(found.id)
        below = {heading.pk for heading in headings if item in items_below(heading)}
        return self._told(map(entry_of_heading, headings), below)

    def _told_groups(self, found: ListDefinition, item: int) -> HttpResponse:
        rows = ItemGroup.objects.catalog().values()
        seen_by = {row.group_id for row in rows if (row.list_number, row.item_number) == (found.id, item)}
        return self._told(map(entry_of_row, UserGroup.objects.catalog().values()), seen_by)

    def _told(self, entries: Iterable[Entry], chosen: Collection[int]) -> HttpResponse:
        known = list(entries)
        shown = choices(Assortment((), UserGroup, lambda *_: known), None, "", flat=True)
        marked = [{**each, "Selected": each["Id"] in chosen} for each in selectable(shown)]
        told: list[Carrier] = self.dialect.spoken(marked)
        return json_answer(told)


def _array(body: Any, name: str) -> list[Any]:
    if not isinstance(body, list) or len(body) > MAX_ELEMENTS:
        raise BadMember("$", f"An array of at most {MAX_ELEMENTS} {name}s is expected here.")
    return body


def _selected(body: Any, known: Collection[int]) -> list[int]:
    """The ids of the elements that are selected, each once. Raises BadMember for one that is not there."""
    chosen: list[int] = []
    for number, element in enumerate(_array(body, "SelectableMDOListItem")):
        members = (
            {str(name).lower(): value for name, value in element.items()} if isinstance(element, dict) else {}
        )
        key = members.get("id")
        if not isinstance(key, int) or key not in known:
            raise BadMember(f"$[{number}]", f"There is no {key!r} to choose here.")
        if members.get("selected") is True and key not in chosen:
            chosen.append(key)
    return chosen


def heading_patterns() -> list[URLPattern]:
    """The addresses of headings and of what is chosen for items."""
    marks: Mapping[str, Mapping[str, str]] = {
        "Headings": {"get": "headings", "put": "set_headings"},
        "UserGroups": {"get": "groups", "put": "set_groups"},
    }
    verbs = {"get": "all", "put": "save_all", "post": "add", "delete": "retire"}
    return [
        templated(f"{ROOT}/List/{{name}}/Headings", HeadingsView, verbs),
        *[
            templated(f"{ROOT}/List/{{name}}/Items/{{itemId}}/{tail}", ItemMarksView, each)
            for tail, each in marks.items()
        ],
    ]

"""`/List/{name}/Items` of lists that were made here."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import URLPattern
from rest_framework.request import Request

from crm.directory.contracts import CUSTOM_ITEM
from crm.directory.models import CustomListItem
from crm.directory.views.definitions import ShelfView
from crm.directory.views.lists import SHAPE
from crm.directory.views.shelf import CustomDefinition
from crm.wire.errors import RowNotFound
from crm.wire.listing import CHOSEN, ItemViewSet
from crm.wire.routes import templated
from crm.wire.views import ROOT


class CustomItemViewSet(ItemViewSet, ShelfView):
    """The items of a list that was made here."""

    contract = CUSTOM_ITEM
    shape = SHAPE
    name: str = ""  # of the list, as the address gives it

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.name = kwargs.pop("name")
        return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        found = self.found(self.name)
        if not isinstance(found, CustomDefinition):
            raise RowNotFound("List", self.name)
        self.definition = found

    def new(self, by: Any) -> models.Model:
        return CustomListItem(list_id=self.definition.id)

    def _number(self, key: str) -> int:
        number = super()._number(key)
        if number not in self.definition.catalog():
            raise RowNotFound(self.contract.name, key)
        return number


def custom_item_patterns() -> list[URLPattern]:
    """The addresses of the items of lists that were made here."""
    return [
        templated(f"{ROOT}/List/{{name}}{tail}", CustomItemViewSet, verbs) for tail, verbs in CHOSEN.items()
    ]

"""Projects and sales over REST and Agents."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from crm.directory import archives
from crm.directory.actions import (
    delete_project,
    delete_sale,
    new_project,
    new_sale,
    save_project,
    save_sale,
)
from crm.directory.contracts import PROJECT, PROJECT_ENTITY, SALE, SALE_ENTITY
from crm.directory.models import Project, Sale
from crm.wire.agents import EntityAgent, getter
from crm.wire.archive.views import SubList
from crm.wire.arguments import SCALARS
from crm.wire.bind import Values
from crm.wire.entities import EntityRoutes
from crm.wire.media import json_answer
from crm.wire.records import MORE, RecordViewSet, list_getter, validating
from crm.wire.schema import operation


class NumberedViewSet(RecordViewSet):
    """Rows whose number people may choose, as long as it is nobody else's."""

    number: str

    @operation(SCALARS["bool"])
    def is_number_valid(self, request: Request, key: str, number: str) -> HttpResponse:
        """Answers whether the row may have this number: no other row of the kind has it."""
        caller = self.caller(request)
        self.must("view", self.contract.model, caller)
        rows = self.contract.model._default_manager.filter(**{self.number: number})
        return json_answer(not rows.exclude(pk=self._number(key)).exists())


class ProjectViewSet(NumberedViewSet):
    """`/Project`."""

    contract = PROJECT_ENTITY
    flat = PROJECT
    number = "project_number"
    archive = archives.FIND_PROJECT
    sub_lists = {
        "Members": SubList(archives.PROJECT_MEMBER, "project_id"),
        "Contacts": SubList(archives.SIMPLE_CONTACT, "memberships__project_id", many=True),
    }

    def new(self, by: Any) -> Project:
        return new_project(by=by)

    def save(self, row: Any, values: Values, by: Any, *, notify: bool) -> Project:
        return save_project(row, values, by=by)

    def remove(self, row: Any, by: Any) -> None:
        delete_project(row, by=by)


class SaleViewSet(NumberedViewSet):
    """`/Sale`."""

    contract = SALE_ENTITY
    flat = SALE
    number = "number"
    archive = archives.FIND_SALE

    def new(self, by: Any) -> Sale:
        return new_sale(by=by)

    def save(self, row: Any, values: Values, by: Any, *, notify: bool) -> Sale:
        return save_sale(row, values, by=by)

    def remove(self, row: Any, by: Any) -> None:
        delete_sale(row, by=by)


PROJECT_AGENT = EntityAgent("Project", ProjectViewSet)
SALE_AGENT = EntityAgent("Sale", SaleViewSet)
NUMBERED = {**MORE, "/{key}/IsNumberValid/{number}": {"get": "is_number_valid"}}

ROUTES = [
    EntityRoutes("Project", ProjectViewSet, NUMBERED),
    EntityRoutes("Sale", SaleViewSet, NUMBERED),
]
AGENT_METHODS = [
    *PROJECT_AGENT.methods(),
    validating(PROJECT_AGENT, ProjectViewSet),
    getter("Project", PROJECT, "GetProject", "ProjectId"),
    list_getter("Project", PROJECT),
    *SALE_AGENT.methods(),
    validating(SALE_AGENT, SaleViewSet),
    getter("Sale", SALE, "GetSale", "SaleId"),
    list_getter("Sale", SALE),
]

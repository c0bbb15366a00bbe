"""REST and Agents over contracts: parse, call one action, render one carrier."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpResponse
from django.urls import URLPattern
from rest_framework import exceptions
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.permissions import IsAuthenticated
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.viewsets import ViewSet

from crm.wire.bind import Values, bind, refusal
from crm.wire.contract import Contract
from crm.wire.errors import BadMember, RowNotFound, handle
from crm.wire.kinds import INT32
from crm.wire.media import FormParser, JsonParser, QueryOptions, TextJsonParser, json_answer, take_chunks
from crm.wire.read import read_one, read_unsaved, visible
from crm.wire.rights import Caller
from crm.wire.routes import address
from crm.wire.schema import ContractSchema
from crm.wire.select import parse_select

ROOT = "/api/v1"
JSON_TYPES = ("*/*", "application/*", "application/json", "text/*", "text/json")
NO_CONTENT = 204


class Negotiation(BaseContentNegotiation):
    """JSON for everybody who takes it; parameters such as charset do not matter."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        accepted = request.META.get("HTTP_ACCEPT", "")
        types = [part.partition(";")[0].strip().lower() for part in accepted.split(",") if part.strip()]
        if types and not any(kind in JSON_TYPES for kind in types):
            raise exceptions.NotAcceptable("Only application/json can be answered.")
        return next(iter(renderers)), "application/json"

    def select_parser(self, request: Request, parsers: Iterable[Any]) -> Any:
        kind = (request.content_type or "application/json").partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == kind), None)


class ApiView(ViewSet):
    """What every address below /api/v1 shares."""

    parser_classes = (JsonParser, TextJsonParser, FormParser)
    renderer_classes = (JSONRenderer,)
    permission_classes = (IsAuthenticated,)
    schema = ContractSchema()
    template: str = ""  # the address as documented, set by the route table
    content_negotiation_class = Negotiation

    @classmethod
    def documented(cls, callback: Any, method: str) -> list[tuple[str, Any]]:
        """The addresses that the OpenAPI schema shows for a route of this view."""
        template = callback.initkwargs.get("template")
        return [(template, callback)] if template else []

    def get_exception_handler(self) -> Callable[..., Any]:
        return handle

    def caller(self, request: Request) -> Any:
        """Who is asking."""
        return request.auth

    def must(self, verb: str, model: type[models.Model], caller: Caller) -> None:
        """Raises PermissionDenied unless the caller may do this to rows of the model."""
        if not caller.may(verb, model):
            raise PermissionDenied(
                f"You do not have the right to {verb} rows of {model._meta.verbose_name_plural}."
            )


def body_of(request: Request) -> Any:
    """The parsed body, None when there is none.

    Raises 413 when it is too large, 415 for a type that is not read here, 400 when it is broken.
    """
    take_chunks(request)
    if request.META.get("CONTENT_LENGTH") in (None, "", "0"):
        return None  # DRF would say {}, an entity without a single member
    _ = request._request.body  # Django bounds the size here; parsers would read whatever comes
    return request.data


class EntityViewSet(ApiView):
    """`GET /default`, `POST`, and `GET`, `PUT`, `DELETE` of `/{id}` for one contract.

    Subclasses say which actions stand behind: `new`, `save` and `remove`.
    """

    contract: ClassVar[Contract]
    links_on_save: ClassVar[bool] = True
    takes_notify: ClassVar[bool] = False

    def new(self, by: Any) -> models.Model:
        """An unsaved row with its defaults."""
        raise NotImplementedError  # the contract of this base class

    def save(self, row: Any, values: Values, by: Any, *, notify: bool) -> models.Model:
        """Calls the action that creates or changes a row; `notify` matters to those that tell somebody."""
        raise NotImplementedError  # the contract of this base class

    def saved(self, row: Any, values: Values, by: Any, *, notify: bool, path: str = "$") -> models.Model:
        """`save`, with an action's refusal of a value told by the path of its member."""
        try:
            return self.save(row, values, by, notify=notify)
        except ValidationError as error:
            raise refusal(self.contract, error, path) from error

    def remove(self, row: Any, by: Any) -> None:
        """Calls the action that deletes a row."""
        raise NotImplementedError  # the contract of this base class

    def default(self, request: Request) -> HttpResponse:
        caller = self.caller(request)
        return json_answer(read_unsaved(self.contract, self.new(caller), caller))

    def retrieve(self, request: Request, key: str) -> HttpResponse:
        caller = self.caller(request)
        self.must("view", self.contract.model, caller)
        return self._answer(request, self._number(key), caller, links=True)

    def create(self, request: Request) -> HttpResponse:
        caller = self.caller(request)
        self.must("add", self.contract.model, caller)
        values = bind(self.contract, body_of(request), caller)
        row = self.saved(self.contract.model(), values, caller, notify=QueryOptions(request).truth("notify"))
        return self._answer(request, row.pk, caller, links=self.links_on_save)

    def update(self, request: Request, key: str) -> HttpResponse:
        caller = self.caller(request)
        self.must("change", self.contract.model, caller)
        body = body_of(request)
        if not body:
            raise BadMember("$", f"A {self.contract.name} is expected here.")
        row = self._row(key, caller)
        values = bind(self.contract, body, caller, replacing=True)
        saved = self.saved(row, values, caller, notify=QueryOptions(request).truth("notify"))
        return self._answer(request, saved.pk, caller, links=self.links_on_save)

    def destroy(self, request: Request, key: str) -> HttpResponse:
        caller = self.caller(request)
        self.must("delete", self.contract.model, caller)
        self.remove(self._row(key, caller), caller)
        return HttpResponse(status=NO_CONTENT)

    def _number(self, key: str) -> int:
        number = int(key)
        if number > INT32:
            raise RowNotFound(self.contract.name, key)
        return number

    def _row(self, key: str, caller: Any) -> Any:
        row = visible(self.contract, caller).filter(pk=self._number(key)).first()
        if row is None:
            raise RowNotFound(self.contract.name, key)
        return row

    def _answer(self, request: Request, key: int, caller: Caller, *, links: bool) -> HttpResponse:
        selection = parse_select(QueryOptions(request).text("$select"))
        carrier = read_one(self.contract, key, caller, selection)
        if carrier is None:
            raise RowNotFound(self.contract.name, key)
        if links:
            carrier["_Links"] = self._links(request, key)
        return json_answer(carrier)

    def _links(self, request: Request, key: int) -> dict[str, str]:
        name = cast("EntityRoutes", self.routes).name
        address = request.build_absolute_uri(f"{ROOT}/{name}")
        return {"Self": f"{address}/{key}", "Archive": address}

    routes: EntityRoutes | None = None


@dataclass(frozen=True)
class EntityRoutes:
    """The addresses of one resource: names in any case, a trailing slash allowed, never a redirect."""

    name: str
    view: type[EntityViewSet]

    def patterns(self) -> list[URLPattern]:
        self.view.routes = self
        table: tuple[tuple[str, dict[str, Any]], ...] = (
            ("", {"post": "create"}),
            ("/default", {"get": "default"}),
            ("/{key}", {"get": "retrieve", "put": "update", "delete": "destroy"}),
        )
        return [self._pattern(f"{self.name}{tail}", verbs) for tail, verbs in table]

    def _pattern(self, template: str, verbs: dict[str, Any]) -> URLPattern:
        regex = template.replace("{key}", "(?P<key>[0-9]{1,12})")
        view = self.view.as_view(verbs, template=f"{ROOT}/{template}")
        return address(regex, view, template.lower())


class NotFoundView(ApiView):
    """Any other address below /api: 404 in the error shape, once the caller has signed in."""

    def missing(self, request: Request) -> HttpResponse:
        raise exceptions.NotFound(f"There is nothing at {request.path}.")


not_found = NotFoundView.as_view(
    {"get": "missing", "post": "missing", "put": "missing", "patch": "missing", "delete": "missing"}
)

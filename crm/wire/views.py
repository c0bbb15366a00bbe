"""REST and Agents over contracts: parse, call one action, render one carrier."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, cast

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpResponse
from django.urls import URLPattern, re_path
from rest_framework import exceptions
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.permissions import IsAuthenticated
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.viewsets import ViewSet

from crm.wire.bind import Values, bind, key_in
from crm.wire.contract import Contract
from crm.wire.errors import BadMember, RowNotFound, handle
from crm.wire.kinds import INT32, INTEGER
from crm.wire.media import FormParser, JsonParser, QueryOptions, TextJsonParser, json_answer
from crm.wire.read import Carrier, read_one, read_unsaved, visible
from crm.wire.rights import Caller
from crm.wire.select import parse_select

ROOT = "/api/v1"
JSON_TYPES = ("*/*", "application/*", "application/json", "text/*", "text/json")
NO_CONTENT = 204


class Negotiation(BaseContentNegotiation):
    """JSON for everybody who takes it; parameters such as charset do not matter."""

    def select_renderer(
        self, request: Request, renderers: Sequence[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        accepted = request.META.get("HTTP_ACCEPT", "")
        types = [part.partition(";")[0].strip().lower() for part in accepted.split(",") if part.strip()]
        if types and not any(kind in JSON_TYPES for kind in types):
            raise exceptions.NotAcceptable("Only application/json can be answered.")
        return renderers[0], "application/json"

    def select_parser(self, request: Request, parsers: Sequence[Any]) -> Any:
        kind = (request.content_type or "application/json").partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == kind), None)


class ApiView(ViewSet):
    """What every address below /api/v1 shares."""

    parser_classes: ClassVar[Sequence[Any]] = (JsonParser, TextJsonParser, FormParser)
    renderer_classes: ClassVar[Sequence[Any]] = (JSONRenderer,)
    permission_classes: ClassVar[Sequence[Any]] = (IsAuthenticated,)
    content_negotiation_class = Negotiation

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
    """The parsed body. Raises 415 for a type that is not read here, 400 for a body that cannot be parsed."""
    return request.data


class EntityViewSet(ApiView):
    """`GET /default`, `POST`, and `GET`, `PUT`, `DELETE` of `/{id}` for one contract.

    Subclasses say which actions stand behind: `new`, `save` and `remove`.
    """

    contract: ClassVar[Contract]
    links_on_save: ClassVar[bool] = True

    def new(self, by: Any) -> models.Model:
        """An unsaved row with its defaults."""
        raise NotImplementedError  # the contract of this base class

    def save(self, row: Any, values: Values, by: Any, *, notify: bool) -> models.Model:
        """Calls the action that creates or changes a row; `notify` matters to those that tell somebody."""
        raise NotImplementedError  # the contract of this base class

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
        row = self.save(self.contract.model(), values, caller, notify=QueryOptions(request).truth("notify"))
        return self._answer(request, row.pk, caller, links=self.links_on_save)

    def update(self, request: Request, key: str) -> HttpResponse:
        caller = self.caller(request)
        self.must("change", self.contract.model, caller)
        body = body_of(request)
        if not body:
            raise BadMember("$", f"A {self.contract.name} is expected as the request body.")
        row = self._row(key, caller)
        values = bind(self.contract, body, caller, replacing=True)
        saved = self.save(row, values, caller, notify=QueryOptions(request).truth("notify"))
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
        table: tuple[tuple[str, dict[str, str]], ...] = (
            ("", {"post": "create"}),
            ("/default", {"get": "default"}),
            ("/(?P<key>[0-9]{1,12})", {"get": "retrieve", "put": "update", "delete": "destroy"}),
        )
        return [
            re_path(f"(?i)^{self.name}{tail}/?$", self.view.as_view(verbs), name=f"{self.name}{tail}".lower())
            for tail, verbs in table
        ]


class AgentCall:
    """One call of an agent method: arguments come from the query string or the body, in any case."""

    def __init__(self, request: Request, caller: Any) -> None:
        self.request = request
        self.caller = caller
        self.options = QueryOptions(request)
        self.selection = parse_select(self.options.text("$select"))
        self.body = body_of(request)
        members = self.body.items() if isinstance(self.body, Mapping) else ()
        self._members = {name.lower(): value for name, value in members}

    def argument(self, name: str) -> Any:
        """An argument as it was sent, None when it was not."""
        in_query = self.options.text(name)
        return in_query if in_query is not None else self._members.get(name.lower())

    def number(self, name: str) -> int:
        """A whole number. Raises BadMember."""
        try:
            return int(INTEGER.read(self.argument(name)))
        except ValueError as error:
            raise BadMember(f"$.{name}", str(error)) from None

    def truth(self, name: str) -> bool:
        """A boolean, false when absent."""
        return str(self.argument(name)).lower() in ("true", "1")


@dataclass(frozen=True)
class AgentMethod:
    """One agent method: what it is called, what it does, and what it answers (None: nothing, 204)."""

    agent: str
    name: str
    call: Callable[[AgentCall], Any]
    summary: str
    returns: str | None = None
    takes: str = ""


class AgentView(ApiView):
    """`POST /Agents/{agent}/{method}` runs a method, `GET` describes it."""

    methods: ClassVar[dict[tuple[str, str], AgentMethod]] = {}

    def invoke(self, request: Request, agent: str, method: str) -> HttpResponse:
        found = self._method(agent, method)
        result = found.call(AgentCall(request, self.caller(request)))
        return HttpResponse(status=NO_CONTENT) if found.returns is None else json_answer(result)

    def describe(self, request: Request, agent: str, method: str) -> HttpResponse:
        found = self._method(agent, method)
        return json_answer(
            {
                "Url": request.build_absolute_uri(f"{ROOT}/Agents/{found.agent}/{found.name}"),
                "Method": "POST",
                "Description": found.summary,
                "Request": found.takes,
                "Response": found.returns or "",
            }
        )

    def _method(self, agent: str, method: str) -> AgentMethod:
        found = self.methods.get((agent.lower(), method.lower()))
        if found is None:
            raise exceptions.NotFound(f"There is no method {method} of the agent {agent}.")
        return found


def agent_patterns(methods: Sequence[AgentMethod]) -> list[URLPattern]:
    """The address of all agent methods, which are a table."""
    AgentView.methods = {(method.agent.lower(), method.name.lower()): method for method in methods}
    view = AgentView.as_view({"post": "invoke", "get": "describe"})
    return [re_path(r"(?i)^Agents/(?P<agent>\w+)/(?P<method>\w+)/?$", view, name="agents")]


@dataclass(frozen=True)
class EntityAgent:
    """The four agent methods that every entity has, over the same actions as its REST resource."""

    agent: str
    view: type[EntityViewSet]

    @property
    def contract(self) -> Contract:
        return self.view.contract

    def methods(self) -> list[AgentMethod]:
        name = self.contract.name
        key = f"{name[0].lower()}{name[1:]}Id"
        return [
            AgentMethod(self.agent, f"CreateDefault{name}", self.create_default, f"A blank {name}.", name),
            AgentMethod(self.agent, f"Get{name}", self.get, f"One {name}, or null.", name, f"?{key}="),
            AgentMethod(self.agent, f"Save{name}", self.save, f"Creates or changes a {name}.", name, name),
            AgentMethod(self.agent, f"Delete{name}", self.delete, f"Deletes a {name}.", None, f"{name}Id"),
        ]

    def create_default(self, call: AgentCall) -> Carrier:
        return read_unsaved(self.contract, self.view().new(call.caller), call.caller)

    def get(self, call: AgentCall) -> Carrier | None:
        view = self.view()
        view.must("view", self.contract.model, call.caller)
        return read_one(self.contract, call.number(f"{self.contract.name}Id"), call.caller, call.selection)

    def save(self, call: AgentCall) -> Carrier | None:
        return self.save_body(call, call.body, notify=False)

    def save_body(self, call: AgentCall, body: Any, *, notify: bool) -> Carrier | None:
        """Saves a body: id 0 or absent creates, a known id updates."""
        view = self.view()
        key = key_in(self.contract, body)
        view.must("change" if key > 0 else "add", self.contract.model, call.caller)
        row = view._row(str(key), call.caller) if key > 0 else self.contract.model()
        values = bind(self.contract, body, call.caller, replacing=key > 0)
        saved = view.save(row, values, call.caller, notify=notify)
        return read_one(self.contract, saved.pk, call.caller, call.selection)

    def delete(self, call: AgentCall) -> None:
        view = self.view()
        view.must("delete", self.contract.model, call.caller)
        view.remove(view._row(str(call.number(f"{self.contract.name}Id")), call.caller), call.caller)


class NotFoundView(ApiView):
    """Any other address below /api: 404 in the error shape, once the caller has signed in."""

    def missing(self, request: Request) -> HttpResponse:
        raise exceptions.NotFound(f"There is nothing at {request.path}.")


not_found = NotFoundView.as_view(
    {"get": "missing", "post": "missing", "put": "missing", "patch": "missing", "delete": "missing"}
)

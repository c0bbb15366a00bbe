"""The OpenAPI schema: addresses from the route tables, bodies from the contracts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter

from crm.wire import arguments
from crm.wire.contract import Contract
from crm.wire.files import BYTES
from crm.wire.headers import DIALECT
from crm.wire.serializers import patch_of, serializer_of
from crm.wire.statuses import STATUSES, refusals

Endpoint = tuple[str, str, str, Any]
SELECT = OpenApiParameter(
    "$select", str, description="Comma-separated members to answer; the others come as null."
)
FK = OpenApiParameter("fk", bool, description="Accepted, without effect.")
NOTIFY = OpenApiParameter("notify", bool, description="Whether those concerned are told.")


def _header(name: str, description: str, kind: Any = str) -> OpenApiParameter:
    return OpenApiParameter(name, kind, OpenApiParameter.HEADER, description=description)


_UNCHANGED = (
    _header("If-Match", "ETags: only if the row is still one of these. Not in the original."),
    _header("If-Unmodified-Since", "An HTTP date: only if the row has not changed since."),
)
_NEW = (
    _header("If-None-Match", "ETags: only if the answer is none of these. Not in the original."),
    _header("If-Modified-Since", "An HTTP date: only if the row has changed since."),
)
REPEATABLE = _header(
    "Idempotency-Key",
    "1 to 200 characters of the client's choice. A repeat within 24 hours gets the first answer and does nothing. "
    "Not in the original.",
)
CONDITIONS: dict[str, Sequence[OpenApiParameter]] = {
    "retrieve": (*_NEW, *_UNCHANGED),
    "create": (REPEATABLE,),
    **dict.fromkeys(("update", "partial_update", "destroy"), _UNCHANGED),
}
SUMMARIES = {
    "default": "One blank {name} with the defaults of a new one; nothing is stored.",
    "create": "Creates one {name}.",
    "retrieve": "Answers one {name}.",
    "update": "Replaces one {name}: members that are left out are blanked.",
    "partial_update": "Changes the members of one {name} that a patch names, and leaves the others alone.",
    "destroy": "Deletes one {name}.",
}


def addresses(endpoints: list[Endpoint]) -> list[Endpoint]:
    """Preprocessing hook: addresses as documented instead of their regular expressions, one per agent method."""
    known: list[Endpoint] = []
    for _path, regex, method, callback in endpoints:
        view = getattr(callback, "cls", None)
        for template, each in getattr(view, "documented", _nothing)(callback, method):
            known.append((template, regex, method, each))
    return known


def _nothing(_callback: Any, _method: str) -> list[tuple[str, Any]]:
    return []


class _Scheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # it registers subclasses
    """How one way of signing in is told in the schema."""

    match_subclasses = True
    definition: dict[str, Any]

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return self.definition


class _Basic(_Scheme):  # type: ignore[no-untyped-call]  # the base registers its subclasses
    target_class = "crm.wire.auth.BasicAuthentication"
    name = "Basic"
    definition = {"type": "http", "scheme": "basic"}


class _Token(_Scheme):  # type: ignore[no-untyped-call]  # as above
    target_class = "crm.wire.auth.TokenAuthentication"
    name = "Bearer"
    definition = {
        "type": "http",
        "scheme": "bearer",
        "description": "SoTicket is accepted as well as Bearer.",
    }


class _Session(_Scheme):  # type: ignore[no-untyped-call]  # as above
    target_class = "crm.wire.auth.SessionAuthentication"
    name = "Session"
    definition = {
        "type": "apiKey",
        "in": "cookie",
        "name": "sessionid",
        "description": "The admin session, with X-XSRF-TOKEN.",
    }


@dataclass(frozen=True)
class Operation:
    """What the schema says of a view's method besides the five of every entity; its docstring is the summary.

    `answers` is a contract, or a type that drf-spectacular knows; `many` makes an array of it, and of a body; None is 204.
    `statuses` are the answers of `OUTCOMES` that it may give besides.
    """

    answers: Any = None
    body: Any = None
    many: bool = False
    parameters: Sequence[OpenApiParameter] = ()
    statuses: Sequence[int] = ()


def operation(
    answers: Any = None,
    *,
    body: Any = None,
    many: bool = False,
    parameters: Sequence[OpenApiParameter] = (),
    statuses: Sequence[int] = (),
) -> Callable[[Any], Any]:
    """Describes a view's method to the schema."""

    def described(method: Any) -> Any:
        method.operation = Operation(answers, body, many, parameters, statuses)
        return method

    return described


OWN, FLAT = "the carrier of the view", "the flat carrier of the view"
# The bytes of a file under its own type, or base64 for those who ask for JSON first.
FILE_ANSWER = {"application/json": arguments.SCALARS["bytes"], BYTES: arguments.FILE, "*/*": arguments.FILE}


def _shape(thing: Any, *, many: bool = False, links: bool = False) -> Any:
    made = serializer_of(thing, links=links) if isinstance(thing, Contract) else thing
    if isinstance(made, dict):  # a schema as it stands
        return {"type": "array", "items": made} if many else made
    return made(many=True) if many and isinstance(made, type) else made


def parameters_of(view: Any) -> list[OpenApiParameter]:
    """The query options and headers of the operations that every entity has."""
    action = view.action
    conditions = CONDITIONS.get(action, ())
    if not view.contract.stamps:
        conditions = [header for header in conditions if not header.name.endswith("Since")]
    if action in ("create", "update") and view.takes_notify:
        return [NOTIFY, *conditions]
    asked = [] if action in ("default", "destroy") else [SELECT, FK] if action == "retrieve" else [SELECT]
    return [*asked, *conditions]


def summary_of(view: Any, action: str) -> str:
    """What one method of a view does, in a sentence."""
    method = getattr(view, action, None)
    if getattr(method, "operation", None):
        return " ".join((method.__doc__ or "").partition("\n\n")[0].split())
    contract = getattr(view, "shape", None) or view.contract
    return SUMMARIES[action].format(name=contract.name)


class ContractSchema(AutoSchema):
    """Operations of views over contracts and agent methods; everything else is drf-spectacular's."""

    def get_operation_id(self) -> str:
        parts = [part for part in self.path.replace("/api/v1/", "").split("/") if part]
        words = [part.strip("{}").capitalize() if "{" in part else part for part in parts]
        return f"{self.method.lower()}{''.join(words)}"

    def get_tags(self) -> list[str]:
        parts = self.path.replace("/api/v1/", "").split("/")
        return ["Agents/" + parts[1]] if parts[0] == "Agents" else [parts[0]]

    @property
    def _routed(self) -> Any:
        return self.view

    @property
    def _agent_method(self) -> Any:
        return getattr(self.view, "described", None)

    @property
    def _method_called(self) -> Any:
        return getattr(self.view, self._routed.action, None)

    @property
    def _own(self) -> Any:
        """The contract that stands for the view's; several views may share one."""
        return getattr(self._routed, "shape", None) or self._routed.contract

    @property
    def _operation(self) -> Operation | None:
        return getattr(self._method_called, "operation", None)

    def get_summary(self) -> str:
        if self._agent_method:
            return str(self._agent_method.summary)
        return summary_of(self._routed, self._routed.action)

    def get_description(self) -> str:  # type: ignore[override]  # drf-spectacular asks without arguments
        """Empty: all is in the summary, and the docstrings of views speak to developers."""
        return ""

    def get_override_parameters(self) -> list[Any]:
        return [*self._own_parameters(), *DIALECT]

    def map_renderers(self, attribute: str) -> list[str]:
        """The types of answers; that `$format` chooses among them is told with the other parameters."""
        return [] if attribute == "format" else list(super().map_renderers(attribute))

    def _own_parameters(self) -> list[Any]:
        method = self._agent_method
        if method:
            options = [SELECT] if method.only_reads else [SELECT, REPEATABLE]
            return [*arguments.parameters(method.takes), *options]
        if self._operation:
            own = getattr(self._routed, "own_parameters", list)
            return [*self._operation.parameters, *own()]
        return parameters_of(self._routed)

    def _named(self, thing: Any) -> Any:
        """The contract that a word stands for; anything else as it is."""
        return self._own if thing is OWN else self._routed.flat if thing is FLAT else thing

    def get_request_serializer(self) -> Any:
        method = self._agent_method
        if method:
            return serializer_of(method.body) if method.body else self._in_each_type(method)
        if self._operation:
            body = self._named(self._operation.body)
            shape = _shape(body, many=self._operation.many) if body else None
            return {"application/json": shape} if isinstance(shape, dict) and "type" in shape else shape
        if self._routed.action == "partial_update":
            return patch_of(self._routed.contract)
        return serializer_of(self._own) if self._routed.action in ("create", "update") else None

    def _in_each_type(self, method: Any) -> Any:
        body = arguments.body(method.takes)
        return body and dict.fromkeys(self.map_parsers(), body)

    def get_response_serializers(self) -> Any:
        action = self._routed.action
        if self._agent_method:
            return {**refusals(() if self._agent_method.only_reads else (422,)), **self._agent_answer()}
        told = self._operation
        if told:
            return {**refusals(told.statuses), **self._told(told)}
        answers = refusals(STATUSES.get(action, ()))
        if action == "destroy":
            return {**answers, 204: None}
        links = action in ("retrieve", "partial_update") or (
            action != "default" and self._routed.links_on_save
        )
        return {**answers, 200: serializer_of(self._own, links=links)}

    def _told(self, told: Operation) -> dict[Any, Any]:
        if told.answers is None:
            return {204: None}
        if isinstance(told.answers, dict) and BYTES in told.answers:  # schemas by the types of answers
            return {(200, kind): schema for kind, schema in told.answers.items()}
        return {200: _shape(self._named(told.answers), many=told.many)}

    def _agent_answer(self) -> dict[Any, Any]:
        method = self._agent_method
        many = (method.returns or "").endswith("[]")
        return arguments.answer(method, _shape(method.answers, many=many) if method.answers else None)

    def _get_response_bodies(self, direction: Any = "response") -> Any:
        """An agent that finds nothing answers null."""
        told: Any = super()._get_response_bodies(direction)
        if self._agent_method:
            for content in told.get("200", {}).get("content", {}).values():
                content["schema"] = arguments.or_null(content["schema"])
        return told

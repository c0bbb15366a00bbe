"""Agents over contracts: `POST /Agents/{agent}/{method}`, a table of methods.

Arguments come in the query string or the body, in any case; a missing row is 200 with `null`, a method without a
result 204.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, cast

from django.db import models
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern
from rest_framework import exceptions
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request

from crm.wire.bind import bind, key_in
from crm.wire.calls import AgentCall, AgentMethod, agent_method, getter
from crm.wire.contract import Contract
from crm.wire.entities import EntityViewSet
from crm.wire.files import BytesNegotiation
from crm.wire.media import json_answer
from crm.wire.outside import NotBuilt, documented_methods
from crm.wire.read import read_one
from crm.wire.repeats import once
from crm.wire.routes import address
from crm.wire.steps import Carrier
from crm.wire.views import NO_CONTENT, ROOT, ApiView

__all__ = [
    "AgentCall",
    "AgentMethod",
    "AgentView",
    "EntityAgent",
    "agent_method",
    "agent_patterns",
    "getter",
]


class AgentView(ApiView):
    """`POST /Agents/{agent}/{method}` runs a method, `GET` describes it."""

    methods: ClassVar[dict[tuple[str, str], AgentMethod]] = {}
    described: AgentMethod | None = None

    @classmethod
    def documented(cls, callback: Any, method: str) -> list[tuple[str, Any]]:
        if method != "POST":
            return []
        return [
            (f"{ROOT}/Agents/{known.agent}/{known.name}", cls.as_view({"post": "invoke"}, described=known))
            for known in cls.methods.values()
        ]

    def invoke(self, request: Request, agent: str, method: str) -> HttpResponse:
        found = self._method(agent, method)
        call = AgentCall(request, self.caller(request), self.dialect)
        if found.only_reads:
            return self._invoked(found, call)
        return once(request, call.caller, lambda: self._invoked(found, call))

    def _invoked(self, found: AgentMethod, call: AgentCall) -> HttpResponse:
        result = found.call(call)
        if isinstance(result, HttpResponseBase):
            return cast("HttpResponse", result)
        if found.returns is None:
            return HttpResponse(status=NO_CONTENT)
        return json_answer(result)

    def body_contract(self) -> Contract | None:
        return self._method(self.kwargs["agent"], self.kwargs["method"]).body

    def answer_contract(self) -> Contract | None:
        if self.action == "describe":
            return None
        return self._method(self.kwargs["agent"], self.kwargs["method"]).answers

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

    def get_content_negotiator(self) -> BaseContentNegotiation:
        """A method that answers a file may be asked for any type."""
        agent, method = self.kwargs.get("agent", ""), self.kwargs.get("method", "")
        found = self.methods.get((agent.lower(), method.lower()))
        return BytesNegotiation() if found and found.binary else super().get_content_negotiator()

    def _method(self, agent: str, method: str) -> AgentMethod:
        found = self.methods.get((agent.lower(), method.lower()))
        if found is not None:
            return found
        name = documented_methods().get((agent.lower(), method.lower()))
        if name is not None:
            raise NotBuilt(f"The agents' method {name}")
        raise exceptions.NotFound(f"There is no method {method} of the agent {agent}.")


def agent_patterns(methods: Sequence[AgentMethod]) -> list[URLPattern]:
    """The address of all agent methods, which are a table; what else the original has is refused with 501."""
    AgentView.methods = {(method.agent.lower(), method.name.lower()): method for method in methods}
    view = AgentView.as_view({"post": "invoke", "get": "describe"})
    return [address(r"Agents/(?P<agent>\w+)/(?P<method>\w+)", view, "agents")]


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
            self._method(f"CreateDefault{name}", self.create_default, f"One blank {name}."),
            self._method(f"Get{name}", self.get, f"One {name}, or null.", f"?{key}="),
            self._method(f"Save{name}", self.save, f"Creates or changes one {name}.", name, self.contract),
            AgentMethod(self.agent, f"Delete{name}", self.delete, f"Deletes one {name}.", None, f"{name}Id"),
        ]

    def _method(
        self,
        name: str,
        call: Callable[[AgentCall], Any],
        summary: str,
        takes: str = "",
        body: Contract | None = None,
    ) -> AgentMethod:
        return AgentMethod(self.agent, name, call, summary, self.contract.name, takes, body, self.contract)

    def create_default(self, call: AgentCall) -> Carrier:
        return self.view().drafted(call.caller, call.dialect)

    def get(self, call: AgentCall) -> Carrier | None:
        view = self.view()
        view.must("view", self.contract.model, call.caller)
        key = call.number(f"{self.contract.name}Id")
        return read_one(self.contract, key, call.caller, call.selection, call.dialect)

    def save(self, call: AgentCall) -> Carrier | None:
        return self.save_body(call, call.body, notify=False)

    def save_body(self, call: AgentCall, body: Any, *, notify: bool, path: str = "$") -> Carrier | None:
        """Saves the entity that stands at this path of the body, and answers it."""
        saved = self.saved_row(call, body, notify=notify, path=path)
        return read_one(self.contract, saved.pk, call.caller, call.selection, call.dialect, written=True)

    def saved_row(self, call: AgentCall, body: Any, *, notify: bool, path: str = "$") -> models.Model:
        """Saves the entity that stands at this path of the body: id 0 or absent creates, a known id updates."""
        view = self.view()
        key = key_in(self.contract, body, path)
        view.must("change" if key > 0 else "add", self.contract.model, call.caller)
        row = view._row(str(key), call.caller) if key > 0 else self.contract.model()
        there = row if key > 0 else None
        values = bind(
            self.contract, body, call.caller, replacing=key > 0, path=path, row=there, dialect=call.dialect
        )
        return view.saved(row, values, call.caller, notify=notify, path=path)

    def delete(self, call: AgentCall) -> None:
        view = self.view()
        view.must("delete", self.contract.model, call.caller)
        view.removed(view._row(str(call.number(f"{self.contract.name}Id")), call.caller), call.caller)

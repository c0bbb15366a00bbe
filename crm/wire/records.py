"""What entities with a flat carrier have in common over REST: that carrier, a check without saving, and their links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from rest_framework.request import Request

from crm.wire.agents import AgentCall, AgentMethod, EntityAgent
from crm.wire.bind import bind, key_in, named
from crm.wire.contract import Contract, Reference
from crm.wire.dialect import Dialect
from crm.wire.entities import EntityRoutes, EntityViewSet, Verbs
from crm.wire.errors import BadMember, RowNotFound
from crm.wire.media import json_answer
from crm.wire.read import read_one, visible
from crm.wire.schema import FLAT, OWN, operation
from crm.wire.steps import Carrier
from crm.wire.views import ROOT, body_of

Faults = dict[str, str]
MORE: dict[str, Verbs] = {
    "/Validate": {"post": "validate"},
    "/{key}/Simple": {"get": "simple"},
    "/{key}/ForeignKey": {"get": "foreign_keys"},
}


@dataclass(frozen=True)
class Linked:
    """A member whose choices are a list, and whose row, where it refers to one, has an address of its own."""

    member: str
    list: str  # what follows `/MDOList/`
    resource: str = ""

    def links(self, root: str, contract: Contract, carrier: Carrier) -> dict[str, str]:
        """The links of one carrier; a relation that is empty, hidden or not selected has none to a row."""
        found = {}
        spec, row = contract.specs.get(self.member), carrier.get(self.member)
        if self.resource and row and isinstance(spec, Reference):
            found[self.member] = f"{root}/{self.resource}/{row[spec.contract.key_name]}"
        return {**found, f"{self.member}.List": f"{root}/MDOList/{self.list}"}


class RecordViewSet(EntityViewSet):
    """An entity that has a flat carrier and can be checked before it is saved."""

    flat: ClassVar[Contract]
    has_layout: ClassVar[bool] = True  # whether people may define fields of it
    linked: ClassVar[Sequence[Linked]] = ()

    def read_flat(self, key: int, caller: Any, dialect: Dialect) -> Carrier | None:
        """The flat carrier of one row that the caller may see, or None."""
        return read_one(self.flat, key, caller, dialect=dialect)

    @operation(FLAT)
    def simple(self, request: Request, key: str) -> HttpResponse:
        """Answers one row as a flat carrier: ids and names instead of whole carriers."""
        caller = self.caller(request)
        self.must("view", self.contract.model, caller)
        carrier = self.read_flat(self._number(key), caller, self.dialect)
        if carrier is None:
            raise RowNotFound(self.flat.name, key)
        return json_answer(carrier)

    def _links(self, request: Request, key: int, carrier: Carrier) -> dict[str, str]:
        routes, root = cast("EntityRoutes", self.routes), request.build_absolute_uri(ROOT)
        rows = f"{root}/{routes.name}"
        links = {"Self": f"{rows}/{key}"}
        if "/{key}/Simple" in routes.more:
            links["Self.Simple"] = f"{rows}/{key}/Simple"
        if self.has_layout:
            links["UdefLayout"] = f"{rows}/UdefLayout/Published"
        for linked in self.linked:
            links |= linked.links(root, self.contract, carrier)
        below = {f"Archive.{name}": f"{rows}/{key}/{name}" for name in routes.sub_lists}
        return {**links, "Archive": rows, **below}

    @operation(dict)
    def foreign_keys(self, request: Request, key: str) -> HttpResponse:
        """Answers the keys of one row in other systems; none are kept here."""
        caller = self.caller(request)
        self.must("view", self.contract.model, caller)
        self._row(key, caller)
        return json_answer({})

    @operation(dict, body=OWN)
    def validate(self, request: Request) -> HttpResponse:
        """Answers what saving would refuse: a message for each member at fault, nothing when all is well."""
        found = self.faults(body_of(request), self.caller(request), self.dialect)
        return json_answer(self.dialect.spoken(found))

    def faults(self, body: Any, caller: Any, dialect: Dialect, path: str = "$") -> Faults:
        """What saving this would refuse, by member. It is saved, and taken back."""
        key = key_in(self.contract, body, path)
        self.must("change" if key > 0 else "add", self.contract.model, caller)
        row = self._row(str(key), caller) if key > 0 else self.contract.model()
        with transaction.atomic():
            try:
                there = row if key > 0 else None
                values = bind(
                    self.contract, body, caller, replacing=key > 0, path=path, row=there, dialect=dialect
                )
                self.save(row, values, caller, notify=False)
            except BadMember as error:
                member, _colon, message = str(error.detail).partition(": ")
                return {member.removeprefix(f"{path}."): message}
            except ValidationError as error:
                return _by_member(self.contract, error)
            finally:
                transaction.set_rollback(True)
        return {}


def _by_member(contract: Contract, error: ValidationError) -> Faults:
    if not hasattr(error, "error_dict"):
        return {"": " ".join(error.messages)}
    return {named(contract, name): " ".join(texts) for name, texts in error.message_dict.items()}


def validating(agent: EntityAgent, view: type[RecordViewSet]) -> AgentMethod:
    """The agent's method that checks an entity without saving it."""
    contract = agent.contract

    def validate(call: AgentCall) -> Carrier:
        body = call.argument(contract.name)
        return call.dialect.spoken(view().faults(body, call.caller, call.dialect, f"$.{contract.name}"))

    return AgentMethod(
        agent.agent,
        f"Validate{contract.name}",
        validate,
        f"What saving one {contract.name} would refuse: a message for each member at fault.",
        "StringDictionary",
        f"{{{contract.name}: {contract.name}}}",
    )


def list_getter(agent: str, contract: Contract) -> AgentMethod:
    """The method that answers the rows of an array of ids, which is the body."""

    def get(call: AgentCall) -> list[Carrier]:
        return in_order(call, contract, call.numbers())

    summary = f"The {contract.name}s of these ids, in this order; what is not there is left out."
    return AgentMethod(agent, f"Get{contract.name}List", get, summary, f"{contract.name}[]", "int[]")


def in_order(call: AgentCall, contract: Contract, keys: list[int]) -> list[Carrier]:
    """The carriers of those rows that the caller sees, in the order of the keys."""
    call.must("view", contract.model)
    carriers = call.all(contract, visible(contract, call.caller).filter(pk__in=keys))
    return sorted(carriers, key=lambda carrier: keys.index(carrier[contract.key_name]))

"""What an agent's method is, and what one call of it brings: a table of methods is made of these."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from rest_framework.request import Request

from crm.wire.bind import MAX_ELEMENTS
from crm.wire.contract import Contract
from crm.wire.dialect import Dialect
from crm.wire.errors import BadMember
from crm.wire.kinds import ARRAY, INTEGER, STRING, Kind, heard
from crm.wire.media import QueryOptions
from crm.wire.read import read, read_one
from crm.wire.rights import must
from crm.wire.select import parse_select
from crm.wire.steps import Carrier
from crm.wire.views import body_of

READS = ("CreateDefault", "Exists", "Find", "Get", "Resolve")


class AgentCall:
    """One call of an agent method: arguments come from the query string or the body, in any case."""

    def __init__(self, request: Request, caller: Any, dialect: Dialect) -> None:
        self.request = request
        self.caller = caller
        self.dialect = dialect
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

    def text(self, name: str) -> str:
        """A text, empty when absent. Raises BadMember."""
        return str(self.value(name, STRING))

    def truth(self, name: str) -> bool:
        """A boolean, false when absent."""
        return str(self.argument(name)).lower() in ("true", "1")

    def value(self, name: str, kind: Kind) -> Any:
        """An argument of this kind. Raises BadMember."""
        try:
            return kind.read(self.argument(name))
        except ValueError as error:
            raise BadMember(f"$.{name}", str(error)) from None

    def texts(self, name: str) -> list[str]:
        """An array of texts. Raises BadMember."""
        path, found = f"$.{name}", []
        for number, element in enumerate(array_in(self.argument(name), path)):
            try:
                found.append(str(STRING.read(element)))
            except ValueError as error:
                raise BadMember(f"{path}[{number}]", str(error)) from None
        return found

    def moment(self, name: str) -> datetime.datetime | None:
        """A moment, read by the clock of the request; None for no date. Raises BadMember."""
        try:
            return heard(self.dialect.clock.hear, self.argument(name))  # type: ignore[no-any-return]  # a date or None
        except ValueError as error:
            raise BadMember(f"$.{name}", str(error)) from None

    def numbers(self, name: str = "") -> list[int]:
        """An array of ids, each once and none of them 0; without a name it is the body itself. Raises BadMember."""
        path = f"$.{name}" if name else "$"
        given = self.argument(name) if name else self.body
        return numbers_in(given, path)

    def one(self, contract: Contract, key: int) -> Carrier | None:
        """The carrier of one row that the caller may see, or None."""
        return read_one(contract, key, self.caller, self.selection, self.dialect)

    def all(self, contract: Contract, rows: models.QuerySet[Any, Any]) -> list[Carrier]:
        """The carriers of a queryset's rows, in its order."""
        return read(contract, rows, self.caller, self.selection, self.dialect)

    def must(self, verb: str, model: type[models.Model]) -> None:
        """Raises PermissionDenied unless the caller may do this to rows of the model."""
        must(verb, model, self.caller)


def array_in(given: Any, path: str = "$") -> list[Any]:
    """An array of no more elements than one may send. Raises BadMember."""
    try:
        elements: list[Any] = ARRAY.read(given)
    except ValueError as error:
        raise BadMember(path, str(error)) from None
    if len(elements) > MAX_ELEMENTS:
        raise BadMember(path, f"More than {MAX_ELEMENTS} elements.")
    return elements


def numbers_in(given: Any, path: str = "$") -> list[int]:
    """An array of ids, each once and none of them 0. Raises BadMember."""
    found = []
    for number, element in enumerate(array_in(given, path)):
        try:
            found.append(int(INTEGER.read(element)))
        except ValueError as error:
            raise BadMember(f"{path}[{number}]", str(error)) from None
    return [key for key in dict.fromkeys(found) if key > 0]


@dataclass(frozen=True)
class AgentMethod:
    """One agent method: what it is called, what it does, and what it answers (None: nothing, 204).

    `returns` names the answer as the documentation does, `TicketEntity`, `int[]`; `binary` methods may answer a file.
    """

    agent: str
    name: str
    call: Callable[[AgentCall], Any]
    summary: str
    returns: str | None = None
    takes: str = ""
    body: Contract | None = None  # what the body is, where a contract says it
    answers: Contract | None = None
    binary: bool = False

    @property
    def only_reads(self) -> bool:
        """Whether a call leaves everything as it is, so that repeating one does no harm."""
        return self.name.startswith(READS)


def agent_method(
    agent: str,
    takes: str = "",
    returns: str | None = None,
    *,
    answers: Contract | None = None,
    body: Contract | None = None,
    binary: bool = False,
    name: str = "",
) -> Callable[[Callable[[AgentCall], Any]], AgentMethod]:
    """Makes an agent's method of a function: `get_tickets` is `GetTickets`, its docstring says what it does."""
    given = name

    def made(call: Callable[[AgentCall], Any]) -> AgentMethod:
        name = given or "".join(part.capitalize() for part in call.__name__.split("_"))
        summary = " ".join((call.__doc__ or "").partition("\n\n")[0].split())
        return AgentMethod(agent, name, call, summary, returns, takes, body, answers, binary)

    return made


def getter(agent: str, contract: Contract, name: str, argument: str) -> AgentMethod:
    """The method that answers one row by its id, which stands in the query, or null."""

    def get(call: AgentCall) -> Carrier | None:
        call.must("view", contract.model)
        return call.one(contract, call.number(argument))

    summary = f"One {contract.name}, or null."
    return AgentMethod(agent, name, get, summary, contract.name, f"?{argument}=", answers=contract)

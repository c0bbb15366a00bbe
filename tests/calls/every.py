"""Every address and every agents' method, and how each is called for a row of a number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
from django.db import transaction
from django.test import Client

from crm import urls
from crm.directory.models import Associate
from crm.wire.contract import Collection, Contract, Id, Reference
from tests.callers import basic, password_of

LINES = Path(__file__).with_name("permissions.txt")
# What stands in an address besides numbers of rows.
PARTS = {"name": "Priority", "provider": "Ticket", "user_name": "tje0", "listName": "Priority"}


def table() -> dict[str, str]:
    """The word of each call."""
    lines = [line.split(maxsplit=1) for line in LINES.read_text().splitlines()]
    return {call: word for word, call in lines}


def routes() -> set[str]:
    """Every address with each of its verbs, but for those that are refused with 501."""
    found = set()
    for pattern in urls.resources:
        view: Any = pattern.callback
        if view.cls.__module__ == "crm.wire.outside" or view.cls.__name__ == "AgentView":
            continue
        template = view.initkwargs.get("template") or str(pattern.pattern)
        found |= {
            f"{verb.upper()} {template.removeprefix('/api/v1/')}" for verb in view.actions if verb != "head"
        }
    return found


def methods() -> dict[str, Any]:
    return {f"{method.agent}.{method.name}": method for method in urls.AGENT_METHODS}


class Caller:
    """A user who calls; whatever they change is undone."""

    def __init__(self, who: Associate) -> None:
        sign_in = basic(who.name, password_of(who))
        self.client = Client(headers={"authorization": sign_in}, raise_request_exception=False)

    def call(self, verb: str, path: str, body: Any = None) -> Any:
        with transaction.atomic():
            answer = self.client.generic(
                verb, f"/api/v1/{path}", b"" if body is None else _json(body), content_type="application/json"
            )
            content = answer.content if not answer.streaming else b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a file
            transaction.set_rollback(True)
        return answer.status_code, content.decode(errors="replace"), dict(answer.headers)

    def line(self, call: str, key: int) -> Any:
        """The answer to a line of the table for the row of this number."""
        if " " not in call:
            return self.method(methods()[call], key)
        verb, template = call.split(" ")
        path = re.sub(r"\{(\w+)\}", lambda found: _part(found[1], key), template)
        query = QUERIES.get(call, "").replace("#", str(key))
        return self.call(verb, _plain(path) + query, None if verb in ("GET", "DELETE") else {"X": 1})

    def method(self, method: Any, key: int) -> Any:
        body = body_of(method, key)
        query = "&".join(f"{name}={key}" for name in re.findall(r"\?(\w+)=", method.takes))
        return self.call("POST", f"Agents/{method.agent}/{method.name}?{query}", body)


def _json(body: Any) -> bytes:
    return orjson.dumps(body)


def _part(name: str, key: int) -> str:
    return str(key) if name == "key" or name.endswith("Id") else PARTS.get(name, "1")


def _plain(path: str) -> str:
    """An address that is given as a regular expression."""
    named = re.sub(r"\(\?P<(\w+)>[^)]*\)", lambda found: PARTS.get(found[1], "1"), path)
    return named.removeprefix("^").replace("/?\\$", "/$").replace("/?$", "")


CONTRACTS: dict[str, Contract] = {
    contract.name: contract
    for method in urls.AGENT_METHODS
    for contract in (method.body, method.answers)
    if contract
}


def body_of(method: Any, key: int) -> Any:
    """A body that gives the number wherever the method takes one of a row."""
    if method.takes == "int[]":
        return [key]
    if method.takes in CONTRACTS:
        return _entity(method.takes, key)
    body: dict[str, Any] = {}
    for name, kind in re.findall(r"(\w+)(?:: (\w+(?:\[\])?))?", method.takes):
        if kind in CONTRACTS:
            body[name] = _entity(kind, key)
        elif name.endswith("Ids"):
            body[name] = [key]
        elif name.endswith("Id"):
            body[name] = key
        elif name.startswith("ActivityIdentifier"):
            identifier = f"appointment_id={key}"
            body[name] = [identifier] if kind == "string[]" else identifier
    return body | MORE.get(method.name, {})


QUERIES = {"POST Ticket/Merge": "?mergedTicketEntity.ticketId=#&secondaryTicketIds=#"}
MORE: dict[str, dict[str, Any]] = {
    "UpdateTicketsReadStatus": {"NewStatus": "Green"},
    "SetTicketReadByOwner": {"ReadStatus": "Green"},
    "AddEmailAddressToPerson": {"EmailAddress": "x@x.example"},
    "GetTicketMessageWithEmbeddedData": {"EmbedImages": "Link"},
    "SendTicketMessage": {"To": ["x@x.example"]},
    "SendTicketMessageSms": {"Sms": ["123"]},
}


def _entity(name: str, key: int) -> dict[str, int]:
    return {next(iter(CONTRACTS[name].specs)): key}


REPEATED = re.compile(r"(?<=List/)\w+(?=/)|\w+(?=/(?:UdefLayout|CustomField))")


def lines_of(*words: str) -> Iterator[tuple[str, str]]:
    """The calls of these words; of those that every list has, or every entity with fields, that of the first one."""
    seen = set()
    for call, word in table().items():
        kind = REPEATED.sub("*", call)
        if word in words and kind not in seen:
            seen.add(kind)
            yield call, word


def bodies() -> list[Contract]:
    """The contracts that bodies are bound by."""
    views = [routes.view.contract for routes in urls.ROUTES]
    methods = [method.body for method in urls.AGENT_METHODS if method.body is not None]
    return list({id(contract): contract for contract in (*views, *methods)}.values())


def references(contract: Contract) -> Iterator[tuple[str, Any]]:
    """Every member of a body that names rows, with what would name a row of a number."""
    for name, member in contract.writable.items():
        spec: Any = member.spec
        if isinstance(spec, (Id, Reference)):
            yield name, lambda key: key
            if isinstance(spec, Reference):
                inner = next(iter(spec.contract.specs))
                yield name, lambda key, inner=inner: {inner: key}
        elif isinstance(spec, Collection):
            inner = next(iter(spec.contract.specs))
            yield name, lambda key, inner=inner: [{inner: key}]
            for other, below in spec.contract.specs.items():
                if isinstance(below, (Id, Reference)):
                    yield name, lambda key, other=other: [{other: key}]

"""The world that generated calls meet, and the ids in it, so that calls name rows that are there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from django.db import models

from crm.directory.models import Associate
from crm.urls import AGENT_METHODS, LISTS, ROUTES
from crm.wire.contract import Contract
from tests.appointments.crowd import appointments
from tests.callers import basic, password_of
from tests.directory.crowd import contacts, people, projects, sales
from tests.events.crowd import events
from tests.tickets.crowd import messages, tickets
from tests.world import World

OFTEN = 0.8  # how often a generated id becomes that of a row
KNOWN = 4  # rows of each kind that are named
_KEY = re.compile(r"/api/v1/(List/\w+/Items|\w+)/\{key\}")


def crowd(world: World) -> None:
    """Rows of every kind with all that they can have."""
    for plant in (contacts, people, projects, sales, tickets, messages, appointments, events):
        plant(world, 2)


def signed_in(world: World) -> dict[str, str]:
    """The headers of everybody who calls: an administrator, an agent, a customer, and nobody."""
    callers: dict[str, Associate] = {"administrator": world.tove, "agent": world.ada, "customer": world.cleo}
    return {who: basic(row.name, password_of(row)) for who, row in callers.items()} | {"nobody": ""}


# What headers say that mean something; a generated text hardly ever does.
SPOKEN = {
    "SO-TimeZone": ("NO", "US-NY", "UTC", "NO, includeTZOffset"),
    "SO-Language": ("no", "en", "x"),
    "SO-Culture": ("nb-NO", "en"),
    "Idempotency-Key": ("the same", "another"),
    "If-Match": ("*", '"other"'),
    "If-None-Match": ("*", '"other"'),
    "If-Modified-Since": ("Mon, 02 Mar 2026 12:00:00 GMT", "Mon, 02 Mar 2099 12:00:00 GMT"),
    "If-Unmodified-Since": ("Mon, 02 Mar 2026 12:00:00 GMT", "Mon, 02 Mar 2099 12:00:00 GMT"),
}


# What stands in addresses and bodies besides ids: without these, most calls would ask for nothing that is there.
PLACES = {
    "name": ("country", "saletype"), "provider": ("Ticket", "Person", "FindAppointment"), "sr_id": ("SR_YES",),
    "language": ("en", "no"), "user_name": ("ada", "tje0"), "fromId": ("1", "2"), "toId": ("1", "2"),
}  # fmt: skip
NEEDED = {
    "Name": "country", "ListName": "country", "ProviderName": "Ticket", "Title": "A title", "Heading": "A heading",
    "Firstname": "Ida", "Lastname": "Lie", "Eventkey": "a.key", "SystemMessageId": "a message", "Columns": "title", "Content": "bGlnaHQ=",
}  # fmt: skip


def spoken(headers: Mapping[str, str], chance: Random) -> dict[str, str]:
    """Generated headers, most of them left out or saying something that the server knows."""
    kept = {}
    for name, value in headers.items():
        lot = chance.random()
        known = SPOKEN.get(name)
        if known is None or lot > 0.9:
            kept[name] = value
        elif lot > 0.6:
            kept[name] = chance.choice(known)
    return kept


class Known:
    """Ids of rows that are there, by how addresses and bodies name them."""

    def __init__(self) -> None:
        tables: dict[str, type[models.Model]] = {route.name: route.view.contract.model for route in ROUTES}
        tables |= {f"List/{each.name}/Items": each.model for each in LISTS}
        ids = {model: _ids(model) for model in tables.values()}
        self.below = {name.lower(): ids[model] for name, model in tables.items()}
        self.members: dict[str, list[int]] = {}
        for contract in _contracts():
            found = ids.setdefault(contract.model, _ids(contract.model))
            names = [f"{contract.name}Id"]
            if any(spec.path == "id" for spec in contract.specs.values() if hasattr(spec, "path")):
                names.append(contract.key_name)
            self.members |= {name.lower(): found for name in names if name != "Id"}

    def named(self, path: str, parameters: Mapping[str, Any], chance: Random) -> dict[str, Any]:
        """The parameters of an address, naming a row that is there more often than not."""
        parameters = {
            name: chance.choice(PLACES[name]) if name in PLACES and chance.random() < OFTEN else value
            for name, value in parameters.items()
        }
        found = _KEY.match(path)
        rows = self.below.get(found[1].lower(), []) if found else []
        if rows and "key" in parameters and chance.random() < OFTEN:
            return {**parameters, "key": str(chance.choice(rows))}
        return dict(parameters)

    def body(self, given: Any, chance: Random) -> Any:
        """A body as `filled` makes it, often with what most kinds of rows need; other members are ignored."""
        made = self.filled(given, chance)
        return {**NEEDED, **made} if isinstance(made, dict) and chance.random() < OFTEN else made

    def filled(self, given: Any, chance: Random) -> Any:
        """A body or query with ids of rows that are there, wherever a member or argument names one."""
        if isinstance(given, dict):
            return {name: self._filled(str(name), value, chance) for name, value in given.items()}
        if isinstance(given, list):
            return [self.filled(each, chance) for each in given]
        return given

    def _filled(self, name: str, value: Any, chance: Random) -> Any:
        rows = self.members.get(name.lower())
        if name.lower() == "id":
            rows = [0, 0, 1, 2]
        if rows and isinstance(value, int) and chance.random() < OFTEN:
            return chance.choice(rows)
        ids = self.members.get(name.lower().removesuffix("s"))
        if ids and isinstance(value, list) and chance.random() < OFTEN:
            return [chance.choice(ids) for _ in value]
        return self.filled(value, chance)


def _contracts() -> Iterator[Contract]:
    for route in ROUTES:
        yield route.view.contract
    for method in AGENT_METHODS:
        yield from filter(None, (method.body, method.answers))
    for each in LISTS:
        yield each.contract


def _ids(model: type[models.Model]) -> list[int]:
    return list(model._default_manager.order_by("pk").values_list("pk", flat=True)[:KNOWN])

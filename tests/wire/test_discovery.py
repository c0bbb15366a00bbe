"""What the API says of itself: versions to everybody, addresses to those who have signed in."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import resolve
from drf_spectacular.generators import SchemaGenerator

from crm.wire.outside import documented_methods
from tests.callers import Api
from tests.world import World

pytestmark = pytest.mark.django_db
HOST = "http://testserver"
KEYS = (
    "v1 Version NetServerVersion NetServerAssembly NetServerDate NetServerLabel NetServer Services ServicesCurrent "
    "Documentation"
)


def verb_of(template: str, verb: str) -> str:
    """What the view behind an address does for a verb."""
    numbered = re.sub(r"\{\w+\}", "7", template.removeprefix(HOST))
    found: Any = resolve(numbered)
    return str(found.func.actions[verb.lower()])


@pytest.mark.parametrize("path", ["/api", "/API/"])
def test_versions_are_told_as_json_to_those_who_ask_for_it(path: str) -> None:
    answer = Client().get(path, headers={"accept": "application/json"})
    assert set(KEYS.split()) == set(answer.json())
    assert (answer.json()["v1"], answer.json()["Version"]) == (f"{HOST}/api/v1", "v1")


@pytest.mark.parametrize("accept", ["text/html", "*/*", "text/html,application/xhtml+xml;q=0.9"])
def test_versions_are_a_page_otherwise(accept: str) -> None:
    answer = Client().get("/api", headers={"accept": accept})
    assert answer["Content-Type"].startswith("text/html")
    assert f'href="{HOST}/api/v1"' in answer.content.decode()


def test_every_address_is_told_with_what_its_methods_do(world: World) -> None:
    Api(world.ada).get(f"Ticket/{world.ticket.pk}")  # a view that was called is told of as any other
    told: dict[str, dict[str, str]] = Api(world.ada).get("")
    schema: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]  # it has none
    wanted = {
        f"{HOST}{path.replace('{key}', '{id}')}": {verb.upper() for verb in verbs}
        for path, verbs in schema["paths"].items()
    }
    assert {address: set(verbs) for address, verbs in told.items()} == wanted
    assert told[f"{HOST}/api/v1/Ticket/{{id}}"]["GET"] == "Answers one TicketEntity."
    agents = f"{HOST}/api/v1/Agents/"
    names = {address.removeprefix(agents) for address in told if address.startswith(agents)}
    assert names <= set(documented_methods().values())
    assert all(words for verbs in told.values() for words in verbs.values())
    refused = [
        (address, verb)
        for address, verbs in told.items()
        for verb in verbs
        if verb_of(address, verb) == "refuse"
    ]
    assert refused == []


def test_addresses_are_for_those_who_have_signed_in_and_a_page_for_a_browser(world: World) -> None:
    assert Client().get("/api/v1").status_code == 401
    page = Api(world.ada, accept="text/html").client.get("/api/v1/")
    assert page["Content-Type"].startswith("text/html")
    assert "/api/v1/Ticket/{id}" in page.content.decode()

"""The OpenAPI schema shows all that is documented and served, with its query, body and answer, and nothing refused."""

from __future__ import annotations

import re
from typing import Any, cast

import pytest
from drf_spectacular.generators import SchemaGenerator

from tests.fidelity.inventory import carrier_in, documented
from tests.fidelity.routes import REFUSED, SERVED, is_built, leads

Schema = dict[str, Any]
PLACE = re.compile(r"\{\w+\}")
# The page prints every member of the entity as a parameter of its own.
SPREAD = ("mergedTicketEntity.*",)
# These tell what there is to call, as the schema does.
DISCOVERY = ("GET /api", "GET /api/v1")


@pytest.fixture(scope="module")
def operations() -> dict[str, Schema]:
    """Operations by verb and address, whatever the places of an address are called."""
    schema = cast("Any", SchemaGenerator)().get_schema(request=None, public=True)
    return {
        f"{verb.upper()} {address}": operation
        for address, verbs in schema["paths"].items()
        for verb, operation in verbs.items()
    }


def shown(operations: dict[str, Schema], name: str) -> list[Schema]:
    """The operations at an address, best first; an address of any list shows those of each list."""
    same = [operation for known, operation in operations.items() if key(known) == key(name)]
    asked = name.split("/")
    like = [
        operation
        for known, operation in operations.items()
        if len(known.split("/")) == len(asked)
        and all(
            part.startswith("{") or part == other for part, other in zip(known.split("/"), asked, strict=True)
        )
    ]
    return same or like


def key(name: str) -> str:
    return PLACE.sub("{}", name).lower()


def carriers_of(part: Schema) -> str:
    """What stands in the schema of a body or an answer, as text."""
    return str(part.get("content", {}))


def lacking(operation: Schema, query: tuple[str, ...], body: str, answer: str, ok: int) -> list[str]:
    told = {each["name"].lower() for each in operation.get("parameters", ()) if each["in"] == "query"}
    lacks = [name for name in query if name.lower() not in told and name not in SPREAD]
    carriers = documented().carriers
    if carrier_in(body) in carriers and carrier_in(body) not in carriers_of(operation.get("requestBody", {})):
        lacks.append(f"body {body}")
    answered = operation["responses"].get(str(ok), {})
    if carrier_in(answer) in carriers and carrier_in(answer) not in str(answered):
        lacks.append(f"answer {answer}")
    return lacks


def test_every_endpoint_that_is_served_is_shown_with_all_that_is_documented(
    operations: dict[str, Schema],
) -> None:
    wrong: dict[str, list[str]] = {}
    for endpoint in documented().endpoints:
        if leads(endpoint) != SERVED or endpoint.name in DISCOVERY:
            continue
        answer = "" if endpoint.answer == "ODataSlimResponse" else endpoint.answer
        asked = endpoint.query, endpoint.body, answer, min(endpoint.ok)
        lacks = min(
            [lacking(each, *asked) for each in shown(operations, endpoint.name)], key=len, default=["all"]
        )
        wrong |= {endpoint.name: lacks} if lacks else {}
    assert wrong == {}


def test_every_method_that_is_served_is_shown_with_what_it_takes_and_answers(
    operations: dict[str, Schema],
) -> None:
    wrong: dict[str, list[str]] = {}
    for method in documented().methods:
        if not is_built(method):
            continue
        asked = (), method.body, method.answer, method.ok
        found = shown(operations, f"POST /api/v1/Agents/{method.name}")
        lacks = min([lacking(each, *asked) for each in found], key=len, default=["all"])
        wrong |= {method.name: lacks} if lacks else {}
    assert wrong == {}


def test_nothing_that_is_refused_is_shown(operations: dict[str, Schema]) -> None:
    calls = [endpoint.name for endpoint in documented().endpoints if leads(endpoint) == REFUSED]
    calls += [f"POST /api/v1/Agents/{method.name}" for method in documented().methods if not is_built(method)]
    assert calls
    known = {key(name) for name in operations}
    assert [name for name in calls if key(name) in known] == []

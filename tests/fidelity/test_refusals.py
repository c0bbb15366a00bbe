"""Everything documented leads somewhere: it is served, or refused by name."""

from __future__ import annotations

import re

import pytest

from tests.callers import Api
from tests.fidelity.facts import Facts, accepted
from tests.fidelity.inventory import documented
from tests.fidelity.recording import Shown
from tests.fidelity.routes import LIST, REFUSED, is_built, leads
from tests.world import World

PLACE = re.compile(r"\{\w+\}")


def test_an_endpoint_that_is_not_built_is_refused_by_name(world: World) -> None:
    api = Api(world.tove)
    for endpoint in documented().endpoints:
        if leads(endpoint) == REFUSED:
            path = endpoint.filled(text=LIST).removeprefix("/api/v1/")
            answer = api.call(endpoint.verb, path, status=501)
            assert answer["ErrorType"] == "SoNotImplementedException"
            named = PLACE.sub("[^/ ]*", re.escape(endpoint.name).replace(r"\{", "{").replace(r"\}", "}"))
            assert re.match(named, PLACE.sub("", answer["ErrorMessage"]), re.IGNORECASE)


def test_a_method_that_is_not_built_is_refused_by_name(world: World) -> None:
    api = Api(world.tove)
    for method in documented().methods:
        if not is_built(method):
            answer = api.post(f"Agents/{method.name}", None, status=501)
            assert method.name in answer["ErrorMessage"]


def test_a_member_that_an_enum_does_not_have_here_is_refused_with_those_it_has(shown: Shown) -> None:
    for enum, names in Facts().enums.items():
        for member in set(documented().enums[enum]) - accepted(names):
            with pytest.raises(ValueError, match="is none of"):
                names.parse(member)
            shown(f"unknown {enum}.{member}")

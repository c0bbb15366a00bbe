"""PATCH of choices of which some are selected: those that are named change, the others keep their marks."""

from __future__ import annotations

from typing import Any

import pytest

from crm.directory.models import ContactInterest
from tests.callers import Api
from tests.world import World, plant

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(world: World) -> Api:
    return Api(world.ada)


@pytest.fixture
def interests(world: World, api: Api) -> list[int]:
    """Three interests; the lab has the first."""
    keys = [row.pk for row in plant(*[ContactInterest(name=name) for name in ("Golf", "Boats", "Lamps")])]
    body = [{"Id": key, "Selected": key == keys[0]} for key in keys]
    api.patch(f"Contact/{world.lab.pk}", {"Interests": body})
    return keys


def chosen(carrier: dict[str, Any]) -> list[str]:
    return sorted(each["Name"] for each in carrier["Interests"] if each["Selected"])


def test_an_operation_changes_the_choices_that_it_names(world: World, api: Api, interests: list[int]) -> None:
    address = f"Contact/{world.lab.pk}"
    assert chosen(api.get(address)) == ["Golf"]
    add = {"op": "add", "path": "Interests", "value": [{"Id": str(interests[1]), "Selected": True}]}
    assert chosen(api.patch(address, [add])) == ["Boats", "Golf"]
    drop = {"op": "replace", "path": "/interests", "value": [{"id": interests[0], "selected": False}]}
    assert chosen(api.patch(address, [drop])) == ["Boats"]
    one = {"op": "replace", "path": "Interests/2/Selected", "value": True}
    assert chosen(api.patch(address, [one])) == ["Boats", "Lamps"]
    assert chosen(api.patch(address, [{"op": "remove", "path": "Interests"}])) == []


def test_an_object_to_merge_changes_the_choices_that_it_names(
    world: World, api: Api, interests: list[int]
) -> None:
    address = f"Contact/{world.lab.pk}"
    body = {"Interests": [{"Id": interests[2], "Selected": True}]}
    assert chosen(api.patch(address, body)) == ["Golf", "Lamps"]
    assert chosen(api.patch(address, {"interests": []})) == []
    assert chosen(api.patch(address, {"Interests": [{"Id": 99999, "Selected": True}]})) == []

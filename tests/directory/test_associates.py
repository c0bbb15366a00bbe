"""The Associate agent: users as everybody sees them."""

from __future__ import annotations

import pytest

from tests.callers import Api
from tests.carriers import misfits
from tests.world import World

pytestmark = pytest.mark.django_db


def test_a_user_is_found_by_id_and_by_person(world: World) -> None:
    api = Api(world.ada)
    found = api.post(f"Agents/Associate/GetAssociate?associateId={world.bo.pk}", None)
    assert (found["AssociateId"], found["FullName"]) == (world.bo.pk, world.bo.full_name)
    assert list(misfits(found, "Associate")) == []
    assert api.post("Agents/Associate/GetAssociate?associateId=999999", None) is None
    body = {"personId": world.cleo_person.pk}
    by_person = api.post("Agents/Associate/GetAssociateByPersonId", body)
    assert by_person["AssociateId"] == world.cleo.pk
    assert api.post("Agents/Associate/GetAssociateByPersonId", {"personId": 999999}) is None


def test_several_users_come_in_the_order_asked_for(world: World) -> None:
    keys = [world.tove.pk, 999999, world.ada.pk]
    found = Api(world.bo).post("Agents/Associate/GetAssociateList", keys)
    assert [each["AssociateId"] for each in found] == [world.tove.pk, world.ada.pk]
    Api(world.cleo).post("Agents/Associate/GetAssociateList", keys, status=403)

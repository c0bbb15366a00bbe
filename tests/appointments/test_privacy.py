"""An appointment never falls open: privacy and readers say the same, and the one that changed counts."""

from __future__ import annotations

from typing import Any

import pytest

from crm.appointments.models import Appointment, Privacy, Visibility
from tests.appointments.saving import created
from tests.callers import Api
from tests.world import World, again

pytestmark = pytest.mark.django_db
NOWHERE = 999_999


def kinds(appointment: Appointment) -> list[int]:
    """For whom it is visible: 0 everybody, 1 a user, 2 a group."""
    return sorted(appointment.visible_for.values_list("visibility", flat=True))


@pytest.mark.parametrize(
    "element",
    [
        {"Visibility": "Group", "VisibleId": NOWHERE},
        {"Visibility": "Group", "VisibleId": 0},
        {"Visibility": "Associate", "VisibleId": 0},
        {"Visibility": "Associate"},
        {"VisibleId": 4},
        {},
    ],
)
@pytest.mark.parametrize("private", [None, "Public", "PrivateUser"])
def test_what_cannot_be_kept_leaves_it_to_its_owner(element: Any, private: Any, world: World) -> None:
    body = {"Title": "Quiet", "VisibleFor": [element]} | ({"Private": private} if private else {})
    made = Api(world.ada).post("Appointment", body)
    assert made["Private"] == "PrivateUser"
    Api(world.bo).get(f"Appointment/{made['AppointmentId']}", status=404)
    public = created(world)
    Api(world.ada).put(f"Appointment/{public.pk}", body)
    Api(world.bo).get(f"Appointment/{public.pk}", status=404)


def test_what_cannot_be_kept_leaves_it_to_the_group_when_privacy_says_so(world: World) -> None:
    body = {"Private": "PrivateGroup", "VisibleFor": [{"Visibility": "Group", "VisibleId": NOWHERE}]}
    (reader,) = Api(world.ada).post("Appointment", body)["VisibleFor"]
    assert (reader["Visibility"], reader["VisibleId"]) == ("Group", world.desk.pk)


PRIVACIES = {"Public": Visibility.ALL, "PrivateUser": Visibility.ASSOCIATE, "PrivateGroup": Visibility.GROUP}


@pytest.mark.parametrize("after", PRIVACIES)
@pytest.mark.parametrize("before", PRIVACIES)
@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_privacy_that_changed_counts_beside_readers_that_did_not(
    method: str, before: str, after: str, world: World
) -> None:
    api = Api(world.ada)
    made = api.post("Appointment", {"Private": before})
    path = f"Appointment/{made['AppointmentId']}"
    body = made | {"Private": after} if method == "PUT" else {"Private": after}
    assert api.call(method, path, body)["Private"] == after
    appointment = Appointment.objects.get(pk=made["AppointmentId"])
    assert kinds(appointment) == [PRIVACIES[after]]
    assert Appointment.objects.visible_to(world.nils).filter(pk=appointment.pk).exists() == (
        after == "Public"
    )


def test_readers_that_changed_count_beside_privacy_that_did_not(world: World) -> None:
    api = Api(world.ada)
    made = api.post("Appointment", {"Private": "PrivateUser"})
    path = f"Appointment/{made['AppointmentId']}"
    found = api.put(path, made | {"VisibleFor": [{"Visibility": "Group", "VisibleId": world.field.pk}]})
    assert (found["Private"], found["VisibleFor"][0]["VisibleId"]) == ("PrivateGroup", world.field.pk)


def test_a_put_that_says_nothing_of_it_leaves_it_as_private_as_it_was(world: World) -> None:
    private = created(world, private=Privacy.PRIVATE_USER)
    assert Api(world.ada).put(f"Appointment/{private.pk}", {"Title": "x"})["Private"] == "PrivateUser"
    assert kinds(again(private)) == [Visibility.ASSOCIATE]

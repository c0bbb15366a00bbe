"""Colleagues read each other's appointments; their owner and administrators change and delete them."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from crm.appointments.actions import delete_appointment, save_appointment
from crm.appointments.models import Appointment, Privacy, State
from tests.appointments.saving import created
from tests.callers import Api
from tests.world import World, again

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("method", "body"), [("PUT", {"Associate": "me"}), ("PATCH", {"Title": "Mine"}), ("DELETE", None)]
)
def test_anothers_public_appointment_can_be_read_and_not_written(
    method: str, body: Any, world: World
) -> None:
    public = created(world, title="Ada's", participants=[{"associate_id": world.bo.pk}])
    bo, path = Api(world.bo), f"Appointment/{public.pk}"
    before = bo.get(path)
    if method == "PUT":
        body = before | {"Associate": {"AssociateId": world.bo.pk}}
    assert "owner" in bo.call(method, path, body, status=403)["ErrorMessage"]
    assert (again(public).associate, again(public).title) == (world.ada, "Ada's")


def test_agents_refuse_what_rest_refuses(world: World) -> None:
    public = created(world)
    bo, agent = Api(world.bo), "Agents/Appointment/"
    bo.post(f"{agent}SaveAppointmentEntity", bo.get(f"Appointment/{public.pk}"), status=403)
    bo.post(f"{agent}DeleteAppointmentEntity?AppointmentEntityId={public.pk}", None, status=403)
    assert Appointment.objects.filter(pk=public.pk).exists()


def test_the_actions_themselves_refuse(world: World) -> None:
    public = created(world)
    with pytest.raises(PermissionDenied):
        save_appointment(public, {"title": "x"}, by=world.bo)
    with pytest.raises(PermissionDenied):
        delete_appointment(public, by=world.bo)


def test_the_table_right_is_true_of_this_very_row(world: World) -> None:
    path = f"Appointment/{created(world).pk}"
    masks = {who.name: Api(who).get(path)["TableRight"]["Mask"] for who in (world.ada, world.bo, world.tove)}
    assert masks == {"ada": "FULL", "bo": "Select, Insert", "tje0": "FULL"}
    right, properties = (Api(world.bo).get(path)[name] for name in ("TableRight", "FieldProperties"))
    assert right["Reason"]
    assert {field["FieldRight"]["Mask"] for field in properties.values()} == {"Read"}
    assert Api(world.bo).get("Appointment/default")["TableRight"]["Mask"] == "FULL"


def test_an_administrator_changes_anybodys(world: World) -> None:
    path = f"Appointment/{created(world).pk}"
    assert Api(world.tove).patch(path, {"Title": "Moved"})["Title"] == "Moved"
    Api(world.tove).delete(path)


@pytest.mark.parametrize("private", [Privacy.PUBLIC, Privacy.PRIVATE_USER])
def test_a_booking_outlives_its_meeting_and_says_that_it_is_cancelled(private: int, world: World) -> None:
    mother = created(world)
    booking = save_appointment(
        Appointment(), {"mother_id": mother.pk, "title": "Bo's", "private": private}, by=world.bo
    )
    assert booking.busy_from is not None
    delete_appointment(mother, by=world.ada)
    booking = again(booking)
    assert (booking.title, booking.state, booking.mother, booking.busy_from) == (
        "Bo's",
        State.BOOKING_DELETED,
        None,
        None,
    )


def test_a_meeting_that_is_its_own_mother_can_be_deleted(world: World) -> None:
    mother = created(world)
    Appointment.objects.filter(pk=mother.pk).update(mother=mother)
    delete_appointment(again(mother), by=world.ada)
    assert not Appointment.objects.exists()

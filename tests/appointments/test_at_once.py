"""Two people at one appointment: one after the other, whoever comes first, and never a failure of the server."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.appointments.actions import delete_appointment
from crm.appointments.models import Appointment, Recurrence
from crm.appointments.views import AppointmentViewSet
from tests.appointments.crowd import appointments
from tests.appointments.saving import created
from tests.callers import Api
from tests.concurrency import together, vanishing
from tests.world import World, again, build

pytestmark = pytest.mark.django_db
ROUNDS = 8


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_one_that_is_deleted_meanwhile_is_not_found(
    method: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    (meeting,) = appointments(world, 1)
    vanishing(AppointmentViewSet, monkeypatch)
    answer = Api(world.tove).call(method, f"Appointment/{meeting.pk}", {"Title": "Late"}, status=404)
    assert answer["ErrorMessage"] == f"AppointmentEntity {meeting.pk} was not found."
    assert not Appointment.objects.exists()


def test_deleting_locks_the_appointment_and_its_bookings_before_what_stands_around_them(world: World) -> None:
    mother = created(world)
    child = created(world, mother_id=mother.pk)
    grandchild = created(world, mother_id=child.pk)
    with CaptureQueriesContext(connection) as statements:
        delete_appointment(mother, by=world.ada)
    assert not Appointment.objects.filter(pk=mother.pk).exists()
    assert (again(child).mother, again(grandchild).mother) == (None, child)
    if connection.vendor == "postgresql":
        words = [statement["sql"] for statement in statements]
        locks = [place for place, sql in enumerate(words) if "FOR UPDATE" in sql]
        writes = [place for place, sql in enumerate(words) if sql.startswith(("DELETE", "UPDATE"))]
        assert len(locks) == 2, "the one, and its bookings"
        assert locks[-1] < writes[0]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_saving_and_deleting_at_once_never_fail() -> None:
    world = build()
    api = Api(world.tove)
    rows = appointments(world, ROUNDS)
    statuses: set[tuple[str, int]] = set()

    def call(method: str, key: int, body: Any) -> None:
        path = f"/api/v1/Appointment/{key}"
        answer = Api(world.tove).client.generic(method, path, body, content_type="application/json")
        statuses.add((method, answer.status_code))

    for row in rows:
        body = api.client.get(f"/api/v1/Appointment/{row.pk}").content
        together(
            partial(call, "PUT", row.pk, body),
            partial(call, "DELETE", row.pk, b""),
        )
    assert statuses <= {("PUT", 200), ("PUT", 404), ("DELETE", 204)}
    assert not Appointment.objects.exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_rule_of_a_series_goes_with_the_last_two_that_go_at_once() -> None:
    world = build()
    for _ in range(ROUNDS):
        rule = Recurrence.objects.create()
        pair = created(world), created(world)
        Appointment.objects.filter(pk__in=[row.pk for row in pair]).update(recurrence=rule)
        together(*[partial(delete_appointment, row, by=world.ada) for row in pair])
    assert not Recurrence.objects.exists()

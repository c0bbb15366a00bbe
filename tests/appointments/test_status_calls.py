"""Done, started, seen: the methods of the agent that change a status."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine

from crm.appointments.models import Appointment, AppointmentType, Recurrence, State
from crm.directory.models import Sale, SaleCompleted
from tests.appointments.crowd import at
from tests.appointments.saving import created
from tests.callers import Api
from tests.world import HOUR, NOON, World, again, plant

pytestmark = pytest.mark.django_db


def call(who: Any, method: str, body: Any, status: int = 200) -> Any:
    return Api(who).post(f"Agents/Appointment/{method}", body, status=status)


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (State.NOT_STARTED, "Completed"),
        (State.STARTED, "Completed"),
        (State.COMPLETED, "Started"),
        (State.BOOKING, "Completed"),
        (State.ASSIGNMENT_SEEN, "Completed"),
    ],
)
def test_a_toggle_makes_anything_done_and_what_is_done_started(before: int, now: str, world: World) -> None:
    row = created(world)
    Appointment.objects.filter(pk=row.pk).update(state=before)
    with time_machine.travel(NOON + HOUR, tick=False):
        assert call(world.ada, "ToggleAppointmentStatus", {"AppointmentId": row.pk}) == now
    row = again(row)
    assert row.state == (State.COMPLETED if now == "Completed" else State.STARTED)
    assert row.done_at == (NOON + HOUR if now == "Completed" else None)


def test_what_is_missing_or_hidden_is_null_and_another_owners_is_refused(world: World) -> None:
    hidden, public = created(world, private=1), created(world)
    for key in (999_999, hidden.pk, 0):
        assert call(world.bo, "ToggleAppointmentStatus", {"AppointmentId": key}) is None
        assert call(world.bo, "ToggleActivity", {"ActivityIdentifier": f"appointment_id={key}"}) is None
    call(world.bo, "ToggleAppointmentStatus", {"AppointmentId": public.pk}, status=403)
    assert (again(hidden).state, again(public).state) == (State.NOT_STARTED, State.NOT_STARTED)


def test_activities_are_appointments_and_sales(world: World) -> None:
    row, sale = created(world), world.deal
    assert (
        call(world.ada, "ToggleActivity", {"ActivityIdentifier": f"Appointment_Id={row.pk}"}) == "Completed"
    )
    both = [f"sale_id={sale.pk}", f"todo_id={row.pk}", f"sale_id={sale.pk}"]
    assert call(world.ada, "ToggleActivities", {"ActivityIdentifier": both}) == "Completed"
    assert (again(row).state, again(sale).completed) == (State.COMPLETED, SaleCompleted.COMPLETED)
    assert call(world.ada, "ToggleAndSetActivities", {"ActivityIdentifiers": both}) == []
    assert (again(row).state, again(sale).completed) == (State.STARTED, SaleCompleted.STARTED)
    body = {"ActivityIdentifier": both, "ActivityStatus": "NotStarted"}
    call(world.ada, "SetActivityStatus", body, status=204)
    assert (again(row).state, again(sale).completed) == (State.NOT_STARTED, SaleCompleted.NOT_STARTED)


@pytest.mark.parametrize("missing", ["appointment_id=999999", "document_id=1", "sale_id=0"])
def test_one_that_is_not_there_leaves_all_as_they_are(missing: str, world: World) -> None:
    row = created(world)
    both = [f"appointment_id={row.pk}", missing]
    assert call(world.ada, "ToggleActivities", {"ActivityIdentifier": both}) is None
    assert call(world.ada, "ToggleAndSetActivities", {"ActivityIdentifiers": both}) == both
    body = {"ActivityIdentifier": both, "ActivityStatus": "Completed"}
    call(world.ada, "SetActivityStatus", body, status=204)
    assert again(row).state == State.NOT_STARTED


def test_one_that_may_not_be_written_leaves_all_as_they_are(world: World) -> None:
    own, others = created(world), created(world)
    Appointment.objects.filter(pk=others.pk).update(associate=world.bo)
    both = [f"appointment_id={row.pk}" for row in (own, others)]
    call(world.ada, "ToggleActivities", {"ActivityIdentifier": both}, status=403)
    assert again(own).state == State.NOT_STARTED


@pytest.mark.parametrize(
    ("method", "body"),
    [
        ("ToggleActivity", {"ActivityIdentifier": "eos"}),
        ("ToggleActivities", {"ActivityIdentifier": "appointment_id=1"}),
        ("SetActivityStatus", {"ActivityStatus": "Done"}),
        ("SetActivityStatus", {"ActivityStatus": None}),
        ("SetSeen", {"UpdateMode": "Sometimes", "AppointmentId": 1}),
    ],
)
def test_what_cannot_be_read_is_refused(method: str, body: Any, world: World) -> None:
    refused = call(world.ada, method, body, status=400)["ErrorMessage"]
    assert refused.startswith(f"$.{next(iter(body))}: ")


def test_a_sale_needs_the_right_to_change_sales(world: World) -> None:
    assert world.ada.user is not None
    world.ada.user.groups.clear()
    call(world.ada, "ToggleActivity", {"ActivityIdentifier": f"sale_id={world.deal.pk}"}, status=403)
    assert Sale.objects.get(pk=world.deal.pk).completed == SaleCompleted.STARTED


SEEN = {
    State.BOOKING: State.BOOKING_SEEN,
    State.BOOKING_MOVED: State.BOOKING_MOVED_SEEN,
    State.ASSIGNMENT: State.ASSIGNMENT_SEEN,
    State.BOOKING_DECLINED: State.BOOKING_DECLINED,
    State.COMPLETED: State.COMPLETED,
}


def test_an_invitation_is_seen_by_the_invited_under_its_own_id_or_the_meetings(world: World) -> None:
    mother = created(world)
    Appointment.objects.filter(pk=mother.pk).update(mother=mother)
    bookings = [
        plant(at(0, world.bo, "Bo's", mother=mother, state=state, type=AppointmentType.BOOKING_FOR_DIARY))[0]
        for state in SEEN
    ]
    call(world.ada, "SetSeen", {"AppointmentId": bookings[0].pk}, status=204)
    call(world.bo, "SetSeen", {"AppointmentId": 999_999}, status=204)
    assert [again(row).state for row in bookings] == list(SEEN)
    call(world.bo, "SetSeen", {"AppointmentId": bookings[0].pk, "UpdateMode": "OnlyThis"}, status=204)
    assert [again(row).state for row in bookings[:2]] == [State.BOOKING_SEEN, State.BOOKING_MOVED]
    call(world.bo, "SetSeenMany", {"AppointmentIds": [mother.pk]}, status=204)
    assert [again(row).state for row in bookings] == list(SEEN.values())


def test_of_a_series_the_later_ones_are_seen_too_when_asked_for(world: World) -> None:
    (rule,) = plant(Recurrence(start_date=NOON))
    said = {"state": State.BOOKING, "recurrence": rule}
    rows = plant(*[at(hour, who, "x", **said) for hour in (0, 24, 48) for who in (world.bo, world.nils)])
    first, second = rows[0], rows[2]
    body = {"AppointmentId": second.pk, "UpdateMode": "ThisAndForward"}
    call(world.bo, "SetSeen", body, status=204)
    assert [again(row).state for row in (first, second, rows[4])] == [5, 7, 7]
    assert {again(row).state for row in rows[1::2]} == {State.BOOKING}

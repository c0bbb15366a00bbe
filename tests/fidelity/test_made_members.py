"""Members that are made of several columns, told for the rows that tell them apart."""

from __future__ import annotations

from typing import Any

import pytest

from crm.appointments.models import Appointment, State
from crm.wire.read import read
from tests.appointments.crowd import appointments
from tests.callers import Api
from tests.carriers import contracts
from tests.fidelity.recording import Shown
from tests.fidelity.shapes import Shape
from tests.world import NOON, World

# The states of an appointment by their documented numbers, and how each member tells them.
STATES = {
    State.COMPLETED: ("Completed", "None", True),
    State.ASSIGNMENT_SEEN: ("NotStarted", "Seen", False),
    State.ASSIGNMENT_DECLINED: ("NotStarted", "Declined", False),
}


def told(name: str, row: Appointment, world: World, shown: Shown) -> dict[str, Any]:
    """The carrier of a row, which is of its documented type."""
    contract = next(each for each in contracts() if each.name == name)
    [carrier] = read(contract, Appointment.objects.filter(pk=row.pk), world.tove)
    shape = Shape()
    assert shape.fits(carrier, name), carrier
    for each in shape.shown:
        shown(each)
    return carrier


@pytest.mark.parametrize("state", STATES)
def test_one_state_is_told_as_what_was_done_and_what_was_answered(
    state: State, world: World, shown: Shown
) -> None:
    (row,) = appointments(world, 1)
    Appointment.objects.filter(pk=row.pk).update(state=state, mother_id=None)
    completed, assigned, is_completed = STATES[state]
    carrier = told("AppointmentEntity", row, world, shown)
    assert (carrier["Completed"], carrier["AssignmentStatus"]) == (completed, assigned)
    info = told("AppointmentInfo", row, world, shown)
    assert info["IsCompleted"] is is_completed
    assert info["IsVideoMeeting"] is True
    assert info["PersonName"] == "Dan de Vries"


def test_who_booked_a_meeting_has_its_main_appointment(world: World, shown: Shown) -> None:
    (row,) = appointments(world, 1)
    Appointment.objects.filter(pk=row.pk).update(mother_id=row.pk)
    assert told("AppointmentEntity", row, world, shown)["BookingType"] == "Owner"
    assert told("Appointment", row, world, shown)["IsBookingMain"] is True


def test_a_date_of_a_series_keeps_how_its_words_look(world: World) -> None:
    day = {"Date": NOON.isoformat(), "Description": "Off", "DescriptionStyleHint": "red", "Tooltip": "Snow"}
    sent = {
        "Recurrence": {"IsRecurrence": True, "Pattern": "Daily", "Dates": [day]},
        "StartDate": day["Date"],
    }
    kept = Api(world.ada).post("Appointment", sent)["Recurrence"]["Dates"]
    assert "red" in [each["DescriptionStyleHint"] for each in kept]

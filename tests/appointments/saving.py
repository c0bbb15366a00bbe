"""Saving appointments as tests do it: by Ada, and read again."""

from __future__ import annotations

from typing import Any

from crm.appointments.actions import save_appointment
from crm.appointments.models import Appointment
from tests.world import HOUR, NOON, World, again


def created(world: World, **values: Any) -> Appointment:
    """A new appointment of Ada's, at noon for an hour unless said otherwise, as the database has it."""
    return again(save_appointment(Appointment(), {"start": NOON, "end": NOON + HOUR, **values}, by=world.ada))


def changed(world: World, appointment: Appointment, **values: Any) -> Appointment:
    """The appointment after Ada's change, as the database has it."""
    return again(save_appointment(appointment, values, by=world.ada))

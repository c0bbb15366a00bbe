"""Many appointments at once, each with something in every collection."""

from __future__ import annotations

import datetime
from typing import Any

from crm.appointments.models import (
    Appointment,
    AppointmentLink,
    AppointmentType,
    AppointmentVisibility,
    CautionWarning,
    Participant,
    Recurrence,
    Visibility,
)
from crm.directory.models import Associate
from tests.world import HOUR, NOON, World, plant

DAY = datetime.timedelta(days=1)


def appointments(world: World, number: int) -> list[Appointment]:
    """Appointments of Ada's with all that an appointment can have."""
    recurrences = plant(
        *[Recurrence(start_date=NOON, end_date=NOON + DAY, weekdays=5) for _ in range(number)]
    )
    rows = plant(*[_appointment(world, place, series) for place, series in enumerate(recurrences)])
    plant(
        *[Participant(appointment=row, associate=world.bo, email_address="bo@desk.example") for row in rows]
    )
    plant(*[Participant(appointment=row, person=world.dan, contact=world.lab) for row in rows])
    plant(*[AppointmentLink(appointment=row, entity_name="sale", entity_id=world.deal.pk) for row in rows])
    plant(
        *[
            AppointmentVisibility(appointment=row, visibility=Visibility.GROUP, group=world.desk)
            for row in rows
        ],
        *[AppointmentVisibility(appointment=row) for row in rows],
    )
    return list(rows)


def _appointment(world: World, place: int, series: Recurrence) -> Appointment:
    start = NOON + place * DAY
    return Appointment(
        associate=world.ada,
        contact=world.lab,
        created_by=world.bo,
        updated_by=world.bo,
        created_at=NOON - HOUR,
        updated_at=NOON - HOUR,
        title=f"Meeting {place}",
        description="About the light",
        agenda="1. Light",
        internal_notes="Bring a lamp",
        start=start,
        end=start + HOUR,
        active_date=start,
        busy_from=start,
        busy_until=start + HOUR,
        invited_person=world.erik,
        person=world.dan,
        priority=world.low,
        project=world.rollout,
        sale=world.deal,
        task=world.meeting,
        type=AppointmentType.IN_DIARY,
        alarm_lead_minutes=15,
        has_alarm=True,
        location="Room 1",
        recurrence=series,
        assigned_by=world.tove,
        caution_warning=CautionWarning.NOT_IN_SYNC,
        videomeet_url="https://meet.example/1",
        publish_from=NOON,
        user_defined_fields={"SuperOffice:1": "[I:3]"},
    )


def at(hour: float, owner: Associate, title: str, **values: Any) -> Appointment:
    """An appointment of an hour, so many hours after noon, in the columns as they are."""
    start = NOON + hour * HOUR
    row = Appointment(
        title=title, associate=owner, created_by=owner, created_at=NOON, updated_at=NOON, start=start, end=start + HOUR,
        active_date=start,
    )  # fmt: skip
    for name, value in values.items():
        setattr(row, name, value)
    return row

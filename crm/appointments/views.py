"""Appointments over REST and Agents."""

from __future__ import annotations

from typing import Any

from crm.appointments import archives
from crm.appointments.actions import delete_appointment, new_appointment, save_appointment
from crm.appointments.contracts import APPOINTMENT
from crm.appointments.models import Appointment
from crm.wire.agents import EntityAgent
from crm.wire.bind import Values
from crm.wire.entities import EntityRoutes, EntityViewSet, SubList


class AppointmentViewSet(EntityViewSet):
    """`/Appointment`."""

    contract = APPOINTMENT
    archive = archives.FIND_APPOINTMENT
    sub_lists = {
        "Participants": SubList(archives.PARTICIPANTS, "appointment_id"),
        "Links": SubList(archives.LINKS, "appointment_id"),
    }

    def new(self, by: Any) -> Appointment:
        return new_appointment(by=by)

    def save(self, row: Any, values: Values, by: Any, *, notify: bool) -> Appointment:
        return save_appointment(row, values, by=by)

    def remove(self, row: Any, by: Any) -> None:
        delete_appointment(row, by=by)


ROUTES = [EntityRoutes("Appointment", AppointmentViewSet)]
AGENT_METHODS = [*EntityAgent("Appointment", AppointmentViewSet).methods()]

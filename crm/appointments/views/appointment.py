"""Appointments by their id, over REST and Agents."""

from __future__ import annotations

from typing import Any

from crm.appointments import archives
from crm.appointments.actions import delete_appointment, new_appointment, save_appointment
from crm.appointments.contracts import APPOINTMENT, FLAT, MASKED
from crm.appointments.models import Appointment
from crm.wire.agents import AgentCall, EntityAgent, agent_method
from crm.wire.archive.views import SubList
from crm.wire.bind import Values
from crm.wire.dialect import Dialect
from crm.wire.entities import EntityRoutes
from crm.wire.read import read, read_one
from crm.wire.records import MORE, Linked, RecordViewSet, validating
from crm.wire.select import Selection
from crm.wire.steps import Carrier

AGENT = "Appointment"


def flat_one(key: int, caller: Any, dialect: Dialect, selection: Selection | None = None) -> Carrier | None:
    """The flat carrier of one appointment; of one that is not visible only that it takes time, if it does."""
    found = read_one(FLAT, key, caller, selection, dialect)
    if found is None:
        rows = Appointment.objects.filter(pk=key).masked_for(caller)
        found = next(iter(read(MASKED, rows, caller, selection, dialect)), None)
    return found


class AppointmentViewSet(RecordViewSet):
    """`/Appointment`."""

    contract = APPOINTMENT
    flat = FLAT
    archive = archives.FIND_APPOINTMENT
    sub_lists = {
        "Participants": SubList(archives.PARTICIPANTS, "appointment_id"),
        "Links": SubList(archives.LINKS, "appointment_id"),
    }
    linked = (
        Linked("Associate", "associate"),
        Linked("Contact", "contact_new", "Contact"),
        Linked("Person", "person", "Person"),
        Linked("Priority", "priority"),
        Linked("Project", "project", "Project"),
        Linked("RejectReason", "rejectReason"),
        Linked("Task", "task"),
        Linked("Sale", "sale", "Sale"),
    )

    def new(self, by: Any) -> Appointment:
        return new_appointment(by=by)

    def save(self, row: Any, values: Values, by: Any, *, notify: bool) -> Appointment:
        return save_appointment(row, values, by=by)

    def remove(self, row: Any, by: Any) -> None:
        delete_appointment(row, by=by)

    def read_flat(self, key: int, caller: Any, dialect: Dialect) -> Carrier | None:
        return flat_one(key, caller, dialect)


APPOINTMENT_AGENT = EntityAgent(AGENT, AppointmentViewSet)


@agent_method(AGENT, "?appointmentId=", "Appointment", answers=FLAT)
def get_appointment(call: AgentCall) -> Carrier | None:
    """One Appointment, or null; of another's private one only that it takes time."""
    call.must("view", Appointment)
    return flat_one(call.number("AppointmentId"), call.caller, call.dialect, call.selection)


@agent_method(AGENT, "int[]", "Appointment[]", answers=FLAT)
def get_appointment_list(call: AgentCall) -> list[Carrier]:
    """The Appointments of these ids, in this order; what is not there is left out."""
    call.must("view", Appointment)
    keys = call.numbers()
    rows = Appointment.objects.filter(pk__in=keys)
    found = call.all(FLAT, rows.visible_to(call.caller)) + call.all(MASKED, rows.masked_for(call.caller))
    return sorted(found, key=lambda carrier: keys.index(carrier["AppointmentId"]))


ROUTES = [EntityRoutes("Appointment", AppointmentViewSet, MORE)]
AGENT_METHODS = [
    *APPOINTMENT_AGENT.methods(),
    validating(APPOINTMENT_AGENT, AppointmentViewSet),
    get_appointment,
    get_appointment_list,
]

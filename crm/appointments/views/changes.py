"""Changes of appointments that have a method of their own, and the ids that other calendars know them by."""

from __future__ import annotations

from typing import Any

from crm.appointments.actions import convert_to_task, reserve_appointment, save_appointment
from crm.appointments.contracts import APPOINTMENT, FLAT
from crm.appointments.contracts.enums import APPOINTMENT_STATUS, APPOINTMENT_TYPE, UPDATE_MODE
from crm.appointments.models import Appointment, UpdateMode
from crm.appointments.views.appointment import APPOINTMENT_AGENT
from crm.directory.contracts import ASSOCIATE
from crm.wire.agents import AgentCall, agent_method
from crm.wire.bind import bind, refusing
from crm.wire.errors import BadMember
from crm.wire.kinds import enum_kind
from crm.wire.outside import NotBuilt
from crm.wire.read import read_one, rows_of
from crm.wire.steps import Carrier

AGENT = "Appointment"
ENTITY = f"$.{APPOINTMENT.name}"
UID_LENGTH = 254
_MODE, _STATUS, _TYPE = (enum_kind(names) for names in (UPDATE_MODE, APPOINTMENT_STATUS, APPOINTMENT_TYPE))
WHOLE = "AppointmentEntity"


def _row(call: AgentCall, name: str, verb: str) -> Appointment | None:
    call.must(verb, Appointment)
    rows: list[Appointment] = rows_of(APPOINTMENT, [call.number(name)], call.caller)
    return rows[0] if rows else None


@agent_method(AGENT, "{AppointmentId}", WHOLE, answers=APPOINTMENT)
def convert_appointment_to_task(call: AgentCall) -> Carrier | None:
    """Makes an appointment with fewer than two participants something to do; null when it is not there."""
    row = _row(call, "AppointmentId", "change")
    if row is None:
        return None
    with refusing(APPOINTMENT, "$.AppointmentId"):
        convert_to_task(row, by=call.caller)
    return read_one(APPOINTMENT, row.pk, call.caller, call.selection, call.dialect, written=True)


def _updated(call: AgentCall) -> Carrier | None:
    """Changes those columns that the call names: a date, a status, a type and an owner that are empty stay."""
    row = _row(call, "Id", "change")
    if row is None:
        return None
    given: dict[str, Any] = {
        "start": call.moment("StartTime"),
        "end": call.moment("EndTime"),
        "state": call.value("Status", _STATUS),
        "type": call.value("Type", _TYPE),
        "associate_id": max(call.number("AssociateId"), 0),
    }
    rows_of(
        ASSOCIATE, [key for key in (given["associate_id"],) if key], call.caller, "$.AssociateId", every=True
    )
    save_appointment(row, {name: value for name, value in given.items() if value}, by=call.caller)
    return read_one(FLAT, row.pk, call.caller, call.selection, call.dialect, written=True)


@agent_method(
    AGENT, "{Id, StartTime, EndTime, Status: int, Type: int, AssociateId}", "Appointment", answers=FLAT
)
def update_appointment(call: AgentCall) -> Carrier | None:
    """Changes the times, the status, the type and the owner of one appointment; null when it is not there."""
    return _updated(call)


@agent_method(
    AGENT, "{Id, StartTime, EndTime, Status, Type, AssociateId, UpdateMode}", "Appointment", answers=FLAT
)
def update_appointment_with_mode(call: AgentCall) -> Carrier | None:
    """The same for one appointment, be it one of a series; the later ones of a series cannot be changed with it."""
    if call.value("UpdateMode", _MODE) not in (None, UpdateMode.UNKNOWN, UpdateMode.ONLY_THIS):
        row = _row(call, "Id", "change")
        if row is not None and row.recurrence_id is not None:
            raise NotBuilt("Changing the later appointments of a series")
    return _updated(call)


@agent_method(AGENT, "{AppointmentId, UseMotherId: bool}", "string", name="GetUIDFromAppointmentId")
def get_uid_from_appointment_id(call: AgentCall) -> str | None:
    """The id that other calendars know an appointment by, or its meeting's if asked for; null when there is none."""
    row = _row(call, "AppointmentId", "view")
    if row is None:
        return None
    mother = row.mother if call.truth("UseMotherId") else None
    return row.uid or (mother.uid if mother else "") or None


def _uid(call: AgentCall) -> str:
    uid = call.text("Uid").strip()
    if not uid or len(uid) > UID_LENGTH:
        raise BadMember("$.Uid", f"An id of 1 to {UID_LENGTH} characters is expected here.")
    return uid


@agent_method(AGENT, "{Uid}", WHOLE, answers=APPOINTMENT, name="GetAppointmentFromUID")
def get_appointment_from_uid(call: AgentCall) -> Carrier | None:
    """The AppointmentEntity that other calendars know by this id; a blank one when there is none."""
    call.must("view", Appointment)
    rows = Appointment.objects.visible_to(call.caller).filter(uid=_uid(call))
    key = rows.values_list("pk", flat=True).first()
    return APPOINTMENT_AGENT.create_default(call) if key is None else call.one(APPOINTMENT, key)


@agent_method(AGENT, "{AppointmentEntity, Uid}", WHOLE, answers=APPOINTMENT, name="CreateAppointmentForUID")
def create_appointment_for_uid(call: AgentCall) -> Carrier | None:
    """Creates the appointment that other calendars know by this id; null when there is one already."""
    call.must("add", Appointment)
    uid = _uid(call)
    values = bind(
        APPOINTMENT, call.argument(APPOINTMENT.name), call.caller, path=ENTITY, dialect=call.dialect
    )
    with refusing(APPOINTMENT, ENTITY):
        row = reserve_appointment(values, uid, by=call.caller)
    if row is None:
        return None
    return read_one(APPOINTMENT, row.pk, call.caller, call.selection, call.dialect, written=True)


@agent_method(AGENT, "{Appointment}", "bool")
def will_send_email(call: AgentCall) -> bool:
    """Whether saving this would send e-mail. It does not: no invitations leave this desk."""
    given = call.argument("Appointment")
    bind(APPOINTMENT, given, call.caller, path="$.Appointment", dialect=call.dialect)
    return False


@agent_method(AGENT, "{MotherAppointmentId}", "string")
def get_organizer_name(call: AgentCall) -> str | None:
    """The name of who invites to a meeting, or null."""
    call.must("view", Appointment)
    carrier = read_one(FLAT, call.number("MotherAppointmentId"), call.caller, dialect=call.dialect)
    return None if carrier is None else carrier["AssociateFullName"] or carrier["AssociateName"]


AGENT_METHODS = [
    convert_appointment_to_task,
    update_appointment,
    update_appointment_with_mode,
    get_uid_from_appointment_id,
    get_appointment_from_uid,
    create_appointment_for_uid,
    will_send_email,
    get_organizer_name,
]

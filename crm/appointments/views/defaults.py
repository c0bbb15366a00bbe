"""Appointments that are to be: blank ones of a kind, and copies."""

from __future__ import annotations

import datetime

from django.utils import timezone

from crm.appointments.actions import copied_appointment, new_appointment, new_recurrence
from crm.appointments.contracts import APPOINTMENT
from crm.appointments.contracts.recurrence import RECURRENCE
from crm.appointments.models import Appointment
from crm.directory.contracts import ASSOCIATE, TASK_TYPE
from crm.directory.models import Associate, Entity, TaskType
from crm.directory.models.owned import reach
from crm.wire.agents import AgentCall, agent_method
from crm.wire.errors import BadMember
from crm.wire.kinds import ARRAY, INTEGER, enum_kind, heard
from crm.wire.read import read_one, read_unsaved, rows_of
from crm.wire.rights import INSERT
from crm.wire.steps import Carrier

AGENT = "Appointment"
_TYPE = enum_kind(TASK_TYPE)


def _kind(call: AgentCall) -> int:
    return int(call.value("Type", _TYPE) or TaskType.APPOINTMENT)


def _owner(call: AgentCall) -> Associate:
    """The user whose it is to be, the caller when none is named. Raises BadMember."""
    key = call.number("AssociateId")
    if key <= 0:
        caller: Associate = call.caller
        return caller
    owners: list[Associate] = rows_of(ASSOCIATE, [key], call.caller, "$.AssociateId", every=True)
    return owners[0]


def _blank(call: AgentCall, appointment: Appointment) -> Carrier:
    return read_unsaved(APPOINTMENT, appointment, call.caller, call.dialect)


@agent_method(AGENT, "{Type}", "AppointmentEntity", answers=APPOINTMENT)
def create_default_appointment_entity_by_type(call: AgentCall) -> Carrier:
    """One blank AppointmentEntity with the defaults of a kind of activities."""
    return _blank(call, new_appointment(by=call.caller, kind=_kind(call)))


@agent_method(AGENT, "{Type, AssociateId}", "AppointmentEntity", answers=APPOINTMENT)
def create_default_appointment_entity_by_type_and_associate(call: AgentCall) -> Carrier:
    """One blank AppointmentEntity with the defaults of a kind of activities, for a user."""
    return _blank(call, new_appointment(by=call.caller, kind=_kind(call), owner=_owner(call)))


@agent_method(AGENT, "{AppointmentId, AssociateId}", "AppointmentEntity", answers=APPOINTMENT)
def create_appointment_entity_from_existing(call: AgentCall) -> Carrier | None:
    """One AppointmentEntity for today, with the activity, the times and the participants of another; or null."""
    call.must("view", Appointment)
    rows = rows_of(APPOINTMENT, [call.number("AppointmentId")], call.caller)
    if not rows:
        return None
    zone = call.dialect.clock.zone.tz
    copy = _blank(call, copied_appointment(rows[0], by=call.caller, owner=_owner(call), zone=zone))
    source = read_one(APPOINTMENT, rows[0].pk, call.caller, None, call.dialect)
    return copy | {"Participants": source["Participants"] if source else []}


def _rule(call: AgentCall, day: datetime.datetime | None) -> Carrier:
    """The carrier of a rule from a day on, today without one; what is asked for is a rule, though nothing is saved."""
    zone = call.dialect.clock.zone.tz
    start = (day or timezone.now().astimezone(zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    rule = new_recurrence(start=start.replace(tzinfo=datetime.UTC))
    return read_unsaved(RECURRENCE, rule, call.caller, call.dialect) | {"IsRecurrence": True}


@agent_method(AGENT, "", "RecurrenceInfo", answers=RECURRENCE)
def create_default_recurrence(call: AgentCall) -> Carrier:
    """One blank RecurrenceInfo, from today."""
    return _rule(call, None)


@agent_method(AGENT, "{StartDate}", "RecurrenceInfo", answers=RECURRENCE)
def create_default_recurrence_by_date(call: AgentCall) -> Carrier:
    """One blank RecurrenceInfo, from a day on."""
    try:
        day = heard(call.dialect.clock.hear_wall, call.argument("StartDate"))
    except ValueError as error:
        raise BadMember("$.StartDate", str(error)) from None
    return _rule(call, day)


@agent_method(AGENT, "{AssociateIds: int[]}", "bool[]")
def get_can_insert_for_associates(call: AgentCall) -> list[bool]:
    """Whether the role lets the caller make appointments for each of these users, in this order."""
    call.numbers("AssociateIds")  # refuses what is no array of ids
    keys = [int(INTEGER.read(each)) for each in ARRAY.read(call.argument("AssociateIds"))]
    known = Associate.objects.visible_to(call.caller).active().filter(pk__in=keys)
    part = reach(call.caller, Entity.APPOINTMENT, "pk", INSERT) if call.caller.is_internal else True
    if not isinstance(part, bool):
        known = known.filter(part)
    may = call.caller.may("add", Appointment) and part is not False
    there = set(known.values_list("pk", flat=True)) if may else set()
    return [key in there for key in keys]


AGENT_METHODS = [
    create_default_appointment_entity_by_type,
    create_default_appointment_entity_by_type_and_associate,
    create_appointment_entity_from_existing,
    create_default_recurrence,
    create_default_recurrence_by_date,
    get_can_insert_for_associates,
]

"""Done, seen: what becomes of appointments over Agents."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crm.appointments.actions import set_seen as mark_seen
from crm.appointments.actions import set_status, toggle_status
from crm.appointments.actions.status import Activity
from crm.appointments.contracts.enums import ACTIVITY_STATUS, APPOINTMENT_STATUS, UPDATE_MODE
from crm.appointments.models import ActivityStatus, Appointment, UpdateMode
from crm.directory.models import Sale
from crm.wire.agents import AgentCall, agent_method
from crm.wire.errors import BadMember
from crm.wire.kinds import enum_kind

AGENT = "Appointment"
KINDS: dict[str, type[Activity]] = {"appointment": Appointment, "todo": Appointment, "sale": Sale}
_IDENTIFIER = re.compile(r"(appointment|todo|sale|document)_id=([0-9]{1,9})", re.IGNORECASE)
_MODE, _STATUS = enum_kind(UPDATE_MODE), enum_kind(ACTIVITY_STATUS)


def _named(identifier: str, path: str) -> tuple[str, int]:
    """The kind and the key that `appointment_id=666` tells. Raises BadMember."""
    found = _IDENTIFIER.fullmatch(identifier.strip())
    if found is None:
        raise BadMember(path, f"{identifier[:40]!r} is not an activity such as appointment_id=666.")
    return found[1].lower(), int(found[2])


def _activities(call: AgentCall, name: str, identifiers: Sequence[str]) -> list[Activity] | None:
    """The rows that these identifiers name, each once and in their order; None when one is not there."""
    places = dict.fromkeys(_named(each, f"$.{name}") for each in identifiers)
    found: dict[tuple[str, int], Activity] = {}
    for kind, model in KINDS.items():
        keys = [key for of, key in places if of == kind]
        if keys:
            call.must("change", model)
            rows = model._default_manager.visible_to(call.caller)
            found |= {(kind, key): row for key, row in rows.in_bulk(keys).items()}
    if not places or len(found) < len(places):
        return None
    return list({(type(row), row.pk): row for row in (found[place] for place in places)}.values())


def _toggled(call: AgentCall, name: str, identifiers: Sequence[str]) -> str | None:
    rows = _activities(call, name, identifiers)
    return None if rows is None else ACTIVITY_STATUS.name(toggle_status(rows, by=call.caller))


@agent_method(AGENT, "{AppointmentId}", "AppointmentStatus")
def toggle_appointment_status(call: AgentCall) -> str | None:
    """Makes an appointment done, or started when it is done already; answers what it is now, or null."""
    call.must("change", Appointment)
    row = Appointment.objects.visible_to(call.caller).filter(pk=call.number("AppointmentId")).first()
    return None if row is None else APPOINTMENT_STATUS.name(toggle_status([row], by=call.caller))


@agent_method(AGENT, "{ActivityIdentifier}", "ActivityStatus")
def toggle_activity(call: AgentCall) -> str | None:
    """Makes an appointment or a sale done, or started when it is done; answers what it is now, or null."""
    return _toggled(call, "ActivityIdentifier", [call.text("ActivityIdentifier")])


@agent_method(AGENT, "{ActivityIdentifier: string[]}", "ActivityStatus")
def toggle_activities(call: AgentCall) -> str | None:
    """Makes all done, or started when the first is done; null, and no change, when one is not there."""
    return _toggled(call, "ActivityIdentifier", call.texts("ActivityIdentifier"))


@agent_method(AGENT, "{ActivityIdentifiers: string[]}", "string[]")
def toggle_and_set_activities(call: AgentCall) -> list[str]:
    """Makes all done, or started when the first is done; answers those that were not: all, when one is not there."""
    given = call.texts("ActivityIdentifiers")
    return [] if _toggled(call, "ActivityIdentifiers", given) is not None else given


@agent_method(AGENT, "{ActivityIdentifier: string[], ActivityStatus}")
def set_activity_status(call: AgentCall) -> None:
    """Gives appointments and sales one status; changes nothing when one of them is not there."""
    status = call.value("ActivityStatus", _STATUS)
    if not status:
        raise BadMember("$.ActivityStatus", "NotStarted, Started or Completed is expected here.")
    rows = _activities(call, "ActivityIdentifier", call.texts("ActivityIdentifier"))
    if rows is not None:
        set_status(rows, ActivityStatus(status), by=call.caller)


def _see(call: AgentCall, keys: list[int]) -> None:
    """Marks the caller's own entries of these meetings as seen, with the later ones of a series if asked for."""
    call.must("change", Appointment)
    mode = call.value("UpdateMode", _MODE)
    rows = Appointment.objects.own_of(call.caller, keys)
    mark_seen(list(rows.with_later() if mode == UpdateMode.THIS_AND_FORWARD else rows), by=call.caller)


@agent_method(AGENT, "{AppointmentId, UpdateMode}")
def set_seen(call: AgentCall) -> None:
    """Marks the caller's invitation to a meeting as seen; its id or the meeting's will do."""
    _see(call, [call.number("AppointmentId")])


@agent_method(AGENT, "{AppointmentIds: int[], UpdateMode}")
def set_seen_many(call: AgentCall) -> None:
    """Marks the caller's invitations to meetings as seen; their ids or the meetings' will do."""
    _see(call, call.numbers("AppointmentIds"))


AGENT_METHODS = [
    toggle_appointment_status,
    toggle_activity,
    toggle_activities,
    toggle_and_set_activities,
    set_activity_status,
    set_seen,
    set_seen_many,
]

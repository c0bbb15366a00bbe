"""Whose time is taken when, and what there is to do: lists of appointments over Agents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils import timezone

from crm.appointments.contracts import FLAT, INFO, MASKED, MASKED_INFO
from crm.appointments.models import Appointment
from crm.appointments.models.which import AppointmentQuerySet
from crm.directory.contracts import CONTACT, PROJECT
from crm.directory.models import Associate, Project
from crm.wire.agents import AgentCall, agent_method
from crm.wire.contract import Contract
from crm.wire.errors import BadMember
from crm.wire.read import rows_of
from crm.wire.steps import Carrier

AGENT = "Appointment"
ORDER = ("start", "pk")
MANY = 1000  # keys that a statement names
SPAN = "StartTime, EndTime, Count"
FLATS = "Appointment[]"


def _span(call: AgentCall) -> AppointmentQuerySet:
    """The appointments of the time that the call names."""
    call.must("view", Appointment)
    return Appointment.objects.between(call.moment("StartTime"), call.moment("EndTime"))


def _limit(call: AgentCall) -> int | None:
    """How many at most; -1, 0 and nothing are all."""
    count = call.number("Count")
    return count if count > 0 else None


def _seen(call: AgentCall, rows: AppointmentQuerySet, *order: str) -> list[Carrier]:
    """Those of these rows that the caller may see, by start, no more than asked for."""
    call.must("view", Appointment)
    return call.all(FLAT, rows.visible_to(call.caller).order_by(*(order or ORDER))[: _limit(call)])


def _diary(call: AgentCall, owners: Any, shapes: tuple[Contract, Contract] = (FLAT, MASKED)) -> list[Carrier]:
    """What stands in the diaries of these users: of what the caller may not see, only that the time is taken."""
    known = Associate.objects.visible_to(call.caller).filter(owners)
    rows = _span(call).in_diaries().filter(associate__in=known.values("pk"))
    shown = rows.visible_to(call.caller) | rows.masked_for(call.caller)
    limit = _limit(call)
    keys = list(shown.order_by(*ORDER).values_list("pk", flat=True)[:limit])
    if limit is not None and len(keys) == limit <= MANY:
        rows = rows.filter(pk__in=keys)
    plain, masked = shapes
    found = call.all(plain, rows.visible_to(call.caller)) + call.all(masked, rows.masked_for(call.caller))
    by_key = {carrier["AppointmentId"]: carrier for carrier in found}
    return [by_key[key] for key in keys if key in by_key]


def _user_of(call: AgentCall) -> int:
    """The user that the person is. Raises BadMember, as the original does, for somebody who is none."""
    person = call.number("PersonId")
    rows = Associate.objects.visible_to(call.caller).filter(person=person)
    key = rows.order_by("deleted", "pk").values_list("pk", flat=True).first()
    if key is None:
        raise BadMember("$.PersonId", f"There is no user that is the person {person} and that you may see.")
    return key


def _there(call: AgentCall, contract: Contract, name: str) -> int:
    """The id of a row that the caller may see. Raises BadMember, as the original does, for any other."""
    call.must("view", contract.model)
    key = call.number(name)
    rows_of(contract, [key], call.caller, f"$.{name}", every=True)
    return key


@agent_method(AGENT, f"{{{SPAN}}}", FLATS, answers=FLAT)
def get_my_appointments(call: AgentCall) -> list[Carrier]:
    """The caller's appointments in a span of time, by their start."""
    return _seen(call, _span(call).filter(associate=call.caller))


@agent_method(AGENT, f"{{{SPAN}}}", FLATS, answers=FLAT)
def get_my_diary(call: AgentCall) -> list[Carrier]:
    """What stands in the caller's diary in a span of time, by its start."""
    return _seen(call, _span(call).in_diaries().filter(associate=call.caller))


@agent_method(AGENT, "{Count}", FLATS, answers=FLAT)
def get_my_tasks(call: AgentCall) -> list[Carrier]:
    """What the caller has to do: the checklist, and what is over and not done, by date."""
    return _tasks(call, call.caller.pk)


@agent_method(AGENT, f"{{PersonId, IncludeProjectAppointments: bool, {SPAN}}}", FLATS, answers=FLAT)
def get_person_appointments(call: AgentCall) -> list[Carrier]:
    """The appointments of the user that a person is, with those of the person's projects if asked for."""
    theirs = Q(associate=_user_of(call))
    if call.truth("IncludeProjectAppointments"):
        theirs |= Q(project__in=_projects_of(call))
    return _seen(call, _span(call).filter(theirs))


@agent_method(AGENT, f"{{PersonId, {SPAN}}}", FLATS, answers=FLAT)
def get_person_diary(call: AgentCall) -> list[Carrier]:
    """The diary of the user that a person is; private entries only show that the time is taken."""
    return _diary(call, Q(pk=_user_of(call)))


@agent_method(AGENT, "{PersonId, Count}", FLATS, answers=FLAT)
def get_person_tasks(call: AgentCall) -> list[Carrier]:
    """What the user that a person is has to do, as far as the caller may see it."""
    return _tasks(call, _user_of(call))


@agent_method(AGENT, f"{{ProjectId, {SPAN}}}", FLATS, answers=FLAT)
def get_project_appointments(call: AgentCall) -> list[Carrier]:
    """The appointments of a project in a span of time."""
    return _seen(call, _span(call).filter(project=_there(call, PROJECT, "ProjectId")))


@agent_method(AGENT, f"{{ContactId, {SPAN}}}", FLATS, answers=FLAT)
def get_contact_appointments(call: AgentCall) -> list[Carrier]:
    """The appointments of a company in a span of time."""
    return _seen(call, _span(call).filter(contact=_there(call, CONTACT, "ContactId")))


@agent_method(AGENT, f"{{AssociateId, {SPAN}}}", FLATS, answers=FLAT)
def get_associate_diary(call: AgentCall) -> list[Carrier]:
    """The diary of a user; private entries only show that the time is taken."""
    return _diary(call, Q(pk=call.number("AssociateId")))


@agent_method(AGENT, f"{{GroupId, GroupType, {SPAN}}}", FLATS, answers=FLAT)
def get_diary_by_group(call: AgentCall) -> list[Carrier]:
    """The diaries of those whose primary group this is and who are not retired, of one type of users unless it is 0."""
    members = Q(group=call.number("GroupId"), deleted=False)
    kind = call.number("GroupType")
    return _diary(call, members & Q(type=kind) if kind else members)


@agent_method(AGENT, "{AssociateIds: int[], StartTime, EndTime}", FLATS, answers=FLAT)
def get_associates_diary(call: AgentCall) -> list[Carrier]:
    """The diaries of several users; private entries only show that the time is taken."""
    return _diary(call, Q(pk__in=call.numbers("AssociateIds")))


@agent_method(AGENT, "{AssociateIds: int[], StartTime, EndTime}", "AppointmentInfo[]", answers=INFO)
def get_associates_diary_info(call: AgentCall) -> list[Carrier]:
    """The diaries of several users in short; private entries only show that the time is taken."""
    return _diary(call, Q(pk__in=call.numbers("AssociateIds")), (INFO, MASKED_INFO))


@agent_method(AGENT, "{MotherId, RecurrenceRuleId}", FLATS, answers=FLAT)
def get_appointment_records(call: AgentCall) -> list[Carrier]:
    """All entries of a meeting and of a series; 0 leaves the one or the other out."""
    mother, rule = call.number("MotherId"), call.number("RecurrenceRuleId")
    wanted = Q(pk__in=())
    if mother > 0:
        wanted |= Q(pk=mother) | Q(mother=mother)
    if rule > 0:
        wanted |= Q(recurrence=rule)
    return _seen(call, Appointment.objects.filter(wanted))


@agent_method(AGENT, "{AppointmentId}", "Appointment", answers=FLAT)
def get_published_appointment(call: AgentCall) -> Carrier | None:
    """One appointment that is published now, or null."""
    return next(iter(_published(call, [call.number("AppointmentId")])), None)


@agent_method(AGENT, "{AppointmentIds: int[]}", FLATS, answers=FLAT)
def get_published_appointments(call: AgentCall) -> list[Carrier]:
    """Those of these appointments that are published now, in this order."""
    return _published(call, call.numbers("AppointmentIds"))


@agent_method(AGENT, "", FLATS, answers=FLAT)
def get_my_published_appointments(call: AgentCall) -> list[Carrier]:
    """The caller's appointments that are published now, by their start."""
    return _seen(call, Appointment.objects.published(timezone.now()).filter(associate=call.caller))


def _published(call: AgentCall, keys: Sequence[int]) -> list[Carrier]:
    found = _seen(call, Appointment.objects.published(timezone.now()).filter(pk__in=keys))
    return sorted(found, key=lambda carrier: keys.index(carrier["AppointmentId"]))


def _tasks(call: AgentCall, owner: int) -> list[Carrier]:
    rows = Appointment.objects.in_checklists(timezone.now()).filter(associate=owner)
    return _seen(call, rows, "active_date", "pk")


def _projects_of(call: AgentCall) -> Any:
    """The projects that the person is a member of, as far as the caller may see them."""
    return (
        Project.objects.visible_to(call.caller).filter(members__person=call.number("PersonId")).values("pk")
    )


AGENT_METHODS = [
    get_my_appointments,
    get_my_diary,
    get_my_tasks,
    get_person_appointments,
    get_person_diary,
    get_person_tasks,
    get_project_appointments,
    get_contact_appointments,
    get_associate_diary,
    get_diary_by_group,
    get_associates_diary,
    get_associates_diary_info,
    get_appointment_records,
    get_published_appointment,
    get_published_appointments,
    get_my_published_appointments,
]

"""Entries of the demo week turned into appointments."""

from __future__ import annotations

import datetime

from crm.appointments.actions.appointment import busy_span
from crm.appointments.models import Appointment, AppointmentType, Privacy, State
from crm.appointments.seeds.week import BOOKING, Entry
from crm.directory.seeds.cast import KEYS, PERSON_KEYS
from crm.directory.seeds.companies import HOME, company_of, people_by_name
from crm.directory.seeds.lists import HOLIDAY, TO_DO
from crm.directory.seeds.planting import ago

_OSLO = 261  # the number of Norway's time zone on the wire


def appointment_of(entry: Entry, monday: datetime.datetime, now: datetime.datetime) -> Appointment:
    """The appointment of an entry; what lies before `now` is done, unless it was declined."""
    writer = KEYS["tje0" if entry.mother else entry.owner]
    appointment = Appointment(
        id=entry.key,
        associate_id=KEYS[entry.owner],
        created_by_id=writer,
        updated_by_id=writer,
        created_at=ago(monday, days=5),
        updated_at=ago(monday, days=3),
        title=entry.title,
        description=entry.text,
        location=entry.place,
        recurrence_id=entry.series,
        task_id=entry.task,
        type=_type(entry),
        private=_privacy(entry),
        preferred_zone=_OSLO,
    )
    _set_relations(appointment, entry)
    _set_times(appointment, entry, monday, now)
    return appointment


def _type(entry: Entry) -> AppointmentType:
    if entry.task == TO_DO:
        return AppointmentType.IN_CHECKLIST
    return AppointmentType.IN_DIARY if entry.state == State.NOT_STARTED else AppointmentType.BOOKING_FOR_DIARY


def _privacy(entry: Entry) -> Privacy:
    if entry.whom is None:
        return Privacy.PUBLIC
    return Privacy.PRIVATE_USER if isinstance(entry.whom, str) else Privacy.PRIVATE_GROUP


def _set_relations(appointment: Appointment, entry: Entry) -> None:
    person = people_by_name().get(entry.person)
    appointment.person_id = person
    appointment.contact_id = company_of(person) if person else HOME
    appointment.project_id, appointment.sale_id = entry.project, entry.sale
    appointment.mother_id = entry.mother
    if entry.key == BOOKING:
        appointment.reject_counter = 1
    elif entry.mother is not None:
        appointment.invited_person_id = PERSON_KEYS[entry.owner]
    if entry.state == State.BOOKING_DECLINED:
        appointment.reject_reason = "On board that day"


def _set_times(
    appointment: Appointment, entry: Entry, monday: datetime.datetime, now: datetime.datetime
) -> None:
    start = monday + datetime.timedelta(days=entry.day, hours=entry.start)
    end = start + datetime.timedelta(hours=entry.length)
    done = end < now and entry.state == State.NOT_STARTED
    appointment.start, appointment.end = start, end
    appointment.lead_minutes = entry.lead
    appointment.is_all_day, appointment.is_free = entry.task == HOLIDAY, entry.task == TO_DO
    appointment.state = State.COMPLETED if done else entry.state
    appointment.done_at = end if done else None
    appointment.active_date = end if done or entry.task == TO_DO else start
    appointment.busy_from, appointment.busy_until = busy_span(appointment)

"""Appointments and rules that are not saved yet: what a new one begins with."""

from __future__ import annotations

import datetime

from django.utils import timezone

from crm.appointments.actions.appointment import HALF_HOUR, next_half_hour
from crm.appointments.models import Appointment, AppointmentType, Recurrence
from crm.appointments.models.state import IN_THE_CHECKLIST
from crm.directory.models import Associate, Task, TaskType

PLAIN_TYPES = {
    AppointmentType.BOOKING_FOR_DIARY: AppointmentType.IN_DIARY,
    AppointmentType.BOOKING_FOR_CHECKLIST: AppointmentType.IN_CHECKLIST,
}


def new_appointment(
    *, by: Associate, kind: int = TaskType.APPOINTMENT, owner: Associate | None = None
) -> Appointment:
    """An unsaved appointment with the defaults that a new one gets: an hour from the next half hour, busy, public.

    `kind` is a TaskType: the first activity of it decides the rest, and what is to be done stands in the checklist.
    """
    now = timezone.now()
    draft = Appointment(associate=owner or by, created_by=by, updated_by=by, created_at=now, updated_at=now)
    draft.start = next_half_hour(now)
    draft.end = draft.start + 2 * HALF_HOUR
    task = task_of(kind)
    if task is not None:
        draft.task = task
        draft.is_free, draft.is_all_day = task.is_default_free, task.is_default_all_day
    if kind == TaskType.TO_DO:
        draft.type = AppointmentType.IN_CHECKLIST
    draft.active_date = draft.end if draft.type in IN_THE_CHECKLIST else draft.start
    return draft


def task_of(kind: int) -> Task | None:
    """The first activity of a TaskType that can be chosen, None when there is none."""
    known = Task.objects.catalog().values()
    return next((task for task in known if task.type == kind and not task.deleted), None)


def copied_appointment(
    source: Appointment, *, by: Associate, owner: Associate, zone: datetime.tzinfo
) -> Appointment:
    """An unsaved appointment of the same activity for today, at the same time of day in a zone, as long as the source.

    Source: the documentation of CreateAppointmentEntityFromExisting. Whatever else is the default.
    """
    draft = new_appointment(by=by, owner=owner)
    draft.type = PLAIN_TYPES.get(AppointmentType(source.type), source.type)
    draft.task, draft.is_free, draft.is_all_day = source.task, source.is_free, source.is_all_day
    if source.start is not None and source.end is not None:
        today = timezone.now().astimezone(zone).date()
        time = source.start.astimezone(zone).time()
        draft.start = datetime.datetime.combine(today, time, zone).astimezone(datetime.UTC)
        draft.end = draft.start + (source.end - source.start)
    draft.active_date = draft.end if draft.type in IN_THE_CHECKLIST else draft.start
    return draft


def new_recurrence(*, start: datetime.datetime) -> Recurrence:
    """An unsaved rule that begins on a day: every week on its weekday; the other patterns fit the day as well.

    `start` is a time on the wall, kept as if it were UTC.
    """
    weekday = 1 << start.weekday()
    return Recurrence(
        start_date=start,
        end_date=start,
        day_cycle=1,
        week_cycle=1,
        weekdays=weekday,
        month_cycle=1,
        month_day=start.day,
        month_weekday=weekday,
        year_month=start.month,
        year_day=start.day,
        year_weekday=weekday,
    )

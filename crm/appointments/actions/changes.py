"""Changes of appointments that have a rule of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from crm.appointments.actions.appointment import save_appointment
from crm.appointments.actions.drafts import task_of
from crm.appointments.models import Appointment, AppointmentType
from crm.directory.models import Associate, TaskType

MEETING = 2  # so many take part that it is something between people


def convert_to_task(appointment: Appointment, *, by: Associate) -> Appointment:
    """Makes an appointment something to do: it stands in the checklist, with the first activity of that kind.

    Raises ValidationError when two or more take part, and otherwise as saving does.
    """
    with transaction.atomic():
        held = Appointment.objects.select_for_update(of=("self",)).get(pk=appointment.pk)
        if held.participants.count() >= MEETING:
            raise ValidationError(_("Two or more take part in this appointment, so it cannot become a task."))
        task = task_of(TaskType.TO_DO)
        values = {"type": AppointmentType.IN_CHECKLIST} | ({"task": task} if task else {})
        return save_appointment(held, values, by=by)


def reserve_appointment(values: Mapping[str, Any], uid: str, *, by: Associate) -> Appointment | None:
    """Creates the appointment of an id of other calendars; None when there is one already, whoever may see it."""
    with transaction.atomic():
        if Appointment.objects.filter(uid=uid).exists():
            return None
        return save_appointment(Appointment(uid=uid), values, by=by)

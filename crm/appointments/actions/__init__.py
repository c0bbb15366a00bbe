"""Everything that writes appointments."""

from crm.appointments.actions.appointment import delete_appointment, save_appointment
from crm.appointments.actions.changes import convert_to_task, reserve_appointment
from crm.appointments.actions.drafts import copied_appointment, new_appointment, new_recurrence, task_of
from crm.appointments.actions.status import set_seen, set_status, toggle_status

__all__ = [
    "convert_to_task",
    "copied_appointment",
    "delete_appointment",
    "new_appointment",
    "new_recurrence",
    "reserve_appointment",
    "save_appointment",
    "set_seen",
    "set_status",
    "task_of",
    "toggle_status",
]

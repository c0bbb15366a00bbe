"""Everything that writes appointments."""

from crm.appointments.actions.appointment import delete_appointment, save_appointment
from crm.appointments.actions.drafts import copied_appointment, new_appointment, new_recurrence, task_of
from crm.appointments.actions.status import set_seen, set_status, toggle_status

__all__ = [
    "copied_appointment",
    "delete_appointment",
    "new_appointment",
    "new_recurrence",
    "save_appointment",
    "set_seen",
    "set_status",
    "task_of",
    "toggle_status",
]

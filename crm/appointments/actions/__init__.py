"""Everything that writes appointments."""

from crm.appointments.actions.appointment import delete_appointment, new_appointment, save_appointment

__all__ = ["delete_appointment", "new_appointment", "save_appointment"]

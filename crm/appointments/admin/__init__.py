"""Admin of appointments."""

from crm.appointments.admin import appointment, around

__all__ = ["appointment", "around"]

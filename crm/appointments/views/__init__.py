"""Appointments over REST and Agents."""

from crm.appointments.views import appointment, changes, defaults, diary, status
from crm.appointments.views.appointment import ROUTES, AppointmentViewSet

__all__ = ["AGENT_METHODS", "ROUTES", "AppointmentViewSet"]

AGENT_METHODS = [
    *appointment.AGENT_METHODS,
    *changes.AGENT_METHODS,
    *defaults.AGENT_METHODS,
    *diary.AGENT_METHODS,
    *status.AGENT_METHODS,
]

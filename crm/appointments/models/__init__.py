"""Appointments, who takes part, what they point to, and how they recur."""

from crm.appointments.models.appointment import Appointment
from crm.appointments.models.around import (
    AppointmentLink,
    AppointmentVisibility,
    ExternallyOwnedStatus,
    ExternallyOwnedType,
    Participant,
    Visibility,
)
from crm.appointments.models.enums import (
    ActivityStatus,
    AppointmentType,
    AssignmentStatus,
    BookingType,
    CautionWarning,
    ExternalOwner,
    InvitationStatus,
    Privacy,
    State,
    UpdateMode,
)
from crm.appointments.models.recurrence import (
    DailyPattern,
    MonthlyPattern,
    Recurrence,
    RecurrenceEnd,
    RecurrencePattern,
    Weekday,
    WeekOfMonth,
    YearlyPattern,
)

__all__ = [
    "ActivityStatus",
    "Appointment",
    "AppointmentLink",
    "AppointmentType",
    "AppointmentVisibility",
    "AssignmentStatus",
    "BookingType",
    "CautionWarning",
    "DailyPattern",
    "ExternalOwner",
    "ExternallyOwnedStatus",
    "ExternallyOwnedType",
    "InvitationStatus",
    "MonthlyPattern",
    "Participant",
    "Privacy",
    "Recurrence",
    "RecurrenceEnd",
    "RecurrencePattern",
    "State",
    "UpdateMode",
    "Visibility",
    "WeekOfMonth",
    "Weekday",
    "YearlyPattern",
]

"""Wire names of the appointments' enums and flags."""

from crm.appointments.models import (
    ActivityStatus,
    AppointmentType,
    AssignmentStatus,
    BookingType,
    CautionWarning,
    DailyPattern,
    ExternallyOwnedStatus,
    ExternallyOwnedType,
    ExternalOwner,
    InvitationStatus,
    MonthlyPattern,
    Privacy,
    RecurrenceEnd,
    RecurrencePattern,
    State,
    UpdateMode,
    Visibility,
    Weekday,
    WeekOfMonth,
    YearlyPattern,
)
from crm.wire.values import EnumNames, FlagNames, pascal

ACTIVITY_STATUS = EnumNames("ActivityStatus", ActivityStatus)
APPOINTMENT_STATUS = EnumNames("AppointmentStatus", State, UNKNOWN="UnknownOrPostIt")
APPOINTMENT_TYPE = EnumNames(
    "AppointmentType", AppointmentType, IN_DIARY="inDiary", IN_CHECKLIST="inChecklist"
)
ASSIGNMENT_STATUS = EnumNames("AssignmentStatus", AssignmentStatus)
BOOKING_TYPE = EnumNames("BookingType", BookingType)
CAUTION_WARNING = EnumNames("AppointmentCautionWarning", CautionWarning, OK="OK")
DAILY_PATTERN = EnumNames("RecurrenceDailyPattern", DailyPattern)
EXTERNAL_OWNER = EnumNames("AppointmentExternalOwner", ExternalOwner)
EXTERNALLY_OWNED_STATUS = EnumNames("ExternallyOwnedStatus", ExternallyOwnedStatus)
EXTERNALLY_OWNED_TYPE = EnumNames("ExternallyOwnedType", ExternallyOwnedType)
INVITATION_STATUS = EnumNames("InvitationStatus", InvitationStatus)
MONTHLY_PATTERN = EnumNames("RecurrenceMonthlyPattern", MonthlyPattern)
PRIVACY = EnumNames("AppointmentPrivate", Privacy)
RECURRENCE_END = EnumNames("RecurrenceEndType", RecurrenceEnd)
RECURRENCE_PATTERN = EnumNames("RecurrencePattern", RecurrencePattern)
UPDATE_MODE = EnumNames("RecurrenceUpdateMode", UpdateMode)
VISIBILITY = EnumNames("Visibility", Visibility)
WEEK_OF_MONTH = EnumNames("WeekOfMonth", WeekOfMonth)
YEARLY_PATTERN = EnumNames("RecurrenceYearlyPattern", YearlyPattern)
WEEKDAYS = FlagNames("Weekday", {int(day): pascal(day.name) for day in Weekday})

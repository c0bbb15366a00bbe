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
    Visibility,
    Weekday,
    WeekOfMonth,
    YearlyPattern,
)
from crm.wire.values import EnumNames, FlagNames, pascal

ACTIVITY_STATUS = EnumNames(ActivityStatus)
APPOINTMENT_TYPE = EnumNames(AppointmentType, IN_DIARY="inDiary", IN_CHECKLIST="inChecklist")
ASSIGNMENT_STATUS = EnumNames(AssignmentStatus)
BOOKING_TYPE = EnumNames(BookingType)
CAUTION_WARNING = EnumNames(CautionWarning, OK="OK")
DAILY_PATTERN = EnumNames(DailyPattern)
EXTERNAL_OWNER = EnumNames(ExternalOwner)
EXTERNALLY_OWNED_STATUS = EnumNames(ExternallyOwnedStatus)
EXTERNALLY_OWNED_TYPE = EnumNames(ExternallyOwnedType)
INVITATION_STATUS = EnumNames(InvitationStatus)
MONTHLY_PATTERN = EnumNames(MonthlyPattern)
PRIVACY = EnumNames(Privacy)
RECURRENCE_END = EnumNames(RecurrenceEnd)
RECURRENCE_PATTERN = EnumNames(RecurrencePattern)
VISIBILITY = EnumNames(Visibility)
WEEK_OF_MONTH = EnumNames(WeekOfMonth)
YEARLY_PATTERN = EnumNames(YearlyPattern)
WEEKDAYS = FlagNames({int(day): pascal(day.name) for day in Weekday})

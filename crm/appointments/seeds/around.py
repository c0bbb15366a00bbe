"""What stands around the entries of the demo week: its series, who sees what, and who was invited."""

from __future__ import annotations

import datetime

from crm.appointments.models import (
    AppointmentLink,
    AppointmentVisibility,
    InvitationStatus,
    Participant,
    Recurrence,
    RecurrenceEnd,
    RecurrencePattern,
    State,
    Visibility,
    Weekday,
)
from crm.appointments.seeds.week import BOOKING, STAND_UP, WEEK, Entry
from crm.directory.seeds.cast import KEYS, PERSON_KEYS
from crm.directory.seeds.companies import company_of, people_by_name, person_email

_LINK = 717  # the documented appointment names this key
_SALE, _EARLIER = 401, 507
_GUEST = "Bobbie Hoppe-Goldner Blanda"
_ANSWERS = {
    State.NOT_STARTED: InvitationStatus.ACCEPTED,
    State.BOOKING: InvitationStatus.INVITATION,
    State.BOOKING_DECLINED: InvitationStatus.DECLINED,
}


def stand_up(monday: datetime.datetime) -> Recurrence:
    """Every working day of the week."""
    days = Weekday.MONDAY | Weekday.TUESDAY | Weekday.WEDNESDAY | Weekday.THURSDAY | Weekday.FRIDAY
    return Recurrence(
        id=STAND_UP,
        start_date=monday,
        end_date=monday + datetime.timedelta(days=4),
        end_type=RecurrenceEnd.COUNTER,
        counter=5,
        pattern=RecurrencePattern.WEEKLY,
        week_cycle=1,
        weekdays=days,
    )


def visibility(entry: Entry) -> AppointmentVisibility:
    """The one row that says for whom an entry is visible."""
    row = AppointmentVisibility(id=entry.key, appointment_id=entry.key)
    if isinstance(entry.whom, str):
        row.visibility, row.associate_id = Visibility.ASSOCIATE, KEYS[entry.whom]
    elif entry.whom is not None:
        row.visibility, row.group_id = Visibility.GROUP, entry.whom
    return row


def booking_participants() -> list[Participant]:
    """The owners of the entries of the booking, and a guest who has no diary here."""
    colleagues = [
        Participant(
            id=entry.key,
            appointment_id=BOOKING,
            associate_id=KEYS[entry.owner],
            person_id=PERSON_KEYS[entry.owner],
            invitation_status=_ANSWERS[entry.state],
        )
        for entry in WEEK
        if entry.mother == BOOKING
    ]
    guest = people_by_name()[_GUEST]
    return [
        *colleagues,
        Participant(
            id=colleagues[-1].pk + 1,
            appointment_id=BOOKING,
            person_id=guest,
            contact_id=company_of(guest),
            email_address=person_email(guest),
        ),
    ]


def booking_links() -> list[AppointmentLink]:
    return [
        AppointmentLink(id=_LINK - 1, appointment_id=BOOKING, entity_name="appointment", entity_id=_EARLIER),
        AppointmentLink(
            id=_LINK,
            appointment_id=BOOKING,
            entity_name="sale",
            entity_id=_SALE,
            description="Twenty licences and training",
        ),
    ]

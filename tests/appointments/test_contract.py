"""The appointment passes the contract kit."""

from typing import Any

import pytest

from crm.appointments.actions import new_appointment, save_appointment
from crm.appointments.contracts import APPOINTMENT
from crm.appointments.models import Appointment
from crm.directory.models import Associate
from tests.appointments.crowd import appointments
from tests.contract import Carrier, EntityContract
from tests.world import World

pytestmark = pytest.mark.django_db


class TestAppointmentContract(EntityContract):
    contract = APPOINTMENT
    resource = "Appointment"
    agent = "Appointment"
    samples = {
        "Links": lambda world: [
            {"EntityName": "person", "Id": world.erik.pk, "Description": "Erik", "ExtraInfo": "a friend"},
            {"EntityName": "contact", "Id": world.yard.pk, "Description": "Yard", "ExtraInfo": ""},
        ],
        "Participants": lambda world: [
            {"AssociateId": world.nils.pk, "SendEmail": True, "InvitationStatus": "Accepted", "EmailId": 4},
            {"PersonId": world.erik.pk, "ContactId": world.yard.pk, "Description": "Erik"},
            {"EmailAddress": "guest@guest.example", "ExternallyOwnedType": "Required", "ExternallyOwnedStatus": "Accepted"},
        ],
        "InvitationStatus": "Seen",  # an invitation is accepted by starting on it
        "VisibleFor": lambda world: [{"VisibleId": world.bo.pk, "Visibility": "Associate"}],
        "Recurrence": lambda world: {
            "StartDate": "2026-04-01T00:00:00", "EndDate": "2026-05-01T00:00:00", "RecurrenceEndType": "Counter",
            "Pattern": "Custom", "RecurrenceCounter": 4, "IsRecurrence": True,
            "DayPattern": {"Cycle": 2, "Pattern": "EveryCyclicDay"},
            "WeekPattern": {"Cycle": 3, "Weekdays": "Monday, Friday"},
            "MonthPattern": {"Cycle": 4, "Day": 5, "Weekday": "Sunday", "WeekOfMonth": "Last", "Pattern": "DayOfMonth"},
            "YearPattern": {"Cycle": 6, "Day": 7, "Weekday": "Tuesday", "WeekOfMonth": "First", "Pattern": "WeekdayOfMonth"},
            "Dates": [
                {"Date": "2026-04-02T09:00:00", "IsConflict": True, "Description": "Easter",
                 "DescriptionStyleHint": "red", "Tooltip": "a day off"}
            ],
        },
    }  # fmt: skip
    stamps = frozenset({"UpdatedDate", "UpdatedBy"})
    follow = {
        "Associate": frozenset({"MotherAssociate"}),
        "StartDate": frozenset({"ActiveDate"}),
        "EndDate": frozenset({"ActiveDate"}),
        "Type": frozenset({"ActiveDate"}),
        "Completed": frozenset({"ActiveDate"}),
        "Links": frozenset({"ActiveLinks"}),
        "MotherId": frozenset({"BookingType", "InvitationStatus", "MotherAssociate"}),
        "InvitationStatus": frozenset({"Completed", "AssignmentStatus", "ActiveDate"}),
        "AssignmentStatus": frozenset({"Completed", "InvitationStatus", "ActiveDate"}),
        "Private": frozenset({"VisibleFor"}),
        "VisibleFor": frozenset({"Private"}),
        "PreferredTZLocation": frozenset({"PreferredTZLocationData"}),
    }

    def new(self, by: Associate) -> Appointment:
        return new_appointment(by=by)

    def save(self, row: Any, values: dict[str, Any], by: Associate) -> Appointment:
        return save_appointment(row, values, by=by)

    def plant(self, world: World, number: int) -> list[Appointment]:
        return appointments(world, number)

    def body(self, world: World) -> Carrier:
        return {
            "title": "Meeting",
            "associate": {"associateId": world.ada.pk},
            "startDate": "2026-03-04T09:00:00.000Z",
            "endDate": "2026-03-04T10:00:00.000Z",
            "alarmLeadTime": "PT15M",
            "participants": [{"associateId": world.bo.pk}, {"emailAddress": "guest@guest.example"}],
            "links": [{"entityName": "Sale", "id": world.deal.pk}],
            "recurrence": {"pattern": "Daily", "isRecurrence": True, "dayPattern": {"cycle": 2}},
            "visibleFor": [{"visibleId": world.desk.pk, "visibility": "Group"}],
            "userDefinedFields": {"SuperOffice:1": "[I:4]"},
        }

"""The flat carrier of an appointment: ids and names instead of whole carriers, and what a private one shows of itself."""

from __future__ import annotations

from dataclasses import replace

from crm.appointments.contracts.appointment import APPOINTMENT
from crm.appointments.contracts.enums import ACTIVITY_STATUS, RECURRENCE_PATTERN
from crm.appointments.models import ActivityStatus, Appointment, BookingType, State
from crm.appointments.models.state import booking_type
from crm.directory.contracts import TASK_TYPE, full_name
from crm.wire import kinds
from crm.wire.contract import (
    RIGHTS,
    Column,
    Computed,
    Constant,
    Contract,
    Enum,
    FieldProperties,
    Id,
    Owned,
    Reference,
    Spec,
    TableRight,
    WallTime,
)

SAME = APPOINTMENT.specs
PERSON_NAME = ("person__firstname", "person__middle_name", "person__lastname")


def is_main(key: int | None, mother: int | None) -> bool:
    """Whether this is the entry of who invited."""
    return booking_type(key, mother) == BookingType.OWNER


def is_set(key: int | None) -> bool:
    """Whether a relation leads somewhere."""
    return key is not None


def inviter(mothers: int | None, own: int | None) -> int:
    """Whose meeting it is: the owner of the meeting that this is a booking for, or its own owner."""
    return mothers or own or 0


FLAT: Contract = Contract(
    "Appointment",
    Appointment,
    {
        "AppointmentId": SAME["AppointmentId"],
        "StartDate": SAME["StartDate"],
        "EndDate": SAME["EndDate"],
        "Type": SAME["Type"],
        "Task": "task__name",
        "AssociateFullName": "associate__full_name",
        "ContactName": "contact__name",
        "Description": SAME["Description"],
        "PersonFullName": Computed(full_name, PERSON_NAME, kinds.STRING),
        "PersonId": Id("person"),
        "ContactId": Id("contact"),
        "ProjectId": Id("project"),
        "ProjectName": "project__name",
        "IsPublished": SAME["IsPublished"],
        "AssociateId": Id("associate"),
        "ColorIndex": SAME["ColorIndex"],
        "IsFree": SAME["IsFree"],
        "HasAlarm": SAME["HasAlarm"],
        "IsAlldayEvent": SAME["IsAlldayEvent"],
        "Private": SAME["Private"],
        "PriorityId": Id("priority"),
        "PriorityName": "priority__name",
        "TaskType": Enum("task__type", TASK_TYPE),
        "IsBookingMain": Computed(is_main, ["id", "mother_id"], kinds.BOOLEAN),
        "IsRecurrence": Computed(is_set, ["recurrence_id"], kinds.BOOLEAN),
        "IsBooking": Computed(is_set, ["mother_id"], kinds.BOOLEAN),
        "ActiveDate": SAME["ActiveDate"],
        "AssignmentStatus": SAME["AssignmentStatus"],
        "InvitationStatus": SAME["InvitationStatus"],
        "BookingType": SAME["BookingType"],
        "Completed": SAME["Completed"],
        "RecurringPattern": Enum("recurrence__pattern", RECURRENCE_PATTERN),
        "RecurringStartDate": WallTime("recurrence__start_date"),
        "RecurringEndDate": WallTime("recurrence__end_date"),
        "MotherId": SAME["MotherId"],
        "AssignedBy": Id("assigned_by"),
        "AssignedByFullName": "assigned_by__full_name",
        "RejectReason": SAME["RejectReason"],
        "Location": SAME["Location"],
        "AlarmLeadTime": SAME["AlarmLeadTime"],
        "SaleId": Id("sale"),
        "SaleName": "sale__title",
        "AssociateName": "associate__name",
        "CreatedDate": SAME["CreatedDate"],
        "CreatedBy": "created_by__name",
        "CreatedByFullName": "created_by__full_name",
        "CreatedByAssociateId": Id("created_by"),
        "CautionWarning": SAME["CautionWarning"],
        "OwnedExternally": SAME["OwnedExternally"],
        "MotherAssociateId": Computed(inviter, ["mother__associate_id", "associate_id"], kinds.INTEGER),
        "JoinVideomeetUrl": SAME["JoinVideomeetUrl"],
        "PreferredTZLocation": SAME["PreferredTZLocation"],
        "Title": SAME["Title"],
        "Agenda": SAME["Agenda"],
        "InternalNotes": SAME["InternalNotes"],
        "TaskId": Id("task"),
        **RIGHTS,
    },
    owner="associate",
    open=frozenset(
        {"mother", "recurrence"}
    ),  # a booking tells whose it is; a rule belongs to its appointment
)


def _is_done(state: int) -> int:
    return ActivityStatus.COMPLETED if state == State.COMPLETED else ActivityStatus.NOT_STARTED


SUMMARY = Contract(
    "ActivitySummaryItem",
    Appointment,
    {
        "AppointmentId": SAME["AppointmentId"],
        "DocumentId": Constant(0, kinds.INTEGER),
        "Date": Column("start", read_only=True),
        "Description": Column("description", read_only=True),
        "Completed": Computed(_is_done, ["state"], kinds.enum_kind(ACTIVITY_STATUS)),
        "Registered": Column("created_at", read_only=True, kind=kinds.STAMP),
    },
)

# What others see of an entry that is not visible to them: whose time is taken, when, and whether they are busy.
SHOWN = frozenset(
    {"AppointmentId", "StartDate", "EndDate", "Type", "AssociateId", "AssociateFullName", "AssociateName"}
    | {"IsFree", "IsAlldayEvent", "IsAllDay", "IsBusy", "Private", "IsPrivate"}
)

NO_PROPERTIES = replace(kinds.DICTIONARY, name="dict of FieldProperty")


def masked(contract: Contract) -> Contract:
    """The same carrier of an entry that is private: the time that it takes, and nothing else, not even its rights."""

    def told(name: str, spec: Spec) -> Spec:
        if isinstance(spec, TableRight):
            return Constant(None, kinds.CARRIER)
        if isinstance(spec, FieldProperties):
            return Constant({}, NO_PROPERTIES)
        if name == "ActiveDate":
            return Column("start", read_only=True)
        if name in SHOWN:
            return spec
        if isinstance(spec, (Reference, Owned)):
            return Constant(None, kinds.CARRIER)
        kind = contract.kind_of(spec)
        return Constant(kind.blank, kind)

    members = {name: told(name, spec) for name, spec in contract.specs.items()}
    return Contract(contract.name, contract.model, members, shown_as=contract)


MASKED = masked(FLAT)

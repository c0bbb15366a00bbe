"""The carrier of an appointment."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef, Subquery

from crm.appointments.contracts.around import LINK, PARTICIPANT, VISIBLE_FOR
from crm.appointments.contracts.enums import (
    ACTIVITY_STATUS,
    APPOINTMENT_TYPE,
    ASSIGNMENT_STATUS,
    BOOKING_TYPE,
    CAUTION_WARNING,
    EXTERNAL_OWNER,
    INVITATION_STATUS,
    PRIVACY,
)
from crm.appointments.contracts.recurrence import RECURRENCE
from crm.appointments.models import Appointment, AppointmentLink
from crm.appointments.models.state import assignment_status, booking_type, completed, invitation_status
from crm.directory.contracts import ASSOCIATE, CONTACT, PERSON, PRIORITY, PROJECT, SALE, TASK
from crm.directory.contracts.field_values import user_defined_fields
from crm.directory.models import FieldOwner
from crm.wire import kinds
from crm.wire.contract import (
    RIGHTS,
    Annotated,
    Collection,
    Column,
    Computed,
    Contract,
    Duration,
    Enum,
    Id,
    Key,
    Owned,
    Reference,
    Stamp,
)
from crm.wire.seasons import time_zone_of


def _has_conflict() -> Any:
    """Whether another busy entry of the same owner overlaps; entries that only touch do not."""
    others = Appointment.objects.filter(
        associate=OuterRef("associate"),
        busy_from__lt=OuterRef("busy_until"),
        busy_until__gt=OuterRef("busy_from"),
    )
    return Exists(others.exclude(pk=OuterRef("pk")))


def _active_links() -> Any:
    """The number of links, 0 without any."""
    links = AppointmentLink.objects.filter(appointment=OuterRef("pk")).order_by().values("appointment")
    return Subquery(links.annotate(number=Count("pk")).values("number"))


APPOINTMENT: Contract = Contract(
    "AppointmentEntity",
    Appointment,
    {
        "Associate": Reference(ASSOCIATE, "associate"),
        "Contact": Reference(CONTACT, "contact"),
        "CreatedBy": Reference(ASSOCIATE, "created_by", read_only=True),
        "UpdatedBy": Reference(ASSOCIATE, "updated_by", read_only=True),
        "CreatedDate": Stamp("created_at"),
        "AppointmentId": Key(),
        "Description": "description",
        "Title": "title",
        "Agenda": "agenda",
        "InternalNotes": "internal_notes",
        "StartDate": Column("start", mandatory=True),
        "EndDate": Column("end", mandatory=True),
        "InvitedPerson": Reference(PERSON, "invited_person"),
        "Person": Reference(PERSON, "person"),
        "MotherId": Id("mother", lambda: APPOINTMENT),
        "Priority": Reference(PRIORITY, "priority"),
        "Private": Enum("private", PRIVACY),
        "Project": Reference(PROJECT, "project"),
        "Type": Enum("type", APPOINTMENT_TYPE),
        "UpdatedDate": Stamp("updated_at"),
        "Completed": Computed(completed, ["state"], kinds.enum_kind(ACTIVITY_STATUS), writes="completed"),
        "ActiveLinks": Annotated(_active_links, kinds.INTEGER),
        "Links": Collection(LINK, "links", takes="rows"),
        "AlarmLeadTime": Duration("alarm_lead_minutes"),
        "HasAlarm": "has_alarm",
        "ColorIndex": "color_index",
        "IsFree": "is_free",
        "IsAlldayEvent": "is_all_day",
        "LagTime": Duration("lag_minutes"),
        "LeadTime": Duration("lead_minutes"),
        "Location": "location",
        "RejectCounter": Column("reject_counter", read_only=True),
        "RejectReason": "reject_reason",
        "Recurrence": Owned(RECURRENCE, "recurrence"),
        "Participants": Collection(PARTICIPANT, "participants", takes="rows"),
        "AssignmentStatus": Computed(
            assignment_status, ["state"], kinds.enum_kind(ASSIGNMENT_STATUS), writes="assignment_status"
        ),
        "InvitationStatus": Computed(
            invitation_status,
            ["state", "id", "mother_id"],
            kinds.enum_kind(INVITATION_STATUS),
            writes="invitation_status",
        ),
        "BookingType": Computed(booking_type, ["id", "mother_id"], kinds.enum_kind(BOOKING_TYPE)),
        "ActiveDate": Column("active_date", read_only=True),
        "HasConflict": Annotated(_has_conflict, kinds.BOOLEAN),
        "AssignedBy": Reference(ASSOCIATE, "assigned_by"),
        "MotherAssociate": Reference(ASSOCIATE, "mother__associate", read_only=True, fallback="associate"),
        "Task": Reference(TASK, "task"),
        "PreferredTZLocation": Column("preferred_zone", kind=kinds.FOREIGN_ID),
        "PreferredTZLocationData": Computed(time_zone_of, ["preferred_zone"], kinds.CARRIER),
        "Sale": Reference(SALE, "sale"),
        "SuggestedAppointmentId": Column("suggested_appointment_id", kind=kinds.FOREIGN_ID),
        "IsMileStone": "is_milestone",
        "CautionWarning": Enum("caution_warning", CAUTION_WARNING),
        "OwnedExternally": Enum("owned_externally", EXTERNAL_OWNER),
        "JoinVideomeetUrl": "videomeet_url",
        "CentralserviceVideomeetId": "videomeet_id",
        **user_defined_fields(FieldOwner.APPOINTMENT),
        "PublishEventDate": "publish_event_date",
        "PublishTo": "publish_to",
        "PublishFrom": "publish_from",
        "IsPublished": "is_published",
        "VisibleFor": Collection(VISIBLE_FOR, "visible_for", takes="rows"),
        **RIGHTS,
    },
    keeps=frozenset(
        {"Associate", "StartDate", "EndDate", "Type", "MotherId", "AssignedBy", "Private", "VisibleFor"}
    ),
    stamps=("updated_at",),
    owner="associate",
    open=frozenset({"mother"}),  # a booking tells which meeting it belongs to, and who invited
)

"""Appointments, their participants and their links as archives."""

from __future__ import annotations

import datetime

from django.db.models import Q

from crm.appointments.contracts.enums import (
    APPOINTMENT_TYPE,
    CAUTION_WARNING,
    INVITATION_STATUS,
    PRIVACY,
)
from crm.appointments.models import Appointment, AppointmentLink, Participant, State
from crm.directory.archives import (
    CONTACT_COLUMNS,
    PERSON_COLUMNS,
    PROJECT_COLUMNS,
    SALE_COLUMNS,
    USER_COLUMNS,
)
from crm.directory.archives.fields import field_columns
from crm.directory.models import Associate, FieldOwner, Priority, Task, UserGroup
from crm.wire.archive.columns import Archive, Columns, Related
from crm.wire.archive.plain import Holding, OneOf, Since, Until, Words, Yes
from crm.wire.archive.words import (
    Choice,
    Day,
    Fixed,
    Joined,
    Listed,
    Made,
    Moment,
    Named,
    Text,
    Truth,
    Whether,
    Whole,
    shown_only,
)
from crm.wire.kinds import BOOLEAN, INTEGER

PERSON_NAME = ("firstname", "middle_name", "lastname")


def _minutes(start: datetime.datetime | None, end: datetime.datetime | None) -> int:
    """How long it lasts, in minutes; 0 when an end is missing or comes first."""
    return max(0, int((end - start).total_seconds() // 60)) if start and end else 0


APPOINTMENT_COLUMNS = Columns(
    {
        "skipTentativeAndRejectedRestriction": Fixed(value=False, kind=BOOLEAN),
        "completed": Whether("state", State.COMPLETED),
        "icon": Choice("type", APPOINTMENT_TYPE),
        "date": Day("start"),
        "time": shown_only(Moment("start")),
        "type": Listed("task", Task, list_name="task"),
        "recordType": Text("task__name"),
        "text": Text("description", type_="positiveString"),
        "associateId": Listed("associate", Associate, type_="associate", list_name="associate"),
        "contactId": Named("contact", "contact__name"),
        "personId": Named("person", *(f"person__{name}" for name in PERSON_NAME)),
        "projectId": Named("project", "project__name"),
        "saleId": Whole("sale_id"),
        "userGroup": Listed("associate__group", UserGroup, type_="userGroup", list_name="usergroup"),
        "who": shown_only(Joined(" ", *(f"person__{name}" for name in PERSON_NAME), "contact__name")),
        "updatedBy": Listed("updated_by", Associate, type_="associate", list_name="associate"),
        "updatedByFullName": Listed("updated_by", Associate, "full_name", type_="associate"),
        "updatedDate": Day("updated_at", stamp=True),
        "registeredBy": Listed("created_by", Associate, type_="associate", list_name="associate"),
        "registeredByFullName": Listed("created_by", Associate, "full_name", type_="associate"),
        "registeredDate": Day("created_at", stamp=True),
        "appointmentId": Whole("id"),
        "endDate": Day("end"),
        "priority": Listed("priority", Priority, list_name="priority"),
        "alarm": Truth("has_alarm"),
        "recurring": Whether("recurrence_id"),
        "booking": Whether("mother_id"),
        "intention": Fixed(""),
        "location": Text("location"),
        "recurrenceRuleId": Whole("recurrence_id"),
        "rawType": Whole("type"),
        "rawStatus": Whole("state"),
        "cautionWarning": Choice("caution_warning", CAUTION_WARNING),
        "visibleInDiary": Fixed(value=True, kind=BOOLEAN),
        "endTime": shown_only(Moment("end")),
        "suggestedAppointmentId": Whole("suggested_appointment_id"),
        "completedDate": Day("done_at"),
        "isMilestone": Truth("is_milestone"),
        "invitedPersonId": Whole("invited_person_id"),
        "recordTypeText": Listed("task", Task, list_name="task"),
        "joinVideomeetUrl": Text("videomeet_url"),
        "duration": Made(_minutes, ["start", "end"], INTEGER),
        "visibleFor": shown_only(Choice("private", PRIVACY)),
        "title": Text("title"),
        "appointmentPublish/isPublished": Truth("is_published"),
        "appointmentPublish/publishedFrom": Day("publish_from"),
        "appointmentPublish/publishedTo": Day("publish_to"),
        "appointmentPublish/publishedBy": Fixed(""),
        "appointment/textId": Fixed(0, INTEGER),
        "appointment/description": Text("description"),
        "contact/": Related(lambda: CONTACT_COLUMNS, "contact"),
        "person/": Related(lambda: PERSON_COLUMNS, "person"),
        "project/": Related(lambda: PROJECT_COLUMNS, "project"),
        "sale/": Related(lambda: SALE_COLUMNS, "sale"),
        "associate/": Related(lambda: USER_COLUMNS, "associate"),
        **field_columns(FieldOwner.APPOINTMENT, "appointment"),
    }
)
FIND_APPOINTMENT = Archive(
    "FindAppointment",
    Appointment,
    "appointment",
    APPOINTMENT_COLUMNS,
    link="nav=appointment&appointment_id=",
    filters={
        "q": Words("title", "text", "location", says="Words that the title, the text or the place holds."),
        "owner": OneOf("associateId", says="Users, by name or number; me."),
        "group": OneOf("userGroup", says="Groups of the owner, by name or number."),
        "type": OneOf("type", says="Activity types, by name or number."),
        "priority": OneOf("priority", says="Priorities, by name or number."),
        "company": OneOf("contactId", says="Numbers of companies."),
        "person": OneOf("personId", says="Numbers of people."),
        "project": OneOf("projectId", says="Numbers of projects."),
        "sale": OneOf("saleId", says="Numbers of sales."),
        "location": Holding("location", says="What the place holds."),
        "completed": Yes("completed", says="Whether it is done."),
        "starts_from": Since("date", says="Beginning from this date on."),
        "starts_to": Until("date", says="Beginning up to this date."),
        "ends_from": Since("endDate", says="Ending from this date on."),
        "ends_to": Until("endDate", says="Ending up to this date."),
    },
    open=frozenset({"recurrence", "mother"}),  # that it repeats, and is a booking, is a fact of its own
)
PARTICIPANTS = Archive(
    "Participants",
    Participant,
    "participant",
    Columns(
        {
            "participantId": Whole("id"),
            "appointmentId": Whole("appointment_id"),
            "associateId": Listed("associate", Associate, type_="associate", list_name="associate"),
            "personId": Whole("person_id"),
            "contactId": Whole("contact_id"),
            "fullName": Joined(" ", *(f"person__{name}" for name in PERSON_NAME)),
            "emailAddress": Text("email_address"),
            "sendEmail": Truth("send_email"),
            "invitationStatus": Choice("invitation_status", INVITATION_STATUS),
            "associate/": Related(lambda: USER_COLUMNS, "associate"),
            "person/": Related(lambda: PERSON_COLUMNS, "person"),
            "contact/": Related(lambda: CONTACT_COLUMNS, "contact"),
        }
    ),
    narrowed=lambda caller: Q(appointment__in=Appointment.objects.visible_to(caller)),
    open=frozenset({"appointment"}),
)
LINKS = Archive(
    "Links",
    AppointmentLink,
    "link",
    Columns(
        {
            "linkId": Whole("id"),
            "appointmentId": Whole("appointment_id"),
            "entityName": Text("entity_name"),
            "id": Whole("entity_id"),
            "description": Text("description"),
            "extraInfo": Text("extra_info"),
        }
    ),
    narrowed=lambda caller: Q(appointment__in=Appointment.objects.visible_to(caller)),
    open=frozenset({"appointment"}),
)
ARCHIVES = [FIND_APPOINTMENT, PARTICIPANTS, LINKS]

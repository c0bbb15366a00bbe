"""The whole carrier of a project, and that of its members."""

from __future__ import annotations

from crm.directory.contracts.arrays import nothing_of, reached
from crm.directory.contracts.associate import ASSOCIATE
from crm.directory.contracts.choices import NO_TEXT, NOWHERE, PROJECT_STATUS, PROJECT_TYPE
from crm.directory.contracts.contact import CONTACT, PERSON, full_name
from crm.directory.contracts.field_values import user_defined_fields
from crm.directory.models import FieldOwner, Project, ProjectMember
from crm.directory.models.reach import PROJECT_WAYS
from crm.wire import kinds
from crm.wire.contract import (
    RIGHTS,
    Collection,
    Column,
    Computed,
    Constant,
    Contract,
    Id,
    Key,
    Reference,
    Stamp,
)
from crm.wire.dates import UNSET
from crm.wire.kinds import Kind

NO_DATE = Constant(UNSET, kinds.DATE_TIME)
NO = Constant(value=False, kind=kinds.BOOLEAN)
NOT_AN_EVENT = Constant(
    "NotAnEvent",
    Kind(
        "enum ProjectMemberEventParticipantStatus",
        "SuperOffice.Data.ProjectMemberEventParticipantStatus",
        "NotAnEvent",
        kinds.STRING.read,
        length=4,
    ),
)

PROJECT_MEMBER = Contract(
    "ProjectMember",
    ProjectMember,
    {
        "ProjectmemberId": Key(),
        "ContactId": Id("contact", lambda: CONTACT),
        "ProjectId": Id("project"),
        "ContactName": "contact__name",
        "ContactDepartment": "contact__department",
        "ProjectName": "project__name",
        "EmailId": NOWHERE,
        "EmailAddress": "person__email",
        "CountryId": Column("person__country_id", kind=kinds.INTEGER),
        "Firstname": "person__firstname",
        "MiddleName": "person__middle_name",
        "Lastname": "person__lastname",
        "PersonId": Id("person", lambda: PERSON),
        "Mrmrs": "person__mrmrs",
        "ProjectMemberTypeName": NO_TEXT,
        "Phone": "person__direct_phone",
        "PhoneId": NOWHERE,
        "ProjectMemberTypeId": NOWHERE,
        "EmailAddressName": "person__email_name",
        "Comment": "comment",
        "FullName": Computed(
            full_name, ["person__firstname", "person__middle_name", "person__lastname"], kinds.STRING
        ),
        "Registered": Stamp("registered"),
        "Updated": Stamp("updated"),
        "EventParticipantStatus": NOT_AN_EVENT,
        **RIGHTS,
    },
)

PROJECT_ENTITY = Contract(
    "ProjectEntity",
    Project,
    {
        "ProjectId": Key(),
        "Name": Column("name", mandatory=True),
        "ProjectNumber": "project_number",
        "ProjectMembers": Collection(PROJECT_MEMBER, "members", takes="rows"),
        "Urls": reached(PROJECT_WAYS["urls"]),
        "CreatedDate": Stamp("registered"),
        "UpdatedDate": Stamp("updated"),
        "Description": "description",
        "Postit": "postit",
        "CreatedBy": Reference(ASSOCIATE, "created_by", read_only=True),
        "UpdatedBy": Reference(ASSOCIATE, "updated_by", read_only=True),
        "Associate": Reference(ASSOCIATE, "associate"),
        "ProjectStatus": Reference(PROJECT_STATUS, "status"),
        "ProjectType": Reference(PROJECT_TYPE, "type"),
        "HasImage": NO,
        "ImageDescription": NO_TEXT,
        "ActiveStatusMonitorId": NOWHERE,
        "Links": nothing_of("Link"),
        "ActiveLinks": NOWHERE,
        "Completed": "completed",
        "NextMilestoneDate": NO_DATE,
        "NmdAppointmentId": NOWHERE,
        "EndDate": "end_date",
        "ActiveErpLinks": NOWHERE,
        "EventId": NOWHERE,
        "StartDate": "start_date",
        **user_defined_fields(FieldOwner.PROJECT),
        "PublishEventDate": "publish_event_date",
        "PublishTo": "publish_to",
        "PublishFrom": "publish_from",
        "IsPublished": "is_published",
        **RIGHTS,
    },
    keeps=frozenset({"Associate", "ProjectNumber", "ProjectMembers"}),
    stamps=("updated",),
)

"""Who and what the desk works with: companies, people, users, projects, sales, and the lists they choose from."""

from crm.directory.models.access import AccessToken
from crm.directory.models.associate import Associate, UserGroup, UserType
from crm.directory.models.contact import Contact
from crm.directory.models.custom_lists import CustomList, CustomListItem, HeadedItem, ItemGroup, ListHeading
from crm.directory.models.field_types import FieldOwner, FieldType, Justification
from crm.directory.models.fields import CustomField, FieldLayout
from crm.directory.models.lists import (
    Business,
    ContactCategory,
    ContactInterest,
    Country,
    Currency,
    PersonInterest,
    Position,
    Priority,
    ProjectStatus,
    ProjectType,
    RejectReason,
    SaleType,
    Task,
    TaskColor,
    TaskDirection,
    TaskType,
    VideoMeetingDefault,
)
from crm.directory.models.notepad import Notepad
from crm.directory.models.person import Person
from crm.directory.models.project import Project, ProjectMember
from crm.directory.models.role import Entity, Function, Relation, Role, RoleType
from crm.directory.models.sale import Sale, SaleCompleted, SaleStatus

__all__ = [
    "AccessToken",
    "Associate",
    "Business",
    "Contact",
    "ContactCategory",
    "ContactInterest",
    "Country",
    "Currency",
    "CustomField",
    "CustomList",
    "CustomListItem",
    "Entity",
    "FieldLayout",
    "FieldOwner",
    "FieldType",
    "Function",
    "HeadedItem",
    "ItemGroup",
    "Justification",
    "ListHeading",
    "Notepad",
    "Person",
    "PersonInterest",
    "Position",
    "Priority",
    "Project",
    "ProjectMember",
    "ProjectStatus",
    "ProjectType",
    "RejectReason",
    "Relation",
    "Role",
    "RoleType",
    "Sale",
    "SaleCompleted",
    "SaleStatus",
    "SaleType",
    "Task",
    "TaskColor",
    "TaskDirection",
    "TaskType",
    "UserGroup",
    "UserType",
    "VideoMeetingDefault",
]

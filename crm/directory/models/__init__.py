"""Who and what the desk works with: companies, people, users, projects, sales, and the lists they choose from."""

from crm.directory.models.access import AccessToken
from crm.directory.models.associate import Associate, UserGroup, UserType
from crm.directory.models.contact import Contact
from crm.directory.models.lists import (
    Business,
    ContactCategory,
    Country,
    Currency,
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
from crm.directory.models.person import Person
from crm.directory.models.project import Project
from crm.directory.models.sale import Sale, SaleCompleted, SaleStatus

__all__ = [
    "AccessToken",
    "Associate",
    "Business",
    "Contact",
    "ContactCategory",
    "Country",
    "Currency",
    "Person",
    "Position",
    "Priority",
    "Project",
    "ProjectStatus",
    "ProjectType",
    "RejectReason",
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

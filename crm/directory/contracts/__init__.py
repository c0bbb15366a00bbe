"""The carriers of companies, people, users, projects, sales and lists, as the wire spells them."""

from crm.directory.contracts.associate import ASSOCIATE
from crm.directory.contracts.choices import TICKET_PRIORITY, USER_GROUP
from crm.directory.contracts.contact import CONTACT, PERSON, full_name
from crm.directory.contracts.contact_entity import CONTACT_ENTITY
from crm.directory.contracts.custom_lists import CUSTOM_ITEM, HEADING, LIST_ENTITY
from crm.directory.contracts.enums import (
    SALE_COMPLETED,
    SALE_STATUS,
    TASK_COLOR,
    TASK_DIRECTION,
    TASK_TYPE,
    USER_TYPE,
    VIDEO_MEETING_DEFAULT,
)
from crm.directory.contracts.lists import PRIORITY, SIMPLE_TASK, TASK, item_contract
from crm.directory.contracts.person_entity import PERSON_ENTITY
from crm.directory.contracts.project import PROJECT, SALE, SALE_SUMMARY
from crm.directory.contracts.project_entity import PROJECT_ENTITY, PROJECT_MEMBER
from crm.directory.contracts.sale_entity import SALE_ENTITY
from crm.directory.contracts.user import USER, USER_INFO

__all__ = [
    "ASSOCIATE",
    "CONTACT",
    "CONTACT_ENTITY",
    "CUSTOM_ITEM",
    "HEADING",
    "LIST_ENTITY",
    "PERSON",
    "PERSON_ENTITY",
    "PRIORITY",
    "PROJECT",
    "PROJECT_ENTITY",
    "PROJECT_MEMBER",
    "SALE",
    "SALE_COMPLETED",
    "SALE_ENTITY",
    "SALE_STATUS",
    "SALE_SUMMARY",
    "SIMPLE_TASK",
    "TASK",
    "TASK_COLOR",
    "TASK_DIRECTION",
    "TASK_TYPE",
    "TICKET_PRIORITY",
    "USER",
    "USER_GROUP",
    "USER_INFO",
    "USER_TYPE",
    "VIDEO_MEETING_DEFAULT",
    "full_name",
    "item_contract",
]

"""The carriers of companies, people, users, projects, sales and lists, as the wire spells them."""

from crm.directory.contracts.associate import ASSOCIATE
from crm.directory.contracts.contact import CONTACT, PERSON
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
from crm.directory.contracts.project import PROJECT, SALE

__all__ = [
    "ASSOCIATE",
    "CONTACT",
    "PERSON",
    "PRIORITY",
    "PROJECT",
    "SALE",
    "SALE_COMPLETED",
    "SALE_STATUS",
    "SIMPLE_TASK",
    "TASK",
    "TASK_COLOR",
    "TASK_DIRECTION",
    "TASK_TYPE",
    "USER_TYPE",
    "VIDEO_MEETING_DEFAULT",
    "item_contract",
]

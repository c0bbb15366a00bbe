"""An index of the directory's archives."""

from crm.directory.archives.people import CONTACT_COLUMNS, PERSON, PERSON_COLUMNS, SIMPLE_CONTACT
from crm.directory.archives.users import ALL_USERS, USER_COLUMNS
from crm.directory.archives.work import (
    FIND_PROJECT,
    FIND_SALE,
    PROJECT_COLUMNS,
    PROJECT_MEMBER,
    SALE_COLUMNS,
)

__all__ = [
    "ALL_USERS",
    "ARCHIVES",
    "CONTACT_COLUMNS",
    "FIND_PROJECT",
    "FIND_SALE",
    "PERSON",
    "PERSON_COLUMNS",
    "PROJECT_COLUMNS",
    "PROJECT_MEMBER",
    "SALE_COLUMNS",
    "SIMPLE_CONTACT",
    "USER_COLUMNS",
]

ARCHIVES = [SIMPLE_CONTACT, PERSON, FIND_PROJECT, PROJECT_MEMBER, FIND_SALE, ALL_USERS]

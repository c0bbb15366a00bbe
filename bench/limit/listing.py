"""The limit app's list: twelve columns of the newest tickets of a status and an owner."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from bench.limit.names import LEVEL

FILTER = re.compile(r"eq (\d+)")


@cache
def statement(limit: int) -> bytes:
    """The page; the number stands in the text, since PostgreSQL plans badly for one that is bound."""
    return (
        b"SELECT t.id, t.created_at, t.title, t.last_changed, t.owner_id, t.status_id, t.priority_id, t.category_id,"
        b" p.firstname, p.middle_name, p.lastname, p.contact_id, t.slevel, t.num_messages"
        b" FROM crm_ticket t LEFT JOIN crm_person p ON p.id = t.person_id"
        b" WHERE t.status_id = $1 AND t.owner_id = $2 ORDER BY t.created_at DESC, t.id DESC LIMIT %d" % limit
    )


def row(found: Any, names: dict[str, dict[int, str]]) -> dict[str, Any]:
    """A row as clients read it."""
    (
        key,
        created,
        title,
        changed,
        owner,
        status,
        priority,
        category,
        first,
        middle,
        last,
        contact,
        level,
        number,
    ) = found
    return {
        "PrimaryKey": str(key),
        "EntityName": "ticket",
        "ticketId": key,
        "title": title,
        "createdAt": created.isoformat()[:-6],
        "lastChanged": changed.isoformat()[:-6],
        "ownedBy": names["owner"].get(owner, ""),
        "ticketStatusName": names["status"].get(status, ""),
        "priorityName": names["priority"].get(priority, ""),
        "categoryFullName": names["category"].get(category, ""),
        "person/fullName": " ".join(part for part in (first, middle, last) if part),
        "contactId": contact or 0,
        "slevel": LEVEL[level],
        "numberOfMessages": number,
    }

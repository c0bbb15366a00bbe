"""Bodies become rows: what each column of an INSERT is made of."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from psycopg.types.json import Jsonb

from bench.limit import names

Given = dict[str, Any]


def moment(text: Any) -> datetime.datetime | None:
    if not text or text.startswith(("0000-", "0001-")):
        return None
    parsed = datetime.datetime.fromisoformat(text)
    return parsed.replace(tzinfo=datetime.UTC) if parsed.tzinfo is None else parsed.astimezone(datetime.UTC)


def text(value: Any, limit: int = 254) -> str:
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > limit or "\x00" in value:
        raise ValueError(value)
    return value


def number(value: Any) -> int:
    if value is None or value == "":
        return 0
    if not isinstance(value, int) or not -(1 << 31) <= value < 1 << 31:
        raise ValueError(value)
    return value


def key_of(value: Any, name: str) -> int | None:
    """The id inside a nested carrier; None for none."""
    if not isinstance(value, dict):
        return None
    for given, key in value.items():
        if given.lower() == name:
            return number(key) or None
    return None


def lower(body: Given) -> Given:
    return {name.lower(): value for name, value in body.items()}


_WORDS = {
    "moment": moment,
    "text": text,
    "number": number,
    "key_of": key_of,
    "Jsonb": Jsonb,
    "LEVELS": {name.lower(): value for value, name in names.LEVEL.items()},
    "BASES": {name.lower(): value for value, name in names.BASE.items()},
    "ORIGINS": {name.lower(): value for value, name in names.ORIGIN.items()},
    "READS": {name.lower(): value for value, name in names.READ.items()},
    "SCOPES": {name.lower(): value for value, name in names.SCOPE.items()},
}

# Python expressions: `g` is the body by lower-case names, `now` the time, `me` the caller's id.
TICKET_COLUMNS = {
    "title": "text(g.get('title'))",
    "created_at": "moment(g.get('createdat')) or now",
    "last_changed": "now",
    "read_by_owner": "moment(g.get('readbyowner'))",
    "read_by_customer": "moment(g.get('readbycustomer'))",
    "first_read_by_owner": "moment(g.get('firstreadbyowner'))",
    "first_read_by_user": "moment(g.get('firstreadbyuser'))",
    "activate": "moment(g.get('activate'))",
    "closed_at": "moment(g.get('closedat'))",
    "replied_at": "moment(g.get('repliedat'))",
    "alert_timeout": "moment(g.get('alerttimeout'))",
    "deadline": "moment(g.get('deadline'))",
    "created_by_id": "me",
    "author": "text(g.get('author'))",
    "owner_id": "key_of(g.get('ownedby'), 'associateid')",
    "category_id": "key_of(g.get('category'), 'ticketcategoryid')",
    "slevel": "LEVELS[g.get('slevel', 'Internal').lower()]",
    "priority_id": "key_of(g.get('priority'), 'ticketpriorityid')",
    "base_status": "BASES[g.get('basestatus', 'Active').lower()]",
    "status_id": "key_of(g.get('status'), 'ticketstatusid')",
    "origin": "ORIGINS[g.get('origin', 'API').lower()]",
    "person_id": "key_of(g.get('person'), 'personid')",
    "alert_level": "number(g.get('alertlevel'))",
    "connected_to_id": "number(g.get('connectid')) or None",
    "read_status": "READS[g.get('readstatus', 'Red').lower()]",
    "time_to_reply": "0",
    "real_time_to_reply": "0",
    "time_to_close": "0",
    "real_time_to_close": "0",
    "time_spent_internally": "0",
    "time_spent_externally": "0",
    "time_spent_queue": "0",
    "real_time_spent_internally": "0",
    "real_time_spent_externally": "0",
    "real_time_spent_queue": "0",
    "time_spent": "0",
    "has_attachment": "False",
    "num_replies": "0",
    "num_messages": "0",
    "from_address": "text(g.get('fromaddress'))",
    "language": "text(g.get('language'), 20)",
    "sentiment": "number(g.get('sentiment'))",
    "sentiment_confidence": "number(g.get('sentimentconfidence'))",
    "suggested_category_id": "number(g.get('suggestedcategoryid')) or None",
    "orig_human_category_id": "number(g.get('orighumancategoryid')) or None",
    "sale_id": "key_of(g.get('sale'), 'saleid')",
    "project_id": "key_of(g.get('project'), 'projectid')",
    "ticket_type_id": "key_of(g.get('tickettype'), 'tickettypeid')",
    "extra_fields": "Jsonb(g.get('extrafields') or {})",
    "custom_fields": "Jsonb(g.get('customfields') or {})",
    "field_values": "None",
}
EVENT_COLUMNS = {
    "scope": "SCOPES[g.get('scope', 'Database').lower()]",
    "eta": "moment(g.get('eta'))",
    "key": "text(g.get('eventkey'))",
    "message": "text(g.get('eventmess'))",
    "extra_info": "number(g.get('extrainfo'))",
    "owner": "number(g.get('owner'))",
    "updated_count": "0",
    "registered": "now",
    "activated_by_id": "me",
}
DELIVERY_COLUMNS = [
    "kind",
    "subject_type",
    "subject_id",
    "recipient",
    "recipient_associate_id",
    "channel",
    "occurrence",
    "template",
    "context",
    "message_id",
    "state",
    "reason",
    "attempts",
    "failures",
    "due_at",
    "lease_until",
    "fence",
    "created_at",
    "finished_at",
]


def insert(table: str, columns: list[str], rows: int = 1, ending: str = "RETURNING id") -> bytes:
    """An INSERT of some rows, with numbered places."""
    places = [
        "(" + ", ".join(f"${row * len(columns) + place + 1}" for place in range(len(columns))) + ")"
        for row in range(rows)
    ]
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join(places)} {ending}".encode()


def values(columns: dict[str, str]) -> Callable[[Given, datetime.datetime, int], tuple[Any, ...]]:
    """The function that makes the values of a row, in the order of its columns."""
    made: Callable[[Given, datetime.datetime, int], tuple[Any, ...]] = eval(
        f"lambda g, now, me: ({', '.join(columns.values())},)", dict(_WORDS)
    )
    return made

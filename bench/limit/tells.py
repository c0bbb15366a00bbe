"""Who is told of a new ticket: the rows of the ledger."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from typing import Any

from psycopg.types.json import Jsonb

from bench.limit.rows import key_of, moment
from bench.limit.statements import PERSON_NAMES

LEDGER = uuid.UUID("6f0c2c0e-6d0b-5c9e-9d3b-0c5a7f1e4b21")
NOTIFY_MEMBERS, NEW_TICKET, EMAIL = 256, 1, 2
Run = Callable[[bytes, tuple[Any, ...]], list[Any]]


def delivery_rows(
    key: int, given: dict[str, Any], me: int, memory: Any, *, now: datetime.datetime, run: Run
) -> list[tuple[Any, ...]]:
    """A row for the owner and for each member of a category that says so."""
    owner = key_of(given.get("ownedby"), "associateid")
    category = memory.categories.get(key_of(given.get("category"), "ticketcategoryid"))
    told = dict.fromkeys([owner] if owner else [])
    if category and category[3] & NOTIFY_MEMBERS:
        told |= dict.fromkeys(associate for where, associate in memory.members if where == category[0])
    context = Jsonb(ticket_context(key, given, memory, run))
    return [row(memory.tells[associate], key, context, me, now) for associate in told]


def ticket_context(key: int, given: dict[str, Any], memory: Any, run: Run) -> dict[str, Any]:
    """What the mail is rendered from."""
    person = key_of(given.get("person"), "personid")
    [customer] = run(PERSON_NAMES, (person,)) if person else [("", "", "", "")]
    owner = memory.tells.get(key_of(given.get("ownedby"), "associateid"))
    category = memory.categories.get(key_of(given.get("category"), "ticketcategoryid"))
    deadline = moment(given.get("deadline"))
    return {
        "desk_url": "",
        "ticket_id": key,
        "title": given.get("title") or "",
        "author": given.get("author") or "",
        "customer": " ".join(filter(None, customer[:3])) or customer[3],
        "owner": (owner[2] or owner[1]) if owner else "",
        "category": (category[2] or category[1]) if category else "",
        "priority": memory.names["priority"].get(key_of(given.get("priority"), "ticketpriorityid"), ""),
        "status": memory.names["status"].get(key_of(given.get("status"), "ticketstatusid"), ""),
        "deadline": deadline.isoformat(" ", "minutes") if deadline else "",
    }


def row(told: Any, key: int, context: Jsonb, me: int, now: datetime.datetime) -> tuple[Any, ...]:
    """One row, with the Message-ID that derives from it."""
    associate, name, _full_name, email, mask, deleted = told
    recipient = email or name
    reason = ""
    if associate == me:
        reason = "acted themselves"
    elif deleted or not mask & NEW_TICKET or not email:
        reason = "not told"
    parts = ("ticket", key, "ticket.new", recipient, EMAIL, "", now.isoformat())
    message_id = f"<fjord-{uuid.uuid5(LEDGER, repr(tuple(map(str, parts))))}@localhost>"
    start = ("ticket.new", "ticket", key, recipient, associate, EMAIL, "", "ticket_new", context, message_id)
    state = "suppressed" if reason else "planned"
    return (*start, state, reason, 0, 0, now, None, 0, now, now if reason else None)

"""The limit app: a WSGI callable over one prepared connection per thread.

It reads the address of the database from DATABASE_URL and the bench's world, with the two `FieldProperties` that are
constant for its caller, from the file that BENCH_WORLD names.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs

import orjson
import psycopg
from psycopg.types.json import set_json_dumps, set_json_loads

from bench.limit import listing, people, statements, tickets
from bench.limit.reader import Reader
from bench.limit.rows import key_of, lower, number
from bench.limit.tells import delivery_rows

FULL = {"Mask": "FULL", "Reason": ""}
Start = Callable[[str, list[tuple[str, str]]], object]

_local = threading.local()
_memory: list[Any] = [None, None]  # the newest stamp of the short lists, and the lists


def connection() -> psycopg.Connection[Any]:
    """This thread's connection: UTC, autocommit, JSON by orjson."""
    found: psycopg.Connection[Any] | None = getattr(_local, "connection", None)
    if found is None:
        address = os.environ["DATABASE_URL"]
        found = psycopg.connect(address, autocommit=True, options="-c TimeZone=UTC")
        found.prepare_threshold = 0
        set_json_loads(orjson.loads, found)
        set_json_dumps(orjson.dumps, found)
        _local.connection, _local.cursor = found, psycopg.RawCursor(found)
    return found


def forget() -> None:
    """Ends this thread's connection, and what is remembered with it."""
    if getattr(_local, "connection", None) is not None:
        _local.connection.close()
    _local.connection = None
    _memory[:] = [None, None]


def run(sql: bytes, params: tuple[Any, ...] = ()) -> list[Any]:
    """One statement, prepared, with a binary result."""
    cursor = _local.cursor
    cursor.execute(sql, params, prepare=True, binary=True)
    return cursor.fetchall() if cursor.pgresult.nfields else []


class RefusalError(Exception):
    """A status and a body that say no."""


def signed_in(header: str) -> tuple[int, Any]:
    """The caller's id and the short lists as they are now."""
    scheme, _, token = header.partition(" ")
    if scheme.lower() not in ("bearer", "soticket"):
        raise RefusalError("401 Unauthorized")
    rows = run(statements.TOKEN, (hashlib.sha256(token.encode()).hexdigest(),))
    now = datetime.datetime.now(datetime.UTC)
    if not rows or rows[0][0] <= now or rows[0][1] is not None:
        raise RefusalError("401 Unauthorized")
    _expires, _revoked, me, deleted, active, superuser, *_others, stamp = rows[0]
    if deleted or not active:
        raise RefusalError("401 Unauthorized")
    if not superuser:
        raise RefusalError("403 Forbidden")
    if _memory[0] != stamp:
        _memory[:] = [stamp, remember()]
    return me, _memory[1]


def remember() -> Any:
    """The short lists, rendered once; carriers that never change here are kept as bytes."""
    fields = json.loads(Path(os.environ["BENCH_WORLD"]).read_text(encoding="utf-8"))["fields"]
    memory = SimpleNamespace(
        right=FULL,
        type={},  # the bench's world has no ticket types
        ticket_fields=orjson.Fragment(orjson.dumps(fields["TicketEntity"])),
        event_fields=orjson.Fragment(orjson.dumps(fields["SystemEventEntity"])),
    )
    memory.status = listed(tickets.STATUS, memory)
    memory.category = listed(tickets.CATEGORY, memory)
    memory.priority = listed(tickets.PRIORITY, memory)
    memory.associate = listed(people.ASSOCIATE, memory)
    memory.tag = listed(tickets.TAG, memory)
    memory.tells = {row[0]: row for row in run(statements.ASSOCIATES)}
    memory.categories = {row[0]: row for row in run(statements.CATEGORIES)}
    memory.members = run(statements.MEMBERS)
    memory.names = {
        "priority": dict(run(b"SELECT id, name FROM crm_ticketpriority")),
        "status": dict(run(b"SELECT id, name FROM crm_ticketstatus")),
        "category": dict(run(b"SELECT id, fullname FROM crm_ticketcategory")),
        "owner": dict(run(b"SELECT id, full_name FROM crm_associate")),
    }
    return memory


def listed(reader: Reader, memory: Any) -> dict[int, orjson.Fragment]:
    return {row[0]: orjson.Fragment(orjson.dumps(reader.make(row, memory, {}))) for row in run(reader.sql)}


def ticket(key: int, memory: Any) -> dict[str, Any]:
    """A whole ticket, in four statements, five when it has messages."""
    rows = run(tickets.TICKET.sql, (key,))
    if not rows:
        raise RefusalError("404 Not Found")
    make = people.SECONDARY_PERSON.make
    persons = [make(row, memory, None) for row in run(people.SECONDARY_PERSON.sql, (key,))]
    found = run(tickets.MESSAGE.sql, (key,))
    headers: dict[int, list[Any]] = {}
    if found:
        keys = [row[tickets.MESSAGE_ID] for row in found]
        for row in run(tickets.HEADER.sql, (keys,)):
            headers.setdefault(row[-1], []).append(tickets.HEADER.make(row, memory, None))
    messages = [tickets.MESSAGE.make(row, memory, headers) for row in found]
    tags = [memory.tag[tag] for (tag,) in run(tickets.TAG_IDS, (key,))]
    made = {"persons": persons, "messages": messages, "tags": tags}
    return tickets.TICKET.make(rows[0], memory, made)


def get_ticket(environ: dict[str, Any], _me: int, memory: Any) -> Any:
    key = environ["PATH_INFO"].rpartition("/")[2]
    return ticket(int(key), memory) | {"_Links": links(environ, "Ticket", key)}


def post_ticket(environ: dict[str, Any], me: int, memory: Any) -> Any:
    given = lower(orjson.loads(environ["wsgi.input"].read()))
    others = [key_of(person, "personid") for person in given.get("secondarypersons") or []]
    wanted = list(dict.fromkeys(filter(None, [key_of(given.get("person"), "personid"), *others])))
    padded = (wanted + wanted[-1:] * 4)[:4] if wanted else []
    known = {key for (key,) in run(statements.KNOWN_PERSONS, tuple(padded))} if padded else set()
    connect = number(given.get("connectid"))
    if connect and not run(statements.KNOWN_TICKET, (connect,)):
        raise RefusalError("400 Bad Request")
    tags = [key for key in (key_of(tag, "id") for tag in given.get("tags") or []) if key in memory.tag]
    now = datetime.datetime.now(datetime.UTC)
    with _local.connection.transaction():
        [(key,)] = run(statements.INSERT_TICKET, statements.TICKET_VALUES(given, now, me))
        link(statements.insert_persons, key, [person for person in others if person in known])
        link(statements.insert_tags, key, tags)
        notify = parse_qs(environ["QUERY_STRING"]).get("notify", ["false"])[-1].lower()
        if notify in ("true", "1"):
            rows = delivery_rows(key, given, me, memory, now=now, run=run)
            if rows:
                run(statements.insert_deliveries(len(rows)), tuple(value for row in rows for value in row))
    return ticket(key, memory)


def link(sql: Callable[[int], bytes], key: int, others: list[Any]) -> None:
    """The rows of a many-to-many relation, in one statement."""
    if others:
        run(sql(len(others)), tuple(value for other in dict.fromkeys(others) for value in (key, other)))


def post_system_event(environ: dict[str, Any], me: int, memory: Any) -> Any:
    given = lower(orjson.loads(environ["wsgi.input"].read()))
    row = statements.EVENT_VALUES(given, datetime.datetime.now(datetime.UTC), me)
    with _local.connection.transaction():
        if run(statements.RUNNING_EVENT, (row[2], row[0], row[5])):
            raise RefusalError("409 Conflict")  # the load inserts only
        [(key,)] = run(statements.INSERT_EVENT, row)
    [found] = run(tickets.EVENT.sql, (key,))
    return tickets.EVENT.make(found, memory, {}) | {"_Links": links(environ, "SystemEvent", key)}


def list_tickets(environ: dict[str, Any], _me: int, memory: Any) -> Any:
    """The newest tickets of a status and an owner, one statement for a page of any size."""
    options = parse_qs(environ["QUERY_STRING"])
    status, owner = map(int, listing.FILTER.findall(options["$filter"][0]))
    top = int(options["$top"][0])
    found = run(listing.statement(top + 1), (status, owner))
    base = f"{environ['wsgi.url_scheme']}://{environ['HTTP_HOST']}/api/v1"
    more = found[top - 1][:2] if len(found) > top else None
    return {
        "odata.metadata": f"{base}/Archive/$metadata",
        "odata.nextLink": more
        and f"{base}/Ticket?{environ['QUERY_STRING']}&after={more[1].isoformat()},{more[0]}",
        "value": [listing.row(row, memory.names) for row in found[:top]],
    }


def links(environ: dict[str, Any], name: str, key: object) -> dict[str, str]:
    address = f"{environ['wsgi.url_scheme']}://{environ['HTTP_HOST']}/api/v1/{name}"
    return {"Self": f"{address}/{key}", "Archive": address}


CALLS: dict[tuple[str, str], Callable[[dict[str, Any], int, Any], Any]] = {
    ("POST", "/api/v1/Ticket"): post_ticket,
    ("POST", "/api/v1/SystemEvent"): post_system_event,
    ("GET", "/api/v1/Ticket"): list_tickets,
}


def application(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
    """The WSGI callable."""
    path = environ["PATH_INFO"]
    is_get = environ["REQUEST_METHOD"] == "GET" and path.startswith("/api/v1/Ticket/")
    call = get_ticket if is_get else CALLS.get((environ["REQUEST_METHOD"], path))
    status = "200 OK"
    try:
        connection()
        if call is None:
            raise RefusalError("404 Not Found")
        me, memory = signed_in(environ.get("HTTP_AUTHORIZATION", ""))
        body = orjson.dumps(call(environ, me, memory))
    except RefusalError as refused:
        status, body = str(refused), b'{"Error":true}'
    headers = [("Content-Type", "application/json; charset=utf-8"), ("Content-Length", str(len(body)))]
    start_response(status, headers)
    return [body]

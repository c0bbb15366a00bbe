"""How many statements a call runs, by Fjord and by the limit app, besides those that begin and end transactions."""

from __future__ import annotations

import io
import json
import os
import secrets
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from unittest import mock

from bench.bodies import event_body, list_address, ticket_body
from bench.world import World

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Call = tuple[str, str, object]
TRANSACTIONS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


def environ_of(world: World, method: str, address: str, body: object = None) -> dict[str, Any]:
    """What a server hands to a WSGI application for a call of the bench."""
    raw = b"" if body is None else json.dumps(body).encode()
    path, _, query = address.partition("?")
    return {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(raw)),
        "HTTP_HOST": "127.0.0.1:8000",
        "HTTP_AUTHORIZATION": f"Bearer {world.token}",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(raw),
    }


def send(application: Application, environ: dict[str, Any]) -> bytes:
    """The body that an application answers with. Raises AssertionError unless it is 200."""
    statuses: list[str] = []
    body = application(environ, lambda status, _headers, *_error: statuses.append(status))
    found = b"".join(body)
    getattr(body, "close", int)()  # every server does; there Django ends the request
    assert statuses == ["200 OK"], (statuses, found[:500])
    return found


def answer(application: Application, world: World, method: str, address: str, body: object = None) -> bytes:
    """The body that an application answers a call with. Raises AssertionError unless it is 200."""
    return send(application, environ_of(world, method, address, body))


def calls(world: World, salt: str) -> dict[str, tuple[str, str, object]]:
    """The calls of the bench."""
    return {
        "post_ticket": ("POST", "/api/v1/Ticket?notify=true", ticket_body(world)),
        "get_ticket": ("GET", f"/api/v1/Ticket/{world.first_ticket}", None),
        "post_system_event": ("POST", "/api/v1/SystemEvent", event_body(salt)),
        "list_tickets": ("GET", list_address(world), None),
    }


def of_fjord(application: Application, world: World, call: tuple[str, str, object]) -> list[str]:
    """The statements that Fjord runs for a call."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        answer(application, world, *call)
    texts = [query["sql"] for query in captured.captured_queries]
    return [text for text in texts if not text.startswith(TRANSACTIONS)]


def of_limit(application: Application, world: World, call: tuple[str, str, object]) -> list[str]:
    """The statements that the limit app runs for a call."""
    from bench.limit import app

    with mock.patch.object(app, "run", wraps=app.run) as runs:
        answer(application, world, *call)
    return [args.args[0].decode() for args in runs.call_args_list]


def main() -> None:
    import django

    django.setup()
    from django.core.wsgi import get_wsgi_application

    from bench.limit.app import application as limit

    world = World(**json.loads(Path(os.environ["BENCH_WORLD"]).read_text(encoding="utf-8")))
    counts = {}
    salt = secrets.token_hex(4)  # a kept database holds the events of the last time
    for name, application, count in (("fjord", get_wsgi_application(), of_fjord), ("limit", limit, of_limit)):
        for request in calls(world, f"warm {name} {salt}").values():
            answer(
                application, world, *request
            )  # lists and compiled statements are there from the second call on
        for call, request in calls(world, f"counted {name} {salt}").items():
            counts[f"{call} {name}"] = len(count(application, world, request))
    json.dump(counts, sys.stdout)


if __name__ == "__main__":
    main()

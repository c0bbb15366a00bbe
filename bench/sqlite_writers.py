"""Eight clients write tickets to one SQLite file through two workers of four threads: nothing may fail.

Alone: `python -m bench.sqlite_writers`. Prints `sqlite_errors 0` and how many tickets that were.
"""

from __future__ import annotations

import http.client
import json
import sys
import tempfile
import threading
import time
from pathlib import Path

from bench.bodies import ticket_body
from bench.database import manage
from bench.server import Server
from bench.world import World

CLIENTS = 8
SECONDS = 5.0


class Writer(threading.Thread):
    """One client: posts tickets over one connection until the time is over."""

    def __init__(self, port: int, token: str, body: bytes, until: float) -> None:
        super().__init__()
        self.port, self.body, self.until = port, body, until
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self.written = 0
        self.errors: list[str] = []

    def run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        while time.monotonic() < self.until:
            try:
                connection.request("POST", "/api/v1/Ticket?notify=true", self.body, self.headers)
                answer = connection.getresponse()
                text = answer.read()
            except OSError as error:
                self.errors.append(repr(error))
                connection.close()
                continue
            if answer.status == 200:
                self.written += 1
            else:
                self.errors.append(f"{answer.status} {text[:200]!r}")
        connection.close()


def write(folder: Path) -> tuple[int, list[str]]:
    """How many tickets were written, and what failed."""
    environment = {
        "FJORD_VAR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/writers.sqlite3",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "FJORD_THREADS": "4",
    }
    manage(environment, "manage.py", "migrate", "--verbosity", "0")
    manage(environment, "manage.py", "collectstatic", "--no-input", "--verbosity", "0")
    world = World(**json.loads(manage(environment, "-m", "bench.world", "--tickets", "10")))
    body = json.dumps(ticket_body(world)).encode()
    with Server("sqlite", "config.wsgi", environment, "-c", "python:config.server") as server:
        until = time.monotonic() + SECONDS
        writers = [Writer(server.port, world.token, body, until) for _ in range(CLIENTS)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        log = server.log.read_text(encoding="utf-8")
    errors = [error for writer in writers for error in writer.errors]
    errors += [line for line in log.splitlines() if "database is locked" in line]
    return sum(writer.written for writer in writers), errors


def run() -> int:
    """Prints the count of errors, and gives it back."""
    with tempfile.TemporaryDirectory(prefix="fjord-bench-") as folder:
        written, errors = write(Path(folder))
    print(f"sqlite_errors {len(errors)}   # {CLIENTS} clients wrote {written} tickets in {SECONDS:g} s")
    for error in errors[:5]:
        print(f"  {error}", file=sys.stderr)
    return len(errors) if written else 1


if __name__ == "__main__":
    sys.exit(1 if run() else 0)

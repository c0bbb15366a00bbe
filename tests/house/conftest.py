"""A running desk for the tests that need real processes."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings as django_settings
from django.db import connection

ROOT = Path(__file__).parents[2]


class Desk:
    """A running `manage.py serve`, known from what it printed up to its last line of greeting."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", "0"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdout
        self.greeting = ""
        for line in self.process.stdout:
            self.greeting += line
            if line.startswith("Ctrl-C stops it"):
                break
        address = re.search(r"Fjord is running at (http://\S+)/", self.greeting)
        assert address, self.greeting
        self.address = address[1]

    def children(self) -> dict[str, int]:
        """The processes below this one, by what they do."""
        listed = subprocess.run(
            ["ps", "-o", "pid=,args=", "--ppid", str(self.process.pid)],
            capture_output=True,
            text=True,
            check=True,
        )
        rows = [line.split(None, 1) for line in listed.stdout.splitlines()]
        return {"server" if "gunicorn" in words else "worker": int(number) for number, words in rows}

    def stop(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=30)


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """An empty folder and an empty database of the kind that the suite runs on."""
    bare = {
        name: value for name, value in os.environ.items() if not name.startswith(("FJORD_", "DATABASE_URL"))
    }
    bare |= {"FJORD_VAR": str(tmp_path_factory.mktemp("var")), "FJORD_WORKERS": "1"}
    if connection.vendor != "postgresql":
        yield bare
        return
    there = django_settings.DATABASES["default"]
    login = {"host": there["HOST"], "port": there["PORT"] or 5432, "user": there["USER"]}
    name = f"fjord_serve_{os.getpid()}"
    with psycopg.connect(
        **login, password=there["PASSWORD"] or None, dbname="postgres", autocommit=True
    ) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        password = f":{there['PASSWORD']}" if there["PASSWORD"] else ""
        url = f"postgres://{login['user']}{password}@{login['host']}:{login['port']}/{name}"
        yield bare | {"DATABASE_URL": url}
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def start(environment: dict[str, str]) -> Iterator[Callable[[], Desk]]:
    desks: list[Desk] = []

    def start_desk() -> Desk:
        desks.append(Desk(environment))
        return desks[-1]

    yield start_desk
    for desk in desks:
        desk.process.kill()
        desk.process.communicate()

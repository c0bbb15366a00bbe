"""`manage.py serve` as a stranger meets it: real processes, an empty folder, a free port."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings as django_settings
from django.db import connection

ROOT = Path(__file__).parents[2]

Start = Callable[..., "Desk"]


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


@pytest.fixture(scope="module")
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


def get(address: str) -> tuple[int, str]:
    with urllib.request.urlopen(address, timeout=30) as answer:
        return answer.status, answer.read().decode()


def test_one_command_makes_a_running_desk_and_ctrl_c_ends_it(start: Callable[[], Desk]) -> None:
    desk = start()
    for part in ("/admin/", "/api/v1", "/api/docs/"):
        assert f"{desk.address}{part}" in desk.greeting
    assert "tje0 / Tje0 (administrator)" in desk.greeting
    assert desk.address.startswith("http://127.0.0.1:")
    assert get(f"{desk.address}/readyz")[0] == 200
    status, page = get(f"{desk.address}/admin/login/")
    assert status == 200
    styles = re.findall(r'href="(/static/[^"]+\.css)"', page)
    assert styles
    assert all(re.search(r"\.[0-9a-f]{12}\.css$", style) for style in styles)
    with urllib.request.urlopen(f"{desk.address}{styles[0]}", timeout=30) as answer:
        assert "immutable" in answer.headers["Cache-Control"]
    assert set(desk.children()) == {"server", "worker"}
    assert desk.stop(signal.SIGINT) == 0


def test_the_second_start_keeps_the_data_and_collects_nothing_again(
    start: Callable[[], Desk], environment: dict[str, str]
) -> None:
    manifest = Path(environment["FJORD_VAR"]) / "static" / "staticfiles.json"
    if not manifest.exists():  # the test above ran in another process, or not at all
        assert start().stop(signal.SIGTERM) == 0
    collected = manifest.stat().st_mtime_ns
    desk = start()
    assert "The database is empty" not in desk.greeting
    assert "tje0 / Tje0" in desk.greeting
    assert desk.stop(signal.SIGTERM) == 0
    assert manifest.stat().st_mtime_ns == collected


@pytest.mark.parametrize("victim", ["server", "worker"])
def test_one_that_dies_takes_the_other_along(start: Callable[[], Desk], victim: str) -> None:
    desk = start()
    os.kill(desk.children()[victim], signal.SIGKILL)
    assert desk.process.wait(timeout=30) == 128 + signal.SIGKILL


def test_a_taken_port_is_said_before_anything_is_touched(environment: dict[str, str], tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
        ended = subprocess.run(
            [sys.executable, "manage.py", "serve"],
            cwd=ROOT,
            env=environment | {"PORT": str(port), "FJORD_VAR": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )
    assert ended.returncode == 1
    assert (
        f"Port {port} is taken. Stop what runs there, or take another: make run PORT={port + 1}"
        in ended.stderr
    )
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / "static").exists()
